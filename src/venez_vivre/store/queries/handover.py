"""Named reads of files that change hands: those a filter chooses, those of one officer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.queries.gaps import ACTIVE, OPEN_FOLLOW_UP, registrant
from venez_vivre.store.queries.households import CONDITIONS, ORDERS, Filter
from venez_vivre.store.queries.introductions import OPEN
from venez_vivre.store.queries.keeping import SHOWN, WRITABLE
from venez_vivre.store.queries.visits import GUESTS, STANDS
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CaseStatus, GuestState, Role


class Candidate(NamedTuple):
    """A file that may change hands, and whose it is; `officer` and `territory` are numbers."""

    number: int
    reference: str
    first: str | None
    last: str | None
    stage: str
    status: str
    officer: int | None
    territory: int | None
    officer_name: str | None
    territory_name: str | None


_CANDIDATE = f"""
SELECT h.id, h.reference, r.first_name, r.last_name, h.stage, h.status, h.officer_id,
  h.territory_id, o.name, t.name
FROM household h LEFT JOIN person r ON r.id = ({registrant("h.id")})
LEFT JOIN officer o ON o.id = h.officer_id LEFT JOIN territory t ON t.id = h.territory_id
"""


def chosen(rows: Reader, kept: Filter, limit: int | None) -> list[Candidate]:
    """The files of a filter in the order of their list; no more than `limit` if there is one."""
    conditions, values = _kept(kept)
    sql = (
        f"{_CANDIDATE} WHERE {WRITABLE} AND {conditions} ORDER BY {ORDERS['echeance']} LIMIT :limit"
    )
    return rows.into(Candidate, sql, **values, limit=-1 if limit is None else limit)


def not_active(rows: Reader, kept: Filter) -> int:
    """How many files would answer to a filter if they were not closed or asleep."""
    conditions, values = _kept(kept._replace(status=None))
    sql = f"SELECT count(*) FROM household h WHERE {WRITABLE} AND h.status <> '{CaseStatus.ACTIVE}'"
    return int(rows.value(f"{sql} AND {conditions}", **values))


def _kept(kept: Filter) -> tuple[str, dict[str, Any]]:
    values = {name: value for name, value in kept._asdict().items() if value is not None}
    return " AND ".join(CONDITIONS[name] for name in values) or "1 = 1", values


def candidates(rows: Reader, numbers: Sequence[int]) -> list[Candidate]:
    """The files of these numbers, in that order."""
    found = {
        row[0]: Candidate(*row)
        for row in rows.among(f"{_CANDIDATE} WHERE h.id IN ({{keys}})", numbers)
    }
    return [found[number] for number in numbers]


# --- one officer ----------------------------------------------------------------------------


class File(NamedTuple):
    """A file of an officer's, as the sheet that hands it over shows it."""

    number: int
    reference: str
    status: str
    registered_on: str | None
    accompanied_on: str | None
    settled_on: str | None
    wake_up_on: str | None
    territory: str | None
    adults: int | None
    children: int | None
    horizon: str | None
    wished_on: str | None
    wished_territories: str | None
    wished_communes: str | None
    housing: str | None
    rent_max: int | None
    purchase_budget: int | None
    project: str | None
    blockers: str | None
    left_on: str | None


_OPEN = f"({ACTIVE} OR h.status = '{CaseStatus.DORMANT}')"
_DUE = f"EXISTS (SELECT 1 FROM follow_up d WHERE d.household_id = h.id AND {OPEN_FOLLOW_UP})"
_STATES = ", ".join(f"'{state}'" for state in OPEN)
RUNNING = f"""
i.introduced_on <= :day AND (i.ended_on > :day
  OR i.ended_on IS NULL AND (i.answered_on > :day OR i.state IN ({_STATES})))
"""
"""An introduction that nothing ended yet, whether it was answered or not."""
EXPECTED = f"g.state IN ('{GuestState.INVITED}', '{GuestState.CONFIRMED}') AND {STANDS}"
"""A guest of whom it is not known yet whether it comes, or came."""
_HERS = f"""
h.officer_id = :officer AND h.registered_on <= :day AND ({_OPEN} OR {_DUE}
  OR EXISTS (SELECT 1 FROM introduction i WHERE i.household_id = h.id AND {RUNNING})
  OR EXISTS (SELECT 1 FROM guest g JOIN visit w ON w.id = g.visit_id
             WHERE g.household_id = h.id AND w.ends_on >= :day AND {EXPECTED}))
"""
"""The files of an officer that are not closed, and the closed ones where something is promised."""
_CHARGE = f"{WRITABLE} AND {_HERS}"
"""Those of them that may change hands."""


def files(rows: Reader, officer: int, day: str) -> list[File]:
    """The files in an officer's charge that day."""
    sql = f"""
{GUESTS}
SELECT h.id, h.reference, CASE WHEN h.closed_on > :day THEN '{CaseStatus.ACTIVE}' ELSE h.status END,
  h.registered_on, h.accompanied_on, h.settled_on, h.wake_up_on, t.name, h.adults, h.children,
  h.horizon, h.wished_on, h.wished_territories, h.wished_communes, h.housing, h.rent_max,
  h.purchase_budget, h.project, h.blockers,
  (SELECT max(l.left_on) FROM settlement l WHERE l.household_id = h.id
   AND l.cancelled_on IS NULL AND l.left_on <= :day)
FROM household h LEFT JOIN territory t ON t.id = h.territory_id WHERE {_CHARGE} ORDER BY h.id
"""
    return rows.into(File, sql, officer=officer, day=day)


def charge(rows: Reader, officer: int, day: str) -> list[Candidate]:
    """The same files, as they change hands."""
    sql = f"{GUESTS}{_CANDIDATE} WHERE {_CHARGE} ORDER BY h.id"
    return rows.into(Candidate, sql, officer=officer, day=day)


class Limited(NamedTuple):
    """A file that stays where it is, since that day (ISO), because a person asked for it."""

    reference: str
    limited_on: str


def limited(rows: Reader, officer: int, day: str) -> list[Limited]:
    """The files in an officer's charge that day that are limited: nothing is written to them."""
    sql = f"""
{GUESTS}
SELECT h.reference, h.limited_on FROM household h
WHERE h.limited_on IS NOT NULL AND {SHOWN} AND {_HERS} ORDER BY h.id
"""
    return rows.into(Limited, sql, officer=officer, day=day)


class Member(NamedTuple):
    """An adult of a file."""

    household: int
    role: str
    first: str | None
    last: str | None
    phone: str | None
    email: str | None
    occupation: str | None


def adults(rows: Reader, numbers: Sequence[int]) -> list[Member]:
    """The adults of these households, who signed up first."""
    sql = f"""
SELECT household_id, role, first_name, last_name, phone, email, occupation FROM person
WHERE role <> '{Role.CHILD}' AND household_id IN ({{keys}})
ORDER BY household_id, role <> '{Role.REGISTRANT}', role <> '{Role.PARTNER}', id
"""
    return [Member(*row) for row in rows.among(sql, numbers)]


class Exchange(NamedTuple):
    """The last exchange with a household."""

    household: int
    happened_on: str
    channel: str
    result: str | None
    summary: str | None
    agent: str | None


def last_exchanges(rows: Reader, officer: int, day: str) -> list[Exchange]:
    """The last exchange of each file of an officer, on that day or before."""
    sql = f"""
{GUESTS}
SELECT c.household_id, c.happened_on, c.channel, c.result, c.summary, coalesce(o.name, c.agent)
FROM household h JOIN contact c ON c.id = (
  SELECT x.id FROM contact x WHERE x.household_id = h.id AND x.happened_on <= :day
  ORDER BY x.happened_on DESC, x.id DESC LIMIT 1)
LEFT JOIN officer o ON o.id = c.officer_id WHERE {_CHARGE}
"""
    return rows.into(Exchange, sql, officer=officer, day=day)
