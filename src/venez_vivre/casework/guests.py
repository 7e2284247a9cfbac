"""The guests of a visit: invited, answering, there or not, and what they said afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from venez_vivre.casework.visit_doubts import of_guests, refuse
from venez_vivre.casework.visit_names import cancelled
from venez_vivre.dates import short
from venez_vivre.errors import NotFound, Refused
from venez_vivre.intake.habits import MOST_PEOPLE
from venez_vivre.models import Visit, VisitGuest
from venez_vivre.store.base import Work
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.visits import ALONE, TAKING, Known
from venez_vivre.texts import plural
from venez_vivre.vocabulary import GuestState, VisitKind

ANSWERS = (GuestState.CONFIRMED, GuestState.DECLINED)
NOTED = (GuestState.CAME, GuestState.MISSED)


@dataclass(frozen=True)
class Room:
    """How many households hold a place, of how many places; None when nobody said."""

    taken: int
    places: int | None

    @property
    def left(self) -> int | None:
        """How many places are free."""
        return None if self.places is None else max(self.places - self.taken, 0)

    @property
    def over(self) -> bool:
        """Whether more households are expected than there are places."""
        return self.places is not None and self.taken > self.places


@dataclass(frozen=True)
class Invited:
    """The households that are now guests, and those that already were."""

    visit: Known
    households: tuple[Found, ...]
    already: tuple[Found, ...]
    people: int | None
    room: Room


@dataclass(frozen=True)
class Answered:
    """What a household answered to its invitation."""

    visit: Known
    household: Found
    state: GuestState
    people: int | None
    room: Room


@dataclass(frozen=True)
class DebriefDraft:
    """What a household said after its visit; the day is that of the command unless said."""

    text: str | None
    satisfaction: int | None
    on: date | None = None


@dataclass(frozen=True)
class Debriefed:
    """The debrief as it stands; `replaced` says that there was one already."""

    visit: Known
    household: Found
    on: date
    satisfaction: int | None
    text: str | None
    replaced: bool


def load(work: Work, known: Known) -> Visit:
    """The visit to write to."""
    visit = work.session.get(Visit, known.number)
    if visit is None:
        raise NotFound(f"La visite {known.reference} n’existe plus.")
    return visit


def standing(work: Work, known: Known) -> Visit:
    """The visit to write to, which was not cancelled.

    Raises:
        Refused: it was.

    """
    visit = load(work, known)
    if visit.cancelled_on:
        raise Refused(cancelled(visit.reference, visit.cancelled_on))
    return visit


def guest_of(work: Work, visit: Visit, household: int) -> VisitGuest | None:
    """The row of a household among the guests of a visit."""
    query = select(VisitGuest).where(
        VisitGuest.visit_id == visit.id, VisitGuest.household_id == household
    )
    return work.session.exec(query).first()


def room(work: Work, known: Known) -> Room:
    """How full the visit is, this operation included."""
    visit = load(work, known)
    taking = select(VisitGuest).where(
        VisitGuest.visit_id == visit.id,
        col(VisitGuest.state).in_([state.value for state in TAKING]),
    )
    alone = ALONE if visit.kind == VisitKind.STAY else None
    return Room(len(work.session.exec(taking).all()), visit.capacity or alone)


def invite(
    work: Work,
    known: Known,
    households: Sequence[Found],
    people: int | None,
    *,
    beyond: bool,
    insist: bool,
) -> Invited:
    """Invite households; one that had declined is invited anew.

    Raises:
        Refused: the visit is over or cancelled, full (unless `beyond`), or all were invited; a
            file is closed (unless one insists).

    """
    visit = standing(work, known)
    _refuse_people(people)
    if visit.ends_on < work.today:
        raise Refused(
            f"La visite {visit.reference} a pris fin le {short(visit.ends_on)}. "
            f"`venez-vivre visites presences {visit.reference} --venus FOYER` note qui est venu."
        )
    refuse(of_guests(work.rows, households, known), insist=insist)
    asked, before = list(dict.fromkeys(households)), room(work, known)
    new = [found for found in asked if _invite(work, visit, found, people)]
    already = [found for found in asked if found not in new]
    if not new:
        raise Refused(_already(visit, already))
    full = room(work, known)
    _refuse_crowd(visit, before, full, beyond=beyond)
    work.says(f"invitation de {plural(len(new), 'foyer')} à la visite {visit.reference}")
    return Invited(known, tuple(new), tuple(already), people, full)


def _invite(work: Work, visit: Visit, found: Found, people: int | None) -> bool:
    """Whether it changes anything."""
    guest = guest_of(work, visit, found.number)
    if guest is None:
        guest = VisitGuest(
            household_id=found.number,
            visit_id=visit.id or 0,
            people=people,
            invited_on=work.today,
        )
        work.session.add(guest)
    elif guest.state == GuestState.DECLINED:
        guest.state, guest.invited_on, guest.answered_on = "invite", work.today, None
        guest.people = people or guest.people
    elif people and guest.people != people:
        guest.people = people
    else:
        return False
    work.session.flush()
    return True


def _refuse_people(people: int | None) -> None:
    if people is not None and not 1 <= people <= MOST_PEOPLE:
        raise Refused(f"{people} personnes, ce n’est pas possible : donnez de 1 à {MOST_PEOPLE}.")


def _already(visit: Visit, already: Sequence[Found]) -> str:
    who = f"Le foyer {already[0].reference} est" if len(already) == 1 else "Ces foyers sont"
    s = "" if len(already) == 1 else "s"
    return f"{who} déjà invité{s} à la visite {visit.reference} : rien n’est changé."


def _refuse_crowd(visit: Visit, before: Room, full: Room, *, beyond: bool) -> None:
    """Whoever had a place keeps it: only those who are added may be too many."""
    new = full.taken - before.taken
    if new <= 0 or beyond or not full.over:
        return
    places = full.places or 0
    left = max(places - before.taken, 0)
    more = "qu’une place" if left == 1 else f"que {plural(left, 'place')}"
    what = f"n’a plus {more}" if left else "n’a plus de place"
    raise Refused(
        f"La visite {visit.reference} {what} ({plural(places, 'foyer')} au plus) et {new} de plus "
        f"y {'seraient attendus' if new > 1 else 'serait attendu'} : rien n’est enregistré. "
        "`--oui` passe outre, "
        f"`venez-vivre visites modifier {visit.reference} --capacite N` ouvre des places."
    )


def answer(
    work: Work,
    known: Known,
    found: Found,
    state: GuestState,
    people: int | None,
    *,
    beyond: bool,
) -> Answered:
    """Note what a guest answered.

    Raises:
        Refused: it was not invited, its presence is noted already, or there is no place left.

    """
    visit = standing(work, known)
    _refuse_people(people)
    guest = guest_of(work, visit, found.number)
    if guest is None:
        raise Refused(
            f"Le foyer {found.reference} n’est pas invité à la visite {visit.reference}. "
            f"`venez-vivre visites inviter {visit.reference} {found.reference}` l’invite."
        )
    problem = _cannot_answer(visit, guest, found, state, people)
    if problem:
        raise Refused(problem)
    before = room(work, known)
    _write_answer(work, guest, state, people)
    full = room(work, known)
    _refuse_crowd(visit, before, full, beyond=beyond)
    work.says(f"réponse du foyer {found.reference} à la visite {visit.reference}")
    return Answered(known, found, state, guest.people, full)


def _write_answer(work: Work, guest: VisitGuest, state: GuestState, people: int | None) -> None:
    guest.state, guest.answered_on = state.value, work.today
    guest.invited_on = min(guest.invited_on, work.today)  # an answer noted on a past day
    guest.people = people or guest.people
    work.session.flush()


def _cannot_answer(
    visit: Visit, guest: VisitGuest, found: Found, state: GuestState, people: int | None
) -> str | None:
    label = next(one.label for one in GuestState if one == guest.state)
    if guest.state in NOTED:
        return (
            f"Le foyer {found.reference} est déjà noté {label} : il n’y a plus à répondre. "
            f"`venez-vivre visites presences {visit.reference}` corrige une présence."
        )
    if guest.state == state and people in {None, guest.people}:
        return f"Le foyer {found.reference} est déjà noté {label} : rien n’est changé."
    return None


def debrief(work: Work, known: Known, found: Found, draft: DebriefDraft) -> Debriefed:
    """Note what a household said after its visit; what is said again replaces what was.

    Raises:
        Refused: it did not come, or the day is impossible.

    """
    visit = standing(work, known)
    guest = guest_of(work, visit, found.number)
    if guest is None or guest.state != GuestState.CAME or guest.came_on is None:
        raise Refused(
            f"Le foyer {found.reference} n’est pas noté venu à la visite {visit.reference}. "
            f"`venez-vivre visites presences {visit.reference} --venus {found.reference}` le note."
        )
    on = _debrief_day(guest.came_on, draft.on, guest.debriefed_on, work.today)
    replaced = guest.debriefed_on is not None
    guest.debriefed_on = on
    guest.satisfaction = draft.satisfaction or guest.satisfaction
    guest.feedback = draft.text or guest.feedback
    work.says(f"bilan du foyer {found.reference} après la visite {visit.reference}")
    return Debriefed(known, found, on, guest.satisfaction, guest.feedback, replaced)


def _debrief_day(came_on: date, said: date | None, known: date | None, today: date) -> date:
    """The day that was said; else the one that was noted, else today, never before the visit.

    Raises:
        Refused: it is to come, or before the visit; an option is blamed only if it was typed.

    """
    if came_on > today:
        raise Refused(
            f"La visite du {short(came_on)} n’avait pas encore eu lieu le {short(today)} : il n’y "
            "a pas de bilan à noter ce jour-là."
        )
    if said and said > today:
        raise Refused(f"Le bilan du {short(said)} est dans le futur. Corrigez --le.")
    if said and said < came_on:
        raise Refused(
            f"Le bilan du {short(said)} précède la visite du {short(came_on)}. Corrigez --le."
        )
    return said or min(max(known or today, came_on), today)
