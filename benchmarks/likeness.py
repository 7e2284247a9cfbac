"""Duplicates among invented people: how many are found, how surely, and in how many seconds.

`python benchmarks/likeness.py [SEED]` prints a table at 12,000 and 100,000 people, Splink on the same
people, then what one comparison and the keys of one person cost.

These people are hard on purpose: couples, twins, fathers and sons share an address, a phone, an
e-mail. Splink weighs each column by itself, so what is left to it is made as good as it can be: it
learns its weights from the truth, which nobody has, and its best cut is chosen with the truth.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from febrl import splink

import people_generator
from venez_vivre.likeness.batch import pairs
from venez_vivre.likeness.judge import Outcome, compare, verdict
from venez_vivre.likeness.keys import line_keys
from venez_vivre.likeness.profile import columns

FAMILIES = ("couple", "twins", "father and son", "siblings", "homonyms")


def measure(people: int, seed: int) -> None:
    """One line of the table, the families that were merged or set aside, then Splink's."""
    sample = people_generator.sample(people, seed)
    base = columns(sample.profiles)
    begin = time.perf_counter()
    told = pairs(base)
    seconds = time.perf_counter() - begin
    same = {(p.one, p.other) for p in told if p.verdict.outcome is Outcome.SAME}
    doubt = {(p.one, p.other) for p in told if p.verdict.outcome is Outcome.DOUBT}
    score = people_generator.score(sample, same, doubt)
    print(
        f"{len(base):8d}{seconds:8.2f}{score.f1:8.4f}{score.precision:8.4f}{score.recall:8.4f}"
        f"{score.merged:8d}{score.sure:8.4f}"
    )
    for kind in FAMILIES:
        two = set(sample.forbidden[kind])
        print(f"    {kind}: {len(two)}, merged {len(same & two)}, doubtful {len(doubt & two)}")
    theirs = peer(sample)
    print(
        f"    Splink, taught by the truth: {theirs['seconds']:.1f} s, F1 {theirs['f1']:.4f} from "
        f"{theirs['level']} bits; ours takes {seconds / theirs['seconds']:.2f} × (goal 0.2)"
    )


def peer(sample: people_generator.Sample) -> dict[str, float]:
    """The same people told apart by Splink: its best F1, the cut of it, and its seconds."""
    with tempfile.TemporaryDirectory() as made:
        people, truth = Path(made) / "people.csv", Path(made) / "truth.json"
        truth.write_text(json.dumps(sample.truth), encoding="utf-8")
        with people.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("unique_id", "first", "last", "email", "phone", "year", "postcode"))
            for place, one in enumerate(sample.profiles):
                said = (one.first, one.last, one.email, one.phone, one.birth_year, one.postal_code)
                writer.writerow((place, *said))
        return splink("people_splink.py", str(people), str(truth))


def costs(seed: int) -> None:
    """What one comparison and the keys of one person cost, names met for the first time included."""
    people = people_generator.sample(100_000, seed).profiles
    begin = time.perf_counter()
    for one in people:
        line_keys(one)
    print(f"keys of {len(people)} people: {time.perf_counter() - begin:.2f} s")
    begin = time.perf_counter()
    for one, other in pairwise(people):
        verdict(compare(one, other), len(people))
    each = (time.perf_counter() - begin) / len(people)
    print(f"one comparison and its verdict: {each * 1e6:.1f} µs")


def main() -> None:
    """Print everything."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 2026
    print(f"{'people':>8}{'s':>8}{'F1':>8}{'prec.':>8}{'recall':>8}{'merged':>8}{'prec.':>8}")
    for people in (12_000, 100_000):
        measure(people, seed)
    costs(seed)


if __name__ == "__main__":
    main()
