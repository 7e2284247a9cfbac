"""Named reads of what is held about the people of a file, and of the registers of their rights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import OperationKind

Row = dict[str, Any]


def present(rows: Reader, table: str, numbers: Iterable[int]) -> dict[int, Row]:
    """These rows as they stand, every column, by number."""
    names = [n for (n,) in rows.rows("SELECT name FROM pragma_table_info(:table)", table=table)]
    chosen = ", ".join(f'"{name}"' for name in names)
    sql = f'SELECT {chosen} FROM "{table}" WHERE id IN ({{keys}})'
    found = (dict(zip(names, row, strict=True)) for row in rows.among(sql, sorted(numbers)))
    return {int(row["id"]): row for row in found}


def owned(rows: Reader, table: str, household: int) -> set[int]:
    """The rows of a table that belong to a household."""
    sql = f'SELECT id FROM "{table}" WHERE household_id = :household'
    return {number for (number,) in rows.rows(sql, household=household)}


def standing(rows: Reader, table: str, numbers: Iterable[int]) -> set[int]:
    """Those of these rows that exist."""
    sql = f'SELECT id FROM "{table}" WHERE id IN ({{keys}})'
    return {number for (number,) in rows.among(sql, sorted(numbers))}


def of_others(rows: Reader, visits: Iterable[int], household: int) -> set[int]:
    """Those of these visits to which another household is invited too."""
    sql = "SELECT visit_id, household_id FROM visit_guest WHERE visit_id IN ({keys})"
    return {visit for visit, guest in rows.among(sql, sorted(visits)) if guest != household}


class Line(NamedTuple):
    """A line that was set aside, as far as it takes to know whom it is about."""

    number: int
    candidates: str
    row_hash: int
    claim_key: int
    settled: bool


def set_aside(rows: Reader) -> list[Line]:
    """Every line that waits or waited for somebody to say whom it is about."""
    sql = (
        "SELECT id, candidates, row_hash, claim_key, settled_on IS NOT NULL FROM set_aside "
        "ORDER BY id"
    )
    return [Line(a, b, c, d, bool(settled)) for a, b, c, d, settled in rows.rows(sql)]


class Decided(NamedTuple):
    """What somebody decided of two people, or of a line and a person."""

    number: int
    person: int
    other: int | None
    claim_key: int | None
    verdict: str


def decisions(rows: Reader) -> list[Decided]:
    """Every such decision."""
    return rows.into(
        Decided,
        "SELECT id, person_id, other_id, claim_key, verdict FROM identity_decision ORDER BY id",
    )


class Source(NamedTuple):
    """A file that was imported: its name, its day (ISO), its headings as a JSON list."""

    number: int
    file_name: str
    imported_on: str
    headings: str


def sources(rows: Reader, numbers: Iterable[int]) -> dict[int, Source]:
    """These imports, by number."""
    sql = "SELECT id, file_name, imported_on, headings FROM import_run WHERE id IN ({keys})"
    return {row[0]: Source(*row) for row in rows.among(sql, sorted(numbers))}


class Named(NamedTuple):
    """What a row points at, in words that name nobody."""

    table: str
    number: int
    words: str


_NAMES = {
    "territory": "SELECT id, name FROM territory WHERE id IN ({keys})",
    "offer": "SELECT id, reference || ' : ' || title FROM offer WHERE id IN ({keys})",
    "resource_person": (
        "SELECT id, reference || coalesce(' (' || coalesce(position, structure) || ')', '') "
        "FROM resource_person WHERE id IN ({keys})"
    ),
    "visit": "SELECT id, reference FROM visit WHERE id IN ({keys})",
    "privacy_notice": "SELECT id, settled_on FROM privacy_notice WHERE id IN ({keys})",
}


def names(rows: Reader, table: str, numbers: Iterable[int]) -> list[Named]:
    """How these rows are called; nothing of tables whose rows have no name of their own."""
    sql = _NAMES.get(table)
    if sql is None:
        return []
    return [Named(table, number, words) for number, words in rows.among(sql, sorted(numbers))]


def territory_names(rows: Reader) -> dict[str, str]:
    """The name of each territory, by code: what households wish for is kept as codes."""
    return dict(rows.rows("SELECT code, name FROM territory"))


def undone(rows: Reader) -> dict[int, str]:
    """The operations that count no more, and the day (ISO) each was undone; undos are of them."""
    sql = f"""
SELECT o.id, coalesce(max(coalesce(nullif(u.recorded_on, ''), substr(u.happened_at, 1, 10))),
  nullif(o.recorded_on, ''), substr(o.happened_at, 1, 10))
FROM operation o
LEFT JOIN operation u ON u.target_id = o.id AND u.kind = '{OperationKind.UNDO}'
WHERE o.undone = 1 OR o.kind = '{OperationKind.UNDO}' GROUP BY o.id
"""
    return dict(rows.rows(sql))


class Retention(NamedTuple):
    """A territory that keeps files for a time of its own, in months."""

    name: str
    months: int


def retentions(rows: Reader) -> list[Retention]:
    """The territories that do."""
    sql = "SELECT name, retention_months FROM territory WHERE retention_months IS NOT NULL"
    return rows.into(Retention, f"{sql} ORDER BY name")


class Notice(NamedTuple):
    """The information given to people, word for word, since the day (ISO) it was settled."""

    number: int
    settled_on: str
    content: str


_NOTICE = "SELECT id, settled_on, content FROM privacy_notice"


def notice(rows: Reader, day: str) -> Notice | None:
    """The one that was in force on that day."""
    found = rows.into(
        Notice, f"{_NOTICE} WHERE settled_on <= :day ORDER BY settled_on DESC, id DESC", day=day
    )
    return found[0] if found else None


class Proof(NamedTuple):
    """What was shown or agreed to; `notice` is the day (ISO) of the text, `text` its words."""

    number: int
    kind: str
    purpose: str | None
    noted_on: str
    means: str | None
    agent: str | None
    notice: str | None
    text: str | None


def proofs(rows: Reader, household: int) -> list[Proof]:
    """The proofs of a household, the newest first."""
    return rows.into(
        Proof,
        "SELECT p.id, p.kind, p.purpose, p.noted_on, p.means, p.agent, n.settled_on, n.content "
        "FROM privacy_proof p LEFT JOIN privacy_notice n ON n.id = p.notice_id "
        "WHERE p.household_id = :household ORDER BY p.noted_on DESC, p.id DESC",
        household=household,
    )


class Request(NamedTuple):
    """One request about somebody's data; days are ISO."""

    number: int
    reference: str | None
    first: str | None
    last: str | None
    kind: str
    received_on: str
    due_on: str
    channel: str | None
    answered_on: str | None
    outcome: str | None
    note: str | None
    agent: str | None


_REQUEST = """
SELECT r.id, h.reference, p.first_name, p.last_name, r.kind, r.received_on, r.due_on, r.channel,
  r.answered_on, r.outcome, r.note, r.agent
FROM privacy_request r LEFT JOIN household h ON h.id = r.household_id
LEFT JOIN person p ON p.id = (SELECT min(q.id) FROM person q
  WHERE q.household_id = h.id AND q.role = 'inscrit')
"""


def requests(rows: Reader, *, everything: bool) -> list[Request]:
    """The requests that wait, those due first on top; then, if asked, those answered."""
    kept_ones = "" if everything else "WHERE r.answered_on IS NULL "
    return rows.into(
        Request,
        f"{_REQUEST} {kept_ones}ORDER BY r.answered_on IS NOT NULL, "
        "CASE WHEN r.answered_on IS NULL THEN r.due_on END, r.answered_on DESC, r.id",
    )


def request(rows: Reader, number: int) -> Request | None:
    """The request of that number."""
    found = rows.into(Request, f"{_REQUEST} WHERE r.id = :number", number=number)
    return found[0] if found else None


class Breach(NamedTuple):
    """One breach of personal data; moments are `YYYY-MM-DDTHH:MM` local, days ISO."""

    number: int
    discovered_at: str
    nature: str
    description: str
    people: int | None
    consequences: str | None
    measures: str | None
    risk: str | None
    authority_told_at: str | None
    people_told_on: str | None
    closed_on: str | None


_BREACH = (
    "SELECT id, discovered_at, nature, description, people, consequences, measures, risk, "
    "authority_told_at, people_told_on, closed_on FROM breach"
)


def breaches(rows: Reader) -> list[Breach]:
    """Every breach: those still open first, the newest first."""
    return rows.into(
        Breach, f"{_BREACH} ORDER BY closed_on IS NOT NULL, discovered_at DESC, id DESC"
    )


def breach(rows: Reader, number: int) -> Breach | None:
    """The breach of that number."""
    found = rows.into(Breach, f"{_BREACH} WHERE id = :number", number=number)
    return found[0] if found else None


def texts(rows: Reader, names: Sequence[str]) -> dict[str, str]:
    """The settings of these names that hold a text."""
    sql = "SELECT name, value FROM setting WHERE name IN ({keys})"
    return {name: str(value) for name, value in rows.among(sql, list(names))}


def officers(rows: Reader) -> int:
    """How many officers are active."""
    return int(rows.value("SELECT count(*) FROM officer WHERE active = 1") or 0)


def people(rows: Reader) -> int:
    """How many people the base holds, those who were erased left out."""
    sql = (
        "SELECT count(*) FROM person p JOIN household h ON h.id = p.household_id "
        "WHERE h.erased_on IS NULL"
    )
    return int(rows.value(sql))
