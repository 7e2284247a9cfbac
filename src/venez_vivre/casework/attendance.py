"""Who came to a visit and who did not, each noted as an exchange with the household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from venez_vivre import NamedTuple
from venez_vivre.casework.contacts import ContactDraft, record
from venez_vivre.casework.followups import complete_due
from venez_vivre.casework.guests import guest_of, standing
from venez_vivre.dates import short
from venez_vivre.errors import Misuse, NotFound, Refused
from venez_vivre.models import Contact, Visit, VisitGuest
from venez_vivre.store.base import Work
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.visits import Known
from venez_vivre.texts import listed, plural
from venez_vivre.vocabulary import ContactChannel, GuestState, Result


@dataclass(frozen=True)
class Presences:
    """Who came and who did not, as it was told; the first day of the visit unless said."""

    came: Sequence[Found]
    missed: Sequence[Found] = ()
    on: date | None = None


class Noted(NamedTuple):
    """One presence: who, in which state, from which day.

    `before` is the state it had as a guest, None for a household that was not invited. `changed`
    says whether anything was written, `linked` whether an exchange noted by hand was taken rather
    than doubled. `done` counts the actions that it completed, `assigned_to` is the officer who got
    a household that nobody followed.
    """

    household: Found
    state: GuestState
    on: date
    before: str | None
    changed: bool = True
    linked: bool = False
    done: int = 0
    assigned_to: str | None = None


@dataclass(frozen=True)
class Attended:
    """The presences that were noted at a visit."""

    visit: Known
    notes: tuple[Noted, ...]

    def of(self, state: GuestState) -> list[Noted]:
        """Those in that state, whether or not they were so before."""
        return [note for note in self.notes if note.state == state]


def attend(work: Work, known: Known, told: Presences) -> Attended:
    """Note who came, which makes a household accompanied, and who did not.

    Raises:
        Misuse: a household is said both to have come and not to.
        Refused: the visit has not begun or is cancelled, the day is not one of it, or somebody
            who was not expected is said to have missed it.

    """
    visit = standing(work, known)
    both = [found.reference for found in told.came if found in told.missed]
    if both:
        raise Misuse(f"{listed(both)} : venu ou absent ? Gardez l’un des deux.")
    problem = _impossible(visit, told.on, work.today)
    if problem:
        raise Refused(problem)
    presences = [(found, GuestState.CAME) for found in dict.fromkeys(told.came)]
    presences += [(found, GuestState.MISSED) for found in dict.fromkeys(told.missed)]
    done = Attended(known, tuple(_note(work, visit, *one, told.on) for one in presences))
    changed = sum(note.changed for note in done.notes)
    work.says(f"présence de {plural(changed, 'foyer')} à la visite {visit.reference}")
    work.idle = not changed
    return done


def _impossible(visit: Visit, on: date | None, today: date) -> str | None:
    if visit.starts_on > today:
        return (
            f"La visite {visit.reference} commence le {short(visit.starts_on)} : personne n’a pu "
            f"y venir encore. `venez-vivre visites repondre {visit.reference} FOYER` note une "
            "réponse."
        )
    if on and on > today:
        return f"Le {short(on)} est dans le futur : une présence a eu lieu. Corrigez --le."
    if on and not visit.starts_on <= on <= visit.ends_on:
        return (
            f"La visite {visit.reference} va du {short(visit.starts_on)} au "
            f"{short(visit.ends_on)} : le {short(on)} n’en est pas. Corrigez --le, ou les dates "
            f"avec `venez-vivre visites modifier {visit.reference}`."
        )
    return None


def _note(work: Work, visit: Visit, found: Found, state: GuestState, on: date | None) -> Noted:
    guest = guest_of(work, visit, found.number)
    if state == GuestState.MISSED:
        _refuse_absence(visit, found, guest)
    own = work.session.get(Contact, guest.contact_id) if guest and guest.contact_id else None
    by_hand = None if own else _noted_by_hand(work, visit, found)
    contact = own or by_hand
    day = on or (contact.happened_on if contact else visit.starts_on)
    before = guest.state if guest else None
    same = own is not None and before == state and own.happened_on == day
    note = Noted(found, state, day, before, changed=not same, linked=by_hand is not None)
    if same:
        return note
    if contact is None:
        contact, note = _recorded(work, visit, note)
    else:
        note = note._replace(done=_correct(work, contact, note))
    _write(work, guest or _walk_in(work, visit, note), contact, note)
    return note


def _refuse_absence(visit: Visit, found: Found, guest: VisitGuest | None) -> None:
    """Only who was expected can be missing, and who told about the visit was there."""
    if guest is None:
        raise Refused(
            f"Le foyer {found.reference} n’était pas invité à la visite {visit.reference} : il n’y "
            "était pas attendu, il n’y a pas d’absence à noter. `venez-vivre visites montrer "
            f"{visit.reference}` montre qui l’était."
        )
    if guest.state == GuestState.DECLINED:
        raise Refused(
            f"Le foyer {found.reference} avait décliné la visite {visit.reference} : il n’y était "
            "pas attendu, il n’y a pas d’absence à noter."
        )
    if guest.debriefed_on:
        raise Refused(
            f"Le foyer {found.reference} a donné son bilan de la visite {visit.reference} le "
            f"{short(guest.debriefed_on)} : il y était. Si c’est une erreur, `venez-vivre journal` "
            "donne le numéro de ce bilan et `venez-vivre annuler --operation NUMERO` le retire."
        )


def _noted_by_hand(work: Work, visit: Visit, found: Found) -> Contact | None:
    """The exchange that somebody noted about these days, which no guest has yet."""
    taken = select(VisitGuest.contact_id).where(col(VisitGuest.contact_id).is_not(None))
    query = select(Contact).where(
        Contact.household_id == found.number,
        Contact.channel == ContactChannel.VISIT.value,
        col(Contact.happened_on).between(visit.starts_on, visit.ends_on),
        col(Contact.id).not_in(taken),
    )
    return work.session.exec(query.order_by(col(Contact.id))).first()


def _result(state: GuestState) -> Result:
    return Result.HELD if state == GuestState.CAME else Result.MISSED


def _recorded(work: Work, visit: Visit, note: Noted) -> tuple[Contact, Noted]:
    summary = f"Visite {visit.reference} : {visit.title}"
    draft = ContactDraft(note.on, ContactChannel.VISIT, _result(note.state), summary)
    done = record(work, note.household.number, draft)
    contact = work.session.get(Contact, done.contact_id)
    if contact is None:
        raise NotFound("Le contact de cette visite n’existe plus.")
    return contact, note._replace(done=done.done, assigned_to=done.assigned_to)


def _correct(work: Work, contact: Contact, note: Noted) -> int:
    """Bring an exchange to what is known now; how many actions that completes."""
    contact.result, contact.happened_on = _result(note.state).value, note.on
    if note.state != GuestState.CAME:
        return 0
    return complete_due(work, note.household.number, note.on)


def _walk_in(work: Work, visit: Visit, note: Noted) -> VisitGuest:
    """The row of a household that came without having been invited."""
    guest = VisitGuest(
        household_id=note.household.number, visit_id=visit.id or 0, invited_on=note.on
    )
    work.session.add(guest)
    return guest


def _write(work: Work, guest: VisitGuest, contact: Contact, note: Noted) -> None:
    if guest.state == GuestState.DECLINED:  # what it did says more than what it had answered
        guest.answered_on = None
    guest.state, guest.contact_id = note.state.value, contact.id
    guest.came_on = note.on if note.state == GuestState.CAME else None
    guest.invited_on = min(guest.invited_on, note.on)
    work.session.flush()
