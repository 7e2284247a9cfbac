"""Which people answer to which keys: those of the base in a sorted array, the newest in a dict.

A key is 32 bits of a hash of what two forms of one person have in common (an e-mail, a phone, names
and a year…): whoever shares one is worth a comparison, nothing more.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.store.reader import Reader

if TYPE_CHECKING:
    from venez_vivre.intake.sortedkeys import SortedKeys

KEEP_KEYS = (
    "INSERT INTO person_key (person_id, keys) VALUES (?, ?) "
    "ON CONFLICT (person_id) DO UPDATE SET keys = excluded.keys"
)
"""Keeps the keys of a person, in the place of those that were known."""

NOTE_UNKEYED = (
    "INSERT INTO person_unkeyed (person_id) VALUES (?) ON CONFLICT (person_id) DO NOTHING"
)
"""Says that the keys of a person are to be made."""

MOST_RECENT = 15_000
"""People kept in the dict, 35 MB of them, before they are sorted into an array."""

CROWD = 100
"""A key that more people share (a switchboard, a name without a year) tells nothing."""

Keep = Callable[[Any, Any], Any]
"""Which pairs to keep: places of lines, numbers of people or -1 less a place of the batch."""


class Keyring:
    """The keys of everybody in the base and of those whom an import adds, packed (`pack`)."""

    def __init__(self, rows: Reader) -> None:
        self._rows = rows
        self._sorted: SortedKeys | None = None
        self._loaded = False
        self._recent: dict[int, list[int]] = {}
        self._unsorted: list[tuple[int, bytes]] = []
        self._fresh: list[tuple[int, bytes]] = []
        self._met: dict[bytes, list[int]] = {}
        self._written: dict[int, int] = {}
        """The people whom places of the batch became."""

    def prepare(self, asked: Sequence[bytes]) -> list[int]:
        """Get ready for a batch that asks for these keys; the people who share one, by number."""
        self._load()
        # Only between two batches: the lines of one look for each other in the dict.
        if len(self._unsorted) > MOST_RECENT:
            self._settle()
        self._met.clear()
        if self._sorted is not None:
            from venez_vivre.intake.sortedkeys import Asked  # noqa: PLC0415  numpy: 0.1 s

            self._meet(asked, *self._sorted.sharing(Asked(asked)))
        people = {number for numbers in self._met.values() for number in numbers}
        if self._recent:
            people.update(*map(self._newest, asked))
        return sorted(people)

    def prepare_many(
        self, asked: Sequence[bytes], answers: Sequence[bytes], keep: Keep
    ) -> list[int]:
        """The same in a large file, whose lines meet each other in an array too.

        `answers` gives the keys of whom each place of `asked` may add. The dict took 4 µs a line,
        and whoever was met in it was compared one by one.
        """
        import numpy as np  # noqa: PLC0415  only large files pay for it

        from venez_vivre.intake.sortedkeys import Asked, answering, sharing  # noqa: PLC0415  same

        self._load()
        self._settle()
        self._met.clear()
        self._written.clear()
        batch = answering(np.arange(len(answers), dtype=np.uint64), answers)
        wanted = Asked(asked)
        lines, places = sharing([batch], wanted)
        people = -1 - places
        if self._sorted is not None:
            before = self._sorted.sharing(wanted)
            lines, people = np.concatenate((before[0], lines)), np.concatenate((before[1], people))
        kept = keep(lines, people)
        self._meet(asked, lines[kept], people[kept])
        return sorted({n for numbers in self._met.values() for n in numbers if n >= 0})

    def sharing(self, keys: bytes) -> set[int]:
        """The people who share one of these keys, which must have been prepared."""
        people: set[int] = set()
        for number in self._met.get(keys, ()):
            known = number if number >= 0 else self._written.get(-1 - number)
            if known is not None:
                people.add(known)
        return people | self._newest(keys) if self._recent else people

    def add(self, person: int, keys: bytes) -> None:
        """Know somebody by these keys."""
        recent = self._recent
        for key in unpack(keys):
            numbers = recent.get(key)
            if numbers is None:
                recent[key] = [person]
            else:
                numbers.append(person)
        self._note(person, keys)

    def became(self, person: int, keys: bytes, place: int) -> None:
        """Know somebody as whom a place of the batch (`prepare_many`) was about."""
        self._written[place] = person
        self._note(person, keys)

    def flush(self) -> None:
        """Write the keys of those who were added, the last ones of whoever was twice."""
        self._rows.run_many(KEEP_KEYS, dict(self._fresh).items())
        self._fresh.clear()

    def seal(self, first_person: int, keyless: Sequence[int]) -> None:
        """Say that everybody who was added has their keys, and give the memory back.

        Those of the `keyless` are made by the next import.
        """
        self.flush()
        self._sorted = None
        for held in (self._recent, self._unsorted, self._met, self._written):
            held.clear()
        self._loaded = False
        self._rows.run("DELETE FROM person_unkeyed WHERE person_id >= ?", (first_person,))
        self._rows.run_many(NOTE_UNKEYED, ((number,) for number in keyless))

    def _note(self, person: int, keys: bytes) -> None:
        self._fresh.append((person, keys))
        self._unsorted.append((person, keys))

    def _newest(self, keys: bytes) -> set[int]:
        people: set[int] = set()
        for key in unpack(keys):
            if (numbers := self._recent.get(key)) and len(numbers) <= CROWD:
                people.update(numbers)
        return people

    def _meet(self, asked: Sequence[bytes], lines: Any, people: Any) -> None:
        met = self._met
        for line, person in zip(lines.tolist(), people.tolist(), strict=True):
            met.setdefault(asked[line], []).append(person)

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        for people, keys in _blocks(self._rows):
            self._sort(people, keys)

    def _settle(self) -> None:
        """Sort the newest people into the arrays."""
        if self._unsorted:
            self._sort(*map(list, zip(*self._unsorted, strict=True)))
        self._recent.clear()
        self._unsorted.clear()

    def _sort(self, people: Sequence[int], keys: Sequence[bytes]) -> None:
        if self._sorted is None:
            from venez_vivre.intake.sortedkeys import SortedKeys  # noqa: PLC0415  numpy: 0.1 s

            self._sorted = SortedKeys()
        self._sorted.add(people, keys)


def pack(keys: Sequence[int]) -> bytes:
    """Keys as the base holds them: 32 bits each, the lowest byte first."""
    return struct.pack(f"<{len(keys)}I", *keys)


def unpack(keys: bytes) -> tuple[int, ...]:
    """Keys one by one."""
    return struct.unpack(f"<{len(keys) // 4}I", keys)


def _blocks(rows: Reader) -> Iterator[tuple[list[int], list[bytes]]]:
    cursor = rows.connection.execute("SELECT person_id, keys FROM person_key")
    while block := cursor.fetchmany(20_000):
        yield [person for person, _ in block], [keys for _, keys in block]
