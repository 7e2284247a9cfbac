"""`base transferer`: everything comes along, compared row by row, and nothing is final at once."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from builders import a_key_file
from carried import DOCUMENTS, a_full_base, asked, carried, copied, did, held, moved
from small_bases import change, content
from venez_vivre.privacy.replaying import copy_of
from venez_vivre.store import cipher
from venez_vivre.store.addresses import store_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from served import Server

pytestmark = pytest.mark.file
"""What these tests carry is a base in a file."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, encrypted: Path | None) -> Path:
    """A base that holds something of everything; tests take a copy of it."""
    return a_full_base(tmp_path_factory.mktemp("pleine"))


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine keeps for a served base stays in the folder of the test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "donnees"))


@pytest.fixture
def source(full: Path, tmp_path: Path) -> Path:
    """That base, for one test."""
    return copied(full, tmp_path / "source")


@pytest.fixture
def served(server: Server) -> Iterator[str]:
    """The address of an empty base, prepared, on a real server."""
    database = server.new()
    yield server.url(database)
    server.drop(database)


@pytest.fixture
def bare(server: Server) -> Iterator[str]:
    """The address of a base of a server that nobody prepared."""
    server.drop("venez_vivre_nu")
    server.run("CREATE DATABASE venez_vivre_nu")
    yield server.url("venez_vivre_nu")
    server.drop("venez_vivre_nu")


def test_a_file_carried_to_a_server_holds_the_same_and_answers_the_same(
    full: Path, source: Path, served: str, tmp_path: Path
) -> None:
    """Rows, numbers to come, ledger; lists, reports, searches; then undo, redo and a new file."""
    before = held(source)
    witness = copied(full, tmp_path / "temoin")
    said = carried(source, served)
    assert held(served) == before
    assert said["lignes"] == sum(len(rows) for name, rows in before.items() if name != "numéros")
    assert {one["table"] for one in said["tables"]} == {
        name for name, rows in before.items() if rows and name != "numéros"
    }
    for words in DOCUMENTS:
        there, here = (did(base, *words, "-f", "json").out for base in (served, witness))
        if words == ("rgpd", "registre"):  # what protects a server is not what protects a file
            kept, other = json.loads(there), json.loads(here)
            assert kept.pop("securite") != other.pop("securite")
            assert kept == other
        else:
            assert there == here, words
    for words in (("annuler",), ("annuler", "2"), ("refaire",), ("foyers", "creer", "--prenom",
                  "Zoé", "--nom", "Nouvelle", "--email", "zoe@example.org")):  # fmt: skip
        assert did(served, *words).out == did(witness, *words).out
    assert did(served, "foyers", "lister", "-n", "999", "-f", "json").out == (
        did(witness, "foyers", "lister", "-n", "999", "-f", "json").out
    )
    kept = store_at(served, announce=print, ask=None).path
    assert content(copy_of(kept)) == content(copy_of(witness))


def test_there_and_back_is_the_same_base_in_a_sound_file(
    source: Path, served: str, tmp_path: Path
) -> None:
    before = held(source)
    carried(source, served)
    back = tmp_path / "retour.db"
    carried(served, back)
    assert held(back) == before
    assert did(back, "base", "verifier").code == 0
    said = asked(served, "foyers", "lister")
    assert said.code == 1
    assert f"a été transférée vers {back}" in said.err


def test_an_encrypted_file_is_carried_to_one_that_is_encrypted_from_its_first_byte(
    source: Path, served: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And from there to a server and back, into a file that was encrypted beforehand."""
    monkeypatch.setenv("VENEZ_VIVRE_CLE_FICHIER", str(a_key_file(tmp_path / "cle.txt")))
    if cipher.salt_of(source) is None:
        did(source, "base", "chiffrer")
    before = held(source)
    there, back = tmp_path / "chiffree.db", tmp_path / "retour.db"
    carried(source, there)
    assert cipher.salt_of(there) is not None
    assert held(there) == before
    carried(there, served)
    did(back, "base", "chiffrer")
    carried(served, back)
    assert cipher.salt_of(back) is not None
    assert held(back) == before
    assert did(back, "base", "verifier").code == 0


ORDINARY = (
    ("foyers", "lister"), ("entonnoir",), ("annuler",), ("agents", "ajouter", "--nom", "Ida"),
    ("rapport", "hebdo"), ("base", "etat"), ("base", "sauvegarder"), ("base", "verifier"),
    ("base", "chiffrer"), ("base", "sql", "SELECT 1"),
)  # fmt: skip
"""Commands of every kind: those of `base` are for a file."""


@pytest.mark.parametrize("engine", ["fichier", "serveur"])
def test_until_it_is_confirmed_the_source_is_the_base_and_the_copy_opens_to_nobody(
    source: Path, tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    on_server = engine == "serveur"
    target = request.getfixturevalue("served") if on_server else str(tmp_path / "copie.db")
    before = held(source)
    assert moved(source, target).code == 0
    copy = held(target)
    for words in ORDINARY:
        refused = asked(target, *words)
        assert refused.code == 1, words
        if not (on_server and words[0] == "base"):
            assert "attend d’être confirmée" in refused.err, words
            assert "--confirmer` l’ouvre" in refused.err
    assert held(target) == copy
    assert did(source, "entonnoir").code == 0
    assert moved(source, target, "--annuler").code == 0
    assert held(source) == before


def test_a_copy_taken_back_leaves_a_server_as_it_was_and_no_file(
    source: Path, served: str, tmp_path: Path
) -> None:
    there = tmp_path / "copie.db"
    moved(source, there)
    said = moved(source, there, "--annuler")
    assert (said.code, there.exists()) == (0, False)
    assert "reste la base de travail" in said.out
    mark = held(served)["base_mark"]
    moved(source, served)
    moved(source, served, "--annuler")
    empty = held(served)
    assert [name for name, rows in empty.items() if rows] == ["base_mark", "numéros"]
    assert (empty["numéros"], len(empty["base_mark"])) == ([("base_mark", 1)], 1)
    assert empty["base_mark"] != mark, "an emptied base is no copy of what it was"
    assert did(served, "foyers", "lister", "-f", "json").out == "[]\n"
    assert moved(source, served, "--annuler").code == 1, "there is nothing left to take back"


def test_a_server_that_nobody_prepared_is_prepared_on_the_way(source: Path, bare: str) -> None:
    before = held(source)
    carried(source, bare)
    assert held(bare) == before


def test_an_empty_file_that_was_there_is_filled_and_is_empty_again_when_it_is_taken_back(
    source: Path, tmp_path: Path
) -> None:
    there = tmp_path / "vide.db"
    did(there, "foyers", "lister")
    moved(source, there)
    moved(source, there, "--annuler")
    assert did(there, "foyers", "lister", "-f", "json").out == "[]\n"


@pytest.mark.parametrize("engine", ["fichier", "serveur"])
def test_a_confirmed_transfer_is_taken_back_until_something_is_written(
    source: Path, tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    """Reading changes nothing; writing does, and then the way back is another transfer."""
    served = engine == "serveur"
    target = request.getfixturevalue("served") if served else str(tmp_path / "copie.db")
    before = held(source)
    carried(source, target)
    assert "a été transférée vers" in asked(source, "entonnoir").err
    did(target, "foyers", "lister")
    assert "est de nouveau la base de travail" in moved(source, target, "--annuler").out
    assert held(source) == before
    assert did(source, "entonnoir").code == 0
    carried(source, target)
    did(target, "agents", "ajouter", "--nom", "Ida Neuve")
    refused = moved(source, target, "--annuler")
    assert refused.code == 1
    assert "On a écrit dans" in refused.err
    assert "NOUVELLE" in refused.err
    assert asked(source, "entonnoir").code == 1, "still one base at work: the target"
    did(target, "annuler")
    assert moved(source, target, "--annuler").code == 1, "what was undone was written too"
    assert did(target, "entonnoir").code == 0


def test_a_confirmed_target_that_is_lost_gives_its_source_back_only_when_told(
    source: Path, tmp_path: Path
) -> None:
    there = tmp_path / "copie.db"
    carried(source, there)
    there.unlink()
    refused = moved(source, there, "--annuler")
    assert (refused.code, "ajoutez --oui" in refused.err) == (1, True)
    assert moved(source, there, "--annuler", "--oui").code == 0
    assert did(source, "entonnoir").code == 0


def test_what_was_compared_fits_a_narrow_terminal_and_every_table_has_a_name(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    said = moved(source, tmp_path / "copie.db").out
    listed = [line for line in said.splitlines() if line.startswith(" ")]
    assert max(map(len, listed)) <= 60
    assert any("Dossier et projet" in line and "295" in line for line in listed)
    assert not [line for line in listed if "_" in line], "tables are called as people call them"


def test_the_same_confirmation_twice_says_that_it_was_done(source: Path, tmp_path: Path) -> None:
    there = tmp_path / "copie.db"
    carried(source, there)
    before = held(there)
    assert "déjà confirmé" in moved(source, there, "--confirmer").out
    assert held(there) == before


TAMPERED = {
    "une valeur": (
        "UPDATE person SET phone = '0639980000' WHERE id = 3", "La ligne 3 de « person »",
    ),
    "une ligne de moins": ("DELETE FROM signup WHERE id = 5", "La ligne 5 de « signup » manque"),
    "une ligne de plus": (
        "INSERT INTO setting (id, name, value) VALUES (99, 'silence_bis', '3')",
        "1 ligne(s) de trop dans « setting »",
    ),
    "le journal": (
        "UPDATE journal_block SET payload = x'00' WHERE id = 2", "La ligne 2 de « journal_block »",
    ),
    "un numéro à venir": (
        "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'household'", "numéros à venir",
    ),
}  # fmt: skip
"""What somebody may do to a copy behind the back of the program, and what is said of it."""


@pytest.mark.parametrize("what", TAMPERED)
def test_a_tampered_copy_is_seen_and_never_opened(source: Path, tmp_path: Path, what: str) -> None:
    """No value of the row is said; the source is the base, and a new copy is made."""
    statement, said = TAMPERED[what]
    there = tmp_path / "copie.db"
    moved(source, there)
    change(there, statement)
    refused = moved(source, there, "--confirmer")
    assert refused.code == 1
    assert said in refused.err
    assert "--annuler" in refused.err
    assert "0639980000" not in refused.err
    assert did(source, "entonnoir").code == 0
    assert asked(there, "entonnoir").code == 1
    moved(source, there, "--annuler")
    carried(source, there)


def test_a_row_tampered_with_on_a_server_is_seen(source: Path, served: str, server: Server) -> None:
    moved(source, served)
    database = served.rpartition("/")[2].partition("?")[0]
    server.run("UPDATE venez_vivre.contact SET summary = 'x' WHERE id = 1", database=database)
    refused = moved(source, served, "--confirmer")
    assert (refused.code, "La ligne 1 de « contact »" in refused.err) == (1, True)
    again = moved(source, served)
    assert (again.code, "La ligne 1 de « contact »" in again.err) == (1, True)


def test_a_source_that_changed_since_its_copy_is_not_confirmed_and_is_copied_anew(
    source: Path, served: str, tmp_path: Path
) -> None:
    for number, target in enumerate((str(tmp_path / "copie.db"), served)):
        moved(source, target)
        did(source, "agents", "ajouter", "--nom", f"Ida Neuve {'AB'[number]}")
        refused = moved(source, target, "--confirmer")
        assert refused.code == 1
        assert "On a écrit dans" in refused.err
        again = json.loads(moved(source, target, "-f", "json").out)
        assert again["recommence"] is True
        settled = held(source)
        if number == 0:
            assert {k: v for k, v in held(target).items() if k != "transfer_mark"} == settled
            moved(source, target, "--annuler")
    carried(source, target)
    assert held(served) == settled


def test_a_copy_that_is_whole_is_only_compared_when_it_is_asked_for_again(
    source: Path, tmp_path: Path
) -> None:
    moved(source, tmp_path / "copie.db")
    again = json.loads(moved(source, tmp_path / "copie.db", "-f", "json").out)
    assert again["recommence"] is False
    brought = {one["table"]: one["copiees"] for one in again["tables"] if one["copiees"]}
    assert set(brought) <= {"person_unkeyed"}
    assert again["lignes"] > 1000


def test_what_cannot_be_carried_is_said_and_nothing_is_written(
    source: Path, served: str, tmp_path: Path
) -> None:
    other, old = tmp_path / "autre.db", tmp_path / "ancienne.db"
    did(other, "agents", "ajouter", "--nom", "Ida Neuve")
    shutil.copy(source, old)
    change(old, "PRAGMA user_version=8")
    (tmp_path / "note.txt").write_text("bonjour")
    before = {base: content(base) for base in (source, other, old)}
    for words, code, said in (
        ((tmp_path / "rien.db", tmp_path / "x.db"), 3, "n’existe pas"),
        ((source, source), 1, "la même base"),
        ((source, other), 1, "contient déjà des données"),
        ((old, tmp_path / "x.db"), 1, "base migrer"),
        ((served, tmp_path / "note.txt"), 1, "pas une base"),
        ((source, tmp_path / "x.db", "--confirmer"), 3, "Il n’y a pas de base"),
        ((source, other, "--confirmer"), 1, "n’est pas une copie"),
        ((source, other, "--annuler"), 1, "n’est pas une copie"),
        ((tmp_path / "rien.db", other, "--annuler"), 3, "n’a pas été ôtée"),
        ((source, other, "--annuler", "--confirmer"), 2, "disent le contraire"),
    ):
        refused = moved(*words)
        assert (refused.code, said in refused.err) == (code, True), refused.err
    assert not (tmp_path / "x.db").exists()
    assert {base: content(base) for base in before} == before


def test_a_base_that_was_carried_away_is_neither_carried_again_nor_restored(
    source: Path, tmp_path: Path
) -> None:
    """Nor brought into another one: each gesture says where the base is now."""
    did(source, "base", "sauvegarder")
    carried(source, tmp_path / "la.db")
    (kept,) = source.with_name("sauvegardes").glob("*.db")
    for words in (
        ("base", "transferer", str(source), str(tmp_path / "x.db")),
        ("base", "transferer", str(tmp_path / "la.db"), str(source)),
        ("base", "restaurer", str(kept), "--oui"),
        ("base", "verifier"),
        ("base", "reunir", str(source), "--vers", str(tmp_path / "region.db")),
    ):
        refused = asked(source, *words)
        assert refused.code == 1, words
        assert "a été transférée vers" in refused.err, words


def test_a_source_whose_ledger_says_more_than_it_does_is_not_carried(
    source: Path, tmp_path: Path
) -> None:
    """Who was erased would come back where that ledger is not."""
    older = tmp_path / "avant.db"
    shutil.copy(source, older)
    found = json.loads(did(source, "foyers", "lister", "-n", "1", "-f", "json").out)
    did(source, "rgpd", "effacer", found[0]["reference"], "--motif", "demande", "--confirmer")
    shutil.copy(older, source)
    refused = moved(source, tmp_path / "la.db")
    assert (refused.code, "registre des effacements" in refused.err) == (1, True)
    assert not (tmp_path / "la.db").exists()
