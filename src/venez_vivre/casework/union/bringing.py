"""The rows of several bases into one: those that are known, that come, that are gone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from venez_vivre.casework.union import prints
from venez_vivre.casework.union.arrivals import Arrivals
from venez_vivre.casework.union.edits import ONE_GONE, Edits
from venez_vivre.casework.union.ground import Ground, Image, Source
from venez_vivre.casework.union.kinds import FACTS, HOMES, PEOPLE, REGISTERS, Kind
from venez_vivre.casework.union.meeting import Met
from venez_vivre.casework.union.twins import Twins
from venez_vivre.store.queries import union as queries
from venez_vivre.store.relations import REFERENCES

COMPARED = frozenset({"campaign", "target", *(kind.table for kind in FACTS)})
"""Tables of which two bases may say otherwise what is one thing: people are told."""

UNNOTED = frozenset({"territory_commune"})
"""Rows that are what they say, thousands of them in each base: where they went is not kept."""

Note = tuple[int, int, str]
"""Where a row went: the number of that note, its row here, its fingerprint."""

BATCH = 2_000


class Bringing:
    """Writes what the sources hold, table by table."""

    def __init__(self, ground: Ground, met: Met, sources: Sequence[Source], edits: Edits) -> None:
        self._ground = ground
        self._sources = sources
        self._edits = edits
        self._arrivals = Arrivals(ground, met, sources, edits)
        self._groups = {id(group): group for group in met.homes.values()}
        standing = {g.number for g in self._groups.values() if g.number is not None}
        self._twins = Twins(ground.work.rows, standing)
        self._shared: set[int] = set(standing)
        self._gone: list[tuple[Kind, Source, Note]] = []

    def run(self) -> None:
        """Bring everything: registers, households, people, then what was noted of them."""
        for kinds in (REGISTERS, (HOMES,), (PEOPLE,)):
            for source in self._sources:
                for kind in kinds:
                    self._bring(kind, source)
        self._shared |= {g.number for g in self._groups.values() if g.number is not None}
        for source in self._sources:
            for kind in FACTS:
                self._bring(kind, source)
        self._ground.send()
        self._edits.send()
        for kind, source, note in reversed(self._gone):
            self._take_away(kind, source, note)
        self._arrivals.statuses()

    @property
    def shared(self) -> list[int]:
        """The households here that several bases hold."""
        return sorted(self._shared)

    def _bring(self, kind: Kind, source: Source) -> None:
        notes = queries.places(self._ground.work.rows, source.number, kind.table)
        hints = self._hints(kind, source)
        standing = self._standing(kind, notes)
        names = self._ground.names[kind.table]
        if kind is HOMES:
            names = (*names, "registered_on")
        for count, said in enumerate(source.read(kind, names)):
            number = said["id"]
            note = notes.pop(number, None)
            if note is not None:
                self._known(kind, said, source, note, there=note[1] in standing)
            else:
                self._new(kind, said, source, hints.get(number))
            if count % BATCH == BATCH - 1:
                self._ground.send()
        self._ground.send()
        if kind in FACTS or kind in (HOMES, PEOPLE):
            self._gone.extend((kind, source, note) for note in notes.values())

    def _hints(self, kind: Kind, source: Source) -> dict[int, Note]:
        if source.hints is None:
            return {}
        return queries.places(self._ground.work.rows, source.hints.number, kind.table)

    def _standing(self, kind: Kind, notes: dict[int, Note]) -> set[int]:
        sql = f"SELECT id FROM {kind.table} WHERE id IN ({{keys}})"
        wanted = sorted({row for _, row, _ in notes.values()})
        return {number for (number,) in self._ground.work.rows.among(sql, wanted)}

    def _known(self, kind: Kind, said: Image, source: Source, note: Note, *, there: bool) -> None:
        mark, number, before = note
        if not there:
            self._lost(kind, said, source)
            return
        source.maps.setdefault(kind.table, {})[said["id"]] = number
        home = _home(kind, said)
        source.touch(home, "known")
        self._twins.meet(kind, number, source.place)
        now = self._ground.print_of(kind, said, source)
        if not before or before == now:
            return
        if self._edits.follow(kind, said, number, source, before):
            source.told.rows[kind.table, "edited"] += 1
            source.touch(home, "updated")
        self._renote(mark, now)

    def _renote(self, mark: int, now: str) -> None:
        self._ground.work.journal.touch("merged_row", [mark])
        self._ground.work.rows.run(
            "UPDATE merged_row SET fingerprint = ? WHERE id = ?", (now, mark)
        )

    def _lost(self, kind: Kind, said: Image, source: Source) -> None:
        """A row that was taken away here: its household may go on under another number."""
        if kind is HOMES:
            home = self._moved(said["id"], source)
            if home is not None:
                source.maps.setdefault(kind.table, {})[said["id"]] = home
        elif kind is PEOPLE:
            person = self._moved_person(said["id"], source)
            if person is not None:
                source.maps.setdefault(kind.table, {})[said["id"]] = person

    def _moved(self, home: int, source: Source) -> int | None:
        """Where what came of a household is now: it was joined with another one."""
        for table in ("signup", "contact", "person"):
            found = self._where(source, table, "household_id", home)
            if found is not None:
                return found
        return None

    def _moved_person(self, person: int, source: Source) -> int | None:
        return self._where(source, "signup", "person_id", person)

    def _where(self, source: Source, table: str, column: str, number: int) -> int | None:
        sql = f"SELECT id FROM {table} WHERE {column} = :number ORDER BY id"
        for (there,) in source.rows.rows(sql, number=number):
            found = self._ground.work.rows.value(
                f"SELECT t.{column} FROM merged_row m JOIN {table} t ON t.id = m.row_id "
                "WHERE m.base_id = :base AND m.table_name = :table AND m.source_id = :there",
                base=source.number,
                table=table,
                there=there,
            )
            if found is not None:
                return int(found)
        return None

    def _new(self, kind: Kind, said: Image, source: Source, hint: Note | None) -> None:
        if self._stays_out(kind, said, source):
            return
        if kind.table in UNNOTED:
            self._arrive(kind, said, source)
            return
        now = self._ground.print_of(kind, said, source)
        if hint is not None and hint[2] == now and self._stands(kind, hint[1]):
            number: int | None = hint[1]
            source.touch(_home(kind, said), "known")
        elif kind is HOMES:
            number = self._arrivals.home(said, source)
        elif kind is PEOPLE:
            number = self._arrivals.person(said, source)
        else:
            number = self._arrive(kind, said, source)
        if number is not None:
            source.maps.setdefault(kind.table, {})[said["id"]] = number
            self._ground.note(source, kind.table, (said["id"], number), now)

    def _stands(self, kind: Kind, number: int) -> bool:
        return bool(
            self._ground.work.rows.value(
                f"SELECT 1 FROM {kind.table} WHERE id = :number", number=number
            )
        )

    def _stays_out(self, kind: Kind, said: Image, source: Source) -> bool:
        if kind is HOMES and said["id"] in source.left:
            source.touch(said["id"], "refused")
            return True
        return kind is PEOPLE and said["id"] in source.withheld

    def _arrive(self, kind: Kind, said: Image, source: Source) -> int | None:
        here = self._translated(kind, said, source)
        if here is None:
            return None
        found = self._twins.find(kind, here, source.place)
        if found is None:
            found = self._ground.insert(kind, here)
            source.told.rows[kind.table, "added"] += 1
            source.touch(_home(kind, said), "updated")
            if "household_id" not in kind.points or here["household_id"] in self._shared:
                self._twins.add(kind, here, found)
        elif kind.table in COMPARED:
            self._ground.send()
            self._edits.differing(kind, found, here, source)
        self._twins.meet(kind, found, source.place)
        return found

    def _translated(self, kind: Kind, said: Image, source: Source) -> Image | None:
        here = self._ground.translated(kind, said, source)
        if here is not None and kind.table == "set_aside":
            return here | {"candidates": candidates(here["candidates"], source)}
        return here

    def _take_away(self, kind: Kind, source: Source, note: Note) -> None:
        """A row that its source holds no more goes here too, if nobody else says it."""
        mark, number, before = note
        rows = self._ground.work.rows
        others = rows.value(
            "SELECT count(*) FROM merged_row WHERE table_name = :table AND row_id = :number",
            table=kind.table,
            number=number,
        )
        if others == 1 and self._stands(kind, number) and before:
            if not self._as_told(kind, number, source, before):
                sides = ("", "présent", "supprimé")
                self._edits.list(kind, number, sides, source, ONE_GONE)
            elif not self._needed(kind, number):
                self._edits.remove(kind, number)
                source.told.rows[kind.table, "removed"] += 1
        self._ground.work.journal.touch("merged_row", [mark])
        rows.run("DELETE FROM merged_row WHERE id = ?", (mark,))

    def _as_told(self, kind: Kind, number: int, source: Source, before: str) -> bool:
        current = self._edits.current(kind, number)
        names = self._ground.names[kind.table]
        return all(
            prints.at(before, place) in self._ground.told(kind, name, current[name], source)
            for place, name in enumerate(names)
            if name not in kind.points
        )

    def _needed(self, kind: Kind, number: int) -> bool:
        return any(
            self._ground.work.rows.value(
                f"SELECT 1 FROM {child} WHERE {column} = :number LIMIT 1", number=number
            )
            for child, column in _children(kind.table)
        )


def _children(table: str) -> Iterator[tuple[str, str]]:
    yield from REFERENCES.get(table, ())


def _home(kind: Kind, said: Image) -> int | None:
    """The household, in its own base, that a row is about."""
    found = said["id"] if kind is HOMES else said.get("household_id")
    return None if found is None else int(found)


def candidates(said: str, source: Source) -> str:
    """The people whom a line that waits resembles, by their numbers here."""
    people = source.maps.get("person", {})
    return json.dumps([people[number] for number in json.loads(said) if number in people])
