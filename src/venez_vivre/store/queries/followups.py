"""Named reads of what is due: actions and appointments, as they stood on a day."""

from __future__ import annotations

from venez_vivre import NamedTuple
from venez_vivre.store.queries.keeping import APPROACHED, SHOWN
from venez_vivre.store.queries.scope import Scope, mine
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CaseStatus, Role

KNOWN = "(f.planned_on IS NULL OR f.planned_on <= :day)"
OPEN = f"{KNOWN} AND (f.done_on IS NULL OR f.done_on > :day)"
"""What stood open at the end of that day: what was done later still was to be done."""

WORKED_ON = f"(h.status = '{CaseStatus.ACTIVE}' OR h.closed_on > :day) AND {APPROACHED}"
"""The file was open that day: one that was closed since still was. And it may be worked on."""


class Filter(NamedTuple):
    """What a list is kept to; None keeps everything. `done` asks for what was closed."""

    household: int | None = None
    officer: int | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None


CONDITIONS = {
    "household": "f.household_id = :household",
    "officer": "coalesce(f.officer_id, h.officer_id, 0) = :officer",
    "since": "f.due_on >= :since",
    "until": "f.due_on <= :until",
    "kind": "f.kind = :kind",
}


class Line(NamedTuple):
    """One follow-up; `total` is how many the whole list holds."""

    number: int
    household: int
    reference: str
    first: str | None
    last: str | None
    phone: str | None
    commune: str | None
    kind: str
    action: str
    due_on: str
    due_at: str | None
    channel: str | None
    place: str | None
    origin: str | None
    planned_on: str | None
    done_on: str | None
    ending: str | None
    officer: str | None
    horizon: str | None
    maturity: int | None
    accompanied: int | None
    planned_as: int
    total: int


_LIST = f"""
SELECT f.id, h.id, h.reference, r.first_name, r.last_name, r.phone, h.commune, f.kind, f.action,
  f.due_on, f.due_at, f.channel, f.place, f.origin, f.planned_on, f.done_on, f.ending,
  coalesce(o.name, p.name), h.horizon, h.maturity, h.accompanied_on <= :day,
  coalesce(f.first_id, f.id), count(*) OVER () AS total
FROM follow_up f JOIN household h ON h.id = f.household_id
LEFT JOIN officer o ON o.id = f.officer_id
LEFT JOIN officer p ON p.id = h.officer_id
LEFT JOIN person r ON r.id = (
  SELECT min(q.id) FROM person q WHERE q.household_id = h.id AND q.role = '{Role.REGISTRANT}')
WHERE {SHOWN} AND {{state}} {{conditions}}
ORDER BY {{order}} LIMIT :limit
"""


def open_ones(rows: Reader, kept: Filter, day: str, limit: int | None = None) -> list[Line]:
    """What was open at the end of that day in files that were, the most overdue first."""
    order = "f.due_on, f.due_at IS NULL, f.due_at, f.id"
    return _listed(rows, kept, day, f"{OPEN} AND {WORKED_ON}", (order, limit))


def open_of(rows: Reader, scope: Scope, until: str) -> list[Line]:
    """What was open on the day of the scope and due by the day `until`, in its files."""
    state = f"{OPEN} AND {WORKED_ON} AND {mine('coalesce(f.officer_id, h.officer_id)')}"
    sql = _LIST.format(state=state, conditions="AND f.due_on <= :until", order="f.due_on, f.id")
    return rows.into(Line, sql, **scope._asdict(), until=until, limit=-1)


def closed_ones(rows: Reader, kept: Filter, day: str, limit: int | None = None) -> list[Line]:
    """What was done, put off or given up by that day, the latest first."""
    return _listed(rows, kept, day, "f.done_on <= :day", ("f.done_on DESC, f.id DESC", limit))


def _listed(
    rows: Reader, kept: Filter, day: str, state: str, order: tuple[str, int | None]
) -> list[Line]:
    values = {name: value for name, value in kept._asdict().items() if value is not None}
    conditions = "".join(f" AND {CONDITIONS[name]}" for name in values)
    sql = _LIST.format(state=state, conditions=conditions, order=order[0])
    limit = -1 if order[1] is None else order[1]
    return rows.into(Line, sql, **values, day=day, limit=limit)


def of_number(rows: Reader, number: int, day: str) -> Line | None:
    """The follow-up of that number, open or not."""
    sql = _LIST.format(state="f.id = :number", conditions="", order="f.id")
    found = rows.into(Line, sql, number=number, day=day, limit=1)
    return found[0] if found else None
