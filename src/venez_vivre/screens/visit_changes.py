"""What is said when a visit is made, edited or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.casework.visit_names import days
from venez_vivre.screens.cells import write
from venez_vivre.screens.pages import TAKE_BACK, Block, Facts, Page, Prose, sentence
from venez_vivre.screens.visits import document
from venez_vivre.store.queries.households import person_name
from venez_vivre.store.queries.visits import Guest, Visit
from venez_vivre.texts import listed as enumerate_words
from venez_vivre.texts import plural, shorten
from venez_vivre.vocabulary import VisitKind

if TYPE_CHECKING:  # that module loads the models, which reading does without
    from venez_vivre.casework.visits import Cancelled, Edited


FIELDS = {
    "titre": "Titre",
    "type": "Type",
    "du": "Premier jour",
    "au": "Dernier jour",
    "commune": "Commune",
    "territoire": "Territoire",
    "agent": "Suivie par",
    "capacite": "Places",
    "note": "Note",
}
"""What people read of a field that was edited."""


def created(visit: Visit, guests: Sequence[Guest]) -> Page:
    """A visit was made, and whom it invites already."""
    where = f" à {visit.commune}" if visit.commune else ""
    text = f"Visite {visit.reference} créée : {visit.title}, {days(visit)}{where}."
    names = [f"{g.reference} ({person_name(g.first, g.last)})" for g in guests]
    s = "s" if len(names) > 1 else ""
    invited = f"Invité{s} : {enumerate_words(names)}."
    gesture = f"`venez-vivre visites inviter {visit.reference} FOYER` invite des foyers."

    def draw() -> list[Block]:
        return [Prose(text, "good"), Prose(invited if names else gesture)]

    return Page(document(visit, guests), draw)


def edited(done: Edited) -> Page:
    """Fields of a visit were edited, each with its value before and after."""
    data = {
        "reference": done.reference,
        "titre": done.title,
        "champs": {c.field: {"avant": c.before, "apres": c.after} for c in done.changes},
        "presences_deplacees": done.moved,
        "bilans_deplaces": done.debriefs,
        "prises": done.room.taken,
        "capacite": done.room.places,
    }

    def draw() -> list[Block]:
        pairs = [
            (FIELDS[c.field], f"{_value(c.field, c.before)} → {_value(c.field, c.after)}")
            for c in done.changes
        ]
        blocks: list[Block] = [
            Prose(f"Visite {done.reference} modifiée ({done.title}).", "good"),
            Facts(pairs),
        ]
        if done.moved:
            were = "présence suit" if done.moved == 1 else "présences suivent"
            blocks.append(Prose(f"{done.moved} {were} les nouvelles dates{_debriefs(done)}."))
        if done.room.over:
            blocks.append(Prose(over(done.room.taken, done.room.places or 0), "warn"))
        return [*blocks, Prose(TAKE_BACK, "dim")]

    return Page(data, draw)


def _debriefs(done: Edited) -> str:
    """A debrief that came before the new days was moved too."""
    if not done.debriefs:
        return ""
    return f", {'un bilan' if done.debriefs == 1 else f'{done.debriefs} bilans'} aussi"


def cancelling(visit: Visit) -> str:
    """What is asked before a visit is cancelled."""
    were = plural(visit.taken, "foyer y est attendu", "foyers y sont attendus")
    told = (
        f"{were} : il faudra {'le' if visit.taken == 1 else 'les'} prévenir."
        if visit.taken
        else ("Personne n’y est attendu.")
    )
    return f"Annuler la visite {visit.reference} ({visit.title}), {days(visit)} ? {told}"


def over(taken: int, places: int) -> str:
    """The warning that there are more guests than places."""
    return f"{plural(taken, 'foyer attendu', 'foyers attendus')} pour {plural(places, 'place')}."


def _value(field: str, value: Any) -> str:
    if value is None:
        return "(vide)"
    if field in {"du", "au"}:
        return write(value, "day")
    if field == "type":
        return label(VisitKind, value)
    return str(value) if isinstance(value, int) else shorten(write(value), 40)


def cancelled(done: Cancelled) -> Page:
    """A visit will not take place."""
    data = {
        "visite": done.reference,
        "titre": done.title,
        "annulee_le": done.cancelled_on,
        "motif": done.reason,
        "foyers_attendus": done.guests,
    }
    why = f" : {done.reason}" if done.reason else ""
    text = f"Visite {done.reference} ({done.title}) annulée{why}."
    were = plural(done.guests, "foyer était attendu", "foyers étaient attendus")
    them = "le" if done.guests == 1 else "les"
    tell = f"{were} : prévenez-{them} (`venez-vivre visites montrer {done.reference}`)."
    return sentence(data, text, warnings=[tell] if done.guests else [], back=TAKE_BACK)
