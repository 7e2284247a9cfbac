"""Record an exchange with a household, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from venez_vivre.casework.assignment import wake
from venez_vivre.casework.attempts import Attempt, next_attempt, replace_calls
from venez_vivre.casework.followups import (
    Plan,
    appointment_channel,
    complete_due,
    plan,
    settle_appointments,
)
from venez_vivre.dates import short
from venez_vivre.errors import NotFound, Refused
from venez_vivre.intake.habits import CALL_BACK
from venez_vivre.models import Contact, Household
from venez_vivre.store.base import Work
from venez_vivre.store.queries.contacts import Agent, agent_named
from venez_vivre.store.settings import settings
from venez_vivre.vocabulary import (
    REACHING_RESULTS,
    ContactChannel,
    Direction,
    Ending,
    FollowUpKind,
    Result,
)

LONGEST = 5000


@dataclass(frozen=True)
class ContactDraft:
    """An exchange as it was told; `agent` is who had it, the acting one when unknown."""

    happened_on: date
    channel: ContactChannel
    result: Result
    summary: str | None = None
    direction: Direction | None = None
    action: str | None = None
    due_on: date | None = None
    agent: str | None = None
    due_at: str | None = None
    place: str | None = None

    @property
    def reached(self) -> bool:
        """Whether the person was reached."""
        return self.result in REACHING_RESULTS


@dataclass(frozen=True)
class Recorded:
    """The contact that was written and its effects.

    `planned` is what was planned, by hand or by a rule; `done` counts the actions that this
    exchange completed; `after` is what follows from reaching nobody; `assigned_to` is the officer
    who got the household; `reopened` says that the file was closed or asleep.
    """

    contact_id: int
    planned: Plan | None
    done: int
    after: Attempt
    assigned_to: str | None
    reopened: bool = False


def check(draft: ContactDraft, today: date) -> str | None:
    """The sentence that refuses an impossible exchange, None when it is possible."""
    if draft.happened_on > today:
        return (
            f"Le contact du {short(draft.happened_on)} est dans le futur : un contact a eu lieu. "
            "Corrigez la date (« lundi dernier » se comprend) ; --echeance planifie une suite."
        )
    if draft.due_on and draft.due_on < draft.happened_on:
        return (
            f"L’échéance du {short(draft.due_on)} précède le contact du "
            f"{short(draft.happened_on)}. Corrigez l’échéance."
        )
    if len(draft.summary or "") > LONGEST or len(draft.action or "") > LONGEST:
        return f"Le résumé est trop long : au plus {LONGEST} caractères."
    return None


def record(work: Work, household_id: int, draft: ContactDraft) -> Recorded:
    """Write an exchange, see what was due done, plan what follows, give the file an officer.

    Raises:
        Refused: what `check` says.

    """
    problem = check(draft, work.today)
    if problem:
        raise Refused(problem)
    agent = agent_named(work.rows, draft.agent or work.heading.agent)
    contact = _contact(household_id, draft, agent)
    work.session.add(contact)
    work.session.flush()
    done = _see_done(work, household_id, draft)
    owner, assigned_to = _take(work, household_id, agent)
    by_hand = _planned(work, draft, contact, owner)
    after = Attempt()
    if by_hand:
        moved = replace_calls(work, household_id, draft.happened_on, by_hand)
        after = Attempt(put_off=moved, again=by_hand.due_on)
    elif not draft.reached and draft.direction != Direction.INCOMING:
        after = next_attempt(work, household_id, draft.happened_on, draft.result)
    planned = by_hand or _signed(after.plan, draft, contact, owner)
    if planned:
        plan(work, household_id, planned)
    reopened = bool(by_hand) and _reopen(work, household_id)
    return Recorded(contact.id or 0, planned, done, after, assigned_to, reopened)


def _see_done(work: Work, household_id: int, draft: ContactDraft) -> int:
    """Close what this exchange answers: actions when the person was reached, appointments held."""
    on = draft.happened_on
    done = complete_due(work, household_id, on) if draft.reached else 0
    if draft.result in {Result.HELD, Result.MISSED}:
        held = draft.result == Result.HELD
        ending = Ending.DONE if held else Ending.MISSED
        closed = settle_appointments(work, household_id, on, ending)
        done += closed if held else 0
    return done


def _signed(
    planned: Plan | None, draft: ContactDraft, contact: Contact, owner: int | None
) -> Plan | None:
    """What a rule plans, under the contact that led to it."""
    if planned is None:
        return None
    return replace(planned, contact_id=contact.id, officer_id=owner, planned_on=draft.happened_on)


def _contact(household_id: int, draft: ContactDraft, agent: Agent) -> Contact:
    return Contact(
        household_id=household_id,
        officer_id=agent.officer,
        agent=agent.name,
        happened_on=draft.happened_on,
        channel=draft.channel.value,
        direction=draft.direction.value if draft.direction else None,
        result=draft.result.value,
        summary=draft.summary,
    )


def _reopen(work: Work, household_id: int) -> bool:
    """Something is planned again: a file that was closed or asleep is worked on again."""
    household = work.session.get(Household, household_id)
    return household is not None and wake(household)


def _planned(work: Work, draft: ContactDraft, contact: Contact, owner: int | None) -> Plan | None:
    if not (draft.action or draft.due_on):
        return None
    action = draft.action or CALL_BACK
    meeting = appointment_channel(action)
    return Plan(
        action,
        draft.due_on or draft.happened_on + timedelta(days=settings(work.rows)["suite_usuelle"]),
        contact.id,
        owner,
        kind=FollowUpKind.APPOINTMENT if meeting else FollowUpKind.ACTION,
        due_at=draft.due_at,
        channel=meeting.value if meeting else None,
        place=draft.place,
        planned_on=draft.happened_on,
    )


def _take(work: Work, household_id: int, agent: Agent) -> tuple[int | None, str | None]:
    """Who follows the household from now on, and the officer’s name when that is new.

    A household that nobody follows goes to the officer who had the exchange.
    """
    household = work.session.get(Household, household_id)
    if household is None:
        raise NotFound("Ce foyer n’existe plus. `venez-vivre foyers lister` montre les autres.")
    if household.officer_id is not None or agent.officer is None:
        return household.officer_id, None
    household.officer_id = agent.officer
    return agent.officer, agent.name
