"""What can be said of a base without changing it: where, how large, what it holds, how safe."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from venez_vivre import NamedTuple
from venez_vivre.errors import VenezVivreError, WrongKey
from venez_vivre.store import cipher, copies, places, saved
from venez_vivre.store.base import SCHEMA
from venez_vivre.store.checks import Newer, NotOurs, check_ours
from venez_vivre.store.copies import Counts, Damaged
from venez_vivre.store.operations import Entry
from venez_vivre.store.places import Danger
from venez_vivre.store.reader import Reader
from venez_vivre.store.saved import Saved

if TYPE_CHECKING:
    from venez_vivre.store.base import Store

OLD_DAYS = 7
"""A backup older than that is no longer one to count on."""

SHOWN = {
    "household": "foyers",
    "person": "personnes",
    "signup": "inscriptions",
    "contact": "echanges",
    "follow_up": "relances",
    "settlement": "installations",
    "offer": "offres",
    "introduction": "mises_en_relation",
    "visit": "visites",
    "resource_person": "personnes_ressources",
    "operation": "operations",
}
"""The tables that people know, and how they are called for scripts."""


class Backup(NamedTuple):
    """The newest backup: where it is, how many whole days ago, whether its file is there."""

    path: Path
    made_at: str
    days: int
    there: bool


class Condition(NamedTuple):
    """A base as it stands; what cannot be known of one that does not exist is None or empty."""

    path: Path
    exists: bool
    size: int
    schema: int | None
    encrypted: bool | None
    counts: Counts
    last: Entry | None
    backup: Backup | None
    kept: list[Saved]
    danger: Danger | None
    private: bool
    crashed: bool
    """Whether a journal lies beside the base: a command was killed, or is at work right now."""
    served: bool = False
    """Whether it is on a server: nothing is then said of files."""


def of(store: Store) -> Condition:
    """The condition of a base, be it of an old schema; a missing one is not made.

    Raises:
        Refused: the file cannot be read, is not ours, or comes from a newer version.

    """
    if store.served:
        return _served(store)
    path = store.path
    place = path.resolve()
    there = place.is_file()
    state = Condition(
        path=path,
        exists=there,
        size=place.stat().st_size if there else 0,
        schema=None,
        encrypted=None,
        counts={},
        last=None,
        backup=newest(path),
        kept=saved.known(path),
        danger=places.danger(path),
        private=not there or is_private(place),
        crashed=place.with_name(place.name + copies.JOURNAL).exists(),
    )
    return _read(store, state) if there else state


def _served(store: Store) -> Condition:
    """The condition of a base on a server, as far as this login sees it."""
    with store.reading() as rows:
        named = "SELECT name FROM sqlite_master WHERE name <> 'counter' ORDER BY name"
        tables = [name for (name,) in rows.rows(named)]
        counts = {name: int(rows.value(f'SELECT count(*) FROM "{name}"')) for name in tables}
        size = int(rows.value("SELECT pg_database_size(current_database())"))
    return Condition(
        path=store.path,
        exists=True,
        size=size,
        schema=SCHEMA,
        encrypted=False,
        counts=counts,
        last=None,
        backup=None,
        kept=[],
        danger=None,
        private=True,
        crashed=False,
        served=True,
    )


def _read(store: Store, state: Condition) -> Condition:
    with copies.opened(store, store.path) as connection:
        connection.execute("BEGIN")
        rows = Reader(connection)
        schema = check_ours(rows, store.path)
        counts = copies.counts(connection)
        # Named columns: an old base lacks some that the reads of today know.
        last = rows.into(
            Entry,
            "SELECT id, happened_at, agent, kind, command, summary, target_id, undone "
            "FROM operation ORDER BY id DESC LIMIT 1",
        )
        return state._replace(
            schema=schema,
            encrypted=is_encrypted(rows),
            counts=counts,
            last=last[0] if last else None,
        )


def obstacle(store: Store, error: VenezVivreError) -> str:
    """Why a base cannot be read, in a few words that name neither it nor what it holds."""
    path = store.path
    if store.served:
        return "serveur : il ne répond pas, refuse, ou sa base n’est pas de cette version"
    if not os.access(path, os.R_OK):
        return "droits : le fichier ne peut pas être lu"
    if isinstance(error, Damaged) and not _begins_as_ours(path):
        return NO_BASE
    for kind, said in OBSTACLES.items():
        if isinstance(error, kind):
            return said
    return "autre : le fichier est occupé, ou le disque ne répond pas"


NO_BASE = "pas une base de venez-vivre"
OBSTACLES: dict[type[VenezVivreError], str] = {
    WrongKey: "clé manquante ou fausse",
    Damaged: "base abîmée",
    NotOurs: NO_BASE,
    Newer: "base d’une version plus récente du programme",
}


def _begins_as_ours(path: Path) -> bool:
    """Whether a damaged file was a base in clear; its first bytes say so, or it was never one."""
    with path.open("rb") as file:
        return file.read(len(cipher.PLAIN)) == cipher.PLAIN


def is_encrypted(rows: Reader) -> bool:
    """Whether the base that is being read is encrypted.

    Asked of SQLCipher, and not of the file: to read that aside would give up the locks on it.
    """
    if rows.engine != "sqlite":  # the disk of a server is the affair of whoever administers it
        return False
    return str(rows.value("PRAGMA cipher_status")) == "1"


def is_private(place: Path) -> bool:
    """Whether nobody but its owner has rights on the file (Windows has its own)."""
    return os.name != "posix" or not stat.S_IMODE(place.stat().st_mode) & 0o077


def newest(path: Path) -> Backup | None:
    """The newest backup of a base."""
    last: Saved | None = saved.last(path)
    if last is None:
        return None
    days = max((datetime.now(UTC) - last.moment).days, 0)
    file = saved.path_of(path, last)
    return Backup(file, last.made_at, days, file.exists())
