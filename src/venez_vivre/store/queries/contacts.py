"""Named reads of exchanges."""

from __future__ import annotations

from venez_vivre import NamedTuple
from venez_vivre.store.queries.keeping import ERASED
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold
from venez_vivre.vocabulary import REACHING_RESULTS, Direction, Result, Role


class Agent(NamedTuple):
    """Who acts: the name that was given, and the officer at work who has it, if one does."""

    name: str
    officer: int | None


def agent_named(rows: Reader, name: str) -> Agent:
    """The agent of that name; the officer's own spelling when one has it."""
    found = rows.row(
        "SELECT id, name FROM officer WHERE name_key = :key AND active = 1", key=fold(name)
    )
    return Agent(found[1], found[0]) if found else Agent(name, None)


def attempts(rows: Reader, day: str, households: list[int]) -> dict[int, int]:
    """How many calls nobody answered by that day, since somebody was reached or wrote.

    For each of these households.
    """
    exchanges = rows.among(
        "SELECT household_id, happened_on, result, direction FROM contact "
        "WHERE household_id IN ({keys}) ORDER BY household_id, happened_on, id",
        households,
    )
    counts = dict.fromkeys(households, 0)
    for household, happened_on, result, direction in exchanges:
        if happened_on > day:
            continue
        if direction == Direction.INCOMING or result in REACHING_RESULTS:
            counts[household] = 0
        elif result in {Result.NO_ANSWER, Result.MESSAGE}:
            counts[household] += 1
    return counts


class Filter(NamedTuple):
    """What a list of exchanges is kept to; None keeps everything."""

    household: int | None = None
    since: str | None = None
    until: str | None = None
    officer: int | None = None
    channel: str | None = None
    result: str | None = None


CONDITIONS = {
    "household": "c.household_id = :household",
    "since": "c.happened_on >= :since",
    "until": "c.happened_on <= :until",
    "officer": "coalesce(c.officer_id, 0) = :officer",
    "channel": "c.channel = :channel",
    "result": "c.result = :result",
}


NOT_ERASED = f"c.household_id NOT IN {ERASED}"


class Line(NamedTuple):
    """One exchange of the list; `total` is how many the whole list holds."""

    reference: str
    first: str | None
    last: str | None
    happened_on: str
    channel: str
    direction: str | None
    result: str | None
    summary: str | None
    agent: str | None
    total: int


_LIST = f"""
WITH chosen AS (
  SELECT c.*, count(*) OVER () AS total FROM contact c
  WHERE {{conditions}} ORDER BY c.happened_on DESC, c.id DESC LIMIT :limit
)
SELECT h.reference, r.first_name, r.last_name, c.happened_on, c.channel, c.direction, c.result,
  c.summary, coalesce(o.name, c.agent), c.total
FROM chosen c JOIN household h ON h.id = c.household_id
LEFT JOIN officer o ON o.id = c.officer_id
LEFT JOIN person r ON r.id = (
  SELECT min(p.id) FROM person p WHERE p.household_id = h.id AND p.role = '{Role.REGISTRANT}')
ORDER BY c.happened_on DESC, c.id DESC
"""


def listed(rows: Reader, kept: Filter, limit: int | None) -> list[Line]:
    """The exchanges of a filter, the newest first; no more than `limit` when there is one."""
    values = {name: value for name, value in kept._asdict().items() if value is not None}
    conditions = " AND ".join([NOT_ERASED, *(CONDITIONS[name] for name in values)])
    sql = _LIST.format(conditions=conditions)
    return rows.into(Line, sql, **values, limit=-1 if limit is None else limit)
