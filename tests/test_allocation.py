"""Sharing scarce offers: most households first, their places respected, each loss said."""

from __future__ import annotations

from conftest import Run
from test_bundles import offer
from test_needs import T4, household


def test_two_households_and_two_homes_are_both_served(run: Run) -> None:
    """The home that suits both goes to the one that has no other."""
    household(run, "foyera", "Dole", "infirmière")
    household(run, "foyerb", "Dole", "soudeur")
    run("foyers", "modifier", "foyera", "--loyer-max", "760")
    cheap = offer(run, "T4 de Dole", "logement", "Dole", **T4)
    dear = offer(run, "T4 cher", "logement", "Dole", **{**T4, "loyer": "930"})
    found = run("repartir", "--type", "logement", "-f", "json").json
    given = {one["nom"]: one["offre"] for one in found["attributions"]}
    assert given == {"Ève FOYERA": cheap, "Ève FOYERB": dear}
    (total,) = found["types"]
    assert (total["foyers"], total["servis"]) == (2, 2)
    regrets = {one["nom"]: one["regret"] for one in found["attributions"]}
    assert regrets["Ève FOYERA"] == 0
    assert regrets["Ève FOYERB"] > 0


def test_one_home_for_three_and_what_a_second_would_bring(run: Run) -> None:
    for name in ("foyera", "foyerb", "foyerc"):
        household(run, name, "Dole", "soudeur")
    home = offer(run, "T4 de Dole", "logement", "Dole", **T4)
    found = run("repartir", "--type", "logement", "-f", "json").json
    assert len(found["attributions"]) == 1
    assert [one["motif"] for one in found["non_servis"]] == ["prises", "prises"]
    (priced,) = found["offres"]
    assert (priced["offre"], priced["demandeurs"]) == (home, 3)
    assert priced["une_de_plus"]["foyers"] == 1
    both = run("repartir", "--type", "logement", "--par-offre", "2", "-f", "json").json
    assert len(both["attributions"]) == 2, "its places are not said: as many as asked"


def test_places_said_are_a_limit_whatever_is_asked(run: Run) -> None:
    for name in ("foyera", "foyerb", "foyerc"):
        household(run, name, "Dole", "soudeur")
    offer(run, "Soudeurs", "emploi", "Dole", metier="soudeur", postes="2")
    assert len(run("repartir", "--type", "emploi", "-f", "json").json["attributions"]) == 2
    found = run("repartir", "--type", "emploi", "--par-offre", "3", "-f", "json").json
    assert len(found["attributions"]) == 2


def test_who_waits_longest_is_served_between_equals(run: Run) -> None:
    household(run, "foyera", "Dole", "soudeur")
    household(run, "foyerb", "Dole", "soudeur")
    run("foyers", "creer", "--prenom", "Ève", "--nom", "ancien", "--email", "ancien@example.org",
        "--inscrit-le", "2024-11-01", "--metier", "soudeur", "--communes-souhaitees", "Dole",
        "--distance-max-km", "20", "--logement", "location", "--loyer-max", "900",
        "--pieces-min", "4", "--adultes", "1", "--enfants", "0")  # fmt: skip
    offer(run, "T4 de Dole", "logement", "Dole", **T4)
    (only,) = run("repartir", "--type", "logement", "-f", "json").json["attributions"]
    assert only["nom"] == "Ève ANCIEN"


def test_nothing_is_written_and_an_empty_base_says_so(run: Run) -> None:
    run("foyers", "creer", "--nom", "Roy", "--email", "roy@example.org")
    before = run("journal", "-f", "json").json
    assert "Personne." in run("repartir", "--type", "logement").out
    assert run("journal", "-f", "json").json == before
