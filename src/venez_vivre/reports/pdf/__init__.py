"""A page as a document to be printed for a meeting: A4, numbered pages, readable by every reader.

The template is ours; what a page says reaches it as data (`sys.inputs`) and is never read as
markup. No file is written, and the fonts of the machine are ignored: the same page gives the same
bytes everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from venez_vivre.reports.alike import moment
from venez_vivre.reports.pdf.document import document
from venez_vivre.screens.pages import Page

if TYPE_CHECKING:
    from typst import PDFStandard

HERE = Path(__file__).parent

ARCHIVE: PDFStandard = "a-2a"
"""PDF/A: what an archive keeps. It wants a date."""
READABLE: PDFStandard = "ua-1"
"""PDF/UA: what a screen reader reads aloud."""


def render(page: Page, *, colored: bool, width: int) -> bytes:  # noqa: ARG001  same call for every format
    """Every block in its order, typeset on A4 pages."""
    made = moment(page)
    data = json.dumps(document(page, made), ensure_ascii=False)
    return typeset(data, made)


def typeset(data: str, made: datetime | None) -> bytes:
    """The pages of a document, made accessible.

    A character that no font of ours draws is an empty box, and the standards refuse it: such a
    document is tagged like the others, but does not claim them. A report is never refused.
    """
    from typst import TypstError  # noqa: PLC0415  this format alone

    standards = [READABLE, ARCHIVE] if made else [READABLE]
    try:
        return _compiled(data, made, standards)
    except TypstError as error:
        if not str(error).startswith("PDF/"):
            raise
        return _compiled(data, made, [])


def _compiled(data: str, made: datetime | None, standards: Sequence[PDFStandard]) -> bytes:
    import typst  # noqa: PLC0415  this format alone

    return typst.compile(
        HERE / "report.typ",
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=list(standards),
        timestamp=made or 0,
    )
