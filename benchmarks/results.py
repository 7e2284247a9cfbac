"""Every measure beside the peers, in one run, kept in benchmarks/RESULTS.md.

`make bench` (`python benchmarks/results.py [PART …]`) installs the peers, runs each part in a process
of its own, prints what it says as it comes, and keeps it in its section of the page: machine, date,
versions, table. `make bench SCALE=small` runs the shortest parts on a few hundred households,
once each: it proves that they run, and its figures are neither kept nor worth anything.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import peers

HERE = Path(__file__).parent
PAGE = HERE / "RESULTS.md"
SMALL = {"SIGNUPS": "300", "ROUNDS": "1"}


class Part(NamedTuple):
    """One script: what it shows, its arguments, and those of a run that only proves it runs."""

    script: str
    title: str
    words: tuple[str, ...] = ()
    small: tuple[str, ...] | None = None


PARTS = (
    Part("run.py", "The acts of the day beside their peers", (), ()),
    Part("growth.py", "How each act grows", (), ("300", "600", "--tours", "1")),
    Part("imports.py", "Import of 100,000 sign-ups", ("100000", "7"), ("500", "1")),
    Part("reports.py", "The funnel beside DuckDB, and reports"),
    Part("matching.py", "Matching"),
    Part("sharing.py", "Sharing scarce offers"),
    Part("likeness.py", "Duplicates among invented people"),
    Part("febrl.py", "Duplicates beside Splink, on the febrl sets"),
    Part("steering.py", "Incidence beside lifelines, and the projection"),
    Part("encryption.py", "Encrypted bases"),
    Part("scale.py", "How far one write lock goes"),
)


def machine() -> str:
    """What the figures are of."""
    ours = ", ".join(
        f"{name} {version(name)}"
        for name in ("venez-vivre", "sqlmodel", "SQLAlchemy", "sqlcipher3")
    )
    theirs = ", ".join(f"{name} {number}" for name, number in peers.VERSIONS.items())
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores ({_processor()}), "
        f"Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}, load "
        f"{os.getloadavg()[0]:.1f}.\n\nOurs: {ours}. Peers: {theirs}.\n"
    )


def _processor() -> str:
    try:
        found = Path("/proc/cpuinfo").read_text(encoding="utf-8").partition("model name")[2]
    except OSError:
        return platform.processor() or "unknown"
    return found.partition("\n")[0].strip("\t :") or platform.machine()


def said(part: Part, *, small: bool) -> str:
    """What a part prints, shown as it comes.

    Raises:
        SystemExit: it failed.

    """
    words = part.small if small and part.small is not None else part.words
    environment = os.environ | {"PYTHONUTF8": "1"} | (SMALL if small else {})
    lines = []
    with subprocess.Popen(
        [sys.executable, str(HERE / part.script), *words],
        stdout=subprocess.PIPE,
        env=environment,
        encoding="utf-8",
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    if process.returncode:
        raise SystemExit(f"{part.script}: {process.returncode}")
    return "".join(lines)


def chosen(asked: list[str], *, small: bool) -> list[Part]:
    """The parts that were named, else all of them, else the short ones."""
    return [
        part
        for part in PARTS
        if (part.script in asked or part.script.removesuffix(".py") in asked)
        or (not asked and not (small and part.small is None))
    ]


def sections() -> dict[str, str]:
    """What the page says by now, by title."""
    if not PAGE.exists():
        return {}
    told = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    return {one.partition("\n")[0]: one.partition("\n")[2] for one in told}


def write(known: dict[str, str]) -> None:
    """The page, its sections in the order of the parts."""
    told = [f"\n## {part.title}\n{known[part.title]}" for part in PARTS if part.title in known]
    PAGE.write_text(HEAD + "".join(told), encoding="utf-8", newline="\n")


HEAD = """# Results

`make bench` wrote this page; each part says when it was measured, and is measured again by
`make bench BENCH_ARGS=NAME`. The acts, their peers and their goals: docs/performances.md.
"""


def main() -> None:
    """Measure, and keep each part in the page as soon as it is done."""
    small = os.environ.get("SCALE") == "small"
    compiled = [sys.executable, "-m", "compileall", "-q", str(HERE.parent / "src")]
    subprocess.run(compiled, check=False)  # some machines set PYTHONDONTWRITEBYTECODE
    for part in chosen(sys.argv[1:], small=small):
        print(f"\n## {part.title}\n", flush=True)
        words = " ".join(("python", f"benchmarks/{part.script}", *part.words))
        body = f"\n`{words}`. {machine()}\n{said(part, small=small).strip()}\n"
        if not small:
            write(sections() | {part.title: body})


if __name__ == "__main__":
    main()
