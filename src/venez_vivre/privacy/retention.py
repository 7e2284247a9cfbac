"""How long a file is kept, and where each of those whose time is over stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from venez_vivre.dates import add_months
from venez_vivre.store.queries import purge as queries
from venez_vivre.store.queries.purge import File
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import settings

SETTING = "conservation"
NOTICE = timedelta(days=30)
"""How long an announced file is left to whoever would still use it."""
FOLLOWED = 12
"""Months after an arrival during which the household is called: its file lives on until then."""
MONTH_ENDS = timedelta(days=3)
"""By how much going back some months may fall short: 31/03 to 28/02."""


class Standing(Enum):
    """Where a file whose time is over stands, as scripts read it."""

    TO_ANNOUNCE = "a_annoncer"
    UNDER_NOTICE = "sous_preavis"
    ERASABLE = "a_effacer"
    LIMITED = "limite"
    ASKED = "demande_en_cours"
    UNDATED = "sans_date"


@dataclass(frozen=True)
class Due:
    """A file whose time is over since `due_on` (None: no day is known), and where it stands.

    `purge_on` is the day it may be erased from on, None as long as nothing was announced.
    """

    file: File
    standing: Standing
    last_on: date | None
    due_on: date | None
    purge_on: date | None


@dataclass(frozen=True)
class Review:
    """Every file whose time is over on `day`; `months` is the usual retention."""

    day: date
    months: int
    found: tuple[Due, ...]

    def of(self, *standings: Standing) -> tuple[Due, ...]:
        """Those that stand so."""
        return tuple(one for one in self.found if one.standing in standings)

    @property
    def erasable(self) -> tuple[Due, ...]:
        """Those that may be erased today."""
        return self.of(Standing.ERASABLE)


def review(rows: Reader, today: date) -> Review:
    """Every file whose time is over that day, by reference; nothing is written."""
    usual = settings(rows)[SETTING]
    latest = add_months(today, -queries.shortest(rows, usual)) + MONTH_ENDS
    found = (_judged(one, usual, today) for one in queries.files(rows, latest.isoformat()))
    return Review(today, usual, tuple(one for one in found if one is not None))


def due_on(file: File, usual: int) -> date | None:
    """The day a file has been kept long enough; None when nothing dates it.

    So many months (those of its territory, else the usual ones) after the last human exchange; a
    settled household is followed for a year first. The end of a month stays one: 31 August and
    six months is 28 (or 29) February.
    """
    starts = [_day(file.last_on)]
    settled = _day(file.settled_on)
    starts.append(settled and add_months(settled, FOLLOWED))
    known = [day for day in starts if day is not None]
    return add_months(max(known), file.months or usual) if known else None


def _judged(file: File, usual: int, today: date) -> Due | None:
    over = due_on(file, usual)
    if over is not None and over > today:
        return None
    standing, purge_on = _standing(file, over, today)
    return Due(file, standing, _day(file.last_on), over, purge_on)


def _standing(file: File, over: date | None, today: date) -> tuple[Standing, date | None]:
    """A limited file is kept for its person, an asked one until the answer; opposed ones go."""
    if file.limited:
        return Standing.LIMITED, None
    if file.asked:
        return Standing.ASKED, None
    if over is None:
        return Standing.UNDATED, None
    if file.opposed:
        return Standing.ERASABLE, over
    purge_on = _noticed(file, over)
    if purge_on is None:
        return Standing.TO_ANNOUNCE, None
    return (Standing.UNDER_NOTICE if today < purge_on else Standing.ERASABLE), purge_on


def _noticed(file: File, over: date) -> date | None:
    """The end of the notice that stands.

    A notice falls by itself when somebody exchanged since, on its very day included, and when the
    time was not over on the day it was given, as one now knows.
    """
    announced, purge_on, last = map(_day, (file.announced_on, file.purge_on, file.last_on))
    if announced is None or purge_on is None or over > announced:
        return None
    return None if last is not None and last >= announced else purge_on


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def numbers(found: Sequence[Due]) -> list[int]:
    """The numbers of those files."""
    return [one.file.number for one in found]
