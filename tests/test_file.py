"""The file of a household: what it shows, and as it stood on any past day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Run

pytestmark = pytest.mark.file
"""They are about the bytes of a file."""


FOLLOW = "mises-en-relation suivre roy PR-1"
HOME = "--commune Autun --adultes 1 --enfants 0 --scolarises 0"
STORY = [
    ("2025-03-03", "foyers creer --nom Roy --email roy@example.org --inscrit-le 2025-03-03"),
    ("2025-03-05", "contacts noter roy -r nrp"),
    ("2025-03-10", "contacts noter roy -r joint --suite rappeler --echeance 2025-03-20"),
    ("2025-03-12", "relances planifier roy rdv --le 2025-03-25 --heure 9h --lieu Autun"),
    ("2025-03-20", "relances reporter roy --a 2025-03-28"),
    ("2025-03-25", "contacts noter roy -c rdv -r honore"),
    ("2025-03-26", "ressources ajouter Ida --telephone 0353010102"),
    ("2025-03-27", "mises-en-relation noter roy PR-1"),
    ("2025-03-30", f"{FOLLOW} --etat repondue"),
    ("2025-04-02", f"{FOLLOW} --etat refusee --refus-de foyer --motif prix"),
    ("2025-04-03", "visites creer Sejour --du 2025-04-10 --foyer roy"),
    ("2025-04-10", "visites presences V-1 --venus roy"),
    ("2025-04-16", "visites bilan V-1 roy Ravis --satisfaction 5"),
    ("2025-04-20", "foyers clore roy --motif projet_reporte --reveil 2025-06-01"),
    ("2025-06-01", "foyers rouvrir roy"),
    ("2025-07-01", f"installations noter roy --le 2025-07-01 {HOME}"),
    ("2025-08-02", "installations suivi roy --mois 1 -r reste --satisfaction 4"),
    ("2025-09-01", "installations depart roy --le 2025-09-01 --motif prix_financement"),
]
"""One command a day, from the sign-up to the departure."""

PRESENT = {"reveil_le", "ferme_le", "motif", "modifie_le", "statut", "pistes", "a_demander"}
"""What a file that was reopened no longer tells of its past, and what is looked up today."""


def shown(run: Run, day: str) -> dict[str, Any]:
    said: dict[str, Any] = run("--date", day, "foyers", "montrer", "roy", "-f", "json").json
    return said


def test_a_past_day_shows_the_file_as_it_was_shown_that_day(run: Run) -> None:
    """Whatever was done since: postponed, refused, debriefed, settled, left."""
    seen = {}
    for day, words in STORY:
        run("--date", day, *words.split())
        seen[day] = shown(run, day)
    for day, then in seen.items():
        now = shown(run, day)
        assert {k: x for k, x in now.items() if k not in PRESENT} == {
            k: x for k, x in then.items() if k not in PRESENT
        }, day


def test_a_file_closed_since_was_open_before(run: Run) -> None:
    for day, words in STORY[:2]:
        run("--date", day, *words.split())
    run("--date", "2025-05-01", "foyers", "clore", "roy", "--motif", "injoignable")
    assert shown(run, "2025-04-30")["statut"] == "actif"
    out = run("--date", "2025-05-02", "foyers", "montrer", "roy").out
    assert "Clos le 01/05/2025 : injoignable" in out
    assert "inscrit depuis le 03/03/2025" in out
    assert "À faire" not in out


def test_a_sheet_has_one_line_a_member(run: Run) -> None:
    """Whatever else there is to show."""
    run("foyers", "creer", "--nom", "Roy", "--prenom", "Ève", "--email", "roy@example.org",
        "--prenom-conjoint", "Luc", "--metier-conjoint", "soudeur")  # fmt: skip
    for action in ("appeler", "écrire"):
        run("relances", "planifier", "roy", action, "--le", "lundi")
    head, *lines = run("foyers", "montrer", "roy", "-f", "csv").out.splitlines()
    assert head.startswith("\ufeffreference;etape;statut")
    assert ["Ève" in lines[0], "soudeur" in lines[1], len(lines)] == [True, True, 2]


def test_what_each_adult_looks_for_is_said(run: Run) -> None:
    run("foyers", "creer", "--nom", "Roy", "--prenom", "Ève", "--email", "roy@example.org",
        "--contrat", "cdi", "--prenom-conjoint", "Luc")  # fmt: skip
    out = run("foyers", "montrer", "roy").out
    assert [line.split() for line in out.splitlines() if "CDI" in line] == [
        ["Travail", "Ève", ":", "CDI"]
    ]


FLAT = {"commune": "Autun", "transaction": "location", "type-logement": "appartement"}
LEADS = [
    ("Soudeur à Autun", "emploi", {"metier": "soudeur", "commune": "Autun"}),
    ("Soudeur ailleurs", "emploi", {"metier": "soudeur", "commune": "Dole"}),
    ("Maison à Autun", "logement", {**FLAT, "type-logement": "maison", "loyer": "700"}),
    ("Appartement à Autun", "logement", {**FLAT, "loyer": "600"}),
    ("Trop cher", "logement", {**FLAT, "loyer": "900"}),
    ("À vendre", "logement", {**FLAT, "transaction": "vente", "prix": "90000"}),
]


@pytest.mark.parametrize("introduced", [False, True])
def test_leads_are_offers_of_the_wish_and_none_that_was_introduced(
    run: Run, introduced: bool
) -> None:
    """The best jobs of a trade and homes of a wish, each with its score and what goes less well."""
    run("foyers", "creer", "--nom", "Roy", "--prenom", "Ève", "--email", "roy@example.org",
        "--metier", "soudeur", "--communes-souhaitees", "Autun", "--logement", "location",
        "--type-logement", "appartement", "--loyer-max", "800")  # fmt: skip
    references = {}
    for title, kind, values in LEADS:
        words = [part for name, value in values.items() for part in (f"--{name}", value)]
        said = run("offres", "ajouter", "--type", kind, "--titre", title, *words, "-f", "json")
        references[title] = said.json["reference"]
    if introduced:
        run("mises-en-relation", "noter", "roy", references["Soudeur à Autun"])
    leads = run("foyers", "montrer", "roy", "-f", "json").json["pistes"]
    wanted = ["Soudeur à Autun", "Appartement à Autun", "Maison à Autun"][introduced:]
    assert [one["titre"] for one in leads] == wanted
    assert leads[-1]["score"] < leads[-2]["score"]
    assert "− type de logement" in leads[-1]["raison"]
    assert "− type de logement" not in leads[-2]["raison"]
