"""A row that is known and has changed: what is new is taken, what both sides edited is listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from venez_vivre.casework.union import prints
from venez_vivre.casework.union.ground import Ground, Image, Source
from venez_vivre.casework.union.kinds import HOMES, Kind
from venez_vivre.casework.union.values import Conflict, Report
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.writing import Changes
from venez_vivre.store.reader import Reader

LATEST = frozenset({"edited_on"})
"""Columns of which the later day stands, whoever wrote it."""

BOTH, ONE_GONE, LIMITED, OTHERWISE = (
    "modifié des deux côtés",
    "supprimé d’un côté, modifié de l’autre",
    "dossier limité ici",
    "dit autrement par deux bases",
)
"""Why somebody must decide."""


class Edits:
    """Changes of rows that stand in the target, and what is left to people."""

    def __init__(self, ground: Ground, report: Report) -> None:
        self._ground = ground
        self._report = report
        self._changes = Changes(ground.work)
        self._marks: dict[int, tuple[str, str | None, str | None]] = {}

    def follow(self, kind: Kind, said: Image, number: int, source: Source, before: str) -> bool:
        """Bring a row to what its source says since; whether anything was changed.

        A column that still says here what the source said is its to change; any other was edited
        here as well, and is left as it stands.
        """
        names = self._ground.names[kind.table]
        changed = prints.changed(before, self._ground.print_of(kind, said, source), names)
        here = self._ground.translated(kind, said, source)
        current = self._changes.current(kind.table, number)
        given: Image = {}
        for name in changed if here else ():
            wanted, stands = (here or {})[name], current[name]
            was = prints.at(before, names.index(name)) or prints.cell(None)
            if stands == wanted:
                continue
            if name in LATEST:
                given[name] = max(filter(None, (stands, wanted)))
            elif self.is_limited(kind, current):
                self.list(kind, number, (name, stands, wanted), source, LIMITED)
            elif was in self._ground.told(kind, name, stands, source):
                given[name] = wanted
            else:
                self.list(kind, number, (name, stands, wanted), source, BOTH)
        return self._give(kind, number, given)

    def complete(self, kind: Kind, number: int, given: Image, *, newer: bool) -> bool:
        """Fill what is empty from another base; a newer one corrects what no one edited here."""
        current = self._changes.current(kind.table, number)
        said = self._said_of(kind, number)
        taken = {
            name: value
            for name, value in given.items()
            if value not in (None, "")
            and (
                current[name] in (None, "") or (newer and self._is_told(said, kind, name, current))
            )
        }
        return not self.is_limited(kind, current) and self._give(kind, number, taken)

    def _give(self, kind: Kind, number: int, given: Mapping[str, Any]) -> bool:
        given = {name: ERASE if value is None else value for name, value in given.items()}
        new = self._ground.is_new(kind, number)
        return bool(given) and self._changes.change(
            kind.table, number, given, newer=True, is_new=new
        )

    def _said_of(self, kind: Kind, number: int) -> list[str]:
        found = self._ground.work.rows.rows(
            "SELECT fingerprint FROM merged_row WHERE table_name = :table AND row_id = :number",
            table=kind.table,
            number=number,
        )
        return [said for (said,) in found]

    def _is_told(self, said: list[str], kind: Kind, name: str, current: Image) -> bool:
        """Whether a value here is what some base said, hence nobody's edit here."""
        table = kind.points.get(name)
        value = current[name]
        if table is not None:
            value = self._ground.natural.get(table, {}).get(value)
        place = self._ground.names[kind.table].index(name)
        return any(prints.at(one, place) == prints.cell(value) for one in said)

    def is_limited(self, kind: Kind, current: Image) -> bool:
        """Whether the file of a row is kept as it is, at the request of its people."""
        return self._mark(kind, current)[1] is not None

    def _mark(self, kind: Kind, current: Image) -> tuple[str | None, str | None, str | None]:
        home = current["id"] if kind is HOMES else current.get("household_id")
        if home is None:
            return None, None, None
        if home not in self._marks:
            self._marks[home] = marks(self._ground.work.rows, home)
        return self._marks[home]

    def list(
        self, kind: Kind, number: int, sides: tuple[str, Any, Any], source: Source, why: str
    ) -> None:
        """Leave something to people."""
        current = self._changes.current(kind.table, number)
        reference, _, edited = self._mark(kind, current)
        self._report.conflicts.append(
            Conflict(source.told.name, reference, kind.table, *sides, edited, source.day, why)
        )

    def differing(self, kind: Kind, number: int, here: Image, source: Source) -> None:
        """Two bases noted one thing: fill what is empty, list what they say otherwise."""
        current = self._changes.current(kind.table, number)
        given: Image = {}
        for name, value in here.items():
            if name in kind.points or name in kind.same or name in TECHNICAL or value is None:
                continue
            if current[name] is None:
                given[name] = value
            elif current[name] != value:
                self.list(kind, number, (name, current[name], value), source, OTHERWISE)
        if not self.is_limited(kind, current):
            self._give(kind, number, given)

    def remove(self, kind: Kind, number: int) -> None:
        """Take a row away that its only source has taken away."""
        self.send()
        self._ground.work.journal.touch(kind.table, [number])
        self._ground.work.rows.run(f"DELETE FROM {kind.table} WHERE id = ?", (number,))

    def current(self, kind: Kind, number: int) -> Image:
        """A row as it will be."""
        return self._changes.current(kind.table, number)

    def send(self) -> None:
        """Write the edits that wait."""
        self._changes.send()


TECHNICAL = frozenset(
    {"agent", "import_id", "row_hash", "form", "edited_on", "candidates", "line", "content"}
)
"""Columns on which nobody has to agree."""


def marks(rows: Reader, home: int) -> tuple[str, str | None, str | None]:
    """Of a household: its reference, since when it is limited, when it was last edited."""
    found = rows.row(
        "SELECT reference, limited_on, edited_on FROM household WHERE id = :home", home=home
    )
    return (found[0], found[1], found[2]) if found else ("", None, None)
