"""What policies ask of a row. Each right is asked once a statement, in brackets of its own."""

from __future__ import annotations

DROITS = "venez_vivre_droits"

AGENTS = "venez_vivre_agents"
"""The role of whoever uses the base; each login is given it, and reads nothing without rights."""


def mine(column: str, right: str) -> str:
    """The row is of a territory of this login."""
    return f"{column} = ANY ((SELECT {DROITS}.{right}())::bigint[])"


def mine_or_common(right: str) -> str:
    """The row is of a territory of this login, or of none."""
    return f"{mine('of_territory', right)} OR (of_territory = 0 AND {somewhere(right)})"


def published() -> str:
    """The report of a territory is its own; that of the Region, of who writes every file."""
    return f"{mine('of_territory', 'writable')} OR (of_territory = 0 AND {everywhere()})"


def within(right: str, row: str = "") -> str:
    """The login holds every territory that the author of the row held, or the whole region."""
    every = {"readable": "reads_everywhere", "writable": "writes_everywhere"}[right]
    held = f"{row}of_territories <@ (SELECT {DROITS}.{right}())::bigint[]"
    return f"((SELECT {DROITS}.{every}()) OR {held})"


def somewhere(right: str) -> str:
    """The login holds something."""
    return f"cardinality((SELECT {DROITS}.{right}())::bigint[]) > 0"


def everywhere() -> str:
    """The login writes the files of every territory."""
    return f"(SELECT {DROITS}.writes_everywhere())"
