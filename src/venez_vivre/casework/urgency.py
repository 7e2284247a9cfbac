"""What makes a line of the day urgent: a few terms, each a factor in 0..1 times its points.

The points are settings of the base: `points_…` of each kind of line, `urgence_…` of what adds to
them. `aujourdhui --pourquoi` prints the terms.
"""

from __future__ import annotations

from datetime import date
from operator import mul

from venez_vivre import NamedTuple
from venez_vivre.casework.terms import label
from venez_vivre.store.settings import Settings
from venez_vivre.vocabulary import DayKind, Horizon

MINUTES: dict[str, str] = {
    DayKind.APPOINTMENT: "minutes_rendez_vous",
    DayKind.VISIT: "minutes_rendez_vous",
    DayKind.FIRST_CONTACT: "minutes_premier_appel",
    DayKind.REMINDER: "minutes_verification",
    DayKind.UNREACHABLE: "minutes_verification",
    DayKind.OFFER: "minutes_verification",
}
"""The setting that says how long a line takes; a call for the kinds that are not named."""

HORIZONS: dict[str, float] = {
    Horizon.UNDER_3_MONTHS: 1.0,
    Horizon.MONTHS_3_TO_6: 0.6,
    Horizon.MONTHS_6_TO_12: 0.3,
    Horizon.OVER_12_MONTHS: 0.1,
}
"""How near a project is; unknown and undefined count for nothing."""


class Term(NamedTuple):
    """One term: why, how much of it (0..1), how many points it is worth at most."""

    name: str
    factor: float
    points: float

    @property
    def value(self) -> float:
        """What it adds."""
        return self.factor * self.points


class Stakes(NamedTuple):
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
    signed_on: date | None = None


NAMES = ("retard", "promesse", "horizon", "maturité", "accompagné", "du jour", "ancienneté")
"""The terms after that of the kind, in the order of their factors."""


class Scale:
    """The points of a base; weighs thousands of lines, then names the terms of those shown."""

    def __init__(self, settings: Settings) -> None:
        self._weighed: dict[tuple[Stakes, date], float] = {}
        self._own = {str(kind): settings[f"points_{kind}"] for kind in DayKind}
        self._late = max(settings["retard_complet"], 1)
        self._old = max(settings["anciennete_complete"], 1)
        self._points = (
            settings["urgence_retard"],
            settings["urgence_promesse"],
            settings["urgence_horizon"],
            settings["urgence_maturite"],
            settings["urgence_etape"],
            settings["urgence_heure"],
            -settings["urgence_anciennete"],
        )

    def factors(self, stakes: Stakes, today: date) -> tuple[float, ...]:
        """How much there is of each of `NAMES`, in 0..1."""
        late = (today - stakes.due_on).days
        age = (today - stakes.signed_on).days if stakes.signed_on else 0
        return (
            min(1.0, max(0.0, late / self._late)),
            float(stakes.promised),
            HORIZONS.get(stakes.horizon or "", 0.0),
            (stakes.maturity or 0) / 5,
            float(stakes.accompanied),
            float(late == 0 and stakes.kind == DayKind.APPOINTMENT),
            min(1.0, age / self._old),
        )

    def urgency(self, stakes: Stakes, today: date) -> float:
        """The sum of the terms, to a tenth; most lines are alike, so it is kept."""
        known = self._weighed.get((stakes, today))
        if known is None:
            parts = map(mul, self.factors(stakes, today), self._points)
            known = self._weighed[stakes, today] = float(
                round(sum(parts, self._own[stakes.kind]), 1)
            )
        return known

    def terms(self, stakes: Stakes, today: date) -> list[Term]:
        """The terms that count, the line's kind first; those that add nothing are left out."""
        own = Term(label(DayKind, stakes.kind), 1.0, self._own[stakes.kind])
        known = map(Term, NAMES, self.factors(stakes, today), self._points)
        return [term for term in (own, *known) if term.value]
