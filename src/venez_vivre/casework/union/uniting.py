"""Bring several bases into one: those that are new, what changed in those that were brought."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from venez_vivre import NamedTuple
from venez_vivre.casework.moving import Moves
from venez_vivre.casework.union import lineage, settled_twice
from venez_vivre.casework.union.bringing import Bringing
from venez_vivre.casework.union.edits import Edits
from venez_vivre.casework.union.ground import Ground, Source
from venez_vivre.casework.union.lineage import Lineage, Standing
from venez_vivre.casework.union.meeting import TARGET, Roll, meet
from venez_vivre.casework.union.values import Brought, Report
from venez_vivre.store import operations, stages
from venez_vivre.store.base import Work
from venez_vivre.store.journal import CASE_TABLES
from venez_vivre.store.queries import union as queries
from venez_vivre.store.reader import Reader

Progress = Callable[[int], None]


class Opened(NamedTuple):
    """A base to bring: the name of its file, its content, and who of it was erased elsewhere."""

    name: str
    rows: Reader
    withheld: Collection[int] = frozenset()


def unite(work: Work, opened: Sequence[Opened]) -> Report:
    """Bring these bases into the one at work; their order does not matter.

    Two files of one base are brought one after the other, the longest first: the other then says
    nothing that is not known, unless it went its own way.
    """
    report = Report()
    for wave in _waves(opened):
        _bring(work, wave, report)
    order = {one.name: place for place, one in enumerate(opened)}
    report.bases.sort(key=lambda one: order[one.name])
    return report


def _waves(opened: Sequence[Opened]) -> Iterator[list[tuple[Opened, Lineage]]]:
    """The bases, those of one identity apart from one another."""
    waiting = [(one, lineage.of(one.rows)) for one in opened]
    waiting.sort(key=lambda pair: -len(pair[1].trail))
    while waiting:
        wave = list({line.identity: (one, line) for one, line in reversed(waiting)}.values())
        yield wave
        waiting = [pair for pair in waiting if pair not in wave]


def _bring(work: Work, wave: Sequence[tuple[Opened, Lineage]], report: Report) -> None:
    ground = Ground(work)
    sources = list(_entered(ground, wave, report))
    if not sources:
        return
    target = Roll(queries.people(work.rows))
    met = meet([target, *(_roll(work, source) for source in sources)])
    report.doubtful += met.doubtful
    edits = Edits(ground, report)
    bringing = Bringing(ground, met, sources, edits)
    bringing.run()
    edits.send()
    _settle(work, ground, bringing.shared, report)
    for source in sources:
        _count(source)


def _entered(
    ground: Ground, wave: Sequence[tuple[Opened, Lineage]], report: Report
) -> Iterator[Source]:
    """The bases that have something to say, each under its number here."""
    known = lineage.brought(ground.work.rows)
    place = TARGET
    for one, line in wave:
        standing, kin = lineage.standing(line, known)
        told = Brought(one.name, standing.value)
        report.bases.append(told)
        if standing is Standing.OLDER:
            continue
        place += 1
        source = Source(place, one.rows, 0, told, operations.last_day(one.rows))
        source.withheld = one.withheld
        source.left = queries.homes_of_all(one.rows, one.withheld)
        if kin is not None and standing is not Standing.FORK:
            source.number = kin.number
            _lengthen(ground, kin, line)
        else:
            ground.enter(source, line)
            source.hints = kin
        yield source
    ground.send()


def _lengthen(ground: Ground, kin: lineage.Brought, line: Lineage) -> None:
    if kin.trail != line.trail:
        ground.work.journal.touch("merged_base", [kin.number])
        ground.work.rows.run(
            "UPDATE merged_base SET trail = ?, merged_on = ?, agent = ? WHERE id = ?",
            (line.trail, ground.today, ground.work.heading.agent, kin.number),
        )


def _roll(work: Work, source: Source) -> Roll:
    people = [row for row in queries.people(source.rows) if row[0] not in source.withheld]
    return Roll(people, _here(work, source, "person"), _here(work, source, "household"))


def _here(work: Work, source: Source, table: str) -> Mapping[int, int]:
    found = queries.places(work.rows, source.number, table)
    return {there: here for there, (_, here, _) in found.items()}


def _settle(work: Work, ground: Ground, shared: Sequence[int], report: Report) -> None:
    """Tell the journal, then work out what the facts lead to."""
    made = ground.finish()
    moves = Moves(work)
    for home in queries.undercounted(work.rows, shared):
        moves.count_adults(home)
    report.conflicts += settled_twice.set_aside(work, shared)
    first, last = made.get("household", (1, 0))
    stages.derive_range(work.rows, first, last)
    reached = {
        home
        for table, (start, end) in made.items()
        if table in CASE_TABLES
        for home in queries.reached(work.rows, table, start, end)
        if home is not None and not first <= home <= last
    }
    stages.derive(work.rows, reached)


def _count(source: Source) -> None:
    for what in source.touched.values():
        setattr(source.told, what, getattr(source.told, what) + 1)
