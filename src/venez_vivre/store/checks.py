"""What may be wrong with a base: its file, its pages, its references, and what we promise of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from venez_vivre import NamedTuple
from venez_vivre.errors import Refused
from venez_vivre.store import base, copies, driver, saved
from venez_vivre.store.lookups import TEXTS
from venez_vivre.store.reader import Reader
from venez_vivre.store.transfer import marks
from venez_vivre.texts import listed, number, plural

if TYPE_CHECKING:
    from venez_vivre.store.base import Store

RESTORE = "Restaurez la dernière sauvegarde : `venez-vivre base restaurer`."
MEND = "`venez-vivre base verifier --reparer` le remet en ordre."
TELL = "Envoyez-nous `venez-vivre diagnostic` : rien n’est perdu, mais ce n’est pas normal."


UNREADABLE = "Le fichier n’est pas une base, ou son début est abîmé : il ne s’ouvre pas."


class Finding(NamedTuple):
    """Something wrong: by which check, in a sentence, what to do, how many rows it is about.

    `grave` says that the content cannot be trusted as it is, `repair` names what puts it right
    without losing anything: an entry of `repairs.REPAIRS`.
    """

    check: str
    what: str
    remedy: str
    rows: int = 1
    grave: bool = False
    repair: str = ""


class Examined(NamedTuple):
    """What was looked at, in order, what could not be, and what was found."""

    schema: int
    done: list[str]
    left: list[str]
    findings: list[Finding]


Check = Callable[[Reader], Iterator[Finding]]


def examine(store: Store, path: Path | None = None) -> Examined:
    """Every check of a base, or of another file kept like it; nothing is changed.

    Raises:
        Refused: the disk or its rights say no, it is not ours, or comes from a newer version.

    """
    place = store.path if path is None else path
    write = os.access(place, os.W_OK)
    seen = Examined(0, [], [], [])
    if path is None:
        _run(seen, "droits", of_rights(place.resolve()))
    try:
        with copies.opened(store, place, write=write) as connection:
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            rows = Reader(connection)
            seen = seen._replace(schema=check_ours(rows, place))
            try:
                _run_all(seen, rows, place, write=write)
            finally:
                connection.rollback()
    except copies.Damaged:
        seen.done.append("fichier")
        seen.findings.append(Finding("fichier", UNREADABLE, RESTORE, grave=True))
    return seen


class NotOurs(Refused):
    """The file is the base of another program."""


class Newer(Refused):
    """The base was written by a newer version of this program."""


def check_ours(rows: Reader, place: Path) -> int:
    """The schema of a base that is ours and that this version knows.

    Raises:
        NotOurs: it belongs to another program.
        Newer: this version does not know its schema.

    """
    schema = int(rows.value("PRAGMA user_version"))
    if rows.value("PRAGMA application_id") != driver.APPLICATION_ID:
        raise NotOurs(f"{place} n’est pas une base de venez-vivre.")
    if schema >= marks.HELD:
        raise Newer(str(marks.why(rows.connection, place, schema)))
    if schema > base.SCHEMA:
        raise Newer(
            f"{place} vient d’une version plus récente du programme. Mettez venez-vivre à jour, "
            "puis recommencez."
        )
    return schema


def _run_all(seen: Examined, rows: Reader, place: Path, *, write: bool) -> None:
    from venez_vivre.store.invariants import INVARIANTS  # noqa: PLC0415  its tables name these

    size = place.stat().st_size
    _run(seen, "fichier", of_size(rows, size))
    for name, check in GENERAL.items():
        _run(seen, name, check(rows))
    newest = rows.value("PRAGMA user_version") == base.SCHEMA
    grave = any(finding.grave for finding in seen.findings)
    for name, check in {"texte intégral": of_full_text, **INVARIANTS}.items():
        if not newest or grave or (check is of_full_text and not write):
            seen.left.append(name)
        else:
            _run(seen, name, check(rows))


def _run(seen: Examined, name: str, found: Iterator[Finding]) -> None:
    """Run one check; one that cannot read what it must is itself a finding."""
    seen.done.append(name)
    try:
        seen.findings.extend(found)
    except driver.sqlite.DatabaseError as error:
        if not driver.is_damage(error):
            raise
        seen.findings.append(
            Finding(name, "La base est illisible par endroits.", RESTORE, grave=True)
        )


def of_rights(path: Path) -> Iterator[Finding]:
    """The file of the base and its backups are their owner's alone (Windows has its own rights)."""
    if os.name != "posix":
        return
    loose = [place for place in private_places(path) if stat.S_IMODE(place.stat().st_mode) & 0o077]
    if loose:
        names = listed(place.name for place in loose)
        what = f"D’autres utilisateurs de l’ordinateur ont des droits sur {names}."
        yield Finding("droits", what, MEND, len(loose), repair="droits")


def private_places(path: Path) -> list[Path]:
    """The base, the folder of its backups, and those it knows."""
    folder = saved.folder_of(path)
    own = [saved.path_of(path, one) for one in saved.known(path)]
    register = folder / saved.REGISTER
    return [place for place in (path, folder, register, *own) if place.exists()]


def of_size(rows: Reader, size: int) -> Iterator[Finding]:
    """A base is as long as it says: one copied while it was written to, without its journal, not.

    A journal that was beside it has been applied by now.
    """
    # SQLCipher says some of these numbers as texts.
    expected = int(rows.value("PRAGMA page_count")) * int(rows.value("PRAGMA page_size"))
    if size != expected:
        what = (
            f"Le fichier fait {number(size)} octets au lieu de {number(expected)} : il a sans "
            "doute été copié pendant une écriture, sans le fichier « -journal » qui l’accompagnait."
        )
        yield Finding("fichier", what, RESTORE, grave=True)


def of_pages(rows: Reader) -> Iterator[Finding]:
    """The pages of the file, the order of its indices, the types of its values."""
    said = [text for (text,) in rows.rows("PRAGMA integrity_check") if text != "ok"]
    texts = [text for text in said if "fts5" in text.lower()]
    lacking = [text for text in said if " index " in text and text not in texts]
    grave = [text for text in said if text not in (*texts, *lacking)]
    if grave:
        what = f"Des pages de la base sont abîmées ({number(len(grave))} anomalies ou plus)."
        yield Finding("pages", what, RESTORE, len(grave), grave=True)
    elif lacking:
        what = "Des index ne disent pas ce que disent les tables."
        yield Finding("pages", what, MEND, len(lacking), repair="index")


def of_references(rows: Reader) -> Iterator[Finding]:
    """Each row that points at another points at one that exists."""
    found = rows.rows(
        'SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2'
    )
    for table, parent, count in found:
        what = f"{plural(count, 'ligne')} de « {table} » : le « {parent} » lié n’existe pas."
        yield Finding("renvois", what, RESTORE, count, grave=True)


GENERAL: dict[str, Check] = {"pages": of_pages, "renvois": of_references}
"""What is checked of a base of any schema."""


def of_full_text(rows: Reader) -> Iterator[Finding]:
    """Each index of full text says what its table says; the transaction must be able to write."""
    wrong = [table for table in TEXTS if not _text_agrees(rows, table)]
    if wrong:
        what = f"La recherche en texte intégral ne suit plus : {listed(wrong)}."
        yield Finding("texte intégral", what, MEND, len(wrong), repair="texte")


def _text_agrees(rows: Reader, table: str) -> bool:
    index = f"{table}_text"
    try:
        rows.run(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    except driver.sqlite.DatabaseError as error:
        if driver.is_damage(error) or _no_such(error):
            return False
        raise
    return True


def _no_such(error: Any) -> bool:
    return "no such table" in str(error) or "vtable constructor failed" in str(error)
