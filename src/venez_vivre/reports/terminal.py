"""A page for people, drawn by rich; foreign text is cleaned and never read as markup."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from venez_vivre.screens.cells import NUMERIC, bar, write
from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, Table
from venez_vivre.texts import clean

TONES = {
    "plain": "",
    "title": "bold",
    "section": "bold yellow",
    "dim": "dim",
    "good": "green",
    "warn": "yellow",
}
KINDS = {"name": "bold", "bar": "yellow", "day": "", "rate": "cyan", "count": "", "euros": ""}

GAP = 3
"""Blanks between two columns."""

WRAPS = 40
"""A longer text goes on several lines rather than push another column out."""


def render(page: Page, *, colored: bool, width: int) -> str:
    """Every block in its order; no escape sequence at all when not colored."""
    console = Console(
        file=io.StringIO(),
        width=width or shutil.get_terminal_size((120, 24)).columns,
        force_terminal=colored,
        no_color=not colored,
        color_system="256" if colored else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    for block in page.blocks():
        console.print(_drawn(block, console.width))
    out = console.file
    assert isinstance(out, io.StringIO)  # noqa: S101  ours, made above
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _drawn(block: Block, width: int) -> Any:
    if isinstance(block, Prose):
        text = Text(clean(block.text), style=TONES[block.tone])
        return Padding(text, (1, 0, 0, 0)) if block.tone == "section" else text
    if isinstance(block, Facts):
        return _facts(block)
    return _table(block, width)


def _facts(facts: Facts) -> Grid:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for label, value in facts.pairs:
        if value not in (None, ""):
            grid.add_row(Text(clean(label)), Text(clean(write(value))))
    return grid


def _table(table: Table, width: int) -> Any:
    if not table.rows:
        return Text(clean(table.empty), style="dim")
    grid = Grid(
        box=box.SIMPLE_HEAD,
        title=Text(clean(table.title), style="bold") if table.title else None,
        title_justify="left",
        caption=Text(clean(table.note), style="dim") if table.note else None,
        caption_justify="left",
        header_style="bold",
        padding=(0, 1),
        pad_edge=False,
    )
    cells = [[_cell(v, c) for v, c in zip(row, table.columns, strict=True)] for row in table.rows]
    kept = _fitting(table, cells, width)
    for column in (table.columns[place] for place in kept):
        right = column.kind in NUMERIC
        grid.add_column(
            Text(column.title),
            justify="right" if right else "left",
            no_wrap=right or column.kind == "bar",
            style=KINDS.get(column.kind, ""),
            overflow="fold" if column.kind == "text" else "ellipsis",
        )
    for row in cells:
        grid.add_row(*(row[place] for place in kept))
    return grid


def _fitting(table: Table, cells: Sequence[Sequence[Text]], width: int) -> list[int]:
    """The places of the columns to draw: the most minor leave until the rest fits the width."""
    sizes = [max(Text(line).cell_len for line in c.title.split("\n")) for c in table.columns]
    for row in cells:
        sizes = [max(s, min(cell.cell_len, WRAPS)) for s, cell in zip(sizes, row, strict=True)]
    kept = list(range(len(sizes)))
    while sum(sizes[place] + GAP for place in kept) > width:
        last = max(kept, key=lambda place: table.columns[place].minor)
        if not table.columns[last].minor:
            break
        kept.remove(last)
    return kept


def _cell(value: Any, column: Column) -> Text:
    if column.kind == "bar":
        return Text(bar(float(value or 0), column.width))
    return Text(clean(write(value, column.kind)))
