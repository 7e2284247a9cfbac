"""A report as a workbook: real tables, numbers, days and charts, nothing that runs, same bytes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import report_pages
import venez_vivre
from venez_vivre.intake.formulas import disarmed
from venez_vivre.intake.sheets import Row
from venez_vivre.reports import render
from venez_vivre.reports.workbook.drawing import headings
from venez_vivre.reports.workbook.tabs import unique
from venez_vivre.screens.pages import Column, Facts, Page, Picture, Prose, Table

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def of(*blocks, made_on=date(2025, 11, 30)):
    """The workbook of a page of these blocks."""
    return render(Page({}, lambda: list(blocks), made_on=made_on), "xlsx", colored=False)


@pytest.fixture(scope="module")
def example():
    """The workbook of the page with every kind of block."""
    return render(report_pages.page(), "xlsx", colored=False)


def rows_of(book, name):
    """The rows of a sheet, as a spreadsheet reads them."""
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(name).to_python()


def parts(book):
    """The files of a workbook, by name."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def xml(book, pattern):
    """The documents of a workbook whose name matches, in their order."""
    found = parts(book)
    names = sorted((n for n in found if re.fullmatch(pattern, n)), key=lambda n: (len(n), n))
    return [ET.fromstring(found[name]) for name in names]  # noqa: S314  our own file


def format_at(book, sheet, cell):
    """The format of the numbers of a cell."""
    (styles,) = xml(book, r"xl/styles\.xml")
    codes = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
    looks = [one.get("numFmtId") for one in styles.find(f"{MAIN}cellXfs")]
    found = xml(book, r"xl/worksheets/sheet\d+\.xml")[sheet]
    place = next(one for one in found.iter(f"{MAIN}c") if one.get("r") == cell)
    number = looks[int(place.get("s"))]
    return {"0": "", "3": "#,##0"}.get(number) or codes.get(number, number)


# What the sheets say.


def test_there_is_a_sheet_for_each_section(example):
    """What precedes the sections, each section in its order, then what charts draw."""
    assert CalamineWorkbook.from_filelike(io.BytesIO(example)).sheet_names == [
        "Synthèse",
        "Des inscrits aux installés",
        "Le détail",
        "Données des graphiques",
    ]


def test_a_page_without_section_is_one_sheet():
    """No sheet of data when nothing is drawn, none for a title alone before the sections."""
    table = Table((Column("a", "A", "count"),), ((1,),))
    plain = of(Prose("Bilan", "title"), table)
    assert CalamineWorkbook.from_filelike(io.BytesIO(plain)).sheet_names == ["Synthèse"]
    divided = of(Prose("Bilan", "title"), Prose("Un", "section"), table)
    assert CalamineWorkbook.from_filelike(io.BytesIO(divided)).sheet_names == ["Un"]
    assert rows_of(divided, "Un")[1][0] == "Bilan · établi le 30/11/2025"


def values(row):
    """What a spreadsheet should read in a row: numbers, days, disarmed text, nothing."""
    said = [("" if v is None else float(v) if isinstance(v, (int, float)) else v) for v in row]
    return [f"'{v}" if isinstance(v, str) and v.startswith("=") else v for v in said]


def tables_of(blocks):
    """The tables of blocks, those of pictures included."""
    drawn = [block.table if isinstance(block, Picture) else block for block in blocks]
    return [one for one in drawn if isinstance(one, Table)]


def test_every_table_is_there_with_its_values_and_kinds(example):
    """Numbers are numbers, days are days, secrets are text, empty cells are empty."""
    names = ["Synthèse", "Des inscrits aux installés", "Le détail"]
    sheets = [row for name in names for row in rows_of(example, name)]
    tables = tables_of(report_pages.blocks())
    assert len(tables) == 7
    for table in tables:
        wide = len(table.columns)
        heads = [" ".join(column.title.split()) for column in table.columns]
        if not table.rows:
            assert [table.empty] in [row[:1] for row in sheets]
            continue
        at = next(i for i, row in enumerate(sheets) if row[:wide] == heads)
        read = [row[:wide] for row in sheets[at + 1 : at + 1 + len(table.rows)]]
        assert read == [values(row) for row in table.rows]
        assert [[type(v) for v in row] for row in read] == [
            [type(v) for v in values(row)] for row in table.rows
        ]


def test_numbers_are_written_as_their_column_says(example):
    """Thousands, one decimal of a percentage, euros with cents when an amount has some, days."""
    table = rows_of(example, "Le détail")
    at = next(i for i, row in enumerate(table, 1) if row[0] == "Emploi du conjoint")
    assert [format_at(example, 2, f"{column}{at}") for column in "BCDEF"] == [
        "#,##0",
        "0.0\\ %",
        '#,##0.00\\ "€"',
        "dd/mm/yyyy",
        "0.0\\ %",
    ]
    whole = of(Table((Column("e", "Coût", "euros"),), ((1500,), (2.0,))))
    assert format_at(whole, 0, "A5") == '#,##0\\ "€"'


def test_changes_keep_their_sign():
    """A number still, written with its sign, « = » when nothing changed."""
    book = of(Table((Column("e", "Écart", "signed"),), ((3,), (-12,), (0,), ("s",))))
    assert [row[0] for row in rows_of(book, "Synthèse")[4:8]] == [3.0, -12.0, 0.0, "s"]
    assert format_at(book, 0, "A5") == '+#,##0;−#,##0;"="'


def test_a_secret_is_told(example):
    """The note says what `s` stands for, once."""
    said = [row[0] for row in rows_of(example, "Le détail") if "secret" in str(row[0])]
    assert said == ["Une note sous le tableau. s : secret statistique."]
    week = [row[0] for row in rows_of(example, "Des inscrits aux installés")]
    assert [one for one in week if "secret" in str(one)] == ["s : secret statistique."]


def test_facts_stand_in_two_columns(example):
    """A number stays one; texts are whole."""
    assert [row[:2] for row in rows_of(example, "Synthèse")[3:5]] == [
        ["Inscrits", "12 000 personnes, 10 498 foyers"],
        ["Installés", 375.0],
    ]


# Tables, bars, charts.


def test_tables_are_real_and_leave_their_total_out(example):
    """Each has a name of its own, headings that differ, and covers its rows but the total."""
    tables = xml(example, r"xl/tables/table\d+\.xml")
    assert len(tables) == 6
    assert len({one.get("name") for one in tables}) == 6
    last = tables[-1]
    first, end = (int(re.sub(r"\D", "", cell)) for cell in last.get("ref").split(":"))
    assert end - first == 2, "two rows; the total stands below"
    heads = [one.get("name") for one in last.iter(f"{MAIN}tableColumn")]
    assert heads == ["Motif", "Foyers", "Part", "Coût", "Depuis le", "Proportion"]


def test_ratios_are_drawn_as_bars_and_cohorts_in_colours(example):
    """By conditional formats, which follow the values."""
    sheet = xml(example, r"xl/worksheets/sheet3\.xml")[0]
    kinds = {one.get("type") for one in sheet.iter(f"{MAIN}cfRule")}
    assert {"dataBar", "colorScale"} <= kinds


def cached(chart, kind):
    """The values of each series that a chart keeps."""
    return [
        [float(v.text) for v in series.iter(f"{DRAWN}v") if v.text is not None]
        for series in chart.iter(f"{DRAWN}{kind}")
    ]


def test_charts_are_native_and_draw_the_marks_of_their_picture(example):
    """A funnel, three small curves, steps with their bounds, and places; none for a heat map."""
    charts = xml(example, r"xl/charts/chart\d+\.xml")
    assert len(charts) == 6
    titles = ["".join(t.itertext()) for c in charts for t in c.iter(f"{DRAWN}title")][::3]
    assert "Des inscrits aux installés" in titles[0]
    funnel, *_, curve, survival, places = charts
    assert cached(funnel, "val") == [[12000, 1260, 375], [10498, 1102, 175]]
    assert cached(curve, "val") == [[3, 6]], "the week that is secret is a gap"
    assert cached(survival, "xVal")[0] == [0, 90, 90, 200, 200, 365, 365]
    assert cached(survival, "yVal")[0] == [0, 0, 0.03, 0.03, 0.11, 0.11, 0.2]
    assert cached(survival, "yVal")[2] == [0, 0, 0.05, 0.05, 0.14, 0.14, 0.26]
    assert cached(places, "val") == [[88, 61], [41, 30]]


def test_charts_tell_what_they_show(example):
    """A title, a name on the axes that have numbers, and words for who does not see it."""
    for chart in xml(example, r"xl/charts/chart\d+\.xml"):
        assert len(list(chart.iter(f"{DRAWN}title"))) >= 2
    told = {
        one.get("descr")
        for drawing in xml(example, r"xl/drawings/drawing\d+\.xml")
        for one in drawing.iter()
        if one.get("descr")
    }
    drawn = (report_pages.FUNNEL, report_pages.CURVES, report_pages.SURVIVAL, report_pages.MAP)
    assert told == {picture.alt for picture in drawn}


def test_a_chart_without_title_takes_that_of_its_sheet():
    """A picture may leave it to its section."""
    book = of(Prose("Le mois", "section"), report_pages.FUNNEL._replace(title=""))
    (chart,) = xml(book, r"xl/charts/chart\d+\.xml")
    assert "Le mois" in "".join(next(chart.iter(f"{DRAWN}title")).itertext())


def test_no_more_than_fifteen_places_are_drawn():
    """The first by households; a secret one comes last."""
    points = [
        {"epci": str(i), "nom": f"CC {i}", "foyers": None if i == 3 else i, "personnes": 2 * i}
        for i in range(20)
    ]
    table = Table((Column("nom", "Nom", "name"),), [(point["nom"],) for point in points])
    book = of(Picture("map", "Où", "Où ils vivent.", points, table))
    (chart,) = xml(book, r"xl/charts/chart\d+\.xml")
    assert cached(chart, "val")[1] == [19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5]


def test_sheets_print_on_numbered_pages(example):
    """A4, lying, as wide as one page; the title stays while one scrolls."""
    for sheet in xml(example, r"xl/worksheets/sheet\d+\.xml"):
        setup = sheet.find(f"{MAIN}pageSetup")
        assert setup.get("orientation") == "landscape"
        assert setup.get("paperSize") == "9"
        assert setup.get("fitToHeight") == "0"
        assert "page &P / &N" in sheet.find(f"{MAIN}headerFooter/{MAIN}oddFooter").text
    assert xml(example, r"xl/worksheets/sheet1\.xml")[0].find(f".//{MAIN}pane") is not None


def test_headings_stay_where_a_sheet_is_one_table():
    """And its first column, which names the rows."""
    rows = [(f"CC {i}", i) for i in range(40)]
    book = of(Table((Column("t", "Territoire", "name"), Column("n", "Foyers", "count")), rows))
    pane = xml(book, r"xl/worksheets/sheet1\.xml")[0].find(f".//{MAIN}pane")
    assert (pane.get("ySplit"), pane.get("xSplit")) == ("4", "1")
    assert xml(book, r"xl/tables/table1\.xml")[0].find(f"{MAIN}autoFilter") is not None


# Nothing runs.

DANGEROUS = (
    report_pages.HOSTILE,
    "=HYPERLINK(1)",
    "+33",
    "-1",
    "@SUM(A1)",
    "http://example.org",
    "{=1+1}",
    "mailto:a@example.org",
)


@pytest.mark.parametrize("text", DANGEROUS)
def test_hostile_text_runs_nothing_and_comes_back(text):
    """As a title, a sentence, a label, a heading, a cell: no formula, no link, equal once read."""
    table = Table(
        (Column("a", text), Column("b", text, "count")),
        ((text, text), (f"{text} 2", 2)),
        title=text,
        note=text,
        empty=text,
    )
    points = [{"etape": text, "foyers": 1, "personnes": 1}]
    facts = Facts([(text, text)], title=text, key=True)
    picture = Picture("funnel", text, text, points, table)
    book = of(Prose(text, "title"), Prose(text, "section"), Prose(text), facts, table, picture)
    found = parts(book)
    for name, part in found.items():
        assert not re.search(rb"<f>|<hyperlink|<f ", part), name
    assert not any(name.endswith("vbaProject.bin") for name in found)
    name = CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names[0]
    cells = [str(v) for row in rows_of(book, name) for v in row]
    read = disarmed(Row(1, cells)).cells
    clean = text.replace("\x1b[31m", "")
    assert read.count(clean) >= 9


NAMES = st.lists(st.text("aÉ[]:*?/\\' =", max_size=40), min_size=1, max_size=8)


@given(NAMES)
def test_sheets_have_legal_names(wanted):
    """Not empty, 31 characters at most, no sign that is forbidden, no two alike."""
    names = list(unique(wanted))
    assert len(names) == len(wanted)
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_a_long_name_is_cut_between_words():
    """And the title at the top of its sheet is whole."""
    told = "Des inscrits aux installés, depuis le début"
    book = of(Prose("Bilan", "title"), Prose(told, "section"), Prose("Rien."))
    assert CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names == [
        "Des inscrits aux installés…"
    ]
    assert rows_of(book, "Des inscrits aux installés…")[0][0] == told


@given(st.lists(st.sampled_from(["Foyers", "foyers", "", "Foyers\ninscrits", "Foyers (2)"])))
def test_headings_differ_and_are_on_one_line(titles):
    """A table of a spreadsheet wants them so."""
    names = headings(titles)
    assert len({name.lower() for name in names}) == len(titles)
    assert all(name and "\n" not in name for name in names)


@settings(max_examples=25)
@given(st.text(max_size=60), st.text("&=x\n ", max_size=300), st.floats() | st.dates())
def test_whatever_a_page_holds_makes_a_workbook(text, other, value):
    """Any text in any place, numbers that are none, days that no spreadsheet counts."""
    columns = (Column("a", text, "marked"), Column("b", other, "count"), Column("c", text, "name"))
    table = Table(columns, ((other, value, text), ("Total", value, other)), title=other, note=text)
    drawn = (report_pages.FUNNEL, report_pages.SURVIVAL, report_pages.CURVES, report_pages.MAP)
    pictures = [one._replace(title=other, alt=text, table=table) for one in drawn]
    facts = Facts([(text, other), (other, value)], text, key=True)
    book = of(Prose(other, "title"), facts, Prose(text, "section"), *pictures, Prose(other))
    names = CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names
    assert names[-1] == "Données des graphiques"
    assert rows_of(book, names[1])


# The same bytes.

PLACES = [str(Path(__file__).parent), str(Path(venez_vivre.__file__).parent.parent)]
ALONE = """
import sys
sys.path[:0] = {places!r}
import report_pages
from venez_vivre.reports import render
sys.stdout.buffer.write(render(report_pages.page(), "xlsx", colored=False))
"""


def test_the_same_page_gives_the_same_bytes(example, tmp_path):
    """In another process, at another hour, elsewhere: the file says the day of the page."""
    code = ALONE.format(places=PLACES)
    there = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **there},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stdout == example
    with zipfile.ZipFile(io.BytesIO(example)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"2025-11-30T00:00:00Z</dcterms:created>" in parts(example)["docProps/core.xml"]


def test_a_page_without_day_follows_the_environment(monkeypatch):
    """`SOURCE_DATE_EPOCH` when it is set; without it, the day of archives that say none."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764201600")
    assert b"2025-11-27T00:00:00Z" in parts(of(Prose("a"), made_on=None))["docProps/core.xml"]
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert b"1980-01-01T00:00:00Z" in parts(of(Prose("a"), made_on=None))["docProps/core.xml"]
