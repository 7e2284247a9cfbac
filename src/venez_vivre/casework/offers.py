"""Offers by hand: add one, verify that it stands, close it, propose it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from venez_vivre.casework.offer_twins import forget
from venez_vivre.casework.offer_values import (
    corrected,
    out_of_place,
    refuse_contradiction,
    refuse_values,
    understood,
)
from venez_vivre.casework.offerers import ended
from venez_vivre.dates import short
from venez_vivre.errors import NotFound, Refused
from venez_vivre.intake import typed
from venez_vivre.intake.drafts import Rejected
from venez_vivre.intake.offers import OfferImporter
from venez_vivre.intake.receipts import Problem
from venez_vivre.models import Offer
from venez_vivre.store.base import Work
from venez_vivre.store.queries import introductions as queries
from venez_vivre.store.queries import offer_twins as twins
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
    """An offer that was verified, closed or reopened, and how many introductions run.

    `expired` says why it does not stand for all that; `later` is a verification that is newer than
    the one that was noted, and stays.
    """

    offer: Offered
    running: int
    expired: str | None = None
    later: date | None = None


def add(work: Work, typed_values: Mapping[str, str | None]) -> Added:
    """Make an offer of typed values, as the import of one line would.

    Raises:
        Misuse: a value cannot be read.
        Refused: the same offer is there already, or its values contradict one another.

    """
    given = typed.read(OfferImporter, typed_values)
    # Whoever types an offer has just heard of it: it stands today.
    given["publiee_le"] = given.get("publiee_le") or given.get("verifiee_le") or work.today
    given["verifiee_le"] = given.get("verifiee_le") or work.today
    refuse_values(given, work.today)
    known = corrected(typed_values)
    if known:
        given["commune"] = known.name
    _refuse_known(work, given)
    doubts: list[Problem] = []
    last = int(work.rows.value("SELECT coalesce(max(id), 0) FROM offer"))
    typed.enter(work, OfferImporter, given, doubts.append)
    reference = work.rows.value("SELECT reference FROM offer WHERE id > :last", last=last)
    refuse_contradiction(work, reference)
    work.says(f"ajout de l’offre {reference}")
    found = queries.offer(work.rows, reference)
    if found is None:
        raise NotFound(f"L’offre {reference} n’existe plus.")
    said = [understood(known)] if known else []
    said += [_said(doubt) for doubt in doubts]
    return Added(found, (*said, *out_of_place(found.kind, given)))


def _refuse_known(work: Work, given: dict[str, Any]) -> None:
    """The same offer is there: which one, and what to do with it."""
    try:
        number = OfferImporter(work, 0).number_of(typed.line(given))
    except Rejected as rejected:
        raise typed.refused(rejected) from None
    if number is None:
        return
    reference = work.rows.value("SELECT reference FROM offer WHERE id = :number", number=number)
    known = queries.offer(work.rows, reference)
    if known is None:
        raise NotFound(f"L’offre {reference} n’existe plus.")
    what = f"Cette offre existe déjà : {reference}, « {shorten(clean(known.title), 60)} »"
    if known.closed_on:
        raise Refused(
            f"{what}, close depuis le {short(date.fromisoformat(known.closed_on))}. "
            f"`venez-vivre offres rouvrir {reference}` la propose de nouveau."
        )
    raise Refused(
        f"{what}. `venez-vivre offres verifier {reference}` note qu’elle tient toujours, "
        f"`venez-vivre offres modifier {reference}` la corrige."
    )


def _said(doubt: Problem) -> str:
    return f"{doubt.motif[:1].upper()}{doubt.motif[1:]}. {doubt.remede}"


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
        offer = _open(work, one)
        _refuse_before(offer, check.on)
        later = offer.verified_on if offer.verified_on and offer.verified_on > check.on else None
        offer.verified_on = later or check.on
        offer.expires_on = check.until or offer.expires_on
        if check.filled:
            offer.closed_on = check.on
        work.session.flush()
        done.append(_checked(work, one, later))
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
        raise Refused(_closed(rows, found, date.fromisoformat(closed_on)))
    return _running(rows, found, today)


def close(work: Work, found: Offered, on: date, reason: RefusalReason | None) -> Checked:
    """Close an offer; introductions that run are left as they are.

    Raises:
        Refused: it is closed already, or the day is impossible.

    """
    _refuse_day(on, work.today)
    offer = _open(work, found)
    _refuse_before(offer, on)
    offer.closed_on = on
    work.session.flush()
    why = f" ({reason.label})" if reason else ""
    work.says(f"clôture de l’offre {found.reference}{why}")
    return _checked(work, found)


def reopen(work: Work, found: Offered) -> Checked:
    """Propose a closed offer again; one that was joined into another is an offer of its own.

    Raises:
        Refused: it is not closed.

    """
    offer = load(work, found)
    if offer.closed_on is None:
        what = f"L’offre {found.reference} n’est pas close"
        why = ended(found, work.today)
        if why:
            raise Refused(
                f"{what} : elle {why}. `venez-vivre offres verifier {found.reference} --expire-le "
                "+30j` la prolonge."
            )
        raise Refused(f"{what} : rien n’est changé.")
    offer.closed_on = None
    work.session.flush()
    forget(work, twins.joining(work.rows, found.number))
    work.says(f"réouverture de l’offre {found.reference}")
    return _checked(work, found)


def _checked(work: Work, before: Offered, later: date | None = None) -> Checked:
    after = queries.offer(work.rows, before.reference) or before
    running = _running(work.rows, before, work.today)
    return Checked(after, running, None if after.closed_on else ended(after, work.today), later)


def _running(rows: Reader, found: Offered, today: date) -> int:
    return len(queries.listed(rows, queries.Filter(offer=found.number, open=1), today))


def _refuse_day(on: date, today: date) -> None:
    if on > today:
        raise Refused(f"Le {short(on)} est dans le futur. Corrigez --le.")


def _refuse_before(offer: Offer, on: date) -> None:
    if offer.published_on and on < offer.published_on:
        raise Refused(
            f"L’offre {offer.reference} est publiée depuis le {short(offer.published_on)} : le "
            f"{short(on)} la précède. Corrigez --le."
        )


def load(work: Work, found: Offered) -> Offer:
    """The offer, to be changed."""
    offer: Offer | None = work.session.get(Offer, found.number)
    if offer is None:
        raise NotFound(f"L’offre {found.reference} n’existe plus.")
    return offer


def _open(work: Work, found: Offered) -> Offer:
    offer = load(work, found)
    if offer.closed_on:
        raise Refused(_closed(work.rows, found, offer.closed_on))
    return offer


def _closed(rows: Reader, found: Offered, on: date) -> str:
    title = shorten(clean(found.title), 60)
    kept = twins.joined_into(rows, found.number)
    if kept:
        return (
            f"« {title} » ({found.reference}) est réunie à {kept} depuis le {short(on)}. "
            f"`venez-vivre offres montrer {kept}` montre celle qui reste."
        )
    return (
        f"« {title} » ({found.reference}) est close depuis le {short(on)}. "
        f"`venez-vivre offres rouvrir {found.reference}` la propose de nouveau."
    )
