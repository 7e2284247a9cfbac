"""The list of operations: one line for each command that wrote, for each undo and each redo."""

from __future__ import annotations

from datetime import UTC, date, datetime

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import OperationKind


class Heading(NamedTuple):
    """Who acts, by which command (no personal value in it), and which day it is for them."""

    agent: str
    command: str
    today: date


class Entry(NamedTuple):
    """One operation of the journal; `target` is the one that an undo or a redo is about."""

    number: int
    happened_at: str
    agent: str
    kind: str
    command: str
    summary: str
    target: int | None
    undone: int


_ENTRY = "SELECT id, happened_at, agent, kind, command, summary, target_id, undone FROM operation"


def record(
    rows: Reader,
    heading: Heading,
    summary: str,
    kind: OperationKind = OperationKind.COMMAND,
    target: int | None = None,
) -> int:
    """Write one operation; its number."""
    used = rows.value("SELECT seq FROM sqlite_sequence WHERE name = 'operation'")
    number = int(used or 0) + 1
    now, day = datetime.now(UTC).isoformat(timespec="seconds"), heading.today.isoformat()
    rows.run(
        "INSERT INTO operation "
        "(id, happened_at, agent, kind, command, summary, target_id, recorded_on) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, now, heading.agent, kind.value, heading.command, summary, target, day),
    )
    return number


def latest(rows: Reader, count: int) -> list[Entry]:
    """The newest operations first."""
    return rows.into(Entry, f"{_ENTRY} ORDER BY id DESC LIMIT :count", count=count)


def total(rows: Reader) -> int:
    """How many operations the journal holds."""
    return int(rows.value("SELECT count(*) FROM operation"))


def find(rows: Reader, number: int) -> Entry | None:
    """The operation of that number."""
    found = rows.into(Entry, f"{_ENTRY} WHERE id = :number", number=number)
    return found[0] if found else None


def standing(rows: Reader, count: int) -> list[Entry]:
    """The newest commands that still stand, the very newest first: what an undo takes back."""
    return rows.into(
        Entry,
        f"{_ENTRY} WHERE kind = '{OperationKind.COMMAND}' AND undone = 0 "
        "ORDER BY id DESC LIMIT :count",
        count=count,
    )


def taken_back(rows: Reader, count: int) -> list[Entry]:
    """The undos that can be redone, the newest first: none of them older than the last command."""
    return rows.into(
        Entry,
        f"{_ENTRY} WHERE kind = '{OperationKind.UNDO}' AND undone = 0 AND id > "
        f"(SELECT coalesce(max(id), 0) FROM operation WHERE kind = '{OperationKind.COMMAND}') "
        "ORDER BY id DESC LIMIT :count",
        count=count,
    )


def erased_since(rows: Reader, number: int) -> bool:
    """Whether somebody was erased for good after that operation."""
    sql = f"SELECT 1 FROM operation WHERE kind = '{OperationKind.ERASURE}' AND id > :number LIMIT 1"
    return rows.value(sql, number=number) is not None


def last_day(rows: Reader) -> str:
    """The latest day that an operation was for who acted, ISO; "" when there is none."""
    return str(rows.value("SELECT coalesce(max(recorded_on), '') FROM operation"))


def mark(rows: Reader, number: int, *, undone: bool) -> None:
    """Say whether an operation stands or was taken back."""
    rows.run("UPDATE operation SET undone = ? WHERE id = ?", (int(undone), number))
