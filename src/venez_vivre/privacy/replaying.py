"""What was erased stays erased: a restored copy goes through the ledger before it is used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from venez_vivre.errors import WrongKey
from venez_vivre.privacy.erasing import erase, scrub
from venez_vivre.store import driver, files, ledger
from venez_vivre.store.base import Store
from venez_vivre.store.ledger import Ledger, Someone
from venez_vivre.store.operations import Heading
from venez_vivre.store.queries import erasures as queries
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


def known(store: Store) -> Ledger:
    """The ledger of a base and of the copy beside it, as far as they can be read."""
    found = [one for one in _readable(store) if one.secret]
    if not found:
        return Ledger("", ())
    first = found[0]
    others = (one for one in found[1:] if one.secret == first.secret)
    more = [entry for one in others for entry in ledger.missing(first.entries, one.entries)]
    return first._replace(entries=(*first.entries, *more))


def _readable(store: Store) -> Iterator[Ledger]:
    for path in (store.path, copy_of(store.path)):
        if not path.exists():
            continue
        try:
            with closing(store.open(path, write=False)) as connection:
                yield ledger.read(Reader(connection))
        except (driver.sqlite.Error, WrongKey):
            continue  # damaged, of an older schema, or of another key: the other one may answer


def replay(lasting: Ledger, restored: Store, heading: Heading) -> int:
    """Erase from a restored copy whoever was erased since it was made; how many files.

    Args:
        lasting: the ledger as it stood before the restoration (`known`).
        restored: the copy, not yet in use.
        heading: who restores, by which command, which day.

    """
    if not lasting.entries:
        return 0
    with restored.transact(heading) as work:
        own = ledger.opened(work.rows, lasting.secret)
        numbers = sorted(_erased(work.rows, lasting))
        if numbers:
            erase(work, numbers, origin=ORIGIN, reason=REASON)
        if own.secret == lasting.secret:
            for entry in ledger.missing(own.entries, lasting.entries):
                ledger.write(work.rows, entry)
    scrub(restored)
    return len(numbers)


def _erased(rows: Reader, lasting: Ledger) -> set[int]:
    """The households of a copy that the ledger knows, those that signed up since left out."""
    days: dict[str, str] = {}
    for entry in lasting.entries:
        for key in entry.keys:
            days[key] = max(days.get(key, ""), entry.erased_on)
    found = set()
    for household, last_form, *said in queries.identities(rows):
        keys = lasting.hashes([Someone._make(said)])
        day = max((days[key] for key in keys if key in days), default="")
        if day and (last_form or "") <= day:
            found.add(household)
    return found
