"""Files change hands in bulk, and what an officer promised is on her sheet, once."""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pexpect
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bases import address_of, an_empty_base
from builders import query, tables
from rows import Rows, a_world, rows_of
from venez_vivre.cli import run as run_program
from venez_vivre.references import household_reference

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

TODAY = "2025-11-27"
JOURNAL = ("operation", "journal_block")
LEA, PAUL = 1, 2


@pytest.fixture
def team(base: Path) -> Path:
    """Léa in the Autunois and Paul in the Morvan; six households, some of nobody's."""
    an_empty_base(base)
    with rows_of(base) as rows:
        two_officers(rows)
        rows.household(territory_id=1, channel="presse")
        rows.household(territory_id=1, registered="2025-10-01")
        rows.household(territory_id=2, officer_id=PAUL)
        rows.reach(rows.household(officer_id=LEA, territory_id=1))
        rows.household(status="abandon", closed_on="2025-11-21")
        rows.settle(rows.household(territory_id=2))
    return base


def two_officers(rows: Rows) -> None:
    a_world(rows)
    rows.put("territory", code="T2", name="Morvan", kind="CC")
    rows.put("officer", name="Paul Petit", name_key="paul petit", territory_id=2)


def whose(base: Path) -> list[tuple[Any, ...]]:
    return query(base, "SELECT id, officer_id, territory_id FROM household ORDER BY id")


def followed_by(base: Path, officer: int | None) -> list[int]:
    return [number for number, who, _ in whose(base) if who == officer]


# --- affecter -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("--de-agent", "aucun"), {1, 2, 6}),
        (("--de-agent", "paul"), {3}),
        (("--de-territoire", "T1"), {1, 2, 4}),
        (("--de-territoire", "aucun", "--statut", "abandon"), {5}),
        (("--etape", "inscrit"), {1, 2, 3}),
        (("--etape", "installe", "--de-territoire", "T2"), {6}),
        (("--statut", "abandon"), {5}),
        (("--canal", "presse"), {1}),
        (("--au", "31/10/2025"), {2}),
        (("--silence", "30"), {2}),
        (("--de-agent", "aucun", "--statut", "actif", "-n", "2"), {1, 6}),
    ],
)
def test_a_filter_chooses_the_files_that_a_list_would_show(
    run: Run, team: Path, words: tuple[str, ...], numbers: set[int]
) -> None:
    done = run("foyers", "affecter", "--agent", "léa", *words, "--oui", "-f", "json").json
    changed = {household_reference(number) for number in numbers - {4}}
    assert set(done["foyers"]) == changed
    assert set(done["inchanges"]) == {household_reference(n) for n in numbers & {4}}
    assert set(followed_by(team, LEA)) == numbers | {4}
    listing = [word.replace("--de-", "--") for word in words]
    if "--agent" not in listing and "-n" not in listing:
        listing += [] if "--statut" in listing else ["--statut", "actif"]
        shown = run("foyers", "lister", *listing, "-f", "json").json
        assert {one["reference"] for one in shown} == {household_reference(n) for n in numbers}


def test_a_bulk_assignment_is_one_step_that_is_taken_back(run: Run, team: Path) -> None:
    before = tables(team, besides=JOURNAL)
    said = run(
        "foyers", "affecter", "--agent", "Léa", "--territoire", "T2", "--statut", "actif", "--oui"
    )
    told = " ".join(said.out.split())
    assert "sont désormais suivis par Léa Martin et dans le territoire Morvan." in told
    assert "`venez-vivre annuler`." in said.out
    moved = query(
        team, "SELECT household_id, from_territory_id, to_territory_id, moved_on FROM transfer"
    )
    assert sorted(moved) == [(1, 1, 2, TODAY), (2, 1, 2, TODAY), (4, 1, 2, TODAY)]
    after = tables(team, besides=JOURNAL)
    run("annuler")
    assert tables(team, besides=JOURNAL) == before
    run("refaire")
    assert tables(team, besides=JOURNAL) == after
    summary = query(team, "SELECT summary FROM operation WHERE kind = 'commande'")
    assert summary == [("affectation de 5 foyers",)]


def test_a_first_territory_is_no_transfer(run: Run, team: Path) -> None:
    words = ("--territoire", "T1", "--de-territoire", "aucun")
    run("foyers", "affecter", *words, "--statut", "abandon", "--oui")
    assert query(team, "SELECT count(*) FROM transfer") == [(0,)]
    assert whose(team)[4] == (5, None, 1)


def test_a_script_must_mean_it(run: Run, team: Path) -> None:
    before = tables(team)
    said = run("foyers", "affecter", "--agent", "léa", "--de-agent", "aucun", fails_with=1)
    told = " ".join(said.err.split())
    assert told.startswith(
        "3 foyers seraient suivis par Léa Martin. 1 dossier clos ou en veille reste de côté : "
        "--statut choisit ceux-là. Ajoutez --oui"
    )
    assert said.out == ""
    assert tables(team) == before


def test_a_dry_run_shows_and_writes_nothing(run: Run, team: Path) -> None:
    before = tables(team)
    words = ("foyers", "affecter", "--agent", "léa", "--etape", "accompagne", "--territoire", "T2")
    said = run(*words, "--simuler")
    assert "1 foyer serait suivi par Léa Martin et dans le territoire Morvan." in said.out
    done = run(*words, "--simuler", "-f", "json").json
    assert done == {
        "foyers": [household_reference(4)], "inchanges": [], "agent": "Léa Martin",
        "agent_retire": False, "territoire": "Morvan", "relances": 0, "non_actifs": 0,
        "simulation": True,
    }  # fmt: skip
    run("foyers", "affecter", household_reference(3), "--agent", "léa", "--simuler")
    assert tables(team) == before


def test_files_are_taken_from_their_officer(run: Run, team: Path) -> None:
    said = run("foyers", "affecter", household_reference(4), "--agent", "aucun")
    assert f"Le foyer {household_reference(4)} est désormais sans chargé d’accueil." in said.out
    done = run(
        "foyers", "affecter", "--de-agent", "paul", "--agent", "aucun", "--oui", "-f", "json"
    )
    assert (done.json["agent"], done.json["agent_retire"]) == (None, True)
    assert followed_by(team, None) == [1, 2, 3, 4, 5, 6]
    again = run("foyers", "affecter", household_reference(4), "--agent", "aucun", fails_with=1)
    assert "est déjà suivi par personne" in again.err
    run("annuler", "2")
    assert followed_by(team, PAUL) == [3]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--agent", "léa"), 2, "Il manque FOYER (ou un filtre, par exemple --de-agent)."),
        (("--de-agent", "paul"), 2, "Il manque --agent (ou --territoire)."),
        (("durand", "--agent", "léa", "--de-agent", "paul"), 2, "pas les deux"),
        (("--agent", "léa", "--canal", "salon", "--oui"), 1, "Aucun foyer ne répond à ces filtres"),
        (("--agent", "paul", "--de-agent", "paul", "--oui"), 1, "est déjà suivi par Paul Petit"),
        (("--agent", "zoé", "--de-agent", "paul", "--oui"), 3, "Aucun chargé d’accueil ne répond"),
        (("--agent", "léa", "--silence", "-3", "--oui"), 2, "--silence : -3 n’est pas possible"),
        (("--agent", "léa", "--de-agent", "paul", "-n", "0"), 2, "un nombre à partir de 1"),
    ],
)
def test_a_refusal_writes_nothing(
    run: Run, team: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    before = tables(team)
    assert sentence in run("foyers", "affecter", *words, fails_with=code).err
    assert tables(team) == before


def on_terminal(base: Path, *words: str) -> pexpect.spawn[str]:
    line = ["-m", "venez_vivre", "--base", address_of(base), "--date", TODAY, *words]
    return pexpect.spawn(sys.executable, line, encoding="utf-8", timeout=30, dimensions=(70, 120))


def ended(child: pexpect.spawn[str]) -> int | None:
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def test_on_a_terminal_the_question_says_how_many(team: Path) -> None:
    before = tables(team)
    words = ("foyers", "affecter", "--agent", "léa", "--de-agent", "aucun")
    for answer, code in (("n\r", 130), ("\x03", 130), ("o\r", 0)):
        child = on_terminal(team, *words)
        child.expect("3 foyers seraient suivis par Léa Martin")
        child.expect("Affecter 3 foyers")
        child.send(answer)
        assert ended(child) == code
        if code:
            assert tables(team) == before
    assert len(followed_by(team, LEA)) == 4


def test_thousands_of_files_change_hands_in_a_moment(run: Run, base: Path) -> None:
    an_empty_base(base)
    with rows_of(base) as rows:
        two_officers(rows)
        for _ in range(2000):
            rows.household(territory_id=1)
    line = [
        "--base",
        address_of(base),
        "foyers",
        "affecter",
        "--agent",
        "léa",
        "--de-agent",
        "aucun",
    ]
    subprocess.run([sys.executable, "-m", "venez_vivre", *line, "--oui"], check=True, timeout=20)
    assert len(followed_by(base, LEA)) == 2000
    run("annuler")
    assert followed_by(base, LEA) == []


def test_what_is_due_follows_the_file_and_comes_back_with_it(run: Run, team: Path) -> None:
    """Named or filtered; what is due in somebody else's name, or was done, stays as it is."""
    with rows_of(team) as rows:
        for who, done in ((LEA, None), (None, None), (PAUL, None), (LEA, "2025-11-20")):
            rows.put("follow_up", household_id=4, action="Rappeler", due_on="2025-12-01",
                     planned_on="2025-11-01", officer_id=who, done_on=done)  # fmt: skip
    before = tables(team, besides=JOURNAL)
    owners = "SELECT officer_id FROM follow_up ORDER BY id"
    for words in ((household_reference(4),), ("--de-agent", "léa")):
        said = run("foyers", "affecter", *words, "--agent", "paul", "--oui").out
        assert "2 relances suivent." in said
        assert query(team, owners) == [(PAUL,), (PAUL,), (PAUL,), (LEA,)]
        run("annuler")
        assert tables(team, besides=JOURNAL) == before
    done = run("foyers", "affecter", "--de-agent", "léa", "--agent", "aucun", "--oui", "-f", "json")
    assert done.json["relances"] == 1
    assert query(team, owners) == [(None,), (None,), (PAUL,), (LEA,)]
    words = ("foyers", "affecter", household_reference(4), "--agent", "léa", "--simuler")
    assert "2 relances suivraient." in run(*words).out


def test_a_filter_leaves_files_that_are_not_active_and_says_how_many(run: Run, team: Path) -> None:
    words = ("foyers", "affecter", "--de-agent", "aucun", "--agent", "léa", "--oui")
    done = run(*words, "-f", "json").json
    assert (len(done["foyers"]), done["non_actifs"]) == (3, 1)
    refused = run(*words, fails_with=1).err
    assert "Aucun foyer actif ne répond à ces filtres, mais 1 dossier clos" in refused
    assert run(*words, "--statut", "abandon", "-f", "json").json["non_actifs"] == 0


# --- passation ----------------------------------------------------------------------------------


@pytest.fixture
def promised(team: Path) -> Path:
    """Everything that may be promised, to Léa's household 4 and to one that settled."""
    with rows_of(team) as rows:
        rows.put("follow_up", household_id=4, action="Trouver une crèche", due_on="2025-11-19",
                 planned_on="2025-11-10", officer_id=LEA)  # fmt: skip
        rows.put("follow_up", household_id=4, action="Visiter Autun", due_on="2025-12-02",
                 due_at="14:30", kind="rendez_vous", place="mairie",
                 planned_on="2025-11-10")  # fmt: skip
        rows.put("follow_up", household_id=4, action="Déjà faite", due_on="2025-11-20",
                 planned_on="2025-11-10", done_on="2025-11-21", ending="faite")  # fmt: skip
        rows.put("follow_up", household_id=3, action="Rendre la clé", due_on="2025-11-30",
                 planned_on="2025-11-10", officer_id=LEA)  # fmt: skip
        rows.put("offer", reference="O-1", kind="emploi", title="Boulanger à Autun")
        rows.put("introduction", household_id=4, offer_id=1, introduced_on="2025-11-18")
        rows.put("introduction", household_id=4, offer_id=1, introduced_on="2025-11-01",
                 state="refusee", answered_on="2025-11-05", ended_on="2025-11-05")  # fmt: skip
        rows.put("visit", reference="V-1", title="Week-end au Morvan", kind="groupe",
                 starts_on="2025-12-13", ends_on="2025-12-14")  # fmt: skip
        rows.put("visit_guest", household_id=4, visit_id=1, invited_on="2025-11-15")
        rows.settle(rows.household(officer_id=LEA, territory_id=1, registered="2025-01-05"),
                    on="2025-08-20")  # fmt: skip
    return team


def test_the_sheet_holds_each_promise_in_order(run: Run, promised: Path) -> None:
    sheet = run("foyers", "passation", "--agent", "léa", "-f", "json").json
    assert {k: sheet[k] for k in sheet if k not in {"dossiers", "autres"}} == {
        "agent": "Léa Martin", "jour": TODAY, "foyers": 2,
        "par_etape": {"inscrit": 0, "accompagne": 1, "installe": 1}, "en_veille": 0, "clos": 0,
        "promesses": 6, "en_retard": 3, "visites": [], "vers": None,
        "limites": [],
    }  # fmt: skip
    second, first = sheet["dossiers"]
    assert [(p["nature"], p["echeance"], p["quoi"]) for p in second["promesses"]] == [
        ("relance", "2025-11-19", "Trouver une crèche"),
        ("mise_en_relation", "2025-11-25", "Boulanger à Autun (O-1)"),
        ("rendez_vous", "2025-12-02", "Visiter Autun, mairie"),
        ("visite", "2025-12-13", "Week-end au Morvan (V-1), invité"),
    ]
    assert [p["quoi"] for p in first["promesses"]] == ["appel 3 mois après l’arrivée"]
    (other,) = sheet["autres"]
    assert (other["reference"], other["quoi"]) == (household_reference(3), "Rendre la clé")
    assert list(second) == [
        "reference", "nom", "membres", "etape", "statut", "territoire", "inscrit_le", "reveil_le",
        "horizon", "projet", "freins", "dernier_contact", "promesses",
    ]  # fmt: skip


@pytest.fixture
def visited(promised: Path) -> Path:
    """Visits behind and before Léa's household 4, a running introduction, others' households."""
    with rows_of(promised) as rows:
        rows.put("introduction", household_id=4, offer_id=1, introduced_on="2025-11-10",
                 state="repondue", answered_on="2025-11-15")  # fmt: skip
        rows.put("introduction", household_id=3, offer_id=1, introduced_on="2025-11-12",
                 officer_id=LEA)  # fmt: skip
        past = {"kind": "groupe", "starts_on": "2025-11-08", "ends_on": "2025-11-09"}
        rows.put("visit", reference="V-2", title="Visite faite", officer_id=LEA, **past)
        rows.put("visit", reference="V-3", title="Visite muette", officer_id=PAUL, **past)
        rows.put("visit", reference="V-4", title="Balade", kind="groupe", starts_on="2025-12-20",
                 ends_on="2025-12-20", officer_id=LEA)  # fmt: skip
        rows.put("visit", reference="V-5", title="Close", officer_id=LEA, **past)
        came = {"visit_id": 2, "invited_on": "2025-11-01", "answered_on": "2025-11-02",
                "state": "venu", "came_on": "2025-11-08"}  # fmt: skip
        rows.put("visit_guest", household_id=4, **came)
        rows.put("visit_guest", household_id=2, **came)
        rows.put("visit_guest", household_id=4, visit_id=3, invited_on="2025-11-01")
    return promised


def test_the_sheet_holds_what_visits_and_answers_leave_to_do(run: Run, visited: Path) -> None:
    sheet = run("foyers", "passation", "--agent", "léa", "-f", "json").json
    held = next(f for f in sheet["dossiers"] if f["reference"] == household_reference(4))
    said = [(p["nature"], p["echeance"], p["quoi"]) for p in held["promesses"]]
    assert (
        "mise_en_relation",
        "2025-11-22",
        "Boulanger à Autun (O-1), répondue le 15/11/2025",
    ) in (said)
    assert ("bilan_visite", "2025-11-14", "Visite faite (V-2)") in said
    assert ("presence", "2025-11-09", "Visite muette (V-3)") in said
    others = [(p["nature"], p["reference"]) for p in sheet["autres"]]
    assert others == [
        ("bilan_visite", household_reference(2)),
        ("mise_en_relation", household_reference(3)),
        ("relance", household_reference(3)),
    ]
    assert [v["reference"] for v in sheet["visites"]] == ["V-2", "V-4"]
    paper = run("foyers", "passation", "--agent", "léa", "-f", "md").out
    assert "## Visites menées par Léa Martin" in paper
    assert "2 bilans à faire" in paper


def test_a_household_that_waits_for_the_end_of_an_introduction_is_not_untouched(
    run: Run, visited: Path
) -> None:
    with rows_of(visited) as rows:
        number = rows.household(officer_id=LEA)
        rows.put("introduction", household_id=number, offer_id=1, introduced_on="2025-11-21",
                 state="repondue", answered_on="2025-11-25")  # fmt: skip
    assert "rien n’est encore promis" not in run("foyers", "passation", "--agent", "léa").out


def test_the_visits_she_leads_change_hands_too(run: Run, visited: Path) -> None:
    before = tables(visited, besides=JOURNAL)
    words = ("foyers", "passation", "--agent", "léa", "--vers", "paul")
    told = "2 foyers, 3 relances et 2 visites"
    assert f"À confier à Paul Petit : {told}." in run(*words, fails_with=1).err
    assert f"Confié à Paul Petit : {told} de Léa Martin." in run(*words, "--oui").out
    led = query(visited, "SELECT officer_id FROM visit ORDER BY id")
    assert led == [(None,), (PAUL,), (PAUL,), (PAUL,), (LEA,)]
    run("annuler")
    assert tables(visited, besides=JOURNAL) == before


def test_the_sheet_reads_well_on_paper(run: Run, promised: Path) -> None:
    said = run("foyers", "passation", "--agent", "léa", "-f", "md").out
    assert said.startswith("# Passation de Léa Martin, le jeudi 27 novembre 2025\n")
    assert "2 foyers : 1 accompagné et 1 installé. 6 promesses ouvertes, dont 3 en retard." in said
    assert f"## {household_reference(4)}" in said
    assert "- **Dernier échange** : 22/11/2025 (il y a 5 jours) · téléphone, joint" in said
    assert "14:30, Visiter Autun, mairie" in said
    assert "## Promis à son nom dans les dossiers des autres" in said


def test_an_officer_without_files_leaves_nothing(run: Run, team: Path) -> None:
    run("foyers", "affecter", "--de-agent", "paul", "--agent", "léa", "--oui")
    said = run("foyers", "passation", "--agent", "paul")
    assert "Rien à passer : aucun foyer à sa charge" in said.out
    assert "n’a ni foyer ni promesse" in (
        run("foyers", "passation", "--agent", "paul", "--vers", "léa", "--oui", fails_with=1).err
    )


def test_closed_and_sleeping_files_are_kept_with_what_they_were_promised(
    run: Run, team: Path
) -> None:
    with rows_of(team) as rows:
        closed = rows.household(officer_id=LEA, status="abandon", closed_on="2025-11-22")
        rows.household(officer_id=LEA, status="abandon", closed_on="2025-11-22")
        rows.household(
            officer_id=LEA, status="en_veille", closed_on="2025-11-22", wake_up_on="2026-02-01"
        )
        rows.put("follow_up", household_id=closed, action="Rendre le dossier", due_on="2025-12-01")
    sheet = run("foyers", "passation", "--agent", "léa", "-f", "json").json
    assert (sheet["foyers"], sheet["clos"], sheet["en_veille"]) == (3, 1, 1)
    assert "réveil le 01/02/2026" in run("foyers", "passation", "--agent", "léa").out


def test_a_past_day_shows_what_was_open_then(run: Run, promised: Path) -> None:
    words = ("foyers", "passation", "--agent", "léa", "-f", "json")
    sheet = run("--date", "2025-11-20", *words).json
    assert sheet["par_etape"] == {"inscrit": 1, "accompagne": 0, "installe": 1}
    said = [p["quoi"] for held in sheet["dossiers"] for p in held["promesses"]]
    assert "Déjà faite" in said


def test_files_and_what_is_due_are_handed_over_in_one_step(run: Run, promised: Path) -> None:
    before = tables(promised, besides=JOURNAL)
    words = ("foyers", "passation", "--agent", "léa", "--vers", "paul")
    refused = run(*words, fails_with=1)
    assert "À confier à Paul Petit : 2 foyers et 3 relances. Ajoutez --oui" in refused.err
    assert tables(promised, besides=JOURNAL) == before
    done = run(*words, "--oui", "-f", "json").json
    assert done["vers"] == {"agent": "Paul Petit", "foyers": 2, "relances": 3, "visites": 0}
    assert followed_by(promised, LEA) == []
    open_due = query(promised, "SELECT officer_id FROM follow_up WHERE done_on IS NULL ORDER BY id")
    assert open_due == [(PAUL,), (PAUL,), (PAUL,)]
    after = tables(promised, besides=JOURNAL)
    run("annuler")
    assert tables(promised, besides=JOURNAL) == before
    run("refaire")
    assert tables(promised, besides=JOURNAL) == after


def test_the_sheet_is_shown_before_it_is_handed_over(promised: Path) -> None:
    before = tables(promised)
    words = ("foyers", "passation", "--agent", "léa", "--vers", "paul")
    for answer, code in (("\x03", 130), ("n\r", 130), ("o\r", 0)):
        child = on_terminal(promised, *words)
        child.expect("Passation de Léa Martin")
        child.expect("Confier 2 foyers et 3 relances à Paul Petit")
        child.send(answer)
        assert ended(child) == code
        if code:
            assert tables(promised) == before
    assert followed_by(promised, LEA) == []


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 2, "Il manque --agent."),
        (("--agent", "zoé"), 3, "Aucun chargé d’accueil ne répond à « zoé »"),
        (("--agent", "léa", "--vers", "léa"), 1, "Léa Martin a déjà ces foyers"),
    ],
)
def test_a_sheet_that_cannot_be_says_why(
    run: Run, team: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    assert sentence in run("foyers", "passation", *words, fails_with=code).err


def test_foreign_text_is_shown_clean(run: Run, team: Path) -> None:
    hostile = "\x1b]0;x\x07\x1b[31mRappel\u202e\x9b2J[/red]"
    with rows_of(team) as rows:
        number = rows.household(officer_id=LEA, project=hostile, person={"last_name": hostile})
        rows.put("follow_up", household_id=number, action=hostile, due_on="2025-12-01")
    for form in ("table", "md", "csv"):
        said = run("foyers", "passation", "--agent", "léa", "-f", form).out
        assert "Rappel" in said
        assert not re.search("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u202e]", said), form


# --- every promise, once ------------------------------------------------------------------------

DAYS = st.dates(date(2025, 11, 1), date(2025, 12, 31)).map(date.isoformat)
DUE = st.fixed_dictionaries(
    {
        "officer_id": st.sampled_from([None, LEA, PAUL]),
        "due_on": DAYS,
        "planned_on": st.none() | DAYS,
        "done_on": st.none() | DAYS,
        "kind": st.sampled_from(["action", "rendez_vous"]),
    }
)
FILE = st.fixed_dictionaries(
    {
        "officer_id": st.sampled_from([None, LEA, PAUL]),
        "status": st.sampled_from(["actif", "en_veille", "abandon"]),
        "registered": st.sampled_from(["2025-10-15", "2025-11-20"]),
        "due": st.lists(DUE, max_size=4),
    }
)


def is_open(due: dict[str, Any]) -> bool:
    planned, done = due["planned_on"], due["done_on"]
    return (planned is None or planned <= TODAY) and (done is None or done > TODAY)


@settings(max_examples=25)
@given(st.lists(FILE, max_size=6))
def test_every_open_follow_up_is_on_the_sheet_exactly_once(
    tmp_path: Path, files: list[dict[str, Any]]
) -> None:
    base = an_empty_base(tmp_path / "base.db")
    expected: set[str] = set()
    written = 0
    with rows_of(base) as rows:
        two_officers(rows)
        for file in files:
            closed = None if file["status"] == "actif" else "2025-11-21"
            number = rows.household(
                officer_id=file["officer_id"], status=file["status"],
                registered=file["registered"], closed_on=closed,
            )  # fmt: skip
            for due in file["due"]:
                written += 1
                action = f"promesse{written}z"
                rows.put("follow_up", household_id=number, action=action, **due)
                if is_open(due) and LEA in {file["officer_id"], due["officer_id"]}:
                    expected.add(action)
    for form in ("table", "md", "json", "csv"):
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        line = [
            "--base",
            address_of(base),
            "--date",
            TODAY,
            "foyers",
            "passation",
            "--agent",
            "léa",
        ]
        with contextlib.redirect_stdout(out):
            assert run_program([*line, "-f", form]) == 0
        out.seek(0)
        said = re.findall(r"promesse\d+z", out.read())
        assert sorted(said) == sorted(expected), form


RUNNING = st.fixed_dictionaries(
    {
        "officer_id": st.sampled_from([None, LEA, PAUL]),
        "introduced_on": DAYS,
        "answered_on": st.none() | DAYS,
        "ended_on": st.none() | DAYS,
    }
)
GUEST = st.fixed_dictionaries(
    {
        "visit_id": st.sampled_from([1, 2, 3, 4]),
        "state": st.sampled_from(["invite", "confirme", "decline", "venu"]),
        "debriefed_on": st.none() | st.just("2025-11-20"),
    }
)
OWNED = st.fixed_dictionaries(
    {
        "officer_id": st.sampled_from([None, LEA, PAUL]),
        "running": st.lists(RUNNING, max_size=3),
        "guests": st.lists(GUEST, max_size=3, unique_by=lambda guest: guest["visit_id"]),
    }
)
VISITS = (("2025-11-08", LEA), ("2025-11-08", PAUL), ("2025-12-13", LEA), ("2025-12-13", PAUL))


def runs(one: dict[str, Any]) -> bool:
    return one["introduced_on"] <= TODAY and (one["ended_on"] is None or one["ended_on"] > TODAY)


def nature_of(guest: dict[str, Any], owner: int | None) -> str | None:
    """What a guest expects of Léa; who came is called by her who led when nobody follows it."""
    starts_on, leader = VISITS[guest["visit_id"] - 1]
    past = starts_on <= TODAY
    if guest["state"] in {"invite", "confirme"}:
        return ("presence" if past else "visite") if owner == LEA else None
    if guest["state"] == "venu" and past and guest["debriefed_on"] is None:
        return "bilan_visite" if (owner or leader) == LEA else None
    return None


@settings(max_examples=25)
@given(st.lists(OWNED, max_size=5))
def test_every_introduction_and_every_guest_is_on_the_sheet_exactly_once(
    tmp_path: Path, files: list[dict[str, Any]]
) -> None:
    base = an_empty_base(tmp_path / "base.db")
    expected = []
    with rows_of(base) as rows:
        two_officers(rows)
        rows.put("offer", reference="O-1", kind="emploi", title="Boulanger")
        for place, (on, leader) in enumerate(VISITS, 1):
            rows.put("visit", reference=f"V-{place}", title="Visite", kind="groupe", starts_on=on,
                     ends_on=on, officer_id=leader)  # fmt: skip
        for file in files:
            owner = file["officer_id"]
            number = rows.household(officer_id=owner, registered="2025-10-15")
            for one in file["running"]:
                state = "refusee" if one["ended_on"] else "repondue" if one["answered_on"] else None
                kept = rows.put("introduction", household_id=number, offer_id=1, **one,
                                state=state or "en_attente")  # fmt: skip
                if runs(one) and LEA in {owner, one["officer_id"]}:
                    expected.append(("mise_en_relation", kept))
            for guest in file["guests"]:
                on = VISITS[guest["visit_id"] - 1][0]
                came = on if guest["state"] == "venu" else None
                answered = None if guest["state"] == "invite" else "2025-11-05"
                kept = rows.put("visit_guest", household_id=number, invited_on="2025-11-01",
                                came_on=came, answered_on=answered, **guest)  # fmt: skip
                guessed = guest if came is None or came <= TODAY else {**guest, "state": "confirme"}
                nature = nature_of(guessed, owner)
                expected += [(nature, kept)] if nature else []
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    line = ["--base", address_of(base), "--date", TODAY, "foyers", "passation", "--agent", "léa"]
    with contextlib.redirect_stdout(out):
        assert run_program([*line, "-f", "json"]) == 0
    out.seek(0)
    sheet = json.load(out)
    promises = [p for file in sheet["dossiers"] for p in file["promesses"]] + sheet["autres"]
    assert sorted((p["nature"], p["numero"]) for p in promises) == sorted(expected)


def test_the_sheet_says_who_left_and_since_when_each_stage_holds(run: Run) -> None:
    """A household that went away is not « installé » without a word; one asleep keeps its dates."""
    run("agents", "ajouter", "--nom", "Ana Bel")
    for name, day in (("Roy", "2025-01-06"), ("Blum", "2025-11-03")):
        who = ("--nom", name, "--email", f"{name}@example.org", "--inscrit-le", day)
        run("foyers", "creer", *who)
        run("foyers", "affecter", name, "--agent", "ana")
    home = ("--commune", "Autun", "--adultes", "1", "--enfants", "0")
    run("installations", "noter", "roy", "--le", "2025-03-03", *home)
    run("installations", "depart", "roy", "--le", "2025-09-01", "--motif", "autre")
    run("foyers", "clore", "blum", "--motif", "projet_reporte", "--reveil", "2026-02-02")
    run("relances", "planifier", "roy", "rappeler", "--le", "lundi")
    out = run("foyers", "passation", "--agent", "ana").out
    assert "installé depuis le 03/03/2025 · reparti le 01/09/2025" in out
    assert "inscrit depuis le 03/11/2025 · en veille" in out
