"""Delays between stages as parts of a report, and the curve of settlements."""

from __future__ import annotations

from typing import Any

from venez_vivre.steering import delays as figures
from venez_vivre.steering.delays import Delay
from venez_vivre.steering.documents.figures import Derived, Figure, Key
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.spans import Span
from venez_vivre.steering.documents.stages import rounded
from venez_vivre.steering.incidence import EXACT, Median, Step

QUARTERS = ("quart", "mediane", "trois_quarts")
LEAST = 5
POINTS = 24
"""How many steps of a curve are drawn at most: a page is not wider."""


def section(making: Making, span: Span) -> dict[str, Any]:
    """The delays of the households that entered each stage in those days, and the curve."""
    found = figures.measure(making.rows, making.scope(span))
    return {
        "delais": [passage(one, span.moment) for one in found],
        "delais_methode": figures.METHOD,
        "courbe": curve(found[1], span.moment),
    }


def passage(one: Delay, moment: Key) -> dict[str, Any]:
    """One delay: who is behind it, its quartiles, the share within a year."""
    base = Figure((*moment, one.origin, "suivis vers", one.goal), one.households)
    done = Figure((*moment, one.origin, "arrivés", one.goal), one.events)
    gone = Figure((*moment, one.origin, "partis", one.goal), one.gone)
    of = (base.key, done.key, gone.key)
    found: dict[str, Any] = {
        "de": one.origin,
        "vers": one.goal,
        "foyers": base,
        "evenements": done,
        "sortis": gone,
    }
    for name, median in zip(QUARTERS, one.quarters, strict=True):
        found |= _quarter(name, median, of)
    shares = {"": one.within_year, "_bas": one.low, "_haut": one.high}
    return found | {
        f"part_12_mois{end}": Derived(rounded(value), of) for end, value in shares.items()
    }


def _quarter(name: str, one: Median, of: tuple[Key, ...]) -> dict[str, Derived]:
    return {
        f"{name}_jours": Derived(one.days, of),
        f"{name}_bas": Derived(one.low, of),
        f"{name}_haut": Derived(one.high, of),
    }


def curve(one: Delay, moment: Key) -> list[dict[str, Any]]:
    """The share settled by each day since the first exchange, thinned to what a page shows."""
    of: tuple[Key, ...] = (
        (*moment, one.origin, "suivis vers", one.goal),
        (*moment, one.origin, "arrivés", one.goal),
    )
    return [
        {
            "jours": step.days,
            "part": Derived(rounded(step.share), of),
            "bas": Derived(rounded(step.low), of),
            "haut": Derived(rounded(step.high), of),
        }
        for step in _thinned(one)
    ]


def _thinned(one: Delay) -> list[Step]:
    """The steps that are shown: at least five households between one and the next.

    A curve that moved with each household would tell the day on which it settled; it stops where
    too few are left to tell anything.
    """
    least = max(LEAST / max(one.households, 1), (one.steps[-1].share if one.steps else 0) / POINTS)
    kept: list[Step] = []
    for step in one.steps:
        last = kept[-1].share if kept else 0.0
        if step.days <= one.lasting and step.share - last >= least - EXACT:
            kept.append(step)
    return kept
