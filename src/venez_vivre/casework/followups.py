"""What is due for a household: plan it, see it done, put it off, give it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from venez_vivre.models import FollowUp
from venez_vivre.store.base import Work
from venez_vivre.vocabulary import Ending, FollowUpKind, Origin


@dataclass(frozen=True)
class Plan:
    """An action or an appointment, its day, where it comes from and who will do it.

    `due_at` is the hour of an appointment, `HH:MM`; `planned_on` is the acting day unless said.
    """

    action: str
    due_on: date
    contact_id: int | None = None
    officer_id: int | None = None
    origin: Origin = Origin.CONTACT
    kind: FollowUpKind = FollowUpKind.ACTION
    due_at: str | None = None
    channel: str | None = None
    place: str | None = None
    planned_on: date | None = None


def plan(work: Work, household_id: int, what: Plan) -> FollowUp:
    """Write an action that is due."""
    row = FollowUp(
        household_id=household_id,
        contact_id=what.contact_id,
        officer_id=what.officer_id,
        kind=what.kind.value,
        origin=what.origin.value,
        action=what.action,
        planned_on=what.planned_on or work.today,
        due_on=what.due_on,
        due_at=what.due_at,
        channel=what.channel,
        place=what.place,
    )
    work.session.add(row)
    return row


def complete_due(work: Work, household_id: int, on: date) -> int:
    """Mark the open actions that were due on that day or before as done; how many they are.

    Appointments stay: only coming to one, or not coming, closes it.
    """
    query = select(FollowUp).where(
        FollowUp.household_id == household_id,
        FollowUp.kind == FollowUpKind.ACTION.value,
        col(FollowUp.done_on).is_(None),
        col(FollowUp.due_on) <= on,
    )
    due = work.session.exec(query).all()
    for follow_up in due:
        follow_up.done_on, follow_up.ending = on, Ending.DONE.value
    return len(due)
