"""Invented people whom no identity rule can confuse: each name, address and phone is checked."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from venez_vivre.demo import names
from venez_vivre.demo.draws import Dice

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "’": "", "'": ""})
_MOBILE = "063998"
_LANDLINES = ("035301", "019900", "026191", "046571", "053649")
_HALVES = names.SECOND_LAST_NAMES + names.LAST_NAMES
_FAR_APART = 2  # first names of one home differ by more letters than this


@cache
def plain(text: str) -> str:
    """Drop accents, ligatures and apostrophes: « Kœnig d’Été » becomes « Koenig dEte »."""
    spread = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


@cache
def address(text: str, joint: str) -> str:
    """Write a name as part of an e-mail address."""
    return joint.join(plain(text).lower().replace("-", " ").split())


@cache
def far_apart(one: str, other: str) -> bool:
    """Tell whether two first names surely are more than two edits from one another."""
    left, right = Counter(plain(one).lower()), Counter(plain(other).lower())
    return max((left - right).total(), (right - left).total()) > _FAR_APART


class Marks:
    """A set of numbered facts in constant memory; a rare false « taken » only costs a new draw."""

    def __init__(self, expected: int) -> None:
        width = max(20, (32 * expected).bit_length())
        self._shift = 64 - width
        self._bits = bytearray(1 << (width - 3))

    def _place(self, fact: int) -> int:
        """Spread facts evenly: the high bits of a product by the golden ratio (Knuth)."""
        return (fact * 0x9E3779B97F4A7C15 & 0xFFFF_FFFF_FFFF_FFFF) >> self._shift

    def __contains__(self, fact: int) -> bool:
        place = self._place(fact)
        return bool(self._bits[place >> 3] >> (place & 7) & 1)

    def add(self, fact: int) -> None:
        """Remember a fact."""
        place = self._place(fact)
        self._bits[place >> 3] |= 1 << (place & 7)


class Phones:
    """Phone numbers of the ranges reserved for fiction, each given once, then none."""

    def __init__(self) -> None:
        self._mobiles = 0
        self._landlines = 0

    def landline(self) -> str:
        """Return the next landline of ten digits, or an empty text when all are used."""
        rank = self._landlines
        self._landlines += 1
        if rank >= 10_000 * len(_LANDLINES):
            return ""
        return f"{_LANDLINES[rank // 10_000]}{rank * 7_919 % 10_000:04d}"

    def mobile(self) -> str:
        """Return the next mobile, a landline when mobiles are used up."""
        rank = self._mobiles
        self._mobiles += 1
        if rank >= 10_000:
            return self.landline()
        return f"{_MOBILE}{(rank * 7_919 + 1_234) % 10_000:04d}"

    def any(self, dice: Dice) -> str:
        """Return a mobile most of the time."""
        return self.mobile() if dice.chance(0.7) else self.landline()


@dataclass(slots=True)
class Adult:
    """An adult of a household, as they are (not as they type)."""

    first: str
    last: str
    last_number: int
    woman: bool
    year: int  # of birth; 0 where the form does not tell
    email: str = ""
    phone: str = ""


def _first_names(*, woman: bool, year: int) -> tuple[str, ...]:
    if woman:
        return names.WOMEN_SINCE_1975 if year >= 1975 else names.WOMEN_BEFORE_1975
    return names.MEN_SINCE_1975 if year >= 1975 else names.MEN_BEFORE_1975


def _halves(last_number: int) -> tuple[int, ...]:
    """The numbers of the two names of a double-barrelled one, which a form may shorten."""
    count = len(names.LAST_NAMES)
    if last_number < count:
        return ()
    first, second = divmod(last_number - count, len(_HALVES))
    alone = second - len(names.SECOND_LAST_NAMES)
    return (first, alone) if alone >= 0 else (first,)


class Registry:
    """Gives out people so that no two share a name with a birth year or a postal code."""

    def __init__(self, dice: Dice, expected: int) -> None:
        self._dice = dice
        self.phones = Phones()
        self._serial = 0
        self._digits = max(3, len(str(4 * expected)))
        self._names, self._alone, self._births, self._homes = (
            Marks(2 * expected) for _ in range(4)
        )
        self._ranks: dict[str, int] = {}
        self._often = range(len(names.COMMON_LAST_NAMES))

    def email(self, first: str, last: str) -> str:
        """Return an address that nobody else has."""
        self._serial += 1
        number = (self._serial * 7_919 + 421) % 10**self._digits
        joint = self._dice.pick((".", ".", "-", "_", ""))
        left, right = address(first, ""), address(last, "")
        if self._dice.chance(0.2):
            left = left[0]
        elif self._dice.chance(0.15):
            left, right = right, left
        return f"{left}{joint}{right}{number}@example.org"

    def _last_name(self, attempt: int) -> tuple[str, int]:
        """Draw a last name; double-barrelled after two refusals, from more halves after six."""
        dice = self._dice
        count = len(names.LAST_NAMES)
        number = dice.pick(self._often) if dice.chance(0.2) else dice.below(count)
        name = names.LAST_NAMES[number]
        if attempt < 2:
            return name, number
        second = dice.below(len(names.SECOND_LAST_NAMES) if attempt < 6 else len(_HALVES))
        return f"{name}-{_HALVES[second]}", count + number * len(_HALVES) + second

    def _pair(self, first: str, last_number: int) -> int:
        rank = self._ranks.setdefault(first, len(self._ranks))
        return last_number * 1_000 + rank

    def move(self, last_number: int, postal: int) -> bool:
        """Take a postal code for a last name; no if another household has both."""
        fact = last_number * 10_000 + postal
        if fact in self._homes:
            return False
        self._homes.add(fact)
        return True

    def _take(self, adult: Adult, *, complete: bool) -> bool:
        """Take a name; homonyms are allowed when all that tells them apart is known."""
        pair = self._pair(adult.first, adult.last_number)
        birth = pair * 200 + adult.year - 1900
        homonym = birth in self._births or pair in self._alone
        if homonym if complete else pair in self._names:
            return False
        shorter = self._shorter(adult)
        if any(name in self._names for name in shorter):
            return False  # « Jessica Dubois » and « Jessica Dubois-Puységur » could be one
        for name in shorter:
            self._names.add(name)
            self._alone.add(name)
        self._names.add(pair)
        if complete:
            self._births.add(birth)
        else:
            self._alone.add(pair)
        return True

    def _shorter(self, adult: Adult) -> list[int]:
        """What the name becomes when somebody shortens its compounds."""
        firsts = [adult.first, *(adult.first.split("-") if "-" in adult.first else ())]
        lasts = (adult.last_number, *_halves(adult.last_number))
        return [self._pair(first, last) for first in firsts for last in lasts][1:]

    def adult(self, *, woman: bool, year: int, age_known: bool, postal: int) -> Adult:
        """Return a new person who lives at a postal code (-1: unknown)."""
        complete = age_known and postal >= 0
        for attempt in range(1_000):
            last, number = self._last_name(attempt)
            first = self._dice.pick(_first_names(woman=woman, year=year))
            person = Adult(first, last, number, woman, year if age_known else 0)
            homes_before = postal >= 0 and number * 10_000 + postal in self._homes
            if not homes_before and self._take(person, complete=complete):
                if postal >= 0:
                    self.move(number, postal)
                return person
        raise LookupError("no free name is left")

    def relative(self, other: Adult, *, woman: bool, year: int) -> Adult | None:
        """Return somebody of the same last name and home, or nothing if no first name is free."""
        for _ in range(12):
            first = self._dice.pick(_first_names(woman=woman, year=year))
            person = Adult(first, other.last, other.last_number, woman, 0)
            if far_apart(first, other.first) and self._take(person, complete=False):
                return person
        return None
