"""What is made of a line alone, before anybody looks at who it is about."""

from __future__ import annotations

import json
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.intake.sketches import Sketch

Row = tuple[Any, ...]


class Ready(NamedTuple):
    """The rows of somebody whom nobody knows, but for the numbers that link them.

    "" stands for what is unknown. Keys are packed (`keyring.pack`): so they go from one process to
    the other, into arrays and into the base without being taken apart.
    """

    received: str
    household: Row
    registrant: Row
    partner: Row | None
    family: tuple[tuple[str, Any], ...]
    """Role and birth year of the others."""
    form: Row
    """Channel, campaign and message, then the cells as received."""
    keys: bytes
    asks: bytes
    partner_keys: bytes
    """Empty when the partner has no name."""
    partner_asks: bytes
    sketches: tuple[Sketch, ...]
    """Of the registrant and of a named partner, when they are to be sifted."""

    def cells(self) -> list[str]:
        """The cells of the line, as received."""
        found: list[str] = json.loads(self.form[-1])
        return found
