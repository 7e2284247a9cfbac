"""A page for people: tables fitted to the width, few colours, foreign text cleaned.

Our own layout, because a drawing library takes 20 ms to import and as much to draw a list.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.reports.layout import (
    GAP,
    NARROWEST,
    Track,
    crop,
    longest_word,
    share,
    width_of,
    wrap,
)
from venez_vivre.screens.cells import NUMERIC, bar, write
from venez_vivre.screens.pages import Block, Column, Facts, Page, Picture, Prose, Table, tabled
from venez_vivre.texts import HIDDEN, clean

BOLD, DIM, GREEN, YELLOW, CYAN = "1", "2", "32", "33", "36"
TONES = {
    "plain": "",
    "title": BOLD,
    "section": f"{BOLD};{YELLOW}",
    "dim": DIM,
    "good": GREEN,
    "warn": YELLOW,
}
KINDS = {"name": BOLD, "bar": YELLOW, "rate": CYAN}

WORDS = frozenset({"text", "name", "marked"})
"""Kinds that wrap where there is no room."""

Paint = Callable[[str, Column], str]
"""How the text of one cell is painted, once it is wrapped."""

WRAPS = 40
"""A longer text goes on several lines rather than push another column out."""


READABLE = 100
"""Values and notes are not wider than this on the widest terminal: eyes lose longer lines."""


class Pen(NamedTuple):
    """How lines are drawn: in colour or not, and how wide."""

    colored: bool
    width: int

    def paint(self, text: str, style: str) -> str:
        """The text in that style; as it is when there is no colour."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.colored and style and text.strip() else text


def render(page: Page, *, colored: bool, width: int) -> str:
    """Every block in its order; no escape sequence at all when not colored."""
    pen = Pen(colored, width or _columns())
    lines = (line.rstrip() for block in page.blocks() for line in _drawn(block, pen))
    return "\n".join(_spaced(lines)) + "\n"


def _columns() -> int:
    """The width of the terminal, else 120, as `shutil` says it: its import takes 3 ms."""
    try:
        said = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        said = 0
    if said > 0:
        return said
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 120  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # no terminal
        return 120


def _spaced(lines: Iterable[str]) -> Iterator[str]:
    """The lines, never two blank ones in a row: the one after a block is that before the next."""
    before = "no line"
    for line in lines:
        if line or before:
            yield line
        before = line


def _drawn(block: Block, pen: Pen) -> Iterator[str]:
    if isinstance(block, Prose):
        yield from _prose(block, pen)
    elif isinstance(block, Facts):
        yield from _facts(block, pen)
    else:
        yield from _table(tabled(block) if isinstance(block, Picture) else block, pen)


def _prose(prose: Prose, pen: Pen) -> Iterator[str]:
    if prose.tone == "section":
        yield ""
    for line in wrap(clean(prose.text), pen.width):
        yield pen.paint(line, TONES[prose.tone])


def _facts(facts: Facts, pen: Pen) -> Iterator[str]:
    pairs = [(clean(label), clean(write(v))) for label, v in facts.pairs if v not in (None, "")]
    column = max((width_of(label) for label, _ in pairs), default=0)
    room = min(pen.width, READABLE) - column - 2
    for label, value in pairs:
        head = pen.paint(label, DIM) + " " * (column - width_of(label) + 2)
        for place, line in enumerate(wrap(value, max(room, 20))):
            yield (" " * (column + 2) if place else head) + line


def _table(table: Table, pen: Pen) -> Iterator[str]:
    if table.title:
        yield pen.paint(clean(table.title), BOLD)
    if not table.rows:
        for line in wrap(clean(table.empty), min(pen.width, READABLE)):
            yield pen.paint(line, DIM)
        return
    cells = [[_cell(v, c) for v, c in zip(row, table.columns, strict=True)] for row in table.rows]
    kept = _fitting(table, cells, pen.width)
    columns = [table.columns[place] for place in kept]
    rows = [[row[place] for place in kept] for row in cells]
    yield ""
    yield from _grid(columns, rows, pen, table)
    yield ""
    for line in wrap(clean(table.note), min(pen.width, READABLE)) if table.note else ():
        yield pen.paint(line, DIM)


def _grid(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    pen: Pen,
    table: Table,
) -> Iterator[str]:
    tracks = [
        Track(
            _natural(c, i, rows),
            c.kind in WORDS,
            firm=c.kind == "name",
            word=longest_word([c.title, *(row[i] for row in rows)]) if c.kind in WORDS else 0,
        )
        for i, c in enumerate(columns)
    ]
    widths = share(tracks, pen.width - 1 - GAP * (len(columns) - 1))
    heads = [wrap(column.title, w) for column, w in zip(columns, widths, strict=True)]
    deep = max(len(head) for head in heads)
    padded = [[""] * (deep - len(head)) + head for head in heads]
    yield from _lines(columns, padded, widths, lambda text, _: pen.paint(text, BOLD))
    yield " " + "─" * (sum(widths) + GAP * (len(widths) - 1))
    for place, row in enumerate(rows):
        parts = [_parts(cell, c, w) for cell, c, w in zip(row, columns, widths, strict=True)]
        tone = TONES[table.tones[place]] if table.tones else None
        yield from _lines(columns, parts, widths, _painter(pen, table, tone))


def _painter(pen: Pen, table: Table, tone: str | None) -> Paint:
    """How the cells of a row are painted: in its tone, else as the kind of their column."""

    def paint(text: str, column: Column) -> str:
        if column.kind == "marked" and tone is None:
            return _marked(text, table.marks(text) if pen.colored else (), pen)
        plain = tone is None or (table.toned and column.key not in table.toned)
        return pen.paint(text, KINDS.get(column.kind, "") if plain else tone or "")

    return paint


def _marked(text: str, marks: Sequence[tuple[int, int]], pen: Pen) -> str:
    """The text with its marked parts brought out."""
    done, drawn = 0, ""
    for start, end in marks:
        drawn += text[done:start] + pen.paint(text[start:end], f"{BOLD};{YELLOW}")
        done = end
    return drawn + text[done:]


def _natural(column: Column, place: int, rows: Sequence[Sequence[str]]) -> int:
    title = max(width_of(line) for line in column.title.split("\n"))
    return max(title, *(_widest(row[place]) for row in rows))


def _widest(cell: str) -> int:
    return max(width_of(line) for line in cell.split("\n"))


def _parts(cell: str, column: Column, width: int) -> list[str]:
    if column.kind in WORDS:
        return wrap(cell, width, whole=column.kind == "name")
    return [crop(cell, width)]


def _lines(
    columns: Sequence[Column],
    parts: Sequence[list[str]],
    widths: Sequence[int],
    paint: Paint,
) -> Iterator[str]:
    """The lines of one row, each cell padded on the side its kind asks for."""
    for depth in range(max(len(part) for part in parts)):
        drawn = []
        for column, part, width in zip(columns, parts, widths, strict=True):
            text = part[depth] if depth < len(part) else ""
            blank = " " * (width - width_of(text))
            painted = paint(text, column)
            drawn.append(blank + painted if column.kind in NUMERIC else painted + blank)
        yield " " + (" " * GAP).join(drawn)


def _fitting(table: Table, cells: Sequence[Sequence[str]], width: int) -> list[int]:
    """The places of the columns to draw: the most minor leave until the rest fits the width."""
    sizes = [max(width_of(line) for line in c.title.split("\n")) for c in table.columns]
    for row in cells:
        sizes = [max(s, min(_widest(cell), WRAPS)) for s, cell in zip(sizes, row, strict=True)]
    columns = table.columns
    kept = _leave(list(range(len(sizes))), sizes, [c.minor for c in columns], width)
    pairs = zip(sizes, columns, strict=True)
    least = [min(size, NARROWEST) if c.kind in WORDS else size for size, c in pairs]
    return _leave(kept, least, [c.spare for c in columns], width + GAP - 1)


def _leave(places: list[int], sizes: Sequence[int], ranks: Sequence[int], width: int) -> list[int]:
    """The places that stay once those of the highest ranks have left until the rest fits."""
    kept = list(places)
    while sum(sizes[place] + GAP for place in kept) > width:
        last = max(kept, key=lambda place: ranks[place])
        if not ranks[last]:
            break
        kept.remove(last)
    return kept


def _cell(value: Any, column: Column) -> str:
    if column.kind == "bar" and value != HIDDEN:
        return bar(float(value or 0), column.width)
    return clean(write(value, column.kind), multiline=column.kind == "marked")
