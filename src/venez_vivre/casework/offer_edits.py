"""An offer corrected by hand, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from venez_vivre.casework.fields import Change
from venez_vivre.casework.offer_values import (
    corrected,
    out_of_place,
    place,
    refuse_contradiction,
    refuse_values,
    understood,
)
from venez_vivre.casework.offers import load
from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake import typed
from venez_vivre.intake.offers import BAD_ROME, ROME, OfferImporter
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.ranges import spread
from venez_vivre.intake.titles import TOLD, WORK, retold
from venez_vivre.intake.trades import Trades
from venez_vivre.models import Offer
from venez_vivre.store.base import Work
from venez_vivre.store.queries import introductions as queries
from venez_vivre.store.queries.introductions import Offered
from venez_vivre.texts import fold

PLACE = ("commune", "code_postal", "code_insee")
VITAL = {"type": "kind", "titre": "title"}


@dataclass(frozen=True)
class Edited:
    """The offer as it is now, what was changed in it, what does not go with its kind."""

    offer: Offered
    changes: tuple[Change, ...]
    doubts: tuple[str, ...]


def edit(work: Work, found: Offered, texts: Mapping[str, str | None]) -> Edited:
    """Correct an offer; `(vide)` takes a value away.

    Raises:
        Misuse: a value cannot be read, or cannot be taken away.
        Refused: nothing would change, or the values contradict one another.

    """
    given = typed.read(OfferImporter, texts, erasing=True)
    spread(given, "salaire_min", "salaire_max")
    for field in VITAL:
        if given.get(field) is ERASE:
            raise Misuse(f"--{field} ne peut pas être vide.")
    refuse_values(given, work.today)
    offer = load(work, found)
    before = {f: getattr(offer, column) for f, column in OfferImporter.fields.items()}
    was = _told(offer)
    for field, value in given.items():
        setattr(offer, OfferImporter.fields[field], None if value is ERASE else value)
    offer.title_key = fold(offer.title)
    _situate(offer, given, texts)
    _name_trade(work, offer, given)
    _retell(work, offer, was, given)
    after = {f: getattr(offer, column) for f, column in OfferImporter.fields.items()}
    changes = tuple(Change(f, before[f], after[f]) for f in after if before[f] != after[f])
    if not changes:
        raise Refused(f"L’offre {found.reference} dit déjà cela : rien n’est changé.")
    work.session.flush()
    refuse_contradiction(work, found.reference)
    work.says(f"modification de l’offre {found.reference}")
    now = queries.offer(work.rows, found.reference) or found
    slip = corrected(texts) if given.get("commune") not in {None, ERASE} else None
    said = [understood(slip)] if slip else []
    return Edited(now, changes, (*said, *out_of_place(now.kind, given)))


def _situate(offer: Offer, given: Mapping[str, Any], texts: Mapping[str, str | None]) -> None:
    """Another place has another code and is elsewhere on the map, unless that is said too."""
    said = {field: given[field] for field in PLACE if field in given}
    if not said:
        return
    kept = {field: texts.get(field) for field, value in said.items() if value is not ERASE}
    known = place(kept)
    if "code_postal" not in said:
        offer.postal_code = None
    offer.code_insee = known.code_insee if known else None
    if known and (corrected(kept) or not kept.get("commune")):
        offer.commune = known.name
    if not {"latitude", "longitude"} <= set(given):
        offer.latitude, offer.longitude = (known.lat, known.lon) if known else (None, None)


def _name_trade(work: Work, offer: Offer, given: Mapping[str, Any]) -> None:
    """Another occupation has another ROME code, unless that is said too."""
    if isinstance(given.get("code_rome"), str):
        offer.rome_code = given["code_rome"].upper()
        if not ROME.fullmatch(offer.rome_code or ""):
            reason, remedy = BAD_ROME
            raise Misuse(f"--code-rome : {reason}. {remedy}")
    elif "metier" in given and offer.kind in WORK:
        found = Trades(work.rows)(offer.occupation) if offer.occupation else None
        offer.rome_code = found[0] if found else None


def _told(offer: Offer) -> dict[str, Any]:
    return {name: getattr(offer, name) for name in ("title", "kind", "occupation", *TOLD)}


def _retell(work: Work, offer: Offer, was: dict[str, Any], given: Mapping[str, Any]) -> None:
    """Another title tells another trade or other rooms, unless that is said too."""
    said = {OfferImporter.fields[field] for field in given}
    for column, value in retold(was, _told(offer), lambda: Trades(work.rows)).items():
        if column not in said:
            setattr(offer, column, value)
