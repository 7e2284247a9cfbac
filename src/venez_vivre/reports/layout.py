"""Text on a terminal: how wide it is, how it wraps, how columns share a width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from venez_vivre import NamedTuple

GAP = 3
"""Blanks between two columns."""

NARROWEST = 8
"""No column that wraps gets narrower: words would fall apart."""

NARROW = 14
"""Texts that wrap get that narrow before a name is cut."""

WORD = 16
"""A longer word, such as an address, is folded rather than push others out."""

JOINTS = "_-/@"
"""What a word that is too long is cut after."""

OPENING, CLOSING = "«", ("?", "!", ":", ";", "»")
"""A line does not end with the first, nor begin with one of the others."""


@lru_cache(maxsize=4096)
def _cells_of(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width_of(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def crop(text: str, width: int) -> str:
    """The text, cut with « … » when it is wider than that."""
    if width_of(text) <= width:
        return text
    kept = ""
    for char in text:
        if width_of(kept + char) > width - 1:
            break
        kept += char
    return kept + "…"


def wrap(text: str, width: int, *, whole: bool = False) -> list[str]:
    """The lines of a text, its words kept whole; a longer word is folded, or cropped if `whole`."""
    if width_of(text) <= width and "\n" not in text:
        return [text]
    return [line for part in text.split("\n") for line in _wrapped(part, width, whole=whole)]


def _wrapped(text: str, width: int, *, whole: bool) -> list[str]:
    lines: list[str] = []
    for word in _words(text, width):
        glued = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(glued) <= width:
            lines[-1] = glued
        elif width_of(word) <= width:
            lines.append(word)
        else:
            lines += [crop(word, width)] if whole else _folded(word, width)
    return lines


def _words(text: str, width: int) -> Iterator[str]:
    """The words of a text, with the French signs that no line begins or ends with."""
    held: str | None = None
    for word in text.split(" "):
        pair = word if held is None else f"{held} {word}"
        sticks = bool(held) and (word[:1] in CLOSING or pair[len(held or "") - 1] == OPENING)
        if held is not None and not (sticks and width_of(pair) <= width):
            yield held
            held = word
        else:
            held = pair
    yield held or ""


def _folded(word: str, width: int) -> Iterator[str]:
    """The pieces of a word, cut after a joint where one is near: a code stays one to the eye."""
    piece = ""
    for char in word:
        if width_of(piece + char) > width:
            cut = max(piece.rfind(joint) for joint in JOINTS) + 1
            cut = cut if cut > len(piece) // 2 else len(piece)
            yield piece[:cut]
            piece = piece[cut:]
        piece += char
    yield piece


class Track(NamedTuple):
    """One column to lay out: how wide it would like to be, and whether it may be narrower.

    A column that is `firm` gives way last: what it loses is cut, not wrapped. `word` is how wide
    its longest word is: none is broken as long as there is room elsewhere.
    """

    natural: int
    wraps: bool
    firm: bool = False
    word: int = 0


def share(tracks: Sequence[Track], room: int) -> list[int]:
    """The width of each column: as it would like, the widest giving way until all fit the room."""
    widths = [track.natural for track in tracks]
    able = {place: track for place, track in enumerate(tracks) if track.wraps}
    soft = {p: max(NARROW, track.word) for p, track in able.items() if not track.firm}
    _narrow(widths, soft, room)
    _narrow(widths, {p: max(NARROWEST, track.word) for p, track in able.items()}, room)
    _narrow(widths, dict.fromkeys(able, NARROWEST), room)
    return widths


def longest_word(texts: Iterable[str]) -> int:
    """How wide the longest word is, those that no column would hold aside."""
    words = (width_of(word) for text in texts for word in text.replace("\n", " ").split(" "))
    return max((width for width in words if width <= WORD), default=0)


def _narrow(widths: list[int], leasts: Mapping[int, int], room: int) -> None:
    """Take width from these columns, the widest first, until all fit or each is at its least."""
    over = sum(widths) - room
    while over > 0:
        able = [place for place, least in leasts.items() if widths[place] > least]
        if not able:
            break
        widest = max(able, key=lambda place: widths[place])
        others = [widths[place] for place in able if widths[place] < widths[widest]]
        tied = sum(widths[place] == widths[widest] for place in able)
        fair = -(-over // tied)  # those as wide as each other give way alike
        floor = max([leasts[widest], *others])
        step = min(fair, max(1, widths[widest] - floor))
        widths[widest] -= step
        over -= step
