"""TEMP."""

import re

from venez_vivre.texts import fold

HEALTH = ("medecin", "dentiste")


def concepts(text):
    return frozenset(fold(p) for p in re.split(r"[|,;]", text or "") if p.strip())


def closeness(w, o) -> float:
    return 1.0 if w & o else 0.0


def town_size(t) -> None:
    return None


def part_time(t) -> None:
    return None


def health_needs(t):
    return frozenset()


def health_offered(t):
    return frozenset()


def experience_asked(t) -> None:
    return None


def school_levels(t):
    f = fold(t or "")
    return frozenset(l for l in ("maternelle", "elementaire", "college", "lycee") if l in f)
