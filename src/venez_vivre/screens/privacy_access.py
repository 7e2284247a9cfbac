"""How the copy of somebody's data looks: readable, or whole for another program."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from venez_vivre.dates import short
from venez_vivre.privacy.access import Access, Held, Old, Value
from venez_vivre.privacy.masking import MASK
from venez_vivre.privacy.treatments import COMPLAINT, DELAY, RIGHTS, TRANSFERS, TREATMENTS
from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, Table
from venez_vivre.screens.privacy_labels import KEYS, ONE, TABLES, called, day, said
from venez_vivre.texts import capital, listed, plural

DATES = (
    "received_on", "happened_on", "introduced_on", "starts_on", "due_on", "invited_on",
    "checked_on", "moved_on", "decided_on", "noted_on", "announced_on", "settled_on",
)  # fmt: skip
"""What tells one row of a table from another, the first that it has."""

LINKS = {"contact_id": "contact", "settlement_id": "settlement", "first_id": "follow_up"}
"""What is told by the day of another row: its number would say nothing to anybody."""

CURRENT, REPLACED, DELETED, TAKEN_BACK = "actuelle", "remplacee", "supprimee", "annulee"
"""What became of a value, as scripts read it."""

STATES = {REPLACED: "remplacée", TAKEN_BACK: "annulée"}

READING = (
    "Chaque fiche donne d’abord ce qu’elle dit aujourd’hui, puis ce qu’elle disait avant : "
    "une valeur « remplacée » a été vraie dans le dossier jusqu’au jour indiqué ; une valeur "
    "« annulée » a été saisie puis reprise, elle ne compte plus. Une fiche « supprimée depuis » ou "
    "« annulée depuis » n’est plus dans le dossier : seul le journal la garde."
)
"""How to read the copy."""


def page(copy: Access) -> Page:
    """Everything that is held; `records` are one line a value."""
    return Page(_data(copy), lambda: list(_blocks(copy)), records=lambda: list(_lines(copy)))


def to_read_again(copy: Access) -> list[str]:
    """What an officer checks before the copy leaves."""
    told = []
    if copy.masked:
        others = plural(copy.masked, "autre adulte est masqué", "autres adultes sont masqués")
        told.append(
            f"{capital(others)}. Relisez les textes libres avant d’envoyer : ils peuvent encore "
            "parler d’eux. --tout ne va qu’avec une demande de tous les adultes."
        )
    if copy.waiting:
        lines = plural(
            copy.waiting,
            "ligne mise de côté peut parler",
            "lignes mises de côté peuvent parler",
        )
        told.append(
            f"{capital(lines)} de quelqu’un d’autre : tranchez d’abord avec "
            "`venez-vivre inscrits doublons`."
        )
    return told


def _data(copy: Access) -> dict[str, Any]:
    return {
        "foyer": copy.reference,
        "demandeur": copy.requester or None,
        "jour": copy.day,
        "demande_conjointe": copy.joint,
        "adultes_masques": copy.masked,
        "lignes_a_trancher": copy.waiting,
        "donnees": [_row(held) for held in copy.held],
        "finalites": [
            {"traitement": one.name, "finalites": list(one.purposes), "base": one.basis}
            for one in TREATMENTS
            if one.told
        ],
        "lecteurs": _readers(copy),
        "conservation": {"mois": copy.months, "jusqu_au": copy.kept_until},
        "transferts": TRANSFERS,
        "droits": [*RIGHTS, DELAY, COMPLAINT],
    }


def _row(held: Held) -> dict[str, Any]:
    return {
        "table": held.table,
        "libelle": TABLES[held.table],
        "numero": held.number,
        "supprimee": held.deleted,
        "annulee": held.taken_back,
        "origine": _origin(held),
        "valeurs": [_value(held, one) for one in held.values],
        "anciennes": [{**_value(held, one), "du": one.since, "au": one.until} for one in held.old],
    }


def _value(held: Held, one: Value | Old) -> dict[str, Any]:
    return {
        "colonne": one.column,
        "libelle": called(held.table, one.column),
        "nature": one.nature.value,
        "valeur": one.value,
        "etat": _state(held, one),
    }


def _state(held: Held, one: Value | Old) -> str:
    """Whether a value stands, was replaced, went with its row, or was written then undone."""
    if isinstance(one, Old):
        return TAKEN_BACK if one.taken_back else REPLACED
    if not held.deleted:
        return CURRENT
    return TAKEN_BACK if held.taken_back else DELETED


def _origin(held: Held) -> dict[str, Any] | None:
    if held.source is None:
        return None
    return {
        "fichier": held.source.file_name,
        "importe_le": held.source.imported_on,
        "ligne": held.line,
    }


def _lines(copy: Access) -> Iterator[dict[str, Any]]:
    words = _Words(copy)
    for held in copy.held:
        now = [_cells(words, held, one, None) for one in held.values if one.value is not None]
        yield from (*now, *(_cells(words, held, one, one) for one in held.old))


def _cells(words: _Words, held: Held, one: Value | Old, old: Old | None) -> dict[str, Any]:
    return {
        "table": held.table,
        "numero": held.number,
        "supprimee": held.deleted,
        "libelle": called(held.table, one.column),
        "valeur": words.of(held.table, one),
        "ancienne": old is not None,
        "du": old.since if old else None,
        "au": old.until if old else None,
        "fichier": held.source.file_name if held.source else None,
        "nature": one.nature.value,
        "colonne": one.column,
        "etat": _state(held, one),
    }


class _Words:
    """The values of a copy in words: those that point at another row tell its day."""

    def __init__(self, copy: Access) -> None:
        self._territories = copy.territories
        self._days = {(held.table, held.number): _day_of(held) for held in copy.held}

    def of(self, table: str, one: Value | Old) -> str:
        """One value in words."""
        if one.column in LINKS and one.value != MASK:
            on = self._days.get((LINKS[one.column], one.value))
            return day(on) if on else "(date inconnue)"
        if one.column == "wished_territories" and one.value != MASK:
            return ", ".join(self._territories.get(c, c) for c in str(one.value).split("|"))
        return said(table, one.column, one.value)


def _day_of(held: Held) -> str | None:
    """The day (ISO) that tells this row from the others of its table."""
    days = {one.column: str(one.value) for one in held.values if one.value}
    return next((days[name] for name in DATES if name in days), None)


def _blocks(copy: Access) -> Iterator[Block]:
    yield Prose(f"Copie des données du foyer {copy.reference}", "title")
    yield Facts([
        ("Demandée par", copy.requester or "tous les adultes du foyer"),
        ("Arrêtée au", short(copy.day)),
    ])  # fmt: skip
    yield Prose(READING, "dim")
    words = _Words(copy)
    for table, rows in groupby(copy.held, key=lambda held: held.table):
        yield Prose(TABLES[table], "section")
        for held in rows:
            yield from _held(held, copy.reference, words)
    yield Prose("À quoi elles servent, qui les lit, jusqu’à quand", "section")
    yield from _context(copy)


def _held(held: Held, reference: str, words: _Words) -> Iterator[Block]:
    """One row: what it says, then what it said before."""
    yield Prose(_title(held))
    yield Facts(list(_present(held, reference, words)))
    old = [
        [capital(called(held.table, one.column)), words.of(held.table, one),
         STATES[_state(held, one)], one.since, one.until]
        for one in held.old
        if one.column not in KEYS and one.value not in (MASK, reference)
    ]  # fmt: skip
    if old:
        yield Table(BEFORE, old, title="Ce que cette fiche disait avant")


BEFORE = (
    Column("donnee", "Donnée", "name"),
    Column("valeur", "Valeur d’avant"),
    Column("etat", "Devenue"),
    Column("du", "Depuis le", "day", minor=1),
    Column("au", "Jusqu’au", "day"),
)


def _title(held: Held) -> str:
    gone = "annulée depuis" if held.taken_back else "supprimée depuis"
    if held.table == "household":
        return "Dossier réuni à celui-ci" if held.deleted else "Dossier"
    if held.table == "person":
        name = _person(held)
    else:
        on = _day_of(held)
        name = ONE[held.table] + (f" du {day(on)}" if on else ", sans date")
    return f"{name} (fiche {gone})" if held.deleted else name


def _person(held: Held) -> str:
    """« Claire Roy, inscrit(e) »; who is hidden is told by the place in the household."""
    known = {one.column: one.value for one in held.values}
    names = [known.get("first_name"), known.get("last_name")]
    name = " ".join(str(one) for one in names if one and one != MASK)
    role = said("person", "role", known.get("role"))
    return f"{name}, {role}" if name else capital(role)


def _present(held: Held, reference: str, words: _Words) -> Iterator[tuple[str, str]]:
    hidden = []
    for one in held.values:
        if one.value in (None, "") or one.column in KEYS:
            continue
        if one.value == MASK:
            hidden.append(called(held.table, one.column))
        elif one.value != reference or held.table == "household":
            yield capital(called(held.table, one.column)), words.of(held.table, one)
    if hidden:
        yield "Masqué (autre adulte)", ", ".join(hidden)
    if held.source is not None:
        line = f", ligne {held.line}" if held.line else ""
        yield (
            "Vient du fichier",
            (f"{held.source.file_name}{line}, importé le {day(held.source.imported_on)}"),
        )


def _context(copy: Access) -> Iterator[Block]:
    told = [one for one in TREATMENTS if one.told]
    yield Facts(
        [("", f"{one.name} : {' ; '.join(one.purposes)}. Base : {one.basis}.") for one in told]
    )
    until = f", soit {_until(copy)}" if copy.kept_until else ""
    yield Facts([
        ("Lues par", " ; ".join(_readers(copy))),
        ("Gardées", f"{copy.months} mois après le dernier échange{until}"),
        ("Ailleurs", TRANSFERS),
    ])  # fmt: skip
    yield Prose("Vos droits", "section")
    yield Prose(f"Vous pouvez {listed(RIGHTS, 'ou')}. {DELAY} {COMPLAINT}")


def _until(copy: Access) -> str:
    on = copy.kept_until or copy.day
    if on < copy.day:
        return f"jusqu’au {short(on)} : ce temps est passé, le dossier est à effacer"
    return f"jusqu’au {short(on)} si rien ne suit"


def _readers(copy: Access) -> list[str]:
    """Who could read it: those who have the base, and those it was sent to."""
    officers = plural(copy.officers, "chargé d’accueil actif", "chargés d’accueil actifs")
    own = f"{officers}, et qui administre la base" if copy.officers else "qui tient la base"
    met = sorted(
        str(one.value)
        for held in copy.held
        if held.table == "introduction"
        for one in held.values
        if one.column in {"offer_id", "resource_id"} and one.value
    )
    return [own, *(f"mise en relation : {one}" for one in dict.fromkeys(met))]
