"""An order of households and of offers that is made of what they say, not of when they came in.

References and numbers follow the order of the imports: they only tell apart those that say the
same in everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from venez_vivre import NamedTuple
from venez_vivre.criteria.facts import AdultFacts, HouseholdFacts, OfferFacts
from venez_vivre.proposing.places import Territories
from venez_vivre.proposing.rounds import Readings


class Keys(NamedTuple):
    """The key of each household and of each offer, by number."""

    houses: dict[int, str]
    offers: dict[int, str]


T = TypeVar("T", HouseholdFacts, OfferFacts)


def ordered(read: Readings) -> tuple[Readings, Keys]:
    """The same households and offers in the order of their content, and their keys."""
    territories = read.known.territories
    houses, keys = _sorted(
        (_of_household(one, read.adults.get(one.number, ()), territories), one)
        for one in read.houses
    )
    offers: dict[str, list[OfferFacts]] = {}
    offer_keys: dict[int, str] = {}
    for kind, some in read.offers.items():
        offers[kind], more = _sorted((_of_offer(one), one) for one in some)
        offer_keys |= more
    return read._replace(houses=houses, offers=offers), Keys(keys, offer_keys)


def _sorted(those: Iterable[tuple[str, T]]) -> tuple[list[T], dict[int, str]]:
    """What is there by content, then by reference; a key is the content and a rank among equals."""
    some = sorted(those, key=lambda one: (one[0], one[1].reference))
    keys: dict[int, str] = {}
    before, rank = "", 0
    for content, one in some:
        rank = rank + 1 if content == before else 0
        keys[one.number] = f"{content}#{rank:06}"
        before = content
    return [one for _, one in some], keys


def _of_household(
    house: HouseholdFacts, adults: Sequence[AdultFacts], territories: Territories
) -> str:
    """The day and the name first; who has no name is called by its reference, which is no name."""
    name = "" if house.name == house.reference else house.name
    where = territories.get(house.territory_id or 0, ("", "", ()))
    facts = house._replace(number=0, reference="", name=name, territory_id=None)
    people = [tuple(one._replace(number=0, household=0)) for one in adults]
    return repr((house.registered_on or "", name, tuple(facts), where[:2], people))


def _of_offer(offer: OfferFacts) -> str:
    return repr(tuple(offer._replace(number=0, reference="")))
