"""Cells that a spreadsheet would run: an apostrophe is put before them, and taken off on import."""

from __future__ import annotations

import re
from collections.abc import Iterable

from venez_vivre.intake.sheets import Row

FORMULA = frozenset("=+-@\t\r＝＋－＠﹦﹢﹣﹫")
"""What makes a spreadsheet run a cell instead of showing it; full width and small forms too."""

_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060-\u2064\ufeff]*")
"""What a spreadsheet may pass over before it: every blank of Unicode, and what shows as nothing."""


def armed(cells: Iterable[str]) -> list[str]:
    """The cells as a file may hold them without danger for who opens it; `disarmed` undoes it."""
    return [f"'{cell}" if _runs(cell) or _bare(cell) != cell else cell for cell in cells]


def disarmed(row: Row) -> Row:
    """The row as it was before its cells were made harmless."""
    if "\x1f'" not in "\x1f" + "\x1f".join(row.cells):
        return row
    return Row(row.number, [_bare(cell) for cell in row.cells])


def _bare(cell: str) -> str:
    """Without the apostrophe that keeps a cell from running, or that keeps the zeros of a number.

    Of several, one: a text that began with an apostrophe of its own gets it back.
    """
    if cell[:1] != "'":
        return cell
    rest = cell.lstrip("'")
    return cell[1:] if _runs(rest) or "0" <= rest[:1] <= "9" else cell


def _runs(cell: str) -> bool:
    if cell.isalnum():
        return False
    seen = _UNSEEN.match(cell)
    start = seen.end() if seen else 0
    return cell[start : start + 1] in FORMULA or bool(FORMULA & {*cell[:start]})
