"""What the rights of people forbid to write: one check, at the end of every operation.

A limited file (art. 18 of the GDPR) is kept as it is; who objected (art. 21) is contacted no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from venez_vivre import NamedTuple
from venez_vivre.dates import short
from venez_vivre.errors import Refused
from venez_vivre.store.reader import Reader
from venez_vivre.texts import listed, plural

if TYPE_CHECKING:
    from venez_vivre.store.journal import Journal

FREE = frozenset({"rgpd", "offres", "base"})
"""The nouns whose commands may touch such a file: rights, offers, which it only points at, and
bases that are brought together, where each change of such a file is weighed by itself.
"""

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


WITHDRAWN = {
    "limited_on": "Le dossier {} n’est plus limité : vérifiez que la personne le veut bien.",
    "opposed_on": "L’opposition du foyer {} n’est plus notée, il serait de nouveau contacté : "
    "vérifiez qu’il le veut bien.",
}
AGAIN = {
    "limited_on": "Le dossier {} est de nouveau limité, depuis le {}.",
    "opposed_on": "Le foyer {} est de nouveau opposé à être accompagné, depuis le {}.",
}
"""What going back over the right that a column tells of did, and whether it is still used."""


def shifted(before: dict[int, Restrained], after: dict[int, Restrained]) -> Iterator[str]:
    """One sentence for each right that was withdrawn, or that holds again, between two states."""
    for number in sorted(before.keys() | after.keys()):
        reference = (after.get(number) or before[number]).reference
        for column, withdrawn in WITHDRAWN.items():
            was, now = (getattr(state.get(number), column, None) for state in (before, after))
            if was and not now:
                yield withdrawn.format(reference)
            if now and not was:
                yield AGAIN[column].format(reference, short(date.fromisoformat(now)))


def refuse_approach(rows: Reader, number: int) -> None:
    """Refuse to prepare anything for a household that is not to be approached.

    Raises:
        Refused: its file is limited, or it objected.

    """
    for found in rows.into(Restrained, f"{_HELD} AND id = :number", number=number):
        raise Refused(found.sentence)


def check(
    rows: Reader, command: str, journal: Journal, files: dict[int, Restrained]
) -> tuple[str, ...]:
    """Refuse an operation that wrote to a file which a right holds back.

    `files` are those that were held before it wrote: a merge takes the file away. Returns what is
    to be said of a file that may be written to and whose people are not to be called.

    Raises:
        Refused: the sentence names the file and the gesture that lifts it.

    """
    if not files or command.partition(" ")[0] in FREE:
        return ()
    for number in sorted(_written(rows, journal, files)):
        raise Refused(files[number].sentence)
    return tuple(_recalled([files[number] for number in sorted(_touched(rows, journal, files))]))


MOST_NAMED = 5


def _recalled(files: list[Restrained]) -> Iterator[str]:
    """That they objected: what was noted does not make it right to call them."""
    if not files:
        return
    first = files[0].reference
    named = listed([one.reference for one in files[:MOST_NAMED]])
    many = "s" if files[1:] else ""
    more = f" et {plural(len(files) - MOST_NAMED, 'autre')}" if len(files) > MOST_NAMED else ""
    who = (
        f"Le foyer {named} s’est opposé le {short(date.fromisoformat(str(files[0].opposed_on)))}"
        if len(files) == 1
        else f"Les foyers {named}{more} se sont opposés"
    )
    yield (
        f"{who} à être accompagné{many} : ce qui vient d’être écrit n’y change rien, ne "
        f"{'les' if many else 'le'} contactez pas. En cas de changement d’avis, "
        f"`venez-vivre rgpd opposition {first} --lever` le note."
    )


def _touched(rows: Reader, journal: Journal, files: dict[int, Restrained]) -> set[int]:
    """Those of these files that the operation wrote to, whatever it wrote."""
    from venez_vivre.store.journal import CASE_TABLES  # noqa: PLC0415  a match does without: 3 ms

    touched = journal.households() & files.keys()
    for table, first, last in journal.ranges():
        if table in CASE_TABLES:
            sql = f"SELECT household_id FROM {table} WHERE household_id IN ({{keys}})"
            among = rows.among(f"{sql} AND id BETWEEN {first} AND {last}", list(files))
            touched |= {number for (number,) in among}
    return touched


def _written(rows: Reader, journal: Journal, files: dict[int, Restrained]) -> Iterator[int]:
    """Those of these files that the operation may not have written to."""
    from venez_vivre.store.journal import CASE_TABLES  # noqa: PLC0415  same

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
