"""Which offers of many are worth comparing, and the pairs that are likely to be one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from math import log
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.likeness.offer_traits import Traits
from venez_vivre.likeness.offers import FAMILY, HOME, Likeness, compare

CAP = 80
"""Offers with one key beyond which it says too little: a finer key has to bring two together."""

STEP = 0.03
"""How far apart, as a ratio, amounts may be that share a key."""


class Pair(NamedTuple):
    """Two offers by their rank, how alike they are, among how many that look like them."""

    one: int
    other: int
    likeness: Likeness
    crowd: int


def keys_of(one: Traits) -> Iterator[tuple[Any, ...]]:
    """The keys of an offer: those who share one are compared."""
    title = " ".join(sorted(one.words))
    yield from (
        (one.kind, *key)
        for key in (
            ("url", one.url),
            ("contact", one.contact, one.rome or one.rooms or title),
            ("name", one.structure, title),
            ("name", one.structure, one.rome),
            ("place", one.insee, title),
            ("place", one.insee, one.rome),
            *(("name", one.structure, one.insee, word) for word in one.words),
        )
        if all(key)
    )
    yield from _measures(one)


def _measures(one: Traits) -> Iterator[tuple[Any, ...]]:
    """Areas that differ by one square metre share a key, and so do amounts by a few hundredths."""
    where = one.insee or ""
    if one.area:
        yield from ((one.kind, where, "area", area) for area in (one.area, one.area + 1))
    for amount in (*one.rents, *one.prices):
        step = int(log(max(amount, 1)) / STEP)
        yield from ((one.kind, where, "amount", near) for near in (step, step + 1))


def candidates(known: Sequence[Traits], new: Container[int] | None = None) -> set[tuple[int, int]]:
    """Pairs of ranks that share a key, the smaller first.

    With `new` numbers, only the pairs of a new offer and one that is not.
    """
    blocks: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for rank, one in enumerate(known):
        for key in set(keys_of(one)):
            blocks[key].append(rank)
    fresh = [new is not None and one.number in new for one in known]
    return {
        (one, other)
        for members in blocks.values()
        if 1 < len(members) <= CAP
        for place, one in enumerate(members)
        for other in members[place + 1 :]
        if new is None or fresh[one] != fresh[other]
    }


def _crowd(one: Traits) -> tuple[Any, ...]:
    """What an offer shares with those that chance alone makes look like it."""
    return one.kind, one.insee, one.rooms if FAMILY.get(one.kind) == HOME else one.words


def pairs(
    known: Sequence[Traits], least: float, new: Container[int] | None = None
) -> Iterator[Pair]:
    """The pairs whose likelihood is at least `least` (from 0 to 1)."""
    crowds = Counter(map(_crowd, known))
    for one, other in candidates(known, new):
        a, b = known[one], known[other]
        crowd = max(crowds[_crowd(a)], crowds[_crowd(b)])
        likeness = compare(a, b, crowd)
        if likeness is not None and likeness.likelihood >= least:
            yield Pair(one, other, likeness, crowd)
