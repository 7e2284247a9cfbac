"""How the tables of a document share the width of a page, and in what size of type."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.reports.alike import is_total, noted
from venez_vivre.reports.layout import Track, longest_word, share, width_of
from venez_vivre.reports.pdf.typography import typographic
from venez_vivre.screens.cells import NUMERIC, write
from venez_vivre.screens.pages import Column, Table
from venez_vivre.texts import HIDDEN

PORTRAIT, LANDSCAPE = 493, 740
"""Points between the margins of an A4 page, upright or lying."""

EM = 0.51
"""Width of a usual character, as a share of the size of its type."""

INSET = 2
"""Characters that the blanks on both sides of a cell are worth."""

USUAL = (9.5, 9.0, 8.5, 8.0, 7.5)
SMALL = (8.5, 8.0, 7.5)
"""Sizes of type in points, the first that lets a table fit is taken."""

WIDEST, COMFORT = 42, 26
"""Characters of a column whose texts are long: the most, and what they read well on."""
NARROWEST_TABLE = 0.6
"""A table takes at least that share of the page: columns line up from one to the next."""
HEAD = 10
"""Characters of a line of a heading of several words."""
BAR = 16
"""Characters that a full bar is worth."""
TALL = 600
"""A longer text may go on with its row on the next page."""
STRONG = 1.1
"""How much wider bold characters are."""

WORDS = frozenset({"text", "name", "marked"})


class Fit(NamedTuple):
    """How a table is laid out: size of type and widths of columns in points, page lying or not."""

    size: float
    widths: list[float]
    lying: bool


def table_of(table: Table, level: int, sizes: Sequence[float]) -> dict[str, Any]:
    """A table as the template wants it, its cells in words."""
    cells = [[_cell(v, c) for v, c in zip(row, table.columns, strict=True)] for row in table.rows]
    fit = fitted(table.columns, cells, sizes)
    kinds = [column.kind for column in table.columns]
    return {
        "kind": "table",
        "title": typographic(table.title).strip(),
        "level": level,
        "note": typographic(noted(table)),
        "empty": typographic(table.empty),
        "heads": [typographic(column.title, multiline=True) for column in table.columns],
        "right": [kind in NUMERIC for kind in kinds],
        "strong": [kind == "name" for kind in kinds],
        "rows": [_row(table, place, line) for place, line in enumerate(cells)],
        "size": fit.size,
        "widths": fit.widths,
        "lying": fit.lying,
        "tall": _tall(cells),
    }


def _row(table: Table, place: int, cells: Sequence[str | float]) -> dict[str, Any]:
    tone = table.tones[place] if table.tones else "plain"
    toned = [not table.toned or column.key in table.toned for column in table.columns]
    last = place == len(table.rows) - 1
    return {
        "cells": list(cells),
        "total": last and is_total(table.rows[place]),
        "tones": [tone if here else "plain" for here in toned],
    }


def _cell(value: Any, column: Column) -> str | float:
    """A cell in words; a bar stays a ratio (0..1)."""
    if column.kind == "bar" and value != HIDDEN:
        return max(0.0, min(1.0, float(value or 0)))
    return typographic(write(value, column.kind), multiline=column.kind == "marked")


def _tall(cells: Sequence[Sequence[str | float]]) -> bool:
    return any(isinstance(cell, str) and len(cell) > TALL for row in cells for cell in row)


def fitted(
    columns: Sequence[Column], cells: Sequence[Sequence[str | float]], sizes: Sequence[float]
) -> Fit:
    """The largest size in which the columns read well, upright, else lying, else squeezed."""
    tracks = [_track(c, [row[place] for row in cells]) for place, c in enumerate(columns)]
    widths = [min(t.natural, max(COMFORT, t.word)) if t.wraps else t.natural for t in tracks]
    wanted = sum(widths) + INSET * len(tracks)
    for lying, room in ((False, PORTRAIT), (True, LANDSCAPE)):
        for size in sizes:
            if wanted * size * EM <= room:
                return _spread(tracks, size, room, lying=lying)
    return _spread(tracks, min(sizes[-1], LANDSCAPE / wanted / EM), LANDSCAPE, lying=True)


def _spread(tracks: Sequence[Track], size: float, room: float, *, lying: bool) -> Fit:
    """The columns over the page, or over a part of it when they are few."""
    held = int(room / size / EM) - INSET * len(tracks)
    shares = [width + INSET for width in share(tracks, held)]
    wide = min(room, max(room * NARROWEST_TABLE, sum(shares) * size * EM))
    return Fit(size, [round(wide * one / sum(shares), 2) for one in shares], lying)


def _track(column: Column, cells: Sequence[str | float]) -> Track:
    texts = [cell for cell in cells if isinstance(cell, str)]
    heads = column.title.split("\n")
    word = longest_word([*heads, *(texts if column.kind in WORDS else [])])
    cell = max((width_of(text) for text in texts), default=0)
    head = max(min(width_of(head), max(word, HEAD)) for head in heads)
    if column.kind == "bar":
        return Track(max(BAR, head), wraps=False, word=BAR)
    if column.kind in WORDS:
        strong = STRONG if column.kind == "name" else 1
        natural = ceil(max(min(cell, WIDEST), head) * strong)
        return Track(natural, wraps=True, firm=column.kind == "name", word=ceil(word * strong))
    natural = max(cell, head)
    return Track(natural, wraps=False, word=natural)
