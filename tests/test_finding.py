"""A household answers to its reference, an e-mail or words of a name, and to nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bases import store_of
from venez_vivre.casework.finding import SHOWN, find_household, find_officer, find_territory
from venez_vivre.casework.terms import codes, understand
from venez_vivre.errors import Ambiguous, Misuse, NotFound
from venez_vivre.texts import clean
from venez_vivre.vocabulary import CloseReason, ContactChannel, Horizon, Result, Stage

PEOPLE = (
    ("Marie", "Dupont", "marie@exemple.fr"),
    ("Luc", "Dupontel", "luc@exemple.fr"),
    ("Marie-Laure", "Petit", "famille@exemple.fr"),
    ("Zoé", "de la Tour d’Auvergne", "zoe@exemple.fr"),
    ("Jean", "Petit", "famille@exemple.fr"),
)


@pytest.fixture
def references(run):
    """The references of PEOPLE, in their order."""
    return [
        run(
            "foyers", "creer", "--prenom", first, "--nom", last, "--email", email, "-f", "json"
        ).json["reference"]
        for first, last, email in PEOPLE
    ]


@pytest.fixture
def found(base, references):
    """The rank in PEOPLE of the household that some words name."""

    def find(words):
        with store_of(base).reading() as rows:
            return references.index(find_household(rows, words).reference)

    return find


def test_a_reference_is_understood_however_it_is_typed(found, references):
    marie = references[0]
    for typed in (marie, marie.lower(), marie.replace("-", " "), f"  {marie.replace('-', '')} "):
        assert found(typed) == 0


def test_an_email_is_looked_up_whatever_its_case(found):
    assert found("LUC@Exemple.FR") == 1


def test_words_of_a_name_are_whole_words_or_beginnings(found):
    assert found("zoe") == 3
    assert found("ZOÉ TOUR") == 3
    assert found("auverg") == 3
    assert found(["marie", "lau"]) == 2
    assert found("petit jean") == 4


def test_a_whole_word_is_preferred_to_a_beginning(found):
    assert found("dupont") == 0
    assert found("duponte") == 1


def test_all_the_words_must_be_those_of_one_member(run, found, base):
    run("foyers", "modifier", "luc", "--prenom-conjoint", "Nadia", "--nom-conjoint", "Morel")
    assert found("nadia morel") == 1
    with pytest.raises(NotFound), store_of(base).reading() as rows:
        find_household(rows, "luc morel")


def test_several_candidates_are_listed_with_what_tells_them_apart(base, references):
    with pytest.raises(Ambiguous) as caught, store_of(base).reading() as rows:
        find_household(rows, "petit")
    assert len(caught.value.candidates) == 2
    assert f"{references[4]}  Jean PETIT, inscrit le 27/11/2025" in caught.value.candidates
    with pytest.raises(Ambiguous), store_of(base).reading() as rows:
        find_household(rows, "famille@exemple.fr")


def test_a_long_list_of_candidates_says_how_many_are_left_out(run, base):
    for number in range(SHOWN + 3):
        run("foyers", "creer", "--nom", "Martin", "--email", f"m{number}@exemple.fr")
    said = run("foyers", "montrer", "martin", fails_with=4)
    assert said.out == ""
    assert "15 foyers répondent à « martin »" in said.err
    assert "… et 3 autres" in said.err


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ZUZU-999", "Aucun foyer n’a la référence ZUZU-999."),
        ("x@y.fr", "Aucun foyer n’a l’adresse « x@y.fr »."),
        ("personne", "Aucun foyer ne répond à « personne »."),
        ("", "Aucun foyer ne répond à « (vide) »."),
        ("%", "Aucun foyer ne répond à « % »."),
        ("_", "Aucun foyer ne répond à « _ »."),
        ("z%x", "Aucun foyer ne répond à « z%x »."),
        ("' OR 1=1 --", "Aucun foyer ne répond à « ' OR 1=1 -- »."),
    ],
)
def test_what_names_nobody_is_refused_and_the_gesture_named(run, references, typed, sentence):
    said = run("foyers", "montrer", "--", typed, fails_with=3)
    assert said.err == f"{sentence} `venez-vivre foyers lister` les montre.\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dupond", "Marie DUPONT ({0})"),
        ("Mrie Dupont", "Marie DUPONT ({0})"),
        ("dupontle", "Luc DUPONTEL ({1})"),
        ("marie@exmeple.fr", "marie@exemple.fr"),
        ("pettit", "Jean PETIT ({4}) ou Marie-Laure PETIT ({2})"),
    ],
)
def test_a_slip_is_corrected_in_the_refusal(run, references, typed, meant):
    said = run("foyers", "montrer", typed, fails_with=3)
    assert f". Vouliez-vous dire {meant.format(*references)} ? `venez-vivre" in said.err


def test_a_reference_with_a_slip_proposes_the_nearest(run, references):
    marie = references[0]
    digit = "0" if marie[-1] != "0" else "1"
    said = run("foyers", "montrer", marie[:-1] + digit, fails_with=3)
    assert f"Vouliez-vous dire {marie}" in said.err


def test_a_slip_that_many_bear_is_corrected_as_a_word(run, references):
    for number in range(4):
        run("foyers", "creer", "--nom", "Martin", "--email", f"m{number}@exemple.fr")
    assert "Vouliez-vous dire « martin » ?" in run("foyers", "montrer", "martn", fails_with=3).err


def test_a_slip_in_a_register_is_corrected(run, base):
    run("territoires", "ajouter", "--code", "CUCM", "--nom", "Creusot Montceau", "--type", "CC")
    run("agents", "ajouter", "--nom", "Léa Martin")
    offers = base.with_name("offres.csv")
    offers.write_text("reference_externe;titre\n1;Boulanger (H/F)\n", encoding="utf-8")
    run("offres", "importer", "--type", "emploi", str(offers))
    for words, meant in (
        (("foyers", "lister", "--territoire", "Cresot"), "Creusot Montceau"),
        (("foyers", "lister", "--territoire", "CUCN"), "CUCM"),
        (("foyers", "lister", "--agent", "Lea Martni"), "Léa Martin"),
        (("offres", "montrer", "boulagner"), "Boulanger (H/F) ("),
    ):
        said = run(*words, fails_with=3).err
        assert f"Vouliez-vous dire {meant}" in said, said
    assert "Vouliez-vous" not in run("foyers", "lister", "--agent", "zzz", fails_with=3).err


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        (Result, "jiont", "joint"),
        (CloseReason, "logment introuvable", "logement_introuvable"),
        (ContactChannel, "télephnoe", "telephone"),
        (Stage, "instalé", "installe"),
    ],
)
def test_a_slip_in_a_code_is_corrected(kind, typed, meant):
    with pytest.raises(Misuse, match=f"Vouliez-vous dire {meant} \\? Valeurs possibles"):
        understand(kind, typed)


@given(st.text(max_size=40))
def test_no_text_at_all_breaks_the_search(tmp_path_factory, text):
    with _any_base(tmp_path_factory).reading() as rows, pytest.raises(NotFound) as caught:
        find_household(rows, text)
    assert clean(str(caught.value)) == str(caught.value)


def _any_base(factory, known=[]):  # noqa: B006  one empty base for every example
    if not known:
        known.append(store_of(factory.mktemp("finding") / "base.db"))
    return known[0]


def test_territories_answer_to_their_code_or_words_of_their_name(run, base):
    for code, name in (
        ("CUCM", "Creusot Montceau"),
        ("GAM", "Grand Autunois Morvan"),
        ("GC", "Grand Chalon"),
    ):
        run("territoires", "ajouter", "--code", code, "--nom", name, "--type", "CC")
    with store_of(base).reading() as rows:
        assert find_territory(rows, "cucm").name == "Creusot Montceau"
        assert find_territory(rows, "autunois").code == "GAM"
        assert find_territory(rows, "grand chal").code == "GC"
        with pytest.raises(Ambiguous) as caught:
            find_territory(rows, "grand")
        assert caught.value.candidates == ("GAM  Grand Autunois Morvan", "GC  Grand Chalon")
        with pytest.raises(NotFound, match="territoires lister"):
            find_territory(rows, "Lyon")


def test_officers_answer_to_words_of_their_name(run, base):
    for name in ("Léa Martin", "Léa Petit"):
        run("agents", "ajouter", "--nom", name)
    with store_of(base).reading() as rows:
        assert find_officer(rows, "lea mar").name == "Léa Martin"
        with pytest.raises(Ambiguous):
            find_officer(rows, "Léa")
        with pytest.raises(NotFound, match="agents ajouter"):
            find_officer(rows, "Paul")


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (ContactChannel, "tel", ContactChannel.PHONE),
        (ContactChannel, "RDV", ContactChannel.APPOINTMENT),
        (ContactChannel, "Téléphone", ContactChannel.PHONE),
        (Result, "nrp", Result.NO_ANSWER),
        (Result, "sans réponse", Result.NO_ANSWER),
        (Result, "hon", Result.HELD),
        (CloseReason, "logement", CloseReason.NO_HOME),
        (CloseReason, "autre", CloseReason.OTHER),
        (Horizon, "3 à 6 mois", Horizon.MONTHS_3_TO_6),
        (Stage, "accomp", Stage.ACCOMPANIED),
    ],
)
def test_coded_values_are_understood_as_people_type_them(kind, typed, expected):
    assert understand(kind, typed) is expected


@pytest.mark.parametrize("kind", [ContactChannel, Result, CloseReason, Horizon, Stage])
def test_every_code_is_understood_as_itself(kind):
    assert [understand(kind, code) for code in codes(kind)] == list(kind)


def test_a_beginning_that_fits_several_codes_is_misuse_that_names_them():
    with pytest.raises(Misuse, match="emploi_demandeur ou emploi_conjoint"):
        understand(CloseReason, "emploi")


@pytest.mark.parametrize("typed", ["\udcff@x.fr", "\u200bmarie@exemple.fr", "mari\udce9 @"])
def test_a_byte_that_no_encoding_explains_finds_nobody_and_breaks_nothing(run, references, typed):
    """In an address too, which names exactly; what shows as nothing is passed over."""
    said = run("foyers", "montrer", typed, fails_with=frozenset({0, 3}))
    assert (said.code == 0) == typed.endswith("marie@exemple.fr")


@pytest.mark.parametrize("typed", ["", "xyz", "\x1b[31m", "%"])
def test_an_unknown_code_is_misuse_that_lists_the_codes(typed):
    with pytest.raises(Misuse, match="joint, message, sans_reponse, honore, absent") as caught:
        understand(Result, typed)
    assert "\x1b" not in str(caught.value)
