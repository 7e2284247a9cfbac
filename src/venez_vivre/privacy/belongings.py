"""All that files hold and held, wherever the base keeps it, and who their people were."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from venez_vivre.store import redacting, traces
from venez_vivre.store.journal import CASE_TABLES, Image
from venez_vivre.store.ledger import Someone
from venez_vivre.store.personal import KEPT
from venez_vivre.store.queries import erasures as queries
from venez_vivre.store.reader import Reader
from venez_vivre.store.traces import (
    DECISIONS,
    FORMS,
    GUESTS,
    HOMES,
    LINES,
    PEOPLE,
    Filled,
    Memory,
    Trace,
)
from venez_vivre.vocabulary import Identity

REQUESTS, STAYS = "privacy_request", "visit"
DELETED = tuple(sorted(CASE_TABLES - KEPT.keys() - {REQUESTS}))
"""Tables of a file that no figure reads: their rows go."""
TABLES = tuple(
    dict.fromkeys((*KEPT, *DELETED, REQUESTS, LINES, STAYS, DECISIONS, *redacting.TABLES))
)
"""Every table whose images may have to be emptied."""


@dataclass(frozen=True)
class File:
    """One file: what identified its people, by the base and by the journal; how many it counts.

    `references` are those that it went by, and the files that were merged into it.
    """

    people: tuple[Someone, ...]
    members: int
    references: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Belongings:
    """The rows of files, each of them, the references they went by.

    `lines` are lines of imports about them that were set aside, `stays` the visits that they alone
    made, `decisions` those taken of the identity of their people.
    """

    files: tuple[File, ...]
    trace: Trace
    references: frozenset[str]
    lines: frozenset[int]
    stays: frozenset[int]
    decisions: frozenset[int]
    followed: Mapping[int, int]
    """The households that were accompanied, with those merged into them, and in which year."""
    lent: Mapping[int, Filled]
    """What other households took over from theirs, in merges that were undone or parted since."""

    @property
    def standing(self) -> frozenset[int]:
        """The numbers of their people."""
        return self.trace.of(PEOPLE)

    @cached_property
    def deleted(self) -> Mapping[str, frozenset[int]]:
        """The rows that go, by table."""
        return {**{t: self.trace.of(t) for t in DELETED}, DECISIONS: self.decisions}

    def given_back(self, number: int, image: Image) -> Image:
        """A household that took values over from theirs, as it was without them."""
        filled = self.lent.get(number, {})
        return image | {
            name: before
            for name, (before, after) in filled.items()
            if name in image and image[name] == after
        }

    def kept(self, table: str, number: int) -> bool:
        """Whether a row of theirs stays, emptied, because figures count it."""
        return table in KEPT and self.trace.holds(table, number)


def of(rows: Reader, households: Sequence[int]) -> Belongings:
    """What the households of these numbers hold and held."""
    memory = Memory(rows)
    each = [memory.trace(number) for number in households]
    whole = traces.united(each)
    files = tuple(_file(rows, memory, one) for one in each)
    marks = _Marks.of(memory, whole, files)
    visits = {said["visit_id"] for _, said in memory.images(GUESTS, whole.of(GUESTS))}
    return Belongings(
        files,
        whole,
        frozenset().union(*(file.references for file in files)),
        frozenset(number for number, said in memory.images(LINES) if marks.own(said)),
        frozenset(queries.own_stays(rows, visits, whole.households)),
        frozenset(_decisions(memory, whole)),
        dict(_followed(rows, households, each)),
        memory.lent(whole.households),
    )


def of_people(rows: Reader, people: Sequence[int]) -> Belongings:
    """What these people alone hold and held in files that stay: their own rows, their forms."""
    memory, persons = Memory(rows), frozenset(people)
    forms = frozenset(queries.forms_of(rows, persons))
    found = Trace({PEOPLE: persons, FORMS: forms})
    file = _file(rows, memory, found)
    none = frozenset[int]()
    decisions = frozenset(_decisions(memory, found))
    followed = dict(queries.accompanied(rows, list(queries.homes_of(rows, persons))))
    return Belongings((file,), found, frozenset(), none, none, decisions, followed, {})


def _followed(
    rows: Reader, households: Sequence[int], each: Sequence[Trace]
) -> Iterator[tuple[int, int]]:
    accompanied = dict(queries.accompanied(rows, households))
    for number, one in zip(households, each, strict=True):
        if number in accompanied:
            yield from ((home, accompanied[number]) for home in one.households)


def _file(rows: Reader, memory: Memory, found: Trace) -> File:
    persons = found.of(PEOPLE)
    people = tuple({someone(said): None for _, said in memory.images(PEOPLE, persons)})
    names = (str(said["reference"]) for _, said in memory.images(HOMES, found.households))
    members = len(queries.standing(rows, PEOPLE, persons)) or len(persons)
    return File(people, members, frozenset(names))


def someone(said: Image) -> Someone:
    """Who an image of a person is, as the ledger knows people."""
    first, last = said.get("first_key") or "", said.get("last_key") or ""
    return Someone(first, last, said.get("email_key") or said.get("email"), said.get("phone"))


@dataclass(frozen=True)
class _Marks:
    """By what a line that was set aside is recognised as theirs."""

    people: frozenset[int]
    reach: frozenset[str]
    hashes: frozenset[int]

    @classmethod
    def of(cls, memory: Memory, found: Trace, files: Sequence[File]) -> _Marks:
        """Their people, where they are reached, and the marks of the forms they filled."""
        reach = {said for file in files for one in file.people for said in (one.email, one.phone)}
        forms = (said.get("row_hash") for _, said in memory.images(FORMS, found.of(FORMS)))
        return cls(
            found.of(PEOPLE),
            frozenset(said for said in reach if said),
            frozenset(mark for mark in forms if mark is not None),
        )

    def own(self, line: Mapping[str, Any]) -> bool:
        """Whether a line is about them: its form is theirs, or it names where they are reached.

        So is one that resembles nobody else, unless somebody said that it is of another person.
        """
        if line["row_hash"] in self.hashes:
            return True
        said = json.loads(line["said"] or "{}")
        if {said.get("email"), said.get("telephone")} & self.reach:
            return True
        candidates = set(json.loads(line["candidates"] or "[]"))
        alike = bool(candidates) and candidates <= self.people
        return alike and (line["settled_on"] is None or line["verdict"] != Identity.OTHER)


def _decisions(memory: Memory, found: Trace) -> Iterator[int]:
    persons = found.of(PEOPLE)
    for number, said in memory.images(DECISIONS):
        if {said["person_id"], said["other_id"]} & persons:
            yield number
