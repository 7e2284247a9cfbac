"""Reads of every free text about a household, for whoever rereads what was written of people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader


class Source(NamedTuple):
    """A column of free text: how people name a text of it, whose it is, its day."""

    name: str
    table: str
    column: str
    owner: str
    day: str


SOURCES = (
    Source("echange", "contact", "summary", "d.household_id", "d.happened_on"),
    Source("relance", "follow_up", "action", "d.household_id", "d.due_on"),
    Source("relation", "introduction", "note", "d.household_id", "d.introduced_on"),
    Source("visite", "visit", "note", "", "d.starts_on"),
    Source("titre", "visit", "title", "", "d.starts_on"),
    Source("bilan", "visit_guest", "feedback", "d.household_id", "d.debriefed_on"),
    Source("suivi", "settlement_check", "needs", "d.household_id", "d.checked_on"),
    Source("projet", "household", "project", "d.id", "d.registered_on"),
    Source("motivation", "household", "motivations", "d.id", "d.registered_on"),
    Source("inscription", "signup", "message", "d.household_id", "d.received_on"),
    Source("transfert", "transfer", "note", "d.household_id", "d.moved_on"),
    Source("demande", "privacy_request", "note", "d.household_id", "d.received_on"),
)

PASSED_OVER = {
    ("household", "next_action"): "the action of a follow-up, which is read there",
    ("introduction", "reason"): "a code",
    ("signup", "form"): "the form as it was received, kept to be shown; its message is read",
    ("set_aside", "said"): "a line that waits: read once somebody has said whose it is",
    ("set_aside", "form"): "same",
}
"""Columns that are free text for the register and that nobody is asked to reread, and why."""

BY_NAME = {source.name: source for source in SOURCES}


class Text(NamedTuple):
    """One free text: the source and the number of its row, whose file, the day (ISO)."""

    source: Source
    number: int
    reference: str
    day: str | None
    text: str

    @property
    def name(self) -> str:
        """How it is named: « echange-12 »."""
        return f"{self.source.name}-{self.number}"


def texts(rows: Reader, source: Source, number: int | None = None) -> Iterator[Text]:
    """The texts of a source, or the one of that row; those of erased files are gone."""
    whose = f"JOIN household h ON h.id = {source.owner} AND h.erased_on IS NULL"
    sql = (
        f"SELECT d.id, {'h' if source.owner else 'd'}.reference, {source.day}, d.{source.column} "
        f"FROM {source.table} d {whose if source.owner else ''} "
        f"WHERE d.{source.column} <> '' AND (:number IS NULL OR d.id = :number) ORDER BY d.id"
    )
    for found in rows.rows(sql, number=number):
        yield Text(source, *found)


def write(rows: Reader, text: Text, new: str | None) -> None:
    """Give a text its new words, beside the journal."""
    sql = f"UPDATE {text.source.table} SET {text.source.column} = ? WHERE id = ?"
    rows.run(sql, (new, text.number))


def form_marks(rows: Reader, households: Collection[int]) -> Iterator[int]:
    """What recognises the forms of these households as lines of imports."""
    sql = "SELECT DISTINCT row_hash FROM signup WHERE household_id IN ({keys})"
    return (mark for (mark,) in rows.among(sql, list(households)) if mark is not None)


def forms(
    rows: Reader, table: str, columns: Sequence[str], keys: Collection[int]
) -> list[tuple[int, dict[str, str | None]]]:
    """The forms (JSON) of these households in `signup`, of these marks elsewhere, by number."""
    key = "household_id" if table == "signup" else "row_hash"
    sql = f"SELECT id, {', '.join(columns)} FROM {table} WHERE {key} IN ({{keys}})"
    found = rows.among(sql, list(keys))
    return [(number, dict(zip(columns, said, strict=True))) for number, *said in found]


def write_forms(
    rows: Reader, table: str, found: Iterable[tuple[int, dict[str, str | None]]]
) -> None:
    """The same, written."""
    for number, said in found:
        setting = ", ".join(f"{name} = ?" for name in said)
        rows.run(f"UPDATE {table} SET {setting} WHERE id = ?", (*said.values(), number))


def household_of(rows: Reader, text: Text) -> list[int]:
    """The number of the household that a text is about; none for a visit of several."""
    if not text.source.owner:
        return []
    sql = f"SELECT {text.source.owner} FROM {text.source.table} d WHERE d.id = :id"
    return [rows.value(sql, id=text.number)]


def accepted(rows: Reader) -> set[tuple[str, int, str]]:
    """The verdicts: table, number, keyed hash of the text as it stood."""
    return {
        (table, number, key)
        for table, number, key in rows.rows("SELECT table_name, row_id, text_key FROM note_verdict")
    }
