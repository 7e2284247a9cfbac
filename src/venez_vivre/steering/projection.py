"""How many households will be settled by a day: in total, by territory, against the targets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from venez_vivre.dates import add_months, short
from venez_vivre.errors import Misuse, Refused
from venez_vivre.steering import groups
from venez_vivre.steering.forecasting.backtest import LEAST, look_back
from venez_vivre.steering.forecasting.chances import TAIL, followed
from venez_vivre.steering.forecasting.draws import Forecaster, pace_days
from venez_vivre.steering.forecasting.known import Facts, Known
from venez_vivre.steering.forecasting.outlook import Seer
from venez_vivre.steering.forecasting.results import (
    Amount,
    Backtest,
    Basis,
    Cohort,
    Line,
    Origin,
    Outlook,
    Settled,
)
from venez_vivre.steering.forecasting.view import View
from venez_vivre.steering.funnel import Counts, measure
from venez_vivre.steering.targets import MEASURES, paces
from venez_vivre.store.queries import projection as queries
from venez_vivre.store.queries.steering import Place, Scope, goals
from venez_vivre.store.reader import Reader
from venez_vivre.texts import plural

METHOD = (
    "Incidence cumulée d’Aalen–Johansen, en deux temps : de l’inscription au premier échange, puis "
    "à l’installation grâce aux chargés d’accueil ; abandonner ou s’installer seul y met fin. "
    "La fourchette contient le nombre réel 8 fois sur 10 si les rythmes se maintiennent : 1 000 "
    "avenirs tirés au sort, chacun sur des foyers de la base eux-mêmes retirés au sort."
)
DRAWS = 1000
FARTHEST = 730
"""However old the base is, nobody projects more than two years ahead."""
USUAL_MONTHS = 12


@dataclass(frozen=True)
class Projection:
    """Settlements expected after `day` and until `until`, that day included.

    `expected` is what is to come, `total` what will be there by then; both are those of
    `territory` when there is one, and so are the sign-ups expected, `newcomers`, in households.
    `outlooks` are those of the whole scheme. Expected numbers are in tenths; territories sum to
    the total, origins too, cohorts to the first two origins.
    """

    day: date
    until: date
    territory: Place | None
    settled: Settled
    expected: Amount
    total: Amount
    newcomers: float
    origins: tuple[Origin, ...]
    territories: tuple[Line, ...]
    cohorts: tuple[Cohort, ...]
    backtests: tuple[Backtest, ...]
    outlooks: tuple[Outlook, ...]
    basis: Basis

    @property
    def days(self) -> int:
        """How many days ahead it looks."""
        return (self.until - self.day).days


def project(rows: Reader, day: date, until: date | None, code: str | None = None) -> Projection:
    """The settlements expected by `until`; by the next deadline of a target when it is not said.

    Raises:
        Misuse: `until` is not after `day`, or is farther ahead than the base goes back.
        Refused: too few settlements are known.
        NotFound: no territory has that code.

    """
    if until and until <= day:
        raise Misuse(f"Une projection regarde devant : --a doit venir après le {short(day)}.")
    place = groups.territory(rows, code) if code else None
    facts = Facts(queries.histories(rows, day), queries.arrived(rows, day))
    known = facts.on(day)
    _check_enough(known)
    longest = min(known.history, FARTHEST)
    until = _checked(until, day, longest) if until else _usual(rows, day, longest)
    columns = facts.columns(place.number if place else None)
    forecaster = Forecaster(known, longest, DRAWS)
    forecast = forecaster.within((until - day).days)
    view = View(forecast, facts.on(day, columns), facts.came(date.min, day), columns)

    def recent(start: date) -> Counts:
        return measure(rows, Scope(start, day, day)).total

    return Projection(
        day,
        until,
        place,
        view.settled,
        view.expected,
        view.expected.after(view.settled),
        view.newcomers,
        view.origins(),
        view.territories(facts.numbers, groups.namer(rows, "territoire")),
        view.cohorts(facts.cohorts),
        look_back(facts, day, columns),
        Seer(forecaster, longest, recent).foresee(paces(rows, day)),
        _basis(known, forecast.days, forecast.size),
    )


def _basis(known: Known, days: int, size: float) -> Basis:
    first, second = (followed(wait.exits) for wait in (known.first, known.second))
    pace = pace_days(known, days)
    return Basis(known.settlements, known.history, (first, second), TAIL, pace, size, DRAWS)


def _check_enough(known: Known) -> None:
    if known.settlements < LEAST:
        counted = plural(
            known.settlements, "installation accompagnée", "installations accompagnées"
        )
        raise Refused(
            f"Trop peu d’installations pour projeter : la base compte {counted} au "
            f"{short(known.day)}, il en faut au moins {LEAST}. `venez-vivre entonnoir` les montre."
        )


def _checked(until: date, day: date, longest: int) -> date:
    last = day + timedelta(days=longest)
    if until > last:
        raise Misuse(
            f"Le {short(until)} est trop loin : la base suit des foyers depuis "
            f"{plural(longest, 'jour')}, on ne projette pas au-delà du {short(last)}."
        )
    return until


def _usual(rows: Reader, day: date, longest: int) -> date:
    """The next deadline of a target on settlements, else in twelve months, else the farthest."""
    last = day + timedelta(days=longest)
    deadlines = (g.deadline for g in goals(rows) if MEASURES[g.indicator][0] == "installes")
    found = [one for one in deadlines if day < one <= last]
    return min(found, default=min(add_months(day, USUAL_MONTHS), last))
