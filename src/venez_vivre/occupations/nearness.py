"""How near two occupations are: by the official moves where they are known, else roughly."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from venez_vivre import NamedTuple, reference

Moves = Mapping[tuple[str, str], int]
"""Official moves: (from, to) -> rank, the nearest first."""

ACROSS = "0"
"""The NAF division of what is found in every sector: it brings nothing together."""


class Nearness(NamedTuple):
    """How near, from 0 to 1; why, in words; whether that is only an approximation."""

    score: float
    reason: str
    approximate: bool = True


SAME = Nearness(1.0, "même métier", approximate=False)
OFFICIAL = Nearness(0.8, "mobilité prévue par France Travail", approximate=False)
DOMAIN = Nearness(0.6, "même domaine professionnel (approximation)")
FAMILY = Nearness(0.3, "même famille de métiers (approximation)")
SECTOR = Nearness(0.3, "même secteur d’activité (approximation)")
FAR = Nearness(0.0, "métiers éloignés (approximation)")


def nearness(code_a: str, code_b: str, moves: Moves | None = None) -> Nearness:
    """How near somebody of occupation `code_a` is to occupation `code_b`, both ROME codes.

    The same code, then an official move when `moves` has it, then the same domain (first three
    characters), then the same family (first letter) or a shared NAF division. Measured on the
    official moves: 30 % are within a domain, 71 % within a family or a division.
    """
    if code_a == code_b:
        return SAME
    if moves and (code_a, code_b) in moves:
        return OFFICIAL
    if code_a[:3] == code_b[:3]:
        return DOMAIN
    if code_a[:1] == code_b[:1]:
        return FAMILY
    shared = _divisions().get(code_a, frozenset()) & _divisions().get(code_b, frozenset())
    return SECTOR if shared else FAR


def near_codes(code: str, moves: Moves | None = None) -> frozenset[str]:
    """Every ROME code that `nearness` puts above zero, seen from `code`."""
    family = {other for other in _divisions() if other[:1] == code[:1]}
    own = _divisions().get(code, frozenset())
    sector = {other for other, found in _divisions().items() if not own.isdisjoint(found)}
    official = {there for here, there in moves or () if here == code}
    return frozenset({code} | family | official | sector)


@cache
def _divisions() -> dict[str, frozenset[str]]:
    """ROME code -> NAF divisions where the occupation is found."""
    return {
        row["code_rome"]: frozenset(row["secteurs_naf"].split("|")) - {ACROSS, ""}
        for row in reference.read("rome_metiers")
    }
