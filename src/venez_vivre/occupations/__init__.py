"""Occupations as people write them: their ROME code, how surely, and how near two of them are."""

from __future__ import annotations

from functools import lru_cache

from venez_vivre import NamedTuple
from venez_vivre.occupations import saying
from venez_vivre.occupations.lexicon import VAGUE, both_genders, labels
from venez_vivre.occupations.matching import Fit, close, exact
from venez_vivre.occupations.nearness import Moves, Nearness, nearness
from venez_vivre.occupations.saying import without_endings
from venez_vivre.occupations.wording import stems

__all__ = [
    "Moves",
    "Nearness",
    "Occupation",
    "both_genders",
    "find",
    "labels",
    "nearness",
    "without_endings",
]

THRESHOLD = 0.65
"""Under this confidence an occupation is unknown."""
SEVERAL = 0.95
"""What remains of a confidence when the first of several occupations is taken."""
LONGEST = 200
"""Characters that are read."""


class Occupation(NamedTuple):
    """A ROME code and its label, a confidence from 0 to 1, and how the text led to it.

    `how` is the sort of match: officielle (an official title), exacte, partielle, corrigée.
    """

    rome_code: str
    label: str
    confidence: float
    how: str


def find(text: str) -> Occupation | None:
    """The occupation that a text names, or None when there is none or when it is not sure."""
    return _find(text[:LONGEST].strip())


@lru_cache(maxsize=1 << 16)
def _find(text: str) -> Occupation | None:
    fit = _fit(text)
    if fit is None or fit.code == VAGUE or fit.confidence < THRESHOLD:
        return None
    return Occupation(fit.code, labels()[fit.code], round(fit.confidence, 2), fit.how)


def _fit(text: str) -> Fit | None:
    words = stems(saying.without_endings(text))
    if not words:
        return None
    if fit := exact(words):
        return fit
    said = saying.parts(text)
    if said is None:
        return None
    whole, parts = said
    fit = _of(whole)
    if len(parts) < 2 or (fit and fit.confidence >= 0.8):
        return fit
    for part in parts:
        found = _of(part)
        if found and found.code != VAGUE and found.confidence >= THRESHOLD:
            return Fit(found.code, found.confidence * SEVERAL, found.how)
    return fit


def _of(folded: str) -> Fit | None:
    words = stems(folded)
    if not words:
        return None
    if fit := exact(words):
        return fit
    fewer = stems(saying.without_employer(folded))
    if fewer and fewer != words and (fit := exact(fewer)):
        return fit
    return close(words)
