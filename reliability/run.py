"""`make fiabilite`: every family of proofs at length, its figures in one table.

    python -m reliability.run [--court | --moyen] [--dossier DIR] [family ...]

Exit code 1 when a pass line fails; what failed is told under the table.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from reliability import (  # noqa: E402  the program and its tests are found first
    bad_inputs,
    concurrency,
    disk_full,
    escapes,
    kills,
    outputs,
    program,
    searches,
    stateful,
    team,
)
from reliability.results import LONG, MIDDLE, SHORT, Result, Trials  # noqa: E402
from venez_vivre.texts import number  # noqa: E402

Family = Callable[[str, Path], Result]
FAMILIES: dict[str, Family] = {
    "concurrency": concurrency.run,
    "kills": kills.run,
    "disk_full": disk_full.run,
    "stateful": stateful.run,
    "bad_inputs": bad_inputs.run,
    "escapes": escapes.run,
    "outputs": outputs.run,
    "searches": searches.run,
    "team": team.run,
}
"""Every family, in the order of the table of the requirements."""
HEADINGS = ("famille", "ce qui a été fait", "essais", "à tenir", "résultat", "secondes")
SHOWN = 10
"""Failures of a family that are told in full."""


def played(name: str, scale: str, folder: Path) -> Result:
    """What a family found; one that breaks is a family that fails."""
    place = folder / name
    place.mkdir()
    trials = Trials(name, "la famille va au bout")
    with program.environment(place):
        try:
            return FAMILIES[name](scale, place)
        except Exception as error:  # noqa: BLE001  the other families are still to be seen
            trials.saw(False, f"{type(error).__name__}: {error}")
    return trials.ended("interrompue")


def line_of(result: Result) -> str:
    """One line of the table, in Markdown."""
    failed = f"**{number(len(result.failures))} échecs**" if result.failures else "**aucun essai**"
    cells = (
        result.row, result.done, number(result.count), result.line,
        "tenu" if result.passed else failed, number(result.seconds),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


class Ended(BaseException):
    """Somebody asked for the end; the program, which answers to SystemExit, must not take it."""


def _end(*_: object) -> None:
    raise Ended


def main(words: list[str]) -> int:
    """Run the families that are named, or all of them; print the table as it grows."""
    reading = argparse.ArgumentParser(prog="make fiabilite", description="Preuves de fiabilité.")
    reading.add_argument("families", nargs="*", choices=[[], *FAMILIES], metavar="famille")
    reading.add_argument("--court", action="store_true", help="l’échelle des tests ordinaires")
    reading.add_argument("--moyen", action="store_true", help="entre les deux")
    reading.add_argument("--dossier", type=Path, help="où travailler (un dossier qui existe)")
    asked = reading.parse_args(words)
    scale = SHORT if asked.court else MIDDLE if asked.moyen else LONG
    # Asked to end, it still takes its small disk and its folder away.
    signal.signal(signal.SIGTERM, _end)
    results = []
    with tempfile.TemporaryDirectory(dir=asked.dossier, prefix="fiabilite-") as there:
        print(f"| {' | '.join(HEADINGS)} |\n|---|---|---:|---|---|---:|", flush=True)
        for name in asked.families or FAMILIES:
            result = played(name, scale, Path(there))
            results.append(result)
            print(line_of(result), flush=True)
    print(f"\nPython {sys.version.split()[0]}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    for result in results:
        for told in result.failures[:SHOWN]:
            print(f"\n{result.row} : {told}", file=sys.stderr)
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
