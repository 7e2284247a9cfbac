"""A household that two bases say has settled: the first arrival counts, the other is kept aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from venez_vivre import NamedTuple
from venez_vivre.casework.union.values import Conflict
from venez_vivre.store.base import Work
from venez_vivre.store.queries import union as queries

REASON = "déjà installé d’après une autre base"
"""What is noted of a settlement that stays, but counts no more."""


class Arrival(NamedTuple):
    """A settlement that stands: its household, its number, its days, its commune."""

    home: int
    number: int
    settled_on: str
    left_on: str | None
    commune: str | None


def set_aside(work: Work, homes: Sequence[int]) -> list[Conflict]:
    """Cancel the settlements that overlap an earlier one of the same household; one line each."""
    found = sorted(Arrival(*row) for row in queries.arrivals(work.rows, homes))
    aside = [
        pair
        for _, several in groupby(found, key=lambda one: one.home)
        for pair in _overlapping(sorted(several, key=_in_order))
    ]
    work.journal.touch("settlement", [other.number for _, other in aside])
    for _, other in aside:
        work.rows.run(
            "UPDATE settlement SET cancelled_on = ?, cancel_reason = ?, version = version + 1 "
            "WHERE id = ?",
            (work.today.isoformat(), REASON, other.number),
        )
    return [_conflict(work, *pair) for pair in aside]


def _in_order(one: Arrival) -> tuple[str, str, int]:
    return one.settled_on, one.commune or "", one.number


def _overlapping(several: Sequence[Arrival]) -> Iterator[tuple[Arrival, Arrival]]:
    standing, *later = several
    for one in later:
        if standing.left_on is None or one.settled_on < standing.left_on:
            yield standing, one
        else:
            standing = one


def _conflict(work: Work, kept: Arrival, other: Arrival) -> Conflict:
    (reference,) = work.rows.row(
        "SELECT reference FROM household WHERE id = :id", id=kept.home
    ) or (None,)
    sides = (_said(kept), _said(other))
    name = queries.base_of(work.rows, "settlement", other.number) or ""
    why = "installé d’après deux bases"
    return Conflict(
        name, reference, "settlement", "settled_on", *sides, kept.settled_on, other.settled_on, why
    )


def _said(one: Arrival) -> str:
    return f"{one.settled_on} {one.commune or ''}".strip()
