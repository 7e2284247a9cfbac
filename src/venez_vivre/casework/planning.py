"""Follow-ups by hand: plan one, see it done, put it off, give it up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from venez_vivre.casework.conflicts import load
from venez_vivre.casework.finding import find_household
from venez_vivre.casework.followups import Plan, appointment_channel, end, plan, put_off
from venez_vivre.dates import hour, short
from venez_vivre.errors import Ambiguous, NotFound, Refused
from venez_vivre.models import FollowUp
from venez_vivre.store.base import Work
from venez_vivre.store.queries.contacts import agent_named
from venez_vivre.store.queries.followups import Filter, Line, of_number, open_ones
from venez_vivre.store.queries.households import Found, person_name
from venez_vivre.store.reader import Reader
from venez_vivre.store.restraint import refuse_approach
from venez_vivre.texts import clean, shorten
from venez_vivre.vocabulary import CaseStatus, Ending, FollowUpKind, Origin

NUMBER = re.compile(r"(?:n[o°º]? ?)?([0-9]{1,12})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Wish:
    """An action to plan: its words, its day, an hour `HH:MM` and a place if there are any."""

    action: str
    due_on: date
    due_at: str | None = None
    place: str | None = None
    officer: int | None = None
    appointment: bool = False


@dataclass(frozen=True)
class Planned:
    """A follow-up that was planned, and its number."""

    number: int
    plan: Plan


@dataclass(frozen=True)
class Ended:
    """Follow-ups that were closed, and the day they wait for when they were put off."""

    lines: tuple[Line, ...]
    ending: Ending
    on: date
    until: date | None = None
    at: str | None = None
    numbers: tuple[int, ...] = ()
    """Of what was planned anew."""


def schedule(work: Work, found: Found, wish: Wish) -> Planned:
    """Plan something by hand.

    Raises:
        Refused: the day is past, or the file is closed.

    """
    if wish.due_on < work.today:
        raise Refused(
            f"L’échéance du {short(wish.due_on)} est passée. Donnez un jour à venir, ou notez ce "
            f"qui a eu lieu : `venez-vivre contacts noter {found.reference}`."
        )
    household = load(work, found)
    if household.status == CaseStatus.CLOSED:
        raise Refused(
            f"Le foyer {found.reference} est clos. Rouvrez-le d’abord : "
            f"`venez-vivre foyers rouvrir {found.reference}`."
        )
    meeting = appointment_channel(wish.action)
    kind = FollowUpKind.APPOINTMENT if meeting or wish.appointment else FollowUpKind.ACTION
    what = Plan(
        wish.action,
        wish.due_on,
        officer_id=wish.officer or agent_named(work.rows, work.heading.agent).officer,
        origin=Origin.HAND,
        kind=kind,
        due_at=wish.due_at,
        channel=meeting.value if meeting else None,
        place=wish.place,
    )
    row = plan(work, found.number, what)
    work.session.flush()
    work.says(f"relance planifiée pour le foyer {found.reference}")
    return Planned(row.id or 0, what)


def find_open(rows: Reader, words: str, day: date, *, every: bool = False) -> list[Line]:
    """The open follow-ups that the words name: a number, or the household's.

    Of several of one household only those that are due count; when more than one is, `every`
    takes them all.

    Raises:
        NotFound: nothing is open under that name.
        Ambiguous: several are; they are listed by number.
        Refused: a right of the household holds its file back.

    """
    match = NUMBER.fullmatch(words.strip())
    if match:
        return [_numbered(rows, int(match[1]), day)]
    found = find_household(rows, words)
    refuse_approach(rows, found.number)
    known = open_ones(rows, Filter(household=found.number), day.isoformat())
    due = [line for line in known if line.due_on <= day.isoformat()] or known
    if not due:
        raise NotFound(
            f"Rien n’est à faire pour {found.reference} ({shorten(clean(found.name), 40)}). "
            f'`venez-vivre relances planifier {found.reference} "rappeler" --echeance lundi` '
            "prévoit quelque chose."
        )
    if len(due) > 1 and not every:
        raise Ambiguous(
            f"{len(due)} actions sont à faire pour {found.reference}. Donnez un numéro, ou "
            "--toutes :",
            tuple(_line(line) for line in due),
            typed=words.strip(),
            choices=tuple((str(line.number), _line(line)) for line in due),
        )
    return due


def _numbered(rows: Reader, number: int, day: date) -> Line:
    line = of_number(rows, number, day.isoformat())
    if line is None:
        raise NotFound(
            f"Aucune relance n’a le numéro {number}. `venez-vivre relances lister` les montre."
        )
    if line.done_on is not None and line.done_on <= day.isoformat():
        when = short(date.fromisoformat(line.done_on))
        raise Refused(
            f"La relance {number} n’est plus à faire depuis le {when}. Si c’est une erreur, "
            "`venez-vivre journal` donne le numéro de l’opération à annuler."
        )
    return line


def _line(line: Line) -> str:
    at = f" à {hour(line.due_at)}" if line.due_at else ""
    due = short(date.fromisoformat(line.due_on))
    return f"{line.number}  {due}{at}  {shorten(clean(line.action), 60)}"


def finish(work: Work, lines: list[Line], ending: Ending, on: date) -> Ended:
    """Close follow-ups: done, missed or given up.

    Raises:
        Refused: the day is in the future.

    """
    if on > work.today:
        raise Refused(f"Le {short(on)} est dans le futur. Corrigez --le.")
    for line in lines:
        end(_row(work, line), ending, on)
    work.says(_said(lines, ending.label))
    return Ended(tuple(lines), ending, on)


def postpone(work: Work, lines: list[Line], until: date, at: str | None = None) -> Ended:
    """Put follow-ups off to another day.

    Raises:
        Refused: that day is past.

    """
    if until < work.today:
        raise Refused(f"Le {short(until)} est passé. Donnez un jour à venir.")
    same = [x for x in lines if (x.due_on, x.due_at) == (until.isoformat(), at or x.due_at)]
    if len(same) == len(lines):
        raise Refused(f"C’est déjà prévu pour le {short(until)} : rien n’est changé.")
    rows = [put_off(work, _row(work, line), work.today, until, at) for line in lines]
    work.session.flush()
    work.says(_said(lines, Ending.POSTPONED.label))
    numbers = tuple(row.id or 0 for row in rows)
    return Ended(tuple(lines), Ending.POSTPONED, work.today, until, at, numbers)


def _row(work: Work, line: Line) -> FollowUp:
    row = work.session.get(FollowUp, line.number)
    if row is None or row.done_on is not None:
        raise Refused(f"La relance {line.number} vient d’être close ailleurs. Recommencez.")
    return row


def _said(lines: list[Line], word: str) -> str:
    references = sorted({line.reference for line in lines})
    return f"relance {word} pour {', '.join(references[:5])}"


def called(line: Line) -> str:
    """The registrant’s name."""
    return person_name(line.first, line.last)
