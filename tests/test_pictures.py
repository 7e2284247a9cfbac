"""Pictures: what they draw is what their table says, whatever the names; nothing runs in them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import report_pages
from venez_vivre.reports.pictures import style, svg
from venez_vivre.reports.pictures.labels import LINE, Label, placed

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


def test_a_secret_week_is_a_gap_that_says_so():
    """« s » where the point would be; the weeks before and after are points, joined by nothing."""
    drawn = svg(report_pages.CURVES)
    assert words(drawn).count("s") == 1
    root = ET.fromstring(drawn)  # noqa: S314  our own drawing
    lines = [m.get("d", "") for m in root.iter() if m.get("aria-roledescription") == "line mark"]
    assert [one.count("L") for one in lines[:2]] == [2, 2]
    assert all("L" not in one for one in lines[2:])
    dots = [m for m in root.iter() if m.get("aria-roledescription") == "point"]
    assert len(dots) == 4


@pytest.mark.parametrize("most", [0, 1, 2, 3, 4, 7, 250])
def test_the_scale_of_a_series_has_whole_numbers_each_once(most: int):
    """A week without a settlement lies on zero; half a household is no household."""
    points = [one | {"valeur": most} for one in report_pages.CURVES.points]
    points = [one for one in points if one["serie"] == "Échanges"]
    found = words(svg(report_pages.CURVES._replace(points=points)))
    scale = [one for one in found if one.isdigit()][:-1]
    assert scale[0] == "0"
    assert len(scale) == len(set(scale)) >= 2
    assert int(scale[-1]) >= min(most, 1)


DRAW = """
import sys; sys.path.insert(0, sys.argv[1])
import report_pages
from venez_vivre.reports.pictures import svg
sys.stdout.buffer.write(svg(report_pages.CURVES).encode())
"""


@pytest.mark.parametrize("zone", ["America/Cayenne", "Pacific/Noumea"])
def test_a_drawing_is_the_same_on_a_machine_of_another_time_zone(zone: str):
    """A Monday is a Monday in Guiana too: dates are days, and never hours of somewhere."""
    command = [sys.executable, "-c", DRAW, str(Path(__file__).parent)]
    told = subprocess.run(command, env=os.environ | {"TZ": zone}, capture_output=True, check=True)
    assert told.stdout.decode() == svg(report_pages.CURVES)
    assert {"10/11", "17/11", "24/11"} <= set(words(told.stdout.decode()))


def test_what_is_not_known_has_no_cell():
    """Five shares are known of six."""
    found = words(svg(report_pages.HEATMAP))
    assert sum("%" in one for one in found) == 5


def test_a_secret_share_has_a_grey_cell_that_says_so():
    """It is known, and not told: not the same as not known yet."""
    points = [one | {"part": None, "texte": "s"} for one in report_pages.HEATMAP.points[:1]]
    drawn = svg(report_pages.HEATMAP._replace(points=[*points, *report_pages.HEATMAP.points[1:]]))
    assert drawn.count(f'fill="{style.NOT_SAID}"') == 1
    assert words(drawn).count("s") == 1


@given(st.floats(0, 1))
def test_what_is_written_on_a_cell_can_be_read(part: float):
    """4.5:1 at least, whatever the shade."""
    color = style.shade(part)
    assert style.contrast(color, style.readable_on(color)) >= 4.5


def test_every_colour_that_writes_can_be_read_on_white():
    """4.5:1 at least; the measure itself is that of WCAG: black on white is 21."""
    assert style.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert style.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    for color in (style.INK, style.GREY, style.WINE, *style.STAGES, *style.SERIES):
        assert style.contrast(color, style.PAPER) >= 4.5


def test_curves_of_several_series_are_told_apart_by_name():
    """And their names do not lie on one another; alone, a curve is named by the title."""
    points = report_pages.SURVIVAL.points
    twice = [*points, *(one | {"serie": "Repartis"} for one in points)]
    drawn = svg(report_pages.SURVIVAL._replace(points=twice))
    root = ET.fromstring(drawn)  # noqa: S314  our own drawing
    ends = [one for one in root.iter() if "20,0\u202f%" in (one.text or "")]
    assert [one.text for one in ends] == ["Installés : 20,0\u202f%", "Repartis : 20,0\u202f%"]
    heights = [float(str(one.get("transform")).split(",")[1].rstrip(")")) for one in ends]
    assert abs(heights[0] - heights[1]) >= 14
    assert "20,0\u202f%" in words(svg(report_pages.SURVIVAL))


def test_the_band_of_the_last_step_is_drawn_too():
    """The figure that people quote has its interval beside it: from 15 to 26 %."""
    drawn = svg(report_pages.SURVIVAL)
    rules = [one for one in re.findall(r"<line [^>]*>", drawn) if "rule" in one]
    assert len(rules) == 1
    assert float(re.search(r' y2="(-?[\d.]+)"', rules[0])[1]) == pytest.approx(
        -11 / 26 * 240, abs=9
    )


def test_the_map_tells_three_states_apart():
    """Coloured by count; pale without a settlement; grey where the figure is a secret."""
    points = [*report_pages.MAP.points, {"epci": "200000925", "nom": "X", "foyers": None}]
    drawn = svg(report_pages.MAP._replace(points=points))
    assert len(re.findall(r'"geoshape" [^>]*fill="#c3c9cf"', drawn)) == 1
    assert len(re.findall(r'"geoshape" [^>]*fill="#eef0f2"', drawn)) == 113
    assert {"aucune installation", "non publié"} <= set(words(drawn))
    assert "non publié" not in words(svg(report_pages.MAP))


def test_a_figure_of_the_map_is_under_the_name_of_its_epci():
    """Its main town alone did not take in all these households."""
    found = words(svg(report_pages.MAP))
    assert "Dijon Métropole : 41" in found
    assert "Grand Besançon : 30" in found
    assert {"1", "14", "27", "41"} <= set(found)


@given(
    st.lists(
        st.tuples(st.text("ae -é", min_size=1, max_size=30), st.floats(0, 348), st.floats(0, 250)),
        max_size=8,
    )
)
def test_names_of_a_map_never_hide_one_another_nor_go_out(places: list[tuple[str, float, float]]):
    """Those kept are in the drawing and apart; the first one is always kept where it fits."""
    kept = placed([Label(*one) for one in places], 348, 250)
    for one in kept:
        assert one.half <= one.x <= 348 - one.half or one.half * 2 > 348
        assert LINE <= one.y <= 250 - LINE
    for one, other in combinations(kept, 2):
        apart = abs(one.x - other.x) >= one.half + other.half
        assert apart or abs(one.y - other.y) >= LINE
    if places:
        assert kept


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
