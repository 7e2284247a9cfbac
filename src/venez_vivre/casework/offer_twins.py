"""Offers that came twice: the pairs to look at, two joined into one, two told apart for good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from venez_vivre.casework.offerers import ended
from venez_vivre.casework.terms import label
from venez_vivre.errors import NotFound, Refused
from venez_vivre.intake.offer_likeness import Alike, alike
from venez_vivre.store.base import Work
from venez_vivre.store.queries import introductions
from venez_vivre.store.queries import offer_twins as queries
from venez_vivre.store.queries.introductions import Offered
from venez_vivre.store.queries.offer_twins import Card, Decided
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, shorten
from venez_vivre.vocabulary import OfferKind, OfferTie


@dataclass(frozen=True)
class Twins:
    """Two offers that may be one: the one to keep first, how likely (0 to 1), why and why not."""

    kept: Card
    other: Card
    likelihood: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True)
class Apart:
    """Offers that were said to be distinct, two by two; `pairs` were not known to be so."""

    offers: tuple[Offered, ...]
    pairs: int


def twins(
    rows: Reader, today: date, kind: str | None = None, about: Offered | None = None
) -> list[Twins]:
    """The pairs that are likely to be one and of which nothing was decided, the likeliest first.

    Those of one offer only when `about` names it.

    Raises:
        Refused: that offer no longer stands.

    """
    if about and (why := ended(about, today)):
        raise Refused(
            f"« {shorten(clean(about.title), 60)} » ({about.reference}) {why} : les doublons se "
            "cherchent parmi les offres en cours."
        )
    found = alike(rows, today, about.kind if about else kind)
    if about:
        found = [pair for pair in found if about.number in (pair.one, pair.other)]
    numbers = sorted({number for pair in found for number in (pair.one, pair.other)})
    known = queries.cards(rows, numbers, today)
    return [_twins(pair, known[pair.one], known[pair.other]) for pair in found]


def _twins(pair: Alike, one: Card, other: Card) -> Twins:
    """The offer that households are in touch with is kept, else the one that says most."""
    kept, gone = sorted((one, other), key=lambda card: (-card.running, -card.known, card.number))
    likeness = pair.likeness
    return Twins(kept, gone, likeness.likelihood, likeness.reasons, likeness.against)


def refuse_unlike(found: Sequence[Offered]) -> None:
    """Refuse to join offers of several kinds, or an offer with itself."""
    kept, *others = found
    for other in others:
        if other.number == kept.number:
            raise Refused(f"{kept.reference} est déjà une seule offre : rien n’est changé.")
        if other.kind != kept.kind:
            kinds = f"{label(OfferKind, kept.kind)} et {label(OfferKind, other.kind)}"
            raise Refused(
                f"{kept.reference} et {other.reference} ne sont pas du même type ({kinds}) : ce "
                "n’est pas une seule offre."
            )


def set_apart(work: Work, found: Sequence[Offered]) -> Apart:
    """Remember that offers are distinct, so that they are not proposed again.

    Raises:
        Refused: fewer than two are named, or one was joined into another.

    """
    offers = tuple({one.number: one for one in found}.values())
    if len(offers) < 2:
        raise Refused("Nommez au moins deux offres distinctes : la même est nommée deux fois.")
    known = queries.decided(work.rows)
    new = list(_undecided(offers, known))
    for one, other in new:
        remember(work, one.number, other.number, OfferTie.OTHER)
    work.idle = not new
    work.says(f"offres distinctes : {', '.join(one.reference for one in offers[:5])}")
    return Apart(offers, len(new))


def _undecided(
    offers: Sequence[Offered], known: dict[tuple[int, int], Decided]
) -> Iterator[tuple[Offered, Offered]]:
    for one, other in combinations(sorted(offers), 2):
        decision = known.get((one.number, other.number))
        if decision is None:
            yield one, other
        elif decision.verdict == OfferTie.SAME:
            gone = one if decision.other == one.number else other
            raise Refused(
                f"{one.reference} et {other.reference} sont réunies. `venez-vivre offres rouvrir "
                f"{gone.reference}` les sépare."
            )


def remember(work: Work, offer: int, other: int, verdict: OfferTie) -> None:
    """Remember what was decided of two offers, in place of what was decided before."""
    pair = min(offer, other), max(offer, other)
    before = queries.decided(work.rows).get(pair)
    if before is not None:
        forget(work, [before.number])
    number = work.next_number("offer_twin")
    work.rows.run(
        "INSERT INTO offer_twin (id, offer_id, other_id, verdict, agent, decided_on) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (number, offer, other, verdict.value, work.heading.agent, work.today.isoformat()),
    )
    work.journal.added("offer_twin", number)


def forget(work: Work, decisions: Sequence[int]) -> None:
    """Take decisions away: the offers are to be looked at again."""
    work.journal.touch("offer_twin", decisions)
    for number in decisions:
        work.rows.run("DELETE FROM offer_twin WHERE id = ?", (number,))


def offered(rows: Reader, reference: str) -> Offered:
    """The offer of that reference, as it is now.

    Raises:
        NotFound: there is none.

    """
    found = introductions.offer(rows, reference)
    if found is None:
        raise NotFound(f"L’offre {reference} n’existe plus.")
    return found
