"""What is due for a household: plan it, and see it done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from venez_vivre.models import FollowUp
from venez_vivre.store.base import Work


@dataclass(frozen=True)
class Plan:
    """An action, its day, the contact that led to it and who will do it."""

    action: str
    due_on: date
    contact_id: int | None = None
    officer_id: int | None = None


def plan(work: Work, household_id: int, what: Plan) -> None:
    """Write an action that is due."""
    work.session.add(
        FollowUp(
            household_id=household_id,
            contact_id=what.contact_id,
            officer_id=what.officer_id,
            action=what.action,
            due_on=what.due_on,
        )
    )


def complete_due(work: Work, household_id: int, on: date) -> int:
    """Mark the open actions that were due on that day or before as done; how many they are."""
    query = select(FollowUp).where(
        FollowUp.household_id == household_id,
        col(FollowUp.done_on).is_(None),
        col(FollowUp.due_on) <= on,
    )
    due = work.session.exec(query).all()
    for follow_up in due:
        follow_up.done_on = on
    return len(due)
