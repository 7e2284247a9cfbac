"""Named reads of where households come from and where they settle."""

from __future__ import annotations

from collections import Counter

from venez_vivre import NamedTuple
from venez_vivre.store.queries.activity import OURS, Days
from venez_vivre.store.queries.steering import LATER
from venez_vivre.store.reader import Reader


class Touched(NamedTuple):
    """Households of a stage by channel, first or last: `stage`, `channel`, households, people."""

    touch: str
    stage: str
    channel: str
    households: int
    people: int


_TOUCH = {
    "premier": "ORDER BY s.received_on, s.id",
    "dernier": "ORDER BY s.received_on DESC, s.id DESC",
}


class _Entry(NamedTuple):
    """Who enters a stage: from which tables, on which day, as how many households and people."""

    stage: str
    tables: str
    on: str
    households: str
    people: str
    kept: str


_ALL = "{on} BETWEEN :first AND :last"
_ENTRIES = (
    _Entry("inscrits", "household h", "h.registered_on", "1", "0", _ALL),
    _Entry(
        "inscrits",
        "person p CROSS JOIN household h",
        "p.registered_on",
        "0",
        "1",
        f"h.id = p.household_id AND {_ALL}",
    ),
    _Entry("accompagnes", "household h", "h.accompanied_on", "1", "0", _ALL),
    _Entry(
        "accompagnes",
        "household h CROSS JOIN person p",
        LATER,
        "0",
        "1",
        "p.household_id = h.id AND h.accompanied_on <= :last AND p.registered_on <= :last "
        "AND (h.accompanied_on >= :first OR p.registered_on >= :first)",
    ),
    _Entry(
        "installes",
        "household h JOIN settlement i ON i.id = (SELECT min(e.id) FROM settlement e "
        "WHERE e.household_id = h.id AND e.settled_on = h.settled_on AND e.cancelled_on IS NULL)",
        "h.settled_on",
        "1",
        "i.adults + i.children",
        f"{_ALL} AND h.spontaneous = 0",
    ),
)
"""Who enters each stage, and when: households, then those of their people who enter it that day."""


# Nearly every household sent one form, or several by one channel: its channel is found once. Only
# for the others are the forms put in order, one household at a time (20 s for 300,000 otherwise).
_FORMS = """
WITH form AS MATERIALIZED (
  SELECT household_id AS id, min(coalesce(channel, '')) AS channel,
    max(coalesce(channel, '')) AS other
  FROM signup GROUP BY household_id)
"""


def touches(rows: Reader, days: Days) -> list[Touched]:
    """Households and people that reached each stage in those days, by the channel of a form.

    `premier`: the first that the household sent; `dernier`: the last one by the day they reached
    the stage. Both sum to the stage, in both units.
    """
    parts = [_entering(one, touch, order) for one in _ENTRIES for touch, order in _TOUCH.items()]
    found: Counter[tuple[str, str, str, int]] = Counter()
    sql = f"{_FORMS} {' UNION ALL '.join((*map(_alike, _ENTRIES), *parts))}"
    for touch, stage, channel, households, people in rows.rows(sql, **days._asdict()):
        for name in (touch,) if touch else _TOUCH:
            found[name, stage, channel, 0] += households
            found[name, stage, channel, 1] += people
    keys = dict.fromkeys(key[:3] for key in found)
    return [Touched(*key, found[(*key, 0)], found[(*key, 1)]) for key in keys]


def _alike(one: _Entry) -> str:
    """Those whose forms all name one channel: both touches are that one."""
    return f"""
SELECT '', '{one.stage}', form.channel, sum({one.households}), sum({one.people})
FROM {one.tables.replace("household h", "household h JOIN form ON form.id = h.id", 1)}
WHERE {one.kept.format(on=one.on)} AND form.channel = form.other AND {OURS} GROUP BY 3"""


def _entering(one: _Entry, touch: str, order: str) -> str:
    """The others, by the channel of the form that this touch means."""
    return f"""
SELECT '{touch}', '{one.stage}', coalesce((SELECT s.channel FROM signup s
  WHERE s.household_id = h.id AND s.received_on <= {one.on} {order} LIMIT 1), '') AS channel,
  sum({one.households}), sum({one.people})
FROM {one.tables} WHERE {one.kept.format(on=one.on)} AND {OURS}
  AND h.id IN (SELECT id FROM form WHERE channel <> other) GROUP BY 3"""


class Spent(NamedTuple):
    """What was spent on a channel, in cents; an empty code where the campaigns name none."""

    channel: str
    cents: int


def spent(rows: Reader, days: Days) -> list[Spent]:
    """What the campaigns that started in those days cost, by channel."""
    return rows.into(
        Spent,
        "SELECT coalesce(channel, ''), sum(spending_cents) FROM campaign "
        "WHERE starts_on BETWEEN :first AND :last GROUP BY 1 ORDER BY 2 DESC, 1",
        first=days.first,
        last=days.last,
    )


class Town(NamedTuple):
    """Households settled in a commune (INSEE code, empty when it is not known), and people."""

    code_insee: str
    households: int
    people: int


def towns(rows: Reader, days: Days) -> list[Town]:
    """Where the households settled in those days live; spontaneous settlements left out."""
    return rows.into(
        Town,
        f"""
SELECT coalesce(i.code_insee, ''), count(*), sum(i.adults + i.children)
FROM household h JOIN settlement i ON i.id = (
  SELECT min(s.id) FROM settlement s
  WHERE s.household_id = h.id AND s.settled_on = h.settled_on AND s.cancelled_on IS NULL)
WHERE h.settled_on BETWEEN :first AND :last AND h.spontaneous = 0 AND {OURS}
GROUP BY 1 ORDER BY 2 DESC, 1""",
        **days._asdict(),
    )


class Cohort(NamedTuple):
    """Households signed up in a month (`2025-03`): how many, and the day of the last of them."""

    month: str
    households: int
    last: str


def cohorts(rows: Reader, days: Days) -> list[Cohort]:
    """The households signed up in those days, month by month."""
    return rows.into(
        Cohort,
        "SELECT substr(h.registered_on, 1, 7), count(*), max(h.registered_on) FROM household h "
        f"WHERE h.registered_on BETWEEN :first AND :last AND {OURS} GROUP BY 1 ORDER BY 1",
        **days._asdict(),
    )


def cohort_settlements(rows: Reader, days: Days) -> list[tuple[str, str, int]]:
    """Sign-up and settlement of the households of those days that settled by the last of them."""
    return rows.rows(
        "SELECT h.registered_on, h.settled_on, count(*) FROM household h "
        "WHERE h.registered_on BETWEEN :first AND :last AND h.settled_on <= :last "
        f"AND h.spontaneous = 0 AND {OURS} GROUP BY 1, 2",
        **days._asdict(),
    )
