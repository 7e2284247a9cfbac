"""An encrypted base beside a plain one: the same commands, whole processes, interleaved, medians.

`python benchmarks/encryption.py [LINES] [ROUNDS]` writes invented sign-ups, then runs each command on a
base in clear, on one whose passphrase is in a file (derived at each start), and on one whose key is
in the keyring (kept in a file for the occasion: what the system's own keyring costs is not counted).
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from imports import write
from run import PROGRAM, seconds

GOAL = 1.5
PHRASE = "agrafe cheval batterie juste"
KEYS = "VENEZ_VIVRE_CLE_FICHIER"


class Act(NamedTuple):
    """A command, and whether it begins from an empty base."""

    name: str
    words: tuple[str, ...]
    empty: bool = False


def acts(sheet: Path) -> tuple[Act, ...]:
    """What officers do most, and the heaviest of what they do."""
    return (
        Act("inscrits importer", ("inscrits", "importer", str(sheet), "-f", "json"), empty=True),
        Act("entonnoir", ("entonnoir", "-f", "json")),
        Act("chercher", ("chercher", "martin", "-f", "json")),
        Act("foyers lister", ("foyers", "lister", "-f", "json")),
        Act(
            "contacts noter",
            ("contacts", "noter", first_email(sheet), "Projet précisé", "-r", "joint"),
        ),
    )


class Way:
    """A way to keep a base: where it is, and what opens it."""

    def __init__(self, name: str, folder: Path, environment: dict[str, str]) -> None:
        self.name = name
        self.base, self.model = folder / f"{name}.db", folder / f"{name}-vide.db"
        self.environment = environment

    def prepare(self, key: Path | None) -> None:
        """An empty base to begin from, encrypted by the passphrase of a file."""
        if key is None:
            self.run("agents", "lister")
        else:
            ring = ["--trousseau"] if KEYS not in self.environment else []
            self.run("base", "chiffrer", *ring, more={KEYS: str(key)})
        shutil.copy(self.base, self.model)

    def run(self, *words: str, more: dict[str, str] | None = None) -> float:
        """Seconds that a command takes."""
        before = dict(os.environ)
        os.environ.update(self.environment | (more or {}))
        try:
            return seconds([*PROGRAM, "--base", str(self.base), *words])
        finally:
            os.environ.clear()
            os.environ.update(before)


def rounds(act: Act, ways: tuple[Way, ...], times: int) -> list[list[float]]:
    """Times of each way, A B C A B C, after one warm-up of each."""
    spent: list[list[float]] = [[] for _ in ways]
    for number in range(times + 1):
        for way, taken in zip(ways, spent, strict=True):
            if act.empty:
                shutil.copy(way.model, way.base)
            took = way.run(*act.words)
            if number:
                taken.append(took)
    return spent


def told(act: Act, spent: list[list[float]]) -> bool:
    """Print the line of a command; whether it is within the goal."""
    plain, *others = (statistics.median(times) for times in spent)
    cells = [f"{one:8.3f} ({min(taken):.3f}-{max(taken):.3f}) {one / plain:5.2f}"
             for one, taken in zip(others, spent[1:], strict=True)]  # fmt: skip
    print(f"{act.name:18} {plain:8.3f} {'  '.join(cells)}")
    return others[0] / plain <= GOAL or not act.empty


def first_email(sheet: Path) -> str:
    """The e-mail of the first sign-up of a file."""
    return sheet.read_text(encoding="utf-8-sig").splitlines()[1].split(";")[4]


def ways_in(folder: Path) -> tuple[Way, ...]:
    """The three ways, each with an empty base."""
    key = folder / "cle"
    key.touch(mode=0o600)
    key.write_text(PHRASE)
    tests = str(Path(__file__).parent.parent / "tests")
    ring = {
        "PYTHON_KEYRING_BACKEND": "file_keyring.FileKeyring",
        "TEST_KEYRING": str(folder / "trousseau.json"),
        "PYTHONPATH": os.pathsep.join([tests, os.environ.get("PYTHONPATH", "")]),
    }
    ways = (
        Way("clair", folder, {}),
        Way("phrase", folder, {KEYS: str(key)}),
        Way("trousseau", folder, ring),
    )
    for way, named in zip(ways, (None, key, key), strict=True):
        way.prepare(named)
    return ways


def main() -> int:
    """Print the table; 1 when the import is beyond the goal."""
    lines, times = (int(word) for word in (*sys.argv[1:], "12000", "5")[:2])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet = folder / "inscrits.csv"
        write(sheet, lines)
        ways = ways_in(folder)
        print(f"{lines} inscriptions, {times} tours ; secondes, et rapport à la base en clair")
        print(f"{'':18} {ways[0].name:>8} {ways[1].name:>8} {'':21} {ways[2].name:>8}")
        good = [told(act, rounds(act, ways, times)) for act in acts(sheet)]
    return 0 if all(good) else 1


if __name__ == "__main__":
    raise SystemExit(main())
