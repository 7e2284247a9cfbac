"""The register of requests about one's data: an answer is due within a month (art. 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from venez_vivre.casework.terms import understand
from venez_vivre.dates import add_months, short
from venez_vivre.errors import Misuse, NotFound, Refused
from venez_vivre.models import PrivacyRequest
from venez_vivre.privacy.deadlines import ANSWER_MONTHS
from venez_vivre.store.base import Work
from venez_vivre.store.queries.households import Found
from venez_vivre.vocabulary import ContactChannel, RequestOutcome, Right

PROLONGED = ANSWER_MONTHS + 2
"""Months to answer when a request is complex: two more (art. 12.3)."""


@dataclass(frozen=True)
class Draft:
    """A request as it came in."""

    right: Right
    received_on: date
    channel: ContactChannel | None = None
    note: str | None = None


@dataclass(frozen=True)
class Noted:
    """The number a request got, and the day by which it must be answered."""

    number: int
    due_on: date


@dataclass(frozen=True)
class Answered:
    """A request that was answered or prolonged, and the household it is about, if there is one."""

    number: int
    right: Right
    household: int | None
    due_on: date
    late: bool = False


def note(work: Work, found: Found | None, draft: Draft) -> Noted:
    """Write a request down; without a household, of somebody whom the base does not know.

    Raises:
        Refused: it is said to have come in the future.

    """
    if draft.received_on > work.today:
        raise Refused(f"Le {short(draft.received_on)} est dans le futur : elle n’est pas reçue.")
    due_on = add_months(draft.received_on, ANSWER_MONTHS)
    row = PrivacyRequest(
        household_id=found.number if found else None,
        kind=draft.right.value,
        received_on=draft.received_on,
        due_on=due_on,
        channel=draft.channel.value if draft.channel else None,
        note=draft.note,
        agent=work.heading.agent,
    )
    work.session.add(row)
    work.session.flush()
    about = f" du foyer {found.reference}" if found else ""
    work.says(f"demande n° {row.id}{about} : {draft.right.label}")
    return Noted(row.id or 0, due_on)


def answer(
    work: Work, number: int, outcome: RequestOutcome, on: date, note: str | None = None
) -> Answered:
    """Say how a request was answered, and when.

    Raises:
        NotFound: there is no such request.
        Refused: it was answered already, or the day cannot be.
        Misuse: it is refused without a reason.

    """
    row = _waiting(work, number)
    if outcome is RequestOutcome.REFUSED and not note:
        raise Misuse(
            "--issue refusee demande --note : un refus se motive, et la personne doit savoir "
            "qu’elle peut saisir la CNIL (RGPD, art. 12.4)."
        )
    if on < row.received_on:
        raise Refused(
            f"La réponse du {short(on)} précède la demande du {short(row.received_on)}. "
            "Corrigez --le."
        )
    if on > work.today:
        raise Refused(f"Le {short(on)} est dans le futur : une réponse se note une fois donnée.")
    row.answered_on, row.outcome = on, outcome.value
    row.note = note or row.note
    work.says(f"demande n° {number} : {outcome.label}")
    return Answered(
        number, understand(Right, row.kind), row.household_id, row.due_on, on > row.due_on
    )


def prolong(work: Work, number: int, note: str | None = None) -> Answered:
    """Give a complex request two more months; the person must be told why within the first.

    Raises:
        NotFound: there is no such request.
        Refused: it was answered or prolonged already, or its month is over.

    """
    row = _waiting(work, number)
    longer = add_months(row.received_on, PROLONGED)
    if row.due_on == longer:
        raise Refused(f"La demande n° {number} est déjà prolongée jusqu’au {short(longer)}.")
    if work.today > row.due_on:
        raise Refused(
            f"La demande n° {number} devait avoir sa réponse le {short(row.due_on)} : elle ne peut "
            "plus être prolongée. Répondez au plus vite."
        )
    row.due_on = longer
    row.note = note or row.note
    work.says(f"demande n° {number} prolongée")
    return Answered(number, understand(Right, row.kind), row.household_id, longer)


def _waiting(work: Work, number: int) -> PrivacyRequest:
    row = work.session.get(PrivacyRequest, number)
    if row is None:
        raise NotFound(
            f"Il n’y a pas de demande n° {number}. `venez-vivre rgpd demandes` les montre."
        )
    if row.answered_on is not None:
        raise Refused(f"La demande n° {number} a eu sa réponse le {short(row.answered_on)}.")
    return row
