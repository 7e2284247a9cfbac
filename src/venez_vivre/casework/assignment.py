"""Who follows a household, in which territory, and whether its file is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from venez_vivre.casework.finding import Named
from venez_vivre.casework.households import flush, load
from venez_vivre.dates import short
from venez_vivre.errors import Refused
from venez_vivre.models import FollowUp, Household, Transfer
from venez_vivre.store.base import Work
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.settlements import active
from venez_vivre.texts import listed, plural
from venez_vivre.vocabulary import CaseStatus, CloseReason


@dataclass(frozen=True)
class Assigned:
    """The files that changed hands, and those that already were in these."""

    references: tuple[str, ...]
    unchanged: tuple[str, ...]
    officer: str | None
    territory: str | None


@dataclass(frozen=True)
class Closed:
    """A file that was closed, or put to sleep until `wake_up_on`."""

    reference: str
    name: str
    reason: CloseReason
    closed_on: date
    wake_up_on: date | None


@dataclass(frozen=True)
class Reopened:
    """A file that is worked on again."""

    reference: str
    name: str


@dataclass(frozen=True)
class Moved:
    """A file that was handed to another territory."""

    reference: str
    name: str
    origin: str | None
    destination: str
    note: str | None


def assign(
    work: Work, households: Sequence[Found], officer: Named | None, territory: Named | None
) -> Assigned:
    """Give files to an officer, a territory or both.

    Raises:
        Refused: every one of them already is in these hands.

    """
    changed: list[str] = []
    unchanged: list[str] = []
    for found in dict.fromkeys(households):
        done = _assign(work, found, officer, territory)
        (changed if done else unchanged).append(found.reference)
    if not changed:
        raise Refused(_already(unchanged, officer, territory))
    work.says(f"affectation de {plural(len(changed), 'foyer')}")
    return Assigned(
        tuple(changed),
        tuple(unchanged),
        officer.name if officer else None,
        territory.name if territory else None,
    )


def _already(references: Sequence[str], officer: Named | None, territory: Named | None) -> str:
    by = [f"suivi par {officer.name}"] if officer else []
    by += [f"dans le territoire {territory.name}"] if territory else []
    who = f"Le foyer {references[0]} est" if len(references) == 1 else "Chacun de ces foyers est"
    return f"{who} déjà {listed(by)} : rien n’est changé."


def _assign(work: Work, found: Found, officer: Named | None, territory: Named | None) -> bool:
    household = load(work, found)
    changed = False
    if officer and household.officer_id != officer.number:
        household.officer_id = officer.number
        changed = True
    if territory and household.territory_id != territory.number:
        if household.territory_id is None:
            household.territory_id = territory.number
        else:
            _move(work, household, territory.number)
        changed = True
    flush(work, found)
    return changed


def _move(work: Work, household: Household, territory: int, note: str | None = None) -> None:
    """Change the territory, which a dated transfer remembers."""
    work.session.add(
        Transfer(
            household_id=household.id or 0,
            from_territory_id=household.territory_id,
            to_territory_id=territory,
            moved_on=work.today,
            note=note,
        )
    )
    household.territory_id = territory


def transfer(work: Work, found: Found, territory: Named, note: str | None = None) -> Moved:
    """Hand a file to another territory, which will choose an officer.

    Raises:
        Refused: the file already is there, or is closed.

    """
    household = load(work, found)
    if household.territory_id == territory.number:
        raise Refused(f"Le foyer {found.reference} est déjà dans le territoire {territory.name}.")
    if household.status == CaseStatus.CLOSED:
        raise Refused(
            f"Le foyer {found.reference} est clos. Rouvrez-le d’abord : "
            f"`venez-vivre foyers rouvrir {found.reference}`."
        )
    origin = work.rows.value(
        "SELECT name FROM territory WHERE id = :number", number=household.territory_id
    )
    _hand_over(work, household, territory.number, note)
    flush(work, found)
    work.says(f"réorientation du foyer {found.reference}")
    return Moved(found.reference, found.name, origin, territory.name, note)


def _hand_over(work: Work, household: Household, territory: int, note: str | None) -> None:
    """What is due goes along, in nobody's name until the new territory chooses."""
    _move(work, household, territory, note)
    household.officer_id = None
    query = select(FollowUp).where(
        FollowUp.household_id == household.id, col(FollowUp.done_on).is_(None)
    )
    for due in work.session.exec(query):
        due.officer_id = None


def close(
    work: Work, found: Found, reason: CloseReason, on: date, wake_up_on: date | None = None
) -> Closed:
    """Close a file for a coded reason, or put it to sleep until a day.

    Raises:
        Refused: an impossible date, a settled household, a file that already is so.

    """
    household = load(work, found)
    problem = _cannot_close(work, found, on, wake_up_on)
    if problem:
        raise Refused(problem)
    status = CaseStatus.DORMANT if wake_up_on else CaseStatus.CLOSED
    if household.status == status and household.wake_up_on == wake_up_on:
        raise Refused(_already_closed(household))
    household.status = status.value
    household.closed_on, household.close_reason = on, reason.value
    household.wake_up_on = wake_up_on
    flush(work, found)
    word = "mise en veille" if wake_up_on else "clôture"
    work.says(f"{word} du foyer {found.reference} ({reason})")
    return Closed(found.reference, found.name, reason, on, wake_up_on)


def _cannot_close(work: Work, found: Found, on: date, wake_up_on: date | None) -> str | None:
    registered = date.fromisoformat(found.registered_on) if found.registered_on else on
    if active(work.rows, found.number):
        return (
            f"Le foyer {found.reference} est installé : il ne peut pas abandonner. S’il est "
            f"reparti : `venez-vivre installations depart {found.reference} --le … --motif …`."
        )
    if on > work.today:
        return f"La clôture du {short(on)} est dans le futur. --reveil dit quand y revenir."
    if on < registered:
        return (
            f"La clôture du {short(on)} précède l’inscription du {short(registered)}. "
            "Corrigez --le."
        )
    if wake_up_on and wake_up_on <= work.today:
        return (
            f"Le réveil du {short(wake_up_on)} est déjà passé. Donnez à --reveil un jour à venir."
        )
    return None


def _already_closed(household: Household) -> str:
    day = f" depuis le {short(household.closed_on)}" if household.closed_on else ""
    until = f", réveil le {short(household.wake_up_on)}" if household.wake_up_on else ""
    word = "en veille" if household.wake_up_on else "clos"
    return (
        f"Le foyer {household.reference} est déjà {word}{day}{until}. "
        f"`venez-vivre foyers rouvrir {household.reference}` le rouvre."
    )


def reopen(work: Work, found: Found) -> Reopened:
    """Work on a closed or sleeping file again.

    Raises:
        Refused: the file is open.

    """
    household = load(work, found)
    if not wake(household):
        raise Refused(f"Le foyer {found.reference} est déjà ouvert : rien n’est changé.")
    flush(work, found)
    work.says(f"réouverture du foyer {found.reference}")
    return Reopened(found.reference, found.name)


def wake(household: Household) -> bool:
    """Open a file that is closed or asleep; False when it is open."""
    if household.status == CaseStatus.ACTIVE:
        return False
    household.status = CaseStatus.ACTIVE.value
    household.closed_on = household.close_reason = household.wake_up_on = None
    return True
