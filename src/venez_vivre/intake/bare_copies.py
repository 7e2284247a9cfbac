"""The bare copy of a sheet that python-calamine is given: it aborts or swells on some workbooks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from venez_vivre.intake.parts import Package, damaged
from venez_vivre.intake.scratch import scratch

SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
"""What the parts of a copy are called."""


def cells_of(
    package: Package, tab: str, sources: Mapping[str, str], *, from_1904: bool, mend: bool
) -> Any:
    """The cells of a sheet that was looked through, as python-calamine holds them.

    `sources` says which part of the package each part of the copy is. With `mend`, errors that
    python-calamine does not know become one that it does.

    Raises:
        Refused: it cannot be read after all.

    """
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  workbooks only

    with scratch(".xlsx") as copy:
        with zipfile.ZipFile(copy, "w") as out:
            for part, content in _skeleton(tab, from_1904=from_1904).items():
                out.writestr(part, content)
            for name, part in sources.items():
                if part in package:
                    blocks = package.blocks(part)
                    _write(out, name, _errors_mended(blocks) if mend and name == SHEET else blocks)
        try:
            with CalamineWorkbook.from_path(str(copy)) as workbook:
                return workbook.get_sheet_by_index(0)
        except CalamineError:
            raise damaged(package.name) from None
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # how Rust says that it gives up
                raise damaged(package.name) from None
            raise


def _write(out: zipfile.ZipFile, name: str, blocks: Iterator[bytes]) -> None:
    with out.open(name, "w") as file:
        for block in blocks:
            file.write(block)


_RECENT_ERRORS = re.compile(
    rb"<v>#(?:SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|EXTERNAL!|BUSY!|PYTHON!|TIMEOUT!"
    rb"|GETTING_DATA)</v>"
)
"""Errors of recent spreadsheets that python-calamine does not know."""


def _errors_mended(blocks: Iterator[bytes]) -> Iterator[bytes]:
    left = b""
    for block in blocks:
        head, end, left = (left + block).rpartition(b"</v>")
        yield _RECENT_ERRORS.sub(b"<v>#N/A</v>", head + end)
    yield left


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _skeleton(tab: str, *, from_1904: bool) -> dict[str, str]:
    """The parts that say where the others are, for a workbook of one sheet."""
    shared = (
        ("worksheet", SHEET),
        ("sharedStrings", STRINGS),
        ("styles", STYLES),
    )
    links = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="/{target}"/>'
        for number, (kind, target) in enumerate(shared, start=1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<workbookPr date1904="{int(from_1904)}"/><sheets>'
        f'<sheet name={quoteattr(tab)} sheetId="1" r:id="r1"/></sheets></workbook>',
    }
