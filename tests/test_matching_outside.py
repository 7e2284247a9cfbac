"""What an outside reviewer found of matching: each case with what is expected."""

from __future__ import annotations

import pytest

from conftest import Run
from test_bundles import offer

HOME = {"transaction": "location", "pieces": "4", "surface": "90", "loyer": "750"}


def household(run: Run, name: str, *more: str) -> None:
    run("foyers", "creer", "--prenom", "Anne", "--nom", name, "--email", f"{name}@example.org",
        "--communes-souhaitees", "Dole", *more)  # fmt: skip


def titles(run: Run, *words: str) -> list[str]:
    return [one["titre"] for one in run("apparier", *words, "-f", "json").json["propositions"]]


def test_a_closed_offer_is_proposed_to_nobody(run: Run) -> None:
    household(run, "roy", "--logement", "location")
    closed = offer(run, "T4 de Dole", "logement", "Dole", **HOME)
    run("offres", "clore", closed)
    said = run("apparier", "--offre", closed, fails_with=1).err
    assert f"venez-vivre offres rouvrir {closed}" in said


@pytest.mark.parametrize("reach", ["0", "1", "1000"])
def test_any_distance_is_understood_the_same_by_both_commands(run: Run, reach: str) -> None:
    """None at all is the commune itself; a huge one leaves nothing out."""
    household(run, "roy", "--distance-max-km", reach)
    for commune in ("Dole", "Foucherans", "Auxerre"):
        home = offer(run, f"Maison {commune}", "logement", commune)
        proposed = f"Maison {commune}" in titles(run, "roy", "--type", "logement", "-n", "99")
        assert run("pourquoi", "roy", home, "-f", "json").json["proposee"] is proposed
    assert "Maison Dole" in titles(run, "roy", "-n", "99")
    assert ("Maison Auxerre" in titles(run, "roy", "-n", "99")) is (reach == "1000")


@pytest.mark.parametrize("idle", ["retraité", "retraitée", "mère au foyer", "au foyer"])
def test_who_says_to_be_retired_as_an_occupation_is_offered_no_job(run: Run, idle: str) -> None:
    household(run, "roy", "--metier", idle)
    offer(run, "Maçon", "emploi", "Dole", metier="maçon")
    found = run("apparier", "roy", "--type", "emploi", "-f", "json").json
    assert found["propositions"] == []
    assert [one["motif"] for one in found["exclues"]] == ["sans_demandeur"]


def test_a_departement_without_communes_is_all_of_its_communes(run: Run) -> None:
    words = ("--code", "JUR", "--nom", "Département du Jura", "--type", "DEPT")
    run("territoires", "ajouter", *words, "--departement", "39")
    run("foyers", "creer", "--nom", "roy", "--email", "roy@example.org",
        "--territoires-souhaites", "JUR")  # fmt: skip
    offer(run, "Maison de Dole", "logement", "Dole")
    offer(run, "Maison d’Auxerre", "logement", "Auxerre")
    found = run("apparier", "roy", "--type", "logement", "-f", "json").json["propositions"]
    assert [(one["titre"], one["distance_km"]) for one in found] == [("Maison de Dole", 0.0)]


def test_an_offer_nobody_has_seen_for_a_year_sinks_well_below(run: Run) -> None:
    household(run, "roy", "--metier", "comptable")
    for title, day in (("Vue hier", "2025-11-26"), ("Vieille", "2023-10-28")):
        offer(run, title, "emploi", "Dole", metier="comptable", publiee_le=day, verifiee_le=day)
    new, old = run("apparier", "roy", "--type", "emploi", "-f", "json").json["propositions"]
    assert (new["titre"], old["titre"]) == ("Vue hier", "Vieille")
    assert old["score"] < 0.85 * new["score"]
    assert "probablement pourvue" in run("apparier", "roy", "--type", "emploi").out


def test_a_home_that_is_free_a_year_too_late_is_left_out(run: Run) -> None:
    household(run, "roy", "--date-souhaitee", "2026-02-01")
    offer(run, "Libre en 2027", "logement", "Dole", disponible_le="2027-06-01")
    found = run("apparier", "roy", "--type", "logement", "-f", "json").json
    assert found["propositions"] == []
    assert found["exclues"][0]["motif"] == "trop_tard"


def test_what_excludes_an_offer_for_one_adult_is_not_told_when_another_takes_it(run: Run) -> None:
    household(run, "roy", "--metier", "soudeur", "--salaire-min", "20000", "--prenom-conjoint",
              "Luc", "--nom-conjoint", "roy", "--metier-conjoint", "soudeur")  # fmt: skip
    job = offer(run, "Soudeur", "emploi", "Dole", metier="soudeur", salaire_max="24000")
    change = run("pourquoi", "roy", job, "-f", "json").json["changement"]
    assert change is None or change["champ"] != "salaire_min"


def test_who_refused_to_be_contacted_is_counted_by_the_offer(run: Run) -> None:
    household(run, "roy", "--consentement", "non")
    home = offer(run, "T4 de Dole", "logement", "Dole", **HOME)
    found = run("apparier", "--offre", home, "-f", "json").json
    assert [(one["motif"], one["nombre"]) for one in found["exclues"]] == [("opposition", 1)]


def test_a_household_that_has_settled_is_told_so(run: Run) -> None:
    household(run, "roy")
    run("installations", "noter", "roy", "--le", "27/11/2025", "--commune", "Dole",
        "--adultes", "1", "--enfants", "0", "--scolarises", "0")  # fmt: skip
    assert "déjà installé" in run("apparier", "roy").out


def test_a_bundle_whose_job_could_not_be_looked_for_is_not_complete(run: Run) -> None:
    household(run, "roy", "--logement", "location", "--pieces-min", "4")
    offer(run, "T4 de Dole", "logement", "Dole", **HOME)
    (only,) = run("apparier", "roy", "--bouquet", "-f", "json").json["bouquets"]
    assert (only["complet"], only["manque"]) == (False, [])
    assert "complet hors emploi à préciser" in run("apparier", "roy", "--bouquet").out
    assert "1 foyer : 1 à qui tout" not in run("besoins").out


def test_questions_are_asked_once_and_names_elided(run: Run) -> None:
    household(run, "roy", "--prenom-conjoint", "Odile", "--nom-conjoint", "roy",
              "--metier-conjoint", "zzyx")  # fmt: skip
    asked = run("apparier", "roy", "-f", "json").json["a_demander"]
    assert len(asked) == len(set(asked))
    assert "quel métier pour Odile (« zzyx » n’est pas reconnu) ?" in asked
    run("foyers", "modifier", "roy", "--metier", "soudeur")
    needs = run("apparier", "roy", "--bouquet", "-f", "json").json["besoins"]
    assert needs[0]["piece"] == "emploi d’Anne"


@pytest.mark.parametrize(
    "words",
    ["roy --offre X", "--bouquet --offre X", "roy --bouquet --type emploi"],
)
def test_two_questions_at_once_are_misuse(run: Run, words: str) -> None:
    household(run, "roy")
    run("apparier", *words.split(), fails_with=2)


def test_nobody_to_look_at_is_said(run: Run) -> None:
    run("agents", "ajouter", "--nom", "Léa Martin")
    assert "Aucun foyer à examiner" in run("besoins").out
    assert "aucun foyer actif n’en cherche" in run("repartir", "--type", "logement").out


def test_a_spreadsheet_holds_every_kind_whole(run: Run) -> None:
    """No proposal is left out, no title cut, the same columns whatever is found."""
    household(run, "roy", "--metier", "soudeur", "--naissances-enfants", "2015")
    assert run("apparier", "roy", "-f", "csv").out.count("\n") == 1
    long = "Soudeur ou soudeuse sur machines à commande numérique et assemblages"
    offer(run, long, "emploi", "Dole", metier="soudeur")
    offer(run, "T4 de Dole", "logement", "Dole", **HOME)
    offer(run, "École de Dole", "ecole", "Dole", niveaux="élémentaire")
    head, *rows = run("apparier", "roy", "-f", "csv").out.splitlines()
    assert head.lstrip("\ufeff").startswith("foyer;nom;type;rang;offre;titre")
    assert sorted(row.split(";")[2] for row in rows) == ["ecole", "emploi", "logement"]
    assert any(long in row for row in rows)
    pieces = run("apparier", "roy", "--bouquet", "-f", "csv").out
    assert all(piece in pieces for piece in ("emploi d’Anne", "logement T3", "école élémentaire"))
    assert len(run("pourquoi", "roy", "T4 de Dole", "-f", "csv").out.splitlines()) > 5


def test_a_spreadsheet_of_shortages_and_of_shares_is_not_cut(run: Run) -> None:
    for number in range(30):
        trade = f"metier{number}"
        run("foyers", "creer", "--nom", f"foyer{trade}", "--email", f"{trade}@example.org",
            "--communes-souhaitees", "Dole", "--naissances-enfants", "2015",
            "--interets", "chorale")  # fmt: skip
    assert len(run("besoins", "--tous", "-f", "csv").out.splitlines()) == 2 + 2
    for number in range(30):
        offer(run, f"Maison {number}", "logement", "Dole")
    shared = run("repartir", "--type", "logement", "-f", "csv").out.splitlines()
    assert len(shared) == 1 + 30
