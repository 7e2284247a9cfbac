"""What becomes of a household after its arrival: calls some months later, a departure."""

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
from venez_vivre.store.queries.settlements import active, standing
from venez_vivre.store.settings import settings
from venez_vivre.texts import listed
from venez_vivre.vocabulary import CloseReason, Staying

EARLY = timedelta(days=15)
"""How long before its day a call may take place."""


@dataclass(frozen=True)
class CheckDraft:
    """A call after arrival as it was told; `reason` and `left_on` only of those who left."""

    month: int
    checked_on: date
    result: Staying
    satisfaction: int | None = None
    needs: str | None = None
    reason: CloseReason | None = None
    left_on: date | None = None


@dataclass(frozen=True)
class Left:
    """A household that went away again."""

    settled_on: date
    commune: str | None
    left_on: date
    reason: CloseReason


@dataclass(frozen=True)
class Followed:
    """A call that was written; `retried` is the day of the one without answer it replaces."""

    retried: date | None
    left: Left | None
    again_on: date | None
    """When to call again, if nobody answered."""


def follow(work: Work, found: Found, draft: CheckDraft) -> Followed:
    """Write what a household said some months after its arrival; who left has left in one step.

    A call without an answer is written too, and gives its place to the next one of that month.

    Raises:
        Refused: it lives nowhere here, the call is too early, or was already answered.

    """
    settled = settings(work.rows)
    if draft.month not in settled.months:
        raise Misuse(f"--mois : donnez {listed([str(m) for m in settled.months], 'ou')}.")
    settlement = _active(work, found)
    noted = _noted(work, settlement, draft.month)
    problem = (
        _cannot_follow(work, found, settlement, draft)
        or _already(found, draft, noted)
        or _still_there(work, found, settlement, draft)
    )
    if problem:
        raise Refused(problem)
    retried = noted.checked_on if noted else None
    _write(work, settlement, draft, noted)
    work.says(f"suivi à {draft.month} mois du foyer {found.reference}")
    left = None
    if draft.result == Staying.LEFT:
        reason = draft.reason or CloseReason.OTHER
        left = _go(settlement, draft.left_on or draft.checked_on, reason)
        work.says(
            f"suivi à {draft.month} mois et départ du foyer {found.reference} ({reason.label})"
        )
    wait = timedelta(days=settled["nouvelle_tentative"])
    again = draft.checked_on + wait if draft.result == Staying.NO_ANSWER else None
    return Followed(retried, left, again)


def _write(
    work: Work, settlement: Settlement, draft: CheckDraft, noted: SettlementCheck | None
) -> None:
    check = noted or SettlementCheck(
        household_id=settlement.household_id,
        settlement_id=settlement.id or 0,
        month=draft.month,
        checked_on=draft.checked_on,
        result=draft.result.value,
    )
    check.checked_on, check.result = draft.checked_on, draft.result.value
    check.satisfaction, check.needs = draft.satisfaction, draft.needs
    work.session.add(check)


def _noted(work: Work, settlement: Settlement, month: int) -> SettlementCheck | None:
    known = select(SettlementCheck).where(
        SettlementCheck.settlement_id == settlement.id, SettlementCheck.month == month
    )
    found: SettlementCheck | None = work.session.exec(known).first()
    return found


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
    if draft.left_on and draft.left_on > draft.checked_on:
        return (
            f"Le départ du {short(draft.left_on)} suit l’appel du {short(draft.checked_on)}, qui "
            "l’apprend. Corrigez --parti-le ou --le."
        )
    on = draft.left_on or draft.checked_on
    return _cannot_leave(settlement, on, "--parti-le") if draft.result == Staying.LEFT else None


def _already(found: Found, draft: CheckDraft, noted: SettlementCheck | None) -> str | None:
    """Only a call that nobody answered gives its place, to one that is not older."""
    if noted is None:
        return None
    if noted.result != Staying.NO_ANSWER:
        return (
            f"Le suivi à {draft.month} mois du foyer {found.reference} est déjà noté, le "
            f"{short(noted.checked_on)}. Si c’est une erreur, `venez-vivre journal` donne son "
            "numéro et `venez-vivre annuler --operation NUMERO` le retire."
        )
    if draft.checked_on < noted.checked_on:
        return (
            f"Un appel plus récent, sans réponse, est noté le {short(noted.checked_on)} pour le "
            f"suivi à {draft.month} mois du foyer {found.reference}. Corrigez --le."
        )
    return None


def _still_there(work: Work, found: Found, settlement: Settlement, draft: CheckDraft) -> str | None:
    """Nobody had left by a month, or on a day, after which they said that they were there."""
    if draft.result != Staying.LEFT:
        return None
    heard = select(SettlementCheck).where(
        SettlementCheck.settlement_id == settlement.id,
        SettlementCheck.result == Staying.STAYED.value,
    )
    for call in work.session.exec(heard):
        if call.month > draft.month:
            return (
                f"Le foyer {found.reference} était resté à {call.month} mois (appel du "
                f"{short(call.checked_on)}) : il n’était pas reparti à {draft.month} mois. S’il "
                f"est reparti depuis : `venez-vivre installations depart {found.reference}`."
            )
    return _heard_since(work, found, settlement, draft.left_on or draft.checked_on, "--parti-le")


def _heard_since(
    work: Work, found: Found, settlement: Settlement, on: date, option: str
) -> str | None:
    heard = select(SettlementCheck).where(
        SettlementCheck.settlement_id == settlement.id,
        SettlementCheck.result == Staying.STAYED.value,
        SettlementCheck.checked_on > on,
    )
    call = work.session.exec(heard).first()
    if call is None:
        return None
    return (
        f"Le foyer {found.reference} était encore là le {short(call.checked_on)} (appel à "
        f"{call.month} mois) : il n’est pas reparti le {short(on)}. Corrigez {option}."
    )


def _active(work: Work, found: Found) -> Settlement:
    present = active(work.rows, found.number)
    if present is not None:
        return load(work, present.number)
    last = standing(work.rows, found.number)
    gone = (
        f" : il est reparti le {short(date.fromisoformat(last.left_on))}"
        if last and last.left_on
        else ""
    )
    raise Refused(
        f"Le foyer {found.reference} n’a pas d’installation en cours{gone}. "
        f"`venez-vivre installations noter {found.reference}` en note une."
    )


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
    problem = _cannot_leave(settlement, on, "--le") or _heard_since(
        work, found, settlement, on, "--le"
    )
    if problem:
        raise Refused(problem)
    work.says(f"départ du foyer {found.reference} ({reason.label})")
    return _go(settlement, on, reason)


def _cannot_leave(settlement: Settlement, on: date, option: str) -> str | None:
    if on > settlement.settled_on:
        return None
    return (
        f"Le départ du {short(on)} ne suit pas l’installation du "
        f"{short(settlement.settled_on)}. Corrigez {option}, ou annulez l’installation."
    )


def _go(settlement: Settlement, on: date, reason: CloseReason) -> Left:
    settlement.left_on, settlement.leave_reason = on, reason.value
    return Left(settlement.settled_on, settlement.commune, on, reason)
