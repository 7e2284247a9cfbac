"""What criteria look at: stored facts turned into numbers, once for a household, once for an offer.

Unknown is NaN. Codes are numbered in the order of their family. Days are counted from the day of
the matching, amounts are whole euros (a year for pay, a month for rents), areas m².
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from venez_vivre import themes
from venez_vivre.criteria import PERSONAL
from venez_vivre.criteria import children as minors
from venez_vivre.matching import UNKNOWN
from venez_vivre.texts import Pattern, fold
from venez_vivre.vocabulary import (
    ContractKind,
    Employment,
    Horizon,
    HousingKind,
    HousingWish,
    Role,
    Telework,
    Term,
    Transaction,
    WorkingTime,
)

USUAL_REACH_KM = 30
"""How far by road people look around the place they wish for, when they did not say."""


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


class Ask(NamedTuple):
    """What a household, or one of its adults, looks for, in numbers (see the module)."""

    reach: Any
    reach_said: Any
    place_said: Any
    size: Any
    move_in: Any
    contract: Any
    telework: Any
    part_time: Any
    pay_min: Any
    career: Any
    student: Any
    business: Any
    housing: Any
    housing_kind: Any
    rooms: Any
    rooms_said: Any
    rooms_floor: Any
    area: Any
    area_said: Any
    area_floor: Any
    rent_max: Any
    budget: Any
    garden: Any
    children: Any
    nursery: Any
    primary: Any
    college: Any
    lycee: Any
    babies: Any
    ages_known: Any
    child_ages: tuple[Any, ...]
    adult_ages: tuple[Any, ...]
    health: Any


class Item(NamedTuple):
    """What an offer offers, in numbers (see the module)."""

    population: Any
    contract: Any
    time: Any
    telework: Any
    pay: Any
    top_said: Any
    years: Any
    transaction: Any
    housing_kind: Any
    rooms: Any
    area: Any
    rent: Any
    charges_said: Any
    price: Any
    garden: Any
    available_in: Any
    nursery: Any
    primary: Any
    college: Any
    lycee: Any
    age_min: Any
    age_max: Any
    places: Any
    seen: Any
    expires_in: Any
    health: Any
    themes_said: Any
    located: Any


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


# --- the household --------------------------------------------------------------------------

WAITS = {
    Horizon.UNDER_3_MONTHS.value: 60,
    Horizon.MONTHS_3_TO_6.value: 135,
    Horizon.MONTHS_6_TO_12.value: 270,
    Horizon.OVER_12_MONTHS.value: 450,
}
"""Days from the sign-up to the move, in the middle of each horizon."""

SOON = 30
"""A move that should have taken place is taken to be that near, in days."""


def move_in(house: HouseholdFacts, today: date) -> float:
    """In how many days the household would move: the day it wishes, else the middle of its horizon.

    A day that is past counts as near; unknown when neither is said.
    """
    wished = days(house.wished_on, today)
    wait = WAITS.get(house.horizon or "")
    if wished != wished and wait is not None:
        since = days(house.registered_on, today) if house.registered_on else 0.0
        wished = wait + since
    if wished != wished:
        return UNKNOWN
    return wished if wished > 0 else float(SOON)


MOST_ADULTS = 4
NOBODY = -1.0
"""The age of an adult who does not exist."""


def adult_ages(adults: int, born: Sequence[int | None], today: date) -> tuple[float, ...]:
    """The ages of the adults, unknown where the year of birth is; `NOBODY` fills the row."""
    known = [number(year and today.year - year) for year in born]
    missing = [UNKNOWN] * (adults - len(known))
    return (*known, *missing, *[NOBODY] * MOST_ADULTS)[:MOST_ADULTS]


def size_wished(house: HouseholdFacts) -> float:
    """The size of town that the project or the motivations speak of."""
    said = themes.town_size(_prose(house))
    return UNKNOWN if said is None else float(themes.TOWN_SIZES.index(said))


def _prose(house: HouseholdFacts) -> str:
    said = (house.project, house.motivations, house.message)
    return " . ".join(text.replace("|", " . ") for text in said if text)


def people(house: HouseholdFacts) -> tuple[float, float]:
    """How many adults and children would move; unknown children are unknown."""
    births = len(minors.births(house.children_births))
    children = number(house.children)
    if births and not children >= births:
        children = float(births)
    return float(house.adults or 1), children


def rooms_needed(adults: float, children: float) -> float:
    """Rooms for a household: one to live in, one for a couple, one a child up to two, then shared.

    One adult alone needs one, a couple two, a couple with two children four, with four six.
    """
    nights = 1.0 if adults <= 2 else adults - 1.0
    return max(1.0, nights + children + (1.0 if adults + children > 1 else 0.0))


def ask(
    house: HouseholdFacts,
    adult: AdultFacts | None,
    today: date,
    born: Sequence[int | None] = (),
) -> Ask:
    """What a household looks for.

    Args:
        house: the household.
        adult: who would take the job, when it is about one.
        today: the day of the matching.
        born: the years of birth of its adults, as far as they are known.

    """
    moving = move_in(house, today)
    adults, children = people(house)
    family = minors.family(house.children_births, moving, today)
    counted = 0.0 if children != children else children
    roomy = rooms_needed(adults, counted)
    heads = adults + counted
    return Ask(
        reach=float(house.max_distance_km or USUAL_REACH_KM),
        reach_said=float(house.max_distance_km is not None),
        place_said=float(bool(house.wished_codes or house.wished_territories)),
        size=size_wished(house),
        move_in=moving,
        **_work(house, adult, today),
        housing=code(HousingWish, house.housing),
        housing_kind=code(HousingKind, house.housing_kind),
        rooms=float(house.rooms_min or roomy),
        rooms_said=float(house.rooms_min is not None),
        rooms_floor=max(1.0, roomy - 1.0 - counted // 3.0),
        area=float(house.area_min or 12.0 + 17.0 * heads),
        area_said=float(house.area_min is not None),
        area_floor=9.0 * heads,
        rent_max=number(house.rent_max or None),
        budget=number(house.purchase_budget or None),
        garden=number(house.garden),
        children=children,
        nursery=family.nursery,
        primary=family.primary,
        college=family.college,
        lycee=family.lycee,
        babies=family.babies,
        ages_known=float(children == 0 or (family.known > 0 and not children > family.known)),
        child_ages=family.ages,
        adult_ages=adult_ages(int(adults), born, today),
        health=_bits(themes.health_needs(_prose(house))),
    )


def _work(house: HouseholdFacts, adult: AdultFacts | None, today: date) -> dict[str, float]:
    """What one adult asks of a job; a wish of part time is read in the project."""
    if adult is None:
        return dict.fromkeys(WORK, UNKNOWN)
    part = themes.part_time(_prose(house))
    return {
        "contract": code(ContractKind, adult.contract),
        "telework": code(Telework, adult.telework),
        "part_time": UNKNOWN if part is None else float(part),
        "pay_min": number(adult.salary_min or None),
        "career": number(adult.birth_year and today.year - adult.birth_year - 17),
        "student": float(adult.employment == Employment.STUDENT),
        "business": _business(house, adult),
    }


WORK = ("contract", "telework", "part_time", "pay_min", "career", "student", "business")


def _business(house: HouseholdFacts, adult: AdultFacts) -> float:
    """Whether the adult would run a business: the contract wished, the work, then the project."""
    if adult.contract == ContractKind.SELF_EMPLOYED:
        return 1.0
    if _BUSINESS.search(fold(_prose(house))) or adult.employment == Employment.SELF_EMPLOYED:
        return 0.8
    return UNKNOWN if adult.contract is None else 0.1


_BUSINESS = Pattern(
    r"\b(?:repris\w*|reprendre|a mon compte|a notre compte|independante?s?|entreprendre"
    r"|(?:creer|creation|monter|ouvrir|installer)\b.{0,30}\b(?:entreprise|affaire|activite|commerce"
    r"|boutique|cabinet|exploitation|atelier|restaurant|gite|chambres? d hotes?))\b"
)


def wants_work(adult: AdultFacts) -> bool:
    """Whether jobs are looked for: children and retired people have none, nor who stays home."""
    if adult.role == Role.CHILD or adult.employment == Employment.RETIRED:
        return False
    return adult.employment != Employment.OTHER or adult.occupation is not None


def _bits(names: frozenset[str]) -> int:
    return sum(1 << place for place, name in enumerate(themes.health_labels()) if name in names)


# --- the offer ------------------------------------------------------------------------------


def item(offer: OfferFacts, population: float, today: date) -> Item:
    """What an offer offers; `population` is that of its commune, unknown if NaN."""
    levels = minors.levels(offer.levels, offer.title, offer.age_min, offer.age_max)
    return Item(
        population=population,
        contract=code(ContractKind, offer.contract),
        time=code(WorkingTime, offer.working_time),
        telework=code(Telework, offer.telework if offer.kind in PERSONAL else None),
        pay=number(offer.salary_max or offer.salary_min or None),
        top_said=float(bool(offer.salary_max)),
        years=number(themes.experience_asked(offer.experience)),
        transaction=code(Transaction, offer.transaction),
        housing_kind=code(HousingKind, offer.housing_kind),
        rooms=number(offer.rooms),
        area=number(offer.area),
        rent=UNKNOWN if offer.rent is None else float(offer.rent + (offer.charges or 0)),
        charges_said=float(offer.charges is not None),
        price=number(offer.price),
        garden=number(offer.garden),
        available_in=days(offer.available_on, today),
        **levels,
        age_min=number(offer.age_min),
        age_max=number(offer.age_max),
        places=number(offer.places),
        seen=seen(offer, today),
        expires_in=days(offer.expires_on, today),
        health=_bits(themes.health_offered(f"{offer.themes or ''} | {offer.title}")),
        themes_said=float(bool(offer.themes)),
        located=float(offer.latitude is not None),
    )


def seen(offer: OfferFacts, today: date) -> float:
    """Days since the offer was last published or verified, leaving out days to come."""
    known = [-days(day, today) for day in (offer.verified_on, offer.published_on) if day]
    return min((since for since in known if since >= 0), default=UNKNOWN)
