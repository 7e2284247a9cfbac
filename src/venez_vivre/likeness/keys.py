"""Keys by which two records of one person find each other, however they were mistyped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from venez_vivre.likeness.contacts import local_part, same_box
from venez_vivre.likeness.names import main_part, usual
from venez_vivre.likeness.phonetics import sound
from venez_vivre.likeness.profile import Profile

_MASK = (1 << 64) - 1
_SIGN = 1 << 63
ODD = 0x9E3779B97F4A7C15
"""The golden ratio over 64 bits: spreads what it multiplies."""


class Traits(NamedTuple):
    """What the keys of a person are made of, each a 64-bit number, 0 when unknown."""

    box: int
    phone: int
    local: int
    first: int
    last: int
    names: int
    year: int
    place: int


RECIPES: tuple[tuple[str, ...], ...] = (
    ("box",),
    ("phone",),
    ("local",),  # another provider
    ("names",),  # moved, and neither year nor e-mail
    ("names", "year"),  # moved, everything else changed
    ("names", "place"),  # the year is missing
    ("last", "year"),  # the first name is mistyped or shortened
    ("last", "place"),  # the same, without the year; the members of a household
    ("first", "year", "place"),  # the last name is mistyped, or another one
)
"""What makes each key; a key is left out when one of its parts is unknown."""


@lru_cache(maxsize=1 << 17)
def word_hash(word: str) -> int:
    """A 64-bit number that stands for a word on every machine and version; 0 for no word."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little") if word else 0


def spread(recipe: int, parts: int) -> list[int]:
    """The odd number by which each part of a recipe is multiplied, in its order."""
    return [(ODD * (2 * (16 * recipe + part) + 1)) & _MASK for part in range(parts)]


_SPREADS = [spread(number, len(recipe)) for number, recipe in enumerate(RECIPES)]
_PLACES = [tuple(Traits._fields.index(part) for part in recipe) for recipe in RECIPES]
_STEPS = tuple(
    tuple(zip(places, spreads, strict=True))
    for places, spreads in zip(_PLACES, _SPREADS, strict=True)
)


@lru_cache(maxsize=1 << 17)
def name_hashes(first: str, last: str) -> tuple[int, int, int]:
    """What stands for the first name, for the last name, and for both whatever their order.

    The first name counts in its usual form, the last name by its main part, both as they sound.
    """
    firsts, lasts = word_hash(sound(first)), word_hash(sound(last))
    # A sum, not a mix: it is the same when the two were swapped.
    both = (firsts + lasts) & _MASK if first and last else 0
    return first_hash(first), last_hash(last), both


@lru_cache(maxsize=1 << 17)
def first_hash(first: str) -> int:
    """What stands for a first name: the sound of its usual form."""
    return word_hash(sound(usual(first)))


@lru_cache(maxsize=1 << 17)
def last_hash(last: str) -> int:
    """What stands for a last name: the sound of its main part."""
    return word_hash(sound(main_part(last)))


def keys(profile: Profile) -> tuple[int, ...]:
    """The keys of a person: at most nine signed 64-bit integers, stable for ever.

    Two records of one person nearly always share one; those who share one are then compared.
    """
    box = same_box(profile.email)
    first, last, names = name_hashes(profile.first, profile.last)
    traits = (
        word_hash.__wrapped__(box),
        word_hash.__wrapped__(profile.phone or ""),
        word_hash.__wrapped__(local_part(box)),
        first,
        last,
        names,
        word_hash(str(profile.birth_year)) if profile.birth_year else 0,
        word_hash(profile.postal_code or profile.commune or ""),
    )
    return tuple(found for steps in _STEPS if (found := _key(traits, steps)))


def _key(traits: Sequence[int], steps: tuple[tuple[int, int], ...]) -> int:
    total = 0
    for part, odd in steps:
        value = traits[part]
        if not value:
            return 0
        total += value * odd
    total &= _MASK
    return total - (1 << 64) if total & _SIGN else total


SHORT = (1 << 32) - 1
_ODDS = tuple(tuple(odd & SHORT for odd in spreads) for spreads in _SPREADS)


def short_keys(profile: Profile) -> list[int]:
    """The lower 32 bits of each of the `keys`, in the same order, four times as fast.

    The recipes are written out: an import makes a million of these.
    """
    box = same_box(profile.email)
    words = zip((box, profile.phone, local_part(box)), _ODDS, strict=False)
    found = [_short_hash(word) * odd[0] & SHORT for word, odd in words if word]
    first, last, names = name_hashes(profile.first, profile.last)
    year = word_hash(str(profile.birth_year)) if profile.birth_year else 0
    place = word_hash(profile.postal_code or profile.commune or "")
    found += _named(names & SHORT, year & SHORT, place & SHORT)
    found += _of_one_name(first & SHORT, last & SHORT, year & SHORT, place & SHORT)
    return found


def _named(names: int, year: int, place: int) -> list[int]:
    (alone,), with_year, with_place = _ODDS[3:6]
    if not names:
        return []
    found = [names * alone & SHORT]
    if year:
        found.append(names * with_year[0] + year * with_year[1] & SHORT)
    if place:
        found.append(names * with_place[0] + place * with_place[1] & SHORT)
    return found


def _of_one_name(first: int, last: int, year: int, place: int) -> list[int]:
    with_year, with_place, with_both = _ODDS[6:]
    found = []
    if last and year:
        found.append(last * with_year[0] + year * with_year[1] & SHORT)
    if last and place:
        found.append(last * with_place[0] + place * with_place[1] & SHORT)
    if first and year and place:
        total = first * with_both[0] + year * with_both[1] + place * with_both[2]
        found.append(total & SHORT)
    return found


def _short_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest()[:4], "little")
