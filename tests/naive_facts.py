"""Raw rows of a base as plain dicts, and each household's story told by loops over them.

Nothing here is shared with the program: no SQL but `SELECT *`, no derived column, no date rule of
ours. The rules are those of « How things are counted ».
"""

from __future__ import annotations

from calendar import monthrange
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from builders import opened

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]
DAY = timedelta(days=1)
TABLES = (
    "household", "person", "signup", "contact", "settlement", "settlement_check", "introduction",
    "visit", "visit_guest", "follow_up", "offer", "territory", "territory_commune", "campaign",
    "target", "setting", "set_aside",
)  # fmt: skip
DERIVED = {
    "stage", "registered_on", "accompanied_on", "spontaneous", "last_contact_on",
    "next_action", "next_due_on",
}  # fmt: skip
HOLIDAYS = {
    date(year, month, day)
    for year, moving in (
        (2024, ((4, 1), (5, 9), (5, 20))),
        (2025, ((4, 21), (5, 29), (6, 9))),
        (2026, ((4, 6), (5, 14), (5, 25))),
    )
    for month, day in (
        *((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)),
        *moving,
    )
}
"""The public holidays of three years, as the calendar prints them."""


def read(path: Path) -> dict[str, list[Row]]:
    """Every row of every table that a report may count, its days as dates."""
    with closing(opened(path, write=False)) as base:
        return {table: _rows(base.execute(f"SELECT * FROM {table}")) for table in TABLES}


def _rows(found: Any) -> list[Row]:
    names = [column[0] for column in found.description]
    return [_row(dict(zip(names, one, strict=True))) for one in found.fetchall()]


def _row(one: Row) -> Row:
    return {
        name: date.fromisoformat(one[name])
        if one[name] and (name.endswith("_on") or name == "deadline")
        else one[name]
        for name in one
        if name not in DERIVED
    }


def within(day: date | None, span: tuple[date | None, date]) -> bool:
    """Whether a fact is dated in these days, both included."""
    return day is not None and (span[0] is None or span[0] <= day) and day <= span[1]


def months_after(day: date, count: int) -> date:
    """The same day of another month, its last day if it is shorter."""
    year, month = day.year, day.month + count
    while month > 12:
        year, month = year + 1, month - 12
    while month < 1:
        year, month = year - 1, month + 12
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def working_days_after(day: date, count: int) -> date:
    """The day reached by walking that many working days."""
    while count:
        day += DAY
        if day.weekday() < 5 and day not in HOLIDAYS:
            count -= 1
    return day


@dataclass
class Home:
    """One household: its row, and what is told of it.

    `people` are the days of the first form of each of those who sent one; `came` the day of the
    first of all; `met` the first exchange that reached somebody, and not before the form, since
    whoever is met is registered; `settled` the first settlement that stands; `alone` whether it
    stands without such an exchange on or before its day.
    """

    row: Row
    persons: list[Row]
    forms: list[Row]
    people: list[date]
    contacts: list[Row]
    settlements: list[Row]

    @property
    def came(self) -> date | None:
        return min((one["received_on"] for one in self.forms), default=None)

    @property
    def met(self) -> date | None:
        reached = [c["happened_on"] for c in self.contacts if c["result"] in ("joint", "honore")]
        if self.came is None or not reached:
            return None
        return max(min(reached), self.came)

    @property
    def standing(self) -> list[Row]:
        kept = [one for one in self.settlements if one["cancelled_on"] is None]
        return sorted(kept, key=lambda one: (one["settled_on"], one["id"]))

    @property
    def settled(self) -> Row | None:
        return self.standing[0] if self.standing else None

    @property
    def settled_on(self) -> date | None:
        return self.settled["settled_on"] if self.settled else None

    @property
    def alone(self) -> bool:
        return self.settled_on is not None and (self.met is None or self.met > self.settled_on)

    @property
    def with_us(self) -> date | None:
        """When it settled thanks to the officers."""
        return None if self.alone else self.settled_on

    def registrants(self, day: date) -> int:
        """Those who had signed up by a day."""
        return sum(one <= day for one in self.people)

    def closed(self, day: date) -> bool:
        """Whether its file is closed on a day."""
        if self.row["status"] == "actif":
            return False
        return self.row["closed_on"] is None or self.row["closed_on"] <= day

    def followed(self, day: date) -> bool:
        """Whether it is being accompanied on a day: met, not settled, not closed."""
        if self.met is None or self.met > day or self.closed(day):
            return False
        return self.settled_on is None or self.settled_on > day

    def channel(self, touch: str, day: date) -> str:
        """The channel of the first, of the last of its forms by a day."""
        sent = [one for one in self.forms if one["received_on"] <= day]
        sent.sort(key=lambda one: (one["received_on"], one["id"]))
        return (sent[0 if touch == "premier" else -1]["channel"] or "") if sent else ""


def homes(tables: dict[str, list[Row]]) -> list[Home]:
    """Every household with its own rows."""
    found = []
    for row in tables["household"]:
        own = {
            name: [one for one in tables[name] if one["household_id"] == row["id"]]
            for name in ("person", "signup", "contact", "settlement")
        }
        people = []
        for person in own["person"]:
            days = [s["received_on"] for s in tables["signup"] if s["person_id"] == person["id"]]
            if days:
                people.append(min(days))
        found.append(
            Home(row, own["person"], own["signup"], people, own["contact"], own["settlement"])
        )
    return found
