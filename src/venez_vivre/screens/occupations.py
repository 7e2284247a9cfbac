"""How an occupation that was looked up is shown."""

from __future__ import annotations

from collections.abc import Sequence

from venez_vivre.occupations import Occupation
from venez_vivre.screens.pages import Block, Facts, Page, Prose
from venez_vivre.texts import percent

KINDS = {
    "officielle": "appellation officielle",
    "exacte": "mot pour mot",
    "partielle": "le plus proche de ce qui est écrit",
    "corrigée": "après correction de l’orthographe",
}


def found(text: str, occupation: Occupation) -> Page:
    """The code, the label, how sure it is."""
    record = {
        "texte": text,
        "code_rome": occupation.rome_code,
        "metier": occupation.label,
        "confiance": occupation.confidence,
        "correspondance": occupation.how,
    }

    def draw() -> Sequence[Block]:
        pairs = (
            ("Code ROME", occupation.rome_code),
            ("Confiance", percent(occupation.confidence, 0)),
            ("Correspondance", KINDS.get(occupation.how, occupation.how)),
        )
        return [Prose(occupation.label, "title"), Facts(pairs)]

    return Page(record, draw)
