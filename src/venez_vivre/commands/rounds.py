"""Matching for everybody: every household into a file, and what is new since the last time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from venez_vivre import NamedTuple
from venez_vivre.commands.waiting import progress
from venez_vivre.desk import Desk, output
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call
from venez_vivre.proposing import rounds
from venez_vivre.reports import files
from venez_vivre.reports.streams import STREAMS, Long
from venez_vivre.screens import rounds as screens
from venez_vivre.screens.pages import Page

if TYPE_CHECKING:
    from venez_vivre.proposing.spreading.answers import Team

ON_SCREEN = ("table", "md")
"""Formats of a short table, for people; the others hold every proposal."""


class Target(NamedTuple):
    """Where a matching of everybody goes: a file or the screen, and in which format."""

    path: Path | None
    form: str
    overwrite: bool
    receipt: bool
    """Whether a receipt in JSON goes to the screen, the list being in a file."""


def target(sortie: str | None, form: str | None, *, overwrite: bool) -> Target:
    """The end of a file's name says its format, else `--format`; the screen shows a short table.

    With a file, `--format json` asks for a receipt in JSON when the file is of another format.
    """
    if sortie is None:
        if form == "xlsx":
            raise Misuse("Un classeur va dans un fichier : --sortie FICHIER.xlsx.")
        return Target(None, _known(form or "table", ON_SCREEN), overwrite, receipt=False)
    path = Path(sortie)
    files.check(path, overwrite=overwrite)
    ending = path.suffix.lower().removeprefix(".")
    if ending in STREAMS and form not in {None, "json", ending}:
        raise Misuse(
            f"--format {form} et un fichier .{ending} se contredisent. Gardez l’un des deux."
        )
    kind = ending if ending in STREAMS else form
    if kind is None:
        raise Misuse(
            f"--sortie : le nom doit finir par {', '.join(f'.{name}' for name in STREAMS)}. "
            "Changez-le, ou ajoutez --format."
        )
    return Target(path, _known(kind), overwrite, receipt=form == "json")


def _known(form: str, others: Sequence[str] = ()) -> str:
    if form in STREAMS or form in others:
        return form
    raise Misuse(f"--tous s’écrit en {', '.join(STREAMS)}, pas en {form}.")


def everyone(
    desk: Desk, kinds: Sequence[str], most: int | None, to: Target, team: tuple[int, str | None]
) -> None:
    """Match every household and write what was found; `team` is how many processes, or a cluster."""
    with desk.reading() as rows:
        read = rounds.read(rows, kinds, desk.today)
    tally, empty = rounds.Tally(), to.form == "json"
    most = most or (1 if to.form in ON_SCREEN else rounds.USUAL)
    with _team(*team) as others, progress(screens.waiting, "Appariement…") as step:
        found = _shared(read, most, others, step) if others else None
        lots = rounds.lots(read, most, tally, step, empty=empty, found=found)
        if to.form in ON_SCREEN:
            page = screens.best(lots, tally)
        else:
            _write(to, lots, tally)
    if to.form in ON_SCREEN:
        desk.show(page, to.form)
    elif to.receipt:
        desk.show(Page({"fichier": str(to.path), **screens.totals(tally)}, list), "json")
    else:
        for line in screens.told(tally, str(to.path) if to.path else ""):
            desk.tell(line)


def _shared(
    read: rounds.Readings, most: int, team: Team, step: rounds.Step
) -> Iterator[rounds.Lot]:
    from venez_vivre.proposing.spreading.answers import together  # noqa: PLC0415  for a team only

    return together(read, most, team, step)


def _team(count: int, address: str | None) -> AbstractContextManager[Team | None]:
    """Who shares the work; nobody, and nothing more to load, when it is this process alone."""
    if address:
        from venez_vivre.proposing.spreading.machines import machines  # noqa: PLC0415  an extra

        return machines(address)
    if count > 1:
        from venez_vivre.proposing.spreading.processes import processes  # noqa: PLC0415  same

        return processes(count)
    return nullcontext()


def _write(to: Target, lots: Iterator[rounds.Lot], tally: rounds.Tally) -> None:
    source = Long(
        screens.COLUMNS,
        screens.rows(lots),
        "foyers",
        screens.objects(lots),
        lambda: {"bilan": screens.totals(tally)},
        "Propositions",
    )
    with _opened(to) as out:
        STREAMS[to.form](source, out)


@contextmanager
def _opened(to: Target) -> Iterator[BinaryIO]:
    if to.path:
        with files.born(to.path, overwrite=to.overwrite) as file:
            yield file
        return
    with output() as out:
        out.flush()
        yield cast("BinaryIO", getattr(out, "buffer", None) or _Texts(out))


class _Texts:
    """A text stream that takes bytes: a standard output that was replaced by one."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, data: bytes) -> None:
        self._out.write(data.decode("utf-8"))


def novelties(
    ctx: Call, kinds: Sequence[str], most: int | None, form: str | None, *, dry: bool
) -> None:
    """Show what is new and whom it suits; then, unless `dry`, begin from here the next time."""
    from venez_vivre.proposing import news  # noqa: PLC0415  the matching of everybody does without
    from venez_vivre.screens import news as pages  # noqa: PLC0415  same

    desk: Desk = ctx.obj
    with desk.reading() as rows:
        found = news.waiting(rows, kinds, desk.today)
        read = news.read(rows, found, desk.today) if found.states else None
    told = news.told(found, read, most or rounds.USUAL) if read else news.nothing(found)
    moves = bool(found.states) and not dry
    desk.show(pages.page(told, brief=form in {None, "table"}, moved=moves), form)
    if moves:  # shown first: what could not be shown is new the next time too
        from venez_vivre.casework import news as cases  # noqa: PLC0415  models are slow to load

        with desk.working(ctx) as work:
            cases.seen(work, kinds, found.last)
