"""The files of the households that the lines of a batch are about, each read once.

A line about somebody known asks what the file says of the household, of each of its members and of
its forms. A server was asked eight times a line, each time after the rows that waited: an import
that met 900 people again took 16 s instead of 5. What the batch itself made is not even asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.intake.homes import Home
from venez_vivre.intake.newcomers import Newcomers
from venez_vivre.intake.people import Known
from venez_vivre.intake.writing import Changes, Place
from venez_vivre.store.base import Work

Cells = dict[str, Any]
"""A row of a table, by column."""

FORM = ("person_id", "received_on", "channel", "campaign")
FORMS = (
    f"SELECT household_id, {', '.join(FORM)} FROM signup "
    "WHERE household_id IN ({keys}) ORDER BY received_on, id"
)


class Made(NamedTuple):
    """A household of the batch itself: the numbers of its people and of its form."""

    people: range
    form: int


@dataclass(slots=True)
class File:
    """One household: what its forms say of it, its members, when each was last heard of."""

    home: Home
    members: list[int] = field(default_factory=list)
    heard: dict[int, date] = field(default_factory=dict)


class Files:
    """The households of a batch, as they will be once the edits that wait are written."""

    def __init__(self, work: Work, new: Newcomers) -> None:
        self._rows = work.rows
        self._new = new
        self._files: dict[int, File] = {}
        self._made: dict[int, Made] = {}
        self._columns: dict[str, list[str]] = {}
        self._held: dict[Place, Cells] = {}
        """The rows of households and members, which the changes keep true."""
        self.changes = Changes(work, self._held)

    def send(self) -> None:
        """Write the rows that wait, then the changes."""
        self._new.send()
        self.changes.send()

    def read(self, households: Sequence[int]) -> None:
        """Forget the batch before, and read these households."""
        self._files.clear()
        self._held.clear()
        self._made.clear()
        self._new.forget()
        self._read(households)

    def made(self, household: int, people: range, form: int) -> None:
        """Know a household that was just made, by the numbers of its people and of its form."""
        self._made[household] = Made(people, form)

    def of(self, household: int) -> Home:
        """What the forms of a household say of it."""
        return self._file(household).home

    def members(self, household: int) -> list[Cells]:
        """The rows of its people, in the order of their numbers."""
        return [self.changes.current("person", n) for n in self._file(household).members]

    def reference(self, household: int) -> str | None:
        """What a household that was read is called by."""
        home = self._held.get(("household", household))
        return None if home is None else str(home["reference"])

    def people(self, household: int) -> list[Known]:
        """Its people, as identity compares them."""
        heard, home = self._file(household).heard, self.changes.current("household", household)
        return [_known(member, home, heard.get(member["id"])) for member in self.members(household)]

    def hear(self, household: int, person: int, received: date, values: dict[str, Any]) -> None:
        """Take note of a form of somebody's that was kept."""
        file = self._file(household)
        file.home.hear(received, values)
        file.heard[person] = max(file.heard.get(person, received), received)

    def came(self, household: int, person: int) -> None:
        """Know somebody who was just added to a household."""
        self._file(household).members.append(person)
        nameless = dict.fromkeys(self._names("person")) | {"first_key": "", "last_key": ""}
        self._held["person", person] = nameless | self._new.persons.made(person)

    def _file(self, household: int) -> File:
        if household in self._made:
            self._open(household, self._made.pop(household))
        if household not in self._files:
            self.send()
            self._read([household])
        return self._files[household]

    def _open(self, household: int, made: Made) -> None:
        new, form = self._new, self._new.signups.made(made.form)
        unknown = dict.fromkeys(self._names("household"))
        self._held["household", household] = unknown | new.households.made(household)
        file = self._files[household] = File(Home(None, None))
        for number in made.people:
            self.came(household, number)
        self._hear(file, *(form[name] for name in FORM))

    def _read(self, households: Sequence[int]) -> None:
        for home in self._cells("household", "id", households):
            edited = home["edited_on"]
            self._held["household", home["id"]] = home
            self._files[home["id"]] = File(
                Home(None, date.fromisoformat(edited) if edited else None)
            )
        for person in self._cells("person", "household_id", households):
            self._held["person", person["id"]] = person
            self._files[person["household_id"]].members.append(person["id"])
        for household, *form in self._rows.among(FORMS, households):
            self._hear(self._files[household], *form)

    @staticmethod
    def _hear(file: File, person: int, day: str, channel: str, campaign: str) -> None:
        received = date.fromisoformat(day)
        file.home.hear(received, {"canal": channel, "campagne": campaign})
        file.heard[person] = received  # forms come in the order of their days

    def _cells(self, table: str, key: str, numbers: Sequence[int]) -> Iterable[Cells]:
        if not numbers:
            return
        names = self._names(table)
        chosen = ", ".join(f'"{name}"' for name in names)
        sql = f"SELECT {chosen} FROM {table} WHERE {key} IN ({{keys}}) ORDER BY id"
        for row in self._rows.among(sql, numbers):
            yield dict(zip(names, row, strict=True))

    def _names(self, table: str) -> list[str]:
        if table not in self._columns:
            sql = "SELECT name FROM pragma_table_info(:table)"
            self._columns[table] = [name for (name,) in self._rows.rows(sql, table=table)]
        return self._columns[table]


def _known(member: Cells, home: Cells, heard: date | None) -> Known:
    return Known(
        member["id"],
        home["id"],
        member["role"],
        member["first_key"],
        member["last_key"],
        member["external_reference"],
        member["email_key"],
        member["phone"],
        member["birth_year"],
        home["postal_code"],
        heard,
        home["commune"],
    )
