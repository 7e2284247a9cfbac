"""Which cells an import changes in records that stand, told with the line that changes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from venez_vivre.intake import parsing as p
from venez_vivre.intake.layouts import Column
from venez_vivre.intake.receipts import Changed, Receipt
from venez_vivre.store.reader import Reader
from venez_vivre.texts import shorten

LONGEST = 200
"""Characters of a cell that are told: a receipt stays small whatever people write."""

CALLED = {
    "territory": "code",
    "officer": "name",
    "campaign": "axis",
    "offer": "reference",
    "resource_person": "reference",
}
"""What a record of a register is called by; the others are those of a household."""

Called = Callable[[int], "str | None"]
"""The reference of a household that is known, None when it must be read."""

FieldOf = Callable[[str, Mapping[str, Any], str], str | None]
"""The field of the file that a column of a row keeps, None when it is not told."""


class Noticing:
    """Tells a receipt of the edits of the line under way."""

    def __init__(
        self,
        rows: Reader,
        receipt: Receipt,
        columns: Sequence[Column],
        field_of: FieldOf,
        called: Called,
    ) -> None:
        self._rows = rows
        self._known_as = called
        self._codes: dict[int, str] = {}
        self._receipt = receipt
        self._field_of = field_of
        self._written = {
            column.field: WRITTEN[column.parse] for column in columns if column.parse in WRITTEN
        }

    def __call__(self, table: str, current: Mapping[str, Any], edits: Mapping[str, Any]) -> None:
        """Hear of an edit: the table, the row as it stands, what its columns will hold."""
        receipt = self._receipt
        for column, after in edits.items():
            field = self._field_of(table, current, column)
            if field is None:
                continue
            if not receipt.tells_changes:
                receipt.autres_modifications += 1
                continue
            cells = (self._text(column, field, value) for value in (current.get(column), after))
            called = self._called(table, current)
            receipt.modifications.append(Changed(receipt.line, called, field, *cells))

    def _text(self, column: str, field: str, value: Any) -> str:
        if value is None:
            return ""
        if column == "territory_id":
            value = self._code(value)
        return shorten(self._written.get(field, _plain)(value), LONGEST)

    def _code(self, territory: int) -> str:
        if territory not in self._codes:
            sql = "SELECT code FROM territory WHERE id = :id"
            self._codes[territory] = self._rows.value(sql, id=territory)
        return self._codes[territory]

    def _called(self, table: str, current: Mapping[str, Any]) -> str:
        if table in CALLED:
            return str(current[CALLED[table]])
        if table == "household":
            return str(current["reference"])
        number, sql = current["household_id"], "SELECT reference FROM household WHERE id = :id"
        return self._known_as(number) or str(self._rows.value(sql, id=number))


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return str(value)


def _day(value: Any) -> str:
    return date.fromisoformat(value).strftime("%d/%m/%Y")


def _yes_no(value: Any) -> str:
    return "oui" if value else "non"


def _euros(cents: Any) -> str:
    return f"{cents // 100},{cents % 100:02}" if cents % 100 else str(cents // 100)


WRITTEN: dict[p.Parser, Callable[[Any], str]] = {p.day: _day, p.yes_no: _yes_no, p.cents: _euros}
"""How the values of some parsers are written, as a file would."""
