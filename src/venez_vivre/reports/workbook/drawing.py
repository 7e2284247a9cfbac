"""Blocks put one under the other on a sheet: titles, facts, tables, notes, charts beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from venez_vivre.reports.alike import is_total, noted
from venez_vivre.reports.layout import width_of
from venez_vivre.reports.workbook.charts import Ledger, Size, charts
from venez_vivre.reports.workbook.styles import (
    ACCENT,
    GREY,
    HAIRLINE,
    PALE,
    TONES,
    Cell,
    Styles,
    cell_of,
    one_format,
    put,
    text_of,
)
from venez_vivre.reports.workbook.tabs import Tab
from venez_vivre.reports.workbook.widths import INDENT, WIDE, reach, widths_of
from venez_vivre.screens.cells import NUMERIC
from venez_vivre.screens.pages import Block, Column, Facts, Picture, Prose, Table, tabled

LINE = 15.0
"""Points of a line of text."""
FILTERED = 12
"""A table of more rows than that can be filtered from its headings."""
TOP = 3
"""Rows of the title of a sheet, a blank one included."""


class Drawing:
    """A sheet being filled, and the row that the next block begins at."""

    def __init__(self, book: Any, sheet: Any, styles: Styles, ledger: Ledger) -> None:
        self.book, self.sheet, self.styles, self.ledger = book, sheet, styles, ledger
        self.at = 0
        self.widths: list[int] = []
        self.title = ""

    def draw(self, tab: Tab, subtitle: str) -> None:
        """The title, then every block."""
        self.widths, self.title = widths_of(tab.blocks), tab.title
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)
        look = self.styles.of(bold=True, font_size=16, font_color=ACCENT)
        self.sheet.set_row(0, 2 * LINE)
        self.sheet.write_string(0, 0, text_of(tab.title), look)
        self.sheet.write_string(1, 0, text_of(subtitle), self.styles.of(font_color=GREY))
        self.at = TOP
        for block in tab.blocks:
            self._block(block)
        self._freeze(tab.blocks)

    def _freeze(self, blocks: Sequence[Block]) -> None:
        """The title stays; so do the headings where the sheet is one table."""
        alone = len(blocks) == 1 and isinstance(blocks[0], Table) and bool(blocks[0].rows)
        heading = TOP + (1 if alone and isinstance(blocks[0], Table) and blocks[0].title else 0)
        self.sheet.freeze_panes(heading + 1 if alone else TOP - 1, 1 if alone else 0)
        self.sheet.repeat_rows(0, heading if alone else 0)

    def _block(self, block: Block) -> None:
        if isinstance(block, Prose):
            self._prose(block)
        elif isinstance(block, Facts):
            self._facts(block)
        elif isinstance(block, Picture):
            self._picture(block)
        else:
            self._table(block)
        self.at += 1

    def _prose(self, prose: Prose) -> None:
        big = {"bold": True, "font_size": 13} if prose.tone == "title" else {}
        self._wide(prose.text, font_color=TONES.get(prose.tone, "#1D2A35"), **big)

    def _wide(self, text: str, start: int = 0, **look: Any) -> None:
        """A text on several columns, its row as high as its lines."""
        last, room = reach(self.widths, start=start)
        style = self.styles.of(text_wrap=True, **look)
        self.sheet.merge_range(self.at, start, self.at, last, "", style)
        self.sheet.write_string(self.at, start, text_of(text), style)
        size = look.get("font_size", 11) / 11
        lines = math.ceil(width_of(text) * WIDE * size / room) or 1
        self.sheet.set_row(self.at, LINE * size * lines + 2)
        self.at += 1

    def _title(self, title: str) -> None:
        if title:
            look = self.styles.of(bold=True, font_size=12)
            self.sheet.write_string(self.at, 0, text_of(title), look)
            self.at += 1

    def _facts(self, facts: Facts) -> None:
        self._title(facts.title)
        weight = {"bold": True, "font_size": 13} if facts.key else {}
        for label, value in facts.pairs:
            cell = cell_of(value, "text")
            if cell.value is None:
                continue
            look = self.styles.of(font_color=GREY, text_wrap=True)
            self.sheet.write_string(self.at, 0, text_of(label), look)
            if isinstance(cell.value, str):
                self._wide(cell.value, 1, **weight)
                continue
            style = self.styles.of(num_format=cell.numbers, align="left", **weight)
            put(self.sheet, self.at, 1, cell, style)
            self.at += 1

    def _table(self, table: Table) -> None:
        self._title(table.title)
        if not table.rows:
            self._wide(table.empty, font_color=GREY, italic=True)
            return
        cells = [
            [cell_of(v, c.kind) for v, c in zip(row, table.columns, strict=True)]
            for row in table.rows
        ]
        body = len(cells) - 1 if len(cells) > 1 and is_total(table.rows[-1]) else len(cells)
        self._frame(table, body)
        self._rows(table, cells, body)
        self._bars(table)
        self.at += len(cells) + 1
        if note := noted(table):
            self._wide(note, font_color=GREY, font_size=9)

    def _rows(self, table: Table, cells: Sequence[Sequence[Cell]], body: int) -> None:
        """The cells of a table, and of the total below it."""
        kinds = [column.kind for column in table.columns]
        euros = [one_format(row[i] for row in cells) for i in range(len(kinds))]
        for place, row in enumerate(cells):
            for i, cell in enumerate(row):
                amount = kinds[i] == "euros" and cell.numbers
                shown = _shown(cell, euros[i] if amount else cell.numbers)
                style = self.styles.of(**self._look(table, place, i, place >= body), **shown)
                put(self.sheet, self.at + 1 + place, i, cell, style)
            deep = max(self._lines(cell, i) for i, cell in enumerate(row))
            if deep > 1:
                self.sheet.set_row(self.at + 1 + place, LINE * deep)

    def _lines(self, cell: Cell, place: int) -> int:
        """The lines that a cell takes in its column."""
        if not isinstance(cell.value, str):
            return 1
        room = self.widths[place] - INDENT
        return sum(math.ceil(width_of(t) * WIDE / room) or 1 for t in cell.value.split("\n"))

    def _frame(self, table: Table, body: int) -> None:
        """The table itself, from its headings to the row before the total."""
        names = headings([column.title for column in table.columns])
        options = {
            "style": "Table Style Light 1",
            "name": f"Tableau_{self.sheet.index + 1}_{self.at + 1}",
            "autofilter": body > FILTERED,
            "columns": [
                {"header": name, "header_format": self._head(column)}
                for name, column in zip(names, table.columns, strict=True)
            ],
        }
        self.sheet.add_table(self.at, 0, self.at + body, len(names) - 1, options)
        deep = max(
            math.ceil(width_of(name) * WIDE / (self.widths[place] - INDENT))
            for place, name in enumerate(names)
        )
        self.sheet.set_row(self.at, LINE * deep + 3)

    def _head(self, column: Column) -> Any:
        side = "right" if column.kind in NUMERIC else "left"
        look = {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "text_wrap": True}
        inset = {"indent": 1} if column.kind in {"text", "bar"} else {}
        return self.styles.of(**look, **inset, align=side, valign="vcenter")

    def _look(self, table: Table, place: int, column: int, total: bool) -> dict[str, Any]:
        tone = table.tones[place] if table.tones else "plain"
        toned = not table.toned or table.columns[column].key in table.toned
        look: dict[str, Any] = {"font_color": TONES[tone]} if toned and tone in TONES else {}
        if table.columns[column].kind == "name" or total:
            look["bold"] = True
        look |= {"bottom": 1, "bottom_color": HAIRLINE}
        if total:
            look |= {"top": 1, "bg_color": PALE}
        if table.columns[column].kind in {"text", "name", "marked"}:
            look["text_wrap"] = True
        if table.columns[column].kind == "text":
            look |= {"align": "left", "indent": 1}  # numbers on its left end where it begins
        return look

    def _bars(self, table: Table) -> None:
        first, last = self.at + 1, self.at + len(table.rows)
        for place, column in enumerate(table.columns):
            if column.kind == "bar":
                bar = {"type": "data_bar", "bar_solid": True, "bar_only": True, "bar_color": ACCENT}
                ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
                self.sheet.conditional_format(first, place, last, place, bar | ends)

    def _picture(self, picture: Picture) -> None:
        table = tabled(picture)
        top, head = self.at, self.at + 1
        self._table(table)
        if picture.kind == "heatmap" and table.rows:
            self._heat(table, head)
        beside = len(table.columns) + 1
        bottom = self.at
        titled = picture._replace(title=picture.title or self.title)
        for size, chart in charts(self.book, self.ledger, titled):
            self._insert(chart, size, (top, beside), picture)
            bottom = max(bottom, top + (size.rank // 2 + 1) * size.rows + 1)
        self.at = bottom

    def _insert(self, chart: Any, size: Size, at: tuple[int, int], picture: Picture) -> None:
        row, place = at
        options = {
            "description": text_of(picture.alt),
            "x_offset": (size.rank % 2) * (size.width + 10),
            "object_position": 2,  # moves with its cells, keeps its size
        }
        self.sheet.insert_chart(row + size.rank // 2 * size.rows, place, chart, options)

    def _heat(self, table: Table, head: int) -> None:
        """The rates of a table, the higher the darker."""
        places = [i for i, column in enumerate(table.columns) if column.kind == "rate"]
        if places:
            scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#7FB2C9"}
            last = head + len(table.rows)
            self.sheet.conditional_format(head + 1, places[0], last, places[-1], scale)


def _shown(cell: Cell, numbers: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"num_format": numbers} if numbers else {}
    return shown | ({"align": "right"} if cell.right else {})


def headings(titles: Sequence[str]) -> list[str]:
    """The headings of a table, on one line, none empty, no two alike whatever their case."""
    taken: set[str] = set()
    found = []
    for place, title in enumerate(titles, 1):
        plain = text_of(" ".join(title.split()))[:250] or f"Colonne {place}"
        name, rank = plain, 1
        while name.lower() in taken:
            rank += 1
            name = f"{plain} ({rank})"
        taken.add(name.lower())
        found.append(name)
    return found
