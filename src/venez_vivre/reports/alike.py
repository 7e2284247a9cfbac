"""What several formats read alike in a page: its title and its moment, notes and totals."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from venez_vivre.screens.pages import Block, Page, Prose, Table
from venez_vivre.texts import HIDDEN, clean

TOTAL = "Total"
"""How a row begins that adds up the others."""


def moment(page: Page) -> datetime | None:
    """Midnight (UTC) of the day the page was drawn up, else `SOURCE_DATE_EPOCH`, else None."""
    if page.made_on is not None:
        return datetime(page.made_on.year, page.made_on.month, page.made_on.day, tzinfo=UTC)
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(said), UTC) if said.isascii() and said.isdigit() else None


def headline(blocks: Sequence[Block]) -> str:
    """The title of a report: its first block that is one."""
    told = (b.text for b in blocks if isinstance(b, Prose) and b.tone == "title")
    return clean(next(told, "")).strip() or "Rapport"


def noted(table: Table) -> str:
    """The note of a table, which says what `s` stands for when a cell holds it."""
    said = "secret statistique"
    secret = any(HIDDEN in row for row in table.rows) and said not in table.note
    return " ".join(filter(None, [table.note, f"{HIDDEN} : {said}." if secret else ""]))


def is_total(row: Sequence[Any]) -> bool:
    """Whether a row adds up the others."""
    return bool(row) and row[0] == TOTAL
