"""`base verifier` reads the ledger beside the base: it is there, its own, and nobody came back."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from bases import address_of
from builders import a_csv, a_signup, opened
from venez_vivre.privacy.recalled import NAME
from venez_vivre.privacy.replaying import copy_of
from venez_vivre.store import ledger
from venez_vivre.store.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.file
"""Ledgers and backups are files beside a base."""


ANA = {"prenom": "Ana", "nom": "Ruiz", "email": "ana@example.org", "telephone": "0639980010"}
LUC = {"prenom": "Luc", "nom": "Blum", "email": "luc@example.org", "telephone": "0639980011"}


def verified(run: Run, *words: str, sound: bool) -> Any:
    said = run("base", "verifier", *words, "-f", "json", fails_with=0 if sound else 1).json
    assert said["saine"] is sound
    assert NAME in said["controles"]
    assert {one["controle"] for one in said["constats"]} <= {NAME}
    return said


def only(said: Any) -> Any:
    (finding,) = said["constats"]
    return finding


@pytest.fixture
def old(run: Run, base: Path, tmp_path: Path) -> Path:
    """Ana and Luc in the base; a copy of its file made by hand, before anybody is erased."""
    lines = [a_signup(**ANA), a_signup(**LUC)]
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", lines)))
    return shutil.copy(base, tmp_path / "ancienne.db")


@pytest.fixture
def without_ana(run: Run, old: Path) -> Path:
    """The same once Ana was erased; gives the old file."""
    erase(run, "ana@example.org")
    return old


def erase(run: Run, who: str) -> None:
    run("rgpd", "effacer", who, "--motif", "demande", "--confirmer")


def is_there(run: Run, name: str) -> bool:
    return (
        name.casefold()
        in run("--date", "2025-12-31", "foyers", "lister", "-f", "json").out.casefold()
    )


def test_a_base_where_nobody_was_erased_needs_no_ledger(run: Run, base: Path, old: Path) -> None:
    assert not copy_of(base).exists()
    verified(run, sound=True)


def test_a_base_that_keeps_to_its_ledger_is_sound(run: Run, base: Path, without_ana: Path) -> None:
    assert copy_of(base).exists()
    before = base.read_bytes(), copy_of(base).read_bytes()
    verified(run, sound=True)
    assert (base.read_bytes(), copy_of(base).read_bytes()) == before


def test_who_is_put_back_by_hand_is_found_and_the_remedy_erases_again(
    run: Run, base: Path, without_ana: Path
) -> None:
    shutil.copy(without_ana, base)
    finding = only(verified(run, sound=False))
    assert finding["lignes"] == 1
    assert finding["grave"] is True
    assert "La base ignore 1 effacement de son registre" in finding["constat"]
    assert "1 dossier effacé y est de nouveau" in finding["constat"]
    for word in ("Ana", "Ruiz", "example.org"):
        assert word not in str(finding)
    assert is_there(run, "Ruiz")
    saved = run("base", "sauvegarder", "-f", "json").json
    run("base", "restaurer", saved["fichier"], "--oui")
    verified(run, sound=True)
    assert not is_there(run, "RUIZ")
    assert is_there(run, "BLUM")


def test_repairing_puts_nobody_out_of_the_base(run: Run, base: Path, without_ana: Path) -> None:
    """An erasure is for ever: `--reparer` promises to change nothing that somebody wrote."""
    shutil.copy(without_ana, base)
    ledger_before = copy_of(base).read_bytes()
    verified(run, "--reparer", sound=False)
    assert is_there(run, "RUIZ")
    assert copy_of(base).read_bytes() == ledger_before


def test_a_base_put_back_as_it_was_before_they_came_forgot_them_all_the_same(
    run: Run, base: Path, tmp_path: Path
) -> None:
    """Nobody is there again, but an old form would bring them back: the base must know."""
    words = ("--prenom", "Luc", "--nom", "Blum", "--email", "luc@example.org")
    run("foyers", "creer", *words)
    early = shutil.copy(base, tmp_path / "ancienne.db")
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", [a_signup(**ANA)])))
    erase(run, "ana@example.org")
    shutil.copy(early, base)
    finding = only(verified(run, sound=False))
    assert "La base ignore 1 effacement de son registre" in finding["constat"]
    assert "de nouveau" not in finding["constat"]
    assert finding["grave"] is False


def test_who_signed_up_again_is_there_by_right(
    run: Run, base: Path, without_ana: Path, tmp_path: Path
) -> None:
    again = a_csv(tmp_path / "r.csv", [a_signup(**ANA, date_inscription="2025-11-28")])
    run("--date", "2025-11-29", "inscrits", "importer", str(again))
    assert is_there(run, "RUIZ")
    verified(run, sound=True)


def test_a_ledger_that_is_gone_is_written_again(run: Run, base: Path, without_ana: Path) -> None:
    whole = read(copy_of(base))
    copy_of(base).unlink()
    finding = only(verified(run, sound=False))
    assert "n’est plus à côté de la base" in finding["constat"]
    assert (finding["reparable"], finding["grave"]) == (True, False)
    said = verified(run, "--reparer", sound=True)
    assert [one["controle"] for one in said["reparations"]] == [NAME]
    assert read(copy_of(base)) == whole


def test_a_ledger_that_lacks_an_erasure_is_written_again(
    run: Run, base: Path, without_ana: Path, tmp_path: Path
) -> None:
    behind = shutil.copy(copy_of(base), tmp_path / "garde")
    erase(run, "luc@example.org")
    shutil.copy(behind, copy_of(base))
    assert only(verified(run, sound=False))["reparable"] is True
    verified(run, "--reparer", sound=True)
    assert len(read(copy_of(base)).entries) == 2


@pytest.mark.parametrize("spoilt", [b"", b"\0" * 4096, b"bonjour", "cut", "pages", "keys"])
def test_a_ledger_that_cannot_be_read_is_found(
    run: Run, base: Path, without_ana: Path, spoilt: bytes | str
) -> None:
    place = copy_of(base)
    _spoil(place, spoilt)
    finding = only(verified(run, sound=False))
    assert "ne peut pas être lu" in finding["constat"]
    assert finding["reparable"] is False, "what may still be mended by a copy is not overwritten"
    place.unlink()
    verified(run, "--reparer", sound=True)
    assert len(read(place).entries) == 1


def _spoil(place: Path, how: bytes | str) -> None:
    if isinstance(how, bytes):
        place.write_bytes(how)
    elif how == "cut":
        place.write_bytes(place.read_bytes()[:1000])
    elif how == "pages":
        content = bytearray(place.read_bytes())
        content[100:] = b"\xff" * (len(content) - 100)
        place.write_bytes(content)
    else:
        with closing(opened(place, write=True)) as connection:
            connection.execute("UPDATE erasure SET keys = 'pas du JSON'")


def test_a_ledger_of_another_base_is_found(
    run: Run, base: Path, without_ana: Path, tmp_path: Path
) -> None:
    other = tmp_path / "autre.db"
    run("--base", address_of(other), "foyers", "creer", "--prenom", "Zoé", "--nom", "Zola",
        "--email", "zola@example.org")  # fmt: skip
    run("--base", address_of(other), "rgpd", "effacer", "zola@example.org", "--motif", "demande",
        "--confirmer")  # fmt: skip
    shutil.copy(copy_of(other), copy_of(base))
    finding = only(verified(run, sound=False))
    assert "est celui d’une autre base" in finding["constat"]
    copy_of(base).unlink()
    verified(run, "--reparer", sound=True)


def test_a_damaged_base_is_not_compared_with_its_ledger(
    run: Run, base: Path, without_ana: Path
) -> None:
    with base.open("r+b") as file:
        file.truncate(base.stat().st_size - 4096)
    said = run("base", "verifier", "-f", "json", fails_with=1).json
    assert NAME in said["non_faits"]


def read(place: Path) -> ledger.Ledger:
    with closing(opened(place, write=False)) as connection:
        return ledger.read(Reader(connection))
