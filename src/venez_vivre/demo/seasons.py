"""The calendar of the published year: growth, weekly rhythm, holidays and campaign peaks."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp

from venez_vivre import NamedTuple
from venez_vivre.demo.draws import Dice, apportion

FIRST_DAY = date(2024, 10, 1)
LAST_DAY = date(2025, 11, 27)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
LAST = DAYS - 1
NOVEMBER = (date(2025, 11, 1) - FIRST_DAY).days
SETTLING_TAKES = (60, 170, 365)  # days, at least, most often, at most
BAND = 14
"""Days of a stretch of the year, over which who settles is shared out."""

_WEEK = (1.25, 1.2, 1.1, 1.0, 0.9, 0.65, 0.85)  # Monday first


class Peak(NamedTuple):
    """A campaign: its first day, its height over an ordinary day, how long it fades (days)."""

    start: date
    height: float
    fades: int


_PEAKS = (
    Peak(date(2024, 10, 8), 2.6, 9),
    Peak(date(2025, 1, 6), 1.4, 12),
    Peak(date(2025, 3, 13), 1.8, 8),
    Peak(date(2025, 5, 19), 1.1, 10),
    Peak(date(2025, 9, 2), 1.9, 14),
    Peak(date(2025, 11, 4), 1.5, 10),
)
_QUIET = (
    (date(2024, 12, 21), date(2025, 1, 3), 0.45),
    (date(2025, 7, 26), date(2025, 8, 20), 0.6),
)


def day_at(number: int) -> date:
    """Return the date of a day counted from the first one."""
    return FIRST_DAY + timedelta(days=number)


FRENCH_DAYS = tuple(f"{day_at(number):%d/%m/%Y}" for number in range(DAYS + 400))


def _weight(number: int) -> float:
    day = day_at(number)
    level = 0.65 + 0.7 * number / DAYS
    for start, height, fades in _PEAKS:
        since = (day - start).days
        if since >= 0:
            level += height * exp(-since / fades)
    for first, last, factor in _QUIET:
        if first <= day <= last:
            level *= factor
    return level * _WEEK[day.weekday()]


def quotas(total: int) -> list[int]:
    """Share sign-ups out over the days of the year."""
    return apportion(total, [_weight(number) for number in range(DAYS)])


def settled_within(days: int) -> float:
    """The part of moves that are over in that many days: their delays are triangular."""
    least, usual, most = SETTLING_TAKES
    if days <= usual:
        return max(days - least, 0) ** 2 / (most - least) / (usual - least)
    return 1 - max(most - days, 0) ** 2 / (most - least) / (most - usual)


def working_day(number: int) -> int:
    """Move a weekend to the Monday after, within the year."""
    weekday = (FIRST_DAY.weekday() + number) % 7
    return min(LAST, number + (7 - weekday if weekday > 4 else 0))


def moment(day: int, dice: Dice) -> int:
    """Draw a time of the day, in seconds since the first day: mostly noon and the evening."""
    hour = dice.pick((7, 8, 9, 10, 11, 12, 12, 13, 13, 14, 15, 16, 17, 18, 19, 20, 20, 21, 21, 22))
    return day * 86_400 + hour * 3_600 + dice.below(3_600)
