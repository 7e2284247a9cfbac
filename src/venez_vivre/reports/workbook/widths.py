"""How wide the columns of a sheet are, which the blocks piled on it share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from venez_vivre.reports.layout import longest_word, width_of
from venez_vivre.screens.cells import write
from venez_vivre.screens.pages import Block, Column, Facts, Picture, Table

USUAL, LEAST, MOST, BAR = 9, 9, 52, 18
WIDE, INDENT = 1.12, 1
"""How much wider than usual the characters of a text may be; the blank at its side."""
READABLE = 100
"""Characters of a line of prose."""


def widths_of(blocks: Sequence[Block]) -> list[int]:
    """Characters of each column, enough for what stands in it, texts wrapped beyond the most."""
    widths: list[int] = []
    for block in blocks:
        for place, width in enumerate(_wanted(block)):
            if place == len(widths):
                widths.append(LEAST)
            widths[place] = max(widths[place], min(width, MOST))
    return widths


def _wanted(block: Block) -> list[int]:
    if isinstance(block, Facts):
        numbers = [write(v) for _, v in block.pairs if isinstance(v, (int, float))]
        labels = max((width_of(label) for label, _ in block.pairs), default=0)
        return [labels + 2, max(map(width_of, numbers), default=0) + 2]
    if isinstance(block, (Table, Picture)):
        table = block.table if isinstance(block, Picture) else block
        return [_column(c, [r[i] for r in table.rows]) for i, c in enumerate(table.columns)]
    return []


def _column(column: Column, values: Sequence[Any]) -> int:
    heads = column.title.split("\n")
    head = max(*map(longest_word_of, heads), min(max(map(width_of, heads)), 14)) + 3
    if column.kind == "bar":
        return max(BAR, head)
    cells = max((width_of(write(v, column.kind)) for v in values), default=0)
    return max(head, math.ceil(cells * WIDE) + 2 * INDENT)


def longest_word_of(text: str) -> int:
    """Characters of the longest word of a heading."""
    return longest_word([text])


def reach(widths: Sequence[int], wanted: int = READABLE, start: int = 0) -> tuple[int, int]:
    """The last column that a text from `start` on goes to, and the characters of a line of it."""
    place, room = start, 0
    while room < wanted or place < start + 2:
        room += widths[place] if place < len(widths) else USUAL
        place += 1
    return place - 1, room
