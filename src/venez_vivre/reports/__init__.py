"""One renderer per format; each reads the same page and computes no figure."""

from __future__ import annotations

from importlib import import_module

from venez_vivre.errors import Misuse
from venez_vivre.screens.pages import Page

RENDERERS = {
    "table": "terminal",
    "json": "document",
    "csv": "sheet",
    "md": "markdown",
}
"""The name of each format and the module that writes it."""


def check_format(name: str) -> str:
    """The name of a known format, else a sentence that lists them."""
    if name not in RENDERERS:
        from venez_vivre.casework.nearby import nearest, suggestion  # noqa: PLC0415  rare

        meant = suggestion(nearest(name, RENDERERS))
        raise Misuse(f"« {name} » n’est pas un format connu : {', '.join(RENDERERS)}.{meant}")
    return name


def render(page: Page, name: str, *, colored: bool, width: int = 0) -> str:
    """The page in that format, ready to be written; a width of 0 is that of the terminal."""
    module = import_module(f"venez_vivre.reports.{RENDERERS[check_format(name)]}")
    text: str = module.render(page, colored=colored, width=width)
    return text
