"""Visits: make one, correct one, say that one will not take place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from venez_vivre.casework.guests import Room, invite, load, room
from venez_vivre.dates import short
from venez_vivre.errors import Misuse, Refused
from venez_vivre.models import Contact, Visit, VisitGuest
from venez_vivre.references import visit_reference
from venez_vivre.store.base import Work
from venez_vivre.store.queries import visits as queries
from venez_vivre.store.queries.contacts import agent_named
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.visits import Known
from venez_vivre.texts import clean, plural
from venez_vivre.vocabulary import GuestState, VisitKind

LONGEST = timedelta(days=92)
"""A visit that lasts longer is a slip in the year or the month."""

LONGEST_TITLE = 120
MOST_PLACES = 500

Values = dict[str, Any]
"""Columns of a visit and what they will hold; None empties one."""


@dataclass(frozen=True)
class Change:
    """One field that was edited, under its French name."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Edited:
    """What was changed in a visit, and how many presences followed its new days."""

    reference: str
    title: str
    changes: tuple[Change, ...]
    moved: int
    room: Room


@dataclass(frozen=True)
class Cancelled:
    """A visit that will not take place; its guests are kept."""

    reference: str
    title: str
    cancelled_on: date
    reason: str | None
    guests: int


def title_of(text: str) -> str:
    """A title on one line, made safe to keep.

    Raises:
        Misuse: there is nothing in it, or too much.

    """
    title = " ".join(clean(text).split())
    if not title:
        raise Misuse("Le titre est vide. Écrivez par exemple « Week-end à Autun ».")
    if len(title) > LONGEST_TITLE:
        raise Misuse(f"Ce titre est trop long : au plus {LONGEST_TITLE} caractères.")
    return title


def create(work: Work, values: Values, households: Sequence[Found], *, beyond: bool) -> Known:
    """Make a visit and invite its first households; `values` are those of its columns.

    Without a last day it lasts one day; one household alone makes it a stay; the territory is
    that of the commune, the officer whoever acts.

    Raises:
        Refused: impossible days, or more households than places.

    """
    usual = {
        "ends_on": values["starts_on"],
        "kind": (VisitKind.STAY if len(households) == 1 else VisitKind.GROUP).value,
        "officer_id": agent_named(work.rows, work.heading.agent).officer,
    }
    number = work.next_number("visit")
    visit = Visit(reference=visit_reference(number), **usual | values)
    _refuse_days(visit)
    _refuse_places(visit.capacity)
    if visit.territory_id is None and visit.code_insee:
        visit.territory_id = queries.territory_of(work.rows, visit.code_insee)
    work.session.add(visit)
    work.session.flush()
    known = Known(
        visit.id or 0,
        visit.reference,
        visit.title,
        visit.starts_on.isoformat(),
        visit.ends_on.isoformat(),
    )
    if households:
        invite(work, known, households, None, beyond=beyond)
    work.says(f"visite {visit.reference} créée")
    return known


def _refuse_days(visit: Visit) -> None:
    if visit.ends_on < visit.starts_on:
        raise Refused(
            f"La visite finirait le {short(visit.ends_on)}, avant de commencer le "
            f"{short(visit.starts_on)}. Corrigez --du ou --au."
        )
    if visit.ends_on - visit.starts_on > LONGEST:
        raise Refused(
            f"Du {short(visit.starts_on)} au {short(visit.ends_on)}, c’est plus de trois mois. "
            "Corrigez --du ou --au."
        )


def _refuse_places(capacity: int | None) -> None:
    if capacity is not None and not 1 <= capacity <= MOST_PLACES:
        raise Misuse(f"--capacite : {capacity} n’est pas possible, donnez de 1 à {MOST_PLACES}.")


EDITED = {
    "titre": "title",
    "type": "kind",
    "du": "starts_on",
    "au": "ends_on",
    "commune": "commune",
    "territoire": "territory",
    "agent": "officer",
    "capacite": "capacity",
    "note": "note",
}
"""What may be edited, under the name that people type, and what it is called in a read."""


def edit(work: Work, known: Known, values: Values) -> Edited:
    """Correct a visit; presences that fall out of its new days go to the first of them.

    Raises:
        Refused: nothing would change, or the days are impossible.

    """
    visit = load(work, known)
    before = queries.one(work.rows, known.number, work.today)
    for name, value in values.items():
        setattr(visit, name, value)
    _refuse_days(visit)
    _refuse_places(visit.capacity)
    moved = _move_presences(work, visit)
    work.session.flush()
    after = queries.one(work.rows, known.number, work.today)
    changes = tuple(
        Change(name, getattr(before, field), getattr(after, field))
        for name, field in EDITED.items()
        if getattr(before, field) != getattr(after, field)
    )
    if not changes:
        raise Refused(f"La visite {known.reference} disait déjà cela : rien n’est changé.")
    work.says(f"visite {known.reference} modifiée")
    return Edited(known.reference, after.title, changes, moved, room(work, known))


def _move_presences(work: Work, visit: Visit) -> int:
    """Who was noted on a day that is no longer of the visit was there on its first day."""
    query = (
        select(VisitGuest, Contact)
        .join(Contact, col(Contact.id) == col(VisitGuest.contact_id))
        .where(VisitGuest.visit_id == visit.id)
    )
    moved = 0
    for guest, contact in work.session.exec(query).all():
        if visit.starts_on <= contact.happened_on <= visit.ends_on:
            continue
        if visit.starts_on > work.today:
            raise Refused(
                f"Des présences sont déjà notées à la visite {visit.reference} : elle ne peut pas "
                f"commencer le {short(visit.starts_on)}, dans le futur. Corrigez --du."
            )
        contact.happened_on = visit.starts_on
        guest.came_on = visit.starts_on if guest.came_on else None
        guest.invited_on = min(guest.invited_on, visit.starts_on)
        moved += 1
    return moved


def cancel(work: Work, known: Known, reason: str | None) -> Cancelled:
    """Say that a visit will not take place.

    Raises:
        Refused: it is cancelled already, or somebody came.

    """
    visit = load(work, known)
    now = queries.one(work.rows, known.number, work.today)
    came = select(VisitGuest).where(
        VisitGuest.visit_id == visit.id, VisitGuest.state == GuestState.CAME.value
    )
    if visit.cancelled_on:
        raise Refused(
            f"La visite {visit.reference} est déjà annulée, depuis le {short(visit.cancelled_on)}."
        )
    present = len(work.session.exec(came).all())
    if present:
        raise Refused(
            f"{plural(present, 'foyer est noté venu', 'foyers sont notés venus')} à la visite "
            f"{visit.reference} : elle a eu lieu. `venez-vivre visites presences {visit.reference}"
            " --absents FOYER` corrige une présence."
        )
    visit.cancelled_on = work.today
    if reason:
        visit.note = "\n".join(part for part in (visit.note, f"Annulée : {reason}") if part)
    work.says(f"visite {visit.reference} annulée")
    return Cancelled(visit.reference, visit.title, work.today, reason, now.taken)
