"""How introductions look, what is said when one is noted or followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.screens.pages import (
    TAKE_BACK,
    Block,
    Column,
    Page,
    Prose,
    Table,
    Tone,
    keys_of,
    sentence,
)
from venez_vivre.store.queries.introductions import Line
from venez_vivre.texts import listed as enumerated
from venez_vivre.texts import plural, shorten
from venez_vivre.vocabulary import IntroductionState, Party, RefusalReason

if TYPE_CHECKING:  # those modules load the models, which reading does without
    from venez_vivre.casework.introductions import Introduced, IntroductionDraft
    from venez_vivre.casework.templates import Template

COLUMNS = (
    Column("numero", "N°", "count"),
    Column("date", "Depuis le", "day", minor=2),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom", minor=1),
    Column("avec", "Avec", "name"),
    Column("titre", ""),
    Column("etat", "Où elle en est"),
    Column("agent", "Par", minor=3),
)
EMPTY = (
    "Aucune mise en relation ne correspond. `venez-vivre mises-en-relation noter FOYER OFFRE` en "
    "note une."
)


def record(line: Line) -> dict[str, Any]:
    """An introduction for scripts."""
    return {
        "numero": line.number,
        "foyer": line.household,
        "nom": line.name,
        "membre": line.member,
        "offre": line.offer,
        "type": line.kind,
        "titre": line.title,
        "ressource": line.resource,
        "nom_ressource": line.resource_name,
        "date": line.introduced_on,
        "etat": line.state,
        "jours_d_attente": line.waiting,
        "repondue_le": line.answered_on,
        "finie_le": line.ended_on,
        "refus_de": line.refused_by,
        "motif": line.reason,
        "note": line.note,
        "agent": line.agent,
    }


def listed(found: Sequence[Line]) -> Page:
    """The list, those that wait first."""
    records = [record(line) for line in found]
    return Page(records, lambda: [table(found)], keys_of(record, Line))


def table(found: Sequence[Line], *, empty: str = EMPTY) -> Table:
    """Introductions, those that have waited too long standing out."""
    tones = tuple(_tone(line) for line in found)
    return Table(
        COLUMNS, [_row(line) for line in found], note=_note(found), empty=empty, tones=tones
    )


def _tone(line: Line) -> Tone:
    if line.late:
        return "warn"
    return "dim" if line.ended_on else "plain"


def _row(line: Line) -> list[Any]:
    return [
        line.number,
        line.introduced_on,
        line.household,
        shorten(line.name, 24),
        line.target,
        shorten(line.called, 40),
        state(line),
        shorten(line.agent or "", 18),
    ]


def state(line: Line) -> str:
    """Where an introduction stands, in a few words."""
    if line.waiting is not None:
        since = f"attend depuis {plural(line.waiting, 'jour')}" if line.waiting else "notée ce jour"
        return f"{since}, à relancer" if line.late else since
    day = line.ended_on or line.answered_on
    said = label(IntroductionState, line.state)
    on = f" le {short(date.fromisoformat(day))}" if day else ""
    by = {Party.HOUSEHOLD: " par le foyer", Party.OFFERER: " par l’offreur"}
    who = next((text for party, text in by.items() if line.refused_by == party), "")
    why = label(RefusalReason, line.reason)
    return f"{said}{who}{on}" + (f" : {why}" if why else "")


def _note(found: Sequence[Line]) -> str:
    if not found:
        return ""
    total, late = found[0].total, found[0].total_late
    rest = total - len(found)
    more = f"… et {plural(rest, 'autre')} : `-n {total}` les montre toutes · " if rest else ""
    waits = f" · {plural(late, 'attend', 'attendent')} depuis trop longtemps" if late else ""
    return f"{more}{plural(total, 'mise en relation', 'mises en relation')}{waits}"


def noted(
    draft: IntroductionDraft, done: Introduced, drafts: Sequence[Path], warnings: Sequence[str]
) -> Page:
    """A household was put in touch, and the drafts of the messages were written."""
    found = draft.household
    told = [*done.warnings, *warnings]
    data = {
        "foyer": found.reference,
        "nom": found.name,
        "mises_en_relation": [record(line) for line in done.lines],
        "brouillons": [str(path) for path in drafts],
        "avertissements": told,
    }
    whom = enumerated([f"« {line.called} » ({line.target})" for line in done.lines])
    who = f", pour {draft.member.first}" if draft.member else ""
    text = f"{found.reference} ({found.name}) mis en relation avec {whom}{who}."
    return Page(data, lambda: _said(text, drafts, told))


def _said(text: str, drafts: Sequence[Path], warnings: Sequence[str]) -> list[Block]:
    head = [Prose(text, "good")] if text else []
    written = [Prose(f"Brouillon à relire et à envoyer : {path}") for path in drafts]
    return [*head, *written, *(Prose(said, "warn") for said in warnings)]


def drafted(line: Line, drafts: Sequence[Path], warnings: Sequence[str]) -> Page:
    """Drafts were written for an introduction that was noted before."""
    data = {**record(line), "brouillons": [str(p) for p in drafts], "avertissements": [*warnings]}
    return Page(data, lambda: _said("", drafts, warnings))


def followed(line: Line) -> Page:
    """What came of an introduction was noted, and what that changes."""
    text = f"{line.household} ({line.name}), « {line.called} » ({line.target}) : {state(line)}."
    return sentence(record(line), text, warnings=_next_gesture(line), back=TAKE_BACK)


def _next_gesture(line: Line) -> list[str]:
    if line.state == IntroductionState.REFUSED and line.offer:
        return ["Cette offre ne sera plus proposée à ce foyer."]
    if line.state == IntroductionState.SUCCEEDED and line.offer:
        return [f"Si elle est pourvue : `venez-vivre offres verifier {line.offer} --pourvue`."]
    return []


TEMPLATES = (
    Column("modele", "Modèle", "name"),
    Column("etat", "Version"),
    Column("fichier", "Fichier"),
)


def templates(found: Sequence[Template], written: Sequence[Path]) -> Page:
    """The templates of messages: where their copies are, what they may hold."""
    data = [
        {
            "modele": one.name,
            "destinataire": one.whom,
            "fichier": str(one.path),
            "personnalise": one.edited,
            "valeurs": list(one.fields),
        }
        for one in found
    ]
    rows = [[one.name, "la vôtre" if one.edited else "d’origine", str(one.path)] for one in found]
    keys = [f"{one.whom} : {', '.join('{' + name + '}' for name in one.fields)}" for one in found]
    made = [Prose(f"Copie à modifier : {path}", "good") for path in written]
    gesture = "`venez-vivre mises-en-relation modeles --copier` écrit une copie à modifier."
    note = "" if all(one.edited for one in found) else gesture
    return Page(
        data,
        lambda: [
            *made,
            Table(TEMPLATES, rows, note=note),
            Prose("Ce que chaque modèle peut contenir", "section"),
            *(Prose(text) for text in keys),
            Prose("Une ligne dont toutes les valeurs sont inconnues n’est pas écrite.", "dim"),
        ],
    )
