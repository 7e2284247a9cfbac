"""Targets: what was to be reached, what is, and whether the pace is right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

from venez_vivre.errors import Misuse
from venez_vivre.steering.funnel import Counts, measure
from venez_vivre.store.queries import steering as queries
from venez_vivre.store.queries.steering import Goal, Scope
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold
from venez_vivre.vocabulary import Indicator

MONTH_DAYS = 365.25 / 12
MARGIN = 0.05
"""A gap of 5 % or less to the expected progress is on time."""

MEASURES = {
    str(Indicator.REGISTERED_PEOPLE): ("inscrits", "people"),
    str(Indicator.REGISTERED_HOUSEHOLDS): ("inscrits", "households"),
    str(Indicator.ACCOMPANIED_PEOPLE): ("accompagnes", "people"),
    str(Indicator.ACCOMPANIED_HOUSEHOLDS): ("accompagnes", "households"),
    str(Indicator.SETTLED_PEOPLE): ("installes", "people"),
    str(Indicator.SETTLED_HOUSEHOLDS): ("installes", "households"),
}
"""What each indicator reads in the funnel; spontaneous settlements do not count."""

LABELS = {str(term): term.label for term in Indicator}
STATES = {
    "atteint": "atteint",
    "en_avance": "en avance",
    "dans_les_temps": "dans les temps",
    "en_retard": "en retard",
    "manque": "non atteint",
    "a_venir": "pas encore commencé",
}


@dataclass(frozen=True)
class Pace:
    """A target and where it stands on `today`.

    `expected` is the progress of somebody who walks steadily from 0 on `start` to the value on the
    deadline; `per_month` is what each month left must bring to get there, None once it is over.
    """

    goal: Goal
    start: date | None
    reached: int
    share: float
    expected: float
    per_month: float | None
    state: str

    @property
    def gap(self) -> int:
        """How many ahead of the expected progress; negative when late."""
        return round(self.reached - self.expected)

    @property
    def expected_whole(self) -> int:
        """The expected progress as a whole number."""
        return round(self.expected)

    @property
    def per_month_whole(self) -> int | None:
        """What each month must bring, rounded up: nobody settles by halves."""
        return None if self.per_month is None else ceil(self.per_month)


def indicator(text: str) -> str:
    """The code of the indicator of that code, or of one of its usual names."""
    wanted = fold(text)
    for term in Indicator:
        if wanted in {fold(term), fold(term.label), *term.spellings}:
            return str(term)
    raise Misuse(f"« {text} » n’est pas un indicateur connu : {', '.join(Indicator)}.")


def check(goal: Goal) -> Goal:
    """A target that can be reached: a positive number, a deadline after its start."""
    if goal.value <= 0:
        raise Misuse(f"L’objectif doit être un nombre positif, pas {goal.value}.")
    if goal.starts_on and goal.starts_on >= goal.deadline:
        raise Misuse("L’échéance doit venir après le début : vérifiez --echeance et --depuis.")
    return goal


def paces(rows: Reader, today: date) -> tuple[Pace, ...]:
    """Every target and where it stands on that day, counted once for each stretch of days."""
    goals = queries.goals(rows)
    first = queries.first_signup(rows) if goals else None
    stretches = {_stretch(goal, today) for goal in goals}
    counts = {s: measure(rows, Scope(s[0], s[1], s[1])).total for s in stretches}
    return tuple(
        pace(goal, reached(goal, counts[_stretch(goal, today)]), first, today) for goal in goals
    )


def _stretch(goal: Goal, today: date) -> tuple[date | None, date]:
    return goal.starts_on, min(goal.deadline, today)


def reached(goal: Goal, counts: Counts) -> int:
    """What the indicator counts."""
    stage, unit = MEASURES[goal.indicator]
    found: int = getattr(counts.step(stage), unit)
    return found


def pace(goal: Goal, done: int, first: date | None, today: date) -> Pace:
    """Compare what is done with a steady walk from the start to the deadline."""
    start = goal.starts_on or first
    expected = goal.value * _elapsed(start, goal.deadline, today)
    left = (goal.deadline - today).days
    # Less than a month is left: the month asks for what is left, and no more.
    per_month = max(goal.value - done, 0) / max(left / MONTH_DAYS, 1) if left > 0 else None
    state = _state(goal, done, expected, left)
    if start is not None and start > today:
        state = "a_venir"
    return Pace(goal, start, done, done / goal.value, expected, per_month, state)


def _elapsed(start: date | None, deadline: date, today: date) -> float:
    """The part of the way that the calendar has covered, 0..1."""
    if today >= deadline:
        return 1.0
    if start is None or today <= start:
        return 0.0
    return (today - start).days / (deadline - start).days


def _state(goal: Goal, done: int, expected: float, left: int) -> str:
    if done >= goal.value:
        return "atteint"
    if left < 0:
        return "manque"
    if abs(done - expected) <= MARGIN * expected:
        return "dans_les_temps"
    return "en_avance" if done > expected else "en_retard"
