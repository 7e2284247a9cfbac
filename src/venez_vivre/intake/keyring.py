"""Which people answer to which keys: those of the base in a sorted array, the newest in a dict.

A key is 32 bits of a hash of what two forms of one person have in common (an e-mail, a phone, names
and a year…): whoever shares one is worth a comparison, nothing more.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from venez_vivre.store.reader import Reader

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
        self._fresh: list[tuple[int, tuple[int, ...]]] = []
        self._recent_people = 0
        self._found: dict[int, list[int]] = {}
        self._loaded = False

    def prepare(self, keys: Iterable[int]) -> list[int]:
        """Get ready for a batch that asks for these keys; the people who share one, by number."""
        self._load()
        # Only between two batches: the lines of one look for each other in the dict.
        if self._recent_people > MOST_RECENT:
            self._settle()
        self._found = self._among_sorted(keys) if self._sorted else {}
        people = {number for numbers in self._found.values() for number in numbers}
        recent = self._recent
        for key in keys:
            numbers = recent.get(key)
            if numbers and len(numbers) <= CROWD:
                people.update(numbers)
        return sorted(people)

    def sharing(self, keys: Iterable[int]) -> set[int]:
        """The people who share one of these keys, which must have been prepared."""
        people: set[int] = set()
        recent, found = self._recent, self._found
        for key in keys:
            if (numbers := recent.get(key)) and len(numbers) <= CROWD:
                people.update(numbers)
            if numbers := found.get(key):
                people.update(numbers)
        return people

    def add(self, person: int, keys: tuple[int, ...]) -> None:
        """Know somebody by these keys."""
        recent = self._recent
        for key in keys:
            numbers = recent.get(key)
            if numbers is None:
                recent[key] = [person]
            else:
                numbers.append(person)
        self._fresh.append((person, keys))

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
        self._found.clear()
        self._loaded = False
        self._rows.run("DELETE FROM person_unkeyed WHERE person_id >= ?", (first_person,))

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        if self._rows.value("SELECT 1 FROM person_key LIMIT 1") is not None:
            self._sorted = [_sorted_keys(self._rows)]

    def _settle(self) -> None:
        """Sort the newest people into the array."""
        import numpy as np  # noqa: PLC0415  only large files pay for it

        pairs = np.fromiter(
            (key << 32 | person for key, people in self._recent.items() for person in people),
            dtype=np.uint64,
        )
        self._recent.clear()
        self._recent_people = 0
        pairs.sort()
        if self._sorted and len(self._sorted[-1]) < LONGEST:
            pairs = np.concatenate((self._sorted.pop(), pairs))
            pairs.sort(kind="stable")  # two runs in order: joined, not sorted again
        self._sorted.append(pairs)

    def _among_sorted(self, keys: Iterable[int]) -> dict[int, list[int]]:
        import numpy as np  # noqa: PLC0415  same

        wanted = np.unique(np.fromiter(keys, dtype=np.uint64))
        found: dict[int, list[int]] = {}
        for pairs in self._sorted:
            for key, people in _sharing(pairs, wanted):
                found.setdefault(key, []).extend(people)
        return {key: people for key, people in found.items() if len(people) <= CROWD}


def _sharing(pairs: Any, wanted: Any) -> Iterator[tuple[int, list[int]]]:
    """Each key that is there with its people; of a crowd, one more than is ever told."""
    import numpy as np  # noqa: PLC0415  same

    shift = np.uint64(32)
    first = np.searchsorted(pairs, wanted << shift, side="left")
    last = np.searchsorted(pairs, (wanted << shift) | np.uint64(MASK), side="right")
    for place in np.flatnonzero(last > first).tolist():
        upto = min(last[place], first[place] + CROWD + 1)
        yield int(wanted[place]), [int(pair) & MASK for pair in pairs[first[place] : upto].tolist()]


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
