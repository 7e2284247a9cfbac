"""Stays and group weekends: who is invited, who came, what they said, and what came of it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bases import address_of, store_of
from builders import query, tables
from venez_vivre import asking
from venez_vivre.casework.shared_visits import STRENGTH, combined
from venez_vivre.desk import Desk
from venez_vivre.steering.rates import wilson
from venez_vivre.steering.stays import came_first, compare
from venez_vivre.store.queries import visits as queries
from venez_vivre.store.queries.stays import Outcome
from venez_vivre.vocabulary import GuestState

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Said

JOURNAL = ("operation", "journal_block")
AUTUN = ("visites", "creer", "Week-end à Autun", "--du", "22/11/2025", "--au", "23/11/2025")
DIJON = ("visites", "creer", "Week-end à Dijon", "--du", "16/01/2026", "--au", "18/01/2026")


class Town:
    """Three households and the commands that the tests repeat."""

    def __init__(self, run: Run, base: Path) -> None:
        self.run, self.base = run, base
        self.marie, self.paul, self.zoe = (
            self.home(first, last)
            for first, last in (("Marie", "Dupont"), ("Paul", "Fournier"), ("Zoé", "Lacroix"))
        )

    def home(self, first: str, last: str, since: str = "01/09/2025") -> str:
        words = ("--email", f"{last.lower()}@example.org", "--inscrit-le", since, "-f", "json")
        reference: str = self.run("foyers", "creer", "--prenom", first, "--nom", last, *words).json[
            "reference"
        ]
        return reference

    def do(self, *words: str, fails_with: int = 0) -> Said:
        return self.run("visites", *words, fails_with=fails_with)

    def asked(self, *words: str) -> Any:
        return self.run("visites", *words, "-f", "json").json

    def file(self, household: str) -> Any:
        return self.run("foyers", "montrer", household, "-f", "json").json

    def state(self) -> Any:
        return tables(self.base, besides=JOURNAL)


@pytest.fixture
def town(run: Run, base: Path) -> Town:
    return Town(run, base)


@pytest.fixture
def autun(town: Town) -> Town:
    """A weekend of last week, V-1, to which two of the three households were invited."""
    town.run("--date", "2025-11-10", *AUTUN, "--commune", "Autun", "--capacite", "2")
    town.run("--date", "2025-11-10", "visites", "inviter", "V-1", town.marie, town.paul)
    return town


@pytest.fixture
def dijon(town: Town) -> Town:
    """A weekend to come, V-1, with places for two households."""
    town.run(*DIJON, "--commune", "Dijon", "--capacite", "2")
    return town


# --- creer ----------------------------------------------------------------------------------


def test_a_weekend_is_opened_in_one_line_and_says_what_to_do_next(town: Town) -> None:
    said = town.run(*AUTUN, "--commune", "Autun", "--capacite", "8")
    assert said.out == (
        "Visite V-1 créée : Week-end à Autun, du 22/11/2025 au 23/11/2025 à Autun.\n"
        "`venez-vivre visites inviter V-1 FOYER` invite des foyers.\n"
    )


def test_the_json_of_a_new_visit_is_that_of_the_visit_shown(town: Town) -> None:
    made = town.run(*AUTUN, "--commune", "Autun 71400", "--note", "Dîner", "-f", "json").json
    assert made == {
        "reference": "V-1", "titre": "Week-end à Autun", "type": "groupe", "du": "2025-11-22",
        "au": "2025-11-23", "commune": "Autun", "code_insee": "71014", "territoire": None,
        "agent": None, "capacite": None, "prises": 0, "libres": None, "invites": 0,
        "confirmes": 0, "declines": 0, "venus": 0, "absents": 0, "bilans": 0, "personnes": None,
        "note": "Dîner", "annulee_le": None, "foyers": [],
    }  # fmt: skip
    assert town.asked("montrer", "V-1") == made


def test_a_visit_for_one_household_is_a_stay_of_one_place_and_one_day(town: Town) -> None:
    made = town.asked("creer", "Séjour", "--du", "+7j", "--foyer", "dupont")
    assert (made["type"], made["capacite"], made["libres"]) == ("sejour", 1, 0)
    assert (made["du"], made["au"]) == ("2025-12-04", "2025-12-04")
    assert [guest["foyer"] for guest in made["foyers"]] == [town.marie]
    assert "n’a plus de place" in town.do("inviter", "V-1", "fournier", fails_with=1).err
    town.do("inviter", "V-1", "fournier", "--oui")


def test_the_territory_is_that_of_the_commune_and_the_officer_whoever_acts(town: Town) -> None:
    territory = ("--code", "T1", "--nom", "Autunois", "--type", "CC", "--departement", "71")
    town.run("territoires", "ajouter", *territory, "--communes", "71014")
    town.run("agents", "ajouter", "--nom", "Léa Martin")
    made = town.run("--agent", "léa martin", *AUTUN, "--commune", "Autun", "-f", "json").json
    assert (made["territoire"], made["agent"]) == ("Autunois", "Léa Martin")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("creer",), 2, "Il manque TITRE."),
        (("creer", "Sans date"), 2, "Il manque --du."),
        (("creer", " ", "--du", "demain"), 2, "Le titre est vide"),
        (("creer", "x" * 130, "--du", "demain"), 2, "trop long"),
        (("creer", "A", "--du", "demain", "--au", "hier"), 1, "avant de commencer le 28/11/2025"),
        (("creer", "A", "--du", "demain", "--au", "28/11/2026"), 1, "plus de trois mois"),
        (("creer", "A", "--du", "demain", "--capacite", "0"), 2, "--capacite : 0"),
        (("creer", "A", "--du", "demain", "--capacite", "dix"), 2, "--capacite : « dix »"),
        (("creer", "A", "--du", "demain", "--type", "croisière"), 2, "--type : « croisière »"),
        (("creer", "A", "--du", "demain", "--commune", "Lyon"), 1, "n’est pas une commune"),
        (("creer", "A", "--du", "demain", "--agent", "Zorro"), 3, "Aucun chargé d’accueil"),
        (("creer", "A", "--du", "demain", "--foyer", "Zorro"), 3, "Aucun foyer"),
        (("creer", "A", "--du", "(vide)"), 2, "--du ne peut pas être vide"),
        (
            ("creer", "A", "--du", "demain", "--type", "sejour", "--foyer", "dupont,fournier"),
            1,
            "n’aurait qu’une place pour 2 foyers : rien n’est enregistré. `--capacite 2` en",
        ),
    ],
)
def test_an_impossible_visit_is_refused_and_nothing_is_written(
    town: Town, words: tuple[str, ...], code: int, sentence: str
) -> None:
    before = town.state()
    assert sentence in town.do(*words, fails_with=code).err
    assert town.state() == before


# --- which visit ----------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["V-1", "v1", "V 1", "v-01", "week-end à autun", "autun", "aut"])
def test_a_visit_is_named_by_its_reference_or_by_its_title(autun: Town, typed: str) -> None:
    assert autun.asked("montrer", typed)["reference"] == "V-1"


def test_title_words_need_no_quotes_where_nothing_else_is_named(autun: Town) -> None:
    assert autun.asked("montrer", "week", "end", "autun")["reference"] == "V-1"


def test_an_unknown_or_ambiguous_visit_is_said(autun: Town) -> None:
    autun.run(*DIJON)
    said = autun.do("montrer", "V-9", fails_with=3).err
    assert said == (
        "Aucune visite n’a la référence V-9. `venez-vivre visites lister` les montre.\n"
    )
    assert "ne répond à « Cluny »" in autun.do("montrer", "Cluny", fails_with=3).err
    said = autun.do("montrer", "week-end", fails_with=4).err
    assert "2 visites répondent" in said
    assert "V-1  Week-end à Autun, du 22/11/2025 au 23/11/2025" in said
    assert "Il manque VISITE." in autun.do("montrer", fails_with=2).err


# --- inviter, repondre ----------------------------------------------------------------------


def test_households_are_invited_together_and_places_are_counted(dijon: Town) -> None:
    done = dijon.asked("inviter", "V-1", dijon.marie, dijon.paul, "--personnes", "3")
    assert done == {
        "visite": "V-1", "titre": "Week-end à Dijon",
        "invites": [
            {"foyer": dijon.marie, "nom": "Marie DUPONT"},
            {"foyer": dijon.paul, "nom": "Paul FOURNIER"},
        ],
        "deja_invites": [], "personnes": 3, "prises": 2, "capacite": 2, "libres": 0,
    }  # fmt: skip


def test_a_full_visit_refuses_whole_unless_oui(dijon: Town) -> None:
    dijon.do("inviter", "V-1", dijon.marie)
    before = dijon.state()
    said = dijon.do("inviter", "V-1", dijon.paul, dijon.zoe, fails_with=1).err
    assert "n’a plus qu’une place (2 foyers au plus) et 2 de plus y seraient attendus" in said
    assert "`--oui` passe outre" in said
    assert dijon.state() == before
    assert (
        "3 foyers attendus pour 2 places."
        in dijon.do("inviter", "V-1", dijon.paul, dijon.zoe, "--oui").out
    )


def test_the_number_of_people_of_a_guest_is_corrected_in_a_visit_that_is_too_full(
    dijon: Town,
) -> None:
    """Nobody is added: nothing speaks against it."""
    dijon.do("inviter", "V-1", dijon.marie, dijon.paul, dijon.zoe, "--oui")
    done = dijon.asked("inviter", "V-1", dijon.marie, "--personnes", "4")
    assert (done["personnes"], done["prises"]) == (4, 3)
    answered = ("repondre", "V-1", dijon.paul, "--etat", "confirme", "--personnes", "2")
    assert dijon.asked(*answered)["prises"] == 3


def test_a_closed_household_is_invited_only_if_one_insists(
    dijon: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    dijon.run("foyers", "clore", dijon.marie, "--motif", "autre")
    before = dijon.state()
    words = ("inviter", "V-1", dijon.marie, dijon.paul)
    said = dijon.do(*words, fails_with=1).err
    assert f"Le dossier de {dijon.marie} (Marie DUPONT) est clos" in said
    assert "`venez-vivre foyers rouvrir" in said
    assert "--oui passe outre" in said
    opening = ("creer", "Séjour", "--du", "demain", "--foyer", dijon.marie)
    assert "est clos" in dijon.do(*opening, fails_with=1).err
    assert dijon.state() == before
    asked: list[str] = []
    answers = iter([False, True])
    monkeypatch.setattr(Desk, "asks", True)
    monkeypatch.setattr(
        asking, "confirm", lambda question: (asked.append(question), next(answers))[1]
    )
    assert dijon.do(*words, fails_with=130).err == "Rien n’a été enregistré.\n"
    assert dijon.state() == before
    assert dijon.do(*words).code == 0
    assert asked[0].endswith("Inviter quand même ?")
    assert dijon.do(*opening, "--oui").code == 0
    assert len(asked) == 2
    dijon.run("annuler", "2", "--oui")
    assert dijon.state() == before


def test_a_guest_whose_file_was_closed_since_is_still_one(dijon: Town) -> None:
    dijon.do("inviter", "V-1", dijon.marie)
    dijon.run("foyers", "clore", dijon.marie, "--motif", "autre")
    assert dijon.do("inviter", "V-1", dijon.marie, "--personnes", "3").code == 0


def test_the_same_visit_is_opened_twice_only_if_one_insists(dijon: Town) -> None:
    """The same title however it is spelled, the same days."""
    again = (*DIJON[1:2], "week-end a DIJON", *DIJON[3:])
    said = dijon.do(*again, fails_with=1).err
    assert "Cette visite existe déjà : V-1, « Week-end à Dijon », du 16/01/2026 au 18/01" in said
    assert "--oui passe outre" in said
    assert dijon.do(*again[:-1], "19/01/2026").code == 0
    assert dijon.do(*again, "--oui").code == 0
    assert len(dijon.asked("lister")) == 3
    dijon.do("annuler", "V-1")
    dijon.do("annuler", "V-3")
    assert dijon.do(*again).code == 0


def test_who_declines_frees_its_place_and_takes_it_again_if_there_is_one(dijon: Town) -> None:
    dijon.do("inviter", "V-1", dijon.marie, dijon.paul)
    said = dijon.do("repondre", "V-1", "dupont", "--etat", "decline").out
    assert "ne vient pas à la visite V-1 (Week-end à Dijon). 1 foyer attendu, 1 place libre" in said
    dijon.do("inviter", "V-1", dijon.zoe)
    assert (
        "n’a plus de place"
        in dijon.do("repondre", "V-1", dijon.marie, "--etat", "confirme", fails_with=1).err
    )
    assert "n’a plus de place" in dijon.do("inviter", "V-1", dijon.marie, fails_with=1).err
    done = dijon.asked("repondre", "V-1", dijon.marie, "--etat", "conf", "--oui")
    assert (done["etat"], done["prises"], done["libres"]) == ("confirme", 3, 0)


def test_an_answer_says_how_many_people_come(dijon: Town) -> None:
    dijon.do("inviter", "V-1", dijon.marie)
    answer = ("repondre", "V-1", "marie", "dupont", "--etat", "confirmé", "--personnes", "4")
    assert dijon.asked(*answer) == {
        "visite": "V-1", "titre": "Week-end à Dijon", "foyer": dijon.marie,
        "nom": "Marie DUPONT", "etat": "confirme", "personnes": 4, "prises": 1, "capacite": 2,
        "libres": 1,
    }  # fmt: skip
    (guest,) = dijon.asked("montrer", "V-1")["foyers"]
    assert (guest["etat"], guest["repondu_le"], guest["personnes"]) == (
        "confirme", "2025-11-27", 4,
    )  # fmt: skip


def test_an_invitation_that_changes_nothing_is_refused_but_not_beside_a_new_one(
    dijon: Town,
) -> None:
    dijon.do("inviter", "V-1", dijon.marie)
    assert "déjà invité" in dijon.do("inviter", "V-1", dijon.marie, fails_with=1).err
    said = dijon.do("inviter", "V-1", f"{dijon.marie},{dijon.paul}").out
    assert f"{dijon.marie} l’était déjà." in said
    assert dijon.asked("inviter", "V-1", dijon.marie, "--personnes", "2")["prises"] == 2


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("inviter", "V-1"), 2, "Il manque FOYER."),
        (("inviter", "V-1", "zorro"), 3, "Aucun foyer ne répond"),
        (("inviter", "V-1", "fournier", "--personnes", "0"), 1, "0 personnes"),
        (("repondre", "V-1", "fournier", "--etat", "confirme"), 1, "`venez-vivre visites inviter"),
        (("repondre", "V-1", "dupont"), 2, "Il manque --etat."),
        (("repondre", "V-1", "--etat", "confirme"), 2, "Il manque FOYER."),
        (("repondre", "V-1", "dupont", "--etat", "venu"), 2, "visites presences` note"),
        (("presences", "V-1", "--venus", "dupont"), 1, "personne n’a pu y venir encore"),
        (("presences", "V-1"), 2, "Il manque --venus ou --absents."),
        (("bilan", "V-1", "dupont", "Bien"), 1, "n’est pas noté venu"),
        (("bilan", "V-1", "dupont"), 2, "Il manque TEXTE (ou --satisfaction)."),
        (("bilan", "V-1", "dupont", "--satisfaction", "6"), 2, "donnez 1 à 5"),
        (("modifier", "V-1"), 2, "Dites quoi modifier"),
        (("modifier", "V-1", "--titre", "Week-end à Dijon"), 1, "disait déjà cela"),
        (("lister", "--a-venir", "--passees"), 2, "s’excluent"),
        (("conversion", "--du", "+3j"), 2, "après aujourd’hui"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    dijon: Town, words: tuple[str, ...], code: int, sentence: str
) -> None:
    dijon.do("inviter", "V-1", dijon.marie)
    before = dijon.state()
    said = dijon.do(*words, fails_with=code)
    assert sentence in said.err
    assert not said.out
    assert dijon.state() == before


def test_a_visit_that_is_over_invites_nobody(autun: Town) -> None:
    said = autun.do("inviter", "V-1", autun.zoe, fails_with=1).err
    assert "a pris fin le 23/11/2025. `venez-vivre visites presences V-1 --venus" in said


# --- presences ------------------------------------------------------------------------------


def test_coming_makes_a_household_accompanied_and_missing_does_not(autun: Town) -> None:
    done = autun.asked("presences", "V-1", "--venus", "dupont", "--absents", "fournier")
    assert done["venus"] == [{"foyer": autun.marie, "nom": "Marie DUPONT", "date": "2025-11-22"}]
    assert done["absents"] == [{"foyer": autun.paul, "nom": "Paul FOURNIER", "date": "2025-11-22"}]
    marie, paul = autun.file(autun.marie), autun.file(autun.paul)
    assert (marie["etape"], marie["accompagne_le"]) == ("accompagne", "2025-11-22")
    assert paul["etape"] == "inscrit"
    assert marie["contacts"] == [
        {
            "date": "2025-11-22", "canal": "visite", "sens": None, "resultat": "honore",
            "resume": "Visite V-1 : Week-end à Autun", "agent": "Test",
        }
    ]  # fmt: skip
    assert [c["resultat"] for c in paul["contacts"]] == ["absent"]
    links = query(autun.base, "SELECT contact_id, state, came_on FROM visit_guest ORDER BY id")
    assert links == [(1, "venu", "2025-11-22"), (2, "absent", None)]


def test_each_option_takes_every_word_up_to_the_next_one(autun: Town) -> None:
    words = ("--venus", autun.marie, autun.zoe, "--absents", autun.paul, "--le", "23/11/2025")
    done = autun.asked("presences", "V-1", *words)
    assert [one["foyer"] for one in done["venus"]] == [autun.marie, autun.zoe]
    assert done["sans_invitation"] == [autun.zoe]
    assert {one["date"] for one in (*done["venus"], *done["absents"])} == {"2025-11-23"}


def test_noting_again_corrects_the_guest_and_its_contact(autun: Town) -> None:
    autun.do("presences", "V-1", "--venus", autun.marie, "--absents", autun.paul)
    swapped = ("presences", "V-1", "--venus", autun.paul, "--absents", autun.marie)
    said = autun.do(*swapped).out
    assert "corrigent ce qui était noté, leurs contacts aussi." in said
    assert autun.file(autun.marie)["etape"] == "inscrit"
    assert autun.file(autun.paul)["etape"] == "accompagne"
    contacts = query(autun.base, "SELECT household_id, result FROM contact ORDER BY id")
    assert contacts == [(1, "absent"), (2, "honore")]
    before = tables(autun.base)
    done = autun.asked(*swapped)
    assert done["inchanges"] == [autun.paul, autun.marie]
    assert "rien n’est changé" in autun.do(*swapped).out
    assert tables(autun.base) == before


def test_the_day_of_a_presence_is_corrected_and_otherwise_kept(autun: Town) -> None:
    autun.do("presences", "V-1", "--venus", autun.marie, "--le", "23/11/2025")
    autun.do("presences", "V-1", "--venus", autun.marie)
    assert query(autun.base, "SELECT happened_on FROM contact") == [("2025-11-23",)]
    autun.do("presences", "V-1", "--venus", autun.marie, "--le", "22/11/2025")
    assert query(autun.base, "SELECT happened_on FROM contact") == [("2025-11-22",)]
    assert query(autun.base, "SELECT came_on FROM visit_guest WHERE id = 1") == [("2025-11-22",)]


def test_a_visit_already_noted_by_hand_is_not_counted_twice(autun: Town) -> None:
    by_hand = ("-c", "visite", "-r", "joint", "--le", "23/11/2025", "Vus au marché")
    autun.run("contacts", "noter", autun.marie, *by_hand)
    done = autun.asked("presences", "V-1", "--venus", autun.marie)
    assert done["contacts_repris"] == [autun.marie]
    assert done["venus"][0]["date"] == "2025-11-23"
    found = query(autun.base, "SELECT result, summary FROM contact")
    assert found == [("honore", "Vus au marché")]


def test_what_was_due_is_done_and_a_household_of_nobody_is_taken(autun: Town) -> None:
    autun.run("agents", "ajouter", "--nom", "Léa Martin")
    plan = ("-r", "nrp", "--le", "01/11/2025", "--echeance", "20/11/2025")
    autun.run("contacts", "noter", autun.marie, *plan)
    said = autun.run("--agent", "Léa Martin", "visites", "presences", "V-1", "--venus", autun.marie)
    assert "1 action qui était due est faite." in said.out
    assert f"{autun.marie} désormais suivi par Léa Martin." in said.out
    assert autun.file(autun.marie)["agent"] == "Léa Martin"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--venus", "dupont", "--absents", "dupont"), 2, "venu ou absent ?"),
        (("--absents", "lacroix"), 1, "n’était pas invité"),
        (("--venus", "dupont", "--le", "24/11/2025"), 1, "le 24/11/2025 n’en est pas"),
        (("--venus", "dupont", "--le", "demain"), 1, "est dans le futur"),
        (("--venus", "dupont", "zorro"), 3, "Aucun foyer"),
        (("--venus", ","), 2, "Il manque --venus ou --absents."),
        (("--venus",), 2, "--venus"),
    ],
)
def test_an_impossible_presence_is_refused_whole(
    autun: Town, words: tuple[str, ...], code: int, sentence: str
) -> None:
    before = autun.state()
    assert sentence in autun.do("presences", "V-1", *words, fails_with=code).err
    assert autun.state() == before


def test_who_declined_was_not_expected_but_may_come_all_the_same(autun: Town) -> None:
    decline = ("repondre", "V-1", autun.marie, "--etat", "decline")
    autun.run("--date", "2025-11-12", "visites", *decline)
    said = autun.do("presences", "V-1", "--absents", autun.marie, fails_with=1).err
    assert "avait décliné" in said
    autun.do("presences", "V-1", "--venus", autun.marie)
    assert autun.asked("montrer", "V-1")["venus"] == 1


# --- bilan ----------------------------------------------------------------------------------


@pytest.fixture
def came(autun: Town) -> Town:
    """Both guests came to the weekend of last week."""
    autun.do("presences", "V-1", "--venus", autun.marie, autun.paul)
    return autun


def test_a_debrief_is_noted_and_said_again_it_replaces(came: Town) -> None:
    words = ("bilan", "V-1", came.marie, "Ont aimé la ville.", "--satisfaction", "4")
    assert came.asked(*words, "--le", "hier") == {
        "visite": "V-1", "titre": "Week-end à Autun", "foyer": came.marie, "nom": "Marie DUPONT",
        "date": "2025-11-26", "satisfaction": 4, "bilan": "Ont aimé la ville.", "remplace": False,
    }  # fmt: skip
    again = came.asked("bilan", "V-1", came.marie, "--satisfaction", "5")
    assert (again["date"], again["satisfaction"], again["bilan"], again["remplace"]) == (
        "2025-11-26", 5, "Ont aimé la ville.", True,
    )  # fmt: skip
    said = came.do("bilan", "V-1", "dupont", "Mieux dit.").out
    assert (
        "Il remplace ce qui était noté.\nPour revenir en arrière : `venez-vivre annuler`." in said
    )
    assert came.asked("montrer", "V-1")["bilans"] == 1


def test_the_debriefs_are_shown_with_who_still_lacks_one(came: Town) -> None:
    came.do("bilan", "V-1", came.marie, "Ont aimé.", "--satisfaction", "4")
    shown = came.asked("bilan", "V-1")
    assert shown == {
        "visite": "V-1", "titre": "Week-end à Autun", "du": "2025-11-22", "au": "2025-11-23",
        "venus": 2,
        "bilans": [
            {"date": "2025-11-27", "foyer": came.marie, "nom": "Marie DUPONT", "satisfaction": 4,
             "bilan": "Ont aimé."},
        ],
        "manquants": [
            {"foyer": came.paul, "nom": "Paul FOURNIER", "telephone": None, "agent": None,
             "venu_le": "2025-11-22", "du_le": "2025-11-28"},
        ],
    }  # fmt: skip
    table = came.do("bilan", "V-1").out
    assert "bilans : 1 sur 2, satisfaction moyenne 4,0 sur 5 (1 réponse)" in table
    assert "1 bilan à recueillir" in table


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("dupont", "Bien", "--le", "demain"), 1, "est dans le futur"),
        (("dupont", "Bien", "--le", "21/11/2025"), 1, "précède la visite du 22/11/2025"),
        (("lacroix", "Bien"), 1, "`venez-vivre visites presences V-1 --venus"),
        (("marie", "Dupont"), 2, 'Mettez le nom entre guillemets : visites bilan VISITE "Marie'),
        (("dupont", "x" * 6000), 2, "trop long"),
    ],
)
def test_an_impossible_debrief_is_refused(
    came: Town, words: tuple[str, ...], code: int, sentence: str
) -> None:
    before = came.state()
    assert sentence in came.do("bilan", "V-1", *words, fails_with=code).err
    assert came.state() == before


def test_who_told_about_a_visit_was_there(came: Town) -> None:
    came.do("bilan", "V-1", came.marie, "Ont aimé.")
    said = came.do("presences", "V-1", "--absents", came.marie, fails_with=1).err
    assert "il y était" in said


def awaiting(base: Path, day: str, delay: int = 5) -> list[tuple[str, str | None]]:
    with store_of(base).reading() as rows:
        found = queries.awaiting_debrief(rows, date.fromisoformat(day), delay)
    return [(one.reference, one.visit) for one in found]


def test_a_guest_who_came_awaits_a_call_until_the_debrief(came: Town) -> None:
    assert awaiting(came.base, "2025-11-27") == []
    assert awaiting(came.base, "2025-11-28") == sorted([(came.marie, "V-1"), (came.paul, "V-1")])
    came.run("contacts", "noter", came.marie, "-r", "joint")
    came.do("bilan", "V-1", came.paul, "Bien.")
    assert awaiting(came.base, "2025-11-28") == [(came.marie, "V-1")]
    assert awaiting(came.base, "2025-11-23", 0) == sorted(
        [(came.marie, "V-1"), (came.paul, "V-1")]
    ), "as of that day, no debrief was known"


def test_a_visit_noted_as_an_exchange_awaits_until_somebody_is_reached(town: Town) -> None:
    note = ("contacts", "noter", town.zoe, "-c", "visite", "-r", "honore", "--le", "10/11/2025")
    town.run(*note)
    town.run("contacts", "noter", town.paul, *note[3:])
    assert awaiting(town.base, "2025-11-14") == []
    assert awaiting(town.base, "2025-11-15") == sorted([(town.zoe, None), (town.paul, None)])
    town.run("contacts", "noter", town.zoe, "-r", "nrp", "--le", "18/11/2025")
    assert len(awaiting(town.base, "2025-11-27")) == 2
    town.run("contacts", "noter", town.zoe, "-r", "joint", "--le", "20/11/2025")
    assert awaiting(town.base, "2025-11-27") == [(town.paul, None)]
    assert len(awaiting(town.base, "2025-11-19")) == 2
    town.run("foyers", "clore", town.paul, "--motif", "autre")
    assert awaiting(town.base, "2025-11-27") == []


# --- lister, montrer ------------------------------------------------------------------------


def test_the_list_says_what_comes_and_what_is_past(autun: Town) -> None:
    autun.run(*DIJON, "--capacite", "3")
    autun.do("creer", "Séjour", "--du", "+2j")
    autun.do("annuler", "V-3")

    def listed(*words: str) -> list[str]:
        return [visit["reference"] for visit in autun.asked("lister", *words)]

    assert listed() == ["V-2", "V-3", "V-1"]
    assert listed("--a-venir") == ["V-2"]
    assert listed("--passees") == ["V-1"]
    assert listed("-n", "1") == ["V-2"]
    assert listed("--agent", "aucun", "--territoire", "aucun") == ["V-2", "V-3", "V-1"]
    table = autun.do("lister").out
    assert "2 à noter" in table
    assert "annulée" in table
    assert "22–23/11/2025" in table
    assert "2 sur 2" in table


def test_the_keys_of_the_list_are_stable_even_when_it_is_empty(town: Town) -> None:
    head = town.do("lister", "-f", "csv").out.removeprefix("\ufeff").strip()
    assert head == (
        "reference;titre;type;du;au;commune;code_insee;territoire;agent;capacite;prises;libres;"
        "invites;confirmes;declines;venus;absents;bilans;personnes;note;annulee_le"
    )
    assert "`venez-vivre visites creer TITRE --du DATE` en ouvre une." in town.do("lister").out


def test_the_screen_of_a_visit_shows_places_people_and_the_next_gesture(came: Town) -> None:
    came.do("bilan", "V-1", came.marie, "Ont aimé la ville.", "--satisfaction", "4")
    screen = came.do("montrer", "V-1").out
    for told in (
        "V-1  Week-end à Autun",
        "week-end de groupe · du 22/11/2025 au 23/11/2025 (il y a 5 jours) · Autun",
        "2 foyers sur 2, 0 place libre",
        "2 venus",
        "4 sur 5 · Ont aimé la ville.",
        "Bilan à recueillir auprès de 1 foyer",
    ):
        assert told in screen


def test_a_spreadsheet_gets_one_line_a_guest_and_one_a_group(came: Town) -> None:
    came.run("--date", "2025-11-20", "visites", "inviter", "V-1", came.zoe, "--oui")
    came.do("bilan", "V-1", came.marie, "Ont aimé.", "--satisfaction", "4")

    def lines(*words: str) -> list[str]:
        return came.do(*words, "-f", "csv").out.removeprefix("\ufeff").splitlines()

    head, *rest = lines("montrer", "V-1")
    assert head == (
        "foyer;nom;telephone;agent;etat;personnes;invite_le;repondu_le;venu_le;bilan_le;"
        "satisfaction;bilan"
    )
    assert rest == [
        f"{came.marie};Marie DUPONT;;;venu;;2025-11-10;;2025-11-22;2025-11-27;4;Ont aimé.",
        f"{came.paul};Paul FOURNIER;;;venu;;2025-11-10;;2025-11-22;;;",
        f"{came.zoe};Zoé LACROIX;;;invite;;2025-11-20;;;;;",
    ]
    assert lines("bilan", "V-1") == [head, *rest[:2]]
    assert [line.partition(";")[0] for line in lines("conversion")] == [
        "groupe", "avec_visite", "sans_visite",
    ]  # fmt: skip


def test_an_answer_noted_on_a_past_day_was_known_that_day(autun: Town) -> None:
    answer = ("visites", "repondre", "V-1", autun.marie, "--etat", "decline")
    autun.run("--date", "2025-11-08", *answer)
    shown = autun.run("--date", "2025-11-09", "visites", "montrer", "V-1", "-f", "json").json
    assert [(guest["foyer"], guest["etat"]) for guest in shown["foyers"]] == [
        (autun.marie, "decline")
    ]


def test_a_past_day_shows_what_was_known_then(autun: Town) -> None:
    answer = ("visites", "repondre", "V-1", autun.marie, "--etat", "confirme")
    autun.run("--date", "2025-11-15", *answer)
    autun.do("presences", "V-1", "--venus", autun.marie, autun.zoe, "--absents", autun.paul)
    autun.do("bilan", "V-1", autun.marie, "Bien.")

    def states(day: str) -> dict[str, str]:
        shown = autun.run("--date", day, "visites", "montrer", "V-1", "-f", "json").json
        return {guest["foyer"]: guest["etat"] for guest in shown["foyers"]}

    invited = dict.fromkeys((autun.marie, autun.paul), "invite")
    assert states("2025-11-09") == {}
    assert states("2025-11-14") == invited
    assert states("2025-11-15") == {**invited, autun.marie: "confirme"}
    assert states("2025-11-22") == {
        autun.marie: "venu", autun.zoe: "venu", autun.paul: "absent",
    }  # fmt: skip
    shown = autun.run("--date", "2025-11-26", "visites", "montrer", "V-1", "-f", "json").json
    assert shown["bilans"] == 0
    assert [guest["bilan"] for guest in shown["foyers"]] == [None, None, None]


def test_hostile_text_reaches_no_terminal_and_no_json_raw(town: Town) -> None:
    bad = "Week\x1b[31m-end\u202e\x07 [/red]\nsuite"
    town.do("creer", bad, "--du", "22/11/2025", "--note", "note\x1b]0;titre\x07")
    town.do("presences", "V-1", "--venus", "dupont")
    town.do("bilan", "V-1", "dupont", "bien\x1b[2J\u200b", "--satisfaction", "3")
    for words in (
        ("montrer", "V-1"),
        ("lister",),
        ("bilan", "V-1"),
        ("montrer", "V-1", "-f", "md"),
    ):
        out = town.do(*words).out
        assert not {"\x1b", "\x07", "\u202e", "\u200b"} & set(out)
    assert town.asked("montrer", "V-1")["titre"] == "Week-end [/red] suite"
    assert town.asked("montrer", "V-1")["foyers"][0]["bilan"] == "bien"


# --- modifier, annuler ----------------------------------------------------------------------


def test_a_visit_is_corrected_field_by_field(dijon: Town) -> None:
    words = ("modifier", "week-end", "dijon", "--titre", "Week-end à Beaune", "--commune", "Beaune")
    done = dijon.asked(*words, "--capacite", "(vide)", "--type", "sejour", "--au", "17/01/2026")
    assert done["champs"] == {
        "titre": {"avant": "Week-end à Dijon", "apres": "Week-end à Beaune"},
        "type": {"avant": "groupe", "apres": "sejour"},
        "au": {"avant": "2026-01-18", "apres": "2026-01-17"},
        "commune": {"avant": "Dijon", "apres": "Beaune"},
        "capacite": {"avant": 2, "apres": 1},
    }
    assert "Commune  Beaune → (vide)" in dijon.do("modifier", "V-1", "--commune", "(vide)").out


def test_fewer_places_than_guests_is_allowed_and_said(dijon: Town) -> None:
    dijon.do("inviter", "V-1", dijon.marie, dijon.paul)
    said = dijon.do("modifier", "V-1", "--capacite", "1").out
    assert "2 foyers attendus pour 1 place." in said


def test_presences_follow_the_days_of_a_visit(came: Town) -> None:
    done = came.asked("modifier", "V-1", "--du", "15/11/2025", "--au", "16/11/2025")
    assert done["presences_deplacees"] == 2
    assert query(came.base, "SELECT DISTINCT happened_on FROM contact") == [("2025-11-15",)]
    assert query(came.base, "SELECT DISTINCT came_on FROM visit_guest") == [("2025-11-15",)]
    assert came.file(came.marie)["accompagne_le"] == "2025-11-15"
    before = came.state()
    late = ("modifier", "V-1", "--du", "10/01/2026", "--au", "11/01/2026")
    assert "dans le futur" in came.do(*late, fails_with=1).err
    assert came.state() == before


def test_a_debrief_follows_the_presence_it_is_about(came: Town) -> None:
    """The days of a visit are corrected to later ones: nobody spoke of it before it began."""
    came.do("bilan", "V-1", came.marie, "Ravis", "--le", "24/11/2025")
    done = came.asked("modifier", "V-1", "--du", "25/11/2025", "--au", "26/11/2025")
    assert (done["presences_deplacees"], done["bilans_deplaces"]) == (2, 1)
    came.run("annuler")
    said = came.do("modifier", "V-1", "--du", "25/11/2025", "--au", "26/11/2025").out
    assert "2 présences suivent les nouvelles dates, un bilan aussi." in said
    assert came.asked("montrer", "V-1")["foyers"][0]["bilan_le"] == "2025-11-25"
    assert came.do("bilan", "V-1", came.marie, "Ravis, vraiment").code == 0
    early = ("bilan", "V-1", came.marie, "Ravis", "--le", "24/11/2025")
    assert "Corrigez --le" in came.do(*early, fails_with=1).err


def test_no_option_is_blamed_that_was_not_typed(came: Town) -> None:
    words = ("--date", "2025-11-20", "visites", "bilan", "V-1", came.marie, "Ravis")
    said = came.run(*words, fails_with=1).err
    assert "n’avait pas encore eu lieu le 20/11/2025" in said
    assert "--le" not in said


def test_a_cancelled_visit_keeps_its_guests_and_says_how_to_come_back(dijon: Town) -> None:
    dijon.do("inviter", "V-1", dijon.marie)
    said = dijon.do("annuler", "V-1", "--motif", "Neige").out
    assert "Visite V-1 (Week-end à Dijon) annulée : Neige." in said
    assert "1 foyer était attendu : prévenez-le (" in said
    shown = dijon.asked("montrer", "V-1")
    assert (shown["annulee_le"], shown["note"]) == ("2025-11-27", "Annulée : Neige")
    assert [guest["foyer"] for guest in shown["foyers"]] == [dijon.marie]
    for words in (
        ("annuler", "V-1"),
        ("inviter", "V-1", dijon.paul),
        ("repondre", "V-1", dijon.marie, "--etat", "confirme"),
        ("presences", "V-1", "--venus", dijon.marie),
        ("modifier", "V-1", "--capacite", "9"),
    ):
        assert "annulée" in dijon.do(*words, fails_with=1).err
    dijon.run("annuler")
    assert dijon.asked("montrer", "V-1")["annulee_le"] is None


def test_a_cancelled_visit_speaks_of_no_free_place_and_awaits_no_answer(dijon: Town) -> None:
    dijon.do("inviter", "V-1", dijon.marie)
    dijon.do("annuler", "V-1")
    said = dijon.do("montrer", "V-1").out
    assert "Étaient attendus  1 foyer\n" in said
    assert "1 sans réponse" in said
    assert "libre" not in said
    assert "en attente" not in said


@pytest.mark.parametrize("verb", ["presences", "repondre", "modifier", "inviter"])
def test_a_cancelled_visit_is_refused_before_any_question(
    dijon: Town, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    dijon.do("inviter", "V-1", dijon.marie)
    dijon.do("annuler", "V-1")
    monkeypatch.setattr(Desk, "asks", True)
    monkeypatch.setattr(asking, "ask", lambda *_, **__: pytest.fail("a question"))
    monkeypatch.setattr(asking, "letters", lambda *_: pytest.fail("a question"))
    words = ("--capacite", "3") if verb == "modifier" else ()
    assert "est annulée depuis le 27/11/2025" in dijon.do(verb, "V-1", *words, fails_with=1).err


def test_a_visit_that_took_place_is_not_cancelled(came: Town) -> None:
    said = came.do("annuler", "V-1", fails_with=1).err
    assert "2 foyers sont notés venus à la visite V-1 : elle a eu lieu." in said


# --- annuler, refaire -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("creer", "Séjour", "--du", "demain", "--foyer", "dupont"),
        ("modifier", "V-1", "--titre", "Autre", "--du", "15/11/2025"),
        ("repondre", "V-1", "dupont", "--etat", "decline"),
        ("presences", "V-1", "--venus", "dupont", "lacroix", "--absents", "fournier"),
        ("inviter", "V-2", "dupont", "fournier"),
        ("annuler", "V-2", "--motif", "Neige"),
    ],
)
def test_each_write_is_taken_back_whole_and_done_again(autun: Town, words: tuple[str, ...]) -> None:
    autun.run(*DIJON)
    before = autun.state()
    autun.do(*words)
    after = autun.state()
    assert after != before
    autun.run("annuler")
    assert autun.state() == before
    autun.run("refaire")
    assert autun.state() == after


@pytest.mark.parametrize(
    "words",
    [
        ("bilan", "V-1", "dupont", "Bien.", "--satisfaction", "5"),
        ("presences", "V-1", "--absents", "dupont"),
        ("modifier", "V-1", "--du", "15/11/2025", "--au", "16/11/2025"),
    ],
)
def test_what_follows_a_presence_is_taken_back_too(came: Town, words: tuple[str, ...]) -> None:
    before = came.state()
    came.do(*words)
    came.run("annuler")
    assert came.state() == before


# --- fusionner ------------------------------------------------------------------------------


def test_two_files_that_were_guests_of_one_visit_leave_one_guest_and_one_contact(
    came: Town,
) -> None:
    came.do("bilan", "V-1", came.paul, "Bien.", "--satisfaction", "4")
    came.do("bilan", "V-1", came.marie, "Très bien.")
    before = came.state()
    came.run("foyers", "fusionner", came.marie, came.paul)
    (guest,) = came.asked("montrer", "V-1")["foyers"]
    assert (guest["foyer"], guest["etat"]) == (came.marie, "venu")
    assert (guest["satisfaction"], guest["bilan"]) == (4, "Très bien.\nBien.")
    assert query(came.base, "SELECT household_id, result FROM contact") == [(1, "honore")]
    after = came.state()
    came.run("annuler")
    assert came.state() == before
    came.run("refaire")
    assert came.state() == after


@pytest.mark.parametrize("kept", ["marie", "paul"])
def test_who_came_prevails_whichever_file_stays(autun: Town, kept: str) -> None:
    autun.do("presences", "V-1", "--venus", autun.paul, "--absents", autun.marie)
    other = {"marie": autun.paul, "paul": autun.marie}[kept]
    before = autun.state()
    autun.run("foyers", "fusionner", getattr(autun, kept), other)
    (guest,) = query(autun.base, "SELECT household_id, state, contact_id, came_on FROM visit_guest")
    assert guest[1:] == ("venu", 1, "2025-11-22")
    assert query(autun.base, "SELECT id, household_id, result FROM contact") == [
        (1, guest[0], "honore")
    ]
    autun.run("annuler")
    assert autun.state() == before


def test_an_exchange_from_which_something_was_planned_stays_when_files_are_united(
    autun: Town, base: Path
) -> None:
    by_hand = ("-c", "visite", "-r", "honore", "--le", "22/11/2025", "--suite", "rappeler")
    autun.run("contacts", "noter", autun.paul, *by_hand)
    autun.do("presences", "V-1", "--venus", autun.marie, autun.paul)
    autun.run("foyers", "fusionner", autun.marie, autun.paul)
    assert len(query(base, "SELECT id FROM contact")) == 2
    assert len(query(base, "SELECT id FROM visit_guest")) == 1


ROWS = st.fixed_dictionaries(
    {
        "state": st.sampled_from([str(state) for state in GuestState]),
        "answered_on": st.sampled_from([None, "2025-11-12"]),
        "came_on": st.sampled_from([None, "2025-11-22"]),
        "contact_id": st.sampled_from([None, 1, 2]),
        "invited_on": st.sampled_from(["2025-11-01", "2025-11-10"]),
        "people": st.sampled_from([None, 1, 4]),
        "debriefed_on": st.sampled_from([None, "2025-11-25"]),
        "satisfaction": st.sampled_from([None, 1, 5]),
        "feedback": st.sampled_from([None, "Bien.", "Mal."]),
    }
)


@given(one=ROWS, other=ROWS)
def test_two_guests_made_one_lose_nothing_that_was_known(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    held = combined(one, other)
    assert STRENGTH.index(held["state"]) == min(
        STRENGTH.index(one["state"]), STRENGTH.index(other["state"])
    )
    for column in ("people", "debriefed_on", "satisfaction", "feedback"):
        assert (held[column] is None) == (one[column] is None and other[column] is None)


# --- conversion -----------------------------------------------------------------------------

DAYS = st.none() | st.integers(0, 60).map(lambda n: (date(2025, 1, 1) + timedelta(n)).isoformat())
OUTCOMES = st.lists(
    st.builds(Outcome, DAYS, DAYS, st.integers(1, 9), st.integers(0, 20), st.integers(0, 30))
)


@given(found=OUTCOMES)
def test_the_two_groups_part_the_accompanied_households(found: list[Outcome]) -> None:
    today = date(2025, 11, 27)
    value = compare(found, None, today, today)
    groups = (value.visited, value.others)
    assert sum(group.households for group in groups) == sum(o.households for o in found)
    assert sum(group.people for group in groups) == sum(o.people for o in found)
    assert sum(g.settled for g in groups) == sum(o.households for o in found if o.settled_on)
    assert all(0 <= group.settled <= group.households for group in groups)


@given(found=OUTCOMES)
def test_a_settlement_never_counts_for_a_visit_that_came_later(found: list[Outcome]) -> None:
    for one in filter(came_first, found):
        assert one.visited_on is not None
        assert one.settled_on is None or one.visited_on < one.settled_on


def settle(town: Town, household: str, day: str) -> None:
    words = ("--le", day, "--commune", "Autun", "--adultes", "2", "--enfants", "1")
    town.run("installations", "noter", household, *words, "--scolarises", "1")


def test_settlements_are_compared_with_and_without_a_visit(came: Town) -> None:
    settle(came, came.marie, "26/11/2025")
    came.run("contacts", "noter", came.zoe, "-r", "joint", "--le", "01/11/2025")
    low, high = wilson(1, 2)
    found = came.asked("conversion")
    assert found == {
        "du": None, "au": "2025-11-27", "situation_au": "2025-11-27", "territoire": None,
        "avec_visite": {
            "foyers": 2, "personnes": 2, "installes": 1, "personnes_installees": 3, "taux": 0.5,
            "bas": round(low, 6), "haut": round(high, 6),
        },
        "sans_visite": {
            "foyers": 1, "personnes": 1, "installes": 0, "personnes_installees": 0, "taux": 0.0,
            "bas": 0.0, "haut": round(wilson(0, 1)[1], 6),
        },
    }  # fmt: skip
    screen = came.do("conversion").out
    assert "C’est une comparaison, pas une preuve" in screen
    assert "Les deux intervalles se touchent" in screen


@pytest.mark.parametrize("day", ["22/11/2025", "10/11/2025"])
def test_who_settled_by_the_day_of_the_visit_settled_without_it(came: Town, day: str) -> None:
    came.run("contacts", "noter", came.marie, "-r", "joint", "--le", "01/11/2025")
    settle(came, came.marie, day)
    found = came.asked("conversion")
    assert (found["avec_visite"]["foyers"], found["avec_visite"]["installes"]) == (1, 0)
    assert (found["sans_visite"]["foyers"], found["sans_visite"]["installes"]) == (1, 1)


def test_a_past_day_knows_neither_later_visits_nor_later_settlements(came: Town) -> None:
    came.run("contacts", "noter", came.marie, "-r", "joint", "--le", "01/11/2025")
    settle(came, came.marie, "26/11/2025")
    found = came.run("--date", "2025-11-15", "visites", "conversion", "-f", "json").json
    assert found["avec_visite"]["foyers"] == 0
    assert found["avec_visite"]["taux"] is None
    assert (found["sans_visite"]["foyers"], found["sans_visite"]["installes"]) == (1, 0)
    table = came.run("--date", "2025-11-15", "visites", "conversion").out
    assert "il n’y a rien à comparer" in table


def test_the_two_groups_are_the_households_of_the_funnel(came: Town) -> None:
    """Same accompanied, same settled: a spontaneous settlement is in neither."""
    settle(came, came.marie, "26/11/2025")
    settle(came, came.zoe, "20/11/2025")
    came.run("contacts", "noter", came.zoe, "-r", "joint", "--le", "24/11/2025")
    found = came.asked("conversion")
    stages = came.run("entonnoir", "-f", "json").json["etapes"]
    groups = (found["avec_visite"], found["sans_visite"])
    assert sum(group["foyers"] for group in groups) == stages[1]["foyers"]
    assert sum(group["personnes"] for group in groups) == stages[1]["personnes"]
    assert sum(group["installes"] for group in groups) == stages[2]["foyers"]
    assert sum(group["personnes_installees"] for group in groups) == stages[2]["personnes"]


def test_the_comparison_is_kept_to_a_period_and_a_territory(came: Town) -> None:
    assert came.asked("conversion", "--au", "21/11/2025")["avec_visite"]["foyers"] == 0
    assert came.asked("conversion", "--du", "22/11/2025")["avec_visite"]["foyers"] == 2
    assert came.asked("conversion", "--territoire", "aucun")["avec_visite"]["foyers"] == 2
    came.do("conversion", "--territoire", "Zorro", fails_with=3)


# --- on a terminal, and how it starts --------------------------------------------------------


def spawn(base: Path, *words: str) -> Any:
    line = [
        "-m",
        "venez_vivre",
        "--base",
        address_of(base),
        "--date",
        "2025-11-27",
        "visites",
        *words,
    ]
    return pexpect.spawn(sys.executable, line, encoding="utf-8", timeout=30, dimensions=(40, 100))


def test_on_a_terminal_each_guest_is_asked_for(autun: Town) -> None:
    child = spawn(autun.base, "presences", "V-1")
    child.expect("v : venu · a : absent · Entrée : ne rien noter")
    child.expect("Marie DUPONT :")
    child.sendline("v")
    child.expect("Paul FOURNIER :")
    child.sendline("")
    child.expect("1 foyer venu")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    shown = autun.asked("montrer", "V-1")
    assert (shown["venus"], shown["absents"], shown["invites"]) == (1, 0, 1)


def test_ctrl_c_at_a_question_writes_nothing(autun: Town) -> None:
    before = autun.state()
    child = spawn(autun.base, "presences", "V-1")
    child.expect("Marie DUPONT :")
    child.sendline("v")
    child.expect("Paul FOURNIER :")
    child.sendcontrol("c")
    child.expect("rien n’a été enregistré")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert autun.state() == before


def test_on_a_terminal_the_visit_is_chosen_and_the_answer_too(autun: Town) -> None:
    child = spawn(autun.base, "repondre")
    child.expect("Quelle visite")
    child.sendline("")
    child.expect("Quel foyer")
    child.sendline("dupont")
    child.expect("Que répond-il")
    child.sendline("")
    child.expect("vient à la visite V-1")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert autun.asked("montrer", "V-1")["confirmes"] == 1


def test_where_there_is_no_visit_none_is_asked_for(town: Town) -> None:
    child = spawn(town.base, "montrer")
    child.expect("Il n’y a aucune visite")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 3


HEAVY = {"alembic", "pydantic", "questionary", "rich", "sqlalchemy", "sqlmodel", "typer"}
LOOK = (
    "import sys; from venez_vivre.cli import run; code = run(sys.argv[1:]);"
    "print(code, *{n.partition('.')[0] for n in sys.modules}, file=sys.stderr)"
)


@pytest.mark.parametrize(
    "line", ["lister -f json", "lister --a-venir", "montrer V-1", "bilan V-1", "conversion"]
)
def test_reads_of_visits_start_light(came: Town, line: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK, "--base", address_of(came.base), "visites", *line.split()],
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    code, *loaded = done.stderr.split()
    assert code == "0"
    assert not HEAVY & set(loaded)
