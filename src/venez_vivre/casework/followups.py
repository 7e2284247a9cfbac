"""What is due for a household: plan it, see it done, put it off, give it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import and_, col, or_, select

from venez_vivre.models import FollowUp
from venez_vivre.store.base import Work
from venez_vivre.texts import fold
from venez_vivre.vocabulary import ContactChannel, Ending, FollowUpKind, Origin


@dataclass(frozen=True)
class Plan:
    """An action or an appointment, its day, where it comes from and who will do it.

    `due_at` is the hour of an appointment, `HH:MM`; `planned_on` is the acting day unless said;
    `first_id` the number under which what is put off was first planned.
    """

    action: str
    due_on: date
    contact_id: int | None = None
    officer_id: int | None = None
    origin: str = Origin.CONTACT
    kind: str = FollowUpKind.ACTION
    due_at: str | None = None
    channel: str | None = None
    place: str | None = None
    planned_on: date | None = None
    first_id: int | None = None


def plan(work: Work, household_id: int, what: Plan) -> FollowUp:
    """Write an action that is due."""
    row = FollowUp(
        household_id=household_id,
        contact_id=what.contact_id,
        officer_id=what.officer_id,
        kind=str(what.kind),
        origin=str(what.origin),
        action=what.action,
        planned_on=what.planned_on or work.today,
        due_on=what.due_on,
        due_at=what.due_at,
        channel=what.channel,
        place=what.place,
        first_id=what.first_id,
    )
    work.session.add(row)
    return row


def complete_due(work: Work, household_id: int, on: date) -> int:
    """Mark the open actions that were due on that day or before as done; how many they are.

    Attempts that a rule planned are done too, even when their day had not come. Appointments
    stay: only coming to one, or not coming, closes it.
    """
    due = _open_until(work, household_id, FollowUpKind.ACTION, on)
    for follow_up in due:
        end(follow_up, Ending.DONE, on)
    return len(due)


def settle_appointments(work: Work, household_id: int, on: date, ending: Ending) -> int:
    """Close the appointments that were due on that day or before; how many they are."""
    due = _open_until(work, household_id, FollowUpKind.APPOINTMENT, on)
    for follow_up in due:
        end(follow_up, ending, on)
    return len(due)


def calls_due(work: Work, household_id: int, on: date) -> list[FollowUp]:
    """The open calls that were due on that day or before, or planned by a rule; oldest first."""
    due = _open_until(work, household_id, FollowUpKind.ACTION, on)
    return [follow_up for follow_up in due if is_call(follow_up.action)]


def open_calls(work: Work, household_id: int) -> list[FollowUp]:
    """The open calls, whatever their day."""
    return [row for row in _open(work, household_id) if is_call(row.action)]


def same_words(work: Work, household_id: int, planned: Plan) -> list[FollowUp]:
    """What is open under the words of a plan, for the same day."""
    wanted = (fold(planned.action), str(planned.kind), planned.due_on)
    found = _open(work, household_id)
    return [row for row in found if (fold(row.action), row.kind, row.due_on) == wanted]


def _open(work: Work, household_id: int) -> list[FollowUp]:
    query = select(FollowUp).where(
        FollowUp.household_id == household_id, col(FollowUp.done_on).is_(None)
    )
    return list(work.session.exec(query.order_by(col(FollowUp.due_on), col(FollowUp.id))).all())


def end(follow_up: FollowUp, ending: Ending, on: date) -> None:
    """Close a follow-up."""
    follow_up.done_on, follow_up.ending = on, ending.value


def put_off(
    work: Work, follow_up: FollowUp, on: date, until: date, at: str | None = None
) -> FollowUp:
    """Close a follow-up as put off and plan it anew: a past day still shows what was due then."""
    end(follow_up, Ending.POSTPONED, on)
    return plan(
        work,
        follow_up.household_id,
        Plan(
            follow_up.action,
            until,
            follow_up.contact_id,
            follow_up.officer_id,
            follow_up.origin or Origin.HAND,
            follow_up.kind,
            at or follow_up.due_at,
            follow_up.channel,
            follow_up.place,
            on,
            follow_up.first_id or follow_up.id,
        ),
    )


def _open_until(work: Work, household_id: int, kind: FollowUpKind, on: date) -> list[FollowUp]:
    query = (
        select(FollowUp)
        .where(
            FollowUp.household_id == household_id,
            FollowUp.kind == kind.value,
            col(FollowUp.done_on).is_(None),
            or_(
                col(FollowUp.due_on) <= on,
                and_(FollowUp.origin == Origin.RULE.value, col(FollowUp.planned_on) <= on),
            ),
        )
        .order_by(col(FollowUp.due_on), col(FollowUp.id))
    )
    return list(work.session.exec(query).all())


CALLS = ("rappel", "appel", "relanc", "telephon", "joindre", "tel ")
"""How an action that is a call begins, folded."""


def is_call(action: str) -> bool:
    """Whether what is to be done is to call somebody."""
    return f"{fold(action)} ".startswith(CALLS)


APPOINTMENTS = {
    "rdv": ContactChannel.APPOINTMENT,
    "rendez vous": ContactChannel.APPOINTMENT,
    "entretien": ContactChannel.APPOINTMENT,
    "visio": ContactChannel.VIDEO,
    "visite": ContactChannel.VISIT,
}
"""How an action that is an appointment begins, folded, and the channel it is held by."""


def appointment_channel(action: str) -> ContactChannel | None:
    """The channel of the appointment that an action is, None when it is not one."""
    said = f"{fold(action)} "
    return next((c for words, c in APPOINTMENTS.items() if said.startswith(f"{words} ")), None)
