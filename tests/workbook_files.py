"""Workbooks for tests: written by XlsxWriter, or part by part for what no spreadsheet writes."""

from __future__ import annotations

import struct
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>nom</t></is></c></row>'


def workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """A workbook with these sheets, by name, each a table of values that Excel knows."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties(
            {"created": datetime(2025, 1, 1, tzinfo=UTC)}
        )  # the same bytes each time
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if isinstance(cell, str):
                        sheet.write_string(number, place, cell)
                    else:
                        sheet.write(number, place, cell)
    return path


def parts(cells: str, shared: str = "", sheet: str | None = None) -> dict[str, str]:
    """The parts of the least workbook, whose only sheet has these rows."""
    package = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Feuil1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
        f'Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst>{shared}</sst>",
        "xl/worksheets/sheet1.xml": sheet
        or f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
    }


def zipped(path: Path, entries: Mapping[str, str | bytes] | Iterable[tuple[str, str]]) -> Path:
    """A zip of these entries; the same name may come twice."""
    pairs = entries.items() if isinstance(entries, Mapping) else entries
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        warnings.simplefilter("ignore")
        for name, content in pairs:
            out.writestr(name, content)
    return path


def raw(path: Path, cells: str, **more: str) -> Path:
    """The least workbook, with these rows as XML."""
    return zipped(path, parts(cells, **more))


def bomb(path: Path, part: str, megabytes: int) -> Path:
    """A small workbook of which one part inflates to that much."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts(HEAD).items():
            if name != part:
                out.writestr(name, content)
        with out.open(part, "w") as file:
            for _ in range(megabytes):
                file.write(b"<c/>" * (1 << 18))
    return path


def lying(path: Path, part: str, claimed: int) -> Path:
    """The same workbook, but for the size that a part claims to have once inflated."""
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        place, name = book.getinfo(part).header_offset, part.encode()
    struct.pack_into("<I", content, place + 22, claimed)
    entry = content.index(b"PK\x01\x02", place)
    while content[entry + 46 : entry + 46 + len(name)] != name:
        entry = content.index(b"PK\x01\x02", entry + 4)
    struct.pack_into("<I", content, entry + 24, claimed)
    path.write_bytes(content)
    return path


def far(reference: str, cell: str = '<c r="{}"><v>1</v></c>') -> str:
    """The first row, then one cell at the end of the world."""
    return HEAD + f'<row r="1048576">{cell.format(reference)}</row>'


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
LAST = "XFD1048576"

HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "lone cell": (lambda p: raw(p, far(LAST)), f"jusqu’à {LAST}"),
    "lone row and column": (
        lambda p: raw(p, HEAD + '<row r="99999"><c r="ZZ99999"><v>1</v></c></row>'),
        "jusqu’à ZZ99999",
    ),
    "single quotes": (lambda p: raw(p, far(LAST, "<c r='{}'><v>1</v></c>")), LAST),
    "blanks around the sign": (lambda p: raw(p, far(LAST, '<c r = "{}" ><v>1</v></c>')), LAST),
    "style before reference": (lambda p: raw(p, far(LAST, '<c s="0" r="{}"><v>1</v></c>')), LAST),
    "prefixed": (
        lambda p: raw(
            p, "", sheet='<x:worksheet xmlns:x="y"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1'
            '</x:v></x:c></x:row><x:row><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'
            "</x:sheetData></x:worksheet>",
        ),
        LAST,
    ),
    "by position": (
        lambda p: raw(
            p, HEAD + '<row r="1048576"><c r="XFC1048576"/><c><v>1</v></c></row>'
        ),
        LAST,
    ),
    "small letters": (lambda p: raw(p, far("xfd1048576")), LAST),
    "inline text": (
        lambda p: raw(p, far(LAST, '<c r="{}" t="inlineStr"><is><t>x</t></is></c>')), LAST,
    ),
    "another row in a plain row": (
        lambda p: raw(p, HEAD + f'<row r="2"><c r="{LAST}"><v>1</v></c></row>'), LAST,
    ),
    "comment around a row": (
        lambda p: raw(p, HEAD + f'<!-- <row r="2"><c r="A2"><v>1</v></c></row> -->{far(LAST)}'),
        LAST,
    ),
    "comment made by what is cut": (
        lambda p: raw(p, HEAD + f'<!-<row r="2"><c r="A2"/></row>- {far(LAST)} -->'), "abîmé",
    ),
    "beyond the last column": (lambda p: raw(p, far("XFE1048576")), "abîmé"),
    "four letters": (lambda p: raw(p, far("AAAA1")), "abîmé"),
    "a row that wraps around": (lambda p: raw(p, far("A4294967298")), "abîmé"),
    "row nought": (lambda p: raw(p, HEAD + '<row r="0"><c r="A0"><v>1</v></c></row>'), "abîmé"),
    "digits of another script": (lambda p: raw(p, far("A٣")), "abîmé"),
    "one text for all": (
        lambda p: raw(
            p,
            "".join(
                f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001)
            ),
            shared=f"<si><t>{'x' * 32_000}</t></si>",
        ),
        "démesuré",
    ),
    "one text for all, oddly written": (
        lambda p: raw(
            p,
            "".join(
                f"<row r='{n}'><c t='s' r='A{n}'><v> 1 </v></c></row>" for n in range(1, 20_001)
            ),
            shared=f"<si><t>{'x' * 32_000}</t></si><si><t>x</t></si>",
        ),
        "démesuré",
    ),
    "texts without number": (
        lambda p: zipped(
            p, parts(HEAD) | {"xl/sharedStrings.xml": f'<sst uniqueCount="{10**13}"/>'}
        ),
        "démesuré",
    ),
    "deep": (lambda p: raw(p, "<a>" * 200_000), "abîmé"),
    "inflating sheet": (lambda p: bomb(p, "xl/worksheets/sheet1.xml", 300), "démesuré"),
    "inflating texts": (lambda p: bomb(p, "xl/sharedStrings.xml", 60), "démesuré"),
    "inflating picture": (lambda p: bomb(p, "xl/media/image1.png", 60), "démesuré"),
    "more than it claims": (
        lambda p: lying(
            bomb(p, "xl/worksheets/sheet1.xml", 300), "xl/worksheets/sheet1.xml", 5_000
        ),
        "abîmé",
    ),
    "less than it claims": (
        lambda p: lying(raw(p, HEAD), "xl/worksheets/sheet1.xml", 1_000_000), "abîmé",
    ),
    "laughs in the sheet": (
        lambda p: raw(p, "", sheet=LAUGHS + "<worksheet><sheetData/></worksheet>"), "entités",
    ),
    "laughs in the texts": (
        lambda p: zipped(p, parts(HEAD) | {"xl/sharedStrings.xml": LAUGHS + "<sst/>"}), "entités",
    ),
    "laughs in the workbook": (
        lambda p: zipped(p, parts(HEAD) | {"xl/workbook.xml": LAUGHS + "<workbook/>"}), "entités",
    ),
    "laughs nobody reads": (
        lambda p: zipped(p, parts(HEAD) | {"docProps/app.xml": LAUGHS + "<x/>"}), "entités",
    ),
    "a hundred thousand entries": (
        lambda p: zipped(p, parts(HEAD) | {f"xl/media/{n}": "" for n in range(100_000)}),
        "démesuré",
    ),
    "the same part twice": (
        lambda p: zipped(p, [*parts(HEAD).items(), *parts(far(LAST)).items()]), "abîmé",
    ),
    "the same part in capitals": (
        lambda p: zipped(p, parts(HEAD) | {"XL/Worksheets/Sheet1.XML": far(LAST)}), "abîmé",
    ),
    "cut": (
        lambda p: p.write_bytes(raw(p, HEAD).read_bytes()[:-40]) and p, "abîmé",
    ),
    "no sheet": (
        lambda p: zipped(p, parts(HEAD) | {"xl/workbook.xml": "<workbook/>"}), "abîmé",
    ),
    "no part for its sheet": (
        lambda p: zipped(
            p, {k: v for k, v in parts(HEAD).items() if k != "xl/worksheets/sheet1.xml"}
        ),
        "abîmé",
    ),
    "cut in the middle of the sheet": (
        lambda p: raw(p, "", sheet=f"<worksheet><sheetData>{HEAD}"), "abîmé",
    ),
    "not XML": (lambda p: raw(p, "", sheet="nom;ville"), "abîmé"),
    "an index without its text": (
        lambda p: raw(p, '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "abîmé",
    ),
    "a text document": (lambda p: zipped(p, {"word/document.xml": "<x/>"}), "document Word"),
    "slides": (lambda p: zipped(p, {"ppt/presentation.xml": "<x/>"}), "PowerPoint"),
    "open document": (
        lambda p: zipped(p, {"mimetype": "x", "content.xml": "<x/>"}), "LibreOffice",
    ),
    "binary workbook": (lambda p: zipped(p, {"xl/workbook.bin": "x"}), ".xlsb"),
    "an archive": (lambda p: zipped(p, {"inscrits.csv": "nom;ville\n"}), "une archive"),
    "an old workbook": (
        lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600)) and p, "ancien classeur",
    ),
    "a password": (
        lambda p: p.write_bytes(
            b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
        )
        and p,
        "mot de passe",
    ),
    "an empty archive": (lambda p: zipped(p, {}), "archive vide"),
}  # fmt: skip
"""Files made to harm or to mislead: how to write them, and what the refusal says."""
