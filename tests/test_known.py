"""What was known on a day, or after an operation: the base is seen exactly as it was then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bases import SERVED, address_of, copied, store_of, unguarded
from builders import WORDS, opened, written
from test_undo import CONTACTS, NEWER, SETTLEMENTS, SIGNUPS, TERRITORIES
from venez_vivre.cli import run as run_program
from venez_vivre.errors import Refused
from venez_vivre.store import driver, stages
from venez_vivre.store.cipher import drawn
from venez_vivre.store.encryption import convert
from venez_vivre.store.known import known_after, known_at, last_operation
from venez_vivre.store.lookups import is_lookup
from venez_vivre.store.operations import Heading
from venez_vivre.store.reader import Reader

FIRST = date(2025, 11, 27)
CLONE = """date_inscription;prenom;nom;email;telephone
10/03/2025;Zoé;Kœnig;z.koenig@example.net;06 39 98 00 01
11/03/2025;Jean;Petit;jean@example.org;
"""
FILES = {
    "inscrits.csv": SIGNUPS,
    "suite.csv": NEWER,
    "double.csv": CLONE,
    "contacts.csv": CONTACTS,
    "installations.csv": SETTLEMENTS,
    "territoires.csv": TERRITORIES,
}
Rows = dict[str, list[tuple[Any, ...]]]
DONE = {0, 1, 2, 3, 5}
"""Every way to end but a failure of ours: what is refused writes nothing."""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files to import, and a base with three households and two territories."""
    folder = tmp_path_factory.mktemp("known")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    base = folder / "start.db"
    type_in(base, FIRST, "inscrits", "importer", str(folder / "inscrits.csv"))
    type_in(base, FIRST, "territoires", "importer", str(folder / "territoires.csv"))
    return folder


def type_in(base: Path, day: date, *words: str) -> int:
    return run_program(
        ["--base", address_of(base), "--date", day.isoformat(), "--agent", "Test", *words]
    )


def everything(rows: Reader) -> Rows:
    """Every row of every table but the journal's blocks, versions left out."""
    found = {}
    for (name,) in rows.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        if is_lookup(name) or name in {"journal_block", "sqlite_sequence", "alembic_version"}:
            continue
        sql = "SELECT name FROM pragma_table_info(:table) WHERE name <> 'version'"
        columns = ", ".join(f'"{column}"' for (column,) in rows.rows(sql, table=name))
        found[name] = sorted(rows.rows(f"SELECT {columns} FROM {name}"), key=repr)
    return found


@contextmanager
def reading(base: Path) -> Iterator[Reader]:
    with store_of(base).reading() as rows:
        yield rows


WHO = st.sampled_from(["zoe", "lea", "noel", "ana", "jean"]).map(lambda name: f"{name}@example.org")
DAYS = st.dates(date(2025, 1, 5), FIRST).map(date.isoformat)
RESULTS = st.sampled_from(["joint", "message", "honore"])


def words(*parts: str | st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.tuples(*(st.just(p) if isinstance(p, str) else p for p in parts)).map(list)


FACTS = st.one_of(
    words("inscrits", "importer", "@suite.csv"),
    words("inscrits", "importer", "@double.csv"),
    words("contacts", "importer", "@contacts.csv"),
    words("installations", "importer", "@installations.csv"),
    words("contacts", "noter", WHO, "Un mot", "--resultat", RESULTS, "--le", DAYS),
    words("contacts", "noter", WHO, "--resultat", RESULTS, "--suite", "rappeler"),
    words("foyers", "creer", "--prenom", "Max", "--nom", "Roi", "--email", "max@example.org"),
    words(
        "installations", "noter", WHO, "--le", DAYS, "--commune", "Autun",
        "--adultes", "2", "--enfants", "1", "--scolarises", "1",
    ),
    words("objectifs", "definir", "foyers_installes", "200", "--echeance", "2026-12-31"),
)  # fmt: skip
EDITS = st.one_of(
    words("foyers", "modifier", WHO, "--projet", st.sampled_from(["A", "B", "(vide)"])),
    words("foyers", "modifier", WHO, "--horizon", st.sampled_from(["3_6_mois", "indefini"])),
    words("foyers", "clore", WHO, "--motif", "projet_reporte"),
    words("foyers", "reorienter", WHO, "--vers", st.sampled_from(["E1", "E2"])),
    words("foyers", "fusionner", WHO, WHO, "--oui"),
    words("foyers", "fusionner", "zoe@example.org", "z.koenig@example.net", "--oui"),
    words("foyers", "separer", "zoe@example.org", "Hugo"),
    words("installations", "annuler", WHO),
)
TURNS = st.one_of(
    words("annuler"),
    words("annuler", st.sampled_from(["2", "3"])),
    words("annuler", "--operation", st.integers(1, 12).map(str)),
    words("refaire"),
    words("refaire", st.sampled_from(["2", "3"])),
)
STEPS = st.lists(st.tuples(st.integers(0, 2), FACTS | EDITS | TURNS), min_size=1, max_size=12)


@dataclass
class Step:
    """A command that was typed on a day: the last operation it left, and the base after it."""

    day: date
    last: int
    rows: Rows


def lived(base: Path, folder: Path, steps: list[tuple[int, list[str]]]) -> list[Step]:
    """Type these commands, each some days after the one before."""
    day, found = FIRST, []
    for later, line in [(0, ["journal"]), *steps]:
        day += timedelta(later)
        typed = [str(folder / word[1:]) if word.startswith("@") else word for word in line]
        assert type_in(base, day, *typed) in DONE, line
        with reading(base) as rows:
            found.append(Step(day, last_operation(rows), everything(rows)))
    return found


@settings(max_examples=120)
@given(steps=STEPS)
def test_the_base_is_seen_as_it_was_after_every_operation_and_every_day(
    start: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, list[str]]]
) -> None:
    """Row for row, derived columns and journal too, whatever was corrected, merged or undone."""
    base = tmp_path_factory.mktemp("case") / "base.db"
    copied(start / "start.db", base)
    lives = lived(base, start, steps)
    with reading(base) as rows:
        for step in lives:
            with known_after(rows, step.last) as past:
                assert everything(past) == step.rows
        for step in {step.day: step for step in lives}.values():
            with known_at(rows, day=step.day) as past:
                assert everything(past) == step.rows
                assert past.kept == 0
        assert everything(rows) == lives[-1].rows


@settings(max_examples=40)
@given(steps=st.lists(st.tuples(st.integers(-9, 9), FACTS | EDITS | TURNS), max_size=12))
def test_days_typed_out_of_order_never_break_a_link_nor_a_stage(
    start: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, list[str]]]
) -> None:
    """What was typed for an earlier day stays; what is seen is whole, its stages as its facts."""
    base = tmp_path_factory.mktemp("case") / "base.db"
    copied(start / "start.db", base)
    lives = lived(base, start, steps)
    with reading(base) as rows:
        for day in {step.day for step in lives}:
            with known_at(rows, day=day) as past:
                assert past.rows("PRAGMA foreign_key_check") == []
                seen = everything(past)
                past.run("PRAGMA query_only=OFF")
                if past.connection is not rows.connection:
                    numbers = past.rows("SELECT id FROM household")
                    stages.derive(past, [number for (number,) in numbers])
                assert everything(past) == seen
                left = past.rows(
                    "SELECT id FROM operation o WHERE recorded_on > :day AND NOT EXISTS "
                    "(SELECT 1 FROM operation WHERE target_id = o.id)",
                    day=day.isoformat(),
                )
                assert left == []


@pytest.fixture
def case(start: Path, tmp_path: Path) -> Path:
    base = tmp_path / "base.db"
    copied(start / "start.db", base)
    return base


def project(rows: Reader, name: str = "lea") -> Any:
    sql = "SELECT h.project FROM household h JOIN person p ON p.household_id = h.id"
    return rows.value(f"{sql} WHERE p.first_key = :name", name=name)


def test_what_an_undo_could_not_give_back_was_never_given_back(case: Path) -> None:
    """The undo of an edit that was edited over changed nothing: nothing is what is taken back."""
    edit = ("foyers", "modifier", "lea@example.org", "--projet")
    for text in ("A", "(vide)"):
        assert type_in(case, FIRST + timedelta(1), *edit, text) == 0
    assert type_in(case, FIRST + timedelta(3), "annuler", "--operation", "3") == 0
    with reading(case) as rows:
        assert project(rows) is None
        for last, then in ((5, None), (4, None), (3, "A"), (2, None)):
            with known_after(rows, last) as past:
                assert project(past) == then, last


def test_what_was_typed_for_an_earlier_day_stays(case: Path) -> None:
    """An edit of the 29th is taken back under one of the 28th typed afterwards, which is kept."""
    edit = ("foyers", "modifier", "lea@example.org")
    assert type_in(case, FIRST + timedelta(2), *edit, "--projet", "A", "--loyer-max", "700") == 0
    assert type_in(case, FIRST + timedelta(1), *edit, "--projet", "B") == 0
    with reading(case) as rows, known_at(rows, day=FIRST + timedelta(1)) as past:
        found = past.rows("SELECT project, rent_max FROM household WHERE project IS NOT NULL")
        assert found == [("B", None)]
        assert past.kept == 1
        assert past.value("SELECT count(*) FROM operation") == 3


def test_nothing_is_copied_when_nothing_was_written_since(case: Path) -> None:
    """The present is read where it is, full text included."""
    with reading(case) as rows:
        for known in (known_after(rows, 2), known_at(rows, day=FIRST)):
            with known as past:
                assert past.connection is rows.connection
                assert past.last == 2


def test_nobody_can_write_in_the_past(case: Path) -> None:
    """The copy refuses to be changed, and the base keeps every byte."""
    before = written(case)
    with reading(case) as rows, known_after(rows, 0) as past:
        assert past.value("SELECT count(*) FROM household") == 0
        with pytest.raises(driver.sqlite.OperationalError):
            past.run("DELETE FROM officer")
    assert written(case) == before
    assert [path.name for path in case.parent.iterdir()] == ([] if SERVED else [case.name])


@pytest.mark.parametrize(
    "erase",
    [
        "DELETE FROM journal_block WHERE operation_id = 3",
        "DELETE FROM operation WHERE id = 3",
        "DELETE FROM operation WHERE id = 4",
    ],
)
def test_a_journal_that_was_cut_is_said_to_be(case: Path, erase: str) -> None:
    """No figure is guessed of a past whose operations are gone; what is newer is still seen."""
    for name in ("lea", "zoe"):
        type_in(case, FIRST + timedelta(1), "foyers", "modifier", f"{name}@example.org",
                "--projet", "A")  # fmt: skip
    connection = opened(case, write=True)
    unguarded(connection)
    connection.execute(erase)
    connection.close()
    with reading(case) as rows:
        for known in (known_after(rows, 2), known_at(rows, day=FIRST)):
            with pytest.raises(Refused, match="Le journal ne remonte plus si loin"), known:
                pass
        if "= 3" in erase:
            with known_after(rows, 3) as past:
                assert project(past, "zoe") is None


def test_an_operation_that_this_base_never_had_is_refused(case: Path) -> None:
    """A report kept by another copy of the base cannot be compared with this one."""
    with reading(case) as rows, pytest.raises(Refused), known_after(rows, 3):
        pass


def test_what_a_transaction_wrote_so_far_is_taken_back_too(case: Path) -> None:
    """Whoever publishes sees, in the same transaction, what was known before it began."""
    with store_of(case).transact(Heading("Test", "essai", FIRST)) as work:
        work.rows.run("INSERT INTO setting (name, value) VALUES ('essai', '1')")
        with known_after(work.rows, 1) as past:
            assert past.value("SELECT count(*) FROM territory") == 0
            assert past.value("SELECT count(*) FROM household") == 3


@pytest.mark.file
@pytest.mark.skipif(not driver.ENCRYPTS, reason="no wheel of sqlcipher3 here")
def test_an_encrypted_base_is_seen_in_its_past_as_well(case: Path, tmp_path: Path) -> None:
    """Its pages are copied to memory and nowhere else, as those of a base in clear are."""
    hidden, key = tmp_path / "chiffree.db", drawn(WORDS)
    copied(case, hidden)
    convert(hidden, None, key)
    locked = driver.connect(hidden, write=False, key=key)
    with reading(case) as rows:
        for number in (0, 1, 2):
            with known_after(rows, number) as one, known_after(Reader(locked), number) as other:
                assert everything(one) == everything(other)
    locked.close()
