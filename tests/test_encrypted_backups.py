"""Backups of an encrypted base are encrypted; any backup comes back into any base."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import a_csv, a_key_file, a_signup, query, tables
from conftest import Run
from venez_vivre.store import cipher, driver
from venez_vivre.store.keys import VARIABLE

pytestmark = [
    pytest.mark.file,
    pytest.mark.plain,
    pytest.mark.skipif(not driver.ENCRYPTS, reason="no wheel of sqlcipher3 here"),
]

OTHER = "quatre autres mots longs"
BESIDES = ("operation", "journal_block", "setting")


@pytest.fixture(autouse=True)
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    path = a_key_file(tmp_path / "cle.txt")
    monkeypatch.setenv(VARIABLE, str(path))
    return path


@pytest.fixture
def people(run: Run, tmp_path: Path) -> None:
    """Three households in a base in clear."""
    file = a_csv(tmp_path / "f.csv", [a_signup(nom=nom) for nom in ("Roy", "Blum", "Noir")])
    run("inscrits", "importer", str(file))


def saved(run: Run, tmp_path: Path) -> Path:
    """The file of a new backup, made in another folder; the people then lose a name."""
    path = tmp_path / "usb" / "copie.db"
    path.parent.mkdir(exist_ok=True)
    run("base", "sauvegarder", "--vers", str(path))
    run("foyers", "modifier", "roy", "--projet", "changé depuis")
    return path


@pytest.mark.parametrize("then", ["chiffree", "claire"])
@pytest.mark.parametrize("first", ["chiffree", "claire"])
def test_a_backup_comes_back_into_a_base_that_is_as_it_is_now(
    run: Run, base: Path, people: None, tmp_path: Path, first: str, then: str
) -> None:
    """Encrypted or not when it was made, encrypted or not now: its rows, the base’s own way."""
    if first == "chiffree":
        run("base", "chiffrer")
    before = tables(base, besides=BESIDES)
    backup = saved(run, tmp_path)
    assert (cipher.salt_of(backup) is not None) == (first == "chiffree")
    assert cipher.salt_of(backup) == cipher.salt_of(base)
    if then != first:
        run("base", "chiffrer" if then == "chiffree" else "dechiffrer")
    assert tables(base, besides=BESIDES) != before
    run("base", "restaurer", str(backup), "--oui")
    assert (cipher.salt_of(base) is not None) == (then == "chiffree")
    assert tables(base, besides=BESIDES) == before
    assert query(base, "PRAGMA integrity_check") == [("ok",)]
    run("base", "verifier")
    assert not list(tmp_path.glob(".*.db*"))


def test_an_encrypted_backup_makes_an_encrypted_base(
    run: Run, base: Path, people: None, tmp_path: Path
) -> None:
    """Where there is no base any more, what comes back is not put in clear."""
    run("base", "chiffrer")
    before = tables(base, besides=BESIDES)
    backup = saved(run, tmp_path)
    base.unlink()
    run("base", "restaurer", str(backup), "--oui")
    assert cipher.salt_of(base) == cipher.salt_of(backup)
    assert tables(base, besides=BESIDES) == before


def test_a_backup_under_an_older_key_is_refused_with_the_new_one(
    run: Run, base: Path, people: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("base", "chiffrer")
    backup = saved(run, tmp_path)
    new = a_key_file(tmp_path / "nouvelle.txt", OTHER)
    assert "copie.db" in run("base", "changer-cle", "--nouvelle", str(new)).out
    monkeypatch.setenv(VARIABLE, str(new))
    before = tables(base)
    assert "La clé n’ouvre pas" in run("base", "restaurer", str(backup), "--oui", fails_with=12).err
    assert tables(base) == before


def test_backups_that_are_encrypted_afterwards_are_still_known(
    run: Run, base: Path, people: None, tmp_path: Path
) -> None:
    """Those of the usual folder and those elsewhere: listed, rotated, restored as before."""
    backup = saved(run, tmp_path)
    run("base", "sauvegarder")
    (usual,) = (tmp_path / "sauvegardes").glob("base-*.db")
    known = run("base", "etat", "-f", "json").json
    done = run("base", "chiffrer", "--sauvegardes", "-f", "json").json
    assert sorted(done["copies_chiffrees"]) == sorted([str(backup), str(usual)])
    assert cipher.salt_of(backup) == cipher.salt_of(usual) == cipher.salt_of(base)
    now = run("base", "etat", "-f", "json").json
    changing = {"taille", "chiffree", "octets"}
    assert {k: v for k, v in now.items() if k not in changing} == {
        k: v for k, v in known.items() if k not in changing
    }
    run("base", "sauvegarder", "--garder", "1")
    assert not usual.exists()
    run("base", "restaurer", str(backup), "--oui")
