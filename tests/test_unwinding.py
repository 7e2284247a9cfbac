"""What was known after each operation, row for row: tables, journal, numbers to come."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from journaled import Base
from venez_vivre.casework import history
from venez_vivre.references import household_reference
from venez_vivre.store.known import known_after, known_at
from venez_vivre.store.lookups import is_lookup
from venez_vivre.store.operations import Heading
from venez_vivre.store.stages import derive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from venez_vivre.store.reader import Reader

Rows = dict[str, list[tuple[Any, ...]]]
APART = frozenset({"journal_block", "sqlite_sequence", "counter", "alembic_version"})


def everything(rows: Reader) -> Rows:
    """Every row but for its version, the operations that left blocks, the last number given.

    An undo packs the rows that came in bulk into other blocks of the same operation.
    """
    found = {}
    for (name,) in rows.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        if is_lookup(name) or name in APART:
            continue
        sql = "SELECT name FROM pragma_table_info(:table) WHERE name <> 'version'"
        columns = ", ".join(f'"{column}"' for (column,) in rows.rows(sql, table=name))
        found[name] = sorted(rows.rows(f"SELECT {columns} FROM {name}"), key=repr)
    found["told"] = rows.rows("SELECT DISTINCT operation_id FROM journal_block ORDER BY 1")
    sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'operation'"
    found["to come"] = rows.rows(sql)
    return found


class Lives:
    """A base, and what it held after each of its operations."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.after: dict[int, Rows] = {}
        self.note()

    def note(self) -> None:
        """Remember what stands."""
        with self.base.store.reading() as rows:
            last = rows.value("SELECT coalesce(max(id), 0) FROM operation")
            self.after[int(last)] = everything(rows)

    def told(self) -> Iterator[tuple[int, Rows, Rows]]:
        """Each operation, what was, and what is said to have been."""
        with self.base.store.reading() as rows:
            for number, was in self.after.items():
                with known_after(rows, number) as past:
                    yield number, was, everything(past)


@pytest.fixture
def lives(base: Path) -> Lives:
    return Lives(Base(base))


def test_rows_put_edited_and_deleted_are_as_they_were_after_each_operation(lives: Lives) -> None:
    with lives.base.step() as step:
        step.household(1)
        step.household(2)
    lives.note()
    with lives.base.step() as step:
        step.edit("household", 1, commune="Dole")
        step.delete("signup", 2)
        step.put("household", id=3, reference=household_reference(3))
        step.edit("person", 20, household_id=3)
        step.delete("household", 2)
    lives.note()
    with lives.base.step() as step:
        step.edit("household", 1, commune="Autun")
        step.person(1, 11, role="conjoint")
    lives.note()
    for number, was, said in lives.told():
        assert said == was, number


def test_undos_and_redos_are_taken_back_with_what_they_answered(lives: Lives) -> None:
    """An undo that was redone can be redone again; a redo that was undone, too."""
    with lives.base.step() as step:
        step.household(1)
    lives.note()
    with lives.base.step() as step:
        step.edit("household", 1, commune="Dole")
    lives.note()
    for turn in (lives.base.undo, lives.base.redo, lives.base.undo, lives.base.redo):
        turn()
        lives.note()
    for number, was, said in lives.told():
        assert said == was, number


def test_a_bulk_insertion_and_its_undo_and_redo_are_taken_back(lives: Lives) -> None:
    """Stages too: an exchange that came in bulk accompanies its household, and no other."""
    with lives.base.step() as step:
        for number in (1, 2, 3):
            step.household(number)
    lives.note()
    reached = {"happened_on": "2025-03-09", "channel": "telephone", "result": "joint"}
    with lives.base.step() as step:
        step.bulk("household", {"id": 4, "reference": household_reference(4)})
        several = [{"household_id": home, "direction": "sortant", **reached} for home in (1, 3, 4)]
        step.bulk("contact", *several)
        derive(step.work.rows, {1, 3, 4})
    lives.note()
    for turn in (lives.base.undo, lives.base.redo):
        turn()
        lives.note()
    for number, was, said in lives.told():
        assert said == was, number


def test_an_undo_that_kept_something_is_taken_back_though_something_newer_stays(
    lives: Lives,
) -> None:
    """Its own images say what it did: the row that somebody had changed since was left alone."""
    base = lives.base
    with base.step() as step:
        step.household(1)
        step.household(2)
    with base.step() as step:
        step.edit("household", 1, commune="Dole")
        step.edit("household", 2, commune="Dole")
    with base.step() as step:
        step.edit("household", 2, commune="Autun")
    with base.store.transact(Heading("Léa", "annuler", date(2025, 3, 20))) as work:
        history.undo_all(work, history.undoable(work.rows, 2)[1:])
    with base.step(day=date(2025, 3, 12)) as step:
        step.household(3)
    communes = "SELECT commune FROM household ORDER BY id"
    with base.store.reading() as rows:
        assert rows.rows(communes) == [("Lyon",), ("Autun",), ("Lyon",)]
        with known_at(rows, day=date(2025, 3, 15)) as past:
            assert past.rows(communes) == [("Dole",), ("Autun",), ("Lyon",)]
