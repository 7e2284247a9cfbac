"""New rows on their way to a server: what they do not know, whose they are, where they wait."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from venez_vivre import NamedTuple

if TYPE_CHECKING:
    import psycopg

_EMPTY = "nullif(?, '')"
_MARKS = re.compile(r"nullif\(\?, ''\)|\?")
_NAMES = re.compile(r"\w+")
_UNKNOWN: dict[Any, Any] = {"": None}
_SPELLED = {int, str}

Rows = Sequence[Sequence[Any]]


class New(NamedTuple):
    """New rows of one table, with the columns and the marks of the statement that adds them."""

    table: str
    names: str
    marks: str
    rows: Rows


class Whose:
    """Says whose the rows of a load are, so that the server has not to find it row by row.

    The owner of the tables writes the column that says it; the links, which hold it, refuse a row
    that would be given to another territory than its file. An officer may not; but she may name
    the one territory that is hers, which the server worked out for each household.
    """

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        found = raw.execute(
            "SELECT venez_vivre_droits.administers(), venez_vivre_droits.reached(true)"
        ).fetchone()
        owns, reached = found or (0, [])
        self._owns, self._home = bool(owns), reached[0] or "" if len(reached) == 1 else ""
        self._files: dict[int, int] = {}

    def told(self, new: New) -> New:
        """The same rows, with what can be said of whose they are."""
        names = _NAMES.findall(new.names)
        if new.table == "household" and "territory_id" in names:
            return self._households(new, names.index("territory_id"))
        from venez_vivre.store.journal import CASE_TABLES  # noqa: PLC0415  reads do without

        if self._owns and new.table in CASE_TABLES and "household_id" in names:
            at, known = names.index("household_id"), self._files.get
            return _more(new, [(*row, known(row[at], "")) for row in new.rows])
        return new

    def _households(self, new: New, at: int) -> New:
        if self._owns:
            whose = [row[at] or 0 for row in new.rows]
            # Members and forms follow their households: those of before would only take memory.
            self._files = {row[0]: one for row, one in zip(new.rows, whose, strict=True)}
            return _more(new, [(*row, one) for row, one in zip(new.rows, whose, strict=True)])
        if self._home:
            return new._replace(
                rows=[(*row[:at], row[at] or self._home, *row[at + 1 :]) for row in new.rows]
            )
        return new


def _more(new: New, rows: Rows) -> New:
    names = f"{new.names.rstrip().removesuffix(')')}, of_territory)"
    return New(new.table, names, f"{new.marks}, {_EMPTY}", rows)


def filled(marks: str, rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """The rows, what is empty being unknown where the statement says so."""
    plain = _plain(marks)
    return rows if len(plain) == marks.count("?") else (_emptied(row, plain) for row in rows)


def _plain(marks: str) -> list[int]:
    """The places where what is empty stays an empty text."""
    return [place for place, one in enumerate(_MARKS.findall(marks)) if one != _EMPTY]


def spelled(marks: str, rows: Rows) -> str:
    """The rows as the lines of a COPY where what is empty is unknown; empty when they cannot be.

    The driver looks at the kind of each value: three times as long for the same lines, and the
    server waits for them. Rows of texts and whole numbers that need no escape are written at once.
    """
    if not set(map(type, chain.from_iterable(rows))) <= _SPELLED:
        return ""
    if any("" in map(itemgetter(place), rows) for place in _plain(marks)):
        return ""
    width = marks.count("?")
    line = "\t".join(["%s"] * width) + "\n"
    text = "".join([line % tuple(row) for row in rows])
    apart = (text.count("\t"), text.count("\n")) == (len(rows) * (width - 1), len(rows))
    return text if apart and not any(one in text for one in "\\\r\0") else ""


def _emptied(row: Sequence[Any], plain: Sequence[int]) -> list[Any]:
    """A row without its empty texts, but where they are to stay; most columns may be unknown."""
    known = list(map(_UNKNOWN.get, row, row))
    for place in plain:
        known[place] = row[place]
    return known
