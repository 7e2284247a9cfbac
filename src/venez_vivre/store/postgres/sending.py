"""Rows that go to the server in another thread, while this one works out the next ones."""

from __future__ import annotations

import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import psycopg

    Lines: TypeAlias = str | Iterable[Sequence[Any]]
    """Rows, or the lines of a COPY where what is empty is unknown."""


TURN = 0.0002
"""Seconds that one of the two threads computes while the other one has something to do: Python's
own 5 ms would be added to each word that the server says.
"""


class Sender:
    """COPYs under way, in their order; nobody else may speak to the connection before `wait`."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self._raw = raw
        self._thread = ThreadPoolExecutor(1, "venez-vivre-copy")
        self._under_way: list[Future[None]] = []
        self._usual = sys.getswitchinterval()
        sys.setswitchinterval(TURN)

    def send(self, into: str, rows: Lines) -> None:
        """Begin a COPY into a table and its columns, once those before are over."""
        self._under_way.append(self._thread.submit(self._copy, into, rows))

    def say(self, statements: str) -> None:
        """Run statements in their turn."""
        self._under_way.append(self._thread.submit(self._run, statements))

    def wait(self) -> None:
        """Wait until everything is there.

        Raises:
            psycopg.Error: what the server refused.

        """
        going, self._under_way = self._under_way, []
        for one in going:
            one.result()

    def stop(self) -> None:
        """Send nothing more; what is under way ends first."""
        sys.setswitchinterval(self._usual)
        self._thread.shutdown(wait=True, cancel_futures=True)
        with suppress(Exception):  # it was told already, or nobody needs it any more
            self.wait()

    def _run(self, statements: str) -> None:
        self._raw.execute(statements)

    def _copy(self, into: str, rows: Lines) -> None:
        cursor = self._raw.cursor()
        if isinstance(rows, str):
            with cursor.copy(f"COPY {into} FROM STDIN (NULL '')") as copy:
                copy.write(rows)
            return
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
