"""Joint solutions for a household: a job for each adult, a home, schools, a link, in one area.

From a home, each piece takes the offer worth most there, its score and the way to it together; a
bundle is worth half its worst piece and half the mean of all, so that nobody is left behind. The
worth of a bundle never falls when one of its pieces gains, hence taking each piece at its best,
home by home, is exact among the candidates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from venez_vivre import NamedTuple
from venez_vivre.criteria.asked import ask, wants_work
from venez_vivre.criteria.facts import HouseholdFacts
from venez_vivre.proposing.household import ranked_offers, trades
from venez_vivre.proposing.pairs import interests_of
from venez_vivre.proposing.pieces import (
    CULTURE,
    Candidate,
    Need,
    candidate,
    needs,
    worth,
)
from venez_vivre.proposing.places import Vector, Wished, wished
from venez_vivre.proposing.proposals import Context, File, context, file
from venez_vivre.store.queries import matching as queries
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import OfferKind

MOST = 60
"""How many of the best candidates of each piece are combined."""

HOME = OfferKind.HOME.value


class Piece(NamedTuple):
    """A need that is met: the offer, what it is worth from the home, how far it is by road."""

    need: Need
    offer: Candidate
    value: float
    km: float


class Bundle(NamedTuple):
    """One joint solution: where, its pieces, the needs that nothing meets there, its worth."""

    home: Vector | None
    pieces: list[Piece]
    missing: list[Need]
    value: float

    @property
    def commute(self) -> float:
        """Kilometres by road from home to the jobs, one way, added up."""
        return sum(one.km for one in self.pieces if one.need.kind == OfferKind.JOB)


class Bundles(NamedTuple):
    """The best bundles; how many candidates each need had, and the worth that no other passes.

    `unsure` when a job could not be looked for, the trade of an adult being unknown.

    `bound` is None when every candidate was combined: the first is then the best there is.
    """

    house: HouseholdFacts
    bundles: list[Bundle]
    candidates: list[tuple[Need, int]]
    bound: float | None
    asks: list[str]
    unsure: bool = False


def for_household(rows: Reader, number: int, most: int, today: date) -> Bundles:
    """The best joint solutions for a household, complete ones first."""
    found = file(rows, number)
    known = context(rows, today)
    wanted = needs_of(found, today)
    pool = _pool(rows, found, wanted, known)
    kept = {key: some[:MOST] for key, some in pool.items()}
    place = wished(found.house, known.territories)
    bundles = sorted(solutions(wanted, kept, place), key=order)[:most]
    counts = [(need, len(pool[need.key])) for need in wanted]
    bound = _bound(wanted, pool)
    return Bundles(found.house, bundles, counts, bound, asks(found), bool(trades(found)))


def needs_of(found: File, today: date) -> list[Need]:
    """What a household needs; a job for the adults whose trade is known."""
    working = [one for one in found.adults if wants_work(one)]
    linked = bool(interests_of(found.house))
    return needs(working, ask(found.house, None, today), linked=linked)


def asks(found: File) -> list[str]:
    """What must be known before a piece can be looked for."""
    house = found.house
    children = house.children and not house.children_births
    return [
        *trades(found),
        *(["quel âge ont les enfants ?"] if children else []),
        *([] if interests_of(house) else ["quels sont leurs centres d’intérêt ?"]),
    ]


Pool = dict[tuple[str, str, int], list[Candidate]]


def kinds_of(need: Need) -> tuple[str, ...]:
    """The kinds of offers that can meet a need."""
    if need.kind == CULTURE:
        return (OfferKind.ASSOCIATION.value, OfferKind.CULTURE.value)
    return (need.kind,)


def _pool(rows: Reader, found: File, wanted: Sequence[Need], known: Context) -> Pool:
    """The candidates of each need, best first."""
    tried = queries.tried(rows, found.house.number)
    pool: Pool = {}
    for need in wanted:
        adults = [need.adult] if need.adult else found.adults
        some: list[Candidate] = []
        for kind in kinds_of(need):
            ranked, _ = ranked_offers(rows, File(found.house, adults), kind, known, tried)
            for one in ranked:
                made = candidate(one.pair.raw.offer, one.pair.item, one.score, need)
                some += [made] if made else []
        pool[need.key] = sorted(some, key=lambda one: (-one.score, one.offer.number))
    return pool


def solutions(wanted: Sequence[Need], pool: Pool, place: Wished) -> Iterator[Bundle]:
    """The best bundle around each home; around each job and wished place when there is no home."""
    homes = pool.get((HOME, "", 0), [])
    for one in homes:
        if one.at is not None:
            yield around(wanted, pool, one.at, one)
    if not homes:
        for at in anchors(wanted, pool, place):
            yield around(wanted, pool, at, None)


def anchors(wanted: Sequence[Need], pool: Pool, place: Wished) -> list[Vector]:
    """Where a household without a home could live: near a job, or where it wishes to."""
    jobs = [one.at for need in wanted if need.adult for one in pool[need.key] if one.at]
    return list(dict.fromkeys([*jobs, *place.points[:12]]))


def around(wanted: Sequence[Need], pool: Pool, home: Vector, house: Candidate | None) -> Bundle:
    """The best bundle from one home."""
    met: list[Piece] = []
    missing: list[Need] = []
    choices: list[tuple[Need, list[Piece]]] = []
    for need in wanted:
        if need.adult:
            choices.append((need, _from(need, pool[need.key], home)))
            continue
        if need.kind == HOME:
            best = None if house is None else Piece(need, house, house.score, 0.0)
        else:
            best = _best(need, pool[need.key], home)
        if best is None:
            missing.append(need)
        else:
            met.append(best)
    return _with_jobs(Bundle(home, met, missing, 0.0), choices)


def _from(need: Need, some: Sequence[Candidate], home: Vector) -> list[Piece]:
    """The candidates within reach of a home, what is worth most first."""
    found = [Piece(need, one, *worth(need.kind, one, home)) for one in some]
    near = [one for one in found if one.value > 0]
    return sorted(near, key=lambda one: (-one.value, one.offer.offer.number))


def _best(need: Need, some: Sequence[Candidate], home: Vector) -> Piece | None:
    """The candidate worth most from a home: those that score less cannot be worth more."""
    best: Piece | None = None
    for one in some:
        if best is not None and one.score <= best.value:
            break
        worthy, km = worth(need.kind, one, home)
        if worthy > (best.value if best else 0.0):
            best = Piece(need, one, worthy, km)
    return best


def _with_jobs(bundle: Bundle, choices: Sequence[tuple[Need, list[Piece]]]) -> Bundle:
    """The bundle with one job for each adult, never the same one for more than it takes.

    The others can take at most as many candidates of an adult as there are adults: combining that
    many is exact.
    """
    most = len(choices)
    options: list[list[Piece | None]] = [[*found[:most], None] for _, found in choices]
    complete = [
        _completed(bundle, [need for need, _ in choices], jobs)
        for jobs in product(*options)
        if not _taken_twice(jobs)
    ]
    return min(complete, key=order)


def _completed(bundle: Bundle, wanted: Sequence[Need], jobs: Sequence[Piece | None]) -> Bundle:
    pieces = [*(one for one in jobs if one), *bundle.pieces]
    idle = [need for need, one in zip(wanted, jobs, strict=True) if one is None]
    missing = [*idle, *bundle.missing]
    return Bundle(bundle.home, pieces, missing, value(pieces, missing))


def _taken_twice(jobs: Sequence[Piece | None]) -> bool:
    """Whether more adults take a job than it has openings."""
    taken = Counter(one.offer.offer.number for one in jobs if one)
    takes = {one.offer.offer.number: one.offer.takes for one in jobs if one}
    return any(count > takes[number] for number, count in taken.items())


def value(pieces: Sequence[Piece], missing: Sequence[Need]) -> float:
    """Half the worst piece, half the mean of all; a cultural link does not count as the worst."""
    return worth_of(
        [one.value for one in pieces if one.need.kind != CULTURE],
        [one.value for one in pieces if one.need.kind == CULTURE],
        missing,
    )


def worth_of(vital: Sequence[float], links: Sequence[float], missing: Sequence[Need]) -> float:
    """The worth of a bundle from that of its pieces; what is missing is worth nothing."""
    lacking = any(need.kind != CULTURE for need in missing)
    worst = 0.0 if lacking else min(vital, default=0.0)
    whole = len(vital) + len(links) + len(missing)
    return 0.5 * worst + 0.5 * (sum(vital) + sum(links)) / whole if whole else 0.0


def order(bundle: Bundle) -> tuple[int, float, tuple[int, ...]]:
    """What lacks least first, then what is worth most."""
    return (
        len(bundle.missing),
        -bundle.value,
        tuple(one.offer.offer.number for one in bundle.pieces),
    )


def _bound(wanted: Sequence[Need], pool: Pool) -> float | None:
    """What a bundle with a candidate that was left out could be worth at most."""
    best = {need.key: max((c.score for c in pool[need.key]), default=0.0) for need in wanted}
    bounds = []
    for need in wanted:
        left = pool[need.key][MOST:]
        if left:
            values = {**best, need.key: left[0].score}
            vital = [values[one.key] for one in wanted if one.kind != CULTURE]
            links = [values[one.key] for one in wanted if one.kind == CULTURE]
            bounds.append(worth_of(vital, links, []))
    return max(bounds, default=None)
