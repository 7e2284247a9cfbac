"""How visits look: the list, one visit with its guests, what was made, edited, cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from venez_vivre.casework.terms import label
from venez_vivre.casework.visit_names import days
from venez_vivre.dates import ago, short
from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, Table, keys_of
from venez_vivre.screens.phones import spoken
from venez_vivre.store.queries.households import person_name
from venez_vivre.store.queries.visits import Guest, Visit
from venez_vivre.texts import listed as enumerate_words
from venez_vivre.texts import number, plural, shorten
from venez_vivre.vocabulary import GuestState, VisitKind

COLUMNS = (
    Column("reference", "Visite", "name"),
    Column("quand", "Quand", "count"),
    Column("titre", "Titre"),
    Column("commune", "Commune", minor=2),
    Column("territoire", "Territoire", minor=3),
    Column("agent", "Suivie par", minor=1),
    Column("places", "Places", "count"),
    Column("venus", "Venus", "count"),
    Column("bilans", "Bilans", "count", minor=4),
    Column("suite", ""),
)
GUESTS = (
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("telephone", "Téléphone", minor=1),
    Column("agent", "Suivi par", minor=3),
    Column("personnes", "Pers.", "count"),
    Column("etat", "État"),
    Column("le", "Le", "day", minor=2),
    Column("bilan", "Bilan"),
)
EMPTY = "Aucune visite ne correspond. `venez-vivre visites creer TITRE --du DATE` en ouvre une."


def listed(found: Sequence[Visit], today: date, limit: int | None) -> Page:
    """The visits: everything for scripts, what fits a screen for people."""
    shown = found[:limit]
    records = [record(visit) for visit in shown]
    keys = tuple(record(Visit(*NOTHING)))
    return Page(records, lambda: [_table(found, shown, today)], keys)


WAITING, NEVER = ("en attente", "en attente"), ("sans réponse", "sans réponse")
"""Who did not answer, to a visit that stands and to one that was cancelled."""

NOTHING: Any = (*[None] * 13, *[0] * 7)
"""A visit of which nothing is known, for its keys."""


def record(visit: Visit) -> dict[str, Any]:
    """A visit for scripts."""
    return {
        "reference": visit.reference,
        "titre": visit.title,
        "type": visit.kind,
        "du": visit.starts_on,
        "au": visit.ends_on,
        "commune": visit.commune,
        "code_insee": visit.code_insee,
        "territoire": visit.territory,
        "agent": visit.officer,
        "capacite": visit.capacity,
        "prises": visit.taken,
        "libres": visit.left,
        "invites": visit.invited,
        "confirmes": visit.confirmed,
        "declines": visit.declined,
        "venus": visit.came,
        "absents": visit.missed,
        "bilans": visit.debriefed,
        "personnes": visit.people,
        "note": visit.note,
        "annulee_le": visit.cancelled_on,
    }


def _table(found: Sequence[Visit], shown: Sequence[Visit], today: date) -> Table:
    rows = [
        [
            visit.reference,
            when(visit),
            shorten(visit.title, 40),
            visit.commune,
            shorten(visit.territory or "", 24),
            shorten(visit.officer or "", 18),
            _places(visit),
            visit.came or None,
            visit.debriefed if visit.came else None,
            _standing(visit, today),
        ]
        for visit in shown
    ]
    rest = len(found) - len(shown)
    note = f"… et {plural(rest, 'autre')} : `-n {len(found)}` les montre toutes" if rest else ""
    return Table(COLUMNS, rows, note=note, empty=EMPTY)


def when(visit: Visit) -> str:
    """« 15–16/11/2025 » or « 30/12–02/01/2026 »: no visit lasts so long that this is unclear."""
    first, last = (
        short(date.fromisoformat(visit.starts_on)),
        short(date.fromisoformat(visit.ends_on)),
    )
    if first == last:
        return last
    shared = 8 if first[3:] == last[3:] else 5
    return f"{first[:-shared]}–{last}"


def _places(visit: Visit) -> str:
    taken = number(visit.taken)
    return taken if visit.capacity is None else f"{taken} sur {number(visit.capacity)}"


def _standing(visit: Visit, today: date) -> str:
    """What is worth knowing at a glance."""
    if visit.cancelled_on:
        return "annulée"
    if visit.ends_on < today.isoformat():
        unknown = visit.invited + visit.confirmed
        return f"{unknown} à noter" if unknown else ""
    if visit.starts_on <= today.isoformat():
        return "en cours"
    if visit.capacity is not None and visit.taken > visit.capacity:
        return f"{visit.taken - visit.capacity} de trop"
    return "complète" if visit.left == 0 else ""


def shown(visit: Visit, guests: Sequence[Guest], today: date, form: str | None) -> Page:
    """One visit and its guests; a spreadsheet gets the guests."""
    if form == "csv":
        return sheet(guests)
    return Page(document(visit, guests), lambda: list(_blocks(visit, guests, today)))


def sheet(guests: Sequence[Guest]) -> Page:
    """Guests as rows for a spreadsheet."""
    return Page([guest_record(guest) for guest in guests], list, keys_of(guest_record, Guest))


def document(visit: Visit, guests: Sequence[Guest]) -> dict[str, Any]:
    """One visit and its guests, for scripts."""
    return {**record(visit), "foyers": [guest_record(guest) for guest in guests]}


def guest_record(guest: Guest) -> dict[str, Any]:
    """A guest for scripts."""
    return {
        "foyer": guest.reference,
        "nom": person_name(guest.first, guest.last),
        "telephone": guest.phone,
        "agent": guest.officer,
        "etat": guest.state,
        "personnes": guest.people,
        "invite_le": guest.invited_on,
        "repondu_le": guest.answered_on,
        "venu_le": guest.came_on,
        "bilan_le": guest.debriefed_on,
        "satisfaction": guest.satisfaction,
        "bilan": guest.feedback,
    }


def _blocks(visit: Visit, guests: Sequence[Guest], today: date) -> Iterable[Block]:
    yield Prose(f"{visit.reference}  {visit.title}", "title")
    yield Prose(_head(visit, today), "dim")
    if visit.cancelled_on:
        yield Prose(f"Annulée le {short(date.fromisoformat(visit.cancelled_on))}.", "warn")
    yield Facts([(title, text) for title, text in _facts(visit, guests) if text])
    gesture = f" `venez-vivre visites inviter {visit.reference} FOYER` invite un foyer."
    empty = "Personne n’est invité." + ("" if visit.cancelled_on else gesture)
    yield Table(GUESTS, [_guest_row(guest) for guest in guests], empty=empty)
    yield from (Prose(text, "dim") for text in _next(visit, guests, today))


def _head(visit: Visit, today: date) -> str:
    first = date.fromisoformat(visit.starts_on)
    parts = [
        label(VisitKind, visit.kind),
        f"{days(visit)} ({ago(first, today)})",
        visit.commune,
        visit.territory,
        f"suivie par {visit.officer}" if visit.officer else "suivie par personne",
    ]
    return " · ".join(part for part in parts if part)


def _facts(visit: Visit, guests: Sequence[Guest]) -> Iterable[tuple[str, str]]:
    gone = visit.cancelled_on is not None
    places = plural(visit.taken, "foyer")
    if visit.capacity is not None and not gone:
        over = visit.taken - visit.capacity
        free = plural(visit.capacity - visit.taken, "place libre", "places libres")
        beyond = f"{over} de plus que prévu"
        places += f" sur {number(visit.capacity)}, {beyond if over > 0 else free}"
    yield "Étaient attendus" if gone else "Places prises", places
    yield "Personnes", people(visit, guests)
    yield (
        "Réponses",
        _counts(
            (visit.confirmed, "confirmé", "confirmés"),
            (visit.invited, *(NEVER if gone else WAITING)),
            (visit.declined, "décliné", "déclinés"),
        ),
    )
    yield "Présences", _counts((visit.came, "venu", "venus"), (visit.missed, "absent", "absents"))
    yield "Bilans", debriefs_told(visit, guests)
    yield "Note", visit.note or ""


def people(visit: Visit, guests: Sequence[Guest]) -> str:
    """How many people the households that hold a place are, and of how many nobody said."""
    if visit.people is None:
        return ""
    freed = {GuestState.DECLINED, GuestState.MISSED}
    unknown = sum(1 for g in guests if g.people is None and g.state not in freed)
    more = f" (sans compter {plural(unknown, 'foyer')}, nombre inconnu)" if unknown else ""
    return f"{plural(visit.people, 'personne')}{more}"


def _counts(*counted: tuple[int, str, str]) -> str:
    return enumerate_words([plural(count, word, many) for count, word, many in counted if count])


def debriefs_told(visit: Visit, guests: Sequence[Guest]) -> str:
    """« 3 sur 4, satisfaction moyenne 4,3 sur 5 (2 réponses) », nothing when nobody came."""
    if not visit.came:
        return ""
    marks = [guest.satisfaction for guest in guests if guest.satisfaction]
    told = f"{visit.debriefed} sur {visit.came}"
    if marks:
        mean = number(sum(marks) / len(marks), 1)
        told += f", satisfaction moyenne {mean} sur 5 ({plural(len(marks), 'réponse')})"
    return told


def _guest_row(guest: Guest) -> list[Any]:
    return [
        guest.reference,
        shorten(person_name(guest.first, guest.last), 26),
        spoken(guest.phone),
        shorten(guest.officer or "", 18),
        guest.people,
        label(GuestState, guest.state),
        _since(guest),
        feedback(guest),
    ]


def _since(guest: Guest) -> str | None:
    """The day of the state; that of an absence is the visit's."""
    days_of: dict[str, str | None] = {
        GuestState.INVITED: guest.invited_on,
        GuestState.CAME: guest.came_on,
        GuestState.MISSED: None,
    }
    return days_of.get(guest.state, guest.answered_on)


def feedback(guest: Guest) -> str:
    """« 4 sur 5 · Ils ont aimé… »."""
    mark = f"{guest.satisfaction} sur 5" if guest.satisfaction else ""
    text = shorten(" ".join((guest.feedback or "").split()), 90)
    return " · ".join(part for part in (mark, text) if part) or (
        "noté" if guest.debriefed_on else ""
    )


def _next(visit: Visit, guests: Sequence[Guest], today: date) -> Iterable[str]:
    """The gestures that this visit calls for."""
    if visit.cancelled_on or not guests:
        return
    begun = visit.starts_on <= today.isoformat()
    expected = visit.invited + visit.confirmed
    if begun and expected:
        yield (
            f"Présence à noter pour {plural(expected, 'foyer')} : "
            f"`venez-vivre visites presences {visit.reference} --venus FOYER… --absents FOYER…`."
        )
    elif visit.invited:
        yield (
            f"Réponse attendue de {plural(visit.invited, 'foyer')} : "
            f"`venez-vivre visites repondre {visit.reference} FOYER --etat confirme`."
        )
    waiting = visit.came - visit.debriefed
    if waiting and visit.ends_on <= today.isoformat():
        yield (
            f"Bilan à recueillir auprès de {plural(waiting, 'foyer')} : "
            f'`venez-vivre visites bilan {visit.reference} FOYER "…" --satisfaction 4`.'
        )
