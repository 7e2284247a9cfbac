"""What a family of proofs found: how many trials, and each one that failed."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT, MIDDLE, LONG = "short", "middle", "long"
"""The scales: on each change, a quarter of an hour on a busy machine, and `make fiabilite`."""


class Result(NamedTuple):
    """One line of the table."""

    row: str
    done: str
    count: int
    line: str
    failures: tuple[str, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """Something was tried, and nothing of it failed."""
        return self.count > 0 and not self.failures


@dataclass
class Trials:
    """Trials under way: `saw` counts one and keeps the sentence of one that failed."""

    row: str
    line: str
    count: int = 0
    failures: list[str] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    def saw(self, good: object, said: object, count: int = 1) -> None:
        """Count a trial (or so many that were checked at once); `said` tells it when it failed."""
        self.count += count
        if not good:
            self.failures.append(str(said)[:600])

    @contextmanager
    def trial(self, said: object) -> Iterator[None]:
        """A trial that fails with the first assertion that does, or with any other error."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  whatever breaks is a failure to tell
            self.saw(False, f"{said}: {type(error).__name__}: {error}")
        else:
            self.saw(True, said)

    def ended(self, done: str) -> Result:
        """The line of the table; `done` says what was done, with its figures."""
        seconds = time.monotonic() - self.begun
        return Result(self.row, done, self.count, self.line, tuple(self.failures), seconds)
