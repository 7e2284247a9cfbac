"""What is missing: for each household the fewest pieces without which no bundle exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from venez_vivre.criteria.facts import HouseholdFacts, OfferFacts
from venez_vivre.proposing import rounds
from venez_vivre.proposing.bundles import Bundle, Pool, kinds_of, needs_of, order, solutions
from venez_vivre.proposing.pieces import ACCEPTABLE, Candidate, Need, candidate, told
from venez_vivre.proposing.places import wished
from venez_vivre.proposing.proposals import Context, File
from venez_vivre.proposing.rounds import People
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import OfferKind, Stage

DEEP = 200
"""How many of the best candidates of each piece are looked at: a need with as many is met."""


class Lack(NamedTuple):
    """A household and what it lacks: nothing when it is served.

    `territory` is the one it is counted in, `town` the main town of where it wishes to live.
    """

    house: HouseholdFacts
    territory: str
    town: str
    missing: list[Need]


class Shortage(NamedTuple):
    """Households that lack a piece in a territory, and those that lack nothing else."""

    kind: str
    piece: str
    territory: str
    households: int
    alone: int


class Lacks(NamedTuple):
    """Every household looked at, and the shortages by piece and territory, the worst first."""

    lacks: list[Lack]
    shortages: list[Shortage]

    @property
    def blocked(self) -> int:
        """How many households lack something."""
        return sum(bool(one.missing) for one in self.lacks)


def lacking(rows: Reader, today: date, *, everyone: bool, territory: int | None = None) -> Lacks:
    """What households lack, those that are accompanied, or all that are active.

    Args:
        rows: the base.
        today: the day of the matching.
        everyone: whether those that are only registered are looked at too.
        territory: the number of a territory to keep to.

    """
    read = rounds.read(rows, [kind.value for kind in OfferKind], today, territory)
    known = read.known
    houses = [one for one in read.houses if everyone or one.stage == Stage.ACCOMPANIED]
    files = [File(one, read.adults.get(one.number, [])) for one in houses]
    pools = pooled(People(read._replace(houses=houses)), files)
    names = {number: name for number, (_, name, _) in known.territories.items()}
    lacks = [
        Lack(
            one.house,
            names.get(one.house.territory_id or 0, NOWHERE),
            _town(one, known),
            found.missing,
        )
        for one, found in zip(files, _bundles(files, pools, known), strict=True)
    ]
    return Lacks(lacks, shortages(lacks))


def _town(one: File, known: Context) -> str:
    return wished(one.house, known.territories).town


NOWHERE = "territoire à préciser"


def pooled(people: People, files: Sequence[File]) -> list[tuple[list[Need], Pool]]:
    """The needs of each household and the candidates of each need."""
    wanted = [needs_of(one, people.read.known.today) for one in files]
    pools: list[Pool] = [{need.key: [] for need in needs} for needs in wanted]
    for kind in OfferKind:
        if any(_asks(needs, kind) for needs in wanted):
            _fill(people, kind.value, wanted, pools)
    for pool in pools:
        for some in pool.values():
            some.sort(key=lambda one: (-one.score, one.offer.number))
    return list(zip(wanted, pools, strict=True))


def _fill(people: People, kind: str, wanted: Sequence[list[Need]], pools: Sequence[Pool]) -> None:
    """Put the offers of a kind among the candidates of the needs that they can meet."""
    found = people.ranking(kind, DEEP, lambda place, _: _asks(wanted[place], kind))
    for place, seeker, best in found.lines():
        for need in wanted[place]:
            if kind in kinds_of(need) and (need.adult is None or need.adult == seeker.adult):
                pools[place][need.key] += _candidates(best, need, found.offers, people.read.known)


def _asks(needs: Sequence[Need], kind: str) -> bool:
    return any(kind in kinds_of(need) for need in needs)


def _candidates(
    found: Sequence[tuple[int, float]], need: Need, offers: Sequence[OfferFacts], known: Context
) -> Iterator[Candidate]:
    for place, score in found:
        if score < ACCEPTABLE:
            break  # the best come first
        offer = offers[place]
        made = candidate(offer, known.offers.item(offer), score, need)
        if made is not None:
            yield made


def _bundles(
    files: Sequence[File], pools: Sequence[tuple[list[Need], Pool]], known: Context
) -> Iterator[Bundle]:
    """The bundle of each household that lacks least."""
    for one, (wanted, pool) in zip(files, pools, strict=True):
        yield least_lacking(one, wanted, pool, known)


def least_lacking(one: File, wanted: Sequence[Need], pool: Pool, known: Context) -> Bundle:
    """The bundle of a household that lacks least; the first that lacks nothing is enough."""
    place = wished(one.house, known.territories)
    best: Bundle | None = None
    for bundle in solutions(wanted, pool, place):
        if best is None or order(bundle) < order(best):
            best = bundle
        if not best.missing:
            break
    return best or Bundle(None, [], list(wanted), 0.0)


def shortages(lacks: Sequence[Lack]) -> list[Shortage]:
    """Missing pieces counted by kind, wording and territory, those that block most first."""
    wide: Counter[tuple[str, str, str]] = Counter()
    alone: Counter[tuple[str, str, str]] = Counter()
    for one in lacks:
        for kind, piece in {(need.kind, told(need)) for need in one.missing}:
            key = (kind, piece, one.territory)
            wide[key] += 1
            alone[key] += len(one.missing) == 1
    found = [Shortage(*key, count, alone[key]) for key, count in wide.items()]
    return sorted(found, key=lambda one: (-one.alone, -one.households, one.piece, one.territory))
