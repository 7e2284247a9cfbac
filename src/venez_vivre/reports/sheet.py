"""A page as a spreadsheet that French Excel opens right: `;`, UTF-8 with BOM, formulas disarmed."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from venez_vivre.intake.formulas import armed
from venez_vivre.screens.pages import Page, Picture, Table
from venez_vivre.texts import clean

BOM = "\ufeff"


def render(page: Page, *, colored: bool, width: int) -> str:  # noqa: ARG001  same call for every format
    """The page's records, else its list of records, or its first table when it is no list."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in _rows(page):
        writer.writerow([cell(value) for value in row])
    return BOM + out.getvalue()


def _rows(page: Page) -> list[list[Any]]:
    records = page.data if page.records is None else [dict(one) for one in page.records()]
    if isinstance(records, list) and records and all(isinstance(r, dict) for r in records):
        return [list(records[0]), *(list(record.values()) for record in records)]
    if records == [] and page.keys:
        return [list(page.keys)]
    for drawn in page.blocks():
        block = drawn.table if isinstance(drawn, Picture) else drawn
        if isinstance(block, Table):
            kept = [i for i, column in enumerate(block.columns) if column.kind != "bar"]
            head: list[Any] = [block.columns[i].key for i in kept]
            return [head, *([row[i] for i in kept] for row in block.rows)]
    return [list(records), list(records.values())] if isinstance(records, dict) else []


def cell(value: Any) -> str:
    """One cell; a text that a spreadsheet would run gets an apostrophe, which imports take off."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value:.12g}".replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (list, tuple)):
        value = "|".join(str(v) for v in value)
    text = clean(str(value), multiline=True)
    return armed([text])[0]
