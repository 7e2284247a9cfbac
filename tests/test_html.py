"""The page of a report: every figure is in it, nothing runs in it, nothing is asked elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest

import report_pages
from report_pages import HOSTILE
from venez_vivre.reports.html import render
from venez_vivre.screens.cells import write
from venez_vivre.screens.pages import Block, Column, Facts, Page, Picture, Prose, Table
from venez_vivre.texts import clean

VOID = {"meta", "br"}


class Reading(HTMLParser):
    """What a page holds: its elements in order, the text of each table cell, all its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.tables: list[list[list[str]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
        if tag not in VOID and tag not in {"path", "line", "rect", "stop"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"path", "line", "rect", "stop"}:
            return
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.text.append(data)
        if {"td", "th"} & set(self.open):
            self.tables[-1][-1][-1] += data


@pytest.fixture(scope="module")
def page() -> str:
    return render(report_pages.page(), colored=False, width=0)


@pytest.fixture(scope="module")
def read(page: str) -> Reading:
    found = Reading()
    found.feed(page)
    assert found.open == []
    return found


def test_nothing_runs_and_nothing_is_asked_elsewhere(page: str, read: Reading):
    """No script, no handler, no link out; the policy lets nothing through."""
    tags = {tag for tag, _ in read.elements}
    assert not tags & {"script", "link", "iframe", "object", "embed", "img", "base", "form", "use"}
    for _, attributes in read.elements:
        assert not any(name.startswith("on") or name in {"style", "src"} for name in attributes)
        assert str(attributes.get("href", "#")).startswith("#")
    policies = [a["content"] for t, a in read.elements if a.get("http-equiv")]
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policies[0]
    assert not re.search(r"@import|url\((?!#)|https?://(?!www\.w3\.org/)", page)


def test_the_policy_names_the_style_by_its_digest(page: str):
    """A byte more in the style and a browser would not apply it."""
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    assert len(re.findall("<style", page)) == 1


def test_headings_go_down_one_level_at_a_time(read: Reading):
    """One title, then sections, then what is inside."""
    levels = [int(tag[1]) for tag, _ in read.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [a.get("lang") for t, a in read.elements if t == "html"] == ["fr"]


def test_every_cell_is_there_in_the_words_of_every_format(read: Reading):
    """Table by table, cell by cell; bars say nothing that the other cells do not."""
    tables = [b.table if isinstance(b, Picture) else b for b in report_pages.blocks()]
    wanted = [one for one in tables if isinstance(one, Table) and one.rows]
    assert len(read.tables) == len(wanted)
    for found, table in zip(read.tables, wanted, strict=True):
        assert found[0] == [column.title.replace("\n", " ") for column in table.columns]
        for cells, row in zip(found[1:], table.rows, strict=True):
            for cell, value, column in zip(cells, row, table.columns, strict=True):
                assert cell == ("" if column.kind == "bar" else write(value, column.kind))


def test_every_fact_and_sentence_is_there(read: Reading):
    """The rest of the page, hostile text as it reads."""
    text = "".join(read.text)
    for block in report_pages.blocks():
        if isinstance(block, Prose):
            assert block.text in text
        elif isinstance(block, Facts):
            for label, value in block.pairs:
                assert label in text
                assert clean(write(value)) in text


def test_each_picture_is_told_to_who_does_not_see_it(read: Reading):
    """One image with its sentence, and its table beside; drawn for a page and for a phone."""
    drawn = [a for t, a in read.elements if t == "svg"]
    pictures = [b for b in report_pages.blocks() if isinstance(b, Picture)]
    assert [a["aria-label"] for a in drawn] == [p.alt for p in pictures for _ in range(2)]
    assert {a["role"] for a in drawn} == {"img"}


def test_what_is_not_published_says_so(page: str):
    """« s » alone would be a riddle."""
    assert '<abbr title="secret statistique">s</abbr>' in page


def test_landmarks_have_names_of_their_own(page: str, read: Reading):
    """Whoever jumps from table to table knows where they are: by a caption that differs."""
    regions = [a for _, a in read.elements if a.get("role") == "region"]
    captions = dict(re.findall(r'<caption id="([^"]+)">([^<]+)</caption>', page))
    assert [a["aria-labelledby"] for a in regions] == list(captions)
    assert len(set(captions.values())) == len(captions) == len(read.tables) > 5
    assert {a["tabindex"] for a in regions} == {"0"}


def test_two_tables_of_one_title_are_told_apart():
    """A number follows; hostile titles name their table as they read."""
    tables = [Table((Column("a", "A"),), (("x",),), title=HOSTILE) for _ in range(2)]
    names = re.findall(r"<caption[^>]*>([^<]+)<", made(*tables))
    assert [unescape(one) for one in names] == [
        f"Tableau : {clean(HOSTILE)}",
        f"Tableau : {clean(HOSTILE)} (2)",
    ]


def test_a_table_without_a_title_is_called_after_its_section():
    """« Tableau : Motif » would tell less than where one is."""
    told = made(Prose("Abandons", "section"), Table((Column("a", "Motif"),), (("x",),)))
    assert ">Tableau : Abandons</caption>" in told


def test_each_column_is_aligned_under_its_title(read: Reading):
    """Numbers to the right, even those that open a row."""
    cells = [(t, a) for t, a in read.elements if t in {"th", "td"} and a.get("class")]
    assert {a["class"] for t, a in cells if t == "td"} == {"number", "bar"}
    told = made(Table((Column("j", "Jours", "count"), Column("n", "Nom")), ((90, "x"),)))
    assert '<th scope="col" class="number">Jours</th>' in told
    assert '<th scope="row" class="number">90</th><td class="words">x</td>' in told


@pytest.mark.parametrize(
    ("ratio", "name"), [(0, "b0"), (0.001, "b1"), (1, "b20"), (1.4, "b20"), (-0.2, "b0")]
)
def test_a_bar_stays_in_its_cell(ratio: float, name: str):
    """An objective may be exceeded; the least that is not nothing is seen."""
    told = made(Table((Column("n", "Nom"), Column("b", "Part", "bar")), (("x", ratio),)))
    assert f'<span class="{name}"' in told
    assert f".{name} {{ width:" in told


def test_a_page_without_sections_has_its_tables_where_the_contents_are_looked_for():
    """« Aller au contenu » goes to them; their titles follow that of the page."""
    told = made(Prose("Bref", "title"), Table((Column("a", "A"),), (("x",),), title="Liste"))
    main = told[told.index('<main id="contenu">') : told.index("</main>")]
    assert "<h2>Liste</h2>" in main
    assert "<table>" in main
    assert "<h3>" not in told


def made(*blocks: Block) -> str:
    """The page of those blocks."""
    return render(Page({}, lambda: blocks), colored=False, width=0)


def test_the_same_page_is_the_same_bytes(page: str):
    """The day it says is that of the report, never the clock."""
    assert render(report_pages.page(), colored=False, width=0) == page
    assert '<meta name="date" content="2025-11-30">' in page
