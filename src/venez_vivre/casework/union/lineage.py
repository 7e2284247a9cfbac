"""Whether a base was brought before: the same, an older copy, a later one, or a fork."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from hashlib import blake2b

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader

STEP = 8
"""Hexadecimal digits that a trail keeps of an operation."""


class Standing(Enum):
    """What a file is, beside what was brought."""

    NEW = "nouvelle"
    LATER = "plus récente"
    SAME = "connue"
    OLDER = "plus ancienne"
    FORK = "copie qui a vécu à part"


class Brought(NamedTuple):
    """A base whose rows are in this one: its number there, its identity, how far it was read."""

    number: int
    identity: str
    trail: str


class Lineage(NamedTuple):
    """A base by its mark and by what was done to it, operation by operation."""

    identity: str
    trail: str


def of(rows: Reader) -> Lineage:
    """Where a base comes from.

    What makes a trail is never rewritten: an erasure edits sentences, not commands.
    """
    done = rows.rows(
        "SELECT id, happened_at, recorded_on, kind, agent, command, target_id "
        "FROM operation ORDER BY id"
    )
    trail = "".join(_digits(row, STEP // 2) for row in done)
    mark = rows.value("SELECT identity FROM base_mark ORDER BY id LIMIT 1")
    # A base older than marks is known by its first operation, and by what that one wrote.
    return Lineage(str(mark or _digits((*(done[:1]), *_first_rows(rows)), 16)), trail)


def _first_rows(rows: Reader) -> list[tuple[object, ...]]:
    return rows.rows(
        "SELECT table_name, first_id FROM journal_block WHERE operation_id = "
        "(SELECT min(id) FROM operation) ORDER BY id LIMIT 1"
    )


def _digits(row: tuple[object, ...], size: int) -> str:
    said = "\x1f".join(map(str, row)).encode("utf-8", "replace")
    return blake2b(said, digest_size=size).hexdigest()


def common(one: str, other: str) -> int:
    """How many operations two trails share from the beginning."""
    most = min(len(one), len(other)) // STEP
    for place in range(most):
        if one[place * STEP : (place + 1) * STEP] != other[place * STEP : (place + 1) * STEP]:
            return place
    return most


def standing(lineage: Lineage, known: Iterable[Brought]) -> tuple[Standing, Brought | None]:
    """What a base is beside those that were brought, and the one it is nearest to."""
    kin = [one for one in known if one.identity == lineage.identity]
    if not kin:
        return Standing.NEW, None
    nearest = max(kin, key=lambda one: (common(one.trail, lineage.trail), -len(one.trail)))
    shared = common(nearest.trail, lineage.trail) * STEP
    if shared == len(lineage.trail) == len(nearest.trail):
        return Standing.SAME, nearest
    if shared == len(lineage.trail):
        return Standing.OLDER, nearest
    return (Standing.LATER if shared == len(nearest.trail) else Standing.FORK), nearest


def brought(rows: Reader) -> list[Brought]:
    """The bases that were brought into this one."""
    return rows.into(Brought, "SELECT id, identity, trail FROM merged_base ORDER BY id")
