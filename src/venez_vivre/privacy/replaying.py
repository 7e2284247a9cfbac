"""What was erased stays erased: a restored copy goes through the ledger before it is used."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from venez_vivre.errors import Refused, WrongKey
from venez_vivre.privacy.erasing import erase, erase_people, scrub
from venez_vivre.privacy.returned import Gone, returned
from venez_vivre.store import driver, files, ledger
from venez_vivre.store.base import Store
from venez_vivre.store.ledger import Ledger
from venez_vivre.store.operations import Heading
from venez_vivre.store.reader import Reader

ORIGIN = "restauration"
REASON = "déjà effacé avant la restauration"


def copy_of(base: Path) -> Path:
    """Where the ledger is kept beside a base, for the day the base itself is lost."""
    return base.with_name(f"{base.name}.effacements")


def keep_copy(store: Store) -> None:
    """Write the ledger beside the base, with its key if it is encrypted; whole or not at all.

    Raises:
        OSError: the folder takes no file.

    """
    with store.reading() as rows:
        known = ledger.read(rows)
    target = copy_of(store.path)
    if not known.entries:
        target.unlink(missing_ok=True)
        return
    with files.born(target) as draft, closing(store.open(draft, write=True)) as connection:
        ledger.make(Reader(connection), known)


def keep_up(store: Store) -> None:
    """Write that ledger again when nothing it holds is lost: after a restoration erased again.

    Raises:
        OSError: the folder takes no file.

    """
    place = copy_of(store.path)
    there = readable(store, place) if place.exists() else Ledger("", ())
    with store.reading() as rows:
        own = ledger.read(rows)
    if there is not None and not ledger.missing(own.entries, there.entries):
        keep_copy(store)


def known(store: Store, file: Path | None = None) -> tuple[Ledger, ...]:
    """The ledgers of a base: its own, the copy beside it, those beside a backup of another place.

    Raises:
        Refused: the copy beside the base cannot be read, and no other one tells of an erasure.

    """
    places = [copy_of(store.path)]
    if file is not None:
        around = (
            folder.glob("*.effacements") for folder in dict.fromkeys(file.resolve().parents[:2])
        )
        places += [place for folder in around for place in sorted(folder)]
    there = [place for place in dict.fromkeys(places) if place.exists()]
    read = [_own(store), *(readable(store, place) for place in there)]
    found = [one for one in read if one is not None]
    entered = tuple(one for one in found if one.entries)
    if not entered and copy_of(store.path) in there and not readable(store, copy_of(store.path)):
        raise Refused(
            f"Le registre des effacements {copy_of(store.path)} ne peut pas être lu : une "
            "restauration ferait revenir qui a été effacé. Remettez-le d’une copie, ou, s’il est "
            "perdu, ôtez ce fichier, restaurez, puis effacez de nouveau."
        )
    return entered


def _own(store: Store) -> Ledger | None:
    """The ledger that the base itself holds; None when there is no base, or a damaged one."""
    if not store.served:
        return readable(store, store.path) if store.path.exists() else None
    with store.reading() as rows:
        return ledger.read(rows)


def readable(store: Store, path: Path) -> Ledger | None:
    """The ledger that a file holds, a base or a copy of its ledger.

    None when it is damaged, of an older schema or under another key.
    """
    try:
        with closing(store.open(path, write=False)) as connection:
            found = ledger.read(Reader(connection))
        bytes.fromhex(found.secret)
    except (driver.sqlite.Error, WrongKey, ValueError):
        return None
    return found if found.secret or not found.entries else None


def replay(lasting: Sequence[Ledger], restored: Store, heading: Heading) -> int:
    """Erase from a restored copy whoever was erased since it was made; how many files or people.

    Only what the copy itself does not know is done again: who came back after having been erased
    is there by right.

    Args:
        lasting: the ledgers as they stood before the restoration (`known`).
        restored: the copy, not yet in use.
        heading: who restores, by which command, which day.

    """
    if not lasting:
        return 0
    with restored.transact(heading) as work:
        own = ledger.opened(work.rows, lasting[0].secret)
        gone = Gone.of(lasting, own)
        files, people = returned(work.rows, gone)
        if files:
            erase(work, files, origin=ORIGIN, reason=REASON)
        if people:
            erase_people(work, people)
        for one in lasting:
            if one.secret == own.secret:
                for entry in ledger.missing(ledger.read(work.rows).entries, one.entries):
                    ledger.write(work.rows, entry)
    scrub(restored)
    return len(files) + len(people)


def check_beside(store: Store) -> None:
    """Refuse a base whose ledger beside it knows of an erasure that the base does not.

    Raises:
        Refused: whoever takes the base elsewhere would bring back who was erased.

    """
    place = copy_of(store.path)
    if not place.exists():
        return
    with store.reading() as rows:
        own = ledger.read(rows)
    there = readable(store, place)
    if there is None or ledger.missing(own.entries, there.entries):
        raise Refused(
            f"Le registre des effacements {place} n’est pas celui de la base : qui a été effacé "
            "pourrait revenir. Faites-la d’abord vérifier : `venez-vivre base verifier`."
        )
