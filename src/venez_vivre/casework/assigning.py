"""Files given to an officer or a territory, however many they are, without the models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from venez_vivre.casework.finding import Named
from venez_vivre.errors import Refused
from venez_vivre.intake.writing import Inserts
from venez_vivre.store.base import Work
from venez_vivre.store.queries.handover import Candidate, charge
from venez_vivre.texts import listed, plural


@dataclass(frozen=True)
class Assigned:
    """The files that changed hands, and those that already were in these."""

    references: tuple[str, ...]
    unchanged: tuple[str, ...]
    officer: str | None
    territory: str | None
    removed: bool = False
    """Whether they are followed by nobody from now on."""


class Destination(NamedTuple):
    """Where files go: an officer, a territory or both; `NOBODY` takes them from their officer."""

    officer: Named | None = None
    territory: Named | None = None

    @property
    def officer_id(self) -> int | None:
        """What `officer_id` will hold."""
        return (self.officer.number or None) if self.officer else None

    def changes(self, one: Candidate) -> bool:
        """Whether a file is not there yet."""
        return self.changes_officer(one) or self.changes_territory(one)

    def changes_officer(self, one: Candidate) -> bool:
        """Whether it is in other hands."""
        return self.officer is not None and one.officer != self.officer_id

    def changes_territory(self, one: Candidate) -> bool:
        """Whether it is in another territory."""
        return self.territory is not None and one.territory != self.territory.number


def preview(found: Sequence[Candidate], to: Destination) -> Assigned:
    """What `assign` would do.

    Raises:
        Refused: every one of them already is in these hands.

    """
    changed = [one.reference for one in found if to.changes(one)]
    unchanged = [one.reference for one in found if not to.changes(one)]
    if not changed:
        raise Refused(_already(unchanged, to))
    return Assigned(
        tuple(changed),
        tuple(unchanged),
        to.officer.name if to.officer and to.officer.number else None,
        to.territory.name if to.territory else None,
        removed=to.officer is not None and not to.officer.number,
    )


def assign(work: Work, found: Sequence[Candidate], to: Destination) -> Assigned:
    """Give files to an officer, a territory or both, however many they are.

    Raises:
        Refused: every one of them already is in these hands.

    """
    done = preview(found, to)
    moving = [one for one in found if to.changes(one)]
    work.journal.touch("household", [one.number for one in moving])
    if to.officer:
        _set(work, "officer_id", to.officer_id, [o for o in moving if to.changes_officer(o)])
    if to.territory:
        _remember(work, to.territory.number, [o for o in moving if to.changes_territory(o)])
    work.rows.run_many(
        "UPDATE household SET version = version + 1 WHERE id = ?", [(o.number,) for o in moving]
    )
    work.says(f"affectation de {plural(len(moving), 'foyer')}")
    return done


def _set(work: Work, column: str, value: int | None, moving: Sequence[Candidate]) -> None:
    work.rows.run_many(
        f"UPDATE household SET {column} = ? WHERE id = ?", [(value, one.number) for one in moving]
    )


def _remember(work: Work, territory: int, moving: Sequence[Candidate]) -> None:
    """Change the territory; those that leave one keep a dated transfer."""
    columns = ("household_id", "from_territory_id", "to_territory_id", "moved_on")
    transfers = Inserts(work, "transfer", columns)
    for one in moving:
        if one.territory is not None:
            transfers.add(one.number, one.territory, territory, work.today.isoformat())
    transfers.finish()
    _set(work, "territory_id", territory, moving)


def _already(references: Sequence[str], to: Destination) -> str:
    by = []
    if to.officer:
        by = [f"suivi par {to.officer.name}" if to.officer.number else "suivi par personne"]
    by += [f"dans le territoire {to.territory.name}"] if to.territory else []
    who = f"Le foyer {references[0]} est" if len(references) == 1 else "Chacun de ces foyers est"
    return f"{who} déjà {listed(by)} : rien n’est changé."


@dataclass(frozen=True)
class Handed:
    """What an officer handed over: how many files, and how many open follow-ups."""

    to: str
    files: int
    follow_ups: int


def hand_over(work: Work, leaving: Named, taking: Named) -> Handed:
    """Give every open file of an officer, and what is due in her name, to another.

    Raises:
        Refused: there is nothing to hand over.

    """
    found = charge(work.rows, leaving.number, work.today.isoformat())
    sql = "SELECT id FROM follow_up WHERE done_on IS NULL AND officer_id = :officer ORDER BY id"
    due = [number for (number,) in work.rows.rows(sql, officer=leaving.number)]
    if not (found or due):
        raise Refused(f"{leaving.name} n’a ni foyer ni promesse à passer : rien n’est changé.")
    if found:
        assign(work, found, Destination(officer=taking))
    work.journal.touch("follow_up", due)
    work.rows.run_many(
        "UPDATE follow_up SET officer_id = ?, version = version + 1 WHERE id = ?",
        [(taking.number, number) for number in due],
    )
    work.says(f"passation de {plural(len(found), 'foyer')} et {plural(len(due), 'relance')}")
    return Handed(taking.name, len(found), len(due))
