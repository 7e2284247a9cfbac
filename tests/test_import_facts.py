"""Contacts and settlements: each refusal has its reason, and stages follow at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from builders import (
    JOURNAL,
    Line,
    a_contact,
    a_csv,
    a_settlement,
    a_signup,
    a_territory,
    opened,
    query,
    tables,
)

if TYPE_CHECKING:
    from conftest import Run

EMAIL = "zoe@example.org"


class Facts:
    """A base with one household, and imports into it."""

    def __init__(self, run: Run, base: Path, folder: Path) -> None:
        self.run, self.base, self.folder = run, base, folder
        self.load("inscrits", a_signup(prenom="Zoé", nom="Roy", email=EMAIL))

    def load(self, noun: str, *lines: Line, fails_with: int = 0) -> Any:
        path = a_csv(self.folder / f"{noun}.csv", lines)
        return self.run(noun, "importer", str(path), "-f", "json", fails_with=fails_with).json

    def contact(self, fails_with: int = 0, **changes: str) -> Any:
        return self.load("contacts", a_contact(EMAIL, **changes), fails_with=fails_with)

    def settle(self, fails_with: int = 0, **changes: str) -> Any:
        return self.load("installations", a_settlement(EMAIL, **changes), fails_with=fails_with)

    def row(self, columns: str, table: str = "household") -> tuple[Any, ...]:
        return self.rows(columns, table)[0]

    def rows(self, columns: str, table: str) -> list[tuple[Any, ...]]:
        return query(self.base, f"SELECT {columns} FROM {table} ORDER BY id")


@pytest.fixture
def facts(run: Run, base: Path, tmp_path: Path) -> Facts:
    return Facts(run, base, tmp_path)


# --- contacts -------------------------------------------------------------------------------


def test_an_exchange_that_reached_somebody_accompanies_the_household(facts: Facts) -> None:
    assert facts.contact()["creees"] == 1
    stage = facts.row("stage, accompanied_on, last_contact_on")
    assert stage == ("accompagne", "2025-11-10", "2025-11-10")
    kept = facts.row("channel, result, summary", "contact")
    assert kept == ("telephone", "joint", "Projet confirmé")


def test_an_exchange_without_an_answer_accompanies_nobody(facts: Facts) -> None:
    facts.contact(resultat="répondeur")
    assert facts.row("stage, accompanied_on, last_contact_on") == ("inscrit", None, "2025-11-10")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"foyer": "absent@example.org"}, "foyer inconnu"),
        ({"foyer": "MIRO-999"}, "foyer inconnu"),
        ({"foyer": ""}, "foyer non renseigné"),
        ({"date": "28/11/2025"}, "date dans le futur"),
        ({"date": ""}, "date non renseignée"),
        ({"date": "hier"}, "date illisible"),
        ({"canal": ""}, "canal non renseigné"),
        ({"canal": "pigeon"}, "valeur inconnue"),
        ({"resultat": "bof"}, "valeur inconnue"),
    ],
)
def test_an_impossible_contact_is_rejected_with_its_reason(
    facts: Facts, changes: Line, reason: str
) -> None:
    receipt = facts.contact(fails_with=5, **changes)
    assert [p["motif"] for p in receipt["problemes"]] == [reason]
    assert facts.rows("id", "contact") == []


def test_an_email_that_two_households_have_is_ambiguous(facts: Facts) -> None:
    """The reference settles it, however it is typed."""
    facts.load("inscrits", a_signup(prenom="Ana", email=EMAIL))
    receipt = facts.contact(fails_with=5)
    assert receipt["problemes"][0]["motif"] == "2 foyers ont cet e-mail"
    (reference,) = facts.rows("reference", "household")[1]
    facts.contact(foyer=f" {reference.lower().replace('-', ' ')} ")
    assert facts.rows("household_id", "contact") == [(2,)]


def test_the_same_contact_twice_changes_nothing(facts: Facts) -> None:
    """Also under another spelling, or in a file of another layout."""
    facts.contact(suite="envoyer le guide", echeance="01/12/2025")
    before = tables(facts.base)
    assert facts.contact(suite="envoyer le guide", echeance="01/12/2025")["inchangees"] == 1
    assert facts.contact(resume="PROJET CONFIRME", canal="appel")["inchangees"] == 1
    line = dict(reversed(a_contact(EMAIL).items()))
    assert facts.load("contacts", line)["inchangees"] == 1
    assert tables(facts.base) == before


def test_a_changed_result_corrects_the_contact_and_is_undone(facts: Facts) -> None:
    facts.contact(resultat="message")
    before = tables(facts.base, besides=JOURNAL)
    assert facts.contact(resultat="joint")["mises_a_jour"] == 1
    assert facts.rows("result", "contact") == [("joint",)]
    assert facts.row("stage") == ("accompagne",)
    facts.run("annuler", "--oui")
    assert [row[-2:] for row in tables(facts.base)["contact"]] == [
        row[-2:] for row in before["contact"]
    ]
    assert facts.rows("result", "contact") == [("message",)]
    assert facts.row("stage") == ("inscrit",)


@pytest.mark.parametrize(
    ("said", "planned"),
    [
        (
            {"suite": "envoyer le guide", "echeance": "20/11/2025"},
            ("envoyer le guide", "2025-11-20"),
        ),
        ({"suite": "envoyer le guide"}, ("envoyer le guide", "2025-11-17")),
        ({"echeance": "20/11/2025"}, ("rappeler", "2025-11-20")),
    ],
)
def test_what_is_to_be_done_is_planned(facts: Facts, said: Line, planned: tuple[str, str]) -> None:
    facts.contact(**said)
    assert facts.row("next_action, next_due_on") == planned


def test_what_is_to_be_done_may_be_corrected(facts: Facts) -> None:
    """Planned by a second import when the first said nothing."""
    facts.contact()
    assert facts.contact(suite="rappeler", echeance="20/11/2025")["mises_a_jour"] == 1
    assert facts.contact(suite="visiter", echeance="21/11/2025")["mises_a_jour"] == 1
    assert facts.rows("action, due_on", "follow_up") == [("visiter", "2025-11-21")]
    assert facts.row("next_action, next_due_on") == ("visiter", "2025-11-21")


def test_reaching_somebody_closes_what_was_due_by_then(facts: Facts) -> None:
    """Not what is due later, nor what an unanswered call leaves open."""
    facts.contact(resultat="message", suite="rappeler", echeance="12/11/2025")
    facts.contact(date="13/11/2025", resultat="sans_reponse", suite="écrire", echeance="25/11/2025")
    assert facts.rows("done_on", "follow_up") == [(None,), (None,)]
    facts.contact(date="14/11/2025")
    assert facts.rows("done_on", "follow_up") == [("2025-11-14",), (None,)]
    assert facts.row("next_action") == ("écrire",)


def test_an_action_planned_by_hand_is_closed_too(facts: Facts) -> None:
    """It has no contact of its own."""

    connection = opened(facts.base, write=True)
    connection.execute(
        "INSERT INTO follow_up (household_id, action, due_on) VALUES (1, 'rappeler', '2025-11-09')"
    )
    connection.close()
    facts.contact()
    assert facts.rows("done_on", "follow_up") == [("2025-11-10",)]


def test_a_household_that_nobody_follows_goes_to_the_officer_of_its_last_exchange(
    facts: Facts,
) -> None:
    """And stays with them afterwards."""
    facts.load("agents", {"nom": "Sophie Aubry"}, {"nom": "Marc Delorme"})
    facts.load(
        "contacts",
        a_contact(EMAIL, date="12/11/2025", agent="SOPHIE AUBRY"),
        a_contact(EMAIL, date="11/11/2025", agent="Marc Delorme"),
    )
    facts.contact(date="13/11/2025", agent="Marc Delorme")
    assert facts.row("officer_id") == (1,)
    assert facts.rows("officer_id", "contact") == [(1,), (2,), (2,)]


@pytest.mark.parametrize("together", [True, False])
def test_two_results_without_a_summary_are_two_exchanges(facts: Facts, *, together: bool) -> None:
    """In one file or in two; exactly the same content is one."""
    lines = [a_contact(EMAIL, resultat=said, resume="") for said in ("sans_reponse", "joint")]
    if together:
        facts.load("contacts", *lines)
    else:
        facts.load("contacts", lines[0])
        facts.load("contacts", lines[1])
    assert facts.rows("result", "contact") == [("sans_reponse",), ("joint",)]
    turned = [dict(reversed(line.items())) for line in lines]
    assert facts.load("contacts", *turned)["inchangees"] == 2
    assert facts.load("contacts", *reversed(turned))["inchangees"] == 2


def test_two_results_of_one_file_are_two_exchanges_even_when_one_is_known(facts: Facts) -> None:
    """And that file twice changes nothing."""
    lines = [a_contact(EMAIL, resultat=said) for said in ("message", "joint")]
    facts.load("contacts", lines[0])
    assert facts.load("contacts", *lines)["creees"] == 1
    before = tables(facts.base)
    assert facts.load("contacts", *lines)["inchangees"] == 2
    assert tables(facts.base) == before


def test_somebody_who_was_reached_stays_reached(facts: Facts) -> None:
    """Another result is another exchange."""
    facts.contact(resultat="joint")
    assert facts.contact(resultat="message")["creees"] == 1
    assert facts.rows("result", "contact") == [("joint",), ("message",)]
    assert facts.row("stage") == ("accompagne",)


def test_a_result_that_is_corrected_back_is_seen(facts: Facts) -> None:
    """The row no longer says what the first line said."""
    for said in ("message", "sans_reponse", "message"):
        facts.contact(resultat=said)
        assert facts.rows("result", "contact") == [(said,)]
    assert facts.contact(resultat="message")["inchangees"] == 1


def test_a_contact_noted_by_hand_is_never_overwritten(facts: Facts) -> None:
    words = ("--canal", "telephone", "--resultat", "message", "--resume", "Projet confirmé")
    facts.run("contacts", "noter", EMAIL, *words, "--le", "10/11/2025")
    assert facts.contact(resultat="message", agent="Quelqu’un")["inchangees"] == 1
    assert facts.contact(resultat="sans_reponse")["creees"] == 1
    assert facts.rows("result, agent", "contact") == [("message", "Test"), ("sans_reponse", None)]


def test_vide_erases_what_a_contact_said(facts: Facts) -> None:
    """Result, summary, and the action that was planned."""
    facts.contact(resultat="message", suite="rappeler")
    facts.contact(resultat="(vide)", suite="(vide)")
    assert facts.rows("result, summary", "contact") == [(None, "Projet confirmé")]
    assert facts.rows("id", "follow_up") == []
    facts.contact(resultat="", resume="(vide)")
    assert facts.rows("result, summary", "contact") == [(None, None)]
    facts.run("annuler", "2", "--oui")
    assert facts.rows("result, summary", "contact") == [("message", "Projet confirmé")]
    assert facts.rows("action", "follow_up") == [("rappeler",)]


def test_a_result_corrected_to_reached_closes_what_was_due(facts: Facts) -> None:
    facts.contact(date="05/11/2025", resultat="message", suite="rappeler", echeance="08/11/2025")
    facts.contact(resultat="message")
    assert facts.contact(resultat="joint")["mises_a_jour"] == 1
    assert facts.rows("done_on", "follow_up") == [("2025-11-10",)]


def test_an_action_due_before_its_exchange_is_rejected(facts: Facts) -> None:
    receipt = facts.contact(suite="rappeler", echeance="09/11/2025", fails_with=5)
    assert receipt["problemes"][0]["motif"] == "échéance avant le contact"
    assert facts.rows("id", "contact") == []


# --- settlements ----------------------------------------------------------------------------


def test_a_settlement_settles_the_household(facts: Facts) -> None:
    """Spontaneous when nobody reached it before."""
    assert facts.settle()["creees"] == 1
    assert facts.row("stage, settled_on, spontaneous") == ("installe", "2025-11-20", 1)
    kept = facts.row("commune, code_insee, adults, children, schooled", "settlement")
    assert kept == ("Autun", "71014", 2, 2, 1)
    facts.contact()
    assert facts.row("spontaneous, accompanied_on") == (0, "2025-11-10")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"foyer": "absent@example.org"}, "foyer inconnu"),
        ({"date": "28/11/2025"}, "date dans le futur"),
        ({"date": "2025-11-02"}, "avant l’inscription du 03/11/2025"),
        ({"date": ""}, "date non renseignée"),
        ({"adultes": "-1"}, "nombre négatif"),
        ({"adultes": "0"}, "aucun adulte"),
        ({"adultes": "1,5"}, "nombre à virgule"),
        ({"adultes": "deux"}, "nombre illisible"),
        ({"enfants": "-2"}, "nombre négatif"),
        ({"scolarises": "3"}, "plus de scolarisés que d’enfants"),
        ({"enfants": "", "scolarises": "1"}, "plus de scolarisés que d’enfants"),
        ({"commune": "Atlantis"}, "commune inconnue"),
        ({"commune": ""}, "commune non renseignée"),
    ],
)
def test_an_impossible_settlement_is_rejected_with_its_reason(
    facts: Facts, changes: Line, reason: str
) -> None:
    """The household stays as it was."""
    before = tables(facts.base)
    receipt = facts.settle(fails_with=5, **changes)
    assert [p["motif"] for p in receipt["problemes"]] == [reason]
    assert tables(facts.base) == before


def test_the_same_settlement_twice_changes_nothing(facts: Facts) -> None:
    facts.settle()
    before = tables(facts.base)
    assert facts.settle()["inchangees"] == 1
    assert tables(facts.base) == before


def test_the_same_day_again_corrects_the_settlement_and_is_undone(facts: Facts) -> None:
    """The commune's code follows its name; what the file leaves blank stays."""
    facts.settle()
    assert facts.settle(commune="Nevers", enfants="", scolarises="2")["mises_a_jour"] == 1
    state = "commune, code_insee, adults, children, schooled"
    assert facts.rows(state, "settlement") == [("Nevers", "58194", 2, 2, 2)]
    facts.run("annuler", "--oui")
    assert facts.rows(state, "settlement") == [("Autun", "71014", 2, 2, 1)]


def test_vide_gives_a_count_its_usual_value_back(facts: Facts) -> None:
    """A number that is always known cannot be emptied."""
    facts.settle()
    facts.settle(enfants="(vide)", scolarises="(vide)")
    assert facts.rows("children, schooled", "settlement") == [(0, 0)]


def test_a_household_settles_once(facts: Facts) -> None:
    """Another day is refused as long as the first settlement stands."""
    facts.settle()
    receipt = facts.settle(date="21/11/2025", fails_with=5)
    assert receipt["problemes"][0]["motif"] == "déjà installé"


def test_two_settlements_of_one_file_do_not_both_stand(facts: Facts) -> None:
    lines = a_settlement(EMAIL), a_settlement(EMAIL, date="21/11/2025")
    receipt = facts.load("installations", *lines, fails_with=5)
    assert (receipt["creees"], receipt["rejetees"]) == (1, 1)


def test_a_settlement_that_is_corrected_back_is_seen(facts: Facts) -> None:
    """The row no longer says what the first line said."""
    for adults, children in (("2", "1"), ("1", "0"), ("2", "1")):
        facts.settle(adultes=adults, enfants=children, scolarises="0")
        kept = facts.rows("adults, children", "settlement")
        assert kept == [(int(adults), int(children))]
    assert facts.settle(adultes="2", enfants="1", scolarises="0")["inchangees"] == 1


def test_a_file_that_corrects_itself_changes_nothing_the_second_time(facts: Facts) -> None:
    facts.settle(adultes="1")
    lines = a_settlement(EMAIL, adultes="2"), a_settlement(EMAIL, adultes="3")
    facts.load("installations", *lines)
    before = tables(facts.base)
    assert facts.load("installations", *lines)["inchangees"] == 2
    assert tables(facts.base) == before


def test_a_settlement_that_was_cancelled_does_not_come_back_in_silence(facts: Facts) -> None:
    """The line is said to be cancelled; by hand it may be noted again."""
    facts.settle()
    facts.run("installations", "annuler", EMAIL, "--motif", "autre")
    receipt = facts.settle(fails_with=5)
    (problem,) = receipt["problemes"]
    assert problem["motif"] == "installation annulée le 27/11/2025"
    assert "installations noter" in problem["remede"]
    assert facts.row("settled_on") == (None,)
    assert facts.settle(commune="Nevers")["creees"] == 1


@pytest.mark.parametrize("field", ["adultes", "enfants"])
def test_more_than_twenty_people_are_a_slip(facts: Facts, field: str) -> None:
    receipt = facts.settle(**{field: "21"}, fails_with=5)
    assert receipt["problemes"][0]["motif"] == "plus de 20 personnes"


def test_nobody_settles_again_before_leaving(facts: Facts) -> None:
    facts.settle(date="10/11/2025")
    facts.run("installations", "depart", EMAIL, "--le", "20/11/2025", "--motif", "autre")
    receipt = facts.settle(date="15/11/2025", fails_with=5)
    assert receipt["problemes"][0]["motif"] == "avant le départ du 20/11/2025"
    assert facts.settle(date="21/11/2025")["creees"] == 1


def test_homonyms_are_told_apart_by_postal_code(facts: Facts) -> None:
    receipt = facts.settle(commune="Champagney", fails_with=5)
    (problem,) = receipt["problemes"]
    assert problem["motif"] == "3 communes de ce nom"
    assert "Champagney 39290" in problem["remede"]
    facts.settle(commune="Champagney 39290")
    assert facts.rows("code_insee", "settlement") == [("39096",)]


def test_homonyms_are_told_apart_by_the_territory(facts: Facts) -> None:
    facts.load("territoires", a_territory(communes="39096"))
    facts.load("inscrits", a_signup(email="luc@example.org", territoires_souhaites="T1"))
    facts.load("installations", a_settlement("luc@example.org", commune="Champagney"))
    assert facts.rows("code_insee", "settlement") == [("39096",)]


@pytest.mark.parametrize("noun", ["contacts", "installations"])
def test_an_import_is_undone_and_redone_whole(facts: Facts, noun: str) -> None:
    """With the follow-ups and the stages that came of it."""
    start = tables(facts.base, besides=JOURNAL)
    if noun == "contacts":
        facts.contact(suite="rappeler")
    else:
        facts.settle()
    full = tables(facts.base, besides=JOURNAL)
    facts.run("annuler", "--oui")
    assert tables(facts.base, besides=JOURNAL) == start
    facts.run("refaire")
    assert tables(facts.base, besides=JOURNAL) == full
