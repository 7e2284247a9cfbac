"""Draw docs/images/terminal.svg: what the program really prints about the demonstration."""  # noqa: INP001

from __future__ import annotations

import io
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import pexpect
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "images" / "terminal.svg"
PROGRAM = Path(sys.executable).with_name("venez-vivre")
SIZE = (60, 100)
"""Lines and columns of the terminal that the program thinks it has."""

BILAN_LINES = 22
"""The bilan down to its rates: what one picture has room for."""

FIRST = ("foyers", "lister", "--etape", "accompagne", "-n", "1")

THEME = TerminalTheme(
    (30, 27, 38),
    (222, 217, 232),
    [
        (58, 52, 72),
        (232, 106, 116),
        (143, 201, 133),
        (240, 187, 92),
        (126, 164, 240),
        (200, 146, 226),
        (112, 205, 205),
        (222, 217, 232),
    ],
)
"""A dark ground, with the mustard and the wine of the region."""


def main() -> None:
    """Run the program on a fresh demonstration and write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        _run("demo", "--dossier", f"{folder}/demo")
        base = ("--base", f"{folder}/demo/demo.db", "--date", "2025-11-27")
        (household,) = json.loads(_run(*base, *FIRST, "--format", "json"))
        file = ("foyers", "montrer", household["reference"])
        bilan = _run(*base, "rapport", "bilan").splitlines()[:BILAN_LINES]
        drawn = [
            *(_prompt(("rapport", "bilan")), *bilan, ""),
            *(_prompt(file), *_run(*base, *file).splitlines()),
        ]
    console = Console(record=True, width=SIZE[1], file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join(drawn).rstrip()), highlight=False)
    svg = console.export_svg(title="venez-vivre", theme=THEME, unique_id="vv")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(_tight(svg), encoding="utf-8", newline="\n")


def _tight(svg: str) -> str:
    """Start each piece of text after its leading blanks, which some viewers drop."""
    return PIECE.sub(_moved, svg.replace("\u202f", BLANK))


PIECE = re.compile(
    r'(<text class="[^"]+" x=")([0-9.]+)(" y="[0-9.]+" textLength=")([0-9.]+)("[^>]*>)([^<]*)(?=<)'
)
BLANK = "&#160;"
CELL = 12.2
"""The width of one character in the drawing."""


def _moved(piece: re.Match[str]) -> str:
    before, x, between, length, after, text = piece.groups()
    shown = text.strip("\n")
    while shown.startswith(BLANK):
        shown = shown.removeprefix(BLANK)
        x, length = f"{float(x) + CELL:.1f}", f"{float(length) - CELL:.1f}"
    while shown.endswith(BLANK):
        shown = shown.removesuffix(BLANK)
        length = f"{float(length) - CELL:.1f}"
    return f"{before}{x}{between}{length}{after}{shown}"


def _prompt(words: tuple[str, ...]) -> str:
    return f"\x1b[1;35m$\x1b[0m \x1b[1mvenez-vivre {' '.join(words)}\x1b[0m"


def _run(*words: str) -> str:
    """What the program prints on a terminal, colors included."""
    env = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "VENEZ_VIVRE_PAGER": ""}
    env.pop("NO_COLOR", None)
    said, code = pexpect.run(
        f"{PROGRAM} " + " ".join(words),
        withexitstatus=True,
        dimensions=SIZE,
        env=env,
        encoding="utf-8",
        timeout=120,
    )
    if code:
        sys.exit(said)
    return str(said).replace("\r\n", "\n")


if __name__ == "__main__":
    main()
