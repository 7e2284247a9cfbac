"""Import of the scheme's first year in a process of its own: time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from bases import address_of
from paces import slowness
from venez_vivre import demo

SECONDS, MEGABYTES = 3.0, 200
SLACK = 3
"""Three times what is promised: the machine that runs the tests has other work too."""

MEASURED = """
import resource, sys
from venez_vivre.cli import run
code = run(sys.argv[1:])
try:  # a process inherits the peak of the one it was forked from: /proc tells its own
    status = open("/proc/self/status").read()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak, file=sys.stderr)
raise SystemExit(code)
"""


@dataclass(frozen=True)
class Measure:
    seconds: float
    megabytes: float
    changed: int
    read: int


def load(base: Path, files: tuple[Path, ...]) -> Measure:
    """One whole process that imports these files."""
    words = ["--base", address_of(base), "--date", "2025-11-27", "inscrits", "importer"]
    command = [sys.executable, "-c", MEASURED, *words, *map(str, files), "-f", "json"]
    clean = {k: v for k, v in os.environ.items() if not k.startswith("VENEZ_VIVRE_")}
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", env=clean)
    seconds = time.perf_counter() - started
    assert done.returncode == 5, done.stderr
    receipts = json.loads(done.stdout)
    peak = int(done.stderr.split()[-1]) / (1024 if sys.platform != "darwin" else 1024**2)
    changed = sum(receipt["creees"] + receipt["mises_a_jour"] for receipt in receipts)
    return Measure(seconds, peak, changed, sum(receipt["lues"] for receipt in receipts))


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read the POSIX way")
def test_twelve_thousand_people_are_imported_in_seconds_and_again_in_half_of_them(
    tmp_path: Path,
) -> None:
    """The second import changes nothing."""
    files = demo.write(tmp_path / "fichiers").inscriptions
    first = load(tmp_path / "base.db", files)
    assert first.read > 12_000
    assert first.seconds < SECONDS * SLACK * slowness()
    assert first.megabytes < MEGABYTES * SLACK
    second = min((load(tmp_path / "base.db", files) for _ in range(2)), key=lambda m: m.seconds)
    assert (second.changed, second.read) == (0, first.read)
    assert second.seconds < first.seconds / 2 * 1.3
