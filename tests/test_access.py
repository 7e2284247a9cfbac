"""A copy of one's data shows all that is held, present or past, and nothing of anybody else."""

from __future__ import annotations

import json
import stat
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import canaries
from bases import store_of
from builders import a_csv, a_signup, query, written
from venez_vivre.casework.finding import find_household
from venez_vivre.privacy.access import access
from venez_vivre.privacy.masking import MASK
from venez_vivre.screens.privacy_labels import TABLES, called
from venez_vivre.store.personal import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Said

COUPLE = {
    "prenom": "Claire", "nom": "Roy", "email": "claire.roy@example.org",
    "telephone": "0639980101", "annee_naissance": "1985", "metier": "boulangère",
    "prenom_conjoint": "Ali", "nom_conjoint": "Benali", "email_conjoint": "ali.b@example.org",
    "telephone_conjoint": "0639980102", "metier_conjoint": "soudeur", "message": "On arrive",
    "adultes": "2", "enfants": "1", "naissances_enfants": "2016",
}  # fmt: skip
OF_ALI = ("Benali", "ali.b@example.org", "39980102", "0639980102", "06 39 98 01 02", "soudeur")


def copied(run: Run, *words: str) -> Any:
    return run("rgpd", "acces", *words, "-f", "json").json


def values(copy: Any, table: str, column: str) -> list[Any]:
    return [
        one["valeur"]
        for row in copy["donnees"]
        if row["table"] == table
        for one in row["valeurs"]
        if one["colonne"] == column
    ]


def old(copy: Any, table: str, column: str) -> list[dict[str, Any]]:
    return [
        one
        for row in copy["donnees"]
        if row["table"] == table
        for one in row["anciennes"]
        if one["colonne"] == column
    ]


def theirs(copy: Any, *tables: str) -> str:
    """All that a copy says but for the forms, which hold what the registrant typed."""
    return json.dumps(
        [row for row in copy["donnees"] if row["table"] not in tables], ensure_ascii=False
    )


@pytest.fixture
def couple(run: Run, tmp_path: Path) -> str:
    """Claire and Ali, their child, one file."""
    run("inscrits", "importer", str(a_csv(tmp_path / "couple.csv", [a_signup(**COUPLE)])))
    return str(run("foyers", "lister", "-f", "json").json[0]["reference"])


# All that is held.


def test_a_joint_copy_holds_every_word_ever_kept(run: Run, base: Path) -> None:
    words = canaries.plant(base)
    said = run("rgpd", "acces", canaries.FILE, "--tout", "-f", "json").out
    assert [place for place, word in words.items() if word not in said] == []
    assert len(words) > 250


@pytest.mark.parametrize("form", ["table", "md", "csv"])
def test_what_people_read_holds_every_word_but_the_keys(run: Run, base: Path, form: str) -> None:
    words = canaries.plant(base)
    said = run("rgpd", "acces", canaries.FILE, "--tout", "-f", form).out
    digits = "".join(char for char in said if char.isalnum())

    def missing(word: str) -> bool:
        return word.replace("+33", "0") not in digits

    lost = [place for place, word in words.items() if missing(word)]
    assert [place for place in lost if not place.endswith("_key")] == []


def test_a_copy_holds_no_word_of_another_file(run: Run, base: Path) -> None:
    canaries.plant(base)
    said = run("rgpd", "acces", canaries.FILE, "--tout", "-f", "json").out
    assert [place for place, word in canaries.neighbour_words().items() if word in said] == []


def test_one_adult_is_shown_all_but_what_is_of_the_others(run: Run, base: Path) -> None:
    words = canaries.plant(base)
    said = run("rgpd", "acces", canaries.FILE, "-f", "json").out
    hidden = {place for place, word in words.items() if word not in said}
    adults = (".conjoint.", ".autre_adulte.", "fusion.person.inscrit.", ".partner_job")
    written_by_them = tuple(
        f"fusion.{table}." for table in ("signup", "set_aside", "set_aside_settled", "introduction")
    )
    of_others = {place for place in words if any(mark in place for mark in adults)}
    assert of_others <= hidden
    assert all(place.startswith(written_by_them) for place in hidden - of_others)


def test_every_personal_column_of_a_row_is_in_the_copy(run: Run, base: Path) -> None:
    canaries.plant(base)
    for row in copied(run, canaries.FILE, "--tout")["donnees"]:
        told = {one["colonne"] for one in row["valeurs"]}
        asked = {
            column
            for nature, names in COLUMNS[row["table"]].items()
            if nature.personal
            for column in names.split()
        }
        assert told == asked, row["table"]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (table, column)
        for table, natures in COLUMNS.items()
        for nature, names in natures.items()
        if nature.personal
        for column in names.split()
    ],
)
def test_every_personal_column_has_a_name_in_french(table: str, column: str) -> None:
    assert called(table, column)
    assert table in TABLES or column == "agent"


def test_earlier_values_have_their_days(run: Run, couple: str) -> None:
    run("--date", "2025-12-01", "foyers", "modifier", couple, "--projet", "Ouvrir un gîte")
    run("--date", "2025-12-05", "foyers", "modifier", couple, "--projet", "Ouvrir un café")
    copy = copied(run, couple)
    assert values(copy, "household", "project") == ["Ouvrir un café"]
    (before,) = old(copy, "household", "project")
    assert (before["valeur"], before["du"], before["au"]) == (
        "Ouvrir un gîte", "2025-12-01", "2025-12-05",
    )  # fmt: skip


@settings(max_examples=5)
@given(st.lists(st.text("abcdefgh", min_size=6, max_size=12), min_size=1, max_size=4, unique=True))
def test_no_edit_is_forgotten_be_it_undone_or_not(
    run: Run, base: Path, tmp_path: Path, texts: list[str]
) -> None:
    base.unlink(missing_ok=True)
    run("inscrits", "importer", str(a_csv(tmp_path / "un.csv", [a_signup()])))
    house = run("foyers", "lister", "-f", "json").json[0]["reference"]
    for place, text in enumerate(texts):
        run("foyers", "modifier", house, "--projet", f"projet {text}")
        if place % 2:
            run("annuler", "--oui")
    copy = copied(run, house)
    told = [*values(copy, "household", "project")]
    told += [one["valeur"] for one in old(copy, "household", "project")]
    assert {f"projet {text}" for text in texts} <= set(told)


def test_an_exchange_that_was_taken_back_is_told_as_such(run: Run, couple: str) -> None:
    run("contacts", "noter", couple, "-r", "joint", "--resume", "Veut un jardin")
    run("annuler", "--oui")
    (row,) = (r for r in copied(run, couple)["donnees"] if r["table"] == "contact")
    assert row["supprimee"] is True
    assert "Veut un jardin" in json.dumps(row, ensure_ascii=False)
    assert "(fiche annulée depuis)" in run("rgpd", "acces", couple).out


def test_a_form_is_given_with_its_headings_and_its_file(run: Run, couple: str) -> None:
    copy = copied(run, couple)
    ((*cells,),) = values(copy, "signup", "form")
    assert ["prenom", "Claire"] in cells
    (row,) = (r for r in copy["donnees"] if r["table"] == "signup")
    assert row["origine"] == {"fichier": "couple.csv", "importe_le": "2025-11-27", "ligne": None}


def test_a_copy_says_why_until_when_and_who_read(run: Run, couple: str) -> None:
    copy = copied(run, couple)
    assert copy["conservation"] == {"mois": 24, "jusqu_au": "2027-11-03"}
    assert copy["finalites"][0]["base"].startswith("mission d’intérêt public")
    assert any("CNIL" in line for line in copy["droits"])
    run("config", "definir", "conservation", "12")
    assert copied(run, couple)["conservation"] == {"mois": 12, "jusqu_au": "2026-11-03"}


def test_agents_are_told_by_their_function(run: Run, couple: str) -> None:
    run("agents", "ajouter", "--nom", "Léa Zibeline")
    run("--agent", "Léa Zibeline", "contacts", "noter", couple, "-r", "joint", "--resume", "Vu")
    for form in ("json", "table", "md", "csv"):
        said = run("rgpd", "acces", couple, "-f", form).out
        assert "Zibeline" not in said
        assert "chargé d’accueil" in said


def test_a_line_that_waits_may_be_about_somebody_else(run: Run, couple: str, base: Path) -> None:
    (person,) = query(base, "SELECT id FROM person WHERE role = 'inscrit'")
    with store_of(base).transact(_heading()) as work:
        work.rows.run(
            "INSERT INTO set_aside (line, row_hash, received_on, said, candidates, claim_key) "
            "VALUES (4, 12, '2025-11-20', '{\"prenom\": \"Clara\"}', ?, 3)",
            (json.dumps([person[0]]),),
        )
    said = run("rgpd", "acces", couple, "-f", "json")
    assert said.json["lignes_a_trancher"] == 1
    assert "inscrits doublons" in said.err


def _heading() -> Any:
    from venez_vivre.store.operations import Heading  # noqa: PLC0415

    return Heading("Test", "importer", date(2025, 11, 20))


# Nothing of the others.


def test_the_partner_is_masked(run: Run, couple: str) -> None:
    copy = copied(run, couple)
    said = theirs(copy, "signup")
    assert [word for word in OF_ALI if word in said] == []
    assert "Claire" in said
    assert copy["demandeur"] == "Claire Roy"
    assert copy["adultes_masques"] == 1
    assert values(copy, "person", "first_name").count(MASK) == 1


def test_the_partner_may_ask_too(run: Run, couple: str) -> None:
    copy = copied(run, couple, "--personne", "Ali")
    said = json.dumps(copy["donnees"], ensure_ascii=False)
    assert "ali.b@example.org" in said
    for word in ("claire.roy@example.org", "639980101", "boulangère", "On arrive"):
        assert word not in said


def test_children_are_never_masked(run: Run, couple: str) -> None:
    for person in ("Claire", "Ali"):
        copy = copied(run, couple, "--personne", person)
        assert 2016 in values(copy, "person", "birth_year")


def test_notes_lose_the_name_of_the_other_adult(run: Run, couple: str) -> None:
    note = "Claire rappelle ; BENALI au 06 39 98 01 02 ou ali.b@example.org. Alizée hésite."
    run("contacts", "noter", couple, "-r", "joint", "--resume", note)
    (kept,) = values(copied(run, couple), "contact", "summary")
    assert kept == f"Claire rappelle ; {MASK} au {MASK} ou {MASK}. Alizée hésite."
    (whole,) = values(copied(run, couple, "--tout"), "contact", "summary")
    assert whole == note


def test_the_earlier_values_of_the_partner_are_masked_too(run: Run, couple: str) -> None:
    run("foyers", "modifier", couple, "--email-conjoint", "ali2@example.org")
    said = theirs(copied(run, couple), "signup")
    assert "ali.b@example.org" not in said
    assert "ali2@example.org" not in said


def test_what_was_parted_from_a_file_is_no_longer_in_its_copy(run: Run, couple: str) -> None:
    done = run("foyers", "separer", couple, "Ali", "-f", "json").json
    said = theirs(copied(run, couple, "--tout"), "signup")
    assert [word for word in OF_ALI if word in said] == []
    copy = copied(run, done["nouveau"], "--tout")
    assert values(copy, "person", "first_name") == ["Ali"]
    assert "Claire" not in theirs(copy, "signup")


def test_what_a_third_file_absorbed_is_not_in_the_copy_of_who_had_left(
    run: Run, couple: str, tmp_path: Path
) -> None:
    """Ali leaves, then what he left is merged elsewhere: that stays none of his."""
    alone = run("foyers", "separer", couple, "Ali", "-f", "json").json["nouveau"]
    run("foyers", "modifier", couple, "--projet", "Secret de Claire")
    run(
        "inscrits", "importer", str(a_csv(tmp_path / "b.csv", [a_signup(nom="Zola", prenom="Eva")]))
    )
    run("foyers", "fusionner", "zola", couple, "--oui")
    assert "Secret de Claire" not in run("rgpd", "acces", alone, "--tout", "-f", "json").out
    assert "Secret de Claire" in run("rgpd", "acces", "zola", "--tout", "-f", "json").out


def test_both_ways_of_asking_at_once_are_misuse(run: Run, couple: str) -> None:
    run("rgpd", "acces", couple, "--tout", "--personne", "Ali", fails_with=2)


def test_nobody_of_that_name_asks(run: Run, couple: str) -> None:
    assert (
        "Personne ne s’appelle"
        in run("rgpd", "acces", couple, "--personne", "Zoé", fails_with=3).err
    )


# Where it goes.


def test_a_copy_is_written_for_its_owner_alone(run: Run, couple: str, tmp_path: Path) -> None:
    path = tmp_path / "copie.md"
    run("rgpd", "acces", couple, "--sortie", str(path))
    assert "Claire" in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    run("rgpd", "acces", couple, "--sortie", str(path), fails_with=1)
    run("rgpd", "acces", couple, "--sortie", str(path), "--ecraser")


@pytest.mark.parametrize("name", ["copie.pdf", "copie.html", "copie.xlsx", "copie.doc"])
def test_a_copy_has_no_other_format(run: Run, couple: str, tmp_path: Path, name: str) -> None:
    run("rgpd", "acces", couple, "--sortie", str(tmp_path / name), fails_with=2)
    assert not (tmp_path / name).exists()


def test_asking_changes_nothing(run: Run, couple: str, base: Path) -> None:
    before = written(base)
    copied(run, couple)
    assert written(base) == before


def test_the_use_case_tells_the_same_as_the_command(run: Run, couple: str, base: Path) -> None:
    said: Said = run("rgpd", "acces", couple, "-f", "json")
    with store_of(base).reading() as rows:
        copy = access(rows, find_household(rows, couple), None, date(2025, 11, 27))
    assert [(row["table"], row["numero"]) for row in said.json["donnees"]] == [
        (held.table, held.number) for held in copy.held
    ]


def test_the_note_of_a_shared_weekend_is_not_theirs_alone(run: Run, couple: str) -> None:
    run("foyers", "creer", "--prenom", "Luc", "--nom", "Blum", "--email", "blum@example.org")
    words = ("--du", "2025-12-20", "--au", "2025-12-21", "--note", "Luc Blum vient seul")
    run("visites", "creer", "Week-end", *words)
    run("visites", "inviter", "V-1", couple)
    assert values(copied(run, couple), "visit", "note") == ["Luc Blum vient seul"]
    run("visites", "inviter", "V-1", "blum")
    run("visites", "modifier", "V-1", "--note", "Luc Blum ne vient plus")
    said = run("rgpd", "acces", couple, "--tout", "-f", "json").out
    assert "Luc" not in said
    assert values(copied(run, couple), "visit", "title") == ["Week-end"]


def test_what_an_import_brought_then_took_back_is_told(
    run: Run, couple: str, tmp_path: Path
) -> None:
    line = {"foyer": couple, "date": "2025-11-10", "canal": "telephone", "resultat": "joint"}
    run("contacts", "importer", str(a_csv(tmp_path / "c.csv", [{**line, "resume": "Cherche"}])))
    run("annuler", "--oui")
    (row,) = (r for r in copied(run, couple)["donnees"] if r["table"] == "contact")
    assert row["supprimee"] is True
    assert "Cherche" in json.dumps(row, ensure_ascii=False)


def test_what_the_journal_alone_keeps_is_not_said_unknown(run: Run, couple: str) -> None:
    run("annuler", "--oui")
    for typed in (couple, "claire.roy@example.org"):
        said = run("rgpd", "acces", typed, fails_with=1).err
        assert "le journal garde encore" in " ".join(said.split())
        assert f"rgpd effacer {couple}" in " ".join(said.split())
    run("rgpd", "acces", "inconnue@example.org", fails_with=3)
