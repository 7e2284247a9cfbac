"""What one part answers, small enough to travel, and the answers of all put back in order."""

from __future__ import annotations

import heapq
import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.matching import Fit, Told
from venez_vivre.proposing.proposals import Context, Proposal
from venez_vivre.proposing.rounds import Lot, Readings, Step, each, uncollected
from venez_vivre.proposing.spreading.parts import Part, parts

PROTOCOL = 5
"""Of pickle: one that every Python since 3.8 reads, on other machines too."""

BATCH = 50
"""How many households are sealed together: as many are open at a time for each part."""

SHARES = 2
"""Parts for each process: fewer make larger blocks of arrays, more wait less for the last one."""


class Answer(NamedTuple):
    """What a part came to: how many households, and their proposals sealed in batches."""

    households: int
    batches: list[bytes]


Run = Callable[[Iterable[Part], Context, int], Iterator[Answer]]
"""Who works parts out: all of them, with what they share and how many offers a household gets."""


class Team(NamedTuple):
    """Who works parts out, and how many at once."""

    run: Run
    size: int


def answer(part: Part, known: Context, most: int) -> Answer:
    """Match the households of a part: a pure function, of which other processes have the same."""
    read = Readings(known, part.houses, part.adults, part.offers, part.tried)
    batches = []
    with uncollected():
        found = zip(part.places, each(read, most), strict=True)
        while some := list(islice(found, BATCH)):
            slips = [(place, [_slip(one) for one in lot.proposals]) for place, lot in some]
            batches.append(zlib.compress(pickle.dumps(slips, PROTOCOL), 1))
    return Answer(len(part.places), batches)


def _slip(one: Proposal) -> tuple[Any, ...]:
    """A proposal as plain values: the base where it goes knows its offer and its adult."""
    adult = one.adult.number if one.adult else None
    score, low, high, told, asks = one.fit
    return one.offer.number, adult, one.km, score, low, high, [*map(tuple, told)], asks


def together(read: Readings, most: int, team: Team, step: Step = lambda _: None) -> Iterator[Lot]:
    """What `rounds.each` would find, worked out by others: all of it when this returns.

    Whoever writes it has begun nothing as long as somebody may fail.
    """
    done, answers = 0, []
    for one in team.run(parts(read, SHARES * team.size), read.known, most):
        answers.append(one.batches)
        done += one.households
        step(done)
    return _merged(read, answers)


def _merged(read: Readings, answers: list[list[bytes]]) -> Iterator[Lot]:
    """The households of all parts in the order of the base, each part opened as it is needed."""
    offers = {offer.number: offer for some in read.offers.values() for offer in some}
    adults = {adult.number: adult for some in read.adults.values() for adult in some}
    for place, slips in heapq.merge(*map(_opened, answers)):
        house = read.houses[place]
        proposals = [
            Proposal(
                offers[offer], house, None if adult is None else adults[adult], km, _fit(*said)
            )
            for offer, adult, km, *said in slips
        ]
        yield Lot(house, proposals)


def _fit(
    score: float, low: float, high: float, told: list[tuple[Any, ...]], asks: list[str]
) -> Fit:
    return Fit(score, low, high, [Told(*one) for one in told], asks)


def _opened(batches: list[bytes]) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    for sealed in batches:
        yield from pickle.loads(zlib.decompress(sealed))  # noqa: S301  `answer` wrote it
