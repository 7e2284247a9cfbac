"""The weekly curves and the survival curve, as Vega-Lite specifications."""

from __future__ import annotations

from datetime import date
from typing import Any

from venez_vivre.reports.pictures import style
from venez_vivre.reports.pictures.parts import QUIET, Points, Spec, field, series, unique, words
from venez_vivre.texts import percent

MONTH = 20
"""Points further apart than that many days are months."""
BROKEN = {"invalid": "break-paths-filter-domains"}
"""A line stops where a value is not published, and goes on after it."""
LAST = {"transform": [{"filter": "datum.dernier"}]}
AREA: Spec = {"mark": {"type": "area", "opacity": 0.12, **BROKEN}}
LINE: Spec = {"mark": {"type": "line", "strokeWidth": 2.2, **BROKEN}}
DOT: Spec = {"mark": {"type": "point", "filled": True, "size": 50}}


def curves(points: Points, width: int) -> Spec:
    """A small panel a series, each to its own scale from zero, the last value written."""
    names = unique(points, "serie")
    days = sorted({one["jour"] for one in points})
    value = words("valeur", dx=8, fontWeight="bold")
    value["encoding"]["text"]["format"] = ",d"
    header = {"labelAngle": 0, "labelAnchor": "start", "labelOrient": "top"}
    return {
        "data": {"values": _with_last(points)},
        "facet": {"row": field("serie", "nominal", sort=names, header=header)},
        "spec": {
            "width": width - 90,
            "height": 74,
            "encoding": {"x": _days(days), "y": HEIGHT, "color": series(names, style.SERIES)},
            "layer": [AREA, LINE, LAST | DOT, LAST | value],
        },
        "resolve": {"scale": {"y": "independent"}},
        "spacing": 14,
    }


HEIGHT: Spec = field(
    "valeur", "quantitative", scale={"zero": True, "nice": True}, axis={"tickCount": 3, **QUIET}
)


def _days(days: list[str]) -> Spec:
    """Weeks by their Monday, months by their name; seven of them are written at most."""
    gap = _gap(days)
    step = max(1, -(-len(days) // 7))
    form = "%b %y" if gap > MONTH else "%d/%m"
    return field(
        "jour", "temporal", axis={"format": form, "grid": False, "values": days[-1::-step]}
    )


def _gap(days: list[str]) -> int:
    if len(days) < 2:
        return 0
    return (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days


def _with_last(points: Points) -> Points:
    """The points, the last known one of each series marked."""
    last = {one["serie"]: one["jour"] for one in points if one["valeur"] is not None}
    return [one | {"dernier": last.get(one["serie"]) == one["jour"]} for one in points]


STEPS = {"interpolate": "step-after"}


def survival(points: Points, width: int) -> Spec:
    """The share by days since the start, in steps, within its band."""
    known = [one for one in points if one["part"] is not None]
    names = unique(known, "serie")
    most = max((one["haut"] or 0 for one in known), default=0) or 1
    part = _share("part", most)
    last = words("texte", dx=6, fontWeight="bold")
    last["data"] = {"values": _ends(known)}
    last["encoding"]["y"] = part
    return {
        "width": width - 110,
        "height": 240,
        "data": {"values": known},
        "encoding": {"x": WAIT, "color": series(names, (style.WINE, *style.SERIES))},
        "layer": [
            {
                "mark": {"type": "area", "opacity": 0.18, **STEPS},
                "encoding": {"y": _share("bas", most), "y2": {"field": "haut"}},
            },
            {"mark": {"type": "line", "strokeWidth": 2.2, **STEPS}, "encoding": {"y": part}},
            last,
        ],
    }


WAIT: Spec = field("jours", "quantitative", axis={"grid": False, "format": ",d"}) | {
    "title": "Jours depuis le premier échange"
}


def _share(name: str, most: float) -> Spec:
    return field(
        name,
        "quantitative",
        scale={"domain": [0, most], "nice": True},
        axis={"format": ".0%", "tickCount": 5},
    )


def _ends(known: Points) -> list[dict[str, Any]]:
    """The last point of each series, and what is written beside it."""
    return [
        one | {"texte": percent(one["part"])} for one in {p["serie"]: p for p in known}.values()
    ]
