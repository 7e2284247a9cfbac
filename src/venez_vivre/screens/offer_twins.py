"""How offers that came twice look: the pairs and their reasons, what was joined or told apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.likeness.offers import LIKELY, NEARLY_SURE
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Page, Prose, Table, sentence
from venez_vivre.store.queries.introductions import Offered
from venez_vivre.store.queries.offer_twins import Card
from venez_vivre.texts import clean, listed, percent, plural, shorten

if TYPE_CHECKING:  # those modules load what writes
    from venez_vivre.casework.offer_joining import Joined
    from venez_vivre.casework.offer_twins import Apart, Twins

COLUMNS = (
    Column("vraisemblance", "Même ?"),
    Column("garder", "Garder", "name"),
    Column("autre", "Réunir", "name"),
    Column("titre", "Titre"),
    Column("sources", "Sources", minor=2),
    Column("raisons", "Pourquoi", spare=1),
    Column("reserves", "Réserves", minor=1),
)
CARD = ("reference", "titre", "structure", "commune", "source", "reference_externe", "publiee_le")
KEYS = (
    *("vraisemblance", "certitude", "type", "raisons", "reserves"),
    *(f"garder_{key}" for key in CARD),
    *(f"autre_{key}" for key in CARD),
)
EMPTY = "Aucune offre en cours ne semble venir deux fois."
GESTURE = (
    "`venez-vivre offres fusionner GARDER RÉUNIR` en fait une seule ; `venez-vivre offres doublons "
    "OFFRE OFFRE --distinctes` note que c’en sont deux."
)


def certainty(likelihood: float) -> str:
    """A likelihood as a code: `presque_certaine`, `probable` or `possible`."""
    if likelihood >= NEARLY_SURE:
        return "presque_certaine"
    return "probable" if likelihood >= LIKELY else "possible"


def twins(found: Sequence[Twins], shown: int | None, about: Offered | None) -> Page:
    """The pairs, the likeliest first."""
    kept = found[:shown]
    records = [_record(one) for one in kept]

    def draw() -> list[Block]:
        left = len(found) - len(kept)
        more = f"… et {plural(left, 'autre')} : `-n {len(found)}` les montre. " if left else ""
        empty = EMPTY
        if about:
            empty = f"Aucune offre en cours ne ressemble à {about.reference}."
        return [Table(COLUMNS, [_row(one) for one in kept], note=more + GESTURE, empty=empty)]

    return Page(records, draw, KEYS)


def _record(one: Twins) -> dict[str, Any]:
    data: dict[str, Any] = {
        "vraisemblance": round(one.likelihood, 4),
        "certitude": certainty(one.likelihood),
        "type": one.kept.kind,
        "raisons": list(one.reasons),
        "reserves": list(one.against),
    }
    for side, card in (("garder", one.kept), ("autre", one.other)):
        data |= {f"{side}_{key}": value for key, value in _card(card).items()}
    return data


def _card(card: Card) -> dict[str, Any]:
    return {
        "reference": card.reference,
        "titre": card.title,
        "structure": card.structure,
        "commune": card.commune,
        "source": card.source,
        "reference_externe": card.external_reference,
        "publiee_le": card.published_on,
    }


MOST = 4
"""Reasons that a line of a table holds; other formats have them all."""


def _row(one: Twins) -> list[Any]:
    place = f" ({shorten(one.kept.commune, 20)})" if one.kept.commune else ""
    sources = " / ".join(card.source or "?" for card in (one.kept, one.other))
    return [
        f"{percent(min(one.likelihood, 0.99), 0)}",
        one.kept.reference,
        one.other.reference,
        shorten(one.kept.title, 40) + place,
        "" if sources == "? / ?" else sources,
        ", ".join(one.reasons[:MOST]),
        ", ".join(one.against[:MOST]),
    ]


def question(found: Sequence[Offered]) -> str:
    """What is asked before offers are joined."""
    kept, *others = found
    gone = listed([f"{one.reference} (« {shorten(clean(one.title), 40)} »)" for one in others])
    verb = "sera close" if len(others) == 1 else "seront closes"
    who = others[0].reference if len(others) == 1 else "Elles"
    return (
        f"Réunir {gone} à {kept.reference} (« {shorten(clean(kept.title), 40)} ») ? {who} {verb}."
    )


def joined(done: Joined) -> Page:
    """Offers were joined: what the kept one received, who followed."""
    data = {
        "operation": "fusion",
        "gardee": done.kept.reference,
        "reunies": [one.reference for one in done.gone],
        "titre": done.kept.title,
        "completee": [{"champ": c.field, "avant": c.before, "apres": c.after} for c in done.filled],
        "mises_en_relation": done.moved,
        "abandonnees": done.dropped,
    }
    gone = listed([one.reference for one in done.gone])
    single = len(done.gone) == 1
    verb = "est réunie à" if single else "sont réunies à"
    text = f"{gone} {verb} {done.kept.reference} (« {done.kept.title} »)."
    return Page(data, lambda: _joined(done, text))


def _joined(done: Joined, text: str) -> list[Block]:
    blocks: list[Block] = [Prose(text, "good")]
    if done.filled:
        columns = (Column("champ", "Champ"), Column("avant", "Avant"), Column("apres", "Après"))
        rows = [[c.field, c.before, c.after] for c in done.filled]
        blocks.append(Table(columns, rows, title="Ce qu’elle reçoit"))
    if done.moved:
        some = plural(done.moved, "mise en relation la suit", "mises en relation la suivent")
        blocks.append(Prose(f"{some}."))
    if done.dropped:
        over = plural(
            done.dropped,
            "mise en relation est close : le foyer en avait déjà une",
            "mises en relation sont closes : leurs foyers en avaient déjà une",
        )
        blocks.append(Prose(f"{over}.", "warn"))
    return [*blocks, Prose(TAKE_BACK, "dim")]


def apart(done: Apart) -> Page:
    """Offers were told apart for good."""
    references = [one.reference for one in done.offers]
    data = {"operation": "distinction", "offres": references, "paires": done.pairs}
    named = listed(references)
    if not done.pairs:
        return sentence(data, f"{named} étaient déjà notées distinctes : rien n’est changé.")
    return sentence(
        data, f"{named} sont notées distinctes : elles ne seront plus proposées.", back=TAKE_BACK
    )
