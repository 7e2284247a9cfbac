"""Who was erased in one base comes back through no other: bases that are brought together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from venez_vivre import NamedTuple
from venez_vivre.casework.union import lineage
from venez_vivre.privacy.erasing import erase, erase_people
from venez_vivre.privacy.replaying import copy_of, readable
from venez_vivre.store import ledger
from venez_vivre.store.base import Store, Work
from venez_vivre.store.ledger import Ledger, Someone
from venez_vivre.store.queries import union as queries
from venez_vivre.store.reader import Reader

ORIGIN = "réunion"
REASON = "effacé dans une base réunie à celle-ci"


class Held(NamedTuple):
    """A base that is brought, and the erasures that it and the file beside it know of."""

    rows: Reader
    ledgers: tuple[Ledger, ...]


def held(store: Store, path: Path, rows: Reader) -> Held:
    """A base with its ledgers; one beside it that cannot be read says nothing more."""
    beside = copy_of(path)
    found = [ledger.read(rows), readable(store, beside) if beside.exists() else None]
    return Held(rows, tuple(one for one in found if one is not None and one.entries))


class Until:
    """Until which day a form of somebody is one of before their erasure."""

    def __init__(self, ledgers: Iterable[Ledger], known: Ledger | None = None) -> None:
        self._secrets: dict[str, Ledger] = {}
        self._days: dict[str, str] = {}
        own = known.entries if known else ()
        for one in ledgers:
            self._secrets |= {secret: Ledger(secret, ()) for secret in (one.secret, *one.others)}
            for entry in ledger.missing(own, one.entries):
                for key in entry.keys:
                    self._days[key] = max(self._days.get(key, ""), entry.erased_on)

    def erased(self, who: Someone, heard: str | None) -> bool:
        """Whether somebody was erased since they were last heard of."""
        if not self._days:
            return False
        days = (
            self._days.get(key, "") for one in self._secrets.values() for key in one.hashes([who])
        )
        last = max(days, default="")
        return bool(last) and (heard or "") <= last


def withheld(one: Held, others: Sequence[Held], target: Ledger) -> set[int]:
    """The people of a base who were erased in another one, or in the target, since their form."""
    own = ledger.read(one.rows)
    until = Until([target, *(found for held in others for found in held.ledgers)], own)
    return {person for person, _, who, heard in _people(one.rows) if until.erased(who, heard)}


def _people(rows: Reader) -> list[tuple[int, int, Someone, str | None]]:
    return [
        (row[0], row[1], Someone(row[3], row[4], row[6], row[7]), row[-1])
        for row in queries.people(rows)
    ]


def honour(work: Work, bases: Sequence[Held]) -> int:
    """Erase here whoever was erased in these bases since; how many files and people.

    The erasures are written down here: they cannot be taken back.
    """
    ledgers = [one for base in bases for one in base.ledgers]
    files, people = _erased(work.rows, Until(ledgers, ledger.read(work.rows)), bases)
    if files:
        erase(work, files, origin=ORIGIN, reason=REASON)
    if people:
        erase_people(work, people)
    for one in ledgers:
        ledger.take_over(work.rows, one)
    return len(files) + len(people)


def _erased(rows: Reader, until: Until, bases: Sequence[Held]) -> tuple[list[int], list[int]]:
    homes: dict[int, dict[int, bool]] = {}
    for person, home, who, heard in _people(rows):
        homes.setdefault(home, {})[person] = until.erased(who, heard)
    files = {home for home, people in homes.items() if all(people.values())}
    known = _known(rows)
    for base in bases:
        number = known.get(lineage.of(base.rows).identity)
        if number is not None:
            files |= queries.gone_elsewhere(rows, number, queries.erased_homes(base.rows))
    people = {
        person
        for home, several in homes.items()
        if home not in files
        for person, gone in several.items()
        if gone
    }
    return sorted(files), sorted(people)


def _known(rows: Reader) -> Mapping[str, int]:
    return {one.identity: one.number for one in lineage.brought(rows)}
