"""Shortages: the fewest missing pieces of each household, added up by piece and territory."""

from __future__ import annotations

from conftest import Run
from test_bundles import offer

T4 = {"transaction": "location", "pieces": "4", "surface": "90", "loyer": "750"}
TRADES = ("infirmière", "soudeur", "menuisier", "boulanger", "comptable")


def household(run: Run, name: str, commune: str, trade: str) -> None:
    run("foyers", "creer", "--prenom", "Ève", "--nom", name, "--email", f"{name}@example.org",
        "--metier", trade, "--communes-souhaitees", commune, "--distance-max-km", "20",
        "--logement", "location", "--loyer-max", "900", "--pieces-min", "4", "--adultes", "1",
        "--enfants", "0")  # fmt: skip
    run("contacts", "noter", name, "--canal", "telephone", "--resultat", "joint")


def world(run: Run) -> str:
    """Three households near Dole, two near Nevers; a job each, one T4 in each town."""
    towns = ("Dole", "Dole", "Dole", "Nevers", "Nevers")
    for place, (town, trade) in enumerate(zip(towns, TRADES, strict=True)):
        household(run, f"foyer{'abcde'[place]}", town, trade)
        offer(run, f"Poste {trade}", "emploi", town, metier=trade)
    only = offer(run, "T4 de Dole", "logement", "Dole", **T4)
    offer(run, "T4 de Nevers", "logement", "Nevers", **T4)
    return only


def test_removing_the_only_home_of_an_area_moves_those_who_depended_on_it(run: Run) -> None:
    only = world(run)
    before = run("besoins", "-f", "json").json
    assert (before["foyers"], before["servis"], before["bloques"]) == (5, 5, 0)
    run("offres", "clore", only)
    after = run("besoins", "-f", "json").json
    assert {one["nom"] for one in after["detail"]} == {"Ève FOYERA", "Ève FOYERB", "Ève FOYERC"}
    assert all(one["manque"] == ["logement T4 à louer"] for one in after["detail"])
    (short,) = after["besoins"]
    assert (short["piece"], short["foyers"], short["seuls"]) == ("logement T4 à louer", 3, 3)
    said = run("besoins").out
    assert "3 foyers bloqués par ce seul manque : logement T4 à louer autour de Dole" in said


def test_the_fewest_missing_pieces_are_counted(run: Run) -> None:
    """A job is missing near the home, not both: the household needs one thing."""
    household(run, "foyera", "Dole", "infirmière")
    offer(run, "T4 de Dole", "logement", "Dole", **T4)
    found = run("besoins", "-f", "json").json
    assert found["detail"][0]["manque"] == ["emploi d’Ève"]
    assert found["besoins"][0]["piece"] == "emploi : infirmière"


def test_only_accompanied_households_unless_all_are_asked(run: Run) -> None:
    run("foyers", "creer", "--nom", "Roy", "--email", "roy@example.org")
    assert run("besoins", "-f", "json").json["foyers"] == 0
    assert run("besoins", "--tous", "-f", "json").json["foyers"] == 1
