"""Visits: make one, correct one, say that one will not take place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from venez_vivre.casework.fields import Change
from venez_vivre.casework.guests import Room, invite, load, room, standing
from venez_vivre.casework.visit_doubts import of_visit, refuse
from venez_vivre.dates import short
from venez_vivre.errors import Misuse, Refused
from venez_vivre.models import Contact, Visit, VisitGuest
from venez_vivre.references import visit_reference
from venez_vivre.store.base import Work
from venez_vivre.store.queries import visits as queries
from venez_vivre.store.queries.contacts import agent_named
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.standing import outcome
from venez_vivre.store.queries.visits import Known
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, plural
from venez_vivre.vocabulary import VisitKind

LONGEST = timedelta(days=92)
"""A visit that lasts longer is a slip in the year or the month."""

LONGEST_TITLE = 120
MOST_PLACES = 500

Values = dict[str, Any]
"""Columns of a visit and what they will hold; None empties one."""


@dataclass(frozen=True)
class Edited:
    """What was changed in a visit, how many presences and debriefs followed its new days."""

    reference: str
    title: str
    changes: tuple[Change, ...]
    moved: int
    debriefs: int
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


def create(
    work: Work, values: Values, households: Sequence[Found], *, beyond: bool, insist: bool
) -> Known:
    """Make a visit and invite its first households; `values` are those of its columns.

    Without a last day it lasts one day; one household alone makes it a stay; the territory is
    that of the commune, the officer whoever acts.

    Raises:
        Refused: impossible days, more households than places, or the same visit is there.

    """
    refuse(of_visit(work.rows, values, households), insist=insist)
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
    days = (visit.starts_on.isoformat(), visit.ends_on.isoformat())
    known = Known(visit.id or 0, visit.reference, visit.title, *days)
    if households:
        _refuse_crowd(room(work, known).places, len(set(households)), beyond=beyond)
        invite(work, known, households, None, beyond=True, insist=True)
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


def _refuse_crowd(places: int | None, guests: int, *, beyond: bool) -> None:
    """The visit is not there yet: places are said as it is made."""
    if beyond or places is None or guests <= places:
        return
    has = "n’aurait qu’une place" if places == 1 else f"n’aurait que {plural(places, 'place')}"
    raise Refused(
        f"La visite {has} pour {plural(guests, 'foyer')} : rien n’est enregistré. "
        f"`--capacite {guests}` en donne assez, `--oui` passe outre."
    )


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
        Refused: nothing would change, the days are impossible, or it was cancelled.

    """
    visit = standing(work, known)
    before = queries.one(work.rows, known.number, work.today)
    for name, value in values.items():
        setattr(visit, name, value)
    _refuse_days(visit)
    _refuse_places(visit.capacity)
    moved, debriefs = _move_presences(work, visit)
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
    return Edited(known.reference, after.title, changes, moved, debriefs, room(work, known))


def _move_presences(work: Work, visit: Visit) -> tuple[int, int]:
    """Who was noted on a day that is no longer of the visit was there on its first day.

    What they said of it cannot come before: how many presences, and how many debriefs, moved.
    """
    query = (
        select(VisitGuest, Contact)
        .join(Contact, col(Contact.id) == col(VisitGuest.contact_id))
        .where(VisitGuest.visit_id == visit.id)
    )
    moved = debriefs = 0
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
        if guest.came_on and guest.debriefed_on and guest.debriefed_on < guest.came_on:
            guest.debriefed_on = guest.came_on
            debriefs += 1
    return moved, debriefs


def cancelling(rows: Reader, known: Known, today: date) -> queries.Visit:
    """A visit that may be cancelled, as it stands that day.

    Raises:
        Refused: it is cancelled already, or somebody came.

    """
    on, present = outcome(rows, known.number)
    if on:
        day = short(date.fromisoformat(on))
        raise Refused(f"La visite {known.reference} est déjà annulée, depuis le {day}.")
    if present:
        raise Refused(
            f"{plural(present, 'foyer est noté venu', 'foyers sont notés venus')} à la visite "
            f"{known.reference} : elle a eu lieu. `venez-vivre visites presences {known.reference}"
            " --absents FOYER` corrige une présence."
        )
    return queries.one(rows, known.number, today)


def cancel(work: Work, known: Known, reason: str | None) -> Cancelled:
    """Say that a visit will not take place.

    Raises:
        Refused: it is cancelled already, or somebody came.

    """
    now = cancelling(work.rows, known, work.today)
    visit = load(work, known)
    visit.cancelled_on = work.today
    if reason:
        visit.note = "\n".join(part for part in (visit.note, f"Annulée : {reason}") if part)
    work.says(f"visite {visit.reference} annulée")
    return Cancelled(visit.reference, visit.title, work.today, reason, now.taken)
