"""The births of children: twins are two, and every way to write a date is understood."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from builders import a_csv, a_signup, query
from venez_vivre.criteria import children
from venez_vivre.intake.births import births

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2015-09-01|2012-01-31|2012-01-31", "2015-09-01|2012-01-31|2012-01-31"),
        ("2015,2012,2012", "2015|2012|2012"),
        ("12/03/2020 et 04/07/2023", "12/03/2020|04/07/2023"),
        ("12/03/2020 & mars 2020 puis 2023", "12/03/2020|mars 2020|2023"),
        ("2015 2012-05 03/2012", "2015|2012-05|03/2012"),
        ("nés en 2015 et 2012", "2015|2012"),
        ("Léa 2015 et Tom 2012", "Léa 2015|Tom 2012"),
        ("7 ans, 4 ans", "7 ans|4 ans"),
    ],
)
def test_births_are_told_apart_and_none_is_dropped(said: str, kept: str) -> None:
    assert births(said) == kept


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("12/03/2020 et 04/07/2023", [date(2020, 3, 12), date(2023, 7, 4)]),
        ("2020-03-12|2020-03|03/2020", [date(2020, 3, 12), date(2020, 3, 1), date(2020, 3, 1)]),
        ("Février 2020 puis 1er août 2021", [date(2020, 2, 1), date(2021, 8, 1)]),
        ("2012|2012", [date(2012, 7, 1)] * 2),
        ("31/02/2020", [date(2020, 7, 1)]),
        ("7 ans", []),
        (None, []),
    ],
)
def test_every_date_of_a_text_is_a_birth(said: str | None, days: list[date]) -> None:
    assert list(children.births(said)) == days


def test_a_large_family_has_its_levels_and_its_ages() -> None:
    """Thirteen children are counted; twelve ages are kept."""
    family = children.family("|".join(["2022"] + ["2015"] * 12), float("nan"), date(2025, 1, 1))
    assert (family.babies, family.primary, family.known) == (1.0, 12.0, 13.0)
    assert family.ages == (2.0, *[9.0] * 11)


def test_twins_are_kept_at_import_and_when_typed(run: Run, base: Path, tmp_path: Path) -> None:
    line = a_signup(enfants="3", naissances_enfants="2015-09-01|2012-01-31|2012-01-31")
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", [line])))
    kept = "SELECT children_births FROM household"
    assert query(base, kept) == [("2015-09-01|2012-01-31|2012-01-31",)]
    (reference,) = query(base, "SELECT reference FROM household")[0]
    run("foyers", "modifier", reference, "--naissances-enfants", "2015,2012,2012")
    assert query(base, kept) == [("2015|2012|2012",)]
    years = query(base, "SELECT birth_year FROM person WHERE role = 'enfant' ORDER BY birth_year")
    assert years == [(2012,), (2012,), (2015,)]
