"""A large import on a server says itself whose its rows are, and leaves what a small one does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from builders import a_csv, a_signup
from served import SEARCH
from venez_vivre.cli import run as run_program
from venez_vivre.store import heavy
from venez_vivre.store.postgres import link as links
from venez_vivre.store.postgres.arriving import Whose, filled, spelled
from venez_vivre.store.postgres.loading import PutOff, ServedLoad

if TYPE_CHECKING:
    from pathlib import Path

    from served import Server

pytestmark = pytest.mark.file
"""These tests make the bases on the server that they are about."""

PEOPLE = 260
"""More than one parcel of rows of each kind, so that they go by COPY."""
ASKED = {
    "whose": "SELECT id, of_territory, territory_id FROM household",
    "members": "SELECT id, household_id, of_territory, role FROM person",
    "forms": "SELECT id, household_id, person_id, of_territory FROM signup",
    "words": "SELECT rowid, doc::text FROM person_text",
    "words of files": "SELECT rowid, doc::text FROM household_text",
    "words of forms": "SELECT rowid, doc::text FROM signup_text",
    "keys": "SELECT person_id, keys FROM person_key",
    "without keys": "SELECT person_id FROM person_unkeyed",
    "indices": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'venez_vivre'",
    "links": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated "
    "FROM pg_constraint WHERE connamespace = 'venez_vivre'::regnamespace",
    "given": "SELECT name, seq FROM counter WHERE name IN ('household', 'person', 'signup')",
}
"""What triggers make of the rows that arrive, and what an empty table is without meanwhile."""


def _act(url: str, *words: str) -> None:
    code = run_program(["--base", url, "--date", "2025-11-27", "--agent", "Test", *words])
    assert code in {0, 5}, words


def _held(server: Server, database: str) -> dict[str, list[tuple[Any, ...]]]:
    with psycopg.connect(server.conninfo(database), options=SEARCH) as link:
        return {name: sorted(link.execute(sql).fetchall()) for name, sql in ASKED.items()}


def _made_again(away: PutOff) -> int:
    """How many indices and links a load put off; none of them is there as it ends."""
    there = {name for name, *_ in away._rows.rows("SELECT indexname FROM pg_indexes")}
    assert not there & {name for name, _ in away._indices}
    return len(away._indices) + len(away._links)


def _people(folder: Path, *, second: bool, odd: bool) -> Path:
    """Families of two territories, of none, and some who come back with more, a territory too.

    The projects of the odd ones hold what has to be escaped on its way.
    """
    project = "Un jardin \\ au calme,\nprès de l’école." if odd else "Un jardin, au calme."
    codes = ("T01", "T02", "") if second else ("T01", "")
    rows = [
        a_signup(
            prenom=f"Ève{n}", nom=f"Œuvré{chr(65 + n % 26)}{n}", telephone="",
            email=f"eve{n}@example.org", enfants=str(n % 3), message="à Autun" * (n % 2),
            territoires_souhaites=codes[n % len(codes)], prenom_conjoint="Luc" * (n % 2),
            projet=project * (n % 5 == 0),
        )
        for n in range(PEOPLE)
    ]  # fmt: skip
    rows += [
        {**row, "telephone": f"06 39 98 77 {n:02}", "territoires_souhaites": "T02"}
        for n, row in enumerate(rows[:20])
    ]
    return a_csv(folder / "inscrits.csv", rows)


@pytest.mark.parametrize("odd", [False, True], ids=["plain", "odd"])
@pytest.mark.parametrize("who", ["", "lea", "region"])
def test_a_load_leaves_what_a_small_import_does(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str, odd: bool
) -> None:
    """Whose each row is, words, keys and numbers, for an owner as under the policies.

    The odd file is read in one batch by one, in several by the other.
    """
    made = server.new()
    for code in ("T01", "T02"):
        _act(server.url(made), "territoires", "ajouter", "--code", code, "--nom", code,
             "--type", "CA")  # fmt: skip
    _act(server.url(made), "agents", "habiliter", "lea", "--territoire", "T01", "--oui")
    _act(server.url(made), "agents", "habiliter", "region", "--region", "--oui")
    other = server.new(template=made)
    words = ("inscrits", "importer", str(_people(tmp_path, second=who != "lea", odd=odd)))
    told: list[str] = []
    texts: list[str] = []
    usual = Whose.told
    monkeypatch.setattr(Whose, "told", lambda self, new: told.append(new.table) or usual(self, new))
    monkeypatch.setattr(links, "spelled", lambda *of: texts.append(spelled(*of)) or texts[-1])
    if odd:
        monkeypatch.setattr(ServedLoad, "batch", 150)
    again: list[int] = []
    back = PutOff.back
    monkeypatch.setattr(PutOff, "back", lambda self: again.append(_made_again(self)) or back(self))
    try:
        _act(server.url(made, who), *words)
        assert not told
        monkeypatch.setattr(heavy, "LARGE", 0)
        _act(server.url(other, who), *words)

        assert {"household", "person", "signup"} <= set(told)
        assert any(texts)
        assert ("" in texts) == odd
        small, large = _held(server, made), _held(server, other)
        assert len(small["whose"]) == PEOPLE
        assert {whose for _, whose, _ in small["whose"]} == ({1} if who == "lea" else {0, 1, 2})
        assert large == small
        # Whoever owns an empty base makes at the end what its tables are without meanwhile.
        assert [count > 20 for count in again] == ([True] if who == "" else [])
        _act(server.url(other, who), *words)
        assert len(again) == (who == "")
    finally:
        for database in (made, other):
            server.drop(database)


def test_nobody_but_the_owner_says_whose_a_row_is(server: Server) -> None:
    """The column that a load of the owner fills is refused to an officer, for her own too."""
    made = server.new()
    _act(server.url(made), "territoires", "ajouter", "--code", "T1", "--nom", "A", "--type", "CA")
    _act(server.url(made), "agents", "habiliter", "lea", "--territoire", "T1", "--oui")
    try:
        with psycopg.connect(server.conninfo(made, "lea"), options=SEARCH) as link:
            sql = "INSERT INTO household (reference, of_territory) VALUES ('X', 1)"
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                link.execute(sql)
        with psycopg.connect(server.conninfo(made), options=SEARCH) as link:
            link.execute("INSERT INTO household (id, reference, of_territory) VALUES (7, 'X', 1)")
            sql = "INSERT INTO person (household_id, role, of_territory) VALUES (7, 'autre', 0)"
            with pytest.raises(psycopg.errors.ForeignKeyViolation):
                link.execute(sql)
    finally:
        server.drop(made)


MARKS = "?, nullif(?, ''), ?"
"""A row whose second value may be unknown, and whose third is a text that may be empty."""


def test_rows_are_spelled_when_nothing_in_them_asks_for_care() -> None:
    """A text, a whole number, an unknown: the lines of a COPY where nothing is escaped."""
    assert spelled(MARKS, [(1, "", "é"), (2, "x, « y »", 3)]) == "1\t\té\n2\tx, « y »\t3\n"


@pytest.mark.parametrize(
    "value", ["", None, True, 1.5, b"x", "a\tb", "a\nb", "a\rb", "a\\b", "\\N", "a\0b"]
)
def test_rows_that_ask_for_care_are_left_to_the_driver(value: object) -> None:
    """One value is enough, in the last row as in the first; they then go as they are."""
    rows: list[tuple[Any, ...]] = [(1, "x", "y"), (2, "", value)]
    assert spelled(MARKS, rows) == ""
    assert spelled(MARKS, rows[::-1]) == ""
    assert list(filled(MARKS, rows)) == [[1, "x", "y"], [2, None, value]]


RIGHTS: list[tuple[list[tuple[str, int | None, bool]], int | str | None]] = [
    ([("territoire", 1, True)], 1),
    ([("territoire", 1, False), ("territoire", 2, True)], 2),
    ([("territoire", 2, True), ("ensemble", None, False)], 2),
    ([("territoire", 1, True), ("territoire", 2, True)], "42501"),
    ([("territoire", 1, False)], "42501"),
    ([("region", None, True)], None),
    ([("region", None, True), ("territoire", 1, True)], None),
    ([("region", None, False), ("territoire", 1, True)], 1),
]


@pytest.mark.parametrize(("held", "expected"), RIGHTS)
def test_a_new_file_of_no_territory_is_of_the_one_that_its_author_writes(
    server: Server, held: list[tuple[str, int | None, bool]], expected: int | str | None
) -> None:
    """Who writes one has it there, who writes all leaves it to all, who writes some must say."""
    made = server.new()
    for code in ("T1", "T2"):
        _act(server.url(made), "territoires", "ajouter", "--code", code, "--nom", code,
             "--type", "CA")  # fmt: skip
    _act(server.url(made), "agents", "habiliter", "lea", "--territoire", "T1", "--oui")
    sql = "INSERT INTO household (reference) VALUES ('X') RETURNING territory_id, of_territory"
    try:
        with psycopg.connect(server.conninfo(made), options=SEARCH) as link:
            link.execute("UPDATE venez_vivre_droits.entitlement SET ended_at = now()")
            for one in held:
                link.execute(
                    "INSERT INTO venez_vivre_droits.entitlement (login, scope, territory_id, "
                    "writes) VALUES ('lea', %s, %s, %s)",
                    one,
                )
        with psycopg.connect(server.conninfo(made, "lea"), options=SEARCH) as link:
            if expected == "42501":
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    link.execute(sql)
            else:
                assert link.execute(sql).fetchone() == (expected, expected or 0)
        with psycopg.connect(server.conninfo(made), options=SEARCH) as link:
            assert link.execute(sql.replace("X", "Y")).fetchone() == (None, 0)
    finally:
        server.drop(made)
