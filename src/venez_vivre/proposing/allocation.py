"""Sharing scarce offers among all active households: who gets what, at what price for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from venez_vivre.criteria import PERSONAL
from venez_vivre.criteria.facts import AdultFacts, HouseholdFacts, OfferFacts
from venez_vivre.proposing.everyone import Best, Everyone
from venez_vivre.proposing.pairs import Seeker, seekers
from venez_vivre.proposing.pieces import ACCEPTABLE
from venez_vivre.proposing.proposals import Context, File, context
from venez_vivre.proposing.sharing.allocation import share
from venez_vivre.proposing.sharing.baselines import greedy, independent_best
from venez_vivre.proposing.sharing.outcome import Allocation, Fate, Tally, tally
from venez_vivre.proposing.sharing.problem import Candidates, Households, Offers, Problem
from venez_vivre.store.queries import matching as queries
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import OfferKind

CANDIDATES = 20
"""How many of its best offers a household competes for."""

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
    known = context(rows, today)
    files = files_of(rows, territory)
    tried = queries.tried_by_all(rows)
    return [_shared(rows, kind, files, limits, (known, tried)) for kind in kinds]


def files_of(rows: Reader, territory: int | None = None) -> list[File]:
    """Every household that is matched, with its adults."""
    adults: dict[int, list[AdultFacts]] = {}
    for adult in queries.active_adults(rows, AdultFacts):
        adults.setdefault(adult.household, []).append(adult)
    return [
        File(house, adults.get(house.number, []))
        for house in queries.active_households(rows, HouseholdFacts)
        if territory in {None, house.territory_id}
    ]


class Ranking(NamedTuple):
    """The seekers of a kind, whose they are, the offers, and the best of these for each seeker."""

    who: list[Seeker]
    whose: list[int]
    offers: list[OfferFacts]
    best: Best | None


def ranking(
    rows: Reader,
    kind: str,
    files: Sequence[File],
    how: tuple[Context, dict[int, list[int]]],
    most: int,
) -> Ranking:
    """The best open offers of a kind for every household, those tried before left out.

    Adults whose trade is not known are left out of jobs: everything would suit them.
    """
    known, tried = how
    offers = queries.open_offers(rows, OfferFacts, kind, known.today.isoformat())
    who: list[Seeker] = []
    whose: list[int] = []
    for place, one in enumerate(files):
        some = seekers(one.house, one.adults, known.territories, kind, known.today)
        mine = [s for s in some if kind not in PERSONAL or (s.adult and s.adult.rome_code)]
        who += mine
        whose += [place] * len(mine)
    if not (who and offers):
        return Ranking(who, whose, offers, None)
    columns = {offer.number: place for place, offer in enumerate(offers)}
    refused = [
        (row, columns[number])
        for row, seeker in enumerate(who)
        for number in tried.get(seeker.house.number, ())
        if number in columns
    ]
    everyone = Everyone(kind, known.rules[kind], who, offers, known.offers)
    return Ranking(who, whose, offers, everyone.best(min(most, len(offers)), refused))


class Arc(NamedTuple):
    """The score of an offer for a household, and for which of its adults."""

    score: float
    adult: AdultFacts | None


def _arcs(found: Ranking) -> dict[tuple[int, int], Arc]:
    """(Household, offer) -> its score, for the adult whom it suits best."""
    arcs: dict[tuple[int, int], Arc] = {}
    if found.best is None:
        return arcs
    lines = zip(found.best.offers.tolist(), found.best.scores.tolist(), strict=True)
    for seeker, whose, (places, scores) in zip(found.who, found.whose, lines, strict=True):
        for place, score in zip(places, scores, strict=True):
            if place >= 0 and score >= ACCEPTABLE:
                known = arcs.get((whose, place))
                if known is None or score > known.score:
                    arcs[whose, place] = Arc(score, seeker.adult)
    return arcs


def _shared(
    rows: Reader,
    kind: str,
    files: Sequence[File],
    limits: Limits,
    how: tuple[Context, dict[int, list[int]]],
) -> Shared:
    found = ranking(rows, kind, files, how, CANDIDATES)
    arcs = _arcs(found)
    places = [_places(offer, limits.offer) for offer in found.offers]
    asking = sorted(set(found.whose))
    row_of = {place: row for row, place in enumerate(asking)}
    today = how[0].today
    problem = Problem(
        Households(
            [files[place].house.reference for place in asking],
            [waited(files[place].house, today) for place in asking],
            [limits.household] * len(asking),
        ),
        Offers([offer.reference for offer in found.offers], places),
        Candidates(
            [row_of[whose] for whose, _ in arcs],
            [place for _, place in arcs],
            [arc.score for arc in arcs.values()],
        ),
    )
    done = share(problem)
    homes = [files[place].house for place in asking]
    pairs = done.pairs
    given = [
        Given(
            homes[row],
            arcs[asking[row], place].adult,
            found.offers[place],
            score,
            float(done.households.best[row]),
        )
        for row, place, score in zip(
            pairs.household.tolist(), pairs.offer.tolist(), pairs.score.tolist(), strict=True
        )
    ]
    return Shared(
        kind,
        len(asking),
        given,
        _unserved(homes, done),
        _priced(found.offers, places, done),
        done.tally,
        tally(independent_best(problem)),
        tally(greedy(problem)),
    )


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
    """Offers that are wanted, those of which one more place would bring most first."""
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
    return sorted(found, key=lambda one: (-one.households, -one.value, one.offer.reference))
