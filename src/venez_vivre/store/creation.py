"""A new base, made at once from the schema that the migrations lead to.

Importing Alembic and walking its chain takes half a second; the first command of an officer does
without, and so does everybody's first script.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from venez_vivre.store import base, driver

if TYPE_CHECKING:
    from venez_vivre.store.cipher import Key

SCRIPT = Path(__file__).with_name("schema.sql")


def create(path: Path, key: Key | None = None) -> bool:
    """Make a new base beside its place, then give it its name; False if another was quicker.

    With a key, it is born encrypted.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.nouvelle")
    try:
        connection = driver.connect(unfinished, write=True, key=key)
        try:
            driver.private(unfinished)
            _fill(connection)
        finally:
            connection.close()
        return give_name(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def give_name(unfinished: Path, path: Path) -> bool:
    """Give a finished file its name without ever replacing another one; False if it is taken."""
    with contextlib.suppress(FileExistsError):
        if os.name == "nt":
            unfinished.rename(path)  # refuses by itself when the name is taken
        else:
            _link(unfinished, path)
        return True
    return False


def _link(unfinished: Path, path: Path) -> None:
    """Link; where the disk knows no links (exFAT, some shares), take the free name, then fill it.

    Raises:
        FileExistsError: the name is taken.

    """
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            unfinished.replace(path)
        except OSError:
            path.unlink(missing_ok=True)
            raise


def _fill(connection: Any) -> None:
    connection.execute(f"PRAGMA application_id={driver.APPLICATION_ID}")
    connection.execute("BEGIN IMMEDIATE")
    for statement in statements(SCRIPT.read_text(encoding="utf-8")):
        connection.execute(statement)
    mark = secrets.token_hex(16)  # what tells this base, and its copies, from every other one
    connection.execute("INSERT INTO base_mark (identity) VALUES (?)", (mark,))
    connection.execute(f"PRAGMA user_version={base.SCHEMA}")
    connection.execute("COMMIT")


def statements(script: str) -> Iterator[str]:
    """The statements of a script, each of which ends a line; a trigger holds several `;`."""
    waiting = ""
    for line in script.splitlines(keepends=True):
        waiting += line
        if line.rstrip().endswith(";") and driver.sqlite.complete_statement(waiting):
            yield waiting
            waiting = ""


def script_of(connection: Any) -> str:
    """The script that makes a base like this empty one."""
    made = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    full_text = tuple(f"{name}_" for name, sql in made if "USING fts5" in sql)
    (head,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    parts = [sql for name, sql in made if not name.startswith((*full_text, "sqlite_"))
             or sql.startswith("CREATE TRIGGER")]  # fmt: skip
    parts.append(f"INSERT INTO alembic_version VALUES ('{head}')")
    return "".join(f"{part};\n" for part in parts)
