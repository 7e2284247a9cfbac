"""The funnel, the curves, the heat-map and the survival curve, as Vega-Lite specifications."""

from __future__ import annotations

from datetime import date
from typing import Any

from venez_vivre.reports.pictures import style
from venez_vivre.texts import number, plural

Points = list[dict[str, Any]]
Spec = dict[str, Any]
UNKNOWN = "non publié"


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
    y = {"field": "rang", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.1}}
    return {
        "width": width,
        "height": 62 * len(rows),
        "data": {"values": rows},
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "bar", "height": 26, "yOffset": 12, "cornerRadiusEnd": 3},
                "encoding": {
                    "x": {
                        "field": "foyers",
                        "type": "quantitative",
                        "axis": None,
                        "scale": {"domainMin": 0},
                    },
                    "color": {"field": "couleur", "type": "nominal", "scale": None},
                },
            },
            _label("etape", weight="bold"),
            _label("texte", align="right", x=width),
        ],
    }


def _label(field: str, *, weight: str = "normal", align: str = "left", x: int = 0) -> Spec:
    mark = {
        "type": "text",
        "align": align,
        "baseline": "bottom",
        "yOffset": -6,
        "fontWeight": weight,
        "fontSize": 14,
    }
    return {"mark": mark, "encoding": {"x": {"value": x}, "text": {"field": field}}}


def _both(one: dict[str, Any]) -> str:
    if one["foyers"] is None or one["personnes"] is None:
        return UNKNOWN
    return f"{plural(one['foyers'], 'foyer')}, {plural(one['personnes'], 'personne')}"


MONTH = 20
"""Points further apart than that many days are months."""


def curves(points: Points, width: int) -> Spec:
    """A small panel a series, each to its own scale from zero, the last value written."""
    names = list(dict.fromkeys(one["serie"] for one in points))
    colors = [style.SERIES[place % len(style.SERIES)] for place in range(len(names))]
    days = sorted({one["jour"] for one in points})
    x = {
        "field": "jour",
        "type": "temporal",
        "title": None,
        "axis": {"format": _format(days), "grid": False, "values": days[-1 :: -_step(days)]},
    }
    y = {
        "field": "valeur",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": True, "nice": True},
        "axis": {"tickCount": 3, "domain": False, "ticks": False},
    }
    color = {
        "field": "serie",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": names, "range": colors},
    }
    last = {"transform": [{"filter": "datum.dernier"}]}
    return {
        "data": {"values": _with_last(points)},
        "facet": {
            "row": {
                "field": "serie",
                "type": "nominal",
                "sort": names,
                "title": None,
                "header": {"labelAngle": 0, "labelAnchor": "start", "labelOrient": "top"},
            }
        },
        "spec": {
            "width": width - 90,
            "height": 74,
            "encoding": {"x": x, "y": y, "color": color},
            "layer": [
                {
                    "mark": {
                        "type": "area",
                        "opacity": 0.12,
                        "invalid": "break-paths-filter-domains",
                    }
                },
                {
                    "mark": {
                        "type": "line",
                        "strokeWidth": 2.2,
                        "invalid": "break-paths-filter-domains",
                    }
                },
                last | {"mark": {"type": "point", "filled": True, "size": 50}},
                last
                | {
                    "mark": {"type": "text", "align": "left", "dx": 8, "fontWeight": "bold"},
                    "encoding": {"text": {"field": "valeur", "format": ",d"}},
                },
            ],
        },
        "resolve": {"scale": {"y": "independent"}},
        "spacing": 14,
    }


def _format(days: list[str]) -> str:
    return "%b %y" if _gap(days) > MONTH else "%d/%m"


def _gap(days: list[str]) -> int:
    if len(days) < 2:
        return 0
    return (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days


def _step(days: list[str]) -> int:
    return max(1, -(-len(days) // 7))


def _with_last(points: Points) -> Points:
    """The points, the last known one of each series marked."""
    last = {one["serie"]: one["jour"] for one in points if one["valeur"] is not None}
    return [one | {"dernier": last.get(one["serie"]) == one["jour"]} for one in points]


def heatmap(points: Points, width: int) -> Spec:
    """A row a cohort, a column an age; what is not known yet stays blank."""
    rows = list(dict.fromkeys(one["ligne"] for one in points))
    columns = list(dict.fromkeys(one["colonne"] for one in points))
    known = [one for one in points if one["part"] is not None]
    most = max((one["part"] for one in known), default=0) or 1
    x = {
        "field": "colonne",
        "type": "ordinal",
        "sort": columns,
        "scale": {"domain": columns},
        "axis": {"orient": "top", "title": None, "labelAngle": 0, "ticks": False, "domain": False},
    }
    y = {
        "field": "ligne",
        "type": "ordinal",
        "sort": rows,
        "scale": {"domain": rows},
        "axis": {"title": None, "ticks": False, "domain": False},
    }
    color = {
        "field": "part",
        "type": "quantitative",
        "scale": {"domain": [0, most], "range": list(style.SCALE)},
        "legend": None,
    }
    ink = {"condition": {"test": f"datum.part > {most * 0.4:.6f}", "value": style.PAPER}}
    return {
        "width": width - 130,
        "height": 24 * len(rows),
        "data": {"values": known},
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": style.PAPER, "strokeWidth": 2},
                "encoding": {"color": color},
            },
            {
                "mark": {"type": "text", "fontSize": 11},
                "encoding": {"text": {"field": "texte"}, "color": ink | {"value": style.INK}},
            },
        ],
    }


def survival(points: Points, width: int) -> Spec:
    """The share by days since the start, in steps, within its band."""
    known = [one for one in points if one["part"] is not None]
    names = list(dict.fromkeys(one["serie"] for one in known))
    colors = [style.WINE, *style.SERIES][: max(len(names), 1)]
    color = {
        "field": "serie",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": names, "range": colors},
    }
    most = max((one["haut"] or 0 for one in known), default=0)
    x = {
        "field": "jours",
        "type": "quantitative",
        "title": "Jours depuis le premier échange",
        "axis": {"grid": False, "format": ",d"},
    }
    y = {
        "field": "bas",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, most or 1], "nice": True},
        "axis": {"format": ".0%", "tickCount": 5},
    }
    ends = {one["serie"]: one for one in known}
    return {
        "width": width - 110,
        "height": 240,
        "data": {"values": known},
        "encoding": {"x": x, "color": color},
        "layer": [
            {
                "mark": {"type": "area", "interpolate": "step-after", "opacity": 0.18},
                "encoding": {"y": y, "y2": {"field": "haut"}},
            },
            {
                "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.2},
                "encoding": {"y": y | {"field": "part"}},
            },
            {
                "data": {"values": [_end(one) for one in ends.values()]},
                "mark": {"type": "text", "align": "left", "dx": 6, "fontWeight": "bold"},
                "encoding": {"y": y | {"field": "part"}, "text": {"field": "texte"}},
            },
        ],
    }


def _end(one: dict[str, Any]) -> dict[str, Any]:
    return one | {"texte": f"{number(one['part'] * 100, 1)}\u202f%"}
