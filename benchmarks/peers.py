"""What users would pick instead, installed in an environment of its own: benchmarks/.peers.

Splink keeps another one (benchmarks/febrl.py): what it needs would weigh on the others' start.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / ".peers"
VERSIONS = {"sqlite-utils": "4.2.1", "csvkit": "2.2.0", "todoman": "4.7.0", "duckdb": "2.0.1"}
"""Each package, pinned: a figure is of that version."""


@cache
def python() -> Path:
    """The interpreter of the peers, all of them installed and compiled."""
    program = FOLDER / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
    pip = [str(program), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    wanted = [f"{name}=={version}" for name, version in VERSIONS.items()]
    subprocess.run([*pip, *wanted], check=True)
    compiled = [str(program), "-m", "compileall", "-q", str(FOLDER / "lib")]
    subprocess.run(compiled, check=False, stdout=subprocess.DEVNULL)
    return program


def program(name: str) -> list[str]:
    """A program of theirs."""
    return [str(python().with_name(name))]
