"""French départements: by name, by number, and by the postal codes they have."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from venez_vivre.reference import read
from venez_vivre.texts import Pattern, fold

_POSTAL_CODE = Pattern(
    r"(?:FR?)?[- ]?([0-9]{2}) ?([0-9]{3})(?:\.0)?(?: *CEDEX.*)?", re.ASCII | re.IGNORECASE
)
_FRANCE = frozenset({"", "france", "fr", "fra", "france metropolitaine", "metropole", "reunion"})


def postal_digits(text: str) -> str:
    """Return the five digits of a French postal code, nothing when it is not one."""
    match = _POSTAL_CODE.fullmatch(text.strip())
    return match[1] + match[2] if match else ""


@lru_cache(maxsize=1 << 14)
def department_of(postal_code: str, country: str = "") -> str | None:
    """Return the département code of a French postal code (``71``, ``2A``, ``974``).

    CEDEX codes, absent from the table, fall back on their first digits. None for another
    country, and for what is not a French postal code. When the commune is known, its own
    ``department`` is the truth: four communes of the region have a neighbour's postal code.
    """
    code = postal_digits(postal_code)
    if not code or not _is_france(fold(country)):
        return None
    return by_postal_code().get(code) or _by_prefix(code)


def _is_france(folded: str) -> bool:
    """Tell whether a folded country is France, unsaid, or the name of one of its parts."""
    return folded in _FRANCE or folded in by_name()


def _by_prefix(code: str) -> str | None:
    if code.startswith("20"):  # Corsica, Ajaccio's CEDEX being 203xx
        return {"0": "2A", "1": "2A", "3": "2A", "2": "2B", "4": "2B", "6": "2B"}.get(code[2])
    prefix = code[:3] if code.startswith(("97", "98")) else code[:2]
    return prefix if prefix in _departments() else None


@cache
def by_postal_code() -> dict[str, str]:
    """Map the postal codes of France, without those of CEDEX, to the codes of départements."""
    return {row["code_postal"]: row["dep"] for row in read("cp_france_min")}


@cache
def _points() -> dict[str, tuple[float, float]]:
    return {
        row["code_postal"]: (float(row["lat"]), float(row["lon"]))
        for row in read("cp_france_min")
        if row["lat"] and row["lon"]
    }


def postal_point(postal_code: str) -> tuple[float, float] | None:
    """Return the middle of a postal code of France, to a hundredth of a degree."""
    return _points().get(postal_digits(postal_code))


@cache
def _departments() -> dict[str, str]:
    return {row["code"]: row["nom"] for row in read("departements")}


@cache
def by_name() -> dict[str, str]:
    """Map folded names to codes, the longest first (« saone et loire » before « loire »)."""
    codes = {fold(name): code for code, name in _departments().items()}
    return {name: codes[name] for name in sorted(codes, key=len, reverse=True)}


def department_name(code: str) -> str | None:
    """Return the name of a département or overseas collectivity, None for an unknown code."""
    return _departments().get(code.strip().upper())


_ARTICLE = Pattern(r"^(?:le |la |les |l |du |de la |des |de l |en |dans )+")


def department_code(text: str) -> str | None:
    """Return the code of a département named « Côte-d’Or », « le Jura » or « 21 », else None."""
    folded = fold(text)
    known = by_name()
    code = known.get(folded) or known.get(_ARTICLE.sub("", folded))
    return code or (folded.upper() if department_name(folded) else None)
