"""A page taller than the terminal, handed to the program that people read long texts with."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

OWN = "VENEZ_VIVRE_PAGER"
"""The variable that names the program, before PAGER; empty, there is none."""

LESS = "FRX"
"""What less does unless told otherwise: leave when all fits, keep colours and what was read."""


def wanted(text: str) -> list[str]:
    """The words of the program to call for a text, none when it shows whole or nobody reads it."""
    if not (sys.stdin and sys.stdout and sys.stdin.isatty() and sys.stdout.isatty()):
        return []
    if os.environ.get("TERM") == "dumb":
        return []
    try:
        tall = os.get_terminal_size(sys.stdout.fileno()).lines
    except (OSError, ValueError):
        return []
    return program() if 0 < tall <= text.count("\n") else []  # some terminals say 0


def program() -> list[str]:
    """The words of the pager of this machine, none when there is none."""
    for name in (OWN, "PAGER"):
        said = os.environ.get(name)
        if said is not None:
            with suppress(ValueError):  # quotes that do not close
                return shlex.split(said, posix=os.name == "posix")
            return []
    if os.name == "nt" or shutil.which("less") is None:
        return []
    return ["less", f"-{LESS}"]


def read_through(words: list[str], text: str) -> bool:
    """Let somebody read the text with that program; False when it could not show it.

    Leaving it, by q or Ctrl-C, is no error: what there was to do is done.
    """
    encoding = sys.stdout.encoding or "utf-8"
    known = {"LESS": LESS, "LESSCHARSET": "utf-8"} if "utf" in encoding.lower() else {"LESS": LESS}
    with _undisturbed() as interrupted:
        try:
            reader = subprocess.Popen(  # noqa: S603  the person's own choice of a program
                words, stdin=subprocess.PIPE, env={**known, **os.environ}
            )
        except OSError:
            return False
        reader.communicate(text.encode(encoding, "replace"))  # a reader who left early is no error
    return reader.returncode <= 0 or bool(interrupted)


@contextmanager
def _undisturbed() -> Iterator[list[int]]:
    """Ctrl-C is for the pager: it is noted here, and stops nothing."""
    pressed: list[int] = []
    try:
        before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    except ValueError:  # not the main thread: nobody's Ctrl-C comes here
        yield pressed
        return
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
