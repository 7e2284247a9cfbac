"""Two bases compared row by row: the values themselves, not a digest of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from venez_vivre.errors import Refused
from venez_vivre.store.transfer.plan import Table, plan
from venez_vivre.store.transfer.visits import Row, Visit


class Different(Refused):
    """A row of the copy is not that of the source."""


def compared(here: Visit, there: Visit, told: Callable[[int], None]) -> dict[str, int]:
    """How many rows of each table are the same in both bases, which is all of them.

    Raises:
        Different: a row, a number to come or the full text is not the same; the sentence says
            where, and no value.

    """
    seen: dict[str, int] = {}
    for table in plan():
        seen[table.name] = 0
        for count in _pages(here, there, table):
            seen[table.name] += count
            told(sum(seen.values()))
    if here.numbers() != there.numbers():
        raise Different("Les numéros à venir ne sont pas les mêmes dans la copie.")
    if lost := there.lost_words():
        raise Different(f"La recherche en texte intégral ne suit pas dans la copie ({lost[0]}).")
    return seen


def _pages(here: Visit, there: Visit, table: Table) -> Iterator[int]:
    """Read both sides in step; the number of rows of each page."""
    after: Row | None = None
    while True:
        ours, theirs = here.page(table, after), there.page(table, after)
        if ours != theirs:
            raise _difference(table, ours, theirs)
        yield len(ours)
        if len(ours) < table.block:
            return
        after = table.key_of(ours[-1])


def _difference(table: Table, ours: Sequence[Row], theirs: Sequence[Row]) -> Different:
    """The first row that differs, by its number; its values are nobody’s business."""
    there = {table.key_of(row): row for row in theirs}
    for row in ours:
        key = table.key_of(row)
        found = there.pop(key, None)
        where = f"La ligne {'-'.join(map(str, key))} de « {table.name} »"
        if found is None:
            return Different(f"{where} manque dans la copie.")
        if found != row:
            wrong = next(n for n, a, b in zip(table.columns, row, found, strict=True) if a != b)
            return Different(f"{where} n’est pas la même dans la copie (« {wrong} »).")
    return Different(f"La copie a {len(there)} ligne(s) de trop dans « {table.name} ».")
