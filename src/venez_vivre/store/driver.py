"""The one SQLite driver: sqlcipher3 where its wheel exists, else the standard library's."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from venez_vivre.errors import Refused, WrongKey
from venez_vivre.store.cipher import Key, passing, salt_of

if TYPE_CHECKING:
    from pathlib import Path

try:
    from sqlcipher3 import dbapi2 as sqlite
except ImportError:  # no wheel for this platform: plain files still work
    import sqlite3 as sqlite

__all__ = ["begin", "connect", "explain", "in_memory", "is_trouble", "private", "sqlite"]

ENCRYPTS = sqlite.__name__.startswith("sqlcipher3")
"""Whether this machine can open and make encrypted files."""

APPLICATION_ID = 0x56564246
"""« VVBF »: says that a SQLite file is ours."""

BUSY_SECONDS = 60.0
"""How long a command waits for another one that writes."""

NOTHING_WRITTEN = "Rien n’a été enregistré."


def connect(path: Path | str, *, write: bool, key: Key | None = None) -> Any:
    """A driver connection in autocommit mode, transactions being opened by hand.

    Args:
        path: an existing file, or a new one when `write` is true.
        write: whether the connection may change the file.
        key: what opens it, None for a file that is not encrypted.

    Raises:
        WrongKey: the key does not open the file.

    """
    mode = "rwc" if write else "rw"
    uri = f"{_uri(os.path.realpath(path))}?mode={mode}"
    # `rw` and not `ro`: after a crash, the first reader has to roll the hot journal back.
    connection = sqlite.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    if key is not None:
        _unlock(connection, path, key)
    connection.execute("PRAGMA foreign_keys=ON")
    if write:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA cache_size=-65536")
    else:
        connection.execute("PRAGMA query_only=ON")
    return connection


def _uri(path: str) -> str:
    if os.name == "posix" and path.isascii() and all(c.isalnum() or c in "/_.-~" for c in path):
        return f"file://{path}"
    from pathlib import Path  # noqa: PLC0415  4 ms, and few paths have anything to escape

    return Path(path).as_uri()


def _unlock(connection: Any, path: Path | str, key: Key) -> None:
    """Give the key before anything is read, and try it."""
    if not ENCRYPTS:  # another SQLite would take no notice of the key, and write in clear
        connection.close()
        raise no_cipher(f"La base {path} est chiffrée")
    connection.execute("PRAGMA cipher_log_level=NONE")  # it writes on the error side by itself
    connection.execute(f'PRAGMA key="{key.word}"')
    connection.execute("PRAGMA temp_store=MEMORY")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite.DatabaseError as error:
        connection.close()
        if "not a database" not in str(error):
            raise
        raise WrongKey(
            f"La clé n’ouvre pas {path}. {NOTHING_WRITTEN} Vérifiez la phrase secrète ; si c’est "
            "la bonne, le fichier est abîmé ou a été fait avec une clé plus ancienne."
        ) from None


def no_cipher(what: str) -> Refused:
    """The error of a machine without SQLCipher."""
    return Refused(
        f"{what}, et le paquet sqlcipher3 manque sur cette machine. {NOTHING_WRITTEN} "
        "Installez-le (`pip install sqlcipher3`), ou prenez une version de Python pour laquelle "
        "il existe."
    )


def is_encrypted(connection: Any) -> bool:
    """Whether what a connection reads and writes is encrypted; by us, which no server is."""
    if getattr(connection, "engine", "sqlite") != "sqlite":
        return False
    return connection.execute("PRAGMA cipher_salt").fetchone() is not None


def begin(connection: Any) -> None:
    """Begin to write, after whoever writes now; the longer a command waits, the more often it asks.

    SQLite's own wait does the contrary: who has just come asks every other millisecond, who waits
    asks ten times a second, and with eight writers somebody may wait for ever.
    """
    connection.execute("PRAGMA busy_timeout=0")
    since = time.monotonic()
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            break
        except sqlite.OperationalError as error:
            waited = time.monotonic() - since
            if "locked" not in str(error) or waited > BUSY_SECONDS:
                raise
        time.sleep(max(LONGEST_PAUSE / (1 + waited), SHORTEST_PAUSE))
    connection.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")


LONGEST_PAUSE, SHORTEST_PAUSE = 0.02, 0.001


def in_memory(source: Any) -> Any:
    """A private copy of what this connection sees; nothing of it is ever written to a disk.

    A base that this connection is writing to gives no pages away: rows are then read one by one.
    """
    copy = sqlite.connect(":memory:", isolation_level=None)
    if is_encrypted(source):
        # Pages go from one encrypted base to another only; in memory, they stay in clear.
        copy.execute(f'PRAGMA key="{passing().word}"')
    for setting in ("temp_store=MEMORY", "foreign_keys=OFF", "cache_size=-65536"):
        copy.execute(f"PRAGMA {setting}")
    try:
        source.backup(copy, progress=_never_wait)
    except sqlite.OperationalError:
        _copy_rows(source, copy)
    return copy


def _never_wait(status: int, _remaining: int, _pages: int) -> None:
    """Without this, the driver waits for ever for a transaction that is its own."""
    if status in {sqlite.SQLITE_BUSY, sqlite.SQLITE_LOCKED}:
        raise sqlite.OperationalError("busy")


def _copy_rows(source: Any, copy: Any) -> None:
    """Tables and indices, row by row; full text and triggers stay behind."""
    made = source.execute(
        "SELECT m.name, m.type, m.sql FROM sqlite_master m "
        "LEFT JOIN pragma_table_list l ON l.name = m.name AND l.schema = 'main' "
        "WHERE m.sql IS NOT NULL AND m.name NOT LIKE 'sqlite_%' AND (m.type = 'index' "
        "OR m.type = 'table' AND l.type = 'table') ORDER BY m.type = 'index'"
    ).fetchall()
    copy.execute("BEGIN")
    for name, kind, sql in made:
        copy.execute(sql)
        if kind == "table":
            found = source.execute(f'SELECT * FROM "{name}"')
            marks = ", ".join("?" * len(found.description))
            copy.executemany(f'INSERT INTO "{name}" VALUES ({marks})', found)
    copy.execute("COMMIT")


def is_trouble(error: BaseException) -> bool:
    """Whether the error comes from the file or the disk, not from the program."""
    return isinstance(error, sqlite.DatabaseError) and not isinstance(
        error, (sqlite.ProgrammingError, sqlite.IntegrityError)
    )


def is_damage(error: BaseException) -> bool:
    """Whether the file itself is no longer a readable base."""
    said = str(error).lower()
    signs = ("image is malformed", "malformed database", "not a database", "fts5: corrupt")
    return is_trouble(error) and any(sign in said for sign in signs)


def explain(error: BaseException, path: Path) -> Refused:
    """The sentence for an error of the driver; nothing of the stored data is in it."""
    said = str(error).lower()
    if "attempt to write" in said and (shut := closed_to_writing(path)):
        return shut
    if _replaced(said, path):
        return Refused(f"La base {path} vient d’être remplacée. {NOTHING_WRITTEN} Recommencez.")
    for sign, sentence in TROUBLES:
        if sign in said:
            return Refused(sentence.format(path=path, nothing=NOTHING_WRITTEN))
    return Refused(
        f"La base {path} ne répond pas comme prévu ({type(error).__name__}). {NOTHING_WRITTEN} "
        "Gardez-en une copie avant d’aller plus loin."
    )


def closed_to_writing(path: Path) -> Refused | None:
    """Why a base that is there cannot be written to: its own rights, or those of its folder."""
    place = path.resolve()
    if place.exists() and not os.access(place, os.W_OK):
        return Refused(
            f"La base {path} est en lecture seule. {NOTHING_WRITTEN} Vérifiez ses droits."
        )
    if not os.access(place.parent, os.W_OK | os.X_OK):  # SQLite makes its journal there
        return Refused(
            f"Le dossier de la base {path} est en lecture seule. {NOTHING_WRITTEN} "
            "Vérifiez les droits de ce dossier."
        )
    return None


def _replaced(said: str, path: Path) -> bool:
    """Whether another command gave the name of a file that was open to another file.

    The driver then finds a file emptied, or says read-only one that is not.
    """
    emptied = "not a database" in said and salt_of(path) is not None
    return emptied or ("attempt to write" in said and os.access(path, os.W_OK))


TROUBLES = (
    ("locked", "La base {path} est occupée par un autre programme. {nothing} Réessayez bientôt."),
    ("readonly", "La base {path} est en lecture seule. {nothing} Vérifiez ses droits."),
    ("attempt to write", "La base {path} est en lecture seule. {nothing} Vérifiez ses droits."),
    ("full", "Le disque est plein. {nothing} Libérez de la place puis recommencez."),
    (
        "not a database",
        "{path} n’est pas une base de venez-vivre. {nothing} Choisissez-en une autre avec --base.",
    ),
    ("malformed", "La base {path} est abîmée. {nothing} Restaurez la dernière sauvegarde."),
    (
        "unable to open",
        "La base {path} ne peut pas être ouverte. {nothing} Vérifiez son dossier et vos droits.",
    ),
    ("i/o error", "Le disque ne répond pas correctement. {nothing} Vérifiez-le puis recommencez."),
)
"""Words of the driver, and what they mean for the user."""


def private(path: Path) -> None:
    """Keep a file to its owner (Windows has its own inheritance of rights)."""
    if os.name == "posix":
        path.chmod(0o600)
