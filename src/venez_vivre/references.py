"""References that can be said over the phone: two or three syllables and a few digits.

A reference is a fixed scrambling of the row's number: it needs no look-up to be unique in the base,
neighbouring rows get unlike references, and nearly every mishearing names nobody.
"""

from __future__ import annotations

import re
from functools import cache

from venez_vivre.texts import Pattern

CONSONANTS = "BDFLMNPRSTVZ"
VOWELS = "AIOU"
UNWELCOME = frozenset({"NAZI", "PIPI", "ZIZI", "PUTA", "PUTO", "SIDA", "SODO", "TUTU", "BITU"})
"""Words that no household should have to spell."""

HOUSEHOLD = Pattern(r"([BDFLMNPRSTVZ][AIOU]){2}[ -]?[0-9]{3,}", re.IGNORECASE | re.ASCII)
OFFER = Pattern(r"([BDFLMNPRSTVZ][AIOU]){3}[ -]?[0-9]{2,}", re.IGNORECASE | re.ASCII)

RESOURCE = Pattern(r"PR[ -]?[0-9]{1,9}", re.IGNORECASE | re.ASCII)
VISIT = Pattern(r"V[ -]?[0-9]{1,9}", re.IGNORECASE | re.ASCII)


@cache
def _words() -> tuple[str, ...]:
    syllables = [c + v for c in CONSONANTS for v in VOWELS]
    return tuple(a + b for a in syllables for b in syllables if a + b not in UNWELCOME)


def _scramble(number: int, size: int) -> tuple[int, int]:
    """A one-to-one walk over `size` places, and how many whole walks came before."""
    lap, place = divmod(number, size)
    # An odd multiplier near the golden ratio spreads neighbours; coprime with every size used here.
    return (place * 1_425_217 + 337) % size, lap


def household_reference(number: int) -> str:
    """`MIRO-425` for the household of that number, unique for every number >= 0."""
    words = _words()
    place, lap = _scramble(number, len(words) * 1000)
    word, digits = divmod(place, 1000)
    return f"{words[word]}-{digits:03d}{lap or ''}"


def offer_reference(number: int) -> str:
    """`TAMIRO-42` for the offer of that number, unique for every number >= 0."""
    words = _words()
    place, lap = _scramble(number, len(words) * 48 * 100)
    rest, digits = divmod(place, 100)
    word, syllable = divmod(rest, 48)
    first = CONSONANTS[syllable // 4] + VOWELS[syllable % 4]
    return f"{first}{words[word]}-{digits:02d}{lap or ''}"


def resource_reference(number: int) -> str:
    """`PR-12` for the local contact person of that number."""
    return f"PR-{number}"


def visit_reference(number: int) -> str:
    """`V-12` for the visit of that number."""
    return f"V-{number}"


def tidy(text: str, shape: Pattern) -> str | None:
    """The reference as stored, however it was typed (`miro 425`, `MIRO425`); None if it is none."""
    stripped = text.strip()
    if not shape.fullmatch(stripped):
        return None
    letters = LETTERS[shape]
    compact = stripped.upper().replace(" ", "").replace("-", "")
    return f"{compact[:letters]}-{compact[letters:]}"


LETTERS = {HOUSEHOLD: 4, OFFER: 6, RESOURCE: 2, VISIT: 1}
"""How many letters each shape begins with."""


def plain_number(text: str) -> int | None:
    """The number of a line of a list; None for anything else, as `١٢`, `²` or a line of digits."""
    said = text.strip()
    return (
        int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST_NUMBER else None
    )


LONGEST_NUMBER = 12
"""Digits: no list is longer."""
