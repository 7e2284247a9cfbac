"""Everybody at once: the answers of one pair at a time, to the last bit, whatever is skipped."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching_builders as make
from bases import address_of, an_empty_base, copied
from builders import opened
from rows import a_world, rows_of
from venez_vivre.cli import run as run_program
from venez_vivre.criteria import KINDS
from venez_vivre.criteria.facts import AdultFacts, HouseholdFacts, OfferFacts
from venez_vivre.demo import offers as demo_offers
from venez_vivre.demo.draws import Dice
from venez_vivre.matching import Plain, Totals, add_up, coverage, reweighed, score
from venez_vivre.proposing.arrays import Arrays, Block, across, asked, down, offered
from venez_vivre.proposing.everyone import Everyone
from venez_vivre.proposing.pairs import Offers, Seeker, seekers
from venez_vivre.proposing.proposals import context, judge
from venez_vivre.references import household_reference, offer_reference
from venez_vivre.store.queries import matching as queries
from venez_vivre.store.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

seeds = st.integers(0, 2**32)


class Crowd:
    """Random seekers and offers of one kind, each with its number."""

    def __init__(self, kind: str, seed: int, houses: int = 12, offers: int = 15) -> None:
        dice = Random(seed)
        self.kind = kind
        self.context = make.a_context(make.MOVES)
        if dice.random() < 0.3:  # other weights, of which some are zero
            rules = KINDS[kind]
            weights = {one.name: dice.choice((0, 0, 5, 40)) for one in rules.criteria}
            self.context = make.a_context(make.MOVES, {kind: reweighed(rules, weights)})
        self.seekers: list[Seeker] = []
        for number in range(houses):
            house = make.some_house(dice)._replace(number=number)
            adult = make.some_adult(dice)._replace(number=number)
            self.seekers += seekers(house, [adult], make.TERRITORIES, kind, make.TODAY)
        self.offers = [make.some_offer(dice, kind)._replace(number=n) for n in range(offers)]

    def everyone(self) -> Everyone:
        """All of them at once."""
        maker = Offers(self.context.today, self.context.offers.moves)
        rules = self.context.rules[self.kind]
        return Everyone(self.kind, rules, self.seekers, self.offers, maker)

    def only(self, row: int) -> Crowd:
        """The same offers, for one seeker."""
        alone = Crowd(self.kind, 0, 0, 0)
        alone.context, alone.offers = self.context, self.offers
        alone.seekers = [self.seekers[row]]
        return alone

    def one_by_one(self, most: int, tried: Sequence[tuple[int, int]] = ()) -> Any:
        """The best offers of each seeker, every pair judged alone: places and scores."""
        found = []
        for row, seeker in enumerate(self.seekers):
            judged = [
                (-best.score, place)
                for place, offer in enumerate(self.offers)
                if (row, place) not in tried
                and (best := judge(offer, [seeker], self.context)[0]) is not None
            ]
            found.append([(place, -less) for less, place in sorted(judged)[:most]])
        return found


def listed(best: Any) -> Any:
    """The same as `Crowd.one_by_one`, of what `Everyone.best` found."""
    return [
        [(int(place), float(worth)) for place, worth in zip(*line, strict=True) if place >= 0]
        for line in zip(best.offers, best.scores, strict=True)
    ]


def bits(value: Any, shape: tuple[int, int]) -> Any:
    """Numbers as the bits that hold them, every unknown alike."""
    whole = np.broadcast_to(np.asarray(value, dtype=float), shape)
    return np.where(np.isnan(whole), np.nan, whole + 0.0).view(np.int64)


@settings(max_examples=60)
@given(st.sampled_from(list(KINDS)), seeds)
def test_numbers_and_arrays_answer_to_the_last_bit(kind: str, seed: int) -> None:
    """Each criterion, each veto, each sum and the score itself."""
    crowd = Crowd(kind, seed)
    if not crowd.seekers:
        return
    pairs = [[crowd.context.offers.pair(s, o) for o in crowd.offers] for s in crowd.seekers]
    shape = (len(crowd.seekers), len(crowd.offers))
    each = slice(None)
    block = Block(
        down(asked([one.ask for one in crowd.seekers]), each),
        across(offered([crowd.context.offers.item(one) for one in crowd.offers]), each),
        *(
            np.array([[getattr(pair, name) for pair in line] for line in pairs])
            for name in ("km", "nearness", "closeness")
        ),
    )
    rules = crowd.context.rules[kind]

    def compare(alone: Any, together: Any, name: str) -> None:
        said = np.array([[float(alone(pair)) for pair in line] for line in pairs])
        assert np.array_equal(bits(said, shape), bits(together, shape)), name

    for one in rules.criteria:
        compare(lambda p, r=one.rule: r(p, Plain).value, one.rule(block, Arrays).value, one.name)
    for veto in rules.vetoes:
        compare(lambda p, r=veto.rule: r(p, Plain), veto.rule(block, Arrays), veto.code)
    totals = add_up(rules, block, Arrays)
    for name in Totals._fields:
        compare(lambda p, n=name: getattr(add_up(rules, p, Plain), n), getattr(totals, name), name)
    for rule in (coverage, score):
        compare(
            lambda p, r=rule: r(add_up(rules, p, Plain), Plain), rule(totals, Arrays), rule.__name__
        )


@settings(max_examples=40)
@given(st.sampled_from(list(KINDS)), seeds)
def test_distances_trades_and_interests_are_those_of_each_pair(kind: str, seed: int) -> None:
    crowd = Crowd(kind, seed)
    if not crowd.seekers:
        return
    shape = (len(crowd.seekers), len(crowd.offers))
    every = np.arange(shape[0]), np.arange(shape[1])
    block = crowd.everyone().sides.block(*every)
    pairs = [[crowd.context.offers.pair(s, o) for o in crowd.offers] for s in crowd.seekers]
    for name in ("km", "nearness", "closeness"):
        said = np.array([[getattr(pair, name) for pair in line] for line in pairs])
        assert np.array_equal(bits(said, shape), bits(getattr(block, name), shape)), name


@settings(max_examples=80)
@given(st.sampled_from(list(KINDS)), seeds, st.integers(1, 6))
def test_the_best_are_those_found_one_by_one(kind: str, seed: int, most: int) -> None:
    crowd = Crowd(kind, seed)
    dice = Random(seed)
    places = [(row, place) for row in range(len(crowd.seekers)) for place in range(15)]
    tried = dice.sample(places, k=min(len(places), dice.choice((0, 5, 40))))
    if not crowd.seekers:
        return
    left_out = np.array(sorted(tried)).reshape(-1, 2)
    blocked = crowd.everyone().best(most, left_out)
    dense = crowd.everyone().best(most, left_out, dense=True)
    assert np.array_equal(blocked.offers, dense.offers)
    assert np.array_equal(blocked.scores, dense.scores)
    assert listed(blocked) == crowd.one_by_one(most, set(tried))


def test_a_crowd_has_something_to_find() -> None:
    """The tests above compare full lines, empty ones, and lines that stop short."""
    sizes = {len(line) for seed in range(20) for line in Crowd("emploi", seed).one_by_one(4)}
    assert sizes == {0, 1, 2, 3, 4}


# The region of the demonstration.

WIDE = 2_000
"""How many seekers, and how many offers of each kind."""


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base of the demonstration, with as many offers as households."""
    folder = tmp_path_factory.mktemp("region")
    asked = ["--date", make.TODAY.isoformat(), "--agent", "Test"]
    assert run_program([*asked, "demo", "--inscrits", "2300", "--dossier", str(folder)]) == 0
    base = copied(folder / "demo.db", folder / "region.db")
    asked += ["--base", address_of(base)]
    wanted = 5 * WIDE  # a quarter of them are homes, some of which have expired
    path = folder / "beaucoup.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(demo_offers.FIELDS)
        writer.writerows(demo_offers.rows(Dice("tests:offers"), wanted))
    assert run_program([*asked, "offres", "importer", str(path)]) == 0
    return base


def crowd_of(region: Path, kind: str) -> Crowd:
    """The seekers and the offers of the demonstration, as many of each."""
    connection = opened(region, write=False)
    rows = Reader(connection)
    crowd = Crowd(kind, 0, 0, 0)
    crowd.context = context(rows, make.TODAY)
    adults: dict[int, list[AdultFacts]] = {}
    for adult in queries.active_adults(rows, AdultFacts):
        adults.setdefault(adult.household, []).append(adult)
    for house in queries.active_households(rows, HouseholdFacts):
        mine = adults.get(house.number, [])
        crowd.seekers += seekers(house, mine, crowd.context.territories, kind, make.TODAY)
    crowd.offers = queries.open_offers(rows, OfferFacts, kind, make.TODAY.isoformat())
    connection.close()
    crowd.seekers, crowd.offers = crowd.seekers[:WIDE], crowd.offers[:WIDE]
    return crowd


@pytest.mark.parametrize("kind", ["emploi", "logement"])
def test_in_a_whole_region_nothing_that_is_skipped_was_worth_judging(
    region: Path, kind: str
) -> None:
    """Blocks, tiers and rectangles leave the ten best of everybody as they are, exactly."""
    crowd = crowd_of(region, kind)
    assert (len(crowd.seekers), len(crowd.offers)) == (WIDE, WIDE)
    dice = Random(7)
    tried = np.array([(dice.randrange(WIDE), dice.randrange(WIDE)) for _ in range(20_000)])
    everyone = crowd.everyone()
    blocked = everyone.best(10, tried)
    dense = everyone.best(10, tried, dense=True)
    assert np.array_equal(blocked.offers, dense.offers)
    assert np.array_equal(blocked.scores, dense.scores)
    assert np.count_nonzero(blocked.offers >= 0) > 5 * WIDE
    found = listed(blocked)
    for row in dice.sample(range(WIDE), 12):
        alone = crowd.only(row).one_by_one(10, {(0, c) for r, c in tried if r == row})
        assert [found[row]] == alone


# What a person waits for.

INTERACTIVE = ("numpy", "questionary", "rich", "sqlalchemy", "sqlmodel", "pydantic", "ortools")
LOOK = f"""
import sys
from venez_vivre.cli import run
code = run(sys.argv[1:])
loaded = sorted({{name.partition(".")[0] for name in sys.modules}} & set({INTERACTIVE!r}))
print(code, *loaded, file=sys.stderr)
"""


@pytest.fixture
def small_base(tmp_path: Path) -> Path:
    """A base of a household and of two offers of each kind."""
    base = an_empty_base(tmp_path / "small.db")
    dice = Random(3)
    with rows_of(base) as rows:
        a_world(rows)
        make.put_house(
            rows, 1, make.a_house(wished_codes="71014"), make.an_adult(rome_code="D1102")
        )
        for number, kind in enumerate([*KINDS, *KINDS], 1):
            make.put_offer(rows, number, make.some_offer(dice, kind))
    return base


@pytest.mark.parametrize(
    "line",
    [
        f"apparier {household_reference(1)} -f json",
        f"apparier --offre {offer_reference(1)} -f json",
        f"pourquoi {household_reference(1)} {offer_reference(2)} -f json",
    ],
)
def test_one_household_is_matched_without_what_takes_long_to_load(
    line: str, small_base: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *line.split()],
        env={
            **os.environ,
            "VENEZ_VIVRE_BASE": address_of(small_base),
            "VENEZ_VIVRE_DATE": make.TODAY.isoformat(),
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr.split() == ["0"], done.stderr
