"""The cumulative incidence with competing events, against lifelines and against its definition."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections import Counter
from fractions import Fraction
from math import isnan

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from product_limit import Case, curve
from venez_vivre.steering.incidence import (
    Exit,
    Median,
    Step,
    incidence,
    quartiles,
    reached,
    share_at,
)

SETTLED, CLOSED = "installe", "abandon"
KINDS = (None, SETTLED, CLOSED)
SETS = 100

EXITS = st.lists(
    st.builds(
        Exit,
        days=st.integers(0, 40),
        kind=st.sampled_from(KINDS),
        households=st.integers(0, 9),
    ),
    max_size=30,
)


# --- lifelines ------------------------------------------------------------------------------


def a_set(rng: np.random.Generator) -> list[tuple[int, str | None]]:
    """Households, each with its days and its way out.

    lifelines moves by chance the days that two kinds of event share: each day has one kind of
    event here, that many households may share, and a household may leave the view on any day. It
    also forgets the events of day 0: there are none.
    """
    parts = rng.dirichlet([1, 1])
    kinds = rng.choice([SETTLED, CLOSED], 400, p=parts)
    size = int(rng.integers(8, 300))
    found = []
    for day in rng.integers(1, int(rng.integers(20, 400)), size):
        seen = rng.random() < 0.7
        found.append((int(day), str(kinds[day]) if seen else None))
    return [*found, (1, str(kinds[1])), (int(rng.integers(2, 400)), None)]


def by_lifelines(found: list[tuple[int, str | None]]) -> dict[int, tuple[float, ...]]:
    """Days -> share, variance and bounds, of the settlements."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas and numpy warn about themselves inside lifelines
        from lifelines import AalenJohansenFitter  # noqa: PLC0415

        days = [day for day, _ in found]
        codes = [KINDS.index(kind) for _, kind in found]
        fitted = AalenJohansenFitter().fit(days, codes, event_of_interest=1)
    shares = fitted.cumulative_density_["CIF_1"]
    bounds = fitted.confidence_interval_
    return {
        int(day): (shares[day], fitted.variance_[day], *sorted(bounds.loc[day]))
        for day in shares.index
    }


@pytest.mark.parametrize("seed", range(SETS))
def test_it_equals_lifelines(seed: int) -> None:
    """Share, variance and both bounds, on each day, to a billionth."""
    found = a_set(np.random.default_rng(seed))
    steps = incidence([Exit(day, kind) for day, kind in found], SETTLED)
    theirs = by_lifelines(found)
    days = {day for day, kind in found if kind == SETTLED}
    assert [step.days for step in steps] == sorted(days)
    for step in steps:
        wanted = theirs[step.days]
        # Where everybody leaves at once, lifelines divides by zero: it has no variance to show.
        pairs = zip(step[1:], wanted, strict=True)
        assert all(isnan(b) or abs(a - b) < 1e-9 for a, b in pairs), (step, wanted)
        assert not isnan(wanted[0])


def test_most_of_what_is_compared_with_lifelines_is_a_number() -> None:
    """The comparison above cannot pass by comparing nothing."""
    compared = empty = 0
    for seed in range(0, SETS, 10):
        for wanted in by_lifelines(a_set(np.random.default_rng(seed))).values():
            compared += not isnan(wanted[1])
            empty += isnan(wanted[1])
    assert compared > 50 * max(empty, 1)


# --- the definition -------------------------------------------------------------------------


def by_definition(exits: list[Exit], kind: str) -> dict[int, Fraction]:
    """Exact: each day, those who waited until then times those of them who do it that day.

    Events of two kinds on one day share the same households at risk, which lifelines cannot do.
    """
    shares, waiting, share = {}, Fraction(1), Fraction(0)
    for day in sorted({one.days for one in exits}):
        at_risk = sum(one.households for one in exits if one.days >= day)
        today = Counter[str | None]()
        for one in exits:
            if one.days == day:
                today[one.kind] += one.households
        leaving = sum(today.values()) - today[None]
        if leaving:
            share += waiting * Fraction(today[kind], at_risk)
            waiting *= 1 - Fraction(leaving, at_risk)
        if today[kind]:
            shares[day] = share
    return shares


@given(EXITS)
@example([Exit(3, SETTLED, 2), Exit(3, CLOSED, 2), Exit(3, None, 2)])
def test_it_is_what_its_definition_says_ties_included(exits: list[Exit]) -> None:
    """Several kinds of event, and households that leave the view, on the same day."""
    wanted = by_definition(exits, SETTLED)
    found = incidence(exits, SETTLED)
    assert [step.days for step in found] == list(wanted)
    for step in found:
        assert step.share == pytest.approx(float(wanted[step.days]), abs=1e-12)
        assert 0 <= step.low <= step.share + 1e-12
        assert step.share - 1e-12 <= step.high <= 1
        assert step.variance >= 0


@given(EXITS)
def test_who_has_left_by_each_way_and_who_waits_make_everybody(exits: list[Exit]) -> None:
    """The shares of all kinds, and that of those who still wait, sum to one on every day."""
    one, other = incidence(exits, SETTLED), incidence(exits, CLOSED)
    waiting = curve(Case(e.days, e.kind is not None, e.households) for e in exits if e.households)
    for point in waiting:
        both = share_at(one, point.days).share + share_at(other, point.days).share
        assert both + point.waiting == pytest.approx(1, abs=1e-12)


@given(EXITS)
def test_without_another_event_it_is_one_minus_kaplan_meier(exits: list[Exit]) -> None:
    """And its variance is Greenwood’s."""
    alone = [one for one in exits if one.kind != CLOSED and one.households]
    found = incidence(alone, SETTLED)
    points = curve(Case(e.days, e.kind is not None, e.households) for e in alone)
    assert [step.days for step in found] == [point.days for point in points]
    spread = 0.0
    for step, point in zip(found, points, strict=True):
        at_risk = sum(e.households for e in alone if e.days >= step.days)
        done = sum(e.households for e in alone if e.days == step.days and e.kind)
        assert step.share == pytest.approx(1 - point.waiting, abs=1e-12)
        if at_risk > done:
            spread += done / at_risk / (at_risk - done)
            assert step.variance == pytest.approx(point.waiting**2 * spread, abs=1e-12)


@given(EXITS, st.randoms(use_true_random=False))
def test_neither_order_nor_grouping_changes_it(exits: list[Exit], random: object) -> None:
    """One row of nine households says what nine rows of one say, in any order."""
    apart = [Exit(e.days, e.kind) for e in exits for _ in range(e.households)]
    random.shuffle(apart)  # type: ignore[attr-defined]
    assert incidence(apart, SETTLED) == incidence(exits, SETTLED)


def test_giving_up_lowers_the_share_that_censoring_would_keep() -> None:
    """Who gave up will not settle; who is still followed may."""
    gone = [Exit(1, CLOSED, 5), Exit(2, SETTLED, 1), Exit(3, None, 4)]
    open_still = [one._replace(kind=None) if one.kind == CLOSED else one for one in gone]
    assert incidence(gone, SETTLED)[-1].share == pytest.approx(0.1)
    assert incidence(open_still, SETTLED)[-1].share == pytest.approx(0.2)


# --- quantiles ------------------------------------------------------------------------------


def test_quartiles_are_the_days_on_which_they_are_reached() -> None:
    """Of ten, one settles each day for six days: three quarters are never reached."""
    exits = [*(Exit(day, SETTLED) for day in range(1, 7)), Exit(9, CLOSED, 2), Exit(12, None, 2)]
    quarter, half, most = quartiles(incidence(exits, SETTLED))
    assert (quarter.days, half.days) == (3, 5)
    assert most == Median(None, 5, None), "at best on day 5, and perhaps never"
    assert quarter.low is not None
    assert quarter.low <= 3
    assert half.high is None


def test_a_share_that_nobody_reached_has_no_day() -> None:
    assert reached([], 0.5) == Median(None, None, None)
    assert reached(incidence([Exit(4, None, 3)], SETTLED), 0.25) == Median(None, None, None)


def test_exactly_half_is_half() -> None:
    """Thirds and sevenths that sum to one half may miss it by one bit."""
    for many in range(2, 60, 2):
        exits = [
            *(Exit(day, SETTLED) for day in range(1, many // 2 + 1)),
            Exit(99, None, many // 2),
        ]
        assert reached(incidence(exits, SETTLED), 0.5).days == many // 2


def test_the_share_on_a_day_is_that_of_the_last_step() -> None:
    steps = incidence([Exit(3, SETTLED), Exit(8, SETTLED), Exit(20, None, 2)], SETTLED)
    found = [share_at(steps, day).share for day in (2, 3, 7, 8, 400)]
    assert found == pytest.approx([0, 0.25, 0.25, 0.5, 0.5])
    assert share_at([], 5) == Step(5, 0, 0, 0, 0)


def test_everybody_gone_leaves_no_doubt() -> None:
    """A share of one has an interval of one."""
    assert incidence([Exit(2, SETTLED, 4)], SETTLED) == [Step(2, 1.0, 0.0, 1.0, 1.0)]


# --- what it costs --------------------------------------------------------------------------


def test_it_needs_no_heavy_package() -> None:
    """The delays of the bilan read it: numpy alone would cost as much as the whole command."""
    look = (
        "import sys, venez_vivre.steering.incidence\n"
        "print(*{'numpy', 'scipy', 'pandas', 'lifelines'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True)
    assert said.stdout.strip() == b""
