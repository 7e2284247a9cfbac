"""Real processes: imports at once both land, an end that is asked leaves nothing by half.

Many writers, kills and full disks are in tests/test_reliability.py.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from venez_vivre.store.driver import sqlite

pytestmark = pytest.mark.file
"""The file is looked at after a process was killed."""


PROGRAM = [sys.executable, "-m", "venez_vivre"]
ROWS = 2_000


def signups(path: Path, rows: int) -> Path:
    lines = ["prenom;nom;email;date_inscription;adultes;enfants"]
    lines += [f"P{n};Nom{n};p{n}@example.org;2025-03-01;2;1" for n in range(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(base: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, "--base", str(base), *words], capture_output=True, text=True, check=False
    )


def count(base: Path, table: str) -> int:
    with closing(sqlite.connect(str(base))) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def is_sound(base: Path) -> bool:
    with closing(sqlite.connect(str(base))) as connection:
        healthy = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    return healthy and not orphans


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A base with one household."""
    base = tmp_path / "base.db"
    assert run(base, "inscrits", "importer", str(signups(tmp_path / "one.csv", 1))).returncode == 0
    return base


def test_two_imports_at_once_both_land(one: Path, tmp_path: Path) -> None:
    """Two files imported by two processes at the same moment: every household of both."""
    files = []
    for letter in "ab":
        text = signups(tmp_path / f"{letter}.csv", 300).read_text(encoding="utf-8")
        path = tmp_path / f"{letter}.csv"
        path.write_text(text.replace("@", f"{letter}@").replace("Nom", f"Nom{letter}"), "utf-8")
        files.append(path)
    started = [
        subprocess.Popen(
            [*PROGRAM, "--base", str(one), "inscrits", "importer", str(path)],
            stdout=subprocess.DEVNULL,
        )
        for path in files
    ]
    assert [process.wait(timeout=120) for process in started] == [0, 0]
    assert count(one, "household") == 601


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_end_that_is_asked_leaves_nothing_and_says_so(
    one: Path, tmp_path: Path, sent: signal.Signals
) -> None:
    """Ctrl-C, a timer, a terminal that closes: the import answers 130 and writes nothing."""
    path = signups(tmp_path / "many.csv", 20_000)
    process = subprocess.Popen(
        [*PROGRAM, "--base", str(one), "inscrits", "importer", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.0)
    process.send_signal(sent)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors.decode()
    assert "rien n’a été enregistré" in errors.decode()
    assert count(one, "household") == 1


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP])
def test_a_trial_that_is_ended_takes_its_base_away(tmp_path: Path, sent: signal.Signals) -> None:
    """Before the first base a trial makes one that nobody must find afterwards."""
    there = tmp_path / "tmp"
    there.mkdir()
    line = ["--base", str(tmp_path / "b.db"), "inscrits", "importer", "--simuler"]
    process = subprocess.Popen(
        [*PROGRAM, *line, str(signups(tmp_path / "many.csv", 20_000))],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(there)},
    )
    deadline = time.monotonic() + 30
    while not list(there.glob("*/essai.db-journal")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(sent)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors.decode()
    assert list(there.iterdir()) == []


def test_what_nohup_ignores_stays_ignored(tmp_path: Path) -> None:
    path = signups(tmp_path / "many.csv", 20_000)
    process = subprocess.Popen(
        ["nohup", *PROGRAM, "--base", str(tmp_path / "b.db"), "inscrits", "importer", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(1.0)
    process.send_signal(signal.SIGHUP)
    assert process.wait(timeout=60) == 0
    assert count(tmp_path / "b.db", "household") == 20_000
