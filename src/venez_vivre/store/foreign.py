"""Another base, read as it is: verified, never written to, upgraded in a private copy if older."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from venez_vivre.errors import NotFound, Refused, WrongKey
from venez_vivre.store import base, checks, copies, driver
from venez_vivre.store.reader import Reader

if TYPE_CHECKING:
    from venez_vivre.store.base import Store

NOTHING = "Rien n’a été enregistré."


@contextmanager
def reading(store: Store, path: Path) -> Iterator[Reader]:
    """A consistent view of another base, in the newest schema, which cannot be changed through it.

    The file is left as it is, to the byte: one that an interrupted command left by half, or that
    an older version made, is put right in a private copy that goes away.

    Args:
        store: the base at work, whose passphrases open others too.
        path: the file.

    Raises:
        NotFound: there is no such file.
        Refused: it is damaged, not ours, newer than this program, or the base at work itself.
        WrongKey: its key is missing or wrong.

    """
    _check_name(store, path)
    with ExitStack() as stack:
        connection = None
        if not path.with_name(path.name + copies.JOURNAL).exists():
            connection = _newest(store, path)
        if connection is None:
            folder = stack.enter_context(TemporaryDirectory(prefix="venez-vivre-"))
            connection = _upgraded(store, path, Path(folder) / "copie.db")
        stack.callback(connection.close)
        yield Reader(connection)


def _newest(store: Store, path: Path) -> Any:
    """A connection to a file that is of the newest schema; None for an older one."""
    with _explained(path, path):
        connection = _opened(store, path, path)
        if checks.check_ours(Reader(connection), path) == base.SCHEMA:
            return _begun(connection, path)
        connection.close()
        return None


def _upgraded(store: Store, path: Path, draft: Path) -> Any:
    """A connection to a copy: opening it rolls back what was half done, then it is upgraded."""
    copies.plain(path, draft)
    with _explained(draft, path):
        connection = _opened(store, draft, path)
        checks.check_ours(Reader(connection), path)
        connection.close()
        from venez_vivre.store.migrations import bring_up  # noqa: PLC0415  it takes Alembic along

        bring_up(store.beside(draft), draft)
        return _begun(store.open(draft, write=False), path)


def _check_name(store: Store, path: Path) -> None:
    if not path.exists():
        raise NotFound(f"La base {path} n’existe pas. {NOTHING}")
    if not path.is_file():
        raise Refused(f"{path} n’est pas le fichier d’une base. {NOTHING}")
    if store.path.exists() and path.samefile(store.path):
        raise Refused(f"{path} est la base où tout est réuni : nommez les autres. {NOTHING}")


def _opened(store: Store, place: Path, path: Path) -> Any:
    try:
        connection = store.open(place, write=False)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except Exception as error:
        if driver.is_damage(error):
            raise _damaged(path) if "not a database" not in str(error) else _foreign(path) from None
        raise
    return connection


def _begun(connection: Any, path: Path) -> Any:
    """A base that was found whole, its view held still."""
    connection.execute("BEGIN")
    if copies.faults(connection):
        connection.close()
        raise _damaged(path)
    return connection


def _damaged(path: Path) -> Refused:
    return Refused(
        f"La base {path} est abîmée. {NOTHING} Faites-la vérifier là où elle est tenue : "
        "`venez-vivre base verifier`."
    )


def _foreign(path: Path) -> Refused:
    return Refused(f"{path} n’est pas une base de venez-vivre. {NOTHING}")


@contextmanager
def _explained(place: Path, path: Path) -> Iterator[None]:
    """What goes wrong with a file, or with its copy, is said of the file, in one sentence."""
    try:
        yield
    except WrongKey as error:
        raise WrongKey(_named(error, place, path)) from None
    except (checks.NotOurs, checks.Newer) as error:
        raise type(error)(_named(error, place, path)) from None
    except Exception as error:
        if driver.is_damage(error):
            raise _damaged(path) from None
        if driver.is_trouble(error):
            raise driver.explain(error, path) from None
        raise


def _named(error: Exception, place: Path, path: Path) -> str:
    said = str(error).replace(str(place), str(path))
    return said if NOTHING in said else f"{said} {NOTHING}"
