"""Tables of places and occupations shipped with the program; SOURCES.md says where from."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator

# Not importlib.resources: importing it costs 9 ms, more than reading any of these tables.
# Nor pathlib: 4 ms of the start of a match.
_FOLDER = os.path.dirname(__file__)  # noqa: PTH120  see above


def _text(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:  # noqa: PTH118, PTH123  same
        return file.read()


def read(name: str) -> Iterator[dict[str, str]]:
    """Return the rows of a packaged table, heading -> text, in file order.

    ``name`` is a file name of this folder without ``.csv`` (UTF-8, comma, quoted where needed).
    Raises FileNotFoundError for a table that is not shipped.
    """
    text = _text(f"{name}.csv")
    headings, *rows = csv.reader(text.splitlines())
    return (dict(zip(headings, row, strict=True)) for row in rows)


def lines(name: str) -> list[str]:
    """Return the lines of a packaged table without its headings, as they are written."""
    return _text(f"{name}.csv").splitlines()[1:]


def template(name: str) -> str:
    """The text of a packaged template of messages, by its file name without ``.txt``."""
    return _text(f"modeles/{name}.txt")


def outlines(name: str) -> str:
    """The text of a packaged map (`.topojson`, `.geojson`), by its file name."""
    return _text(name)
