"""How far one write lock goes: what a command holds it for, then officers who wait for each other.

`python benchmarks/scale.py [--graine N] [--bases BASE …]` makes the demonstration base (or takes
those that are named: files or addresses, copies that it writes to), measures how long commands hold
the lock of the base, and simulates officers who all type at the worst hour, on one base and on
bases cut by territory. Volumes of other countries than the Region are its own, by inhabitants.
"""

from __future__ import annotations

import argparse
import heapq
import os
import pickle
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from imports import write
from run import PROGRAM, SIGNUPS, seconds

from venez_vivre.proposing import rounds
from venez_vivre.proposing.spreading.parts import parts
from venez_vivre.store.base import Store

SEED = 2025
HOLDING = """
import os, sys, time
from venez_vivre.cli import run
from venez_vivre.store import base
begun, spent, made, plain = [], [], base.Work.__init__, base.Store.transact
def noted(self, *words):
    begun.append((time.process_time(), time.perf_counter()))
    made(self, *words)
class Timed:
    def __init__(self, context):
        self.context = context
    def __enter__(self):
        return self.context.__enter__()
    def __exit__(self, *error):
        done = self.context.__exit__(*error)
        cpu, wall = begun[-1]
        spent.append((time.process_time() - cpu, time.perf_counter() - wall))
        return done
base.Work.__init__ = noted
base.Store.transact = lambda self, *words, **options: Timed(plain(self, *words, **options))
screen, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")
codes = [run([word.replace("{n}", str(47 + n)) for word in sys.argv[2:]]) for n in range(int(sys.argv[1]))]
for pair in spent:
    print(*pair, file=screen)
sys.exit(max(codes))
"""
"""A command, so many times in one process, that says how long it kept the lock each time; `{n}`
is another number each time: a file that has the value already refuses it.
"""

ASKED = 15
"""Households to whom each command is done, after a first one that warms up."""

GAP = 120.0
"""Seconds between two writes of an officer at the worst hour: a note after each short call."""

EVENTS = 300_000
"""About how many writes a simulation lasts, and at least `HOUR`."""

HOUR = 3_600.0
LAST_DAY = date(2025, 11, 27)
"""The last day of the demonstration."""

LATE = 0.95
"""A lock that is held more than this is called saturated."""

OFFICERS_PER_INHABITANT = 40 / 2_800_000
SIGNUPS_PER_INHABITANT = 12_000 / 2_800_000
EXTENTS = (
    ("un territoire (1/35 de la Région)", 80_000, 1),
    ("la Région (35 territoires)", 2_800_000, 35),
    ("la France (1 250 intercommunalités)", 68_600_000, 1_250),
    ("l’Union européenne", 450_000_000, 8_200),
)
"""Who, inhabitants, territories. The last one by the same proportion as France."""

SCALES = (
    (1, 1),
    (8, 1),
    (40, 1),
    (200, 1),
    (980, 1),
    (2_000, 1),
    (4_000, 1),
    (980, 13),
    (6_430, 1),
    (6_430, 35),
    (6_430, 1_250),
)
"""How many officers, and on how many bases they are."""


# --- what is measured here ------------------------------------------------------------------


class Spent(NamedTuple):
    """Seconds of the processor, and by the clock: the latter counts other programs too."""

    cpu: float
    wall: float


class Held(NamedTuple):
    """How long each command holds the lock; `warm` when its process did it before."""

    notes: list[Spent]
    plans: list[Spent]
    edits: list[Spent]
    warm: list[Spent]
    load: Spent
    lines: int


def holding(base: str, *words: str, times: int = 1) -> list[Spent]:
    """What a command keeps others waiting, as it is typed, then again in its process."""
    line = [sys.executable, "-c", HOLDING, str(times), "--base", base, "--agent", "banc", *words]
    done = subprocess.run(line, capture_output=True, check=False, text=True)
    if done.returncode not in {0, 5}:
        raise SystemExit(f"{' '.join(words)}\n{done.stderr}")
    return [Spent(*map(float, line.split())) for line in done.stdout.splitlines()]


def houses(base: str, count: int) -> list[str]:
    """The references of so many households."""
    line = [*PROGRAM, "--base", base, "foyers", "lister", "-n", str(count), "-f", "csv"]
    done = subprocess.run(line, capture_output=True, check=True).stdout.decode("utf-8-sig")
    return [one.partition(";")[0] for one in done.splitlines()[1:]]


def held(base: str, folder: Path, lines: int) -> Held:
    """Type the commands of a day and import a file of so many lines."""
    acts = (
        ("contacts", "noter", "Rappel convenu.", "--resultat", "joint"),
        ("relances", "planifier", "Rappeler", "--echeance", "+7j"),
        ("foyers", "modifier", "--distance-max-km", "{n}"),
    )
    asked = houses(base, ASKED + 1)
    spent = [[holding(base, *act[:2], one, *act[2:], times=2) for one in asked][1:] for act in acts]
    found = [[first for first, _ in some] for some in spent]
    warm = [again for some in spent for _, again in some]
    sheet = folder / "lignes.csv"
    write(sheet, lines)
    words = ("inscrits", "importer", str(sheet), "--rejets", str(folder / "rejets.csv"))
    return Held(*found, warm, max(holding(base, *words)), lines)


def printed(line: str) -> None:
    """A line of numbers, as French writes them."""
    print(line.translate(str.maketrans(",.", "\u202f,")), flush=True)


def both(times: Sequence[Spent]) -> str:
    """The processor's time, then the clock's."""
    return f"{told([one.cpu for one in times])} | {told([one.wall for one in times])}"


def told(times: Sequence[float]) -> str:
    """Median and p95, in milliseconds."""
    return f"{1000 * statistics.median(times):.0f} ms (p95 {1000 * rank(sorted(times), 0.95):.0f})"


def rank(ordered: Sequence[float], share: float) -> float:
    """The value below which that share of ordered values is."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


# --- what is simulated ----------------------------------------------------------------------


class Wait(NamedTuple):
    """How busy the lock is, and how long a command waits for it, in seconds."""

    load: float
    middle: float
    p95: float
    worst: float


def simulate(officers: int, services: Sequence[float], seed: int, load: float = 0.0) -> Wait:
    """Officers before one lock: each types, waits for it, holds it, thinks, types again.

    Whoever comes first goes first. `load` is how long an import holds the lock, once an hour; its
    own wait is not counted.
    """
    draw = random.Random(f"{seed}:{officers}:{load}")  # noqa: S311  no secrets
    horizon = max(HOUR, EVENTS * GAP / officers)
    coming = [(draw.expovariate(1 / GAP), False) for _ in range(officers)]
    coming += [(draw.uniform(0, HOUR), True)] if load else []
    heapq.heapify(coming)
    free = busy = 0.0
    waits: list[float] = []
    while coming[0][0] < horizon:
        at, is_load = heapq.heappop(coming)
        begin = max(at, free)
        service = load if is_load else draw.choice(services)
        free, busy = begin + service, busy + service
        if not is_load:
            waits.append(begin - at)
        pause = HOUR if is_load else draw.expovariate(1 / GAP)
        heapq.heappush(coming, (free + pause, is_load))
    waits.sort()
    return Wait(busy / max(horizon, free), rank(waits, 0.5), rank(waits, 0.95), waits[-1])


def waits(times: Held, seed: int) -> Iterator[str]:
    """One line for each number of officers and of bases."""
    services = [one.cpu for one in (*times.notes, *times.plans, *times.edits)]
    for officers, bases in SCALES:
        each = -(-officers // bases)
        alone = simulate(each, services, seed)
        beside = simulate(each, services, seed, times.load.cpu)
        full = " (saturé)" if alone.load > LATE else ""
        yield (
            f"| {officers:,} | {bases:,} | {each:,} | {alone.load:.1%}{full} | {said(alone.middle)} "
            f"| {said(alone.p95)} | {said(alone.worst)} | {said(beside.p95)} | {said(beside.worst)} |"
        )


def said(wait: float) -> str:
    """Seconds, or milliseconds under one."""
    return f"{wait:.1f} s" if wait >= 1 else f"{1000 * wait:.0f} ms"


# --- what crosses territories ---------------------------------------------------------------


def crossing(base: str, day: date) -> Iterator[str]:
    """How much of a matching and of a part goes over the border of a territory, kind by kind."""
    for kind in ("emploi", "logement", "ecole"):
        with Store(Path(base)).reading() as rows:
            read = rounds.read(rows, [kind], day)
        communes = {n: set(codes) for n, (_, _, codes) in read.known.territories.items()}
        best = [
            (communes[house.territory_id], one.offer.code_insee)
            for house, some in rounds.each(read, rounds.USUAL)
            for one in some
            if house.territory_id in communes and one.offer.code_insee
        ]
        beyond = sum(code not in inside for inside, code in best) / len(best)
        cut = list(parts(read, len(communes)))
        carried = statistics.mean(len(part.offers[kind]) for part in cut) / len(read.offers[kind])
        sealed = statistics.mean(len(pickle.dumps(part)) for part in cut)
        yield (
            f"| {kind} | {len(read.offers[kind]):,} | {len(best):,} | {beyond:.0%} "
            f"| {carried:.0%} | {sealed / 1e3:,.0f} ko |"
        )


# --- what is printed ------------------------------------------------------------------------


def volumes(bytes_each: float) -> Iterator[str]:
    """What a programme as large as the Region's, by inhabitants, comes to."""
    for name, inhabitants, territories in EXTENTS:
        signups = inhabitants * SIGNUPS_PER_INHABITANT
        officers = max(1.0, inhabitants * OFFICERS_PER_INHABITANT)
        yield (
            f"| {name} | {inhabitants:,} | {territories:,} | {signups:,.0f} | {10 * signups:,.0f} "
            f"| {officers:,.0f} | {10 * signups * bytes_each / 1e9:,.2f} Go |"
        )


def report(name: str, base: str, folder: Path, seed: int) -> None:
    """The measures of one base, and what they come to for many officers."""
    whole = [*PROGRAM, "--base", base, "--agent", "banc", "contacts", "noter"]
    (house,) = houses(base, 1)
    process = [seconds([*whole, house, "Rappel.", "--resultat", "joint"]) for _ in range(8)][1:]
    times = held(base, folder, int(SIGNUPS))
    print(f"\n### {name}\n\n| verrou tenu par | processeur | horloge |\n|---|---|---|")
    for words, spent in zip(
        ("contacts noter", "relances planifier", "foyers modifier"), times[:3], strict=True
    ):
        printed(f"| `{words}` | {both(spent)} |")
    print(f"| les mêmes encore, dans un processus déjà chargé | {both(times.warm)} |")
    printed(
        f"| import de {times.lines:,} lignes | {times.load.cpu:.1f} s | {times.load.wall:.1f} s |"
    )
    print(f"\n`contacts noter`, processus entier : {told(process)}.\n")
    print(
        "| agents | bases | par base | verrou pris | attente médiane | p95 | pire | p95 avec un import par heure | pire |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for line in waits(times, seed):
        printed(line)


def demonstration(folder: Path) -> str:
    """The base of the demonstration."""
    seconds([*PROGRAM, "demo", "--dossier", str(folder / "demo"), "--inscrits", SIGNUPS])
    return str(folder / "demo" / "demo.db")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--graine", type=int, default=SEED)
    parser.add_argument("--bases", nargs="*", default=[])
    asked = parser.parse_args()
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cœurs, Python {platform.python_version()}, "
    )
    print(
        f"{time.strftime('%Y-%m-%d')}, graine {asked.graine}, une écriture toutes les {GAP:.0f} s par agent."
    )
    with tempfile.TemporaryDirectory(prefix="venez-vivre-bench-") as place:
        folder = Path(place)
        demo = demonstration(folder)
        size = Path(demo).stat().st_size / int(SIGNUPS)
        print(
            "\n| | habitants | territoires | inscrits par an | en dix ans | agents | base de dix ans |"
        )
        print("|---|---|---|---|---|---|---|")
        for line in volumes(size):
            printed(line)
        print(
            "\n| offres | ouvertes | proposées (5 par foyer) | d’un autre territoire | emportées par une part | une part |"
        )
        print("|---|---|---|---|---|---|")
        for line in crossing(demo, LAST_DAY):
            printed(line)
        for base in asked.bases or [demo]:
            report("démonstration" if base == demo else Path(base).name, base, folder, asked.graine)


if __name__ == "__main__":
    sys.exit(main())
