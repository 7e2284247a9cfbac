"""Commands do on an encrypted base what they do on one in clear: a part of the suite, run on one.

`make test-chiffre` runs the whole suite so.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from venez_vivre.store import driver

HERE = Path(__file__).parent
PART = (
    *("test_contacts.py", "test_followups.py", "test_wishes.py", "test_resources.py"),
    *("test_targets.py", "test_search.py", "test_import_history.py"),
)
"""Files of tests that use most of what a base does: writing, reading, full text, imports, undo."""

pytestmark = [
    pytest.mark.file,
    pytest.mark.plain,
    pytest.mark.skipif(not driver.ENCRYPTS, reason="no wheel of sqlcipher3 here"),
]


def test_a_part_of_the_suite_passes_on_encrypted_bases() -> None:
    """Each test of these files, its base encrypted from its birth."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *PART],
        cwd=HERE,
        env={**os.environ, "VENEZ_VIVRE_TESTS_CHIFFRES": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= 100


def test_the_bases_of_that_run_are_encrypted(tmp_path: Path) -> None:
    """What the run above proves nothing without: its option does encrypt the base of a test."""
    (tmp_path / "test_one.py").write_text(
        "def test_one(run, base):\n"
        "    run('agents', 'ajouter', '--nom', 'Ana Bel')\n"
        "    assert not base.read_bytes().startswith(b'SQLite format 3')\n"
        "    assert b'Ana Bel' not in base.read_bytes()\n"
    )
    for variable, code in (("1", 0), ("", 1)):
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "conftest",
                "--rootdir",
                tmp_path,
                tmp_path,
            ],
            cwd=HERE,
            env={
                **os.environ,
                "VENEZ_VIVRE_TESTS_CHIFFRES": variable,
                "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout
