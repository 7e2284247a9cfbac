"""The weekly curves and the survival curve, as Vega-Lite specifications."""

from __future__ import annotations

from datetime import date
from typing import Any

from venez_vivre.reports.pictures import style
from venez_vivre.reports.pictures.parts import QUIET, Points, Spec, field, series, unique, words
from venez_vivre.texts import HIDDEN, percent

MONTH = 20
"""Points further apart than that many days are months."""
BROKEN = {"invalid": "break-paths-filter-domains"}
"""A line stops where a value is not published, and goes on after it."""
AREA: Spec = {"mark": {"type": "area", "opacity": 0.12, **BROKEN}}
LINE: Spec = {"mark": {"type": "line", "strokeWidth": 2.2, **BROKEN}}
DOT: Spec = {
    "transform": [{"filter": "datum.point"}],
    "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1},
}
PANEL = 74
"""Pixels of height of a series."""


def curves(points: Points, width: int) -> Spec:
    """A small panel a series, each to its own scale from zero, the last value written."""
    names = unique(points, "serie")
    days = sorted({one["jour"] for one in points})
    panels = []
    for place, name in enumerate(names):
        own = [one for one in points if one["serie"] == name]
        color = style.SERIES[place % len(style.SERIES)]
        panels.append(_panel(own, color, _days(days, written=place == len(names) - 1)))
        panels[-1]["width"] = width - 90
    return {"vconcat": panels, "spacing": 12}


def _panel(points: Points, color: str, days: Spec) -> Spec:
    last = words("valeur", dx=8, fontWeight="bold", color=color)
    last["transform"] = [{"filter": "datum.dernier"}]
    last["encoding"]["text"]["format"] = ",d"
    return {
        "title": {"text": points[0]["serie"], "anchor": "start", "frame": "group", "offset": 8},
        "height": PANEL,
        "data": {"values": _marked(points), "format": {"parse": {"jour": "utc:'%Y-%m-%d'"}}},
        "encoding": {"x": days, "y": _height(points)},
        "layer": [
            *({**one, "mark": {**one["mark"], "color": color}} for one in (AREA, LINE, DOT)),
            last,
            _secrets(),
        ],
    }


def _height(points: Points) -> Spec:
    """From zero to a whole number above the highest value: nobody settled is a flat line at 0."""
    most = max((one["valeur"] or 0 for one in points), default=0)
    few = {"values": list(range(max(most, 1) + 1))} if most <= 3 else {"tickCount": 3}
    axis = {"tickMinStep": 1, "format": ",d", "minExtent": 34, **few, **QUIET}
    scale = {"domain": [0, max(most, 1)], "nice": 3 if most > 3 else False}
    return field("valeur", "quantitative", scale=scale, axis=axis)


def _secrets() -> Spec:
    """What stands for a value that is not published, where its point would be."""
    hidden = words("texte", align="center", baseline="bottom", dy=-2, fontSize=11)
    hidden["transform"] = [
        {"filter": "!isValid(datum.valeur)"},
        {"calculate": f"'{HIDDEN}'", "as": "texte"},
    ]
    hidden["encoding"] |= {"y": {"value": PANEL}, "color": {"value": style.GREY}}
    return hidden


def _days(days: list[str], *, written: bool) -> Spec:
    """Weeks by their Monday, months by their name, under the last panel; seven of them at most.

    In universal time throughout: days are the same wherever the report is drawn.
    """
    step = max(1, -(-len(days) // 7))
    axis = {
        "format": "%b %y" if _gap(days) > MONTH else "%d/%m",
        "grid": False,
        "values": [_day(day) for day in days[-1::-step]],
        "labels": written,
        "ticks": written,
    }
    return field("jour", "temporal", scale={"type": "utc"}, axis=axis)


def _day(iso: str) -> dict[str, Any]:
    day = date.fromisoformat(iso)
    return {"year": day.year, "month": day.month, "date": day.day, "utc": True}


def _gap(days: list[str]) -> int:
    if len(days) < 2:
        return 0
    return (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days


def _marked(points: Points) -> Points:
    """The points of a series; marked are its last known one, and those no line leads to."""
    ordered = sorted(points, key=lambda one: str(one["jour"]))
    known = [one["valeur"] is not None for one in ordered]
    last = max((place for place, found in enumerate(known) if found), default=-1)
    around = [False, *known, False]
    return [
        one
        | {
            "dernier": place == last,
            "point": place == last
            or (known[place] and not around[place] and not around[place + 2]),
        }
        for place, one in enumerate(ordered)
    ]


STEPS = {"interpolate": "step-after"}


def survival(points: Points, width: int) -> Spec:
    """The share by days since the start, in steps, within its band, to its last step included."""
    known = [one for one in points if one["part"] is not None]
    names = unique(known, "serie")
    most = max((max(one["part"], one["haut"] or 0) for one in known), default=0) or 1
    longest = max((one["jours"] for one in known), default=0)
    band = {"y": _share("bas", most), "y2": {"field": "haut"}}
    part = {"y": _share("part", most)}
    ends = {"values": _ends(known, most, named=len(names) > 1)}
    last = words("texte", dx=8, fontWeight="bold")
    last["data"] = ends
    last["encoding"]["y"] = _share("place", most)
    return {
        "width": width - (110 if len(names) < 2 else 170),
        "height": 240,
        "data": {"values": known},
        "encoding": {"x": _wait(longest), "color": series(names, (style.WINE, *style.SERIES))},
        "layer": [
            {"mark": {"type": "area", "opacity": 0.18, **STEPS}, "encoding": band},
            {"mark": {"type": "line", "strokeWidth": 2.2, **STEPS}, "encoding": part},
            {"data": ends, "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.3}}
            | {"encoding": band},
            last,
        ],
    }


def _wait(longest: int) -> Spec:
    """Days, by whole months of thirty as far as there are seven of them at most, then by years."""
    step = next((one for one in (30, 60, 90, 180) if longest <= one * 7), 365)
    values = list(range(0, longest + 1, step)) if longest >= step else None
    axis = {"grid": False, "format": ",d", "tickMinStep": 1} | (
        {"values": values} if values else {}
    )
    return field("jours", "quantitative", scale={"nice": False}, axis=axis) | {
        "title": "Jours depuis le premier échange"
    }


def _share(name: str, most: float) -> Spec:
    return field(
        name,
        "quantitative",
        scale={"domain": [0, most], "nice": True},
        axis={"format": ".0%" if most > 0.04 else ".1%", "tickCount": 5},
    )


APART = 0.08
"""Two labels are as far from each other, in parts of the highest share."""


def _ends(known: Points, most: float, *, named: bool) -> Points:
    """The last point of each series, what is written beside it, and where: labels keep apart."""
    ends = sorted({p["serie"]: p for p in known}.values(), key=lambda one: float(one["part"]))
    placed: Points = []
    for one in ends:
        above = placed[-1]["place"] + APART * most if placed else 0.0
        share = percent(one["part"])
        placed.append(
            one
            | {
                "place": max(one["part"], above),
                "texte": f"{one['serie']} : {share}" if named else share,
            }
        )
    return placed
