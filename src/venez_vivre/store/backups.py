"""Backups: copies that were read again and found whole before they took their name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from venez_vivre import NamedTuple
from venez_vivre.errors import NotFound, Refused, reason
from venez_vivre.store import copies, creation, driver, outputs, saved
from venez_vivre.store.base import SCHEMA
from venez_vivre.store.checks import check_ours
from venez_vivre.store.copies import Counts
from venez_vivre.store.reader import Reader
from venez_vivre.store.saved import Saved
from venez_vivre.store.settings import settings
from venez_vivre.store.transfer import marks

if TYPE_CHECKING:
    from venez_vivre.store.base import Store

BY_HAND, BEFORE_MIGRATION, BEFORE_RESTORE, BEFORE_REPAIR, BEFORE_UNION = (
    "demande",
    "avant-migration",
    "avant-restauration",
    "avant-reparation",
    "avant-reunion",
)
"""Why a backup was made: the end of its name unless somebody asked for it."""

DAMAGED = "abimee"
"""The end of the name of a copy that was kept though it is not sound: no rotation takes it."""

SETTING = "sauvegardes"


class Target(NamedTuple):
    """Where a backup goes: `path` None for the usual folder, of which the newest `keep` stay.

    No rotation takes `spare`: it is about to be read.
    """

    path: Path | None = None
    overwrite: bool = False
    keep: int | None = None
    spare: Path | None = None


USUAL = Target()


class Done(NamedTuple):
    """A backup that was made, where it is, and the older ones that left for it."""

    saved: Saved
    path: Path
    dropped: list[Path]
    counts: Counts


def save(store: Store, target: Target = USUAL, *, why: str = BY_HAND) -> Done:
    """Copy the base while others go on writing, verify the copy, then give it its name.

    Raises:
        NotFound: there is no base.
        Refused: the base is damaged, the place will not have it, or the disk is full; nothing is
            left behind and no other file is touched.

    """
    base = store.path.resolve()
    if not base.is_file():
        raise NotFound(f"Il n’y a pas encore de base à sauvegarder : {store.path}.")
    with copies.opened(store, store.path) as connection:
        return save_from(store, connection, target, why=why)


def save_from(store: Store, connection: Any, target: Target = USUAL, *, why: str = BY_HAND) -> Done:
    """The same from a connection that is in no transaction, which may hold the base."""
    now = datetime.now(UTC)
    with explained(target.path or saved.folder_of(store.path)):
        final = _place(store.path, target, why, now)
        draft = copies.draft_of(final, "copie")
        connection.execute("BEGIN")
        try:
            facts = _Facts.of(connection)
            copies.copy(store, connection, draft)
        except BaseException:
            copies.remove(draft)
            raise
        finally:
            connection.rollback()
        return _finish(store, facts, (draft, final), target, _Note(why, now))


class _Facts(NamedTuple):
    """What the base says of itself at the moment of the copy."""

    counts: Counts
    schema: int
    born: str
    keep: int

    @classmethod
    def of(cls, connection: Any) -> _Facts:
        rows = Reader(connection)
        if rows.value("PRAGMA application_id") != driver.APPLICATION_ID:
            raise Refused("Ce fichier n’est pas une base de venez-vivre : rien n’a été copié.")
        schema = int(rows.value("PRAGMA user_version"))
        if schema >= marks.HELD:
            raise marks.why(connection, "", schema)
        return cls(
            copies.counts(connection),
            schema,
            _born(rows),
            settings(rows)[SETTING],
        )


def _born(rows: Reader) -> str:
    """What tells a base from another of the same name: a digest of its first operation."""
    first = rows.row(
        "SELECT happened_at, agent, command, summary FROM operation ORDER BY id LIMIT 1"
    )
    return sha256("|".join(first or ()).encode()).hexdigest()[:16]


class _Note(NamedTuple):
    why: str
    now: datetime


def _finish(
    store: Store, facts: _Facts, paths: tuple[Path, Path], target: Target, note: _Note
) -> Done:
    """Verify the draft, give it its name, write it down, then let the oldest go."""
    draft, final = paths
    try:
        if wrong := copies.faults_of(store, draft, facts.counts):
            raise Refused(
                f"Aucune sauvegarde n’a été faite : relue, la copie n’est pas saine ({wrong[0]}). "
                "`venez-vivre base verifier` dit ce qu’il en est de la base."
            )
        copies.sync(draft)
        made = _described(store.path, facts, paths, note)
        final = _named(draft, final, target)
    finally:
        copies.remove(draft)
    made = made._replace(file=final.name if target.path is None else str(final))
    try:
        copies.sync(final.parent)
        saved.add(store.path, made)
    except OSError:
        final.unlink(missing_ok=True)
        raise
    keep = target.keep or facts.keep
    dropped = [] if target.path else saved.drop_old(store.path, made, keep, target.spare)
    return Done(made, final, dropped, facts.counts)


def _described(base: Path, facts: _Facts, paths: tuple[Path, Path], note: _Note) -> Saved:
    draft, final = paths
    return Saved(
        base=base.resolve().name,
        born=facts.born,
        file=final.name,
        made_at=note.now.isoformat(timespec="seconds"),
        why=note.why,
        schema=facts.schema,
        size=draft.stat().st_size,
        digest=saved.digest(draft),
        rows=sum(facts.counts.values()),
    )


def _place(base: Path, target: Target, why: str, now: datetime) -> Path:
    """The name that the backup will have; one that was asked for must be free, or may go."""
    path = target.path
    if path is None:
        return saved.make_folder(base) / name(base, why, now)
    path = path.absolute()
    if path.is_symlink():
        raise Refused(f"{path} est un lien vers un autre fichier. Donnez à --vers un vrai nom.")
    if path.is_dir():
        raise Refused(f"{path} est un dossier. Donnez à --vers le nom d’un fichier.")
    outputs.refuse_inner(path, "--vers")
    if path.exists() and path.samefile(base):
        raise Refused("--vers nomme la base elle-même. Donnez un autre nom à la sauvegarde.")
    if path.exists() and not target.overwrite:
        raise _taken(path)
    return path


def name(base: Path, why: str, now: datetime) -> str:
    """The name of a backup: `venez-vivre-2025-11-27-14h05m12.db`, in local time."""
    base = base.resolve()
    end = "" if why == BY_HAND else f"-{why}"
    return f"{base.stem}-{now.astimezone():%Y-%m-%d-%Hh%Mm%S}{end}{base.suffix or '.db'}"


def _taken(path: Path) -> Refused:
    return Refused(f"{path} existe déjà. Ajoutez --ecraser pour le remplacer.")


def _named(draft: Path, final: Path, target: Target) -> Path:
    """Give the draft its name; in the usual folder, the next free one."""
    if target.path is not None:
        if target.overwrite:
            draft.replace(final)
        elif not creation.give_name(draft, final):
            raise _taken(final)
        return final
    return give_free_name(draft, final)


def give_free_name(draft: Path, wanted: Path) -> Path:
    """Give a draft that name, or the same with a number when it is taken; the name it has."""
    final, number = wanted, 1
    while not creation.give_name(draft, final):
        number += 1
        final = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return final


def keep(store: Store, why: str) -> Path:
    """Keep the base before something is done to it: a verified backup, else a copy as it is."""
    with copies.opened(store, store.path) as connection:
        return keep_from(store, connection, why)


def keep_from(store: Store, connection: Any, why: str, target: Target = USUAL) -> Path:
    """The same through a connection that is in no transaction; None for a base that opens not."""
    if connection is not None:
        try:
            return save_from(store, connection, target, why=why).path
        except Refused:  # the copy is no sounder than the base
            pass
        except driver.sqlite.DatabaseError as error:
            if not driver.is_damage(error):
                raise
    return keep_damaged(store, connection, why)


def bring_up_to_date(store: Store) -> tuple[int, Path | None]:
    """Bring the base to the newest schema; the one it had, and the backup made if it was older."""
    with copies.opened(store, store.path) as connection:
        schema = check_ours(Reader(connection), store.path)
    if schema == SCHEMA:
        return schema, None
    from venez_vivre.store.migrations import upgrade  # noqa: PLC0415  takes Alembic along

    return schema, upgrade(store)


def keep_damaged(store: Store, connection: Any, why: str) -> Path:
    """Keep a base that is not sound, as it is, in the usual folder; its copy.

    Through its connection when it opens: reading the file aside would give up the locks that this
    process has on it.
    """
    base = store.path.resolve()
    with explained(saved.folder_of(base)):
        wanted = saved.make_folder(base) / name(base, f"{why}-{DAMAGED}", datetime.now(UTC))
        draft = copies.draft_of(wanted, "copie")
        try:
            if connection is None or not _copied(store, connection, draft):
                copies.plain(base, draft)
            final = give_free_name(draft, wanted)
            journal = draft.with_name(draft.name + copies.JOURNAL)
            if journal.exists():
                journal.replace(final.with_name(final.name + copies.JOURNAL))
        finally:
            copies.remove(draft)
    return final


def _copied(store: Store, connection: Any, draft: Path) -> bool:
    try:
        copies.copy(store, connection, draft)
    except driver.sqlite.Error:
        copies.remove(draft)
        return False
    return True


@contextmanager
def explained(place: Path) -> Iterator[None]:
    """Say in a sentence why the system will not have a file there."""
    try:
        yield
    except OSError as error:
        raise Refused(
            f"{place} ne peut pas être écrit ({reason(error)}). Vérifiez le dossier, la place qui "
            "reste et vos droits."
        ) from None
