"""What the projection would have said on past days, against what came."""

from __future__ import annotations

from datetime import date, timedelta

from venez_vivre.dates import add_months
from venez_vivre.steering.forecasting.draws import Forecaster
from venez_vivre.steering.forecasting.known import Facts
from venez_vivre.steering.forecasting.results import Amount, Backtest, Settled, spread

LEAST = 20
"""Under so many settlements, a delay is not known well enough to be projected."""
SHORTEST, STEP, MOST = 28, 2, 6
"""At least four weeks must have passed; one day every two months; a year of them at most."""
DRAWS = 400


def past_days(day: date) -> list[date]:
    """The days that are looked at again, newest first: the first of every second month."""
    newest = day.replace(day=1)
    if (day - newest).days < SHORTEST:
        newest = add_months(newest, -1)
    return [add_months(newest, -STEP * rank) for rank in range(MOST)]


def look_back(facts: Facts, day: date, columns: list[int]) -> tuple[Backtest, ...]:
    """The past projections, oldest first, for the territories of these columns.

    Only what was dated by each day is used. A day is left out when too few settlements were known
    on it, or when the base did not go back as far as it would have had to look ahead.
    """
    found = [_said(facts, past, day, columns) for past in reversed(past_days(day))]
    return tuple(one for one in found if one)


def _said(facts: Facts, past: date, day: date, columns: list[int]) -> Backtest | None:
    known, days = facts.on(past), (day - past).days
    if known.settlements < LEAST or known.history < days:
        return None
    drawn = Forecaster(known, days, DRAWS).within(days)
    households = drawn.expected[:, columns].sum()
    said = Amount(
        spread(households, drawn.households[:, columns].sum(axis=1)),
        spread(households * drawn.size, drawn.people[:, columns].sum(axis=1)),
    )
    came = facts.came(past + timedelta(days=1), day)[columns].sum(axis=0)
    return Backtest(past, day, said, Settled(*map(int, came)))
