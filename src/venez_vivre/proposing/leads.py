"""The few offers worth a word on the household's file: jobs, then homes, the best of each."""

from __future__ import annotations

from datetime import date

from venez_vivre.errors import Refused
from venez_vivre.proposing.household import few_offers
from venez_vivre.proposing.pieces import ACCEPTABLE
from venez_vivre.proposing.proposals import Proposal, context, explained, file
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import OfferKind, Stage

MOST = ((OfferKind.JOB.value, 3), (OfferKind.HOME.value, 2))
"""How many of each kind the file has room for."""


def leads(rows: Reader, number: int, today: date) -> list[Proposal]:
    """The best jobs and homes of a household that still looks; none when nothing is to be proposed.

    Jobs are shown for adults whose trade is known: without one, every job nearby would do.
    """
    try:
        found = file(rows, number)
    except Refused:
        return []
    if found.house.stage == Stage.SETTLED:
        return []
    found = found._replace(adults=[one for one in found.adults if one.rome_code])
    known = context(rows, today)
    best = []
    for kind, most in MOST:
        some = few_offers(rows, found, kind, known, most)
        best += [one for one in some if one.score >= ACCEPTABLE]
    return [explained(one, known) for one in best]
