"""`base verifier` finds each way in which a base may be wrong, and mends what it can."""

from __future__ import annotations

import json
import os
import random
import zlib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from builders import opened, query
from small_bases import change, content, filled, posix_only
from venez_vivre.privacy import recalled
from venez_vivre.store import checks, invariants, repairs
from venez_vivre.store.base import Store
from venez_vivre.store.driver import sqlite
from venez_vivre.store.lookups import TEXTS

if TYPE_CHECKING:
    from conftest import Run


pytestmark = [pytest.mark.plain, pytest.mark.file]
"""Files are spoilt byte by byte here; those that are encrypted have tests of their own."""


@pytest.fixture
def some(run: Run, base: Path, tmp_path: Path) -> Path:
    """A base with people, exchanges, an offer, an undo and a redo."""
    filled(run, tmp_path, 12)
    run("relances", "planifier", "a0@example.org", "rappeler", "--le", "demain")
    run("foyers", "clore", "a0@example.org", "--motif", "autre")
    run("annuler")
    run("refaire")
    run("offres", "ajouter", "--type", "emploi", "--titre", "Soudeur", "--commune", "Autun")
    return base


def verified(run: Run, *words: str, sound: bool) -> Any:
    said = run("base", "verifier", *words, "-f", "json", fails_with=0 if sound else 1).json
    assert said["saine"] is sound
    return said


def test_a_sound_base_is_said_to_be_and_nothing_is_changed(run: Run, some: Path) -> None:
    before = some.read_bytes()
    said = verified(run, sound=True)
    assert said["constats"] == []
    assert said["non_faits"] == []
    names = [
        "droits",
        "fichier",
        *checks.GENERAL,
        "texte intégral",
        *invariants.INVARIANTS,
        recalled.NAME,
    ]
    assert said["controles"] == names
    assert "La base est saine" in run("base", "verifier").out
    assert some.read_bytes() == before


PACKED = "x'" + zlib.compress(json.dumps([[1, None, None]]).encode()).hex() + "'"

WRONG: dict[str, tuple[str, str]] = {
    "a contact of nobody": ("UPDATE contact SET household_id = 999 WHERE id = 1", "renvois"),
    "a sign-up of nobody": ("UPDATE signup SET person_id = 999 WHERE id = 1", "renvois"),
    "a block of no operation": ("UPDATE journal_block SET operation_id = 999", "renvois"),
    "a stage": ("UPDATE household SET stage = 'installe' WHERE id = 3", "étapes"),
    "a first exchange": ("UPDATE household SET accompanied_on = NULL WHERE id = 1", "étapes"),
    "a last exchange": ("UPDATE household SET last_contact_on = '2020-01-01'", "étapes"),
    "a next action": ("UPDATE household SET next_action = 'autre' WHERE id = 1", "étapes"),
    "a due day": ("UPDATE household SET next_due_on = NULL WHERE id = 1", "étapes"),
    "a sign-up day": ("UPDATE person SET registered_on = '2019-01-01' WHERE id = 2", "étapes"),
    "a spontaneous arrival": ("UPDATE household SET spontaneous = 1 WHERE id = 2", "étapes"),
    "no registrant": ("UPDATE person SET role = 'conjoint' WHERE id = 5", "foyers"),
    "an impossible day": ("UPDATE household SET closed_on = '2025-02-30' WHERE id = 1", "dates"),
    "a French day": ("UPDATE offer SET expires_on = '27/11/2025'", "dates"),
    "an unreadable block": ("UPDATE journal_block SET payload = x'00ff' WHERE id = 3", "journal"),
    "a block of an unknown table": (
        f"UPDATE journal_block SET table_name = 'nulle', payload = {PACKED} WHERE id = 3",
        "journal",
    ),
    "an undo that undid nothing": (
        "UPDATE operation SET undone = 1 WHERE id = (SELECT min(id) FROM operation)", "journal",
    ),
    "a redo that left undone": (
        "UPDATE operation SET undone = 1 WHERE command = 'foyers clore' AND kind = 'commande'",
        "journal",
    ),
    "somebody who would not be met": ("DELETE FROM person_key WHERE person_id = 4", "clés"),
    "a counter behind": ("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'household'", "numéros"),
    "a lacking counter": ("DELETE FROM sqlite_sequence WHERE name = 'contact'", "numéros"),
    "a lacking trigger": ("DROP TRIGGER contact_text_update", "schéma"),
    "a lacking index": ("DROP INDEX ix_contact_household", "schéma"),
    "a lacking table": ("DROP TABLE breach", "schéma"),
    "somebody erased by half": (
        "UPDATE household SET erased_on = '2025-11-01' WHERE id = 1", "effacements",
    ),
}  # fmt: skip
"""What is done behind the back of the program, and the check that finds it."""


@pytest.mark.parametrize("wrong", WRONG)
def test_each_thing_that_is_wrong_is_found_by_its_check(run: Run, some: Path, wrong: str) -> None:
    """Exit code 1, a sentence and what to do; the base is left as it is."""
    statement, check = WRONG[wrong]
    change(some, statement)
    before = content(some)
    (found,) = verified(run, sound=False)["constats"]
    assert found["controle"] == check
    assert found["constat"].endswith(".")
    assert found["remede"].endswith(".") or found["remede"].endswith("`")
    said = run("base", "verifier", fails_with=1).out
    assert " ".join(found["constat"].split()[:2]) in " ".join(said.split())
    assert content(some) == before


@pytest.mark.parametrize("table", TEXTS)
def test_an_index_of_full_text_that_says_another_thing_is_found_and_mended(
    run: Run, some: Path, table: str
) -> None:
    column = TEXTS[table][0]
    change(
        some,
        f"INSERT INTO {table}_text (rowid, {column}) VALUES (1, 'intrus')",
    )
    (found,) = verified(run, sound=False)["constats"]
    assert found["controle"] == "texte intégral"
    assert table in found["constat"]
    assert verified(run, "--reparer", sound=True)["reparations"]
    assert query(some, f"SELECT count(*) FROM {table}_text WHERE {table}_text MATCH 'intrus'") == [
        (0,)
    ]


def test_a_broken_index_of_full_text_is_mended(run: Run, some: Path) -> None:
    change(some, "DELETE FROM contact_text_data WHERE id > 10")
    assert {f["controle"] for f in verified(run, sound=False)["constats"]} == {"texte intégral"}
    verified(run, "--reparer", sound=True)
    assert run("chercher", "note", "-f", "json").json


MENDABLE = [
    name
    for name, (_, check) in WRONG.items()
    if check in {"étapes", "clés", "numéros", "schéma"} and name != "a lacking table"
]


@pytest.mark.parametrize("wrong", MENDABLE)
def test_what_is_worked_out_from_the_rest_is_mended_after_a_backup(
    run: Run, some: Path, wrong: str
) -> None:
    """What people wrote is the same before and after; the base as it was is kept."""
    right = content(some)
    change(some, WRONG[wrong][0])
    spoilt = content(some)
    said = verified(run, "--reparer", sound=True)
    assert said["reparations"]
    assert content(Path(said["sauvegarde"])) == spoilt
    now = content(some)
    lookups = {"person_key", "person_unkeyed"}
    assert {t: r for t, r in now.items() if t not in lookups} == {
        t: r for t, r in right.items() if t not in lookups
    }
    verified(run, sound=True)


def test_what_people_wrote_is_never_mended(run: Run, some: Path) -> None:
    """References, days, files without a registrant, the journal: said, and left to people."""
    left = [s for s, check in WRONG.values() if check in {"renvois", "foyers", "dates", "journal"}]
    for statement in left:
        change(some, statement)
    before = content(some)
    assert verified(run, "--reparer", sound=False)["reparations"] == []
    assert content(some) == before


def test_an_index_that_lost_a_row_is_mended(run: Run, some: Path) -> None:
    """The index on e-mails answers to no search for one person: REINDEX makes it whole again."""
    with closing(opened(some, write=True)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = sql || ' WHERE id > 1' "
            "WHERE name = 'ix_person_email_key'"
        )
    with closing(opened(some, write=True)) as connection:
        connection.execute("REINDEX ix_person_email_key")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, ' WHERE id > 1', '') "
            "WHERE name = 'ix_person_email_key'"
        )
    (found,) = verified(run, sound=False)["constats"]
    assert (found["controle"], found["grave"], found["reparable"]) == ("pages", False, True)
    verified(run, "--reparer", sound=True)


def test_flipped_bytes_in_pages_are_found(run: Run, some: Path) -> None:
    """Each page of tables and indices in turn loses its first 16 bytes: none goes unseen."""
    sound, size = some.read_bytes(), int(query(some, "PRAGMA page_size")[0][0])
    pages = len(sound) // size
    chosen = random.Random(5).sample(range(1, pages), 25)  # noqa: S311  pages, not secrets
    free = query(some, "PRAGMA freelist_count")[0][0]
    missed = []
    for page in chosen:
        raw = bytearray(sound)
        raw[page * size : page * size + 16] = bytes(255 - b for b in raw[page * size :][:16])
        some.write_bytes(raw)
        if run("base", "verifier", fails_with=frozenset({0, 1})).code == 0:
            missed.append(page)
    assert len(missed) <= free, missed
    some.write_bytes(sound)
    verified(run, sound=True)


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9])
def test_a_file_that_is_cut_or_too_long_is_found(run: Run, some: Path, cut: float) -> None:
    sound = some.read_bytes()
    some.write_bytes(sound[: int(len(sound) * cut)])
    verified(run, sound=False)
    some.write_bytes(sound + b"\0" * 8192)
    (found,) = verified(run, sound=False)["constats"]
    assert found["controle"] == "fichier"
    assert "-journal" in found["constat"]


def test_a_file_that_does_not_open_is_a_finding_like_another(run: Run, some: Path) -> None:
    some.write_bytes(b"\0" * 4096)
    (found,) = verified(run, sound=False)["constats"]
    assert found["grave"]
    assert "base restaurer" in found["remede"]
    some.write_bytes(b"bonjour, ceci est une lettre" * 400)
    verified(run, sound=False)


def test_the_base_of_another_program_is_not_examined(run: Run, base: Path) -> None:
    with closing(sqlite.connect(str(base))) as connection:
        connection.execute("CREATE TABLE t (x)")
    assert "n’est pas une base" in run("base", "verifier", fails_with=1).err
    assert "n’est pas une base" in run("base", "etat", fails_with=1).err


@posix_only
def test_rights_of_others_are_said_and_taken_away(run: Run, some: Path) -> None:
    made = Path(run("base", "sauvegarder", "-f", "json").json["fichier"])
    for path, mode in ((some, 0o644), (made, 0o640), (made.parent, 0o755)):
        path.chmod(mode)
    assert any(
        "lire la base" in t for t in run("base", "etat", "-f", "json").json["avertissements"]
    )
    (found,) = verified(run, sound=False)["constats"]
    assert found["controle"] == "droits"
    assert verified(run, "--reparer", sound=True)["sauvegarde"] is None
    assert [path.stat().st_mode & 0o777 for path in (some, made, made.parent)] == [
        0o600, 0o600, 0o700,
    ]  # fmt: skip


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_base_that_cannot_be_written_to_is_examined_all_the_same(run: Run, some: Path) -> None:
    some.chmod(0o400)
    said = run("base", "verifier", "-f", "json").json
    assert said["non_faits"] == ["texte intégral"]


def test_every_repair_that_a_finding_names_exists(run: Run, some: Path) -> None:
    for name in MENDABLE:
        change(some, WRONG[name][0])
    found = checks.examine(Store(some)).findings
    assert found
    assert {finding.repair for finding in found} <= {*repairs.REPAIRS, repairs.RIGHTS}
