"""Each act beside what its users would pick instead: whole processes, interleaved, medians.

`make bench` installs the peer (sqlite-utils) in an environment of its own, makes the demonstration
base, and prints the table. `ROUNDS=15 make bench` measures longer.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PEERS = HERE / ".peers"
ROUNDS = int(os.environ.get("ROUNDS", "7"))
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


def peer() -> list[str]:
    """The peer's program, installed when it is not there yet."""
    program = PEERS / ("Scripts" if os.name == "nt" else "bin") / "sqlite-utils"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        pip = [str(program.with_name("python")), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--disable-pip-version-check", "sqlite-utils==4.2.1"], check=True)
    subprocess.run(
        [str(program.with_name("python")), "-m", "compileall", "-q", str(PEERS / "lib")],
        check=False,
    )
    return [str(program)]


def seconds(command: Sequence[str]) -> float:
    """The wall time of one whole process."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, env=environment
    )
    spent = time.perf_counter() - begin
    if done.returncode not in {0, 5}:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr.decode()}")
    return spent


def measure(act: Act) -> tuple[list[float], list[float]]:
    """Times of both, A B A B, after one warm-up of each."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS + 1):
        act.before()
        ours.append(seconds(act.ours))
        act.before()
        theirs.append(seconds(act.peer))
    return ours[1:], theirs[1:]


def row(act: Act) -> str:
    """One line of the table: medians, spread, ratio and goal."""
    ours, theirs = measure(act)
    ratio = statistics.median(ours) / statistics.median(theirs)
    verdict = "reached" if ratio <= act.goal else "NOT reached"
    return (
        f"| {act.name} | {_said(ours)} | {act.peer_name} {_said(theirs)} "
        f"| {ratio:.2f} × | ≤ {act.goal} × | {verdict} |"
    )


def _said(times: Sequence[float]) -> str:
    middle = statistics.median(times) * 1000
    return f"{middle:.0f} ms ({min(times) * 1000:.0f}–{max(times) * 1000:.0f})"


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
    first = _first_reference(read)
    return [
        Act("`--help`", [*PROGRAM, "--help"], "`sqlite-utils --help`", [*utils, "--help"], 0.35),
        Act("`foyers montrer -f json`", [*read, "foyers", "montrer", first, "-f", "json"], "`sqlite-utils tables`", tables, 0.5),
        Act("`foyers montrer`", [*read, "foyers", "montrer", first], "`sqlite-utils tables`", tables, 0.5),
        Act("`foyers lister -n 50 -f json`", [*read, "foyers", "lister", "-n", "50", "-f", "json"], "`sqlite-utils tables`", tables, 0.5),
        Act("`foyers lister`", [*read, "foyers", "lister"], "`sqlite-utils tables`", tables, 0.5),
        Act("`entonnoir -f json`", [*read, "entonnoir", "-f", "json"], "`sqlite-utils tables`", tables, 0.5),
        Act("`aujourdhui`", [*read, "aujourdhui"], "`sqlite-utils rows household`", rows, 0.5),
        Act("`relances lister`", [*read, "relances", "lister"], "`sqlite-utils rows follow_up`", [*utils, "rows", base, "follow_up"], 0.5),
        Act("`foyers montrer`", [*read, "foyers", "montrer", first], "`sqlite-utils rows contact`", [*utils, "rows", base, "contact"], 0.5),
        Act("`chercher levasseur`", [*read, "chercher", "levasseur"], "`sqlite-utils rows household`", rows, 0.5),
        Act("completion of a name", [sys.executable, "-c", COMPLETING, base], "`sqlite-utils tables`", tables, 0.4),
        Act("`chercher dupont jardin`", [*read, "chercher", "dupont", "jardin"], "`sqlite-utils rows household`", rows, 0.5),
        Act("`chercher duponnt` (a slip)", [*read, "chercher", "duponnt"], "`sqlite-utils rows household`", rows, 0.8),
        Act("import of the sign-ups, a new base each time", load, "`sqlite-utils insert --csv` (no validation, no index)", insert, 3, clean),
    ]  # fmt: skip


def _first_reference(read: list[str]) -> str:
    done = subprocess.run(
        [*read, "foyers", "lister", "-n", "1", "-f", "csv"], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8-sig").splitlines()[1].partition(";")[0]


def memory(command: Sequence[str]) -> str:
    """Peak memory of one whole process, as the system counts it."""
    seconds(command)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return f"{peak / 1024:.0f} MB"


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
    print("| act | venez-vivre | instead | ratio | goal | |\n|---|---|---|---|---|---|")
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
