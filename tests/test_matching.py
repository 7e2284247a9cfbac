"""The engine of matching: bounds, what is unknown, what is better, what is excluded."""

from __future__ import annotations

from math import isnan
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching_builders as make
from matching_builders import Facts
from venez_vivre.criteria import KINDS, PERSONAL
from venez_vivre.matching import (
    KNOWLEDGE,
    KNOWN,
    MOOT,
    Answer,
    Plain,
    Weighed,
    fit,
    reweighed,
    smallest_step,
    vetoed,
)
from venez_vivre.proposing.pairs import Offers, Pair
from venez_vivre.proposing.places import Wished
from venez_vivre.screens.proposals import name as shown_name
from venez_vivre.vocabulary import ContractKind

seeds = st.integers(0, 2**32)


def facts_of(*kinds: str) -> st.SearchStrategy[Facts]:
    """Random facts about offers of these kinds."""
    return st.builds(make.facts, st.sampled_from(kinds), seeds)


known_facts = facts_of(*KINDS)
suited_facts = st.builds(make.suited, st.sampled_from(list(KINDS)), seeds)


# Every answer is a share, unknown or moot, and so is what is made of them.


@given(known_facts)
def test_each_criterion_answers_a_share_unknown_or_moot_and_says_a_sentence(facts: Facts) -> None:
    rules = KINDS[facts.offer.kind]
    for pair in facts.pairs():
        for one in rules.criteria:
            value, say, _ = one.rule(pair, Plain)
            assert isnan(value) or value == MOOT or 0 <= value <= 1, one.name
            if value != MOOT:
                assert say().strip(), one.name
                if not vetoed(rules, pair):
                    assert say().endswith("?") == isnan(value), (one.name, say())


@given(known_facts)
def test_the_score_lies_within_its_bounds(facts: Facts) -> None:
    for pair in facts.pairs():
        found = fit(KINDS[facts.offer.kind], pair)
        assert 0 <= found.low <= found.score <= found.high <= 1
        unknown = [one for one in found.told if one.value is None]
        assert len(found.asks) == len(unknown)


@given(known_facts)
def test_the_score_is_the_weighted_mean_of_what_is_shown(facts: Facts) -> None:
    for pair in facts.pairs():
        found = fit(KINDS[facts.offer.kind], pair)
        assert [one.name for one in found.told].count(KNOWN) == 1
        known = [one for one in found.told if one.value is not None]
        mean = sum(one.value * one.weight for one in known) / sum(one.weight for one in known)
        assert found.score == pytest.approx(mean, abs=6e-7)
        assert found.score == make.score_of_all(facts.offer.kind, pair)


@given(known_facts)
def test_what_is_known_weighs_by_its_share_of_the_points(facts: Facts) -> None:
    for pair in facts.pairs():
        told = fit(KINDS[facts.offer.kind], pair).told
        knowledge = next(one for one in told if one.name == KNOWN)
        points = {one.name: one.weight for one in told if one.name != KNOWN}
        known = sum(one.weight for one in told if one.value is not None) - KNOWLEDGE
        share = known / sum(points.values()) if points else 0.0
        assert knowledge.weight == KNOWLEDGE
        assert knowledge.value == pytest.approx(share)


# The interval.


@settings(max_examples=800)
@given(suited_facts, seeds)
def test_filling_an_unknown_never_leaves_the_announced_interval(facts: Facts, seed: int) -> None:
    """One more fact, of the household or of the offer, then another: the score stays within."""
    rules = KINDS[facts.offer.kind]
    (before,) = facts.pairs()
    announced, dice = fit(rules, before), Random(seed)
    for name, filled in make.fillings(facts, dice):
        for pair in filled.pairs():
            if not vetoed(rules, pair):
                after = fit(rules, pair).score
                assert announced.low <= after <= announced.high, (name, announced, fit(rules, pair))


@settings(max_examples=60)
@given(suited_facts, seeds)
def test_filling_everything_in_ends_within_the_first_interval(facts: Facts, seed: int) -> None:
    rules = KINDS[facts.offer.kind]
    (before,) = facts.pairs()
    announced, dice = fit(rules, before), Random(seed)
    for _ in range(80):
        left = make.fillings(facts, dice)
        if not left:
            break
        facts = left[dice.randrange(len(left))][1]
    for pair in facts.pairs():
        if not vetoed(rules, pair):
            assert announced.low <= fit(rules, pair).score <= announced.high


def test_an_interval_is_a_point_once_everything_is_said() -> None:
    house = make.a_house(
        wished_codes="71014", max_distance_km=30, wished_on=make.day(30), adults=2, children=0
    )
    adult = make.an_adult(
        birth_year=1990, occupation="Boulanger", rome_code="D1102", employment="salarie",
        contract="cdi", telework="non", salary_min=22_000,
    )  # fmt: skip
    offer = make.an_offer(
        **make.located("71014"), occupation="Boulanger", rome_code="D1102", contract="cdi",
        working_time="temps_plein", salary_max=25_000, telework="non",
        published_on=make.day(-3), experience="débutant accepté",
    )  # fmt: skip
    (pair,) = make.pairs(house, [adult], offer)
    found = fit(KINDS["emploi"], pair)
    assert found.asks == []
    # What is left: whole or part time was not wished, nor a size of town.
    assert found.high == found.score == 1.0
    assert found.low == pytest.approx(
        1 - 5 / (48 + 20 + 12 + 9 + 3 + 3 + 3 + 3 + 24 + 2 + KNOWLEDGE)
    )


# What is better never lowers.


def better(facts: Facts, change: Any, pairs: Any = None) -> None:
    """A change that is in favour lowers no score and excludes nothing."""
    for before in facts.pairs():
        worth = make.score_of(facts.offer.kind, before)
        if worth is None:
            continue
        for after in [pairs(before)] if pairs else change(facts).pairs():
            improved = make.score_of(facts.offer.kind, after)
            assert improved is not None
            assert improved >= worth, (before, after)


@given(known_facts, st.floats(0, 1))
def test_nearer_is_never_worse(facts: Facts, share: float) -> None:
    better(facts, None, lambda pair: pair._replace(km=pair.km * share))


@given(facts_of(*sorted(PERSONAL)), st.floats(0, 1))
def test_a_closer_trade_is_never_worse(facts: Facts, closer: float) -> None:
    better(facts, None, lambda pair: pair._replace(nearness=raised(pair.nearness, closer)))


@given(facts_of("culture", "association"), st.floats(0, 1))
def test_closer_interests_are_never_worse(facts: Facts, closer: float) -> None:
    better(facts, None, lambda pair: pair._replace(closeness=raised(pair.closeness, closer)))


def raised(value: float, share: float) -> float:
    return value + (1 - value) * share


def more(name: str, of: str, least: int = 1) -> Any:
    """A change that adds to a number that is known."""

    def change(facts: Facts, amount: int) -> Facts:
        part = getattr(facts, of)
        value = getattr(part, name)
        if value is None:
            return facts
        return facts._replace(**{of: part._replace(**{name: max(least, value + amount)})})

    return change


UPWARDS = {
    "a higher pay": ("emploi", more("salary_max", "offer"), 1),
    "a lower minimum pay": ("emploi", more("salary_min", "adult"), -1),
    "a lower rent": ("logement", more("rent", "offer"), -1),
    "lower charges": ("logement", more("charges", "offer", 0), -1),
    "a lower price": ("logement", more("price", "offer"), -1),
    "a higher rent that may be paid": ("logement", more("rent_max", "house"), 1),
    "a larger budget": ("logement", more("purchase_budget", "house"), 1),
    "more places": ("ecole", more("places", "offer"), 1),
    **{f"a larger reach, {k}": (k, more("max_distance_km", "house"), 1) for k in KINDS},
}


@pytest.mark.parametrize("what", UPWARDS)
@given(data=st.data(), amount=st.integers(1, 100_000))
def test_what_is_more_favourable_never_lowers(what: str, data: Any, amount: int) -> None:
    kind, change, sign = UPWARDS[what]
    better(data.draw(facts_of(kind)), lambda facts: change(facts, sign * amount))


def offering(facts: Facts, **said: Any) -> Facts:
    """The same facts, the offer saying this."""
    return facts._replace(offer=facts.offer._replace(**said))


@given(facts_of("logement"), st.floats(0, 1), st.floats(0, 1))
@pytest.mark.parametrize("name", ["rooms", "area"])
def test_more_room_up_to_the_need_is_never_worse(
    name: str, facts: Facts, some: float, extra: float
) -> None:
    (pair,) = facts.pairs()
    need = getattr(pair.ask, name)
    small = max(1, int(need * some))
    large = small + int((need - small) * extra)
    better(offering(facts, **{name: small}), lambda one: offering(one, **{name: large}))


@given(facts_of("emploi"), st.sampled_from(list(ContractKind)), st.sampled_from(list(ContractKind)))
def test_the_contract_that_is_wished_is_the_best_one(
    facts: Facts, wished: ContractKind, other: ContractKind
) -> None:
    facts = facts._replace(adult=facts.adult._replace(contract=wished.value))
    better(offering(facts, contract=other.value), lambda one: offering(one, contract=wished.value))


@given(known_facts, st.integers(0, 800), st.integers(0, 800))
def test_what_was_verified_later_is_never_worse(facts: Facts, one: int, other: int) -> None:
    early, late = make.day(-max(one, other)), make.day(-min(one, other))
    facts = offering(facts, published_on=early, verified_on=None)
    better(facts, lambda facts: offering(facts, verified_on=late))


# The table of criteria.


@pytest.mark.parametrize("kind", KINDS)
def test_names_weights_and_reasons_are_given_once_each(kind: str) -> None:
    rules = KINDS[kind]
    names = [one.name for one in rules.criteria]
    assert len(set(names)) == len(names)
    assert KNOWN not in names
    assert len({veto.code for veto in rules.vetoes}) == len(rules.vetoes)
    assert sum(one.weight for one in rules.criteria) == pytest.approx(112, abs=16)
    for one in rules.criteria:
        assert one.weight > 0
        assert one.reason.endswith(".")


@pytest.mark.parametrize(
    ("kind", "one"), [(kind, one) for kind, rules in KINDS.items() for one in rules.criteria]
)
def test_a_criterion_needs_what_its_line_says(kind: str, one: Weighed) -> None:
    """Without the field it needs, a criterion is unknown whatever is offered."""
    if not one.needs:
        assert answers_without_wishes(kind, one)
        return
    unknown = {}

    @given(facts_of(kind))
    def check(facts: Facts) -> None:
        for pair in facts.pairs():
            blank = pair._replace(ask=pair.ask._replace(**{one.needs: float("nan")}))
            assert isnan(one.rule(blank, Plain).value)
            unknown[isnan(one.rule(pair, Plain).value)] = True

    check()
    assert False in unknown, "it is known of somebody who says it"


def answers_without_wishes(kind: str, one: Weighed) -> bool:
    """Whether a criterion without `needs` can answer, of some pair."""
    seen = []

    @given(facts_of(kind))
    def look(facts: Facts) -> None:
        seen.extend(one.rule(pair, Plain).value >= 0 for pair in facts.pairs())

    look()
    return any(seen)


def canteen(pair: Pair, ops: Any) -> Answer:
    """A criterion of one function: is there a canteen?"""
    return Answer(0.5, lambda: "une cantine, peut-être")


def test_a_criterion_is_one_function_and_one_line() -> None:
    rules = KINDS["ecole"]
    line = Weighed("cantine", canteen, 10, "On y mange.")
    wider = rules._replace(criteria=(*rules.criteria, line))
    facts = Facts(make.a_house(), make.an_adult(), make.an_offer("ecole"))
    (pair,) = facts.pairs()
    before, after = fit(rules, pair), fit(wider, pair)
    (told,) = [one for one in after.told if one.name == "cantine"]
    assert (told.verdict, told.value, told.weight, told.reason) == (
        "partiel", 0.5, 10, "une cantine, peut-être",
    )  # fmt: skip
    assert after.score > before.score
    assert shown_name("cantine") == "cantine"


def test_weights_are_changed_by_name_and_nothing_weighs_nothing() -> None:
    rules = reweighed(KINDS["emploi"], {"salaire": 30, "lieu": 0})
    weights = {one.name: one.weight for one in rules.criteria}
    assert weights["salaire"] == 30
    assert "lieu" not in weights
    assert weights["metier"] == 48


# Who is matched, and with what.


@pytest.mark.parametrize("kind", sorted(PERSONAL))
@pytest.mark.parametrize(
    ("said", "looks"),
    [
        ({"employment": "retraite", "occupation": "boulanger"}, False),
        ({"role": "enfant", "occupation": "boulanger"}, False),
        ({"employment": "autre"}, False),
        ({"employment": "autre", "occupation": "boulanger"}, True),
        ({"employment": "salarie"}, True),
        ({}, True),
    ],
)
def test_retired_people_and_children_are_offered_no_job(kind: str, said: Any, looks: bool) -> None:
    found = make.pairs(make.a_house(), [make.an_adult(**said)], make.an_offer(kind))
    assert bool(found) is looks


def test_a_place_that_is_gone_lends_its_distances_to_no_other() -> None:
    """Distances are kept by place: a new one never answers for one that was forgotten."""
    maker = Offers(make.TODAY)
    offer = make.an_offer(**make.located("71014"))
    for number in range(50):
        here = (6371.0, float(number), 0.0)
        there = Wished(frozenset({f"{number}"}), points=(here,), names=("là",))
        assert maker.km(there, offer) == there.km(offer)
        del there


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(1, 1000))
def test_the_smallest_step_is_the_first_that_holds(start: int, limit: int, past: int) -> None:
    up = limit >= start
    edge = start + past if up else start - past

    def holds(value: int) -> bool:
        return value >= edge if up else value <= edge

    found = smallest_step(holds, start, limit)
    steps = range(start, limit + 1) if up else range(start, limit - 1, -1)
    assert found == next((value for value in steps if holds(value)), None)
