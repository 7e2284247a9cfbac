"""A disk that is full at each write in turn: « rien n’a été enregistré » is true each time."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reliability import program
from reliability.results import LONG, MIDDLE, SHORT, Result, Trials
from venez_vivre.store import driver
from venez_vivre.texts import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZES = {SHORT: 3, MIDDLE: 25, LONG: 0}
"""Amounts of room tried for each command and each way; 0 is every one of them."""
STEP = 4096
"""Bytes: a page of the base, and a block of the small disk. Every write is at least one."""
HALF = 512
"""Files that are not bases grow by any size: they are cut at each so many bytes."""
DISK = 64 << 20
NOTHING = fold("rien n’a été enregistré")


@dataclass(frozen=True)
class Command:
    """A line to type, what was typed before it, and whether it writes into the base."""

    name: str
    before: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    writes: bool = True
    new: bool = False
    """The line is the first one ever: it makes the base."""


HOME = ("--le", "2025-08-01", "--commune", "Autun", "--adultes", "2", "--enfants", "0",
        "--scolarises", "0")  # fmt: skip
CREATE = ("foyers", "creer", "--prenom", "Eve", "--nom", "Roy", "--email", "roy@example.org",
          "--inscrit-le", "2025-03-01")  # fmt: skip
NOTE = ("contacts", "noter", "roy", "Un mot", "--resultat", "joint")
IMPORT = ("inscrits", "importer", "{folder}/inscrits.csv", "--rejets", "{out}/rejets.csv")
TRY = ("mises-en-relation", "noter", "roy", "PR-1", "--brouillon", "--sortie", "{out}")
PERSON = ("ressources", "ajouter", "Ida Noir", "--email", "ida@example.org")
COMMANDS = (
    Command("premier foyer", (), CREATE, new=True),
    Command("import et ses rejets", (CREATE,), IMPORT),
    Command("échange noté", (CREATE,), NOTE),
    Command("échange annulé", (CREATE, NOTE), ("annuler",)),
    Command("échange refait", (CREATE, NOTE, ("annuler",)), ("refaire",)),
    Command("import annulé", (CREATE, IMPORT), ("annuler",)),
    Command("installation", (CREATE,), ("installations", "noter", "roy", *HOME)),
    Command("brouillons", (CREATE, PERSON), TRY),
    Command("rapport en page", (CREATE, NOTE),
            ("rapport", "hebdo", "--format", "html", "--sortie", "{out}/r.html"), writes=False),
    Command("rapport en classeur", (CREATE, NOTE),
            ("rapport", "bilan", "--format", "xlsx", "--sortie", "{out}/r.xlsx"), writes=False),
    Command("rapport figé", (CREATE, NOTE),
            ("rapport", "hebdo", "--figer", "--format", "json", "--sortie", "{out}/r.json")),
)  # fmt: skip
ROWS = 200


@dataclass(frozen=True)
class Place:
    """Where a command is tried: the folder of its base, its files, and the state it starts from."""

    folder: Path
    start: Path
    out: Path

    @property
    def base(self) -> Path:
        """The base that the command works on."""
        return self.out / "base.db"

    def begin(self) -> None:
        """Everything as before the command."""
        for path in self.out.iterdir():
            path.unlink()
        if self.start.exists():
            shutil.copyfile(self.start, self.base)

    def line(self, words: tuple[str, ...]) -> list[str]:
        """The words with their folders."""
        return [word.format(folder=self.folder, out=self.out) for word in words]


def run(scale: str, folder: Path) -> Result:
    """Every command × a limit of file size, of pages, and a small disk, from no room to enough."""
    trials = Trials("disque plein à chaque écriture", "la phrase est vraie chaque fois")
    program.signups(folder / "inscrits.csv", ROWS, first=1, wrong=20)
    told = []
    with _small_disk(folder) as disk:
        ways: list[tuple[str, Callable[..., int]]] = [("taille", _sizes), ("pages", _pages)]
        ways += [("petit disque", _rooms)] if disk else []
        for way, sweep in ways:
            before = trials.count
            for command in COMMANDS:
                place = _place(folder, command, disk if way == "petit disque" else folder / "ici")
                sweep(trials, command, place, SIZES[scale])
            told.append(f"{way} {trials.count - before}")
    if not disk:
        told.append("petit disque : pas essayé, il faut les droits d’administration")
    return trials.ended(f"{len(COMMANDS)} commandes, coupées à chaque taille : {', '.join(told)}")


def _place(folder: Path, command: Command, out: Path) -> Place:
    """The state before the command, made once."""
    out.mkdir(exist_ok=True)
    place = Place(folder, folder / f"{COMMANDS.index(command)}.db", out)
    if not (command.new or place.start.exists()):
        made = Place(folder, folder / "none.db", folder / "avant")
        made.out.mkdir(exist_ok=True)
        made.begin()
        for words in command.before:
            program.must(program.typed(made.base, *made.line(words)), 0, 5)
        shutil.copyfile(made.base, place.start)
    return place


# --- one trial ----------------------------------------------------------------------------------


def _tried(trials: Trials, command: Command, place: Place, limit: Any, room: int) -> bool:
    """Type the command with so much room; whether there was enough of it."""
    place.begin()
    before = program.tables(place.base) if place.base.exists() else None
    with limit(room):
        said = program.typed(place.base, *place.line(command.words))
    enough = said.code in {0, 5}
    with trials.trial(f"{command.name}, {room}"):
        if not enough:
            _nothing_done(command, place, said, before)
        elif place.base.exists() and program.sound(place.base):
            raise AssertionError(program.sound(place.base))
    return enough


def _is_new(base: Path) -> bool:
    """Whether a base is sound and holds nobody, nor an operation."""
    held = program.tables(base)
    return not program.sound(base) and not any(held[table] for table in WRITTEN)


WRITTEN = ("household", "person", "operation", "journal_block")


def _nothing_done(command: Command, place: Place, said: program.Said, before: Any) -> None:
    if said.code != 1:
        raise AssertionError(f"exit {said.code}: {said.err.strip()[-300:]}")
    if command.writes and NOTHING not in fold(said.err):
        raise AssertionError(f"does not say so: {said.err.strip()[-300:]}")
    expected = [] if before is None else ["base.db"]
    # A journal that could not even be undone waits for the next command, which undoes it.
    found = [name for name in program.holds(place.out) if name != "base.db-journal"]
    if before is None and found == ["base.db"] and _is_new(place.base):
        return  # the empty base was whole before the disk was full
    if found != expected:
        raise AssertionError(f"left over: {found} ({said.err.strip()[-200:]})")
    if before is not None and (program.tables(place.base) != before or program.sound(place.base)):
        raise AssertionError(f"something was written: {said.err.strip()[-200:]}")
    if program.holds(place.out) != expected:
        raise AssertionError(f"left over after a read: {program.holds(place.out)}")


def _chosen(rooms: list[int], most: int) -> list[int]:
    """Every room, or a few spread from the first to the last."""
    if not most or len(rooms) <= most:
        return rooms
    return [rooms[len(rooms) * place // most] for place in range(most)]


def _largest(command: Command, place: Place) -> int:
    """The size of the largest file that the command leaves when nothing stops it."""
    place.begin()
    program.must(program.typed(place.base, *place.line(command.words)), 0, 5)
    made = (p for p in place.out.iterdir() if command.writes or p != place.base)
    return max(path.stat().st_size for path in made)


# --- RLIMIT_FSIZE -------------------------------------------------------------------------------


@contextmanager
def _no_file_beyond(size: int) -> Iterator[None]:
    """No file of this process, nor of those it starts, can be larger (Python ignores SIGXFSZ)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _sizes(trials: Trials, command: Command, place: Place, most: int) -> None:
    largest = _largest(command, place)
    step = STEP if command.writes else HALF
    rooms = [*range(0, 2 * STEP, HALF), *range(2 * STEP, largest, step)]
    for room in _chosen(rooms, most):
        _tried(trials, command, place, _no_file_beyond, room)
    enough = _tried(trials, command, place, _no_file_beyond, largest + STEP)
    trials.saw(enough, f"{command.name}: {largest + STEP} bytes are not enough", 0)


# --- max_page_count -----------------------------------------------------------------------------


@contextmanager
def _no_page_beyond(pages: int) -> Iterator[None]:
    """No connection that writes can make a base of more pages."""
    connect = driver.connect

    def limited(path: Path, *, write: bool, **how: Any) -> Any:
        connection = connect(path, write=write, **how)
        if write:
            connection.execute(f"PRAGMA max_page_count={pages}")
        return connection

    driver.connect = limited
    try:
        yield
    finally:
        driver.connect = connect


def _pages(trials: Trials, command: Command, place: Place, most: int) -> None:
    if not command.writes:
        return
    place.begin()
    first = place.base.stat().st_size // STEP if place.base.exists() else 1
    _largest(command, place)
    last = place.base.stat().st_size // STEP
    for pages in _chosen(list(range(first, last)), most):
        _tried(trials, command, place, _no_page_beyond, pages)
    enough = _tried(trials, command, place, _no_page_beyond, last + 1)
    trials.saw(enough, f"{command.name}: {last + 1} pages are not enough", 0)


# --- a small disk -------------------------------------------------------------------------------


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path | None]:
    """A disk of its own in memory, where mounting one is allowed; else None."""
    disk = folder / "disque"
    disk.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=700", "tmpfs", str(disk)]
    mounted = False
    with suppress(OSError):
        mounted = subprocess.run(line, capture_output=True, check=False).returncode == 0
    try:
        yield disk / "ici" if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)


def _rooms(trials: Trials, command: Command, place: Place, most: int) -> None:
    """Room on the disk, from none to enough, a block at a time."""
    ballast = place.out.parent / "lest"

    @contextmanager
    def left(room: int) -> Iterator[None]:
        stat = os.statvfs(place.out)
        size = stat.f_bavail * stat.f_frsize - room
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, size)
        try:
            yield
        finally:
            ballast.unlink()

    if most:  # spread over what the command needs: what it leaves, and a journal as long
        rooms = _chosen(list(range(0, _largest(command, place), STEP)), most)
        for room in rooms:
            _tried(trials, command, place, left, room)
        return
    room = 0
    while not _tried(trials, command, place, left, room):
        room += STEP
        if room > DISK // 2:
            trials.saw(False, f"{command.name}: half of the disk is not enough", 0)
            return
