"""What the rights of people forbid to write: one check, at the end of every operation.

A limited file (art. 18 of the GDPR) is kept as it is; who objected (art. 21) is contacted no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from venez_vivre.dates import short
from venez_vivre.errors import Refused
from venez_vivre.store.journal import CASE_TABLES
from venez_vivre.store.reader import Reader

if TYPE_CHECKING:
    from venez_vivre.store.journal import Journal

FREE = frozenset({"rgpd", "offres"})
"""The nouns whose commands may touch such a file: rights, and offers, which it only points at."""

APPROACHES = ("contact", "follow_up", "introduction", "visit_guest")
"""Tables where a new row says that a household was, or is to be, in touch with somebody."""


class Restrained(NamedTuple):
    """A file that a right holds back, and since when."""

    number: int
    reference: str
    limited_on: str | None
    opposed_on: str | None

    @property
    def sentence(self) -> str:
        """Why nothing is written, and the gesture that changes it."""
        if self.limited_on:
            return limited(self.reference, self.limited_on)
        return opposed(self.reference, str(self.opposed_on))


def limited(reference: str, day: str) -> str:
    """The sentence that refuses to write to a limited file."""
    since = short(date.fromisoformat(day))
    return (
        f"Le dossier {reference} est limité depuis le {since}, à la demande de la personne : il "
        "est gardé tel quel, rien n’y est écrit et rien ne lui est proposé. "
        f"`venez-vivre rgpd limiter {reference} --lever` lève la limitation."
    )


def opposed(reference: str, day: str) -> str:
    """The sentence that refuses to approach who objected."""
    since = short(date.fromisoformat(day))
    return (
        f"Le foyer {reference} s’est opposé le {since} à être accompagné : il n’est plus contacté. "
        "S’il a changé d’avis, "
        f"`venez-vivre rgpd opposition {reference} --lever` le retire ; "
        f"sinon, `venez-vivre rgpd effacer {reference}` efface son dossier."
    )


# The index of the base holds these files alone: a base without any answers at once.
_HELD = """
SELECT id, reference, limited_on, opposed_on FROM household
WHERE (limited_on IS NOT NULL OR opposed_on IS NOT NULL)
"""


def held(rows: Reader) -> dict[int, Restrained]:
    """Every file that a right holds back, by number."""
    return {found.number: found for found in rows.into(Restrained, _HELD)}


def refuse_approach(rows: Reader, number: int) -> None:
    """Refuse to prepare anything for a household that is not to be approached.

    Raises:
        Refused: its file is limited, or it objected.

    """
    for found in rows.into(Restrained, f"{_HELD} AND id = :number", number=number):
        raise Refused(found.sentence)


def check(rows: Reader, command: str, journal: Journal, files: dict[int, Restrained]) -> None:
    """Refuse an operation that wrote to a file which a right holds back.

    `files` are those that were held before it wrote: a merge takes the file away.

    Raises:
        Refused: the sentence names the file and the gesture that lifts it.

    """
    if command.partition(" ")[0] in FREE:
        return
    if files:
        for number in sorted(_written(rows, journal, files)):
            raise Refused(files[number].sentence)


def _written(rows: Reader, journal: Journal, files: dict[int, Restrained]) -> Iterator[int]:
    """Those of these files that the operation may not have written to."""
    if journal.households() & files.keys():
        for change in journal.changes():
            homes = {change.household(), change.backwards().household()}
            gained = change.table in APPROACHES and change.before is None
            yield from (n for n in files.keys() & homes if gained or files[n].limited_on)
    for table, first, last in journal.ranges():
        if table in CASE_TABLES:
            sql = f"SELECT household_id FROM {table} WHERE household_id IN ({{keys}})"
            among = rows.among(f"{sql} AND id BETWEEN {first} AND {last}", list(files))
            yield from (n for (n,) in among if table in APPROACHES or files[n].limited_on)
