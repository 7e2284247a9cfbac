"""A process that imports is killed at any moment: the base has all of the file or none of it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from reliability import program
from reliability.results import LONG, MIDDLE, SHORT, Result, Trials

SIZES = {SHORT: 10, MIDDLE: 50, LONG: 200}
ROWS = 2_000
SEED = 7
PATIENCE = 10.0
"""Seconds that what the killed process had started may take to end."""


class Course(NamedTuple):
    """How long an import lasts, how long from the first byte it writes into the base; its rows."""

    whole: float
    writing: float
    rows: dict[str, int]


def run(scale: str, folder: Path) -> Result:
    """Half of the kills over the whole import, half from the first byte that reaches the base."""
    trials = Trials("kill -9 pendant un import", "0 partiel, 0 corrompu")
    moments = random.Random(SEED)  # noqa: S311  moments, not secrets
    source = program.signups(folder / "inscrits.csv", ROWS, first=1)
    start = folder / "debut.db"
    program.must(
        program.typed(start, "foyers", "creer", "--nom", "Roy", "--email", "r@example.org")
    )
    times = SIZES[scale]
    course = _course(start, source, folder)
    ends = {"nothing": 0, "everything": 0, "unkilled": 0, "journals": 0}
    for number in range(times):
        into_writing = number % 2 == 1
        part = (number // 2 + moments.random()) / ((times + 1) // 2)
        case = folder / f"cas-{number}"
        case.mkdir(mode=0o700)
        with trials.trial(f"kill {number}, {'writing' if into_writing else 'any'} {part:.3f}"):
            wait = (course.writing if into_writing else course.whole) * part * 1.05
            _kill(start, source, case, wait, into_writing=into_writing)
            _check(case, ends, (_rows(start), course.rows))
            program.must(program.typed(case / "base.db", "inscrits", "importer", str(source)))
            _whole(case, course.rows)
    killed = times - ends["unkilled"]
    trials.saw(killed * 2 >= times, f"only {killed} of {times} imports were killed in time", 0)
    return trials.ended(
        f"import de {ROWS} lignes ({course.whole:.2f} s, dont {course.writing:.2f} s d’écriture) : "
        f"{killed} tués en route, {ends['journals']} laissant un journal à défaire, "
        f"{ends['nothing']} fois rien, {ends['everything']} fois tout"
    )


def _begin(base: Path, source: Path) -> subprocess.Popen[bytes]:
    line = [*program.PROGRAM, "--base", str(base), "inscrits", "importer", str(source)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(line, stdout=quiet, stderr=quiet, start_new_session=True)


def _course(start: Path, source: Path, folder: Path) -> Course:
    """The medians of three imports that nobody disturbs."""
    runs = []
    for number in range(3):
        base = folder / f"mesure-{number}.db"
        base.write_bytes(start.read_bytes())
        begun = time.monotonic()
        process = _begin(base, source)
        wrote = _first_byte(process, base)
        process.wait(timeout=120)
        ended = time.monotonic()
        runs.append(Course(ended - begun, ended - wrote, _rows(base)))
    return Course(median(r.whole for r in runs), median(r.writing for r in runs), runs[0].rows)


def _rows(base: Path) -> dict[str, int]:
    tables = ("household", "person", "signup", "operation", "import_run")
    return {table: program.count(base, table) for table in tables}


def _first_byte(process: subprocess.Popen[bytes], base: Path) -> float:
    """When the base first changed, or the process ended."""
    before = base.stat().st_mtime_ns
    while process.poll() is None and base.stat().st_mtime_ns == before:
        time.sleep(0.0005)
    return time.monotonic()


def _kill(start: Path, source: Path, case: Path, wait: float, *, into_writing: bool) -> None:
    base = case / "base.db"
    base.write_bytes(start.read_bytes())
    process = _begin(base, source)
    if into_writing:
        _first_byte(process, base)
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=60)
    (case / "killed").write_text(str(process.returncode == -signal.SIGKILL), encoding="utf-8")
    _nobody_left(process.pid)


def _nobody_left(group: int) -> None:
    """What the killed process had started ends by itself."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    os.killpg(group, signal.SIGKILL)
    raise AssertionError("a process was left behind")


def _check(case: Path, ends: dict[str, int], known: tuple[dict[str, int], ...]) -> None:
    """All or nothing, and sound."""
    killed = case / "killed"
    ends["unkilled"] += killed.read_text(encoding="utf-8") == "False"
    killed.unlink()
    base = case / "base.db"
    ends["journals"] += (case / "base.db-journal").exists()
    found = _rows(base)
    if found not in known:
        raise AssertionError(f"partial: {found}")
    ends["nothing" if found == known[0] else "everything"] += 1
    if program.sound(base):
        raise AssertionError(program.sound(base))


def _whole(case: Path, everything: dict[str, int]) -> None:
    """The next command did its work: the whole file is there, and nothing else in the folder."""
    base = case / "base.db"
    found = _rows(base)
    if found["household"] != everything["household"] or program.sound(base):
        raise AssertionError(f"the next import did not complete the file: {found}")
    if program.holds(case) != ["base.db"]:
        raise AssertionError(f"left over: {program.holds(case)}")
    base.unlink()
