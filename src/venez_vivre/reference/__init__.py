"""Tables of places and occupations shipped with the program; SOURCES.md says where from."""

import csv
from collections.abc import Iterator
from pathlib import Path

# Not importlib.resources: importing it costs 9 ms, more than reading any of these tables.
_FOLDER = Path(__file__).parent


def read(name: str) -> Iterator[dict[str, str]]:
    """Return the rows of a packaged table, heading -> text, in file order.

    ``name`` is a file name of this folder without ``.csv`` (UTF-8, comma, quoted where needed).
    Raises FileNotFoundError for a table that is not shipped.
    """
    text = (_FOLDER / f"{name}.csv").read_text(encoding="utf-8")
    headings, *rows = csv.reader(text.splitlines())
    return (dict(zip(headings, row, strict=True)) for row in rows)


def lines(name: str) -> list[str]:
    """Return the lines of a packaged table without its headings, as they are written."""
    return (_FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]


def template(name: str) -> str:
    """The text of a packaged template of messages, by its file name without ``.txt``."""
    return (_FOLDER / "modeles" / f"{name}.txt").read_text(encoding="utf-8")


def outlines(name: str) -> str:
    """The text of a packaged map (`.topojson`, `.geojson`), by its file name."""
    return (_FOLDER / name).read_text(encoding="utf-8")
