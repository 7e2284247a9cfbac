"""The keys of people that were written or edited otherwise than by an import."""

from __future__ import annotations

from collections.abc import Iterator

from venez_vivre.intake.keyring import KEEP_KEYS, pack
from venez_vivre.intake.people import keys_of, known_people
from venez_vivre.store.reader import Reader

BLOCK = 5_000


def key_everybody(rows: Reader) -> None:
    """Make the keys of whoever was added or edited since the last time."""
    for numbers in _blocks(rows):
        packed = [
            (k.person, pack(keys_of(k).answers)) for k in known_people(rows, numbers) if k.called
        ]
        rows.run_many(KEEP_KEYS, packed)
        rows.run_many("DELETE FROM person_unkeyed WHERE person_id = ?", ((n,) for n in numbers))


def _blocks(rows: Reader) -> Iterator[list[int]]:
    sql = f"SELECT person_id FROM person_unkeyed LIMIT {BLOCK}"
    while numbers := [number for (number,) in rows.rows(sql)]:
        yield numbers
