"""Targets: one number to reach for each indicator and deadline."""

from __future__ import annotations

from sqlmodel import select

from venez_vivre.models import Target
from venez_vivre.store.base import Work
from venez_vivre.store.queries.steering import Goal


def define(work: Work, goal: Goal) -> str:
    """Write a target, or change the one that stands: `cree`, `modifie` or `inchange`."""
    wanted = (Target.indicator == goal.indicator, Target.deadline == goal.deadline)
    found = work.session.exec(select(Target).where(*wanted)).first()
    if found is None:
        found = Target(indicator=goal.indicator, deadline=goal.deadline, value=goal.value)
        done = "cree"
    else:
        same = (found.value, found.starts_on) == (goal.value, goal.starts_on)
        done = "inchange" if same else "modifie"
    found.value, found.starts_on = goal.value, goal.starts_on
    work.session.add(found)
    return done
