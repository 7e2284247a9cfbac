"""Several processes write one base at once, others read it and copy it: nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from reliability import program
from reliability.results import LONG, MIDDLE, SHORT, Result, Trials
from venez_vivre.texts import number

SIZES = {SHORT: (4, 50), MIDDLE: (8, 100), LONG: (8, 1_000)}
"""Writers, and commands each of them types."""
SHARE = 20
"""One command in so many is a whole new process, as an officer types it."""

WRITER = """
import json, os, subprocess, sys
from venez_vivre.cli import run
base, who, times, share, text = sys.argv[1:]
codes, told = {}, sys.stderr
sys.stdout = open(os.devnull, "w")
for n in range(int(times)):
    words = ["--base", base, "--agent", f"agent {who}", "contacts", "noter", f"p{who}@example.org",
             f"{text} {who} {n}", "--resultat", "joint"]
    if n % int(share):
        code = run(words)
    else:
        code = subprocess.run([sys.executable, "-m", "venez_vivre", *words],
                              stdout=subprocess.DEVNULL).returncode
    codes[code] = codes.get(code, 0) + 1
print(json.dumps(codes), file=sys.__stdout__)
"""
READER = """
import io, json, os, sys, time
from pathlib import Path
from venez_vivre.cli import run
base, stop, *words = sys.argv[1:]
codes, seen = {}, []
while not Path(stop).exists():
    sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    code = run(["--base", base, *words])
    codes[code] = codes.get(code, 0) + 1
    seen.append(len(json.loads(sys.stdout.buffer.getvalue())) if code == 0 else -1)
    time.sleep(0.2)
print(json.dumps([codes, seen]), file=sys.__stdout__)
"""
READ = ("contacts", "lister", "-f", "json")


def run(scale: str, folder: Path) -> Result:
    """Writers, two readers and repeated online backups, all of them processes."""
    writers, times = SIZES[scale]
    trials = Trials("écritures simultanées", "0 perdue, 0 erreur")
    base, stop = folder / "base.db", folder / "fini"
    source = program.signups(folder / "inscrits.csv", writers)
    program.must(program.typed(base, "inscrits", "importer", str(source)))
    before = program.count(base, "operation")
    writing = [_python(WRITER, base, n, times, SHARE, "note") for n in range(writers)]
    reading = [_python(READER, base, stop, *READ) for _ in range(2)]
    copies = _copy_while(trials, writing, base, folder / "copie.db")
    stop.touch()
    good = sum(_writer(trials, process) for process in writing)
    reads = _readers(trials, reading)
    trials.saw(copies == sorted(copies), f"copies hold {copies}", 0)
    _kept(trials, base, good, before)
    return trials.ended(
        f"{writers} processus × {number(times)} « contacts noter » (1 sur {SHARE} par un nouveau "
        f"programme), 2 lecteurs, {number(reads)} lectures, {len(copies)} « base sauvegarder »"
    )


def _python(script: str, *words: Any) -> subprocess.Popen[str]:
    line = [sys.executable, "-c", script, *map(str, words)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def _copy_while(
    trials: Trials, writing: list[subprocess.Popen[str]], base: Path, copy: Path
) -> list[int]:
    """`base sauvegarder` as long as somebody writes; the exchanges that each copy holds."""
    held: list[int] = []
    words = ("base", "sauvegarder", "--vers", str(copy), "--ecraser")
    while any(process.poll() is None for process in writing):
        with trials.trial(f"copy {len(held)}"):
            program.must(program.typed(base, *words))
            if program.sound(copy):
                raise AssertionError(program.sound(copy))
        trials.count -= 1  # writes are what is counted
        held.append(program.count(copy, "contact"))
        time.sleep(1.0)
    return held


def _writer(trials: Trials, process: subprocess.Popen[str]) -> int:
    out, err = process.communicate(timeout=600)
    codes = json.loads(out or "{}")
    trials.saw(process.returncode == 0 and set(codes) == {"0"}, f"{codes} {err[-300:]}", 0)
    trials.count += sum(codes.values())
    return int(codes.get("0", 0))


def _readers(trials: Trials, reading: list[subprocess.Popen[str]]) -> int:
    """No read failed, and no exchange that was once there was missing later; how many reads."""
    reads = 0
    for process in reading:
        out, err = process.communicate(timeout=600)
        codes, seen = json.loads(out or "[{}, []]")
        trials.saw(set(codes) == {"0"}, f"reader: {codes} {err[-300:]}", 0)
        trials.saw(seen == sorted(seen), "reader: exchanges were seen, then no more", 0)
        reads += len(seen)
    return reads


def _kept(trials: Trials, base: Path, good: int, before: int) -> None:
    """Every command that said 0 is there once, in the tables and in the journal."""
    notes = program.query(base, "SELECT count(*), count(DISTINCT summary) FROM contact")[0]
    trials.saw(tuple(notes) == (good, good), f"{notes} exchanges for {good} successes", 0)
    operations = program.count(base, "operation") - before
    trials.saw(operations == good, f"{operations} operations for {good} successes", 0)
    blocks = program.query(base, "SELECT count(DISTINCT operation_id) FROM journal_block")[0][0]
    trials.saw(blocks == good + before, f"{blocks} journals for {good + before} operations", 0)
    trials.saw(not program.sound(base), program.sound(base), 0)
