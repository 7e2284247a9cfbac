"""How cells look, and what a value becomes in one: a number, a day, or text that runs nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.reports.sheet import cell as harmless
from venez_vivre.screens.cells import NUMERIC, write
from venez_vivre.texts import HIDDEN

INK, ACCENT, PALE, GREY, HAIRLINE = "#1D2A35", "#1F5673", "#EEF3F6", "#55636E", "#C9D3DA"
TONES = {"good": "#22633A", "warn": "#8A4B00", "dim": GREY, "title": ACCENT, "section": ACCENT}

COUNT, RATE, DAY, DECIMAL = "#,##0", "0.0\\ %", "dd/mm/yyyy", "#,##0.0"
EUROS, CENTS = '#,##0\\ "€"', '#,##0.00\\ "€"'
SIGNED = '+#,##0;−#,##0;"="'
NUMBERS = {"signed": SIGNED, "rate": RATE, "bar": RATE, "euros": EUROS}
"""Formats as a file writes them: a French spreadsheet shows spaces, commas and its own days."""

FIRST = date(1900, 3, 1)
"""A spreadsheet counts no day before, or counts them wrong."""
LONGEST = 32_767
"""Characters of a cell."""


class Cell(NamedTuple):
    """What stands in a cell: nothing, a number, a day or text; its format; on the right or not."""

    value: float | date | str | None
    numbers: str = ""
    right: bool = False


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        """The format that has these properties; text stands at the top of its cell."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            wanted = {"valign": "top", "font_color": INK, **properties}
            self._made[key] = self.book.add_format(wanted)
        return self._made[key]


def cell_of(value: Any, kind: str) -> Cell:
    """A value of a column of that kind, as a workbook keeps it."""
    right = kind in NUMERIC
    if value is None or value == "":
        return Cell(None)
    if kind == "day" and isinstance(value, str) and value != HIDDEN:
        value = date.fromisoformat(value)
    if isinstance(value, date) and value >= FIRST:
        return Cell(value, DAY, right)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        usual = DECIMAL if isinstance(value, float) else COUNT
        return Cell(value, NUMBERS.get(kind, usual), right)
    return Cell(text_of(write(value)), "", right)


def text_of(text: str) -> str:
    """A text that no spreadsheet runs, and no longer than a cell."""
    return harmless(text)[:LONGEST]


def one_format(cells: Iterable[Cell]) -> str:
    """The format of a column of euros: with cents when one amount has some."""
    amounts = (c.value for c in cells if isinstance(c.value, (int, float)))
    return EUROS if all(round(a, 2) == round(a) for a in amounts) else CENTS


def put(sheet: Any, row: int, place: int, cell: Cell, style: Any) -> None:
    """Write a cell as what it is, never as what its text looks like."""
    if cell.value is None:
        sheet.write_blank(row, place, None, style)
    elif isinstance(cell.value, date):
        sheet.write_datetime(row, place, cell.value, style)
    elif isinstance(cell.value, str):
        sheet.write_string(row, place, cell.value, style)
    else:
        sheet.write_number(row, place, cell.value, style)
