"""Imports whose line is one row: campaigns, territories, officers, offers."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, ClassVar

from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.members import stored
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.plan import Importer
from venez_vivre.intake.receipts import Outcome
from venez_vivre.intake.writing import Changes, Inserts, Observe
from venez_vivre.store.base import Work

Key = tuple[Any, ...]


class RecordImporter(Importer):
    """A line creates the row of its key, or completes and corrects the one that stands."""

    batch = 20_000  # lines of one key are best seen together
    target: ClassVar[str]
    fields: ClassVar[Mapping[str, str]]
    """Fields of the file, and the columns that keep them."""
    extra: ClassVar[Sequence[str]] = ()
    """Columns that are worked out, beside those of the fields."""
    defaults: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, work: Work, import_id: int) -> None:
        self._work = work
        self._import_id = import_id
        self._columns = (*self.fields.values(), *self.extra)
        self._inserts = Inserts(work, self.target, self._columns)
        self._changes = Changes(work)
        self._numbers = self._known()
        self._idle: set[int] = set()
        """Rows of the batch that correct one another back to what stands."""

    def watch(self, observe: Observe) -> None:
        """Tell an observer of the cells that lines change."""
        self._changes.observe = observe

    def field_of(self, table: str, current: Mapping[str, Any], column: str) -> str | None:  # noqa: ARG002  same call for every kind
        """The field that keeps its value in a column of the row."""
        return next((field for field, kept in self.fields.items() if kept == column), None)

    @abstractmethod
    def _known(self) -> dict[Key, int]:
        """The rows that stand, by their key."""

    @abstractmethod
    def _key(self, draft: Draft, row: Mapping[str, Any]) -> Key:
        """What makes the row of a line the same as one that stands; rejects a line without it."""

    def _recognised(self, draft: Draft, number: int) -> None:
        """Say what is to be said of a line whose row stands."""

    def _complete(self, draft: Draft, row: dict[str, Any]) -> None:
        """Work the extra columns out, or reject the line."""

    def _infer(self, row: dict[str, Any], number: int | None) -> None:
        """Complete a row with what its words tell; `number` is that of the row that stands."""

    def prepare(self, drafts: Sequence[Draft]) -> None:
        """See which lines only go back and forth: the same file twice changes nothing."""
        warn, self.warn = self.warn, lambda _: None
        lines: dict[Key, list[tuple[Draft, dict[str, Any]]]] = {}
        for draft in drafts:
            with suppress(Rejected):
                key, row = self._keyed(draft)
                lines.setdefault(key, []).append((draft, row))
        self.warn = warn
        self._inserts.send()
        self._idle = {
            draft.line
            for key, found in lines.items()
            if len(found) > 1 and (number := self._numbers.get(key)) is not None
            if self._changes.come_back(self.target, number, [row for _, row in found])
            for draft, _ in found
        }

    def apply(self, draft: Draft) -> Outcome:
        """Create, change or recognise one row."""
        key, row = self._keyed(draft)
        number = self._numbers.get(key)
        if number is None:
            self._infer(row, None)
            self._numbers[key] = self._insert(row)
            return "creees"
        self._recognised(draft, number)
        if draft.line in self._idle:
            return "inchangees"
        self._inserts.send()
        self._infer(row, number)
        is_new = number >= self._inserts.first_number
        changed = self._changes.change(self.target, number, row, newer=True, is_new=is_new)
        return "mises_a_jour" if changed else "inchangees"

    def number_of(self, draft: Draft) -> int | None:
        """The number of the row that a line is about, None when it is a new one."""
        return self._numbers.get(self._keyed(draft)[0])

    def _keyed(self, draft: Draft) -> tuple[Key, dict[str, Any]]:
        """The row that a line gives, and what recognises it; rejects a line without that."""
        row = {
            self.fields[f]: self._value(f, v) for f, v in draft.values.items() if f in self.fields
        }
        self._complete(draft, row)
        return self._key(draft, row), row

    def _value(self, field: str, value: Any) -> Any:
        """What `(vide)` gives back is the value that a new row would have."""
        return self.defaults.get(self.fields[field], ERASE) if value is ERASE else value

    def _insert(self, row: Mapping[str, Any]) -> int:
        given = {c: v for c, v in row.items() if v is not ERASE}
        values = (given.get(c, self.defaults.get(c)) for c in self._columns)
        return self._inserts.add(*(stored(value) for value in values))

    def flush(self) -> None:
        """Send the batch to the base."""
        self._inserts.send()
        self._changes.send()

    def finish(self) -> int:
        """How many rows were made."""
        first, last = self._inserts.finish()
        return last - first + 1
