"""The delays of the law: to answer people (art. 12), to tell of a breach (art. 33 and 34)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from venez_vivre.store.queries.privacy import Breach
from venez_vivre.vocabulary import Risk

ANSWER_MONTHS = 1
"""Months to answer whoever uses a right, counted from the day the request came."""

HOURS = 72
"""Hours to tell the authority, counted from the discovery, nights and Sundays included."""


@dataclass(frozen=True)
class Standing:
    """Where a breach stands: what has still to be done, and how many whole hours are left.

    `hours` is negative when the time is over, None when the authority was told or need not be.
    """

    due_at: datetime
    hours: int | None
    tell_authority: bool
    tell_people: bool


def now(today: date) -> datetime:
    """The hour that it is, on the day that it is for who acts."""
    return datetime.combine(today, datetime.now().time())  # noqa: DTZ005  an officer's hour is her local hour


def standing(breach: Breach, at: datetime) -> Standing:
    """What a breach still asks for at this local moment."""
    found = datetime.fromisoformat(breach.discovered_at)
    # Through UTC: two of the 72 hours are gained or lost when the clocks change.
    due = (_absolute(found) + timedelta(hours=HOURS)).astimezone().replace(tzinfo=None)
    risky = breach.risk != Risk.NONE
    tell = risky and breach.authority_told_at is None and breach.closed_on is None
    left = _absolute(due) - _absolute(at)
    return Standing(
        due_at=due,
        hours=left // timedelta(hours=1) if tell else None,
        tell_authority=tell,
        tell_people=breach.risk == Risk.HIGH
        and breach.people_told_on is None
        and breach.closed_on is None,
    )


def _absolute(local: datetime) -> datetime:
    return local.astimezone()
