"""The imports that were made: the list of them, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import Line, a_contact, a_csv, a_signup, query
from venez_vivre.intake import (
    campaigns,
    contacts,
    occupations_official,
    offers,
    officers,
    plan,
    resources,
    runs,
    settlements,
    signups,
    territories,
)
from venez_vivre.screens.runs import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

KEYS = [
    *("numero", "date", "type", "fichier", "agent", "lues", "creees", "mises_a_jour"),
    *("inchangees", "mises_de_cote", "rejetees", "operation"),
]


@pytest.fixture
def load(run: Run, tmp_path: Path) -> Any:
    def once(noun: str, name: str, *lines: Line, fails_with: int = 0, **how: str) -> Any:
        path = a_csv(tmp_path / name, lines, **how)
        return run(noun, "importer", str(path), "-f", "json", fails_with=fails_with).json

    return once


def listed(run: Run, *words: str) -> Any:
    return run("imports", "lister", *words, "-f", "json").json


def shown(run: Run, number: int) -> Any:
    return run("imports", "montrer", str(number), "-f", "json").json


def test_a_base_without_imports_says_how_to_begin(run: Run) -> None:
    assert listed(run) == []
    assert "venez-vivre inscrits importer" in run("imports", "lister").out


def test_imports_are_listed_the_newest_first_with_their_counts(
    run: Run, base: Path, load: Any
) -> None:
    load("inscrits", "i.csv", a_signup(), a_signup(), a_signup(nom="", prenom=""), fails_with=5)
    run("agents", "ajouter", "--nom", "Quelqu’un")
    (reference,) = query(base, "SELECT reference FROM household LIMIT 1")[0]
    load("contacts", "c.csv", a_contact(reference))
    newest, oldest = listed(run)
    assert list(newest) == KEYS
    assert oldest == {
        "numero": 1,
        "date": "2025-11-27",
        "type": "inscrits",
        "fichier": "i.csv",
        "agent": "Test",
        "lues": 3,
        "creees": 2,
        "mises_a_jour": 0,
        "inchangees": 0,
        "mises_de_cote": 0,
        "rejetees": 1,
        "operation": 1,
    }
    assert (newest["numero"], newest["type"], newest["operation"]) == (2, "contacts", 3)


def test_the_list_of_people_is_cut_and_says_so(run: Run, load: Any) -> None:
    for number in range(3):
        load("inscrits", f"{number}.csv", a_signup())
    said = run("imports", "lister", "-n", "2").out
    assert "2.csv" in said
    assert "0.csv" not in said
    assert "… et 1 plus ancien : `-n 3` les montre." in said
    assert len(listed(run)) == 3


def test_what_changed_nothing_is_not_in_the_list(run: Run, load: Any, tmp_path: Path) -> None:
    line = a_signup()
    for _ in range(2):
        load("inscrits", "i.csv", line)
    run("inscrits", "importer", str(a_csv(tmp_path / "j.csv", [a_signup()])), "--simuler")
    assert len(listed(run)) == 1


def test_files_of_one_command_have_its_operation(run: Run, base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "envois"
    folder.mkdir()
    for name in "ab":
        a_csv(folder / f"{name}.csv", [a_signup()])
    run("inscrits", "importer", str(folder))
    assert [(r["fichier"], r["operation"]) for r in listed(run)] == [("b.csv", 1), ("a.csv", 1)]
    run("annuler", "--operation", "1", "--oui")
    assert listed(run) == []
    run("refaire")
    assert [(r["fichier"], r["operation"]) for r in listed(run)] == [("b.csv", 1), ("a.csv", 1)]
    assert query(base, "SELECT count(*) FROM household") == [(2,)]


def test_an_import_is_shown_with_how_it_was_read(run: Run, load: Any) -> None:
    line = {**a_signup(), "Couleur": "bleu", "Prénom du conjoint": "Zoé"}
    load("inscrits", "i.csv", line, encoding="cp1252", separator="\t")
    data = shown(run, 1)
    assert (data["encodage"], data["separateur"], data["feuille"]) == ("Windows-1252", "\t", None)
    fields = {column["en_tete"]: column["champ"] for column in data["colonnes"]}
    assert fields["Prénom du conjoint"] == "prenom_conjoint"
    assert fields["Couleur"] is None
    assert list(fields) == list(line)
    page = run("imports", "montrer", "1").out
    for text in ("Windows-1252, séparateur tabulation", "par Test", "annuler --operation 1"):
        assert text in page


def test_headings_that_were_settled_are_shown_as_they_were(run: Run, tmp_path: Path) -> None:
    path = a_csv(tmp_path / "o.csv", [{"Titre": "Maçon", "Tipe": "emploi"}])
    run("offres", "importer", str(path), "--colonne", "Tipe=type")
    columns = shown(run, 1)["colonnes"]
    assert columns == [
        {"en_tete": "Titre", "champ": "titre"},
        {"en_tete": "Tipe", "champ": "type"},
    ]


def test_an_import_of_which_something_stays_says_that_it_was_undone(
    run: Run, base: Path, load: Any
) -> None:
    """A household that somebody worked on since is kept, and its import with it."""
    load("inscrits", "i.csv", a_signup(), a_signup())
    (reference,) = query(base, "SELECT reference FROM household ORDER BY id LIMIT 1")[0]
    run("contacts", "noter", reference, "--resultat", "joint")
    assert shown(run, 1)["annulee"] is False
    run("annuler", "--operation", "1", "--oui")
    assert shown(run, 1)["annulee"] is True
    assert "annulée ; ce qui a été modifié depuis" in run("imports", "montrer", "1").out


def test_lines_that_wait_for_a_decision_are_counted(run: Run, load: Any) -> None:
    jean = {
        **a_signup(),
        "prenom": "Jean-Philippe",
        "nom": "Dupont",
        "email": "jp.dupont@example.org",
        "telephone": "0639980103",
    }
    load("inscrits", "i.csv", jean)
    jp = {**jean, "prenom": "JP", "email": "jpdup@example.org"}
    load("inscrits", "j.csv", jp, fails_with=5)
    data = shown(run, 2)
    assert (data["mises_de_cote"], data["a_decider"]) == (1, 1)
    assert "1 ligne attend une décision : `venez-vivre inscrits doublons`" in (
        run("imports", "montrer", "2").out
    )


def test_an_import_that_does_not_exist_says_where_to_look(run: Run) -> None:
    assert "venez-vivre imports lister" in run("imports", "montrer", "9", fails_with=3).err
    run("imports", "montrer", "0", fails_with=2)


def test_every_kind_of_import_has_its_noun_and_its_columns() -> None:
    """The names are those that imports write."""
    importers = [
        *(signups.SignupImporter, contacts.ContactImporter, settlements.SettlementImporter),
        *(offers.of_kind("emploi"), campaigns.CampaignImporter, territories.TerritoryImporter),
        *(officers.OfficerImporter, occupations_official.OccupationImporter),
        resources.ResourceImporter,
    ]
    tables = {plan.kind_name(importer): importer.columns for importer in importers}
    assert tables == runs.TABLES
    assert tables.keys() == KINDS.keys()
