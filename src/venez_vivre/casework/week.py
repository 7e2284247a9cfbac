"""The week that comes, day by day: what has an hour, what is due, and what is late already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from venez_vivre.casework import day_lines as make
from venez_vivre.casework.calls import Call, due_calls
from venez_vivre.casework.day import first_calls
from venez_vivre.casework.day_lines import Task
from venez_vivre.dates import is_working_day
from venez_vivre.store.queries import day as queries
from venez_vivre.store.queries import followups
from venez_vivre.store.queries.scope import Scope
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import Settings
from venez_vivre.vocabulary import DayKind

DAYS = 7


@dataclass(frozen=True)
class WeekDay:
    """One day: whether people work, and its lines, those with an hour first."""

    day: date
    working: bool
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Week:
    """Seven days from today, and how many follow-ups were due before."""

    days: tuple[WeekDay, ...]
    overdue: int


def the_week(rows: Reader, scope: Scope, settings: Settings) -> Week:
    """What the coming days hold, as it is known today."""
    today = date.fromisoformat(scope.day)
    last = today + timedelta(days=DAYS - 1)
    lines = followups.open_of(rows, scope, last.isoformat())
    overdue = sum(line.due_on < scope.day for line in lines)
    tasks = [make.planned(line) for line in lines if line.due_on >= scope.day]
    tasks += first_calls(rows, scope, settings, (today, last))
    tasks += [make.arrival(call, call.due_on) for call in _arrivals(rows, scope, settings, last)]
    tasks += [make.waking(one) for one in queries.waking(rows, scope, until=last.isoformat())]
    days = []
    for count in range(DAYS):
        day = today + timedelta(days=count)
        of_day = sorted((task for task in tasks if task.stakes.due_on == day), key=_order)
        days.append(WeekDay(day, is_working_day(day), tuple(of_day)))
    return Week(tuple(days), overdue)


RANKS = {str(kind): rank for rank, kind in enumerate(DayKind)}


def _order(task: Task) -> tuple[str, int, str]:
    return (task.stakes.at or "99:99", RANKS[task.kind], task.reference)


def _arrivals(rows: Reader, scope: Scope, settings: Settings, last: date) -> list[Call]:
    watched = make.watched(rows, scope)
    today = date.fromisoformat(scope.day)
    return [call for call in due_calls(watched, last, settings) if today <= call.due_on <= last]
