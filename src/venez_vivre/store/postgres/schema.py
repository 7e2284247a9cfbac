"""Our schema on a server: the functions, the numbered migrations, then what each table needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Integer, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import REAL

from venez_vivre.store.lookups import TEXTS
from venez_vivre.store.postgres import figures, rights, sparse
from venez_vivre.store.postgres.link import Link

FUNCTIONS = Path(__file__).with_name("functions.sql")
SCHEMA = "venez_vivre"


@compiles(Integer, "postgresql")
def _integer(_type: Integer, _compiler: Any, **_: Any) -> str:
    """SQLite's whole numbers have 64 bits."""
    return "BIGINT"


@compiles(Text, "postgresql")
def _text(_type: Text, _compiler: Any, **_: Any) -> str:
    """SQLite sorts texts by their bytes, whatever the server's language."""
    return 'TEXT COLLATE "C"'


@compiles(REAL, "postgresql")
def _real(_type: Any, _compiler: Any, **_: Any) -> str:
    return "DOUBLE PRECISION"


def letters(link: Link) -> str:
    """The collation that knows what a letter is, whatever the language of the server."""
    found = link.raw.execute(
        "SELECT collname FROM pg_collation WHERE collname IN ('pg_c_utf8', 'und-x-icu')"
    )
    known = {name for (name,) in found}
    return next((name for name in ("pg_c_utf8", "und-x-icu") if name in known), "default")


def functions(link: Link) -> str:
    """The SQL of the functions, for this server."""
    return FUNCTIONS.read_text(encoding="utf-8").replace("{letters}", letters(link))


def numbers(table: str) -> Iterator[str]:
    """A table whose numbers come from our counter, and are counted when they are given to it."""
    # A serial number would have 32 bits, that one login could use up alone.
    yield f"ALTER TABLE {table} ALTER COLUMN id TYPE BIGINT"
    yield f"ALTER TABLE {table} ALTER COLUMN id SET DEFAULT given('{table}')"
    yield f"DROP SEQUENCE IF EXISTS {table}_id_seq"
    yield (
        f"CREATE TRIGGER counted AFTER INSERT ON {table} REFERENCING NEW TABLE AS added "
        "FOR EACH STATEMENT EXECUTE FUNCTION counted()"
    )


NAMES = {
    "person": ("first_name", "last_name"),
    "offer": ("title",),
    "resource_person": ("name", "structure"),
}
"""The columns of names, as `store/queries/search.py` asks for them; a test compares."""
PLACES = {"offer": ("commune",)}
"""Columns that are searched with all the others only (`store/queries/offers.py`)."""


def text_creation(table: str) -> Iterator[str]:
    """The full text of a table: one row of words for each that says any, kept by triggers."""
    doc = _doc(table, "r")
    yield f"CREATE TABLE {table}_text (rowid BIGINT PRIMARY KEY, doc TSVECTOR NOT NULL)"
    yield f"INSERT INTO {table}_text SELECT r.id, {doc} FROM {table} r WHERE {says(table, 'r')}"
    yield f"CREATE INDEX ix_{table}_text ON {table}_text USING gin (doc)"
    yield from text_triggers(table)


def text_renewal(table: str) -> str:
    """What writes the full text of a table again, as this version weighs words."""
    doc = _doc(table, "r")
    return f"UPDATE {table}_text t SET doc = {doc} FROM {table} r WHERE r.id = t.rowid"


def text_triggers(table: str) -> Iterator[str]:
    """What keeps the full text of a table."""
    yield from _text_functions(table)
    yield (
        f"CREATE TRIGGER text_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS added "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_text_insert()"
    )
    yield (
        f"CREATE TRIGGER text_update AFTER UPDATE OF {', '.join(TEXTS[table])} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_text_update()"
    )
    yield (
        f"CREATE TRIGGER text_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_text_delete()"
    )


HEAD = (
    "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
    "SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN"
)
"""As the owner: nobody else writes the words of a search."""
TAIL = "RETURN NULL; END $$"


def _text_functions(table: str) -> Iterator[str]:
    """What the triggers of a full text run."""
    doc = _doc(table, "r")
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_text_insert() {HEAD} INSERT INTO {table}_text "
        f"SELECT r.id, {doc} FROM added r WHERE {says(table, 'r')}; {TAIL}"
    )
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_text_update() {HEAD} INSERT INTO {table}_text "
        f"VALUES (NEW.id, {_doc(table, 'NEW')}) ON CONFLICT (rowid) DO UPDATE "
        f"SET doc = excluded.doc; {TAIL}"
    )
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_text_delete() {HEAD} DELETE FROM {table}_text "
        f"WHERE rowid IN (SELECT id FROM gone); {TAIL}"
    )


def _doc(table: str, row: str) -> str:
    """The words of a row, by the weight that `fts` asks for; no phrase goes over two columns."""
    names, places = NAMES.get(table, ()), PLACES.get(table, ())
    others = tuple(c for c in TEXTS[table] if c not in (*names, *places))
    parts = []
    for asked, weight in ((names, "A"), (others, "D"), (places, "B")):
        columns = [c for c in TEXTS[table] if c in asked]
        if columns:
            said = " || ' nextcolumn ' || ".join(f"words(coalesce({row}.{c}, ''))" for c in columns)
            parts.append(f"setweight(to_tsvector('simple', {said} || ' nextcolumn'), '{weight}')")
    said = f"ts_delete({' || '.join(parts)}, 'nextcolumn')"
    return f"CASE WHEN {says(table, row)} THEN {said} ELSE '' END"


def says(table: str, row: str) -> str:
    """Whether a row says anything at all: of a child, the year alone is known.

    One that does not has no row of words, which no question would find: half of an import.
    """
    return f"coalesce({', '.join(f'{row}.{c}' for c in TEXTS[table])}) IS NOT NULL"


def lookups(tables: tuple[str, ...]) -> Iterator[str]:
    """What only makes finding fast, as `store/lookups.py` has it for SQLite."""
    yield "CREATE TABLE person_key (person_id BIGINT PRIMARY KEY, keys BYTEA NOT NULL)"
    yield "CREATE TABLE person_unkeyed (person_id BIGINT PRIMARY KEY)"
    yield "INSERT INTO person_unkeyed SELECT id FROM person"
    yield (
        "CREATE TABLE seen_row (row_hash BIGINT NOT NULL, signup_id BIGINT NOT NULL, "
        "PRIMARY KEY (row_hash, signup_id))"
    )
    for table in tables:
        yield from text_creation(table)
    yield from key_triggers()


def key_triggers() -> Iterator[str]:
    """What notes the people whose keys are to be made again."""
    note = "INSERT INTO person_unkeyed"
    yield (
        # A load writes the keys of those it adds (`loading.py`): 200,000 notes, all taken away.
        f"CREATE OR REPLACE FUNCTION person_unkeyed_new() {HEAD} "
        "IF current_setting('venez_vivre.keyed', true) = '1' THEN RETURN NULL; END IF; "
        f"{note} SELECT id FROM added ON CONFLICT DO NOTHING; {TAIL}"
    )
    yield (
        f"CREATE OR REPLACE FUNCTION person_unkeyed_edited() {HEAD} {note} VALUES (NEW.id) "
        f"ON CONFLICT DO NOTHING; {TAIL}"
    )
    yield (
        f"CREATE OR REPLACE FUNCTION person_unkeyed_moved() {HEAD} {note} SELECT id FROM person "
        f"WHERE household_id = NEW.id ON CONFLICT DO NOTHING; {TAIL}"
    )
    yield (
        "CREATE TRIGGER key_insert AFTER INSERT ON person REFERENCING NEW TABLE AS added "
        "FOR EACH STATEMENT EXECUTE FUNCTION person_unkeyed_new()"
    )
    yield (
        "CREATE TRIGGER key_update AFTER UPDATE OF first_key, last_key, email_key, phone, "
        "birth_year, household_id ON person FOR EACH ROW EXECUTE FUNCTION person_unkeyed_edited()"
    )
    yield (
        "CREATE TRIGGER key_update AFTER UPDATE OF postal_code ON household "
        "FOR EACH ROW EXECUTE FUNCTION person_unkeyed_moved()"
    )


def create(link: Link) -> list[str]:
    """Make everything, in the transaction that is open; the statements that were run."""
    from venez_vivre.store.migrations import climb  # noqa: PLC0415

    link.told.clear()
    link.tell(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    link.tell(functions(link))
    climb(link)
    settle(link)
    link.tell(f"INSERT INTO base_mark (identity) VALUES ({MARK})")
    return list(link.told)


MARK = "replace(gen_random_uuid()::text, '-', '')"
"""The mark is drawn by the server: one script, run on two servers, makes two bases."""


def script(statements: Iterable[str]) -> str:
    """The statements as one script, which whoever administers a server can run in its place."""
    whole = ("BEGIN", f"SET search_path = {SCHEMA}, pg_catalog", *statements, "COMMIT")
    return ";\n\n".join(one.rstrip("; \n") for one in whole) + ";\n"


NUMBERED = (
    "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
    "WHERE c.relnamespace = 'venez_vivre'::regnamespace AND c.relkind = 'r' "
    "AND a.attname = 'id' ORDER BY 1"
)
"""The tables whose rows have a number."""


def settle(link: Link) -> None:
    """Give the tables of the migrations what only a server has: numbers, rights, views."""
    for table, name in link.raw.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint "
        "WHERE connamespace = 'venez_vivre'::regnamespace AND contype = 'f' ORDER BY 1, 2"
    ).fetchall():
        # An undo brings rows back in any order: links are looked at when it ends.
        link.tell(f'ALTER TABLE {table} ALTER CONSTRAINT "{name}" DEFERRABLE')
    for (table,) in link.raw.execute(NUMBERED).fetchall():
        for statement in numbers(table):
            link.tell(statement)
    for statement in sparse.settled():
        link.tell(statement)
    rights.settle(link)
    figures.settle(link)
