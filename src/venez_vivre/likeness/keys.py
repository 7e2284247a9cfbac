"""Keys by which two records of one person find each other, however they were mistyped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from venez_vivre import NamedTuple
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
    `population` makes them for a whole base, column by column; this is what they must be.
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
LINE_RECIPES: tuple[tuple[str, ...], ...] = (
    *(("box",), ("phone",), ("local",), ("names",), ("names", "year"), ("names", "place")),
    ("first", "year", "place"),
    ("last", "year", "place"),  # no first name, or quite another spelling of it
    ("last", "year", "initial"),  # the first name is mistyped or shortened
    ("last", "place", "initial"),  # the same, without the year
    ("names",),  # those of whom the year or the place is unknown
)
"""What makes each key of a line among a base: as RECIPES, but whoever has another first name in
the same town, or the same year, is not met. A base of 100,000 people has thirty for each name.
"""

_ODDS = tuple(
    tuple(odd & SHORT for odd in spread(number, len(recipe)))
    for number, recipe in enumerate(LINE_RECIPES)
)


class Keys(NamedTuple):
    """By what somebody is found, and by what they find others; nearly the same."""

    answers: tuple[int, ...]
    asks: tuple[int, ...]


def line_keys(profile: Profile) -> Keys:
    """The keys of a line, on 32 bits; the recipes are written out: an import makes a million.

    Names alone say something only when the year or the place of one of the two is unknown: who has
    both asks for those who do not, who lacks one asks for everybody.
    """
    found = tuple(_shared(profile))
    names = name_hashes(profile.first, profile.last)[2]
    if not names:
        return Keys(found, found)
    anybody, lacking = (names * odd[0] & SHORT for odd in (_ODDS[3], _ODDS[10]))
    if profile.birth_year and (profile.postal_code or profile.commune):
        return Keys((*found, anybody), (*found, lacking))
    return Keys((*found, anybody, lacking), (*found, anybody))


def _shared(profile: Profile) -> list[int]:
    box = same_box(profile.email)
    words = zip((box, profile.phone, local_part(box)), _ODDS, strict=False)
    found = [_short_hash(word) * odd[0] & SHORT for word, odd in words if word]
    first, last, names = name_hashes(profile.first, profile.last)
    year = word_hash(str(profile.birth_year)) if profile.birth_year else 0
    place = word_hash(profile.postal_code or profile.commune or "")
    if names:
        found += _named(names & SHORT, year & SHORT, place & SHORT)
    if year and place:
        found += _of_one_name((first & SHORT, last & SHORT), year & SHORT, place & SHORT)
    if last:
        found += _begun(initials(profile.first), last & SHORT, year & SHORT, place & SHORT)
    return found


@lru_cache(maxsize=1 << 14)
def initials(first: str) -> tuple[int, ...]:
    """The letters that a folded first name may begin with: of each word, and of its usual form."""
    words = (usual(first), *first.split())
    return tuple(sorted({ord(word[0]) for word in words if word}))


def _named(names: int, year: int, place: int) -> list[int]:
    with_year, with_place = _ODDS[4:6]
    found = []
    if year:
        found.append(names * with_year[0] + year * with_year[1] & SHORT)
    if place:
        found.append(names * with_place[0] + place * with_place[1] & SHORT)
    return found


def _of_one_name(names: tuple[int, int], year: int, place: int) -> list[int]:
    return [
        name * odd[0] + year * odd[1] + place * odd[2] & SHORT
        for name, odd in zip(names, _ODDS[6:8], strict=True)
        if name
    ]


def _begun(letters: tuple[int, ...], last: int, year: int, place: int) -> list[int]:
    known = ((part, odd) for part, odd in zip((year, place), _ODDS[8:10], strict=True) if part)
    return [
        last * odd[0] + part * odd[1] + letter * odd[2] & SHORT
        for part, odd in known
        for letter in letters
    ]


def _short_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest()[:4], "little")
