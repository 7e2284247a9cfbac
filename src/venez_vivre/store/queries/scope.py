"""Whose lines a read is about, and until which day."""

from __future__ import annotations

from venez_vivre import NamedTuple


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


def owned(scope: Scope) -> str:
    """The same of household `h` alone, as an index that begins with its officer answers it.

    `IS NULL` is meant: SQLite takes it for an equality, and each side of the OR is a range of it.
    """
    if scope.officer is None:
        return "1 = 1"
    own = "h.officer_id = :officer" if scope.officer else "h.officer_id IS NULL"
    if not scope.unowned:
        return own
    near = "" if scope.territory is None else _NEAR
    return f"({own} OR (h.officer_id IS NULL{near}))"


_NEAR = " AND (h.territory_id = :territory OR h.territory_id IS NULL)"
