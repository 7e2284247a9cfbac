"""Bases that cannot be brought, people who must not come back: one sentence, no trace."""

from __future__ import annotations

import json
import shutil
import zlib
from pathlib import Path

import pytest

from builders import WORDS, a_contact, a_csv, a_key_file, a_signup, query
from conftest import Run
from test_migrations import copied
from venez_vivre.store import driver
from venez_vivre.store.base import SCHEMA
from venez_vivre.store.keys import VARIABLE

pytestmark = [pytest.mark.plain, pytest.mark.file]

ANNE = {"prenom": "Anne", "nom": "Morel", "email": "anne@example.org"}


@pytest.fixture
def a(run: Run, tmp_path: Path) -> Path:
    """A base that holds Anne and somebody else."""
    path = tmp_path / "a.db"
    lines = [a_signup(**ANNE), a_signup(nom="Roy")]
    run("--base", str(path), "inscrits", "importer", str(a_csv(tmp_path / "1.csv", lines)))
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where all is brought, not there yet."""
    return tmp_path / "region.db"


def damaged(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096 * 3 : 4096 * 6] = b"\xff" * (4096 * 3)
    path.write_bytes(raw)


def foreign(path: Path) -> None:
    path.unlink()
    connection = driver.sqlite.connect(str(path))
    connection.execute("CREATE TABLE recettes (nom TEXT)")
    connection.commit()
    connection.close()


def newer(path: Path) -> None:
    connection = driver.connect(path, write=True)
    connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    connection.close()


SPOILT = {
    "abîmée": damaged,
    "n’est pas une base de venez-vivre": lambda path: path.write_text("bonjour " * 2000),
    "pas une base de venez-vivre": foreign,
    "version plus récente": newer,
    "n’existe pas": Path.unlink,
    "abîmée.": lambda path: path.write_bytes(path.read_bytes()[:9000]),
}


@pytest.mark.parametrize("said", SPOILT)
def test_a_base_that_cannot_be_read_is_one_sentence_and_nothing_is_written(
    run: Run, a: Path, target: Path, tmp_path: Path, said: str
) -> None:
    other = tmp_path / "b.db"
    shutil.copy(a, other)
    SPOILT[said](other)
    err = run(
        "base", "reunir", str(a), str(other), "--vers", str(target), fails_with=frozenset({1, 3})
    ).err
    assert said.rstrip(".") in err
    assert str(other) in err
    assert "Rien n’a été enregistré." in err
    assert not target.exists()


def test_the_target_is_not_one_of_those_that_are_brought(run: Run, a: Path) -> None:
    err = run("base", "reunir", str(a), "--vers", str(a), fails_with=1).err
    assert "nommez les autres" in err


def test_a_base_of_another_key_is_refused(
    run: Run, a: Path, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(a_key_file(tmp_path / "cle.txt")))
    run("--base", str(a), "base", "chiffrer")
    monkeypatch.setenv(
        VARIABLE, str(a_key_file(tmp_path / "autre.txt", "une autre phrase à taper"))
    )
    err = run("base", "reunir", str(a), "--vers", str(target), fails_with=12).err
    assert "La clé n’ouvre pas" in err
    assert WORDS not in err
    assert not target.exists()


def test_encrypted_bases_are_brought_into_one_that_is_encrypted_too(
    run: Run, a: Path, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(a_key_file(tmp_path / "cle.txt")))
    run("--base", str(a), "base", "chiffrer")
    raw = a.read_bytes()
    run("base", "reunir", str(a), "--vers", str(target))
    assert not target.read_bytes().startswith(b"SQLite format")
    assert query(target, "SELECT count(*) FROM household") == [(2,)]
    assert a.read_bytes() == raw


@pytest.mark.parametrize("schema", [SCHEMA - 1, 4, 1])
def test_an_older_base_is_brought_from_a_copy_and_known_again(
    run: Run, a: Path, target: Path, tmp_path: Path, schema: int
) -> None:
    old = tmp_path / "ancienne.db"
    copied(a, old, schema)
    raw = old.read_bytes()
    run("base", "reunir", str(old), "--vers", str(target))
    assert old.read_bytes() == raw
    assert query(target, "SELECT count(*) FROM household") == [(2,)]
    said = run("base", "reunir", str(old), "--vers", str(target), "-f", "json").json
    assert (said["bases"][0]["etat"], said["bases"][0]["recus"]) == ("connue", 0)


def erased(run: Run, path: Path) -> None:
    words = ("rgpd", "effacer", "morel", "--motif", "demande", "--confirmer")
    run("--base", str(path), *words)


def people(base: Path) -> list[tuple[str]]:
    sql = "SELECT last_name FROM person WHERE last_name IS NOT NULL ORDER BY last_name"
    return [(str(name).upper(),) for (name,) in query(base, sql)]


def test_who_was_erased_in_one_base_comes_back_through_no_other(
    run: Run, a: Path, target: Path, tmp_path: Path
) -> None:
    b = tmp_path / "b.db"
    run(
        "--base", str(b), "inscrits", "importer", str(a_csv(tmp_path / "2.csv", [a_signup(**ANNE)]))
    )
    erased(run, a)
    for order in ((a, b), (b, a)):
        target.unlink(missing_ok=True)
        said = run("base", "reunir", *map(str, order), "--vers", str(target), "-f", "json").json
        assert people(target) == [("ROY",)]
        assert sum(one["refuses"] for one in said["bases"]) == 1
        funnel = run("--base", str(target), "entonnoir", "-f", "json").json
        assert funnel == run("--base", str(a), "entonnoir", "-f", "json").json, "counted once still"
    run("base", "reunir", str(b), "--vers", str(target))
    assert people(target) == [("ROY",)], "nor the next month, alone"


@pytest.mark.parametrize("alone", [True, False])
def test_who_is_erased_afterwards_is_erased_here_too(
    run: Run, a: Path, target: Path, tmp_path: Path, *, alone: bool
) -> None:
    b = tmp_path / "b.db"
    run(
        "--base", str(b), "inscrits", "importer", str(a_csv(tmp_path / "2.csv", [a_signup(**ANNE)]))
    )
    others = () if alone else (str(b),)
    run("base", "reunir", str(a), *others, "--vers", str(target))
    erased(run, a)
    said = run("base", "reunir", str(a), *others, "--vers", str(target), "-f", "json").json
    assert said["effaces"] == 1
    assert people(target) == [("ROY",)]
    assert b"anne@example.org" not in target.read_bytes()
    again = run("base", "reunir", str(a), *others, "--vers", str(target), "-f", "json").json
    assert again["effaces"] == 0
    assert run("--base", str(target), "base", "verifier", "-f", "json").json["saine"]


def test_who_signed_up_again_after_an_erasure_is_there_by_right(
    run: Run, a: Path, target: Path, tmp_path: Path
) -> None:
    b = tmp_path / "b.db"
    erased(run, a)
    later = a_signup(**ANNE, date_inscription="2025-12-03")
    run("--base", str(b), "--date", "2025-12-04", "inscrits", "importer",
        str(a_csv(tmp_path / "2.csv", [later])))  # fmt: skip
    run("--date", "2025-12-05", "base", "reunir", str(a), str(b), "--vers", str(target))
    assert people(target) == [("MOREL",), ("ROY",)]


def test_a_limited_file_stays_as_it_is_and_an_opposition_holds_everywhere(
    run: Run, a: Path, target: Path, tmp_path: Path
) -> None:
    b = tmp_path / "b.db"
    run(
        "--base", str(b), "inscrits", "importer", str(a_csv(tmp_path / "2.csv", [a_signup(**ANNE)]))
    )
    run("--base", str(b), "rgpd", "opposition", "morel", "--motif", "refuse")
    run("base", "reunir", str(a), str(b), "--vers", str(target))
    sql = "SELECT opposed_on FROM household WHERE opposed_on IS NOT NULL"
    assert query(target, sql) == [("2025-11-27",)]
    run("--base", str(target), "rgpd", "limiter", "roy", "--motif", "conteste")
    run("--base", str(a), "foyers", "modifier", "roy", "--commune", "Nevers")
    said = run("base", "reunir", str(a), "--vers", str(target), "-f", "json", fails_with=5).json
    assert {one["motif"] for one in said["conflits"]} == {"dossier limité ici"}
    assert query(target, "SELECT count(*) FROM household WHERE commune = 'Nevers'") == [(0,)]


def test_what_two_bases_noted_alike_of_one_household_is_noted_once(
    run: Run, a: Path, target: Path, tmp_path: Path
) -> None:
    b = tmp_path / "b.db"
    run(
        "--base", str(b), "inscrits", "importer", str(a_csv(tmp_path / "2.csv", [a_signup(**ANNE)]))
    )
    for path in (a, b):
        file = a_csv(tmp_path / "3.csv", [a_contact("anne@example.org")])
        run("--base", str(path), "contacts", "importer", str(file))
    run("--base", str(b), "contacts", "noter", "morel", "-r", "joint", "Autre échange")
    run("base", "reunir", str(a), str(b), "--vers", str(target))
    assert query(target, "SELECT count(*) FROM contact") == [(2,)]


def test_nothing_is_left_of_what_an_erased_file_said_even_once_undone_and_redone(
    run: Run, a: Path, target: Path
) -> None:
    run("base", "reunir", str(a), "--vers", str(target))
    for words in (("annuler",), ("refaire",)):
        run("--base", str(target), *words)
    erased(run, target)
    sql = "SELECT table_name, row_id FROM merged_row WHERE fingerprint = '' ORDER BY id"
    gone = set(query(target, sql))
    assert {"household", "person", "signup"} <= {table for table, _ in gone}
    blocks = query(target, "SELECT payload FROM journal_block WHERE table_name = 'merged_row'")
    held = [
        image
        for (payload,) in blocks
        if payload
        for change in json.loads(zlib.decompress(payload))
        for image in change[1:]
        if image and (image["table_name"], image["row_id"]) in gone
    ]
    assert [image for image in held if image["fingerprint"]] == []


def test_a_base_that_a_crash_left_by_half_is_read_from_a_copy(
    run: Run, a: Path, target: Path
) -> None:
    journal = a.with_name("a.db-journal")
    journal.write_bytes(b"")
    raw = a.read_bytes()
    run("base", "reunir", str(a), "--vers", str(target))
    assert (a.read_bytes(), journal.exists()) == (raw, True)
    assert query(target, "SELECT count(*) FROM household") == [(2,)]
