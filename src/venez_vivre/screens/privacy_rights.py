"""What is said of a right that was used: what it changes, and who else is to be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.dates import short
from venez_vivre.screens.fields import changed
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Facts, Page, Prose, Table
from venez_vivre.store.queries.rights import Partner

if TYPE_CHECKING:  # that module loads the models
    from venez_vivre.privacy.rights import Noted, Rectified

PARTNERS = (
    Column("reference", "À prévenir", "name"),
    Column("nom", "Nom"),
    Column("contact", "Contact", minor=1),
    Column("mis_en_relation_le", "Depuis le", "day"),
)
TELL = "Ils ont reçu des données du foyer par une mise en relation : dites-leur, si possible."


def limited(done: Noted) -> Page:
    """A file was limited, or may be used again."""
    who = f"{done.reference} ({done.name})"
    text = f"Le dossier {who} peut de nouveau être utilisé : la limitation est levée."
    if done.since:
        text = (
            f"Dossier {who} limité depuis le {short(done.since)} : il est gardé tel quel. "
            f"`venez-vivre rgpd limiter {done.reference} --lever` lève la limitation."
        )
    return _noted(done, "limite_le", text)


def opposed(done: Noted) -> Page:
    """A household objected, or objects no more."""
    who = f"{done.reference} ({done.name})"
    text = f"Le foyer {who} ne s’oppose plus à être accompagné."
    if done.since:
        text = (
            f"Opposition du foyer {who} notée le {short(done.since)} : il n’est plus contacté. "
            f"`venez-vivre rgpd effacer {done.reference}` efface son dossier, s’il le demande."
        )
    return _noted(done, "oppose_le", text)


def _noted(done: Noted, key: str, text: str) -> Page:
    data = {
        "reference": done.reference,
        "nom": done.name,
        key: done.since,
        "a_prevenir": _records(done.partners),
    }
    return Page(data, lambda: [Prose(text, "good"), *_told(done.partners), Prose(TAKE_BACK, "dim")])


def rectified(done: Rectified) -> Page:
    """What was corrected, each value before and after, and who was given the wrong one."""
    edited = done.edited
    data = {
        "reference": edited.reference,
        "nom": edited.name,
        "champs": {c.field: {"avant": c.before, "apres": c.after} for c in edited.changes},
        "a_prevenir": _records(done.partners),
    }
    text = f"Foyer {edited.reference} rectifié ({edited.name})."

    def draw() -> list[Block]:
        pairs = changed([(c.field, c.before, c.after) for c in edited.changes])
        return [
            Prose(text, "good"),
            Facts(pairs),
            *_told(done.partners),
            Prose(TAKE_BACK, "dim"),
        ]

    return Page(data, draw)


def _told(partners: Sequence[Partner]) -> list[Block]:
    """Who else holds the data (art. 19)."""
    if not partners:
        return []
    rows = [[one.reference, one.name, one.reach, one.introduced_on] for one in partners]
    return [Table(PARTNERS, rows, note=TELL)]


def _records(partners: Sequence[Partner]) -> list[dict[str, Any]]:
    return [
        {column.key: value for column, value in zip(PARTNERS, one, strict=True)} for one in partners
    ]
