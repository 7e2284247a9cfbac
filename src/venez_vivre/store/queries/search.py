"""Named reads of the search in full text: who or what has every word, and the texts of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.lookups import TEXTS
from venez_vivre.store.queries.keeping import OF_SOMEBODY
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import Role

HOUSEHOLD, OFFER, RESOURCE, VISIT = "foyer", "offre", "ressource", "visite"
"""What a search finds."""


class Source(NamedTuple):
    """A table with a full-text index: whose its rows are, their day, the columns that are names."""

    kind: str
    table: str
    owner: str
    day: str
    names: str = ""
    join: str = ""


SOURCES = (
    Source(
        HOUSEHOLD, "person", "d.household_id", "coalesce(d.registered_on, h.registered_on)",
        "first_name last_name", "JOIN household h ON h.id = d.household_id",
    ),
    Source(HOUSEHOLD, "household", "d.id", "d.registered_on"),
    Source(HOUSEHOLD, "signup", "d.household_id", "d.received_on"),
    Source(HOUSEHOLD, "contact", "d.household_id", "d.happened_on"),
    Source(HOUSEHOLD, "introduction", "d.household_id", "d.introduced_on"),
    Source(
        HOUSEHOLD, "visit_guest", "d.household_id",
        "coalesce(d.debriefed_on, d.came_on, d.invited_on)",
    ),
    Source(HOUSEHOLD, "settlement_check", "d.household_id", "d.checked_on"),
    Source(OFFER, "offer", "d.id", "d.published_on", "title"),
    Source(RESOURCE, "resource_person", "d.id", "NULL", "name structure"),
)  # fmt: skip

DIRECT = {
    "email": (("person", "email_key"), ("resource_person", "email")),
    "phone": (("person", "phone"), ("resource_person", "phone")),
    "reference": tuple((table, "reference") for table in ("household", "offer", "resource_person")),
}  # fmt: skip
"""Where a value that names somebody by itself is kept."""


class Term(NamedTuple):
    """One thing to find: its expressions for the indices, and the value that names by itself.

    `match` is for texts, `exact` for whole words, `names` for the columns of names.
    """

    match: str
    exact: str
    direct: tuple[str, str] | None
    names: str


class Hit(NamedTuple):
    """A household, an offer or a contact person that has every term.

    `docs` are the rows that said so, `table number` joined by `,`; `total` is how many were found.
    """

    kind: str
    number: int
    level: int
    day: str | None
    docs: str
    total: int


# Levels: 0 the names have every word whole; 1 the names have how they begin; 2 one name is whole;
# 3 a single text has every word; 4 the words are spread over the file.
_SEARCH = """
WITH hit (kind, owner, source, doc, day, bit, named, whole, asked) AS ({hits})
SELECT kind, owner,
  CASE WHEN sum(DISTINCT CASE named WHEN 2 THEN bit END) = :all THEN 0
    WHEN sum(DISTINCT CASE WHEN named > 0 THEN bit END) = :all THEN 1
    WHEN max(named) = 2 THEN 2 WHEN max(whole) = 1 THEN 3 ELSE 4 END AS level,
  max(CASE WHEN asked = 1 THEN day END) AS day,
  group_concat(DISTINCT CASE WHEN asked = 1 OR named > 0 THEN source || ' ' || doc END),
  count(*) OVER ()
FROM hit GROUP BY kind, owner HAVING sum(DISTINCT bit) = :all AND max(asked) = 1
ORDER BY level, day DESC, kind, owner DESC LIMIT :limit
"""


class Scope(NamedTuple):
    """What a search is kept to: the tables to find in, the day it is, how many to give."""

    tables: frozenset[str]
    today: str
    limit: int | None


def search(rows: Reader, terms: Sequence[Term], scope: Scope) -> list[Hit]:
    """Who and what has every term, the best first and then the newest."""
    hits = list(_hits(terms, scope.tables))
    if not hits:
        return []
    values: dict[str, Any] = {f"t{place}": term.match for place, term in enumerate(terms)}
    values |= {f"n{place}": term.names for place, term in enumerate(terms)}
    values |= {f"x{place}": term.exact for place, term in enumerate(terms)}
    values |= {f"d{place}": term.direct[1] for place, term in enumerate(terms) if term.direct}
    values["every"] = " AND ".join(f"({term.match})" for term in terms)
    sql = _SEARCH.format(hits=" UNION ALL ".join(hits))
    limit = -1 if scope.limit is None else scope.limit
    bits = (1 << len(terms)) - 1
    return rows.into(Hit, sql, **values, all=bits, today=scope.today, limit=limit)


def _hits(terms: Sequence[Term], tables: frozenset[str]) -> Iterator[str]:
    """One question for each term and table, the names and the values that name apart."""
    kinds = {source.kind for source in SOURCES if source.table in tables}
    for source in SOURCES:
        asked = source.table in tables
        if not asked and not (source.names and source.kind in kinds):
            continue
        for place, term in enumerate(terms):
            if asked:
                yield _hit(source, f":t{place}", 1 << place, asked=asked)
            yield from _names(source, place, term, asked=asked)
        if asked and len(terms) > 1:
            yield _hit(source, ":every", 0, whole=1, asked=True)


def _names(source: Source, place: int, term: Term, *, asked: bool) -> Iterator[str]:
    """What counts as a name: the columns of names, and the values that name by themselves."""
    if source.names:
        names = f"'{{{source.names}}} : (' || "
        yield _hit(source, f"{names}:n{place} || ')'", 1 << place, named=1, asked=asked)
        yield _hit(source, f"{names}:x{place} || ')'", 1 << place, named=2, asked=asked)
    for table, column in DIRECT[term.direct[0]] if term.direct else ():
        if table == source.table:
            yield _direct(source, column, place, asked=asked)


def _hit(
    source: Source, match: str, bit: int, *, named: int = 0, whole: int = 0, asked: bool
) -> str:
    return (
        f"SELECT '{source.kind}', {source.owner}, '{source.table}', d.id, {source.day}, {bit}, "
        f"{named}, {whole}, {int(asked)} FROM {source.table}_text x "
        f"CROSS JOIN {source.table} d ON d.id = x.rowid {source.join} "
        f"WHERE x.{source.table}_text MATCH {match} AND coalesce({source.day}, '') <= :today"
    )


def _direct(source: Source, column: str, place: int, *, asked: bool) -> str:
    return (
        f"SELECT '{source.kind}', {source.owner}, '{source.table}', d.id, {source.day}, "
        f"{1 << place}, 2, 0, {int(asked)} FROM {source.table} d {source.join} "
        f"WHERE d.{column} = :d{place} AND coalesce({source.day}, '') <= :today"
    )


class Doc(NamedTuple):
    """One row that was found: its table, its number, its day, and its texts by column."""

    table: str
    number: int
    owner: int
    day: str | None
    texts: tuple[tuple[str, str], ...]


def docs(rows: Reader, table: str, numbers: Sequence[int]) -> Iterator[Doc]:
    """The texts of rows of a table that has a full-text index."""
    source = next(one for one in SOURCES if one.table == table)
    columns = TEXTS[table]
    named = ", ".join(f"d.{column}" for column in columns)
    sql = (
        f"SELECT d.id, {source.owner}, {source.day}, {named} FROM {table} d {source.join} "
        "WHERE d.id IN ({keys})"
    )
    for number, owner, day, *said in rows.among(sql, numbers):
        texts = tuple((c, t) for c, t in zip(columns, said, strict=True) if t)
        yield Doc(table, number, owner, day, texts)


class Card(NamedTuple):
    """Whom or what a line of results is about; `status` is that of a household's file."""

    number: int
    reference: str
    first: str | None
    last: str | None
    day: str | None
    status: str | None
    closed_on: str | None
    expires_on: str | None
    about: str | None
    commune: str | None
    accompanied_on: str | None = None
    settled_on: str | None = None


_CARDS = {
    HOUSEHOLD: f"""
SELECT h.id, h.reference, r.first_name, r.last_name, h.registered_on, h.status, h.closed_on, NULL,
  NULL, h.commune, h.accompanied_on, h.settled_on
FROM household h LEFT JOIN person r ON r.id = (
  SELECT min(p.id) FROM person p WHERE p.household_id = h.id AND p.role = '{Role.REGISTRANT}')
WHERE h.id IN ({{keys}})""",
    OFFER: """
SELECT id, reference, title, NULL, published_on, NULL, closed_on, expires_on, kind, commune
FROM offer WHERE id IN ({keys})""",
    RESOURCE: """
SELECT id, reference, name, NULL, NULL, NULL, closed_on, NULL, position, commune
FROM resource_person WHERE id IN ({keys})""",
}
_VISIT = f"""
SELECT w.id, w.reference, w.title, NULL, w.starts_on, NULL, w.cancelled_on, NULL, w.kind, w.commune
FROM visit w WHERE w.reference = :reference AND {OF_SOMEBODY}
"""


def cards(rows: Reader, kind: str, numbers: Sequence[int]) -> dict[int, Card]:
    """What is said of those that were found, by number."""
    found = (Card(*row) for row in rows.among(_CARDS[kind], numbers))
    return {card.number: card for card in found}


def visit(rows: Reader, reference: str) -> Card | None:
    """The visit of that reference; visits have no text that a search reads."""
    row = rows.row(_VISIT, reference=reference)
    return Card(*row) if row else None


def known_words(rows: Reader) -> list[str]:
    """The folded names, communes and titles that a word may be a slip of, some of them twice.

    Each column is made distinct by itself, in the order of its index where it has one: one sort of
    all of them took 124 ms on 100,000 households, this takes 55.
    """
    sql = """
SELECT DISTINCT last_key FROM person UNION ALL SELECT DISTINCT first_key FROM person
UNION ALL SELECT DISTINCT title_key FROM offer
UNION ALL SELECT DISTINCT lower(commune) FROM household WHERE commune IS NOT NULL
UNION ALL SELECT name_key FROM resource_person
"""
    return [text for (text,) in rows.rows(sql) if text]
