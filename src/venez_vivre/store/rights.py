"""Which territories whoever works may write in: all of them in a file, some on a server."""

from __future__ import annotations

from venez_vivre.store.reader import Reader

NONE_YET = 0
"""Stands for « of no territory yet »."""


def writable(rows: Reader) -> frozenset[int] | None:
    """The numbers of the territories whose files may be written; None when all of them may."""
    if rows.engine == "sqlite":
        return None
    found = frozenset(rows.value("SELECT venez_vivre_droits.reached(true)"))
    return None if NONE_YET in found else found
