"""Sharing scarce offers among all active households: who gets what, at what price for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.criteria.asked import Ask
from venez_vivre.criteria.facts import AdultFacts, HouseholdFacts, OfferFacts
from venez_vivre.proposing import rounds
from venez_vivre.proposing.pieces import ACCEPTABLE
from venez_vivre.proposing.rounds import People, Ranking
from venez_vivre.proposing.sharing.allocation import share
from venez_vivre.proposing.sharing.baselines import greedy, independent_best
from venez_vivre.proposing.sharing.keys import Keys, ordered
from venez_vivre.proposing.sharing.outcome import Allocation, Fate, Tally, tally
from venez_vivre.proposing.sharing.problem import Candidates, Households, Offers, Problem
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import OfferKind

CANDIDATES, ARCS = 20, 400_000
"""How many of its best offers a household competes for: at least so many, and as many as leave no
more arcs than that in all, so that a few households compete for every offer that suits them."""

OLDEST = 10
"""The age until which a child may be looked after out of school."""

WISHED = 0.5
"""From this wish on, an adult would run a business."""

SCARCE = (
    OfferKind.JOB.value,
    OfferKind.HOME.value,
    OfferKind.CHILDCARE.value,
    OfferKind.TAKEOVER.value,
)
"""Kinds that are shared out: a home or a job that one household takes is lost to the others."""


class Limits(NamedTuple):
    """How many offers of a kind a household may get, and households an offer; None: its places."""

    household: int = 1
    offer: int | None = None


class Given(NamedTuple):
    """An offer given to a household, and what its own best would have been worth."""

    house: HouseholdFacts
    adult: AdultFacts | None
    offer: OfferFacts
    score: float
    best: float


class Unserved(NamedTuple):
    """A household that gets nothing, and why."""

    house: HouseholdFacts
    fate: Fate
    best: float


class Priced(NamedTuple):
    """An offer: its places, those taken, how many it suits, what one more place would add."""

    offer: OfferFacts
    places: int
    taken: int
    wanted: int
    households: int
    value: float


class Shared(NamedTuple):
    """The allocation of the offers of one kind; `alone` if each took its best, `first` by score."""

    kind: str
    households: int
    given: list[Given]
    unserved: list[Unserved]
    offers: list[Priced]
    total: Tally
    alone: Tally
    greedy: Tally


def allocate(
    rows: Reader, kinds: Sequence[str], limits: Limits, today: date, territory: int | None = None
) -> list[Shared]:
    """Share the open offers of each kind among the active households."""
    with rounds.uncollected():
        found, keys = ordered(rounds.read(rows, kinds, today, territory))
        people = rounds.People(found)
        return [_shared(people, kind, limits, keys) for kind in kinds]


def asks(kind: str, ask: Ask) -> bool:
    """Whether somebody needs an offer of a kind, as far as is known: else it is not for them."""
    if kind == OfferKind.CHILDCARE:
        return bool(ask.babies > 0 or any(age <= OLDEST for age in ask.child_ages))
    if kind == OfferKind.SCHOOL:
        return bool(ask.nursery + ask.primary + ask.college + ask.lycee)
    if kind == OfferKind.HEALTH:
        return bool(ask.health)
    return kind != OfferKind.TAKEOVER or bool(ask.business >= WISHED)


class Arc(NamedTuple):
    """The score of an offer for a household, and for which of its adults."""

    score: float
    adult: AdultFacts | None


def _arcs(found: Ranking) -> dict[tuple[int, int], Arc]:
    """(Household, offer) -> its score, for the adult whom it suits best."""
    arcs: dict[tuple[int, int], Arc] = {}
    for whose, seeker, best in found.lines(ACCEPTABLE):
        for place, score in best:
            known = arcs.get((whose, place))
            if known is None or score > known.score:
                arcs[whose, place] = Arc(score, seeker.adult)
    return arcs


class Market(NamedTuple):
    """Those who ask for the offers of a kind, by rows; the offers, their places; the arcs."""

    asking: list[HouseholdFacts]
    offers: list[OfferFacts]
    places: list[int]
    arcs: dict[tuple[int, int], Arc]


def _shared(people: People, kind: str, limits: Limits, keys: Keys) -> Shared:
    most = max(CANDIDATES, ARCS // max(1, len(people.who(kind))))
    found = people.ranking(kind, most, lambda _, one: asks(kind, one.ask))
    asking = sorted(set(found.whose))
    rows = {place: row for row, place in enumerate(asking)}
    market = Market(
        [people.read.houses[place] for place in asking],
        found.offers,
        [_places(offer, limits.offer) for offer in found.offers],
        {(rows[whose], place): arc for (whose, place), arc in _arcs(found).items()},
    )
    problem = _problem(market, limits, keys, people.read.known.today)
    done = share(problem)
    return Shared(
        kind,
        len(asking),
        _given(market, done),
        _unserved(market.asking, done),
        _priced(market.offers, market.places, done),
        done.tally,
        tally(independent_best(problem)),
        tally(greedy(problem)),
    )


def _problem(market: Market, limits: Limits, keys: Keys, today: date) -> Problem:
    arcs = market.arcs
    return Problem(
        Households(
            [keys.houses[one.number] for one in market.asking],
            [waited(one, today) for one in market.asking],
            [limits.household] * len(market.asking),
        ),
        Offers([keys.offers[one.number] for one in market.offers], market.places),
        Candidates(
            [row for row, _ in arcs],
            [place for _, place in arcs],
            [arc.score for arc in arcs.values()],
        ),
    )


def _given(market: Market, done: Allocation) -> list[Given]:
    columns = (done.pairs.household, done.pairs.offer, done.pairs.score)
    best: list[float] = done.households.best.tolist()
    return [
        Given(
            market.asking[row],
            market.arcs[row, place].adult,
            market.offers[place],
            score,
            best[row],
        )
        for row, place, score in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _places(offer: OfferFacts, most: int | None) -> int:
    """How many households an offer has room for: its places, no more than asked; one if unsaid."""
    known = offer.openings if offer.kind == OfferKind.JOB else offer.places
    if known is None:
        return most or 1
    return known if most is None else min(known, most)


LONGEST = 36_500


def waited(house: HouseholdFacts, today: date) -> int:
    """Days since a household signed up."""
    if house.registered_on is None:
        return 0
    return min(LONGEST, max(0, (today - date.fromisoformat(house.registered_on)).days))


def _unserved(homes: Sequence[HouseholdFacts], done: Allocation) -> list[Unserved]:
    fates = done.households.fate.tolist()
    best: list[Any] = done.households.best.tolist()
    return [
        Unserved(house, Fate(fate), score)
        for house, fate, score in zip(homes, fates, best, strict=True)
        if fate != Fate.SERVED
    ]


def _priced(offers: Sequence[OfferFacts], places: Sequence[int], done: Allocation) -> list[Priced]:
    """Offers that are wanted, those of which one more place would bring most first.

    Equals stay in the order of the offers, which is that of their content.
    """
    columns = done.offers
    found = [
        Priced(
            offer,
            places[place],
            int(columns.taken[place]),
            int(columns.wanted[place]),
            int(columns.gains.served[place]),
            float(columns.gains.value[place]),
        )
        for place, offer in enumerate(offers)
        if columns.wanted[place]
    ]
    return sorted(found, key=lambda one: (-one.households, -one.value))
