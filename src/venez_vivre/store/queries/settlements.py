"""Named reads of settlements and of the calls made after them."""

from __future__ import annotations

from venez_vivre import NamedTuple
from venez_vivre.store.queries.keeping import APPROACHED, SHOWN
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import Role, Staying


class Home(NamedTuple):
    """A settlement that was not cancelled: since when, where, and until when."""

    number: int
    settled_on: str
    commune: str | None
    left_on: str | None


def active(rows: Reader, household: int) -> Home | None:
    """The settlement that the household lives in, None when it has none."""
    found = rows.into(
        Home,
        "SELECT id, settled_on, commune, left_on FROM settlement WHERE household_id = :household "
        "AND cancelled_on IS NULL AND left_on IS NULL ORDER BY settled_on DESC, id DESC LIMIT 1",
        household=household,
    )
    return found[0] if found else None


def standing(rows: Reader, household: int) -> Home | None:
    """The newest settlement that was not cancelled, left or not."""
    found = rows.into(
        Home,
        "SELECT id, settled_on, commune, left_on FROM settlement WHERE household_id = :household "
        "AND cancelled_on IS NULL ORDER BY settled_on DESC, id DESC LIMIT 1",
        household=household,
    )
    return found[0] if found else None


class Filter(NamedTuple):
    """What a list of settlements is kept to, as it was at the end of `day`; None keeps everything.

    A settlement that was cancelled later still counted that day; a later departure was to come.
    """

    day: str

    since: str | None = None
    until: str | None = None
    territory: int | None = None
    officer: int | None = None


CONDITIONS = {
    "day": "i.settled_on <= :day AND (i.cancelled_on IS NULL OR i.cancelled_on > :day)",
    "since": "i.settled_on >= :since",
    "until": "i.settled_on <= :until",
    "territory": "coalesce(h.territory_id, 0) = :territory",
    "officer": "coalesce(h.officer_id, 0) = :officer",
}

_FROM = f"""
FROM settlement i JOIN household h ON h.id = i.household_id
LEFT JOIN territory t ON t.id = h.territory_id
LEFT JOIN officer o ON o.id = h.officer_id
LEFT JOIN person r ON r.id = (
  SELECT min(p.id) FROM person p WHERE p.household_id = h.id AND p.role = '{Role.REGISTRANT}')
WHERE 1 = 1
"""
_LEFT_ON = "CASE WHEN i.left_on <= :day THEN i.left_on END"
_LEARNT_LATER = f"""EXISTS (SELECT 1 FROM settlement_check l WHERE l.settlement_id = i.id
  AND l.result = '{Staying.LEFT}' AND l.checked_on > :day)"""
_KNOWN_GONE = f"i.left_on <= :day AND NOT {_LEARNT_LATER}"
"""A departure that a call learnt is known since that call; any other since its own day."""
_LEAVE_REASON = "CASE WHEN i.left_on <= :day THEN i.leave_reason END"


class Line(NamedTuple):
    """One settlement of the list."""

    reference: str
    first: str | None
    last: str | None
    settled_on: str
    commune: str | None
    code_insee: str | None
    adults: int
    children: int
    schooled: int
    territory: str | None
    officer: str | None
    housing: str | None
    job: str | None
    partner_job: str | None
    spontaneous: int
    left_on: str | None
    leave_reason: str | None


def listed(rows: Reader, kept: Filter) -> list[Line]:
    """The settlements of a filter, the newest first."""
    conditions, values = _kept(kept)
    sql = f"""
SELECT h.reference, r.first_name, r.last_name, i.settled_on, i.commune, i.code_insee, i.adults,
  i.children, i.schooled, t.name, o.name, i.housing, i.job, i.partner_job, h.spontaneous,
  {_LEFT_ON}, {_LEAVE_REASON}
{_FROM} {conditions} AND {SHOWN} ORDER BY i.settled_on DESC, i.id DESC
"""
    return rows.into(Line, sql, **values)


class Watched(NamedTuple):
    """A household that still lives where it settled, and the calls it answered; `months` is `1,3`.

    `tried` tells the calls without an answer, `3:2025-11-02`: their month and their day.
    """

    reference: str
    first: str | None
    last: str | None
    phone: str | None
    settled_on: str
    commune: str | None
    officer: str | None
    months: str
    tried: str = ""


_CHECKS = "FROM settlement_check s WHERE s.settlement_id = i.id AND s.checked_on <= :day"


def watched(rows: Reader, kept: Filter) -> list[Watched]:
    """The households that calls after arrival are for: settled, not left as far as is known."""
    conditions, values = _kept(kept)
    unanswered = f"s.result = '{Staying.NO_ANSWER}'"
    sql = f"""
SELECT h.reference, r.first_name, r.last_name, r.phone, i.settled_on, i.commune, o.name,
  coalesce((SELECT group_concat(s.month) {_CHECKS} AND NOT {unanswered}), ''),
  coalesce((SELECT group_concat(s.month || ':' || s.checked_on) {_CHECKS} AND {unanswered}), '')
{_FROM} {conditions} AND {APPROACHED} AND ({_KNOWN_GONE}) IS NOT 1
  AND NOT EXISTS (SELECT 1 {_CHECKS} AND s.result = '{Staying.LEFT}')
ORDER BY i.settled_on, i.id
"""
    return rows.into(Watched, sql, **values)


class Arrival(NamedTuple):
    """A settlement and what is known of its sequel; `checks` are month, day and result."""

    settled_on: str
    people: int
    left_on: str | None
    leave_reason: str | None
    checks: tuple[tuple[int, str, str], ...]


def arrivals(rows: Reader, kept: Filter) -> list[Arrival]:
    """The settlements of a filter with the calls made by its day, and the departures known then."""
    conditions, values = _kept(kept)
    sql = f"""
SELECT i.settled_on, i.adults + i.children, CASE WHEN {_KNOWN_GONE} THEN i.left_on END,
  CASE WHEN {_KNOWN_GONE} THEN i.leave_reason END, coalesce((
  SELECT group_concat(s.month || ':' || s.checked_on || ':' || s.result) {_CHECKS}), '')
{_FROM} {conditions} ORDER BY i.settled_on, i.id
"""
    return [
        Arrival(settled_on, people, left_on, reason, _checks(checks))
        for settled_on, people, left_on, reason, checks in rows.rows(sql, **values)
    ]


def _checks(text: str) -> tuple[tuple[int, str, str], ...]:
    parts = (one.split(":") for one in text.split(",") if one)
    return tuple((int(month), day, result) for month, day, result in parts)


def _kept(kept: Filter) -> tuple[str, dict[str, str | int]]:
    values = {name: value for name, value in kept._asdict().items() if value is not None}
    return "".join(f" AND {CONDITIONS[name]}" for name in values), values
