"""A household arrives, answers calls, leaves; what is impossible is refused and not written."""

from __future__ import annotations

import sys
from datetime import date

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bases import address_of, store_of
from venez_vivre import asking
from venez_vivre.casework.calls import due_calls
from venez_vivre.casework.settlements import SettlementDraft, check
from venez_vivre.desk import Desk
from venez_vivre.store.queries.settlements import Watched

TODAY = date(2025, 11, 27)
PEOPLE = ("--adultes", "2", "--enfants", "2", "--scolarises", "1")
ARRIVAL = ("--le", "01/08/2025", "--commune", "Autun", *PEOPLE)


@pytest.fixture
def marie(run):
    """The reference of a household that signed up in March and was reached in May."""
    said = run(
        "foyers",
        "creer",
        "--prenom",
        "Marie",
        "--nom",
        "Dupont",
        "--telephone",
        "0639981234",
        "--inscrit-le",
        "12/03/2025",
        "-f",
        "json",
    )
    run("contacts", "noter", "dupont", "-r", "joint", "--le", "05/05/2025")
    return said.json["reference"]


@pytest.fixture
def settled(run, marie):
    """The same one, living in Autun since August."""
    run("installations", "noter", marie, *ARRIVAL)
    return marie


@pytest.fixture
def state(base):
    """Every row that a refused command must leave as it was."""

    def read():
        with store_of(base).reading() as rows:
            tables = ("household", "settlement", "settlement_check", "operation")
            return {t: rows.rows(f"SELECT * FROM {t} ORDER BY id") for t in tables}

    return read


def shown(run, words):
    return run("foyers", "montrer", words, "-f", "json").json


# --- noter ----------------------------------------------------------------------------------


def test_an_arrival_makes_the_household_settled(run, marie):
    said = run("installations", "noter", "marie", *ARRIVAL, "--logement", "hlm", "--emploi", "cdi")
    assert said.out == (
        f"Foyer {marie} (Marie DUPONT) installé à Autun depuis le 01/08/2025 : "
        "2 adultes, 2 enfants dont 1 scolarisé.\n"
    )
    file = shown(run, marie)
    assert (file["etape"], file["installe_le"]) == ("installe", "2025-08-01")
    assert file["spontanee"] is False
    assert file["installations"][0] | {
        "commune": "Autun", "code_insee": "71014", "adultes": 2, "enfants": 2, "scolarises": 1,
        "logement": "location_sociale", "emploi": "trouve", "conjoint_emploi": None,
    } == file["installations"][0]  # fmt: skip


def test_an_arrival_before_any_exchange_is_spontaneous(run, marie):
    run("installations", "noter", marie, "--le", "01/04/2025", "--commune", "Dijon", *PEOPLE)
    assert shown(run, marie)["spontanee"] is True


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((*ARRIVAL, "--le", "11/03/2025"), 1, "précède l’inscription du 12/03/2025"),
        (("--le", "demain", "--commune", "Autun", *PEOPLE), 1, "est dans le futur"),
        ((*ARRIVAL, "--adultes", "-2"), 1, "ne peut pas être négatif"),
        ((*ARRIVAL, "--enfants", "-1"), 1, "ne peut pas être négatif"),
        ((*ARRIVAL, "--adultes", "0"), 1, "au moins un adulte"),
        ((*ARRIVAL, "--scolarises", "3"), 1, "3 enfants scolarisés pour 2 enfants"),
        ((*ARRIVAL, "--enfants", "200"), 1, "c’est trop"),
        ((*ARRIVAL, "--adultes", "deux"), 2, "--adultes : « deux » n’est pas un nombre entier"),
        ((*ARRIVAL, "--commune", "Lyon"), 1, "n’est pas une commune de Bourgogne-Franche-Comté"),
        ((*ARRIVAL, "--commune", "Saint-Sauveur"), 4, "Saint-Sauveur 70300"),
        ((*ARRIVAL, "--logement", "tente"), 2, "--logement : « tente » n’est pas connu"),
        (ARRIVAL[2:], 2, "Il manque --le."),
        (ARRIVAL[:2] + ARRIVAL[4:], 2, "Il manque --commune."),
        (ARRIVAL[:-2], 2, "Il manque --scolarises."),
    ],
)  # fmt: skip
def test_an_impossible_arrival_is_refused_and_not_written(run, marie, state, words, code, sentence):
    before = state()
    said = run("installations", "noter", marie, *words, fails_with=code)
    assert sentence in said.err
    assert said.out == ""
    assert state() == before


def test_a_household_lives_in_one_place_at_a_time(run, settled, state):
    before = state()
    said = run("installations", "noter", settled, *ARRIVAL, fails_with=1)
    assert "est déjà installé à Autun depuis le 01/08/2025" in said.err
    assert state() == before
    run("installations", "depart", settled, "--le", "01/10/2025", "--motif", "autre")
    said = run(
        "installations",
        "noter",
        settled,
        "--le",
        "15/09/2025",
        "--commune",
        "Dijon",
        *PEOPLE,
        fails_with=1,
    )
    assert "précède le départ du 01/10/2025" in said.err
    run("installations", "noter", settled, "--le", "15/10/2025", "--commune", "Dijon", *PEOPLE)
    assert shown(run, settled)["installe_le"] == "2025-08-01"


def test_settling_a_closed_file_opens_it_again_and_says_so(run, marie):
    run("foyers", "clore", marie, "--motif", "projet_reporte")
    said = run("installations", "noter", marie, *ARRIVAL)
    assert "il est rouvert" in said.out
    assert shown(run, marie)["statut"] == "actif"


people = st.integers(min_value=-3, max_value=30)


@given(people, people, people, st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_what_passes_the_check_can_be_counted(adults, children, schooled, on):
    draft = SettlementDraft(on, "Autun", "71014", adults, children, schooled)
    registered = date(2025, 3, 12)
    possible = 1 <= adults <= 20 and 0 <= schooled <= children <= 20 and registered <= on <= TODAY
    assert (check(draft, registered, TODAY) is None) == possible


# --- annuler, depart ------------------------------------------------------------------------


def test_a_cancelled_arrival_stops_counting(run, settled):
    run("installations", "annuler", settled, "--motif", "Erreur de foyer")
    file = shown(run, settled)
    assert (file["etape"], file["installe_le"]) == ("accompagne", None)
    assert file["installations"][0]["motif_annulation"] == "Erreur de foyer"
    assert run("installations", "lister", "-f", "json").json == []
    assert (
        "n’a pas d’installation à annuler"
        in run("installations", "annuler", settled, fails_with=1).err
    )
    run("annuler")
    assert shown(run, settled)["etape"] == "installe"


def test_a_household_that_left_still_counts_as_settled(run, settled):
    said = run(
        "installations",
        "depart",
        settled,
        "--le",
        "01/11/2025",
        "--motif",
        "conjoint",
        fails_with=2,
    )
    assert "--motif : « conjoint » n’est pas connu" in said.err
    run("installations", "depart", settled, "--le", "01/11/2025", "--motif", "emploi_conjoint")
    file = shown(run, settled)
    assert file["etape"] == "installe"
    assert file["installations"][0]["parti_le"] == "2025-11-01"
    assert "reparti le 01/11/2025" in run("foyers", "montrer", settled).out


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--le", "01/08/2025", "--motif", "autre"), 1, "ne suit pas l’installation du 01/08/2025"),
        (("--le", "demain", "--motif", "autre"), 1, "est dans le futur"),
        (("--motif", "autre"), 2, "Il manque --le."),
        (("--le", "hier"), 2, "Il manque --motif."),
    ],
)
def test_an_impossible_departure_is_refused(run, settled, state, words, code, sentence):
    before = state()
    assert sentence in run("installations", "depart", settled, *words, fails_with=code).err
    assert state() == before


def test_who_never_came_cannot_leave_nor_be_followed(run, marie):
    leaving = ("installations", "depart", marie, "--le", "hier", "--motif", "autre")
    assert "n’a pas d’installation en cours" in run(*leaving, fails_with=1).err
    calling = ("installations", "suivi", marie, "--mois", "1", "--resultat", "reste")
    assert "`venez-vivre installations noter" in run(*calling, fails_with=1).err


# --- suivi ----------------------------------------------------------------------------------


def test_the_only_call_that_is_due_needs_no_month(run, settled):
    """It is said which one was understood; where an earlier one was never made, it is asked."""
    run("installations", "suivi", settled, "--mois", "1", "-r", "reste", "--le", "01/09/2025")
    said = run("installations", "suivi", settled, "-r", "reste")
    assert said.err == "Suivi à 3 mois, le seul appel dû, depuis le 01/11/2025.\n"
    assert "Suivi à 3 mois" in said.out
    words = ("installations", "suivi", settled, "-r", "reste")
    assert "Il manque --mois" in run(*words, fails_with=2).err


def test_the_call_that_is_due_comes_first_of_the_months_to_choose_from(run, settled, monkeypatch):
    asked = {}

    def ask(question, choices, **_):
        asked[question] = [label for _, label in choices]
        return choices[0][0]

    monkeypatch.setattr(Desk, "asks", True)
    monkeypatch.setattr(asking, "ask", ask)
    assert "Suivi à 3 mois" in run("installations", "suivi", settled).out
    assert asked["Combien de mois après l’arrivée ?"] == [
        "3 mois, dû le 01/11/2025", "1 mois, sans appel", "6 mois", "12 mois",
    ]  # fmt: skip


def test_a_call_is_noted_and_no_longer_due(run, settled):
    (call,) = run("installations", "suivi", "-f", "json").json
    assert call == {
        "foyer": settled, "nom": "Marie DUPONT", "telephone": "+33639981234", "mois": 3,
        "echeance": "2025-11-01", "retard_jours": 26, "commune": "Autun",
        "installe_le": "2025-08-01", "agent": None, "manques": [1], "essaye_le": None,
    }  # fmt: skip
    said = run(
        "installations",
        "suivi",
        settled,
        "--mois",
        "3",
        "--resultat",
        "resté",
        "--satisfaction",
        "4",
        "--besoins",
        "Une crèche",
    )
    assert "Suivi à 3 mois" in said.out
    assert run("installations", "suivi", "-f", "json").json == []
    (call,) = shown(run, settled)["suivis"]
    assert call == {
        "mois": 3, "date": "2025-11-27", "resultat": "reste", "satisfaction": 4,
        "besoins": "Une crèche",
    }  # fmt: skip


def test_who_says_they_left_has_left_in_the_same_step(run, settled):
    leaving = ("installations", "suivi", settled, "--mois", "3", "--resultat", "reparti")
    assert "Il manque --motif." in run(*leaving, fails_with=2).err
    said = run(*leaving, "--motif", "emploi_conjoint", "--parti-le", "10/11/2025").out
    assert "Départ noté le 10/11/2025 : emploi du conjoint." in said
    assert "`venez-vivre annuler`" in said
    assert "n’attend d’appel" in run("installations", "suivi").out
    file = shown(run, settled)
    (home,) = file["installations"]
    assert (home["parti_le"], home["motif_depart"]) == ("2025-11-10", "emploi_conjoint")
    run("annuler")
    file = shown(run, settled)
    assert (file["suivis"], file["installations"][0]["parti_le"]) == ([], None)


def test_on_a_terminal_all_that_a_departure_needs_is_asked(run, base, settled):
    words = ["--base", address_of(base), "--date", "2025-11-27", "installations", "suivi", settled]
    program = [sys.executable, "-m", "venez_vivre", *words, "--mois", "3"]
    for answers, code in ((("\x03",), 130), (("\r", "10/11/2025\r"), 0)):
        child = pexpect.spawn(
            program[0], program[1:], encoding="utf-8", timeout=30, dimensions=(40, 110)
        )
        child.expect("Toujours là")
        child.send("\x1b[B\r")  # the second answer: they left
        for question, answer in zip(("Pourquoi", "Depuis quel jour"), answers, strict=False):
            child.expect(question)
            child.send(answer)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == code
        left = [home["parti_le"] for home in shown(run, settled)["installations"]]
        assert left == (["2025-11-10"] if code == 0 else [None])


def test_a_departure_without_a_day_is_that_of_the_call(run, settled):
    words = ("--mois", "3", "-r", "reparti", "--motif", "autre", "--le", "20/11/2025", "-f", "json")
    done = run("installations", "suivi", settled, *words).json
    assert (done["parti_le"], done["motif"]) == ("2025-11-20", "autre")
    again = ("installations", "suivi", settled, "--mois", "1", "-r", "reste")
    assert "il est reparti le 20/11/2025" in run(*again, fails_with=1).err


def test_a_call_without_answer_is_to_be_tried_again_and_gives_its_place(run, settled):
    words = ("installations", "suivi", settled, "--mois", "3", "-r")
    said = run(*words, "nrp", "--le", "25/11/2025")
    assert "À rappeler le 02/12/2025." in said.out
    (call,) = run("installations", "suivi", "-f", "json").json
    assert (call["mois"], call["echeance"], call["essaye_le"]) == (3, "2025-12-02", "2025-11-25")
    assert "essayé le 25/11/2025" in run("installations", "suivi").out
    assert "plus récent" in run(*words, "nrp", "--le", "24/11/2025", fails_with=1).err
    done = run(*words, "reste", "-f", "json").json
    assert (done["remplace_le"], done["a_rappeler_le"]) == ("2025-11-25", None)
    assert run("installations", "suivi", "-f", "json").json == []
    run("annuler")
    assert [check["resultat"] for check in shown(run, settled)["suivis"]] == ["sans_reponse"]


def test_the_months_and_the_days_ahead_are_settings(run, settled):
    run("config", "definir", "suivis=2,4", "avance_suivi=0")
    (call,) = run("installations", "suivi", "-f", "json").json
    assert (call["mois"], call["echeance"]) == (2, "2025-10-01")
    run("config", "definir", "avance_suivi=4")
    (call,) = run("installations", "suivi", "-f", "json").json
    assert (call["mois"], call["echeance"], call["manques"]) == (4, "2025-12-01", [2])
    wrong = ("installations", "suivi", settled, "--mois", "3", "-r", "reste")
    assert "--mois : donnez 2 ou 4." in run(*wrong, fails_with=2).err
    run("installations", "suivi", settled, "--mois", "2", "-r", "reste")


def as_of(base, run, day, *words):
    return run("--date", day, *words, "-f", "json").json


def test_on_a_past_day_only_what_was_known_counts(base, run, settled):
    run("installations", "suivi", settled, "--mois", "3", "-r", "reste", "--le", "10/11/2025")
    run("installations", "depart", settled, "--le", "20/11/2025", "--motif", "autre")
    run("installations", "annuler", settled)
    due = ("installations", "suivi")
    assert [call["mois"] for call in as_of(base, run, "2025-11-09", *due)] == [3]
    assert as_of(base, run, "2025-11-10", *due) == []
    assert as_of(base, run, "2025-07-31", "installations", "lister") == []
    (line,) = as_of(base, run, "2025-11-19", "installations", "lister")
    assert (line["parti_le"], line["motif_depart"]) == (None, None)
    (line,) = as_of(base, run, "2025-11-26", "installations", "lister")
    assert (line["parti_le"], line["motif_depart"]) == ("2025-11-20", "autre")
    assert run("installations", "lister", "-f", "json").json == []


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--mois", "2", "--resultat", "reste"), 2, "--mois : donnez 1, 3, 6 ou 12."),
        (("--mois", "6", "--resultat", "reste"), 1, "l’appel à 6 mois est dû le 01/02/2026"),
        (("--mois", "1", "--resultat", "reste", "--satisfaction", "6"), 2, "donnez 1 à 5"),
        (("--mois", "1", "--resultat", "reste", "--le", "demain"), 1, "est dans le futur"),
        (("--mois", "1", "-r", "reste", "--motif", "autre"), 2, "--motif ne va qu’avec"),
        (("--mois", "1", "-r", "nrp", "--parti-le", "hier"), 2, "--parti-le ne va qu’avec"),
        (
            ("--mois", "1", "-r", "reparti", "--motif", "autre", "--parti-le", "01/08/2025"),
            1,
            "ne suit pas l’installation du 01/08/2025. Corrigez --parti-le",
        ),
        (
            (
                "--mois",
                "1",
                "-r",
                "reparti",
                "--motif",
                "autre",
                "--le",
                "hier",
                "--parti-le",
                "aujourdhui",
            ),
            1,
            "suit l’appel du 26/11/2025",
        ),
        (("--mois", "1"), 2, "Il manque --resultat."),
        (("--resultat", "reste"), 2, "Il manque --mois."),
    ],
)
def test_an_impossible_call_is_refused(run, settled, state, words, code, sentence):
    before = state()
    assert sentence in run("installations", "suivi", settled, *words, fails_with=code).err
    assert state() == before


def test_the_same_call_twice_is_refused(run, settled):
    words = ("installations", "suivi", settled, "--mois", "1", "--resultat", "reste")
    run(*words)
    assert "est déjà noté, le 27/11/2025" in run(*words, fails_with=1).err


def watched(settled_on, months=""):
    return Watched("MIRO-425", "Marie", "Dupont", None, settled_on, "Autun", None, months)


@pytest.mark.parametrize(
    ("settled_on", "months", "expected"),
    [
        ("2025-11-20", "", None),
        ("2025-11-04", "", (1, date(2025, 12, 4), ())),
        ("2025-11-05", "", None),
        ("2025-08-01", "", (3, date(2025, 11, 1), (1,))),
        ("2025-08-01", "1", (3, date(2025, 11, 1), ())),
        ("2025-08-01", "3", None),
        ("2024-01-31", "1,3", (12, date(2025, 1, 31), (6,))),
        ("2024-01-31", "12", None),
        ("2025-08-31", "", (3, date(2025, 11, 30), (1,))),
    ],
)
def test_of_several_calls_only_the_last_that_came_is_due(settled_on, months, expected):
    calls = due_calls([watched(settled_on, months)], TODAY)
    assert [(c.month, c.due_on, c.missed) for c in calls] == ([expected] if expected else [])


def test_the_most_overdue_call_comes_first():
    calls = due_calls([watched("2025-08-01"), watched("2024-05-01"), watched("2025-10-27")], TODAY)
    assert [c.month for c in calls] == [12, 3, 1]


# --- lister ---------------------------------------------------------------------------------


def test_arrivals_are_listed_with_the_people_they_are(run, settled):
    run("territoires", "ajouter", "--code", "GAM", "--nom", "Autunois", "--type", "CC")
    run("foyers", "affecter", settled, "--territoire", "GAM")
    (record,) = run("installations", "lister", "--territoire", "gam", "-f", "json").json
    assert list(record) == [
        "foyer", "nom", "date", "commune", "code_insee", "adultes", "enfants", "scolarises",
        "territoire", "agent", "logement", "emploi", "conjoint_emploi", "spontanee", "parti_le",
        "motif_depart",
    ]  # fmt: skip
    assert "1 foyer, 4 personnes dont 1 enfant scolarisé" in run("installations", "lister").out
    assert run("installations", "lister", "--territoire", "aucun", "-f", "json").json == []
    assert run("installations", "lister", "--du", "02/08/2025", "-f", "json").json == []
    assert len(run("installations", "lister", "--au", "01/08/2025", "-f", "json").json) == 1


def test_a_long_list_says_how_many_it_left_out_and_counts_them_all(run, settled):
    run("foyers", "creer", "--nom", "Roy", "--email", "r@ex.fr", "--inscrit-le", "01/07/2025")
    run("installations", "noter", "roy", *ARRIVAL)
    said = run("installations", "lister", "-n", "1")
    assert "… et 1 autre : `-n 2` les montre tous · 2 foyers, 8 personnes" in said.out
    said = run("installations", "suivi", "-n", "1")
    assert "… et 1 autre : `-n 2` les montre tous · 2 appels à passer, dont 2 en retard" in said.out
    assert len(run("installations", "suivi", "-f", "json").json) == 2
