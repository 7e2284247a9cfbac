"""Every household that is matched, at once: the best offers of each kind, household by household.

The answer for one household is that of `proposals.for_household`, kind by kind. Jobs are proposed
only to adults whose trade is known: to the others any job would be proposed, which helps nobody.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from venez_vivre import NamedTuple
from venez_vivre.criteria import LEISURE, PERSONAL
from venez_vivre.criteria.asked import wants_work
from venez_vivre.criteria.facts import AdultFacts, HouseholdFacts, OfferFacts
from venez_vivre.proposing.pairs import Pair, Seeker, seekers
from venez_vivre.proposing.proposals import (
    Context,
    Proposal,
    Ranked,
    adults_by_household,
    context,
    explained,
)
from venez_vivre.store.queries import matching as queries
from venez_vivre.store.reader import Reader

if TYPE_CHECKING:
    from venez_vivre.proposing.everyone import Best, Everyone

Step = Callable[[int], None]
"""Told how many households are done."""

USUAL = 5
"""How many offers of each kind a household gets when nobody says."""


class Readings(NamedTuple):
    """What a round needs of the base; it can then be closed."""

    known: Context
    houses: list[HouseholdFacts]
    adults: Mapping[int, list[AdultFacts]]
    offers: Mapping[str, list[OfferFacts]]
    tried: Mapping[int, list[int]]


class Lot(NamedTuple):
    """A household, and what is proposed to it, best first."""

    house: HouseholdFacts
    proposals: list[Proposal]


@dataclass
class Tally:
    """What a round came to; it is whole once the lots were all taken."""

    households: int = 0
    without: int = 0
    untraded: int = 0
    offers: int = 0
    proposals: int = 0


def read(rows: Reader, kinds: Sequence[str], today: date, territory: int | None = None) -> Readings:
    """Read every household that is matched, of a territory or not, and the open offers."""
    day = today.isoformat()
    offers = {kind: queries.open_offers(rows, OfferFacts, kind, day) for kind in kinds}
    found = everybody(rows, offers, today)
    if territory is None:
        return found
    return found._replace(houses=[one for one in found.houses if one.territory_id == territory])


def everybody(rows: Reader, offers: Mapping[str, list[OfferFacts]], today: date) -> Readings:
    """Read every household that is matched, to be compared with these offers."""
    adults = adults_by_household(rows)
    houses = queries.active_households(rows, HouseholdFacts)
    return Readings(context(rows, today), houses, adults, offers, queries.tried_by_all(rows))


class Ranking(NamedTuple):
    """The seekers of a kind, the places of their households, the offers, the best of these."""

    who: list[Seeker]
    whose: list[int]
    offers: list[OfferFacts]
    best: Best | None

    def lines(self, least: float) -> Iterator[tuple[int, Seeker, list[tuple[int, float]]]]:
        """Each seeker, the place of its household, its best offers of at least that score."""
        if self.best is None:
            return
        counts = (self.best.scores >= least).sum(axis=1).tolist()
        columns = (self.best.offers.tolist(), self.best.scores.tolist(), counts)
        for row, (places, scores, count) in enumerate(zip(*columns, strict=True)):
            found = zip(places[:count], scores[:count], strict=True)
            yield self.whose[row], self.who[row], list(found)


Asks = Callable[[int, Seeker], bool]
"""Whether a seeker of the household at a place is among those who ask."""


def lots(
    read: Readings,
    most: int,
    tally: Tally,
    step: Step = lambda _: None,
    *,
    empty: bool = False,
    found: Iterable[Lot] | None = None,
) -> Iterator[Lot]:
    """Each household with the `most` best offers of each kind, counted into `tally` as they go.

    Households to whom nothing is proposed come only when `empty`. `found` is what `each` would
    find, when other processes found it.
    """
    tally.households = len(read.houses)
    tally.offers = sum(map(len, read.offers.values()))
    if PERSONAL & set(read.offers):
        tally.untraded = untraded(read)
    for done, lot in enumerate(each(read, most) if found is None else found, start=1):
        tally.proposals += len(lot.proposals)
        tally.without += not lot.proposals
        if lot.proposals or empty:
            yield lot
        step(done)


def each(read: Readings, most: int) -> Iterator[Lot]:
    """Every household in order, with the `most` best offers of each kind, or none.

    What a household gets depends on nobody else: some of them get what they get among all.
    """
    people = People(read)
    with uncollected():
        rounds = [people.round(kind, most) for kind in read.offers]
    for place, house in enumerate(read.houses):
        ranked = sorted((r for kind in rounds for r in kind.of(place, most)), key=lambda r: r.key)
        found = [explained(one, read.known) for one in ranked]
        read.known.offers.forget()
        yield Lot(house, found)


def untraded(read: Readings) -> int:
    """How many adults look for work without a trade that is known."""
    everybody = (one for some in read.adults.values() for one in some)
    return sum(wants_work(one) and not one.rome_code for one in everybody)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for cycles: there is none among facts, and it took a third of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class People:
    """Who offers are for, made once for all kinds: households as one, and adults with a trade.

    Jobs are left out for adults whose trade is not known: everything would suit them.
    """

    def __init__(self, read: Readings) -> None:
        self.read = read
        self._made: dict[bool, list[tuple[int, Seeker]]] = {}

    def round(self, kind: str, most: int) -> Round:
        """The best offers of a kind for everybody."""
        found = self.ranking(kind, most)
        rows: dict[int, list[int]] = {}
        if found.best is not None:
            for row, place in enumerate(found.whose):
                rows.setdefault(place, []).append(row)
        return Round(self.read.known, found.who, found.offers, rows, found.best)

    def ranking(self, kind: str, most: int, asks: Asks = lambda _place, _who: True) -> Ranking:
        """The best offers of a kind for everybody who asks, those tried before left out."""
        who = [one for one in self.who(kind) if asks(*one)]
        some, whose = [one for _, one in who], [place for place, _ in who]
        offers = self.read.offers[kind]
        if not who or not offers:
            return Ranking(some, whose, offers, None)
        everyone = self._everyone(kind, some)
        best = everyone.best(min(most, len(offers)), self._tried(some, offers))
        return Ranking(some, whose, offers, best)

    def takers(self, kind: str, most: int) -> Iterator[list[Ranked]]:
        """The best households for each offer of a kind, each for the adult whom it suits best."""
        who, offers = [one for _, one in self.who(kind)], self.read.offers[kind]
        if not who or not offers:
            yield from ([] for _ in offers)
            return
        houses = [one.house.number for one in who]
        found = self._everyone(kind, who).takers(most, houses, self._tried(who, offers))
        for offer, some in zip(offers, found, strict=True):
            yield [
                Ranked(score, houses[row], who[row], self._pair(who[row], offer))
                for row, score in some
            ]

    def _pair(self, seeker: Seeker, offer: OfferFacts) -> Pair:
        return self.read.known.offers.pair(seeker, offer)

    def _everyone(self, kind: str, who: Sequence[Seeker]) -> Everyone:
        from venez_vivre.proposing.everyone import Everyone  # noqa: PLC0415  it brings numpy

        known = self.read.known
        return Everyone(kind, known.rules[kind], who, self.read.offers[kind], known.offers)

    def who(self, kind: str) -> list[tuple[int, Seeker]]:
        """The seekers of a kind, each with the place of its household."""
        if not self._made:
            self._make()
        return self._made[kind in PERSONAL]

    def _make(self) -> None:
        """Make the seekers of all kinds, household by household: their texts are read once."""
        read = self.read
        # One kind stands for all that are for households; of leisure, that interests are read.
        sure = sorted(read.offers, key=LEISURE.__contains__)
        kinds = {kind in PERSONAL: kind for kind in sure}
        self._made = {personal: [] for personal in kinds}
        for place, house in enumerate(read.houses):
            adults = read.adults.get(house.number, [])
            for personal, kind in kinds.items():
                self._made[personal] += [
                    (place, one)
                    for one in seekers(
                        house, adults, read.known.territories, kind, read.known.today
                    )
                    if one.adult is None or one.adult.rome_code
                ]

    def _tried(self, who: Sequence[Seeker], offers: Sequence[OfferFacts]) -> list[tuple[int, int]]:
        """What was already tried, as places in both lists."""
        columns = {offer.number: column for column, offer in enumerate(offers)}
        return [
            (row, columns[number])
            for row, one in enumerate(who)
            for number in self.read.tried.get(one.house.number, ())
            if number in columns
        ]


class Round(NamedTuple):
    """The best offers of one kind for everybody; `rows` are the seekers of each household."""

    known: Context
    seekers: Sequence[Seeker]
    offers: Sequence[OfferFacts]
    rows: Mapping[int, list[int]]
    best: Best | None

    def of(self, place: int, most: int) -> list[Ranked]:
        """What one household gets, each offer once, for whom it suits best."""
        found: dict[int, tuple[float, int]] = {}
        for row in self.rows.get(place, ()):
            best: Any = self.best
            for column, score in zip(
                best.offers[row].tolist(), best.scores[row].tolist(), strict=True
            ):
                if column >= 0 and (column not in found or score > found[column][0]):
                    found[column] = (score, row)
        kept = sorted(found, key=lambda column: (-found[column][0], column))[:most]
        return [self._ranked(column, *found[column]) for column in kept]

    def _ranked(self, column: int, score: float, row: int) -> Ranked:
        offer, seeker = self.offers[column], self.seekers[row]
        return Ranked(score, offer.number, seeker, self.known.offers.pair(seeker, offer))
