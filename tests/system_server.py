"""The PostgreSQL server that the system's own package installs, run for a test.

`.ci/run` installs the package where it can, and there nothing is skipped; elsewhere a test that
finds none is skipped, and says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCOUNT = "postgres"
"""The account that the package makes: the server refuses to run as root."""
WHERE = "/usr/lib/postgresql"


def programs() -> Path:
    """The folder of the newest server of the system; without one, CI fails, others skip."""
    found = [one.parent for one in Path(WHERE).glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda one: int(one.parent.name))
    why = "Aucun PostgreSQL du système ici : seul celui de la roue est vérifié."
    if os.environ.get("VENEZ_VIVRE_CI"):
        pytest.fail(why)
    pytest.skip(why)


@contextmanager
def started() -> Iterator[str]:
    """A new server on a socket of its own; what VENEZ_VIVRE_TESTS_SERVEUR is told of it."""
    at = programs()
    with tempfile.TemporaryDirectory(prefix="vv-deb-", ignore_cleanup_errors=True) as folder:
        data = f"{folder}/base"
        if os.geteuid() == 0:
            shutil.chown(folder, ACCOUNT)
        _run(at / "initdb", "-D", data, "-U", "essai", "-A", "trust", "-E", "UTF8", "--no-sync",
             "--locale=C.UTF-8")  # fmt: skip
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        _run(at / "pg_ctl", "-D", data, "-w", "-l", f"{folder}/journal", "-o", options, "start")
        try:
            yield f"postgresql://essai@/?host={folder}"
        finally:
            _run(at / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


@contextmanager
def copied(address: str) -> Iterator[str]:
    """A physical copy of that server, which follows it and only reads; its address, alike."""
    at = programs()
    primary = address.partition("host=")[2]
    with tempfile.TemporaryDirectory(prefix="vv-deb-", ignore_cleanup_errors=True) as folder:
        data = f"{folder}/base"
        if os.geteuid() == 0:
            shutil.chown(folder, ACCOUNT)
        _run(at / "pg_basebackup", "-D", data, "-R", "-X", "stream", "-c", "fast",
             "-d", f"host={primary} user=essai")  # fmt: skip
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        _run(at / "pg_ctl", "-D", data, "-w", "-l", f"{folder}/journal", "-o", options, "start")
        try:
            yield address.replace(primary, folder)
        finally:
            _run(at / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _run(*words: object) -> None:
    """Run a program of the server, as somebody who is not root."""
    other = ("runuser", "-u", ACCOUNT, "--") if os.geteuid() == 0 else ()
    done = subprocess.run(
        [*other, *map(str, words)], cwd="/", stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
