"""Long lists written as they come: a spreadsheet, a JSON document, a workbook, none held whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from venez_vivre import NamedTuple
from venez_vivre.reports.document import one_line
from venez_vivre.reports.sheet import BOM, cell
from venez_vivre.screens.pages import Heading

CHUNK = 500
"""Rows or objects written at a time."""

MOST_ROWS = 1_048_575
"""Rows of a sheet of a workbook, its heading left out."""


class Long(NamedTuple):
    """A long list, to be read once: as rows under columns, or as objects under a key.

    `ending` is what a document says after the list, known once it was read; `tab` names a sheet.
    """

    columns: Sequence[Heading]
    rows: Iterable[Sequence[Any]]
    key: str
    objects: Iterable[Mapping[str, Any]]
    ending: Callable[[], Mapping[str, Any]]
    tab: str = "Feuille"


def spreadsheet(source: Long, out: BinaryIO) -> None:
    """`;`, UTF-8 with BOM, formulas disarmed."""
    out.writelines(text.encode("utf-8") for text in _csv(source))


def _csv(source: Long) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow([column.key for column in source.columns])
    for place, row in enumerate(source.rows):
        writer.writerow([cell(value) for value in row])
        if place % CHUNK == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def document(source: Long, out: BinaryIO) -> None:
    """One JSON document, one object of the list a line."""
    out.writelines(text.encode("utf-8") for text in _json(source))


def _json(source: Long) -> Iterator[str]:
    yield f'{{\n"{source.key}": ['
    mark = "\n"
    for one in source.objects:
        yield f"{mark}{one_line(one)}"
        mark = ",\n"
    yield "\n]"
    for key, value in source.ending().items():
        yield f',\n"{key}": {one_line(value)}'
    yield "\n}\n"


def workbook(source: Long, out: BinaryIO) -> None:
    """A workbook with real numbers, a heading that stays, filters; a full sheet has a next one."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415  this format alone

    with Workbook(out, {"constant_memory": True}) as book:
        writer = _Sheets(book, source)
        for row in source.rows:
            writer.add(row)
        writer.end()


class _Sheets:
    """The sheets of a workbook, filled one after the other."""

    def __init__(self, book: Any, source: Long) -> None:
        self.book, self.source = book, source
        self.bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.formats = [
            book.add_format({"num_format": one.numbers}) if one.numbers else None
            for one in source.columns
        ]
        self.count = 0
        self._begin()

    def _begin(self) -> None:
        self.count += 1
        self.at = 0
        tab = self.source.tab if self.count == 1 else f"{self.source.tab} {self.count}"
        self.sheet = self.book.add_worksheet(tab)
        self.sheet.freeze_panes(1, 0)
        for place, column in enumerate(self.source.columns):
            self.sheet.set_column(place, place, column.width)
            self.sheet.write_string(0, place, column.title, self.bold)

    def add(self, row: Sequence[Any]) -> None:
        if self.at == MOST_ROWS:
            self.end()
            self._begin()
        self.at += 1
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                self.sheet.write_number(self.at, place, value, self.formats[place])
            else:
                self.sheet.write_string(self.at, place, cell(value))

    def end(self) -> None:
        self.sheet.autofilter(0, 0, max(self.at, 1), len(self.source.columns) - 1)


STREAMS: dict[str, Callable[[Long, BinaryIO], None]] = {
    "csv": spreadsheet,
    "json": document,
    "xlsx": workbook,
}
"""The formats that long lists are written in."""
