"""Codes are for bases and scripts: people read words, on screens and in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from venez_vivre.casework.fields import FIELDS, FIELDS_OF_RESOURCE
from venez_vivre.casework.visits import EDITED
from venez_vivre.screens.visit_changes import FIELDS as FIELDS_OF_VISIT

if TYPE_CHECKING:
    from conftest import Run

SCHOOL = ("offres", "ajouter", "--type", "ecole", "--titre", "École du bourg", "--commune", "Autun")


@pytest.fixture
def marie(run: Run) -> str:
    """A household and a school."""
    run(*SCHOOL)
    words = ("--prenom", "Marie", "--nom", "Dupont", "--email", "m@example.org")
    reference: str = run("foyers", "creer", *words, "-f", "json").json["reference"]
    return reference


def last_summary(run: Run) -> str:
    summary: str = run("journal", "-f", "json").json[0]["resume"]
    return summary


def test_every_field_that_is_typed_has_a_label() -> None:
    for field in (*FIELDS, *FIELDS_OF_RESOURCE):
        assert field.label[0].isupper(), field.name
        assert "_" not in field.label
    assert set(FIELDS_OF_VISIT) == set(EDITED)


def test_the_kind_of_an_offer_is_a_word(run: Run, marie: str) -> None:
    said = run("offres", "lister").out
    assert "   école   École du bourg" in said
    assert "ecole" not in said
    assert run("offres", "lister", "-f", "json").json[0]["type"] == "ecole"
    assert "type         école" in run("offres", "montrer", "bourg").out
    assert "école, Autun" in run("chercher", "bourg").out
    run("visites", "creer", "Week-end", "--du", "demain", "--commune", "Autun")
    assert "week-end de groupe, Autun" in run("chercher", "V-1").out


def test_what_is_corrected_in_a_file_is_told_in_words(run: Run, marie: str) -> None:
    edited = (
        "foyers", "modifier", marie, "--prenom-conjoint", "Ali", "--freins",
        "emploi_conjoint,logement_introuvable", "--horizon", "moins_3_mois", "--jardin", "oui",
        "--telephone", "0639981234",
    )  # fmt: skip
    said = run(*edited).out
    for line in (
        "Prénom du conjoint  (vide) → Ali",
        "Freins              (vide) → emploi du conjoint, logement introuvable",
        "Horizon             (vide) → moins de 3 mois",
        "Jardin              (vide) → oui",
        "Téléphone           (vide) → 06\xa039\xa098\xa012\xa034",
    ):
        assert line in said
    summary = last_summary(run)
    assert "(téléphone, prénom du conjoint, horizon, jardin, freins)" in summary
    again = run("foyers", "modifier", marie, "--jardin", "non", "-f", "json").json
    assert list(again["champs"]) == ["jardin"]


def test_what_is_corrected_of_a_contact_person_is_told_in_words(run: Run, marie: str) -> None:
    run("ressources", "ajouter", "Ida Noir", "--themes", "ecole")
    said = run("ressources", "modifier", "ida", "--themes", "ecole,garde", "--capacite", "3").out
    assert "Aide sur                   école → école, garde d’enfants" in said
    assert "Foyers à la fois, au plus  (vide) → 3" in said
    assert last_summary(run).endswith("(aide sur, foyers à la fois, au plus)")


def test_summaries_of_the_journal_hold_no_code(run: Run, marie: str) -> None:
    """Nor the questions of `annuler`, which are made of them."""
    run("mises-en-relation", "noter", marie, "bourg")
    refusal = ("--etat", "refusee", "--refus-de", "foyer", "--motif", "trop_loin")
    run("mises-en-relation", "suivre", marie, *refusal)
    assert last_summary(run).endswith("(refusée)")
    run("offres", "clore", "bourg", "--motif", "deja_pourvue")
    assert last_summary(run).endswith("(déjà pourvue)")
    run("foyers", "clore", marie, "--motif", "emploi_conjoint")
    assert last_summary(run).endswith("(emploi du conjoint)")


def test_a_departure_is_summed_up_in_words(run: Run) -> None:
    words = ("--prenom", "Zoé", "--nom", "Roy", "--email", "z@example.org")
    run("foyers", "creer", *words, "--inscrit-le", "12/03/2025")
    home = ("--commune", "Autun", "--adultes", "1", "--enfants", "0", "--scolarises", "0")
    run("installations", "noter", "roy", "--le", "01/08/2025", *home)
    left = ("-r", "reparti", "--motif", "emploi_conjoint")
    run("installations", "suivi", "roy", "--mois", "3", *left)
    assert last_summary(run).endswith("(emploi du conjoint)")
    run("annuler")
    run("installations", "depart", "roy", "--le", "hier", "--motif", "emploi_conjoint")
    assert last_summary(run).endswith("(emploi du conjoint)")
