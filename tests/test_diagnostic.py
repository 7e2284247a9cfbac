"""`diagnostic` tells versions and counts, never a person, a text, or a path."""

from __future__ import annotations

import getpass
import json
import os
import re
from typing import TYPE_CHECKING

import pytest

from bases import SERVED, address_of
from builders import a_csv, a_key_file, a_signup, query
from small_bases import change
from venez_vivre.store.base import SCHEMA
from venez_vivre.store.driver import ENCRYPTS, sqlite
from venez_vivre.store.keys import VARIABLE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

SECRETS = ("Zéphyrine", "Quintefeuille", "zephyrine", "0639980777", "39 98 07 77", "Azertopolis",
           "projet secret", "Fontenelle")  # fmt: skip


@pytest.fixture
def some(run: Run, base: Path, tmp_path: Path) -> Path:
    """People, an officer and an offer with names that nothing else says."""
    form = a_signup(
        prenom="Zéphyrine", nom="Quintefeuille", email="zephyrine@example.org",
        telephone="0639980777", commune="Azertopolis", message="projet secret",
    )  # fmt: skip
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", [form])))
    run(
        "--agent",
        "Odile Fontenelle",
        "contacts",
        "noter",
        "zephyrine",
        "projet secret",
        "-r",
        "joint",
    )
    return base


@pytest.mark.file
def test_versions_counts_and_health_are_there(run: Run, some: Path) -> None:
    said = run("diagnostic", "-f", "json").json
    assert said["versions"]["sqlite"] == sqlite.sqlite_version
    assert {"venez-vivre", "python", "systeme", "pilote", "sqlalchemy"} <= said["versions"].keys()
    assert said["base"]["lignes"]["household"] == 1
    assert said["base"]["schema"] == SCHEMA
    assert said["base"]["octets"] == some.stat().st_size
    assert said["verification"]["constats"] == []
    assert "Versions" in run("diagnostic").out
    change(some, "UPDATE household SET stage = 'installe'")
    found = run("diagnostic", "-f", "json").json["verification"]["constats"]
    assert [one["controle"] for one in found] == ["étapes"]


def test_of_a_served_base_the_place_and_the_rows_are_told(run: Run, some: Path) -> None:
    base = run("diagnostic", "-f", "json").json["base"]
    assert (base["etat"], base["schema"]) == ("lisible", SCHEMA)
    assert base["emplacement"] == ("serveur" if SERVED else "local")
    assert (base["lignes"]["household"], base["lignes"]["contact"]) == (1, 1)
    assert base["octets"] > 100_000
    assert "counter" not in base["lignes"]
    elsewhere = "postgresql://qui@/zqbase?host=/zqnulle-part"
    said = run("--base", elsewhere, "diagnostic", "-f", "json")
    assert said.json["base"]["etat"] == "illisible"
    assert said.json["base"]["raison"].startswith("serveur : il ne répond pas")
    assert "zq" not in said.out


def everything(run: Run) -> str:
    return "\n".join(run("diagnostic", "-f", form).out for form in ("table", "json", "md", "csv"))


@pytest.mark.file
def test_no_person_no_text_and_no_path_is_in_it(run: Run, some: Path, tmp_path: Path) -> None:
    """Sound, damaged, foreign, missing, beside a backup: whatever the state of the base."""
    states = [everything(run)]
    run("base", "sauvegarder")
    states.append(everything(run))
    change(some, "UPDATE contact SET household_id = 99", "DROP TABLE breach")
    states.append(everything(run))
    sound = some.read_bytes()
    some.write_bytes(sound[:5000])
    states.append(everything(run))
    some.write_bytes(b"bonjour Quintefeuille" * 300)
    states.append(everything(run))
    some.unlink()
    states.append(everything(run))
    there = [str(tmp_path), tmp_path.name, some.name, "sauvegardes/", *SECRETS]
    for said in states:
        for secret in there:
            assert secret not in said, secret
        assert not re.search(r"(?<![\w.])/(home|root|tmp|Users|var)\b", said)
        assert not re.search(r"[\w.]+@[\w.]+", said)
    assert getpass.getuser() not in json.dumps(run("diagnostic", "-f", "json").json["base"])


def test_each_value_that_a_person_wrote_stays_out(run: Run, some: Path) -> None:
    """No text of the base longer than three letters comes out, but the names of codes."""
    said = everything(run)
    texts = {
        value
        for table in ("person", "household", "signup", "contact", "operation", "import_run")
        for row in query(some, f"SELECT * FROM {table}")
        for value in row
        if isinstance(value, str) and len(value) > 3
    }
    codes = {"inscrits", "contacts", "commande", "contact", "signup", "utf-8"}
    assert {text for text in texts - codes if text in said} == set()


@pytest.mark.file
def test_a_share_is_called_a_share_and_not_by_its_name(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "OneDrive - Mairie de Zéphyrine" / "base.db"
    run("--base", address_of(path), "foyers", "lister")
    said = run("--base", address_of(path), "diagnostic", "-f", "json")
    assert said.json["base"]["emplacement"] == "synchronise"
    assert "Zéphyrine" not in said.out
    assert "Mairie" not in said.out


@pytest.mark.file
@pytest.mark.plain
def test_a_missing_base_is_not_made(run: Run, base: Path) -> None:
    assert run("diagnostic", "-f", "json").json["base"]["etat"] == "absente"
    assert not base.exists()


@pytest.mark.file
def test_the_reason_why_a_base_cannot_be_read_is_told(run: Run, some: Path) -> None:
    """By kind: another file, another program, another version, pages that are damaged."""

    def told() -> tuple[str, str]:
        said = run("diagnostic", "-f", "json").json["base"]
        return said["etat"], said["raison"]

    change(some, f"PRAGMA user_version = {SCHEMA + 1}")
    assert told() == ("illisible", "base d’une version plus récente du programme")
    change(some, "PRAGMA application_id = 1")
    assert told() == ("illisible", "pas une base de venez-vivre")
    some.write_bytes(b"SQLite format 3\0" + b"\x10" * 9000)
    assert told() == ("illisible", "base abîmée")
    some.write_text("prenom;nom\nAna;Bel\n")
    assert told() == ("illisible", "pas une base de venez-vivre")
    assert "pas une base" in run("diagnostic").out


@pytest.mark.file
@pytest.mark.plain
@pytest.mark.skipif(not ENCRYPTS, reason="no wheel of sqlcipher3 here")
def test_a_missing_key_is_the_reason(
    run: Run, some: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(a_key_file(tmp_path / "cle.txt")))
    run("base", "chiffrer")
    monkeypatch.delenv(VARIABLE)
    said = run("diagnostic", "-f", "json").json["base"]
    assert said == {"etat": "illisible", "raison": "clé manquante ou fausse"}
    assert VARIABLE not in run("diagnostic").out


@pytest.mark.file
@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read anything")
def test_rights_are_the_reason(run: Run, some: Path) -> None:
    some.chmod(0)
    assert run("diagnostic", "-f", "json").json["base"]["raison"].startswith("droits")
