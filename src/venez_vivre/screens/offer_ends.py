"""What is asked and said when expired offers are closed all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Page, Prose, Table
from venez_vivre.store.queries.offers import Expired
from venez_vivre.texts import plural
from venez_vivre.vocabulary import OfferKind

if TYPE_CHECKING:  # the module loads what writes, which reading does without
    from venez_vivre.casework.offer_ends import Ended

COLUMNS = (
    Column("reference", "Offre", "name"),
    Column("type", "Type", minor=1),
    Column("titre", "Titre"),
    Column("commune", "Commune", minor=2),
    Column("expire_le", "Expirée le", "day"),
)
SHOWN = 12


def question(found: Ended) -> str:
    """What is asked before they are closed."""
    count = plural(len(found.over), "offre expirée", "offres expirées")
    return f"Clore {count} avant le {short(found.before)} ?{_waiting(found)}"


def _waiting(found: Ended) -> str:
    if not found.running:
        return ""
    wait = plural(found.running, "mise en relation y attend", "mises en relation y attendent")
    return f" {wait} encore une suite."


def closed(done: Ended) -> Page:
    """They were closed: how many, the first of them, and what stays open."""
    data = {
        "operation": "cloture",
        "avant": done.before.isoformat(),
        "closes": len(done.over),
        "en_cours": done.running,
        "verifiees_depuis": [one.reference for one in done.seen],
        "offres": [_record(one) for one in done.over],
    }
    return Page(data, lambda: _blocks(done))


def _record(one: Expired) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "type": one.kind,
        "titre": one.title,
        "commune": one.commune,
        "expire_le": one.expires_on,
        "en_cours": one.running,
    }


def _blocks(done: Ended) -> list[Block]:
    seen = _seen(done)
    if not done.over:
        before = f" avant le {short(done.before)}"
        return [Prose(f"Aucune offre expirée{before} n’est à clore."), *seen]
    count = plural(
        len(done.over),
        "offre expirée close : elle n’est plus proposée",
        "offres expirées closes : elles ne sont plus proposées",
    )
    head = Prose(f"{count}.{_waiting(done)}", "good")
    rows = [
        (one.reference, label(OfferKind, one.kind), one.title, one.commune, one.expires_on)
        for one in done.over[:SHOWN]
    ]
    left = len(done.over) - len(rows)
    note = f"… et {plural(left, 'autre')} : `--format json` les donne toutes." if left else ""
    return [head, Table(COLUMNS, rows, note=note), *seen, Prose(TAKE_BACK, "dim")]


def _seen(done: Ended) -> list[Block]:
    """Those that somebody verified after their date: they want a new date rather than an end."""
    if not done.seen:
        return []
    count = len(done.seen)
    gesture = f"`venez-vivre offres verifier {done.seen[0].reference} --expire-le +30j`"
    said = (
        "1 offre a été vérifiée depuis sa date d’expiration et reste ouverte : "
        f"{gesture} la prolonge."
        if count == 1
        else f"{plural(count, 'offre')} ont été vérifiées depuis leur date d’expiration et restent "
        f"ouvertes : {gesture} en prolonge une."
    )
    return [Prose(said, "warn")]
