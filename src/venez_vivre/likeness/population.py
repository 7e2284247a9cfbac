"""A base of people as numbers: their traits for keys, and how pairs of them agree."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from venez_vivre.likeness.blocking import Hashes
from venez_vivre.likeness.coded import (
    Bits,
    Coded,
    Compared,
    Flags,
    Found,
    Ints,
    coded,
    compared,
    judged,
    missing,
    scale,
    slips_apart,
)
from venez_vivre.likeness.contacts import local_part, same_box, years
from venez_vivre.likeness.judge import names
from venez_vivre.likeness.keys import ODD, first_hash, last_hash, word_hash
from venez_vivre.likeness.names import family_word, first_names, last_names, linked
from venez_vivre.likeness.phonetics import sound
from venez_vivre.likeness.profile import Columns
from venez_vivre.likeness.weights import WEIGHTS, Aspect, Level

_BITS = {aspect: scale(weights) for aspect, weights in WEIGHTS.items()}


class Names:
    """A column of first or last names, with what tells quickly that two cannot agree."""

    def __init__(self, column: list[str]) -> None:
        self.coded = coded(column)
        values = self.coded.values
        self.sounds = np.array([word_hash(sound(value)) for value in values], dtype=np.uint64)
        # Initials and compound names are read word by word.
        self.family = np.array([family_word(value) for value in values], dtype=bool)
        self.odd = np.array([" " in value or len(value) <= 2 for value in values], dtype=bool)


class Population:
    """Everybody, one row each."""

    def __init__(self, people: Columns) -> None:
        self.household = np.array(people.household, dtype=np.int64)
        self.first, self.last = Names(people.first), Names(people.last)
        self.box = coded([same_box(email) if email else "" for email in people.email])
        locals_ = coded([local_part(box) for box in self.box.values])
        self.local = locals_.codes[self.box.codes]
        self.phone, self.year = coded(people.phone), coded(people.birth_year, 0)
        self.code, self.commune = coded(people.postal_code), coded(people.commune)
        areas = coded([code[:2] for code in self.code.values])
        self.area = areas.codes[self.code.codes]
        size = len(self.first.coded.values)
        near = linked(self.first.coded.values)
        self.linked = np.array(sorted(a * size + b for a, b in near), dtype=np.int64)

    def one_household(self, left: Ints, right: Ints) -> Flags:
        """Whether two rows are of one household already."""
        same = self.household[left] == self.household[right]
        return np.asarray(same & (self.household[left] != 0))

    def traits(self) -> dict[str, Hashes]:
        """What keys are made of (`keys.Traits`), one number a row; equal where those are equal."""
        first, last = self.first, self.last
        both = first.sounds[first.coded.codes] + last.sounds[last.coded.codes]
        both[(first.coded.codes == 0) | (last.coded.codes == 0)] = 0
        spots = [
            code or commune
            for code, commune in zip(
                _texts(self.code, self.code.codes),
                _texts(self.commune, self.commune.codes),
                strict=True,
            )
        ]
        return {
            "box": _numbered(self.box.codes),
            "phone": _numbered(self.phone.codes),
            "local": _numbered(self.local),
            "first": _hashed(first.coded, first_hash),
            "last": _hashed(last.coded, last_hash),
            "names": both,
            "year": _numbered(self.year.codes),
            "place": _numbered(coded(spots).codes),
        }

    # --- how pairs of rows agree ------------------------------------------------------------

    def worth(self, left: Ints, right: Ints, even: float) -> Flags:
        """Pairs that may be told of: the others cannot reach even odds, whatever is compared next.

        Two names that differ are taken as equivalent, two contacts as one slip apart.
        """
        email, phone = _equal(self.box.codes, left, right), _equal(self.phone.codes, left, right)
        bits = _best(Aspect.EMAIL, email) + _best(Aspect.PHONE, phone)
        bits += _BITS[Aspect.PLACE][self.places(left, right)]
        first = _equal(self.first.coded.codes, left, right)
        last = _equal(self.last.coded.codes, left, right)
        names = _best(Aspect.FIRST, first) + _best(Aspect.LAST, last)
        whole = bits + names + _BITS[Aspect.YEAR][self.years(left, right)]
        home = bits + _BITS[Aspect.LAST][Level.SAME]
        shared = (email == Level.SAME) | (phone == Level.SAME)
        return np.asarray(shared | (whole >= even) | (home >= even))

    def table(self) -> tuple[Compared, ...]:
        """What is compared, in the order of `Aspect`, and what it weighs."""
        ways = {
            Aspect.FIRST: self.firsts,
            Aspect.LAST: self.lasts,
            Aspect.EMAIL: self.boxes,
            Aspect.PHONE: self.phones,
            Aspect.YEAR: self.years,
            Aspect.PLACE: self.places,
        }
        return tuple(Compared(a.name.lower(), ways[a], WEIGHTS[a]) for a in Aspect)

    def levels(self, left: Ints, right: Ints) -> tuple[Found, Flags]:
        """The levels of each pair, one row an aspect, and whether their names are swapped."""
        found = compared(self.table(), left, right)
        swapped = self._uncross(left, right, found[Aspect.FIRST], found[Aspect.LAST])
        return found, swapped

    def boxes(self, left: Ints, right: Ints) -> Found:
        """As `contacts.boxes`."""
        found = _equal(self.box.codes, left, right)
        different = np.flatnonzero(found == Level.DIFFERENT)
        one, other = left[different], right[different]
        near = (self.local[one] == self.local[other]) & (self.local[one] != 0)
        far = np.flatnonzero(~near)
        ones, others = self.box.codes[one[far]], self.box.codes[other[far]]
        near[far] = slips_apart(self.box, self.box, ones, others) <= 1
        near[far] &= np.array([len(text) > 8 for text in _texts(self.box, ones)], dtype=bool)
        found[different[near]] = Level.NEAR
        return found

    def phones(self, left: Ints, right: Ints) -> Found:
        """As `contacts.phones`."""
        found = _equal(self.phone.codes, left, right)
        different = np.flatnonzero(found == Level.DIFFERENT)
        ones = self.phone.codes[left[different]]
        others = self.phone.codes[right[different]]
        near = slips_apart(self.phone, self.phone, ones, others) <= 1
        found[different[near]] = Level.NEAR
        return found

    def years(self, left: Ints, right: Ints) -> Found:
        """As `contacts.years`."""
        codes = self.year.codes[left], self.year.codes[right]
        return judged(self.year, self.year, years, lambda ones, _: ones >= 0, codes)

    def places(self, left: Ints, right: Ints) -> Found:
        """As `contacts.places`."""
        codes = _equal(self.code.codes, left, right)
        communes = _equal(self.commune.codes, left, right)
        area = self.area[left] == self.area[right]
        same, other, nothing = np.int8(Level.SAME), np.int8(Level.DIFFERENT), np.int8(Level.ABSENT)
        found = np.where(area & (codes == other), np.int8(Level.FAR), other)
        found = np.where((codes == same) | (communes == same), np.int8(Level.NEAR), found)
        found = np.where((codes == same) & (communes != other), same, found)
        silent = (codes <= Level.UNKNOWN) & (communes <= Level.UNKNOWN)
        both = (codes == nothing) & (communes == nothing)
        found[silent] = Level.UNKNOWN
        found[both] = Level.ABSENT
        return found

    def firsts(self, left: Ints, right: Ints) -> Found:
        """As `names.first_names`."""
        firsts = self.first
        size = len(firsts.coded.values)

        def doubtful(ones: Ints, others: Ints) -> Flags:
            both = np.minimum(ones, others) * size + np.maximum(ones, others)
            return _comparable(firsts, firsts, ones, others) | np.isin(both, self.linked)

        codes = firsts.coded.codes[left], firsts.coded.codes[right]
        return judged(firsts.coded, firsts.coded, first_names, doubtful, codes)

    def lasts(self, left: Ints, right: Ints) -> Found:
        """As `names.last_names`."""
        lasts = self.last

        def doubtful(ones: Ints, others: Ints) -> Flags:
            return _comparable(lasts, lasts, ones, others)

        codes = lasts.coded.codes[left], lasts.coded.codes[right]
        return judged(lasts.coded, lasts.coded, last_names, doubtful, codes)

    def _uncross(self, left: Ints, right: Ints, firsts: Found, lasts: Found) -> Flags:
        """Put right the levels of pairs whose names are swapped, and say which they are."""
        swapped = np.zeros(len(left), dtype=bool)
        first, last = self.first, self.last
        one, other = first.coded.codes, last.coded.codes
        crossed = np.flatnonzero(firsts == Level.DIFFERENT)
        for a, b in ((left, right), (right, left)):
            near = _comparable(first, last, one[a[crossed]], other[b[crossed]])
            crossed = crossed[near]
        both = first.family[one[left]] & first.family[one[right]] & (lasts == Level.DIFFERENT)
        for row in {*crossed.tolist(), *np.flatnonzero(both).tolist()}:
            a, b = left[row], right[row]
            firsts[row], lasts[row], swapped[row] = names(
                first.coded.values[one[a]],
                last.coded.values[other[a]],
                first.coded.values[one[b]],
                last.coded.values[other[b]],
            )
        return swapped


def _comparable(names: Names, against: Names, ones: Ints, others: Ints) -> Flags:
    """Names that may agree: two slips apart at most, of one sound, or made of several words."""
    found = names.odd[ones] | against.odd[others] | (names.sounds[ones] == against.sounds[others])
    rest = np.flatnonzero(~found)
    apart = slips_apart(names.coded, against.coded, ones[rest], others[rest])
    found[rest] = apart <= 2
    return np.asarray(found)


def _equal(codes: Ints, left: Ints, right: Ints) -> Found:
    one, other = codes[left], codes[right]
    found = np.where(one == other, np.int8(Level.SAME), np.int8(Level.DIFFERENT))
    return missing(one, other, found)


_SLIP = {
    Aspect.FIRST: Level.SAME,
    Aspect.LAST: Level.SAME,
    Aspect.EMAIL: Level.NEAR,
    Aspect.PHONE: Level.NEAR,
}


def _best(aspect: Aspect, found: Found) -> Bits:
    """The bits of values that are equal or missing, the most that others may have."""
    bits = _BITS[aspect].copy()
    bits[Level.DIFFERENT] = bits[_SLIP[aspect]]
    return np.asarray(bits[found])


def _numbered(codes: Ints) -> Hashes:
    """A spread 64-bit number for each code, 0 for none."""
    return codes.astype(np.uint64) * np.uint64(ODD)


def _hashed(column: Coded, what: Callable[[str], int]) -> Hashes:
    hashes = np.array([what(value) for value in column.values], dtype=np.uint64)
    return np.asarray(hashes[column.codes])


def _texts(column: Coded, codes: Ints) -> list[str]:
    return [column.values[code] for code in codes.tolist()]
