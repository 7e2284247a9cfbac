"""What a household looks for, as criteria read it: numbers, worked out once for all offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from venez_vivre import NamedTuple, themes
from venez_vivre.criteria import children as minors
from venez_vivre.criteria.facts import AdultFacts, HouseholdFacts, bits, code, days, number
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
)

USUAL_REACH_KM = 30
"""How far by road people look around the place they wish for, when they did not say."""


class Ask(NamedTuple):
    """What a household, or one of its adults, looks for, in numbers (see `facts`)."""

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


def reach_of(house: HouseholdFacts) -> float:
    """How far by road the household looks; one km for none, which is the commune itself."""
    said = house.max_distance_km
    return float(USUAL_REACH_KM if said is None else max(1, said))


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
    return Ask(
        reach=reach_of(house),
        reach_said=float(house.max_distance_km is not None),
        place_said=float(bool(house.wished_codes or house.wished_territories)),
        size=size_wished(house),
        move_in=moving,
        **_work(house, adult, today),
        **_room(house),
        housing=code(HousingWish, house.housing),
        housing_kind=code(HousingKind, house.housing_kind),
        rent_max=number(house.rent_max or None),
        budget=number(house.purchase_budget or None),
        garden=number(house.garden),
        **_children(house, moving, today),
        adult_ages=adult_ages(int(people(house)[0]), born, today),
        health=0 if adult else bits(themes.health_needs(_prose(house))),
    )


def _room(house: HouseholdFacts) -> dict[str, Any]:
    """The rooms and the area that are wished, or needed, and what is too small for anybody."""
    adults, children = people(house)
    counted = 0.0 if children != children else children
    roomy = rooms_needed(adults, counted)
    heads = adults + counted
    return {
        "rooms": float(house.rooms_min or roomy),
        "rooms_said": float(house.rooms_min is not None),
        "rooms_floor": max(1.0, roomy - 1.0 - counted // 3.0),
        "area": float(house.area_min or 12.0 + 17.0 * heads),
        "area_said": float(house.area_min is not None),
        "area_floor": 9.0 * heads,
    }


def _children(house: HouseholdFacts, moving: float, today: date) -> dict[str, Any]:
    """The children on the day of the move: how many at each level, and their ages."""
    _, children = people(house)
    family = minors.family(house.children_births, moving, today)
    known = children == 0 or (family.known > 0 and not children > family.known)
    return {
        "children": children,
        "nursery": family.nursery,
        "primary": family.primary,
        "college": family.college,
        "lycee": family.lycee,
        "babies": family.babies,
        "ages_known": float(known),
        "child_ages": family.ages,
    }


def _work(house: HouseholdFacts, adult: AdultFacts | None, today: date) -> dict[str, Any]:
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
    said = fold(adult.occupation or "")
    if adult.rome_code is None and _IDLE.search(said):
        return False
    return adult.employment != Employment.OTHER or adult.occupation is not None


_IDLE = Pattern(
    r"^(?:(?:en |a la |jeune |futur\w* |pre ?)?retraite\w*|pensionnee?|invalidite"
    r"|(?:mere|pere|maman|papa|parent|homme|femme)? ?au foyer|sans activite)\b"
)
"""What stands for an occupation when somebody looks for none."""
