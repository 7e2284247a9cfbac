"""Named reads of files that change hands: those a filter chooses, those of one officer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from venez_vivre.store.queries.gaps import ACTIVE, OPEN_FOLLOW_UP, registrant
from venez_vivre.store.queries.households import CONDITIONS, ORDERS, Filter
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CaseStatus, GuestState, IntroductionState, Role


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
    values = {name: value for name, value in kept._asdict().items() if value is not None}
    conditions = " AND ".join(CONDITIONS[name] for name in values) or "1 = 1"
    sql = f"{_CANDIDATE} WHERE {conditions} ORDER BY {ORDERS['echeance']} LIMIT :limit"
    return rows.into(Candidate, sql, **values, limit=-1 if limit is None else limit)


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


_OPEN = f"({ACTIVE} OR h.status = '{CaseStatus.DORMANT}')"
_DUE = f"EXISTS (SELECT 1 FROM follow_up d WHERE d.household_id = h.id AND {OPEN_FOLLOW_UP})"
_WAITING = f"""
i.introduced_on <= :day AND (i.ended_on IS NULL OR i.ended_on > :day)
AND (i.answered_on > :day OR i.answered_on IS NULL AND i.state = '{IntroductionState.PENDING}')
"""
_COMING = f"""
w.ends_on >= :day AND (w.cancelled_on IS NULL OR w.cancelled_on > :day) AND g.invited_on <= :day
AND g.state IN ('{GuestState.INVITED}', '{GuestState.CONFIRMED}')
"""
_CHARGE = f"""
h.officer_id = :officer AND h.registered_on <= :day AND ({_OPEN} OR {_DUE}
  OR EXISTS (SELECT 1 FROM introduction i WHERE i.household_id = h.id AND {_WAITING})
  OR EXISTS (SELECT 1 FROM visit_guest g JOIN visit w ON w.id = g.visit_id
             WHERE g.household_id = h.id AND {_COMING}))
"""
"""The files of an officer that are not closed, and the closed ones where something is promised."""


def files(rows: Reader, officer: int, day: str) -> list[File]:
    """The files in an officer's charge that day."""
    sql = f"""
SELECT h.id, h.reference, CASE WHEN h.closed_on > :day THEN '{CaseStatus.ACTIVE}' ELSE h.status END,
  h.registered_on, h.accompanied_on, h.settled_on, h.wake_up_on, t.name, h.adults, h.children,
  h.horizon, h.wished_on, h.wished_territories, h.wished_communes, h.housing, h.rent_max,
  h.purchase_budget, h.project, h.blockers
FROM household h LEFT JOIN territory t ON t.id = h.territory_id WHERE {_CHARGE} ORDER BY h.id
"""
    return rows.into(File, sql, officer=officer, day=day)


def charge(rows: Reader, officer: int, day: str) -> list[Candidate]:
    """The same files, as they change hands."""
    return rows.into(
        Candidate, f"{_CANDIDATE} WHERE {_CHARGE} ORDER BY h.id", officer=officer, day=day
    )


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
SELECT c.household_id, c.happened_on, c.channel, c.result, c.summary, coalesce(o.name, c.agent)
FROM household h JOIN contact c ON c.id = (
  SELECT x.id FROM contact x WHERE x.household_id = h.id AND x.happened_on <= :day
  ORDER BY x.happened_on DESC, x.id DESC LIMIT 1)
LEFT JOIN officer o ON o.id = c.officer_id WHERE {_CHARGE}
"""
    return rows.into(Exchange, sql, officer=officer, day=day)


class Due(NamedTuple):
    """An open follow-up, whose household and in whose name it is."""

    number: int
    household: int
    due_on: str
    due_at: str | None
    kind: str
    action: str
    place: str | None
    officer: str | None
    reference: str
    first: str | None
    last: str | None
    phone: str | None
    owner: int | None


_FOLLOW_UPS = f"""
SELECT d.id, h.id, d.due_on, d.due_at, d.kind, d.action, d.place, o.name, h.reference,
  r.first_name, r.last_name, r.phone, h.officer_id
FROM follow_up d JOIN household h ON h.id = d.household_id
LEFT JOIN officer o ON o.id = d.officer_id LEFT JOIN person r ON r.id = ({registrant("h.id")})
WHERE {OPEN_FOLLOW_UP}
"""


def follow_ups(rows: Reader, officer: int, day: str) -> list[Due]:
    """What is due for the households of an officer, or in her name for those of others."""
    sql = (
        f"{_FOLLOW_UPS} AND h.registered_on <= :day "
        "AND (h.officer_id = :officer OR d.officer_id = :officer) "
        "ORDER BY d.due_on, d.due_at, d.id"
    )
    return rows.into(Due, sql, officer=officer, day=day)


class Waiting(NamedTuple):
    """An introduction that waits for its answer; `what` is an offer's title or a person's name."""

    number: int
    household: int
    introduced_on: str
    reference: str | None
    what: str | None


def waiting(rows: Reader, officer: int, day: str) -> list[Waiting]:
    """The introductions of an officer's households that nobody answered yet."""
    sql = f"""
SELECT i.id, h.id, i.introduced_on, coalesce(f.reference, s.reference), coalesce(f.title, s.name)
FROM introduction i JOIN household h ON h.id = i.household_id
LEFT JOIN offer f ON f.id = i.offer_id LEFT JOIN resource_person s ON s.id = i.resource_id
WHERE h.officer_id = :officer AND h.registered_on <= :day AND {_WAITING}
ORDER BY i.introduced_on, i.id
"""
    return rows.into(Waiting, sql, officer=officer, day=day)


class Invited(NamedTuple):
    """A household that is expected at a visit."""

    number: int
    household: int
    starts_on: str
    reference: str
    title: str
    state: str


def invited(rows: Reader, officer: int, day: str) -> list[Invited]:
    """The visits to come that an officer's households are invited to."""
    sql = f"""
SELECT g.id, h.id, w.starts_on, w.reference, w.title, g.state
FROM visit_guest g JOIN visit w ON w.id = g.visit_id JOIN household h ON h.id = g.household_id
WHERE h.officer_id = :officer AND h.registered_on <= :day AND {_COMING} ORDER BY w.starts_on, g.id
"""
    return rows.into(Invited, sql, officer=officer, day=day)
