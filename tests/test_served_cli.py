"""Commands do on a PostgreSQL server what they do on a file: a part of the suite, run on servers.

`make test-postgres` runs the whole suite so.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import system_server

HERE = Path(__file__).parent
PART = (
    *("test_contacts.py", "test_followups.py", "test_wishes.py", "test_resources.py"),
    *("test_targets.py", "test_import_history.py"),
)
"""Files of tests that use most of what a base does: writing, reading, full text, imports, undo."""
SHORT = ("test_search.py", "test_import_history.py")
"""Those of them that depend most on the version of the server: its words, its letters, its COPY."""

pytestmark = [pytest.mark.file, pytest.mark.plain]
"""Each starts the tests again: once is enough."""


def ran(server: str, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run tests, each base on a server."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words],
        cwd=HERE,
        env={**os.environ, "VENEZ_VIVRE_TESTS_SERVEUR": server, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def passed(done: subprocess.CompletedProcess[str]) -> int:
    """How many tests passed; none may fail."""
    assert done.returncode == 0, done.stdout[-6000:]
    found = re.search(r"(\d+) passed", done.stdout)
    assert found is not None
    return int(found[1])


def test_a_part_of_the_suite_passes_on_the_server_of_the_wheel() -> None:
    """Each test of these files, its base on a server that needs no installation."""
    assert passed(ran("1", *PART)) >= 100


def test_a_short_part_passes_on_the_server_of_the_system() -> None:
    """Another version, other collations, and a role and an address that tests did not choose."""
    with system_server.started() as address:
        assert passed(ran(address, *SHORT)) >= 40


def test_the_bases_of_that_run_are_on_the_server(tmp_path: Path) -> None:
    """What the runs above prove nothing without: their option does put the base of a test there."""
    (tmp_path / "test_one.py").write_text(
        "import bases\n"
        "def test_one(run, base):\n"
        "    run('agents', 'ajouter', '--nom', 'Ana Bel')\n"
        "    assert not base.exists()\n"
        "    with bases.store_of(base).reading() as rows:\n"
        "        assert rows.engine == 'postgresql'\n"
        "        assert rows.value('SELECT name FROM officer') == 'Ana Bel'\n"
    )
    path = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    for server, code in (("1", 0), ("", 1)):
        words = ("-p", "conftest", "--rootdir", tmp_path, tmp_path)
        done = ran(server, *words, PYTHONPATH=path)
        assert done.returncode == code, done.stdout
