"""Sharing scarce offers: most households first, their places respected, each loss said."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

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


SIGNUPS = (
    "Horodateur;Prénom;Nom;E-mail;Communes souhaitées;Distance maximale (km);Nombre d’adultes;"
    "Nombre d’enfants;Année de naissance des enfants;Métier recherché;Logement recherché;"
    "Loyer maximum (€);Nombre de pièces minimum"
)
OFFERS = "type;titre;commune;metier;transaction;pieces;surface;loyer;age_max"

NAMES = [
    (first, last)
    for first in ("Anouk", "Bertrand", "Capucine", "Dimitri")
    for last in ("Lemoine", "Vasseur", "Quentin", "Tessier", "Rolland", "Mercier")
]


def _lines() -> tuple[list[str], list[str]]:
    """Households and offers that tie perfectly: only names and titles tell them apart."""
    houses = [
        f"2025-09-0{1 + place // 8};{first};{last};{first}.{last}@example.org;Dole;20;1;1;"
        f"2023;{'soudeur' if place % 2 else 'boulanger'};location;900;4"
        for place, (first, last) in enumerate(NAMES)
    ]
    homes = [f"logement;T4 n° {chr(97 + place)};Dole;;location;4;90;750;" for place in range(26)]
    jobs = [f"emploi;Poste {chr(97 + place)};Dole;soudeur;;;;;" for place in range(7)]
    care = [f"garde;Crèche {chr(97 + place)};Dole;;;;;;3" for place in range(5)]
    return houses, [*homes, *jobs, *care]


def _pairs(run: Run, base: Path, seed: int) -> set[tuple[str, str]]:
    base.unlink(missing_ok=True)
    for name, head, lines in zip(("inscrits", "offres"), (SIGNUPS, OFFERS), _lines(), strict=True):
        random.Random(seed).shuffle(lines)  # noqa: S311  no secret
        path = base.with_name(f"{name}-{seed}.csv")
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        run(name, "importer", str(path))
    found = run("repartir", "-f", "json").json["attributions"]
    return {(one["nom"], one["titre"]) for one in found}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_who_gets_what_does_not_depend_on_the_order_of_imports(
    run: Run, base: Path, seed: int
) -> None:
    first = _pairs(run, base, 0)
    assert len(first) > 30
    assert _pairs(run, base, seed) == first


def test_only_those_who_need_it_are_counted(run: Run) -> None:
    """No childcare or school without a child, no business for who does not wish for one."""
    household(run, "foyera", "Dole", "soudeur")
    household(run, "foyerb", "Dole", "soudeur")
    run("foyers", "modifier", "foyerb", "--enfants", "1", "--naissances-enfants", "2023")
    household(run, "foyerc", "Dole", "soudeur")
    run("foyers", "modifier", "foyerc", "--projet", "Reprendre une entreprise", "--enfants", "1",
        "--naissances-enfants", "2017")  # fmt: skip
    for kind, asking in (("garde", 2), ("ecole", 1), ("reprise", 1), ("sante", 0), ("emploi", 3)):
        (total,) = run("repartir", "--type", kind, "-f", "json").json["types"]
        assert (kind, total["foyers"]) == (kind, asking)
