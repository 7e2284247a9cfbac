"""Pictures: what they draw is what their table says, whatever the names; nothing runs in them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

import report_pages
from venez_vivre.reports.pictures import svg

PICTURES = {
    one.kind: one
    for one in (
        report_pages.FUNNEL,
        report_pages.CURVES,
        report_pages.HEATMAP,
        report_pages.SURVIVAL,
        report_pages.MAP,
    )
}


def words(drawn: str) -> list[str]:
    """Every text of a drawing."""
    root = ET.fromstring(drawn)  # noqa: S314  our own drawing
    return ["".join(one.itertext()) for one in root.iter() if one.tag.endswith("}text")]


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("width", [400, 680])
def test_each_kind_draws_at_any_width(kind: str, width: int):
    """A drawing that scales to the page it is put in, with text that is text."""
    drawn = svg(PICTURES[kind], width=width)
    root = ET.fromstring(drawn)  # noqa: S314  our own drawing
    assert root.get("viewBox")
    assert root.get("width") is None
    assert words(drawn)
    assert "NaN" not in drawn
    assert not re.search(r"<script|<foreignObject|<image|href=|\bstyle=|\bon\w+=", drawn)
    assert not re.search(r"url\((?!#)", drawn)


@pytest.mark.parametrize("kind", PICTURES)
def test_the_same_picture_is_the_same_bytes(kind: str):
    """Reports are reproducible."""
    assert svg(PICTURES[kind]) == svg(PICTURES[kind])


def test_the_drawings_of_a_page_share_no_name():
    """A clip of one would cut the other."""
    found = [re.findall(r'\bid="([^"]+)"', svg(report_pages.FUNNEL, width=w)) for w in (400, 680)]
    assert found[0]
    assert not set(found[0]) & set(found[1])


def test_the_funnel_writes_both_units():
    """Beside each bar, as its table has them."""
    found = words(svg(report_pages.FUNNEL))
    assert "10\u202f498 foyers, 12\u202f000 personnes" in found
    assert "175 foyers, 375 personnes" in found


def test_the_last_value_of_each_series_is_written():
    """That of the last week; a gap where a value is not published."""
    found = words(svg(report_pages.CURVES))
    assert {"230", "38", "6", *report_pages.SERIES} <= set(found)


def test_what_is_not_known_has_no_cell():
    """Five shares are known of six."""
    found = words(svg(report_pages.HEATMAP))
    assert sum("%" in one for one in found) == 5


def test_the_map_tells_three_states_apart():
    """Coloured by count; pale without a settlement; grey where the figure is a secret."""
    points = [*report_pages.MAP.points, {"epci": "200000925", "nom": "X", "foyers": None}]
    drawn = svg(report_pages.MAP._replace(points=points))
    assert drawn.count('fill="#c3c9cf"') == 1
    assert drawn.count('fill="#eef0f2"') == 113
    assert any(word.startswith("Dijon : 41") for word in words(drawn))


def test_a_bar_is_as_long_as_its_figure():
    """Drawn to one scale from zero: 1 102 of 10 498."""
    drawn = svg(report_pages.FUNNEL, width=680)
    lengths = [float(one) for one in re.findall(r'roledescription="bar" d="M0,0h([\d.]+)', drawn)]
    assert len(lengths) == 3
    assert lengths[1] / lengths[0] == pytest.approx(1102 / 10498, abs=0.01)


@pytest.mark.parametrize("kind", PICTURES)
def test_names_from_outside_are_inert(kind: str):
    """Markup in a name is text of the drawing."""
    picture = PICTURES[kind]
    points = [
        {
            k: report_pages.HOSTILE if isinstance(v, str) and k in NAMES else v
            for k, v in one.items()
        }
        for one in picture.points
    ]
    drawn = svg(picture._replace(points=points))
    ET.fromstring(drawn)  # noqa: S314  our own drawing
    assert "<script" not in drawn
    assert "\x1b" not in drawn


NAMES = {"etape", "serie", "ligne", "colonne", "texte", "nom", "libelle"}


def test_an_empty_picture_is_not_drawn():
    """There is its table, which says so."""
    assert svg(report_pages.MAP._replace(points=())) == ""
