"""What comes of an introduction: an answer, a success, a refusal and its reason, silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from venez_vivre.casework.introductions import line
from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.errors import Ambiguous, NotFound, Refused
from venez_vivre.models import Introduction
from venez_vivre.references import OFFER, RESOURCE, plain_number, tidy
from venez_vivre.store.base import Work
from venez_vivre.store.queries import introductions as queries
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.introductions import Line
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, fold, shorten
from venez_vivre.vocabulary import IntroductionState, Party, RefusalReason

FOLLOWED = (
    IntroductionState.ANSWERED,
    IntroductionState.SUCCEEDED,
    IntroductionState.REFUSED,
    IntroductionState.DROPPED,
)
"""The states that an introduction may be brought to."""


@dataclass(frozen=True)
class Outcome:
    """What came of an introduction, as it was told."""

    state: IntroductionState
    on: date
    refused_by: Party | None = None
    reason: RefusalReason | None = None
    note: str | None = None


def find(rows: Reader, found: Found, text: str | None, today: date) -> Line:
    """The introduction of a household that a reference, a number or words name; else its only one.

    Those that are open come first.

    Raises:
        NotFound: none answers.
        Ambiguous: several do; the candidates are listed with their numbers.

    """
    known = queries.listed(rows, queries.Filter(household=found.number), today)
    answering = [one for one in known if text is None or _answers(one, text)]
    running = [one for one in answering if one.ended_on is None]
    chosen = running or (answering if text else [])
    if not chosen:
        raise NotFound(_nothing(found, text))
    if len(chosen) > 1:
        raise Ambiguous(
            f"Le foyer {found.reference} a {len(chosen)} mises en relation possibles. Donnez une "
            "référence ou un numéro :",
            tuple(told(one) for one in chosen),
        )
    return chosen[0]


def _nothing(found: Found, text: str | None) -> str:
    which = f" qui réponde à « {shorten(clean(text).strip(), 40)} »" if text else " en cours"
    return (
        f"Le foyer {found.reference} n’a pas de mise en relation{which}. "
        f"`venez-vivre mises-en-relation lister {found.reference}` les montre."
    )


def _answers(one: Line, text: str) -> bool:
    said = text.strip()
    number = plain_number(said)
    if number is not None:
        return one.number == number
    for shape in (OFFER, RESOURCE):
        reference = tidy(said, shape)
        if reference:
            return one.target == reference
    name, words = f" {fold(one.called)}", fold(said).split()
    return bool(words) and all(f" {word}" in name for word in words)


def told(one: Line) -> str:
    """An introduction on one line: its number, whom with, since when, where it stands."""
    day, state = short(date.fromisoformat(one.introduced_on)), label(IntroductionState, one.state)
    what = f"{one.target} {shorten(clean(one.called), 40)}".strip()
    return f"{one.number}  {what}, depuis le {day}, {state}"


def follow(work: Work, known: Line, outcome: Outcome, *, insist: bool) -> Line:
    """Write what came of an introduction; `insist` corrects an outcome that was already written.

    Raises:
        Refused: it is over, or the day is impossible.

    """
    row: Introduction | None = work.session.get(Introduction, known.number)
    if row is None:
        raise NotFound(f"La mise en relation {known.number} n’existe plus.")
    problem = _cannot(row, known, outcome, work.today, insist=insist)
    if problem:
        raise Refused(problem)
    over = outcome.state != IntroductionState.ANSWERED
    answered = outcome.on if outcome.state != IntroductionState.DROPPED else None
    row.state = outcome.state.value
    row.answered_on = row.answered_on or answered
    row.ended_on = outcome.on if over else None
    row.refused_by = outcome.refused_by.value if outcome.refused_by else None
    row.reason = outcome.reason.value if outcome.reason else None
    row.note = "\n".join(part for part in (row.note, outcome.note) if part) or None
    work.session.flush()
    work.says(f"suite de la mise en relation {known.number} ({outcome.state.label})")
    return line(work.rows, known.number, work.today)


def _cannot(
    row: Introduction, known: Line, outcome: Outcome, today: date, *, insist: bool
) -> str | None:
    if row.ended_on is not None and not insist:
        state = label(IntroductionState, row.state)
        return (
            f"Cette mise en relation est terminée : {state} le {short(row.ended_on)}. "
            "--oui corrige ce qui a été noté."
        )
    if outcome.on > today:
        return f"Le {short(outcome.on)} est dans le futur. Corrigez --le."
    if outcome.on < row.introduced_on:
        return (
            f"Le {short(outcome.on)} précède la mise en relation du {short(row.introduced_on)} "
            f"avec {known.target}. Corrigez --le."
        )
    if row.answered_on and outcome.on < row.answered_on:
        return (
            f"Le {short(outcome.on)} précède la réponse du {short(row.answered_on)}. Corrigez --le."
        )
    return None
