"""What somebody who waits sees: a line that counts on the terminal, and goes away at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from venez_vivre.texts import number


@contextmanager
def progress(said: Callable[[int], str], first: str) -> Iterator[Callable[[int], None]]:
    """A line that says how far the work is; nothing where the error side is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415  only somebody who waits pays for it
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(first, total=None)
        yield lambda done: shown.update(task, description=said(done))


def lines_read(lines: int) -> str:
    """How far an import is."""
    return f"{number(lines)} lignes lues"
