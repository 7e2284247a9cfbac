"""What an offer offers, as criteria read it: numbers, worked out once for all households."""

from __future__ import annotations

from datetime import date
from typing import Any

from venez_vivre import NamedTuple, themes
from venez_vivre.criteria import PERSONAL
from venez_vivre.criteria import children as minors
from venez_vivre.criteria.facts import OfferFacts, bits, code, days, number
from venez_vivre.matching import UNKNOWN
from venez_vivre.vocabulary import (
    ContractKind,
    HousingKind,
    OfferKind,
    Telework,
    Transaction,
    WorkingTime,
)


class Item(NamedTuple):
    """What an offer offers, in numbers (see `facts`)."""

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


def item(offer: OfferFacts, population: float, today: date) -> Item:
    """What an offer offers; `population` is that of its commune, unknown if NaN."""
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
        **_levels(offer),
        age_min=number(offer.age_min),
        age_max=number(offer.age_max),
        places=number(offer.places),
        seen=seen(offer, today),
        expires_in=days(offer.expires_on, today),
        health=_care(offer),
        themes_said=float(bool(offer.themes)),
        located=float(offer.latitude is not None),
    )


def _levels(offer: OfferFacts) -> dict[str, float]:
    """The levels of a school; other offers are not read for them, it takes time."""
    if offer.kind != OfferKind.SCHOOL:
        return dict.fromkeys(minors.LEVELS, UNKNOWN)
    return minors.levels(offer.levels, offer.title, offer.age_min, offer.age_max)


def _care(offer: OfferFacts) -> int:
    """The care that an offer of health gives."""
    if offer.kind != OfferKind.HEALTH:
        return 0
    return bits(themes.health_offered(f"{offer.themes or ''} | {offer.title}"))


def seen(offer: OfferFacts, today: date) -> float:
    """Days since the offer was last published or verified, leaving out days to come."""
    known = [-days(day, today) for day in (offer.verified_on, offer.published_on) if day]
    return min((since for since in known if since >= 0), default=UNKNOWN)
