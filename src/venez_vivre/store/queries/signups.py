"""Reads about sign-up forms."""

from __future__ import annotations

from dataclasses import dataclass

from venez_vivre.dates import Period
from venez_vivre.store.queries.keeping import SHOWN
from venez_vivre.store.reader import Reader


@dataclass(frozen=True)
class Received:
    """One form: when, who, for which household, by which channel."""

    received_on: str
    reference: str
    first_name: str | None
    last_name: str | None
    email: str | None
    channel: str | None
    territory: str | None


@dataclass(frozen=True)
class ReceivedList:
    """Forms of a period, the newest first, and how many there are in all."""

    forms: list[Received]
    total: int


_FROM = f"""
FROM signup s
JOIN person p ON p.id = s.person_id
JOIN household h ON h.id = s.household_id
LEFT JOIN territory t ON t.id = h.territory_id
WHERE {SHOWN} AND s.received_on >= :start AND s.received_on <= :end
"""


def received(rows: Reader, span: Period, limit: int | None) -> ReceivedList:
    """The forms received in a period; all of them without a limit."""
    bounds = {
        "start": span.start.isoformat() if span.start else "",
        "end": span.end.isoformat() if span.end else "9999",
    }
    forms = rows.into(
        Received,
        "SELECT s.received_on, h.reference, p.first_name, p.last_name, p.email, s.channel, t.name "
        f"{_FROM} ORDER BY s.received_on DESC, s.id DESC LIMIT :limit",
        limit=-1 if limit is None else limit,
        **bounds,
    )
    return ReceivedList(forms, int(rows.value(f"SELECT count(*) {_FROM}", **bounds)))
