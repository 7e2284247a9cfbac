"""Cells that a spreadsheet would run: an apostrophe is put before them, and taken off on import."""

from __future__ import annotations

from collections.abc import Iterable

from venez_vivre.intake.sheets import Row

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What makes a spreadsheet run a cell instead of showing it."""

_SPACES = " \u00a0\u202f"


def armed(cells: Iterable[str]) -> list[str]:
    """The cells as a file may hold them without danger for who opens it."""
    return [f"'{cell}" if _runs(cell) else cell for cell in cells]


def disarmed(row: Row) -> Row:
    """The row as it was before its cells were made harmless."""
    if "\x1f'" not in "\x1f" + "\x1f".join(row.cells):
        return row
    return Row(row.number, [_bare(cell) for cell in row.cells])


def _bare(cell: str) -> str:
    # An apostrophe before a digit is what makes a spreadsheet keep the zeros of a number.
    marked = cell[:1] == "'" and (_runs(cell[1:]) or "0" <= cell[1:2] <= "9")
    return cell[1:] if marked else cell


def _runs(cell: str) -> bool:
    return cell.lstrip(_SPACES).startswith(FORMULA)
