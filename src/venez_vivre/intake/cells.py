"""What the reading of one cell gives besides its value: erased, repaired, or refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


class Erase:
    """A cell that erases; there is one of them, in every process."""

    def __reduce__(self) -> str:
        return "ERASE"


ERASE = Erase()
"""What `(vide)` means: take the stored value away."""

Parser = Callable[[str], Any]


class Unreadable(Exception):
    """A cell that cannot be read: why, and what to write instead."""

    def __init__(self, reason: str, remedy: str, *, fatal: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
        self.fatal = fatal
        """Whether the line is rejected, though its column is not vital."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A value that was repaired before it was understood: what was done, and what to check."""

    value: Any
    reason: str
    remedy: str
