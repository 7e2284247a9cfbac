"""Files of tests/corpus that are made when needed: workbooks, attacks, files of other kinds.

The same bytes come out each time. To look at them::

    python tools/corpus.py FOLDER
"""  # noqa: INP001

from __future__ import annotations

import gzip
import io
import random
import sqlite3
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter

Cells = Sequence[Any]
Maker = Callable[[], bytes]

HEADINGS = ("prenom", "nom", "email", "telephone")
HELENE = ("Hélène", "Kœnig", "helene.koenig@example.org", "06 39 98 00 01")
ZOE = ("Zoë", "Müller", "zoe.muller@example.org", "06 39 98 00 02")
PEOPLE = (HEADINGS, HELENE, ZOE)
NOBODY = ("Luc", "Blin", "", "")
"""Somebody who cannot be reached: a line to reject."""

BORN = datetime(2025, 11, 27)  # noqa: DTZ001  a date written into files, not a moment
MEGABYTE = 1 << 20


# --- tables written in the ordinary way -------------------------------------------------------


def csv_of(*rows: Cells) -> bytes:
    """A table of texts, in UTF-8, with semicolons."""
    return "".join(";".join(row) + "\n" for row in rows).encode()


def workbook(
    draw: Callable[[xlsxwriter.Workbook], None], options: Mapping[str, Any] | None = None
) -> bytes:
    """The bytes of a workbook that `draw` fills."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, **(options or {})})
    book.set_properties({"created": BORN})
    draw(book)
    book.close()
    return kept.getvalue()


def fill(sheet: Any, rows: Iterable[Cells], row: int = 0, column: int = 0) -> None:
    """Write rows from a corner on, each value as what it is."""
    for number, cells in enumerate(rows, start=row):
        for place, cell in enumerate(cells, start=column):
            if cell is not None:
                sheet.write(number, place, cell)


def sheet_of(*rows: Cells, row: int = 0, column: int = 0) -> bytes:
    """A workbook of one sheet."""
    return workbook(lambda book: fill(book.add_worksheet("Inscriptions"), rows, row, column))


def several_sheets() -> bytes:
    """A word of explanation, the table, and a table of something else."""

    def draw(book: xlsxwriter.Workbook) -> None:
        fill(book.add_worksheet("Lisez-moi"), [("Ce classeur vient du site.",)])
        fill(book.add_worksheet("Inscriptions"), PEOPLE)
        fill(book.add_worksheet("Salons"), [("ville", "date"), ("Lyon", "13/11/2025")])

    return workbook(draw)


def hidden_sheet() -> bytes:
    """A hidden sheet of settings before the one that people see."""

    def draw(book: xlsxwriter.Workbook) -> None:
        hidden = book.add_worksheet("Paramètres")
        fill(hidden, [("prenom", "nom", "email"), ("Caché", "Invisible", "cache@example.org")])
        shown = book.add_worksheet("Inscriptions")
        fill(shown, PEOPLE)
        shown.activate()
        shown.set_first_sheet()
        hidden.hide()

    return workbook(draw)


def hidden_rows() -> bytes:
    """A filter that hides a person and a column that is folded away."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        fill(sheet, PEOPLE)
        sheet.autofilter(0, 0, 2, 3)
        sheet.set_row(2, options={"hidden": True})
        sheet.set_column(2, 2, options={"hidden": True})

    return workbook(draw)


def merged_title() -> bytes:
    """A title over all columns, a blank row, then the table; a line to reject."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 3, "Inscriptions – novembre 2025", book.add_format({"bold": 1}))
        fill(sheet, (*PEOPLE, NOBODY), row=2)

    return workbook(draw)


def real_dates(epoch_1904: bool = False) -> bytes:
    """Days and moments as Excel keeps them: numbers under a format of dates."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        fill(sheet, [("date_inscription", "annee_naissance", *HEADINGS)])
        fill(sheet, [HELENE, ZOE], row=1, column=2)
        sheet.write_datetime(1, 0, datetime(2025, 11, 3, 9, 41, 5), moment)  # noqa: DTZ001  same
        sheet.write_datetime(2, 0, datetime(2025, 11, 14, 23, 59, 59), moment)  # noqa: DTZ001
        sheet.write_datetime(1, 1, date(1985, 5, 12), day)
        sheet.write_datetime(2, 1, date(1990, 1, 1), day)

    return workbook(draw, {"date_1904": epoch_1904})


def dates_and_texts() -> bytes:
    """Real days beside days typed as text, in one column."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        people = [HELENE, ZOE, ("Luc", "Blin", "luc.blin@example.org", "")]
        fill(sheet, [("date_inscription", *HEADINGS)])
        fill(sheet, people, row=1, column=1)
        sheet.write_datetime(1, 0, date(2025, 11, 3), day)
        sheet.write(2, 0, "13/11/2025")
        sheet.write(3, 0, "04/11/2025")

    return workbook(draw)


def impossible_serials() -> bytes:
    """Numbers of days that no calendar has, under a format of dates."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        fill(sheet, [("date_inscription", *HEADINGS)])
        people = [(f"Anna{n}", "Roy", f"anna{n}@example.org", "") for n in range(4)]
        fill(sheet, people, row=1, column=1)
        for row, serial in enumerate((-5, 99_999_999, 1e300, 45964), start=1):
            sheet.write_number(row, 0, serial, day)

    return workbook(draw)


def numbers_and_texts() -> bytes:
    """Numbers stored as text, and text stored as numbers."""
    head = ("reference_externe", *HEADINGS, "code_postal", "pays", "enfants", "annee_naissance")
    return sheet_of(
        head,
        (12, *HELENE[:3], 639_980_001, 1000, "France", 2, 1985),
        (13.0, *ZOE[:3], 33_639_980_002, 57000, "France", 1.0, "1990"),
        ("0014", "Luc", "Blin", "luc.blin@example.org", "0639980003", "01000", "", "2", 1991.0),
    )


def formatted_phone() -> bytes:
    """A phone whose zero and blanks are only a format of numbers."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        phone = book.add_format({"num_format": '0#" "##" "##" "##" "##'})
        fill(sheet, [HEADINGS, HELENE[:3]])
        sheet.write_number(1, 3, 639_980_001, phone)

    return workbook(draw)


def formulas() -> bytes:
    """Formulas with the value that was last computed, one without any."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        fill(sheet, [(*HEADINGS, "message"), HELENE, ZOE])
        sheet.write_formula(1, 1, '=PROPER("kœnig")', None, "Kœnig")
        sheet.write_formula(1, 4, '=HYPERLINK("http://example.org","ici")', None, "ici")
        sheet.write_formula(2, 4, '=CONCATENATE("a","b")', None, "")

    return workbook(draw)


def error_cells() -> bytes:
    """#N/A, #REF!, #NOM? where a commune, a child or a first name was looked up."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        fill(sheet, [(*HEADINGS, "commune", "enfants", "date_inscription"), HELENE, ZOE])
        sheet.write_formula(1, 4, "=VLOOKUP(1,A1:B2,2,0)", None, "#N/A")
        sheet.write_formula(1, 5, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 6, "=A99+x", None, "#NAME?")

    return workbook(draw)


def ticked_boxes() -> bytes:
    """True and false as cells of their own kind."""
    return sheet_of((*HEADINGS, "consentement", "jardin"), (*HELENE, True, False))


def rich_text() -> bytes:
    """A name of which one letter is bold, a note, a link, an e-mail."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        fill(sheet, [HEADINGS])
        sheet.write_rich_string(1, 0, "Hél", bold, "è", "ne")
        sheet.write_string(1, 1, "Kœnig")
        sheet.write_url(1, 2, "mailto:helene.koenig@example.org", string=HELENE[2])
        sheet.write_string(1, 3, HELENE[3])
        sheet.write_comment(1, 0, "à rappeler")

    return workbook(draw)


def protected_sheet() -> bytes:
    """A sheet that may be read but not changed."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        fill(sheet, PEOPLE)
        sheet.protect("secret")

    return workbook(draw)


def chart_alone() -> bytes:
    """A workbook of a chart and an empty sheet."""

    def draw(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Vide")
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Vide!$A$1:$A$3"})
        book.add_chartsheet("Graphique").set_chart(chart)

    return workbook(draw)


def formulas_in_texts() -> bytes:
    """Texts that a spreadsheet would run if they were typed, one of them on a line to reject."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        fill(sheet, [(*HEADINGS, "message")])
        rows = [(*HELENE, "=1+1"), (*ZOE, "+33 6"), (*NOBODY, '=cmd|"/C calc"!A0')]
        for number, cells in enumerate(rows, start=1):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell)

    return workbook(draw)


def microsoft_forms() -> bytes:
    """What Microsoft Forms gives: a table with real moments and a question in the heading."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Form1")
        moment = book.add_format({"num_format": "m/d/yy h:mm:ss"})
        head = (
            "ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom",
            "Heure de la dernière modification", "Votre numéro de téléphone\n",
            "Dans quel délai souhaitez-vous vous installer ?",
        )  # fmt: skip
        fill(sheet, [head])
        for row, (first, last, email, phone) in enumerate((HELENE, ZOE), start=1):
            sheet.write_number(row, 0, row)
            sheet.write_datetime(row, 1, datetime(2025, 11, 2 + row, 9, 40), moment)  # noqa: DTZ001
            sheet.write_datetime(row, 2, datetime(2025, 11, 2 + row, 9, 41), moment)  # noqa: DTZ001
            fill(sheet, [(email, f"{first} {last.upper()}", None, phone, "3 à 6 mois")], row, 3)

    return workbook(draw)


def contacts_workbook() -> bytes:
    """Exchanges of two households."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        fill(sheet, [("foyer", "date", "canal", "resultat", "resume")])
        fill(sheet, [("anna.roy@example.org", None, "téléphone", "joint", "Ligne 1\nLigne 2")], 1)
        fill(sheet, [("absent@example.org", None, "téléphone", "joint", "")], 2)
        for row in (1, 2):
            sheet.write_datetime(row, 1, date(2025, 11, 13), day)

    return workbook(draw)


# --- workbooks put together by hand -----------------------------------------------------------

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHARED = f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def parts(
    sheet: bytes | str, *, shared: bytes | str | None = None, space: str = MAIN, more: str = ""
) -> dict[str, bytes]:
    """The files inside a workbook of one sheet, whose XML is given."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    found = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{space}" xmlns:r="{RELATIONS}">{more}'
        '<sheets><sheet name="Feuil1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f"{SHARED if shared is not None else ''}</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
    }
    if shared is not None:
        found["xl/sharedStrings.xml"] = shared
    return {
        name: part if isinstance(part, bytes) else part.encode() for name, part in found.items()
    }


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """These files as one zip, always the same."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method, compresslevel=9) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = method
            archive.writestr(member, content)
    return kept.getvalue()


def inline(text: str, reference: str = "") -> str:
    """A cell that holds its own text."""
    where = f' r="{reference}"' if reference else ""
    return f'<c{where} t="inlineStr"><is><t>{text}</t></is></c>'


def rows_of(*rows: Cells) -> str:
    """Rows of inline texts, without a word on where each one stands."""
    return "".join(f"<row>{''.join(map(inline, cells))}</row>" for cells in rows)


def sheet_xml(data: str, *, head: str = "", space: str = MAIN, before: str = "") -> str:
    """The XML of a sheet."""
    return (
        f'{XML}{before}<worksheet xmlns="{space}">{head}<sheetData>{data}</sheetData></worksheet>'
    )


def hand_made(data: str, *, head: str = "", before: str = "") -> bytes:
    """A workbook whose only sheet holds that XML."""
    return zipped(parts(sheet_xml(data, head=head, before=before)))


def far_cell() -> bytes:
    """1.4 kB: headings, and one cell in the last corner that a sheet can have."""
    last = f'<row r="1048576">{inline("x", "XFD1048576")}</row>'
    return hand_made(f'<row r="1">{inline("prenom", "A1")}{inline("nom", "B1")}</row>{last}')


def far_column() -> bytes:
    """A heading in the last column."""
    return hand_made(f'<row r="1">{inline("prenom", "A1")}{inline("nom", "XFD1")}</row>')


def beyond_the_grid() -> bytes:
    """A cell where no sheet has any."""
    row = f'<row r="4000000000">{inline("x", "ZZZZZZ4000000000")}</row>'
    return hand_made(f"{rows_of(*PEOPLE)}{row}")


def wrong_dimension() -> bytes:
    """Two people in a sheet that says it fills the whole grid (some programs do)."""
    return hand_made(rows_of(*PEOPLE), head='<dimension ref="A1:XFD1048576"/>')


def placed(row: int, cells: Cells) -> str:
    """A row of inline texts that say where they stand."""
    texts = (inline(text, f"{column}{row}") for column, text in zip("ABCD", cells, strict=True))
    return f'<row r="{row}">{"".join(texts)}</row>'


def placed_rows() -> bytes:
    """Two people on rows 3 and 7, which their cells say, and a line to reject between."""
    rows = [(1, HEADINGS), (3, HELENE), (5, NOBODY), (7, ZOE)]
    return hand_made("".join(placed(row, cells) for row, cells in rows))


def rows_backwards() -> bytes:
    """Rows that go back up, and one that comes twice."""
    rows = [(3, ZOE), (1, HEADINGS), (2, HELENE), (2, HELENE)]
    return hand_made("".join(placed(row, cells) for row, cells in rows))


def shared_beyond_the_table() -> bytes:
    """A cell that points at a shared text that is not there."""
    data = f'{rows_of(HEADINGS)}<row><c t="s"><v>999999</v></c><c t="s"><v>-1</v></c></row>'
    shared = f'{XML}<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>a</t></si></sst>'
    return zipped(parts(sheet_xml(data), shared=shared))


def strict_dialect() -> bytes:
    """« Feuille de calcul Open XML stricte »."""
    return zipped(parts(sheet_xml(rows_of(*PEOPLE), space=STRICT), space=STRICT))


def prefixed_names() -> bytes:
    """Every element under a prefix, as some libraries write them."""
    data = rows_of(*PEOPLE).replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    sheet = f'{XML}<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{data}</x:sheetData></x:worksheet>'
    return zipped(parts(sheet))


def heavy(megabytes: int, part: str) -> bytes:
    """A zip of about a megabyte whose sheet, or shared texts, inflate to hundreds."""
    cell = inline("x" * 1000)
    row = f"<row>{cell * 100}</row>".encode()
    many = megabytes * MEGABYTE // len(row)
    if part == "sheet":
        head, tail = sheet_xml("|").encode().split(b"|")
        return zipped(parts(head + row * many + tail))
    text = b"<si><t>" + b"x" * 100_000 + b"</t></si>"
    shared = f'{XML}<sst xmlns="{MAIN}">'.encode() + text * (megabytes * 10) + b"</sst>"
    return zipped(parts(sheet_xml(rows_of(*PEOPLE)), shared=shared))


def lying_sizes() -> bytes:
    """The same bomb, whose directory says that everything is small."""
    content = bytearray(heavy(200, "sheet"))
    where = 0
    while (where := content.find(b"PK\x01\x02", where)) >= 0:
        (size,) = struct.unpack_from("<I", content, where + 24)
        if size > MEGABYTE:
            struct.pack_into("<I", content, where + 24, 4096)
        where += 4
    where = 0
    while (where := content.find(b"PK\x03\x04", where)) >= 0:
        (size,) = struct.unpack_from("<I", content, where + 22)
        if size > MEGABYTE:
            struct.pack_into("<I", content, where + 22, 4096)
        where += 4
    return bytes(content)


def laughs() -> bytes:
    """Entities that multiply tenfold nine times."""
    kinds = ['<!ENTITY a0 "ha">']
    kinds += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return hand_made(rows_of(*PEOPLE, ("&a9;",) * 4), before=f"<!DOCTYPE r [{''.join(kinds)}]>")


def outside_entity() -> bytes:
    """An entity that names a file of the machine."""
    said = '<!DOCTYPE r [<!ENTITY dehors SYSTEM "file:///etc/passwd">]>'
    return hand_made(rows_of(HEADINGS, ("&dehors;", *HELENE[1:])), before=said)


def deep_nesting() -> bytes:
    """A hundred thousand elements inside one another."""
    return hand_made("<row>" + "<c><is>" * 100_000 + "</is></c>" * 100_000 + "</row>")


def broken_xml() -> bytes:
    """A sheet that stops in the middle of a tag."""
    return zipped(parts(sheet_xml(rows_of(*PEOPLE))[:400]))


def missing_sheet() -> bytes:
    """A workbook whose sheet is not in the zip."""
    files = parts("")
    del files["xl/worksheets/sheet1.xml"]
    return zipped(files)


def many_entries() -> bytes:
    """A workbook with tens of thousands of files that nobody asked for."""
    files = parts(sheet_xml(rows_of(*PEOPLE)))
    return zipped({**files, **{f"xl/media/image{n}.png": b"" for n in range(30_000)}})


def climbing_names() -> bytes:
    """Entries that would be written outside a folder, if anybody unpacked them."""
    files = parts(sheet_xml(rows_of(*PEOPLE)))
    return zipped({**files, "../../../dehors.txt": b"x", "/tmp/dehors.txt": b"x"})  # noqa: S108


def with_macros() -> bytes:
    """A workbook that carries a program."""
    files = parts(sheet_xml(rows_of(*PEOPLE)))
    types = files["[Content_Types].xml"].replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled"
    )
    return zipped({**files, "[Content_Types].xml": types, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def longest_text() -> bytes:
    """A cell of forty million letters in a zip of forty kilobytes."""
    return hand_made(rows_of(HEADINGS, ("x" * 40_000_000, *HELENE[1:])))


def endless_rows() -> bytes:
    """Empty rows by the hundred thousand, which a format given to whole columns leaves behind."""
    empty = "".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(4, 300_000))
    return hand_made(rows_of(*PEOPLE) + empty)


def document() -> bytes:
    """A Word document."""
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": f"{XML}<w:document><w:t>Bonjour</w:t></w:document>".encode(),
        }
    )


def open_document() -> bytes:
    """A LibreOffice spreadsheet."""
    content = f"{XML}<office:document-content/>".encode()
    return zipped(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content},
        zipfile.ZIP_STORED,
    )


def cut(content: Maker, part: float) -> bytes:
    """The beginning of a file."""
    whole = content()
    return whole[: int(len(whole) * part)]


# --- files of other kinds ---------------------------------------------------------------------


def picture() -> bytes:
    """A red PNG of one point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        summed = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + summed

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
        + chunk(b"IEND", b"")
    )


def database() -> bytes:
    """A SQLite base that is not ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "autre.db"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE personne (nom TEXT)")
        connection.commit()
        connection.close()
        return path.read_bytes()


def noise(size: int) -> bytes:
    """Bytes without any sense, always the same."""
    return random.Random(20251127).randbytes(size)  # noqa: S311  no secret


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480)
"""How Excel keeps a workbook that needs a password: its name in the directory of an OLE file."""


def deep_json() -> bytes:
    """An answer whose offer is a list in a list, a hundred thousand times."""
    return b'{"resultats": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


def wide(columns: int) -> bytes:
    """A table of that many columns."""
    head = [*HEADINGS, *(f"question {n}" for n in range(columns - len(HEADINGS)))]
    return csv_of(head, [*HELENE, *[""] * (columns - len(HEADINGS))])


def long_message(letters: int) -> bytes:
    """A message of that many letters."""
    return csv_of((*HEADINGS, "message"), (*HELENE, "é" * letters), (*ZOE, "court"))


def endless_line() -> bytes:
    """Thirty megabytes without a line break."""
    return b"prenom;nom;email\n" + b"x" * (30 * MEGABYTE)


def quote_and_many_lines() -> bytes:
    """A quote that nothing closes, and thirty megabytes below."""
    line = b"Luc;Blin;luc.blin@example.org\n"
    return b'prenom;nom;email\nAnna;"Roy;anna@example.org\n' + line * MEGABYTE


MADE: dict[str, Maker] = {
    # shapes
    "shapes/1200-columns.csv": partial(wide, 1200),
    "shapes/900-columns.csv": partial(wide, 900),
    "shapes/message-of-30000-letters.csv": partial(long_message, 30_000),
    "shapes/cell-of-two-megabytes.csv": partial(long_message, MEGABYTE),
    # foreign
    "foreign/pdf.csv": lambda: PDF,
    "foreign/picture.csv": picture,
    "foreign/database.csv": database,
    "foreign/zip.csv": lambda: zipped({"inscriptions.csv": csv_of(*PEOPLE)}),
    "foreign/gzip.csv": lambda: gzip.compress(csv_of(*PEOPLE), mtime=0),
    "foreign/word.csv": document,
    "foreign/word.xlsx": document,
    "foreign/open-document.ods": open_document,
    "foreign/open-document.xlsx": open_document,
    "foreign/old-workbook.csv": lambda: OLE + bytes(2048),
    "foreign/noise.csv": partial(noise, 20_000),
    "foreign/workbook.csv": partial(sheet_of, *PEOPLE),
    "foreign/table.xlsx": partial(csv_of, *PEOPLE),
    # workbooks
    "workbooks/ordinary.xlsx": partial(sheet_of, *PEOPLE),
    "workbooks/several-sheets.xlsx": several_sheets,
    "workbooks/hidden-sheet.xlsx": hidden_sheet,
    "workbooks/hidden-rows.xlsx": hidden_rows,
    "workbooks/empty.xlsx": sheet_of,
    "workbooks/chart-alone.xlsx": chart_alone,
    "workbooks/only-headings.xlsx": partial(sheet_of, HEADINGS),
    "workbooks/from-row-5.xlsx": partial(sheet_of, *PEOPLE, NOBODY, row=4),
    "workbooks/from-column-c.xlsx": partial(sheet_of, *PEOPLE, NOBODY, row=2, column=2),
    "workbooks/merged-title.xlsx": merged_title,
    "workbooks/real-dates.xlsx": real_dates,
    "workbooks/real-dates-1904.xlsx": partial(real_dates, epoch_1904=True),
    "workbooks/dates-and-texts.xlsx": dates_and_texts,
    "workbooks/impossible-serials.xlsx": impossible_serials,
    "workbooks/numbers-and-texts.xlsx": numbers_and_texts,
    "workbooks/formatted-phone.xlsx": formatted_phone,
    "workbooks/formulas.xlsx": formulas,
    "workbooks/formulas-in-texts.xlsx": formulas_in_texts,
    "workbooks/error-cells.xlsx": error_cells,
    "workbooks/ticked-boxes.xlsx": ticked_boxes,
    "workbooks/rich-text.xlsx": rich_text,
    "workbooks/protected-sheet.xlsx": protected_sheet,
    "workbooks/microsoft-forms.xlsx": microsoft_forms,
    "workbooks/inline-texts.xlsx": lambda: hand_made(rows_of(*PEOPLE)),
    "workbooks/wrong-dimension.xlsx": wrong_dimension,
    "workbooks/placed-rows.xlsx": placed_rows,
    "workbooks/strict-dialect.xlsx": strict_dialect,
    "workbooks/prefixed-names.xlsx": prefixed_names,
    "workbooks/with-macros.xlsm": with_macros,
    "contacts/exchanges.xlsx": contacts_workbook,
    # hostile
    "hostile/far-cell.xlsx": far_cell,
    "hostile/far-column.xlsx": far_column,
    "hostile/beyond-the-grid.xlsx": beyond_the_grid,
    "hostile/heavy-sheet.xlsx": partial(heavy, 400, "sheet"),
    "hostile/heavy-texts.xlsx": partial(heavy, 400, "texts"),
    "hostile/lying-sizes.xlsx": lying_sizes,
    "hostile/laughs.xlsx": laughs,
    "hostile/outside-entity.xlsx": outside_entity,
    "hostile/deep-nesting.xlsx": deep_nesting,
    "hostile/broken-xml.xlsx": broken_xml,
    "hostile/missing-sheet.xlsx": missing_sheet,
    "hostile/shared-beyond-the-table.xlsx": shared_beyond_the_table,
    "hostile/rows-backwards.xlsx": rows_backwards,
    "hostile/many-entries.xlsx": many_entries,
    "hostile/climbing-names.xlsx": climbing_names,
    "hostile/longest-text.xlsx": longest_text,
    "hostile/endless-rows.xlsx": endless_rows,
    "hostile/cut-short.xlsx": partial(cut, partial(sheet_of, *PEOPLE), 0.7),
    "hostile/encrypted.xlsx": lambda: ENCRYPTED,
    "hostile/deep.json": deep_json,
    "hostile/endless-line.csv": endless_line,
    "hostile/quote-and-many-lines.csv": quote_and_many_lines,
}
"""Each file by its place in the corpus, and what makes it."""


def main(folder: Path) -> None:
    """Write every file under a folder."""
    for name, make in MADE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
