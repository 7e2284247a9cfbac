"""Named reads of what is new: up to where offers were looked at, what was written since.

The mark of a kind is a setting of its own: the number of the last operation seen, and that day.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import OperationKind

PREFIX = "nouvelles_"
"""How the settings that hold a mark begin: `nouvelles_emploi`."""


class Mark(NamedTuple):
    """The last operation that was seen, and the day it was."""

    operation: int
    day: str

    def __str__(self) -> str:
        return f"{self.operation} {self.day}"


def marks(rows: Reader) -> dict[str, Mark]:
    """The mark of each kind that was looked at once."""
    found = {}
    sql = "SELECT name, value FROM setting WHERE substr(name, 1, length(:prefix)) = :prefix"
    for name, value in rows.rows(sql, prefix=PREFIX):
        operation, _, day = value.partition(" ")
        found[name.removeprefix(PREFIX)] = Mark(int(operation), day)
    return found


def last(rows: Reader) -> int:
    """The number of the newest operation, 0 when there is none."""
    return int(rows.value("SELECT coalesce(max(id), 0) FROM operation"))


class Written(NamedTuple):
    """An offer that an operation wrote, with its values before; None when it did not exist.

    `after` is None for a bulk insertion: the row stands in the table.
    """

    operation: int
    number: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


_SINCE = f"""
SELECT max(o.id, coalesce(r.id, 0)), b.first_id, b.last_id, b.payload
FROM journal_block b JOIN operation o ON o.id = b.operation_id
LEFT JOIN (SELECT target_id, max(id) AS id FROM operation
           WHERE kind = '{OperationKind.REDO}' GROUP BY target_id) r ON r.target_id = o.id
WHERE b.table_name = 'offer' AND o.kind = '{OperationKind.COMMAND}' AND o.undone = 0
  AND max(o.id, coalesce(r.id, 0)) > :operation
ORDER BY b.id
"""
"""A command that was undone is none; one that was done again counts from then on."""


def offers_since(rows: Reader, operation: int) -> Iterator[Written]:
    """The offers that commands wrote after an operation, in the order they did."""
    for number, first, final, payload in rows.rows(_SINCE, operation=operation):
        if payload is None:
            yield from (Written(number, offer, None, None) for offer in range(first, final + 1))
            continue
        for offer, before, after in json.loads(zlib.decompress(payload)):
            yield Written(number, offer, before, after)


def published(rows: Reader, first: str, final: str) -> list[tuple[int, str]]:
    """Number and kind of the offers published in those days, both included."""
    sql = "SELECT id, kind FROM offer WHERE published_on BETWEEN :first AND :final ORDER BY id"
    return [(number, kind) for number, kind in rows.rows(sql, first=first, final=final)]
