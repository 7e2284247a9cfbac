"""Named reads of what is missing in a base: how many, what it costs, where first."""

from __future__ import annotations

from collections.abc import Sequence

from venez_vivre import NamedTuple
from venez_vivre.store.queries.keeping import APPROACHED
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CaseStatus, Horizon, OfferKind, Role

NAMED = 3
"""How many of the households or offers concerned are named beside a figure."""


class Scope(NamedTuple):
    """What an examination is kept to, and the days it depends on; None keeps everything.

    A sign-up since `recent` is recent; an offer last seen before `stale` is to be verified.
    """

    day: str
    recent: str
    stale: str
    territory: int | None = None
    officer: int | None = None


class Measure(NamedTuple):
    """How many are concerned, the points and the figure that it costs, the first of them.

    `hot` is how many are accompanied or settled households, 0 where that has no sense.
    """

    size: int = 0
    points: float = 0.0
    cost: int = 0
    examples: tuple[str, ...] = ()
    hot: int = 0


class Case(NamedTuple):
    """One household, offer or row concerned; `points` and `cost` are its part of the gap's.

    A household has the first and last name of who signed up; anything else is named by `first`.
    """

    reference: str
    first: str | None
    last: str | None
    points: float
    cost: int
    said: str | None = None


def registrant(household: str) -> str:
    """The number of who signed up, in SQL."""
    return (
        "SELECT min(q.id) FROM person q "
        f"WHERE q.household_id = {household} AND q.role = '{Role.REGISTRANT}'"
    )


ACTIVE = f"(h.status = '{CaseStatus.ACTIVE}' OR h.closed_on > :day)"
SETTLED = "(h.settled_on IS NOT NULL AND h.settled_on <= :day)"
HEAT = f"""
(CASE WHEN h.settled_on <= :day OR h.accompanied_on <= :day THEN 1.0
      WHEN h.registered_on >= :recent THEN 0.2 ELSE 0.01 END
 * CASE WHEN h.settled_on <= :day THEN 1
        WHEN h.horizon = '{Horizon.UNDER_3_MONTHS}' THEN 3
        WHEN h.horizon = '{Horizon.MONTHS_3_TO_6}' THEN 2 ELSE 1 END)
"""
"""Points of a household: an accompanied one is worth 1, a recent sign-up 0.2, an old one that was
never reached 0.01; twice that when it would move within six months, three times within three."""

OURS = f"""
h.registered_on <= :day AND {APPROACHED}
AND (:territory IS NULL OR coalesce(h.territory_id, 0) = :territory)
AND (:officer IS NULL OR coalesce(h.officer_id, 0) = :officer)
"""
"""The households that an examination is about."""

NAME = f"""
(SELECT p.first_name FROM person p WHERE p.id = ({registrant("h.id")})),
(SELECT p.last_name FROM person p WHERE p.id = ({registrant("h.id")}))
"""
"""The two columns of a `Case` that name a household."""

OPEN_FOLLOW_UP = """
(d.done_on IS NULL OR d.done_on > :day) AND (d.planned_on IS NULL OR d.planned_on <= :day)
"""
STANDING_OFFER = """
(f.closed_on IS NULL OR f.closed_on > :day)
AND (f.published_on IS NULL OR f.published_on <= :day)
AND (:territory IS NULL OR f.code_insee IN (
  SELECT c.code_insee FROM territory_commune c WHERE c.territory_id = :territory))
"""
OPEN_OFFER = f"{STANDING_OFFER} AND (f.expires_on IS NULL OR f.expires_on >= :day)"

_KINDS = f"""
  count(*) AS offers, sum(f.kind = '{OfferKind.JOB}') AS jobs,
  sum(f.kind = '{OfferKind.HOME}') AS homes,
  sum(f.kind IN ('{OfferKind.SCHOOL}', '{OfferKind.CHILDCARE}')) AS schools
"""
_OPEN = """
(f.closed_on IS NULL OR f.closed_on > :day) AND (f.expires_on IS NULL OR f.expires_on >= :day)
AND (f.published_on IS NULL OR f.published_on <= :day)
"""

_FILES = f"""
reach AS MATERIALIZED (
  SELECT c.territory_id, {_KINDS} FROM territory_commune c
  JOIN offer f ON f.code_insee = c.code_insee WHERE {_OPEN} GROUP BY c.territory_id),
region AS MATERIALIZED (SELECT {_KINDS} FROM offer f WHERE {_OPEN}),
members AS MATERIALIZED (
  SELECT household_id,
    max(role = '{Role.REGISTRANT}' AND occupation IS NOT NULL) AS trade,
    max(occupation IS NOT NULL AND rome_code IS NULL) AS uncoded,
    max(role = '{Role.PARTNER}' AND occupation IS NULL) AS idle_partner,
    max(role <> '{Role.CHILD}' AND (email IS NOT NULL OR phone IS NOT NULL)) AS reachable,
    sum(role = '{Role.CHILD}' AND birth_year IS NOT NULL) AS born,
    max(CASE WHEN role = '{Role.REGISTRANT}' THEN consent END) AS consent
  FROM person GROUP BY household_id),
file AS MATERIALIZED (
  SELECT h.id, h.reference, {HEAT} AS heat,
    CASE WHEN h.territory_id IS NULL THEN g.jobs ELSE r.jobs END AS jobs,
    CASE WHEN h.territory_id IS NULL THEN g.homes ELSE r.homes END AS homes,
    CASE WHEN h.territory_id IS NULL THEN g.schools ELSE r.schools END AS schools,
    CASE WHEN h.territory_id IS NULL THEN g.offers ELSE r.offers END AS offers,
    coalesce(h.settled_on <= :day OR h.accompanied_on <= :day, 1 = 0) AS hot,
    1 AS files, h.registered_on AS recent, {{mask}} AS mask
  FROM household h CROSS JOIN region g
  LEFT JOIN members m ON m.household_id = h.id LEFT JOIN reach r ON r.territory_id = h.territory_id
  WHERE {ACTIVE} AND {OURS})
"""
"""The active files: how hot each is, the open offers of its territory (of the region when it has
none), and the number whose bits say which conditions it meets."""

FIGURES = ("files", "jobs", "homes", "schools", "offers")
"""What a household may cost: itself, or the open offers that nobody can compare it with."""


FIRST = "heat DESC, recent DESC, id DESC"
"""Who is named first: the hottest, then who signed up last."""


class Group(NamedTuple):
    """Files that meet the same conditions; or, with a `reference`, an example of one condition."""

    mask: int
    size: int
    hot: int
    points: float
    figures: dict[str, int]
    reference: str | None


def of_households(rows: Reader, scope: Scope, conditions: Sequence[str]) -> list[Group]:
    """The active files by the conditions that they meet, then the first files of each condition.

    Files that meet none are left out; those of an example have the mask of its condition alone.
    """
    sums = ", ".join(f"coalesce(sum({name}), 0)" for name in FIGURES)
    nothing = ", ".join("0" for _ in FIGURES)
    examples = "".join(
        f"UNION ALL SELECT * FROM (SELECT {1 << k}, 0, 0, 0, {nothing}, reference FROM file "
        f"WHERE mask & {1 << k} <> 0 ORDER BY {FIRST} LIMIT {NAMED})\n"
        for k in range(len(conditions))
    )
    sql = f"""
WITH {_FILES.format(mask=_mask(conditions))}
SELECT mask, count(*), sum(hot), sum(heat), {sums}, NULL
FROM file WHERE mask > 0 GROUP BY mask
{examples}
"""
    return [
        Group(mask, count, hot, heat, dict(zip(FIGURES, figures, strict=True)), reference)
        for mask, count, hot, heat, *figures, reference in rows.rows(sql, **scope._asdict())
    ]


def _mask(conditions: Sequence[str]) -> str:
    """Bit k is set where condition k holds; what is unknown does not hold."""
    return " + ".join(f"(CASE WHEN {c} THEN {1 << k} ELSE 0 END)" for k, c in enumerate(conditions))


def households(
    rows: Reader, scope: Scope, found: tuple[str, str, str], limit: int | None
) -> list[Case]:
    """The active files of a condition, a figure and what is told of each; the hottest first."""
    condition, figure, said = found
    sql = f"""
WITH {_FILES.format(mask=_mask([condition]))},
chosen AS MATERIALIZED (
  SELECT id, reference, heat, recent, coalesce({figure}, 0) AS cost FROM file WHERE mask > 0
  ORDER BY {FIRST} LIMIT :limit)
SELECT c.reference, p.first_name, p.last_name, c.heat, c.cost, {said}
FROM chosen c LEFT JOIN person p ON p.id = ({registrant("c.id")})
ORDER BY c.heat DESC, c.recent DESC, c.id DESC
"""
    return rows.into(Case, sql, **scope._asdict(), limit=-1 if limit is None else limit)


_FOUND = "reference, first, last, points, cost, recent"
"""The columns of a query of cases: those of a `Case`, and the day that says which is recent."""
_ORDER = "points DESC, recent DESC, reference"


def measured(rows: Reader, scope: Scope, sql: str) -> Measure:
    """Figures of a query whose rows are `Case`s."""
    found = rows.rows(
        f"WITH found ({_FOUND}) AS MATERIALIZED ({sql}), "
        f"top AS (SELECT reference FROM found ORDER BY {_ORDER} LIMIT {4 * NAMED}) "
        "SELECT count(*), coalesce(sum(points), 0), coalesce(sum(cost), 0), NULL FROM found "
        "UNION ALL SELECT 0, 0, 0, reference FROM top",
        **scope._asdict(),
    )
    count, points, cost, _ = found[0]
    first = dict.fromkeys(reference for *_, reference in found[1:])
    return Measure(count, points, cost, tuple(first)[:NAMED])


def cases(rows: Reader, scope: Scope, sql: str, limit: int | None) -> list[Case]:
    """The rows of a query whose rows are `Case`s, the costliest first."""
    return rows.into(
        Case,
        f"WITH found ({_FOUND}) AS ({sql}) "
        "SELECT reference, first, last, points, cost FROM found "
        f"ORDER BY {_ORDER} LIMIT :limit",
        **scope._asdict(),
        limit=-1 if limit is None else limit,
    )
