"""The words of a whole name: titles off, particles on, first names ranked."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from venez_vivre import NamedTuple
from venez_vivre.reference import read
from venez_vivre.texts import fold

COUPLE_NAME = re.compile(
    r"(?:(?:m|mr|mme|monsieur|madame)\.?\s*(?:et|&|/|\+|ou)?\s+"
    r"(?:m|mr|mme|monsieur|madame)\.?|famille)\s+(.+)",
    re.IGNORECASE,
)
_MAIDEN = re.compile(r"[\s(]+(?:née?|épouse|ép\.|veuve|vve)\s+[^\s()]+\)?", re.IGNORECASE)
_ASIDE = re.compile(r"\(([^()]*)\)")
_ADORNED = re.compile(
    r"[(),;&+./]|\b(?:et|née?|épouse|veuve|vve|m|mr|mme|mlle|dr|monsieur|madame|mademoiselle|docteur"
    r"|famille)\b",
    re.IGNORECASE,
)
_LINKS = frozenset("-–—")
_TITLE = re.compile(
    r"(?<!\S)(?:(?:mr|mme|mlle|dr|monsieur|madame|mademoiselle|docteur)\.?|m\.)(?!\S)|^m\s",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    (
        *("de", "du", "des", "la", "le", "les", "d", "l", "van", "von", "der", "den", "ter", "ten"),
        *("da", "das", "do", "dos", "di", "del", "della", "el", "al", "ben", "bin", "ibn", "ait"),
        *("ould", "san", "santa", "saint", "sainte", "st", "ste", "zu", "zum", "mac", "mc", "o"),
    )
)
_LINKED = re.compile(r"^(?:[dlo]|mac|mc|n)['’]\w", re.IGNORECASE)


class Word(NamedTuple):
    """A name, or a last name and its particles; `rank` says how surely it is a first name.

    2: hardly ever a last name too; 1: often one; 0: none that is known; -1: surely a last name.
    """

    text: str
    rank: int
    capitals: bool


def is_plain(text: str) -> bool:
    """Whether a name is nothing but names: no title, no comma, no second person."""
    return not _ADORNED.search(text)


def bare_name(text: str) -> str:
    """A name without titles, maiden names and what stands in brackets; couples keep theirs."""
    if is_plain(text):
        return text
    bare = " ".join(_ASIDE.sub(_aside, _MAIDEN.sub(" ", text)).split())
    if not COUPLE_NAME.fullmatch(bare):
        bare = " ".join(_TITLE.sub(" ", bare).split())
    return bare.strip(" ,;")


def _aside(found: re.Match[str]) -> str:
    """What stands in brackets, when it is the first name."""
    return f" {found[1]} " if rank_of(fold(found[1])) > 0 else " "


def words_of(bare: str) -> list[Word]:
    """The names of a bare name, particles with the name they belong to."""
    words: list[Word] = []
    particles: list[str] = []
    for token in bare.split():
        if token in _LINKS:
            continue
        if fold(token) in _PARTICLES:
            particles.append(token)
            continue
        words.append(_word(token, *particles))
        particles = []
    if particles and words:  # « Martin Le »
        words.append(Word(" ".join(particles), 0, capitals=all(map(_in_capitals, particles))))
    return words


@lru_cache(maxsize=1 << 13)
def _word(token: str, *particles: str) -> Word:
    linked = bool(particles) or bool(_LINKED.match(token))
    rank = -1 if linked else rank_of(fold(token))
    return Word(" ".join([*particles, token]), rank, _in_capitals(token))


def _in_capitals(token: str) -> bool:
    letters = [c for c in token if c.isalpha()]
    return len(letters) > 1 and letters[-1].isupper() and letters[-2].isupper()


@cache
def first_names() -> dict[str, int]:
    """Folded first names, compound ones too, and their rank."""
    return {row["prenom"]: 1 if row["aussi_nom"] else 2 for row in read("prenoms")}


def rank_of(folded: str) -> int:
    """How surely a folded name is a first name; see `Word`."""
    known = first_names()
    if folded in known:
        return known[folded]
    if len(folded) == 1:  # an initial stands for a first name
        return 1
    parts = folded.split()
    return 2 if len(parts) > 1 and all(part in known for part in parts) else 0
