"""The sheet that hands an officer's files over: who they are, and what they were promised, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from venez_vivre import NamedTuple
from venez_vivre.casework.calls import due_calls
from venez_vivre.casework.finding import Named
from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.store.queries import handover as queries
from venez_vivre.store.queries import promises as reads
from venez_vivre.store.queries import visits
from venez_vivre.store.queries.handover import Exchange, File, Limited, Member
from venez_vivre.store.queries.promises import Who
from venez_vivre.store.queries.settlements import Filter, watched
from venez_vivre.store.queries.visits import Visit
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import settings
from venez_vivre.texts import listed, plural
from venez_vivre.vocabulary import CaseStatus, FollowUpKind, GuestState, Horizon, Stage

Nature = Literal[
    "relance", "rendez_vous", "mise_en_relation", "visite", "presence", "bilan_visite", "suivi"
]


MOST_NAMED = 5
"""Limited files that are named; the others are counted."""


class Promise(NamedTuple):
    """Something that a household expects; `number` is that of its row, None for a call due.

    A `presence` is to be noted at a visit that is over, a `bilan_visite` is the call after it.
    """

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


class Elsewhere(NamedTuple):
    """What was promised in her name to a household that is not hers."""

    who: Who
    promise: Promise


class Sheet(NamedTuple):
    """Everything an officer leaves: files, promises in files of others, visits she leads.

    `limited` are her files that stay where they are, as a right of their people asks.
    """

    officer: Named
    today: date
    files: list[Held]
    elsewhere: list[Elsewhere]
    visits: list[Visit]
    limited: list[Limited]

    @property
    def promises(self) -> int:
        """How many promises are open."""
        return sum(len(held.promises) for held in self.files) + len(self.elsewhere)

    @property
    def late(self) -> int:
        """How many of them should be kept already."""
        days = [promise.due_on for held in self.files for promise in held.promises]
        days += [one.promise.due_on for one in self.elsewhere]
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
    promises: dict[int, list[Promise]] = defaultdict(list)
    elsewhere = []
    for who, promise in _promises(rows, officer, today):
        if who.owner == number:
            promises[who.household].append(promise)
        else:
            elsewhere.append(Elsewhere(who, promise))
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
    elsewhere.sort(key=lambda one: _when(one.promise))
    held.sort(key=_urgency)
    stay = queries.limited(rows, number, day)
    return Sheet(officer, today, held, elsewhere, led(rows, officer, today), stay)


def staying(officer: Named, files: Sequence[Limited]) -> str:
    """How many limited files do not change hands, and why; nothing when there are none."""
    if not files:
        return ""
    count = plural(len(files), "dossier limité reste", "dossiers limités restent")
    named = listed(one.reference for one in files[:MOST_NAMED])
    more = f" et {plural(len(files) - MOST_NAMED, 'autre')}" if len(files) > MOST_NAMED else ""
    return (
        f"{count} à {officer.name} ({named}{more}) : à la demande de la personne, rien n’y est "
        "écrit. `venez-vivre rgpd limiter FOYER --lever` lève une limitation."
    )


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


Owed = Iterator[tuple[Who, Promise]]


def _promises(rows: Reader, officer: Named, today: date) -> Owed:
    """What households expect of her, calls after arrival left out."""
    yield from _due(rows, officer, today)
    yield from _answers(rows, officer, today)
    yield from _visits(rows, officer, today)
    yield from _met(rows, officer, today)


def _due(rows: Reader, officer: Named, today: date) -> Owed:
    for one in reads.follow_ups(rows, officer.number, today.isoformat()):
        nature: Nature = "rendez_vous" if one.kind == FollowUpKind.APPOINTMENT else "relance"
        what = one.action + (f", {one.place}" if one.place else "")
        yield one.who, Promise(nature, one.number, one.due_on, one.due_at, what, one.officer)


def _answers(rows: Reader, officer: Named, today: date) -> Owed:
    """An answer, then an end, is expected some days later, as the settings say."""
    delay = settings(rows)["reponse_mise_en_relation"]
    for one in reads.introductions(rows, officer.number, today.isoformat()):
        what = f"{one.what or ''} ({one.reference})" if one.reference else one.what or ""
        if one.answered_on:
            what += f", répondue le {short(date.fromisoformat(one.answered_on))}"
        on = _after(one.answered_on or one.introduced_on, delay)
        yield one.who, Promise("mise_en_relation", one.number, on, None, what)


def _visits(rows: Reader, officer: Named, today: date) -> Owed:
    """Guests who are expected, of whom nobody noted whether they came, or to call since."""
    delay = settings(rows)["bilan_visite"]
    for guest in reads.guests(rows, officer.number, today.isoformat()):
        what = f"{guest.title} ({guest.reference})"
        if guest.state == GuestState.CAME:
            on = _after(guest.ends_on, delay)
            yield guest.who, Promise("bilan_visite", guest.number, on, None, what)
        elif guest.ends_on < today.isoformat():
            yield guest.who, Promise("presence", guest.number, guest.ends_on, None, what)
        else:
            what += f", {label(GuestState, guest.state)}"
            yield guest.who, Promise("visite", guest.number, guest.starts_on, None, what)


def _met(rows: Reader, officer: Named, today: date) -> Owed:
    """Who was shown around without an invitation, and not called since."""
    waiting = visits.awaiting_debrief(rows, today, 0, officer.number)
    alone = [one for one in waiting if one.visit is None]
    who = reads.named(rows, [one.household for one in alone])
    for one in alone:
        on = _after(one.ended_on, settings(rows)["bilan_visite"])
        what = f"visite du {short(date.fromisoformat(one.ended_on))}"
        yield who[one.household], Promise("bilan_visite", None, on, None, what)


def _after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def led(rows: Reader, officer: Named, today: date) -> list[Visit]:
    """The visits an officer leads that are to come, or not finished with, in their order."""
    guests = reads.guests(rows, officer.number, today.isoformat())
    to_call = {guest.visit for guest in guests if guest.state == GuestState.CAME}
    hers = visits.listed(rows, today, visits.Filter(officer=officer.number))
    return [
        visit
        for visit in reversed(hers)
        if visit.cancelled_on is None
        and (
            visit.ends_on >= today.isoformat()
            or visit.invited + visit.confirmed
            or visit.number in to_call
        )
    ]


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
