"""From a draft to what is published: the figures that may be, the words of a file's name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from venez_vivre.steering.documents.figures import Draft, settled


def published(draft: Draft, *, public: bool) -> dict[str, Any]:
    """The document as every format reads it; what may not be published is hidden in all of them."""
    hidden = masks(draft) if public else frozenset()
    found: dict[str, Any] = settled(draft.content, hidden)
    if public:
        found["ponts"] = []  # a late entry or two is a small number
    return found | {"diffusion": "publique" if public else "interne", "masques": len(hidden)}


def masks(draft: Draft) -> frozenset[Any]:
    """The figures that a public report leaves out."""
    return frozenset()


def words_of(document: Mapping[str, Any]) -> dict[str, str]:
    """What the name of a file may hold: `{semaine}`, `{mois}`, `{annee}`, `{date}`…"""
    end: date = document["situation_au"]
    year, week, _ = end.isocalendar()
    return {
        "semaine": f"{year}-W{week:02}",
        "mois": f"{end:%Y-%m}",
        "annee": f"{end:%Y}",
        "date": document["etabli_le"].isoformat(),
        "du": document["du"].isoformat() if document["du"] else "debut",
        "au": document["au"].isoformat(),
        "territoire": document["territoire"] or "tous",
        "rapport": document["rapport"],
    }
