"""Who follows a household, in which territory, and whether its file is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

from venez_vivre.casework.finding import Named
from venez_vivre.casework.households import flush, load
from venez_vivre.dates import short
from venez_vivre.errors import Refused
from venez_vivre.intake.writing import Inserts
from venez_vivre.models import FollowUp, Household, Transfer
from venez_vivre.store.base import Work
from venez_vivre.store.queries.handover import Candidate, charge
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
    removed: bool = False
    """Whether they are followed by nobody from now on."""


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


class Destination(NamedTuple):
    """Where files go: an officer, a territory or both; `NOBODY` takes them from their officer."""

    officer: Named | None = None
    territory: Named | None = None

    @property
    def officer_id(self) -> int | None:
        """What `officer_id` will hold."""
        return (self.officer.number or None) if self.officer else None

    def changes(self, one: Candidate) -> bool:
        """Whether a file is not there yet."""
        return self.changes_officer(one) or self.changes_territory(one)

    def changes_officer(self, one: Candidate) -> bool:
        """Whether it is in other hands."""
        return self.officer is not None and one.officer != self.officer_id

    def changes_territory(self, one: Candidate) -> bool:
        """Whether it is in another territory."""
        return self.territory is not None and one.territory != self.territory.number


def preview(found: Sequence[Candidate], to: Destination) -> Assigned:
    """What `assign` would do.

    Raises:
        Refused: every one of them already is in these hands.

    """
    changed = [one.reference for one in found if to.changes(one)]
    unchanged = [one.reference for one in found if not to.changes(one)]
    if not changed:
        raise Refused(_already(unchanged, to))
    return Assigned(
        tuple(changed),
        tuple(unchanged),
        to.officer.name if to.officer and to.officer.number else None,
        to.territory.name if to.territory else None,
        removed=to.officer is not None and not to.officer.number,
    )


def assign(work: Work, found: Sequence[Candidate], to: Destination) -> Assigned:
    """Give files to an officer, a territory or both, however many they are.

    Raises:
        Refused: every one of them already is in these hands.

    """
    done = preview(found, to)
    moving = [one for one in found if to.changes(one)]
    work.journal.touch("household", [one.number for one in moving])
    if to.officer:
        _set(work, "officer_id", to.officer_id, [o for o in moving if to.changes_officer(o)])
    if to.territory:
        _remember(work, to.territory.number, [o for o in moving if to.changes_territory(o)])
    work.rows.run_many(
        "UPDATE household SET version = version + 1 WHERE id = ?", [(o.number,) for o in moving]
    )
    work.says(f"affectation de {plural(len(moving), 'foyer')}")
    return done


def _set(work: Work, column: str, value: int | None, moving: Sequence[Candidate]) -> None:
    work.rows.run_many(
        f"UPDATE household SET {column} = ? WHERE id = ?", [(value, one.number) for one in moving]
    )


def _remember(work: Work, territory: int, moving: Sequence[Candidate]) -> None:
    """Change the territory; those that leave one keep a dated transfer."""
    columns = ("household_id", "from_territory_id", "to_territory_id", "moved_on")
    transfers = Inserts(work, "transfer", columns)
    for one in moving:
        if one.territory is not None:
            transfers.add(one.number, one.territory, territory, work.today.isoformat())
    transfers.finish()
    _set(work, "territory_id", territory, moving)


def _already(references: Sequence[str], to: Destination) -> str:
    by = []
    if to.officer:
        by = [f"suivi par {to.officer.name}" if to.officer.number else "suivi par personne"]
    by += [f"dans le territoire {to.territory.name}"] if to.territory else []
    who = f"Le foyer {references[0]} est" if len(references) == 1 else "Chacun de ces foyers est"
    return f"{who} déjà {listed(by)} : rien n’est changé."


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


@dataclass(frozen=True)
class Handed:
    """What an officer handed over: how many files, and how many open follow-ups."""

    to: str
    files: int
    follow_ups: int


def hand_over(work: Work, leaving: Named, taking: Named) -> Handed:
    """Give every open file of an officer, and what is due in her name, to another.

    Raises:
        Refused: there is nothing to hand over.

    """
    found = charge(work.rows, leaving.number, work.today.isoformat())
    sql = "SELECT id FROM follow_up WHERE done_on IS NULL AND officer_id = :officer ORDER BY id"
    due = [number for (number,) in work.rows.rows(sql, officer=leaving.number)]
    if not (found or due):
        raise Refused(f"{leaving.name} n’a ni foyer ni promesse à passer : rien n’est changé.")
    if found:
        assign(work, found, Destination(officer=taking))
    work.journal.touch("follow_up", due)
    work.rows.run_many(
        "UPDATE follow_up SET officer_id = ?, version = version + 1 WHERE id = ?",
        [(taking.number, number) for number in due],
    )
    work.says(f"passation de {plural(len(found), 'foyer')} et {plural(len(due), 'relance')}")
    return Handed(taking.name, len(found), len(due))
