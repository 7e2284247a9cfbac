"""Who is whom: two people are never one, one person never two, whatever the order of the files."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from builders import Line, a_csv, a_signup, query
from venez_vivre.intake import plan

if TYPE_CHECKING:
    from conftest import Run

SHARED = {"email": "contact@asso.example.org", "telephone": ""}


class Intake:
    """Imports sign-ups into the test's base, and reads what became of them."""

    def __init__(self, run: Run, base: Path, folder: Path) -> None:
        self.run, self.base, self.folder = run, base, folder

    def __call__(self, *lines: Line) -> Any:
        path = a_csv(self.folder / "inscriptions.csv", lines)
        return self.run("inscrits", "importer", str(path), "-f", "json").json

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return query(self.base, sql)


@pytest.fixture
def intake(run: Run, base: Path, tmp_path: Path) -> Intake:
    return Intake(run, base, tmp_path)


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"prenom": "Paul", "reference_externe": "42", "telephone": "0639980001"},
            {"prenom": "Marie", "reference_externe": "42", "telephone": "0639980001"},
        ),
        (
            {"prenom": "Marie", "nom": "Martin", "annee_naissance": "1970", **SHARED},
            {"prenom": "Marie", "nom": "Petit", "annee_naissance": "1990", **SHARED},
        ),
        (
            {"prenom": "Jean", "nom": "Dupont", "annee_naissance": "1955", **SHARED},
            {"prenom": "Jean", "nom": "Dupont", "annee_naissance": "1990", **SHARED},
        ),
        (
            {"prenom": "Marie", "nom": "Martin", **SHARED},
            {"prenom": "Marie", "nom": "Petit", **SHARED},
        ),
    ],
)
def test_two_people_stay_two(intake: Intake, one: Line, other: Line, *, together: bool) -> None:
    """A household's number, a family's or an association's address proves nobody the same."""
    lines = a_signup(**one), a_signup(**other)
    receipts = [intake(*lines)] if together else [intake(line) for line in lines]
    assert sum(receipt["creees"] for receipt in receipts) == 2
    newer = [{**line, "date_inscription": "10/11/2025"} for line in lines]
    assert intake(*newer)["mises_a_jour"] == 2
    names = intake.rows("SELECT first_name, birth_year FROM person ORDER BY id")
    assert [name for name, _ in names] == [one["prenom"], other["prenom"]]


@pytest.mark.parametrize("name", ["Dupnot", "Dupont-Leroy", "DUPONT", ""])
def test_a_slip_or_a_double_name_is_the_same_person(intake: Intake, name: str) -> None:
    first = a_signup(prenom="Marie", nom="Dupont", **SHARED)
    intake(first)
    again = intake({**first, "nom": name, "date_inscription": "10/11/2025"})
    assert again["mises_a_jour"] == 1


def test_a_partner_under_a_presumed_name_is_recognised(intake: Intake) -> None:
    """Nobody said that Luc is called Roy."""
    intake(a_signup(prenom="Zoé", nom="Roy", prenom_conjoint="Luc", email_conjoint="l@example.org"))
    assert intake(a_signup(prenom="Luc", nom="Blin", email="l@example.org"))["mises_a_jour"] == 1


@pytest.mark.parametrize("batch", [1, 1000])
def test_a_third_adult_does_not_join_a_couple(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Naming somebody who already has a partner makes a household of their own."""
    monkeypatch.setattr(plan, "BATCH", batch)
    one = a_signup(prenom="Zoé", prenom_conjoint="Luc")
    third = a_signup(prenom="Ana", prenom_conjoint="Zoé", email_conjoint=one["email"])
    intake(one, third)
    people = "SELECT household_id, first_name FROM person ORDER BY id"
    assert intake.rows(people) == [(1, "Zoé"), (1, "Luc"), (2, "Ana")]


@pytest.mark.parametrize("batch", [1, 1000])
@pytest.mark.parametrize("back", ["ancienne", "nouvelle"])
def test_an_address_that_changed_is_known_alike_within_a_batch_and_after(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, batch: int, back: str
) -> None:
    monkeypatch.setattr(plan, "BATCH", batch)
    phone = {"telephone": "0639980001"}
    first = a_signup(prenom="Zoé", email="ancienne@example.org", **phone)
    moved = {**first, "email": "nouvelle@example.org", "date_inscription": "10/11/2025"}
    again = {**moved, "email": f"{back}@example.org", "telephone": "", "commune": "Dole"}
    receipt = intake(first, moved, again)
    assert receipt["creees"] == (2 if back == "ancienne" else 1)


# --- what is newer --------------------------------------------------------------------------


def test_an_edit_by_hand_outlives_a_form_of_the_same_day(intake: Intake) -> None:
    """A form of the day after says something newer."""
    first = a_signup(date_inscription="26/11/2025", commune="Lyon")
    intake(first)
    intake.run("foyers", "modifier", first["email"], "--commune", "Dole")
    intake({**first, "date_inscription": "27/11/2025", "commune": "Sens", "metier": "maçon"})
    assert intake.rows("SELECT commune FROM household") == [("Dole",)]
    assert intake.rows("SELECT occupation FROM person") == [("maçon",)]


def test_a_household_is_as_new_as_its_newest_form(intake: Intake) -> None:
    """An old form of one partner does not overwrite a newer one of the other."""
    one = a_signup(prenom="Zoé", commune="Lyon", prenom_conjoint="Luc", email_conjoint="l@e.fr")
    intake(one)
    intake({**one, "date_inscription": "20/11/2025", "commune": "Dole"})
    late = a_signup(prenom="Luc", email="l@e.fr", date_inscription="10/11/2025", commune="Sens")
    assert intake(late)["mises_a_jour"] == 1
    assert intake.rows("SELECT commune FROM household") == [("Dole",)]


@pytest.mark.parametrize("batch", [1, 1000])
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_first_channel_is_that_of_the_earliest_form_in_any_order(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, order: tuple[int, ...], batch: int
) -> None:
    monkeypatch.setattr(plan, "BATCH", batch)
    person = a_signup()
    forms = [
        {**person, "date_inscription": "01/10/2025", "canal": "", "campagne": ""},
        {**person, "date_inscription": "02/10/2025", "canal": "LinkedIn", "campagne": "A"},
        {**person, "date_inscription": "03/10/2025", "canal": "Facebook", "campagne": "B"},
    ]
    intake(*(forms[place] for place in order))
    assert intake.rows("SELECT channel, campaign FROM household") == [("linkedin", "A")]


def test_a_channel_typed_by_an_officer_stays(intake: Intake) -> None:
    person = a_signup(canal="Facebook")
    intake(person)
    intake.run("foyers", "modifier", person["email"], "--canal", "salon")
    intake({**person, "date_inscription": "01/10/2025", "canal": "LinkedIn"})
    assert intake.rows("SELECT channel FROM household") == [("salon",)]
