"""Faithful copies of a base: what one connection sees, in a file that is then read again."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from venez_vivre.errors import Refused
from venez_vivre.store import cipher, drafts, driver, encryption

if TYPE_CHECKING:
    from venez_vivre.store.base import Store

Counts = dict[str, int]


class Damaged(Refused):
    """The file is not a base that SQLite can read, or no longer is."""


JOURNAL = "-journal"
"""What SQLite adds to the name of a base for the file that undoes what a crash left by half."""


def draft_of(final: Path, ending: str) -> Path:
    """Where a file is made before it takes its name: `copie` or `restauration`."""
    drafts.sweep(final.parent, own=True)
    return drafts.named(final, ending)


@contextmanager
def opened(store: Store, path: Path, *, write: bool = False) -> Iterator[Any]:
    """A connection to a file that is kept like this base, as it is: not brought up to date.

    Raises:
        Damaged: the file is no readable base.
        Refused: the driver or the disk says no otherwise; the sentence names the file.

    """
    connection = None
    try:
        connection = store.open(path, write=write)
        yield connection
    except Exception as error:
        if driver.is_trouble(error):
            said = driver.explain(error, path)
            raise (Damaged(str(said)) if driver.is_damage(error) else said) from None
        raise
    finally:
        if connection is not None:
            connection.close()


def copy(store: Store, source: Any, draft: Path) -> None:
    """Copy what this connection sees into a new file, its owner's alone; others may go on writing.

    The copy is encrypted as the base is, whatever the source was: a backup in clear may come back
    into a base that was encrypted since.

    Raises:
        OSError: the draft cannot be made, or a file has its name already.

    """
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))  # follows no link
    sealed = driver.is_encrypted(source)
    like_source = store.key if sealed and store.key else cipher.passing() if sealed else None
    target = driver.connect(draft, write=True, key=like_source)
    try:
        source.backup(target, progress=patient())
    finally:
        target.close()
    if sealed != (store.key is not None):  # pages do not pass from one kind to the other
        encryption.convert(draft, like_source, store.key)


def plain_like(store: Store, source: Path, draft: Path) -> None:
    """Copy a file byte for byte, apply its journal, then have it encrypted as the base is."""
    plain(source, draft)
    key = store.key_of(draft)
    if (key is None) != (store.key is None):
        encryption.convert(draft, key, store.key)


def plain(source: Path, draft: Path) -> None:
    """Copy a file byte for byte, with its journal when it has one: a base that does not open."""
    for tail in ("", JOURNAL):
        path = source.with_name(source.name + tail)
        if tail == "" or path.exists():
            place = draft.with_name(draft.name + tail)
            handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as target, path.open("rb") as file:
                shutil.copyfileobj(file, target)
                target.flush()
                os.fsync(target.fileno())


def patient() -> Callable[[int, int, int], None]:
    """What a copy calls at each step: without it, the driver waits for others for ever."""
    end = time.monotonic() + driver.BUSY_SECONDS

    def step(status: int, _remaining: int, _pages: int) -> None:
        waiting = status in {driver.sqlite.SQLITE_BUSY, driver.sqlite.SQLITE_LOCKED}
        if waiting and time.monotonic() > end:
            raise driver.sqlite.OperationalError("database is locked")

    return step


def counts(connection: Any) -> Counts:
    """How many rows each table holds, those that full text keeps for itself included."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])
        for (name,) in found
    }


def faults(connection: Any, expected: Counts | None = None) -> list[str]:
    """What is wrong with a copy: its pages, its references, its number of rows; a phrase each."""
    pages = [text for (text,) in connection.execute("PRAGMA integrity_check").fetchall()]
    found = [] if pages == ["ok"] else ["des pages sont abîmées"]
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        found.append("des lignes renvoient à d’autres qui n’existent pas")
    if expected is not None and not found and counts(connection) != expected:
        found.append("il y manque des lignes")
    return found


def faults_of(store: Store, path: Path, expected: Counts | None = None) -> list[str]:
    """The same of a file, which may not even open."""
    try:
        with opened(store, path) as connection:
            return faults(connection, expected)
    except Damaged:
        return ["elle ne peut pas être lue"]


def remove(draft: Path) -> None:
    """Take a draft away, and its journal."""
    for tail in ("", JOURNAL):
        draft.with_name(draft.name + tail).unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have the disk keep a file for good, or, where a system can, the names of a folder."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():  # some shares keep no folder at will
            raise
    finally:
        os.close(handle)
