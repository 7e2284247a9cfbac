"""Which settled households are due a call: 1, 3, 6 and 12 months after their arrival."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from venez_vivre.dates import add_months
from venez_vivre.store.queries.settlements import Watched
from venez_vivre.vocabulary import FOLLOW_UP_MONTHS

AHEAD = timedelta(days=7)
"""How long before its day a call shows up."""


class Call(NamedTuple):
    """A household to call for one of its months; `missed` are earlier ones that nobody made."""

    household: Watched
    month: int
    due_on: date
    missed: tuple[int, ...]


def due_calls(watched: Iterable[Watched], today: date) -> list[Call]:
    """One call a household, the most overdue first.

    Of several months that have come, only the last is worth a call: it asks the same question.
    """
    calls = (_call(household, today) for household in watched)
    return sorted((c for c in calls if c), key=lambda call: (call.due_on, call.household.reference))


def _call(household: Watched, today: date) -> Call | None:
    settled_on = date.fromisoformat(household.settled_on)
    made = {int(month) for month in household.months.split(",") if month}
    come = [m for m in FOLLOW_UP_MONTHS if add_months(settled_on, m) <= today + AHEAD]
    if not come or come[-1] in made or any(month > come[-1] for month in made):
        return None
    missed = tuple(month for month in come[:-1] if month not in made)
    return Call(household, come[-1], add_months(settled_on, come[-1]), missed)
