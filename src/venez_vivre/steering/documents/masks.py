"""Which figures of a document a public report leaves out, and the proof that none comes back."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from venez_vivre.steering.disclosure.figures import Bound, Figures, Sum
from venez_vivre.steering.disclosure.masks import mask
from venez_vivre.steering.disclosure.recovery import verify
from venez_vivre.steering.documents.figures import Draft, Key, cells
from venez_vivre.steering.funnel import STAGES


class Recoverable(Exception):
    """A masked figure could be found again: such a report is never written, and it is our fault."""


def hidden(draft: Draft) -> frozenset[Key]:
    """The figures of 1 to 4, and the others that must go with them.

    Raises:
        Recoverable: what is left would tell one of them.

    """
    figures = told(draft)
    found = frozenset(key for key in mask(figures) if isinstance(key, tuple))
    if verify(figures, found):
        raise Recoverable
    return found


def told(draft: Draft) -> Figures:
    """Every figure of the document, and all that a reader knows of how they are tied.

    Where one figure is among another, their difference is a figure too, that of the others.
    """
    shown = cells(draft.content)
    counts: dict[Hashable, int] = {}
    for some in (draft.hint.unprinted, draft.hint.known, shown):
        counts.update(some.items())
    sums = [
        Sum(tie.total, tie.parts)
        for tie in (*draft.ties, *draft.hint.ties)
        if tie.parts and counts.keys() >= {tie.total, *tie.parts}
    ]
    bounds = list(_bounds(shown))
    unprinted: set[Hashable] = set(draft.hint.unprinted)
    for smaller, larger in bounds:
        if _same_unit(smaller, larger):
            others = ("les autres", smaller, larger)
            counts[others] = counts[larger] - counts[smaller]
            unprinted.add(others)
            sums.append(Sum(larger, (smaller, others)))
    return Figures(counts, sums, bounds, unprinted, frozenset(draft.hint.known))


def _same_unit(smaller: Any, larger: Any) -> bool:
    """Whether both count the same things: households are not people."""
    return (
        smaller[-1] == larger[-1]
        or smaller[-1] in {"scolarises", "venus de"}
        or ("venus de" in smaller)
    )


def _bounds(counts: Mapping[Key, int]) -> Iterator[Bound]:
    """What can never be more than something else of the same document."""
    for key in counts:
        for larger in _larger(key):
            if larger in counts and counts[key] <= counts[larger]:
                yield Bound(key, larger)


def _larger(key: Key) -> Iterator[Key]:
    """The keys of what holds the figure of this key, if they are there."""
    *head, last = key
    yield from _of_stage(head, last)
    if "venus de" in key:  # of those who reached a stage, those who entered another in the period
        place = key.index("venus de")
        yield key[:place]
        yield (*key[: place - 2], last, "foyers")
    if key[0] == "stock" and len(key) > 3:
        yield (*key[:2], "suivis", last)
    for part, whole in PARTS.items():
        if part in head:
            yield tuple(whole if one == part else one for one in key)


def _of_stage(head: Sequence[Any], last: Any) -> Iterator[Key]:
    """Children hold the schooled; people, households; to date, each stage the one after."""
    stage = head[-1] if head else None
    if stage == "installes" and last == "scolarises":
        yield (*head, "enfants")
    if stage == "installes" and last == "foyers":
        yield (*head, "personnes")
    if last == "foyers" and head[0] == "depuis le début":
        for before, after in pairwise(STAGES):
            if stage == after:
                yield (*head[:-1], before, last)


PARTS = {
    "premiers_appels_a_temps": "premiers_appels",
    "joints": "echanges",
    "arrivés": "suivis vers",
    "partis": "suivis vers",
}
"""What is always among something else, by the word of its key."""
