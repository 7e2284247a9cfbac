"""Rejected lines corrected on a terminal before the import is confirmed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from bases import address_of
from builders import a_csv, a_signup, query
from venez_vivre.intake import repairs
from venez_vivre.intake.columns import SETTLEMENTS, SIGNUPS, match
from venez_vivre.intake.receipts import Problem, Receipt

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")

CTRL_C = "\x03"
REPAIR = "Corriger maintenant"
SAVE = "Enregistrer"


class Terminal:
    """A person before the import of sign-ups, on a pseudo-terminal."""

    def __init__(self, base: Path, *words: str) -> None:
        env = {**os.environ, "VENEZ_VIVRE_BASE": address_of(base), "VENEZ_VIVRE_DATE": "2025-11-27"}
        env |= {"TERM": "xterm", "COLUMNS": "120", "PYTHONUTF8": "1", "NO_COLOR": "1"}
        args = ["-m", "venez_vivre", "inscrits", "importer", *words]
        self.child = pexpect.spawn(
            sys.executable, args, env=env, encoding="utf-8", timeout=60, dimensions=(50, 120)
        )

    def answers(self, question: str, keys: str) -> None:
        """Wait for a question, then type."""
        self.child.expect(question)
        self.child.send(keys)

    def reads(self, text: str) -> None:
        """Wait for a text."""
        self.child.expect(text)

    def ends(self) -> int:
        """Wait for the end; the exit code."""
        self.child.expect(pexpect.EOF)
        self.child.close()
        return int(self.child.exitstatus or 0)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Two people, one of whom signed up on a day that does not exist."""
    lines = [
        a_signup(prenom="Anna", nom="Vidal"),
        a_signup(prenom="Bilal", nom="Nadir", date_inscription="32/11/2025"),
    ]
    return a_csv(tmp_path / "i.csv", lines)


def days(base: Path) -> list[tuple[str, str]]:
    """Who signed up, and when."""
    sql = "SELECT first_name, registered_on FROM person ORDER BY first_name"
    return [(str(name), str(day)) for name, day in query(base, sql)]


def test_a_rejected_date_is_corrected_then_imported(run: Run, base: Path, wrong: Path) -> None:
    """The form stays as it was received, so that the same file again changes nothing."""
    run("foyers", "lister")
    person = Terminal(base, str(wrong))
    person.reads("rejetées +1")
    person.answers("Corriger maintenant la ligne rejetée", "o\r")
    person.reads("Ligne 3, Bilal Nadir")
    person.reads("date_inscription : « 32/11/2025 », date illisible")
    person.answers("laisser la ligne rejetée", "02/11/2025\r")
    person.reads("créées +2")
    person.reads("rejetées +0")
    person.answers(SAVE, "o\r")
    assert person.ends() == 0
    assert days(base) == [("Anna", "2025-11-03"), ("Bilal", "2025-11-02")]
    assert not wrong.with_name("i.rejets.csv").exists()
    (form,) = query(base, "SELECT form FROM signup WHERE received_on = '2025-11-02'")
    assert "32/11/2025" in form[0]
    again = run("inscrits", "importer", str(wrong), "-f", "json").json
    assert (again["inchangees"], again["rejetees"]) == (2, 0)
    run("annuler", "--oui")
    assert query(base, "SELECT id FROM person") == []


def test_a_correction_that_cannot_be_read_is_asked_again_with_its_reason(
    run: Run, base: Path, wrong: Path
) -> None:
    run("foyers", "lister")
    person = Terminal(base, str(wrong))
    person.answers(REPAIR, "o\r")
    person.answers("laisser la ligne rejetée", "31/11/2025\r")
    person.reads("« 31/11/2025 » : date illisible")
    person.answers("laisser la ligne rejetée", "30/11/2025\r")  # it exists, and is to come
    person.reads("date dans le futur")
    person.answers(REPAIR, "o\r")
    person.reads("date_inscription : « 30/11/2025 », date dans le futur")
    person.answers("laisser la ligne rejetée", "20/11/2025\r")
    person.answers(SAVE, "o\r")
    assert person.ends() == 0
    assert ("Bilal", "2025-11-20") in days(base)


def test_a_line_that_is_left_stays_rejected_and_is_not_asked_twice(
    run: Run, base: Path, tmp_path: Path
) -> None:
    """The file of rejects holds what is still rejected, as it was received."""
    lines = [
        a_signup(prenom="Anna", date_inscription="jamais"),
        a_signup(prenom="Bilal", date_inscription="peut-être"),
        a_signup(prenom="Chloé", email="", telephone=""),
    ]
    path = a_csv(tmp_path / "i.csv", lines)
    run("foyers", "lister")
    person = Terminal(base, str(path))
    person.answers("Corriger maintenant les 3 lignes rejetées", "o\r")
    person.reads("Ligne 2, Anna")
    person.answers("laisser la ligne rejetée", "\r")
    person.reads("Ligne 3, Bilal")
    person.answers("laisser la ligne rejetée", "1/11/2025\r")
    person.reads("Ligne 4, Chloé")
    person.reads("email : vide, ni e-mail ni téléphone lisible")
    person.answers("laisser la ligne rejetée", "chloe@example.org\r")
    person.reads("rejetées +1")
    person.answers(SAVE, "o\r")
    assert person.ends() == 5
    assert [name for name, _ in days(base)] == ["Bilal", "Chloé"]
    kept = path.with_name("i.rejets.csv").read_text(encoding="utf-8")
    assert "Anna" in kept
    assert "Bilal" not in kept


def test_one_may_stop_and_keep_what_was_corrected(run: Run, base: Path, tmp_path: Path) -> None:
    lines = [a_signup(prenom=name, date_inscription="?") for name in ("Anna", "Bilal", "Chloé")]
    run("foyers", "lister")
    person = Terminal(base, str(a_csv(tmp_path / "i.csv", lines)))
    person.answers(REPAIR, "o\r")
    person.reads("Ligne 2")
    person.answers("laisser la ligne rejetée", "1/11/2025\r")
    person.reads("Ligne 3")
    person.answers("laisser la ligne rejetée", "q\r")
    person.reads("rejetées +2")
    person.answers(SAVE, "o\r")
    assert person.ends() == 5
    assert [name for name, _ in days(base)] == ["Anna"]


@pytest.mark.parametrize("at", ["before", "within", "after"])
def test_ctrl_c_writes_nothing(run: Run, base: Path, wrong: Path, at: str) -> None:
    run("foyers", "lister")
    person = Terminal(base, str(wrong))
    person.answers(REPAIR, CTRL_C if at == "before" else "o\r")
    if at != "before":
        person.answers("laisser la ligne rejetée", CTRL_C if at == "within" else "1/11/2025\r")
    if at == "after":
        person.answers(SAVE, CTRL_C)
    assert person.ends() == 130
    assert query(base, "SELECT id FROM person UNION SELECT id FROM import_run") == []
    assert not wrong.with_name("i.rejets.csv").exists()


def test_a_declined_repair_imports_the_rest(run: Run, base: Path, wrong: Path) -> None:
    run("foyers", "lister")
    person = Terminal(base, str(wrong))
    person.answers(REPAIR, "\r")
    person.answers(SAVE, "o\r")
    assert person.ends() == 5
    assert [name for name, _ in days(base)] == ["Anna"]


def test_nothing_is_asked_of_a_rehearsal_or_of_whoever_said_yes(
    run: Run, base: Path, wrong: Path
) -> None:
    run("foyers", "lister")
    for option in ("--simuler", "--oui"):
        person = Terminal(base, str(wrong), option)
        assert person.ends() == 5
        assert REPAIR not in str(person.child.before)


# What can be repaired.


def rejected(headings: tuple[str, ...], cells: list[str], column: str) -> list[repairs.Repairable]:
    receipt = Receipt("i.csv", "UTF-8", ";")
    receipt.reject(cells, Problem(7, column, "", "motif", "remède", "rejet"))
    table = SETTLEMENTS if "foyer" in headings else SIGNUPS
    return list(repairs.repairable(match(headings, table), receipt))


@pytest.mark.parametrize(
    ("headings", "column", "place"),
    [
        (("prenom", "nom", "email", "date_inscription"), "date_inscription", 3),
        (("prenom", "nom", "telephone"), "email", 2),
        (("Nom complet", "email"), "nom", 0),
        (("Nom complet", "email"), "date_inscription", None),
        (("prenom", "nom", "email"), "", None),
    ],
)
def test_the_cell_is_that_of_the_problem_or_where_its_remedy_can_be_written(
    headings: tuple[str, ...], column: str, place: int | None
) -> None:
    found = rejected(headings, ["a"], column)
    assert [one.place for one in found] == ([] if place is None else [place])


def test_the_person_or_the_household_is_named_as_the_row_says() -> None:
    (one,) = rejected(("nom", "email", "prenom"), ["Vidal", "", "Anna"], "email")
    assert (one.who, one.said, one.line) == ("Anna Vidal", "", 7)
    (one,) = rejected(("foyer", "date", "commune"), [" MIRO-425 ", "hier"], "date")
    assert (one.who, one.said) == ("MIRO-425", "hier")


def test_corrections_of_a_row_add_up() -> None:
    layout = match(("prenom", "nom"), SIGNUPS)
    layout = repairs.corrected(layout, {2: {0: "Anna"}, 3: {1: "Roy"}})
    layout = repairs.corrected(layout, {2: {1: "Vidal"}, 3: {1: "Leroy"}})
    assert layout.corrections == {2: {0: "Anna", 1: "Vidal"}, 3: {1: "Leroy"}}
