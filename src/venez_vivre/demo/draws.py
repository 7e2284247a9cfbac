"""Reproducible draws: dice, sampling without replacement, and rounding to exact totals."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Dice:
    """A seeded source of draws; the same seed gives the same draws everywhere."""

    __slots__ = ("_source", "random")

    def __init__(self, seed: str) -> None:
        self._source = Random(seed)  # noqa: S311  (draws of example data, no secrets)
        self.random = self._source.random

    def below(self, limit: int) -> int:
        """Draw an integer in 0..limit-1."""
        return int(self.random() * limit)

    def between(self, low: int, high: int) -> int:
        """Draw an integer in low..high, both included."""
        return low + int(self.random() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        """Tell whether an event of this probability happens."""
        return self.random() < probability

    def pick(self, items: Sequence[T]) -> T:
        """Draw one item; repeat an item in `items` to make it more frequent."""
        return items[int(self.random() * len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Draw `count` different items (at most as many as there are)."""
        return self._source.sample(items, min(count, len(items)))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in a drawn order."""
        return self._source.sample(items, len(items))

    def triangular(self, low: int, high: int, mode: int) -> int:
        """Draw an integer between low and high, most often near mode."""
        return round(self._source.triangular(low, high, min(max(mode, low), high)))


class Deck(Generic[T]):
    """Cards of several kinds, dealt without replacement, counting instead of storing them."""

    def __init__(self, counts: dict[T, int]) -> None:
        self._counts = {card: count for card, count in counts.items() if count > 0}
        self._left = sum(self._counts.values())

    def deal(self, dice: Dice) -> T:
        """Draw one card; after as many draws as cards, each was dealt exactly its count."""
        rank = dice.below(self._left)
        for card, count in self._counts.items():
            if rank < count:
                self._counts[card] = count - 1
                self._left -= 1
                return card
            rank -= count
        raise LookupError("the deck is empty")


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Split `total` in proportion to `weights`, by largest remainder; the parts sum to it."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def mixture(weighted: Sequence[tuple[T, int]]) -> tuple[T, ...]:
    """Lay out each item as often as its weight, ready for `Dice.pick`."""
    return tuple(item for item, weight in weighted for _ in range(weight))
