"""A workbook reads as it shows: numbers, days and rows; what is made to harm is refused."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_signup, query
from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake import rejects, sheets, toprows
from venez_vivre.intake.columns import SIGNUPS
from venez_vivre.intake.layouts import recogniser
from venez_vivre.intake.receipts import Problem, Receipt
from venez_vivre.intake.sheets import Row, open_sheet
from workbook_files import HEAD, HOSTILE, bomb, parts, raw, workbook, zipped

if TYPE_CHECKING:
    from conftest import Run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "inscriptions.xlsx"


def read(path: Path, **options: Any) -> list[list[str]]:
    """Headings and rows."""
    sheet = open_sheet(path, **options)
    return [list(sheet.headings), *(row.cells for row in sheet.rows())]


def said(path: Path, **options: Any) -> str:
    """What a person should know of the file."""
    return " / ".join(f"{p.motif} {p.remede}" for p in open_sheet(path, **options).notices)


# --- values ---------------------------------------------------------------------------------------

CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\ufffe\uffff", exclude_categories=["Cs"]),
    max_size=12,
)


@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8))
def test_any_table_of_texts_reads_back_equal(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    """Blanks at their ends, line breaks and control characters included."""
    path = tmp_path_factory.getbasetemp() / "n-importe-quoi.xlsx"
    headings = ["colonne 1", "colonne 2", "colonne 3"]
    workbook(path, Feuil1=[headings, *rows])
    wanted = [row for row in rows if any(cell.strip() for cell in row)]
    assert read(path) == [headings, *wanted]


@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize(
    ("value", "look", "text"),
    [
        ("Hélène Kœnig, où ça, naïve ’ €", "", "Hélène Kœnig, où ça, naïve ’ €"),
        (612345678, "00 00 00 00 00", "612345678"),
        (33639980001.0, "", "33639980001"),
        (71400, "", "71400"),
        (-3, "", "-3"),
        (0.1 + 0.2, "", "0.3"),
        (1234.5, "# ##0,00 €", "1234.5"),
        (0.25, "0%", "0.25"),
        (1e-7, "0,0E+00", "0.0000001"),
        (1e20, "0,0E+00", "100000000000000000000"),
        (True, "", "oui"),
        (False, "", "non"),
        (date(2025, 11, 3), "dd/mm/yyyy", "2025-11-03"),
        (date(2025, 11, 3), "m/d/yy", "2025-11-03"),
        (datetime(2025, 11, 3), "dd/mm/yyyy hh:mm", "2025-11-03"),  # noqa: DTZ001
        (datetime(2025, 11, 3, 14, 30), "dd/mm/yyyy", "2025-11-03T14:30:00"),  # noqa: DTZ001
        (time(14, 30), "hh:mm", "14:30"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
)
def test_a_value_is_read_without_doubt(
    file: Path, value: Any, look: str, text: str, from_1904: bool
) -> None:
    """Whole numbers have no « .0 », days are ISO whatever is shown, in both calendars of Excel."""
    with xlsxwriter.Workbook(str(file), {"date_1904": from_1904}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "valeur")
        shown = book.add_format({"num_format": look}) if look else None
        sheet.write(1, 0, value, shown)
    assert read(file)[1:] == [[text]]


def test_only_the_values_that_were_computed_are_read(file: Path) -> None:
    """Nothing is computed; errors and formulas without a value are empty, and it is said."""
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["nom", "somme", "commune"])
        sheet.write_string(1, 0, "Roy")
        sheet.write_formula(1, 1, "=1+1", None, 7)
        sheet.write_formula(1, 2, "=NA()", None, "#N/A")
        sheet.write_string(2, 0, "Blin")
        sheet.write_formula(2, 1, "=1+1", None, "")
        sheet.write_formula(2, 2, "=A1", None, "#REF!")
    assert read(file)[1:] == [["Roy", "7", ""], ["Blin", "", ""]]
    found = {(p.ligne, p.valeur, p.nombre) for p in open_sheet(file).notices}
    assert found == {(2, "C2", 2), (3, "B3", 1)}


@pytest.mark.parametrize("error", ["#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA"])
def test_errors_of_every_age_are_empty_cells(file: Path, error: str) -> None:
    """Those that python-calamine does not know would make the sheet unreadable."""
    raw(file, HEAD + f'<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><v>{error}</v></c></row>')
    assert read(file)[1:] == [["1", ""]]
    assert "cellule en erreur" in said(file)


def test_rows_keep_the_numbers_of_the_spreadsheet(file: Path) -> None:
    """Blank rows above and between count, and so do hidden ones, which are said."""
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(4, 2, ["nom", "ville"])
        sheet.write_row(6, 2, ["Roy", "Autun"])
        sheet.write_row(9, 2, ["Blin", "Dole"])
        sheet.set_row(9, options={"hidden": True})
    found = open_sheet(file)
    assert found.header_row == 5
    assert list(found.rows()) == [Row(7, ["Roy", "Autun"]), Row(10, ["Blin", "Dole"])]
    assert "lignes masquées" in said(file)


def test_prefixed_and_unplaced_cells_are_read(file: Path) -> None:
    """What other programs than Excel write."""
    raw(
        file,
        "",
        sheet='<x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>nom</x:t>'
        '</x:is></x:c></x:row><x:row hidden="1"><x:c t="str"><x:f>A1</x:f><x:v>Roy</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>",
    )
    assert read(file) == [["nom"], ["Roy"]]
    assert "masquées" in said(file)


def test_parts_may_have_other_names(file: Path) -> None:
    """What leads to a part says its name, capitals and strokes aside."""
    entries = parts(HEAD)
    for name, other in (
        ("xl/workbook.xml", "xl/Classeur.xml"),
        ("xl/worksheets/sheet1.xml", "xl\\worksheets\\Sheet1.xml"),
        ("xl/_rels/workbook.xml.rels", "xl/_rels/classeur.xml.rels"),
    ):
        entries[other] = entries.pop(name)
    entries["_rels/.rels"] = entries["_rels/.rels"].replace("xl/workbook", "/xl/Classeur")
    assert read(zipped(file, entries)) == [["nom"]]


# --- sheets ---------------------------------------------------------------------------------------

PEOPLE = [["prenom", "email"], ["Zoé", "zoe@example.org"]]


def test_the_first_visible_sheet_with_cells_is_read_and_the_others_are_said(file: Path) -> None:
    with xlsxwriter.Workbook(str(file)) as book:
        book.add_worksheet("Vide")
        for name in ("Cachée", "Paris", "Lyon"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["nom", name])
            if name == "Cachée":
                sheet.hide()
    assert open_sheet(file).tab == "Paris"
    assert "« Paris » est lue" in said(file)
    assert "--feuille : « Cachée » (masquée) ou « Lyon »" in said(file)
    for wanted in ("Lyon", "lyon ", "4"):
        assert open_sheet(file, tab=wanted).headings == ("nom", "Lyon")
        assert said(file, tab=wanted) == ""
    assert open_sheet(file, tab="Cachée").tab == "Cachée"
    with pytest.raises(Refused, match="est vide"):
        open_sheet(file, tab="1")


@pytest.mark.parametrize("wanted", ["Nantes", "0", "3", "1.0", "²", "-1"])
def test_a_sheet_that_does_not_exist_is_a_misuse_that_lists_them(file: Path, wanted: str) -> None:
    workbook(file, Paris=[["a"]], Lyon=[["b"]])
    with pytest.raises(Misuse, match="« Paris » et « Lyon »"):
        open_sheet(file, tab=wanted)


def test_a_sheet_called_by_a_number_is_found_by_its_name_first(file: Path) -> None:
    workbook(file, **{"2": [["par son nom"]], "1": [["par son rang"]]})
    assert open_sheet(file, tab="2").headings == ("par son nom",)


def test_the_sheet_that_holds_the_headings_is_preferred(file: Path) -> None:
    """A page of explanations often comes first."""
    workbook(file, **{"Lisez-moi": [["Inscriptions du salon"], ["Nom"]], "Inscrits": PEOPLE})
    assert open_sheet(file, recognise=recogniser(SIGNUPS)).tab == "Inscrits"
    assert open_sheet(file).tab == "Lisez-moi"


def test_sheets_that_are_all_hidden_are_not_read_in_secret(file: Path) -> None:
    entries = parts(HEAD)
    entries["xl/workbook.xml"] = entries["xl/workbook.xml"].replace(
        "<sheet ", '<sheet state="veryHidden" '
    )
    zipped(file, entries)
    with pytest.raises(Refused, match="--feuille : Feuil1"):
        open_sheet(file)
    assert read(file, tab="Feuil1") == [["nom"]]


def test_a_title_over_the_table_is_skipped_and_said(file: Path) -> None:
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 3, "Inscriptions – export du 12/03/2025")
        for number, cells in enumerate(PEOPLE, start=2):
            sheet.write_row(number, 0, cells)
    found = open_sheet(file, recognise=recogniser(SIGNUPS))
    assert (found.headings[:2], found.header_row) == (("prenom", "email"), 3)
    assert [row.number for row in found.rows()] == [4]
    assert found.notices[0].valeur.startswith("Inscriptions")


def test_text_that_a_workbook_holds_decoded_twice_is_noticed(file: Path) -> None:
    """Shared between cells or not."""
    workbook(file, F=[["nom"], ["KÅ“nig"]])
    assert open_sheet(file).doubled
    raw(file, HEAD.replace("nom", "prÃ©nom"))
    assert (open_sheet(file).doubled, open_sheet(file).headings) == (True, ("prénom",))
    workbook(file, F=[["nom"], ["Kœnig, château, naïve"]])
    assert not open_sheet(file).doubled


# --- files that harm ------------------------------------------------------------------------------

OPEN = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (900 << 20, 900 << 20))
from venez_vivre.errors import VenezVivreError
from venez_vivre.intake.sheets import open_sheet
for path in sys.argv[1:]:
    try:
        sheet = open_sheet(Path(path), name="x.xlsx")
        print(f"{sum(1 for _ in sheet.rows())} lignes")
    except VenezVivreError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is limited the POSIX way")
def test_hostile_workbooks_are_refused_in_bounded_memory(tmp_path: Path) -> None:
    """One process reads them all: none aborts it, and an honest one is still read after them."""
    paths = []
    for number, (make, _) in enumerate(HOSTILE.values()):
        make(path := tmp_path / f"{number}.xlsx")
        paths.append(path)
    paths.append(workbook(tmp_path / "honnête.xlsx", F=PEOPLE))
    done = subprocess.run(
        [sys.executable, "-c", OPEN, *map(str, paths)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    sentences = done.stdout.splitlines()
    for (name, (_, words)), sentence in zip(HOSTILE.items(), sentences, strict=False):
        assert words in sentence, name
        assert sentence.endswith("."), name
    assert sentences[-1] == "1 lignes"


def test_a_part_that_is_a_little_too_long_is_refused_like_the_others(file: Path) -> None:
    """The ratio tells a bomb from a big table: this one inflates 200 times, beyond 20 megabytes."""
    bomb(file, "xl/worksheets/sheet1.xml", 24)
    with pytest.raises(Refused, match="démesuré"):
        open_sheet(file)


SMALL = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml")


@settings(max_examples=200)
@given(data=st.data())
def test_damage_anywhere_gives_a_table_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Bytes of the zip, or of a part under a zip that is right."""
    path = workbook(tmp_path_factory.getbasetemp() / "abîmé.xlsx", F=PEOPLE, G=[["x"], [1]])
    piece = data.draw(st.binary(max_size=4) | st.sampled_from([b"<c>", b"</row>", b"9" * 14, b"<"]))
    if data.draw(st.booleans()):
        path.write_bytes(_damaged(data, path.read_bytes(), piece))
    else:
        with zipfile.ZipFile(path) as book:
            entries = {name: book.read(name) for name in book.namelist()}
        part = data.draw(st.sampled_from(SMALL))
        zipped(path, entries | {part: _damaged(data, entries[part], piece)})
    with contextlib.suppress(Refused):
        read(path)


def _damaged(data: st.DataObject, content: bytes, piece: bytes) -> bytes:
    start = data.draw(st.integers(0, len(content) - 1))
    end = start + data.draw(st.sampled_from([0, 1, len(piece), 20, len(content)]))
    return content[:start] + piece + content[end:]


def test_a_workbook_may_come_through_a_pipe(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is shows by its first bytes."""
    workbook(file, F=PEOPLE)
    stdin = SimpleNamespace(buffer=io.BytesIO(file.read_bytes()), isatty=lambda: False)
    monkeypatch.setattr(sheets.sys, "stdin", stdin)
    with sheets.readable(Path("-")) as (copy, name):
        assert read(copy, name=name) == PEOPLE


def test_the_name_of_a_file_does_not_say_what_it_is(tmp_path: Path) -> None:
    assert read(workbook(tmp_path / "a.csv", F=PEOPLE)) == PEOPLE
    (tmp_path / "b.xlsx").write_text("prenom;email\nZoé;zoe@example.org\n", encoding="utf-8")
    assert read(tmp_path / "b.xlsx") == PEOPLE


def test_a_text_that_is_called_a_workbook_is_said_to_be_none(run: Run, tmp_path: Path) -> None:
    """Rather than to lack a column, which sends people to look for it in a spreadsheet."""
    (tmp_path / "b.xlsx").write_text("Bonjour,\nvoici nos offres.\n", encoding="utf-8")
    for noun in ("offres", "inscrits"):
        said = run(noun, "importer", str(tmp_path / "b.xlsx"), fails_with=1).err
        assert "n’est pas un classeur" in " ".join(said.split())


# --- rejected lines -------------------------------------------------------------------------------


def rejected(path: Path, lines: list[list[str]], said: Path | None = None) -> Path:
    """The file of rejects of an input, some lines of which were refused."""
    receipt = Receipt(path.name, "XLSX", "")
    for number, cells in enumerate(lines, start=2):
        receipt.lues += 1
        receipt.reject(cells, Problem(number, "", "", "date illisible", "", "rejet"))
    written = rejects.write(open_sheet(path), receipt, said)
    assert written is not None
    return written


@given(rows=st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5))
def test_rejects_of_a_workbook_are_a_workbook_that_reads_back_equal(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    """Under the same name of sheet; formulas stay texts."""
    rows = [[f"{n}{cell}" if n else cell for n, cell in enumerate(row)] for row in rows]
    folder = tmp_path_factory.mktemp("rejets")
    path = rejected(workbook(folder / "i.xlsx", Salon=[["prenom", "date"]]), rows)
    found = open_sheet(path)
    assert (path.name, found.tab) == ("i.rejets.xlsx", "Salon")
    assert found.headings == ("prenom", "date", "motif")
    armed = [rejects.armed(row) for row in rows]
    assert [row.cells for row in found.rows()] == [[*row, "date illisible"] for row in armed]


def test_rejects_keep_zeros_and_days_as_they_were_read(tmp_path: Path) -> None:
    """A number would lose them again; a second run finds the file as it is and keeps it."""
    source = workbook(tmp_path / "i.xlsx", F=[["tel", "date"]])
    lines = [["0639980001", "2025-11-03"], ["=1+1", "+33"]]
    path = rejected(source, lines)
    assert read(path)[1:] == [[*rejects.armed(line), "date illisible"] for line in lines]
    with zipfile.ZipFile(path) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert rejected(source, lines) == path
    assert len(list(tmp_path.iterdir())) == 2


def test_rejects_are_written_as_the_name_given_for_them_says(tmp_path: Path) -> None:
    source = workbook(tmp_path / "i.xlsx", F=[["nom"]])
    path = rejected(source, [["Kœnig"]], tmp_path / "r.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == [
            ["nom", "motif"],
            ["Kœnig", "date illisible"],
        ]
    text = tmp_path / "i.csv"
    text.write_text("nom;ville\n", encoding="utf-8")
    assert open_sheet(rejected(text, [["Roy", "Dole"]], tmp_path / "r.xlsx")).is_workbook


def test_a_cell_too_long_for_a_workbook_is_not_cut(tmp_path: Path) -> None:
    source = workbook(tmp_path / "i.xlsx", F=[["message"]])
    path = rejected(source, [["x" * 40_000]])
    assert path.name == "i.rejets.csv"
    assert len(read(path)[1][0]) == 40_000


# --- the whole way --------------------------------------------------------------------------------


def test_a_workbook_is_imported_and_its_rejects_again(run: Run, base: Path, tmp_path: Path) -> None:
    """The receipt names the sheet; the same file twice changes nothing."""
    people = [a_signup(prenom="Anna"), a_signup(prenom="Luc", date_inscription="32/11/2025")]
    rows = [list(people[0]), *([*p.values()] for p in people)]
    path = workbook(tmp_path / "i.xlsx", Salon=rows)
    first = run("inscrits", "importer", str(path), "-f", "json", fails_with=5).json
    assert (first["encodage"], first["separateur"], first["feuille"]) == ("XLSX", "", "Salon")
    assert (first["creees"], first["rejetees"]) == (1, 1)
    again = run("inscrits", "importer", str(path), "-f", "json", fails_with=5).json
    assert (again["inchangees"], again["rejetees"]) == (1, 1)

    left = Path(first["fichier_rejets"])
    assert left.name == "i.rejets.xlsx"
    lines = read(left)
    lines[1][lines[0].index("date_inscription")] = "03/11/2025"
    fixed = run("inscrits", "importer", str(workbook(left, Salon=lines)), "-f", "json").json
    assert (fixed["creees"], fixed["feuille"]) == (1, "Salon")
    assert len(query(base, "SELECT 1 FROM person")) == 2


def test_options_reach_the_reading_of_a_workbook(run: Run, tmp_path: Path) -> None:
    person = a_signup()
    table = [list(person), [*person.values()]]
    path = workbook(tmp_path / "i.xlsx", Ailleurs=table, Ici=table)
    found = run("inscrits", "importer", str(path), "--feuille", "ici", "--simuler", "-f", "json")
    assert (found.json["feuille"], found.json["problemes"]) == ("Ici", [])
    shown = run("inscrits", "importer", str(path), "--simuler").out
    assert "Lu en XLSX, feuille « Ailleurs »" in shown
    assert "Ici" in run("inscrits", "importer", str(path), "--feuille", "9", fails_with=2).err


def test_headings_given_by_hand_are_found_under_a_title(file: Path) -> None:
    """`--colonne` names what nobody else knows."""
    workbook(file, F=[["Salon de Lyon"], ["Le petit nom", "Le gros nom"], ["Zoé", "Roy"]])
    known = toprows.also_named(recogniser(SIGNUPS), ["le petit nom"])
    assert open_sheet(file, recognise=known).header_row == 2
