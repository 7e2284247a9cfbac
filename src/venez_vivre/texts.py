"""Words: comparison keys, text made safe for a terminal, French numbers and lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any


class Pattern:
    """A regular expression compiled when it is first used: those of a start cost 3 ms otherwise."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self._said = (text, flags)

    def __getattr__(self, name: str) -> Any:
        """Compile, and answer by this method of the compiled pattern from now on."""
        if name.startswith("_"):  # a copy asks before there is anything to compile
            raise AttributeError(name)
        found = getattr(re.compile(*self._said), name)  # `re` remembers what it compiled
        setattr(self, name, found)
        return found


NARROW = "\u202f"  # narrow no-break space: before € and %, between thousands

HIDDEN = "s"
"""What stands for a figure that is not published: it would tell of too few people."""

# --- comparison -----------------------------------------------------------------------------

_LIGATURES = {
    "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
    "ħ": "h", "ı": "i", "þ": "th", "ŧ": "t", "ŀ": "l",
}  # fmt: skip


class _FoldedCharacters(dict[int, str]):
    """Code point -> its folded form, worked out the first time a character is met."""

    def __missing__(self, code: int) -> str:
        """Fold one character and remember it."""
        wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold())
        self[code] = folded = "".join(map(_folded_character, wide))
        return folded


def _folded_character(char: str) -> str:
    if char.isalnum():
        return _LIGATURES.get(char, char)
    return "" if unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"} else " "


_FOLDED = _FoldedCharacters()


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return the key by which two spellings of the same words are equal.

    Compatibility forms (NFKD), case, accents and ligatures are folded; what is neither letter
    nor digit separates words with one space. ``fold("L’Œuf-Blanc ") == "l oeuf blanc"``.
    Idempotent; invisible characters vanish without separating.
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    return " ".join(text.translate(_FOLDED).split())


# --- text from outside ----------------------------------------------------------------------

# Bodies stop at any other control, so that a missing terminator never swallows the text after it.
_SEQUENCES = Pattern(
    r"(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]"  # CSI: colours, cursor, erasing
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])"  # OSC, DCS, SOS, PM, APC: titles, links, clipboard
    r"(?:[^\x00-\x08\x0a-\x1f\x7f-\x9f]*+(?:\x07|\x1b\\|\x9c)|[0-9]*+;?)"
    r"|\x1b[ -/]*+[0-~]?"  # every other escape
)
_BREAKS = Pattern("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Categories Cc (but newline), Cf, Cs; then fillers, joiners, variation selectors, non-characters.
_INVISIBLE = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_STRIPPED = Pattern(f"[{_INVISIBLE}]+")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED_MARKS = Pattern(f"({_MARK}{{2}}){_MARK}+")
_HOSTILE = Pattern(f"[\n\u2028\u2029{_INVISIBLE}]|{_MARK}{{3}}")


def clean(text: str, *, multiline: bool = False) -> str:
    r"""Return text that cannot drive, disguise or scramble a terminal, in NFC.

    Removed: control characters, whole escape sequences (7- and 8-bit), bidirectional,
    zero-width, tag and variation characters, surrogates, marks piled more than two high.
    Tabs and line breaks become a space; with ``multiline``, line breaks become ``\n``.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    if text.isprintable() and max(text.replace("’", "'")) < "\u0300":
        return text  # as most texts are: the pattern takes 1 ms to compile
    if not _HOSTILE.search(text):
        return text
    text = _SEQUENCES.sub("", text)
    text = _BREAKS.sub("\n" if multiline else " ", text).replace("\t", " ")
    text = unicodedata.normalize("NFC", _STRIPPED.sub("", text))
    return unicodedata.normalize("NFC", _PILED_MARKS.sub(r"\1", text))


# --- French numbers and lists ---------------------------------------------------------------


def number(value: float, decimals: int = 0) -> str:
    """Write a number the French way: ``12 000``, ``-3,5`` (narrow no-break space, half up)."""
    nudge = 0 if isinstance(value, int) else 1e-9 if value > 0 else -1e-9
    text = f"{value + nudge:,.{decimals}f}".replace(",", NARROW).replace(".", ",")
    return text if text.strip("-0,") else text.removeprefix("-")


def signed(change: int) -> str:
    """Write how much a number changed: ``+3``, ``−12``, ``=`` when it did not."""
    if not change:
        return "="
    return f"{'+' if change > 0 else '−'}{number(abs(change))}"


def euros(amount: float) -> str:
    """Write an amount in euros: ``250 000 €``, ``12,50 €`` (cents only when there are any)."""
    return f"{number(amount, 0 if round(amount, 2) == round(amount) else 2)}{NARROW}€"


def millions(amount: float, decimals: int = 1) -> str:
    """Write an amount in euros as millions: ``5,7 M€``."""
    return f"{number(amount / 1_000_000, decimals)}{NARROW}M€"


def percent(ratio: float, decimals: int = 1) -> str:
    """Write a ratio (0.105) as a percentage: ``10,5 %``."""
    return f"{number(ratio * 100, decimals)}{NARROW}%"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Write a count and its noun: ``0 foyer``, ``1 foyer``, ``41 foyers``.

    Without ``many``, an « s » is added unless the noun already ends with s, x or z.
    """
    if many is None:
        many = one if one.endswith(("s", "x", "z")) else one + "s"
    return f"{number(count)} {one if abs(count) < 2 else many}"


def listed(items: Iterable[str], word: str = "et") -> str:
    """Enumerate: ``a, b et c``; nothing gives the empty text."""
    *first, last = list(items) or [""]
    return f"{', '.join(first)} {word} {last}" if first else last


def capital(text: str) -> str:
    """The text with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


def of_name(name: str) -> str:
    """Say whose: ``de Léa Martin``, ``d’Odile Petit``, ``d’Hélène``, ``de Yann``."""
    return f"d’{name}" if _ELIDED.match(fold(name)) else f"de {name}"


_ELIDED = Pattern("[aeiou]|h[^a ]|y[^aeiou ]")
"""How a folded name begins before which « de » loses its vowel."""


def of_place(name: str) -> str:
    """Say which place: ``de Dole``, ``d’Autun``, ``du Creusot``, ``des Rousses``."""
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return of_name(name)


def shorten(text: str, width: int) -> str:
    """Cut at ``width`` characters at most, « … » included, between words where it costs little."""
    if len(text) <= width:
        return text
    kept = text[: max(width - 1, 0)]
    space = kept.rfind(" ")
    if text[len(kept)] != " " and space * 3 >= width * 2:
        kept = kept[:space]
    return (kept.rstrip(" ,;:") + "…")[:width]


# --- consoles that cannot write everything --------------------------------------------------

_CLOSE = {
    NARROW: ("\xa0", " "), "\xa0": (" ",), "\u2009": (" ",),
    "’": ("'",), "‘": ("'",), "“": ('"',), "”": ('"',), "«": ('"',), "»": ('"',),
    "…": ("...",), "–": ("-",), "—": ("-",), "−": ("-",), "‑": ("-",), "•": ("*",), "·": (".",),
    "→": ("->",), "←": ("<-",), "↑": ("^",), "↓": ("v",), "⇒": ("=>",), "↔": ("<->",), "↳": ("->",),
    "✓": ("v",), "✔": ("v",), "✗": ("x",), "✘": ("x",), "×": ("x",), "⚠": ("!",),
    "≥": (">=",), "≤": ("<=",), "≠": ("!=",), "≈": ("~",), "±": ("+/-",),
    "▲": ("^",), "▼": ("v",), "▶": (">",), "◀": ("<",), "●": ("*",), "○": ("o",), "★": ("*",),
    "■": ("#",), "□": (".",), "€": ("EUR",), "œ": ("oe",), "Œ": ("OE",), "æ": ("ae",),
    "Æ": ("AE",), "ß": ("ss",), "⁄": ("/",), "°": ("o",), "Ł": ("L",), "ł": ("l",),
    "Ø": ("O",), "ø": ("o",), "Đ": ("D",), "đ": ("d",), "░": (".",), "▒": (":",),
}  # fmt: skip
_HORIZONTAL = frozenset("─━═╌╍┄┅┈┉╴╶╸╺╼╾")
_VERTICAL = frozenset("│┃║╎╏┆┇┊┋╵╷╹╻╽╿")


def for_console(text: str, encoding: str | None) -> str:
    """Replace what ``encoding`` cannot write by its nearest equivalent, and leave the rest.

    Anything UTF-8 can hold comes back as it is; an unknown encoding is taken as ASCII.
    """
    try:
        text.encode(encoding or "ascii")
    except LookupError:
        return for_console(text, "ascii")
    except UnicodeEncodeError:
        return "".join(_nearest(char, encoding or "ascii") for char in text)
    return text


@lru_cache(maxsize=4096)
def _nearest(char: str, encoding: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    bare = "".join(_CLOSE[c][-1] if c in _CLOSE else c for c in bare)
    for candidate in (char, *_CLOSE.get(char, ()), _drawn(char), bare):
        if candidate and _writable(candidate, encoding):
            return candidate
    return "" if unicodedata.combining(char) else "?"


def _drawn(char: str) -> str:
    """Return the ASCII form of a box or a bar, or nothing."""
    if char in _HORIZONTAL:
        return "-"
    if char in _VERTICAL:
        return "|"
    if "\u2500" <= char <= "\u257f":
        return "+"
    return "#" if "\u2580" <= char <= "\u259f" else ""


def _writable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
