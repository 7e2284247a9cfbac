"""The search finds what an officer remembers, ranks it, shows why, and never fails."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pexpect
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bases import address_of, store_of
from builders import a_contact, a_csv, a_signup, opened, query
from conftest import TODAY
from test_house import HEAVY, LOOK
from venez_vivre import cli
from venez_vivre.casework import searching
from venez_vivre.casework.wanted import excerpt, spans, wishes
from venez_vivre.reports import terminal
from venez_vivre.screens import search as screens
from venez_vivre.store.base import Store

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

MARIE = {
    "prenom": "Marie", "nom": "Dupont", "email": "marie.dupont@example.org",
    "telephone": "06 39 98 12 34", "metier": "Infirmière", "commune": "Lille",
    "projet": "Une maison avec un jardin à Autun, près d’une crèche.",
    "message": "Ma sœur habite déjà Beaune.", "date_inscription": "2025-10-01",
}  # fmt: skip
LUC = {
    "prenom": "Luc", "nom": "Dupontel", "email": "luc@example.org", "telephone": "0639980001",
    "projet": "Ouvrir une boulangerie.", "date_inscription": "2025-11-01",
}  # fmt: skip
ZOE = {
    "prenom": "Zoé", "nom": "L’Œillet", "email": "zoe@example.org", "telephone": "0639980002",
    "projet": "Un appartement en ville avec jardin partagé.", "date_inscription": "2025-11-20",
}  # fmt: skip
OFFERS = [
    {"reference_externe": "1", "type": "emploi", "titre": "Boulanger (H/F)", "commune": "Autun",
     "description": "Fournil moderne.", "publiee_le": "2025-11-10"},
    {"reference_externe": "2", "type": "logement", "titre": "Maison de ville", "commune": "Beaune",
     "description": "Petit jardin clos.", "publiee_le": "2025-11-12"},
]  # fmt: skip


@pytest.fixture
def told(run: Run, tmp_path: Path) -> Run:
    """A base with three households, two offers and two notes."""
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", [a_signup(**p) for p in PEOPLE])))
    run("offres", "importer", str(a_csv(tmp_path / "o.csv", OFFERS)))
    notes = [
        a_contact("luc@example.org", date="2025-11-05", resume="Visite d’un local à Chagny."),
        a_contact("marie.dupont@example.org", date="2025-11-15", resume="Rappeler Mme Morel."),
    ]
    run("contacts", "importer", str(a_csv(tmp_path / "c.csv", notes)))
    return run


PEOPLE = (MARIE, LUC, ZOE)


def hits(run: Run, *words: str) -> list[dict[str, Any]]:
    found = run("chercher", *words, "-f", "json").json
    assert [hit["rang"] for hit in found] == list(range(1, len(found) + 1))
    return list(found)


def names(run: Run, *words: str) -> list[str]:
    return [hit["nom"] for hit in hits(run, *words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["dupont"], ["Marie DUPONT", "Luc DUPONTEL"]),
        (["DUPONT"], ["Marie DUPONT", "Luc DUPONTEL"]),
        (["dup"], ["Luc DUPONTEL", "Marie DUPONT"]),
        (["infirmiere"], ["Marie DUPONT"]),
        (["creche"], ["Marie DUPONT"]),
        (["zoe"], ["Zoé L’ŒILLET"]),
        (["oeillet"], ["Zoé L’ŒILLET"]),
        (["l'oeillet"], ["Zoé L’ŒILLET"]),
        (["loeillet"], ["Zoé L’ŒILLET"]),
        (["LŒIL"], ["Zoé L’ŒILLET"]),
        (["zoe loeillet"], ["Zoé L’ŒILLET"]),
        (["06 39"], ["Marie DUPONT", "Luc DUPONTEL", "Zoé L’ŒILLET"]),
        (['"06 39"'], ["Marie DUPONT", "Luc DUPONTEL", "Zoé L’ŒILLET"]),
        (["06.39"], ["Marie DUPONT", "Luc DUPONTEL", "Zoé L’ŒILLET"]),
        (["06 39 98 12"], ["Marie DUPONT"]),
        (["06 38"], []),
        (["z"], ["Zoé L’ŒILLET"]),
        (["É"], []),
        (["marie d"], ["Marie DUPONT"]),
        (["soeur"], ["Marie DUPONT"]),
        (["SŒUR"], ["Marie DUPONT"]),
        (["chagny"], ["Luc DUPONTEL"]),
        (["fournil"], ["Boulanger (H/F)"]),
        (["d'Autun"], ["Boulanger (H/F)", "Marie DUPONT"]),
    ],
)
def test_accents_case_and_endings_do_not_matter(
    told: Run, words: list[str], expected: list[str]
) -> None:
    """A whole name comes before the beginning of one, then the newest first."""
    assert sorted(names(told, *words)) == sorted(expected)
    if words[0].lower().startswith("dup"):
        assert names(told, *words) == expected


def test_an_apostrophe_that_was_dropped_is_found_and_shown(run: Run) -> None:
    for first, last in (("Zoé", "O’Brien"), ("Ève", "L’Hôte"), ("Luc", "D’Angelo")):
        mail = f"{first[0]}{last[-3:]}@example.org".lower().encode("ascii", "ignore").decode()
        run("foyers", "creer", "--prenom", first, "--nom", last, "--email", mail)
    assert names(run, "zoe obrien") == ["Zoé O’BRIEN"]
    assert names(run, "lhote") == ["Ève L’HÔTE"]
    assert names(run, "dang") == ["Luc D’ANGELO"]
    assert spans("Zoé O’BRIEN", wishes("obrien")) == [(4, 11)]


def test_one_letter_begins_a_name_and_is_a_word_of_a_text(told: Run) -> None:
    """A text has every letter: only its words of one letter answer."""
    run = told
    run("contacts", "noter", "dupontel", "-r", "joint", "Projet K, à revoir.")
    assert names(run, "k") == ["Luc DUPONTEL"]
    run("foyers", "creer", "--prenom", "Karim", "--nom", "Roy", "--email", "k@example.org")
    assert names(run, "k")[0] == "Karim ROY"
    assert names(run, "j") == []


def test_words_spread_over_the_file_find_the_household(told: Run) -> None:
    """The name in the person, a word in the project, another in a note."""
    assert names(told, "dupont", "jardin") == ["Marie DUPONT"]
    assert names(told, "jardin", "morel") == ["Marie DUPONT"]
    (hit,) = hits(told, "marie", "jardin", "morel", "soeur")
    assert {hit["champ"], *(text.partition(" : ")[0] for text in hit["autres_extraits"])} == {
        "projet",
        "contact",
        "message",
    }
    assert names(told, "dupont", "fournil") == []


def test_one_household_is_one_line(told: Run) -> None:
    """However many of its texts have the word."""
    told("contacts", "noter", "marie.dupont@example.org", "-r", "joint", "Le jardin, encore.")
    found = [hit["reference"] for hit in hits(told, "jardin")]
    assert len(found) == len(set(found)) == 3


def test_a_phrase_between_guillemets_is_looked_for_as_it_is(told: Run) -> None:
    """With French or English quotes, in one word of the shell or several."""
    assert names(told, "«", "jardin", "partagé", "»") == ["Zoé L’ŒILLET"]
    assert names(told, '"jardin partage"') == ["Zoé L’ŒILLET"]
    assert names(told, "“partagé jardin”") == []
    assert names(told, "partagé jardin") == ["Zoé L’ŒILLET"]


@pytest.mark.parametrize(
    "typed",
    ["06 39 98 12 34", "0639981234", "06.39.98.12.34", "+33639981234", "+33 6 39 98 12 34",
     "+33 (0)6 39 98 12 34", "0033639981234", "639981234", "06 39 98 12", "063998123",
     "06-39-98-12-34"],
)  # fmt: skip
def test_a_phone_number_is_found_however_it_is_written(told: Run, typed: str) -> None:
    """In one word of the shell, or in several."""
    assert names(told, typed) == ["Marie DUPONT"]
    assert names(told, *typed.split(" ")) == ["Marie DUPONT"]
    assert hits(told, typed)[0]["champ"] == "telephone"


def test_an_email_or_a_reference_names_by_itself(told: Run) -> None:
    """Whatever its case; with other words too."""
    reference = hits(told, "marie")[0]["reference"]
    for typed in (
        reference,
        reference.lower(),
        reference.replace("-", " "),
        "MARIE.DUPONT@example.org",
    ):
        assert names(told, typed) == ["Marie DUPONT"], typed
    assert names(told, reference, "jardin") == ["Marie DUPONT"]
    offer = hits(told, "fournil")[0]["reference"]
    assert names(told, offer.lower()) == ["Boulanger (H/F)"]


def test_the_search_can_be_kept_to_some_places(told: Run) -> None:
    """Names still tell whose texts are meant; a place that does not exist is misuse."""
    assert names(told, "jardin", "--dans", "offres") == ["Maison de ville"]
    assert names(told, "autun", "--dans", "foyers") == ["Marie DUPONT"]
    assert names(told, "dupont", "morel", "--dans", "contacts") == ["Marie DUPONT"]
    assert names(told, "dupont", "--dans", "contacts") == []
    assert len(names(told, "jardin", "-d", "offres", "-d", "foyers")) == 3
    said = told("chercher", "jardin", "--dans", "placard", fails_with=2)
    assert "--dans : « placard » n’est pas un endroit où chercher : foyers, contacts" in said.err


def test_every_kind_of_text_is_found(told: Run, base: Path) -> None:
    """Introductions, visits, checks and contact people, each under its own name."""
    ((number,),) = query(base, "SELECT household_id FROM person WHERE email = 'luc@example.org'")
    fill(base, number)
    places = {
        "zinzolin": ("foyer", "mise_en_relation", "mises-en-relation"),
        "tamarix": ("foyer", "visite", "visites"),
        "belvedere": ("foyer", "installation", "installations"),
        "maraicher": ("ressource", "fonction", "ressources"),
    }
    for word, (kind, field, place) in places.items():
        for options in ((), ("--dans", place)):
            (hit,) = hits(told, word, *options)
            assert (hit["nature"], hit["champ"]) == (kind, field), word
    (person,) = hits(told, "PR-1")
    assert (person["nom"], person["etat"]) == ("Paul Roux", "clos")
    (visit,) = hits(told, "V-1")
    assert (visit["nature"], visit["nom"]) == ("visite", "Week-end d’automne")
    assert "ressource retirée" in told("chercher", "maraicher").out


def fill(base: Path, number: int) -> None:
    """Rows of the tables whose commands are not this test's business."""
    connection = opened(base, write=True)
    rows: dict[str, tuple[str, list[Any]]] = {
        "resource_person": (
            "id, reference, name, name_key, position, closed_on",
            [1, "PR-1", "Paul Roux", "paul roux", "Maraîcher", "2025-11-01"],
        ),
        "introduction": (
            "household_id, resource_id, introduced_on, note",
            [number, 1, "2025-11-02", "Atelier zinzolin"],
        ),
        "visit": (
            "id, reference, title, kind, starts_on, ends_on",
            [1, "V-1", "Week-end d’automne", "groupe", "2025-11-08", "2025-11-09"],
        ),
        "visit_guest": (
            "household_id, visit_id, invited_on, feedback",
            [number, 1, "2025-11-01", "Les tamarix leur ont plu"],
        ),
        "settlement": ("id, household_id, settled_on, commune", [1, number, "2025-11-10", "Autun"]),
        "settlement_check": (
            "household_id, settlement_id, month, checked_on, result, needs",
            [number, 1, 1, "2025-11-20", "reste", "Un belvédère"],
        ),
    }
    for table, (columns, values) in rows.items():
        marks = ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
    connection.close()


def test_what_is_later_than_today_is_not_shown(told: Run) -> None:
    """A search on a past day sees what was known then."""
    assert len(names(told, "jardin")) == 3
    then = {"2025-11-19": ["Maison de ville", "Marie DUPONT"], "2025-10-31": ["Marie DUPONT"]}
    for day, expected in then.items():
        found = [hit["nom"] for hit in told("--date", day, "chercher", "jardin", "-f", "json").json]
        assert sorted(found) == expected
    assert told("--date", "2025-11-14", "chercher", "morel", "-f", "json").json == []
    assert len(told("--date", "2025-11-15", "chercher", "morel", "-f", "json").json) == 1


def test_closed_files_are_found_and_say_so(told: Run) -> None:
    """And on a day before, they were open."""
    told("foyers", "clore", "marie", "--motif", "autre", "--le", "2025-11-20")
    (hit,) = hits(told, "infirmiere")
    assert hit["etat"] == "clos"
    assert "foyer clos" in told("chercher", "infirmiere").out
    (before,) = told("--date", "2025-11-19", "chercher", "infirmiere", "-f", "json").json
    assert before["etat"] == "accompagne"
    told("annuler")
    told("foyers", "clore", "marie", "--motif", "projet_reporte", "--reveil", "+6m")
    assert hits(told, "infirmiere")[0]["etat"] == "en_veille"


def test_a_line_says_to_scripts_what_it_says_to_people(told: Run) -> None:
    """The name alone answers: the stage and the commune are what is worth saying."""
    hit = hits(told, "dupont")[0]
    assert hit["etat"] in {"inscrit", "accompagne", "installe"}
    assert hit["champ"] == "fiche"
    assert hit["extrait"] in told("chercher", "dupont").out


def test_a_list_says_how_many_are_left_out(told: Run) -> None:
    said = told("chercher", "jardin", "-n", "1").out
    assert "… et 2 autres : `-n 3` les montre tous." in said
    assert "… et" not in told("chercher", "jardin").out


def test_nothing_found_is_no_error_and_says_how_to_widen(told: Run) -> None:
    """Code 0; a slip is corrected; words that never meet are counted."""
    said = told("chercher", "duponnt", "jardin").out
    assert "Rien ne répond à « duponnt jardin ». Vouliez-vous dire « dupont jardin » ?" in said
    said = told("chercher", "boulangerie", "jardin").out
    assert (
        "Chaque mot se trouve, mais jamais avec les autres : « boulangerie » (1) et « jardin » (3)."
        in said
    )
    assert "Essayez sans guillemets" in told("chercher", "« maison jardin »").out
    for typed in ("zora.zzz@example.org", "rendez-vous zzzz", "06 39 98 99 99"):
        assert "Essayez moins de mots" in told("chercher", typed).out
    assert told("chercher", "zzzz", "-f", "json").json == []
    assert told("chercher", "zzzz", "-f", "csv").out.startswith("\ufeffrang;nature;reference;nom;")


def test_small_words_are_looked_for_only_alone(told: Run) -> None:
    """« la maison de Marie » is about a house and Marie."""
    assert names(told, "la", "maison", "de", "marie") == ["Marie DUPONT"]
    assert set(names(told, "avec")) == {"Zoé L’ŒILLET", "Marie DUPONT"}


@pytest.mark.parametrize("typed", ["", "  ", "***", "...", "-", "--", "- -"])
def test_a_search_for_nothing_is_answered(told: Run, typed: str) -> None:
    words = typed.split(" ") if typed.strip() else [typed]
    assert "Tapez un mot, un nom, un numéro" in told("chercher", "--", *words).out


@pytest.mark.parametrize(
    "words",
    [
        ["-jardin"], ["-12"], ["-", "jardin"], ["--", "--dans"], ["AND"], ["NOT", "OR"],
        ["NEAR(a b)"], ['"'], ["'"], ['"""'], ["a*b^c:d"], ["{nom} : x"], ["person_text"],
        ["%_"], ["\\"], ["(", ")"], ["🙂"], ["\x1b[31m"], ["\u202e"], ["\ud800"], ["é" * 5000],
        ["mot "] * 300, ["«"], ["« »"], ["“"], ["0" * 40], ["+"], ["@"], ["a@b"], ["- 5"],
        ["-é"], ["->"], ["𞤀"], ["\ue000"], ["1" * 3000],
    ],
    ids=lambda words: ascii(words)[:30],
)  # fmt: skip
def test_whatever_is_typed_is_no_error(told: Run, words: list[str]) -> None:
    for form in ("table", "json", "csv", "md"):
        assert told("chercher", "-f", form, *words).err == ""


def test_a_slip_in_an_option_is_told_all_the_same(told: Run) -> None:
    """A word that looks like an option is not taken for a text."""
    assert "Vouliez-vous dire --dans ?" in told("chercher", "x", "--dnas", "y", fails_with=2).err
    assert "donnez un nombre à partir de 1" in told("chercher", "x", "-n", "0", fails_with=2).err
    assert told("chercher", "jardin", "-n1", "-f", "json").json[0]["rang"] == 1
    assert "Il manque TEXTE" in told("chercher", fails_with=2).err


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One base for every example."""
    base = tmp_path_factory.mktemp("search") / "base.db"
    create = ("foyers", "creer", "--prenom", "Marie", "--nom", "Dupont")
    assert cli.run(["--base", address_of(base), *create, "--email", "marie@example.org"]) == 0
    return store_of(base)


HARD = st.sampled_from(
    ['"', "'", "*", "^", ":", "(", ")", "-", "+", "NEAR", "AND", "OR", "NOT", "{", "}", "\x00",
     "«", "»", "@", "06 39 98", "MIRO-425", "V-1", "œ", "🙂", "\ud83d", ",", ";", "\\", "%", "_",
     " ", "dup", "marie", "\u0301", "\u200b", "\x1b]8;;x\x07"]
)  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=60), st.lists(HARD, max_size=12).map("".join)))
def test_no_text_at_all_breaks_the_search(store: Store, text: str) -> None:
    """Any text is answered, drawn, and leaves nothing dangerous in the drawing."""
    with store.reading() as rows:
        found = searching.search(rows, text, (), date.fromisoformat(TODAY), 25)
    page = screens.page(found)
    drawn = terminal.render(page, colored=False, width=80)
    assert drawn.strip()
    assert not set(drawn) & {"\x00", "\x1b", "\u202e", "\u200b"}


@given(st.text(max_size=80), st.text(max_size=20))
def test_marks_are_in_order_inside_the_text(text: str, typed: str) -> None:
    """And what is marked is not empty."""
    marks = spans(text, wishes(typed))
    flat = [place for mark in marks for place in mark]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in marks)


@given(st.text(max_size=300), st.text(max_size=20), st.integers(20, 120))
def test_an_excerpt_is_one_short_line(text: str, typed: str, width: int) -> None:
    said = excerpt(text, wishes(typed), width)
    assert "\n" not in said
    assert len(said) <= width + 1


def test_an_excerpt_shows_the_words_far_inside_a_text() -> None:
    """Cut between words on both sides, with what was looked for in it."""
    text = "Bonjour, " + "nous avons bien réfléchi. " * 20 + "Il faut un jardin. " + "Merci. " * 30
    said = excerpt(text, wishes("jardin"), 60)
    assert "un jardin" in said
    assert said.startswith("…")
    assert said.endswith("…")


def test_the_words_that_were_found_stand_out_in_colour(told: Run, store: Store) -> None:
    """On a terminal in colour; elsewhere the text is plain."""
    assert "\x1b" not in told("chercher", "dup").out
    with store.reading() as rows:
        found = searching.search(rows, "dup", (), date.fromisoformat("2030-01-01"), 5)
    drawn = terminal.render(screens.page(found), colored=True, width=80)
    assert "Marie \x1b[1;33mDUPONT\x1b[0m" in drawn


def test_the_search_starts_light(told: Run, base: Path) -> None:
    """It imports none of the heavy packages, found or not; a slip is looked up only then."""
    for line in ("chercher dup jardin --format json", "chercher morel"):
        done = subprocess.run(
            [sys.executable, "-c", f"HEAVY = {HEAVY!r}\n{LOOK}", *line.split()],
            env={**os.environ, "VENEZ_VIVRE_BASE": address_of(base), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.stderr.split() == ["0"], done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a terminal is simulated on POSIX alone")
def test_what_to_look_for_is_asked_on_a_terminal(told: Run, base: Path) -> None:
    """Ctrl-C leaves with code 130."""
    words = [
        "-m",
        "venez_vivre",
        "--base",
        address_of(base),
        "--date",
        TODAY,
        "chercher",
        "-f",
        "json",
    ]
    child = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=30)
    child.expect("Que cherchez-vous")
    child.sendline("infirmiere")
    child.expect("Marie DUPONT")
    child.expect(pexpect.EOF)
    child = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=30)
    child.expect("Que cherchez-vous")
    child.sendcontrol("c")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_lines_fit_the_terminal(told: Run, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for line in told("chercher", "jardin").out.splitlines():
        assert len(line) <= int(width), line
