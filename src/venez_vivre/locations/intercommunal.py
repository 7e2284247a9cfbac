"""Intercommunalities with a commune in the region, by the names people give them."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from venez_vivre import NamedTuple
from venez_vivre.reference import read
from venez_vivre.texts import Pattern, fold


class Epci(NamedTuple):
    """An intercommunality with a commune in the region; population is that of all its communes."""

    siren: str
    name: str
    kind: str
    department: str
    population: int


@cache
def epcis() -> tuple[Epci, ...]:
    """Return the 116 intercommunalities, by département then name."""
    found = (
        Epci(
            row["siren"],
            _tidy(row["nom"]),
            row["nature"],
            row["dep_principal"],
            int(row["population_municipale"]),
        )
        for row in read("epci_bfc")
    )
    return tuple(sorted(found, key=lambda epci: (epci.department, fold(epci.name))))


_OF = "(?:du |des |de la |de l'|de |d')"


def _tidy(name: str) -> str:
    """Take off the nature, its « de la » or « du », and double spaces."""
    bare = re.sub(f"^(?:CC|CA|CU) (?:{_OF})?", "", " ".join(name.split()))
    if not re.match(f"[^,]* {_OF}[^,]* et ", bare):  # « de Gevrey-Chambertin et de Nuits »
        bare = re.sub(f"(,| et) {_OF}", r"\1 ", bare)
    return bare[:1].upper() + bare[1:]


@cache
def _names() -> dict[str, str]:
    return {epci.siren: epci.name for epci in epcis()}


def epci_name(siren: str) -> str | None:
    """Return the short name of an intercommunality (« Grand Autunois Morvan »), None if unknown."""
    return _names().get(siren)


_KIND = Pattern(
    r"^(?:communaute (?:de communes|d agglomeration|urbaine)|agglo(?:meration)?"
    r"|interco(?:mmunalite)?|epci|cc|ca|cu|c c)\b ?"
)
_SMALL = Pattern(r"^(?:(?:du|des|de la|de l|de|d|le|la|les|l) )+")
_TAIL = Pattern(r" (?:communaute|agglomeration|agglo|metropole|intercom)$")


@cache
def _by_key(*, short: bool) -> dict[str, Epci | None]:
    """Index by folded name, in short or as it is; None where two answer to it."""
    index: dict[str, set[Epci]] = defaultdict(set)
    for epci in epcis():
        key = _bare(fold(epci.name))
        index[_TAIL.sub("", key) if short else key].add(epci)
    return {key: found.pop() if len(found) == 1 else None for key, found in index.items()}


def _bare(folded: str) -> str:
    """Take off the legal form and the small words, as often as they come."""
    while (shorter := _SMALL.sub("", _KIND.sub("", folded))) != folded:
        folded = shorter
    return folded


def find_epci(text: str) -> Epci | None:
    """Return the one intercommunality that a text names, with or without its legal form.

    « CC du Grand Autunois Morvan », « le Clunisois », « Dijon agglo »; « Dijon » is a town.
    """
    bare = _bare(fold(text))
    short = _TAIL.sub("", bare)
    known = _by_key(short=False).get(bare)
    said_so = short != _SMALL.sub("", fold(text))
    return known or (_by_key(short=True).get(short) if said_so else None)
