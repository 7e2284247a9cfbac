"""How two e-mails, two phones, two birth years and two places agree."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from venez_vivre.likeness.weights import Level

_distance = OSA.distance

GMAIL = frozenset({"gmail.com", "googlemail.com"})

_SHARED_BOXES = """
accueil admin administration asso association bonjour bureau commercial compta contact direction
famille hello info information infos mail mairie noreply secretariat webmaster
"""
SHARED_BOXES = frozenset(_SHARED_BOXES.split())
"""Names of boxes that say nothing of who reads them."""

GENERATION = 15
"""Years between a parent and a child, at the least."""


@lru_cache(maxsize=1 << 12)
def same_box(email: str | None) -> str:
    """The e-mail under which all those that reach one box are equal, "" for none.

    `+` and what follows is left out; with Gmail, dots are too, and `googlemail.com` is `gmail.com`.
    """
    if not email:
        return ""
    local, at, domain = email.strip().lower().rpartition("@")
    if not at:
        return domain
    local = local.partition("+")[0] or local
    if domain in GMAIL:
        return local.replace(".", "") + "@gmail.com"
    return f"{local}@{domain}"


@lru_cache(maxsize=1 << 12)
def local_part(box: str) -> str:
    """The part of a box before `@` when it tells people apart, letters and digits only, else ""."""
    local = box.rpartition("@")[0]
    letters = local.replace(".", "").replace("-", "").replace("_", "")
    return letters if len(letters) >= 6 and local not in SHARED_BOXES else ""


def boxes(one: str, other: str) -> Level:
    """How two boxes (`same_box`) agree, whichever comes first."""
    if not one or not other:
        return Level.UNKNOWN if one or other else Level.ABSENT
    if one == other:
        return Level.SAME
    local = local_part(one)
    if local and local == local_part(other):
        return Level.NEAR
    near = len(one) > 8 and _distance(one, other, score_cutoff=1) == 1
    return Level.NEAR if near else Level.DIFFERENT


def phones(one: str, other: str) -> Level:
    """How two phones in E.164 form agree, "" for none, whichever comes first."""
    if not one or not other:
        return Level.UNKNOWN if one or other else Level.ABSENT
    if one == other:
        return Level.SAME
    near = _distance(one, other, score_cutoff=1) == 1
    return Level.NEAR if near else Level.DIFFERENT


def years(one: int, other: int) -> Level:
    """How two birth years agree, 0 for none, whichever comes first."""
    if not one or not other:
        return Level.UNKNOWN if one or other else Level.ABSENT
    if one == other:
        return Level.SAME
    gap = abs(one - other)
    # 1979 for 1980 is a slip of memory; 1958 for 1985 or 1968, one of the keyboard.
    slip = gap == 1 or _distance(str(one), str(other), score_cutoff=1) == 1
    if gap >= GENERATION:
        return Level.FAR if slip else Level.GENERATION
    return Level.NEAR if slip else Level.DIFFERENT


Place = tuple[str, str]
"""Postal code and folded commune, "" when unknown."""


def places(one: Place, other: Place) -> Level:
    """How two places agree, whichever comes first."""
    (code, commune), (other_code, other_commune) = one, other
    codes, communes = _equal(code, other_code), _equal(commune, other_commune)
    if codes is None and communes is None:
        return Level.UNKNOWN if any(one) or any(other) else Level.ABSENT
    if codes:
        return Level.NEAR if communes is False else Level.SAME
    if communes:
        return Level.NEAR
    if code and code[:2] == other_code[:2]:
        return Level.FAR
    return Level.DIFFERENT


def _equal(one: str, other: str) -> bool | None:
    return one == other if one and other else None
