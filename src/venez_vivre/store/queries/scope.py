"""Whose lines a read is about, and until which day."""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """The last day that counts, and whose day it is: everybody's, an officer's, nobody's (0).

    An officer also sees the files that nobody follows when `unowned`: those of her `territory`
    if she has one.
    """

    day: str
    officer: int | None = None
    unowned: int = 0
    territory: int | None = None


def mine(owner: str) -> str:
    """The condition on the officer that the SQL expression `owner` gives, and on household `h`."""
    return f"""(:officer IS NULL OR coalesce({owner}, 0) = :officer
  OR (:unowned AND {owner} IS NULL AND (:territory IS NULL
      OR coalesce(h.territory_id, :territory) = :territory)))"""
