"""Which people answer to which keys: those of the base in a sorted array, the newest in a dict.

A key is 32 bits of a hash of what two forms of one person have in common (an e-mail, a phone, names
and a year…): whoever shares one is worth a comparison, nothing more.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from venez_vivre.store.reader import Reader

Asks = tuple[int, ...]
Keep = Callable[[Any, Any], Any]
"""Places of lines and numbers of people, two arrays; which of these pairs to keep, a third one."""

KEEP_KEYS = (
    "INSERT INTO person_key (person_id, keys) VALUES (?, ?) "
    "ON CONFLICT (person_id) DO UPDATE SET keys = excluded.keys"
)
"""Keeps the keys of a person, in the place of those that were known."""

MOST_RECENT = 15_000
"""People kept in the dict, 35 MB of them, before they are sorted into an array."""

LONGEST = 1 << 21
"""Keys of one sorted array, 16 MB: joining two longer ones would hold both twice for a moment."""

CROWD = 100
"""A key that more people share (a switchboard, a name without a year) tells nothing."""

MASK = 0xFFFFFFFF


class Keyring:
    """The keys of everybody in the base and of those whom an import adds."""

    def __init__(self, rows: Reader) -> None:
        self._rows = rows
        self._sorted: list[Any] = []
        self._recent: dict[int, list[int]] = {}
        self._fresh: list[tuple[int, Asks]] = []
        self._recent_people = 0
        self._unsorted: list[tuple[int, Asks]] = []
        """Those of the dict."""
        self._met: dict[Asks, list[int]] = {}
        self._loaded = False

    def prepare(self, asked: Sequence[Asks], keep: Keep | None = None) -> list[int]:
        """Get ready for a batch that asks for these keys; the people who share one, by number.

        `keep` says which of the pairs of a place in `asked` and a person are worth a look.
        """
        self._load()
        # Only between two batches: the lines of one look for each other in the dict.
        if self._recent_people > (MOST_RECENT if keep is None else 0):
            self._settle()
        self._met = self._among_sorted(asked, keep) if self._sorted else {}
        people = {number for numbers in self._met.values() for number in numbers}
        if recent := self._recent:
            for key in chain.from_iterable(asked):
                numbers = recent.get(key)
                if numbers and len(numbers) <= CROWD:
                    people.update(numbers)
        return sorted(people)

    def sharing(self, keys: Asks) -> set[int]:
        """The people who share one of these keys, which must have been prepared."""
        people = set(self._met.get(keys, ()))
        if recent := self._recent:
            for key in keys:
                if (numbers := recent.get(key)) and len(numbers) <= CROWD:
                    people.update(numbers)
        return people

    def add(self, person: int, keys: Asks) -> None:
        """Know somebody by these keys."""
        recent = self._recent
        for key in keys:
            numbers = recent.get(key)
            if numbers is None:
                recent[key] = [person]
            else:
                numbers.append(person)
        self._fresh.append((person, keys))
        self._unsorted.append((person, keys))

    def flush(self) -> None:
        """Write the keys of those who were added."""
        packed = [(person, pack(keys)) for person, keys in self._fresh]
        self._rows.run_many(KEEP_KEYS, packed)
        self._recent_people += len(packed)
        self._fresh.clear()

    def seal(self, first_person: int) -> None:
        """Say that everybody who was added has their keys, and give the memory back."""
        self.flush()
        self._sorted.clear()
        self._recent.clear()
        self._unsorted.clear()
        self._met.clear()
        self._loaded = False
        self._rows.run("DELETE FROM person_unkeyed WHERE person_id >= ?", (first_person,))

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        if self._rows.value("SELECT 1 FROM person_key LIMIT 1") is not None:
            self._sorted = [_sorted_keys(self._rows)]

    def _settle(self) -> None:
        """Sort the newest people into the arrays, the shorter ones joined as they come.

        Each key is then sorted again as often as the whole doubles, not at every batch.
        """
        import numpy as np  # noqa: PLC0415  only large files pay for it

        keys, people = _pairs([keys for _, keys in self._unsorted])
        numbers = np.array([person for person, _ in self._unsorted], dtype=np.uint64)
        pairs = keys << np.uint64(32) | numbers[people]
        self._recent.clear()
        self._unsorted.clear()
        self._recent_people = 0
        pairs.sort()
        while self._sorted and len(self._sorted[-1]) < min(2 * len(pairs), LONGEST):
            pairs = np.concatenate((self._sorted.pop(), pairs))
            pairs.sort(kind="stable")  # two runs in order: joined, not sorted again
        self._sorted.append(pairs)

    def _among_sorted(self, asked: Sequence[Asks], keep: Keep | None) -> dict[Asks, list[int]]:
        import numpy as np  # noqa: PLC0415  same

        keys, places = _pairs(asked)
        order = np.argsort(keys)
        lines, people = _sharing(self._sorted, keys[order])
        pairs = np.unique(places[order][lines].astype(np.uint64) << np.uint64(32) | people)
        lines, people = (pairs >> np.uint64(32)).astype(np.int64), (pairs & MASK).astype(np.int64)
        if keep is not None:
            kept = keep(lines, people)
            lines, people = lines[kept], people[kept]
        found: dict[Asks, list[int]] = {}
        for line, person in zip(lines.tolist(), people.tolist(), strict=True):
            found.setdefault(asked[line], []).append(person)
        return found


def _pairs(keys: Sequence[Asks]) -> tuple[Any, Any]:
    """Every key, and the place of those it comes from."""
    import numpy as np  # noqa: PLC0415  same

    sizes = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))
    flat = np.fromiter(chain.from_iterable(keys), dtype=np.uint64, count=int(sizes.sum()))
    return flat, np.repeat(np.arange(len(keys)), sizes)


def _sharing(arrays: Sequence[Any], wanted: Any) -> tuple[Any, Any]:
    """Each place of `wanted`, in order, with each person who answers to its key; no crowd."""
    import numpy as np  # noqa: PLC0415  same

    low = wanted << np.uint64(32)
    spans = [_span(pairs, low) for pairs in arrays]
    alone = sum(counts for _, counts in spans) <= CROWD
    lines, people = [], []
    for pairs, (first, counts) in zip(arrays, spans, strict=True):
        places = np.flatnonzero((counts > 0) & alone)
        sizes = counts[places]
        starts = first[places] - (np.cumsum(sizes) - sizes)
        lines.append(np.repeat(places, sizes))
        people.append(pairs[np.repeat(starts, sizes) + np.arange(sizes.sum())] & np.uint64(MASK))
    return np.concatenate(lines), np.concatenate(people)


def _span(pairs: Any, low: Any) -> tuple[Any, Any]:
    """Where each key begins in an array, and how many people answer to it."""
    import numpy as np  # noqa: PLC0415  same

    first = np.searchsorted(pairs, low)
    counts = np.zeros(len(low), dtype=np.int64)
    # Nearly all are answered to by nobody: only the others are looked for twice.
    there = np.minimum(first, len(pairs) - 1)
    held = np.flatnonzero(pairs[there] >> np.uint64(32) == low >> np.uint64(32))
    last = np.searchsorted(pairs, low[held] | np.uint64(MASK), side="right")
    counts[held] = last - first[held]
    return first, counts


def pack(keys: Sequence[int]) -> bytes:
    """Keys as the base holds them."""
    return struct.pack(f"<{len(keys)}I", *keys)


def _sorted_keys(rows: Reader) -> Any:
    """Every pair of a key and a person of the base, as one sorted array of key << 32 | person."""
    import numpy as np  # noqa: PLC0415  same

    parts = [
        (np.frombuffer(blob, dtype="<u4").astype(np.uint64) << np.uint64(32))
        | np.repeat(np.array(people, dtype=np.uint64), counts)
        for people, counts, blob in _blocks(rows)
    ]
    pairs = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)
    pairs.sort()
    return pairs


def _blocks(rows: Reader) -> Iterator[tuple[list[int], list[int], bytes]]:
    cursor = rows.connection.execute("SELECT person_id, keys FROM person_key")
    while block := cursor.fetchmany(20_000):
        yield (
            [person for person, _ in block],
            [len(keys) // 4 for _, keys in block],
            b"".join(keys for _, keys in block),
        )
