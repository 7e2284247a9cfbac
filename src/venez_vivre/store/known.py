"""The base as it was known: operations written since are taken back, newest first, in a copy.

Corrections, merges, cancellations, deletions and moves from one territory to another are all seen
as they were. The copy lives in memory, has no full-text index, and cannot be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from venez_vivre import NamedTuple
from venez_vivre.errors import Refused
from venez_vivre.store import driver
from venez_vivre.store.reach import operations_since
from venez_vivre.store.reader import Reader


class Known(Reader):
    """The base as it was once operation `last` had been written (0: before the first one).

    `kept` counts the files that could not be given back whole: they were changed since by an
    operation of an earlier day, typed later with `--date`, which stands.
    """

    last = 0
    kept = 0


class Line(NamedTuple):
    """One operation to take back; an undo and a redo have the `target` they are about."""

    number: int
    kind: str
    target: int | None


_LINES = "SELECT id, kind, target_id FROM operation WHERE {later} ORDER BY id DESC"


def last_operation(rows: Reader, *, before: int | None = None) -> int:
    """The number of the newest operation, of those before another one; 0 when there is none."""
    sql = "SELECT coalesce(max(id), 0) FROM operation WHERE :before IS NULL OR id < :before"
    return int(rows.value(sql, before=before))


@contextmanager
def known_after(rows: Reader, operation: int) -> Iterator[Known]:
    """The base as it was when that operation had just been written.

    Raises:
        Refused: the journal does not reach back so far any more.

    """
    lines = [Line(*row) for row in rows.rows(_LINES.format(later="id > :after"), after=operation)]
    _check(rows, lines, operation + 1)
    with _taken_back(rows, lines, operation) as known:
        yield known


@contextmanager
def known_at(rows: Reader, *, day: date) -> Iterator[Known]:
    """The base as it was at the end of that day, for those who wrote in it.

    An operation counts on the day it was for who typed it (`--date`), whatever the order: one of
    an earlier day that was typed later stays, and what it changed is kept (`Known.kept`).

    Raises:
        Refused: the journal does not reach back so far any more.

    """
    sql = _LINES.format(later="recorded_on > :day")
    lines = [Line(*row) for row in rows.rows(sql, day=day.isoformat())]
    _check(rows, lines, last_operation(rows, before=lines[-1].number if lines else None) + 1)
    latest = "SELECT coalesce(max(id), 0) FROM operation WHERE recorded_on <= :day"
    with _taken_back(rows, lines, rows.value(latest, day=day.isoformat())) as known:
        yield known


def _check(rows: Reader, lines: list[Line], first: int) -> None:
    """Refuse to guess: no operation may be missing, nor what a command did."""
    given = rows.value("SELECT seq FROM sqlite_sequence WHERE name = 'operation'") or 0
    if operations_since(rows, first) != given - first + 1:
        raise _forgotten(first)
    wanted = {line.target or line.number for line in lines}
    sql = "SELECT DISTINCT operation_id FROM journal_block WHERE operation_id IN ({keys})"
    lost = wanted - {number for (number,) in rows.among(sql, sorted(wanted))}
    if lost:
        raise _forgotten(max(lost))


def _forgotten(operation: int) -> Refused:
    return Refused(
        f"Le journal ne remonte plus si loin : ce qu’a fait l’opération {operation} en a été "
        "effacé. Ce qui était su avant elle ne peut plus être montré."
    )


@contextmanager
def _taken_back(rows: Reader, lines: list[Line], last: int) -> Iterator[Known]:
    """A copy without these operations; the base itself when there is none to take back."""
    copied = driver.in_memory(rows.connection) if lines else None
    try:
        known = Known(copied or rows.connection)
        known.last = last
        if copied:
            _go_back(known, lines)
        yield known
    finally:
        if copied:
            copied.close()


def _go_back(known: Known, lines: list[Line]) -> None:
    from venez_vivre.store.unwinding import Unwinding  # noqa: PLC0415  the present does without

    known.run("PRAGMA journal_mode=OFF")
    known.run("BEGIN")
    _lighten(known)
    unwinding = Unwinding(known)
    for line, newest in _newest_first(known, lines):
        unwinding.take_back(line, newest=newest)
    unwinding.finish(line.number for line in lines)
    known.kept = len(unwinding.kept)
    known.run("COMMIT")
    known.run("PRAGMA query_only=ON")


def _lighten(known: Known) -> None:
    """Full text would have to follow every row that goes."""
    sql = "SELECT type, name FROM sqlite_master WHERE type = 'trigger' OR sql LIKE '%USING fts5%'"
    for kind, name in known.rows(sql):
        known.run(f"DROP {kind} {name}")


def _newest_first(known: Known, lines: Iterable[Line]) -> Iterator[tuple[Line, bool]]:
    """Each operation, and whether nothing newer than it is left."""
    left = last_operation(known)
    for line in lines:
        yield line, line.number == left
        if line.number == left:
            left -= 1
