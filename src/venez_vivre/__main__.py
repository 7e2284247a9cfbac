"""Start the program: `venez-vivre`, `vv` or `python -m venez_vivre`."""

from __future__ import annotations

import gc
import signal
import sys

SPARED = 20_000
"""Objects made between two searches for garbage: the 700 of Python have 10 % of the time that
imports of the models take go into looking at classes and functions, which all stay.
"""


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    gc.set_threshold(SPARED)
    from venez_vivre.cli import run  # noqa: PLC0415  already the first import makes thousands

    _end_as_keys_do()
    code = run(sys.argv[1:])
    gc.freeze()  # else the interpreter looks for garbage in all of it to end: 200 ms of a note
    sys.exit(code)


def _end_as_keys_do() -> None:
    """A process that is told to end does it as Ctrl-C does: nothing by half, no file left, 130.

    Timers, a machine that goes down or a terminal that closes say so by these signals, which would
    end Python at once; one that is ignored (`nohup`) stays so. Windows has no SIGHUP.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


if __name__ == "__main__":
    main()
