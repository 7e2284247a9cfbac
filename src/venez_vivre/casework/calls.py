"""Which settled households are due a call: some months after their arrival, as is settled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from venez_vivre import NamedTuple
from venez_vivre.dates import add_months
from venez_vivre.store.queries.settlements import Watched
from venez_vivre.store.settings import Settings

USUAL = Settings({})


class Call(NamedTuple):
    """A household to call for one of its months; `missed` are earlier ones that nobody answered.

    After a call without an answer, made on `tried_on`, the next attempt is due some days later.
    """

    household: Watched
    month: int
    due_on: date
    missed: tuple[int, ...]
    tried_on: date | None = None


def due_calls(watched: Iterable[Watched], today: date, settled: Settings = USUAL) -> list[Call]:
    """One call a household, the most overdue first.

    Of several months that have come, only the last is worth a call: it asks the same question.
    """
    calls = (_call(household, today, settled) for household in watched)
    return sorted((c for c in calls if c), key=lambda call: (call.due_on, call.household.reference))


def _call(household: Watched, today: date, settled: Settings) -> Call | None:
    settled_on = date.fromisoformat(household.settled_on)
    made = {int(month) for month in household.months.split(",") if month}
    days = {month: add_months(settled_on, month) for month in settled.months}
    come = [m for m, day in days.items() if (day - today).days <= settled["avance_suivi"]]
    if not come or any(month >= come[-1] for month in made):
        return None
    month = come[-1]
    missed = tuple(month for month in come[:-1] if month not in made)
    tried_on = _tries(household).get(month)
    again = tried_on + timedelta(days=settled["nouvelle_tentative"]) if tried_on else days[month]
    return Call(household, month, max(days[month], again), missed, tried_on)


def _tries(household: Watched) -> dict[int, date]:
    tries = (one.split(":") for one in household.tried.split(",") if one)
    return {int(month): date.fromisoformat(day) for month, day in tries}
