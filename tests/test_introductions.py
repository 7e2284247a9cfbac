"""A household is put in touch; what is refused does not come back, what waits shows."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pexpect
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bases import address_of, store_of, taken_away
from builders import a_csv, query, tables
from conftest import TODAY
from venez_vivre.store.queries.introductions import introduced_offers, refused_offers

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

JOURNAL = ("operation", "journal_block")
KEYS = [
    "numero", "foyer", "nom", "membre", "offre", "type", "titre", "ressource", "nom_ressource",
    "date", "etat", "jours_d_attente", "repondue_le", "finie_le", "refus_de", "motif", "note",
    "agent",
]  # fmt: skip


@pytest.fixture
def marie(run: Run) -> str:
    """A couple that signed up in March."""
    words = (
        "--prenom", "Marie", "--nom", "Dupont", "--email", "marie@example.org",
        "--prenom-conjoint", "Paul", "--inscrit-le", "12/03/2025",
    )  # fmt: skip
    return str(run("foyers", "creer", *words, "-f", "json").json["reference"])


@pytest.fixture
def home(run: Run) -> str:
    """An offer of a home in Autun."""
    words = ("--type", "logement", "--titre", "Maison 4 pièces", "--commune", "Autun")
    return str(run("offres", "ajouter", *words, "-f", "json").json["reference"])


@pytest.fixture
def job(run: Run) -> str:
    """An offer of a job in Autun."""
    words = ("--type", "emploi", "--titre", "Infirmière de nuit", "--commune", "Autun")
    return str(run("offres", "ajouter", *words, "-f", "json").json["reference"])


@pytest.fixture
def jeanne(run: Run) -> str:
    """A contact person who follows one household at a time."""
    words = ("Jeanne", "Martin", "--commune", "Autun", "--themes", "ecole", "--capacite", "1")
    return str(run("ressources", "ajouter", *words, "-f", "json").json["reference"])


def listed(run: Run, *words: str) -> Any:
    return run("mises-en-relation", "lister", *words, "-f", "json").json


# --- noter ----------------------------------------------------------------------------------


def test_several_targets_are_noted_at_once_and_undone_at_once(
    run: Run, base: Path, marie: str, home: str, jeanne: str
) -> None:
    """One command, one step of `annuler`, whatever the number of offers and people."""
    before = tables(base, besides=JOURNAL)
    said = run("mises-en-relation", "noter", marie, home, jeanne, home, "-f", "json").json
    assert list(said) == ["foyer", "nom", "mises_en_relation", "brouillons", "avertissements"]
    first, second = said["mises_en_relation"]
    assert list(first) == KEYS
    assert (first["offre"], first["ressource"]) == (home, None)
    assert (second["offre"], second["ressource"]) == (None, "PR-1")
    assert {one["etat"] for one in (first, second)} == {"en_attente"}
    after = tables(base, besides=JOURNAL)
    run("annuler")
    assert tables(base, besides=JOURNAL) == before
    run("refaire")
    assert tables(base, besides=JOURNAL) == after


def test_targets_are_named_by_words_and_members_by_their_first_name(
    run: Run, marie: str, job: str, jeanne: str
) -> None:
    words = ("infirmière à autun", "jeanne", "--membre", "paul", "--note", "Vu au salon.")
    said = run("mises-en-relation", "noter", marie, *words)
    assert said.out == (
        f"{marie} (Marie DUPONT) mis en relation avec « Infirmière de nuit » ({job}) et « Jeanne "
        "Martin » (PR-1), pour Paul.\n"
    )
    first, second = listed(run)
    assert {first["membre"], second["membre"]} == {"Paul"}
    assert {first["note"], second["note"]} == {"Vu au salon."}
    assert (first["date"], first["jours_d_attente"], first["agent"]) == (TODAY, 0, "Test")


@pytest.mark.parametrize(
    "case",
    [
        (("{marie}", "poney"), 3, "Aucune offre ni personne ressource ne répond à « poney »"),
        (("{marie}", "PR-9"), 3, "ne répond à « PR-9 »"),
        (("{marie}", "TAMIRO-42"), 3, "ne répond à « TAMIRO-42 »"),
        (("{marie}", "maison"), 4, "Donnez une référence"),
        (("{marie}", ""), 3, "« (vide) »"),
        (("{marie}",), 2, "Il manque CIBLE"),
        (("MIRO-999", "{home}"), 3, "Aucun foyer n’a la référence MIRO-999"),
        (("marie", "dupont"), 2, 'Mettez le nom entre guillemets : mises-en-relation … "Marie'),
        (("{marie}", "{home}", "--le", "demain"), 1, "est dans le futur"),
        (("{marie}", "{home}", "--le", "11/03/2025"), 1, "précède l’inscription du 12/03/2025"),
        (("{marie}", "{home}", "--membre", "Zoé"), 3, "Il compte Marie et Paul."),
        (("{marie}", "{home}", "--a", "voisin"), 2, "--a : « voisin » n’est pas connu"),
    ],
)
def test_an_impossible_introduction_is_refused_and_not_written(
    run: Run, base: Path, marie: str, home: str, case: tuple[tuple[str, ...], int, str]
) -> None:
    words, code, sentence = case
    run("offres", "ajouter", "--type", "logement", "--titre", "Maison de bourg")
    before = tables(base)
    said = [word.format(marie=marie, home=home) for word in words]
    told = run("mises-en-relation", "noter", *said, fails_with=code)
    assert sentence in told.err
    assert told.out == ""
    assert tables(base) == before


def test_the_same_offer_is_not_introduced_twice_while_it_is_open(
    run: Run, base: Path, marie: str, home: str
) -> None:
    run("mises-en-relation", "noter", marie, home, "--le", "20/11/2025")
    before = tables(base)
    said = run("mises-en-relation", "noter", marie, home, "--oui", fails_with=1)
    assert f"est déjà en relation avec le foyer {marie} depuis le 20/11/2025" in said.err
    assert f"`venez-vivre mises-en-relation suivre {marie} {home}`" in said.err
    assert tables(base) == before


@pytest.mark.parametrize(
    ("party", "sentence"),
    [
        ("foyer", "Marie DUPONT a déjà refusé « Maison 4 pièces »"),
        ("offreur", "L’offreur de « Maison 4 pièces »"),
    ],
)
def test_a_refused_offer_does_not_come_back_unless_one_insists(
    run: Run, base: Path, marie: str, home: str, party: str, sentence: str
) -> None:
    run("mises-en-relation", "noter", marie, home, "--le", "01/11/2025")
    refusal = ("--etat", "refusee", "--refus-de", party, "--motif", "trop loin")
    run("mises-en-relation", "suivre", marie, *refusal, "--le", "15/11/2025")
    before = tables(base)
    said = run("mises-en-relation", "noter", marie, home, fails_with=1)
    assert sentence in said.err
    assert "le 15/11/2025 : trop loin" in said.err
    assert "--oui passe outre" in said.err
    assert tables(base) == before
    run("mises-en-relation", "noter", marie, home, "--forcer")
    assert [one["etat"] for one in listed(run)] == ["en_attente", "refusee"]


def test_a_closed_or_expired_offer_is_introduced_with_a_warning(
    run: Run, marie: str, home: str, job: str
) -> None:
    run("offres", "clore", home)
    run("offres", "verifier", job, "--expire-le", "27/11/2025")
    told = run("mises-en-relation", "noter", marie, home, job, "-f", "json").json
    (closed,) = told["avertissements"]
    assert "est close depuis le 27/11/2025" in closed


def test_a_full_contact_person_is_refused_with_a_sentence(
    run: Run, base: Path, marie: str, jeanne: str
) -> None:
    other = ("--nom", "Roy", "--email", "roy@example.org")
    run("foyers", "creer", *other)
    run("mises-en-relation", "noter", marie, jeanne)
    before = tables(base)
    said = run("mises-en-relation", "noter", "roy", jeanne, fails_with=1)
    assert "Jeanne Martin suit déjà 1 foyer sur 1. --oui passe outre." in said.err
    assert tables(base) == before
    run("mises-en-relation", "noter", "roy", jeanne, "--oui")
    run("ressources", "clore", jeanne)
    run("mises-en-relation", "suivre", "roy", "--etat", "abandonnee")
    said = run("mises-en-relation", "noter", "roy", jeanne, fails_with=1)
    assert "Jeanne Martin n’est plus proposée depuis le 27/11/2025" in said.err


def test_a_closed_file_is_put_in_touch_only_if_one_insists(run: Run, marie: str, home: str) -> None:
    run("foyers", "clore", marie, "--motif", "projet_reporte")
    said = run("mises-en-relation", "noter", marie, home, fails_with=1)
    assert f"`venez-vivre foyers rouvrir {marie}`" in said.err
    run("mises-en-relation", "noter", marie, home, "--oui")


def test_the_introduction_is_on_the_file_of_the_household(run: Run, marie: str, home: str) -> None:
    run("mises-en-relation", "noter", marie, home)
    (known,) = run("foyers", "montrer", marie, "-f", "json").json["mises_en_relation"]
    assert (known["offre"], known["etat"], known["titre"]) == (
        home,
        "en_attente",
        "Maison 4 pièces",
    )


def test_hostile_text_is_shown_harmless(run: Run, marie: str) -> None:
    """A title that would drive the terminal is shown without its sequences, stored as it came."""
    title = "Maison \x1b[31mrouge\x1b[0m [/red]"
    words = ("--type", "logement", "--titre", title, "-f", "json")
    offer = run("offres", "ajouter", *words).json["reference"]
    run("mises-en-relation", "noter", marie, offer, "--note", "a\x1b]0;b\x07\nc")
    said = run("mises-en-relation", "lister").out
    assert "Maison rouge [/red]" in said
    assert "\x1b" not in said
    assert "\x1b" not in run("offres", "montrer", offer).out
    assert "\x1b" not in run("mises-en-relation", "suivre", marie, "-e", "repondue").out


# --- suivre ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("repondue",), ("repondue", "2025-11-20", None, None, None)),
        (("reussie",), ("reussie", "2025-11-20", "2025-11-20", None, None)),
        (
            ("refusee", "--refus-de", "offreur", "--motif", "profil"),
            ("refusee", "2025-11-20", "2025-11-20", "offreur", "profil"),
        ),
        (
            ("abandonnee", "--motif", "sans_reponse"),
            ("abandonnee", None, "2025-11-20", None, "sans_reponse"),
        ),
    ],
)
def test_what_becomes_of_an_introduction_is_noted_and_undone(
    run: Run, base: Path, marie: str, home: str, words: tuple[str, ...], expected: tuple[Any, ...]
) -> None:
    run("mises-en-relation", "noter", marie, home, "--le", "10/11/2025", "--note", "Appelé.")
    before = tables(base, besides=JOURNAL)
    follow = ("mises-en-relation", "suivre", marie, home, "--le", "20/11/2025", "--note", "Suite.")
    record = run(*follow, "--etat", *words, "-f", "json").json
    assert list(record) == KEYS
    fields = ("etat", "repondue_le", "finie_le", "refus_de", "motif")
    assert tuple(record[field] for field in fields) == expected
    assert record["note"] == "Appelé.\nSuite."
    assert record["jours_d_attente"] is None
    run("annuler")
    assert tables(base, besides=JOURNAL) == before


def test_the_only_open_one_needs_no_name_and_several_do(
    run: Run, marie: str, home: str, job: str, jeanne: str
) -> None:
    run("mises-en-relation", "noter", marie, home)
    assert home in run("mises-en-relation", "suivre", marie, "-e", "repondue").out
    run("mises-en-relation", "noter", marie, job, jeanne)
    said = run("mises-en-relation", "suivre", marie, "-e", "reussie", fails_with=4)
    assert f"2  {job} Infirmière de nuit, depuis le 27/11/2025, en attente" in said.err
    for words in ((marie, "infirmiere"), (marie, "3"), ("1",)):
        run("mises-en-relation", "suivre", *words, "-e", "reussie")
    assert {one["etat"] for one in listed(run)} == {"reussie"}


@pytest.mark.parametrize(
    "case",
    [
        (("{marie}",), 2, "Il manque --etat."),
        (("{marie}", "-e", "refusee"), 2, "Il manque --refus-de."),
        (("{marie}", "-e", "refusee", "--refus-de", "foyer"), 2, "Il manque --motif."),
        (("{marie}", "-e", "reussie", "--motif", "prix"), 2, "ajoutez --etat refusee"),
        (("{marie}", "-e", "repondue", "--refus-de", "foyer"), 2, "ajoutez --etat refusee"),
        (("{marie}", "-e", "en_attente"), 2, "se suit par repondue, reussie"),
        (("{marie}", "-e", "reussie", "--le", "demain"), 1, "est dans le futur"),
        (("{marie}", "-e", "reussie", "--le", "09/11/2025"), 1, "précède la mise en relation du"),
        (("{marie}", "PR-4", "-e", "reussie"), 3, "n’a pas de mise en relation qui réponde"),
        (("99", "-e", "reussie"), 3, "Aucune mise en relation n’a le numéro 99."),
        (("marie", "dupont", "-e", "reussie"), 2, "Mettez le nom entre guillemets"),
    ],
)
def test_an_impossible_outcome_is_refused_and_not_written(
    run: Run, base: Path, marie: str, home: str, case: tuple[tuple[str, ...], int, str]
) -> None:
    words, code, sentence = case
    run("mises-en-relation", "noter", marie, home, "--le", "10/11/2025")
    before = tables(base)
    said = [word.format(marie=marie) for word in words]
    assert sentence in run("mises-en-relation", "suivre", *said, fails_with=code).err
    assert tables(base) == before


def test_an_ended_one_is_corrected_only_if_one_insists(run: Run, marie: str, home: str) -> None:
    run("mises-en-relation", "noter", marie, home)
    follow = ("mises-en-relation", "suivre", marie, home)
    run(*follow, "-e", "refusee", "--refus-de", "foyer", "--motif", "prix")
    said = run(*follow, "-e", "reussie", fails_with=1)
    assert "est terminée : refusée le 27/11/2025. --oui corrige" in said.err
    record = run(*follow, "-e", "reussie", "--oui", "-f", "json").json
    assert (record["etat"], record["refus_de"], record["motif"]) == ("reussie", None, None)
    assert "n’a pas de mise en relation en cours" in run(*follow[:3], fails_with=3).err


# --- lister ---------------------------------------------------------------------------------


def test_those_that_wait_come_first_with_how_long(
    run: Run, marie: str, home: str, job: str
) -> None:
    run("mises-en-relation", "noter", marie, job, "--le", "21/11/2025")
    run("mises-en-relation", "noter", marie, home, "--le", "20/11/2025")
    assert [one["jours_d_attente"] for one in listed(run)] == [7, 6]
    said = run("mises-en-relation", "lister").out
    assert "attend depuis 7 jours, à relancer" in said
    assert "2 mises en relation · 1 attend depuis trop longtemps" in said
    assert [one["offre"] for one in listed(run, "--en-retard")] == [home]
    run("mises-en-relation", "suivre", marie, home, "-e", "repondue")
    assert [one["offre"] for one in listed(run)] == [job, home]
    assert listed(run, "--en-retard") == []
    assert "… et 1 autre : `-n 2`" in run("mises-en-relation", "lister", "-n", "1").out


def test_filters_keep_what_they_say(run: Run, marie: str, home: str, job: str, jeanne: str) -> None:
    run("agents", "ajouter", "--nom", "Test")
    run("foyers", "creer", "--nom", "Roy", "--email", "roy@example.org")
    run("mises-en-relation", "noter", marie, home, jeanne, "--le", "15/11/2025")
    run("mises-en-relation", "noter", "roy", job)
    run("mises-en-relation", "suivre", marie, home, "-e", "reussie")
    for words, numbers in (
        ((marie,), {1, 2}),
        (("--etat", "reussie"), {1}),
        (("--offre", "infirmiere"), {3}),
        (("--ressource", jeanne), {2}),
        (("--agent", "test"), {1, 2, 3}),
        (("--agent", "aucun"), set()),
        (("--du", "16/11/2025"), {3}),
        (("--au", "15/11/2025"), {1, 2}),
    ):
        assert {one["numero"] for one in listed(run, *words)} == numbers, words
    said = run("mises-en-relation", "lister", "--offre", "poney", fails_with=3)
    assert "Aucune offre ne répond à « poney »" in said.err


def test_a_past_day_shows_what_stood_then(run: Run, marie: str, home: str) -> None:
    run("mises-en-relation", "noter", marie, home, "--le", "01/11/2025")
    run("mises-en-relation", "suivre", marie, "-e", "repondue", "--le", "10/11/2025")
    refusal = ("-e", "refusee", "--refus-de", "foyer", "--motif", "prix", "--le", "20/11/2025")
    run("mises-en-relation", "suivre", marie, *refusal)

    def on(day: str) -> Any:
        return run("--date", day, "mises-en-relation", "lister", "-f", "json").json

    assert on("2025-10-31") == []
    (one,) = on("2025-11-05")
    assert (one["etat"], one["jours_d_attente"], one["motif"]) == ("en_attente", 4, None)
    (one,) = on("2025-11-15")
    assert (one["etat"], one["repondue_le"], one["finie_le"]) == ("repondue", "2025-11-10", None)
    assert on("2025-11-20")[0]["motif"] == "prix"


def test_an_empty_list_says_how_to_begin(run: Run) -> None:
    assert (
        "`venez-vivre mises-en-relation noter FOYER OFFRE`"
        in run("mises-en-relation", "lister").out
    )
    assert run("mises-en-relation", "lister", "-f", "csv").out.strip().endswith("agent")


def test_what_matching_must_leave_out_is_told(
    run: Run, base: Path, marie: str, home: str, job: str
) -> None:
    run("mises-en-relation", "noter", marie, home, job, "--le", "01/11/2025")
    refusal = ("-e", "refusee", "--refus-de", "offreur", "--motif", "profil")
    run("mises-en-relation", "suivre", marie, home, *refusal, "--le", "20/11/2025")
    ((household,),) = query(base, "SELECT id FROM household")
    with store_of(base).reading() as rows:
        assert refused_offers(rows, household) == {1}
        assert refused_offers(rows, household, date(2025, 11, 19)) == set()
        assert introduced_offers(rows, household) == {1, 2}
        assert introduced_offers(rows, household, date(2025, 10, 31)) == set()
        assert introduced_offers(rows, household + 1) == set()


DAYS = st.integers(0, 40)


@settings(max_examples=15)
@given(waits=st.lists(DAYS, min_size=1, max_size=5), ended=st.sets(st.integers(0, 4)))
def test_whatever_was_noted_the_list_is_in_order_and_complete(
    run: Run, tmp_path: Path, waits: list[int], ended: set[int]
) -> None:
    """Waiting ones first, the longest first; as many lines as introductions."""
    base = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
    here = ("--base", address_of(base))
    run(*here, "foyers", "creer", "--nom", "Roy", "--email", "r@example.org", "--inscrit-le",
        "01/01/2025")  # fmt: skip
    lines = [{"type": "logement", "titre": f"Logement{n}"} for n in range(len(waits))]
    run(*here, "offres", "importer", str(a_csv(tmp_path / "o.csv", lines)))
    for place, wait in enumerate(waits):
        on = (date.fromisoformat(TODAY) - timedelta(days=wait)).isoformat()
        run(*here, "mises-en-relation", "noter", "roy", f"logement{place}", "--le", on)
        if place in ended:
            run(*here, "mises-en-relation", "suivre", "roy", f"logement{place}", "-e", "reussie")
    found = run(*here, "mises-en-relation", "lister", "-f", "json").json
    waiting = [one["jours_d_attente"] for one in found if one["etat"] == "en_attente"]
    assert len(found) == len(waits)
    assert waiting == sorted((w for p, w in enumerate(waits) if p not in ended), reverse=True)
    assert all(one["etat"] == "en_attente" for one in found[: len(waiting)])
    taken_away(base)


# --- in front of somebody -------------------------------------------------------------------


def seated(base: Path, *words: str) -> pexpect.spawn:
    """The program on a terminal."""
    line = ["-m", "venez_vivre", "--base", address_of(base), "--date", TODAY, *words]
    return pexpect.spawn(sys.executable, line, encoding="utf-8", timeout=30, dimensions=(50, 110))


def test_a_refusal_is_asked_for_word_by_word(run: Run, base: Path, marie: str, home: str) -> None:
    run("mises-en-relation", "noter", marie, home)
    child = seated(base, "mises-en-relation", "suivre", marie, "--etat", "refusee")
    child.expect("Qui a refusé")
    child.send("\r")
    child.expect("Pourquoi")
    child.send("\x1b[B\r")
    child.expect("refusée par le foyer")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert listed(run)[0]["motif"] == "trop_loin"


@pytest.mark.parametrize("case", [("o\r", 0, 2), ("\r", 130, 1), ("\x03", 130, 1)])
def test_going_on_in_spite_of_a_refusal_is_asked(
    run: Run, base: Path, marie: str, home: str, case: tuple[str, int, int]
) -> None:
    answer, status, count = case
    run("mises-en-relation", "noter", marie, home)
    refusal = ("-e", "refusee", "--refus-de", "foyer", "--motif", "prix")
    run("mises-en-relation", "suivre", marie, *refusal)
    child = seated(base, "mises-en-relation", "noter", marie, home)
    child.expect("quand même")
    child.send(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == status
    assert len(listed(run)) == count


def test_a_question_left_by_ctrl_c_writes_nothing(
    run: Run, base: Path, marie: str, home: str
) -> None:
    run("mises-en-relation", "noter", marie, home)
    before = tables(base)
    child = seated(base, "mises-en-relation", "suivre", marie)
    child.expect("Où en est-elle")
    child.send("\x03")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert tables(base) == before
