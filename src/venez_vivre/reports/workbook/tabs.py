"""The sheets of a workbook: what precedes the sections, then each section, under legal names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from venez_vivre import NamedTuple
from venez_vivre.screens.pages import Block, Prose
from venez_vivre.texts import clean, shorten

FIRST = "Synthèse"
LONGEST = 31
"""Characters of the name of a sheet."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\]+")
RESERVED = frozenset({"history", "historique"})
"""Names that a spreadsheet keeps for itself."""


class Tab(NamedTuple):
    """A sheet: its name, the title at its top, its blocks."""

    name: str
    title: str
    blocks: Sequence[Block]


def tabs(blocks: Sequence[Block], title: str) -> list[Tab]:
    """One sheet for what precedes the sections, when there is something, and one for each."""
    parts: list[tuple[str, list[Block]]] = [("", [])]
    for block in blocks:
        if isinstance(block, Prose) and block.tone == "section":
            parts.append((clean(block.text), []))
        elif not (isinstance(block, Prose) and clean(block.text).strip() == title):
            parts[-1][1].append(block)
    kept = [part for part in parts if part[0] or part[1]] or parts
    names = unique([section or FIRST for section, _ in kept])
    pairs = zip(names, kept, strict=True)
    return [Tab(name, section or title, inside) for name, (section, inside) in pairs]


def _counted_once(text: str) -> str:
    """Without the characters that a spreadsheet counts twice: signs of rare scripts, pictures."""
    return "".join(char if ord(char) < 0x10000 else " " for char in text)


def unique(wanted: Sequence[str]) -> Iterator[str]:
    """Legal names for sheets, no two alike whatever their case."""
    taken = set(RESERVED)
    for text in wanted:
        legal = " ".join(FORBIDDEN.sub(" ", _counted_once(text)).split()).strip("' ") or "Feuille"
        name, rank = shorten(legal, LONGEST).strip("' "), 1
        while name.lower() in taken:
            rank += 1
            ending = f" ({rank})"
            name = shorten(legal, LONGEST - len(ending)).strip("' ") + ending
        taken.add(name.lower())
        yield name
