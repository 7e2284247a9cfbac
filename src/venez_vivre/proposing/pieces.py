"""What a household needs to settle: jobs, a home, schools, childcare, links."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from venez_vivre import NamedTuple
from venez_vivre.criteria.asked import Ask
from venez_vivre.criteria.children import LEVELS
from venez_vivre.criteria.facts import AdultFacts, OfferFacts
from venez_vivre.criteria.housing import BUY, RENT
from venez_vivre.criteria.offered import Item
from venez_vivre.matching import Plain
from venez_vivre.proposing.places import Vector, road_km, vector
from venez_vivre.texts import of_name
from venez_vivre.vocabulary import OfferKind, Telework

ACCEPTABLE = 0.5
"""An offer below this score is no piece of a solution."""

RAMPS: dict[str, tuple[tuple[float, float], ...]] = {
    OfferKind.JOB.value: ((15.0, 1.0), (30.0, 0.9), (60.0, 0.5)),
    OfferKind.SCHOOL.value: ((3.0, 1.0), (10.0, 0.8), (20.0, 0.5)),
    OfferKind.CHILDCARE.value: ((3.0, 1.0), (10.0, 0.8), (25.0, 0.5)),
    "lien": ((10.0, 1.0), (40.0, 0.6)),
}
"""What is left of an offer by its distance from home, in km by road; beyond the last, nothing.

Sixty kilometres of road are an hour: beyond, it is another living area.
"""

CULTURE = "lien"
"""The piece that is a cultural link: a club or a cultural life of their interests."""


class Need(NamedTuple):
    """One piece that a household needs; `pupils` is how many places it takes in a school."""

    kind: str
    detail: str
    adult: AdultFacts | None = None
    level: str = ""
    pupils: int = 1

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from the other pieces of the household."""
        return (self.kind, self.level, self.adult.number if self.adult else 0)


class Candidate(NamedTuple):
    """An offer that could be a piece: its score, where it is (None: anywhere), what it takes."""

    offer: OfferFacts
    score: float
    at: Vector | None
    takes: int


def job_told(adult: AdultFacts) -> str:
    """« emploi d’Anne »."""
    return f"emploi {of_name(adult.first_name)}" if adult.first_name else "emploi de l’adulte"


LEVEL_NAMES = {
    "nursery": "école maternelle",
    "primary": "école élémentaire",
    "college": "collège",
    "lycee": "lycée",
}


def needs(adults: Sequence[AdultFacts], ask: Ask, *, linked: bool) -> list[Need]:
    """The pieces of a household: jobs first, then the home, schools, childcare, a cultural link.

    `adults` are those who look for work; `linked` says whether interests are known.
    """
    jobs = [Need(OfferKind.JOB.value, job_told(one), one) for one in adults if one.rome_code]
    schools = [
        Need(OfferKind.SCHOOL.value, LEVEL_NAMES[level], None, level, int(getattr(ask, level)))
        for level in LEVELS
        if getattr(ask, level)
    ]
    care = [Need(OfferKind.CHILDCARE.value, "garde d’enfants", None, "", int(ask.babies))]
    link = [Need(CULTURE, "lien culturel")]
    return [
        *jobs,
        Need(OfferKind.HOME.value, home_told(ask)),
        *schools,
        *(care if ask.babies else []),
        *(link if linked else []),
    ]


def home_told(ask: Ask) -> str:
    """« logement T4 à louer »."""
    deal = {RENT: " à louer", BUY: " à acheter"}.get(ask.housing, "")
    return f"logement T{int(ask.rooms)}{deal}"


def candidate(offer: OfferFacts, item: Item, score: float, need: Need) -> Candidate | None:
    """An offer as a candidate for a need; None when it cannot be that piece."""
    if score < ACCEPTABLE:
        return None
    if need.level and getattr(item, need.level) != 1.0:
        return None
    places = offer.openings if need.kind == OfferKind.JOB else offer.places
    if (
        need.kind in {OfferKind.SCHOOL, OfferKind.CHILDCARE}
        and (places or need.pupils) < need.pupils
    ):
        return None
    anywhere = need.kind == OfferKind.JOB and offer.telework == Telework.FULL
    if not anywhere and (offer.latitude is None or offer.longitude is None):
        return None
    at = None if anywhere else vector(offer.latitude or 0.0, offer.longitude or 0.0)
    return Candidate(offer, score, at, max(1, places or 1))


def between(one: Vector, other: Vector) -> float:
    """Kilometres by road from one place to another."""
    x, y, z = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    return road_km(sqrt(x * x + y * y + z * z))


def worth(kind: str, one: Candidate, home: Vector) -> tuple[float, float]:
    """What a candidate is worth from a home, and how far it is; 0 beyond the living area."""
    if one.at is None:
        return one.score, 0.0
    km = between(one.at, home)
    points = RAMPS[kind]
    if km > points[-1][0]:
        return 0.0, km
    return one.score * float(Plain.ramp(km, *points)), km


def told(need: Need) -> str:
    """A need as it is summed over households: a job by its trade, not by who wants it."""
    if need.adult is not None:
        return f"emploi : {need.adult.occupation or need.adult.rome_code}"
    return need.detail
