"""Everything held about the people of a file (art. 15): values, earlier values, where from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.casework.merging import members_named
from venez_vivre.errors import Refused
from venez_vivre.intake.people import Known, members_of
from venez_vivre.privacy.earlier import is_taken_back, spans
from venez_vivre.privacy.holdings import Holdings, holdings
from venez_vivre.privacy.masking import MASK, Mask
from venez_vivre.privacy.retention import SETTING, due_on
from venez_vivre.store.journal import Image
from venez_vivre.store.personal import COLUMNS, Nature
from venez_vivre.store.queries import privacy as queries
from venez_vivre.store.queries import purge
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.privacy import Source
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import settings
from venez_vivre.vocabulary import Role

OFFICER = "chargé d’accueil"
"""Officers are told by what they do, not by their name."""

OTHER_FILE = "un autre foyer"

POINTS_AT = {
    "territory_id": "territory",
    "from_territory_id": "territory",
    "to_territory_id": "territory",
    "offer_id": "offer",
    "resource_id": "resource_person",
    "visit_id": "visit",
    "notice_id": "privacy_notice",
}
"""What the links of these rows name."""

LATEST = "9999-12-31"

SHARED = frozenset({"note"})
"""Of a visit made with other households, what may be about them."""

ORDER = (
    "household", "person", "signup", "set_aside", "identity_decision", "contact", "follow_up",
    "introduction", "visit", "visit_guest", "settlement", "settlement_check", "transfer",
    "privacy_request", "privacy_proof", "purge_notice",
)  # fmt: skip


class Value(NamedTuple):
    """What one column of a row says."""

    column: str
    nature: Nature
    value: Any


class Old(NamedTuple):
    """What a column said before; days are ISO, None where the journal does not say.

    `taken_back` says that it was written, then undone: it never counted for good.
    """

    column: str
    nature: Nature
    value: Any
    since: str | None
    until: str | None
    taken_back: bool


@dataclass(frozen=True)
class Held:
    """One row about these people; one that was deleted has its last values.

    `taken_back` says that a deleted one went because what wrote it was undone.
    """

    table: str
    number: int
    deleted: bool
    taken_back: bool
    values: tuple[Value, ...]
    old: tuple[Old, ...]
    source: Source | None
    line: int | None


@dataclass(frozen=True)
class Access:
    """A copy for one adult of a household, or for all of them when `joint`.

    `masked` counts the other adults whose values are hidden, `waiting` the lines that may be about
    somebody else. `kept_until` is when the file goes if nobody is heard of any more. `territories`
    are the names of those that the codes among the values stand for.
    """

    reference: str
    requester: str
    day: date
    joint: bool
    masked: int
    waiting: int
    held: tuple[Held, ...]
    months: int
    kept_until: date | None
    officers: int
    territories: Mapping[str, str]


def access(
    rows: Reader, found: Found, person: list[str] | None, day: date, *, joint: bool = False
) -> Access:
    """Everything held about the people of a file.

    Raises:
        NotFound: nobody of the household answers to `person`.
        Refused: nobody of the household can ask.

    """
    requester = _requester(rows, found, person)
    mine = holdings(rows, found.number)
    mask = Mask(mine, requester.person, joint=joint)
    told = _Told(rows, mine, mask)
    held = tuple(told.rows())
    months, until = _kept(rows, found.number)
    return Access(
        reference=found.reference,
        requester="" if joint else _called(rows, requester),
        day=day,
        joint=joint,
        masked=len({mine.same.get(n, n) for n in mask.hidden} & set(mine.present["person"])),
        waiting=sum(one.table == "set_aside" and not _said(one, "settled_on") for one in held),
        held=held,
        months=months,
        kept_until=until,
        officers=queries.officers(rows),
        territories=queries.territory_names(rows),
    )


def _requester(rows: Reader, found: Found, person: list[str] | None) -> Known:
    members = members_of(rows, found.number)
    if person:
        return members_named(rows, found, person)[0]
    asking = [known for known in members if known.role == Role.REGISTRANT] or members
    if not asking:
        raise Refused(f"Le foyer {found.reference} ne compte plus personne.")
    return asking[0]


def _called(rows: Reader, known: Known) -> str:
    image = queries.present(rows, "person", [known.person])[known.person]
    names = (image["first_name"], image["last_name"])
    return " ".join(name for name in names if name) or known.role


def _kept(rows: Reader, household: int) -> tuple[int, date | None]:
    """The months that count for a file, and when it goes if nobody exchanges any more."""
    usual = settings(rows)[SETTING]
    file = next((one for one in purge.files(rows, LATEST) if one.number == household), None)
    return (file.months or usual, due_on(file, usual)) if file else (usual, None)


def _said(held: Held, column: str) -> Any:
    return next((value.value for value in held.values if value.column == column), None)


class _Told:
    """Turns rows into what is told of them."""

    def __init__(self, rows: Reader, mine: Holdings, mask: Mask) -> None:
        self._mine, self._mask = mine, mask
        self._references = {n: i["reference"] for n, i in mine.images("household")}
        self._tellers: dict[str, Callable[[Any], Any]] = {
            "household_id": lambda number: self._references.get(number, OTHER_FILE),
            "person_id": self._role,
            "other_id": self._role,
            "candidates": lambda text: [self._role(one) for one in json.loads(text)],
            "said": json.loads,
        }
        self._names = dict(_names(rows, mine))
        self._sources = queries.sources(rows, _numbers(mine, "import_id"))
        self._undone = queries.undone(rows)

    def rows(self) -> Iterator[Held]:
        """Every row, table by table."""
        for table in ORDER:
            for number in sorted(self._mine.numbers.get(table, ())):
                held = self._row(table, number)
                if held is not None:
                    yield held

    def _row(self, table: str, number: int) -> Held | None:
        present = self._mine.present[table].get(number)
        changes = self._mine.past.get((table, number), ())
        image = present or next(
            (i for c in reversed(changes) for i in (c.change.after, c.change.before) if i), None
        )
        if image is None:
            return None
        columns = list(self._columns(table, number))
        values = tuple(Value(c, nature, self._value(table, c, image)) for c, nature in columns)
        return Held(
            table,
            number,
            present is None,
            present is None and is_taken_back(changes, self._undone),
            values,
            tuple(old for c, nature in columns for old in self._old((table, number), c, nature)),
            self._sources.get(image.get("import_id") or 0),
            image.get("line"),
        )

    def _columns(self, table: str, number: int) -> Iterator[tuple[str, Nature]]:
        """The columns of a row that are told, in the order of their natures."""
        shared = table == "visit" and number in self._mine.shared
        for nature, names in COLUMNS[table].items():
            for column in names.split() if nature.personal else ():
                if not (shared and column in SHARED):
                    yield column, nature

    def _old(self, row: tuple[str, int], column: str, nature: Nature) -> Iterator[Old]:
        """The values that a column had and has no more."""
        table, number = row
        now = self._mine.present[table].get(number)
        last = None if now is not None else self._last(row, column)
        for span in spans(self._mine.past.get(row, ()), column, now, self._undone):
            value = self._value(table, column, span.image)
            if value != last:
                yield Old(column, nature, value, span.since, span.until, span.taken_back)

    def _last(self, row: tuple[str, int], column: str) -> Any:
        """What a deleted row said at the end: it stands among its values already."""
        change = self._mine.past[row][-1].change
        return self._value(row[0], column, change.after or change.before or {})

    def _value(self, table: str, column: str, image: Image) -> Any:
        """One value as it is told: hidden, named, unpacked, or as it is."""
        value, nature = image.get(column), _nature(table, column)
        if value is None:
            return None
        if self._mask.hides(table, column, image, nature):
            return MASK
        if nature is Nature.STAFF:
            return OFFICER
        return self._mask.shown(table, nature, self._plain(column, value, image))

    def _plain(self, column: str, value: Any, image: Image) -> Any:
        if column in POINTS_AT:
            return self._names.get((POINTS_AT[column], value), value)
        if column == "form":
            return self._cells(value, image)
        teller = self._tellers.get(column)
        return teller(value) if teller else value

    def _role(self, person: int) -> str:
        """Who of the household; a person of another one is not told."""
        people = self._mine.present["person"]
        known = people.get(self._mine.same.get(person, person))
        if known is not None:
            return str(known["role"])
        gone = person in self._mine.numbers["person"]
        return "personne retirée du foyer" if gone else "une autre personne"

    def _cells(self, form: str, image: Image) -> list[list[Any]]:
        """The cells of a form, each under its heading."""
        source = self._sources.get(image.get("import_id") or 0)
        headings = json.loads(source.headings) if source else []
        cells = json.loads(form)
        return [[headings[i] if i < len(headings) else "", cell] for i, cell in enumerate(cells)]


def _nature(table: str, column: str) -> Nature:
    return next(nature for nature, names in COLUMNS[table].items() if column in names.split())


def _numbers(mine: Holdings, column: str) -> set[int]:
    """Every number that a link of these rows has or had."""
    found = (image.get(column) for table in mine.numbers for _, image in mine.images(table))
    return {number for number in found if number is not None}


def _names(rows: Reader, mine: Holdings) -> Iterable[tuple[tuple[str, int], str]]:
    wanted: dict[str, set[int]] = {table: set() for table in POINTS_AT.values()}
    for column, table in POINTS_AT.items():
        wanted[table] |= _numbers(mine, column)
    for table, numbers in wanted.items():
        for one in queries.names(rows, table, numbers):
            yield (one.table, one.number), one.words
