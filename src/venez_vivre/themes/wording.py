"""Folded words without the mark of the plural, and books of phrases that are found among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from venez_vivre.texts import fold

LINKS = frozenset(fold("a au aux d de des du l la le les un une of the").split())
"""Words that are left out of phrases: « course à pied » is read as « course pied »."""
LONGEST = 4_000
"""Characters of a text that are read."""

Value = TypeVar("Value")


def singular(word: str) -> str:
    """The folded word without its final « s » or « x »; three letters at least are kept."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def words(text: str) -> list[str]:
    """The words of a text, folded, in the singular, without the small words that link others."""
    return [singular(word) for word in fold(text).split() if word not in LINKS]


class Phrases(Generic[Value]):
    """Values under the phrases that name them; of two phrases at one place, the longest counts."""

    def __init__(
        self, told: Iterable[tuple[str, Value]], known: Phrases[Value] | None = None
    ) -> None:
        self.values: dict[tuple[str, ...], Value] = {}
        self._longest: dict[str, int] = {}
        for phrase, value in told:
            self._add(tuple(words(phrase)), value)
        for key, value in known.values.items() if known else ():  # read once: 2 ms of a match
            self._add(key, value)

    def _add(self, key: tuple[str, ...], value: Value) -> None:
        if key:
            self.values.setdefault(key, value)
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    def read(self, said: Sequence[str]) -> Iterator[tuple[str, Value | None]]:
        """Each word or phrase of `said` in order, with its value, None for an unknown word."""
        place = 0
        while place < len(said):
            size, value = self._at(said, place)
            yield " ".join(said[place : place + size]), value
            place += size

    def _at(self, said: Sequence[str], place: int) -> tuple[int, Value | None]:
        for size in range(self._longest.get(said[place], 0), 0, -1):
            value = self.values.get(tuple(said[place : place + size]))
            if value is not None:
                return size, value
        return 1, None
