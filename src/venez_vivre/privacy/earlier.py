"""What a column said before: what was replaced, and what was written then taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from venez_vivre.store.journal import Image
from venez_vivre.store.remembered import Seen

Undone = Mapping[int, str]
"""The operations that no longer count, undos themselves included: the day (ISO) each was undone."""


@dataclass
class Span:
    """A value that a column has no more: the image that holds it, its days (ISO) where known.

    `taken_back` says that it only ever stood by operations that were undone since.
    """

    image: Image
    since: str | None = None
    until: str | None = None
    taken_back: bool = False


def spans(
    changes: Sequence[Seen], column: str, now: Image | None, undone: Undone
) -> Iterator[Span]:
    """The values that a column of one row had and has no more, the oldest change first.

    Args:
        changes: all that the journal holds of the row, the oldest first.
        column: the column.
        now: the row as it stands, None once it is deleted.
        undone: the operations that no longer count.

    """
    found: dict[str, Span] = {}
    told = [one for one in changes if _changes(one, column)]
    counting = [one for one in told if one.operation not in undone]
    for one in counting:
        _standing(found, one, column)
    for one in told:
        if one.operation in undone:
            _taken_back(found, one, column, undone[one.operation])
    _derived(found, changes, column)
    known = None if now is None else repr(now.get(column))
    yield from (span for said, span in found.items() if said != known)


def is_taken_back(changes: Sequence[Seen], undone: Undone) -> bool:
    """Whether a row that is gone left because what wrote it was undone, and nothing else did."""
    deleted = any(one.change.after is None and one.operation not in undone for one in changes)
    made = any(one.change.before is None and one.operation in undone for one in changes)
    return made and not deleted


def _changes(one: Seen, column: str) -> bool:
    """Whether this column was changed: an image holds the others as they stood."""
    before, after = one.change.before or {}, one.change.after or {}
    return before.get(column) != after.get(column)


def _standing(found: dict[str, Span], one: Seen, column: str) -> None:
    """What an operation that counts replaced, until then, and what it wrote, since then."""
    before, after = one.change.before or {}, one.change.after or {}
    if _says(before, column):
        _span(found, before, column).until = one.day
    if _says(after, column):
        span = _span(found, after, column)
        span.since = span.since or one.day


def _taken_back(found: dict[str, Span], one: Seen, column: str, until: str) -> None:
    """What an operation that was undone replaced was true; what it wrote counts no more."""
    before, after = one.change.before or {}, one.change.after or {}
    if _says(before, column) and repr(before[column]) not in found:
        _span(found, before, column).until = one.day
    if _says(after, column) and repr(after[column]) not in found:
        span = _span(found, after, column)
        span.since, span.until, span.taken_back = one.day, until, True


def _derived(found: dict[str, Span], changes: Sequence[Seen], column: str) -> None:
    """What images hold and no operation says it changed: the program derived it."""
    for one in changes:
        image = one.change.after or {}
        if _says(image, column):
            _span(found, image, column)


def _span(found: dict[str, Span], image: Image, column: str) -> Span:
    return found.setdefault(repr(image[column]), Span(image))


def _says(image: Image, column: str) -> bool:
    return image.get(column) not in (None, "")
