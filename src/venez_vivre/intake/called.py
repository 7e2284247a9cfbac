"""Which names cannot be one, whatever slip, nickname or order of words: told from a few numbers.

Two strangers who share a phone bear two names, nearly always. To compare these letter by letter
takes 10 µs; here 1,000 pairs take as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from venez_vivre.likeness.names import family_word, table
from venez_vivre.likeness.phonetics import sound

FIELDS = np.dtype(
    [
        *(("letters", "u4"), ("sound", "i8"), ("kin", "i4")),
        *(("long", "?"), ("loose", "?")),
        ("family", "?"),
    ]
)
"""`loose` is true of what is compared otherwise than word for word: several words, initials."""

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

LONG = 8
"""Letters from which two slips may part one name."""


class Names:
    """The names of an import, each by its code."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self.texts: list[str] = []
        self._rows = np.zeros(1 << 8, dtype=FIELDS)

    def codes(self, texts: Sequence[str]) -> list[int]:
        """The codes of names, new ones being numbered."""
        known = self._codes
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            known.update(zip(new, range(len(known), len(known) + len(new)), strict=True))
            self._learn(new)
        return [known[text] for text in texts]

    def may_agree(self, one: tuple[Codes, Codes], other: tuple[Codes, Codes]) -> Flags:
        """Whether the first names of pairs may be one; each gives first names, then last names.

        Those that may not are DIFFERENT for `judge.names`, were they swapped.
        """
        first, last = (self._rows[codes] for codes in one)
        first_too, last_too = (self._rows[codes] for codes in other)
        near = _near(first, first_too) | _near(first, last_too) | _near(last, first_too)
        family: Flags = first["family"] & first_too["family"]
        return near | family

    def _learn(self, texts: list[str]) -> None:
        start = len(self.texts)
        self.texts += texts
        if len(self.texts) > len(self._rows):
            grown = np.zeros(len(self.texts) * 2, dtype=FIELDS)
            grown[:start] = self._rows[:start]
            self._rows = grown
        for place, text in enumerate(texts, start):
            self._rows[place] = _numbers(text)


def _near(one: npt.NDArray[np.void], other: npt.NDArray[np.void]) -> Flags:
    # A slip changes how often two letters at most are there.
    apart = np.bitwise_count(one["letters"] ^ other["letters"])
    near = apart <= np.where(one["long"] & other["long"], 4, 2)
    near |= (one["sound"] == other["sound"]) | one["loose"] | other["loose"]
    return np.asarray(near | ((one["kin"] != 0) & (one["kin"] == other["kin"])))


def _numbers(name: str) -> tuple[Any, ...]:
    letters = 0
    for letter in name:
        letters ^= 1 << (ord(letter) & 31)
    loose = len(name) <= 2 or " " in name
    kin = _kin().get(name, 0)
    return letters, hash(sound(name)), kin, len(name) >= LONG, loose, family_word(name)


@cache
def _kin() -> dict[str, int]:
    """One number for all the first names that lines of the table link, from near to near."""
    heads: dict[int, int] = {}

    def head(line: int) -> int:
        while (above := heads.setdefault(line, line)) != line:
            line = above
        return line

    for known in table().values():
        first, *others = sorted(known.lines)
        for other in others:
            heads[head(other)] = head(first)
    return {name: head(min(known.lines)) + 1 for name, known in table().items()}
