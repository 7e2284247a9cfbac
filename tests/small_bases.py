"""A small base with people and exchanges, what is wrong with a file, and processes to kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from bases import address_of
from builders import a_contact, a_csv, a_signup, opened
from conftest import TAKEN

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PROGRAM = [sys.executable, "-m", "venez_vivre"]
posix_only = pytest.mark.skipif(os.name != "posix", reason="no kill -9, no modes on this system")


def filled(run: Run, folder: Path, people: int = 30, mark: str = "a") -> None:
    """Import that many people, the first of whom is `<mark>0`, and an exchange with half."""
    forms = [a_signup(message=f"Bonjour {n}") for n in range(people)]
    forms[0]["email"] = f"{mark}0@example.org"
    run("inscrits", "importer", str(a_csv(folder / f"{mark}.csv", forms)), fails_with=TAKEN)
    calls = [a_contact(form["email"], resume=f"note {n}") for n, form in enumerate(forms[::2])]
    run("contacts", "importer", str(a_csv(folder / f"{mark}-contacts.csv", calls)))


def change(base: Path, *statements: str) -> None:
    """Change a base behind the back of the program, without its rules."""
    with closing(opened(base, write=True)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA writable_schema=ON")
        for statement in statements:
            connection.execute(statement)


def content(base: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, virtual ones and their own left out."""
    with closing(opened(base, write=False)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_text%' "
            "ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY name"
        ).fetchall()
        return {
            name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
            for (name,) in names
        }


def is_sound(path: Path) -> bool:
    with closing(opened(path, write=False)) as connection:
        healthy = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return healthy and not connection.execute("PRAGMA foreign_key_check").fetchall()


def started(base: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PROGRAM, "--base", address_of(base), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed_after(seconds: float, base: Path, *words: str) -> bool:
    """Run a command line and kill it; whether it was still at work."""
    process = started(base, *words)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL
