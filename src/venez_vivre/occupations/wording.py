"""Words of an occupation reduced to what men and women, one and several, forms and jargon share."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from venez_vivre.occupations.jargon import PHRASES, STOP, SYNONYMS

_ENDINGS: tuple[tuple[str, str], ...] = (
    ("tric", "teur"),
    ("dric", "deur"),
    ("eus", "eur"),
    ("eu", "eur"),
    ("iv", "if"),
    ("au", "al"),
    ("qu", "c"),
    ("nn", "n"),
    ("ll", "l"),
    ("ff", "f"),
    ("tt", "t"),
)
"""What ends a word after its last « e » and « s », and the ending that men and women share."""
_MARKED = tuple(ending for ending, _ in _ENDINGS)


def _bare(word: str) -> str:
    """The word without the marks of gender and number; four letters at least are kept."""
    bare = word[:-1] if len(word) > 3 and word[-1] in "sx" else word
    if len(bare) > 4:
        bare = bare[:4] + bare[4:].rstrip("e")
        if bare.endswith(_MARKED):
            return _common(bare)
    return bare


def _common(bare: str) -> str:
    for ending, common in _ENDINGS:
        if len(bare) > 4 and bare.endswith(ending):
            return bare.removesuffix(ending) + common
    return bare


@cache
def _shared() -> dict[str, str]:
    return {_bare(short): _bare(long) for short, long in SYNONYMS.items()}


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a folded word, empty for a word that tells nothing."""
    if word in STOP or word.isdigit():
        return ""
    bare = _bare(word)
    return _shared().get(bare, bare)


_DULL = bytes(b if chr(b).isalnum() or b == 10 else 32 for b in range(128)) + bytes(128)


def _by_first() -> dict[str, list[tuple[list[str], list[str]]]]:
    found: dict[str, list[tuple[list[str], list[str]]]] = {}
    for phrase, short in sorted(PHRASES, key=lambda pair: -len(pair[0])):
        words = phrase.split()
        found.setdefault(words[0], []).append((words, short.split()))
    return found


_STARTS = _by_first()
_FIRST = frozenset(_STARTS)
_SIGNS = (
    ("r&d", "rd"),
    ("c++", "cplusplus"),
    ("c#", "csharp"),
    (".net", " dotnet"),
    ("&", " et "),
)


def spell(text: str) -> str:
    """The text in small letters, its signs that folding would lose written as words."""
    text = text.lower()
    for sign, word in _SIGNS:
        text = text.replace(sign, word)
    return text


def stems(folded: str) -> tuple[str, ...]:
    """The stems of a folded text in order, without what tells nothing."""
    words = folded.split()
    if not _FIRST.isdisjoint(words):
        words = _united(words)
    return tuple(filter(None, map(stem, words)))


def _united(words: list[str]) -> list[str]:
    """The words, their phrases written the short way."""
    done: list[str] = []
    place = 0
    while place < len(words):
        for phrase, short in _STARTS.get(words[place], ()):
            if words[place : place + len(phrase)] == phrase:
                done += short
                place += len(phrase)
                break
        else:
            done.append(words[place])
            place += 1
    return done


def many_stems(forms: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The stems of many forms in French: those of `stems(fold(spell(form)))`, much faster.

    Capitals, accents and punctuation go in one pass over all forms; only Latin letters are read.
    """
    text = "\n".join(forms).replace("’", " ").replace("œ", "oe").replace("Œ", "oe")
    bare = unicodedata.normalize("NFD", text).encode("ascii", "ignore").lower()
    for sign, word in _SIGNS:
        bare = bare.replace(sign.encode(), word.encode())
    return map(stems, bare.translate(_DULL).decode("ascii").split("\n"))
