"""What a household's file already says: by whom it was last told, and where it came from first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from venez_vivre.intake.cells import ERASE

FIRST_TOUCH = {"canal": "channel", "campagne": "campaign"}
"""A household keeps the channel it first came by; each form keeps its own."""


@dataclass(slots=True)
class Home:
    """The newest form of any member, the day of the last edit by hand, the earliest channels."""

    heard_on: date | None
    edited_on: date | None
    first: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By column of the household: the earliest day that a form gave one, and what it gave."""

    def edited_since(self, received: date) -> bool:
        """Whether an officer wrote in the file that day or later: a form does not undo it."""
        return self.edited_on is not None and received <= self.edited_on

    def is_newer(self, received: date) -> bool:
        """Whether a form of that day says the newest of the household."""
        late = self.heard_on is not None and received < self.heard_on
        return not late and not self.edited_since(received)

    def hear(self, received: date, values: dict[str, Any]) -> None:
        """Take note of a form that was kept."""
        self.heard_on = max(self.heard_on or received, received)
        for said, column in FIRST_TOUCH.items():
            value, day = values.get(said), received.isoformat()
            if isinstance(value, str) and (column not in self.first or day < self.first[column][0]):
                self.first[column] = (day, value)

    def first_touch(
        self, received: date, values: dict[str, Any], current: dict[str, Any]
    ) -> dict[str, Any]:
        """The channel and campaign to write: those of an earlier form, or where there was none.

        What differs from the forms was typed by an officer, and stays.
        """
        given: dict[str, Any] = {}
        for said, column in FIRST_TOUCH.items():
            value, known = values.get(said), self.first.get(column)
            stands = current.get(column)
            if value is ERASE and self.is_newer(received):
                given[column] = ERASE
            if not isinstance(value, str):
                continue
            earlier = known and stands == known[1] and received.isoformat() < known[0]
            if not stands or earlier:
                given[column] = value
        return given
