"""The ranks of groups, given only where their intervals separate them from others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.steering.documents.figures import Derived, Key
from venez_vivre.steering.funnel import Group
from venez_vivre.steering.ranking import Rank, rank
from venez_vivre.steering.rates import Rate

RANKED = ("accompagnes", "installes")
"""The rates by which groups may be told apart: of registered households, those that…"""


def ranks(shown: Sequence[Group], moment: Key, by: str) -> list[list[dict[str, Any]]]:
    """For each group, its rank by each of the rates."""
    columns = [_of_goal(shown, goal, moment, by) for goal in RANKED]
    return [list(one) for one in zip(*columns, strict=True)]


def _of_goal(shown: Sequence[Group], goal: str, moment: Key, by: str) -> list[dict[str, Any]]:
    """A rank tells something of every rate that it was drawn from."""
    of: tuple[Key, ...] = tuple(
        (*moment, by, group.key, stage, "foyers") for group in shown for stage in ("inscrits", goal)
    )
    return [_told(goal, one, of) for one in rank([_rate(one, goal) for one in shown])]


def _rate(one: Group, goal: str) -> Rate:
    return next(r for r in one.counts.rates if (r.origin, r.goal) == ("inscrits", goal))


def _told(goal: str, one: Rank | None, of: tuple[Key, ...]) -> dict[str, Any]:
    return {
        "vers": goal,
        "meilleur": Derived(one.best if one else None, of),
        "pire": Derived(one.worst if one else None, of),
        "parmi": one.among if one else None,
        "distinguable": Derived(one.told if one else None, of),
        "rang": Derived(one.words if one else None, of),
    }
