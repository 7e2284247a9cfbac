"""How the calls about offers to verify look: a sheet to work from, phone in hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from venez_vivre.casework.offer_calls import Call, Calls
from venez_vivre.screens.pages import Column, Page, Prose, Table
from venez_vivre.texts import plural, shorten

COLUMNS = (
    Column("rang", "N°", "count", minor=3),
    Column("appeler", "Appeler", "name"),
    Column("contact", "Contact"),
    Column("nombre", "Offres", "count"),
    Column("references", "Références"),
    Column("titres", "Quoi", minor=2),
    Column("jours", "Jours", "count"),
    Column("en_attente", "En relation", "count", minor=1),
)
KEYS = (
    *("rang", "structure", "contact", "telephones", "emails", "adresses_web", "communes"),
    *("nombre", "en_attente", "jours", "vue_le", "references", "titres", "types"),
)
EMPTY = "Aucune offre n’est à vérifier : personne n’est à appeler."
DONE = (
    "`venez-vivre offres verifier RÉFÉRENCES` note qu’elles tiennent, --expire-le +30j jusqu’à "
    "quand ; --pourvue les clôt."
)


def calls(found: Calls, today: date, shown: int | None) -> Page:
    """The calls to make, those of most use first; `shown` is how many a table holds."""
    kept = found.calls[:shown]
    records = [_record(rank, call, today) for rank, call in enumerate(kept, 1)]

    def draw() -> list[Prose | Table]:
        rows = [_row(record, call) for record, call in zip(records, kept, strict=True)]
        return [Table(COLUMNS, rows, note=_note(found, len(kept)), empty=EMPTY)]

    return Page(records, draw, KEYS)


def _record(rank: int, call: Call, today: date) -> dict[str, Any]:
    return {
        "rang": rank,
        "structure": call.structure,
        "contact": call.contact,
        "telephones": list(call.phones),
        "emails": list(call.mails),
        "adresses_web": list(call.urls),
        "communes": list(call.communes),
        "nombre": len(call.offers),
        "en_attente": call.running,
        "jours": call.days(today),
        "vue_le": call.seen_on or None,
        "references": [one.reference for one in call.offers],
        "titres": [one.title for one in call.offers],
        "types": [one.kind for one in call.offers],
    }


MOST = 4
"""References and titles that a line of a table holds; other formats have them all."""


def _row(record: dict[str, Any], call: Call) -> list[Any]:
    title = call.offers[0].title
    where = f" ({shorten(call.communes[0], 20)})" if call.communes else ""
    whom = shorten(call.structure or call.contact or title, 32)
    said = next((ways[0] for ways in (call.phones, call.mails) if ways), call.contact)
    said = said or next(iter(call.urls), "")
    return [
        record["rang"],
        f"{whom}{where}",
        shorten(said, 44),
        record["nombre"],
        _some(record["references"], " "),
        _some([shorten(text, 32) for text in record["titres"]], " · "),
        record["jours"],
        record["en_attente"] or None,
    ]


def _some(texts: list[str], between: str) -> str:
    left = len(texts) - MOST
    return between.join(texts[:MOST]) + (f" +{left}" if left > 0 else "")


def _note(found: Calls, shown: int) -> str:
    total = len(found.calls)
    left = total - shown
    more = f"… et {plural(left, 'autre')} : `-n {total}` les montre. " if left else ""
    many = f"{plural(total, 'appel')} pour {plural(found.offers, 'offre')}"
    return f"{more}{many}, environ {_length(found.minutes)}. {DONE}"


def _length(minutes: int) -> str:
    if minutes < 60:
        return plural(minutes, "minute")
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
