"""Households and people that come from several bases: what is written of them, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from venez_vivre.casework.moving import HOUSEHOLD_FIELDS, PERSON_FIELDS
from venez_vivre.casework.union.edits import OTHERWISE, Edits
from venez_vivre.casework.union.ground import Ground, Image, Source
from venez_vivre.casework.union.kinds import HOMES, PEOPLE
from venez_vivre.casework.union.meeting import TARGET, Group, Key, Met
from venez_vivre.vocabulary import Role

MARKS = ("limited_on", "opposed_on")


class Arrivals:
    """Those who come: alone, with what other bases say of them, or to a row that stands."""

    def __init__(self, ground: Ground, met: Met, sources: Sequence[Source], edits: Edits) -> None:
        self._ground = ground
        self._met = met
        self._sources = {source.place: source for source in sources}
        self._edits = edits
        self._joined: list[tuple[Key, Group]] = []

    def home(self, said: Image, source: Source) -> int:
        """The household here of one that comes; a new one if nobody knows it."""
        key = (source.place, said["id"])
        here = self._ground.translated(HOMES, said, source) or {}
        group = self._met.homes.get(key)
        if group is None:
            source.touch(said["id"], "received")
            return self._ground.insert(HOMES, here)
        if group.number is None:
            source.touch(said["id"], "received")
            group.number = self._ground.insert(HOMES, self._blended_home(group))
        else:
            source.touch(said["id"], "united")
            if self._stood(group):
                self._join_home(group.number, here, said)
            if here["status"] != "actif":
                self._joined.append((key, group))
        return group.number

    def person(self, said: Image, source: Source) -> int | None:
        """The same of a person; None when their household stayed out."""
        here = self._ground.translated(PEOPLE, said, source)
        if here is None:
            return None
        group = self._met.people.get((source.place, said["id"]))
        if group is None or len(group.parts) == 1:
            return self._ground.insert(PEOPLE, here)
        if group.number is None:
            group.number = self._ground.insert(PEOPLE, self._blended_person(group))
        elif self._stood(group):
            self._join_person(group, here, source)
        return group.number

    def _stood(self, group: Group) -> bool:
        return any(base == TARGET for base, _ in group.parts)

    def statuses(self) -> None:
        """List the files that one base closed while they are open here, or the contrary."""
        for key, group in self._joined:
            source = self._sources[key[0]]
            number = group.number or 0
            stands = self._edits.current(HOMES, number)["status"]
            there = source.rows.value("SELECT status FROM household WHERE id = :id", id=key[1])
            if stands != there:
                self._edits.list(HOMES, number, ("status", stands, there), source, OTHERWISE)

    def _rows(self, group: Group, table: str) -> list[Image]:
        """What each base says, the one that prevails first."""
        kind = HOMES if table == "household" else PEOPLE
        found = []
        for place, number in group.parts:
            source = self._sources[place]
            names = ("id", *self._ground.names[table])
            row = source.rows.row(
                f"SELECT {', '.join(names)} FROM {table} WHERE id = :id", id=number
            )
            said = dict(zip(names, row or (), strict=True))
            here = self._ground.translated(kind, said, source)
            found.append(here if here is not None else said)
        return found

    def _blended_home(self, group: Group) -> Image:
        """The file of the earliest sign-up, completed by the others in their order."""
        first, *others = self._rows(group, "household")
        for name in HOUSEHOLD_FIELDS:
            first[name] = _first(one[name] for one in (first, *others))
        first["adults"] = max(
            filter(None, (one["adults"] for one in (first, *others))), default=None
        )
        first["children"] = max(
            (one["children"] for one in (first, *others) if one["children"] is not None),
            default=None,
        )
        first["edited_on"] = max(
            filter(None, (one["edited_on"] for one in (first, *others))), default=None
        )
        return first | strictest([first, *others])

    def _blended_person(self, group: Group) -> Image:
        first, *others = self._rows(group, "person")
        for name in PERSON_FIELDS:
            first[name] = _first(one[name] for one in (first, *others))
        if any(one["role"] == Role.REGISTRANT for one in others):
            first["role"] = Role.REGISTRANT.value
        homes = {self._met.homes[place, self._home_of(place, n)].number for place, n in group.parts}
        return first | {"household_id": homes.pop()}

    def _home_of(self, place: int, person: int) -> int:
        rows = self._sources[place].rows
        return int(rows.value("SELECT household_id FROM person WHERE id = :id", id=person))

    def _join_home(self, number: int, here: Image, said: Image) -> None:
        current = self._edits.current(HOMES, number)
        earlier = (said["registered_on"] or "9999") < (current["registered_on"] or "9999")
        given = {name: here[name] for name in HOUSEHOLD_FIELDS}
        given |= {k: v for k, v in strictest([current, here]).items() if current[k] != v}
        self._edits.complete(HOMES, number, given, newer=earlier)

    def _join_person(self, group: Group, here: Image, source: Source) -> None:
        number = group.number or 0
        newer = group.parts[0][0] == source.place
        given = {name: here[name] for name in PERSON_FIELDS}
        if here["role"] == Role.REGISTRANT:
            given["role"] = here["role"]
        self._edits.complete(PEOPLE, number, given, newer=newer)


def strictest(several: Sequence[Image]) -> Image:
    """The rights that hold a file back: noted in one base, they hold in all."""
    held: Image = {}
    for mark in MARKS:
        days = sorted(one[mark] for one in several if one[mark])
        held[mark] = days[0] if days else None
    reasons = [one["limit_reason"] for one in several if one["limited_on"] == held["limited_on"]]
    return held | {"limit_reason": _first(reasons) if held["limited_on"] else None}


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value not in (None, "")), None)
