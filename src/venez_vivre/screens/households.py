"""How a list of households looks, and what is said of a change in a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.screens.pages import (
    TAKE_BACK,
    Block,
    Column,
    Facts,
    Page,
    Prose,
    Table,
    keys_of,
    sentence,
)
from venez_vivre.store.queries.households import Found, Line, person_name
from venez_vivre.texts import listed as enumerate_words
from venez_vivre.texts import number, plural, shorten
from venez_vivre.vocabulary import CaseStatus, CloseReason, Stage

if TYPE_CHECKING:  # those modules load the models, which reading does without
    from venez_vivre.casework.assignment import Closed, Moved, Reopened, Waiting
    from venez_vivre.casework.households import Created, Edited
    from venez_vivre.casework.merging import Merged, Separated

COLUMNS = (
    Column("reference", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("etape", "Étape"),
    Column("territoire", "Territoire", minor=2),
    Column("agent", "Suivi par", minor=1),
    Column("inscrit_le", "Inscrit le", "day", minor=3),
    Column("dernier_contact", "Contact", "day", minor=1),
    Column("prochaine_action", "À faire"),
    Column("echeance", "Échéance", "day"),
)
EMPTY = (
    "Aucun foyer ne correspond. `venez-vivre foyers lister` sans option les montre tous ; "
    "`inscrits importer` et `foyers creer` en ajoutent."
)


def listed(found: Sequence[Line], today: date) -> Page:
    """The list: everything for scripts, what fits a screen for people."""
    records = [_record(line) for line in found]
    return Page(records, lambda: [_table(found, today)], keys_of(_record, Line))


def _record(line: Line) -> dict[str, Any]:
    return {
        "reference": line.reference,
        "nom": person_name(line.first, line.last),
        "membres": line.members,
        "etape": line.stage,
        "statut": line.status,
        "droits": held_back(line.limited_on, line.opposed_on),
        "territoire": line.territory,
        "agent": line.officer,
        "inscrit_le": line.registered_on,
        "accompagne_le": line.accompanied_on,
        "installe_le": line.settled_on,
        "dernier_contact": line.last_contact_on,
        "prochaine_action": line.next_action,
        "echeance": line.next_due_on,
    }


def _table(found: Sequence[Line], today: date) -> Table:
    return Table(COLUMNS, [_row(line) for line in found], note=_note(found, today), empty=EMPTY)


def _row(line: Line) -> list[Any]:
    return [
        line.reference,
        shorten(person_name(line.first, line.last), 28),
        state(line.stage, line.status, HELD.get(held_back(line.limited_on, line.opposed_on) or "")),
        shorten(line.territory or "", 24),
        shorten(line.officer or "", 18),
        line.registered_on,
        line.last_contact_on,
        shorten(line.next_action or "", 30),
        line.next_due_on,
    ]


def _note(found: Sequence[Line], today: date) -> str:
    """How many there are beyond these, and how many are late."""
    total = found[0].total if found else 0
    late = sum(1 for line in found if line.next_due_on and line.next_due_on < today.isoformat())
    parts = [f"{plural(len(found), 'foyer')} sur {number(total)}"]
    if total > len(found):
        parts = [f"… et {plural(total - len(found), 'autre')} : `-n {total}` les montre tous"]
    elif late:
        parts.append(f"{plural(late, 'échéance dépassée', 'échéances dépassées')}")
    return " · ".join(parts)


HELD = {"limite": "limité", "oppose": "opposé"}
"""How lists say that a right holds a file back."""


def held_back(limited_on: str | None, opposed_on: str | None) -> str | None:
    """`limite` or `oppose`, for a file that a right holds back."""
    return "limite" if limited_on else "oppose" if opposed_on else None


def state(stage: str, status: str, held: str | None = None) -> str:
    """The stage, the right that holds the file back, the status when it is not worked on."""
    words = [label(Stage, stage), *([held] if held else [])]
    if status != CaseStatus.ACTIVE:
        words.append(label(CaseStatus, status))
    return ", ".join(words)


def created(done: Created) -> Page:
    """A file was made."""
    data = {
        "reference": done.reference,
        "nom": done.name,
        "inscrit_le": done.registered_on,
        "territoire": done.territory,
        "agent": done.officer,
    }
    where = f", {done.territory}" if done.territory else ""
    by = f", suivi par {done.officer}" if done.officer else ""
    day = short(done.registered_on)
    return sentence(
        data, f"Foyer {done.reference} créé : {done.name}, inscrit le {day}{where}{by}."
    )


def edited(done: Edited) -> Page:
    """Fields of a file were edited, each with its value before and after."""
    data = {
        "reference": done.reference,
        "nom": done.name,
        "champs": {c.field: {"avant": c.before, "apres": c.after} for c in done.changes},
    }

    def draw() -> list[Block]:
        from venez_vivre.screens.fields import changed  # noqa: PLC0415  lists do without it

        pairs = changed([(c.field, c.before, c.after) for c in done.changes])
        text = f"Foyer {done.reference} modifié ({done.name})."
        return [Prose(text, "good"), Facts(pairs), Prose(TAKE_BACK, "dim")]

    return Page(data, draw)


def closed(done: Closed) -> Page:
    """A file was closed, or put to sleep."""
    data = {
        "reference": done.reference,
        "nom": done.name,
        "statut": CaseStatus.DORMANT.value if done.wake_up_on else CaseStatus.CLOSED.value,
        "motif": done.reason.value,
        "ferme_le": done.closed_on,
        "reveil_le": done.wake_up_on,
        "relances_ouvertes": sum(done.waiting),
    }
    state = f"clos le {short(done.closed_on)}"
    if done.wake_up_on:
        state = f"en veille jusqu’au {short(done.wake_up_on)}"
    text = f"Foyer {done.reference} ({done.name}) {state} : {done.reason.label}."
    hidden = _hidden(done.waiting, done.wake_up_on)
    return sentence(data, text, warnings=[hidden] if hidden else [], back=TAKE_BACK)


def _hidden(waiting: Waiting, wake_up_on: date | None) -> str:
    """« 2 relances et 1 rendez-vous ne seront plus montrés. », nothing when nothing is open."""
    parts = [plural(waiting.actions, "relance")] if waiting.actions else []
    parts += [plural(waiting.appointments, "rendez-vous")] if waiting.appointments else []
    if not parts:
        return ""
    many = sum(waiting) > 1
    e = "" if waiting.appointments else "e"
    be = f"ne seront plus montré{e}s" if many else f"ne sera plus montré{e}"
    return f"{enumerate_words(parts)} {be}{' d’ici là' if wake_up_on else ''}."


def closing(found: Found, reason: CloseReason, wake_up_on: date | None, waiting: Waiting) -> str:
    """What is asked before a file is closed."""
    what = f"Mettre en veille jusqu’au {short(wake_up_on)}" if wake_up_on else "Clore"
    hidden = _hidden(waiting, wake_up_on)
    told = f" {hidden}" if hidden else ""
    return f"{what} le dossier de {found.reference} ({found.name}) : {reason.label} ?{told}"


def reopened(done: Reopened) -> Page:
    """A file is worked on again."""
    data = {"reference": done.reference, "nom": done.name, "statut": CaseStatus.ACTIVE.value}
    text = f"Foyer {done.reference} ({done.name}) rouvert."
    return sentence(data, text, back=TAKE_BACK)


def moved(done: Moved) -> Page:
    """A file was handed to another territory."""
    data = {
        "reference": done.reference,
        "nom": done.name,
        "de": done.origin,
        "vers": done.destination,
        "note": done.note,
    }
    start = f" de {done.origin}" if done.origin else ""
    text = f"Foyer {done.reference} ({done.name}) réorienté{start} vers {done.destination}."
    if not done.followed:
        left = "Vous ne le voyez plus : ce territoire, ou la Région, peut vous le rendre."
        return sentence(data, f"{text} Son dossier y est parti en entier.", back=left)
    waits = "Il attend un chargé d’accueil : `venez-vivre foyers affecter` le lui donne."
    return sentence(data, f"{text} {waits}", back=TAKE_BACK)


def merging(kept: Found, gone: Found) -> str:
    """What is asked before two files become one."""
    return (
        f"Réunir {gone.reference} ({gone.name}) dans {kept.reference} ({kept.name}) ? La référence "
        f"{gone.reference} ne servira plus."
    )


def merged(done: Merged) -> Page:
    """Two files that became one."""
    data = {
        "foyer": done.reference,
        "absorbe": done.absorbed,
        "membres": done.people,
        "reunis": list(done.same),
    }
    same = f" {enumerate_words(done.same)} n’y compte plus qu’une fois." if done.same else ""
    text = (
        f"{done.absorbed} est réuni au foyer {done.reference} ({done.name}), "
        f"{plural(done.people, 'membre')}.{same}"
    )
    return sentence(data, text, back=TAKE_BACK)


def separating(found: Found, leaving: Sequence[str]) -> str:
    """What is asked before people get a file of their own."""
    who = enumerate_words([f"« {word} »" for word in leaving])
    return f"Sortir {who} du foyer {found.reference} ({found.name}), vers un nouveau dossier ?"


def separated(done: Separated) -> Page:
    """One file that became two."""
    data = {"foyer": done.reference, "nouveau": done.new, "personnes": list(done.people)}
    who = enumerate_words([name or "un enfant" for name in done.people])
    text = f"{who} : nouveau foyer {done.new}, à côté de {done.reference} ({done.name})."
    return sentence(data, text, back=TAKE_BACK)
