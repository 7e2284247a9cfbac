"""The funnel and the heat-map, as Vega-Lite specifications."""

from __future__ import annotations

from typing import Any

from venez_vivre.reports.pictures import style
from venez_vivre.reports.pictures.parts import PAPER_LINE, QUIET, Points, Spec, field, unique, words
from venez_vivre.texts import plural

UNKNOWN = "non publié"
ROW = 62
"""Pixels of a stage: a line of words, then its bar."""


def funnel(points: Points, width: int) -> Spec:
    """A bar a stage, households to one scale; above each, its name and both units."""
    rows = [
        {
            "etape": one["etape"],
            "foyers": one["foyers"] or 0,
            "texte": _both(one),
            "rang": place,
            "couleur": style.STAGES[place % len(style.STAGES)],
        }
        for place, one in enumerate(points)
    ]
    return {
        "width": width,
        "height": ROW * len(rows),
        "data": {"values": rows},
        "encoding": {"y": field("rang", "ordinal", axis=None, scale={"paddingInner": 0.1})},
        "layer": [
            BARS,
            _above("etape", 0, fontWeight="bold"),
            _above("texte", width, align="right"),
        ],
    }


BARS: Spec = {
    "mark": {"type": "bar", "height": 26, "yOffset": 12, "cornerRadiusEnd": 3},
    "encoding": {
        "x": field("foyers", "quantitative", axis=None, scale={"domainMin": 0}),
        "color": field("couleur", "nominal", scale=None),
    },
}


def _above(name: str, x: int, **more: Any) -> Spec:
    """Words above the bar of a row, from one of its ends."""
    layer = words(name, baseline="bottom", yOffset=-6, fontSize=14, **more)
    layer["encoding"]["x"] = {"value": x}
    return layer


def _both(one: dict[str, Any]) -> str:
    if one["foyers"] is None or one["personnes"] is None:
        return UNKNOWN
    return f"{plural(one['foyers'], 'foyer')}, {plural(one['personnes'], 'personne')}"


def heatmap(points: Points, width: int) -> Spec:
    """A row a cohort, a column an age; not known yet stays blank, not published is grey."""
    rows, columns = unique(points, "ligne"), unique(points, "colonne")
    inside = width - MARGIN - LETTER * max(map(len, rows))
    narrow = inside / len(columns) < NARROW
    shares = words("texte", align="center", fontSize=10 if narrow else 11)
    shares["encoding"]["color"] = field("encre", "nominal", scale=None)
    cells = {
        "mark": {"type": "rect", **PAPER_LINE},
        "encoding": {"color": field("couleur", "nominal", scale=None)},
    }
    stacked = _stacked(columns) if narrow else {}
    return {
        "width": inside,
        "height": 24 * len(rows),
        "data": {"values": _cells(points)},
        "encoding": {
            "x": _side("colonne", columns, orient="top", labelAngle=0, **stacked),
            "y": _side("ligne", rows),
        },
        "layer": [cells, shares],
    }


LETTER, MARGIN = 6.3, 20
"""Pixels that a letter of a row's name takes on average, and that are left around."""
NARROW = 52
"""Pixels of a column under which the words of its title are written one under the other."""


def _stacked(names: list[str]) -> Spec:
    """Titles a word a line, lifted so that the last line is above the first row."""
    lines = max(len(name.split(" ")) for name in names)
    return {
        "labelExpr": "split(datum.label, ' ')",
        "labelLineHeight": LINE,
        "labelPadding": 2 + LINE * (lines - 1),
    }


LINE = 13
"""Pixels of height of a line of titles."""


def _cells(points: Points) -> Points:
    """The cells that say something, each with its colour and an ink that is read on it."""
    most = max((one["part"] or 0 for one in points), default=0) or 1
    said = [one for one in points if one["part"] is not None or one["texte"]]
    cells = []
    for one in said:
        color = style.NOT_SAID if one["part"] is None else style.shade(one["part"] / most)
        cells.append(one | {"couleur": color, "encre": style.readable_on(color)})
    return cells


def _side(name: str, values: list[str], **axis: Any) -> Spec:
    return field(
        name,
        "ordinal",
        sort=values,
        scale={"domain": values},
        axis={"title": None, **QUIET, **axis},
    )
