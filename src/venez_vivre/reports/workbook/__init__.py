"""A page as a workbook: one sheet a section, real tables, numbers as numbers, native charts.

Text never becomes a formula nor a link. The same page gives the same bytes: the file says the day
of the page, and its archive no day at all.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from venez_vivre.dates import short
from venez_vivre.reports.alike import headline, moment
from venez_vivre.reports.workbook.charts import Ledger
from venez_vivre.reports.workbook.drawing import Drawing
from venez_vivre.reports.workbook.styles import Styles
from venez_vivre.reports.workbook.tabs import Tab, tabs
from venez_vivre.screens.pages import Page
from venez_vivre.texts import shorten

UNDATED = datetime(1980, 1, 1)  # noqa: DTZ001  the day of archives that say none
INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
PAPER_A4 = 9


def render(page: Page, *, colored: bool, width: int) -> bytes:  # noqa: ARG001  same call for every format
    """Every block in its order, a sheet for what precedes the sections and one for each."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415  this format alone

    blocks, made = page.blocks(), moment(page)
    title = headline(blocks)
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, **INERT}) as book:
        # A workbook knows no time zone.
        created = made.replace(tzinfo=None) if made else UNDATED
        book.set_properties({"title": title, "author": "venez-vivre", "created": created})
        styles, ledger = Styles(book), Ledger()
        for tab in tabs(blocks, title):
            sheet = _sheet(book, tab.name, title, made)
            Drawing(book, sheet, styles, ledger).draw(tab, _subtitle(tab, title, made))
        if ledger.lines:
            ledger.write(_sheet(book, ledger.name, title, made), styles)
    return out.getvalue()


def _subtitle(tab: Tab, title: str, made: datetime | None) -> str:
    said = [title] if tab.title != title else []
    return " · ".join([*said, f"établi le {short(made)}"] if made else said)


def _sheet(book: Any, name: str, title: str, made: datetime | None) -> Any:
    """A sheet that prints on A4 pages, lying, as wide as one page, numbered."""
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
    sheet.set_header(f"&L{_literal(title)}&R{_literal(name)}")
    sheet.set_footer(f"&L{short(made) if made else ''}&Rpage &P / &N")
    return sheet


def _literal(text: str) -> str:
    """A text in a header, where an ampersand begins an order; a header holds 255 characters."""
    return shorten(text, 80).replace("&", "&&")
