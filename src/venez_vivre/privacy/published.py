"""Every figure that reports publish, as they stand: what an erasure must leave as it was."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from venez_vivre.dates import Period
from venez_vivre.errors import Misuse
from venez_vivre.steering.documents.figures import settled
from venez_vivre.steering.documents.kinds import KINDS, Ordered, draw_up
from venez_vivre.steering.funnel import measure
from venez_vivre.store.queries import projection
from venez_vivre.store.queries import steering as queries
from venez_vivre.store.queries.steering import DAY, GROUPINGS, Place, Scope
from venez_vivre.store.reader import Reader

USUAL = Period(None, None)
WHOLE = ("hebdo", "mensuel", "bilan")
OF_A_PLACE = ("territoire", "hebdo", "bilan")
FEW = 3
"""Territories whose every report is drawn up; of more of them, the one that says most (0.1 s)."""

Figures = dict[str, str]
"""The text of each group of figures, under its name."""


def published(rows: Reader, day: date, places: Collection[Place] = ()) -> Figures:
    """Every published figure, as of that day.

    The funnel day by day, in each grouping, as flows and as cohorts; the reports whole, and those
    of the territories `places`; what projections start from.
    """
    return {name: json.dumps(value, default=str) for name, value in _figures(rows, day, places)}


def _figures(rows: Reader, day: date, places: Collection[Place]) -> Iterator[tuple[str, Any]]:
    for by in ("", DAY, *GROUPINGS):
        for cohort in (False, True):
            if by == DAY and cohort:
                continue
            scope = Scope(None, day, day, by, cohort)
            found = [(stage, str(key), step) for stage, key, step in queries.funnel(rows, scope)]
            yield f"entonnoir par {by or 'étape'}", sorted(found, key=repr)
    for kind in WHOLE:
        yield f"rapport {kind}", _document(rows, kind, Ordered(USUAL, day))
    for place in places:
        yield f"entonnoir {place.code}", _place(rows, day, place)
        for kind in OF_A_PLACE[: None if len(places) <= FEW else 1]:
            yield f"rapport {kind} {place.code}", _document(rows, kind, Ordered(USUAL, day, place))
    yield "projection", sorted(projection.histories(rows, day), key=repr)
    yield "installations projetées", sorted(projection.arrived(rows, day), key=repr)


def _place(rows: Reader, day: date, place: Place) -> Any:
    return repr(measure(rows, Scope(None, day, day, territory=place)).total)


def _document(rows: Reader, kind: str, order: Ordered) -> Any:
    try:
        return settled(draw_up(rows, KINDS[kind], order).content)
    except Misuse as refused:  # a base whose every day is still to come
        return str(refused)


def differing(before: Figures, after: Figures) -> list[str]:
    """The names of the groups of figures that are not the same."""
    return [name for name, said in before.items() if after.get(name) != said]
