"""The rows that move when files are merged or separated, each told to the journal first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from venez_vivre.casework.shared_visits import unite
from venez_vivre.intake.likely import same_person
from venez_vivre.intake.members import FIELDS_OF_HOUSEHOLD, FIELDS_OF_PERSON, TRADE
from venez_vivre.intake.people import Known, members_of
from venez_vivre.intake.writing import Changes
from venez_vivre.references import household_reference
from venez_vivre.store.base import Work
from venez_vivre.store.journal import CASE_TABLES
from venez_vivre.store.queries.households import person_name
from venez_vivre.vocabulary import Role

PERSON_FIELDS = (*FIELDS_OF_PERSON.values(), "first_key", "last_key", "email_key", *TRADE)
HOUSEHOLD_FIELDS = (
    "territory_id",
    "officer_id",
    "origin_department",
    "wished_codes",
    "maturity",
    "blockers",
    *FIELDS_OF_HOUSEHOLD.values(),
)
SHARED_FIELDS = tuple(f for f in HOUSEHOLD_FIELDS if f not in {"adults", "children"})
"""What a file hands over to the one that is taken out of it."""


class Moves:
    """The rows that move, each told to the journal before it does."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._changes = Changes(work)
        # Between files of two territories, links hold again once every row has moved.
        work.rows.run("PRAGMA defer_foreign_keys=ON")

    def fill(
        self, table: str, kept: int, gone: int, columns: Sequence[str], *, newer: bool = False
    ) -> None:
        """Complete a row from another; correct it too when the other is newer."""
        said = self._changes.current(table, gone)
        given = {c: said[c] for c in columns if said[c] not in (None, "")}
        self._changes.change(table, kept, given, newer=newer)
        self._changes.send()

    def people(self, kept: int, gone: int) -> list[str]:
        """Settle who of two households is the same; the names of those who are."""
        same: list[str] = []
        standing = members_of(self._work.rows, kept)
        for known in members_of(self._work.rows, gone):
            other = next((one for one in standing if is_one(one, known)), None)
            if other is None:
                continue
            standing.remove(other)
            if known.called and other.called:
                same.append(names_of(self._work, [other.person])[0])
            self.person(other.person, known.person)
        return same

    def person(self, kept: int, gone: int) -> None:
        """One person of two: values by field, sign-ups together."""
        self.fill("person", kept, gone, PERSON_FIELDS, newer=self._is_newer(gone, kept))
        self._point("signup", "person_id", gone, kept)
        self._point("introduction", "person_id", gone, kept)
        (role,) = self._work.rows.row("SELECT role FROM person WHERE id = :id", id=gone) or ("",)
        if role == Role.REGISTRANT:
            self._changes.change("person", kept, {"role": role}, newer=True)
            self._changes.send()
        self.remove("person", gone)

    def hand_over(self, gone: int, kept: int) -> None:
        """Give everything of a household to another one; guests of one visit become one guest."""
        unite(self._work, kept, gone)
        for table in sorted(CASE_TABLES):
            self._point(table, "household_id", gone, kept)

    def count_adults(self, household: int) -> None:
        """The numbers of the project follow the people of the file."""
        counts = dict(
            self._work.rows.rows(
                "SELECT role = :child, count(*) FROM person WHERE household_id = :id GROUP BY 1",
                child=Role.CHILD.value,
                id=household,
            )
        )
        current = self._changes.current("household", household)
        given = {
            "adults": max(counts.get(0, 0), current["adults"] or 0),
            "children": max(counts.get(1, 0), current["children"] or 0) or None,
        }
        self._changes.change("household", household, given, newer=True)
        self._changes.send()

    def count_off(self, household: int, adults: int, children: int) -> None:
        """The same when people have left."""
        current = self._changes.current("household", household)
        given = {
            "adults": max((current["adults"] or 0) - adults, 1) if current["adults"] else None,
            "children": max((current["children"] or 0) - children, 0) if children else None,
        }
        self._changes.change("household", household, given, newer=True)
        self._changes.send()

    def split(self, household: int, people: Sequence[Known]) -> int:
        """A new household for some of the people of one; its number."""
        work = self._work
        new = work.next_number("household")
        said = self._changes.current("household", household)
        names = ", ".join(("id", "reference", "edited_on", *SHARED_FIELDS))
        marks = ", ".join("?" * (len(SHARED_FIELDS) + 3))
        values = (new, household_reference(new), work.today.isoformat())
        work.rows.run(
            f"INSERT INTO household ({names}) VALUES ({marks})",
            (*values, *(said[column] for column in SHARED_FIELDS)),
        )
        work.journal.added("household", new)
        for known in people:
            self._move_person(known, new)
        self.count_adults(new)
        return new

    def _move_person(self, known: Known, household: int) -> None:
        self._changes.change("person", known.person, {"household_id": household}, newer=True)
        self._changes.send()
        moved = self._point("signup", "household_id", known.person, household, by="person_id")
        if known.role == Role.CHILD or moved:
            return
        self._changes.change("person", known.person, {"role": Role.REGISTRANT.value}, newer=True)
        self._changes.send()
        self._register(known.person, household)

    def _register(self, person: int, household: int) -> None:
        """Somebody who never signed up is registered from the day they have their own file."""
        number = self._work.next_number("signup")
        self._work.rows.run(
            "INSERT INTO signup (id, household_id, person_id, received_on) VALUES (?, ?, ?, ?)",
            (number, household, person, self._work.today.isoformat()),
        )
        self._work.journal.added("signup", number)

    def remove(self, table: str, number: int) -> None:
        """Take a row away that nothing points at any more."""
        self._work.journal.touch(table, [number])
        self._work.rows.run(f"DELETE FROM {table} WHERE id = ?", (number,))

    def _point(self, table: str, column: str, gone: int, kept: int, *, by: str = "") -> int:
        """Make the rows that point at one row point at another; how many did."""
        sql = f"SELECT id FROM {table} WHERE {by or column} = :gone"
        numbers = [number for (number,) in self._work.rows.rows(sql, gone=gone)]
        self._work.journal.touch(table, numbers)
        versioned = "version" in self._changes.current(table, numbers[0]) if numbers else False
        bump = ", version = version + 1" if versioned else ""
        for number in numbers:
            self._work.rows.run(
                f"UPDATE {table} SET {column} = ?{bump} WHERE id = ?", (kept, number)
            )
        return len(numbers)

    def _is_newer(self, one: int, other: int) -> bool:
        days = dict(
            self._work.rows.rows(
                "SELECT person_id, max(received_on) FROM signup "
                "WHERE person_id IN (:one, :other) GROUP BY person_id",
                one=one,
                other=other,
            )
        )
        return bool(days.get(one, "") > days.get(other, ""))


def is_one(one: Known, other: Known) -> bool:
    """Whether a member of each household are one: by likeness, as children, or as a place kept."""
    if Role.CHILD in (one.role, other.role):
        years = {one.birth_year, other.birth_year} - {None}
        return one.role == other.role and len(years) < 2 and one.called == other.called
    if one.called and other.called:
        return same_person(one, other)
    return Role.PARTNER in (one.role, other.role) and one.role != other.role


def names_of(work: Work, numbers: Iterable[int]) -> tuple[str, ...]:
    """The names of these people, in the order of their numbers."""
    sql = "SELECT first_name, last_name FROM person WHERE id IN ({keys}) ORDER BY id"
    return tuple(person_name(*row) for row in work.rows.among(sql, sorted(numbers)))
