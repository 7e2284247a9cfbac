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
from venez_vivre.screens.privacy_labels import KEYS, TABLES, called, day, said
from venez_vivre.texts import capital, listed, plural

DATES = ("received_on", "happened_on", "introduced_on", "starts_on", "settled_on", "due_on")
"""What tells one row of a table from another, the first that it has."""


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
        "origine": _origin(held),
        "valeurs": [_value(held.table, one) for one in held.values],
        "anciennes": [
            {**_value(held.table, one), "du": one.since, "au": one.until} for one in held.old
        ],
    }


def _value(table: str, one: Value | Old) -> dict[str, Any]:
    return {
        "colonne": one.column,
        "libelle": called(table, one.column),
        "nature": one.nature.value,
        "valeur": one.value,
    }


def _origin(held: Held) -> dict[str, Any] | None:
    if held.source is None:
        return None
    return {
        "fichier": held.source.file_name,
        "importe_le": held.source.imported_on,
        "ligne": held.line,
    }


def _lines(copy: Access) -> Iterator[dict[str, Any]]:
    for held in copy.held:
        now = [_cells(held, one, None) for one in held.values if one.value is not None]
        yield from (*now, *(_cells(held, one, one) for one in held.old))


def _cells(held: Held, one: Value | Old, old: Old | None) -> dict[str, Any]:
    return {
        "table": held.table,
        "numero": held.number,
        "supprimee": held.deleted,
        "libelle": called(held.table, one.column),
        "valeur": said(held.table, one.column, one.value),
        "ancienne": old is not None,
        "du": old.since if old else None,
        "au": old.until if old else None,
        "fichier": held.source.file_name if held.source else None,
        "nature": one.nature.value,
        "colonne": one.column,
    }


def _blocks(copy: Access) -> Iterator[Block]:
    yield Prose(f"Copie des données du foyer {copy.reference}", "title")
    yield Facts([
        ("Demandée par", copy.requester or "tous les adultes du foyer"),
        ("Arrêtée au", short(copy.day)),
    ])  # fmt: skip
    for table, rows in groupby(copy.held, key=lambda held: held.table):
        yield Prose(TABLES[table], "section")
        for held in rows:
            yield from _held(held, copy.reference)
    yield Prose("À quoi elles servent, qui les lit, jusqu’à quand", "section")
    yield from _context(copy)


def _held(held: Held, reference: str) -> Iterator[Block]:
    """One row: what it says, then what it said before."""
    yield Prose(_title(held))
    yield Facts(list(_present(held, reference)))
    old = [
        [capital(called(held.table, one.column)), said(held.table, one.column, one.value),
         one.since, one.until]
        for one in held.old
        if one.column not in KEYS and one.value not in (MASK, reference)
    ]  # fmt: skip
    if old:
        yield Table(BEFORE, old, title="Ce que cette fiche disait avant")


BEFORE = (
    Column("donnee", "Donnée", "name"),
    Column("valeur", "Valeur d’avant"),
    Column("du", "Depuis le", "day", minor=1),
    Column("au", "Jusqu’au", "day"),
)


def _title(held: Held) -> str:
    if held.table == "household":
        return "Dossier réuni à celui-ci" if held.deleted else "Dossier"
    days = {one.column: one.value for one in held.values if one.column in DATES and one.value}
    on = next((days[name] for name in DATES if name in days), None)
    name = f"N° {held.number}" + (f", {day(on)}" if on else "")
    return f"{name} (supprimé depuis)" if held.deleted else name


def _present(held: Held, reference: str) -> Iterator[tuple[str, str]]:
    hidden = []
    for one in held.values:
        if one.value in (None, "") or one.column in KEYS:
            continue
        if one.value == MASK:
            hidden.append(called(held.table, one.column))
        elif one.value != reference or held.table == "household":
            yield capital(called(held.table, one.column)), said(held.table, one.column, one.value)
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
