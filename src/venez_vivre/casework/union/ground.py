"""What a union holds while it runs: columns of tables, new rows, notes of where rows went."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from venez_vivre.casework.union import prints
from venez_vivre.casework.union.kinds import HOMES, KINDS, NATURAL, Kind
from venez_vivre.casework.union.lineage import Brought as Kin
from venez_vivre.casework.union.lineage import Lineage
from venez_vivre.casework.union.values import Brought
from venez_vivre.intake.writing import Inserts
from venez_vivre.store.base import Work
from venez_vivre.store.journal import columns
from venez_vivre.store.queries import union as queries
from venez_vivre.store.reader import Reader

Image = dict[str, Any]
OWN = frozenset({"id", "version", "reference"})
"""Columns that each base gives by itself."""

BASES = ("identity", "name", "trail", "merged_on", "agent")
NOTES = ("base_id", "table_name", "source_id", "row_id", "fingerprint")


@dataclass
class Source:
    """A base that is read: its place among those compared, its note here, the rows it gave.

    `maps` says, by table, which row here stands for each of its rows; `hints` is a base that it
    was one with, until they parted.
    """

    place: int
    rows: Reader
    number: int
    told: Brought
    day: str
    hints: Kin | None = None
    maps: dict[str, dict[int, int]] = field(default_factory=dict)
    natural: dict[str, dict[int, str]] = field(default_factory=dict)
    withheld: Collection[int] = frozenset()
    """The people who stay out, as they were erased elsewhere."""
    left: set[int] = field(default_factory=set)
    """The households that stay out with them."""
    touched: dict[int, str] = field(default_factory=dict)
    """What became of each household: the name of a counter of `Brought`."""

    def read(self, kind: Kind, names: Sequence[str]) -> Iterator[Image]:
        """The rows of a table, by number."""
        chosen = ", ".join(f'"{name}"' for name in ("id", *names))
        found = self.rows.connection.execute(f"SELECT {chosen} FROM {kind.table} ORDER BY id")
        for row in found:
            yield dict(zip(("id", *names), row, strict=True))

    def name_of(self, table: str, number: Any) -> Any:
        """What a row that is pointed at goes by: its name everywhere, or its number here."""
        if number is None:
            return None
        if table not in NATURAL:
            return f"#{number}"
        if table not in self.natural:
            self.natural[table] = names_of(self.rows, table)
        return self.natural[table].get(number)

    def touch(self, home: int | None, what: str) -> None:
        """Note what became of a household; « updated » never hides that it is new here."""
        if home is not None and self.touched.get(home, "known") == "known":
            self.touched[home] = what


def names_of(rows: Reader, table: str) -> dict[int, str]:
    """The name of each row of a register that is known by one."""
    return dict(rows.rows(f"SELECT id, {NATURAL[table]} FROM {table}"))


class Ground:
    """The target under a union: its columns, its new rows, its notes."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.names = {kind.table: self._columns(kind) for kind in KINDS}
        self._inserts: dict[str, Inserts] = {}
        self._bases = Inserts(work, "merged_base", BASES)
        self._notes = Inserts(work, "merged_row", NOTES)
        self.erased = queries.erased_homes(work.rows)
        self.natural = {table: names_of(work.rows, table) for table in NATURAL}
        self._origins: dict[tuple[int, str], dict[int, list[int]]] = {}

    def _columns(self, kind: Kind) -> tuple[str, ...]:
        return tuple(name for name in columns(self.work.rows, kind.table) if name not in OWN)

    @cached_property
    def today(self) -> str:
        """The day of the union, ISO."""
        return self.work.today.isoformat()

    def print_of(self, kind: Kind, said: Mapping[str, Any], source: Source) -> str:
        """The fingerprint of a row of a source."""
        points = kind.points
        return prints.row(
            source.name_of(points[name], said[name]) if name in points else said[name]
            for name in self.names[kind.table]
        )

    def translated(self, kind: Kind, said: Image, source: Source) -> Image | None:
        """A row as it is said here; None when what it needs stayed out."""
        here = {name: said[name] for name in self.names[kind.table]}
        for name, table in kind.points.items():
            if said[name] is not None:
                here[name] = source.maps.get(table, {}).get(said[name])
        if here.get("household_id") in self.erased and kind is not HOMES:
            return None  # nothing more is noted of who was erased here
        return None if any(here[name] is None for name in kind.needs) else here

    def insert(self, kind: Kind, here: Image) -> int:
        """A new row; its number."""
        inserts = self.inserts(kind)
        values = [here[name] for name in self.names[kind.table]]
        if kind.reference:
            values.append(kind.reference(inserts.next_number))
        number = inserts.add(*values)
        if kind.table in NATURAL:
            self.natural[kind.table][number] = here[NATURAL[kind.table]]
        return number

    def inserts(self, kind: Kind) -> Inserts:
        """The new rows of a table."""
        if kind.table not in self._inserts:
            names = self.names[kind.table] + (("reference",) if kind.reference else ())
            self._inserts[kind.table] = Inserts(self.work, kind.table, names)
        return self._inserts[kind.table]

    def is_new(self, kind: Kind, number: int) -> bool:
        """Whether a row was made by this union."""
        return kind.table in self._inserts and number >= self._inserts[kind.table].first_number

    def enter(self, source: Source, lineage: Lineage) -> None:
        """Write down that a base is brought, and how far."""
        said = (lineage.identity, Path(source.told.name).name, lineage.trail, self.today)
        source.number = self._bases.add(*said, self.work.heading.agent)

    def note(self, source: Source, table: str, numbers: tuple[int, int], said: str) -> None:
        """Remember which row here (second number) stands for a row of a source (first one)."""
        self._notes.add(source.number, table, *numbers, said)

    def send(self) -> None:
        """Write the new rows that wait, those that others point at first."""
        for kind in KINDS:
            if kind.table in self._inserts:
                self._inserts[kind.table].send()
        self._bases.send()
        self._notes.send()

    def finish(self) -> dict[str, tuple[int, int]]:
        """Write the rest and tell the journal; the first and last number of each table."""
        found = {
            kind.table: self._inserts[kind.table].finish()
            for kind in KINDS
            if kind.table in self._inserts
        }
        self._bases.finish()
        self._notes.finish()
        return found

    def origins(self, source: Source, table: str, number: int) -> list[int]:
        """The rows of a source that a row here stands for."""
        key = (source.number, table)
        if key not in self._origins:
            turned: dict[int, list[int]] = {}
            for there, (_, here, _) in queries.places(self.work.rows, *key).items():
                turned.setdefault(here, []).append(there)
            self._origins[key] = turned
        return self._origins[key].get(number, [])

    def told(self, kind: Kind, column: str, value: Any, source: Source) -> set[str]:
        """What a fingerprint of a source would hold of a value of the target."""
        table = kind.points.get(column)
        if table is None or value is None:
            return {prints.cell(value)}
        if table in NATURAL:
            return {prints.cell(self.natural[table].get(value))}
        return {prints.cell(f"#{there}") for there in self.origins(source, table, value)}
