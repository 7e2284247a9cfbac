"""The few best offers of a household are the first of all, and all the others are counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bases import copied, store_of
from conftest import TODAY
from venez_vivre.cli import run as run_program
from venez_vivre.criteria import KINDS
from venez_vivre.criteria.facts import HouseholdFacts
from venez_vivre.proposing.household import best_offers
from venez_vivre.proposing.proposals import context, file
from venez_vivre.store.queries import matching as queries

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

DAY = date.fromisoformat(TODAY)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exemple")
    words = ["--date", TODAY, "demo", "--inscrits", "3000", "--dossier", str(folder)]
    assert run_program(words) == 0
    return folder / "demo.db"


@pytest.fixture
def base(tmp_path: Path, example: Path) -> Path:
    return copied(example, tmp_path / "base.db")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("most", [1, 5])
def test_the_few_best_are_the_first_of_all(base: Path, kind: str, most: int) -> None:
    """Read trade by trade, given up early, counted by columns: nothing shows."""
    with store_of(base).reading() as rows:
        houses = queries.active_households(rows, HouseholdFacts)
        assert len(houses) > 300
        for house in houses[::4]:
            found, tried = file(rows, house.number), queries.tried(rows, house.number)
            every = best_offers(rows, found, kind, (context(rows, DAY), tried), None)
            some = best_offers(rows, found, kind, (context(rows, DAY), tried), most)
            assert [one.key for one in some.ranked] == [one.key for one in every.ranked[:most]]
            assert [one.seeker for one in some.ranked] == [
                one.seeker for one in every.ranked[:most]
            ]
            assert some.fits == every.fits
            assert +some.excluded == +every.excluded


def test_every_offer_is_proposed_or_counted(run: Run, base: Path) -> None:
    """Those that are closed are not offers any more."""
    told = run("apparier", _first(base), "-n", "100000", "-f", "json").json
    with store_of(base).reading() as rows:
        standing = rows.value("SELECT count(*) FROM offer WHERE closed_on IS NULL")
    counted = sum(one["nombre"] for one in told["exclues"])
    assert len(told["propositions"]) + counted == standing


def _first(base: Path) -> str:
    with store_of(base).reading() as rows:
        return queries.active_households(rows, HouseholdFacts)[0].reference
