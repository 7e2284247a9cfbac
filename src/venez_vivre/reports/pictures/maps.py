"""The map of Bourgogne-Franche-Comté by EPCI, as a Vega-Lite specification."""

from __future__ import annotations

import json
from functools import cache
from math import cos, radians
from typing import Any

from venez_vivre import reference
from venez_vivre.reports.pictures import style
from venez_vivre.texts import number

LABELLED = 4
"""How many EPCI are named on the map: those with the most households."""


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
        "height": round(width * 0.72),
        "projection": {"type": "identity", "reflectY": True},
        "layer": [_epcis(points, most), _departments(), _labels(points)],
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
        "scale": {"domain": [0, most], "range": list(style.SCALE)},
        "legend": {
            "orient": "bottom",
            "format": ",d",
            "tickMinStep": 1,
            "gradientLength": 220,
            "tickCount": 4,
        },
    }


def _labels(points: list[dict[str, Any]]) -> dict[str, Any]:
    """The names of the few EPCI where most households live, on a pale halo."""
    from venez_vivre.locations import communes_of  # noqa: PLC0415  a map alone needs it

    known = [one for one in points if one["foyers"]]
    first = sorted(known, key=lambda one: -one["foyers"])[:LABELLED]
    rows = []
    for one in first:
        town = max(communes_of(one["epci"]), key=lambda c: c.population, default=None)
        if town is not None:
            text = f"{town.name} : {number(one['foyers'])}"
            rows.append({"lon": town.lon * FLAT, "lat": town.lat, "texte": text})
    place = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
        "text": {"field": "texte"},
    }
    halo = {"type": "text", "fontWeight": "bold", "fontSize": 12, "stroke": style.PAPER}
    return {
        "data": {"values": rows},
        "layer": [
            {"mark": halo | {"strokeWidth": 3, "strokeOpacity": 0.85}, "encoding": place},
            {
                "mark": {"type": "text", "fontWeight": "bold", "fontSize": 12},
                "encoding": place,
            },
        ],
    }
