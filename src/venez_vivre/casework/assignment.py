"""Which territory follows a household, and whether its file is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from venez_vivre import NamedTuple
from venez_vivre.casework.conflicts import flush, load
from venez_vivre.casework.finding import Named
from venez_vivre.dates import short
from venez_vivre.errors import Refused
from venez_vivre.models import FollowUp, Household, Transfer
from venez_vivre.store.base import Work
from venez_vivre.store.queries import followups
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.settlements import active
from venez_vivre.store.reach import writable
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CaseStatus, CloseReason, FollowUpKind


class Waiting(NamedTuple):
    """What is open in a file, and is shown no more once it is closed."""

    actions: int
    appointments: int


@dataclass(frozen=True)
class Closed:
    """A file that was closed, or put to sleep until `wake_up_on`."""

    reference: str
    name: str
    reason: CloseReason
    closed_on: date
    wake_up_on: date | None
    waiting: Waiting


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
    followed: bool = True
    """Whether whoever moved it can still write in it."""


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
    mine = writable(work.rows)
    followed = mine is None or territory.number in mine
    return Moved(found.reference, found.name, origin, territory.name, note, followed)


def _hand_over(work: Work, household: Household, territory: int, note: str | None) -> None:
    """What is due goes along, in nobody's name until the new territory chooses."""
    _move(work, household, territory, note)
    household.officer_id = None
    query = select(FollowUp).where(
        FollowUp.household_id == household.id, col(FollowUp.done_on).is_(None)
    )
    for due in work.session.exec(query):
        due.officer_id = None


def waiting(rows: Reader, found: Found, today: date) -> Waiting:
    """How many actions and appointments are open in a file that day."""
    kept = followups.Filter(household=found.number)
    kinds = [line.kind for line in followups.open_ones(rows, kept, today.isoformat())]
    moments = kinds.count(FollowUpKind.APPOINTMENT)
    return Waiting(len(kinds) - moments, moments)


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
    waits = waiting(work.rows, found, work.today)
    status = CaseStatus.DORMANT if wake_up_on else CaseStatus.CLOSED
    if household.status == status and household.wake_up_on == wake_up_on:
        raise Refused(_already_closed(household))
    household.status = status.value
    household.closed_on, household.close_reason = on, reason.value
    household.wake_up_on = wake_up_on
    flush(work, found)
    word = "mise en veille" if wake_up_on else "clôture"
    work.says(f"{word} du foyer {found.reference} ({reason.label})")
    return Closed(found.reference, found.name, reason, on, wake_up_on, waits)


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
