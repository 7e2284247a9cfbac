"""From a draft to what is published: the figures that may be, the words of a file's name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from venez_vivre.steering.documents.figures import Draft, settled
from venez_vivre.texts import fold


def published(draft: Draft, *, public: bool) -> dict[str, Any]:
    """The document as every format reads it; what may not be published is hidden in all of them."""
    if not public:
        found: dict[str, Any] = settled(draft.content)
        return found | {"diffusion": "interne", "masques": 0}
    from venez_vivre.steering.documents.masks import hidden  # noqa: PLC0415  public reports alone

    masks = hidden(draft)
    found = _in_order(settled(draft.content, masks))
    # A late entry or two is a small number: what changed since a publication stays inside.
    return found | {"ponts": [], "diffusion": "publique", "masques": len(masks)}


RANKED = {"territoires": "nom", "epci": "nom", "motifs": "libelle", "freins": "libelle"} | {
    "canaux": "libelle"
}
"""Lists in the order of their figures, and what names their items."""


def _in_order(node: Any) -> Any:
    """The same with these lists in the order of their names: a rank tells of a hidden figure."""
    if isinstance(node, dict):
        return {
            key: sorted(map(_in_order, one), key=lambda item: fold(item[RANKED[key]]))
            if key in RANKED and isinstance(one, list)
            else _in_order(one)
            for key, one in node.items()
        }
    return [_in_order(one) for one in node] if isinstance(node, list) else node


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
