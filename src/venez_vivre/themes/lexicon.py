"""The lexicon of themes: what names a concept, what a concept belongs to, how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property

from venez_vivre import reference
from venez_vivre.themes.motives import NOT_INTERESTS
from venez_vivre.themes.wording import Phrases, words

NOTHING = ""
"""The value of a phrase that is known and names no interest."""
NONE: frozenset[str] = frozenset()


class Lexicon:
    """Concepts by code: their label, their direct parents, and the phrases that name them."""

    def __init__(
        self,
        labels: Mapping[str, str],
        parents: Mapping[str, frozenset[str]],
        phrases: Phrases[str],
    ) -> None:
        self.labels = labels
        self.parents = parents
        self.phrases = phrases

    @cached_property
    def above(self) -> dict[str, frozenset[str]]:
        """Concept -> everything that it is a part of, at any height."""
        return {code: self._climb(code) for code in self.parents}

    def _climb(self, code: str) -> frozenset[str]:
        direct = self.parents[code]
        return direct.union(*map(self._climb, direct))

    @cached_property
    def near(self) -> dict[str, frozenset[str]]:
        """Concept -> its near parents: those none of whose children is a family of its own."""
        families: frozenset[str] = NONE.union(*self.parents.values())
        broad = NONE.union(*(self.parents[code] for code in families))
        return {code: direct - broad for code, direct in self.parents.items()}

    @cached_property
    def alone(self) -> dict[tuple[str, int], list[str]]:
        """First letter and length -> the long words that name a concept by themselves."""
        found: dict[tuple[str, int], list[str]] = {}
        for key in self.phrases.values:
            if len(key) == 1 and len(key[0]) > 5:
                found.setdefault((key[0][0], len(key[0])), []).append(key[0])
        return found


@cache
def lexicon() -> Lexicon:
    """The lexicon shipped with the program, read when it is first asked for."""
    rows = list(reference.read("themes"))
    told = [(spelling, row["code"]) for row in rows for spelling in spellings(row)]
    told += ((reason, NOTHING) for reason in NOT_INTERESTS)
    return Lexicon(
        labels={row["code"]: row["libelle"] for row in rows},
        parents={row["code"]: frozenset(filter(None, row["parents"].split("|"))) for row in rows},
        phrases=Phrases(told),
    )


def spellings(row: Mapping[str, str]) -> list[str]:
    """What names the concept of a row: its code, its label, its forms."""
    forms = row["formes"].split("|")
    return [row["code"].replace("_", " "), row["libelle"], *filter(None, forms)]


def label(concept: str) -> str:
    """How a concept is shown (`jeux_de_societe` -> « jeux de société »); itself if unknown."""
    return lexicon().labels.get(concept, concept)


def corrected(word: str) -> str | None:
    """The only word of the lexicon from which a long word differs by one letter, or None.

    The first letter is never doubted; two neighbours changed round count as one letter.
    """
    if len(word) < 6:
        return None
    alone = lexicon().alone
    sizes = (len(word) - 1, len(word), len(word) + 1)
    near = [known for size in sizes for known in alone.get((word[0], size), ())]
    found = [known for known in near if _one_slip(word, known)]
    return found[0] if len(found) == 1 else None


def _one_slip(one: str, other: str) -> bool:
    """Whether a letter was added, left out, replaced, or changed round with the next."""
    short, long = sorted((one, other), key=len)
    same = next(
        (n for n, pair in enumerate(zip(short, long, strict=False)) if len(set(pair)) > 1), -1
    )
    if same < 0:
        return len(short) != len(long)
    if len(short) != len(long):
        return short[same:] == long[same + 1 :]
    swapped = short[same + 1 : same + 2] + short[same] + short[same + 2 :]
    return long[same:] == swapped or short[same + 1 :] == long[same + 1 :]


__all__ = ["NONE", "NOTHING", "Lexicon", "corrected", "label", "lexicon", "spellings", "words"]
