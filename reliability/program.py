"""Runs of the program, in this process or in one of its own, and what a base holds afterwards."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from builders import query, tables
from venez_vivre import cli
from venez_vivre.store import driver

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["count", "holds", "process", "query", "sound", "tables", "typed"]

TODAY = "2025-11-27"
PROGRAM = (sys.executable, "-m", "venez_vivre")
ROOT = Path(__file__).parent.parent


class Said(NamedTuple):
    """What one run answered."""

    code: int
    out: str
    err: str


class Screen(io.TextIOWrapper):
    """An output kept in memory, which says whether it is a terminal."""

    def __init__(self, *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)
        self._terminal = terminal

    def isatty(self) -> bool:
        """Whether the program should draw in colour."""
        return self._terminal

    def fileno(self) -> int:
        """There is no file behind."""
        raise io.UnsupportedOperation

    @property
    def text(self) -> str:
        """Everything written so far."""
        kept: io.BytesIO = self.buffer
        return kept.getvalue().decode("utf-8")


@contextmanager
def environment(folder: Path) -> Iterator[None]:
    """Only what the program needs of the environment, its configuration in a folder of its own."""
    kept = dict(os.environ)
    for name in [name for name in kept if name.startswith(("VENEZ_VIVRE_", "_VENEZ", "NO_COLOR"))]:
        del os.environ[name]
    os.environ |= {"VENEZ_VIVRE_CONFIG": str(folder / "config.toml"), "COLUMNS": "120"}
    # What is proved is the program beside, whatever is installed.
    os.environ["PYTHONPATH"] = os.pathsep.join(str(ROOT / name) for name in ("src", "tests"))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= kept


def typed(base: Path | str, *words: str, agent: str = "Test", terminal: bool = False) -> Said:
    """One command line through the program's own entry, in this process."""
    out, err = Screen(terminal=terminal), Screen()
    stdin, sys.stdin = sys.stdin, Screen()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            root = ["--base", str(base), "--date", TODAY, "--agent", agent]
            code = cli.run([*root, *([] if terminal else ["--sans-couleur"]), *words])
    finally:
        sys.stdin = stdin
    return Said(code, out.text, err.text)


def process(base: Path, *words: str) -> Said:
    """One command line in a process of its own."""
    line = [*PROGRAM, "--base", str(base), "--date", TODAY, *words]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", check=False, timeout=300)
    return Said(done.returncode, done.stdout, done.stderr)


def must(said: Said, *codes: int) -> Said:
    """The answer, which ended as it should (with 0 unless other codes are named)."""
    if said.code not in (codes or (0,)):
        raise AssertionError(f"exit {said.code}: {said.err.strip()[-300:]}")
    return said


def count(base: Path, table: str) -> int:
    """How many rows a table has."""
    ((number,),) = query(base, f"SELECT count(*) FROM {table}")
    return int(number)


def sound(base: Path) -> str:
    """What SQLite finds wrong in a file: nothing when it is sound."""
    with closing(driver.connect(base, write=False)) as connection:
        (said,) = connection.execute("PRAGMA integrity_check").fetchone()
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    return ("" if said == "ok" else str(said)) + (f" {len(orphans)} orphans" if orphans else "")


def holds(folder: Path) -> list[str]:
    """The names of everything in a folder and under it, drafts and journals included."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def signups(path: Path, rows: int, first: int = 0, wrong: int = 0) -> Path:
    """A file of so many sign-ups of different people, then of lines that are rejected."""
    lines = ["prenom;nom;email;date_inscription;adultes;enfants;message"]
    lines += [
        f"P{n};Nom{n};p{n}@example.org;2025-03-01;2;1;Nous cherchons une maison, projet {n}"
        for n in range(first, first + rows)
    ]
    lines += [f"Q{n};Rejet{n};;2025-03-01;2;1;" for n in range(wrong)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
