"""From the stems of a text to the form that fits best, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from venez_vivre import NamedTuple
from venez_vivre.occupations.jargon import CONTEXT, RANKS
from venez_vivre.occupations.lexicon import VAGUE, Form, Lexicon, lexicon
from venez_vivre.occupations.wording import stem

CERTAIN = 0.97
REORDERED = 0.95
JOINED = 0.93
NEAREST = 0.9
"""The most that an overlap of words may be worth."""
REPAIR = 0.93
"""What remains of a confidence for each word whose spelling was mended."""
SURE = 0.75
"""From here on, nothing closer is looked for."""
TWO = 0.85
"""A text that is two forms in a row."""
MOST_WORDS = 7
COMMON = 4.0
"""The weight of ranks and tools, « technicien », « chef », that tell little beside another word."""
PURE = 0.6
"""The part of the longer forms that must be of one domain for a shorter one to be trusted."""
PURE_TOGETHER = 0.4
"""The same for a form of several words,"""
PURE_ALONE = 0.3
"""and the part that must be of the very code for a form of one word."""
TORN = 0.8
UNKNOWN = 1.2
"""What a word that no form has takes off, in the unit of weights."""

_CONTEXT = frozenset(map(stem, CONTEXT))
_RANKS = frozenset(map(stem, RANKS))
_ASIDES = _CONTEXT | _RANKS


class Fit(NamedTuple):
    """A code, empty when the form is vague, how sure it is, and how it was found."""

    code: str
    confidence: float
    how: str


def exact(words: Sequence[str]) -> Fit | None:
    """The form made of these stems and no other."""
    known = lexicon()
    if (code := known.ordered.get(tuple(words))) is not None:
        return Fit(code, CERTAIN, "exacte")
    if (code := known.codes.get(frozenset(words))) is not None:
        return Fit(code, REORDERED, "exacte")
    if (code := known.joined.get("".join(words))) is not None:
        return Fit(code, JOINED, "exacte")
    return None


def close(words: Sequence[str]) -> Fit | None:
    """The form that says most of these stems; None when nothing comes near."""
    fit = _among(words)
    if fit and fit.how == "partielle" and fit.confidence >= SURE:
        return fit
    mended, count = _mend(words)
    if not count:
        return fit
    again = exact(mended) or _among(mended)
    if again is None:
        return fit
    again = Fit(again.code, again.confidence * REPAIR**count, "corrigée")
    return again if fit is None or again.confidence >= fit.confidence else fit


# --- forms that the text contains, or nearly --------------------------------------------------


def _among(words: Sequence[str]) -> Fit | None:
    book = lexicon()
    known = [word for word in dict.fromkeys(words) if word in book.weights][:MOST_WORDS]
    head = next((word for word in known if word not in _CONTEXT), None)
    if head is None:
        return None
    strange = sum(word not in book.weights for word in words)
    inside = _inside(book, known, head, strange)
    if inside and inside.confidence >= SURE:
        return inside
    if fit := _first_of_two(book, words):
        return fit
    nearest = _nearest(book, known, head, strange)
    found = [fit for fit in (inside, nearest) if fit]
    return max(found, key=lambda fit: fit.confidence, default=None)


def _first_of_two(book: Lexicon, words: Sequence[str]) -> Fit | None:
    """Two occupations in a row, « musicien professeur de guitare »: the first one.

    Where the first is an acronym, the second tells what it stands for: « AS (assistant social) ».
    """
    for cut in range(len(words) - 1, 0, -1):
        first = book.codes.get(frozenset(words[:cut]), VAGUE)
        second = book.codes.get(frozenset(words[cut:]), VAGUE)
        if VAGUE not in {first, second}:
            spelled = cut == 1 and len(words[0]) < 5 and len(words) > 2
            return Fit(second if spelled else first, TWO, "partielle")
    return None


def _inside(book: Lexicon, known: list[str], head: str, strange: int) -> Fit | None:
    """The weightiest form all of whose stems are in the text, the first word among them."""
    ranked = _contained(book, known, head)
    best, weight = ranked[0] if ranked else (frozenset(), 0.0)
    code = book.codes.get(best, VAGUE)
    if code == VAGUE or _torn(book, ranked):
        return None
    others = [word for word in known if word not in best]
    if (strange or not _ASIDES.issuperset(others)) and not _pure(book, best, code):
        return None
    telling = [word for word in best if book.weights[word] > COMMON] or list(best)
    lost = strange * UNKNOWN + sum(_loss(book, telling, word, code) for word in others)
    return Fit(code, REORDERED * weight / (weight + lost), "partielle")


def _contained(book: Lexicon, known: list[str], head: str) -> list[tuple[Form, float]]:
    """The forms inside the text with their weights, the weightiest first."""
    forms = [
        (form, _weight(book, form))
        for size in range(len(known), 0, -1)
        for some in combinations(known, size)
        if (form := frozenset(some)) in book.codes and (head in form or head in _RANKS)
    ]
    return sorted(forms, key=lambda item: -item[1])


def _torn(book: Lexicon, ranked: list[tuple[Form, float]]) -> bool:
    """Whether another form inside, of another domain or vague, weighs nearly as much."""
    best, most = ranked[0]
    domain = book.codes[best][:3]
    return any(
        weight > TORN * most and len(form) > 1 and not form <= best
        for form, weight in ranked[1:]
        if book.codes[form][:3] != domain
    )


def _pure(book: Lexicon, best: Form, code: str) -> bool:
    """Whether these words keep to one domain, whatever is added to them."""
    rarest = max(best, key=lambda word: book.weights[word])
    codes = [book.codes[form] for form in book.holders[rarest] if best <= form]
    domain = sum(one[:3] == code[:3] for one in codes)
    if len(best) > 1:
        return domain >= PURE_TOGETHER * len(codes)
    return domain >= PURE * len(codes) and codes.count(code) >= PURE_ALONE * len(codes)


def _loss(book: Lexicon, telling: Sequence[str], word: str, code: str) -> float:
    """What a word left out takes off: much if it makes another occupation of a telling one."""
    weight = book.weights[word]
    rivals = {
        book.codes[form] for form in book.holders[word] if any(one in form for one in telling)
    }
    if word in _ASIDES:
        return weight * (0.5 if rivals and code not in rivals else 0.1)
    if not rivals:
        return 0.35 * weight
    if rivals == {code}:
        return 0.1 * weight
    return weight * (0.3 if {rival[:3] for rival in rivals} == {code[:3]} else 1)


def _nearest(book: Lexicon, known: list[str], head: str, strange: int) -> Fit | None:
    """The form that shares most with the text, if no other occupation comes near it."""
    if len(known) < 2:
        return None
    there = frozenset(known)
    whole = _weight(book, there) + strange * UNKNOWN
    best: dict[str, float] = {}
    for form in book.holders[head]:
        shared = there & form
        if len(shared) > 1:
            both = _weight(book, shared)
            score = both / (whole + _weight(book, form) - both)
            code = book.codes[form]
            best[code] = max(best.get(code, 0.0), score)
    ranked = sorted(best.items(), key=lambda item: -item[1])[:2]
    if not ranked or ranked[0][0] == VAGUE:
        return None
    if len(ranked) > 1 and ranked[1][1] > ranked[0][1] - 0.08:
        return None
    return Fit(ranked[0][0], NEAREST * ranked[0][1], "partielle")


def _weight(book: Lexicon, stems: Iterable[str]) -> float:
    return sum(book.weights[stem] * (0.3 if stem in _CONTEXT else 1) for stem in stems)


# --- spelling ---------------------------------------------------------------------------------


def _mend(words: Sequence[str]) -> tuple[list[str], int]:
    """The stems with their likely slips mended, and how many were."""
    book = lexicon()
    first = next((word for word in words if word in book.weights), None)
    near = {stem for form in book.holders[first] for stem in form} if first else None
    mended = [word if word in book.weights else _nearest_stem(book, word, near) for word in words]
    return mended, sum(a != b for a, b in zip(words, mended, strict=True))


def _nearest_stem(book: Lexicon, word: str, near: set[str] | None) -> str:
    """The stem one slip away, two in a long word; `word` itself when there is none."""
    from rapidfuzz import process  # noqa: PLC0415  only for what the lexicon does not settle
    from rapidfuzz.distance import OSA  # noqa: PLC0415  same

    slips = 0 if len(word) < 6 else 1 if len(word) < 9 else 2
    for choices in (near, book.initials.get(word[0])):
        if choices is None or not slips:
            continue
        found = process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=slips)
        if found and abs(len(found[0]) - len(word)) < 2:
            return str(found[0])
        if near is not None:
            break
    return word
