"""Countries by the names people write, in French or in their own language."""

from __future__ import annotations

from functools import cache, lru_cache

from venez_vivre.reference import read
from venez_vivre.texts import fold


@cache
def _by_name() -> dict[str, str]:
    return {
        fold(name): row["code"]
        for row in read("pays")
        for name in (row["code"], *row["noms"].split("|"))
    }


@lru_cache(maxsize=1 << 10)
def country_code(text: str) -> str | None:
    """Return the ISO code (``CH``, ``RE``) of « Suisse », « La Réunion » or « ch », else None.

    French territories overseas have their own code.
    """
    folded = fold(text)
    known = _by_name()
    return known.get(folded) or known.get(_without_article(folded))


def _without_article(folded: str) -> str:
    first, _, rest = folded.partition(" ")
    return rest if first in {"la", "le", "les", "l", "en", "au", "aux"} else folded
