"""Bring a backup back: verified first, the present base kept, then all of it or nothing.

The content of the base is replaced within one transaction of SQLite, its file staying the same: a
process that was waiting to write goes on with the new content, and a crash leaves the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from venez_vivre import NamedTuple
from venez_vivre.errors import NotFound, Refused, WrongKey
from venez_vivre.store import (
    backups,
    base,
    checks,
    copies,
    creation,
    driver,
    encryption,
    repairs,
    saved,
)
from venez_vivre.store.backups import Target
from venez_vivre.store.checks import Finding
from venez_vivre.store.copies import Counts
from venez_vivre.store.reader import Reader
from venez_vivre.store.transfer import marks

if TYPE_CHECKING:
    from venez_vivre.store.base import Store


class Restored(NamedTuple):
    """What came back, and where what was there before is kept.

    `kept` is None when there was no base; `schema` is that of the backup. `mended` was put right
    on the way, `noted` is left to people.
    """

    file: Path
    kept: Path | None
    schema: int
    mended: list[Finding]
    noted: list[Finding]
    counts: Counts


def nothing_more(_draft: Path) -> None:
    """What `restore` does to a draft when nobody asks for more."""


def restore(store: Store, file: Path, *, after: Callable[[Path], None] = nothing_more) -> Restored:
    """Put a backup in the place of the base.

    `after` receives the verified draft, of the newest schema, while nobody can write to the base
    but everybody may still read it: what was decided since the backup is done again there.

    Raises:
        NotFound: there is no such file.
        Refused: the file is not a sound backup of ours, or the base cannot be held or kept; the
            base is then as it was.

    """
    place = store.path.resolve()
    _check_names(place, file)
    if place.exists() and (shut := driver.closed_to_writing(place)):
        raise shut
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    store.born_like(file)
    draft = copies.draft_of(place, "restauration")
    with backups.explained(place):
        try:
            schema = _take(store, file, draft)
            mended, noted = _made_sound(store, file, draft)
            _seal_alike(store, place, draft)
            with _held(store, place) as connection:
                kept = _keep(store, connection, file)
                after(draft)
                counts = _counted(store, file, draft)
                _replace(store, connection, draft, place)
        finally:
            copies.remove(draft)
    return Restored(file, kept, schema, mended, noted, counts)


def find(store: Store, named: str) -> Path:
    """The backup that a word names: a path, or the name of a file of the usual folder."""
    path = Path(named).expanduser()
    beside = saved.folder_of(store.path) / path.name
    return beside if not path.exists() and path.name == named and beside.exists() else path


def _check_names(place: Path, file: Path) -> None:
    if not file.exists():
        raise NotFound(
            f"La sauvegarde {file} n’existe pas. `venez-vivre base etat` dit où elles sont gardées."
        )
    if file.is_dir():
        raise Refused(f"{file} est un dossier. Nommez le fichier d’une sauvegarde.")
    if not file.is_file():
        raise Refused(f"{file} n’est pas un fichier ordinaire. Nommez celui d’une sauvegarde.")
    if place.exists() and file.samefile(place):
        raise Refused("Ce fichier est la base elle-même : il n’y a rien à restaurer.")
    if place.is_dir():
        raise Refused(f"{place} est un dossier. Donnez à --base le chemin d’un fichier.")


def _take(store: Store, file: Path, draft: Path) -> int:
    """Copy the backup, which is left as it is; its schema."""
    if file.with_name(file.name + copies.JOURNAL).exists():
        # Opening the draft applies the journal to it, and not to the file.
        copies.plain_like(store, file, draft)
    else:
        with _opened(store, file, file) as source:
            source.execute("BEGIN")
            rows = Reader(source)
            rows.value("SELECT count(*) FROM sqlite_master")  # nobody writes to it from now on
            whole = checks.of_size(rows, file.stat().st_size)
            _refuse_if_faulty(file, [finding.what for finding in whole])
            copies.plain(file, draft)  # byte for byte: encrypted as it is, under its own key
    with _opened(store, draft, file) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
    if application != driver.APPLICATION_ID:
        raise _foreign(file)
    if schema > base.SCHEMA:
        raise Refused(
            f"La sauvegarde {file} vient d’une version plus récente du programme. {UNCHANGED} "
            "Mettez venez-vivre à jour, puis recommencez."
        )
    return int(schema)


@contextmanager
def _opened(store: Store, path: Path, file: Path) -> Iterator[Any]:
    """A connection to a backup, or to its draft; what goes wrong is said of the backup."""
    try:
        with closing(store.open(path, write=False)) as connection:
            yield connection
    except WrongKey as error:
        raise WrongKey(str(error).replace(str(path), str(file))) from None
    except Exception as error:
        if not driver.is_trouble(error):
            raise
        if "not a database" in str(error):
            raise _foreign(file) from None
        if driver.is_damage(error):
            raise _unsound(file, "elle est abîmée") from None
        raise driver.explain(error, file) from None


def _foreign(file: Path) -> Refused:
    return Refused(f"{file} n’est pas une sauvegarde de venez-vivre. {UNCHANGED} {OTHERS}")


def _unsound(file: Path, wrong: str) -> Refused:
    return Refused(f"La sauvegarde {file} n’est pas saine ({wrong}). {UNCHANGED} {OTHERS}")


UNCHANGED = "La base n’a pas changé."
OTHERS = "Choisissez-en une autre : `venez-vivre base etat` les montre."


def _made_sound(store: Store, file: Path, draft: Path) -> tuple[list[Finding], list[Finding]]:
    """Verify the draft, bring it to the newest schema, mend what is only worked out from the rest.

    Raises:
        Refused: what it holds cannot be trusted.

    """
    _refuse_if_faulty(file, copies.faults_of(store, draft))
    with copies.opened(store, draft) as connection:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
    if schema < base.SCHEMA:
        from venez_vivre.store.migrations import bring_up  # noqa: PLC0415  takes Alembic along

        bring_up(store, draft)
    found = checks.examine(store, draft).findings
    mended = [finding for finding in found if finding.repair]
    if mended:
        repairs.mend(store, draft, mended)
        found = checks.examine(store, draft).findings
    _refuse_if_faulty(file, [finding.what for finding in found if finding.grave])
    return mended, found


def _seal_alike(store: Store, place: Path, draft: Path) -> None:
    """Encrypt the draft as the present base is, or not at all; a lost base has no say.

    Raises:
        WrongKey: the base is encrypted, and there is no key for it.

    """
    if not place.exists() or not place.stat().st_size:
        return
    try:
        wanted = store.key
    except WrongKey as error:
        raise WrongKey(
            f"{error} Si la base est perdue, donnez un autre nom à son fichier, puis recommencez."
        ) from None
    own = store.beside(draft).key
    if own != wanted:
        encryption.convert(draft, own, wanted)


def _refuse_if_faulty(file: Path, wrong: list[str]) -> None:
    if wrong:
        raise _unsound(file, wrong[0].rstrip("."))


def _counted(store: Store, file: Path, draft: Path) -> Counts:
    """Read the draft one last time; how many rows each of its tables holds."""
    _refuse_if_faulty(file, copies.faults_of(store, draft))
    with copies.opened(store, draft) as connection:
        return copies.counts(connection)


@contextmanager
def _held(store: Store, place: Path) -> Iterator[Any]:
    """A connection to the base by which nobody else can write; None when there is none to hold.

    In that locking mode SQLite gives no lock back before the connection is closed: others still
    read, until the very replacement.
    """
    connection = _hold(store, place) if place.exists() else None
    try:
        if connection is not None:
            _refuse_shut(connection, place)
        yield connection
    except Exception as error:
        if driver.is_trouble(error):
            raise driver.explain(error, place) from None
        raise
    finally:
        if connection is not None:
            connection.close()


def _hold(store: Store, place: Path) -> Any:
    """Hold the base; None when it is so damaged that nobody can open it, hence write to it.

    By the name that the store has for it: its key is then known before anything is locked, and to
    look for it later would give the lock up.
    """
    connection = None
    try:
        connection = store.open(store.path, write=True)
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
    except WrongKey:  # its beginning is spoilt, or its key lost: either way it is kept as it is
        return None
    except Exception as error:
        if connection is not None:
            connection.close()
        if not driver.is_trouble(error):
            raise
        if driver.is_damage(error):
            return None
        raise driver.explain(error, place) from None
    if application != driver.APPLICATION_ID and place.stat().st_size:  # an empty file is nothing
        connection.close()
        raise Refused(f"{place} n’est pas une base de venez-vivre : elle n’a pas été remplacée.")
    return connection


def _refuse_shut(connection: Any, place: Path) -> None:
    """Leave a base alone that was carried elsewhere: two would go on apart."""
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    if schema >= marks.HELD:
        raise marks.why(connection, place, schema)


def _keep(store: Store, connection: Any, file: Path) -> Path | None:
    """Keep the present base: a verified backup, or a plain copy when it is damaged."""
    place = store.path.resolve()
    if not place.exists() or not place.stat().st_size:
        return None
    return backups.keep_from(store, connection, backups.BEFORE_RESTORE, Target(spare=file))


def _replace(store: Store, connection: Any, draft: Path, place: Path) -> None:
    """Give the draft the place of the base."""
    if connection is not None:
        with copies.opened(store, draft) as source:
            source.backup(connection, progress=copies.patient())
        driver.private(place)
        return
    copies.sync(draft)
    if place.exists():
        # The journal of the old pages must not be applied to the new ones; its copy is kept.
        place.with_name(place.name + copies.JOURNAL).unlink(missing_ok=True)
        draft.replace(place)
    elif not creation.give_name(draft, place):
        raise Refused(f"Une base {place} vient d’être créée entre-temps. Recommencez.")
