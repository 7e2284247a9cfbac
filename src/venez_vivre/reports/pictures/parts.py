"""Pieces that the specifications of several pictures are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.reports.pictures import style

Points = list[dict[str, Any]]
Spec = dict[str, Any]


def field(name: str, kind: str, **more: Any) -> Spec:
    """A channel that shows a field: `nominal`, `ordinal`, `quantitative` or `temporal`."""
    return {"field": name, "type": kind, "title": None, **more}


def series(names: Sequence[str], colors: Sequence[str]) -> Spec:
    """A colour for each series, its name written beside it and not in a legend."""
    known = [colors[place % len(colors)] for place in range(len(names))]
    return field("serie", "nominal", legend=None, scale={"domain": list(names), "range": known})


def words(name: str, **more: Any) -> Spec:
    """A layer of text."""
    return {
        "mark": {"type": "text", "align": "left", **more},
        "encoding": {"text": {"field": name}},
    }


def unique(points: Points, name: str) -> list[str]:
    """The values of a field, each once, in the order in which they come."""
    return list(dict.fromkeys(one[name] for one in points))


QUIET = {"domain": False, "ticks": False}
PAPER_LINE = {"stroke": style.PAPER, "strokeWidth": 2}
