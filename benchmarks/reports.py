"""The funnel beside DuckDB, and the time of reports: whole processes, medians.

`python benchmarks/reports.py [--small]` fills bases of 12,000, 100,000 and 1,000,000 invented
households, has `entonnoir` and DuckDB count the same stages in turn, seven rounds after a warm-up,
checks that they agree, then times each format of `rapport hebdo` on the demonstration, and the
terminal one on the largest base. DuckDB reads its own file, loaded beforehand from the same rows:
its reader of SQLite files is an extension that it downloads.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from venez_vivre.store.base import Store
from venez_vivre.store.operations import Heading
from venez_vivre.store.stages import derive_range

PEERS = Path(__file__).parent / ".peers"
ROUNDS = 7
TODAY = "2025-11-27"
SIZES = (12_000, 100_000, 1_000_000)
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
        "CASE WHEN n % 3 THEN 'joint' ELSE 'sans_reponse' END FROM numbers WHERE n % 7 = 0"
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
    with Store(path).transact(Heading("banc", "banc", _today())) as work:
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


def _today() -> object:
    from datetime import date  # noqa: PLC0415

    return date.fromisoformat(TODAY)


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
DUCKDB = "duckdb==2.0.1"


def peer() -> str:
    """The Python of the peers, in which DuckDB is installed when it is not there yet."""
    python = PEERS / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, DUCKDB], check=True)
    return str(python)


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


def timed(words: list[str]) -> tuple[float, bytes]:
    """Seconds of a whole process, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(words, check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - start, done.stdout


def ours(base: Path, *words: str) -> list[str]:
    """A command line of ours on that base."""
    return [sys.executable, "-m", "venez_vivre", "--base", str(base), "--date", TODAY, *words]


def side_by_side(base: Path, made: Path, python: str) -> tuple[float, float]:
    """Medians of the funnel and of DuckDB, in turn; an error when they do not agree."""
    mine = ours(base, "entonnoir", "-f", "json")
    theirs = [python, "-c", PEER, str(made), COUNTING, TODAY]
    check(timed(mine)[1], timed(theirs)[1])
    pairs = [(timed(mine)[0], timed(theirs)[0]) for _ in range(ROUNDS)]
    return median(a for a, _ in pairs), median(b for _, b in pairs)


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


def funnels(folder: Path, sizes: tuple[int, ...]) -> Path:
    """The table of the funnel; the largest base."""
    print("| foyers | entonnoir -f json | DuckDB | ratio | but |")
    print("|---|---|---|---|---|")
    base, python = folder, peer()
    for size in sizes:
        base = fill(folder / f"{size}.db", size)
        mine, theirs = side_by_side(base, load(base, python), python)
        print(
            f"| {size:,} | {1000 * mine:.0f} ms | {1000 * theirs:.0f} ms | {mine / theirs:.2f} "
            "| 1 s, ou 2 × |"
        )
    return base


GOALS = {"table": 0.5, "json": 0.5, "html": 3.0, "pdf": 3.0, "xlsx": 1.5}


def reports(base: Path, largest: Path) -> None:
    """The table of the weekly report."""
    print("\n| rapport hebdo | médiane | but |")
    print("|---|---|---|")
    for form, goal in GOALS.items():
        words = ours(base, "rapport", "hebdo", "-f", form)
        timed(words)
        took = median(timed(words)[0] for _ in range(ROUNDS))
        print(f"| démonstration, {form} | {took:.2f} s | {goal} s |")
    took = median(timed(ours(largest, "rapport", "hebdo"))[0] for _ in range(3))
    print(f"| {largest.stem} foyers, table | {took:.2f} s | |")


def main() -> None:
    """Fill, count, time."""
    small = "--small" in sys.argv
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        largest = funnels(folder, SIZES[:1] if small else SIZES)
        wanted = ["--inscrits", "300"] if small else []
        demo = [sys.executable, "-m", "venez_vivre", "demo", "--dossier", str(folder / "demo")]
        timed([*demo, *wanted])
        reports(folder / "demo" / "demo.db", largest)


if __name__ == "__main__":
    main()
