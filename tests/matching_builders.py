"""Households, adults and offers as matching reads them: one that says nothing, and random ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from venez_vivre import locations
from venez_vivre.criteria import KINDS
from venez_vivre.criteria.facts import AdultFacts, HouseholdFacts, OfferFacts
from venez_vivre.matching import Plain, add_up, score, vetoed
from venez_vivre.proposing.pairs import Offers, Pair, seekers
from venez_vivre.proposing.proposals import Context
from venez_vivre.references import household_reference, offer_reference
from venez_vivre.vocabulary import (
    ContractKind,
    Employment,
    Horizon,
    HousingKind,
    HousingWish,
    Telework,
    Transaction,
    WorkingTime,
)

TODAY = date(2025, 11, 27)
COMMUNES = ("71014", "21231", "25056", "39300", "58194", "89024", "70550", "90010", "71499")
TERRITORIES = {
    1: ("T1", "Autunois", ("71014", "71499")),
    2: ("T2", "Dijonnais", ("21231",)),
}
TRADES = ("D1102", "D1101", "D1106", "J1506", "J1501", "M1805", "M1810", "K2106", "F1703", "A1416")
MOVES = {("D1102", "J1506"): 1, ("J1506", "K2106"): 1}


def a_house(**said: Any) -> HouseholdFacts:
    """A household of which nothing is known but what is said here."""
    blank = dict.fromkeys(HouseholdFacts._fields)
    known = {"number": 1, "reference": "AAAA-100", "name": "Durand", "status": "actif"}
    return HouseholdFacts(**{**blank, **known, "stage": "inscrit", **said})


def an_adult(**said: Any) -> AdultFacts:
    """An adult of whom nothing is known."""
    blank = dict.fromkeys(AdultFacts._fields)
    return AdultFacts(**{**blank, "number": 1, "household": 1, "role": "inscrit", **said})


def an_offer(kind: str = "emploi", **said: Any) -> OfferFacts:
    """An offer of which nothing is known but its kind."""
    blank = dict.fromkeys(OfferFacts._fields)
    known = {"number": 1, "reference": "BBBB-10", "kind": kind, "title": ""}
    return OfferFacts(**{**blank, **known, **said})


def located(code: str, north: float = 0.0) -> dict[str, Any]:
    """The place of an offer, a little north of a commune."""
    place = locations.commune(code)
    return {
        "commune": place.name,
        "code_insee": code,
        "latitude": place.lat + north,
        "longitude": place.lon,
    }


def day(after: int) -> str:
    """A day, so many after today."""
    return (TODAY + timedelta(days=after)).isoformat()


def a_context(moves: Any = None, rules: Any = KINDS) -> Context:
    """What a matching needs besides the facts."""
    return Context(TODAY, TERRITORIES, rules, Offers(TODAY, moves))


def pairs(house: HouseholdFacts, adults: list[AdultFacts], offer: OfferFacts) -> list[Pair]:
    """A household and an offer side by side, once for each adult if it is about a job."""
    known = a_context(MOVES)
    who = seekers(house, adults, known.territories, offer.kind, TODAY)
    return [known.offers.pair(one, offer) for one in who]


def score_of(kind: str, pair: Pair) -> float | None:
    """The score of a pair, None if a veto excludes it."""
    return None if vetoed(KINDS[kind], pair) else score_of_all(kind, pair)


def score_of_all(kind: str, pair: Pair) -> float:
    """The score of a pair, be it excluded."""
    return float(score(add_up(KINDS[kind], pair, Plain), Plain))


# Random facts: what each field may hold.


Draw = Callable[[Random], Any]


def whole(least: int, most: int) -> Draw:
    return lambda dice: dice.randint(least, most)


def days(least: int, most: int) -> Draw:
    return lambda dice: day(dice.randint(least, most))


def one_of(values: Iterable[Any]) -> Draw:
    found = tuple(values)
    return lambda dice: dice.choice(found)


def codes(family: Any) -> Draw:
    return one_of(term.value for term in family)


def some(least: int, most: int, draw: Draw) -> Draw:
    """A list of values, separated as lists are stored."""
    return lambda dice: "|".join(str(draw(dice)) for _ in range(dice.randint(least, most)))


WISHES: dict[str, Draw] = {
    "wished_codes": some(1, 3, one_of(COMMUNES)),
    "wished_territories": one_of(("T1", "Dijonnais", "T1|T2")),
    "territory_id": one_of((1, 2)),
    "max_distance_km": whole(1, 150),
    "horizon": codes(Horizon),
    "wished_on": days(-60, 600),
    "adults": whole(1, 3),
    "children": whole(0, 4),
    "children_births": some(1, 4, whole(2006, 2026)),
    "housing": codes(HousingWish),
    "housing_kind": codes(HousingKind),
    "rooms_min": whole(1, 7),
    "area_min": whole(20, 180),
    "rent_max": whole(300, 1500),
    "purchase_budget": whole(40_000, 400_000),
    "garden": whole(0, 1),
    "interests": one_of(("randonnée", "football|théâtre", "chorale", "poterie, vélo")),
    "motivations": one_of(("retour à la campagne", "grande ville", "se rapprocher")),
    "project": one_of(
        ("reprendre une boulangerie", "asthme, suivi à prévoir", "mi-temps", "un village", "calme")
    ),
}
WORKING: dict[str, Draw] = {
    "birth_year": whole(1958, 2006),
    "rome_code": one_of(TRADES),
    "employment": codes(Employment),
    "contract": codes(ContractKind),
    "telework": codes(Telework),
    "salary_min": whole(15_000, 60_000),
}
TITLES = ("", "Boulanger (H/F)", "Club de randonnée", "Maison avec vue", "Collège des Prés")
OFFERING: dict[str, Draw] = {
    "rome_code": one_of(TRADES),
    "contract": codes(ContractKind),
    "working_time": codes(WorkingTime),
    "salary_min": whole(15_000, 45_000),
    "salary_max": whole(45_000, 70_000),
    "telework": codes(Telework),
    "transaction": codes(Transaction),
    "housing_kind": one_of(list(map(str, HousingKind))[:4]),
    "rooms": whole(1, 8),
    "area": whole(15, 250),
    "rent": whole(250, 1500),
    "charges": whole(0, 200),
    "price": whole(30_000, 500_000),
    "garden": whole(0, 1),
    "available_on": days(-100, 500),
    "levels": one_of(("maternelle", "elementaire", "maternelle|elementaire", "college")),
    "age_min": whole(0, 20),
    "age_max": whole(2, 99),
    "themes": one_of(("randonnée", "football", "musique", "cantine", "médecin", "nature")),
    "places": whole(0, 6),
    "published_on": days(-800, 0),
    "verified_on": days(-400, 0),
    "expires_on": days(-5, 200),
    "experience": one_of(("débutant accepté", "expérience de 2 ans", "5 ans d’expérience")),
}


class Facts(NamedTuple):
    """A household with one adult who may look for work, and an offer."""

    house: HouseholdFacts
    adult: AdultFacts
    offer: OfferFacts

    def pairs(self) -> list[Pair]:
        """What criteria look at: nothing when nobody looks for work."""
        return pairs(self.house, [self.adult], self.offer)


def some_of(dice: Random, table: dict[str, Draw]) -> dict[str, Any]:
    """Some of the fields of a table, often most of them."""
    known = dice.choice((0.3, 0.7, 0.9, 1.0))
    return {name: draw(dice) for name, draw in table.items() if dice.random() < known}


def some_house(dice: Random) -> HouseholdFacts:
    """A household of which something is known."""
    said = some_of(dice, WISHES)
    if "children_births" in said:  # such a list is that of all the children
        said["children"] = len(said["children_births"].split("|"))
    return a_house(registered_on=day(-30), **said)


def some_adult(dice: Random) -> AdultFacts:
    """An adult of whom something is known."""
    said = some_of(dice, WORKING)
    return an_adult(occupation=said.get("rome_code"), **said)


def some_offer(dice: Random, kind: str) -> OfferFacts:
    """An offer of which something is known."""
    said = some_of(dice, OFFERING)
    if dice.random() < 0.8:
        said |= some_place(dice)
    low, high = said.get("age_min"), said.get("age_max")
    if low is not None and high is not None:
        said["age_min"], said["age_max"] = min(low, high), max(low, high)
    title = dice.choice(TITLES)
    return an_offer(kind, title=title, occupation=said.get("rome_code"), **said)


def some_place(dice: Random) -> dict[str, Any]:
    """Around a commune."""
    return located(dice.choice(COMMUNES), dice.uniform(-0.3, 0.3) * dice.randint(0, 1))


def facts(kind: str, seed: int) -> Facts:
    """Random facts, most often of a pair that could suit: the place and the trade agree."""
    dice = Random(seed)
    house, adult, offer = some_house(dice), some_adult(dice), some_offer(dice, kind)
    if house.wished_codes and offer.code_insee and dice.random() < 0.6:
        house = house._replace(wished_codes=offer.code_insee)
    if adult.rome_code and offer.rome_code and dice.random() < 0.6:
        adult = adult._replace(rome_code=offer.rome_code)
    return Facts(house, adult, offer)


def suited(kind: str, seed: int) -> Facts:
    """Random facts of a pair that nothing excludes."""
    for number in range(seed, seed + 10_000):
        found = facts(kind, number)
        if any(not vetoed(KINDS[kind], pair) for pair in found.pairs()):
            return found
    raise AssertionError(kind)


# Filling in what is unknown.


def fillings(known: Facts, dice: Random) -> list[tuple[str, Facts]]:
    """Each fact that nobody gave, given: its name, and all facts with it."""
    found = [(name, known._replace(house=one)) for name, one in _wishes(known.house, dice)]
    found += [(name, known._replace(adult=one)) for name, one in _working(known.adult, dice)]
    return found + [(n, known._replace(offer=one)) for n, one in _offering(known.offer, dice)]


def _wishes(house: HouseholdFacts, dice: Random) -> list[tuple[str, HouseholdFacts]]:
    # Where and when one wishes to live are said once, in one way or another; so is the project.
    groups = {
        "wished_codes": house.wished_codes or house.wished_territories,
        "wished_on": house.wished_on or house.horizon,
        "project": house.project or house.motivations,
        "territory_id": house.territory_id or house.wished_codes or house.wished_territories,
    }
    skipped = {"wished_territories", "horizon", "motivations"}
    found = []
    for name, draw in WISHES.items():
        if groups.get(name, getattr(house, name)) is None and name not in skipped:
            value = draw(dice)
            if name == "children_births" and house.children is not None:
                value = "|".join([str(dice.randint(2006, 2026))] * house.children) or None
            found.append((name, house._replace(**{name: value})))
    return found


def _working(adult: AdultFacts, dice: Random) -> list[tuple[str, AdultFacts]]:
    return [
        (name, adult._replace(**{name: draw(dice)}))
        for name, draw in WORKING.items()
        if getattr(adult, name) is None
    ]


def _offering(offer: OfferFacts, dice: Random) -> list[tuple[str, OfferFacts]]:
    # Ages and titles say levels; verifying is a deed, not a fact that was missing.
    groups = {
        "levels": offer.levels or offer.title or offer.age_min or offer.age_max,
        "published_on": offer.published_on or offer.verified_on,
    }
    skipped = {"verified_on"} | ({"age_min", "age_max"} if offer.kind == "ecole" else set())
    found = []
    for name, draw in OFFERING.items():
        if groups.get(name, getattr(offer, name)) is None and name not in skipped:
            value = draw(dice)
            if name == "salary_min" and offer.salary_max:
                value = min(value, offer.salary_max)
            found.append((name, offer._replace(**{name: value})))
    if offer.code_insee is None:
        found.append(("place", offer._replace(**some_place(dice))))
    return found


# The same, in a base.


def columns(facts: Any, **others: str | None) -> dict[str, Any]:
    """Stored facts as the columns of their table, under other names or left out (None)."""
    return {
        name: value
        for field, value in facts._asdict().items()
        if (name := others.get(field, field)) is not None
    }


def put_house(rows: Any, number: int, house: Any, *adults: Any) -> None:
    """A household and its adults, as they are."""
    stored = columns(house, number=None, name=None, message=None, stage=None, status=None)
    communes = [locations.commune(c).name for c in (house.wished_codes or "").split("|") if c]
    said = {"reference": household_reference(number), "wished_communes": "|".join(communes) or None}
    rows.put("household", id=number, **{**stored, **said})
    for adult in adults:
        who = columns(adult, number=None, household=None)
        keys = {"first_key": "", "last_key": f"nom{number}", "last_name": f"Nom{number}"}
        address = f"{adult.role}{number}@example.org"
        rows.put("person", household_id=number, **{**who, **keys, "email": address})


def put_offer(rows: Any, number: int, offer: Any) -> None:
    """An offer as it is."""
    stored = columns(offer, number=None, experience="description")
    title = offer.title or f"Offre {number}"
    rows.put(
        "offer", id=number,
        **{**stored, "reference": offer_reference(number), "title": title, "title_key": title},
    )  # fmt: skip
