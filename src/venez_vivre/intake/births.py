"""The births of children in one cell: each on its own, twins twice."""

from __future__ import annotations

import re

from venez_vivre.texts import Pattern

_BETWEEN = Pattern(r"[|,;\n&+]|\b(?:et|puis)\b", re.IGNORECASE)
_LITTLE = Pattern(r"(?:[\s/.:–-]|\b(?:n[ée]+(?:\(?e?\)?s?)?|le|en)\b)*", re.IGNORECASE)


def births(text: str) -> str:
    """Dates or years of birth, kept with `|` as they are written; none is dropped.

    « 12/03/2020 et 04/07/2023 », « 2015 2012 2012 » and « mars 2020, 2023 » are several.
    """
    parts = (part for piece in _BETWEEN.split(text) for part in _separated(" ".join(piece.split())))
    return "|".join(part for part in parts if part)


def _separated(piece: str) -> list[str]:
    """The dates of a piece that has nothing else, or the piece as it is."""
    # Imported for this column alone: criteria cost more than the rest of a table of columns.
    from venez_vivre.criteria.children import WRITTEN, plain  # noqa: PLC0415

    folded = plain(piece)
    found = [piece[match.start() : match.end()] for match in WRITTEN.finditer(folded)]
    return found if found and _LITTLE.fullmatch(WRITTEN.sub(" ", folded)) else [piece]
