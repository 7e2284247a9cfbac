"""Masks of public reports: nothing small is shown, nothing masked comes back, little is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_tables import (
    ALL,
    Reader,
    a_publication,
    a_report,
    fewest,
    funnel_of,
    solved,
    told_apart,
)
from venez_vivre.steering.disclosure.figures import Bound, Figures, Key, Sum, together
from venez_vivre.steering.disclosure.masks import mask
from venez_vivre.steering.disclosure.recovery import verify


def a_row(*counts: int, **more: int) -> Figures:
    """Counts "0", "1"… and their total."""
    cells = {str(place): count for place, count in enumerate(counts)}
    return Figures({"total": sum(counts), **cells, **more}, [Sum("total", tuple(cells))])


def hides(figures: Figures, masked: frozenset[Key]) -> bool:
    """Whether the masks hide everything, according to numpy’s ranks and to HiGHS."""
    return not solved(figures, masked) and not Reader(figures, masked).pinned()


# --- nothing comes back --------------------------------------------------------------------------


def test_a_thousand_random_publications() -> None:
    """Every count of 1 to 4 is masked, no zero is, and no masked one is solved nor pinned."""
    small = masked = 0
    for seed in range(1000):
        figures = a_publication(seed)
        found = mask(figures)
        assert set(figures.small) <= found, seed
        assert all(figures.cells[key] for key in found), seed
        assert hides(figures, found), seed
        assert verify(figures, found) == (), seed
        small, masked = small + len(figures.small), masked + len(found)
    assert small > 5000, "the tables have something to hide"
    assert masked < 2 * small, "and most of what is large is shown"


@given(st.integers(1000, 10**9), st.floats(0.5, 1))
@settings(max_examples=100, deadline=None)
def test_verify_names_all_that_comes_back(seed: int, part: float) -> None:
    """Whatever the masks, none that numpy solves or HiGHS pins is missed; small ones left are.

    Some figures are on no page, others are known to everybody.
    """
    figures = told_apart(a_publication(seed), seed)
    draw = Random(seed)  # noqa: S311  a table drawn at random from a seed
    masked = frozenset(key for key in mask(figures) if draw.random() < part)
    named = set(verify(figures, masked))
    asked = {*masked, *figures.small}
    assert asked & {*solved(figures, masked), *Reader(figures, masked).pinned()} <= named
    assert set(figures.small) - masked - figures.unprinted <= named


@given(st.integers(1000, 10**9))
@settings(max_examples=100, deadline=None)
def test_figures_on_no_page_are_hidden_at_no_cost(seed: int) -> None:
    """Whatever is on no page, the masks are found, and none of them is wasted on it."""
    figures = replace(told_apart(a_publication(seed), seed), known=frozenset())
    found = mask(figures)
    assert verify(figures, found) == ()
    assert not found & figures.unprinted


def test_verify_seldom_names_what_does_not_come_back() -> None:
    """Where masks are too few, nearly all that it names is solved or pinned."""
    named = wrong = 0
    for seed in range(200):
        figures = a_publication(seed)
        masked = frozenset(figures.small)
        truth = {*solved(figures, masked), *Reader(figures, masked).pinned()}
        found = set(verify(figures, masked))
        named, wrong = named + len(found), wrong + len(found - truth)
    assert named > 200
    assert wrong <= named / 100


@pytest.mark.parametrize("seed", range(4))
def test_one_mask_less_is_seen(seed: int) -> None:
    """In a report, no small figure can be shown again without a word."""
    figures = a_report(seed)
    found = mask(figures)
    assert all(key in verify(figures, found - {key}) for key in figures.small[:20])


# --- what is masked ------------------------------------------------------------------------------


def test_nothing_is_masked_where_nothing_is_small() -> None:
    """Zeros and counts of five and more are shown."""
    assert mask(a_row(5, 0, 12)) == frozenset()


@pytest.mark.parametrize(
    ("row", "masked"),
    [
        ((3, 40, 9), {"0", "2"}),
        ((3, 2, 40), {"0", "1"}),
        ((3, 0, 0), {"0", "total"}),
        ((3, 0, 40), {"0", "2"}),
        ((1, 1, 1, 1, 1, 30, 0), {"0", "1", "2", "3", "4", "5"}),
        ((1, 1, 1, 1, 1), {"0", "1", "2", "3", "4", "total"}),
        ((2, 1, 1, 1), {"0", "1", "2", "3"}),
    ],
)
def test_what_a_row_hides(row: tuple[int, ...], masked: set[str]) -> None:
    """The least of the others is masked with a small one; the total when there is no other.

    Five that make five would be one each: the zeros are in print.
    """
    assert mask(a_row(*row)) == masked


def test_one_fact_in_two_tables_has_one_mask() -> None:
    """What a second table needs to hide is hidden in the first, and its neighbours with it."""
    first = Figures({"sum": 60, "a": 20, "b": 40}, [Sum("sum", ("a", "b"))])
    second = Figures({"a": 20, "c": 3, "d": 17}, [Sum("a", ("c", "d"))])
    assert mask(first) == frozenset()
    assert mask(together([first, second])) == {"c", "d"}
    narrow = Figures({"a": 20, "c": 3, "d": 17}, second.sums, known=frozenset({"d"}))
    assert mask(together([first, narrow])) == {"a", "b", "c"}


def test_a_week_is_not_the_difference_of_two_totals() -> None:
    """To date = before + this week: one of the two totals is masked with a small week."""
    figures = Figures({"now": 140, "before": 137, "week": 3}, [Sum("now", ("before", "week"))])
    assert mask(figures) == {"week", "before"}
    left = Figures(figures.cells, [Sum("week", ("now",), ("before",))])
    assert len(mask(left)) == 2, "the same relation, written as a difference"


def test_stages_hold_each_other() -> None:
    """A figure between two equal ones is known, unless one of them is masked too."""
    cells = {"registered": 6, "accompanied": 6, "settled": 6, "other": 4, "all": 10}
    bounds = [Bound("accompanied", "registered"), Bound("settled", "accompanied")]
    figures = Figures(cells, [Sum("all", ("accompanied", "other"))], bounds)
    assert verify(figures, frozenset({"accompanied", "other"})) == ("accompanied", "other")
    assert hides(figures, mask(figures))


def test_a_difference_declared_is_hidden() -> None:
    """Forty registered, thirty-nine accompanied: the one left out is protected on demand."""
    plain = Figures(
        {"registered": 40, "accompanied": 39}, bounds=[Bound("accompanied", "registered")]
    )
    assert mask(plain) == frozenset()
    told = Figures(
        {**plain.cells, "left": 1},
        [Sum("registered", ("accompanied", "left"))],
        unprinted=frozenset({"left"}),
    )
    assert mask(told) == {"accompanied"}
    assert verify(told, frozenset()) == ("left",)


def test_what_is_known_elsewhere_cannot_be_hidden_with() -> None:
    """When every figure beside is public already, no mask helps and `verify` says so."""
    row = a_row(3, 40)
    figures = Figures(row.cells, row.sums, known=frozenset({"1", "total"}))
    assert verify(figures, mask(figures)) == ("0",)


# --- what it costs -------------------------------------------------------------------------------


def test_masks_are_nearly_as_few_as_can_be() -> None:
    """On tables small enough to try every choice: the masks in all, and those beyond the small."""
    found = least = small = 0
    for seed in range(250):
        figures = a_publication(seed)
        shown = sum(map(bool, figures.cells.values())) - len(figures.small)
        if figures.small and shown <= 9:
            found, least = found + len(mask(figures)), least + fewest(figures)
            small += len(figures.small)
    assert least - small > 30, "the tables need more than their small figures masked"
    assert found <= 1.05 * least
    assert found - small <= 1.35 * (least - small)


@pytest.mark.parametrize("scale", [8, 20, 100])
def test_a_report_keeps_most_of_its_figures(scale: float) -> None:
    """A weekly report masks at most one figure in ten beyond its small ones, and hides them all."""
    figures = a_report(1, scale)
    found = mask(figures)
    assert len(found) <= 1.1 * len(figures.small)
    assert not solved(figures, found)
    assert verify(figures, found) == ()


@pytest.mark.parametrize(("territories", "seconds"), [(35, 0.3), (140, 0.5)])
def test_a_report_is_masked_at_once(territories: int, seconds: float) -> None:
    """A report of 35 territories, and a larger one, in the best of three turns (processor time)."""
    figures = a_report(2, territories=territories)
    turns = [process_time()]
    for _ in range(3):
        verify(figures, mask(figures))
        turns.append(process_time())
    assert min(after - before for before, after in pairwise(turns)) < seconds


# --- always the same -----------------------------------------------------------------------------

SAME = """
from disclosure_tables import a_report
from venez_vivre.steering.disclosure.masks import mask
print(sorted(map(repr, mask(a_report(5)))))
"""


def test_the_same_figures_give_the_same_masks() -> None:
    """Two programs that hash words differently mask the same figures."""
    said = {
        subprocess.run(
            [sys.executable, "-c", SAME],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": hashing},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for hashing in ("1", "2")
    }
    assert len(said) == 1


# --- wrong figures -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"a": 1, "b": 2, "sum": 4}, "'sum' is not the sum"),
        ({"a": 1, "sum": 1}, "'b' is in a relation"),
        ({"a": 4, "b": -1, "sum": 3}, "'b' is negative"),
        ({"a": 3, "b": 1, "sum": 4}, "'a' is more than 'b'"),
    ],
)
def test_figures_that_do_not_add_up_are_refused(cells: dict[Key, int], message: str) -> None:
    """A count that its relations contradict is a mistake of ours: nothing is masked on it."""
    with pytest.raises(ValueError, match=message):
        Figures(cells, [Sum("sum", ("a", "b"))], [Bound("a", "b")])


def test_a_fact_has_one_count() -> None:
    """Two sections that disagree on a figure are not put together."""
    with pytest.raises(ValueError, match="two counts"):
        together([Figures({"a": 7}), Figures({"a": 8})])
    with pytest.raises(ValueError, match="thresholds"):
        together([Figures({"a": 7}), Figures({"b": 8}, threshold=11)])


def test_a_funnel_by_territory() -> None:
    """The example of the decision: three territories, three stages, people as adults + children."""
    counts = {
        "Nord": ((20, 31, 18), (12, 20, 9), (6, 9, 7)),
        "Sud": ((15, 22, 9), (9, 14, 6), (5, 8, 3)),
        "Est": ((30, 44, 25), (21, 30, 15), (11, 16, 10)),
    }
    stages = ("inscrits", "accompagnes", "installes")
    inner = {
        (place, stage, unit): count
        for place, found in counts.items()
        for stage, (homes, adults, children) in zip(stages, found, strict=True)
        for unit, count in (
            ("foyers", homes),
            ("adultes", adults),
            ("enfants", children),
            ("personnes", adults + children),
        )
    }
    figures = funnel_of(inner, list(counts))
    at = {(place, unit) for _, place, _, unit in mask(figures)}
    assert at == {("Sud", "enfants"), ("Sud", "adultes"), ("Nord", "enfants"), ("Nord", "adultes")}
    assert ("f", ALL, "installes", "enfants") not in mask(figures)
