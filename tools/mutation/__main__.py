"""Mutation score: how many small faults, made on purpose, the tests notice.

`python tools/mutation` tries a sample of each module, drawn from a seed;
`--all` tries all of them; `--again` tries the survivors of the last run, after tests were written.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import NamedTuple

from making import Made, Mutant, mutants
from trying import LONGEST, PACKAGE, ROOT, Known, apart, fate, get_known, load

KEPT = ROOT / "build" / "mutation.json"
"""What the last run found, by line of the table."""

SEED, SAMPLE = "2026", 25
HEAD = (
    "| Module | Mutants | Tried | Of SQL | Killed | Survived | Score | Date |\n"
    "|---|--:|--:|--:|--:|--:|--:|---|"
)


class Score(NamedTuple):
    """Of `made` mutants, those tried, and the names of those that no test noticed."""

    made: int
    tried: int
    survivors: list[str]
    day: str


def _table(scores: dict[str, Score]) -> str:
    """One line a module, what was tried in its Python and in its SQL together."""
    lines = [HEAD]
    for module in dict.fromkeys(label.partition(",")[0] for label in scores):
        parts = [one for label, one in scores.items() if label.partition(",")[0] == module]
        made, tried = sum(one.made for one in parts), sum(one.tried for one in parts)
        alive = sum(len(one.survivors) for one in parts)
        sql = scores[f"{module}, SQL"].tried if f"{module}, SQL" in scores else 0
        lines.append(
            f"| `{module}` | {made} | {tried} | {sql} | {tried - alive} | {alive} "
            f"| {100 * (tried - alive) / tried:.0f} % | {max(one.day for one in parts)} |"
        )
    return "\n".join(lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="only these, as modules.toml writes them")
    parser.add_argument("--all", action="store_true", help="every mutant, not a sample")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="mutants of a module")
    parser.add_argument("--again", action="store_true", help="the survivors of the last run only")
    return parser.parse_args()


class Asked(NamedTuple):
    """What is to be tried: module -> its test files; and the tests that nobody waits for."""

    tests: dict[str, list[str]]
    left_out: list[str]

    @property
    def files(self) -> list[str]:
        """Every test file once."""
        return sorted({one for tests in self.tests.values() for one in tests})


def _asked(only: list[str]) -> Asked:
    table = tomllib.loads(Path(__file__).with_name("modules.toml").read_text(encoding="utf-8"))
    left_out = table.pop("left_out")
    every = {name: tests for group in table.values() for name, tests in group.items()}
    unknown = [name for name in only if name not in every]
    if unknown:
        raise SystemExit(f"modules.toml does not hold {', '.join(unknown)}.")
    return Asked(
        {name: [f"tests/{test}" for test in every[name]] for name in (only or every)}, left_out
    )


def _alive(name: str, found: Sequence[Mutant], tests: list[str], known: Known) -> list[str]:
    """The names of the mutants that no test notices, told as they come."""

    def work() -> int:
        load(PACKAGE / name, tests)
        kept.write_text(json.dumps(_tried(name, found, tests, known)), encoding="utf-8")
        return 0

    kept = Path(mkdtemp(prefix="mutants-")) / "alive.json"
    if apart(work, seconds=24 * 3600, said=None) != 0:
        raise SystemExit(f"{name} could not be tried.")
    alive: list[str] = json.loads(kept.read_text(encoding="utf-8"))
    rmtree(kept.parent)
    return alive


def _tried(name: str, found: Sequence[Mutant], tests: list[str], known: Known) -> list[str]:
    alive = []
    for mutant in found:
        what = fate(PACKAGE / name, mutant, known.choose(PACKAGE / name, mutant, tests), known)
        if what == "too long":
            print(f"  too long: {name}:{mutant.name}", file=sys.stderr, flush=True)
        if what in {"survived", "untested"}:
            print(f"  {what}: {name}:{mutant.name}", file=sys.stderr, flush=True)
            alive.append(mutant.name)
    return alive


def _measure(
    name: str, made: Made, tests: list[str], known: Known, before: dict[str, Score] | None
) -> dict[str, Score]:
    """The lines of the table for one module: its Python, then its SQL when there is any."""
    lines: dict[str, Score] = {}
    for label, is_sql, count in ((name, False, made.python), (f"{name}, SQL", True, made.sql)):
        found = [one for one in made.mutants if one.is_sql == is_sql]
        tried = len(found)
        if before is not None:
            last = before[label].survivors if label in before else []
            found = [one for one in found if one.name in last]
        if tried:
            begun = time.monotonic()
            alive = _alive(name, found, tests, known) if found else []
            day = datetime.now(UTC).date().isoformat()
            lines[label] = Score(count, tried, alive, day)
            took = time.monotonic() - begun
            told = f"{label}: {tried - len(alive)} of {tried} killed, {took:.0f} s"
            print(told, file=sys.stderr, flush=True)
    return lines


def main() -> None:
    """Try what the command line names, and print the table."""
    options = _options()
    os.chdir(ROOT)
    sys.path.insert(0, str(PACKAGE.parent))
    asked = _asked(options.modules)
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    scores = {label: Score(*one) for label, one in kept.items()}
    known = get_known(asked.files, asked.left_out)
    slow = [f"{took:.1f} s {test}" for test, took in known.seconds.items() if took > LONGEST]
    print("left out, too slow:", *slow, sep="\n  ", file=sys.stderr)
    print(f"{len(known.seconds)} tests, {sum(known.seconds.values()):.0f} s", file=sys.stderr)
    for name, tests in asked.tests.items():
        made = mutants(PACKAGE / name, None if options.all else options.sample, SEED)
        scores |= _measure(name, made, tests, known, scores if options.again else None)
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(scores, indent=1, ensure_ascii=False), encoding="utf-8")
    print(_table(scores))


main()
