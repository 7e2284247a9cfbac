"""The days a report is about: its period, the one before, the same one a year before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from venez_vivre import NamedTuple
from venez_vivre.dates import Period, add_months, short
from venez_vivre.errors import Misuse

DAY = timedelta(days=1)
WEEK = 7 * DAY
YEAR_OF_WEEKS = 52 * WEEK
"""A year before, to the same day of the week: a week is compared with a whole week."""

Moment = tuple[str, date | None, date]


class Span(NamedTuple):
    """Days `start` to `end`, both included; a `start` of None is the very beginning."""

    start: date | None
    end: date

    @property
    def moment(self) -> Moment:
        """What the key of every figure of these days begins with."""
        return ("du" if self.start else "depuis le début", self.start, self.end)

    @property
    def label(self) -> str:
        """« semaine 48 de 2025 »."""
        return Period(self.start, self.end).label()


class Spans(NamedTuple):
    """The period of a report, cut at the day it is drawn up, and what it is compared with.

    `whole` is the period as it was asked for. The periods of comparison are cut alike: four days
    of a week under way are compared with four days.
    """

    whole: Span
    now: Span
    before: Span | None
    year: Span | None

    @property
    def under_way(self) -> bool:
        """Whether the period is not over."""
        return self.now.end < self.whole.end

    @property
    def others(self) -> tuple[tuple[str, Span | None], ...]:
        """What the period is compared with, and how scripts call it."""
        return ("precedente", self.before), ("annee_precedente", self.year)

    @property
    def contiguous(self) -> bool:
        """Whether the period before ends where this one begins."""
        return self.before is not None and self.before.end + DAY == self.now.start


def spans(asked: Period, today: date) -> Spans:
    """The spans of a period.

    Raises:
        Misuse: it begins after today.

    """
    end = asked.end or today
    if asked.start and asked.start > today:
        raise Misuse(f"La période commence le {short(asked.start)}, après aujourd’hui.")
    whole, now = Span(asked.start, end), Span(asked.start, min(end, today))
    if asked.start is None:
        return Spans(whole, now, None, None)
    length = (now.end - asked.start) if now.end < end else None
    before = Period(asked.start, end).previous()
    previous = _cut(before.start, before.end, length) if before else None
    return Spans(whole, now, previous, _year_before(Period(asked.start, end), length))


def _cut(start: date | None, end: date | None, length: timedelta | None) -> Span | None:
    """The days from `start` to `end`, or as many of them as the period under way has."""
    if start is None or end is None:
        return None
    return Span(start, end if length is None else min(end, start + length))


def _year_before(asked: Period, length: timedelta | None) -> Span | None:
    """The same days of the year before; of a week, the same days of the week."""
    if asked.start is None or asked.end is None:
        return None
    if asked.kind == "semaine":
        return _cut(asked.start - YEAR_OF_WEEKS, asked.end - YEAR_OF_WEEKS, length)
    end = add_months(asked.end + DAY, -12) - DAY
    return _cut(add_months(asked.start, -12), end, length)


def last_week(today: date) -> Period:
    """The last week that is over, Monday to Sunday."""
    sunday = today - timedelta(days=today.isoweekday() % 7)
    return Period(sunday - 6 * DAY, sunday)


def last_month(today: date) -> Period:
    """The last month that is over; the present one on its last day."""
    first = (today + DAY).replace(day=1)
    return Period(add_months(first, -1), first - DAY)


def everything(today: date) -> Period:
    """All that is known up to today."""
    return Period(None, today)


Usual = Callable[[date], Period]
"""Which period a report is about when nobody says."""
