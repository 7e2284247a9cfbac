"""An encrypted base beside a plain one: the same commands, whole processes, interleaved, medians.

`python benchmarks/encryption.py [LINES] [ROUNDS]` writes invented sign-ups, then runs each command on
a base in clear, on one whose passphrase is in a file (derived at each start), and on one whose key is
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
        Act("contacts noter", ("contacts", "noter", "{email}", "Projet précisé", "-r", "joint")),
    )


class Way:
    """A way to keep a base: where it is, and what opens it."""

    def __init__(self, name: str, folder: Path, *, key: bool) -> None:
        self.name = name
        self.base, self.model = folder / f"{name}.db", folder / f"{name}-vide.db"
        self.environment = {KEYS: str(folder / "cle")} if key else {}

    def prepare(self) -> None:
        """An empty base to begin from."""
        self.run("base", "chiffrer") if self.environment else self.run("agents", "lister")
        shutil.copy(self.base, self.model)

    def run(self, *words: str) -> float:
        """Seconds that a command takes."""
        os.environ.update(self.environment)
        try:
            return seconds([*PROGRAM, "--base", str(self.base), *words])
        finally:
            os.environ.pop(KEYS, None)


def rounds(act: Act, ways: tuple[Way, ...], times: int) -> dict[str, list[float]]:
    """Times of each way, A B A B, after one warm-up of each."""
    spent: dict[str, list[float]] = {way.name: [] for way in ways}
    for number in range(times + 1):
        for way in ways:
            if act.empty:
                shutil.copy(way.model, way.base)
            took = way.run(*act.words)
            if number:
                spent[way.name].append(took)
    return spent


def told(act: Act, spent: dict[str, list[float]]) -> bool:
    """Print the line of a command; whether it is within the goal."""
    plain, sealed = (statistics.median(times) for times in spent.values())
    low, high = min(spent["chiffree"]), max(spent["chiffree"])
    print(
        f"{act.name:20} {plain:8.3f} {sealed:8.3f}   ({low:.3f} à {high:.3f}) {sealed / plain:6.2f}"
        f"   {sealed - plain:+.3f} s"
    )
    return sealed / plain <= GOAL or not act.empty


def main() -> int:
    """Print the table; 1 when the import is beyond the goal."""
    lines, times = (int(word) for word in (*sys.argv[1:], "12000", "5")[:2])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "inscrits.csv", lines)
        (folder / "cle").touch(mode=0o600)
        (folder / "cle").write_text(PHRASE)
        ways = (Way("clair", folder, key=False), Way("chiffree", folder, key=True))
        for way in ways:
            way.prepare()
        print(f"{lines} inscriptions, {times} tours\n{'':20} {'clair':>8} {'chiffrée':>8}")
        good = [told(act, rounds(act, ways, times)) for act in acts(folder / "inscrits.csv")]
    return 0 if all(good) else 1


if __name__ == "__main__":
    raise SystemExit(main())
