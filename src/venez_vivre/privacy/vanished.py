"""Files that left the base and that only the journal still knows: undone imports, undone entries.

They are nobody's work and count in no figure, but their values are kept so that they can be done
again: what people may ask of a file, they may ask of these.
"""

from __future__ import annotations

from datetime import date

from venez_vivre import NamedTuple
from venez_vivre.errors import NotFound
from venez_vivre.privacy.belongings import someone
from venez_vivre.references import HOUSEHOLD, tidy
from venez_vivre.store.blanking import NOBODY
from venez_vivre.store.ledger import Someone
from venez_vivre.store.queries import erasures as queries
from venez_vivre.store.reader import Reader
from venez_vivre.store.traces import HOMES, PEOPLE, Memory


class Vanished(NamedTuple):
    """A household that is gone: its number, its reference, its people.

    `last_on` is the day of the last operation that touched it, ISO.
    """

    number: int
    reference: str
    people: frozenset[Someone]
    last_on: str

    @property
    def reach(self) -> set[str | None]:
        """Where its people are reached."""
        return {said for one in self.people for said in (one.email, one.phone)}


def vanished(rows: Reader) -> list[Vanished]:
    """The files that only the journal knows, those already erased left out."""
    memory = Memory(rows)
    standing = set(queries.standing(rows, HOMES, memory.homes())) | memory.absorbed()
    people: dict[int, set[Someone]] = {}
    here = set(queries.standing(rows, PEOPLE, memory.numbers(PEOPLE)))
    for _, said in memory.images(PEOPLE, memory.numbers(PEOPLE) - here):
        if said["household_id"] not in standing:
            people.setdefault(said["household_id"], set()).add(someone(said))
    days = queries.last_days(rows)
    found = {number: said["reference"] for number, said in memory.images(HOMES, memory.homes())}
    return [
        Vanished(number, reference, frozenset(people.get(number, ())), days.get(number, ""))
        for number, reference in found.items()
        if number not in standing and not reference.startswith(NOBODY)
    ]


def find(rows: Reader, typed: str) -> Vanished | None:
    """The file that answers to a reference, an e-mail or a phone, if only the journal knows it."""
    wanted = tidy(typed, HOUSEHOLD) or typed.strip().lower()
    return next((one for one in vanished(rows) if wanted in {one.reference, *one.reach}), None)


def over(rows: Reader, day: date) -> list[int]:
    """Those that nothing touched since that day, day excluded: nobody will do them again."""
    return sorted({one.number for one in vanished(rows) if one.last_on < day.isoformat()})


def household(rows: Reader, typed: str, missing: NotFound) -> Vanished:
    """The file that answers to what was typed, else the error that a search of the base gave."""
    found = find(rows, typed)
    if found is None:
        raise missing
    return found
