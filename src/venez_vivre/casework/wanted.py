"""What somebody looks for: typed text made safe for the indices, and found again in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from venez_vivre import NamedTuple
from venez_vivre.references import HOUSEHOLD, OFFER, RESOURCE, VISIT, tidy
from venez_vivre.store.lookups import spellings
from venez_vivre.texts import Pattern, clean, fold, shorten

LONGEST, MOST = 2000, 12
"""How many characters and how many words of a search count; nobody types more by hand."""

_BLANK = r"[ .\-/()\u00a0\u202f]*"
_PIECES = Pattern(
    r"""(?P<phrase>["“«]\s*(?P<said>[^"“”«»]*)["”»])"""
    rf"|(?P<phone>(?<!\w)(?:(?:\+|00)33{_BLANK}(?:0{_BLANK})?|0)[1-9](?:{_BLANK}[0-9]{{2}}){{4}})(?!\w)"
    rf"|(?P<abroad>(?<!\w)\+[1-9](?:{_BLANK}[0-9]){{7,14}})(?!\w)"
    r"|(?P<begun>(?<!\w)(?:0[1-9](?:[ .][0-9]{2}){1,3}|0[1-9][0-9]{2,7}|[1-9][0-9]{8}))(?!\w)"
    r"""|(?P<word>[^\s"“”«»]+)""",
)
_BEGUN = Pattern(r"0[1-9](?:[ .][0-9]{2}){1,3}")
_APART = Pattern(r"(?:qu|[cdjlmnost])(?=[^\W\d_]{2})", re.IGNORECASE)
"""How « L’HÔTE » and « O’BRIEN » begin when their apostrophe is dropped."""

_ELISION = Pattern(r"^(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)
_TOKEN = Pattern(r"[^\W_]+")
SMALL = frozenset(
    (
        *(
            "a",
            "au",
            "aux",
            "avec",
            "ce",
            "ces",
            "dans",
            "de",
            "des",
            "du",
            "en",
            "est",
            "et",
            "la",
        ),
        *("le", "les", "leur", "ou", "par", "pour", "que", "qui", "sa", "se", "ses", "son", "sur"),
        *("un", "une"),
    )
)
"""Words that every text has: they are looked for only when nothing else is."""


class Wish(NamedTuple):
    """One thing to find: a word or how it begins, a phrase, a number, an address, a reference.

    `match` is its expression for the full-text indices, `exact` the same without beginnings;
    `words` are its folded words, `open` whether the last may go on; `digits` those of a phone.
    `direct` is the column that holds it as it is, and its value: a reference, an e-mail, a phone.
    """

    match: str
    exact: str
    words: tuple[str, ...] = ()
    open: bool = False
    digits: str = ""
    direct: tuple[str, str] | None = None
    names: str = ""
    """The expression for names, when it is not `match`: one letter begins a name, not a text."""
    apart: tuple[str, ...] = ()
    """The words as they are with the apostrophe that was dropped: « l hote » for « lhote »."""

    @property
    def small(self) -> bool:
        """Whether it is a word that every text has."""
        return len(self.words) == 1 and self.words[0] in SMALL


def wishes(typed: str) -> list[Wish]:
    """What a text asks for; any text at all has an answer, perhaps empty."""
    text = clean(typed[:LONGEST]).strip()
    whole = _reference(text)
    if whole:
        return [whole]
    found = [wish for piece in _PIECES.finditer(text) if (wish := _wish(piece))]
    telling = [wish for wish in found if not wish.small] or found
    return list(dict.fromkeys(telling))[:MOST]


def _wish(piece: re.Match[str]) -> Wish | None:
    text = piece.group()
    if piece["phrase"] is not None:
        said = piece["said"].strip()
        return _begun(said) if _BEGUN.fullmatch(said) else _words(said, whole=True)
    if piece["phone"] is not None:
        return _phone("33" + _digits(text)[-9:])
    if piece["abroad"] is not None:
        return _phone(_digits(text))
    if piece["begun"] is not None:
        return _begun(text)
    if "-" in text or text[-1:].isdigit():
        reference = _reference(text)
        if reference:
            return reference
    return _words(_ELISION.sub("", text), whole=False)


def _reference(text: str) -> Wish | None:
    for shape in (HOUSEHOLD, OFFER, RESOURCE, VISIT):
        tidied = tidy(text, shape)
        if tidied:
            match = f"{_quoted(tidied)} OR {_quoted(tidied.replace('-', ''))}"
            words = tuple(fold(tidied).split())
            return Wish(match, match, words, direct=("reference", tidied))
    return None


def _phone(digits: str) -> Wish:
    written = [digits]
    if digits.startswith("33"):
        home = "0" + digits[2:]
        written += [home, " ".join(home[i : i + 2] for i in range(0, 10, 2))]
    match = " OR ".join(map(_quoted, written))
    return Wish(match, match, digits=digits, direct=("phone", f"+{digits}"))


def _begun(text: str) -> Wish:
    """The beginning of a phone number, or a number that looks like it."""
    digits = "33" + _digits(text).removeprefix("0")
    match = f"{_quoted(digits)}* OR {_quoted(text)}*"
    return Wish(match, match, tuple(fold(text).split()), open=True, digits=digits)


def _words(text: str, *, whole: bool) -> Wish | None:
    words = tuple(fold(text).split())
    if not any(char.isalnum() for char in text) or not words:
        return None
    apart = () if whole or len(words) > 1 else _apart(text)
    said = [one for way in (text, " ".join(apart)) if way for one in spellings(way)]
    exact = " OR ".join(map(_quoted, said))
    begun = " OR ".join(f"{_quoted(one)}*" for one in said)
    letter = not whole and len(words[-1]) == 1
    direct = ("email", text.lower()) if "@" in text else None
    return Wish(
        exact if whole or letter else begun,
        exact,
        words,
        open=not whole,
        direct=direct,
        names=begun if letter else "",
        apart=apart,
    )


def _apart(text: str) -> tuple[str, ...]:
    """A word that may have lost its apostrophe, in its two words."""
    begins = _APART.match(text)
    return (fold(begins[0]), fold(text[begins.end() :])) if begins else ()


def _digits(text: str) -> str:
    return "".join(char for char in text if char in "0123456789")


def _quoted(text: str) -> str:
    """A phrase of the indices' language: nothing in it is an operator."""
    return '"' + text.replace('"', " ") + '"'


# Found again in a text that is shown.

Span = tuple[int, int]


def spans(text: str, asked: Sequence[Wish]) -> list[Span]:
    """Where the text says what was asked for, in order, without overlaps."""
    tokens = _tokens(text)
    found = {place for wish in asked for place in _places(text, tokens, wish)}
    kept: list[Span] = []
    for start, end in sorted(found):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


@lru_cache(maxsize=512)
def _tokens(text: str) -> list[tuple[str, Span]]:
    """The folded words of a text and where they stand."""
    return [(fold(t.group()).replace(" ", ""), t.span()) for t in _TOKEN.finditer(text)]


def says(text: str, wish: Wish) -> bool:
    """Whether the text says what was asked for."""
    return bool(spans(text, [wish]))


def _places(text: str, tokens: Sequence[tuple[str, Span]], wish: Wish) -> Iterator[Span]:
    for words in (wish.words, wish.apart):
        if words:
            yield from _said(tokens, words, goes_on=wish.open)
    if wish.digits:
        yield from _numbers(text, wish.digits)


def _said(
    tokens: Sequence[tuple[str, Span]], words: Sequence[str], *, goes_on: bool
) -> Iterator[Span]:
    """Where these words follow one another, the last one perhaps only begun."""
    if words:
        *before, last = words
        size = len(before)
        for place, (word, (_, end)) in enumerate(tokens):
            if not (word == last or (goes_on and word.startswith(last))) or place < size:
                continue
            if all(tokens[place - size + n][0] == said for n, said in enumerate(before)):
                yield tokens[place - size][1][0], end


def _numbers(text: str, digits: str) -> Iterator[Span]:
    """Where a phone number is written, with or without blanks and its country."""
    home = digits.startswith("33")
    opening = r"(?:\+?33|0)[\s.\-]*" if home else r"\+?"
    wanted = opening + r"[\s.\-]*".join(digits[2:] if home else digits)
    return (found.span() for found in re.finditer(wanted, text))


def excerpt(text: str, asked: Sequence[Wish], width: int) -> str:
    """The part of a text that says most of what was asked for, on one line."""
    flat = " ".join(clean(text).split())
    marks = spans(flat, asked)
    if len(flat) <= width or not marks:
        return shorten(flat, width)
    start, _ = max(marks, key=lambda mark: sum(mark[0] <= m[0] < mark[0] + width for m in marks))
    start = max(0, min(start - width // 4, len(flat) - width))
    if start:
        start = flat.find(" ", start) + 1 or start
    return ("…" if start else "") + shorten(flat[start:], width)
