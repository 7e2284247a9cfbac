"""Parts worked out by processes of this machine, each given the next one when it is free."""

from __future__ import annotations

import pickle
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from venez_vivre.errors import FailedElsewhere, Refused, VenezVivreError
from venez_vivre.proposing.proposals import Context
from venez_vivre.proposing.spreading.answers import PROTOCOL, Answer, Team, answer
from venez_vivre.proposing.spreading.parts import Part

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MOST = 256
"""More processes than any machine has cores for."""

METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How a process is made: from what this one has in memory where that is sure, else from nothing."""

KILLED = (
    "Un des processus de l’appariement a été arrêté, faute de mémoire peut-être : rien n’a été "
    "écrit. Recommencez avec moins de processus (--processus)."
)


@contextmanager
def processes(count: int, method: str = METHOD) -> Iterator[Team]:
    """So many processes, made now and ended with the block.

    Raises:
        Refused: one of them was killed.
        FailedElsewhere: one of them failed.

    """
    from multiprocessing import get_context  # noqa: PLC0415  one process does without

    context = get_context(method)
    pipes: list[Any] = []
    children = []
    try:
        for _ in range(count):
            ours, theirs = context.Pipe()
            # A child that is forked holds our ends too: it would not see them close.
            others = [*pipes, ours] if method == "fork" else []
            child = context.Process(target=_work, args=(theirs, others), daemon=True)  # type: ignore[attr-defined]
            child.start()
            theirs.close()
            pipes.append(ours)
            children.append(child)
        yield Team(partial(_run, pipes), count)
    finally:
        for pipe, child in zip(pipes, children, strict=True):
            pipe.close()
            child.terminate()
            child.join()


def _run(
    pipes: list[Connection], parts: Iterable[Part], known: Context, most: int
) -> Iterator[Answer]:
    from multiprocessing.connection import wait  # noqa: PLC0415  same

    shared = pickle.dumps((known, most), PROTOCOL)
    for pipe in pipes:
        _give(pipe, shared)
    waiting, idle, busy = iter(parts), list[Any](pipes), list[Any]()
    while True:
        while idle and (part := next(waiting, None)):
            _give(idle[-1], pickle.dumps(part, PROTOCOL))
            busy.append(idle.pop())
        if not busy:
            return
        for ready in wait(busy):
            busy.remove(ready)
            idle.append(ready)
            yield _got(ready)


def _give(pipe: Connection, sealed: bytes) -> None:
    try:
        pipe.send_bytes(sealed)
    except OSError:
        raise Refused(KILLED) from None


def _got(pipe: Any) -> Answer:
    try:
        said = pickle.loads(pipe.recv_bytes())  # noqa: S301  our own child wrote it
    except (EOFError, OSError):
        raise Refused(KILLED) from None
    if isinstance(said, Answer):
        return said
    raise said


def _work(theirs: Connection, others: list[Connection]) -> None:
    """What a process does; it has no base, no terminal, and answers to no key."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that writes stops all of them,
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # by this
    for pipe in others:
        pipe.close()
    with closing(theirs), suppress(EOFError, OSError):  # nobody listens any more
        known, most = pickle.loads(theirs.recv_bytes())  # noqa: S301  our own parent wrote it
        while True:
            part = pickle.loads(theirs.recv_bytes())  # noqa: S301  same
            theirs.send_bytes(pickle.dumps(_tried(part, known, most), PROTOCOL))


def _tried(part: Part, known: Context, most: int) -> Answer | Exception:
    try:
        return answer(part, known, most)
    except VenezVivreError as error:
        return error
    except Exception as error:  # noqa: BLE001  told by the other side, with a log
        return FailedElsewhere.of(error)
