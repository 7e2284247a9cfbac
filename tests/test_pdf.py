"""A report as a document to print: A4, numbered, every cell in it, inert, readable aloud."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

import report_pages
import venez_vivre
from venez_vivre.reports import render
from venez_vivre.reports.pdf import HERE
from venez_vivre.reports.pdf.tables import EM, LANDSCAPE, PORTRAIT, SMALL, USUAL, fitted
from venez_vivre.reports.pdf.typography import SEAM, typographic
from venez_vivre.screens.cells import write
from venez_vivre.screens.pages import Column, Facts, Page, Picture, Prose, Table
from venez_vivre.texts import clean

A4 = (595, 842)


def of(*blocks, made_on=date(2025, 11, 30)):
    """The document of a page of these blocks."""
    return render(Page({}, lambda: list(blocks), made_on=made_on), "pdf", colored=False)


@pytest.fixture(scope="module")
def example():
    """The document of the page with every kind of block."""
    return render(report_pages.page(), "pdf", colored=False)


def pages_of(document):
    """The pages of a document."""
    return PdfReader(io.BytesIO(document)).pages


def bare(text):
    """A text without its blanks: where a line ends does not matter."""
    return re.sub(rf"[\s{SEAM}\u00ad]+", "", text)


def said(document):
    """All that a document says, without its blanks."""
    return bare("".join(page.extract_text() for page in pages_of(document)))


def long_table(rows=90):
    """A table of several pages, its total last."""
    columns = (Column("t", "Territoire", "name"), Column("n", "Foyers inscrits", "count"))
    lines = [(f"CC de la Vallée {i}", 1000 + i) for i in range(rows)]
    return Table(columns, [*lines, ("Total", 99999)], title="Par territoire", note="À la fin.")


# What it says.


def test_every_word_of_the_page_is_there(example):
    """Titles, facts, sentences, notes, and each cell in the words of every other format."""
    found = said(example)
    for block in report_pages.blocks():
        if isinstance(block, Prose):
            assert bare(block.text) in found
        elif isinstance(block, Facts):
            for label, value in block.pairs:
                assert bare(clean(label)) + bare(clean(write(value))) in found
        else:
            table = block.table if isinstance(block, Picture) else block
            assert bare(block.title) in found
            assert bare(table.note) in found
            for row in table.rows:
                cells = zip(row, table.columns, strict=True)
                line = "".join(bare(write(v, c.kind)) for v, c in cells if c.kind != "bar")
                assert line in found
            assert bare(table.empty) in found or table.rows


def test_a_title_is_not_said_twice():
    """A picture that is called as its section is has one heading."""
    picture = report_pages.MAP._replace(table=report_pages.MAP.table._replace(note=""))
    document = of(Prose("Bilan", "title"), Prose(picture.title, "section"), picture)
    assert said(document).count(bare(picture.title)) == 1


def test_a_command_to_type_is_set_apart():
    """Without the marks that set it apart elsewhere."""
    document = of(Prose("`venez-vivre docteur --corriger` le répare, `foyers` non.", "dim"))
    assert "venez-vivredocteur--corrigerlerépare,`foyers`non." in said(document)
    assert "`venez" not in said(document)


def test_what_pictures_write_is_text():
    """A letter of a picture is drawn by a font of ours, not lost: its marks can be found."""
    alone = of(report_pages.MAP._replace(table=Table((), ())))
    assert "Besançon:30" in said(alone)


def test_a_picture_of_nothing_leaves_its_table():
    """Its words say that there is nothing."""
    empty = Table(report_pages.MAP.table.columns, (), empty="Aucune installation.")
    found = said(of(report_pages.MAP._replace(points=(), table=empty)))
    assert bare(report_pages.MAP.title) in found
    assert "Aucuneinstallation." in found


@pytest.mark.parametrize("picture", report_pages.PICTURES, ids=lambda one: one.kind)
@pytest.mark.parametrize("rows", [[], None], ids=["no row", "its rows"])
def test_a_picture_without_marks_is_its_table_alone(picture, rows):
    """A week without an arrival has an empty map, which is no reason to refuse the report."""
    table = picture.table._replace(empty="Rien à montrer.")
    table = table if rows is None else table._replace(rows=rows)
    found = of(Prose("Essai", "title"), picture._replace(points=[], table=table))
    expected = "Rien à montrer." if rows == [] else write(table.rows[0][0])
    assert bare(typographic(expected)) in said(found)
    assert bare(typographic(picture.title)) in said(found)


def test_pages_are_a4_and_numbered():
    """Upright, each with its number among how many, the day and, from the second on, the title."""
    pages = pages_of(of(Prose("Bilan de l’année", "title"), long_table()))
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        text = bare(page.extract_text())
        assert text.endswith(f"30novembre2025page{number}/3")
        assert text.startswith("Bilandel’année")


def test_headings_of_a_table_are_repeated():
    """On each page that it goes on."""
    pages = pages_of(of(Prose("Bilan", "title"), long_table()))
    assert all("Foyersinscrits" in bare(page.extract_text()) for page in pages)
    assert "Total99999" in bare(pages[-1].extract_text()).replace("\u202f", "")
    assert "Àlafin." in bare(pages[-1].extract_text())


@pytest.mark.parametrize("lines", range(34, 62, 3))
def test_a_heading_never_ends_a_page(lines):
    """What it opens begins on its page, be it a section, a table or a picture."""
    filling = [Prose(f"Ligne {i}.") for i in range(lines)]
    blocks = [*filling, Prose("La section", "section"), long_table(3), report_pages.MAP]
    for page in pages_of(of(Prose("Bilan", "title"), *blocks)):
        text = bare(page.extract_text())
        assert ("Lasection" in text) == ("CCdelaVallée0" in text)
        assert text.count("Parterritoire") <= text.count("CCdelaVallée0")


@pytest.mark.parametrize("rows", [5, 12, 19, 26, 40])
def test_a_page_is_never_left_to_a_heading(rows):
    """Even when a picture and its table hardly fit on a page together."""
    lines = [(f"CC {i}", i) for i in range(rows)]
    table = Table((Column("nom", "Nom", "name"), Column("foyers", "Foyers", "count")), lines)
    picture = report_pages.MAP._replace(table=table)
    document = of(Prose("Bilan", "title"), Prose("Où", "section"), picture)
    first, *others = pages_of(document)
    assert "Besançon:30" in bare(first.extract_text()), "the picture"
    assert bare("CC 0") in bare((others or [first])[0].extract_text()) + bare(first.extract_text())


def test_rows_taller_than_a_page_go_on_to_the_next():
    """Nothing falls off the bottom of a page."""
    told = " ".join(f"mot{i}" for i in range(60))
    long = " ".join(f"fin{i}" for i in range(2000))
    columns = (Column("m", "Motif", "name"), Column("d", "Dit"))
    pages = pages_of(of(Table(columns, [(f"Motif {i}", told) for i in range(18)] + [("x", long)])))
    assert len(pages) > 2
    for page in pages:
        heights = []

        def seen(text, cm, tm, _font, _size, heights=heights):
            if text.strip():
                heights.append(cm[3] * tm[5] + cm[5])

        page.extract_text(visitor_text=seen)
        assert 20 < min(heights) < max(heights) < A4[1]


def test_a_table_too_wide_lies_on_its_page_with_its_heading():
    """Upright pages go on after it."""
    columns = [Column(str(i), f"Mois {i}", "rate") for i in range(20)]
    wide = Table((Column("c", "Cohorte", "name"), *columns), [("janvier", *[0.123] * 20)])
    document = of(
        Prose("Bilan", "title"), Prose("Un."), Prose("Cohortes", "section"), wide, Prose("Deux.")
    )
    upright, lying, after = pages_of(document)
    assert (round(lying.mediabox.width), round(lying.mediabox.height)) == A4[::-1]
    assert round(after.mediabox.width) == A4[0]
    assert "Cohortes" not in upright.extract_text()
    assert bare(lying.extract_text()).count("12,3%") == 20
    assert "Cohortes" in lying.extract_text()
    assert "Deux." in after.extract_text()


# Everyone reads it.


def test_the_document_is_accessible(example):
    """Tagged, in French, titled, and it claims PDF/UA-1 and PDF/A-2a, which typst checks."""
    reader = PdfReader(io.BytesIO(example))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-FR"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Rapport hebdomadaire · semaine 48 de 2025".replace(
        "8 d", "8\xa0d"
    )
    described = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert "<pdfaid:part>2</pdfaid:part>" in described
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in described


def alternatives(element):
    """What the marks of a document tell instead of showing."""
    node = element.get_object()
    if not isinstance(node, dict):
        return
    if "/Alt" in node:
        yield node["/Alt"]
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        yield from alternatives(child)


def test_pictures_are_told_to_who_does_not_see_them(example):
    """Each has its words, once."""
    root = PdfReader(io.BytesIO(example)).trailer["/Root"]
    told = [bare(text) for text in alternatives(root["/StructTreeRoot"])]
    drawn = [b for b in report_pages.blocks() if isinstance(b, Picture)]
    assert told == [bare(picture.alt) for picture in drawn]


def test_a_character_that_no_font_draws_does_not_stop_a_report():
    """It is a box on paper; the document claims no standard then."""
    document = of(Prose("Bilan", "title"), Prose("Kenji 日本 👋 écrit."))
    assert re.search("Kenji.+écrit", said(document))
    root = PdfReader(io.BytesIO(document)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid" not in root["/Metadata"].get_data().decode()


def test_only_our_fonts_are_used(example):
    """Those of the machine are ignored."""
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1].removesuffix("-Identity-H")
        for page in pages_of(example)
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"SourceSansPro-Regular", "SourceSansPro-Semibold"}


# Nothing of what it says is markup.

DANGEROUS = (
    report_pages.HOSTILE,
    '#panic("non") #read("/etc/passwd") ]',
    '"); #panic("non"); ("',
    "$x^2$ *gras* _it_ `code` @ref <etiquette> = Titre // fin /* rien */",
    "\\u{41} \\ - liste + un / terme : b",
    "https://example.org/" + "a" * 200,
)


@pytest.mark.parametrize("text", DANGEROUS)
def test_hostile_text_is_printed_as_it_is(text):
    """As a title, a label, a heading, a cell, a note, the words of a picture."""
    table = Table(
        (Column("a", text), Column("b", text, "name")), ((text, text),), title=text, note=text
    )
    picture = report_pages.MAP._replace(title=text, alt=text, table=table)
    facts = Facts([(text, text)], title=text)
    document = of(
        Prose(text, "title"), Prose(text, "section"), Prose(text, "warn"), facts, table, picture
    )
    assert said(document).count(bare(clean(text))) >= 15
    catalog = PdfReader(io.BytesIO(document)).trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(catalog)
    assert not any("/Annots" in page for page in pages_of(document)), "no link"


# The same bytes, no file.

PLACES = [str(Path(__file__).parent), str(Path(venez_vivre.__file__).parent.parent)]
ALONE = """
import sys
sys.path[:0] = {places!r}
import report_pages
from venez_vivre.reports import render
sys.stdout.buffer.write(render(report_pages.page(), "pdf", colored=False))
"""


def test_the_same_page_gives_the_same_bytes_and_writes_no_file(example, tmp_path):
    """In another process, at another hour, where nothing may be written nor any font found."""
    code = ALONE.format(places=PLACES)
    package = {path: path.stat().st_mtime_ns for path in HERE.rglob("*.*")}
    nowhere = str(tmp_path / "nowhere")
    there = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME"), nowhere)
    there |= {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1"}
    there |= {"TYPST_FONT_PATHS": "/usr/share/fonts", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **there},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stdout == example
    assert list(tmp_path.iterdir()) == []
    assert {path: path.stat().st_mtime_ns for path in HERE.rglob("*.*")} == package


def test_a_document_says_the_day_of_its_page(monkeypatch):
    """Else `SOURCE_DATE_EPOCH`; with neither, no day at all."""
    reader = PdfReader(io.BytesIO(of(Prose("a"))))
    assert reader.metadata.creation_date.date() == date(2025, 11, 30)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764201600")
    undated = of(Prose("a"), made_on=None)
    assert PdfReader(io.BytesIO(undated)).metadata.creation_date.date() == date(2025, 11, 27)
    assert "Établile27novembre2025" in said(undated)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert PdfReader(io.BytesIO(of(Prose("a"), made_on=None))).metadata.creation_date is None


# How it is laid out.

COLUMNS = st.lists(
    st.builds(
        Column,
        st.just("k"),
        st.text("abc \n", max_size=30),
        st.sampled_from(["text", "name", "marked", "count", "rate", "bar", "day"]),
    ),
    min_size=1,
    max_size=14,
)


@given(COLUMNS, st.lists(st.integers(0, 60), max_size=5), st.sampled_from([USUAL, SMALL]))
def test_columns_fit_between_the_margins(columns, lengths, sizes):
    """Whatever they hold, the table is no wider than its page and no column is lost."""
    cells = [["x" * length for _ in columns] for length in lengths]
    fit = fitted(columns, cells, sizes)
    assert sum(fit.widths) <= (LANDSCAPE if fit.lying else PORTRAIT) + 0.1
    assert min(fit.widths) >= EM * fit.size
    assert fit.size <= sizes[0]


TEXTS = st.lists(
    st.sampled_from(
        ["12", "1\u202f200", "F-41", "foyers", "«", "»", "?", ":", "%", "a" * 60, "=", "€"]
    )
)


@given(TEXTS.map(" ".join))
def test_french_typography_changes_blanks_alone(text):
    """What is read is what was written; a number stays with its noun, a sign with its word."""
    done = typographic(text)
    assert bare(done) == bare(text)
    assert not re.search(r"(^| )\d+ [a-z%€]", done)
    assert not re.search(r" [?»]|« \S", done)
    assert typographic(done) == done


def everywhere(text, other, *, titled):
    """Blocks of every kind, where sections come late and titles may be missing."""
    table = Table(
        (Column("a", text, "marked"), Column("b", other)), ((other, text),), title=other, note=text
    )
    picture = report_pages.FUNNEL._replace(title=text if titled else "", alt=other, table=table)
    facts = Facts([(text, other)], text, key=True)
    before = [Prose(text, "title"), picture, table, Prose(other, "section"), Prose(text, "title")]
    return [*before, picture, picture._replace(title=other), facts]


@settings(max_examples=25)
@given(st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_any_text_makes_a_document(text, other, titled):
    """Whatever stands anywhere, a report is drawn."""
    assert len(pages_of(of(*everywhere(text, other, titled=titled)))) >= 1


PRINTABLE = st.text("aÉœ 12«»'\"#*_$=@<>[]()/\\`-\n", max_size=40)


@settings(max_examples=25)
@given(PRINTABLE, PRINTABLE, st.booleans())
def test_headings_never_skip_a_level_nor_stand_empty(text, other, titled):
    """The standards refuse both; no document of ours renounces them for that."""
    document = of(*everywhere(text, other, titled=titled))
    root = PdfReader(io.BytesIO(document)).trailer["/Root"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
