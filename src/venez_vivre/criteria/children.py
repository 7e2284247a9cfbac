"""The children of a household on the day of the move: their ages and their schools."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from venez_vivre import NamedTuple, dates, themes
from venez_vivre.matching import UNKNOWN
from venez_vivre.texts import Pattern, fold

MOST = 12
"""How many children are looked at one by one."""

COUNTED = 20
"""How many children a household may have."""

GRADES = {"nursery": (3, 5), "primary": (6, 10), "college": (11, 14), "lycee": (15, 17)}
"""Age reached in the calendar year in which the school year begins, first and last, by level."""

LEVELS = {
    "nursery": ("maternelle",),
    "primary": ("elementaire",),
    "college": ("college",),
    "lycee": ("lycee", "lycee_pro"),
}

SUMMER = 7
"""From July on, what counts is the school year that is about to begin."""


class Family(NamedTuple):
    """How many children at each level on the day of the move, and their ages in years."""

    nursery: float
    primary: float
    college: float
    lycee: float
    babies: float
    known: float
    ages: tuple[Any, ...]


_YEAR = r"(?P<{}>(?:19|20)[0-9]{{2}})(?![0-9])"
_NAMED = "|".join(fold(name) for name in dates.MONTHS)
WRITTEN = Pattern(
    r"(?<![0-9])(?:"
    + _YEAR.format("y1")
    + r"(?:-(?P<m1>[0-9]{1,2})(?![0-9])(?:-(?P<d1>[0-9]{1,2})(?![0-9]))?)?"
    + r"|(?:(?P<d2>[0-9]{1,2})(?P<sign>[-/.]))?(?P<m2>[0-9]{1,2})(?(sign)(?P=sign)|[-/.])"
    + _YEAR.format("y2")
    + rf"|(?:(?P<d3>[0-9]{{1,2}})(?:er)? )?(?P<m3>{_NAMED}) "
    + _YEAR.format("y3")
    + ")"
)
"""A day, a month or a year in a text whose accents and capitals are gone."""


@lru_cache(maxsize=1 << 12)
def births(said: str | None) -> tuple[date, ...]:
    """The days of birth that a text tells, in its order.

    A month alone stands for its first day, a year alone for its middle.
    """
    found = WRITTEN.finditer(plain(said)) if said else ()
    return tuple(_day(match.groupdict()) for match in found)[:COUNTED]


def plain(text: str) -> str:
    """As `WRITTEN` reads: small letters without accents, every character at its place."""
    return text.lower().translate(_PLAIN)


_PLAIN = str.maketrans("éèûô\u00a0\u202f", "eeuo  ")


def _day(said: dict[str, str | None]) -> date:
    year, month, day = (
        next((value for form in "123" if (value := said.get(f"{unit}{form}"))), "")
        for unit in "ymd"
    )
    number = int(month) if month.isdigit() else _MONTHS.get(month, 7)
    try:
        return date(int(year), number, int(day or 1))
    except ValueError:  # no such day: its year at least
        return date(int(year), 7, 1)


_MONTHS = {fold(name): rank for rank, name in enumerate(dates.MONTHS, start=1)}


def school_year(day: date) -> int:
    """The calendar year in which the school year of a day begins."""
    return day.year if day.month >= SUMMER else day.year - 1


@lru_cache(maxsize=1 << 12)
def family(said: str | None, move_in: float, today: date) -> Family:
    """The children on the day of the move; today when that day is unknown.

    A level is that of the school year: a child enters nursery school in the year of its third
    birthday, primary school in that of the sixth, college of the eleventh, lycée of the fifteenth.
    """
    moving = today if move_in != move_in else today + timedelta(days=move_in)
    born = births(said)
    reached = [school_year(moving) - day.year for day in born]
    counts = {
        level: float(sum(first <= age <= last for age in reached))
        for level, (first, last) in GRADES.items()
    }
    ages = [max(0.0, (moving - day).days // 365.25) for day in born]
    padded = (*ages, *[UNKNOWN] * MOST)[:MOST]
    babies = float(sum(age < GRADES["nursery"][0] for age in reached))
    return Family(**counts, babies=babies, known=float(len(born)), ages=padded)


def levels(
    said: str | None, title: str, age_min: int | None, age_max: int | None
) -> dict[str, float]:
    """Which levels a school has, 1 or 0: as it says, else by its title, else by its ages."""
    named = _named(said) or _named(title)
    if named:
        return {level: float(bool(named & {*names})) for level, names in LEVELS.items()}
    if age_min is None and age_max is None:
        return dict.fromkeys(LEVELS, UNKNOWN)
    low, high = age_min or 0, 99 if age_max is None else age_max
    return {
        level: float(low <= first + 1 and high >= first + 1) for level, (first, _) in GRADES.items()
    }


@lru_cache(maxsize=1 << 10)
def _named(text: str | None) -> frozenset[str]:
    return themes.school_levels(text)
