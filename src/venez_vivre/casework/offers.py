"""Offers by hand: add one, verify that it stands, close it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from venez_vivre.casework.offerers import ended
from venez_vivre.dates import short
from venez_vivre.errors import NotFound, Refused
from venez_vivre.intake import plan
from venez_vivre.intake.offers import OfferImporter
from venez_vivre.intake.receipts import Problem
from venez_vivre.models import Offer
from venez_vivre.store.base import Work
from venez_vivre.store.queries import introductions as queries
from venez_vivre.store.queries.introductions import Offered
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, plural, shorten
from venez_vivre.vocabulary import RefusalReason


@dataclass(frozen=True)
class Added:
    """The offer that was made, and what was not understood for sure."""

    offer: Offered
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """What somebody found when they verified offers: when, until when they stand, or filled."""

    on: date
    until: date | None = None
    filled: bool = False


@dataclass(frozen=True)
class Checked:
    """An offer that was verified or closed, how many introductions run, what it was before."""

    offer: Offered
    running: int
    expired: str | None = None


def add(work: Work, values: Mapping[str, str | None]) -> Added:
    """Make an offer of typed values, as the import of one line would.

    Raises:
        Misuse: a value cannot be read.
        Refused: the same offer is there already, or its figures contradict one another.

    """
    doubts: list[Problem] = []
    today = work.today.isoformat()
    # Whoever types an offer has just heard of it: it stands today.
    given = {
        **values,
        "publiee_le": values.get("publiee_le") or values.get("verifiee_le") or today,
        "verifiee_le": values.get("verifiee_le") or today,
    }
    last = int(work.rows.value("SELECT coalesce(max(id), 0) FROM offer"))
    if plan.enter(work, OfferImporter, given, doubts.append) != "creees":
        raise Refused(
            "Cette offre existe déjà : même type, même titre, même structure, même commune (ou "
            "même référence d’origine). `venez-vivre offres verifier` note qu’elle tient toujours."
        )
    reference = work.rows.value("SELECT reference FROM offer WHERE id > :last", last=last)
    made = work.rows.row(
        "SELECT salary_min > salary_max, age_min > age_max, expires_on < published_on FROM offer "
        "WHERE reference = :reference",
        reference=reference,
    )
    _refuse_contradiction(made)
    work.says(f"ajout de l’offre {reference}")
    found = queries.offer(work.rows, reference)
    if found is None:
        raise NotFound(f"L’offre {reference} n’existe plus.")
    return Added(found, tuple(_said(doubt) for doubt in doubts))


def _said(doubt: Problem) -> str:
    return f"{doubt.motif[:1].upper()}{doubt.motif[1:]}. {doubt.remede}"


CONTRADICTIONS = (
    "--salaire-min dépasse --salaire-max.",
    "--age-min dépasse --age-max.",
    "--expire-le précède la publication.",
)


def _refuse_contradiction(made: tuple[object, ...] | None) -> None:
    for wrong, said in zip(made or (), CONTRADICTIONS, strict=False):
        if wrong:
            raise Refused(f"{said} Corrigez l’un des deux.")


def verify(work: Work, found: Sequence[Offered], check: Check) -> tuple[Checked, ...]:
    """Note that offers stand on that day; or close them when they were filled.

    Raises:
        Refused: one is closed, or the day is impossible.

    """
    _refuse_day(check.on, work.today)
    if check.until and check.until < check.on:
        raise Refused(f"--expire-le : le {short(check.until)} est déjà passé.")
    done = []
    for one in {one.number: one for one in found}.values():
        offer = _load(work, one)
        if offer.verified_on is None or offer.verified_on < check.on:
            offer.verified_on = check.on
        offer.expires_on = check.until or offer.expires_on
        if check.filled:
            offer.closed_on = check.on
        work.session.flush()
        done.append(_checked(work, one))
    count = plural(len(done), "offre vérifiée", "offres vérifiées")
    filled = ", déjà pourvue" + "s" * (len(done) > 1) if check.filled else ""
    work.says(f"{count}{filled} : {', '.join(c.offer.reference for c in done[:5])}")
    return tuple(done)


def closing(rows: Reader, found: Offered, on: date, today: date) -> int:
    """How many introductions run of an offer that may be closed.

    Raises:
        Refused: it is closed already, or the day is to come.

    """
    _refuse_day(on, today)
    closed_on = rows.value("SELECT closed_on FROM offer WHERE id = :number", number=found.number)
    if closed_on:
        raise Refused(_closed(found, date.fromisoformat(closed_on)))
    return _running(rows, found, today)


def close(work: Work, found: Offered, on: date, reason: RefusalReason | None) -> Checked:
    """Close an offer; introductions that run are left as they are.

    Raises:
        Refused: it is closed already, or the day is to come.

    """
    _refuse_day(on, work.today)
    _load(work, found).closed_on = on
    work.session.flush()
    why = f" ({reason.label})" if reason else ""
    work.says(f"clôture de l’offre {found.reference}{why}")
    return _checked(work, found)


def _checked(work: Work, before: Offered) -> Checked:
    after = queries.offer(work.rows, before.reference) or before
    running = _running(work.rows, before, work.today)
    return Checked(after, running, None if after.closed_on else ended(after, work.today))


def _running(rows: Reader, found: Offered, today: date) -> int:
    return len(queries.listed(rows, queries.Filter(offer=found.number, open=1), today))


def _refuse_day(on: date, today: date) -> None:
    if on > today:
        raise Refused(f"Le {short(on)} est dans le futur. Corrigez --le.")


def _load(work: Work, found: Offered) -> Offer:
    offer: Offer | None = work.session.get(Offer, found.number)
    if offer is None:
        raise NotFound(f"L’offre {found.reference} n’existe plus.")
    if offer.closed_on:
        raise Refused(_closed(found, offer.closed_on))
    return offer


def _closed(found: Offered, on: date) -> str:
    title = shorten(clean(found.title), 60)
    return (
        f"« {title} » ({found.reference}) est close depuis le {short(on)}. "
        "`venez-vivre journal` dit par quelle commande, `venez-vivre annuler --operation "
        "NUMERO` la rouvre."
    )
