"""Text on a terminal: how wide it is, how it wraps, how columns share a width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

GAP = 3
"""Blanks between two columns."""

NARROWEST = 8
"""No column that wraps gets narrower: words would fall apart."""


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
    for word in text.split(" "):
        glued = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(glued) <= width:
            lines[-1] = glued
        elif width_of(word) <= width:
            lines.append(word)
        else:
            lines += [crop(word, width)] if whole else _folded(word, width)
    return lines


def _folded(word: str, width: int) -> Iterator[str]:
    piece = ""
    for char in word:
        if width_of(piece + char) > width:
            yield piece
            piece = ""
        piece += char
    yield piece


class Track(NamedTuple):
    """One column to lay out: how wide it would like to be, and whether it may be narrower."""

    natural: int
    wraps: bool


def share(tracks: Sequence[Track], room: int) -> list[int]:
    """The width of each column: as it would like, the widest giving way until all fit the room."""
    widths = [track.natural for track in tracks]
    over = sum(widths) - room
    while over > 0:
        able = [i for i, t in enumerate(tracks) if t.wraps and widths[i] > NARROWEST]
        if not able:
            break
        widest = max(able, key=lambda place: widths[place])
        others = [widths[i] for i in able if widths[i] < widths[widest]]
        tied = sum(1 for i in able if widths[i] == widths[widest])
        fair = -(-over // tied)  # those as wide as each other give way alike
        step = min(fair, max(1, widths[widest] - max(others, default=NARROWEST)))
        widths[widest] -= step
        over -= step
    return widths
