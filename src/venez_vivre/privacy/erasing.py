"""Erase files for good: rows, images of the journal, indices; every published figure stays.

What is left of a file is what figures read (`store.personal.KEPT`), under no name. The aggregates
are compared inside the transaction: a difference, and nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from venez_vivre import NamedTuple
from venez_vivre.errors import Misuse, Refused, VenezVivreError
from venez_vivre.privacy import belongings
from venez_vivre.privacy.belongings import REQUESTS, STAYS, Belongings, File
from venez_vivre.privacy.published import Figures, differing, published
from venez_vivre.store import ledger, lookups, operations
from venez_vivre.store.base import Store, Work
from venez_vivre.store.blanking import Blanks, rewrite_images
from venez_vivre.store.journal import Change, Image, images, write_done
from venez_vivre.store.ledger import Entry
from venez_vivre.store.personal import KEPT
from venez_vivre.store.queries import erasures as queries
from venez_vivre.store.queries import union
from venez_vivre.store.queries.steering import Place
from venez_vivre.store.reader import Reader
from venez_vivre.store.redacting import Names, names_of, redact
from venez_vivre.store.stages import derive
from venez_vivre.store.traces import FORMS, HOMES, LINES, PEOPLE
from venez_vivre.texts import clean, fold, plural
from venez_vivre.vocabulary import OperationKind


class FiguresMoved(VenezVivreError):
    """An erasure would have changed a published figure: our fault, and nothing was written."""

    exit_code = 70


@dataclass(frozen=True)
class Erased:
    """What an erasure did: files, people of theirs, rows by table, images of the journal."""

    households: int
    people: int
    proofs: tuple[str, ...]
    rows: Mapping[str, int]
    images: int


def erase(work: Work, numbers: Sequence[int], *, origin: str, reason: str) -> Erased:
    """Erase these households for good; an operation of the journal says so, and cannot be undone.

    Args:
        work: the transaction; `scrub` is to be called once it is committed.
        numbers: the numbers of the households.
        origin: `demande`, `purge` or `restauration`.
        reason: in words, without a personal value.

    Raises:
        FiguresMoved: a published figure would have changed.

    """
    rows = work.rows
    rows.run("PRAGMA secure_delete=ON")
    work.settle()
    places, days = queries.places(rows, numbers), {work.today, _day(work)}
    before = _seen(rows, days, places)
    done = _erase(work, numbers, (origin, reason))
    _check(before, _seen(rows, days, places))
    return done


def erase_people(work: Work, people: Sequence[int]) -> int:
    """Erase some people of files that stay, those who live there being others; how many.

    A restored copy may hold together those who parted since. What figures count stays, as for a
    whole file, and is compared as well.

    Raises:
        FiguresMoved: a published figure would have changed.

    """
    rows = work.rows
    rows.run("PRAGMA secure_delete=ON")
    work.settle()
    places = queries.places(rows, list(queries.homes_of(rows, people)))
    days = {work.today, _day(work)}
    before = _seen(rows, days, places)
    _wipe(work, belongings.of_people(rows, people))
    _record(work, {}, 0, len(people))
    _check(before, _seen(rows, days, places))
    return len(people)


def _seen(rows: Reader, days: set[date], places: Sequence[Place]) -> Figures:
    """Every published figure as of each of these days."""
    return {
        f"{name} au {day}": said
        for day in sorted(days)
        for name, said in published(rows, day, places).items()
    }


def _day(work: Work) -> date:
    """The day of an erasure: never one that the base has already gone beyond."""
    return max(work.today, date.fromisoformat(operations.last_day(work.rows) or "0001-01-01"))


def _check(before: Figures, after: Figures) -> None:
    moved = differing(before, after)
    if moved:
        raise FiguresMoved(
            f"L’effacement aurait changé des chiffres publiés ({', '.join(moved[:3])}). "
            "Rien n’a été effacé. Signalez-le avec `venez-vivre diagnostic`."
        )


def _erase(work: Work, numbers: Sequence[int], why: tuple[str, str]) -> Erased:
    rows = work.rows
    found = belongings.of(rows, numbers)
    entries = _entries(work, found, why)
    stood = dict(images(rows, "household", numbers))
    blanks = Blanks(rows, found.followed)
    rows.run_many(
        "UPDATE household SET erased_on = ? WHERE id = ?",
        ((_day(work).isoformat(), number) for number in numbers),
    )
    counts, touched = _wipe(work, found)
    derive(rows, numbers)
    people = sum(file.members for file in found.files)
    left = {n: blanks.image("household", n, image) for n, image in stood.items()}
    _record(work, left, len(numbers), people)
    proofs = tuple(entry.proof for entry in entries)
    return Erased(len(numbers), people, proofs, counts, touched)


def _wipe(work: Work, found: Belongings) -> tuple[dict[str, int], int]:
    """Empty rows, images and indices; how many rows of each table, how many images."""
    rows, blanks = work.rows, Blanks(work.rows, found.followed)
    union.forget(rows, found.trace.households, found.trace.of(PEOPLE))
    names = names_of(rows, (who for file in found.files for who in file.people), found.standing)
    counts = _empty(work, found, blanks)
    touched = _forget(work, found, blanks, names)
    rows.run(
        "INSERT INTO setting (name, value) VALUES (?, '1') ON CONFLICT DO NOTHING", (UNFINISHED,)
    )
    for table in lookups.TEXTS:
        rows.run(lookups.rebuild(table))
    return counts, touched


def _entries(work: Work, found: Belongings, why: tuple[str, str]) -> list[Entry]:
    """The lines of the ledger, with the hashes of whoever was of each file."""
    opened = ledger.opened(work.rows)
    day, agent = work.today.isoformat(), work.heading.agent
    entries = []
    for file in found.files:
        keys = tuple(sorted(opened.hashes(file.people, file.references)))
        entries.append(Entry(ledger.new_proof(), day, *why, file.members, agent, keys))
        ledger.write(work.rows, entries[-1])
    return entries


def _empty(work: Work, found: Belongings, blanks: Blanks) -> dict[str, int]:
    """Empty what figures count, delete the rest; how many rows of each table."""
    rows, counts = work.rows, Counter[str]()
    for table in KEPT:
        standing = queries.standing(rows, table, found.trace.of(table))
        counts[table] += blanks.rows(table, standing) if standing else 0
    for table, numbers in found.deleted.items():
        counts[table] += queries.delete(rows, table, numbers)
    counts[LINES] += len(found.lines)
    for number in found.lent:
        queries.give_back(rows, number, found.given_back)
    queries.forget_requests(rows, found.trace.of(REQUESTS), work.today)
    queries.forget_stays(rows, found.stays)
    queries.forget_lines(rows, found.lines, _day(work) + timedelta(days=1))
    queries.forget_keys(rows, found.trace.of(PEOPLE), found.trace.of(FORMS))
    return {table: count for table, count in counts.items() if count}


def _forget(work: Work, found: Belongings, blanks: Blanks, names: Names) -> int:
    """Empty the images of the journal, and what named people in its sentences and elsewhere."""
    rows, day = work.rows, _day(work).isoformat()
    homes = found.trace.households
    gone = homes.difference(queries.standing(rows, HOMES, homes))

    def edit(table: str, number: int, image: Image) -> Image | None:
        if number in found.deleted.get(table, ()):
            return None
        if found.kept(table, number):
            left = blanks.image(table, number, image)
            # A redo may bring what figures read back: as the row of an erased file.
            return left | {"erased_on": day} if number in gone and table == HOMES else left
        return _of_others(found, names, Told(table, number, image))

    touched = rewrite_images(rows, belongings.TABLES, edit)
    queries.forget_references(rows, found.references)
    redact(rows, names)
    return touched


class Told(NamedTuple):
    """An image of a row of a table."""

    table: str
    number: int
    image: Image


def _of_others(found: Belongings, names: Names, row: Told) -> Image:
    """What is left of a row that is not of the file: it may have named its people."""
    numbers, empty = {
        LINES: (found.lines, queries.EMPTY_LINE),
        STAYS: (found.stays, queries.EMPTY_STAY),
        REQUESTS: (found.trace.of(REQUESTS), queries.EMPTY_REQUEST),
    }.get(row.table, (frozenset[int](), {}))
    if row.number in numbers:
        return row.image | empty
    image = found.given_back(row.number, row.image) if row.table == HOMES else row.image
    return {
        name: names.clear(value) if isinstance(value, str) else value
        for name, value in image.items()
    }


def _record(work: Work, left: Mapping[int, Image], files: int, people: int) -> None:
    """One operation, with what changed of the households that figures read; `left` is before."""
    rows = work.rows
    text = f"{plural(files, 'dossier effacé', 'dossiers effacés')}, {plural(people, 'personne')}"
    number = operations.record(rows, work.heading, text, OperationKind.ERASURE)
    now = dict(images(rows, "household", list(left)))
    changes = (Change("household", home, image, now[home]) for home, image in left.items())
    write_done(rows, number, list(changes))


def check_reason(rows: Reader, text: str, files: Sequence[File]) -> str:
    """A reason that may be kept for ever: short, and without the name of the people.

    Raises:
        Misuse: it is empty or too long.
        Refused: it names somebody.

    """
    reason = clean(text).strip()
    if not reason or len(reason) > LONGEST:
        raise Misuse(f"--motif : dites pourquoi, en {LONGEST} caractères au plus.")
    people = {who for file in files for who in file.people}
    words = set(fold(reason).split())
    named = {
        name
        for who in people
        for key in (who.first_key, who.last_key)
        for name in key.split()
        if len(name) > 2
    }
    if words & named or names_of(rows, people).clear(reason) != reason:
        raise Refused(
            "Le motif nomme la personne, et il reste après l’effacement : dites-le sans son nom."
        )
    return reason


ASKED, PURGED = "demande", "purge"
"""Where an erasure comes from: somebody asked, or the time of the file was over."""

LONGEST = 200
"""Characters of a reason."""


UNFINISHED = "fichier_a_reecrire"
"""The setting that says, from the commit on, that the file still has to be written anew."""


def scrub(store: Store) -> None:
    """Write the file anew, so that no page keeps what was erased; to be called after the commit.

    Raises:
        Refused: it cannot be now, the erasure itself being done; the next one will do it.

    """
    try:
        with store.alone() as connection:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("VACUUM")
            connection.execute("DELETE FROM setting WHERE name = ?", (UNFINISHED,))
    except Refused:
        raise Refused(
            "L’effacement est fait et ne reviendra pas, mais le fichier n’a pas pu être réécrit : "
            "d’anciennes valeurs peuvent encore se lire dans ses octets. Libérez de la place ou "
            "fermez les autres fenêtres, puis lancez `venez-vivre rgpd purger`."
        ) from None


def finish(store: Store) -> None:
    """Do what an interrupted erasure left to do."""
    with store.reading() as rows:
        left = rows.value("SELECT 1 FROM setting WHERE name = :name", name=UNFINISHED)
    if left:
        scrub(store)
