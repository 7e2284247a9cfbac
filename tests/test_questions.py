"""Questions on a real terminal: a guided note, a name that fits several, Ctrl-C at every one."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from bases import address_of
from builders import query, tables

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX's")

DOWN, ENTER, TAB, CLEAR, CTRL_C = "\x1b[B", "\r", "\t", "\x15", "\x03"


PLAIN = {"PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm", "VENEZ_VIVRE_PAGER": ""}
"""Nothing is asked of the terminal itself, and no pager takes it."""


class Terminal:
    """One run of the program on a pseudo-terminal of 30 lines."""

    def __init__(self, base: Path, *words: str, columns: int = 100) -> None:
        line = [
            "-m",
            "venez_vivre",
            "--base",
            address_of(base),
            "--date",
            "2025-11-27",
            "--agent",
            "Test",
        ]
        self.child = pexpect.spawn(
            sys.executable,
            [*line, *words],
            encoding="utf-8",
            timeout=30,
            dimensions=(30, columns),
            env={
                **os.environ,
                "PROMPT_TOOLKIT_NO_CPR": "1",
                "TERM": "xterm",
                "VENEZ_VIVRE_PAGER": "",
            },
        )

    def answer(self, question: str, keys: str) -> None:
        """Wait for a question, then type."""
        self.child.expect_exact(question)
        self.child.send(keys)

    def end(self) -> tuple[str, int | None]:
        """What was printed since the last question, and the exit code."""
        self.child.expect(pexpect.EOF)
        self.child.close()
        return str(self.child.before), self.child.exitstatus


@pytest.fixture
def people(run: Run) -> dict[str, str]:
    """Three households, two of them called Martin; their references by first name."""
    names = {"Élodie": "Dupont", "Jean": "Martin", "Zoé": "Martin"}
    since = ("--inscrit-le", "2025-11-03", "-f", "json")
    references = {}
    for first, last in names.items():
        who = ("--prenom", first, "--nom", last, "--email", f"{len(references)}@example.org")
        references[first] = run("foyers", "creer", *who, *since).json["reference"]
    return references


GUIDED = [
    ("Quel foyer", "elodie dup" + TAB + ENTER),
    ("Par quel moyen", ENTER),
    ("Quel résultat", ENTER),
    ("Que s’est-il dit", "Cherche un T4 à Autun" + ENTER),
    ("Et ensuite", "rappeler" + ENTER),
    ("Pour quand", "lundi 9h" + ENTER),
]
"""Every question of the guided note, in order, and what is typed."""


def test_a_note_is_guided_from_a_few_letters_of_a_name(base, people):
    """Accents are not needed, and each answer stands in the base."""
    terminal = Terminal(base, "contacts", "noter")
    for question, keys in GUIDED:
        terminal.answer(question, keys)
    said, code = terminal.end()
    assert code == 0
    assert f"Contact noté pour {people['Élodie']}" in said
    assert query(base, "SELECT channel, result, summary FROM contact") == [
        ("telephone", "joint", "Cherche un T4 à Autun")
    ]
    assert query(base, "SELECT action, due_on, due_at FROM follow_up") == [
        ("rappeler", "2025-12-01", "09:00")
    ]


@pytest.mark.parametrize("place", range(len(GUIDED)), ids=[question for question, _ in GUIDED])
def test_ctrl_c_at_any_question_writes_nothing(base, people, place):
    """Exit code 130, a sentence, and the base as it was."""
    before = tables(base)
    terminal = Terminal(base, "contacts", "noter")
    for question, keys in GUIDED[:place]:
        terminal.answer(question, keys)
    terminal.answer(GUIDED[place][0], CTRL_C)
    said, code = terminal.end()
    assert code == 130
    assert "rien n’a été enregistré" in said
    assert tables(base) == before


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP])
def test_a_question_that_is_ended_from_outside_writes_nothing(base, people, sent):
    """A terminal that closes, a machine that goes down: as with Ctrl-C."""
    before = tables(base)
    terminal = Terminal(base, "contacts", "noter", "dupont")
    terminal.child.expect_exact("Par quel moyen")
    terminal.child.kill(sent)
    said, code = terminal.end()
    assert code == 130
    assert "rien n’a été enregistré" in said
    assert tables(base) == before


def test_nothing_but_the_result_need_be_said(base, people):
    """Enter at the optional questions leaves them out."""
    terminal = Terminal(base, "contacts", "noter", "dupont", "-c", "email")
    terminal.answer("Quel résultat", DOWN + ENTER)
    terminal.answer("Que s’est-il dit", ENTER)
    terminal.answer("Et ensuite", ENTER)
    _, code = terminal.end()
    assert code == 0
    assert query(base, "SELECT channel, result, summary FROM contact") == [
        ("email", "message", None)
    ]


def test_an_answer_that_is_not_understood_is_asked_again(base, people):
    """With the sentence of its error, and what was answered before is kept."""
    terminal = Terminal(base, "contacts", "noter", "dupont")
    for question, keys in GUIDED[1:5]:
        terminal.answer(question, keys)
    terminal.answer("Pour quand", "jeudu" + ENTER)
    terminal.answer("Date incomprise", CLEAR + "hier" + ENTER)
    terminal.answer("précède", CLEAR + "+2j" + ENTER)
    _, code = terminal.end()
    assert code == 0
    assert query(base, "SELECT due_on FROM follow_up") == [("2025-11-29",)]


def test_letters_that_fit_nobody_are_asked_again(base, people):
    terminal = Terminal(base, "foyers", "montrer")
    terminal.answer("Quel foyer", "xyz" + ENTER)
    terminal.answer("Choisissez dans la liste", CLEAR + "zoe" + ENTER)
    said, code = terminal.end()
    assert code == 0
    assert "Zoé MARTIN" in said


def test_a_name_that_fits_several_lets_one_be_chosen(base, people):
    """The note given in one line is kept; only who it is about is asked."""
    terminal = Terminal(base, "contacts", "noter", "martin", "-r", "joint", "Vient en mai")
    terminal.child.expect_exact("2 foyers répondent à « martin »")
    terminal.answer("Lequel ?", DOWN + ENTER)
    said, code = terminal.end()
    assert code == 0
    (noted,) = query(
        base,
        "SELECT h.reference, c.summary FROM contact c JOIN household h ON h.id = c.household_id",
    )
    assert noted in {(people["Jean"], "Vient en mai"), (people["Zoé"], "Vient en mai")}
    assert noted[0] in said


def test_ctrl_c_at_the_choice_of_a_name_writes_nothing(base, people):
    before = tables(base)
    terminal = Terminal(base, "contacts", "noter", "martin", "-r", "joint")
    terminal.answer("Lequel ?", CTRL_C)
    assert terminal.end()[1] == 130
    assert tables(base) == before


def test_without_a_terminal_nothing_is_asked(run, people):
    """The same lines, piped: the code of the contract, and the option is named."""
    assert "FOYER" in run("contacts", "noter", fails_with=2).err
    assert "--resultat" in run("contacts", "noter", "dupont", fails_with=2).err
    said = run("contacts", "noter", "martin", "-r", "joint", fails_with=4).err
    assert people["Jean"] in said
    assert people["Zoé"] in said


def test_a_refusal_on_a_terminal_is_a_refusal(base, people):
    terminal = Terminal(base, "contacts", "noter", "dupont", "-r", "joint", "--le", "demain")
    said, code = terminal.end()
    assert code == 1
    assert "futur" in said


def test_what_is_due_is_chosen_to_be_done(run, base, people):
    for action in ("appeler l’école", "écrire au maire"):
        run("relances", "planifier", people["Zoé"], action, "--le", "aujourdhui")
    terminal = Terminal(base, "relances", "faire")
    terminal.answer("Laquelle", "maire" + ENTER)
    _, code = terminal.end()
    assert code == 0
    assert query(base, "SELECT action FROM follow_up WHERE done_on IS NOT NULL") == [
        ("écrire au maire",)
    ]


PLANNED = [("Que faut-il faire", "rappeler" + ENTER), ("Pour quand", "+3j" + ENTER)]


@pytest.mark.parametrize("place", range(len(PLANNED) + 1))
def test_planning_asks_what_and_when(base, people, place):
    before = tables(base)
    terminal = Terminal(base, "relances", "planifier", "dupont")
    for question, keys in PLANNED[:place]:
        terminal.answer(question, keys)
    if place < len(PLANNED):
        terminal.answer(PLANNED[place][0], CTRL_C)
    _, code = terminal.end()
    assert code == (130 if place < len(PLANNED) else 0)
    assert (tables(base) == before) is (code == 130)


ARRIVAL = [
    ("Quel jour", "hier" + ENTER),
    ("Dans quelle commune", "Autun" + ENTER),
    ("Combien d’adultes", "2" + ENTER),
    ("Combien d’enfants ?", "1" + ENTER),
    ("scolarisés", "0" + ENTER),
]


@pytest.mark.parametrize("place", range(len(ARRIVAL) + 1))
def test_a_settlement_is_asked_step_by_step(base, people, place):
    before = tables(base)
    terminal = Terminal(base, "installations", "noter", "dupont")
    for question, keys in ARRIVAL[:place]:
        terminal.answer(question, keys)
    if place < len(ARRIVAL):
        terminal.answer(ARRIVAL[place][0], CTRL_C)
    _, code = terminal.end()
    assert code == (130 if place < len(ARRIVAL) else 0)
    assert (tables(base) == before) is (code == 130)


def test_each_answer_of_a_settlement_is_checked_at_once(base, people):
    terminal = Terminal(base, "installations", "noter", "dupont")
    terminal.answer("Quel jour", "32/13" + ENTER)
    terminal.answer("n’existe pas", CLEAR + "hier" + ENTER)
    terminal.answer("Dans quelle commune", "Xyzville" + ENTER)
    terminal.answer("Xyzville", CLEAR + "Autun" + ENTER)
    terminal.answer("Combien d’adultes", "deux" + ENTER)
    terminal.answer("n’est pas un nombre", CLEAR + "2" + ENTER)
    terminal.answer("Combien d’enfants ?", "0" + ENTER)
    assert terminal.end()[1] == 0
    assert query(base, "SELECT commune, adults, children FROM settlement") == [("Autun", 2, 0)]
