"""What becomes of a household after its arrival: calls at 1, 3, 6 and 12 months, a departure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import select

from venez_vivre.casework.settlements import load
from venez_vivre.dates import add_months, short
from venez_vivre.errors import Misuse, Refused
from venez_vivre.models import Settlement, SettlementCheck
from venez_vivre.store.base import Work
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.settlements import active
from venez_vivre.texts import listed
from venez_vivre.vocabulary import FOLLOW_UP_MONTHS, CloseReason, Staying

EARLY = timedelta(days=15)
"""How long before its day a call may take place."""


@dataclass(frozen=True)
class CheckDraft:
    """A call after arrival as it was told."""

    month: int
    checked_on: date
    result: Staying
    satisfaction: int | None = None
    needs: str | None = None


@dataclass(frozen=True)
class Left:
    """A household that went away again."""

    settled_on: date
    commune: str | None
    left_on: date
    reason: CloseReason


def follow(work: Work, found: Found, draft: CheckDraft) -> None:
    """Write what a household said some months after its arrival.

    Raises:
        Refused: it lives nowhere here, the call is too early, or was already noted.

    """
    if draft.month not in FOLLOW_UP_MONTHS:
        raise Misuse(f"--mois : donnez {listed([str(m) for m in FOLLOW_UP_MONTHS], 'ou')}.")
    settlement = _active(work, found)
    problem = _cannot_follow(work, found, settlement, draft)
    if problem:
        raise Refused(problem)
    work.session.add(
        SettlementCheck(
            household_id=found.number,
            settlement_id=settlement.id or 0,
            month=draft.month,
            checked_on=draft.checked_on,
            result=draft.result.value,
            satisfaction=draft.satisfaction,
            needs=draft.needs,
        )
    )
    work.says(f"suivi à {draft.month} mois du foyer {found.reference}")


def _cannot_follow(
    work: Work, found: Found, settlement: Settlement, draft: CheckDraft
) -> str | None:
    due_on = add_months(settlement.settled_on, draft.month)
    if draft.checked_on > work.today:
        return f"L’appel du {short(draft.checked_on)} est dans le futur. Corrigez --le."
    if draft.checked_on < due_on - EARLY:
        return (
            f"C’est trop tôt : le foyer {found.reference} est installé depuis le "
            f"{short(settlement.settled_on)}, l’appel à {draft.month} mois est dû le "
            f"{short(due_on)}."
        )
    known = select(SettlementCheck).where(
        SettlementCheck.settlement_id == settlement.id, SettlementCheck.month == draft.month
    )
    noted = work.session.exec(known).first()
    if noted:
        return (
            f"Le suivi à {draft.month} mois du foyer {found.reference} est déjà noté, le "
            f"{short(noted.checked_on)}. Si c’est une erreur, `venez-vivre journal` donne son "
            "numéro et `venez-vivre annuler --operation NUMERO` le retire."
        )
    return None


def _active(work: Work, found: Found) -> Settlement:
    present = active(work.rows, found.number)
    if present is None:
        raise Refused(
            f"Le foyer {found.reference} n’a pas d’installation en cours. "
            f"`venez-vivre installations noter {found.reference}` en note une."
        )
    return load(work, present.number)


def leave(work: Work, found: Found, on: date, reason: CloseReason) -> Left:
    """Note that a household went away again; it still counts as having settled.

    Raises:
        Refused: it lives nowhere here, or the day is impossible.

    """
    settlement = _active(work, found)
    if on > work.today:
        raise Refused(
            f"Le départ du {short(on)} est dans le futur. Notez-le quand il aura eu lieu."
        )
    if on <= settlement.settled_on:
        raise Refused(
            f"Le départ du {short(on)} ne suit pas l’installation du "
            f"{short(settlement.settled_on)}. Corrigez --le, ou annulez l’installation."
        )
    settlement.left_on, settlement.leave_reason = on, reason.value
    work.says(f"départ du foyer {found.reference} ({reason})")
    return Left(settlement.settled_on, settlement.commune, on, reason)
