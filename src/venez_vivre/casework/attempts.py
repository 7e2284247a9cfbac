"""Calls that nobody answers: a new attempt after some days, so many times, then a proposal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from venez_vivre.casework.followups import (
    Plan,
    calls_due,
    end,
    is_call,
    open_calls,
    put_off,
    same_words,
)
from venez_vivre.dates import add_working_days
from venez_vivre.store.base import Work
from venez_vivre.store.queries.contacts import attempts
from venez_vivre.store.settings import settings
from venez_vivre.texts import fold
from venez_vivre.vocabulary import CaseStatus, Ending, Origin, Result, Stage

UNANSWERED = (Result.NO_ANSWER, Result.MESSAGE)
MEET_AGAIN = "proposer un autre rendez-vous"


@dataclass(frozen=True)
class Attempt:
    """What follows from an exchange that reached nobody.

    `count` is how many calls went unanswered since somebody was last reached; `plan` the next
    attempt, None when there is none to plan; `put_off` how many calls that were due wait until
    `again`; `exhausted` says that closing the file is proposed.
    """

    count: int = 0
    plan: Plan | None = None
    put_off: int = 0
    again: date | None = None
    exhausted: bool = False


def next_attempt(work: Work, household_id: int, on: date, result: Result) -> Attempt:
    """What the rules plan after an exchange of that day that reached nobody.

    Calls that were due are put off to the day of the next attempt, under their own words.
    """
    if not _worked_on(work, household_id, on):
        return Attempt()
    if result == Result.MISSED:
        again = add_working_days(on, settings(work.rows)["reprise_absence"])
        planned = Plan(MEET_AGAIN, again, origin=Origin.RULE)
        return Attempt() if same_words(work, household_id, planned) else Attempt(plan=planned)
    return _call_again(work, household_id, on) if result in UNANSWERED else Attempt()


def _call_again(work: Work, household_id: int, on: date) -> Attempt:
    """What follows from a call that nobody answered."""
    delays = settings(work.rows)
    count = attempts(work.rows, on.isoformat(), [household_id])[household_id]
    again = add_working_days(on + timedelta(days=delays["nouvelle_tentative"]), 0)
    exhausted = count > delays["tentatives"]
    promised = 0
    for call in calls_due(work, household_id, on):
        if call.origin == Origin.RULE:
            end(call, Ending.POSTPONED, on)  # this call was that attempt
        elif not exhausted:
            put_off(work, call, on, again)
            promised += 1
    if exhausted or promised or open_calls(work, household_id):
        # Of a call that is noted late, the next one may be planned already.
        return Attempt(count, put_off=promised, again=again, exhausted=exhausted)
    return Attempt(count, Plan(f"rappeler (essai {count + 1})", again, origin=Origin.RULE))


def replace_calls(work: Work, household_id: int, on: date, planned: Plan) -> int:
    """Calls that were due and reached nobody give way to the one now planned; how many they are.

    One that says something else keeps its words, on the new day: nothing is forgotten. What was
    planned in the same words for the same day is the same promise.
    """
    due = calls_due(work, household_id, on) if is_call(planned.action) else []
    for again in same_words(work, household_id, planned):
        if again not in due:
            due.append(again)
    for call in due:
        if call.origin == Origin.RULE or fold(call.action) == fold(planned.action):
            end(call, Ending.POSTPONED, on)  # the new plan takes its place
        else:
            put_off(work, call, on, planned.due_on)
    return len(due)


def _worked_on(work: Work, household_id: int, on: date) -> bool:
    """Whether attempts still make sense: an open file, not settled, and no later exchange."""
    row = work.rows.row(
        "SELECT status, stage, (SELECT max(happened_on) FROM contact WHERE household_id = h.id) "
        "FROM household h WHERE id = :id",
        id=household_id,
    )
    if row is None:
        return False
    status, stage, last = row
    return bool(status == CaseStatus.ACTIVE and stage != Stage.SETTLED and last <= on.isoformat())
