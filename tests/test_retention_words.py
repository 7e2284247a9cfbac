"""What people and the register read of how long data is kept is what the program does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bases import address_of
from builders import a_csv, a_signup, a_territory
from venez_vivre.privacy.deadlines import ANSWER_MONTHS
from venez_vivre.privacy.retention import FOLLOWED, NOTICE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

    Keep = Callable[[Run, str], None]

FORMS = ("table", "md", "json", "csv")


def words(run: Run, verb: str, form: str = "json") -> str:
    return " ".join(run("rgpd", verb, "-f", form).out.replace("\xa0", " ").split())


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    """Changes how many months the only territory keeps its files."""

    def kept(run: Run, months: str) -> None:
        line = a_territory(code="T1", nom="Autunois", conservation_mois=months)
        run("territoires", "importer", str(a_csv(tmp_path / "t.csv", [line])), "--oui")

    return kept


@pytest.fixture
def autunois(run: Run) -> Run:
    """A territory."""
    run("territoires", "ajouter", "--code", "T1", "--nom", "Autunois", "--type", "CC")
    return run


@pytest.mark.parametrize("verb", ["notice", "registre"])
@pytest.mark.parametrize("form", FORMS)
def test_a_territory_that_changes_its_retention_changes_the_text(
    autunois: Run, keep: Keep, verb: str, form: str
) -> None:
    run = autunois
    assert "Autunois)" not in words(run, verb, form)
    for months in ("6", "9"):
        keep(run, months)
        said = words(run, verb, form)
        assert f"24 mois ({months} mois pour Autunois) après le dernier échange" in said
    run("config", "definir", "conservation", "18")
    assert "18 mois (9 mois pour Autunois) après le dernier échange" in words(run, verb, form)
    run("config", "definir", "conservation", "9")
    assert "9 mois après le dernier échange" in words(run, verb, form)


def test_a_notice_that_was_settled_says_that_it_is_another_one_now(
    autunois: Run, keep: Keep
) -> None:
    run = autunois
    run("rgpd", "notice", "--responsable", "CC", "--contact", "rgpd@example.org", "--fixer")
    assert run("rgpd", "notice", "-f", "json").json["fixee_le"] == "2025-11-27"
    keep(run, "6")
    assert run("rgpd", "notice", "-f", "json").json["fixee_le"] is None


def test_a_copy_says_the_retention_of_its_own_territory(
    autunois: Run, keep: Keep, tmp_path: Path
) -> None:
    run = autunois
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", [a_signup()])))
    house = run("foyers", "lister", "-f", "json").json[0]["reference"]
    keep(run, "6")
    assert run("rgpd", "acces", house, "-f", "json").json["conservation"]["mois"] == 24
    run("foyers", "affecter", house, "--territoire", "T1")
    assert run("rgpd", "acces", house, "-f", "json").json["conservation"]["mois"] == 6


CHANGED = """
from datetime import timedelta
from venez_vivre.privacy import deadlines, retention
retention.FOLLOWED, retention.NOTICE, deadlines.ANSWER_MONTHS = 17, timedelta(days=41), 4
"""
"""What another program would be, whose delays are others."""


def test_the_delays_that_are_written_are_those_that_are_counted(run: Run, base: Path) -> None:
    """In a program whose constants are others, every text says the others and none of ours."""
    run("territoires", "ajouter", "--code", "T1", "--nom", "Autunois", "--type", "CC")
    texts = {
        "usual": (FOLLOWED, NOTICE.days, "d’un mois" if ANSWER_MONTHS == 1 else ""),
        "other": (17, 41, "de 4 mois"),
    }
    for which, (followed, notice, answer) in texts.items():
        for verb in ("notice", "registre"):
            said = _said(base, verb, other=which == "other")
            assert f"{followed} mois de suivi" in said
            assert f"préavis de {notice} jours" in said
            assert verb == "registre" or f"délai {answer}" in said
        said = _said(base, "purger", "--help", other=which == "other")
        assert f"préavis de {notice} jours" in said
        assert re.findall(r"préavis de (\d+) jours", said) == [str(notice)]


def _said(base: Path, *verb: str, other: bool) -> str:
    code = f"{CHANGED if other else ''}\nfrom venez_vivre.__main__ import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--base", address_of(base), "rgpd", *verb],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "COLUMNS": "200", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.replace("\xa0", " ").split())
