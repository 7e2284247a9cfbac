"""Doubtful identities: what is set aside, how it is decided, and how a decision is taken back."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from bases import address_of
from builders import Line, a_csv, query, tables

if TYPE_CHECKING:
    from conftest import Run

JEAN = {
    "prenom": "Jean-Philippe",
    "nom": "Dupont",
    "email": "jp.dupont@example.org",
    "telephone": "0639980103",
    "annee_naissance": "1979",
    "code_postal": "75011",
    "commune": "Paris",
}
JP = {
    **JEAN,
    "prenom": "JP",
    "email": "jpdup@example.org",
    "annee_naissance": "",
    "metier": "maçon",
}
CLAIRE = {
    "prenom": "Claire",
    "nom": "Martin",
    "email": "claire.martin@example.org",
    "telephone": "0639980101",
    "annee_naissance": "1985",
    "code_postal": "69003",
    "commune": "Lyon",
}
PAUL = {**CLAIRE, "prenom": "Paul", "email": "paul.m@example.org", "annee_naissance": "1984"}
JOURNAL = ("operation", "journal_block")


class Desk:
    """The program on one base, with small files of sign-ups."""

    def __init__(self, run: Run, base: Path, folder: Path) -> None:
        self.run, self.base, self.folder = run, base, folder
        self._files = 0

    def load(self, *lines: Line, fails_with: int = 0) -> Any:
        self._files += 1
        path = a_csv(self.folder / f"fichier-{self._files}.csv", lines)
        return self.run("inscrits", "importer", str(path), "-f", "json", fails_with=fails_with).json

    def cases(self) -> Any:
        return self.run("inscrits", "doublons", "-f", "json").json

    def decide(self, *decisions: tuple[str, str], fails_with: int = 0) -> Any:
        path = self.folder / "decisions.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([("cas", "decision"), *decisions])
        return self.run("inscrits", "doublons", "--decisions", str(path), fails_with=fails_with)

    def people(self) -> list[tuple[Any, ...]]:
        return query(
            self.base,
            "SELECT first_name, last_name, email, occupation FROM person ORDER BY id",
        )


@pytest.fixture
def desk(run: Run, base: Path, tmp_path: Path) -> Desk:
    return Desk(run, base, tmp_path)


@pytest.fixture
def doubtful(desk: Desk) -> Desk:
    """Jean-Philippe is known; a line about JP, with his phone and another e-mail, waits."""
    desk.load(JEAN)
    receipt = desk.load(JP, fails_with=5)
    assert (receipt["lues"], receipt["mises_de_cote"]) == (1, 1)
    return desk


def test_a_doubtful_line_changes_nobody_and_waits(doubtful: Desk) -> None:
    assert doubtful.people() == [("Jean-Philippe", "Dupont", "jp.dupont@example.org", None)]
    (case,) = doubtful.cases()
    assert (case["cas"], case["proposition"]) == ("L1/1", "meme_personne")
    assert "même téléphone" in case["raisons"]


def test_a_cell_that_erases_is_shown_as_it_was_written(desk: Desk) -> None:
    """In the table of cases as in the file that they are decided by."""
    desk.load(JEAN)
    desk.load({**JP, "code_postal": "(vide)"}, fails_with=5)
    printed = desk.run("inscrits", "doublons", "-f", "csv").out
    case = next(csv.DictReader(printed.splitlines(), delimiter=";"))
    assert case["une_code_postal"] == "(vide)"


def test_the_same_file_again_waits_still_and_writes_nothing(doubtful: Desk) -> None:
    before = tables(doubtful.base)
    assert doubtful.load(JP, fails_with=5)["mises_de_cote"] == 1
    assert tables(doubtful.base) == before


def test_the_same_person_is_completed_and_keeps_the_fuller_name(doubtful: Desk) -> None:
    doubtful.decide(("L1/1", "meme_personne"))
    assert doubtful.people() == [("Jean-Philippe", "Dupont", "jpdup@example.org", "maçon")]
    assert doubtful.cases() == []
    assert doubtful.load(JP)["inchangees"] == 1


def test_somebody_else_gets_a_file_of_their_own(doubtful: Desk) -> None:
    doubtful.decide(("L1/1", "sans lien"))
    assert len(doubtful.people()) == 2
    assert doubtful.cases() == []


def test_somebody_of_the_household_joins_it(doubtful: Desk) -> None:
    doubtful.decide(("l1/1", "Même foyer"))
    assert query(doubtful.base, "SELECT DISTINCT household_id FROM person") == [(1,)]
    assert len(doubtful.people()) == 2


@pytest.mark.parametrize("verdict", ["meme_personne", "meme_foyer", "sans_lien"])
def test_a_decision_is_taken_back_whole_and_made_again(doubtful: Desk, verdict: str) -> None:
    before = tables(doubtful.base, besides=JOURNAL)
    doubtful.decide(("L1/1", verdict))
    after = tables(doubtful.base, besides=JOURNAL)
    doubtful.run("annuler")
    assert tables(doubtful.base, besides=JOURNAL) == before
    doubtful.run("refaire")
    assert tables(doubtful.base, besides=JOURNAL) == after


def test_a_decision_is_remembered_for_another_line_that_says_the_same(doubtful: Desk) -> None:
    """With its author; a line of another day about the same JP is not asked about again."""
    doubtful.decide(("L1/1", "meme_personne"))
    author = query(doubtful.base, "SELECT verdict, agent FROM identity_decision")
    assert author == [("meme_personne", "Test")]
    doubtful.run("annuler")
    doubtful.decide(("L1/1", "sans_lien"))
    assert doubtful.load({**JP, "metier": "plombier"})["mises_a_jour"] == 1
    assert [person[3] for person in doubtful.people()] == [None, "plombier"]


def test_an_unknown_decision_or_case_changes_nothing(doubtful: Desk) -> None:
    before = tables(doubtful.base)
    assert "n’est pas une décision" in doubtful.decide(("L1/1", "peut-être"), fails_with=1).err
    assert "n’est plus à décider" in doubtful.decide(("L9/1", "meme_foyer"), fails_with=3).err
    assert "n’est pas un cas" in doubtful.decide(("tout", "meme_foyer"), fails_with=2).err
    assert tables(doubtful.base) == before


def test_a_couple_is_two_people_at_once_and_one_household_is_proposed(desk: Desk) -> None:
    """One phone, one name, one address: never one person, whatever they share."""
    assert desk.load(CLAIRE, PAUL)["creees"] == 2
    (case,) = desk.cases()
    assert case["proposition"] == "meme_foyer"
    desk.decide((case["cas"], "meme_foyer"))
    assert query(desk.base, "SELECT DISTINCT household_id FROM person") == [(1,)]
    assert desk.cases() == []


def test_what_was_said_to_be_unrelated_is_not_proposed_again(desk: Desk) -> None:
    desk.load(CLAIRE, PAUL)
    desk.decide((desk.cases()[0]["cas"], "sans_lien"))
    assert desk.cases() == []


def test_a_file_of_cases_is_the_file_to_fill_in(desk: Desk) -> None:
    """The list as a spreadsheet, its empty column filled in, is what `--decisions` takes."""
    desk.load(CLAIRE, PAUL)
    listed = desk.run("inscrits", "doublons", "-f", "csv").out.removeprefix("\ufeff")
    rows = list(csv.reader(listed.splitlines(), delimiter=";"))
    place = rows[0].index("decision")
    rows[1][place] = "meme foyer"
    path = desk.folder / "rempli.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    done = desk.run("inscrits", "doublons", "--decisions", str(path), "-f", "json").json
    assert [one["decision"] for one in done] == ["meme_foyer"]


# Merging and separating files.


def test_merging_two_files_brings_everything_together_and_undo_parts_them(desk: Desk) -> None:
    """Contacts, sign-ups and people; then everything is as before, table by table."""
    desk.load({**CLAIRE, "adultes": "2", "enfants": "1", "loyer_max": "700"})
    desk.load({**PAUL, "enfants": "1", "horizon": "", "budget_achat": "200000"})
    for email in (CLAIRE["email"], PAUL["email"]):
        desk.run("contacts", "noter", email, "--canal", "tel", "--resultat", "joint")
    before = tables(desk.base, besides=JOURNAL)
    desk.run("foyers", "fusionner", CLAIRE["email"], PAUL["email"])
    roles = query(desk.base, "SELECT first_name, role FROM person ORDER BY id")
    assert roles == [("Claire", "inscrit"), ("Paul", "inscrit"), (None, "enfant")]
    (home,) = query(
        desk.base, "SELECT id, adults, children, rent_max, purchase_budget FROM household"
    )
    assert home == (1, 2, 1, 700, 200000)
    for table in ("contact", "signup"):
        assert query(desk.base, f"SELECT DISTINCT household_id FROM {table}") == [(1,)]
    after = tables(desk.base, besides=JOURNAL)
    desk.run("annuler")
    assert tables(desk.base, besides=JOURNAL) == before
    desk.run("refaire")
    assert tables(desk.base, besides=JOURNAL) == after


def test_a_merged_file_counts_once_in_the_funnel(desk: Desk) -> None:
    desk.load(CLAIRE, PAUL)
    desk.run("foyers", "fusionner", CLAIRE["email"], PAUL["email"])
    first = desk.run("entonnoir", "-f", "json").json["etapes"][0]
    assert (first["foyers"], first["personnes"]) == (1, 2)


def test_two_settled_households_are_not_merged(desk: Desk) -> None:
    desk.load(*({**line, "date_inscription": "01/03/2025"} for line in (CLAIRE, JEAN)))
    settled = ("--le", "2025-11-01", "--commune", "Autun", "--adultes", "1", "--enfants", "0")
    for line in (CLAIRE, JEAN):
        desk.run("installations", "noter", line["email"], *settled, "--scolarises", "0")
    said = desk.run("foyers", "fusionner", CLAIRE["email"], JEAN["email"], fails_with=1).err
    assert "installations annuler" in said


def test_separating_gives_the_first_files_back_in_people_and_sign_ups(desk: Desk) -> None:
    desk.load(CLAIRE, PAUL)
    before = tables(desk.base, besides=JOURNAL)
    desk.run("foyers", "fusionner", CLAIRE["email"], PAUL["email"])
    desk.run("foyers", "separer", CLAIRE["email"], "Paul")
    homes = query(desk.base, "SELECT first_name, household_id FROM person ORDER BY id")
    assert homes == [("Claire", 1), ("Paul", 3)]
    assert query(desk.base, "SELECT household_id FROM signup ORDER BY id") == [(1,), (3,)]
    assert desk.cases() == []
    desk.run("annuler")
    desk.run("annuler")
    assert tables(desk.base, besides=JOURNAL) == before


def test_nobody_is_separated_from_nobody(desk: Desk) -> None:
    desk.load({**CLAIRE, "enfants": "1", "naissances_enfants": "2015"})
    said = desk.run("foyers", "separer", CLAIRE["email"], "Claire", fails_with=1).err
    assert "Personne ne resterait" in said
    said = desk.run("foyers", "separer", CLAIRE["email"], "2015", fails_with=1).err
    assert "Un enfant" in said
    said = desk.run("foyers", "separer", CLAIRE["email"], "Zoé", fails_with=3).err
    assert "foyers montrer" in said


# On a terminal.


def test_a_review_asks_one_letter_a_case_and_each_answer_is_kept(desk: Desk, base: Path) -> None:
    desk.load(JEAN)
    desk.load(JP, fails_with=5)
    desk.load(CLAIRE, PAUL)
    words = [
        "-m",
        "venez_vivre",
        "--base",
        address_of(base),
        "--date",
        "2025-11-27",
        "inscrits",
        "doublons",
    ]
    child = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=30, dimensions=(50, 110))
    child.expect("Cas 1 sur 2")
    child.expect("Décision")
    child.sendline("m")
    child.expect("Cas 2 sur 2")
    child.expect("Décision")
    child.sendline("q")
    child.expect("1 décision enregistrée")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert [case["proposition"] for case in desk.cases()] == ["meme_foyer"]
