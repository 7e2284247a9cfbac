"""How the fields that people type are called, and how their values look once they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.casework.fields import FIELDS, Field
from venez_vivre.casework.terms import label
from venez_vivre.screens.cells import write
from venez_vivre.screens.phones import spoken
from venez_vivre.texts import shorten
from venez_vivre.vocabulary import CloseReason, ResourceTheme, Term

SEVERAL: dict[str, type[Term]] = {"freins": CloseReason, "themes": ResourceTheme}
"""What several coded values joined by `|` are terms of."""

WIDTH = 60


def called(name: str, known: Sequence[Field] = FIELDS) -> str:
    """The label of a field: « Prénom du conjoint »."""
    field = _field(name, known)
    return field.label if field else name[:1].upper() + name[1:]


def shown(name: str, value: Any, known: Sequence[Field] = FIELDS) -> str:
    """A value in words, « (vide) » when there is none."""
    if value is None:
        return "(vide)"
    field = _field(name, known)
    takes = field.takes if field else ""
    if isinstance(takes, type):
        return label(takes, value)
    if takes == "oui|non":
        return "oui" if value else "non"
    if isinstance(takes, str) and takes in {*SEVERAL, "liste"}:
        parts = str(value).split("|")
        words = [label(SEVERAL[takes], p) for p in parts] if takes in SEVERAL else parts
        return shorten(", ".join(words), WIDTH)
    if takes == "telephone":
        return spoken(value)
    return str(value) if isinstance(value, int) else shorten(write(value), WIDTH)


def _field(name: str, known: Sequence[Field]) -> Field | None:
    return next((field for field in known if field.name == name), None)


def changed(
    changes: Sequence[tuple[str, Any, Any]], known: Sequence[Field] = FIELDS
) -> list[tuple[str, str]]:
    """Labels, and what each field was and is: « (vide) → Ali »."""
    return [
        (called(name, known), f"{shown(name, before, known)} → {shown(name, after, known)}")
        for name, before, after in changes
    ]
