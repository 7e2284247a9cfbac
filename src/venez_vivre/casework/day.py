"""The day: every line that waits for something, with its reason, its gesture and its urgency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from venez_vivre import NamedTuple
from venez_vivre.casework import day_lines as make
from venez_vivre.casework import day_rules as rules
from venez_vivre.casework.day_lines import Task
from venez_vivre.casework.urgency import Scale, Stakes
from venez_vivre.dates import add_working_days
from venez_vivre.store.queries import day as queries
from venez_vivre.store.queries import followups
from venez_vivre.store.queries.scope import Scope
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import Settings
from venez_vivre.vocabulary import DayKind

DERIVED = frozenset({DayKind.FIRST_CONTACT, DayKind.NEW_ATTEMPT, DayKind.SILENCE})
"""Lines that a rule draws: needless when the household has something due in so many words."""

ENOUGH = 400
"""First calls read one by one when nobody asks for all of them; the others are counted."""


class Day(NamedTuple):
    """The lines of a day, the most urgent first, and how many there are of each kind.

    `tasks` may hold fewer than `counts` says: those of the least urgency are left out.
    """

    today: date
    tasks: tuple[Task, ...]
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """How many lines there are, shown or not."""
        return sum(self.counts.values())


def the_day(rows: Reader, scope: Scope, settings: Settings, limit: int | None) -> Day:
    """What there is to do; `limit` first lines, or all of them."""
    today = date.fromisoformat(scope.day)
    room = None if limit is None else max(limit, ENOUGH)
    stale, unseen = _stale(rows, scope, settings, -1 if limit is None else limit)
    found = [*_due(rows, scope, settings), *_others(rows, scope, settings)]
    found += (make.offer(one, settings, today) for one in stale)
    busy = {task.reference for task in found if task.kind not in DERIVED | {DayKind.REMINDER}}
    kept = [task for task in found if task.kind not in DERIVED or task.reference not in busy]
    counts = Counter(task.kind for task in kept)
    scale = Scale(settings)
    newcomers, uncalled = _newcomers(rows, scope, settings, room)
    kept += newcomers
    counts[DayKind.FIRST_CONTACT] = uncalled
    counts[DayKind.OFFER] = unseen
    weighed = sorted(((scale.urgency(task.stakes, today), task) for task in kept), key=_order)
    shown = {str(kind): counts[kind] for kind in DayKind if counts[kind]}
    first = named(rows, (task for _, task in weighed[:limit]))
    return Day(today, tuple(_told(task, scale, today) for task in first), shown)


SHORTEST = 5
"""Minutes: no line takes less, whatever the settings say."""


def fitting(rows: Reader, scope: Scope, settings: Settings, minutes: int) -> Day:
    """What fits that many minutes: the appointments of the day, then the most urgent lines."""
    day = the_day(rows, scope, settings, ENOUGH + minutes // SHORTEST)
    left = minutes
    chosen: list[Task] = []
    for task in sorted(day.tasks, key=lambda task: not _is_fixed(task, day.today)):
        length = settings[task.minutes_setting]
        if length <= left or _is_fixed(task, day.today):
            chosen.append(task)
            left -= length
    in_order = sorted(((task.urgency, task) for task in chosen), key=_order)
    return day._replace(tasks=tuple(task for _, task in in_order))


def _is_fixed(task: Task, today: date) -> bool:
    return task.kind in {DayKind.APPOINTMENT, DayKind.VISIT} and task.stakes.due_on == today


def named(rows: Reader, tasks: Iterable[Task]) -> list[Task]:
    """The same lines, with the names that some were made without."""
    some = list(tasks)
    names = queries.names(rows, [n for task in some if (n := task.unnamed) is not None])
    return [task.called(names) for task in some]


def _told(task: Task, scale: Scale, today: date) -> Task:
    weight = scale.urgency(task.stakes, today)
    return task.told()._replace(urgency=weight, terms=tuple(scale.terms(task.stakes, today)))


def _order(weighed: tuple[float, Task]) -> tuple[float, date, str, str]:
    weight, task = weighed
    return (-weight, task.stakes.due_on, task.stakes.at or "", task.reference)


def _due(rows: Reader, scope: Scope, settings: Settings) -> Iterator[Task]:
    """Appointments to come and past, actions due."""
    today = date.fromisoformat(scope.day)
    ahead = today + timedelta(days=settings["rappel_rendez_vous"])
    for line in followups.open_of(rows, scope, ahead.isoformat()):
        task = make.follow_up(line, today)
        if task is not None:
            yield task


def _others(rows: Reader, scope: Scope, settings: Settings) -> Iterator[Task]:
    today = date.fromisoformat(scope.day)
    yield from _known(rows, scope, settings)
    yield from (make.stay(one, today) for one in queries.stays(rows, scope, scope.day, scope.day))
    yield from (make.waking(one) for one in queries.waking(rows, scope))
    wait = timedelta(days=settings["reponse_mise_en_relation"])
    before = (today - wait).isoformat()
    for one in queries.unanswered(rows, scope, before):
        yield make.introduction(one, wait, today)
    yield from make.arrivals(rows, scope, settings)
    yield from make.debriefs(rows, scope, settings)


def _stale(
    rows: Reader, scope: Scope, settings: Settings, room: int
) -> tuple[list[queries.Stale], int]:
    if scope.officer == 0:
        return [], 0
    day = date.fromisoformat(scope.day)
    before = (day - timedelta(days=settings["offre_a_verifier"])).isoformat()
    return queries.stale_offers(rows, scope, before, room)


def _known(rows: Reader, scope: Scope, settings: Settings) -> Iterator[Task]:
    """Those nobody could reach, and those nobody spoke to for long."""
    today = date.fromisoformat(scope.day)
    found = queries.known(rows, scope)
    attempts = rules.attempts_of(rows, scope, found)
    for one in found:
        task = rules.drawn(one, attempts, settings, today)
        if task is not None:
            yield task


def _newcomers(
    rows: Reader, scope: Scope, settings: Settings, room: int | None
) -> tuple[list[Task], int]:
    """The first calls, the most urgent ones first; and how many there are in all.

    Those of one group are equally urgent: only the days of the groups that could be shown are read
    one household by one.
    """
    today, scale = date.fromisoformat(scope.day), Scale(settings)
    groups = queries.newcomers(rows, scope)
    total = sum(group.households for group in groups)
    dues = {day: _first_call_due(day, settings) for day in {g.registered_on for g in groups}}
    ranked = sorted(groups, key=lambda g: -scale.urgency(_stakes(g, dues[g.registered_on]), today))
    kept, count = set[queries.Group](), 0
    for group in ranked:
        if room is not None and count >= room:
            break
        kept.add(group)
        count += group.households
    alike = {group[:3] for group in kept}
    days = sorted({group.registered_on for group in kept})
    return [
        make.first_contact(case, signed_on, dues[signed_on], today)
        for signed_on, case in queries.newcomers_on(rows, scope, days)
        if (signed_on, case.horizon, case.maturity) in alike
    ], total


def _first_call_due(day: str, settings: Settings) -> date:
    """The working day by which somebody who signed up that day is called."""
    return add_working_days(date.fromisoformat(day), settings["premier_contact"])


def _stakes(group: queries.Group, due_on: date) -> Stakes:
    return Stakes(
        DayKind.FIRST_CONTACT,
        due_on,
        horizon=group.horizon,
        maturity=group.maturity,
        signed_on=date.fromisoformat(group.registered_on),
    )


def first_calls(
    rows: Reader, scope: Scope, settings: Settings, span: tuple[date, date]
) -> list[Task]:
    """The first calls whose last day is in the span, both ends included."""
    first, last = span
    days = {group.registered_on for group in queries.newcomers(rows, scope)}
    dues = {day: _first_call_due(day, settings) for day in days}
    wanted = sorted(day for day in days if first <= dues[day] <= last)
    today = date.fromisoformat(scope.day)
    found = queries.newcomers_on(rows, scope, wanted)
    return named(rows, [make.first_contact(case, day, dues[day], today) for day, case in found])
