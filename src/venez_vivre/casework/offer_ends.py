"""Offers that expired and that nobody renewed: which they are, and their closing all at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from venez_vivre.dates import short
from venez_vivre.errors import Refused
from venez_vivre.store.base import Work
from venez_vivre.store.queries import offers as queries
from venez_vivre.store.queries.offers import Expired
from venez_vivre.store.reader import Reader
from venez_vivre.texts import plural


@dataclass(frozen=True)
class Ended:
    """Offers that expired before a day: those to close, and those verified since, which stay."""

    before: date
    over: tuple[Expired, ...]
    seen: tuple[Expired, ...]

    @property
    def running(self) -> int:
        """How many introductions still wait for a sequel among those to close."""
        return sum(one.running for one in self.over)


def ended(rows: Reader, today: date, before: date | None, kind: str | None) -> Ended:
    """The open offers that expired before a day (today when nobody says).

    Raises:
        Refused: the day is to come: no offer has expired by then.

    """
    if before is not None and before > today:
        raise Refused(
            f"--avant : le {short(before)} est dans le futur, et seule une offre dont la date est "
            "passée se clôt ainsi."
        )
    limit = before or today
    found = queries.expired(rows, today, limit, kind)
    over = tuple(one for one in found if one.seen_since is None)
    return Ended(limit, over, tuple(one for one in found if one.seen_since is not None))


def close_all(work: Work, found: Ended) -> Ended:
    """Close the offers that are over, in one go; introductions that run are left as they are."""
    if not found.over:
        work.idle = True
        return found
    numbers = [one.number for one in found.over]
    work.journal.touch("offer", numbers)
    work.rows.run_many(
        "UPDATE offer SET closed_on = ?, version = version + 1 WHERE id = ?",
        [(work.today.isoformat(), number) for number in numbers],
    )
    count = plural(len(numbers), "offre expirée", "offres expirées")
    work.says(f"clôture de {count} avant le {short(found.before)}")
    return found
