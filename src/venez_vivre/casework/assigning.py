"""Files given to an officer or a territory, however many they are, without the models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from venez_vivre import NamedTuple
from venez_vivre.casework.finding import Named
from venez_vivre.casework.handover import led, staying
from venez_vivre.errors import Refused
from venez_vivre.intake.writing import Inserts
from venez_vivre.store.base import Work
from venez_vivre.store.queries.handover import Candidate, charge, limited
from venez_vivre.store.queries.promises import open_follow_ups, own_follow_ups
from venez_vivre.store.reader import Reader
from venez_vivre.texts import listed, plural


@dataclass(frozen=True)
class Assigned:
    """The files that changed hands, and those that already were in these.

    `follow_ups` is how many open follow-ups go along with their files.
    """

    references: tuple[str, ...]
    unchanged: tuple[str, ...]
    officer: str | None
    territory: str | None
    removed: bool = False
    """Whether they are followed by nobody from now on."""
    follow_ups: int = 0


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


def preview(rows: Reader, found: Sequence[Candidate], to: Destination) -> Assigned:
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
        follow_ups=len(_following(rows, found, to)),
    )


def assign(work: Work, found: Sequence[Candidate], to: Destination) -> Assigned:
    """Give files to an officer, a territory or both, however many they are.

    What is due for a file goes along with it, unless it is in the name of somebody else.

    Raises:
        Refused: every one of them already is in these hands.

    """
    done = preview(work.rows, found, to)
    moving = [one for one in found if to.changes(one)]
    due = _following(work.rows, found, to)
    work.journal.touch("household", [one.number for one in moving])
    if to.officer:
        _set(work, "officer_id", to.officer_id, [o for o in moving if to.changes_officer(o)])
        _give(work, "follow_up", due, to.officer_id)
    if to.territory:
        _remember(work, to.territory.number, [o for o in moving if to.changes_territory(o)])
    work.rows.run_many(
        "UPDATE household SET version = version + 1 WHERE id = ?", [(o.number,) for o in moving]
    )
    along = f" et {plural(len(due), 'relance')}" if due else ""
    work.says(f"affectation de {plural(len(moving), 'foyer')}{along}")
    return done


def _following(rows: Reader, found: Sequence[Candidate], to: Destination) -> list[int]:
    """The open follow-ups of whoever had the files, or of nobody, that will be in other hands."""
    former = {one.number: one.officer for one in found if to.changes_officer(one)}
    return [
        due.number
        for due in open_follow_ups(rows, list(former))
        if due.officer in {None, former[due.household]} and due.officer != to.officer_id
    ]


def _give(work: Work, table: str, numbers: Sequence[int], officer: int | None) -> None:
    work.journal.touch(table, numbers)
    work.rows.run_many(
        f"UPDATE {table} SET officer_id = ?, version = version + 1 WHERE id = ?",
        [(officer, number) for number in numbers],
    )


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


class Handed(NamedTuple):
    """What an officer hands over: how many files, open follow-ups, and visits that she leads."""

    files: int
    follow_ups: int
    visits: int


class _Leaving(NamedTuple):
    """The rows that an officer leaves, those of her files that have nobody's name included."""

    files: list[Candidate]
    follow_ups: list[int]
    visits: list[int]


def to_hand_over(rows: Reader, leaving: Named, today: date) -> Handed:
    """What `hand_over` would give to somebody else.

    Raises:
        Refused: there is nothing to hand over.

    """
    return Handed(*(len(part) for part in _left(rows, leaving, today)))


def _left(rows: Reader, leaving: Named, today: date) -> _Leaving:
    files = charge(rows, leaving.number, today.isoformat())
    due = open_follow_ups(rows, [one.number for one in files])
    along = {one.number for one in due if one.officer in {None, leaving.number}}
    visits = [visit.number for visit in led(rows, leaving, today)]
    found = _Leaving(files, sorted(along | set(own_follow_ups(rows, leaving.number))), visits)
    if not any(found):
        stay = staying(leaving, limited(rows, leaving.number, today.isoformat()))
        raise Refused(
            f"{leaving.name} n’a ni foyer ni promesse à passer : rien n’est changé. {stay}".strip()
        )
    return found


def hand_over(work: Work, leaving: Named, taking: Named) -> Handed:
    """Give the open files of an officer, what is due in her name and her visits to another.

    Raises:
        Refused: there is nothing to hand over.

    """
    left = _left(work.rows, leaving, work.today)
    if left.files:
        assign(work, left.files, Destination(officer=taking))
    _give(work, "follow_up", own_follow_ups(work.rows, leaving.number), taking.number)
    _give(work, "visit", left.visits, taking.number)
    done = Handed(*(len(part) for part in left))
    work.says(f"passation : {told(done)}")
    return done


def told(handed: Handed) -> str:
    """« 2 foyers, 3 relances et 1 visite », without what there is none of."""
    units = (
        (handed.files, "foyer"), (handed.follow_ups, "relance"), (handed.visits, "visite"),
    )  # fmt: skip
    return listed(plural(count, unit) for count, unit in units if count)
