"""How the address book of local contact people looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.fields import FIELDS_OF_RESOURCE
from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.screens import introductions
from venez_vivre.screens.fields import changed
from venez_vivre.screens.pages import (
    TAKE_BACK,
    Block,
    Column,
    Facts,
    Page,
    Prose,
    Table,
    Tone,
    keys_of,
    sentence,
)
from venez_vivre.screens.phones import spoken
from venez_vivre.store.queries.introductions import Line
from venez_vivre.store.queries.resources import Resource
from venez_vivre.texts import clean, plural, shorten
from venez_vivre.vocabulary import ResourceTheme

if TYPE_CHECKING:  # that module loads the models, which reading does without
    from venez_vivre.casework.fields import Change
    from venez_vivre.casework.resources import Closing

COLUMNS = (
    Column("reference", "Réf.", "name"),
    Column("nom", "Nom"),
    Column("fonction", "Fonction, structure", minor=2),
    Column("commune", "Commune"),
    Column("themes", "Aide sur"),
    Column("telephone", "Téléphone", minor=3),
    Column("charge", "Suit"),
)


def listed(found: Sequence[Resource], limit: int | None) -> Page:
    """The contact people, who has room and who is full."""
    shown = found[:limit]
    records = [record(one) for one in shown]
    return Page(records, lambda: [_table(shown, found)], keys_of(record, Resource))


def record(one: Resource) -> dict[str, Any]:
    """A contact person for scripts."""
    return {
        "reference": one.reference,
        "nom": one.name,
        "fonction": one.position,
        "structure": one.structure,
        "email": one.email,
        "telephone": one.phone,
        "commune": one.commune,
        "code_insee": one.code_insee,
        "territoire": one.territory,
        "themes": one.themes.split("|") if one.themes else [],
        "capacite": one.capacity,
        "foyers_suivis": one.load,
        "complet": one.load is not None and one.full,
        "note": one.note,
        "close_le": one.closed_on,
    }


def _table(shown: Sequence[Resource], found: Sequence[Resource]) -> Table:
    rows = [
        [
            one.reference,
            shorten(one.name, 30),
            shorten(_what(one), 40),
            one.commune,
            _themes(one),
            spoken(one.phone),
            _load(one),
        ]
        for one in shown
    ]
    empty = "Aucune personne ressource ne correspond. `venez-vivre ressources ajouter` en ajoute."
    tones: tuple[Tone, ...] = tuple("warn" if one.full else "plain" for one in shown)
    return Table(COLUMNS, rows, note=_note(shown, found), empty=empty, tones=tones)


def _note(shown: Sequence[Resource], found: Sequence[Resource]) -> str:
    rest, full = len(found) - len(shown), sum(one.full for one in found)
    said = f"… et {plural(rest, 'autre')} : `-n {len(found)}` les montre toutes · " if rest else ""
    said += plural(len(found), "personne ressource", "personnes ressources")
    return said + (f", dont {plural(full, 'complète')}" if full else "")


def _what(one: Resource) -> str:
    return ", ".join(part for part in (one.position, one.structure) if part)


def _themes(one: Resource) -> str:
    codes = one.themes.split("|") if one.themes else []
    return ", ".join(label(ResourceTheme, code) for code in codes)


def _load(one: Resource) -> str:
    if one.capacity is None:
        return plural(one.load, "foyer") if one.load else "aucun foyer"
    full = ", complet" if one.full else ""
    return f"{plural(one.load, 'foyer')} sur {one.capacity}{full}"


def page(one: Resource, known: Sequence[Line]) -> Page:
    """Everything known of one contact person, and the households they were introduced to."""
    data = record(one) | {"mises_en_relation": [introductions.record(line) for line in known]}
    return Page(data, lambda: _blocks(one, known))


def _blocks(one: Resource, known: Sequence[Line]) -> list[Block]:
    head = [Prose(f"{one.reference}  {one.name}", "title")]
    if one.closed_on:
        since = short(date.fromisoformat(one.closed_on))
        head.append(Prose(f"N’est plus proposée depuis le {since}.", "warn"))
    facts = Facts(
        [
            ("Fonction", _what(one)),
            ("Commune", one.commune),
            ("Territoire", one.territory),
            ("Aide sur", _themes(one)),
            ("E-mail", one.email),
            ("Téléphone", spoken(one.phone)),
            ("Suit", _load(one)),
            ("Note", one.note),
        ]
    )
    return [*head, facts, introductions.table(known, empty="Aucun foyer ne lui a été présenté.")]


def added(one: Resource) -> Page:
    """Somebody entered the address book."""
    where = f" à {one.commune}" if one.commune else ""
    text = f"Personne ressource ajoutée : {one.reference}, {one.name}{where}."
    return sentence(record(one), text, warnings=_gaps(one))


def _gaps(one: Resource) -> list[str]:
    """What is missing for somebody to be found or written to."""
    lacks = [] if one.email or one.phone else ["--email ou --telephone"]
    lacks += [] if one.themes else ["--themes"]
    if not lacks:
        return []
    gesture = f"`venez-vivre ressources modifier {one.reference}`"
    return [f"À compléter avec {gesture} : {', '.join(lacks)}."]


def edited(one: Resource, changes: Sequence[Change]) -> Page:
    """Somebody was corrected: each field before and after."""
    data = record(one) | {
        "changements": [{"champ": c.field, "avant": c.before, "apres": c.after} for c in changes]
    }
    head = Prose(f"Personne ressource {one.reference} ({one.name}) modifiée.", "good")
    told = [(c.field, c.before, c.after) for c in changes]
    return Page(
        data, lambda: [head, Facts(changed(told, FIELDS_OF_RESOURCE)), Prose(TAKE_BACK, "dim")]
    )


def closing(one: Resource, running: int) -> str:
    """What is asked before somebody is no longer proposed."""
    run = plural(running, "mise en relation court", "mises en relation courent")
    told = f" {run} encore, et continue{'nt' if running > 1 else ''}." if running else ""
    return f"Ne plus proposer {one.reference} ({clean(one.name)}) ?{told}"


def closed(done: Closing) -> Page:
    """Somebody is no longer proposed."""
    one = done.resource
    data = record(one) | {"close_le": done.on, "en_cours": len(done.running)}
    text = f"{one.reference} ({one.name}) n’est plus proposée depuis le {short(done.on)}."
    running = plural(len(done.running), "mise en relation court", "mises en relation courent")
    listing = f"`venez-vivre mises-en-relation lister --ressource {one.reference}`"
    warnings = [f"{running} encore : {listing}."] if done.running else []
    return sentence(data, text, warnings=warnings, back=TAKE_BACK)


def reopened(one: Resource) -> Page:
    """Somebody is proposed again."""
    data = record(one) | {"close_le": None}
    return sentence(data, f"{one.reference} ({one.name}) est de nouveau proposée.", back=TAKE_BACK)
