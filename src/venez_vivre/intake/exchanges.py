"""The exchanges that households already have, and which of them a line of a file is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from venez_vivre.intake.parsing import ERASE
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold
from venez_vivre.vocabulary import REACHING_RESULTS

Key = tuple[Any, ...]


@dataclass(slots=True)
class Exchange:
    """One contact of the base; `by_hand` says that an officer noted it."""

    number: int
    result: str | None
    by_hand: bool
    direction: str | None
    summary: str


class Exchanges:
    """The contacts of the households that a batch names, by household, day and channel."""

    def __init__(self, rows: Reader) -> None:
        self._rows = rows
        self._known: dict[Key, list[Exchange]] = {}
        self.claimed: set[int] = set()
        """Exchanges that a line of this file already tells of: another line is another one."""

    def look_up(self, households: Sequence[int]) -> None:
        """Read what these households have, in the place of what was known."""
        self._known = {}
        sql = (
            "SELECT household_id, happened_on, channel, id, result, import_id IS NULL, direction, "
            "summary FROM contact WHERE household_id IN ({keys}) ORDER BY id"
        )
        for row in self._rows.among(sql, households):
            number, result, by_hand, direction, summary = row[3:]
            told = bool(by_hand), direction, fold(summary or "")
            self.add(row[:3], Exchange(number, result, *told))

    def recall(self, hashes: Sequence[int]) -> None:
        """Claim the exchanges of lines that are those of an earlier file."""
        sql = "SELECT id FROM contact WHERE row_hash IN ({keys})"
        self.claimed.update(number for (number,) in self._rows.among(sql, hashes))

    def add(self, key: Key, exchange: Exchange) -> None:
        """Know one more exchange."""
        self._known.setdefault(key, []).append(exchange)

    def recognise(self, key: Key, values: dict[str, Any]) -> Exchange | None:
        """The exchange that a line tells of, None when it tells of another one."""
        summary, result, direction = (values.get(f) for f in ("resume", "resultat", "sens"))
        same = [e for e in self._known.get(key, ()) if _goes(e.direction, direction)]
        if summary is not ERASE:
            said = fold(summary or "")
            same = [exchange for exchange in same if exchange.summary == said]
        if not isinstance(result, str):
            imported = [exchange for exchange in same if not exchange.by_hand]
            return next(iter(imported or same), None)
        exact = (exchange for exchange in same if exchange.result == result)
        return next(exact, None) or next(filter(self._may_be_corrected, same), None)

    def _may_be_corrected(self, exchange: Exchange) -> bool:
        """Whether another result corrects it: neither an officer's note nor somebody reached.

        Without a summary nothing says that two calls of a day, with two results, were one.
        """
        if exchange.by_hand or exchange.number in self.claimed:
            return False
        if exchange.result is None:
            return True
        return bool(exchange.summary) and exchange.result not in REACHING_RESULTS


def _goes(one: str | None, other: Any) -> bool:
    """Whether two directions may be the same; nothing said is no other direction."""
    return not one or not isinstance(other, str) or one == other
