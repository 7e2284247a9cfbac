"""Reading ahead: one process reads and understands a large file while the other one writes it."""

from __future__ import annotations

import marshal
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from venez_vivre import NamedTuple
from venez_vivre.errors import FailedElsewhere, VenezVivreError
from venez_vivre.intake.drafts import Draft, Drafter, Understand
from venez_vivre.intake.formulas import disarmed
from venez_vivre.intake.sheets import Sheet

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Batches = Callable[[], Iterator[list[Draft]]]

END = b""


class Lines(NamedTuple):
    """The lines of a file by batches, and what is still to be done to understand one."""

    batches: Iterator[list[Draft]]
    understand: Understand


@contextmanager
def lines(
    sheet: Sheet, drafter: Drafter, digested: tuple[Understand, int], *, aside: bool
) -> Iterator[Lines]:
    """The lines of a file, understood when they are new or, when it pays, one process ahead.

    Args:
        sheet: the file.
        drafter: what reads its cells.
        digested: what is made of a line that is not rejected, and how many lines make a batch.
        aside: whether another process may do it.

    """
    digest, size = digested

    def understand(draft: Draft) -> None:
        drafter.fill(draft)
        if draft.rejected is None:
            digest(draft)

    def batches() -> Iterator[list[Draft]]:
        rows = map(disarmed, sheet.rows())
        while batch := list(islice(rows, size)):
            yield [Draft(row, drafter.hash_of(row.cells)) for row in batch]

    if aside and is_possible():
        with reading(batches, understand) as understood:
            yield Lines(understood, lambda _: None)
    else:
        yield Lines(batches(), understand)


def is_possible() -> bool:
    """Whether a process can be made that starts from what this one has in memory, and gains.

    Windows and macOS make theirs from nothing, which costs more than it brings.
    """
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1


@contextmanager
def reading(batches: Batches, understand: Understand) -> Iterator[Iterator[list[Draft]]]:
    """The batches of a file, each line understood one process ahead.

    Raises:
        VenezVivreError: what the other process refused.
        FailedElsewhere: it failed.

    """
    from multiprocessing import get_context  # noqa: PLC0415  only large files pay for it

    forked = get_context("fork")
    ours, theirs = forked.Pipe(duplex=False)
    child = forked.Process(target=_work, args=(ours, theirs, batches, understand), daemon=True)
    try:
        with _deaf():
            child.start()
        theirs.close()
        yield _received(ours, understand)
    finally:
        ours.close()  # if it still writes, it stops there
        if child.pid is not None:
            child.join()


def _keys() -> tuple[signal.Signals, ...]:
    return (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def _deaf() -> Iterator[None]:
    """Keys wait: one that the other process heard before `_work` would be told on the terminal."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _keys())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _received(ours: Connection, understand: Understand) -> Iterator[list[Draft]]:
    while True:
        try:
            message = ours.recv_bytes()
        except EOFError:  # it was killed
            raise FailedElsewhere("EOFError", ()) from None
        if message == END:
            return
        said = _unpacked(message)
        if isinstance(said, Exception):
            raise said
        yield [Draft.received(parts, understand) for parts in said]


def _work(ours: Connection, theirs: Connection, batches: Batches, understand: Understand) -> None:
    """What the other process does; it has no base, no terminal, and answers to no key."""
    ours.close()
    for number in _keys():
        signal.signal(number, signal.SIG_IGN)  # the one that writes stops both
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _keys())
    with suppress(BrokenPipeError):
        try:
            for batch in batches():
                for draft in batch:
                    understand(draft)
                _send(theirs, [draft.sent() for draft in batch])
            theirs.send_bytes(END)
        except VenezVivreError as error:
            _send(theirs, error)
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001  told by the other side, with a log
            _send(theirs, FailedElsewhere.of(error))


def _send(theirs: Connection, said: Any) -> None:
    theirs.send_bytes(_packed(said))


PLAIN, ANY = b"m", b"p"
NO_REFERENCES = 2
"""The format of `marshal` that looks for nothing it met before."""


def _packed(said: Any) -> bytes:
    """Plain values by `marshal`: three times as fast as `pickle` to pack, and to unpack."""
    try:
        return PLAIN + marshal.dumps(said, NO_REFERENCES)
    except ValueError:  # an error, or a value of a class of ours
        return ANY + pickle.dumps(said, pickle.HIGHEST_PROTOCOL)


def _unpacked(message: bytes) -> Any:
    read = marshal.loads if message[:1] == PLAIN else pickle.loads
    return read(memoryview(message)[1:])
