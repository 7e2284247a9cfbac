"""What became of those who signed up in one month: the same households, followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from venez_vivre.dates import MONTHS, add_months
from venez_vivre.steering.documents.figures import Derived, Figure
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.spans import DAY, Span
from venez_vivre.steering.documents.stages import rounded
from venez_vivre.store.queries import origins
from venez_vivre.store.queries.origins import Cohort

AGES = (1, 2, 3, 6, 9, 12, 18)
"""Months after the sign-up at which a cohort is looked at."""
MOST = 24
"""How many cohorts are followed, the newest."""
METHOD = (
    "Parmi les foyers inscrits un même mois, la part de ceux qui étaient installés (grâce aux "
    "chargés d’accueil) 1, 2, 3… mois après leur inscription. Une case reste vide tant qu’un seul "
    "d’entre eux n’a pas atteint cet âge : « pas encore » n’est pas « non »."
)


def section(making: Making) -> dict[str, Any]:
    """The cohorts of sign-ups, month by month, and the share settled at each age."""
    days = making.days(making.to_date)
    found = origins.cohorts(making.rows, days)[-MOST:]
    settled = [
        (date.fromisoformat(came), date.fromisoformat(arrived), count)
        for came, arrived, count in origins.cohort_settlements(making.rows, days)
    ]
    return {
        "ages": list(AGES),
        "methode": METHOD,
        "mois": [_cohort(making, one, settled) for one in found],
    }


def _cohort(
    making: Making, one: Cohort, settled: Sequence[tuple[date, date, int]]
) -> dict[str, Any]:
    start = date.fromisoformat(f"{one.month}-01")
    moment = Span(start, min(add_months(start, 1) - DAY, making.until)).moment
    size = Figure((*moment, "inscrits", "foyers"), one.households)
    own = [(came, arrived, n) for came, arrived, n in settled if f"{came:%Y-%m}" == one.month]
    return {
        "mois": one.month,
        "libelle": f"{MONTHS[start.month - 1]} {start.year}",
        "foyers": size,
        "installes": [_at(making, one, age, own, size) for age in AGES],
    }


def _at(
    making: Making, one: Cohort, age: int, own: Sequence[tuple[date, date, int]], size: Figure
) -> dict[str, Any]:
    """How many had settled at that age; unknown until the whole month has reached it."""
    last = add_months(date.fromisoformat(one.last), age)
    if last > making.until:
        return {"age": age, "foyers": None, "part": None}
    count = sum(n for came, arrived, n in own if arrived <= add_months(came, age))
    figure = Figure(("cohorte", one.month, "installes", age, "foyers"), count)
    return {
        "age": age,
        "foyers": figure,
        "part": Derived(rounded(count / one.households), (figure.key, size.key)),
    }
