"""Interests and themes as concepts, and how near those of a household and of an offer are."""

from __future__ import annotations

from functools import lru_cache

from venez_vivre.texts import Pattern
from venez_vivre.themes.lexicon import NONE, NOTHING, corrected, lexicon
from venez_vivre.themes.motives import SMALL
from venez_vivre.themes.wording import LONGEST, words

SAME, PART, SIBLING = 1.0, 0.7, 0.4
"""Closeness of one concept and itself, of a part and its whole, of two parts of one family."""
SHORT = 4
"""Words that an item of a list may have; one that has more is a sentence."""

_BREAKS = Pattern(r"[|,;/•\n\r\t+&()\[\]:!?]|\s[–—-]\s|\.(?:\s|$)")
_PLACE = Pattern(
    r"(?:\b(?:de|du|des|à|au|aux|en|sur|lès|les)\s+|\bd[’'])(?:L[aes]+\s+|L[’'])?"
    r"[A-ZÀ-ÖØ-Þ][\w’'-]*(?:\s+[A-ZÀ-ÖØ-Þ][\w’'-]*)*"
)
"""A name after a preposition: « de Pontarlier », « d’Autun »."""
_REFUSED = frozenset({"pa", "pas", "sauf", "san", "sans", "aucun", "aucune", "jamai", "hor", "ni"})
_TAKEN_BACK = frozenset({"mai", "mais"})


def concepts(text: str | None) -> frozenset[str]:
    """The concepts that a list, a title or a sentence names: codes of the lexicon.

    « rando, foot » -> `randonnee`, `football`. Where no item is a sentence, one without any known
    word gives its own words, folded, in the singular. What is refused (« pas de chasse »), reasons
    to move (`NOT_INTERESTS`) and names of places give nothing. Never raises.
    """
    return _concepts(text[:LONGEST]) if text else NONE


@lru_cache(maxsize=1 << 14)
def _concepts(text: str) -> frozenset[str]:
    items = _BREAKS.split(text)
    listed = "." not in text and "?" not in text and all(len(i.split()) <= SHORT for i in items)
    return NONE.union(*(_of_item(item, listed=listed) for item in items))


def _of_item(item: str, *, listed: bool) -> frozenset[str]:
    said = _wished(words(item))
    if not said:
        return NONE
    read = list(lexicon().phrases.read(said))
    known = frozenset(value for _, value in read if value is not None)
    if known:
        return known - {NOTHING}
    return _own_words(item) if listed else NONE


def _wished(said: list[str]) -> list[str]:
    """The words, without those that follow a refusal."""
    if _REFUSED.isdisjoint(said):
        return said
    kept: list[str] = []
    refused = False
    for place, word in enumerate(said):
        if word in _REFUSED and said[place - 1 : place] != ["pourquoi"]:
            refused = True
        elif word in _TAKEN_BACK:
            refused = False
        elif not refused:
            kept.append(word)
    return kept


def _own_words(item: str) -> frozenset[str]:
    """The concepts of an item that the lexicon ignores: its words, slips mended."""
    said = _wished(words(_PLACE.sub(" ", item)))
    told = [word for word in said if len(word) > 2 and word not in SMALL and not word.isdigit()]
    return frozenset(filter(None, map(_own_word, told)))


def _own_word(word: str) -> str:
    known = corrected(word)
    return lexicon().phrases.values[(known,)] if known else word


def precise(found: frozenset[str]) -> frozenset[str]:
    """The concepts without those that others make precise: {judo, sport} -> {judo}.

    For what is offered: a club of judo that is also filed under « sport » does not offer rugby.
    """
    above = lexicon().above
    return found.difference(*(above.get(one, NONE) for one in found))


@lru_cache(maxsize=1 << 16)
def closeness(wished: frozenset[str], offered: frozenset[str]) -> float:
    """How near the nearest wish and offer are, from 0 to 1.

    1 for the same concept, 0.7 where one is a part of the other, 0.4 for two parts of one near
    family, else 0. Symmetric; more concepts on either side never lower it.
    """
    if not wished or not offered:
        return 0.0
    if not wished.isdisjoint(offered):
        return SAME
    book = lexicon()
    if _meet(book.above, wished, offered) or _meet(book.above, offered, wished):
        return PART
    families = NONE.union(*(book.near.get(one, NONE) for one in wished))
    return SIBLING if _meet(book.near, offered, families) else 0.0


def _meet(over: dict[str, frozenset[str]], ones: frozenset[str], others: frozenset[str]) -> bool:
    """Whether something that stands over one of `ones` is among `others`."""
    return any(not others.isdisjoint(over.get(one, NONE)) for one in ones)
