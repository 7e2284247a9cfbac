"""How each act grows with the base: 12,000, 100,000 and 1,000,000 households, processor time.

`python benchmarks/growth.py [SIZE …] [--bases FOLDER] [--tours N]` makes the bases (benchmarks/large.py;
they are kept in FOLDER and taken again from there), runs every act in whole processes, a warm-up then
so many rounds, base after base within a round, and prints the medians with the exponent of growth:
the slope of the logarithms between the first size and the last. 0 is an act that does not feel the
base, 1 one that grows as it does. The processor's time (user and system) is measured: a busy machine
disturbs it less than the clock. What every process costs before it opens a base is the first line.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from large import make
from run import COMPLETING, PROGRAM

SIZES = (12_000, 100_000, 1_000_000)
ROUNDS = 3
TODAY = "2025-11-27"
LIMIT = 1.1
"""An exponent above this is worse than n log n between these sizes, and is named."""

ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
ACTS = {
    "`--help`": "--help",
    "`aujourdhui` (d’un chargé d’accueil)": "aujourdhui --agent {officer}",
    "`aujourdhui --agent tous`": "aujourdhui --agent tous",
    "`foyers montrer`": "foyers montrer {household}",
    "`foyers montrer -f json`": "foyers montrer {household} -f json",
    "`foyers lister`": "foyers lister",
    "`chercher` un nom": "chercher levasseur",
    "`chercher` deux mots": "chercher dupont jardin",
    "`chercher` avec une faute": "chercher duponnt",
    "`apparier` un foyer": "apparier {household}",
    "complétion d’un nom": "",
    "`relances lister`": "relances lister",
    "`contacts noter`": "contacts noter {household} Rappel. --resultat joint",
    "`entonnoir -f json`": "entonnoir -f json",
    "`entonnoir --par territoire -f json`": "entonnoir --par territoire -f json",
    "`rapport hebdo -f json`": "rapport hebdo -f json",
}
"""The acts of the day, then those of the week."""


class Base(NamedTuple):
    """A base, and whom its acts are about."""

    path: Path
    size: int
    household: str
    officer: str


def base(folder: Path, size: int) -> Base:
    """The base of that size, made when it is not there yet."""
    path = folder / f"{size}.db"
    if not path.exists():
        make(path, size)
    house = _first(path, "foyers", "lister", "-n", "2", "-f", "csv")
    return Base(path, size, house, _first(path, "agents", "lister", "-f", "csv"))


def _first(path: Path, *words: str) -> str:
    """The first cell of the last line of a list."""
    line = [*PROGRAM, "--base", str(path), "--date", TODAY, *words]
    done = subprocess.run(line, capture_output=True, check=True, env=ENVIRONMENT)
    return done.stdout.decode("utf-8-sig").splitlines()[-1].partition(";")[0]


def line(words: str, one: Base) -> list[str]:
    """The command of an act on a base; completion is what a shell runs."""
    if not words:
        return [sys.executable, "-c", COMPLETING, str(one.path)]
    asked = [word.format(household=one.household, officer=one.officer) for word in words.split()]
    return [*PROGRAM, "--base", str(one.path), "--date", TODAY, *_agent_first(asked)]


def _agent_first(words: list[str]) -> list[str]:
    """`--agent` belongs to the program when it is not an option of the command."""
    return words if "--agent" in words else ["--agent", "banc", *words]


def cpu(command: list[str]) -> float:
    """Seconds of processor of a whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, check=False, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, 5}:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr.decode()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def grown(times: list[float], sizes: list[int]) -> float:
    """The exponent of growth between the first size and the last."""
    return math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])


def measure(bases: list[Base], rounds: int) -> dict[str, list[float]]:
    """The median of each act on each base."""
    found = {}
    for name, words in ACTS.items():
        taken: list[list[float]] = [[] for _ in bases]
        for _ in range(rounds + (rounds > 1)):  # one round only proves that it runs
            for one, times in zip(bases, taken, strict=True):
                times.append(cpu(line(words, one)))
        found[name] = [median(times[-rounds:]) for times in taken]
    return found


def report(found: dict[str, list[float]], sizes: list[int]) -> None:
    """The table."""
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cœurs, Python "
        f"{platform.python_version()}, {time.strftime('%Y-%m-%d')} ; millisecondes de processeur, "
        "processus entier, médianes.\n"
    )
    print("| acte | " + " | ".join(f"{size:,}".replace(",", " ") for size in sizes), end="")
    print(" | exposant |\n|---" + "|---:" * (len(sizes) + 1) + "|")
    for name, times in found.items():
        exponent = grown(times, sizes)
        said = f"{exponent:.2f}".replace(".", ",") + (" **!**" if exponent > LIMIT else "")
        print(f"| {name} | " + " | ".join(f"{1000 * one:.0f}" for one in times) + f" | {said} |")


def main() -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--bases", type=Path)
    parser.add_argument("--tours", type=int, default=ROUNDS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="venez-vivre-bench-") as place:
        folder = asked.bases or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        bases = [base(folder, size) for size in sorted(asked.sizes)]
        report(measure(bases, asked.tours), [one.size for one in bases])


if __name__ == "__main__":
    sys.exit(main())
