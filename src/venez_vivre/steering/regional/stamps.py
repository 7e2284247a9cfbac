"""Keyed prints of words: how they are made, put end to end, compared."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import sha256

FULL, SMALL, TINY = 12, 8, 6
"""Hexadecimal digits of a print: of what finds people, then of what is compared among those found,
where two that differ are alike by chance once in four thousand million, or in sixteen million.
"""

SHORTEST = 3
"""No slip is looked for in a shorter name."""

Stamp = Callable[..., str]


def stamp(key: bytes) -> Stamp:
    """What makes prints under a key: `made(kind, *words, digits)`."""

    @lru_cache(maxsize=1 << 16)
    def made(kind: str, *words: str, digits: int = FULL) -> str:
        raw = "\x1f".join((kind, *words)).encode("utf-8", "replace")
        return hmac.new(key, raw, sha256).hexdigest()[:digits]

    return made


def joined(made: Stamp, kind: str, words: Iterable[str], digits: int) -> str:
    """The prints of several words, end to end, in an order that says nothing of theirs."""
    return "".join(sorted({made(kind, word, digits=digits) for word in words}))


def split(several: str, digits: int) -> set[str]:
    """The prints that were put end to end."""
    return {several[start : start + digits] for start in range(0, len(several), digits)}


def meet(one: str, other: str, digits: int) -> bool:
    """Whether two sets of prints have one in common."""
    return not split(one, digits).isdisjoint(split(other, digits))


def agree(one: str, other: str) -> int:
    """Whether two prints are equal (1), differ (-1), or one is unknown (0)."""
    if not one or not other:
        return 0
    return 1 if one == other else -1


def one_less(name: str) -> set[str]:
    """The name, and what is left of it without one of its letters: two that share one are near."""
    if len(name) < SHORTEST:
        return {name}
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}
