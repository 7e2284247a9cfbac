"""A household and an offer side by side, as criteria look at them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from venez_vivre import NamedTuple, themes
from venez_vivre.criteria import LEISURE, PERSONAL
from venez_vivre.criteria.asked import Ask, ask, reach_of, wants_work
from venez_vivre.criteria.facts import AdultFacts, HouseholdFacts, OfferFacts
from venez_vivre.criteria.offered import Item, item
from venez_vivre.criteria.place import too_far
from venez_vivre.matching import UNKNOWN, Plain
from venez_vivre.occupations.nearness import Moves, Nearness, nearness
from venez_vivre.proposing.places import Territories, Wished, population, wished


class Raw(NamedTuple):
    """The stored facts behind a pair, for its sentences."""

    house: HouseholdFacts
    adult: Any
    offer: OfferFacts
    place: str
    nearness: str


class Pair(NamedTuple):
    """What criteria look at: what is asked, what is offered, and what only both of them tell.

    `km` by road, `nearness` of the occupations and `closeness` of the interests in 0..1; unknown
    is NaN.
    """

    ask: Ask
    item: Item
    km: float
    nearness: float
    closeness: float
    raw: Any = None


class Seeker(NamedTuple):
    """A household, or one of its adults who looks for work, ready to be compared."""

    house: HouseholdFacts
    adult: AdultFacts | None
    ask: Ask
    place: Wished
    interests: frozenset[str]


def seekers(
    house: HouseholdFacts,
    adults: list[AdultFacts],
    territories: Territories,
    kind: str,
    today: date,
) -> list[Seeker]:
    """Who offers of a kind are for: each adult who looks for work, or the household as one."""
    place = wished(house, territories)
    if kind in PERSONAL:
        return [
            Seeker(house, one, ask(house, one, today), place, frozenset())
            for one in looking(adults)
        ]
    asked = ask(house, None, today, [one.birth_year for one in adults])
    interests = interests_of(house) if kind in LEISURE else frozenset()
    return [Seeker(house, None, asked, place, interests)]


def looking(adults: list[AdultFacts]) -> list[AdultFacts]:
    """The adults who look for work.

    Those whose trade is not known give way to one whose trade is: any job would do for them.
    """
    found = [one for one in adults if wants_work(one)]
    return [one for one in found if one.rome_code] or found


def interests_of(house: HouseholdFacts) -> frozenset[str]:
    """The interests of a household, as themes."""
    return _concepts(house.interests or "")


def concepts_of(offer: OfferFacts) -> frozenset[str]:
    """The themes of an offer, those of its title among them."""
    return themes.precise(_concepts(f"{offer.themes or ''} | {offer.title}"))


@lru_cache(maxsize=1 << 13)
def _concepts(text: str) -> frozenset[str]:
    return themes.concepts(text)


class Reach(NamedTuple):
    """How far a household looks, in km by road."""

    reach: float


class Far(NamedTuple):
    """As much of a pair as distance is judged by."""

    ask: Reach
    item: Item
    km: float


class Offers:
    """Makes pairs; what offers have in common with others is worked out once."""

    def __init__(self, today: date, moves: Moves | None = None) -> None:
        self.today = today
        self.moves = moves
        self._items: dict[int, Item] = {}
        self._near: dict[tuple[str, str], Nearness] = {}
        self._km: dict[Any, tuple[float, str]] = {}
        self._close: dict[Any, float] = {}

    def pair(self, seeker: Seeker, offer: OfferFacts) -> Pair:
        """A seeker and an offer side by side."""
        km, place = self.km(seeker.place, offer)
        near = self.near(seeker.adult, offer) if seeker.adult else None
        raw = Raw(seeker.house, seeker.adult, offer, place, near.reason if near else "")
        return Pair(
            seeker.ask,
            self.item(offer),
            km,
            near.score if near else UNKNOWN,
            self.closeness(seeker.interests, offer),
            raw,
        )

    def item(self, offer: OfferFacts) -> Item:
        """An offer in numbers."""
        found = self._items.get(offer.number)
        if found is None:
            found = item(offer, population(offer.code_insee), self.today)
            self._items[offer.number] = found
        return found

    def km(self, place: Wished, offer: OfferFacts) -> tuple[float, str]:
        """How far an offer is from a place, and from where."""
        spot = (offer.commune, offer.code_insee, offer.latitude, offer.longitude)
        key = (place.codes, place.area, *spot)
        found = self._km.get(key)
        if found is None:
            found = self._km[key] = place.km(offer)
        return found

    def forget(self) -> None:
        """Let go of distances and interests: those of many households would fill the memory."""
        self._km.clear()
        self._close.clear()

    def too_far(self, place: Wished, house: HouseholdFacts, offer: OfferFacts) -> bool:
        """Whether the veto of distance excludes an offer, before anything else is worked out."""
        there = Far(Reach(reach_of(house)), self.item(offer), self.km(place, offer)[0])
        return bool(too_far(there, Plain))

    def near(self, adult: AdultFacts, offer: OfferFacts) -> Nearness | None:
        """How near the occupation of an adult is to that of an offer; None when one is unknown."""
        mine, theirs = adult.rome_code, offer.rome_code
        if mine is None or theirs is None:
            return None
        found = self._near.get((mine, theirs))
        if found is None:
            found = self._near[mine, theirs] = nearness(mine, theirs, self.moves)
        return found

    def closeness(self, interests: frozenset[str], offer: OfferFacts) -> float:
        """How close an offer is to interests; unknown when either side says nothing."""
        if not interests:
            return UNKNOWN
        key = (interests, offer.themes, offer.title)
        found = self._close.get(key)
        if found is None:
            offered = concepts_of(offer)
            known = themes.closeness(interests, offered) if offered else UNKNOWN
            found = self._close[key] = known
        return found
