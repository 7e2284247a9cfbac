"""What a score cannot pass: offers that cannot be among the best are given up early."""

from __future__ import annotations

from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.matching import KNOWLEDGE, STEPS, Plain, Rules, Totals, score

TRADE = "metier"
"""How the criterion of the trade is called, which depends on `nearness` alone."""


class Near(NamedTuple):
    """As much of a pair as its trade is judged by."""

    nearness: float


def ceiling(rules: Rules, ask: Any, near: Any) -> float:
    """The score that no pair of so near a trade can pass; `near` is NaN for an unknown one.

    It is that of an offer perfect in all but its trade, and in what cannot be known as long as
    who asks does not say it.
    """
    whole = sum(one.weight for one in rules.criteria) or 1.0
    won = known = 0.0
    for one in rules.criteria:
        value = 1.0
        if one.name == TRADE:
            value = one.rule(Near(near), Plain).value
        unknown = value != value or (
            one.needs and getattr(ask, one.needs) != getattr(ask, one.needs)
        )
        if not unknown:
            won, known = won + one.weight * value, known + one.weight
    return (won + KNOWLEDGE * known / whole) / (known + KNOWLEDGE) + 2 / STEPS


def score_from(rules: Rules, pair: Any, least: float) -> float | None:
    """The score of a pair of numbers, None as soon as it is sure to stay below `least`."""
    won = known = missing = 0.0
    rest = sum(one.weight for one in rules.criteria)
    floor = least - 2 / STEPS
    for _, rule, weight, *_ in rules.criteria:
        value = rule(pair, Plain).value
        rest -= weight
        if value >= 0.0:
            won += value * weight
            known += weight
        elif value != value:
            missing += weight
        most = known + rest
        share = most / (most + missing) if most + missing else 1.0
        if won + rest + KNOWLEDGE * share < floor * (most + KNOWLEDGE):
            return None
    return float(score(Totals(won, known, missing), Plain))
