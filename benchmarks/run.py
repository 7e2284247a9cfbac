"""Each act beside what its users would pick instead: whole processes, interleaved, medians.

`make bench` installs the peer (sqlite-utils) in an environment of its own, makes the demonstration
base, and prints the table. `ROUNDS=15 make bench` measures longer.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from peers import program

from venez_vivre.store.base import Store

HERE = Path(__file__).parent
ROUNDS = int(os.environ.get("ROUNDS", "7"))
WARM_UP = int(ROUNDS > 1)
"""One round only proves that it runs."""

SIGNUPS = os.environ.get("SIGNUPS", "12000")
PROGRAM = [sys.executable, "-m", "venez_vivre"]


COMPLETING = """
import os, runpy, sys
os.environ |= {"VENEZ_VIVRE_BASE": sys.argv[1], "_VENEZ_VIVRE_COMPLETE": "complete_bash",
               "COMP_WORDS": "venez-vivre foyers montrer dup", "COMP_CWORD": "3"}
sys.argv = ["venez-vivre"]
runpy.run_module("venez_vivre", run_name="__main__")
"""
"""What a shell runs when a name is completed."""


class Act(NamedTuple):
    """Two command lines that a user would choose between, and the ratio to reach."""

    name: str
    ours: list[str]
    peer_name: str
    peer: list[str]
    goal: float
    before: Callable[[], None] = lambda: None


class Spent(NamedTuple):
    """A whole process: seconds on the clock and of processor, and its peak of memory in MB."""

    wall: float
    cpu: float
    peak: float


def peer() -> list[str]:
    """The peer that most acts are beside."""
    return program("sqlite-utils")


def spent(command: Sequence[str]) -> Spent:
    """What one whole process took, as the system counts it."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=errors, env=environment
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, 5}:
            errors.seek(0)
            raise SystemExit(f"{' '.join(command)}\n{errors.read().decode()}")
    return Spent(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def seconds(command: Sequence[str]) -> float:
    """The wall time of one whole process."""
    return spent(command).wall


def measure(act: Act) -> tuple[list[Spent], list[Spent]]:
    """What both took, A B A B, after a warm-up of each."""
    ours: list[Spent] = []
    theirs: list[Spent] = []
    for _ in range(ROUNDS + WARM_UP):
        act.before()
        ours.append(spent(act.ours))
        act.before()
        theirs.append(spent(act.peer))
    return ours[WARM_UP:], theirs[WARM_UP:]


def row(act: Act) -> str:
    """One line of the table: medians, spread, ratio and goal; then processor and memory of both."""
    ours, theirs = measure(act)
    wall, cpu, peak = (
        tuple(statistics.median(one[part] for one in some) for some in (ours, theirs))
        for part in range(3)
    )
    ratio = wall[0] / wall[1]
    verdict = "reached" if ratio <= act.goal else "NOT reached"
    return (
        f"| {act.name} | {_said([o.wall for o in ours])} | {act.peer_name} "
        f"{_said([o.wall for o in theirs])} | {ratio:.2f} × | ≤ {act.goal} × | {verdict} "
        f"| {cpu[0] / cpu[1]:.2f} × | {peak[0]:.0f} / {peak[1]:.0f} MB |"
    )


def _said(times: Sequence[float]) -> str:
    middle = statistics.median(times) * 1000
    return f"{middle:.0f} ms ({min(times) * 1000:.0f}–{max(times) * 1000:.0f})"


COUNTS = (
    "SELECT count(registered_on), count(accompanied_on), count(settled_on) FROM household "
    "UNION ALL SELECT count(*), sum(h.accompanied_on IS NOT NULL), sum(h.settled_on IS NOT NULL) "
    "FROM person p JOIN household h ON h.id = p.household_id"
)
"""The stages in households and in people, in SQL that an officer would have to write."""


def todos(folder: Path, base: str) -> list[str]:
    """Todoman before the same follow-ups, one file each as it keeps them; its own list of them."""
    place = folder / "todos" / "suivi"
    place.mkdir(parents=True, exist_ok=True)
    with Store(Path(base)).reading() as rows:
        found = rows.rows("SELECT id, action, due_on FROM follow_up WHERE done_on IS NULL")
    for number, action, due in found:
        text = TODO.format(number=number, action=action, due=due.replace("-", ""))
        (place / f"{number}.ics").write_text(text, encoding="utf-8", newline="\r\n")
    config = folder / "todoman.py"
    config.write_text(
        f'path = "{folder / "todos" / "*"}"\ncache_path = "{folder / "todoman.sqlite3"}"\n'
    )
    return [*program("todo"), "--config", str(config), "list"]


TODO = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//bench//FR
BEGIN:VTODO
UID:{number}
DTSTAMP:20251127T000000Z
SUMMARY:{action}
DUE;VALUE=DATE:{due}
STATUS:NEEDS-ACTION
END:VTODO
END:VCALENDAR
"""


def acts(folder: Path, files: Path) -> list[Act]:
    """The acts of the day on the demonstration base."""
    base, utils = str(files / "demo.db"), peer()
    tables = [*utils, "tables", base]
    rows = [*utils, "rows", base, "household"]
    read = [*PROGRAM, "--base", base]
    signups = str(files / "inscriptions-2024-2025.csv")
    new, target = folder / "import.db", folder / "peer.db"

    def clean() -> None:
        for path in (new, target):
            path.unlink(missing_ok=True)

    load = [
        *PROGRAM,
        "--base",
        str(new),
        "inscrits",
        "importer",
        signups,
        "--rejets",
        str(folder / "r.csv"),
    ]
    insert = [*utils, "insert", str(target), "inscrits", signups, "--csv", "--delimiter", ";"]
    csvsql = [
        *program("csvsql"),
        "--db",
        f"sqlite:///{target}",
        "--insert",
        "--overwrite",
        "--tables",
        "inscrits",
        "-d",
        ";",
        signups,
    ]
    first = _first_reference(read)
    note, line = (
        [*read, "contacts", "noter", first, "Rappel.", "--resultat", "joint"],
        folder / "row.json",
    )
    line.write_text(
        '[{"household": 1, "on": "2025-11-27", "result": "joint", "summary": "Rappel."}]'
    )
    other = [*utils, "insert", str(folder / "notes.db"), "note", str(line)]
    count = [*utils, "query", base, COUNTS]
    return [
        Act("`--help`", [*PROGRAM, "--help"], "`sqlite-utils --help`", [*utils, "--help"], 0.35),
        Act("`foyers montrer -f json`", [*read, "foyers", "montrer", first, "-f", "json"], "`sqlite-utils tables`", tables, 0.4),
        Act("`foyers montrer`", [*read, "foyers", "montrer", first], "`sqlite-utils tables`", tables, 0.6),
        Act("`foyers lister -n 50 -f json`", [*read, "foyers", "lister", "-n", "50", "-f", "json"], "`sqlite-utils tables`", tables, 0.4),
        Act("`foyers lister`", [*read, "foyers", "lister"], "`sqlite-utils tables`", tables, 0.6),
        Act("`entonnoir -f json`", [*read, "entonnoir", "-f", "json"], "`sqlite-utils query` (the counts; no interval, no sentence)", count, 0.4),
        Act("`aujourdhui`", [*read, "aujourdhui"], "`sqlite-utils rows household`", rows, 0.5),
        Act("`relances lister`", [*read, "relances", "lister"], "`sqlite-utils rows follow_up`", [*utils, "rows", base, "follow_up"], 0.5),
        Act("`foyers montrer`", [*read, "foyers", "montrer", first], "`sqlite-utils rows contact`", [*utils, "rows", base, "contact"], 0.5),
        Act("`chercher levasseur`", [*read, "chercher", "levasseur"], "`sqlite-utils rows household`", rows, 0.5),
        Act("completion of a name", [sys.executable, "-c", COMPLETING, base], "`sqlite-utils tables`", tables, 0.4),
        Act("`chercher dupont jardin`", [*read, "chercher", "dupont", "jardin"], "`sqlite-utils rows household`", rows, 0.5),
        Act("`chercher duponnt` (a slip)", [*read, "chercher", "duponnt"], "`sqlite-utils rows household`", rows, 0.8),
        Act("`apparier FOYER`", [*read, "apparier", first], "`sqlite-utils tables` (nothing matches)", tables, 0.5),
        Act("`relances lister`", [*read, "relances", "lister"], "`todo list` of the same follow-ups", todos(folder, base), 0.6),
        Act("`contacts noter` (journal, rules, models)", note, "`sqlite-utils insert` one row (no rule, no way back)", other, 2),
        Act("import of the sign-ups, a new base each time", load, "`csvsql --insert` (types guessed, no identity, no index)", csvsql, 1, clean),
        Act("import of the sign-ups, a new base each time", load, "`sqlite-utils insert --csv` (no validation, no index)", insert, 3, clean),
    ]  # fmt: skip


def _first_reference(read: list[str]) -> str:
    done = subprocess.run(
        [*read, "foyers", "lister", "-n", "1", "-f", "csv"], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8-sig").splitlines()[1].partition(";")[0]


def memory(command: Sequence[str]) -> str:
    """Peak memory of one whole process, as the system counts it."""
    return f"{spent(command).peak:.0f} MB"


def main() -> None:
    """Print the comparison."""
    folder = Path(tempfile.mkdtemp(prefix="venez-vivre-bench-"))
    files = folder / "demo"
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", str(HERE.parent / "src")], check=False
    )
    seconds([*PROGRAM, "demo", "--dossier", str(files), "--inscrits", SIGNUPS])
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}, {SIGNUPS} people, ")
    print(f"medians of {ROUNDS} interleaved rounds (fastest–slowest).\n")
    print("| act | venez-vivre | instead | ratio | goal | | processor | memory |")
    print("|---|---|---|---|---|---|---|---|")
    for act in acts(folder, files):
        print(row(act), flush=True)
    again = [*PROGRAM, "--base", str(files / "demo.db"), "inscrits", "importer"]
    signups = str(files / "inscriptions-2024-2025.csv")
    twice = [seconds([*again, signups, "--rejets", str(folder / "r.csv")]) for _ in range(ROUNDS)]
    print(f"\nThe same file imported again, nothing changed: {_said(twice)}.")
    new = [*PROGRAM, "--base", str(folder / "m.db"), "inscrits", "importer", signups]
    print(f"Peak memory of the first import: {memory([*new, '--rejets', str(folder / 'r.csv')])}.")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
