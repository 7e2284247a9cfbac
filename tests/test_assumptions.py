"""The assumptions behind orders of magnitude: editable, dated, sourced, printed."""

from __future__ import annotations

from typing import Any

import pytest
from inline_snapshot import snapshot

from conftest import Run
from venez_vivre.steering import impact


def test_the_published_ones_stand_until_somebody_changes_them(run: Run) -> None:
    """Each with its unit, its day and its source."""
    found = run("hypotheses", "lister", "-f", "json").json
    assert [(one["nom"], one["valeur"], one["publiee"]) for one in found] == [
        ("euros_par_personne", 15200, True),
        ("euros_par_foyer", 32000, True),
        ("emplois_par_foyer", 0.16, True),
    ]
    assert "0,16" in run("hypotheses", "lister").out
    assert all(one["source"] and one["unite"] and one["le"] == "2025-11-27" for one in found)


def settled(run: Run) -> None:
    """One household of three, met and settled."""
    run("foyers", "creer", "--prenom", "Ève", "--nom", "Roy", "--email", "roy@example.org",
        "--inscrit-le", "12/03/2025")  # fmt: skip
    run("contacts", "noter", "roy", "-r", "joint", "Projet clair", "--le", "14/03/2025")
    run("installations", "noter", "roy", "--le", "01/09/2025", "--commune", "Dole",
        "--adultes", "2", "--enfants", "1", "--scolarises", "1")  # fmt: skip


def impact_of(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = run("rapport", "bilan", "-f", "json").json["impact"]
    return found


def test_a_changed_one_changes_the_figure_and_is_printed_beside_it(run: Run) -> None:
    """Value, day and source, in the data and on the page; the others stay."""
    settled(run)
    words = ("hypotheses", "definir", "euros_par_personne")
    said = run(*words, "14 800,50", "--source", "Insee, 2024", "--le", "01/06/2025").out
    assert "14\u202f800,5 € par personne et par an, Insee, 2024 (01/06/2025)" in said
    found = impact_of(run)
    assert found["par_personne"] == {
        "personnes": 3, "euros_par_personne": 14800.5, "euros": 44402,
    }  # fmt: skip
    assert found["par_foyer"]["euros"] == 32000
    assert found["hypotheses"][0] == {
        "nom": "euros_par_personne",
        "valeur": 14800.5,
        "unite": "€ par personne et par an",
        "source": "Insee, 2024",
        "le": "2025-06-01",
        "publiee": False,
    }
    page = run("rapport", "bilan", "-f", "md").out
    assert "Insee, 2024" in page
    assert "Ordre de grandeur" in page


def test_it_can_be_given_back_and_taken_back(run: Run) -> None:
    """`--usuel` gives the published one back; `annuler` takes either back."""
    words = ("hypotheses", "definir", "emplois_par_foyer")
    run(*words, "0,2", "--source", "étude")
    assert run(*words, "0,2", "--source", "étude", "-f", "json").json["resultat"] == snapshot(
        "inchange"
    )
    assert run(*words, "--usuel", "-f", "json").json["valeur"] == 0.16
    run("annuler")
    assert run("hypotheses", "lister", "-f", "json").json[2]["valeur"] == 0.2
    run("annuler")
    assert run("hypotheses", "lister", "-f", "json").json[2]["publiee"] is True


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("euros",), 2, "euros_par_personne"),
        (("euros_par_foyer", "beaucoup"), 2, "n’est pas un nombre possible"),
        (("euros_par_foyer", "-3"), 2, ""),
        (("euros_par_foyer", "30000"), 2, "--source"),
        (("euros_par_foyer", "30000", "--source", "  "), 2, "source"),
        (("euros_par_foyer",), 2, "VALEUR"),
    ],
)
def test_a_number_without_a_source_is_none(
    run: Run, words: tuple[str, ...], code: int, told: str
) -> None:
    """One sentence says what is missing, and nothing is written."""
    said = run("hypotheses", "definir", *words, fails_with=code)
    assert told in said.err
    assert all(one["publiee"] for one in run("hypotheses", "lister", "-f", "json").json)


def test_a_euro_of_campaign_beside_what_is_spent():
    """Cost of a settlement and return, from the published first year: 250,000 €."""
    found = impact.estimate(375, 175, 250_000)
    assert found.cost_per_household == pytest.approx(1428.57, abs=0.01)
    assert found.cost_per_person == pytest.approx(666.67, abs=0.01)
    assert found.returned == pytest.approx((22.4, 22.8))
    nobody = impact.estimate(0, 0, 0)
    assert (nobody.cost_per_household, nobody.returned) == (None, None)
