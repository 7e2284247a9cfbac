"""The sheet that hands an officer's files over: who they are, and what they were promised, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from venez_vivre.casework.calls import due_calls
from venez_vivre.casework.finding import Named
from venez_vivre.casework.terms import label
from venez_vivre.store.queries import handover as queries
from venez_vivre.store.queries.handover import Due, Exchange, File, Member
from venez_vivre.store.queries.settlements import Filter, watched
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import settings
from venez_vivre.texts import plural
from venez_vivre.vocabulary import CaseStatus, FollowUpKind, GuestState, Horizon, Stage

Nature = Literal["relance", "rendez_vous", "mise_en_relation", "visite", "suivi"]


class Promise(NamedTuple):
    """Something that a household expects; `number` is that of its row, None for a call due."""

    nature: Nature
    number: int | None
    due_on: str
    due_at: str | None
    what: str
    officer: str | None = None


class Held(NamedTuple):
    """One file of the sheet, its adults, its last exchange, its promises by date."""

    file: File
    stage: Stage
    adults: list[Member]
    last: Exchange | None
    promises: list[Promise]

    @property
    def untouched(self) -> bool:
        """Whether nothing happened yet: never called, nothing promised."""
        awake = self.file.status == CaseStatus.ACTIVE
        return awake and self.stage == Stage.REGISTERED and not (self.last or self.promises)


class Sheet(NamedTuple):
    """Everything an officer leaves; `elsewhere` is due in her name for other people's files."""

    officer: Named
    today: date
    files: list[Held]
    elsewhere: list[Due]

    @property
    def promises(self) -> int:
        """How many promises are open."""
        return sum(len(held.promises) for held in self.files) + len(self.elsewhere)

    @property
    def late(self) -> int:
        """How many of them should be kept already."""
        days = [promise.due_on for held in self.files for promise in held.promises]
        days += [due.due_on for due in self.elsewhere]
        return sum(day < self.today.isoformat() for day in days)

    def of(self, stage: Stage) -> int:
        """How many active files are at that stage."""
        return sum(
            held.stage == stage and held.file.status == CaseStatus.ACTIVE for held in self.files
        )

    def with_status(self, status: CaseStatus) -> int:
        """How many files have that status."""
        return sum(held.file.status == status for held in self.files)


def sheet(rows: Reader, officer: Named, today: date) -> Sheet:
    """The files in an officer's charge that day, the most urgent first."""
    day, number = today.isoformat(), officer.number
    files = queries.files(rows, number, day)
    adults: dict[int, list[Member]] = defaultdict(list)
    for member in queries.adults(rows, [file.number for file in files]):
        adults[member.household].append(member)
    last = {one.household: one for one in queries.last_exchanges(rows, number, day)}
    due = queries.follow_ups(rows, number, day)
    promises = _promises(rows, officer, today, [one for one in due if one.owner == number])
    calls = _calls(rows, officer, today)
    held = [
        Held(
            file,
            _stage(file, day),
            adults[file.number],
            last.get(file.number),
            sorted([*promises[file.number], *calls[file.reference]], key=_when),
        )
        for file in files
    ]
    elsewhere = [one for one in due if one.owner != number]
    return Sheet(officer, today, sorted(held, key=_urgency), elsewhere)


def _stage(file: File, day: str) -> Stage:
    if file.settled_on and file.settled_on <= day:
        return Stage.SETTLED
    reached = file.accompanied_on and file.accompanied_on <= day
    return Stage.ACCOMPANIED if reached else Stage.REGISTERED


def _when(promise: Promise) -> tuple[str, str, str]:
    return (promise.due_on, promise.due_at or "", promise.what)


ORDER = tuple(horizon.value for horizon in Horizon)
STAGES = (Stage.ACCOMPANIED, Stage.SETTLED, Stage.REGISTERED)


def _urgency(held: Held) -> tuple[object, ...]:
    """What is due first, then who is accompanied, is to move soon, has been silent long."""
    file = held.file
    first = held.promises[0].due_on if held.promises else "9999"
    soon = ORDER.index(file.horizon) if file.horizon in ORDER else len(ORDER)
    quiet = held.last.happened_on if held.last else file.registered_on or ""
    awake = file.status != CaseStatus.ACTIVE
    return (awake, first, STAGES.index(held.stage), soon, quiet, file.number)


def _promises(
    rows: Reader, officer: Named, today: date, due: Sequence[Due]
) -> dict[int, list[Promise]]:
    """What each household of hers expects, calls after arrival left out."""
    found: dict[int, list[Promise]] = defaultdict(list)
    for household, promise in (*_due(due), *_answers(rows, officer, today)):
        found[household].append(promise)
    for guest in queries.invited(rows, officer.number, today.isoformat()):
        what = f"{guest.title} ({guest.reference}), {label(GuestState, guest.state)}"
        promise = Promise("visite", guest.number, guest.starts_on, None, what)
        found[guest.household].append(promise)
    return found


def _due(due: Sequence[Due]) -> Iterator[tuple[int, Promise]]:
    for one in due:
        nature: Nature = "rendez_vous" if one.kind == FollowUpKind.APPOINTMENT else "relance"
        place = f", {one.place}" if one.place else ""
        yield (
            one.household,
            Promise(nature, one.number, one.due_on, one.due_at, one.action + place, one.officer),
        )


def _answers(rows: Reader, officer: Named, today: date) -> Iterator[tuple[int, Promise]]:
    """An answer is expected some days after the introduction, as the settings say."""
    delay = timedelta(days=settings(rows)["reponse_mise_en_relation"])
    for one in queries.waiting(rows, officer.number, today.isoformat()):
        expected = date.fromisoformat(one.introduced_on) + delay
        what = f"{one.what or ''} ({one.reference})" if one.reference else one.what or ""
        yield (
            one.household,
            Promise("mise_en_relation", one.number, expected.isoformat(), None, what),
        )


def _calls(rows: Reader, officer: Named, today: date) -> dict[str, list[Promise]]:
    """The calls after arrival, by reference of the household."""
    found: dict[str, list[Promise]] = defaultdict(list)
    settled = watched(rows, Filter(day=today.isoformat(), officer=officer.number))
    for call in due_calls(settled, today, settings(rows)):
        what = f"appel {plural(call.month, 'mois')} après l’arrivée"
        found[call.household.reference].append(
            Promise("suivi", None, call.due_on.isoformat(), None, what)
        )
    return found
