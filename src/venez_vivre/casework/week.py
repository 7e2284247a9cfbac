"""The week that comes, day by day: what has an hour, what is due, and what is late already."""

from __future__ import annotations

from datetime import date, timedelta

from venez_vivre import NamedTuple
from venez_vivre.casework import day_lines as make
from venez_vivre.casework import day_rules as rules
from venez_vivre.casework.calls import due_calls
from venez_vivre.casework.day import Day, first_calls, named, the_day
from venez_vivre.casework.day_lines import Task
from venez_vivre.dates import is_working_day
from venez_vivre.store.queries import day as queries
from venez_vivre.store.queries import followups
from venez_vivre.store.queries.scope import Scope
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import Settings
from venez_vivre.vocabulary import DayKind

DAYS = 7


class WeekDay(NamedTuple):
    """One day: whether people work, and its lines, those with an hour first."""

    day: date
    working: bool
    tasks: tuple[Task, ...]


class Week(NamedTuple):
    """Seven days from today; what waits today already, and how many follow-ups are late."""

    days: tuple[WeekDay, ...]
    today: Day
    overdue: int


def the_week(rows: Reader, scope: Scope, settings: Settings) -> Week:
    """What the coming days hold, as it is known today."""
    today = date.fromisoformat(scope.day)
    span = (today, today + timedelta(days=DAYS - 1))
    lines = followups.open_of(rows, scope, span[1].isoformat())
    tasks = [make.planned(line) for line in lines if line.due_on >= scope.day]
    tasks += first_calls(rows, scope, settings, span)
    tasks += _falling_due(rows, scope, settings, span)
    stays = queries.stays(rows, scope, *(day.isoformat() for day in span))
    days = [_day(today + timedelta(days=count), tasks, stays) for count in range(DAYS)]
    overdue = sum(line.due_on < scope.day for line in lines)
    return Week(tuple(days), the_day(rows, scope, settings, 1), overdue)


def _day(day: date, tasks: list[Task], stays: list[queries.Stay]) -> WeekDay:
    of_day = [task for task in tasks if task.stakes.due_on == day]
    of_day += [make.stay(s, day) for s in stays if s.starts_on <= day.isoformat() <= s.ends_on]
    in_order = sorted(of_day, key=_order)
    return WeekDay(day, is_working_day(day), tuple(task.told() for task in in_order))


RANKS = {str(kind): rank for rank, kind in enumerate(DayKind)}


def _order(task: Task) -> tuple[str, int, str]:
    return (task.stakes.at or "99:99", RANKS[task.kind], task.reference)


def _falling_due(
    rows: Reader, scope: Scope, settings: Settings, span: tuple[date, date]
) -> list[Task]:
    """What falls due within the span by itself: calls, answers expected, files to wake up."""
    first, last = span
    calls = due_calls(make.watched(rows, scope), last, settings)
    tasks = [make.arrival(call, call.due_on) for call in calls]
    tasks += [make.waking(one) for one in queries.waking(rows, scope, until=last.isoformat())]
    wait = timedelta(days=settings["reponse_mise_en_relation"])
    waiting = queries.unanswered(rows, scope, (last - wait).isoformat())
    tasks += [make.introduction(one, wait, first) for one in waiting]
    tasks += make.debriefs(rows, scope, settings, until=last)
    tasks += _rules(rows, scope, settings, last)
    return named(rows, (task for task in tasks if first <= task.stakes.due_on <= last))


def _rules(rows: Reader, scope: Scope, settings: Settings, last: date) -> list[Task]:
    """The lines that the last exchanges will call for, told as they will be on their day."""
    found = queries.known(rows, scope)
    counts = rules.attempts_of(rows, scope, found)
    tasks = []
    for one in found:
        task = rules.drawn(one, counts, settings, last)
        if task is None or (one.next_due_on or "9") <= task.stakes.due_on.isoformat():
            continue  # what is due in so many words is the line
        on_its_day = task.stakes.due_on + timedelta(days=1)
        tasks.append(rules.drawn(one, counts, settings, on_its_day) or task)
    return tasks
