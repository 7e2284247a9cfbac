"""The copy given to a person is in French words, and tells what stands from what was taken back."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_csv, a_signup
from venez_vivre.privacy.earlier import is_taken_back, spans
from venez_vivre.screens.privacy_labels import called, said
from venez_vivre.store.journal import Change
from venez_vivre.store.personal import COLUMNS
from venez_vivre.store.remembered import Seen

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

CODE = re.compile(r"\b[a-zà-ÿ]+_[a-z_]+\b")
"""A column or a code: « sans_reponse », « first_name »."""

NUMBER = re.compile(r"\b[Nn]°\s*\d")
"""The number of a row."""

READ = ("table", "md")
"""The forms that people read."""


@pytest.fixture
def full(run: Run, tmp_path: Path) -> str:
    """A file with a row in nearly every table, each with a code that needs words."""
    run("territoires", "ajouter", "--code", "CUCM", "--nom", "Creusot Montceau", "--type", "CU",
        "--departement", "71")  # fmt: skip
    form = a_signup(prenom="Claire", nom="Roy", email="claire@example.org", prenom_conjoint="Ali",
                    code_postal="75011", canal="site web")  # fmt: skip
    people_write = {heading.replace("_", " "): cell for heading, cell in form.items()}
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", [people_write])))
    house = str(run("foyers", "lister", "-f", "json").json[0]["reference"])
    run("foyers", "modifier", house, "--communes-souhaitees", "Autun, Le Creusot", "--metier",
        "soudeur", "--territoires-souhaites", "CUCM", "--freins", "logement_introuvable",
        "--logement", "les_deux", "--type-logement", "corps_de_ferme",
        "--statut-professionnel", "demandeur_emploi", "--contrat", "fonction_publique")  # fmt: skip
    run("contacts", "noter", house, "-r", "sans_reponse", "--le", "20/11/2025", "--suite",
        "rappeler", "--echeance", "28/11/2025")  # fmt: skip
    run("relances", "reporter", "1", "--a", "30/11/2025")
    run("ressources", "ajouter", "Jean Petit", "--structure", "AVF")
    run("mises-en-relation", "noter", house, "PR-1")
    run("mises-en-relation", "suivre", house, "--etat", "refusee", "--refus-de", "offreur",
        "--motif", "trop_loin")  # fmt: skip
    run("visites", "creer", "Week-end", "--du", "2025-11-22", "--au", "2025-11-23", "--commune",
        "Autun")  # fmt: skip
    run("visites", "presences", "V-1", "--venus", house)
    run("installations", "noter", house, "--le", "04/11/2025", "--commune", "Autun",
        "--logement", "location_sociale", "--adultes", "2", "--enfants", "0")  # fmt: skip
    run("installations", "suivi", house, "--mois", "1", "--resultat", "sans_reponse")
    run("rgpd", "demandes", house, "--droit", "acces")
    return house


@pytest.mark.parametrize("form", READ)
def test_no_code_no_column_and_no_number_of_a_row_is_read(run: Run, full: str, form: str) -> None:
    copy = run("rgpd", "acces", full, "--tout", "-f", form).out.replace("\\", "")
    assert CODE.findall(copy) == []
    assert NUMBER.findall(copy) == []
    words = "".join(copy.split())
    for told in (
        "Autun (71014), Le Creusot (71153)", "(H2913)", "Paris (75)", "Creusot Montceau",
        "logement introuvable", "locataire social", "l’offreur", "trop loin",
        "suite d’un échange",
    ):  # fmt: skip
        assert told.replace(" ", "").replace("_", "") in words, told


def test_a_row_that_points_at_another_tells_its_day(run: Run, full: str) -> None:
    lines = [
        " ".join(line.split()) for line in run("rgpd", "acces", full, "--tout").out.split("\n")
    ]
    assert "Après l’échange du 20/11/2025" in lines
    assert "Installation du 04/11/2025" in lines
    assert "Échange du 20/11/2025" in lines


def test_scripts_still_read_codes_and_numbers(run: Run, full: str) -> None:
    rows = run("rgpd", "acces", full, "--tout", "-f", "json").json["donnees"]
    contact = next(row for row in rows if row["table"] == "contact")
    told = {one["colonne"]: one["valeur"] for one in contact["valeurs"]}
    assert (contact["numero"], told["result"]) == (1, "sans_reponse")
    household = next(row for row in rows if row["table"] == "household")
    told = {one["colonne"]: one["valeur"] for one in household["valeurs"]}
    assert told["wished_codes"] == "71014|71153"


@pytest.mark.parametrize(("table", "column"), [
    (table, column)
    for table, natures in COLUMNS.items()
    for nature, names in natures.items()
    for column in (names.split() if nature.personal else ())
])  # fmt: skip
def test_no_label_is_a_number_nor_a_column(table: str, column: str) -> None:
    assert not CODE.search(called(table, column))
    assert column == "row_id" or not called(table, column).endswith("n°")


def test_an_unknown_code_stays_readable_as_it_is() -> None:
    assert said("household", "wished_codes", "71014|99999") == "Autun (71014), 99999"
    assert said("person", "rome_code", "Z9999") == "Z9999"
    assert said("household", "origin_department", "etranger") == "étranger"
    assert said("household", "origin_department", "??") == "??"


# What stands, what was replaced, what was taken back.


def project(run: Run, house: str) -> tuple[list[Any], dict[str, tuple[str, str | None]]]:
    """The project that stands with its state, the earlier ones with their state and last day."""
    rows = run("rgpd", "acces", house, "-f", "json").json["donnees"]
    row = next(row for row in rows if row["table"] == "household")
    now = [(one["valeur"], one["etat"]) for one in row["valeurs"] if one["colonne"] == "project"]
    old = {
        one["valeur"]: (one["etat"], one["au"])
        for one in row["anciennes"]
        if one["colonne"] == "project"
    }
    return now, old


def test_what_was_undone_is_not_told_as_what_was_true(run: Run, full: str) -> None:
    run("foyers", "modifier", full, "--projet", "Un gîte")
    run("foyers", "modifier", full, "--projet", "Un café")
    run("foyers", "modifier", full, "--projet", "Un cirque")
    run("--date", "2025-12-02", "annuler", "--oui")
    now, old = project(run, full)
    assert now == [("Un café", "actuelle")]
    assert old == {"Un gîte": ("remplacee", "2025-11-27"), "Un cirque": ("annulee", "2025-12-02")}
    lines = [" ".join(line.split()) for line in run("rgpd", "acces", full).out.split("\n")]
    assert "Projet Un gîte remplacée 27/11/2025 27/11/2025" in lines
    assert "Projet Un cirque annulée 27/11/2025 02/12/2025" in lines
    assert "Projet Un café" in lines


def test_what_was_redone_stands_again(run: Run, full: str) -> None:
    run("foyers", "modifier", full, "--projet", "Un gîte")
    run("foyers", "modifier", full, "--projet", "Un café")
    run("annuler", "--oui")
    assert project(run, full) == (
        [("Un gîte", "actuelle")], {"Un café": ("annulee", "2025-11-27")},
    )  # fmt: skip
    run("refaire")
    assert project(run, full) == (
        [("Un café", "actuelle")], {"Un gîte": ("remplacee", "2025-11-27")},
    )  # fmt: skip


def test_what_was_replaced_after_an_undo_has_the_day_of_what_replaced_it(
    run: Run, full: str
) -> None:
    run("foyers", "modifier", full, "--projet", "Un gîte")
    run("foyers", "modifier", full, "--projet", "Un café")
    run("annuler", "--oui")
    run("--date", "2025-12-09", "foyers", "modifier", full, "--projet", "Une école")
    assert project(run, full)[1] == {
        "Un gîte": ("remplacee", "2025-12-09"), "Un café": ("annulee", "2025-11-27"),
    }  # fmt: skip


def test_an_undo_that_kept_what_was_changed_since_tells_the_same(run: Run, full: str) -> None:
    """It writes what it did into the journal, which is no edit of anybody."""
    run("foyers", "modifier", full, "--projet", "Un gîte", "--motivations", "calme")
    gesture = run("journal", "-f", "json").json[0]["operation"]
    run("foyers", "modifier", full, "--motivations", "nature")
    run("annuler", "--operation", str(gesture), "--oui")
    assert project(run, full)[1] == {"Un gîte": ("annulee", "2025-11-27")}


def test_a_row_taken_back_and_a_row_deleted_are_told_apart(run: Run, full: str) -> None:
    run("contacts", "noter", full, "-r", "joint", "--le", "25/11/2025", "--resume", "Erreur")
    run("annuler", "--oui")
    said = run("rgpd", "acces", full).out
    assert "Échange du 25/11/2025 (fiche annulée depuis)" in said
    assert "Échange du 20/11/2025 (" not in said
    rows = run("rgpd", "acces", full, "-f", "json").json["donnees"]
    row = next(row for row in rows if row["table"] == "contact" and row["annulee"])
    assert row["supprimee"] is True
    assert {one["etat"] for one in row["valeurs"]} == {"annulee"}


def test_spreadsheets_are_told_the_state_too(run: Run, full: str) -> None:
    run("foyers", "modifier", full, "--projet", "Un cirque")
    run("annuler", "--oui")
    rows = run("rgpd", "acces", full, "-f", "csv").out.splitlines()
    assert rows[0].lstrip("\ufeff").endswith("etat")
    assert next(line for line in rows if "Un cirque" in line).endswith("annulee")


Edits = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.booleans(), st.booleans()), min_size=1, max_size=8
)
"""A new value, whether it was undone, whether something else was changed in between."""


@given(Edits)
def test_every_value_is_told_once_and_rightly(edits: list[tuple[str, bool, bool]]) -> None:
    """A value is taken back if and only if it never stood by an operation that counts."""
    stands = "start"
    changes: list[Seen] = []
    undone: dict[int, str] = {}
    true, written = {"start"}, {"start"}
    for number, (value, taken_back, beside) in enumerate(edits, 1):
        if value == stands:
            continue
        before, after = {"id": 1, "said": stands}, {"id": 1, "said": value}
        changes.append(Seen(number, f"2025-01-{number:02}", Change("household", 1, before, after)))
        written.add(value)
        if beside:
            same = Change("household", 1, after, {**after, "other": number})
            changes.append(Seen(100 + number, f"2025-01-{number:02}", same))
        if taken_back:
            undone[number] = f"2025-02-{number:02}"
        else:
            stands = value
            true.add(value)
    told = list(spans(changes, "said", {"id": 1, "said": stands}, undone))
    values = [span.image["said"] for span in told]
    assert sorted(values) == sorted(written - {stands})
    assert {s.image["said"] for s in told if s.taken_back} == written - true
    assert all(span.until is not None for span in told)


def test_a_row_that_somebody_deleted_was_not_taken_back() -> None:
    made = Seen(1, "2025-01-01", Change("contact", 1, None, {"id": 1}))
    deleted = Seen(2, "2025-01-02", Change("contact", 1, {"id": 1}, None))
    assert not is_taken_back([made, deleted], {})
    assert is_taken_back([made], {1: date(2025, 1, 2).isoformat()})
