"""The map of Bourgogne-Franche-Comté by EPCI, as a Vega-Lite specification."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from math import cos, radians
from typing import Any

from venez_vivre import reference
from venez_vivre.reports.pictures import style
from venez_vivre.reports.pictures.labels import LETTER, Label, placed
from venez_vivre.texts import number, shorten

LABELLED = 140
"""Pixels of width for each EPCI named on the map: those with the most households, room allowing."""
TALL = 0.72
"""Height of the map, as a part of its width."""

FLAT = cos(radians(47.2))
"""A degree of longitude in degrees of latitude, in the middle of the region.

The map is drawn on a plane: there rings may turn either way, where the projections of Vega take
one that turns the other way for all but what it encloses.
"""


@cache
def _outlines(name: str) -> Any:
    found = json.loads(reference.outlines(name))
    if "transform" in found:
        for part in ("scale", "translate"):
            found["transform"][part][0] *= FLAT
    for feature in found.get("features", ()):
        _flatten(feature["geometry"]["coordinates"])
    return found


def _flatten(coordinates: list[Any]) -> None:
    if isinstance(coordinates[0], (int, float)):
        coordinates[0] *= FLAT
        return
    for part in coordinates:
        _flatten(part)


def choropleth(points: list[dict[str, Any]], width: int) -> dict[str, Any]:
    """Each EPCI coloured by the households settled there; none is pale, not published is grey."""
    most = max((one["foyers"] for one in points if one["foyers"]), default=1)
    return {
        "width": width,
        "height": round(width * TALL),
        "projection": {"type": "identity", "reflectY": True},
        "layer": [
            _epcis(points, most),
            _departments(),
            *_key(points, width),
            *_names(points, width),
        ],
    }


def _epcis(points: list[dict[str, Any]], most: int) -> dict[str, Any]:
    known = {"values": [_known(one) for one in points]}
    found = {"data": known, "key": "epci", "fields": ["foyers", "tu"]}
    return {
        "data": {
            "values": _outlines("epci_bfc_s005.topojson"),
            "format": {"type": "topojson", "feature": "data"},
        },
        "transform": [{"lookup": "properties.code", "from": found}],
        "mark": {
            "type": "geoshape",
            "stroke": style.PAPER,
            "strokeWidth": 0.8,
            "invalid": None,
        },
        "encoding": {"color": _color(most)},
    }


def _departments() -> dict[str, Any]:
    return {
        "data": {
            "values": _outlines("dep_bfc_s01.geojson"),
            "format": {"property": "features"},
        },
        "mark": {"type": "geoshape", "filled": False, "stroke": style.GREY, "strokeWidth": 1},
    }


def _known(one: dict[str, Any]) -> dict[str, Any]:
    return {"epci": one["epci"], "foyers": one["foyers"], "tu": one["foyers"] is None}


def _color(most: int) -> dict[str, Any]:
    return {
        "condition": [
            {"test": "datum.tu === true", "value": style.NOT_SAID},
            {"test": "!isValid(datum.foyers)", "value": style.NOBODY},
        ],
        "field": "foyers",
        "type": "quantitative",
        "title": "Foyers",
        "scale": {"domain": [min(1, most - 1), most], "range": list(style.SCALE)},
        "legend": {
            "orient": "bottom",
            "format": ",d",
            "values": sorted({1, *(round(most * part / 3) for part in (1, 2, 3))} - {0}),
            "gradientLength": 220,
        },
    }


def _key(points: list[dict[str, Any]], width: int) -> list[dict[str, Any]]:
    """What the two greys stand for, where the map leaves room; the second one if it is there."""
    told = [(style.NOBODY, "aucune installation")]
    if any(one["foyers"] is None for one in points):
        told.append((style.NOT_SAID, "non publié"))
    rows = [{"y": 8 + 18 * n, "couleur": c, "texte": t} for n, (c, t) in enumerate(told)]
    height = {"y": {"field": "y", "type": "quantitative", "scale": None}}
    left = width - 130
    square = {"type": "square", "size": 130, "filled": True, "opacity": 1, "stroke": style.GREY}
    tint = {"field": "couleur", "type": "nominal", "scale": None}
    word = {"type": "text", "align": "left", "dx": 12, "fontSize": 12, "color": style.GREY}
    beside = {"x": {"value": left}, **height}
    return [
        {
            "data": {"values": rows},
            "mark": square | {"strokeWidth": 0.5},
            "encoding": beside | {"fill": tint},
        },
        {"data": {"values": rows}, "mark": word, "encoding": beside | {"text": {"field": "texte"}}},
    ]


def _names(points: list[dict[str, Any]], width: int) -> list[dict[str, Any]]:
    """The EPCI where most households live and how many do, on a white halo."""
    letters = {"type": "text", "fontWeight": "bold", "fontSize": 12}
    halo = letters | {"stroke": style.PAPER, "strokeWidth": 4, "strokeJoin": "round"}
    place = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
        "text": {"field": "texte"},
    }
    data = {"values": _labels(points, width)}
    return [{"data": data, "mark": mark, "encoding": place} for mark in (halo, letters)]


def _labels(points: list[dict[str, Any]], width: int) -> list[dict[str, Any]]:
    """The texts and where they go: around the main town of each EPCI."""
    from venez_vivre.locations import communes_of  # noqa: PLC0415  a map alone needs it

    known = [one for one in points if one["foyers"]]
    height = round(width * TALL)
    left, top, scale = _fitted(width, height)
    wanted = []
    for one in sorted(known, key=lambda one: -one["foyers"])[: width // LABELLED + 1]:
        town = max(communes_of(one["epci"]), key=lambda c: c.population, default=None)
        if town is not None:
            text = f"{shorten(one['nom'], int(width / LETTER / 2.4))} : {number(one['foyers'])}"
            x, y = (town.lon * FLAT - left) * scale, (top - town.lat) * scale
            wanted.append(Label(text, x, y))
    return [
        {"lon": found.x / scale + left, "lat": top - found.y / scale, "texte": found.text}
        for found in placed(wanted, width, height)
    ]


def _fitted(width: int, height: int) -> tuple[float, float, float]:
    """The plane's left and top edges of the drawing, and its pixels per unit."""
    corners = list(_corners(_outlines("dep_bfc_s01.geojson")["features"]))
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    scale = min(width / (max(xs) - min(xs)), height / (max(ys) - min(ys)))
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return middle[0] - width / scale / 2, middle[1] + height / scale / 2, scale


def _corners(part: Any) -> Iterator[tuple[float, float]]:
    if isinstance(part, dict):
        part = part.get("geometry", part.get("coordinates"))
        yield from _corners(part)
    elif isinstance(part[0], (int, float)):
        yield part[0], part[1]
    else:
        for one in part:
            yield from _corners(one)
