"""Who shares a key with a line and yet cannot be the one: told apart by numbers, all at once.

Two people of one last name who live in one town, or were born the same year, share a key. Among
100,000 they are three for each line, ten times more among 300,000: to fetch them and compare them
one by one took half of an import, and grew with its square. What is left out here would have come
to nothing: neither `identity.recognise` nor `doubts` could have made anything of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from venez_vivre import NamedTuple
from venez_vivre.intake.called import Names
from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.sketches import Sketch
from venez_vivre.likeness import contacts, judge
from venez_vivre.likeness.rules import Levels
from venez_vivre.likeness.weights import Level

FIELDS = np.dtype(
    [
        *(("reference", "i4"), ("box", "i4"), ("letters", "u4"), ("local", "i4")),
        *(("phone", "u8"), ("digits", "u1"), ("known", "?"), ("year", "u1")),
        *(("first", "i4"), ("last", "i4"), ("place", "i4")),
    ]
)
"""What is kept of one person, 39 bytes. Hashes are cut short: two that are equal by chance only ask
for a comparison more. `known` is false of whoever must be looked at, whatever the numbers say.
"""

Rows = npt.NDArray[np.void]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Levels8 = npt.NDArray[np.int8]

FIRST_YEAR, LAST_YEAR = 1880, 2080
ODD_PHONE = 255
LONGEST_PHONE = 16
"""Digits that fit in 64 bits, four each."""

_WORTH = frozenset({judge.Outcome.SAME, judge.Outcome.DOUBT})
_AGREED = (Level.SAME, Level.NEAR)
_TWO_AGES = (Level.FAR, Level.DIFFERENT, Level.GENERATION)


class Met(NamedTuple):
    """How pairs of people agree, each an array; the levels are the best that the numbers allow."""

    sure: Flags
    """One external reference in common."""
    possible: Flags
    """Neither the years nor the contacts make two people of them."""
    email: Levels8
    phone: Levels8
    year: Levels8


class Sieve:
    """The numbers of the people whom an import adds, and the lines they cannot be."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._people: Rows = np.zeros(0, dtype=FIELDS)
        self._persons: Places = np.zeros(0, dtype=np.int64)
        """The number of each of the people, in order: half of those of an import have no key."""
        self._names = Names()
        self._places: dict[tuple[str, str], int] = {}
        self._place_texts: list[tuple[str, str]] = []
        self._lines: Rows = self._people[:0]
        self._held = 0
        self._waiting: list[tuple[int, int]] = []

    def read(self, drafts: Sequence[Draft]) -> None:
        """Turn a batch into numbers: the registrants in their order, then the partners."""
        self._settle()
        said = [draft.ready.sketches for draft in drafts]
        self._lines = self._numbers([one for one, *_ in said] + [one[-1] for one in said])

    def add(self, person: int, place: int) -> None:
        """Know somebody who was just written by what a place of the batch says of them."""
        self._waiting.append((person, place))

    def doubt(self, person: int) -> None:
        """Look at this one from now on, whatever the numbers say: they are no longer sure."""
        self._settle()
        (place,) = self._places_of(np.array([person])).tolist()
        if place >= 0:
            self._people[place]["known"] = False

    def keep(self, lines: Places, people: Places) -> Flags:
        """Which of these pairs of a place and a person are worth a comparison.

        -1 less a place stands for whom that place may add, which only a later line may be about.
        """
        held, waiting = self._places_of(people), people < 0
        size = len(self._lines) // 2
        kept = ~waiting | (lines % size > (-1 - people) % size)
        told = np.flatnonzero(kept & (waiting | (held >= 0)))
        one, other = self._lines[lines[told]], self._rows_at(held[told])
        new = waiting[told]
        other[new] = self._lines[-1 - people[told][new]]
        met = _met(one, other)
        sure = met.sure | ~one["known"] | ~other["known"]
        kept[told] = sure
        asked = np.flatnonzero(~sure & met.possible)
        one, other = one[asked], other[asked]
        called = self._names.may_agree((one["first"], one["last"]), (other["first"], other["last"]))
        asked, one, other = asked[called], one[called], other[called]
        names = self._judged(one, other, met, asked)
        kept[told[asked]] = np.fromiter(names, dtype=bool, count=len(asked))
        return kept

    def _judged(self, one: Rows, other: Rows, met: Met, asked: Places) -> Iterator[bool]:
        texts, places = self._names.texts, self._place_texts
        columns = (
            *(one[name].tolist() for name in ("first", "last", "place")),
            *(other[name].tolist() for name in ("first", "last", "place")),
            *(levels[asked].tolist() for levels in (met.email, met.phone, met.year)),
        )
        for first, last, place, first_too, last_too, place_too, *found in zip(
            *columns, strict=True
        ):
            one_name = texts[first], texts[last]
            other_name = texts[first_too], texts[last_too]
            namesakes = one_name == other_name and Level.DIFFERENT not in found[:2]
            reached = Level.SAME in found[:2] and _called(*one_name) == _called(*other_name)
            if namesakes or reached:  # the ordered rules may know them
                yield True
                continue
            names = _named(*one_name, *other_name)
            yield _worth(names, tuple(found), _placed(places[place], places[place_too]), self._size)

    def _numbers(self, lines: Sequence[Sketch]) -> Rows:
        rows = np.zeros(len(lines), dtype=FIELDS)
        if not lines:
            return rows
        references, firsts, lasts, boxes, locals_, phones, years, places = zip(*lines, strict=True)
        rows["reference"], rows["box"], rows["local"] = map(_hashes, (references, boxes, locals_))
        rows["letters"] = _letters(boxes)
        rows["phone"], rows["digits"] = _digits(phones)
        born = np.fromiter(years, dtype=np.int64, count=len(lines))
        usual = (born == 0) | ((born > FIRST_YEAR) & (born < LAST_YEAR))
        rows["year"] = np.where((born > 0) & usual, born - FIRST_YEAR, 0)
        rows["known"] = usual & (rows["digits"] != ODD_PHONE) & _flags(map(str.isascii, boxes))
        rows["first"], rows["last"] = self._names.codes(firsts), self._names.codes(lasts)
        rows["place"] = [self._places.setdefault(place, len(self._places)) for place in places]
        if len(self._places) > len(self._place_texts):
            self._place_texts = list(self._places)
        return rows

    def _rows_at(self, places: Places) -> Rows:
        """Those of the people who are at these places; a blank where it is -1."""
        blank = np.zeros(len(places), dtype=FIELDS)
        held = places >= 0
        blank[held] = self._people[places[held]]
        return blank

    def _places_of(self, people: Places) -> Places:
        """Where people are kept, -1 for those who are not."""
        known = self._persons[: self._held]
        if not len(known):
            return np.full(len(people), -1)
        found = np.minimum(np.searchsorted(known, people), len(known) - 1)
        return np.where(known[found] == people, found, -1)

    def _settle(self) -> None:
        if not self._waiting:
            return
        people, lines = np.array(self._waiting, dtype=np.int64).T
        self._waiting.clear()
        if (size := self._held + len(people)) > len(self._people):
            # A fourth more at a time: both arrays are there for a moment.
            self._people = np.resize(self._people, size * 5 // 4)
            self._persons = np.resize(self._persons, size * 5 // 4)
        self._people[self._held : size] = self._lines[lines]
        self._persons[self._held : size] = people
        self._held = size


# --- pairs ----------------------------------------------------------------------------------


def _met(one: Rows, other: Rows) -> Met:
    email, phone = _emails(one, other), _phones(one, other)
    year = _ages()[one["year"], other["year"]]
    sure = (one["reference"] != 0) & (one["reference"] == other["reference"])
    # `rules.of_two_generations`, then `rules.namesakes`; without one contact in common, none of the
    # ordered rules knows people of two years, nor people whose contacts differ.
    possible = ~np.isin(year, _TWO_AGES) | (email == Level.SAME)
    differ = (email == Level.DIFFERENT) | (phone == Level.DIFFERENT)
    agree = np.isin(email, _AGREED) | np.isin(phone, _AGREED)
    possible &= ~differ | agree | (year == Level.SAME)
    return Met(sure, possible, email, phone, year)


def _emails(one: Rows, other: Rows) -> Levels8:
    """SAME, DIFFERENT for sure, or NEAR when they may be a slip apart."""
    apart = one["letters"] ^ other["letters"]
    apart &= apart - 1  # without its lowest bit
    near = (apart & (apart - 1)) == 0  # one slip changes how often two letters at most are there
    near |= (one["local"] != 0) & (one["local"] == other["local"])
    return _levels(one["box"], other["box"], one["box"] == other["box"], near)


def _phones(one: Rows, other: Rows) -> Levels8:
    """The same: of one length, one digit differs, or two neighbours; else one is missing."""
    digits = one["phone"] ^ other["phone"]
    digits |= digits >> 2
    digits |= digits >> 1
    digits &= np.uint64(0x1111111111111111)
    lowest = digits & (~digits + np.uint64(1))
    rest = digits ^ lowest
    near = (rest == 0) | (rest == lowest << np.uint64(4))
    gap = one["digits"].astype(np.int8) - other["digits"].astype(np.int8)
    near = np.where(gap == 0, near, np.abs(gap) == 1)
    same = (one["phone"] == other["phone"]) & (gap == 0)
    return _levels(one["digits"], other["digits"], same, near)


def _levels(one: npt.NDArray[Any], other: npt.NDArray[Any], same: Flags, near: Flags) -> Levels8:
    known = (one != 0).astype(np.int8) + (other != 0)
    found = np.where(same, Level.SAME, np.where(near, Level.NEAR, Level.DIFFERENT)).astype(np.int8)
    found[known == 0] = Level.ABSENT
    found[known == 1] = Level.UNKNOWN
    return found


@cache
def _ages() -> Levels8:
    """How any two birth years agree, by their distance to FIRST_YEAR; 0 is unknown."""
    years = (0, *range(FIRST_YEAR + 1, LAST_YEAR))
    return np.array([[contacts.years(a, b) for b in years] for a in years], dtype=np.int8)


def _called(first: str, last: str) -> str:
    return first or last  # as `Claim.called`


_named = lru_cache(maxsize=1 << 16)(judge.names)
_placed = lru_cache(maxsize=1 << 12)(contacts.places)


@lru_cache(maxsize=1 << 16)
def _worth(
    names: tuple[Level, Level, bool], found: tuple[int, ...], place: Level, size: int
) -> bool:
    """Whether a verdict may make something of these levels; NEAR may still be DIFFERENT."""
    first, last, swapped = names
    email, phone, year = map(Level, found)
    return any(
        judge.ruled(Levels(first, last, e, p, year, place, swapped), size).outcome in _WORTH
        for e, p in product(_ways(email), _ways(phone))
    )


def _ways(level: Level) -> tuple[Level, ...]:
    return (Level.NEAR, Level.DIFFERENT) if level is Level.NEAR else (level,)


# --- texts as numbers -----------------------------------------------------------------------


def _flags(said: Iterable[bool]) -> Flags:
    return np.fromiter(said, dtype=bool)


def _hashes(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """32 bits of each text, 0 for none."""
    whole = np.fromiter(map(hash, texts), dtype=np.int64, count=len(texts))
    return np.where(_flags(map(bool, texts)), (whole | 1).astype(np.int32), 0)


def _letters(texts: Sequence[str]) -> npt.NDArray[np.uint32]:
    """One bit a letter, set when the letter is there an odd number of times."""
    packed = [text.encode("utf-8", "replace") for text in texts]
    sizes = np.fromiter(map(len, packed), dtype=np.int64, count=len(packed))
    bits = np.uint32(1) << (np.frombuffer(b"".join(packed) + b" ", dtype=np.uint8) & 31).astype(
        "u4"
    )
    found = np.bitwise_xor.reduceat(bits, np.cumsum(sizes) - sizes)
    return np.where(sizes > 0, found, 0).astype(np.uint32)


def _digits(phones: Sequence[str]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint8]]:
    """Each phone as four bits a digit, and how many digits; 255 of what is no E.164 number."""
    plain = [p[:1] == "+" and p.isascii() and p[1:].isdigit() for p in phones]
    plain = [ok and len(p) <= LONGEST_PHONE + 1 for ok, p in zip(plain, phones, strict=True)]
    both = list(zip(phones, plain, strict=True))
    packed = [int(p[1:], 16) if ok else 0 for p, ok in both]
    counts = [len(p) - 1 if ok else ODD_PHONE * bool(p) for p, ok in both]
    return np.array(packed, dtype=np.uint64), np.array(counts, dtype=np.uint8)
