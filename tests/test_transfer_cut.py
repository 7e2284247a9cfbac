"""A transfer cut short, raced or hindered: nothing lost, nothing twice, one base at work."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bases import an_empty_base
from builders import opened
from carried import asked, carried, did, ends, held, many, moved
from rows import Rows
from small_bases import PROGRAM, change, posix_only
from venez_vivre.errors import Refused
from venez_vivre.store.transfer import copying
from venez_vivre.store.transfer.marks import LEFT
from venez_vivre.store.transfer.plan import plan
from venez_vivre.store.transfer.visits import visiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from served import Server

pytestmark = pytest.mark.file
"""What these tests carry is a base in a file."""

DAY = date(2025, 11, 27)
HOUSEHOLDS = 11_000
"""More than two blocks of each table."""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine keeps for a served base stays in the folder of the test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "donnees"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A base with people, forms, and a step of its journal."""
    base = an_empty_base(tmp_path / "source.db")
    many(base, 700)
    did(base, "agents", "ajouter", "--nom", "Léa Martin")
    return base


@pytest.fixture
def served(server: Server) -> Iterator[str]:
    """The address of an empty base, prepared, on a real server."""
    database = server.new()
    yield server.url(database)
    server.drop(database)


@pytest.fixture(params=["fichier", "serveur"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a base goes: a new file, or a server."""
    if request.param == "fichier":
        return str(tmp_path / "cible.db")
    return str(request.getfixturevalue("served"))


def rows_there(target: str) -> int:
    """How many forms a copy holds so far; none before it can be read."""
    sql = "SELECT count(*) FROM {}signup"
    try:
        if "://" in target:
            with psycopg.connect(target.replace("+psycopg", "")) as link:
                return int(link.execute(sql.format("venez_vivre.")).fetchone()[0])
        with closing(opened_plain(target)) as connection:
            return int(connection.execute(sql.format("")).fetchone()[0])
    except Exception:  # noqa: BLE001  not there yet, or being written to
        return 0


def opened_plain(target: str) -> object:
    from pathlib import Path  # noqa: PLC0415

    if not Path(target).exists():
        raise FileNotFoundError
    return opened(Path(target), write=False)


def stopped_in_the_middle(source: Path, target: str, how: signal.Signals) -> tuple[int, str]:
    """A real process, at work on a large base, that a signal stops; its code and what it said."""
    change(source, "DELETE FROM signup", "DELETE FROM person", "DELETE FROM household")
    many(source, HOUSEHOLDS)
    process = subprocess.Popen(
        [*PROGRAM, "--base", "aucune.db", "base", "transferer", str(source), target, "--oui"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until = time.monotonic() + 60
    while not rows_there(target) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(how)
    said = process.communicate()[1]
    return process.returncode, said


@posix_only
def test_who_stops_a_copy_is_told_that_it_goes_on(source: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "cible.db")
    code, said = stopped_in_the_middle(source, target, signal.SIGINT)
    assert code == 130
    assert "reste la base de travail. La même commande la reprend" in said
    carried(source, target)


@posix_only
def test_a_transfer_killed_in_the_middle_goes_on_and_brings_each_row_once(
    source: Path, target: str
) -> None:
    """Killed within the table of forms; between both, the copy opens to nobody, the source does."""
    assert stopped_in_the_middle(source, target, signal.SIGKILL)[0] == -signal.SIGKILL
    there = rows_there(target)
    assert 0 < there < HOUSEHOLDS
    refused = asked(target, "entonnoir")
    assert (refused.code, "n’est pas finie" in refused.err) == (1, True)
    assert did(source, "entonnoir").code == 0
    assert moved(source, target, "--confirmer").code == 1
    before = held(source)
    again = json_of(moved(source, target, "-f", "json").out)
    brought = {one["table"]: one["copiees"] for one in again["tables"]}
    assert (brought["signup"], brought["household"]) == (HOUSEHOLDS - there, 0)
    assert again["recommence"] is False
    assert moved(source, target, "--confirmer").code == 0
    assert held(target) == before


def json_of(said: str) -> dict[str, object]:
    import json  # noqa: PLC0415

    return json.loads(said)


def at(rows: int, act: Callable[[], object]) -> Callable[[int], None]:
    """Does something once, when so many rows were dealt with."""
    done: list[object] = []

    def told(count: int) -> None:
        if count >= rows and not done:
            done.append(act())

    return told


def test_a_connection_cut_in_the_middle_is_one_sentence_and_the_copy_goes_on(
    source: Path, served: str, server: Server
) -> None:
    database = name_of(served)

    def cut() -> None:
        server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{database}' AND pid <> pg_backend_pid()"
        )

    with pytest.raises(Refused) as refused:
        copying.copy(ends(source, served), DAY, at(900, cut), born=False)
    assert "Ce qui est copié est gardé" in str(refused.value)
    assert sum(len(rows) for name, rows in held(served).items() if name != "numéros") > 0
    before = held(source)
    assert json_of(moved(source, served, "-f", "json").out)["recommence"] is False
    assert moved(source, served, "--confirmer").code == 0
    assert held(served) == before


def test_a_served_source_written_to_during_the_copy_is_not_confirmed_but_copied_anew(
    source: Path, served: str, tmp_path: Path
) -> None:
    """The copy is of one moment; what came after is not lost in silence."""
    carried(source, served)
    back = tmp_path / "retour.db"
    did(back, "foyers", "lister")
    writing = at(900, lambda: did(served, "agents", "ajouter", "--nom", "Ida Neuve"))
    with pytest.raises(Refused, match="On a écrit dans"):
        copying.copy(ends(served, back), DAY, writing, born=True)
    assert moved(served, back, "--confirmer").code == 1
    again = json_of(moved(served, back, "-f", "json").out)
    assert again["recommence"] is True
    before = held(served)
    assert moved(served, back, "--confirmer").code == 0
    assert held(back) == before


def test_a_command_killed_between_closing_the_source_and_opening_the_target_is_finished(
    source: Path, target: str
) -> None:
    """Both are closed then; the same confirmation finishes, or the transfer is taken back."""
    for step in ("--confirmer", "--annuler"):
        assert moved(source, target).code == 0
        with visiting(ends(source, target).target, write=False) as there:
            mark = there.mark()
        assert mark is not None
        with visiting(ends(source, target).source, write=True) as here:
            here.begin(write=True)
            here.hold(mark._replace(state=LEFT))
            here.commit()
        assert asked(source, "entonnoir").code == 1
        assert asked(target, "entonnoir").code == 1
        assert moved(source, target, step).code == 0
        at_work = target if step == "--confirmer" else source
        assert did(at_work, "entonnoir").code == 0
        assert moved(source, target, "--annuler").code == (0 if step == "--confirmer" else 1)
        assert did(source, "entonnoir").code == 0


def test_two_transfers_to_one_target_at_once_bring_each_row_once(source: Path, target: str) -> None:
    both = [
        subprocess.Popen(
            [*PROGRAM, "--base", "aucune.db", "base", "transferer", str(source), target, "--oui"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [one.communicate()[1] for one in both]
    codes = sorted(one.returncode for one in both)
    assert set(codes) <= {0, 1}, said
    assert not any("Traceback" in one for one in said)
    before = held(source)
    assert moved(source, target).code == 0
    assert moved(source, target, "--confirmer").code == 0
    assert held(target) == before


def test_who_does_not_administer_a_served_base_carries_none_of_it(
    source: Path, served: str, server: Server, tmp_path: Path
) -> None:
    """A part of the base would pass for the whole; the Region itself reads, and does not carry."""
    database = name_of(served)
    login = f"agente_{database}"
    carried(source, served)
    did(served, "agents", "habiliter", login, "--region")
    try:
        theirs = server.url(database, login)
        assert did(theirs, "entonnoir").code == 0
        for words in (
            (theirs, tmp_path / "part.db"), (source, theirs, "--confirmer"),
            (source, theirs, "--annuler"),
        ):  # fmt: skip
            refused = moved(*words)
            assert refused.code == 1
            assert "qui administre" in refused.err
        assert not (tmp_path / "part.db").exists()
        assert moved(served, tmp_path / "tout.db").code == 0
        assert moved(served, tmp_path / "tout.db", "--confirmer").code == 0
        refused = asked(theirs, "entonnoir")
        assert (refused.code, "a été transférée vers" in refused.err) == (1, True)
    finally:
        server.drop(database)
        server.run(f"DROP ROLE {login}")


def test_the_owner_of_a_base_who_is_no_superuser_carries_it_whole(
    source: Path, server: Server, tmp_path: Path
) -> None:
    """Policies hold for the owner too: she prepares, copies, confirms, and brings it back."""
    owner, database = "intendante", f"venez_vivre_{os.getpid()}_owned"
    server.run(f"CREATE ROLE {owner} LOGIN CREATEROLE", f"CREATE DATABASE {database} OWNER {owner}")
    address, back = server.url(database, owner), tmp_path / "retour.db"
    try:
        before = held(source)
        carried(source, address)
        assert held(address) == before
        carried(address, back)
        assert held(back) == before
    finally:
        server.drop(database)
        server.run(f"DROP ROLE {owner}")


def test_a_base_to_which_somebody_was_let_in_is_not_taken_back(
    served: str, server: Server, tmp_path: Path
) -> None:
    """A right on a territory is something that the source does not hold."""
    base, login = tmp_path / "source.db", f"agente_{name_of(served)}"
    did(base, "territoires", "ajouter", "--code", "T1", "--nom", "Autunois", "--type", "CC")
    carried(base, served)
    did(served, "agents", "habiliter", login, "--territoire", "T1")
    try:
        refused = moved(base, served, "--annuler")
        assert (refused.code, "habilité quelqu’un" in refused.err) == (1, True)
        assert did(served, "entonnoir").code == 0
    finally:
        server.drop(name_of(served))
        server.run(f"DROP ROLE {login}")


def name_of(address: str) -> str:
    """The name of the database of an address."""
    return address.rpartition("/")[2].partition("?")[0]


def test_what_a_server_does_not_admit_is_said_without_its_value(
    tmp_path: Path, served: str
) -> None:
    base = an_empty_base(tmp_path / "source.db")
    change(base, "INSERT INTO setting (name, value) VALUES ('x', 'secret' || char(0) || 'z')")
    refused = moved(base, served)
    assert (refused.code, "caractère NUL" in refused.err) == (1, True)
    assert "secret" not in refused.err
    assert moved(base, served, "--annuler").code == 0


def test_rows_that_point_at_nothing_are_not_carried(tmp_path: Path, target: str) -> None:
    base = an_empty_base(tmp_path / "source.db")
    many(base, 3)
    change(base, "DELETE FROM person WHERE id = 90002")
    refused = moved(base, target)
    assert (refused.code, "base verifier" in refused.err) == (1, True)


def test_blocks_follow_one_another_in_every_kind_of_table(tmp_path: Path, target: str) -> None:
    """A key of two columns, rows that are long, one block that is full to the last row."""
    base = an_empty_base(tmp_path / "source.db")
    did(base, "agents", "ajouter", "--nom", "Léa Martin")
    each = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})"
    change(
        base,
        f"{each.format(5007)} INSERT INTO seen_row SELECT i / 7 - 300, i FROM n",
        f"{each.format(5000)} INSERT INTO occupation_move (rome_code, target_code, rank) "
        "SELECT 'A', i, i FROM n",
        f"{each.format(250)} INSERT INTO journal_block (operation_id, table_name, first_id, "
        "last_id, payload) SELECT 1, 'officer', i, i, randomblob(i % 50) FROM n",
    )
    before = held(base)
    carried(base, target)
    assert held(target) == before


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=40)
WHOLE = st.integers(-(2**63), 2**63 - 1)
REAL = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=6)
@given(
    rows=st.lists(
        st.tuples(TEXTS, st.none() | TEXTS, st.none() | WHOLE, st.none() | REAL), max_size=8
    )
)
def test_any_value_comes_back_as_it_was(
    rows: list[tuple[object, ...]], tmp_path_factory: pytest.TempPathFactory, server: Server
) -> None:
    """File to server and back to a file: texts, numbers at the edges, what is unknown."""
    folder = tmp_path_factory.mktemp("valeurs")
    base, back = an_empty_base(folder / "source.db"), folder / "retour.db"
    with closing(opened(base, write=True)) as connection:
        for place, (title, text, number, real) in enumerate(rows):
            Rows(connection).put(
                "offer", reference=f"R{place}", kind="emploi", title=title, description=text,
                salary_min=number, latitude=real, transaction=text, row_hash=number,
            )  # fmt: skip
    before = held(base)
    database = server.new()
    try:
        carried(base, server.url(database))
        assert held(server.url(database)) == before
        carried(server.url(database), back)
        assert held(back) == before
    finally:
        server.drop(database)


def test_every_table_of_a_base_is_carried_after_those_it_points_at(tmp_path: Path) -> None:
    """A new table of a later schema comes along by itself."""
    with closing(opened(an_empty_base(tmp_path / "b.db"), write=False)) as connection:
        found = connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
            "AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        names = [one.name for one in plan()]
        assert sorted(names) == sorted({name for (name,) in found} - {"alembic_version"})
        for place, name in enumerate(names):
            parents = connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
            assert {row[2] for row in parents} <= set(names[: place + 1])
