"""What is stored of a household, of an adult, of an offer, and how it is turned into numbers.

Unknown is NaN. Codes are numbered in the order of their family. Days are counted from the day of
the matching, amounts are whole euros (a year for pay, a month for rents), areas m².
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from venez_vivre import NamedTuple, themes
from venez_vivre.matching import UNKNOWN
from venez_vivre.vocabulary import Term


class HouseholdFacts(NamedTuple):
    """What is stored of a household, as it is stored; `points` are the places it wishes for."""

    number: int
    reference: str
    name: str
    status: str
    stage: str
    registered_on: str | None
    wished_codes: str | None
    wished_territories: str | None
    territory_id: int | None
    max_distance_km: int | None
    horizon: str | None
    wished_on: str | None
    adults: int | None
    children: int | None
    children_births: str | None
    housing: str | None
    housing_kind: str | None
    rooms_min: int | None
    area_min: int | None
    rent_max: int | None
    purchase_budget: int | None
    garden: int | None
    interests: str | None
    motivations: str | None
    project: str | None
    message: str | None


class AdultFacts(NamedTuple):
    """What is stored of an adult of a household."""

    number: int
    household: int
    role: str
    first_name: str | None
    birth_year: int | None
    occupation: str | None
    rome_code: str | None
    employment: str | None
    contract: str | None
    telework: str | None
    salary_min: int | None
    consent: int | None


class OfferFacts(NamedTuple):
    """What is stored of an offer; `experience` is its description when it speaks of experience."""

    number: int
    reference: str
    kind: str
    title: str
    commune: str | None
    code_insee: str | None
    latitude: float | None
    longitude: float | None
    occupation: str | None
    rome_code: str | None
    contract: str | None
    working_time: str | None
    salary_min: int | None
    salary_max: int | None
    telework: str | None
    openings: int | None
    transaction: str | None
    housing_kind: str | None
    rooms: int | None
    area: int | None
    rent: int | None
    charges: int | None
    price: int | None
    garden: int | None
    available_on: str | None
    levels: str | None
    age_min: int | None
    age_max: int | None
    themes: str | None
    places: int | None
    published_on: str | None
    verified_on: str | None
    expires_on: str | None
    experience: str | None


def number(value: float | None) -> float:
    """A stored number, or unknown."""
    return UNKNOWN if value is None else float(value)


def code(family: type[Term], value: str | None) -> float:
    """The number of a coded value in its family, or unknown."""
    return UNKNOWN if value is None else _codes(family).get(value, UNKNOWN)


@lru_cache
def _codes(family: type[Term]) -> dict[str, float]:
    return {term.value: float(place) for place, term in enumerate(family)}


def days(day: str | None, today: date) -> float:
    """How many days from today to a stored day; negative when it is past."""
    return UNKNOWN if day is None else float((date.fromisoformat(day) - today).days)


def bits(names: frozenset[str]) -> int:
    """The names as a set of bits, in the order of the needs of health."""
    return sum(1 << place for place, name in enumerate(themes.health_labels()) if name in names)
