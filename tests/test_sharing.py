"""The fair share against exhaustive search, linear programming and solving again."""

from __future__ import annotations

import itertools
import runpy
import time
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, hstack, vstack
from scipy.sparse.csgraph import maximum_bipartite_matching

from venez_vivre.proposing.sharing.allocation import share
from venez_vivre.proposing.sharing.baselines import greedy, independent_best
from venez_vivre.proposing.sharing.outcome import Fate, tally
from venez_vivre.proposing.sharing.problem import SCALE, Candidates, Households, Offers, Problem

BENCH = runpy.run_path(str(Path(__file__).parent.parent / "benchmarks" / "sharing.py"))
SEEDS = range(50)


def given_columns(waits, capacity, places, candidates):
    """Columns of a problem; candidates are (household, offer, score)."""
    arcs = [list(column) for column in zip(*candidates, strict=True)] or [[], [], []]
    return (
        Households([f"F-{n}" for n in range(len(waits))], waits, capacity),
        Offers([f"O-{n}" for n in range(len(places))], places),
        Candidates(*arcs),
    )


def shared(waits, capacity, places, candidates):
    return share(Problem(*given_columns(waits, capacity, places, candidates)))


def pairs_of(allocation):
    household, offer, _ = allocation.pairs
    return set(zip(household.tolist(), offer.tolist(), strict=True))


def random_columns(seed, each=1):
    """Thirty to eighty households that want the same few offers, of one to three places."""
    draw = np.random.default_rng(seed)
    households, offers = int(draw.integers(30, 80)), int(draw.integers(10, 40))
    suits = draw.random((households, offers)) < 0.25 / (1 + np.arange(offers) / 10)
    household, offer = np.nonzero(suits)
    score = np.round(draw.random(len(household)), int(draw.integers(1, 7)))
    places = draw.integers(0, 4, offers)
    capacity = draw.integers(0, each + 1, households) if each > 1 else [1] * households
    waits = draw.integers(0, 400, households)
    return given_columns(waits, capacity, places, zip(household, offer, score, strict=True))


@cache
def random_share(seed, each=1):
    problem = Problem(*random_columns(seed, each))
    return problem, share(problem)


def lexicographic(figures):
    return figures.served, round(figures.value, 6)


# --- against other ways of finding it -----------------------------------------------------------


def limits(columns):
    """Rows of the capacities, and for each household those of being served."""
    households, offers, arcs = columns
    size, count = len(arcs.score), len(households.keys)
    one = np.ones(size)
    by_household = csr_array((one, (arcs.household, range(size))), shape=(count, size))
    by_offer = csr_array((one, (arcs.offer, range(size))), shape=(len(offers.keys), size))
    served = hstack([-by_household, eye_array(count)])
    rows = vstack([hstack([by_household, csr_array((count, count))]), served])
    rows = vstack([rows, hstack([by_offer, csr_array((len(offers.keys), count))])])
    return rows, np.concatenate((households.capacity, np.zeros(count), offers.places))


@pytest.mark.parametrize("each", [1, 3])
def test_the_value_is_that_of_linear_programming(each):
    """Fifty random sets: the most served, then within 0.1 % of the best value (in fact equal)."""
    for seed in SEEDS:
        columns = random_columns(seed, each)
        rows, room = limits(columns)
        score = np.asarray(columns[2].score)
        served = np.concatenate((np.zeros(len(score)), np.ones(len(columns[0].keys))))
        most = -linprog(-served, rows, room, bounds=(0, 1), method="highs").fun
        assert random_share(seed, each)[1].tally.served == round(most)
        rows, room = vstack([rows, csr_array(-served[None, :])]), np.append(room, -round(most))
        worth = np.concatenate((score, np.zeros(len(columns[0].keys))))
        best = -linprog(-worth, rows, room, bounds=(0, 1), method="highs").fun
        assert random_share(seed, each)[1].tally.value == pytest.approx(best, rel=1e-6, abs=1e-6)


def test_as_many_are_served_as_in_the_maximum_matching():
    for seed in SEEDS:
        _, offers, arcs = random_columns(seed)
        places = np.asarray(offers.places)
        first = np.concatenate(([0], np.cumsum(places)))
        pairs = [
            (household, place)
            for household, offer in zip(arcs.household, arcs.offer, strict=True)
            for place in range(first[offer], first[offer + 1])
        ]
        household, place = np.array(pairs).T
        graph = csr_array((np.ones(len(pairs)), (household, place)))
        matched = int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())
        assert random_share(seed)[1].tally.served == matched


def every_allocation(columns):
    """All that capacities allow, as sets of candidates."""
    households, offers, arcs = columns
    arcs = list(zip(*arcs, strict=True))
    for flags in itertools.product((False, True), repeat=len(arcs)):
        chosen = [arc for arc, kept in zip(arcs, flags, strict=True) if kept]
        homes, things = [arc[0] for arc in chosen], [arc[1] for arc in chosen]
        if all(homes.count(n) <= room for n, room in enumerate(households.capacity)) and all(
            things.count(n) <= room for n, room in enumerate(offers.places)
        ):
            yield chosen


def merit(columns, chosen):
    """What the three criteria say of an allocation, as exact integers."""
    waits = columns[0].waits
    value = [round(score * SCALE) for _, _, score in chosen]
    homes = {household for household, _, _ in chosen}
    waited = sum(waits[n] * SCALE for n in homes)
    waited += sum(waits[arc[0]] * worth for arc, worth in zip(chosen, value, strict=True))
    return len(homes), sum(value), waited


@st.composite
def small_columns(draw):
    """Up to four households, three offers and eight candidates, with many ties."""
    households, offers = draw(st.integers(0, 4)), draw(st.integers(0, 3))
    spots = list(itertools.product(range(households), range(offers)))
    kept = draw(st.lists(st.sampled_from(spots), unique=True, max_size=8)) if spots else []
    arcs = [(h, o, draw(st.sampled_from([0.0, 0.2, 0.3, 0.5, 1.0]))) for h, o in kept]
    return given_columns(
        [draw(st.sampled_from([0, 10, 11, 400])) for _ in range(households)],
        [draw(st.integers(0, 3)) for _ in range(households)],
        [draw(st.integers(0, 2)) for _ in range(offers)],
        arcs,
    )


@given(small_columns())
@settings(max_examples=300)
def test_no_allocation_at_all_is_better(columns):
    """Exhaustive search: households served, then scores, then waits, each exactly."""
    allocation = share(Problem(*columns))
    scores = {(h, o): s for h, o, s in zip(*columns[2], strict=True)}
    chosen = [(h, o, scores[h, o]) for h, o in pairs_of(allocation)]
    assert merit(columns, chosen) == max(merit(columns, c) for c in every_allocation(columns))


@given(small_columns(), st.data())
@settings(max_examples=150)
def test_one_more_place_brings_what_exhaustive_search_says(columns, data):
    households, offers, arcs = columns
    if not offers.keys:
        return
    gains = share(Problem(*columns)).offers.gains
    for offer in range(len(offers.keys)):
        places = [n + (number == offer) for number, n in enumerate(offers.places)]
        more = households, Offers(offers.keys, places), arcs
        before, after = (max(merit(c, a) for a in every_allocation(c)) for c in (columns, more))
        assert gains.served[offer] == after[0] - before[0]
        assert round(gains.value[offer] * SCALE) == after[1] - before[1]


# --- what it promises ---------------------------------------------------------------------------


@pytest.mark.parametrize("each", [1, 3])
def test_prices_are_what_solving_again_with_one_more_place_adds(each):
    for seed in range(8):
        columns = random_columns(seed, each)
        _, allocation = random_share(seed, each)
        for offer, n in enumerate(columns[1].places):
            places = np.array(columns[1].places)
            places[offer] = n + 1
            more = Problem(columns[0], Offers(columns[1].keys, places), columns[2])
            after, gains = share(more).tally, allocation.offers.gains
            assert gains.served[offer] == after.served - allocation.tally.served
            assert gains.value[offer] == pytest.approx(after.value - allocation.tally.value)
            if gains.served[offer] or gains.value[offer]:
                assert allocation.offers.saturated[offer]
    assert gains.served.any()


@pytest.mark.parametrize("each", [1, 3])
def test_capacities_are_respected_and_greedy_is_never_better(each):
    for seed in SEEDS:
        columns = random_columns(seed, each)
        problem, allocation = random_share(seed, each)
        homes, things = (allocation.households, allocation.offers)
        assert (homes.given <= columns[0].capacity).all()
        assert (things.taken <= columns[1].places).all()
        assert homes.given.sum() == things.taken.sum() == allocation.tally.pairs
        assert len(pairs_of(allocation)) == allocation.tally.pairs
        for other in (greedy, independent_best):
            assert lexicographic(allocation.tally) >= lexicographic(tally(other(problem)))


def test_no_two_households_would_both_gain_by_a_swap():
    for seed, each in itertools.product(SEEDS, (1, 3)):
        _, _, arcs = random_columns(seed, each)
        scores = {(h, o): s for h, o, s in zip(*arcs, strict=True)}
        given_ = pairs_of(random_share(seed, each)[1])
        for (one, mine), (other, yours) in itertools.combinations(given_, 2):
            if (one, yours) in given_ or (other, mine) in given_:
                continue
            gain = scores.get((one, yours), -1) - scores[one, mine]
            assert min(gain, scores.get((other, mine), -1) - scores[other, yours]) <= 0


def shuffled(columns, draw):
    """The same facts in another order, and where households and offers went."""
    (keys, waits, capacity), (names, places), arcs = columns
    homes, things = draw.permutation(len(keys)), draw.permutation(len(names))
    rows = draw.permutation(len(arcs.score))
    return (
        Households([keys[n] for n in homes], np.take(waits, homes), np.take(capacity, homes)),
        Offers([names[n] for n in things], np.take(places, things)),
        Candidates(
            np.argsort(homes)[np.take(arcs.household, rows)],
            np.argsort(things)[np.take(arcs.offer, rows)],
            np.take(arcs.score, rows),
        ),
    ), (homes, things)


@pytest.mark.parametrize("each", [1, 3])
def test_the_order_of_the_input_changes_nothing(each):
    """Scores of one decimal tie a great deal: the lot settles them by the references alone."""
    for seed in SEEDS:
        columns, (homes, things) = shuffled(random_columns(seed, each), np.random.default_rng(seed))
        first, again = random_share(seed, each)[1], share(Problem(*columns))
        assert {(homes[h], things[o]) for h, o in pairs_of(again)} == pairs_of(first)
        for name in first.households._fields:
            here, there = getattr(first.households, name), getattr(again.households, name)
            np.testing.assert_array_equal(here[homes], there)
        np.testing.assert_array_equal(homes[again.pairs.household], first.pairs.household)
        np.testing.assert_array_equal(things[again.pairs.offer], first.pairs.offer)
        np.testing.assert_array_equal(first.offers.preferred[things], again.offers.preferred)
        np.testing.assert_array_equal(first.offers.gains.value[things], again.offers.gains.value)


def test_the_lot_does_not_favour_the_first_reference():
    """Two households that tie in everything: over many offers, each gets about half."""
    won = 0
    for number in range(400):
        offers = Offers([f"O-{number}"], [1])
        arcs = Candidates([0, 1], [0, 0], [0.5, 0.5])
        won += share(Problem(Households(["F-1", "F-2"], [9, 9], [1, 1]), offers, arcs)).pairs[0][0]
    assert 140 < won < 260


# --- cases that can be read ---------------------------------------------------------------------


def test_the_longest_wait_breaks_a_tie():
    allocation = shared([30, 90, 60], [1] * 3, [1], [(0, 0, 0.5), (1, 0, 0.5), (2, 0, 0.5)])
    assert pairs_of(allocation) == {(1, 0)}


def test_of_two_who_are_served_the_longest_wait_gets_the_better_offer():
    arcs = [(0, 0, 0.9), (0, 1, 0.4), (1, 0, 0.9), (1, 1, 0.4)]
    assert pairs_of(shared([5, 6], [1, 1], [1, 1], arcs)) == {(0, 1), (1, 0)}
    assert pairs_of(shared([6, 5], [1, 1], [1, 1], arcs)) == {(0, 0), (1, 1)}


def test_a_score_counts_before_a_wait_and_a_household_before_a_score():
    assert pairs_of(shared([0, 9999], [1, 1], [1], [(0, 0, 0.500001), (1, 0, 0.5)])) == {(0, 0)}
    arcs = [(0, 0, 1.0), (0, 1, 0.0), (1, 0, 0.0)]
    assert pairs_of(shared([500, 0], [1, 1], [1, 1], arcs)) == {(0, 1), (1, 0)}


def test_a_second_offer_never_costs_somebody_the_first():
    arcs = [(0, 0, 1.0), (0, 1, 1.0), (1, 1, 0.1)]
    assert pairs_of(shared([900, 0], [2, 2], [1, 1], arcs)) == {(0, 0), (1, 1)}
    assert pairs_of(shared([0, 0], [2, 2], [1, 2], arcs)) == {(0, 0), (0, 1), (1, 1)}


def test_an_offer_of_several_places_takes_several_households():
    allocation = shared([1, 2, 3], [1] * 3, [2], [(0, 0, 0.4), (1, 0, 0.7), (2, 0, 0.6)])
    assert pairs_of(allocation) == {(1, 0), (2, 0)}
    assert (allocation.offers.taken[0], allocation.offers.wanted[0]) == (2, 3)
    assert allocation.offers.saturated[0]
    assert (allocation.offers.gains.served[0], allocation.offers.gains.value[0]) == (1, 0.4)


def test_each_household_knows_why_and_what_it_gave_up():
    arcs = [(0, 0, 0.9), (0, 1, 0.5), (1, 0, 0.8), (3, 2, 0.7), (4, 0, 0.3)]
    homes = shared([0] * 5, [1, 1, 1, 1, 0], [1, 1, 0], arcs).households
    assert homes.fate.tolist() == [
        Fate.SERVED,
        Fate.SERVED,
        Fate.NO_CANDIDATE,
        Fate.NO_PLACE,
        Fate.ASKED_NOTHING,
    ]
    np.testing.assert_allclose(homes.regret, [0.4, 0, np.nan, 0.7, 0.3])
    np.testing.assert_allclose(homes.attainable, [0.9, 0.8, 0, 0, 0])
    np.testing.assert_allclose(homes.shortfall, [0.4, 0, 0, 0, 0])
    assert shared([1, 0], [1, 1], [1], [*arcs[:1], (1, 0, 0.9)]).households.fate[1] == Fate.TAKEN


def test_without_a_global_view_the_best_score_goes_first_then_the_longest_wait():
    """Three households that like one offer best: two are left without, or with what remains."""
    arcs = [(0, 0, 0.8), (1, 0, 0.9), (2, 0, 0.9), (2, 1, 0.3), (0, 1, 0.2)]
    problem = Problem(*given_columns([7, 8, 9], [1] * 3, [1, 1], arcs))
    for baseline, expected in ((independent_best, {(2, 0)}), (greedy, {(2, 0), (0, 1)})):
        household, offer, _ = baseline(problem)
        assert set(zip(household.tolist(), offer.tolist(), strict=True)) == expected
    assert pairs_of(share(problem)) == {(1, 0), (2, 1)}


@pytest.mark.parametrize("score", [0, 1])
def test_one_candidate_is_given_whatever_its_score(score):
    allocation = shared([0], [1], [1], [(0, 0, score)])
    assert pairs_of(allocation) == {(0, 0)}
    assert allocation.tally == (1, score, 1, score)


@pytest.mark.parametrize(("households", "offers"), [(0, 0), (3, 0), (0, 3), (3, 3)])
def test_nothing_to_share_is_an_answer(households, offers):
    allocation = shared([0] * households, [1] * households, [1] * offers, [])
    assert allocation.tally == (0, 0, 0, 0)
    assert allocation.households.fate.tolist() == [Fate.NO_CANDIDATE] * households
    assert allocation.offers.gains.served.tolist() == [0] * offers


def test_of_a_pair_that_comes_twice_the_better_score_counts():
    allocation = shared([0], [2], [2], [(0, 0, 0.2), (0, 0, 0.6), (0, 0, 0.4)])
    assert (allocation.tally.pairs, allocation.tally.value) == (1, 0.6)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"candidates": [(0, 0, 1.1)]}, "score"),
        ({"candidates": [(0, 0, float("nan"))]}, "score"),
        ({"candidates": [(0, 1, 0.5)]}, "no offer"),
        ({"candidates": [(-1, 0, 0.5)]}, "no household"),
        ({"places": [-1]}, "places is negative"),
        ({"capacity": [1, 1]}, "capacity a key"),
        ({"waits": [-1]}, "wait is negative"),
        ({"waits": [40_000]}, "longer than"),
    ],
)
def test_what_makes_no_sense_is_refused(change, says):
    facts = {"waits": [0], "capacity": [1], "places": [1], "candidates": [(0, 0, 0.5)]}
    with pytest.raises(ValueError, match=says):
        Problem(*given_columns(**facts | change))


def test_two_households_with_one_reference_are_refused():
    with pytest.raises(ValueError, match="one key"):
        Problem(Households(["F-1", "F-1"], [0, 0], [1, 1]), Offers([], []), Candidates([], [], []))


# --- at full size -------------------------------------------------------------------------------


def test_a_year_of_households_is_shared_in_little_time():
    """12,000 households, 5,000 scarce offers: 1.5 s, 1.5 × the well served of each for itself."""
    columns = BENCH["columns"](BENCH["SIZES"][0], 2026)
    begin = time.process_time()
    allocation = share(Problem(*columns))
    assert time.process_time() - begin < 1.5
    assert len(columns[2].score) > 200_000
    alone = tally(independent_best(Problem(*columns)))
    assert allocation.tally.well_served >= 1.5 * alone.well_served
