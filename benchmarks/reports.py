"""The funnel beside DuckDB, and the time of reports: whole processes, medians, processor time.

`python benchmarks/reports.py [--small]` fills bases of 12,000, 100,000 and 1,000,000 invented
households, has `entonnoir`, `sqlite-utils query` on the same base and DuckDB count the same stages in
turn, seven rounds after a warm-up, checks that the first and the last agree, then times `rapport hebdo` in each format and `projection` on the
demonstration and on the largest base, and names the slowest queries of the latter. The processor's
time (user and system, of every thread) is beside: a busy machine disturbs it less. DuckDB reads its
own file, loaded beforehand from the same rows: its reader of SQLite files is an extension that it
downloads. `--small` takes 3,000 households and one round: it proves that the figures agree.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from peers import program
from peers import python as peer
from run import COUNTS

from venez_vivre.dates import Period
from venez_vivre.steering.documents.kinds import KINDS, Ordered, draw_up
from venez_vivre.store.base import Store
from venez_vivre.store.operations import Heading
from venez_vivre.store.reader import Reader
from venez_vivre.store.stages import derive_range

ROUNDS = 7
TODAY = "2025-11-27"
SIZES = (12_000, 100_000, 1_000_000)
SMALL = (3_000,)
STEP = 50_000
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

_DAY = "date('2024-10-01', '+' || (n * 7919 % 423) || ' days')"
FILLING = (
    (
        "INSERT INTO household (id, reference, territory_id, officer_id, channel, status) "
        "SELECT n, 'R' || n, CASE WHEN n % 6 THEN 1 + n * 31 % 35 END, 1 + n * 17 % 40, "
        "substr('siteteleposteamis', 1 + n % 4 * 4, 4), 'actif' FROM numbers"
    ),
    "INSERT INTO person (id, household_id, role) SELECT n, n, 'inscrit' FROM numbers",
    (
        "INSERT INTO signup (household_id, person_id, received_on, channel) "
        f"SELECT n, n, {_DAY}, 'site' FROM numbers"
    ),
    (
        "INSERT INTO contact (household_id, happened_on, channel, result) "
        f"SELECT n, min(date({_DAY}, '+' || (n % 30) || ' days'), '{TODAY}'), 'telephone', "
        "CASE WHEN n % 5 THEN 'joint' ELSE 'sans_reponse' END FROM numbers WHERE n % 7 = 0"
    ),
    (
        "INSERT INTO settlement (household_id, settled_on, adults, children, schooled) "
        f"SELECT n, min(date({_DAY}, '+' || (40 + n % 200) || ' days'), '{TODAY}'), 1 + n % 2, "
        "n % 3, min(n % 3, 1) FROM numbers WHERE n % 63 = 0"
    ),
)
NUMBERS = (
    "WITH RECURSIVE numbers(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers "
    "WHERE n < :last) "
)


def fill(path: Path, size: int) -> Path:
    """A base of that many invented households, its stages derived as usual."""
    with Store(path).transact(Heading("banc", "banc", date.fromisoformat(TODAY))) as work:
        rows = work.rows
        for number in range(1, 41):
            if number <= 35:
                rows.run(
                    "INSERT INTO territory (code, name, kind) VALUES (?, ?, 'CC')",
                    (f"T{number:02}", f"Territoire {number}"),
                )
            rows.run(
                "INSERT INTO officer (name, name_key) VALUES (?, ?)", (f"A{number}", f"a{number}")
            )
        for first in range(1, size + 1, STEP):
            last = min(first + STEP - 1, size)
            for insertion in FILLING:
                into, _, select = insertion.partition(" SELECT")
                sql = f"{into} {NUMBERS} SELECT{select}"
                rows.run(sql, {"first": first, "last": last})
            derive_range(rows, first, last)
    return path


COUNTING = """
SELECT count(*) FILTER (WHERE registered_on <= d), count(*) FILTER (WHERE accompanied_on <= d),
  count(*) FILTER (WHERE settled_on <= d AND spontaneous = 0),
  count(*) FILTER (WHERE settled_on <= d AND spontaneous = 1) FROM h, (SELECT CAST(? AS DATE) AS d) AS t
UNION ALL SELECT count(*), 0, 0, 0 FROM p, (SELECT CAST(? AS DATE) AS d) AS t WHERE registered_on <= d
UNION ALL SELECT count(*), 0, 0, 0 FROM p JOIN h ON h.id = p.household_id, (SELECT CAST(? AS DATE) AS d) AS t
  WHERE h.accompanied_on <= d AND p.registered_on <= d
UNION ALL SELECT coalesce(sum(s.adults + s.children), 0), coalesce(sum(s.adults), 0),
  coalesce(sum(s.children), 0), coalesce(sum(s.schooled), 0)
  FROM h JOIN s ON s.household_id = h.id AND s.settled_on = h.settled_on, (SELECT CAST(? AS DATE) AS d) AS t
  WHERE h.settled_on <= d AND h.spontaneous = 0
"""
"""The counts of `entonnoir -f json`, in DuckDB's words; intervals and sentences are left out."""
PEER = (
    "import sys, json, duckdb\n"
    "base = duckdb.connect(sys.argv[1], read_only=True)\n"
    "print(json.dumps(base.execute(sys.argv[2], [sys.argv[3]] * 4).fetchall()))\n"
)


LOADING = (
    "import sys, duckdb\n"
    "base = duckdb.connect(sys.argv[1])\n"
    "for name in sys.argv[2:]:\n"
    "    table = name.rsplit('.', 2)[1]\n"
    "    base.execute(f\"CREATE TABLE {table} AS SELECT * FROM read_csv('{name}')\")\n"
)


def load(path: Path, python: str) -> Path:
    """The same rows in a file of DuckDB's own."""
    made = path.with_suffix(".duckdb")
    written = []
    with Store(path).reading() as rows:
        for name, sql in TABLES.items():
            out = path.with_suffix(f".{name}.csv")
            with out.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(sql.split("SELECT ")[1].split(" FROM")[0].split(", "))
                writer.writerows(rows.rows(sql))
            written.append(str(out))
    subprocess.run([python, "-c", LOADING, str(made), *written], check=True)
    return made


TABLES = {
    "h": "SELECT id, registered_on, accompanied_on, settled_on, spontaneous FROM household",
    "p": "SELECT household_id, registered_on FROM person",
    "s": "SELECT household_id, settled_on, adults, children, schooled FROM settlement "
    "WHERE cancelled_on IS NULL",
}


class Spent(NamedTuple):
    """Seconds of a whole process: on the clock, and of processor."""

    wall: float
    cpu: float


def timed(words: list[str]) -> tuple[Spent, bytes]:
    """What a whole process took, and what it printed."""
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(words, check=True, capture_output=True, env=ENVIRONMENT)
    wall, after = time.perf_counter() - start, os.times()
    cpu = after.children_user + after.children_system
    return Spent(wall, cpu - before.children_user - before.children_system), done.stdout


def said(one: Spent) -> str:
    """Both, in milliseconds."""
    return f"{1000 * one.wall:.0f} ms ({1000 * one.cpu:.0f} de processeur)"


def middle(taken: list[Spent]) -> Spent:
    """The median of each."""
    return Spent(median(one.wall for one in taken), median(one.cpu for one in taken))


def ours(base: Path, *words: str, on: str = TODAY) -> list[str]:
    """A command line of ours on that base, as on that day."""
    return [sys.executable, "-m", "venez_vivre", "--base", str(base), "--date", on, *words]


def side_by_side(base: Path, made: Path, python: str, rounds: int) -> list[Spent]:
    """Medians of the funnel, of sqlite-utils and of DuckDB, in turn.

    Raises:
        SystemExit: the funnel and DuckDB do not agree.

    """
    mine = ours(base, "entonnoir", "-f", "json")
    utils = [*program("sqlite-utils"), "query", str(base), COUNTS]
    theirs = [python, "-c", PEER, str(made), COUNTING, TODAY]
    check(timed(mine)[1], timed(theirs)[1])
    timed(utils)
    turns = [[timed(words)[0] for words in (mine, utils, theirs)] for _ in range(rounds)]
    return [middle(list(taken)) for taken in zip(*turns, strict=True)]


def check(mine: bytes, theirs: bytes) -> None:
    """Both counted the same households and people."""
    found = json.loads(mine)
    (homes, people, met, settled) = json.loads(theirs)
    said = [step["foyers"] for step in found["etapes"]] + [found["spontanees"]["foyers"]]
    inside = found["installes"]
    ages = [inside["personnes"], inside["adultes"], inside["enfants"], inside["enfants_scolarises"]]
    counted = [step["personnes"] for step in found["etapes"][:2]]
    if (said, counted, ages) != (homes, [people[0], met[0]], settled):
        raise SystemExit(f"entonnoir and DuckDB disagree: {said} {homes}")


def funnels(folder: Path, sizes: tuple[int, ...], rounds: int) -> Path:
    """The table of the funnel; the largest base."""
    print(
        "| foyers | entonnoir -f json | sqlite-utils query | rapport | but | DuckDB | rapport | but |"
    )
    print("|---|---|---|---|---|---|---|---|")
    base, python = folder, peer()
    for size in sizes:
        base = fill(folder / f"{size}.db", size)
        mine, utils, theirs = side_by_side(base, load(base, python), python, rounds)
        print(
            f"| {size:,} | {said(mine)} | {said(utils)} | {mine.wall / utils.wall:.2f} "
            f"| {0.4 if size < 1_000_000 else 0.6} | {said(theirs)} | {mine.wall / theirs.wall:.2f} "
            "| 1 s, ou 2 |"
        )
    return base


WEEKLY = ("rapport", "hebdo")
LIVED = date.today().isoformat()  # noqa: DTZ011  the demonstration is typed on the day of the run
GOALS = (
    ((*WEEKLY, "-f", "table"), "0,5 s"),
    ((*WEEKLY, "-f", "json"), ""),
    ((*WEEKLY, "-f", "html"), "3 s"),
    ((*WEEKLY, "-f", "pdf"), "3 s"),
    ((*WEEKLY, "-f", "xlsx"), "1,5 s"),
    ((*WEEKLY, "--tel-que-su", LIVED), ""),
    (("projection",), ""),
)
LARGE = ((WEEKLY, "3 s"), (("projection",), ""))


def reports(base: Path, acts: tuple[tuple[tuple[str, ...], str], ...], rounds: int) -> None:
    """The table of the acts on one base: a warm-up, then all of them in turn."""
    print(f"\n| {base.stem} | médiane | processeur | but |")
    print("|---|---|---|---|")
    taken: dict[tuple[str, ...], list[Spent]] = {words: [] for words, _ in acts}
    for turn in range(rounds + 1):
        for words, _ in acts:
            day = LIVED if LIVED in words else TODAY
            spent, _ = timed(ours(base, *words, on=day))
            if turn:
                taken[words].append(spent)
    for words, goal in acts:
        spent = middle(taken[words])
        print(f"| {' '.join(words)} | {spent.wall:.2f} s | {spent.cpu:.2f} s | {goal} |")


class Clock(Reader):
    """A reader that remembers how long each query took."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self.spent: list[tuple[float, str]] = []

    def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        start = time.perf_counter()
        found = super().rows(sql, **values)
        self.spent.append((time.perf_counter() - start, " ".join(sql.split())))
        return found

    def row(self, sql: str, **values: Any) -> tuple[Any, ...] | None:
        """The first row of a query."""
        start = time.perf_counter()
        found = super().row(sql, **values)
        self.spent.append((time.perf_counter() - start, " ".join(sql.split())))
        return found


def slowest(base: Path) -> None:
    """The ten queries of the weekly report that take longest."""
    with Store(base).reading() as reader:
        clock = Clock(reader.connection)
        draw_up(clock, KINDS["hebdo"], Ordered(Period(None, None), date.fromisoformat(TODAY)))
    total = sum(seconds for seconds, _ in clock.spent)
    print(f"\n{base.stem} : {len(clock.spent)} requêtes, {1000 * total:.0f} ms")
    for seconds, sql in sorted(clock.spent, reverse=True)[:10]:
        print(f"  {1000 * seconds:.0f} ms  {sql[:150]}")


def main() -> None:
    """Fill, count, time."""
    small = "--small" in sys.argv
    rounds = 1 if small else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        largest = funnels(folder, SMALL if small else SIZES, rounds)
        wanted = ["--inscrits", "3000"] if small else []
        demo = [sys.executable, "-m", "venez_vivre", "demo", "--dossier", str(folder / "demo")]
        timed([*demo, *wanted])
        reports(folder / "demo" / "demo.db", GOALS, rounds)
        reports(largest, LARGE, min(rounds, 3))
        slowest(largest)


if __name__ == "__main__":
    main()
