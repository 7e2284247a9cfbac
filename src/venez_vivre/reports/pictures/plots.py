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


DARK = 0.4
"""From this part of the largest share on, words are written in white."""


def heatmap(points: Points, width: int) -> Spec:
    """A row a cohort, a column an age; what is not known yet stays blank."""
    rows, columns = unique(points, "ligne"), unique(points, "colonne")
    known = [one for one in points if one["part"] is not None]
    most = max((one["part"] for one in known), default=0) or 1
    shades = {"domain": [0, most], "range": list(style.SCALE)}
    white = {"test": f"datum.part > {most * DARK:.6f}", "value": style.PAPER}
    shares = words("texte", align="center", fontSize=11)
    shares["encoding"]["color"] = {"condition": white, "value": style.INK}
    return {
        "width": width - 130,
        "height": 24 * len(rows),
        "data": {"values": known},
        "encoding": {
            "x": _side("colonne", columns, orient="top", labelAngle=0),
            "y": _side("ligne", rows),
        },
        "layer": [
            {
                "mark": {"type": "rect", **PAPER_LINE},
                "encoding": {"color": field("part", "quantitative", legend=None, scale=shades)},
            },
            shares,
        ],
    }


def _side(name: str, values: list[str], **axis: Any) -> Spec:
    return field(
        name,
        "ordinal",
        sort=values,
        scale={"domain": values},
        axis={"title": None, **QUIET, **axis},
    )
