"""Matching: one household among 100,000 offers, then everybody at once; speed, memory, sameness.

`python benchmarks/matching.py [SEED]` prints two tables. Households are those of the demonstration,
drawn again where more are needed; offers are its own, moved and paid otherwise. Each line of the
second table is a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import csv
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from run import PROGRAM, ROUNDS, SIGNUPS, Act, peer, row, seconds

from venez_vivre.criteria.facts import HouseholdFacts, OfferFacts
from venez_vivre.demo import offers as invented
from venez_vivre.demo.draws import Dice
from venez_vivre.proposing import household, rounds
from venez_vivre.proposing.everyone import Everyone
from venez_vivre.proposing.pairs import Seeker, seekers
from venez_vivre.store.base import Store
from venez_vivre.store.queries import matching as queries

DAY = date(2025, 11, 27)
ASKED = 200
OFFERS = 100_000
DENSE = 2_000
SIZES = ((12_000, 30_000, 5.0), (100_000, 100_000, 40.0))
"""How many people, how many jobs, and the seconds not to pass."""


def base(folder: Path, seed: int) -> Path:
    """The demonstration's people, and 100,000 offers that the program imported from a file."""
    seconds([*PROGRAM, "demo", "--dossier", str(folder / "demo"), "--inscrits", SIGNUPS])
    path = folder / "demo" / "demo.db"
    sheet = folder / "offres.csv"
    with sheet.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(invented.FIELDS)
        writer.writerows(invented.rows(Dice(f"{seed}:many"), OFFERS))
    seconds([*PROGRAM, "--base", str(path), "offres", "importer", str(sheet)])
    return path


# --- one household --------------------------------------------------------------------------


def one_by_one(path: Path, seed: int) -> None:
    """What one household costs in process, read and judged, and as a whole process."""
    with Store(path).reading() as rows:
        numbers = [one.number for one in queries.active_households(rows, HouseholdFacts)]
        offers = rows.value("SELECT count(*) FROM offer")
        asked = random.Random(seed).sample(numbers, ASKED)  # noqa: S311  no secrets
        wanted = household.Wanted(["emploi"])
        times = []
        for number in asked:
            begin = time.perf_counter()
            household.for_household(rows, number, wanted, DAY)
            times.append(time.perf_counter() - begin)
        reference = rows.value("SELECT reference FROM household WHERE id = :n", n=asked[0])
    cuts = statistics.quantiles(times, n=20)
    said = f"median {cuts[9] * 1e3:.1f} ms, p95 {cuts[18] * 1e3:.1f} ms, worst {max(times) * 1e3:.0f} ms"
    print(f"One household among {offers} offers, `--type emploi`, {ASKED} households: {said}.\n")
    command = [*PROGRAM, "--base", str(path), "--date", DAY.isoformat()]
    ours = [*command, "apparier", reference, "--type", "emploi", "-f", "json"]
    tables = [*peer(), "tables", str(path)]
    act = Act("`apparier FOYER --type emploi -f json`", ours, "`sqlite-utils tables`", tables, 0.5)
    print("| act | venez-vivre | instead | ratio | goal | |\n|---|---|---|---|---|---|")
    print(row(act), flush=True)


# --- everybody ------------------------------------------------------------------------------


def sides(
    path: Path, people: int, jobs: int, seed: int
) -> tuple[Any, list[Seeker], list[OfferFacts]]:
    """As many people and jobs as asked, drawn from a base."""
    draw = random.Random(seed)  # noqa: S311  no secrets
    with Store(path).reading() as rows:
        read = rounds.read(rows, ["emploi"], DAY)
    found = [
        one
        for house in read.houses
        for one in seekers(
            house, read.adults.get(house.number, []), read.known.territories, "emploi", DAY
        )
        if one.adult and one.adult.rome_code
    ]
    few = len(found) >= people
    who = draw.sample(found, people) if few else [draw.choice(found) for _ in range(people)]
    open_ones = read.offers["emploi"]
    return read.known, who, [_moved(draw, draw.choice(open_ones), n) for n in range(jobs)]


def _moved(draw: random.Random, offer: OfferFacts, number: int) -> OfferFacts:
    """The same job up to twenty kilometres away, a little better or worse paid."""
    if offer.latitude is None or offer.longitude is None:
        return offer._replace(number=number)
    pay = offer.salary_max and int(offer.salary_max * draw.uniform(0.9, 1.1))
    return offer._replace(
        number=number,
        latitude=offer.latitude + draw.uniform(-0.2, 0.2),
        longitude=offer.longitude + draw.uniform(-0.2, 0.2),
        code_insee=None,
        salary_max=pay,
    )


def all_at_once(path: Path, people: int, jobs: int, seed: int) -> str:
    """Seconds and peak of memory of one process that matches them all, columns included."""
    known, who, offers = sides(path, people, jobs, seed)
    begin = time.perf_counter()
    everyone = Everyone("emploi", known.rules["emploi"], who, offers, known.offers)
    best = everyone.best(20)
    spent = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{spent:.1f} s | {peak:.0f} MB | {int((best.offers >= 0).sum())} kept"


def dense(path: Path, seed: int) -> str:
    """Every pair judged without leaving any out: the same answer, and how long it takes."""
    known, who, offers = sides(path, DENSE, DENSE, seed)
    everyone = Everyone("emploi", known.rules["emploi"], who, offers, known.offers)
    best = everyone.best(20)
    begin = time.perf_counter()
    whole = everyone.best(20, dense=True)
    spent = time.perf_counter() - begin
    same = (best.offers == whole.offers).all() and (best.scores == whole.scores).all()
    far = [f"{spent * n * m / DENSE**2:,.0f} s for {n} × {m}" for n, m, _ in SIZES]
    equal = "the same answer" if same else "ANOTHER ANSWER"
    return f"{spent:.1f} s, {equal}; in proportion {' and '.join(far)}"


def everybody(path: Path, seed: int) -> None:
    """One process a line."""
    print("\n| people × jobs, best 20 | seconds | peak | | goal | |\n|---|---|---|---|---|---|")
    for people, jobs, goal in SIZES:
        told = _alone("all", path, people, jobs, seed)
        spent, peak = float(told.split(" s")[0]), float(told.split(" | ")[1].split()[0])
        verdict = "reached" if spent <= goal and peak <= 1024 else "NOT reached"
        print(f"| {people} × {jobs} | {told} | ≤ {goal:.0f} s, ≤ 1 GB | {verdict} |", flush=True)
    print(f"\nEvery pair of {DENSE} × {DENSE}: {_alone('dense', path, seed)}.")


def _alone(*words: object) -> str:
    command = [sys.executable, __file__, *map(str, words)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


def main() -> None:
    """Print everything, or one line of the second table."""
    if sys.argv[1:2] == ["all"]:
        print(all_at_once(Path(sys.argv[2]), *map(int, sys.argv[3:])))
        return
    if sys.argv[1:2] == ["dense"]:
        print(dense(Path(sys.argv[2]), int(sys.argv[3])))
        return
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 2025
    folder = Path(tempfile.mkdtemp(prefix="venez-vivre-bench-"))
    path = base(folder, seed)
    print(f"Python {sys.version.split()[0]}, seed {seed}, medians of {ROUNDS} rounds.\n")
    one_by_one(path, seed)
    everybody(path, seed)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
