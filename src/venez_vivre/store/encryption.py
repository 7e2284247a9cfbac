"""A base rewritten under another key, or under none: whole beside its place, checked, then named.

`sqlcipher_export` fills a new file while the old one is locked against everybody. A failure or a
kill leaves the old base, or the new one, never a part of either.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.errors import Refused, reason
from venez_vivre.store import cipher, drafts, driver, saved
from venez_vivre.store.cipher import Key

BLOCK = 1 << 20
ENDING = "chiffrement"
"""How the name of an unfinished file ends."""

OURS = driver.APPLICATION_ID.to_bytes(4, "big")


class Old(NamedTuple):
    """What became of the content before: overwritten, and whether another name still has it."""

    wiped: bool = False
    elsewhere: bool = False


def convert(path: Path, old: Key | None, new: Key | None) -> Old:
    """Rewrite a file under another key; what became of the old content.

    Raises:
        WrongKey: the old key does not open it.
        Refused: the disk or the copy is no good; the file is as it was.

    """
    if not is_possible():
        raise not_possible()
    path = path.resolve()
    with _told(path), _held(path, old) as source:
        clear_away(path)
        unfinished = drafts.named(path, ENDING)
        elsewhere = path.stat().st_nlink > 1
        try:
            _write(source, unfinished, new)
            _check(source, unfinished, new)
            _forget_journal(path)
            wiped = _replace(source, unfinished, path, wipe=old is None)
            return Old(wiped, elsewhere)
        finally:
            unfinished.unlink(missing_ok=True)


def is_possible() -> bool:
    """Whether this machine has what encrypts."""
    return bool(driver.ENCRYPTS)


def not_possible() -> Refused:
    """The error of a machine that cannot encrypt."""
    return driver.no_cipher("Chiffrer une base demande SQLCipher")


def plain_copies(base: Path) -> list[Path]:
    """The copies of a base that are in clear; another base of ours, by another name, is none."""
    return [one for one in _copies(base) if cipher.salt_of(one) is None and _is_ours(one)]


def sealed_copies(base: Path) -> dict[Path, bytes]:
    """The copies of a base that are encrypted, each with its salt, which tells of its key."""
    found = ((one, cipher.salt_of(one)) for one in _copies(base))
    return {one: salt for one, salt in found if salt is not None}


def clear_away(path: Path) -> None:
    """Erase what a killed rewriting left; only whoever holds the base may ask for it."""
    for left in path.parent.glob(f".{escape(path.name)}.*.{ENDING}*"):
        drafts.erase(left)


def _forget_journal(path: Path) -> None:
    """Erase the journal of a killed command, which holds pages as they were.

    Whatever had to be undone was, when the file was locked; SQLite leaves there a journal that
    was not finished, and one of a base in clear would stay so.
    """
    drafts.erase(path.with_name(path.name + "-journal"))


def _copies(base: Path) -> list[Path]:
    """Backups wherever they are, and what is beside the base or in a folder beside it.

    What is beside counts when its name begins as that of the base.
    """
    base = base.resolve()
    written = [saved.path_of(base, one).resolve() for one in saved.known(base)]
    return sorted({*written, *_beside(base)} - {base})


def _beside(base: Path) -> Iterator[Path]:
    for one in base.parent.iterdir():
        with suppress(OSError):  # a folder of somebody else
            inside = list(one.iterdir()) if one.is_dir() and not one.is_symlink() else [one]
            named = (file for file in inside if file.name.startswith(base.stem))
            yield from (file for file in named if file.is_file() and not file.is_symlink())


def _is_ours(path: Path) -> bool:
    """Whether a plain file says that it is a base of this program; it is read, not opened."""
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    return head.startswith(cipher.PLAIN) and head[68:72] == OURS


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the driver or the system refuses becomes a sentence."""
    try:
        yield
    except OSError as error:
        raise Refused(f"{path} ne peut pas être réécrit ({reason(error)}). {KEPT}") from None
    except Exception as error:
        if driver.is_trouble(error):
            raise driver.explain(error, path) from None
        raise


KEPT = "La base est restée comme elle était."


@contextmanager
def _held(path: Path, key: Key | None) -> Iterator[Any]:
    """The file, which nobody else can read or write until the block ends."""
    connection = driver.connect(path, write=True, key=key)
    try:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN EXCLUSIVE")
        # Then only: while it waits in this mode, a connection keeps others from finishing.
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("COMMIT")  # which gives no lock back in this mode
        yield connection
    finally:
        connection.close()


def _write(source: Any, unfinished: Path, key: Key | None) -> None:
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    source.execute("ATTACH ? AS remade KEY ?", (str(unfinished), key.word if key else ""))
    try:
        source.execute("PRAGMA remade.journal_mode=OFF")  # a failure throws the file away
        source.execute("PRAGMA remade.synchronous=OFF")  # flushed below, once
        source.execute("SELECT sqlcipher_export('remade')").fetchone()
        for name in ("application_id", "user_version"):
            (value,) = source.execute(f"PRAGMA main.{name}").fetchone()
            source.execute(f"PRAGMA remade.{name}={int(value)}")
    finally:
        source.execute("DETACH remade")
    _flush(unfinished)


def _check(source: Any, unfinished: Path, key: Key | None) -> None:
    """Compare the two files before the old one goes."""
    if cipher.salt_of(unfinished) != (key.salt if key else None):
        raise Refused(f"Le nouveau fichier n’est pas comme demandé. {KEPT}")
    remade = driver.connect(unfinished, write=False, key=key)
    try:
        said = [row[0] for row in remade.execute("PRAGMA integrity_check")]
        same = all(look(source) == look(remade) for look in LOOKS)
    finally:
        remade.close()
    if said != ["ok"] or not same:
        raise Refused(f"Le nouveau fichier ne vaut pas l’ancien. {KEPT}")


def _schema(connection: Any) -> list[tuple[Any, ...]]:
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
    return sorted(found, key=repr)


def _counts(connection: Any) -> dict[str, int]:
    names = [name for kind, name, *_ in _schema(connection) if kind == "table"]
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names
    }


def _numbers(connection: Any) -> list[tuple[Any, ...]]:
    found = [
        connection.execute(f"PRAGMA {n}").fetchone() for n in ("application_id", "user_version")
    ]
    given = connection.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()
    return [*found, *given]


LOOKS: tuple[Callable[[Any], Any], ...] = (_schema, _counts, _numbers)
"""What must be the same in both files: schema, rows of each table, numbers already given."""


def _replace(source: Any, unfinished: Path, path: Path, *, wipe: bool) -> bool:
    """Give the new file its place; whether the old one was overwritten."""
    if os.name == "nt":
        source.close()  # Windows replaces no file that is open
        unfinished.replace(path)
        return False
    handle = os.open(path, os.O_WRONLY)  # to reach the old file once its name is gone
    try:
        unfinished.replace(path)
        _flush(path.parent)
        return wipe and _wiped(handle)
    finally:
        os.close(handle)


def _wiped(handle: int) -> bool:
    """Overwrite a file that has no name left: another name is a copy that somebody wanted."""
    info = os.fstat(handle)
    if info.st_nlink:
        return False
    with suppress(OSError):
        for start in range(0, info.st_size, BLOCK):
            os.pwrite(handle, bytes(min(BLOCK, info.st_size - start)), start)
        os.fsync(handle)
        return True
    return False


def _flush(path: Path) -> None:
    """Have the disk hold what was written; not every system does it for a folder."""
    handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
