"""Keys of many people in sorted arrays, searched for those of a whole batch of lines at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
"""A key in the upper half of 64 bits, and who answers to it in the lower one."""
Places = npt.NDArray[np.int64]

LONGEST = 1 << 21
"""Keys of one sorted array, 16 MB: joining two longer ones would hold both twice for a moment."""

CROWD = 100
"""A key that more people share (a switchboard, a name without a year) tells nothing."""

LOWER = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)


class Asked:
    """What a batch asks for, in the order of the arrays: sorted once for all of them."""

    def __init__(self, asked: Sequence[bytes]) -> None:
        keys, places = unpacked(asked)
        order = np.argsort(keys)
        self.low: Words = keys[order] << HALF
        self.places: Words = places[order].astype(np.uint64) << HALF


class SortedKeys:
    """Sorted arrays of keys, the shorter ones joined as they come.

    Each key is sorted again as often as the whole doubles, not at every batch.
    """

    def __init__(self) -> None:
        self._arrays: list[Words] = []

    def __bool__(self) -> bool:
        return bool(self._arrays)

    def add(self, people: Sequence[int], keys: Sequence[bytes]) -> None:
        """Know people by their packed keys."""
        words = answering(np.array(people, dtype=np.uint64), keys)
        while self._arrays and len(self._arrays[-1]) < min(2 * len(words), LONGEST):
            words = np.concatenate((self._arrays.pop(), words))
            words.sort(kind="stable")  # two runs in order: joined, not sorted again
        self._arrays.append(words)

    def sharing(self, asked: Asked) -> tuple[Places, Places]:
        """Each place of `asked` with each person who answers to one of its keys; no crowd."""
        return sharing(self._arrays, asked)

    def clear(self) -> None:
        """Give the memory back."""
        self._arrays.clear()


def answering(who: npt.NDArray[np.uint64], keys: Sequence[bytes]) -> Words:
    """One sorted array of what these answer to."""
    flat, places = unpacked(keys)
    words = flat << HALF | who[places]
    words.sort()
    return words


def unpacked(keys: Sequence[bytes]) -> tuple[Words, Places]:
    """Every key, and the place of those it comes from."""
    sizes = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys)) // 4
    flat = np.frombuffer(b"".join(keys), dtype="<u4").astype(np.uint64)
    return flat, np.repeat(np.arange(len(keys)), sizes)


def sharing(arrays: Sequence[Words], asked: Asked) -> tuple[Places, Places]:
    """The same, in arrays that `answering` made."""
    spans = [_span(words, asked.low) for words in arrays]
    alone = np.sum([counts for _, counts in spans], axis=0) <= CROWD
    found = []
    for words, (first, counts) in zip(arrays, spans, strict=True):
        held = np.flatnonzero((counts > 0) & alone)
        sizes = counts[held]
        starts = first[held] - (np.cumsum(sizes) - sizes)
        who = words[np.repeat(starts, sizes) + np.arange(sizes.sum())] & LOWER
        found.append(np.repeat(asked.places[held], sizes) | who)
    pairs = np.unique(np.concatenate(found))
    return (pairs >> HALF).astype(np.int64), (pairs & LOWER).astype(np.int64)


def _span(words: Words, low: Words) -> tuple[Places, Places]:
    """Where each key begins in an array, and how many answer to it."""
    first = np.searchsorted(words, low)
    counts = np.zeros(len(low), dtype=np.int64)
    if len(words):
        # Nearly all are answered to by nobody: only the others are looked for twice.
        held = np.flatnonzero(words[np.minimum(first, len(words) - 1)] >> HALF == low >> HALF)
        counts[held] = np.searchsorted(words, low[held] | LOWER, side="right") - first[held]
    return first, counts
