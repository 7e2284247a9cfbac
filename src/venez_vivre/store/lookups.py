"""Structures that only make finding fast: full-text indices, and the keys that people answer to.

They hold nothing that the tables do not say, follow every change by themselves (triggers), and are
neither journalled nor described by the models.
"""

from __future__ import annotations

from collections.abc import Iterator

TEXTS: dict[str, tuple[str, ...]] = {
    "person": ("first_name", "last_name", "email", "phone", "occupation"),
    "household": ("commune", "project"),
    "signup": ("message",),
    "contact": ("summary",),
    "offer": ("title", "description", "structure", "commune"),
    "introduction": ("note",),
    "resource_person": ("name", "position", "structure", "commune", "note"),
    "visit_guest": ("feedback",),
    "settlement_check": ("needs",),
}
"""The columns of each table that a search in full text reads; its index is `<table>_text`."""

FIRST_TEXTS = ("person", "household", "signup", "contact", "offer")
"""Those that the first schema with full text had; later migrations make the others."""

KEYED = {
    "person": ("first_key", "last_key", "email_key", "phone", "birth_year", "household_id"),
    "household": ("postal_code",),
}
"""Columns from which the keys of a person are made: a change of one makes them stale."""

TABLES = ("person_key", "person_unkeyed", "seen_row")
"""`person_key` is filled by imports; `person_unkeyed` lists whose keys must be made again;
`seen_row` knows the lines that say, in another layout, what a form that stands already said.
"""


def creation(engine: str = "sqlite") -> Iterator[str]:
    """The statements that make everything, on a base whose tables may hold rows."""
    if engine != "sqlite":
        from venez_vivre.store.postgres.schema import lookups  # noqa: PLC0415

        yield from lookups(FIRST_TEXTS)
        return
    yield "CREATE TABLE person_key (person_id INTEGER PRIMARY KEY, keys BLOB NOT NULL) STRICT"
    yield "CREATE TABLE person_unkeyed (person_id INTEGER PRIMARY KEY) STRICT"
    yield "INSERT INTO person_unkeyed SELECT id FROM person"
    yield (
        "CREATE TABLE seen_row (row_hash INTEGER NOT NULL, signup_id INTEGER NOT NULL, "
        "PRIMARY KEY (row_hash, signup_id)) STRICT, WITHOUT ROWID"
    )
    for table in FIRST_TEXTS:
        yield from text_creation(table)
    yield from key_triggers().values()


def text_creation(table: str, engine: str = "sqlite") -> Iterator[str]:
    """The statements that make the full-text index of a table, on a base that may hold rows."""
    if engine != "sqlite":
        from venez_vivre.store.postgres.schema import text_creation as on_server  # noqa: PLC0415

        yield from on_server(table)
        return
    yield (
        f"CREATE VIRTUAL TABLE {table}_text USING fts5({', '.join(TEXTS[table])}, "
        f"content='{table}', content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
    )
    yield rebuild(table)
    yield from triggers(table).values()


def spellings(text: str) -> list[str]:
    """The text, and with its ligatures the other way: the indices tell « œ » from « oe »."""
    low = text.lower()
    apart = low.replace("œ", "oe").replace("æ", "ae")
    return list(dict.fromkeys((low, apart, apart.replace("oe", "œ"), apart.replace("ae", "æ"))))


def rebuild(table: str) -> str:
    """The statement that makes the full-text index of a table anew."""
    return f"INSERT INTO {table}_text ({table}_text) VALUES ('rebuild')"


def is_lookup(table: str) -> bool:
    """Whether a table of the base is one of these structures."""
    return table in TABLES or any(table.startswith(f"{name}_text") for name in TEXTS)


def triggers(table: str) -> dict[str, str]:
    """The triggers that keep the full-text index of a table, by name."""
    names = ", ".join(TEXTS[table])
    old = f"INSERT INTO {table}_text ({table}_text, rowid, {names}) VALUES ('delete', old.id, "
    old += ", ".join(f"old.{name}" for name in TEXTS[table]) + ");"
    new = f"INSERT INTO {table}_text (rowid, {names}) VALUES (new.id, "
    new += ", ".join(f"new.{name}" for name in TEXTS[table]) + ");"
    return {
        f"{table}_text_insert": (
            f"CREATE TRIGGER {table}_text_insert AFTER INSERT ON {table} BEGIN {new} END"
        ),
        f"{table}_text_delete": (
            f"CREATE TRIGGER {table}_text_delete AFTER DELETE ON {table} BEGIN {old} END"
        ),
        f"{table}_text_update": (
            f"CREATE TRIGGER {table}_text_update AFTER UPDATE OF {names} ON {table} "
            f"BEGIN {old} {new} END"
        ),
    }


def key_triggers() -> dict[str, str]:
    """The triggers that note whose keys are stale, by name."""
    note = "INSERT OR IGNORE INTO person_unkeyed (person_id)"
    return {
        "person_key_insert": (
            "CREATE TRIGGER person_key_insert AFTER INSERT ON person "
            f"BEGIN {note} VALUES (new.id); END"
        ),
        "person_key_update": (
            f"CREATE TRIGGER person_key_update AFTER UPDATE OF {', '.join(KEYED['person'])} "
            f"ON person BEGIN {note} VALUES (new.id); END"
        ),
        "household_key_update": (
            f"CREATE TRIGGER household_key_update AFTER UPDATE OF {', '.join(KEYED['household'])} "
            f"ON household BEGIN {note} SELECT id FROM person WHERE household_id = new.id; END"
        ),
    }
