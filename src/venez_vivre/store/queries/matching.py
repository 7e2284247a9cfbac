"""Named reads of matching: households and their adults, the offers that could suit, what was tried.

Each read makes its rows with the constructor it is given: the store knows no criterion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from venez_vivre import NamedTuple
from venez_vivre.store.queries.households import person_name
from venez_vivre.store.queries.keeping import APPROACHED, SHOWN
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import (
    CaseStatus,
    IntroductionState,
    Role,
    Stage,
    Telework,
    TerritoryKind,
)

T = TypeVar("T")

_HOUSEHOLD = f"""
SELECT h.id, h.reference, r.first_name, r.last_name,
  h.status, h.stage, h.registered_on, h.wished_codes, h.wished_territories, h.territory_id,
  h.max_distance_km, h.horizon, h.wished_on, h.adults, h.children, h.children_births, h.housing,
  h.housing_kind, h.rooms_min, h.area_min, h.rent_max, h.purchase_budget, h.garden, h.interests,
  h.motivations, h.project,
  (SELECT group_concat(s.message, ' . ') FROM signup s WHERE s.household_id = h.id)
FROM household h
LEFT JOIN person r ON r.id = (SELECT p.id FROM person p WHERE p.household_id = h.id
  AND p.role = '{Role.REGISTRANT}' ORDER BY p.id LIMIT 1)
"""
_ADULT = f"""
SELECT p.id, p.household_id, p.role, p.first_name, p.birth_year, p.occupation, p.rome_code,
  p.employment, p.contract, p.telework, p.salary_min, p.consent
FROM person p WHERE p.role <> '{Role.CHILD}'
"""
ACTIVE = f"""h.status = '{CaseStatus.ACTIVE}' AND h.stage <> '{Stage.SETTLED}' AND {APPROACHED}
  AND NOT EXISTS (SELECT 1 FROM person p WHERE p.household_id = h.id
                  AND p.role = '{Role.REGISTRANT}' AND p.consent = 0)"""
"""Households that are matched: open, not settled, nobody having refused to be contacted."""

_OFFER = """
SELECT f.id, f.reference, f.kind, f.title, f.commune, f.code_insee, f.latitude, f.longitude,
  f.occupation, f.rome_code, f.contract, f.working_time, f.salary_min, f.salary_max, f.telework,
  f.openings, f."transaction", f.housing_kind, f.rooms, f.area, f.rent, f.charges, f.price,
  f.garden, f.available_on, f.levels, f.age_min, f.age_max, f.themes, f.places, f.published_on,
  f.verified_on, f.expires_on,
  CASE WHEN f.description LIKE '%rience%' OR f.description LIKE '%butant%' THEN f.description END
FROM offer f
"""
OPEN = "(f.closed_on IS NULL OR f.closed_on > :today)"
_UNEXPIRED = "(f.expires_on IS NULL OR f.expires_on >= :today)"


def household(rows: Reader, make: Callable[..., T], number: int) -> T:
    """One household."""
    return rows.into(_named(make), f"{_HOUSEHOLD} WHERE h.id = :number", number=number)[0]


def _named(make: Callable[..., T]) -> Callable[..., T]:
    """A household under the name of its registrant, as lists show it."""

    def made(number: int, reference: str, first: str | None, last: str | None, *rest: Any) -> T:
        return make(number, reference, person_name(first, last) or reference, *rest)

    return made


def adults(rows: Reader, make: Callable[..., T], household: int) -> list[T]:
    """The adults of a household, the registrant first."""
    sql = f"{_ADULT} AND p.household_id = :number ORDER BY p.role <> '{Role.REGISTRANT}', p.id"
    return rows.into(make, sql, number=household)


def active_households(rows: Reader, make: Callable[..., T]) -> list[T]:
    """Every household that is matched, by reference."""
    return rows.into(_named(make), f"{_HOUSEHOLD} WHERE {ACTIVE} ORDER BY h.reference")


def active_adults(rows: Reader, make: Callable[..., T]) -> list[T]:
    """The adults of every household that is matched, those of one household together."""
    sql = f"""{_ADULT} AND p.household_id IN (SELECT h.id FROM household h WHERE {ACTIVE})
      ORDER BY p.household_id, p.role <> '{Role.REGISTRANT}', p.id"""
    return rows.into(make, sql)


def offer(rows: Reader, make: Callable[..., T], number: int) -> T:
    """One offer, open or not."""
    return rows.into(make, f"{_OFFER} WHERE f.id = :number", number=number)[0]


def open_offers(rows: Reader, make: Callable[..., T], kind: str, today: str) -> list[T]:
    """Every offer of a kind that is neither closed nor expired, by number."""
    sql = f"{_OFFER} WHERE f.kind = :kind AND {OPEN} AND {_UNEXPIRED} ORDER BY f.id"
    return rows.into(make, sql, kind=kind, today=today)


class Box(NamedTuple):
    """A rectangle of latitudes and longitudes, in degrees."""

    south: float
    north: float
    west: float
    east: float


class Search(NamedTuple):
    """Which offers to read: a kind, near trades (None for any), a rectangle (None for anywhere).

    Among the trades None stands for offers whose trade is not known.
    What is in one of the communes `codes` is read wherever its coordinates say it is, and what is
    `remote`, done from home, wherever it is.
    """

    kind: str
    household: int
    today: str
    trades: frozenset[str | None] | None = None
    box: Box | None = None
    codes: frozenset[str] = frozenset()
    remote: bool = True


_TRIED = "(SELECT i.offer_id FROM introduction i WHERE i.household_id = :household AND i.offer_id IS NOT NULL)"  # noqa: E501  one condition
_UNTRIED = f"f.id NOT IN {_TRIED}"
_IN_BOX = f"""(f.latitude IS NULL OR f.telework = '{Telework.FULL}' OR
  (f.latitude BETWEEN :south AND :north AND f.longitude BETWEEN :west AND :east)
  OR f.code_insee IN ({{marks}}))"""
# The same where no trade leads to few offers: each way of being near has an index of its own, and
# an offer may be near in several. Among 127,000 offers, an OR reads all of a kind (160 ms, now 10).
_NEAR = """f.id IN (SELECT a.id FROM offer a WHERE a.kind = :kind AND a.latitude IS NULL
  UNION ALL SELECT b.id FROM offer b WHERE b.kind = :kind
    AND b.latitude BETWEEN :south AND :north AND b.longitude BETWEEN :west AND :east
  UNION ALL SELECT c.id FROM offer c WHERE c.code_insee IN ({marks}) AND c.kind = :kind{remote})"""
_REMOTE = f"""
  UNION ALL SELECT d.id FROM offer d WHERE d.kind = :kind AND d.telework = '{Telework.FULL}'"""


def candidates(rows: Reader, make: Callable[..., T], search: Search) -> Iterator[T]:
    """The offers of a search that the household was not put in touch with yet."""
    for where, values in _wheres(search):
        yield from rows.into(make, f"{_OFFER} WHERE {where}", **values)


def alike(
    rows: Reader, search: Search, columns: Sequence[str]
) -> Iterator[tuple[tuple[Any, ...], int]]:
    """How many offers of a search share the values of some columns, for each of those values."""
    chosen = ", ".join(f"f.{column}" for column in columns)
    for where, values in _wheres(search):
        sql = f"SELECT count(*), {chosen} FROM offer f WHERE {where} GROUP BY {chosen}"
        for count, *found in rows.rows(sql, **values):
            yield tuple(found), count


def _wheres(search: Search) -> Iterator[tuple[str, dict[str, Any]]]:
    """The conditions of a search, apart for known and unknown trades: an index serves each."""
    said = f"{OPEN} AND {_UNEXPIRED} AND {_UNTRIED}"
    values = {"kind": search.kind, "household": search.household, "today": search.today}
    named: dict[str, str] = {}
    if search.box is not None:
        marks, named = _marks("c", search.codes)
        values |= search.box._asdict() | named
    if search.trades is None and search.box is not None:
        near = _NEAR.format(marks=marks, remote=_REMOTE if search.remote else "")
        yield f"{said} AND {near}", values
        return
    said = f"f.kind = :kind AND {said}"
    if search.box is not None:
        said = f"{said} AND {_IN_BOX.format(marks=marks)}"
    if search.trades is None:
        yield said, values
        return
    if None in search.trades:
        yield f"{said} AND f.rome_code IS NULL", values
    marks, named = _marks("t", frozenset(code for code in search.trades if code is not None))
    if named:
        yield f"{said} AND f.rome_code IN ({marks})", values | named


def _marks(letter: str, codes: frozenset[str]) -> tuple[str, dict[str, str]]:
    """The marks of a list of codes in a query, and what they stand for."""
    named = {f"{letter}{place}": code for place, code in enumerate(sorted(codes))}
    return ", ".join(f":{name}" for name in named), named


class Left(NamedTuple):
    """How many offers of a kind stand at each step of a search, before any is judged."""

    all: int
    open: int
    untried: int
    traded: int


def counted(rows: Reader, search: Search) -> Left:
    """How many offers a search leaves out without reading them: what is not open is not counted.

    Each number is that of a range of an index: counting tens of thousands takes a millisecond.
    """

    def count(condition: str, **more: Any) -> int:
        sql = f"SELECT count(*) FROM offer f WHERE f.kind = :kind{condition}"
        return int(rows.value(sql, **({"kind": search.kind} | more)))

    day = {"today": search.today}
    every = count("") - count(" AND f.closed_on <= :today", **day)
    late = "f.expires_on < :today"
    expired = count(f" AND f.closed_on IS NULL AND {late}", **day)
    expired += count(f" AND f.closed_on > :today AND {late}", **day)
    # `|| ''` keeps the indices of kinds out: the few tried are read by number.
    tried = int(
        rows.value(
            f"SELECT count(*) FROM offer f WHERE f.kind || '' = :kind AND f.id IN {_TRIED} "
            f"AND {OPEN} AND {_UNEXPIRED}",
            **({"kind": search.kind, "household": search.household} | day),
        )
    )
    untried = every - expired - tried
    if search.trades is None:
        return Left(every, every - expired, untried, untried)
    traded = sum(
        int(rows.value(f"SELECT count(*) FROM offer f WHERE {where}", **values))
        for where, values in _wheres(search._replace(box=None))
    )
    return Left(every, every - expired, untried, traded)


def tried(rows: Reader, household: int) -> dict[int, str]:
    """The offers a household was put in touch with: number -> where the introduction stands."""
    sql = """SELECT i.offer_id, i.state FROM introduction i
      WHERE i.household_id = :number AND i.offer_id IS NOT NULL ORDER BY i.id"""
    return dict(rows.rows(sql, number=household))


def is_closed(rows: Reader, offer: int, today: str) -> bool:
    """Whether an offer is closed that day."""
    sql = "SELECT closed_on IS NOT NULL AND closed_on <= :today FROM offer WHERE id = :number"
    return bool(rows.value(sql, number=offer, today=today))


def open_among(rows: Reader, numbers: Sequence[int], kind: str, today: str) -> list[int]:
    """Those of some offers that are of a kind and stand that day."""
    sql = """SELECT f.id, f.kind, f.closed_on, f.expires_on FROM offer f WHERE f.id IN ({keys})"""
    return [
        number
        for number, its_kind, closed, expires in rows.among(sql, numbers)
        if its_kind == kind and not (closed and closed <= today) and not (expires or today) < today
    ]


def kinds_of(rows: Reader, numbers: Iterable[int]) -> dict[int, str]:
    """The kind of each of some offers."""
    return dict(rows.among("SELECT id, kind FROM offer WHERE id IN ({keys})", list(numbers)))


def tried_by_all(rows: Reader) -> dict[int, list[int]]:
    """Household -> the offers it was put in touch with."""
    found: dict[int, list[int]] = {}
    sql = "SELECT household_id, offer_id FROM introduction WHERE offer_id IS NOT NULL"
    for house, offer in rows.rows(sql):
        found.setdefault(house, []).append(offer)
    return found


def tried_with(rows: Reader, offer: int) -> dict[int, str]:
    """The households that were put in touch with an offer: number -> where it stands."""
    sql = "SELECT household_id, state FROM introduction WHERE offer_id = :number ORDER BY id"
    return dict(rows.rows(sql, number=offer))


REFUSED = (IntroductionState.REFUSED.value, IntroductionState.DROPPED.value)


def territory_communes(rows: Reader) -> dict[int, tuple[str, str, tuple[str, ...]]]:
    """Each territory: its code, its name, the INSEE codes of its communes."""
    found: dict[int, tuple[str, str, tuple[str, ...]]] = {}
    sql = """SELECT t.id, t.code, t.name, group_concat(c.code_insee, '|') FROM territory t
      LEFT JOIN territory_commune c ON c.territory_id = t.id GROUP BY t.id ORDER BY t.id"""
    for number, code, name, codes in rows.rows(sql):
        found[number] = (code, name, tuple(codes.split("|")) if codes else ())
    return found


def bare_departments(rows: Reader) -> list[tuple[int, str]]:
    """Départements that list no commune: their number among territories, their code."""
    sql = """SELECT t.id, t.department FROM territory t
      WHERE t.kind = :kind AND t.department IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM territory_commune c WHERE c.territory_id = t.id)"""
    return rows.rows(sql, kind=TerritoryKind.DEPARTMENT.value)


def opposed(rows: Reader) -> int:
    """How many open households are never matched because they objected."""
    sql = f"""SELECT count(DISTINCT h.id) FROM household h
      JOIN person p ON p.household_id = h.id
      WHERE h.status = '{CaseStatus.ACTIVE}' AND h.stage <> '{Stage.SETTLED}' AND {SHOWN}
        AND p.role = '{Role.REGISTRANT}'
        AND (p.consent = 0 OR coalesce(h.limited_on, h.opposed_on) IS NOT NULL)"""
    return int(rows.value(sql))


def occupation_moves(rows: Reader, code: str | None = None) -> dict[tuple[str, str], int]:
    """The official moves from an occupation, of every one when none is named."""
    sql = """SELECT rome_code, target_code, "rank" FROM occupation_move
      WHERE :code IS NULL OR rome_code = :code"""
    return {(one, other): rank for one, other, rank in rows.rows(sql, code=code)}
