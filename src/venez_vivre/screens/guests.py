"""What is said of the guests of a visit, and how their debriefs look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.casework.visit_names import days
from venez_vivre.dates import ago, short
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Page, Prose, Table, sentence
from venez_vivre.screens.phones import spoken
from venez_vivre.screens.visit_changes import over
from venez_vivre.screens.visits import debriefs_told
from venez_vivre.store.queries.households import Found, person_name
from venez_vivre.store.queries.visits import Guest, Visit
from venez_vivre.texts import clean, plural, shorten
from venez_vivre.texts import listed as enumerate_words
from venez_vivre.vocabulary import GuestState

if TYPE_CHECKING:  # those modules load the models, which reading does without
    from venez_vivre.casework.attendance import Attended, Noted
    from venez_vivre.casework.guests import Answered, Debriefed, Invited, Room

NOTED = (GuestState.CAME, GuestState.MISSED)
DEBRIEFS = (
    Column("date", "Bilan du", "day"),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("satisfaction", "Sur 5", "count"),
    Column("bilan", "Ce qu’ils en disent"),
)
LACKING = (
    Column("du_le", "À appeler", "day"),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("telephone", "Téléphone"),
    Column("agent", "Suivi par", minor=2),
    Column("retard", "", minor=1),
)


def invited(done: Invited) -> Page:
    """Households were invited."""
    data = {
        "visite": done.visit.reference,
        "titre": done.visit.title,
        "invites": [_brief(found) for found in done.households],
        "deja_invites": [found.reference for found in done.already],
        "personnes": done.people,
        **_room(done.room),
    }
    s = "s" if len(done.households) > 1 else ""
    text = (
        f"{_names(done.households)} invité{s} à la visite {done.visit.reference} "
        f"({done.visit.title}), {days(done.visit)}. {_left(done.room)}"
    )
    warnings = []
    if done.already:
        were = "l’était déjà" if len(done.already) == 1 else "l’étaient déjà"
        warnings.append(f"{enumerate_words([f.reference for f in done.already])} {were}.")
    return sentence(data, text, warnings=[*warnings, *_over(done.room)])


def _brief(found: Found) -> dict[str, Any]:
    return {"foyer": found.reference, "nom": found.name}


def _names(found: Sequence[Found]) -> str:
    return enumerate_words([f"{one.reference} ({one.name})" for one in found])


def _room(room: Room) -> dict[str, Any]:
    return {"prises": room.taken, "capacite": room.places, "libres": room.left}


def _left(room: Room) -> str:
    taken = f"{plural(room.taken, 'foyer attendu', 'foyers attendus')}"
    if room.left is None:
        return f"{taken}."
    return f"{taken}, {plural(room.left, 'place libre', 'places libres')}."


def _over(room: Room) -> list[str]:
    return [over(room.taken, room.places or 0)] if room.over else []


def answered(done: Answered) -> Page:
    """A guest answered."""
    data = {
        "visite": done.visit.reference,
        "titre": done.visit.title,
        **_brief(done.household),
        "etat": done.state.value,
        "personnes": done.people,
        **_room(done.room),
    }
    who = f"{done.household.reference} ({done.household.name})"
    many = f", {plural(done.people, 'personne')}" if done.people else ""
    verb = "vient" if done.state == GuestState.CONFIRMED else "ne vient pas"
    more = many if done.state == GuestState.CONFIRMED else ""
    text = f"{who} {verb} à la visite {done.visit.reference} ({done.visit.title}){more}."
    return sentence(data, f"{text} {_left(done.room)}", warnings=_over(done.room), back=TAKE_BACK)


def attended(done: Attended) -> Page:
    """Who came and who did not."""
    data = {
        "visite": done.visit.reference,
        "titre": done.visit.title,
        "venus": [_noted(note) for note in done.of(GuestState.CAME)],
        "absents": [_noted(note) for note in done.of(GuestState.MISSED)],
        **_sorted(done),
        "relances_faites": sum(note.done for note in done.notes),
    }
    changed = [note for note in done.notes if note.changed]
    head = f"Visite {done.visit.reference} ({done.visit.title})"
    if not changed:
        return sentence(data, f"{head} : c’était déjà noté, rien n’est changé.")

    def draw() -> list[Block]:
        said = [_told("venu", [n for n in changed if n.state == GuestState.CAME])]
        said += [_told("absent", [n for n in changed if n.state == GuestState.MISSED])]
        told = " ; ".join(text for text in said if text)
        return [
            Prose(f"{head} : {told}.", "good"),
            *(Prose(text) for text in [*_asides(_sorted(done)), *_effects(changed)]),
            Prose(TAKE_BACK, "dim"),
        ]

    return Page(data, draw)


def _noted(note: Noted) -> dict[str, Any]:
    return {**_brief(note.household), "date": note.on}


def _told(word: str, notes: Sequence[Noted]) -> str:
    if not notes:
        return ""
    s = "s" if len(notes) > 1 else ""
    first = min(note.on for note in notes)
    names = _names([note.household for note in notes])
    return f"{plural(len(notes), 'foyer')} {word}{s} ({short(first)}), {names}"


def _sorted(done: Attended) -> dict[str, list[str]]:
    """The households of each kind, under the key that scripts read."""
    notes = done.notes
    return {
        "corriges": _references(n for n in notes if n.changed and n.before in NOTED),
        "inchanges": _references(n for n in notes if not n.changed),
        "sans_invitation": _references(n for n in notes if n.before is None),
        "contacts_repris": _references(n for n in notes if n.linked),
        "affectes": _references(n for n in notes if n.assigned_to),
    }


def _references(notes: Iterable[Noted]) -> list[str]:
    return [note.household.reference for note in notes]


ASIDES = {
    "corriges": (
        "corrige ce qui était noté, son contact aussi",
        "corrigent ce qui était noté, leurs contacts aussi",
    ),
    "sans_invitation": ("n’était pas invité : ajouté", "n’étaient pas invités : ajoutés"),
    "contacts_repris": (
        "avait déjà un contact de visite, repris sans doublon",
        "avaient déjà un contact de visite, repris sans doublon",
    ),
    "inchanges": ("était déjà noté ainsi", "étaient déjà notés ainsi"),
}
"""What is worth a word beside what was asked, for one household and for several."""


def _asides(found: dict[str, list[str]]) -> list[str]:
    return [
        f"{enumerate_words(found[key])} {one if len(found[key]) == 1 else many}."
        for key, (one, many) in ASIDES.items()
        if found[key]
    ]


def _effects(changed: Sequence[Noted]) -> list[str]:
    """What the exchanges that were noted brought about."""
    count = sum(note.done for note in changed)
    were = "qui était due est faite" if count == 1 else "qui étaient dues sont faites"
    said = [f"{plural(count, 'action')} {were}."] if count else []
    taken = _references(note for note in changed if note.assigned_to)
    officer = next((note.assigned_to for note in changed if note.assigned_to), None)
    if officer:
        s = "s" if len(taken) > 1 else ""
        said.append(f"{enumerate_words(taken)} désormais suivi{s} par {officer}.")
    return said


def debriefed(done: Debriefed) -> Page:
    """What a household said was noted."""
    data = {
        "visite": done.visit.reference,
        "titre": done.visit.title,
        **_brief(done.household),
        "date": done.on,
        "satisfaction": done.satisfaction,
        "bilan": done.text,
        "remplace": done.replaced,
    }
    mark = f", satisfaction {done.satisfaction} sur 5" if done.satisfaction else ""
    verb = "corrigé" if done.replaced else "noté"
    text = (
        f"Bilan de {done.household.reference} ({done.household.name}) {verb} pour la visite "
        f"{done.visit.reference} ({done.visit.title}), le {short(done.on)}{mark}."
    )
    before = ["Il remplace ce qui était noté."] if done.replaced else []
    return sentence(data, text, warnings=before, back=TAKE_BACK if before else "")


def debriefs(visit: Visit, guests: Sequence[Guest], today: date, delay: int) -> Page:
    """The debriefs of a visit, and who is still to be called."""
    came = those_who_came(guests)
    told = [guest for guest in came if guest.debriefed_on]
    lacking = [guest for guest in came if not guest.debriefed_on]
    due_on = date.fromisoformat(visit.ends_on) + timedelta(days=delay)
    data = {
        "visite": visit.reference,
        "titre": visit.title,
        "du": visit.starts_on,
        "au": visit.ends_on,
        "venus": visit.came,
        "bilans": [_debrief(guest) for guest in told],
        "manquants": [_lacking(guest, due_on) for guest in lacking],
    }

    return Page(data, lambda: list(_debrief_blocks(visit, guests, due_on, today)))


def those_who_came(guests: Sequence[Guest]) -> list[Guest]:
    """The guests who can tell about a visit."""
    return [guest for guest in guests if guest.state == GuestState.CAME]


def _debrief_blocks(
    visit: Visit, guests: Sequence[Guest], due_on: date, today: date
) -> Iterable[Block]:
    known = debriefs_told(visit, guests) or "personne n’est noté venu"
    yield Prose(f"{visit.reference}  {visit.title}", "title")
    yield Prose(f"{days(visit)} · bilans : {known}", "dim")
    came = those_who_came(guests)
    told = [_debrief(guest) for guest in came if guest.debriefed_on]
    if told:
        short_texts = [
            record | {"bilan": shorten(" ".join((record["bilan"] or "").split()), 240)}
            for record in told
        ]
        yield Table(DEBRIEFS, [list(record.values()) for record in short_texts])
    lacking = [guest for guest in came if not guest.debriefed_on]
    if lacking:
        yield _to_call(visit, lacking, due_on, today)


def _debrief(guest: Guest) -> dict[str, Any]:
    return {
        "date": guest.debriefed_on,
        "foyer": guest.reference,
        "nom": person_name(guest.first, guest.last),
        "satisfaction": guest.satisfaction,
        "bilan": guest.feedback,
    }


def _lacking(guest: Guest, due_on: date) -> dict[str, Any]:
    return {
        "foyer": guest.reference,
        "nom": person_name(guest.first, guest.last),
        "telephone": guest.phone,
        "agent": guest.officer,
        "venu_le": guest.came_on,
        "du_le": due_on,
    }


def _to_call(visit: Visit, lacking: Sequence[Guest], due_on: date, today: date) -> Table:
    rows = [
        [
            due_on,
            guest.reference,
            shorten(person_name(guest.first, guest.last), 26),
            spoken(guest.phone),
            shorten(guest.officer or "", 18),
            ago(due_on, today),
        ]
        for guest in lacking
    ]
    title = f"{plural(len(lacking), 'bilan')} à recueillir"
    note = (
        f'`venez-vivre visites bilan {visit.reference} FOYER "Ce qu’ils disent" --satisfaction 4` '
        "en note un."
    )
    return Table(LACKING, rows, title=title, note=note)


def question(guest: Guest) -> str:
    """The guest whose presence is asked for."""
    name = clean(person_name(guest.first, guest.last))
    known = f", noté {label(GuestState, guest.state)}" if guest.state in NOTED else ""
    return f"{guest.reference}  {shorten(name, 40)}{known} :"
