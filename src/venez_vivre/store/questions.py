"""One question in SQL, asked of a base that it cannot change, nor any other file reach."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from math import isfinite
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.errors import Misuse, Refused
from venez_vivre.store import driver
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, shorten

SECONDS = 20.0
"""How long a question may take."""

MEMORY = 512 * 1024 * 1024
"""Bytes that SQLite may hold while it answers, of the whole process."""

LARGEST = 256 * 1024 * 1024
"""Characters and bytes that the rows of an answer may hold, once they left SQLite."""

STEPS = 20_000
"""Instructions of SQLite between two looks at the clock."""

SQL = driver.sqlite

ALLOWED = frozenset({SQL.SQLITE_SELECT, SQL.SQLITE_READ, SQL.SQLITE_RECURSIVE})
"""What a question may do besides calling functions: read."""

PRAGMAS = frozenset(
    {
        "table_info",
        "table_xinfo",
        "table_list",
        "index_list",
        "index_info",
        "index_xinfo",
        "foreign_key_list",
        "function_list",
        "collation_list",
        "pragma_list",
    }
)
"""Those that describe the base and set nothing, with or without an argument."""

READ_PRAGMAS = frozenset(
    {"user_version", "application_id", "data_version", "page_count", "page_size", "encoding"}
    | {"freelist_count", "schema_version", "journal_mode"}
)
"""Those that set something when they have an argument."""

REFUSED_FUNCTIONS = frozenset(
    {"load_extension", "readfile", "writefile", "edit", "zipfile", "sqlar_uncompress", "fsdir"}
    | {"fts3_tokenizer", "sqlcipher_export", "sqlite_dbpage", "sqlite_dbdata", "lsdir"}
)
"""Functions that reach outside of the base, in the builds that have them."""


class Answer(NamedTuple):
    """The columns and rows of an answer; `cut` when there were more rows than asked for."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    cut: bool


def ask(rows: Reader, sql: str, *, most: int | None = None, seconds: float = SECONDS) -> Answer:
    """Ask one question in SQL; at most `most` rows of the answer.

    Raises:
        Misuse: SQLite does not understand it, or it is not one statement that reads.
        Refused: it would write, reach outside of the base, or took too long.

    """
    connection = rows.connection
    connection.execute("PRAGMA temp_store=MEMORY")  # a sort leaves nothing in a temporary file
    connection.execute(f"PRAGMA hard_heap_limit={MEMORY}")
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    end = time.monotonic() + seconds
    asked = _Guard()
    connection.set_authorizer(asked)
    connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        return _answer(connection, sql, most)
    except (SQL.Error, SQL.Warning, ValueError, OverflowError, MemoryError) as error:
        tables = _tables(connection)
        raise _explained(error, tables, refused=asked.refused, seconds=seconds) from None
    finally:
        connection.set_progress_handler(None, STEPS)
        connection.set_authorizer(None)
        connection.text_factory = str


class _Guard:
    """Tells SQLite what a question may do; remembers that something was refused."""

    def __init__(self) -> None:
        self.refused = False

    def __call__(self, action: int, one: str | None, two: str | None, *_: str | None) -> int:
        if action in ALLOWED or _harmless(action, one, two):
            return int(SQL.SQLITE_OK)
        self.refused = True
        return int(SQL.SQLITE_DENY)


def _harmless(action: int, one: str | None, two: str | None) -> bool:
    if action == SQL.SQLITE_FUNCTION:
        return (two or "").lower() not in REFUSED_FUNCTIONS
    if action == SQL.SQLITE_PRAGMA:
        name = (one or "").lower()
        return name in PRAGMAS or (name in READ_PRAGMAS and two is None)
    return False


def _answer(connection: Any, sql: str, most: int | None) -> Answer:
    cursor = connection.execute(sql)
    if cursor.description is None:
        raise Misuse("Écrivez une requête qui lit : base sql « SELECT … ».")
    columns = _distinct([clean(str(column[0])) for column in cursor.description])
    rows = _bounded(cursor if most is None else islice(cursor, most + 1))
    cut = most is not None and len(rows) > most
    return Answer(columns, rows[:most], cut)


def _bounded(found: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows, as long as they hold in memory: SQLite counts its own only."""
    rows, size = [], 0
    for row in found:
        size += sum(len(value) for value in row if isinstance(value, (str, bytes)))
        if size > LARGEST:
            raise MemoryError
        rows.append(tuple(map(_plain, row)))
    return rows


def _distinct(names: list[str]) -> list[str]:
    """Names that a record can have: two columns of one name are told apart."""
    given: list[str] = []
    for name in names:
        number, free = 1, name
        while free in given:
            number += 1
            free = f"{name}_{number}"
        given.append(free)
    return given


def _plain(value: Any) -> Any:
    """A value that every format can write: bytes as SQL writes them, no infinity."""
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value


def _tables(connection: Any) -> list[str]:
    connection.set_progress_handler(None, STEPS)
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [str(name) for (name,) in found]


def _explained(
    error: BaseException, tables: list[str], *, refused: bool, seconds: float
) -> Misuse | Refused:
    said = str(error)
    if refused or "cannot VACUUM" in said:  # the only one that SQLite refuses before it asks
        return Refused(
            "`base sql` ne fait que lire : cette requête écrirait, ou sortirait de la base."
        )
    if "no such table: fts5vocab" in said:
        return Refused(
            "`fts5vocab` demande de créer une table, et `base sql` ne fait que lire. Cherchez un "
            "mot par MATCH : SELECT … FROM person_text WHERE person_text MATCH « mot »."
        )
    if "interrupted" in said:
        return Refused(
            f"La requête a été arrêtée au bout de {seconds:.0f} s. Ajoutez un WHERE ou un LIMIT."
        )
    if isinstance(error, MemoryError) or "too big" in said or "out of memory" in said:
        return Refused("La réponse ne tient pas en mémoire. Ajoutez un WHERE ou un LIMIT.")
    if driver.is_damage(error):
        return Refused(
            "La base est abîmée à cet endroit : `venez-vivre base verifier` en dit plus."
        )
    return Misuse(_sentence(said, tables))


def _sentence(said: str, tables: list[str]) -> str:
    for pattern, sentence in SENTENCES:
        if found := re.search(pattern, said, re.IGNORECASE | re.DOTALL):
            words = [shorten(clean(word), 40) for word in found.groups()]
            return sentence.format(*words) + _nearest(words, tables, said)
    return f"Cette requête SQL n’est pas comprise : {shorten(clean(said), 120)}."


def _nearest(words: list[str], tables: list[str], said: str) -> str:
    if not said.startswith("no such table"):
        return ""
    near = get_close_matches(words[0], tables, n=2)
    if near:
        return f" Vouliez-vous dire {' ou '.join(near)} ?"
    return ' `venez-vivre base sql "SELECT name FROM sqlite_master"` les montre.'


SENTENCES = (
    (r"no such table: (.*)", "La base n’a pas de table « {0} »."),
    (r"no such column: (.*)", "Aucune colonne ne s’appelle « {0} »."),
    (r"no such function: (.*)", "SQLite n’a pas de fonction « {0} »."),
    (r"ambiguous column name: (.*)", "La colonne « {0} » est dans plusieurs tables : nommez-la."),
    (r'near "(.*)": syntax error', "Faute de syntaxe près de « {0} »."),
    (r"incomplete input", "La requête n’est pas finie."),
    (r"one statement at a time", "Une seule requête à la fois : enlevez ce qui suit le « ; »."),
    (r"unrecognized token: \"(.*)\"", "SQLite ne comprend pas « {0} »."),
    (
        r"binding|bindings",
        "La requête attend des valeurs (?, :nom) : écrivez-les en toutes lettres.",
    ),
    (r"null character|embedded null", "La requête contient un caractère nul."),
)
"""What SQLite says, and what it means."""
