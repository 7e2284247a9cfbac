"""Bring every row of a base into an empty one, then compare every row.

The target is closed before its first row and stays so. Rows go by blocks in the order of their
keys, one transaction each: what a killed command brought is known by the last key, and nothing is
brought twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from venez_vivre import NamedTuple
from venez_vivre.errors import Refused
from venez_vivre.store import driver
from venez_vivre.store.base import Store
from venez_vivre.store.transfer.comparing import Different, compared
from venez_vivre.store.transfer.ends import Ends, is_copy, named
from venez_vivre.store.transfer.marks import COPYING, WAITING, Mark
from venez_vivre.store.transfer.plan import REPLACED, Table, plan
from venez_vivre.store.transfer.visits import Row, Visit, visiting

KEPT = "Ce qui est copié est gardé, et la même commande reprendra là."

Told = Callable[[int], None]
"""Told how many rows were dealt with so far."""


class Part(NamedTuple):
    """One table: its rows, each found the same on both sides, and how many were just written."""

    table: str
    rows: int
    copied: int = 0


class Report(NamedTuple):
    """What was compared, and the number of the last operation that came along.

    `again` says that the source had changed since an earlier copy, which was begun anew.
    """

    parts: tuple[Part, ...] = ()
    last: int = 0
    again: bool = False


def copy(ends: Ends, day: date, told: Told, *, born: bool) -> Report:
    """Bring and compare every row; the target then waits to be confirmed.

    Both are there, the target empty or an earlier copy: what it holds already is not brought again,
    unless the source changed since. `born` says that the target was made for this.

    Raises:
        Refused: an engine stopped, or the source changed meanwhile; the same command goes on.
        Different: a row of the copy is not that of the source.

    """
    try:
        with visiting(ends.source, write=False) as here, visiting(ends.target, write=True) as there:
            here.begin(write=False)
            mark = Mark(
                COPYING, named(ends.source), named(ends.target), day.isoformat(),
                here.identity(), here.stamp(), born,
            )  # fmt: skip
            again, mark = _started(ends, there, mark)
            report = _brought(here, there, mark, told)
        _check_unchanged(ends, mark)
        _wait(ends.target, mark)
    except Different as error:
        raise Different(f"{error} Ôtez-la puis recommencez : `{ends.words} --annuler`.") from None
    except Refused as error:
        raise Refused(str(error).replace(driver.NOTHING_WRITTEN, KEPT)) from None
    return report._replace(again=again)


def _started(ends: Ends, there: Visit, mark: Mark) -> tuple[bool, Mark]:
    """Close the target, emptied unless it is this very copy; whether one is begun anew."""
    there.begin(write=True)
    found = there.mark()
    if found and not is_copy(ends, found):
        raise Refused(found.sentence())
    if found and (found.identity, found.stamp) == (mark.identity, mark.stamp):
        mark = found._replace(state=COPYING)
        there.hold(mark)
        there.commit()
        return False, mark
    if found:
        mark = mark._replace(born=found.born)
    there.empty()
    there.hold(mark)
    there.commit()
    return found is not None, mark


def _brought(here: Visit, there: Visit, mark: Mark, told: Told) -> Report:
    copied: dict[str, int] = {}
    for table in plan():
        bring = _whole if table.name in REPLACED else _by_blocks
        copied[table.name] = 0
        for count in bring(here, there, table, mark):
            copied[table.name] += count
            told(sum(copied.values()))
    _begin(there, mark)
    there.count_from(here.numbers())
    there.commit()
    there.begin(write=True)
    seen = compared(here, there, told)
    there.leave()
    parts = tuple(Part(name, rows, copied[name]) for name, rows in seen.items() if rows)
    return Report(parts, last=here.numbers().get("operation", 0))


def _begin(there: Visit, mark: Mark) -> None:
    """Begin to write in a target that is still this copy: another command may be at it."""
    there.begin(write=True)
    if there.mark() != mark:
        raise Refused(
            f"Un autre transfert vers {mark.target} a commencé entre-temps : attendez qu’il "
            "finisse, puis recommencez."
        )


def _by_blocks(here: Visit, there: Visit, table: Table, mark: Mark) -> Iterator[int]:
    """Bring the rows that follow the last one that is there; how many each time."""
    while True:
        _begin(there, mark)
        rows = here.page(table, there.last(table))
        there.add(table, rows)
        there.commit()
        yield len(rows)
        if len(rows) < table.block:
            return


def _whole(here: Visit, there: Visit, table: Table, mark: Mark) -> Iterator[int]:
    """Bring a table in one transaction, in the place of what triggers wrote there."""
    _begin(there, mark)
    there.clear(table)
    after: Row | None = None
    count = 0
    while rows := here.page(table, after):
        there.add(table, rows)
        after = table.key_of(rows[-1])
        count += len(rows)
    there.commit()
    yield count


def _check_unchanged(ends: Ends, mark: Mark) -> None:
    """Look at the source once more: what was written since the view was taken is not in it."""
    with visiting(ends.source, write=False) as here:
        here.begin(write=False)
        if here.stamp() != mark.stamp:
            raise Refused(
                f"On a écrit dans {mark.source} pendant la copie, qui ne vaut plus. Quand plus "
                "personne n’y écrit, relancez la même commande : la copie recommencera."
            )


def _wait(target: Store, mark: Mark) -> None:
    """Have the target wait to be confirmed."""
    with visiting(target, write=True) as there:
        _begin(there, mark)
        there.hold(mark._replace(state=WAITING))
        there.commit()
