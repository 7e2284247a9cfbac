"""Undo row by row: what is given back, what is kept as it stands, what can no longer be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bases import links_of, put, store_of
from raw_facts import Contact, House, Settled, World, make_base
from venez_vivre.casework import history
from venez_vivre.errors import NotFound, Refused
from venez_vivre.store import bulk, journal, operations, undo
from venez_vivre.store.base import Store, Work
from venez_vivre.store.journal import BLOCK, UNKNOWN, Change, Journal, same
from venez_vivre.store.lookups import is_lookup
from venez_vivre.store.operations import Heading
from venez_vivre.store.reader import Reader
from venez_vivre.store.relations import REFERENCES

DAY = date(2025, 3, 10)
HEADING = Heading("Test", "essai", DAY)
HOUSES = tuple(House(((DAY + timedelta(n),),)) for n in range(4))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A base of four households of one person each, numbered 1 to 4."""
    world = World(HOUSES, (("T1", "Autunois"),), ("Anne", "Bilal"))
    return store_of(make_base(tmp_path / "base.db", world))


@pytest.fixture
def work(store: Store) -> Iterator[Work]:
    """A transaction that is thrown away."""
    with store.transact(HEADING, dry=True) as unit:
        yield unit


@contextmanager
def step(work: Work) -> Iterator[tuple[Journal, list[int]]]:
    """One operation inside the transaction; its number comes into the list at the end."""
    kept, number = Journal(work.rows), list[int]()
    yield kept, number
    number.append(operations.record(work.rows, HEADING, "essai"))
    kept.write(number[0])


def edit(work: Work, sql: str, table: str, *numbers: int) -> int:
    """One operation that changes these rows by one statement; its number."""
    with step(work) as (kept, number):
        kept.touch(table, numbers)
        work.rows.run(sql)
    return number[0]


def add(work: Work, table: str, **values: Any) -> tuple[int, int]:
    """One operation that adds one row: its number, and that of the row."""
    with step(work) as (kept, number):
        row = insert(work.rows, table, **values)
        kept.added(table, row)
    return number[0], row


def insert(rows: Reader, table: str, **values: Any) -> int:
    return put(rows.connection, table, values)


def contact(household: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "household_id": household,
        "happened_on": "2025-03-20",
        "result": "joint",
        "channel": "telephone",
        **more,
    }


def field(work: Work, table: str, name: str, number: int = 1) -> Any:
    return work.rows.value(f"SELECT {name} FROM {table} WHERE id = :number", number=number)


# --- changes and images ---------------------------------------------------------------------


def test_a_change_belongs_to_a_household_when_its_row_does() -> None:
    assert Change("household", 7, None, {"id": 7}).household() == 7
    assert Change("contact", 3, None, {"household_id": 9}).household() == 9
    assert Change("contact", 3, {"household_id": 8}, None).household() == 8
    assert Change("contact", 3, {"household_id": 8}, {"household_id": 9}).household() == 9
    assert Change("contact", 3, None, {"household_id": None}).household() is None
    assert Change("offer", 3, None, {"household_id": 9}).household() is None
    assert Change("contact", 3, None, None).household() is None


def test_changes_are_taken_back_from_the_last_to_the_first() -> None:
    one, two = Change("offer", 1, None, {"id": 1}), Change("offer", 2, {"id": 2}, {"id": 2, "a": 1})
    assert undo.backwards([one, two]) == [
        Change("offer", 2, {"id": 2, "a": 1}, {"id": 2}),
        Change("offer", 1, {"id": 1}, None),
    ]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({"id": 1, "a": 2, "version": 1}, {"id": 1, "a": 2, "version": 5}, True),
        ({"id": 1, "a": 2}, {"id": 1, "a": 2}, True),
        ({"id": 1, "a": 2}, {"id": 1, "a": 3}, False),
        ({"id": 1, "version": UNKNOWN}, {"id": 1, "version": UNKNOWN}, False),
        ({"id": 1, "version": 1}, {"id": 1, "version": UNKNOWN}, False),
        ({"id": 1, "version": UNKNOWN}, {"id": 1, "version": 1}, False),
        ({"id": 1}, None, False),
        (None, {"id": 1}, False),
        (None, None, True),
    ],
)
def test_images_are_compared_without_counting_edits(one: Any, other: Any, alike: bool) -> None:
    """An image that was never kept equals none."""
    assert same(one, other) is alike


def test_images_leave_out_what_is_derived(work: Work) -> None:
    found = dict(journal.images(work.rows, "household", [2, 99, 1]))
    assert sorted(found) == [1, 2]
    assert found[1]["reference"] != found[2]["reference"]
    derived = {"stage", "registered_on", "accompanied_on", "settled_on", "spontaneous"}
    derived |= {"last_contact_on", "next_action", "next_due_on"}
    assert not derived & found[1].keys()
    assert "registered_on" not in dict(journal.images(work.rows, "person", [1]))[1]
    assert "registered_on" not in journal.columns(work.rows, "person")


# --- the journal of one operation -----------------------------------------------------------


def test_an_operation_is_its_net_changes(work: Work) -> None:
    """A row changed and changed back is no change; one added and deleted never was."""
    kept = Journal(work.rows)
    assert kept.is_empty()
    kept.touch("household", [1, 2])
    work.rows.run("UPDATE household SET commune = 'Autun' WHERE id = 1")
    kept.touch("household", [1])
    work.rows.run("UPDATE household SET commune = 'Dole' WHERE id IN (1, 2)")
    work.rows.run("UPDATE household SET commune = NULL WHERE id = 2")
    gone = insert(work.rows, "contact", **contact(3))
    kept.added("contact", gone)
    work.rows.run("DELETE FROM contact")
    (change,) = kept.changes()
    assert (change.table, change.number) == ("household", 1)
    assert change.before is not None
    assert change.after is not None
    assert (change.before["commune"], change.after["commune"]) == (None, "Dole")
    assert not kept.is_empty()


def test_a_row_touched_after_it_was_added_did_not_exist_before(work: Work) -> None:
    kept = Journal(work.rows)
    number = insert(work.rows, "contact", **contact())
    kept.added("contact", number)
    kept.touch("contact", [number])
    (change,) = kept.changes()
    assert change.before is None


def test_a_bulk_insertion_is_its_range_and_its_rows_are_new(work: Work) -> None:
    kept = Journal(work.rows)
    kept.inserted("contact", 5, 4)
    assert kept.is_empty()
    kept.inserted("contact", 5, 7)
    assert not kept.is_empty()
    assert [kept.is_new("contact", n) for n in (4, 5, 7, 8)] == [False, True, True, False]
    assert not kept.is_new("person", 5)
    kept.touch("contact", [6])
    assert list(kept.changes()) == []


def test_the_households_an_operation_touched_are_those_of_its_rows(work: Work) -> None:
    """Of rows before, of rows added, and the households themselves; ranges are derived apart."""
    moved = insert(work.rows, "contact", **contact(1))
    kept = Journal(work.rows)
    kept.touch("contact", [moved])
    kept.added("contact", insert(work.rows, "contact", **contact(2)))
    kept.added("household", 4)
    kept.added("offer", 3)
    kept.inserted("contact", 50, 60)
    assert kept.households() == {1, 2, 4}
    assert Journal(work.rows).households() == set()


def test_what_is_written_is_read_again_in_its_order(work: Work) -> None:
    """Blocks of one table each, and no longer than they may be."""
    changes = [Change("household", n, None, {"id": n, "x": "é"}) for n in range(1, BLOCK + 2)]
    changes += [Change("contact", 9, {"id": 9}, None), Change("household", 1, {"id": 1}, None)]
    number = operations.record(work.rows, HEADING, "essai")
    journal.write_changes(work.rows, number, changes)
    assert journal.read_changes(work.rows, number) == changes
    spans = work.rows.rows(
        "SELECT table_name, first_id, last_id FROM journal_block WHERE operation_id = :n "
        "ORDER BY id",
        n=number,
    )
    assert spans == [
        ("household", 1, BLOCK),
        ("household", BLOCK + 1, BLOCK + 1),
        ("contact", 9, 9),
        ("household", 1, 1),
    ]
    assert [table for _, table in journal.block_numbers(work.rows, number)] == [
        table for table, _, _ in spans
    ]
    assert journal.ranges(work.rows, number) == []


def test_what_did_nothing_is_written_as_nothing(work: Work) -> None:
    number = operations.record(work.rows, HEADING, "essai")
    journal.write_done(work.rows, number, [])
    assert len(journal.block_numbers(work.rows, number)) == 1
    assert journal.read_changes(work.rows, number) == []
    journal.rewrite(work.rows, number, [Change("offer", 1, None, {"id": 1})])
    assert journal.read_changes(work.rows, number) == [Change("offer", 1, None, {"id": 1})]
    assert journal.block_changes(work.rows, 10**6) == []


def test_a_range_is_read_from_the_rows_that_still_stand(work: Work) -> None:
    """One edited since has the image that its edit found, one lost an unknown version."""
    number = operations.record(work.rows, HEADING, "essai")
    journal.write_block(work.rows, number, ("household", 1, 4), None)
    assert journal.ranges(work.rows, number) == [("household", 1, 4)]
    edit(work, "UPDATE household SET commune = 'A', version = 2 WHERE id = 2", "household", 2)
    edit(work, "UPDATE household SET commune = 'B', version = 3 WHERE id = 2", "household", 2)
    work.rows.run("UPDATE household SET commune = 'C', version = 2 WHERE id = 3")
    work.rows.run("DELETE FROM signup WHERE household_id = 4")
    work.rows.run("DELETE FROM person WHERE household_id = 4")
    work.rows.run("DELETE FROM household WHERE id = 4")
    one, two, three, four = journal.read_changes(work.rows, number)
    assert [c.before for c in (one, two, three, four)] == [None] * 4
    assert [c.number for c in (one, two, three, four)] == [1, 2, 3, 4]
    assert one.after == dict(journal.images(work.rows, "household", [1]))[1]
    assert (two.after or {})["commune"] is None
    assert (two.after or {})["version"] == 1
    assert ((three.after or {})["commune"], (three.after or {})["version"]) == ("C", UNKNOWN)
    assert four.after == {"id": 4, "version": UNKNOWN}


def test_the_first_image_of_a_row_is_its_own(work: Work) -> None:
    """Not that of a row of another table by the same number, nor of an older operation."""
    older = edit(
        work, "UPDATE household SET commune = 'O', version = 1 WHERE id = 2", "household", 2
    )
    number = operations.record(work.rows, HEADING, "essai")
    journal.write_block(work.rows, number, ("household", 2, 3), None)
    stranger = Change("offer", 2, {"id": 2, "version": 1, "title": "x"}, None)
    journal.write_changes(work.rows, operations.record(work.rows, HEADING, "essai"), [stranger])
    edit(work, "UPDATE household SET commune = 'A', version = 2 WHERE id = 4", "household", 4)
    edit(work, "UPDATE household SET commune = 'B', version = 2 WHERE id = 2", "household", 2)
    two, three = journal.read_changes(work.rows, number)
    assert older < number
    assert two.after is not None
    assert (two.after["commune"], two.after["version"]) == ("O", 1)
    assert "reference" in two.after
    assert three.after == dict(journal.images(work.rows, "household", [3]))[3]


# --- fields ---------------------------------------------------------------------------------


def test_an_edit_is_given_back_field_by_field(work: Work) -> None:
    """What was edited since stays, what was not comes back, what is the same is no matter."""
    sql = "UPDATE household SET {} WHERE id = 1"
    first = edit(
        work, sql.format("commune = 'A', project = 'A', rent_max = 5, version = 2"), "household", 1
    )
    edit(work, sql.format("commune = 'B', project = NULL, version = 3"), "household", 1)
    outcome = undo.take_back(work.rows, first)
    row = work.rows.row("SELECT commune, project, rent_max, version FROM household WHERE id = 1")
    assert row == ("B", None, None, 4)
    assert outcome.restored == outcome.kept == {("household", 1)}
    assert outcome.impossible == set()
    assert not outcome.mirror
    (done,) = outcome.done
    assert ((done.before or {})["rent_max"], (done.after or {})["rent_max"]) == (5, None)


def test_a_whole_edit_is_given_back_with_its_version(work: Work) -> None:
    number = edit(
        work, "UPDATE household SET commune = 'A', version = 2 WHERE id = 1", "household", 1
    )
    outcome = undo.take_back(work.rows, number)
    assert work.rows.row("SELECT commune, version FROM household WHERE id = 1") == (None, 1)
    assert (outcome.restored, outcome.kept, outcome.mirror) == ({("household", 1)}, set(), True)
    again = undo.do_again(work.rows, number)
    assert work.rows.row("SELECT commune, version FROM household WHERE id = 1") == ("A", 2)
    assert again.restored == {("household", 1)}
    assert again.mirror


def test_an_edit_of_a_row_that_is_gone_is_impossible(work: Work) -> None:
    _, row = add(work, "contact", **contact())
    number = edit(work, "UPDATE contact SET result = 'honore'", "contact", row)
    work.rows.run("DELETE FROM contact")
    outcome = undo.take_back(work.rows, number)
    assert outcome.impossible == {("household", 1)}
    assert (outcome.restored, outcome.mirror, outcome.done) == (set(), False, [])


def test_a_field_is_not_given_back_a_row_that_no_longer_exists(work: Work) -> None:
    """The officer left; the rest of the edit comes back."""
    work.rows.run("UPDATE household SET officer_id = 2 WHERE id = 1")
    number = edit(
        work, "UPDATE household SET officer_id = 1, commune = 'A' WHERE id = 1", "household", 1
    )
    work.rows.run("DELETE FROM officer WHERE id = 2")
    outcome = undo.take_back(work.rows, number)
    assert work.rows.row("SELECT officer_id, commune FROM household WHERE id = 1") == (1, None)
    assert outcome.impossible == outcome.restored == {("household", 1)}
    assert not outcome.mirror


def test_stages_follow_what_was_taken_back_and_done_again(work: Work) -> None:
    number, row = add(work, "contact", **contact(2))
    assert undo.take_back(work.rows, number).restored == {("household", 2)}
    assert field(work, "household", "stage", 2) == "inscrit"
    assert field(work, "contact", "id", row) is None
    outcome = undo.do_again(work.rows, number)
    assert outcome.restored == {("household", 2)}
    assert field(work, "household", "stage", 2) == "accompagne"
    assert field(work, "contact", "result", row) == "joint"


# --- rows that were added -------------------------------------------------------------------


def test_a_row_edited_since_is_kept(work: Work) -> None:
    number, row = add(work, "contact", **contact())
    work.rows.run("UPDATE contact SET result = 'honore'")
    outcome = undo.take_back(work.rows, number)
    assert outcome.kept == {("household", 1)}
    assert (outcome.restored, outcome.done, outcome.mirror) == (set(), [], False)
    assert field(work, "contact", "result", row) == "honore"


def test_a_file_goes_whole_or_stays_whole(work: Work) -> None:
    """Two exchanges of one household, one was edited: both stay; that of another household goes."""
    with step(work) as (kept, number):
        rows = [insert(work.rows, "contact", **contact(n)) for n in (1, 1, 2)]
        for row in rows:
            kept.added("contact", row)
    work.rows.run(f"UPDATE contact SET result = 'honore' WHERE id = {rows[0]}")
    outcome = undo.take_back(work.rows, number[0])
    assert (outcome.kept, outcome.restored) == ({("household", 1)}, {("household", 2)})
    assert work.rows.rows("SELECT id FROM contact ORDER BY id") == [(rows[0],), (rows[1],)]
    assert [(c.table, c.number, c.after) for c in outcome.done] == [("contact", rows[2], None)]


def test_a_row_that_something_new_points_at_is_kept(work: Work) -> None:
    number, row = add(work, "officer", name="Chloé", name_key="chloe")
    work.rows.run(f"UPDATE household SET officer_id = {row} WHERE id = 3")
    outcome = undo.take_back(work.rows, number)
    assert outcome.kept == {("officer", row)}
    assert field(work, "officer", "name", row) == "Chloé"
    work.rows.run("UPDATE household SET officer_id = NULL WHERE id = 3")
    assert undo.take_back(work.rows, number).restored == {("officer", row)}
    assert field(work, "officer", "name", row) is None


def test_a_row_goes_with_what_pointed_at_it_in_the_same_operation(work: Work) -> None:
    """The officer is new, the household was given to them: both are taken back together."""
    with step(work) as (kept, number):
        kept.touch("household", [3])
        officer = insert(work.rows, "officer", name="Chloé", name_key="chloe")
        kept.added("officer", officer)
        work.rows.run(f"UPDATE household SET officer_id = {officer} WHERE id = 3")
        row = insert(work.rows, "contact", **contact(2, officer_id=officer))
        kept.added("contact", row)
    outcome = undo.take_back(work.rows, number[0])
    assert outcome.restored == {("officer", officer), ("household", 3), ("household", 2)}
    assert field(work, "household", "officer_id", 3) is None
    again = undo.do_again(work.rows, number[0])
    assert again.restored == outcome.restored
    assert field(work, "household", "officer_id", 3) == officer
    assert field(work, "contact", "officer_id", row) == officer


def test_a_chain_of_rows_is_kept_up_to_the_first(work: Work) -> None:
    """A note on a follow-up keeps it, which keeps the exchange that it came from."""
    with step(work) as (kept, number):
        first = insert(work.rows, "contact", **contact())
        kept.added("contact", first)
        officer = insert(work.rows, "officer", name="Chloé", name_key="chloe")
        kept.added("officer", officer)
        work.rows.run(f"UPDATE contact SET officer_id = {officer} WHERE id = {first}")
    work.rows.run(f"UPDATE contact SET result = 'honore' WHERE id = {first}")
    outcome = undo.take_back(work.rows, number[0])
    assert outcome.kept == {("household", 1), ("officer", officer)}
    assert outcome.restored == set()


@pytest.mark.parametrize(
    ("table", "child", "column"),
    [(table, *link) for table, links in REFERENCES.items() for link in links],
)
def test_every_link_of_the_base_is_known(store: Store, table: str, child: str, column: str) -> None:
    """Each stands in the schema, so that nothing is asked of a column that does not exist."""
    with store.reading() as rows:
        assert (table, column) in links_of(rows, child)


def test_every_link_of_the_schema_to_a_table_of_ours_is_in_the_list(store: Store) -> None:
    """But those of the journal itself, and those to the lists of terms."""
    known = {(child, column, table) for table, of in REFERENCES.items() for child, column in of}
    with store.reading() as rows:
        names = [n for (n,) in rows.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        links = {
            (name, column, table)
            for name in names
            for table, column in links_of(rows, name)
            if not is_lookup(table)
        }
    assert {link for link in links if link[0] not in ("journal_block", "operation")} <= known


# --- rows that were deleted -----------------------------------------------------------------


def delete(work: Work, table: str, number: int) -> int:
    return edit(work, f"DELETE FROM {table} WHERE id = {number}", table, number)


def test_a_deleted_row_comes_back_as_it_was(work: Work) -> None:
    row = insert(work.rows, "contact", **contact(summary="Un mot"))
    number = delete(work, "contact", row)
    outcome = undo.take_back(work.rows, number)
    assert outcome.restored == {("household", 1)}
    assert field(work, "contact", "summary", row) == "Un mot"
    assert [(c.before, c.number) for c in outcome.done] == [(None, row)]
    assert outcome.mirror


def test_a_deleted_row_that_stands_again_is_left_alone(work: Work) -> None:
    """The same one asks for nothing; another in its place is kept."""
    row = insert(work.rows, "contact", **contact())
    number = delete(work, "contact", row)
    insert(work.rows, "contact", id=row, **contact())
    outcome = undo.take_back(work.rows, number)
    assert (outcome.restored, outcome.kept, outcome.impossible) == (set(), set(), set())
    assert not outcome.mirror
    work.rows.run("UPDATE contact SET result = 'honore'")
    assert undo.take_back(work.rows, number).kept == {("household", 1)}
    assert field(work, "contact", "result", row) == "honore"


def test_a_deleted_row_does_not_come_back_without_what_it_points_at(work: Work) -> None:
    row = insert(work.rows, "contact", **contact(officer_id=2))
    number = delete(work, "contact", row)
    work.rows.run("DELETE FROM officer WHERE id = 2")
    outcome = undo.take_back(work.rows, number)
    assert (outcome.impossible, outcome.restored) == ({("household", 1)}, set())
    assert (outcome.done, outcome.mirror) == ([], False)
    assert field(work, "contact", "id", row) is None


def test_a_row_whose_image_was_never_kept_does_not_come_back(work: Work) -> None:
    row = insert(work.rows, "contact", **contact())
    image = dict(journal.images(work.rows, "contact", [row]))[row]
    work.rows.run("DELETE FROM contact")
    unknown = Change("contact", row, None, {**image, "version": UNKNOWN})
    assert undo.turn(work.rows, [unknown]).impossible == {("household", 1)}
    assert field(work, "contact", "id", row) is None


def test_a_deleted_row_does_not_come_back_where_its_unique_name_was_taken(work: Work) -> None:
    number = delete(work, "officer", 2)
    insert(work.rows, "officer", name="Bilal", name_key="bilal")
    outcome = undo.take_back(work.rows, number)
    assert (outcome.impossible, outcome.mirror) == ({("officer", 2)}, False)
    assert work.rows.value("SELECT count(*) FROM officer WHERE name_key = 'bilal'") == 1


def test_a_unique_name_is_free_again_before_its_row_comes_back(work: Work) -> None:
    with step(work) as (kept, number):
        kept.touch("officer", [2])
        work.rows.run("DELETE FROM officer WHERE id = 2")
        kept.added("officer", insert(work.rows, "officer", name="Bilal", name_key="bilal"))
    outcome = undo.take_back(work.rows, number[0])
    assert outcome.impossible == set()
    assert work.rows.rows("SELECT id FROM officer WHERE name_key = 'bilal'") == [(2,)]


def test_parents_come_back_before_those_that_point_at_them(work: Work) -> None:
    """Written in any order: a whole file is deleted, children first."""
    with step(work) as (kept, number):
        for table in ("signup", "person", "household"):
            kept.touch(table, [4])
        for table in ("signup", "person", "household"):
            work.rows.run(f"DELETE FROM {table} WHERE id = 4")
    outcome = undo.take_back(work.rows, number[0])
    assert (outcome.restored, outcome.impossible) == ({("household", 4)}, set())
    assert field(work, "household", "registered_on", 4) == "2025-03-13"
    assert undo.do_again(work.rows, number[0]).restored == {("household", 4)}
    assert field(work, "household", "id", 4) is None


def test_nobody_is_told_of_imports_nor_of_communes_given_back() -> None:
    outcome = undo.Outcome()
    outcome.add("restored", Change("import_run", 1, None, {}))
    outcome.add("kept", Change("import_run", 1, None, {}))
    outcome.add("restored", Change("territory_commune", 1, None, {}))
    outcome.add("kept", Change("territory_commune", 2, None, {}))
    outcome.add("impossible", Change("offer", 3, None, {}))
    assert outcome.restored == set()
    assert outcome.kept == {("territory_commune", 2)}
    assert outcome.impossible == {("offer", 3)}


# --- bulk insertions ------------------------------------------------------------------------


def brought(work: Work) -> int:
    """One operation that inserted households 5 and 6 with one exchange each, and one of 1."""
    with step(work) as (kept, number):
        for n in (5, 6):
            insert(work.rows, "household", id=n, reference=f"R{n}", status="actif")
        first = [insert(work.rows, "contact", **contact(n)) for n in (5, 6, 1)]
        kept.inserted("household", 5, 6)
        kept.inserted("contact", first[0], first[0])
        kept.inserted("contact", first[1], first[-1])
    undo.derive(work.rows, [1, 5, 6])
    return number[0]


def counts(work: Work) -> tuple[int, int]:
    return tuple(  # type: ignore[return-value]
        work.rows.value(f"SELECT count(*) FROM {table}") for table in ("household", "contact")
    )


def test_an_insertion_leaves_as_a_whole_and_comes_back_so(work: Work) -> None:
    number = brought(work)
    assert field(work, "household", "stage") == "accompagne"
    units = {("household", n) for n in (1, 5, 6)}
    for _ in range(2):
        outcome = undo.take_back(work.rows, number)
        assert (outcome.restored, outcome.mirror, outcome.done) == (units, True, [])
        assert counts(work) == (4, 0)
        assert field(work, "household", "stage") == "inscrit"
        assert journal.ranges(work.rows, number) == []
        assert undo.do_again(work.rows, number).restored == units
        assert counts(work) == (6, 3)
        assert field(work, "household", "stage") == "accompagne"
        assert [table for table, _, _ in journal.ranges(work.rows, number)] == [
            "household",
            "contact",
        ]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE household SET commune = 'Autun', version = 2 WHERE id = 5",
        "DELETE FROM contact WHERE household_id = 5",
        """INSERT INTO contact (household_id, happened_on, result, channel)
        VALUES (5, '2025-04-01', 'joint', 'telephone')""",
        "UPDATE household SET erased_on = '2025-04-01' WHERE id = 5",
    ],
)
def test_an_insertion_that_was_touched_leaves_row_by_row(work: Work, change: str) -> None:
    number = brought(work)
    assert not any(
        bulk._was_touched(work.rows, one, journal.ranges(work.rows, number))
        for one in journal.ranges(work.rows, number)
    )
    work.rows.run(change)
    assert bulk.take_back(work.rows, number) is None
    assert counts(work)[0] == 6
    outcome = undo.take_back(work.rows, number)
    assert ("household", 6) in outcome.restored
    assert field(work, "household", "id", 6) is None


def test_an_insertion_that_did_more_leaves_row_by_row(work: Work) -> None:
    number = brought(work)
    journal.write_changes(work.rows, number, [Change("officer", 9, {"id": 9}, None)])
    assert bulk.take_back(work.rows, number) is None


def test_an_insertion_of_files_without_any_fact_is_told_file_by_file(work: Work) -> None:
    with step(work) as (kept, number):
        for n in (5, 6, 7):
            insert(work.rows, "household", id=n, reference=f"R{n}", status="actif")
        kept.inserted("household", 5, 7)
    assert bulk.take_back(work.rows, number[0]) == {("household", n) for n in (5, 6, 7)}


def test_an_insertion_of_rows_of_no_file_is_told_row_by_row(work: Work) -> None:
    """But for communes, which come with their territory."""
    with step(work) as (kept, number):
        for n in (3, 4):
            insert(work.rows, "officer", id=n, name=f"Agent {n}", name_key=f"agent {n}")
        kept.inserted("officer", 3, 4)
        first = insert(work.rows, "territory_commune", territory_id=1, code_insee="71014")
        kept.inserted("territory_commune", first, first)
    assert bulk.take_back(work.rows, number[0]) == {("officer", 3), ("officer", 4)}
    assert work.rows.value("SELECT count(*) FROM territory_commune") == 0
    assert work.rows.value("SELECT count(*) FROM officer") == 2


def test_an_import_leaves_with_its_line_in_the_list_of_imports(work: Work) -> None:
    """And comes back with it, twice, by whole ranges each time; exchanges came in two parts."""
    with step(work) as (kept, number):
        run = insert(
            work.rows, "import_run", kind="contacts", file_name="c", headings="", imported_on="j"
        )
        kept.added("import_run", run)
        for n in (1, 2):
            row = insert(work.rows, "contact", id=9 + n, **contact(n, import_id=run))
            kept.inserted("contact", row, row)
        insert(work.rows, "contact", id=30, **contact(3))
    for _ in range(2):
        assert bulk.take_back(work.rows, number[0]) == {("household", 1), ("household", 2)}
        assert work.rows.value("SELECT count(*) FROM import_run") == 0
        assert work.rows.rows("SELECT id FROM contact") == [(30,)]
        assert undo.do_again(work.rows, number[0]).mirror
        assert journal.ranges(work.rows, number[0]) == [("contact", 10, 11)]
        assert work.rows.rows("SELECT id, import_id FROM contact ORDER BY id") == [
            (10, run),
            (11, run),
            (30, None),
        ]
        assert work.rows.rows("SELECT id, file_name FROM import_run") == [(run, "c")]


def test_a_stranger_s_file_that_was_erased_is_no_matter(work: Work) -> None:
    number = brought(work)
    work.rows.run("UPDATE household SET erased_on = '2025-04-01' WHERE id = 3")
    assert bulk.take_back(work.rows, number) is not None


def test_an_insertion_done_again_is_its_own_ranges_and_no_other(work: Work) -> None:
    edit(work, "UPDATE household SET commune = 'A', version = 2 WHERE id = 2", "household", 2)
    number = brought(work)
    edit(work, "UPDATE household SET commune = 'A', version = 2 WHERE id = 3", "household", 3)
    households, one, others = journal.ranges(work.rows, number)
    undo.take_back(work.rows, number)
    undo.do_again(work.rows, number)
    assert journal.ranges(work.rows, number) == [households, ("contact", one[1], others[2])]
    assert work.rows.value("SELECT count(*) FROM journal_block WHERE payload IS NOT NULL") == 2


def test_what_was_erased_stays_erased(work: Work) -> None:
    """Redoing an import brings nothing back into a file that was erased since."""
    number = brought(work)
    assert bulk.erased(work.rows) == set()
    undo.take_back(work.rows, number)
    work.rows.run("UPDATE household SET erased_on = '2025-04-01' WHERE id = 1")
    assert bulk.erased(work.rows) == {1}
    outcome = undo.do_again(work.rows, number)
    assert outcome.kept == {("household", 1)}
    assert outcome.restored == {("household", 5), ("household", 6)}
    assert not outcome.mirror
    assert work.rows.value("SELECT count(*) FROM contact WHERE household_id = 1") == 0


# --- commands -------------------------------------------------------------------------------

Told = Callable[[], Any]


@pytest.fixture
def edited(work: Work) -> int:
    return edit(
        work, "UPDATE household SET commune = 'A', version = 2 WHERE id = 1", "household", 1
    )


def test_what_an_undo_would_take_back(work: Work, edited: int) -> None:
    later = edit(work, "UPDATE household SET project = 'B' WHERE id = 2", "household", 2)
    assert [entry.number for entry in history.undoable(work.rows, 1)] == [later]
    assert [entry.number for entry in history.undoable(work.rows, 2)] == [later, edited]
    assert [entry.number for entry in history.undoable(work.rows, 1, edited)] == [edited]


def test_what_cannot_be_undone_is_refused_in_words(work: Work, edited: int) -> None:
    with pytest.raises(Refused, match="au moins une commande"):
        history.undoable(work.rows, 0)
    with pytest.raises(NotFound, match="pas d’opération 99 à annuler"):
        history.undoable(work.rows, 1, 99)
    erasure = operations.record(work.rows, HEADING, "effacé", history.OperationKind.ERASURE)
    with pytest.raises(Refused, match="définitif"):
        history.undoable(work.rows, 1, erasure)
    operations.mark(work.rows, edited, undone=True)
    with pytest.raises(Refused, match=f"L’opération {edited} est déjà annulée"):
        history.undoable(work.rows, 1, edited)
    work.rows.run("UPDATE operation SET undone = 1")
    with pytest.raises(Refused, match="rien à annuler"):
        history.undoable(work.rows, 1)


def test_an_undo_and_a_redo_are_operations_of_their_own(work: Work, edited: int) -> None:
    (turned,) = history.undo_all(work, history.undoable(work.rows, 1))
    assert (turned.entry.number, turned.restored, turned.kept) == (edited, 1, 0)
    assert (turned.impossible, turned.files_only) == (0, True)
    undone = operations.latest(work.rows, 1)[0]
    assert (undone.kind, undone.target, undone.summary) == ("annulation", edited, "essai")
    assert field(work, "operation", "undone", edited) == 1
    with pytest.raises(NotFound):
        history.undoable(work.rows, 1, undone.number)
    (again,) = history.redo_all(work, 0)
    assert (again.entry.number, again.restored) == (edited, 1)
    assert field(work, "operation", "undone", edited) == 0
    assert field(work, "operation", "undone", undone.number) == 1
    assert operations.latest(work.rows, 1)[0].kind == "retablissement"
    with pytest.raises(Refused, match="rien à refaire"):
        history.redo_all(work, 1)


def test_an_undo_that_went_as_planned_needs_no_images_of_its_own(work: Work, edited: int) -> None:
    history.undo_all(work, history.undoable(work.rows, 1))
    latest = operations.latest(work.rows, 1)[0].number
    assert journal.block_numbers(work.rows, latest) == []


def test_a_redo_of_what_the_journal_lost_is_refused_in_words(work: Work, edited: int) -> None:
    history.undo_all(work, history.undoable(work.rows, 1, edited))
    work.rows.run("UPDATE operation SET target_id = NULL")
    with pytest.raises(Refused, match="n’est plus dans le journal"):
        history.redo_all(work, 1)


def test_an_undo_in_part_writes_down_what_it_did(work: Work) -> None:
    number = edit(
        work,
        "UPDATE household SET commune = 'A', project = 'A', version = 2 WHERE id = 1",
        "household",
        1,
    )
    work.rows.run("UPDATE household SET commune = 'B', version = 3 WHERE id = 1")
    (turned,) = history.undo_all(work, history.undoable(work.rows, 1, number))
    assert (turned.restored, turned.kept) == (1, 1)
    (done,) = journal.read_changes(work.rows, operations.latest(work.rows, 1)[0].number)
    assert (done.before or {})["project"] == "A"


def test_an_undo_that_can_do_nothing_is_refused(work: Work) -> None:
    number = edit(
        work, "UPDATE household SET commune = 'A', version = 2 WHERE id = 1", "household", 1
    )
    work.rows.run("UPDATE household SET commune = 'B', version = 3 WHERE id = 1")
    with pytest.raises(Refused, match=r"Rien n’a pu être annulé de « essai »"):
        history.undo_all(work, history.undoable(work.rows, 1, number))


def test_rows_of_no_file_are_not_called_files(work: Work) -> None:
    add(work, "officer", name="Chloé", name_key="chloe")
    (turned,) = history.undo_all(work, history.undoable(work.rows, 1))
    assert (turned.restored, turned.files_only) == (1, False)


def test_facts_of_settled_households_are_derived_again_too(tmp_path: Path) -> None:
    house = House(((DAY,),), (Contact(DAY, "joint"),), (Settled(DAY),))
    with store_of(make_base(tmp_path / "b.db", World((house,)))).transact(
        HEADING, dry=True
    ) as work:
        number = delete(work, "settlement", 1)
        undo.derive(work.rows, [1])
        assert field(work, "household", "stage") == "accompagne"
        undo.take_back(work.rows, number)
        assert field(work, "household", "stage") == "installe"
