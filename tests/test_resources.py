"""The address book of local contact people: who helps with what, where, and who is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import tables

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

JOURNAL = ("operation", "journal_block")
JEANNE = (
    "Jeanne", "Martin", "--fonction", "adjointe", "--structure", "Mairie d’Autun", "--commune",
    "71400 autun", "--themes", "école, petite enfance", "--capacite", "2", "--telephone",
    "03 53 01 12 34",
)  # fmt: skip


@pytest.fixture
def jeanne(run: Run) -> str:
    """Jeanne, who follows two households at a time in the territory of Autun."""
    run("territoires", "ajouter", "--code", "GAM", "--nom", "Autunois", "--type", "CC",
        "--communes", "71014")  # fmt: skip
    return str(run("ressources", "ajouter", *JEANNE, "-f", "json").json["reference"])


def listed(run: Run, *words: str) -> list[str]:
    return [one["reference"] for one in run("ressources", "lister", *words, "-f", "json").json]


def household(run: Run, name: str) -> str:
    words = ("--nom", name, "--email", f"{name}@example.org", "--inscrit-le", "01/01/2024")
    return str(run("foyers", "creer", *words, "-f", "json").json["reference"])


def test_somebody_enters_the_address_book_with_a_place_and_themes(run: Run, jeanne: str) -> None:
    assert jeanne == "PR-1"
    record = run("ressources", "montrer", "pr 1", "-f", "json").json
    assert record == {
        "reference": "PR-1", "nom": "Jeanne Martin", "fonction": "adjointe",
        "structure": "Mairie d’Autun", "email": None, "telephone": "+33353011234",
        "commune": "Autun", "code_insee": "71014", "territoire": "Autunois",
        "themes": ["ecole", "garde"], "capacite": 2, "foyers_suivis": 0, "complet": False,
        "note": None, "close_le": None, "mises_en_relation": [],
    }  # fmt: skip
    said = run("ressources", "montrer", "martin jeanne").out
    assert "Aide sur    école, garde d’enfants" in said
    assert "0 foyer sur 2" in said


def test_adding_is_undone_and_its_number_is_not_given_again(
    run: Run, base: Path, jeanne: str
) -> None:
    before = tables(base, besides=JOURNAL)
    run("ressources", "ajouter", "Paul Roy")
    run("annuler")
    assert tables(base, besides=JOURNAL) == before
    assert "PR-3, Paul Roy" in run("ressources", "ajouter", "Paul Roy").out


@pytest.mark.parametrize(
    "case",
    [
        (("ajouter",), 2, "Il manque NOM."),
        (("ajouter", "  "), 2, "--nom est vide"),
        (("ajouter", *JEANNE), 1, "Cette personne est déjà dans le carnet : PR-1."),
        (("ajouter", "Ana", "--themes", "poney"), 2, "--themes : « poney » n’est pas connu"),
        (("ajouter", "Ana", "--capacite", "-1"), 2, "--capacite"),
        (("ajouter", "Ana", "--capacite", "0"), 2, "0 n’est pas possible : donnez un nombre de 1"),
        (("ajouter", "Ana", "--email", "ana"), 2, "--email"),
        (("ajouter", "Ana", "--commune", "Lyon"), 1, "n’est pas une commune de Bourgogne"),
        (("ajouter", "Ana", "--commune", "Saint-Sauveur"), 4, "Saint-Sauveur 70300"),
        (("ajouter", "Ana", "--territoire", "Z9"), 3, "Aucun territoire ne répond"),
        (("modifier", "PR-1"), 2, "Dites quoi modifier"),
        (("modifier", "PR-1", "--capacite", "2"), 1, "a déjà ces valeurs"),
        (("modifier", "PR-1", "--nom", "(vide)"), 2, "garde un nom"),
        (("modifier", "PR-8", "--capacite", "2"), 3, "ne répond à « PR-8 »"),
        (("montrer", "zoé"), 3, "Aucune personne ressource ne répond à « zoé »"),
        (("clore", "PR-1", "--le", "demain"), 1, "est dans le futur"),
        (("rouvrir", "PR-1"), 1, "est déjà proposée"),
        (("lister", "--commune", "Lyon"), 1, "n’est pas une commune"),
    ],
)
def test_a_mistake_is_a_sentence_and_writes_nothing(
    run: Run, base: Path, jeanne: str, case: tuple[tuple[str, ...], int, str]
) -> None:
    words, code, sentence = case
    before = tables(base)
    assert sentence in run("ressources", *words, fails_with=code).err
    assert tables(base) == before


def test_names_of_several_people_are_told_apart(run: Run, jeanne: str) -> None:
    run("ressources", "ajouter", "Jeanne Roy", "--commune", "Dijon")
    said = run("ressources", "montrer", "jeanne", fails_with=4)
    assert "PR-1  Jeanne Martin (Autun), adjointe, Mairie d’Autun" in said.err
    assert "PR-2  Jeanne Roy (Dijon)" in said.err
    run("ressources", "ajouter", "Jeanne Martin", "--structure", "Club de rugby")
    assert "PR-3" in run("ressources", "montrer", "martin", fails_with=4).err


def test_values_are_corrected_erased_and_taken_back(run: Run, base: Path, jeanne: str) -> None:
    before = tables(base, besides=JOURNAL)
    words = ("--telephone", "(vide)", "--email", "jeanne@example.org", "--commune", "Dijon")
    said = run("ressources", "modifier", jeanne, *words, "-f", "json").json
    assert (said["telephone"], said["email"], said["code_insee"]) == (
        None,
        "jeanne@example.org",
        "21231",
    )
    assert {(c["champ"], c["apres"]) for c in said["changements"]} == {
        ("telephone", None), ("email", "jeanne@example.org"), ("commune", "Dijon"),
    }  # fmt: skip
    run("annuler")
    assert tables(base, besides=JOURNAL) == before
    run("ressources", "modifier", jeanne, "--commune", "(vide)", "--territoire", "(vide)")
    record = run("ressources", "montrer", jeanne, "-f", "json").json
    assert (record["commune"], record["code_insee"], record["territoire"]) == (None, None, None)


def test_filters_keep_what_they_say(run: Run, jeanne: str) -> None:
    run("ressources", "ajouter", "Paul Roy", "--commune", "Dijon", "--themes", "emploi")
    for words, expected in (
        ((), ["PR-1", "PR-2"]),
        (("--theme", "crèche"), ["PR-1"]),
        (("--theme", "emploi"), ["PR-2"]),
        (("--commune", "Dijon"), ["PR-2"]),
        (("--territoire", "gam"), ["PR-1"]),
        (("--territoire", "aucun"), ["PR-2"]),
        (("--theme", "sante"), []),
    ):
        assert listed(run, *words) == expected, words
    said = run("ressources", "lister", "-n", "1").out
    assert "… et 1 autre : `-n 2` les montre toutes · 2 personnes ressources" in said


def test_the_load_is_the_households_that_are_followed_on_the_day(run: Run, jeanne: str) -> None:
    """Ended ones, closed files, and those that never answered for two months leave their place."""
    one, two, three, four = (household(run, name) for name in ("ab", "cd", "ef", "gh"))
    for reference, on in ((one, "20/11/2025"), (two, "25/11/2025")):
        run("mises-en-relation", "noter", reference, jeanne, "--le", on)
    run("mises-en-relation", "noter", three, jeanne, "--le", "01/06/2025", "--oui")
    run("mises-en-relation", "noter", four, jeanne, "--le", "01/06/2024", "--oui")
    said = run("ressources", "lister").out
    assert "2 foyers sur 2, complet" in said
    assert "1 personne ressource, dont 1 complète" in said
    assert listed(run, "--libres") == []

    def load(day: str = "2025-11-27") -> int:
        line = ("--date", day, "ressources", "montrer", jeanne, "-f", "json")
        return int(run(*line).json["foyers_suivis"])

    assert (load(), load("2025-11-21"), load("2025-06-02")) == (2, 1, 1)
    run("mises-en-relation", "suivre", three, "-e", "repondue", "--le", "01/07/2025")
    assert load() == 3
    run("mises-en-relation", "suivre", one, "-e", "reussie")
    assert load() == 2
    run("foyers", "clore", two, "--motif", "projet_reporte")
    assert (load(), load("2025-11-26")) == (1, 3)
    assert listed(run, "--libres") == [jeanne]


def test_somebody_closed_is_no_longer_proposed_and_may_be_again(
    run: Run, base: Path, jeanne: str
) -> None:
    reference = household(run, "ab")
    run("mises-en-relation", "noter", reference, jeanne)
    before = tables(base, besides=JOURNAL)
    said = run("ressources", "clore", jeanne)
    assert "Pour revenir en arrière : `venez-vivre annuler`" in said.out
    assert "1 mise en relation court encore" in said.out
    assert listed(run) == []
    assert "n’est plus proposée depuis" in run("ressources", "clore", jeanne, fails_with=1).err
    assert "N’est plus proposée depuis le 27/11/2025." in run("ressources", "montrer", "jeanne").out
    run("annuler")
    assert tables(base, besides=JOURNAL) == before
    run("ressources", "clore", jeanne, "--le", "20/11/2025")
    assert run("--date", "2025-11-19", "ressources", "lister", "-f", "json").json != []
    run("ressources", "rouvrir", jeanne)
    assert listed(run) == [jeanne]


def test_hostile_text_is_shown_harmless(run: Run) -> None:
    run("ressources", "ajouter", "Ana \x1b[2J[/red]", "--note", "a\x1b]0;b\x07")
    for words in (("lister",), ("montrer", "ana")):
        said = run("ressources", *words).out
        assert "[/red]" in said
        assert "\x1b" not in said
    assert "`venez-vivre ressources ajouter`" not in run("ressources", "lister").out


def test_an_empty_book_says_how_to_begin(run: Run) -> None:
    assert "`venez-vivre ressources ajouter`" in run("ressources", "lister").out
    assert "reference;nom" in run("ressources", "lister", "-f", "csv").out
