"""An exchange is noted in one line, and what follows from it is done."""

from __future__ import annotations

import pytest

from bases import store_of

MARIE = ("--prenom", "Marie", "--nom", "Dupont", "--email", "marie@exemple.fr")


@pytest.fixture
def marie(run):
    """The reference of a household that signed up a month ago."""
    said = run("foyers", "creer", *MARIE, "--inscrit-le", "27/10/2025", "-f", "json")
    return said.json["reference"]


@pytest.fixture
def state(base):
    """Every row that a refused command must leave as it was."""

    def read():
        with store_of(base).reading() as rows:
            tables = ("household", "contact", "follow_up", "operation")
            return {t: rows.rows(f"SELECT * FROM {t} ORDER BY id") for t in tables}

    return read


def shown(run, words):
    return run("foyers", "montrer", words, "-f", "json").json


def test_a_note_takes_one_line_with_short_codes(run, marie):
    said = run("contacts", "noter", "dupont", "-c", "tel", "-r", "joint", "Cherche un T4 à Autun.")
    assert said.out == (
        f"Contact noté pour {marie} (Marie DUPONT) : téléphone, joint, 27/11/2025.\n"
    )
    (contact,) = shown(run, marie)["contacts"]
    assert contact == {
        "date": "2025-11-27", "canal": "telephone", "sens": "sortant", "resultat": "joint",
        "resume": "Cherche un T4 à Autun.", "agent": "Test",
    }  # fmt: skip


def test_the_json_says_what_was_done(run, marie):
    words = (
        "-c",
        "rdv",
        "-r",
        "absent",
        "--le",
        "hier",
        "--sens",
        "entrant",
        "--suite",
        "relancer",
    )
    assert run("contacts", "noter", marie, *words, "-f", "json").json == {
        "foyer": marie, "nom": "Marie DUPONT", "date": "2025-11-26", "canal": "rendez_vous",
        "sens": "entrant", "resultat": "absent", "resume": None, "suite": "relancer",
        "echeance": "2025-12-03", "heure": None, "relances_faites": 0, "relances_reportees": 0,
        "sans_reponse": 0, "a_clore": False, "affecte_a": None, "rouvert": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("result", "stage"),
    [
        ("joint", "accompagne"),
        ("honore", "accompagne"),
        ("message", "inscrit"),
        ("nrp", "inscrit"),
        ("absent", "inscrit"),
    ],
)
def test_only_an_exchange_that_reached_the_person_makes_the_household_accompanied(
    run, marie, result, stage
):
    run("contacts", "noter", marie, "-r", result)
    assert shown(run, marie)["etape"] == stage


@pytest.mark.parametrize(
    ("words", "action", "due"),
    [
        (("--suite", "Envoyer le guide"), "Envoyer le guide", "2025-12-04"),
        (("--echeance", "lundi"), "rappeler", "2025-12-01"),
        (("--suite", "visite", "--echeance", "+1m"), "visite", "2025-12-27"),
        ((), None, None),
    ],
)
def test_what_follows_is_planned(run, marie, words, action, due):
    run("contacts", "noter", marie, "-r", "joint", *words)
    file = shown(run, marie)
    assert (file["prochaine_action"], file["echeance"]) == (action, due)


def test_what_was_due_is_done_once_the_person_is_reached(run, marie):
    for day in ("20/11/2025", "27/11/2025", "15/12/2025"):
        run("contacts", "noter", marie, "-r", "nrp", "--le", "01/11/2025", "--echeance", day)
    assert (
        run("contacts", "noter", marie, "-r", "message", "-f", "json").json["relances_faites"] == 0
    )
    said = run("contacts", "noter", marie, "-r", "joint")
    assert "2 actions qui étaient dues sont faites." in said.out
    file = shown(run, marie)
    assert file["echeance"] == "2025-12-15"
    assert [f["faite_le"] for f in file["relances"]] == [None, "2025-11-27", "2025-11-27"]


def test_a_household_that_nobody_follows_goes_to_the_officer_who_called(run, marie):
    run("agents", "ajouter", "--nom", "Léa Martin")
    run("agents", "ajouter", "--nom", "Paul Petit")
    said = run("--agent", "lea martin", "contacts", "noter", marie, "-r", "nrp")
    assert "désormais suivi par Léa Martin." in said.out
    said = run("--agent", "Paul Petit", "contacts", "noter", marie, "-r", "joint")
    assert "désormais" not in said.out
    file = shown(run, marie)
    assert file["agent"] == "Léa Martin"
    assert [c["agent"] for c in file["contacts"]] == ["Paul Petit", "Léa Martin"]


def test_a_contact_before_the_form_counts_from_the_day_of_the_form(run, marie):
    run("contacts", "noter", marie, "-r", "joint", "--le", "01/10/2025")
    assert shown(run, marie)["accompagne_le"] == "2025-10-27"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 2, "Il manque --resultat."),
        (("-r", "bof"), 2, "--resultat : « bof » n’est pas connu. Valeurs possibles : joint,"),
        (("-r", "joint", "-c", "pigeon"), 2, "--canal : « pigeon » n’est pas connu"),
        (("-r", "joint", "--le", "demain"), 1, "est dans le futur"),
        (("-r", "joint", "--le", "lundi"), 1, "« lundi dernier » se comprend"),
        (("-r", "joint", "--le", "31/02/2025"), 2, "n’existe pas dans le calendrier"),
        (("-r", "joint", "--echeance", "hier"), 1, "précède le contact"),
        (("-r", "joint", "texte", "--resume", "texte"), 2, "deux fois"),
        (
            ("-r", "joint", "Dupont"),
            2,
            'Mettez le nom entre guillemets : contacts noter "Marie DUPONT"',
        ),
        (("-r", "joint", "x" * 6000), 2, "trop long"),
    ],
)
def test_what_cannot_be_noted_is_said_and_nothing_is_written(
    run, marie, state, words, code, sentence
):
    before = state()
    said = run("contacts", "noter", "marie", *words, fails_with=code)
    assert sentence in said.err
    assert said.out == ""
    assert state() == before


def test_a_name_of_two_words_takes_quotes_whoever_of_the_household_bears_it(run, marie, state):
    run("foyers", "modifier", marie, "--prenom-conjoint", "Mariette", "--nom-conjoint", "Petit")
    before = state()
    said = run("contacts", "noter", "mariette", "petit", "-r", "joint", fails_with=2)
    assert 'Mettez le nom entre guillemets : contacts noter "Mariette PETIT" …' in said.err
    assert state() == before
    run("contacts", "noter", "mariette", "Petit déjeuner pris ensemble.", "-r", "joint")


def test_an_unknown_or_ambiguous_household_writes_nothing(run, marie, state):
    run("foyers", "creer", "--prenom", "Marie", "--nom", "Roy", "--email", "roy@exemple.fr")
    before = state()
    run("contacts", "noter", "zorro", "-r", "joint", fails_with=3)
    said = run("contacts", "noter", "marie", "-r", "joint", fails_with=4)
    assert said.err.count("Marie") == 2
    assert state() == before


def test_a_note_is_undone_whole_and_done_again(run, marie, base):
    run("agents", "ajouter", "--nom", "Léa Martin")
    with store_of(base).reading() as rows:
        before = rows.rows("SELECT * FROM household")
    run("--agent", "Léa Martin", "contacts", "noter", marie, "-r", "joint", "--suite", "rappeler")
    after = shown(run, marie)
    run("annuler")
    with store_of(base).reading() as rows:
        assert rows.rows("SELECT * FROM household") == before
    run("refaire")
    assert shown(run, marie) == after


@pytest.fixture
def several(run, marie):
    """Exchanges of two households."""
    run("foyers", "creer", "--nom", "Roy", "--email", "roy@exemple.fr")
    run("agents", "ajouter", "--nom", "Léa Martin")
    run("contacts", "noter", "dupont", "-r", "nrp", "--le", "01/11/2025", "Un")
    run("contacts", "noter", "roy", "-c", "email", "-r", "joint", "--le", "10/11/2025", "Deux")
    run("--agent", "Léa Martin", "contacts", "noter", "dupont", "-r", "joint", "Trois")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ["Trois", "Deux", "Un"]),
        (("dupont",), ["Trois", "Un"]),
        (("marie", "dupont"), ["Trois", "Un"]),
        (("--du", "05/11/2025"), ["Trois", "Deux"]),
        (("--au", "10/11/2025"), ["Deux", "Un"]),
        (("--agent", "léa"), ["Trois"]),
        (("--agent", "aucun"), ["Deux", "Un"]),
        (("--canal", "mail"), ["Deux"]),
        (("--resultat", "joint"), ["Trois", "Deux"]),
        (("-n", "1"), ["Trois"]),
    ],
)
def test_exchanges_are_listed_the_latest_first(run, several, words, expected):
    records = run("contacts", "lister", *words, "-f", "json").json
    assert [record["resume"] for record in records] == expected


def test_the_list_has_stable_keys_and_says_what_it_left_out(run, several):
    (record,) = run("contacts", "lister", "-n", "1", "-f", "json").json
    assert list(record) == ["foyer", "nom", "date", "canal", "sens", "resultat", "resume", "agent"]
    assert "… et 2 autres : `-n 3` les montre tous" in run("contacts", "lister", "-n", "1").out


def test_an_empty_list_names_the_gesture(run):
    assert "`venez-vivre contacts noter FOYER` en note un." in run("contacts", "lister").out
