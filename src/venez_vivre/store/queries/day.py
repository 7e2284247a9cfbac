"""Named reads of the day: who is waiting for something, as it stood on that day.

Every read takes `day`, the last day that counts: what happened later is not known yet. A file that
was reopened since counts as open; the days between are not kept.
"""

from __future__ import annotations

import json

from venez_vivre import NamedTuple
from venez_vivre.store.queries.followups import OPEN, WORKED_ON
from venez_vivre.store.queries.keeping import APPROACHED, OF_SOMEBODY
from venez_vivre.store.queries.scope import Scope, mine, owned
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import (
    CaseStatus,
    Direction,
    FollowUpKind,
    GuestState,
    Role,
)

_MINE = mine("h.officer_id")
_REGISTRANT = f"""
LEFT JOIN person r ON r.id = (
  SELECT min(q.id) FROM person q WHERE q.household_id = h.id AND q.role = '{Role.REGISTRANT}')
LEFT JOIN officer o ON o.id = h.officer_id
"""
# `coalesce`, for an OR with NULL is answered by an index of days: it would lead to each wide row.
_UNSETTLED = "coalesce(h.settled_on, '9999-12-31') > :day"
_NEVER = """(h.last_contact_on IS NULL OR (h.last_contact_on > :day AND NOT EXISTS (
  SELECT 1 FROM contact c WHERE c.household_id = h.id AND c.happened_on <= :day)))"""
_UNNAMED = """h.id, h.reference, NULL, NULL, NULL, h.horizon, h.maturity,
  h.accompanied_on <= :day, NULL, 0"""
_CASE = """h.id, h.reference, r.first_name, r.last_name, r.phone, h.horizon, h.maturity,
  h.accompanied_on <= :day, o.name, 1"""


class Case(NamedTuple):
    """The household that a line is about: what its urgency and its words need.

    Names, phone and officer are read when `named`; else `names` reads those of the lines shown.
    """

    household: int
    reference: str
    first: str | None
    last: str | None
    phone: str | None
    horizon: str | None
    maturity: int | None
    accompanied: int | None
    officer: str | None
    named: int = 1


class Names(NamedTuple):
    """Who a household is, whom to call and who follows it."""

    first: str | None
    last: str | None
    phone: str | None
    officer: str | None


def names(rows: Reader, households: list[int]) -> dict[int, Names]:
    """The names that lines left out, by household."""
    sql = (
        f"SELECT h.id, r.first_name, r.last_name, r.phone, o.name FROM household h {_REGISTRANT} "
        "WHERE h.id IN ({keys})"
    )
    return {row[0]: Names(*row[1:]) for row in rows.among(sql, households)}


class Group(NamedTuple):
    """Households never called that signed up on one day, alike in what makes them urgent."""

    registered_on: str
    horizon: str | None
    maturity: int | None
    households: int


# `|| ''` keeps the index of the funnel out: it would lead to each wide row, in the order of days.
_NEWCOMERS = f"""
FROM household h
WHERE h.registered_on || '' <= :day AND {_NEVER} AND {WORKED_ON} AND {_UNSETTLED} AND {{owned}}
  AND h.id NOT IN (SELECT f.household_id FROM follow_up f WHERE {OPEN}
    AND (f.due_on <= :day OR f.kind = '{FollowUpKind.APPOINTMENT}'))
"""


def newcomers(rows: Reader, scope: Scope) -> list[Group]:
    """The households never called, with nothing due and no appointment, alike in urgency."""
    where = _NEWCOMERS.format(owned=owned(scope))
    sql = (
        f"SELECT h.registered_on, h.horizon, h.maturity, count(*) {where} "
        "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    return rows.into(Group, sql, **scope._asdict())


def newcomers_on(rows: Reader, scope: Scope, days: list[str]) -> list[tuple[str, Case]]:
    """The households never called that signed up on these days, each with its day; unnamed."""
    sql = (
        f"SELECT h.registered_on, {_UNNAMED} {_NEWCOMERS.format(owned=_MINE)} "
        "AND h.registered_on IN (SELECT value FROM json_each(:days)) ORDER BY h.id"
    )
    found = rows.rows(sql, **scope._asdict(), days=json.dumps(days))
    return [(row[0], Case(*row[1:])) for row in found]


class Known(NamedTuple):
    """A household with which there was an exchange: the last one, and what is due.

    `next_due_on` is the first day something open is due.
    """

    case: Case
    last_on: str
    result: str | None
    direction: str | None
    next_due_on: str | None
    settled: int


_LAST = """
SELECT c.id FROM contact c WHERE c.household_id = h.id AND c.happened_on <= :day
ORDER BY c.happened_on DESC, c.id DESC LIMIT 1
"""
_NEXT = f"SELECT min(f.due_on) FROM follow_up f WHERE f.household_id = h.id AND {OPEN}"
_KNOWN = f"""
SELECT {_UNNAMED}, c.happened_on, c.result, c.direction, ({_NEXT}), NOT {_UNSETTLED}
FROM household h JOIN contact c ON c.id = ({_LAST})
WHERE h.last_contact_on IS NOT NULL AND {WORKED_ON} AND {{owned}}
  AND ({_UNSETTLED} OR c.direction = '{Direction.INCOMING}')
"""


def known(rows: Reader, scope: Scope) -> list[Known]:
    """Those with whom there was an exchange, whatever came of it; without their names.

    Of 18,000 among 100,000 files, ten are shown: their names cost as much as everything else.
    """
    found = rows.rows(_KNOWN.format(owned=owned(scope)), **scope._asdict())
    width = len(Case._fields)
    return [Known(Case(*row[:width]), *row[width:]) for row in found]


class Waiting(NamedTuple):
    """A file asleep whose day has come."""

    case: Case
    wake_up_on: str
    reason: str | None


def waking(rows: Reader, scope: Scope, until: str | None = None) -> list[Waiting]:
    """The files asleep that were to be taken up again by that day, or are by the day `until`."""
    sql = f"""
SELECT {_CASE}, h.wake_up_on, h.close_reason FROM household h {_REGISTRANT}
WHERE h.status = '{CaseStatus.DORMANT}' AND h.closed_on <= :day AND h.wake_up_on <= :until
  AND {APPROACHED} AND {_MINE}
"""
    width = len(Case._fields)
    values = {**scope._asdict(), "until": until or scope.day}
    return [Waiting(Case(*row[:width]), *row[width:]) for row in rows.rows(sql, **values)]


class Stay(NamedTuple):
    """A visit that takes place, and how many households are expected."""

    reference: str
    title: str
    starts_on: str
    ends_on: str
    commune: str | None
    officer: str | None
    guests: int


def stays(rows: Reader, scope: Scope, first: str, last: str) -> list[Stay]:
    """The visits that take place between two days, as they were known on the day of the scope."""
    sql = f"""
SELECT w.reference, w.title, w.starts_on, w.ends_on, w.commune, o.name,
  (SELECT count(*) FROM visit_guest g WHERE g.visit_id = w.id AND g.invited_on <= :day
   AND g.state NOT IN ('{GuestState.DECLINED}', '{GuestState.MISSED}'))
FROM visit w LEFT JOIN officer o ON o.id = w.officer_id
WHERE w.starts_on <= :last AND w.ends_on >= :first AND {OF_SOMEBODY}
  AND (w.cancelled_on IS NULL OR w.cancelled_on > :day)
  AND (:officer IS NULL OR coalesce(w.officer_id, 0) IN (:officer, 0))
ORDER BY w.starts_on, w.id
"""
    return rows.into(Stay, sql, **scope._asdict(), first=first, last=last)


class Unanswered(NamedTuple):
    """An introduction that waits for an answer."""

    case: Case
    number: int
    introduced_on: str
    target: str | None
    kind: str | None


def unanswered(rows: Reader, scope: Scope, before: str) -> list[Unanswered]:
    """The introductions made by the day `before`, without an answer or an end by that day."""
    sql = f"""
SELECT {_CASE}, i.id, i.introduced_on, coalesce(f.title, s.name), f.kind
FROM introduction i JOIN household h ON h.id = i.household_id {_REGISTRANT}
LEFT JOIN offer f ON f.id = i.offer_id LEFT JOIN resource_person s ON s.id = i.resource_id
WHERE i.introduced_on <= :before AND (i.answered_on IS NULL OR i.answered_on > :day)
  AND (i.ended_on IS NULL OR i.ended_on > :day) AND {WORKED_ON} AND {_MINE}
"""
    width = len(Case._fields)
    return [
        Unanswered(Case(*row[:width]), *row[width:])
        for row in rows.rows(sql, **scope._asdict(), before=before)
    ]


class Stale(NamedTuple):
    """An open offer that nobody looked at for long."""

    reference: str
    kind: str
    title: str
    commune: str | None
    seen_on: str
    introduced: int


def stale_offers(rows: Reader, scope: Scope, before: str, limit: int) -> tuple[list[Stale], int]:
    """Open offers last verified (or published) on the day `before` at the latest; and how many.

    Those that households were put in touch with come first, then the oldest. An officer sees
    those of her territory, and those without a known place.
    """
    where = """
FROM offer f WHERE (f.closed_on IS NULL OR f.closed_on > :day)
  AND (f.expires_on IS NULL OR f.expires_on >= :day)
  AND coalesce(f.verified_on, f.published_on) <= :before
  AND (:territory IS NULL OR f.code_insee IS NULL OR f.code_insee IN (
    SELECT c.code_insee FROM territory_commune c WHERE c.territory_id = :territory))
"""
    introduced = """(SELECT count(*) FROM introduction i WHERE i.offer_id = f.id
      AND i.introduced_on <= :day AND (i.ended_on IS NULL OR i.ended_on > :day))"""
    values = {**scope._asdict(), "before": before}
    total = int(rows.value(f"SELECT count(*) {where}", **values))
    sql = f"""
SELECT f.reference, f.kind, f.title, f.commune, coalesce(f.verified_on, f.published_on) AS seen_on,
  {introduced} AS introduced {where} ORDER BY introduced DESC, seen_on, f.id LIMIT :limit
"""
    return rows.into(Stale, sql, **values, limit=limit), total
