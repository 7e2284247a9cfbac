"""What makes a line of the day urgent: a few terms, each a factor in 0..1 times its points.

The points are settings of the base (`urgence_…`) but for those of the line's kind, which stand in
one table here. `aujourdhui --pourquoi` prints the terms.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from venez_vivre.casework.terms import label
from venez_vivre.store.settings import Settings
from venez_vivre.vocabulary import DayKind, Horizon


class Kind(NamedTuple):
    """What a kind of line is worth by itself, and the setting that says how long it takes."""

    points: int
    minutes: str


KINDS: dict[str, Kind] = {
    DayKind.APPOINTMENT: Kind(14, "minutes_rendez_vous"),
    DayKind.FOLLOW_UP: Kind(8, "minutes_appel"),
    DayKind.FIRST_CONTACT: Kind(8, "minutes_premier_appel"),
    DayKind.REMINDER: Kind(7, "minutes_verification"),
    DayKind.DEBRIEF: Kind(7, "minutes_appel"),
    DayKind.ARRIVAL: Kind(6, "minutes_appel"),
    DayKind.WAKE_UP: Kind(5, "minutes_appel"),
    DayKind.INTRODUCTION: Kind(5, "minutes_appel"),
    DayKind.NEW_ATTEMPT: Kind(4, "minutes_appel"),
    DayKind.SILENCE: Kind(4, "minutes_appel"),
    DayKind.UNREACHABLE: Kind(1, "minutes_verification"),
    DayKind.OFFER: Kind(1, "minutes_verification"),
}

HORIZONS = {
    Horizon.UNDER_3_MONTHS: 1.0,
    Horizon.MONTHS_3_TO_6: 0.6,
    Horizon.MONTHS_6_TO_12: 0.3,
    Horizon.OVER_12_MONTHS: 0.1,
}
"""How near a project is; unknown and undefined count for nothing."""

FULLY_LATE = 14
"""Days after its day when a line is as late as can be."""

FULLY_OLD = 180
"""Days after the sign-up when a first call has lost what it could lose."""


class Term(NamedTuple):
    """One term: why, how much of it (0..1), how many points it is worth at most."""

    name: str
    factor: float
    points: float

    @property
    def value(self) -> float:
        """What it adds."""
        return self.factor * self.points


@dataclass(frozen=True)
class Stakes:
    """What the urgency of a line depends on.

    `due_on` is its day; `signed_on` the sign-up of somebody never called; `promised` that the
    household waits for what it was told.
    """

    kind: str
    due_on: date
    at: str | None = None
    horizon: str | None = None
    maturity: int | None = None
    accompanied: bool = False
    promised: bool = False
    signed_on: date | None = field(default=None)


def terms(stakes: Stakes, today: date, settings: Settings) -> list[Term]:
    """The terms that count, the line's kind first; those that add nothing are left out."""
    late = (today - stakes.due_on).days
    age = (today - stakes.signed_on).days if stakes.signed_on else 0
    known = [
        Term(label(DayKind, stakes.kind), 1.0, KINDS[stakes.kind].points),
        Term("retard", min(1.0, max(0.0, late / FULLY_LATE)), settings["urgence_retard"]),
        Term("promesse", float(stakes.promised), settings["urgence_promesse"]),
        Term("horizon", _nearness(stakes.horizon), settings["urgence_horizon"]),
        Term("maturité", (stakes.maturity or 0) / 5, settings["urgence_maturite"]),
        Term("accompagné", float(stakes.accompanied), settings["urgence_etape"]),
        Term("du jour", float(bool(stakes.at) and late >= 0), settings["urgence_heure"]),
        Term("ancienneté", min(1.0, age / FULLY_OLD), -settings["urgence_anciennete"]),
    ]
    return [term for term in known if term.value]


def _nearness(horizon: str | None) -> float:
    return next((near for known, near in HORIZONS.items() if known == horizon), 0.0)


def urgency(found: list[Term]) -> float:
    """Their sum, to a tenth."""
    return round(sum(term.value for term in found), 1)
