"""One renderer per format; each reads the same page and computes no figure."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from venez_vivre.errors import Misuse
from venez_vivre.screens.pages import Page

RENDERERS = {
    "table": "terminal",
    "json": "document",
    "csv": "sheet",
    "md": "markdown",
    "html": "html",
    "pdf": "pdf",
    "xlsx": "workbook",
}
"""The name of each format and the module that writes it."""

LISTS = ("table", "json", "csv", "md")
"""The formats of every command that reads; a report has them all."""

BINARY = frozenset({"pdf", "xlsx"})
"""Formats whose bytes are no text: nothing for a terminal."""


def check_format(name: str, known: Iterable[str] = LISTS) -> str:
    """The name of a known format, else a sentence that lists them."""
    known = tuple(known)
    if name not in known:
        from venez_vivre.casework.nearby import nearest, suggestion  # noqa: PLC0415  rare

        meant = suggestion(nearest(name, known))
        raise Misuse(f"« {name} » n’est pas un format connu : {', '.join(known)}.{meant}")
    return name


def check_report_format(name: str) -> str:
    """The same for a report, which may also be a page of the web, a document, a workbook."""
    return check_format(name, RENDERERS)


def render(page: Page, name: str, *, colored: bool, width: int = 0) -> str | bytes:
    """The page in that format, ready to be written; a width of 0 is that of the terminal."""
    module = import_module(f"venez_vivre.reports.{RENDERERS[name]}")
    done: str | bytes = module.render(page, colored=colored, width=width)
    return done
