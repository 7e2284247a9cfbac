"""The children of a household on the day of the move: their ages and their schools."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from venez_vivre import themes
from venez_vivre.matching import UNKNOWN

MOST = 8
"""How many children are looked at one by one."""

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


@lru_cache(maxsize=1 << 12)
def births(said: str | None) -> tuple[date, ...]:
    """The days of birth of a list separated by `|`; a year alone stands for its middle."""
    found = []
    for part in (said or "").split("|"):
        text = part.strip()
        if len(text) == 4 and text.isdigit():
            found.append(date(int(text), 7, 1))
        elif text[:4].isdigit():
            found.append(date.fromisoformat(text) if len(text) == 10 else _month(text))
    return tuple(found[:MOST])


def _month(text: str) -> date:
    year, _, month = text.partition("-")
    return date(int(year), int(month) if month.isdigit() else 7, 1)


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
    padded = (*ages, *[UNKNOWN] * (MOST - len(ages)))
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
