"""What is missing: for each household the fewest pieces without which no bundle exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from venez_vivre import NamedTuple
from venez_vivre.criteria.asked import wants_work
from venez_vivre.criteria.facts import HouseholdFacts
from venez_vivre.proposing import rounds
from venez_vivre.proposing.bundles import HOME, Bundle, Pool, kinds_of, order, solutions
from venez_vivre.proposing.household import trades_of
from venez_vivre.proposing.pairs import Seeker
from venez_vivre.proposing.pieces import ACCEPTABLE, Candidate, Need, candidate, needs, told
from venez_vivre.proposing.places import Wished, main_town
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
    unsure: bool
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
    with rounds.uncollected():
        read = rounds.read(rows, [kind.value for kind in OfferKind], today, territory)
        houses = [one for one in read.houses if everyone or one.stage == Stage.ACCOMPANIED]
        lacks = list(_lacks(People(read._replace(houses=houses))))
    return Lacks(lacks, shortages(lacks))


def _lacks(people: People) -> Iterator[Lack]:
    """What the bundle of each household that lacks least lacks."""
    names = {number: name for number, (_, name, _) in people.read.known.territories.items()}
    for (_, one), (wanted, pool) in zip(people.who(HOME), pooled(people), strict=True):
        found = least_lacking(wanted, pool, one.place)
        town = _town(found, one.place)
        territory = names.get(one.house.territory_id or 0, town or NOWHERE)
        unsure = bool(trades_of(people.read.adults.get(one.house.number, [])))
        yield Lack(one.house, territory, town, unsure, found.missing)


def _town(found: Bundle, place: Wished) -> str:
    """Around which town: that of the home of a bundle, else of where a household would live."""
    homes = (piece.offer.offer.code_insee for piece in found.pieces if piece.need.kind == HOME)
    return main_town(next(homes, None)) or place.town


NOWHERE = "territoire à préciser"


def pooled(people: People) -> list[tuple[list[Need], Pool]]:
    """The needs of each household and the candidates of each need, best first."""
    wanted = [_needs_of(people, one) for _, one in people.who(HOME)]
    pools: list[Pool] = [{need.key: [] for need in some} for some in wanted]
    for kind in OfferKind:
        _fill(people, kind.value, wanted, pools)
    for some, pool in zip(wanted, pools, strict=True):
        for need in some:
            # One kind alone comes sorted: by score, then by number.
            if len(kinds_of(need)) > 1:
                pool[need.key].sort(key=lambda one: (-one.score, one.offer.number))
    return list(zip(wanted, pools, strict=True))


def _needs_of(people: People, one: Seeker) -> list[Need]:
    """What a household needs, as `bundles.needs_of`, from what was already worked out."""
    adults = people.read.adults.get(one.house.number, [])
    working = [adult for adult in adults if wants_work(adult)]
    return needs(working, one.ask, linked=bool(one.interests))


def _fill(people: People, kind: str, wanted: Sequence[list[Need]], pools: Sequence[Pool]) -> None:
    """Put the offers of a kind among the candidates of the needs that they can meet."""
    asking = [[need for need in some if kind in kinds_of(need)] for some in wanted]
    if not any(asking):
        return
    found = people.ranking(kind, DEEP, lambda place, _: bool(asking[place]))
    item = people.read.known.offers.item
    shapes: dict[tuple[str, int], list[Candidate | None]] = {}
    for place, seeker, best in found.lines(ACCEPTABLE):
        for need in asking[place]:
            if need.adult is None or need.adult == seeker.adult:
                shape = need.level, need.pupils
                if shape not in shapes:
                    shapes[shape] = [candidate(one, item(one), 1.0, need) for one in found.offers]
                pools[place][need.key] += _candidates(best, shapes[shape])


def _candidates(
    best: Sequence[tuple[int, float]], shapes: Sequence[Candidate | None]
) -> list[Candidate]:
    """The candidates among the best offers; `shapes` are what offers are for such a need."""
    found = ((shapes[place], score) for place, score in best)
    return [Candidate(one.offer, score, one.at, one.takes) for one, score in found if one]


def least_lacking(wanted: Sequence[Need], pool: Pool, place: Wished) -> Bundle:
    """A bundle of a household that lacks least.

    What has no candidate is lacking anyway: the first that lacks nothing else is enough.
    """
    anyway = sum(not pool[need.key] for need in wanted)
    best: Bundle | None = None
    for bundle in solutions(wanted, pool, place):
        if best is None or order(bundle) < order(best):
            best = bundle
        if len(best.missing) <= anyway:
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
