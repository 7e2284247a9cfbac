"""What a union says of itself: what came of each base, what is to be decided, by whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from venez_vivre import NamedTuple


class Conflict(NamedTuple):
    """One thing that two bases say otherwise: the target was left as it was.

    `reference` is that of the household here, None for what is of no file. `column` is a column of
    `table`, "" where the row itself is at stake. `here_on` and `there_on` are ISO days, the last
    on which each side was edited as far as it is known.
    """

    base: str
    reference: str | None
    table: str
    column: str
    here: Any
    there: Any
    here_on: str | None
    there_on: str | None
    why: str


@dataclass
class Brought:
    """What came of one base: its households by what became of them, and how many rows changed.

    `received` are new here, `united` joined one of another base, `updated` were known and changed,
    `known` stand as they were, `refused` stayed out: their people were erased. `rows` counts the
    lines by table and by what was done: (table, "added" | "edited" | "removed").
    """

    name: str
    standing: str
    received: int = 0
    known: int = 0
    updated: int = 0
    united: int = 0
    refused: int = 0
    rows: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass
class Report:
    """The whole union: base by base, conflicts, pairs of people to look at, files erased here."""

    bases: list[Brought] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    doubtful: int = 0
    erased: int = 0
    kept: str | None = None
