"""Two files into one, two entries of one person into one, and one file into two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from venez_vivre.casework.moving import HOUSEHOLD_FIELDS, Moves, names_of
from venez_vivre.errors import NotFound, Refused
from venez_vivre.intake.people import Known, members_of
from venez_vivre.store.base import Work
from venez_vivre.store.queries.households import Found, by_number
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold
from venez_vivre.vocabulary import Identity, Role


@dataclass(frozen=True)
class Merged:
    """The file that stays, the reference that is gone, and who was found to be one person."""

    reference: str
    name: str
    absorbed: str
    people: int
    same: tuple[str, ...]


@dataclass(frozen=True)
class Separated:
    """The file that stays, the new one, and who is in it."""

    reference: str
    name: str
    new: str
    people: tuple[str, ...]


def merge(work: Work, kept: Found, gone: Found, *, says: bool = True) -> Merged:
    """Bring everything of one file into another; what `kept` says stands, field by field.

    People who are certainly the same become one; an adult nobody had named takes the place of a
    named one, and children of the same birth year are not counted twice.

    Raises:
        Refused: it is one file, or both households are settled.

    """
    if kept.number == gone.number:
        raise Refused(f"{kept.reference} est déjà un seul foyer : rien n’est changé.")
    _refuse_two_settlements(work, kept, gone)
    merging = Moves(work)
    merging.fill("household", kept.number, gone.number, HOUSEHOLD_FIELDS)
    same = merging.people(kept.number, gone.number)
    merging.hand_over(gone.number, kept.number)
    merging.count_adults(kept.number)
    merging.remove("household", gone.number)
    (people,) = work.rows.row(
        "SELECT count(*) FROM person WHERE household_id = :id", id=kept.number
    ) or (0,)
    if says:
        work.says(f"fusion du foyer {gone.reference} dans {kept.reference}")
    return Merged(kept.reference, kept.name, gone.reference, people, tuple(same))


def merge_people(work: Work, kept: int, gone: int) -> None:
    """Make one person of two, and one household of theirs; the newer form of both prevails."""
    homes = dict(
        work.rows.rows(
            "SELECT id, household_id FROM person WHERE id IN (:one, :other)", one=kept, other=gone
        )
    )
    Moves(work).person(kept, gone)
    if homes[kept] != homes[gone]:
        stays, goes = (by_number(work.rows, [homes[number]])[0] for number in (kept, gone))
        merge(work, stays, goes, says=False)
    remember(work, kept, gone, Identity.SAME)


def remember(work: Work, one: int, other: int, verdict: str) -> None:
    """Remember what somebody decided of two people."""
    number = work.next_number("identity_decision")
    work.rows.run(
        "INSERT INTO identity_decision (id, person_id, other_id, verdict, agent, decided_on) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (number, one, other, verdict, work.heading.agent, work.today.isoformat()),
    )
    work.journal.added("identity_decision", number)


def separate(work: Work, found: Found, people: Sequence[Known]) -> Separated:
    """Take people out of a file, with their sign-ups, into a file of their own.

    Contacts and settlements stay where they are; the project is handed over, to be corrected.

    Raises:
        Refused: nobody would stay, or nobody is an adult.

    """
    members = members_of(work.rows, found.number)
    leaving = {known.person for known in people}
    staying = [known for known in members if known.person not in leaving]
    adults = [known for known in people if known.role != Role.CHILD]
    if not adults:
        raise Refused("Un enfant n’a pas de foyer à lui : nommez aussi un adulte.")
    if not any(known.role != Role.CHILD for known in staying):
        raise Refused(
            f"Personne ne resterait dans {found.reference} : nommez seulement qui en part."
        )
    merging = Moves(work)
    new = merging.split(found.number, [*adults, *(k for k in people if k not in adults)])
    merging.count_off(found.number, len(adults), len(people) - len(adults))
    made = by_number(work.rows, [new])[0]
    _keep_apart(work, adults, staying)
    work.says(f"séparation du foyer {found.reference}, nouveau foyer {made.reference}")
    return Separated(found.reference, found.name, made.reference, names_of(work, leaving))


def members_named(rows: Reader, found: Found, words: Sequence[str]) -> list[Known]:
    """The members of a household that words name: a first name, a whole name, a child's birth year.

    Raises:
        NotFound: nobody of the household answers to a word.

    """
    members = members_of(rows, found.number)
    named: list[Known] = []
    for word in words:
        said = fold(word).split()
        answering = [
            known
            for known in members
            if known not in named
            and (
                set(said) <= {*known.first_key.split(), *known.last_key.split()}
                or (known.birth_year and said == [str(known.birth_year)])
            )
        ]
        exact = [known for known in answering if known.first_key == fold(word)]
        if not answering:
            raise NotFound(
                f"Personne ne s’appelle « {word} » dans le foyer {found.reference}. "
                f"`venez-vivre foyers montrer {found.reference}` montre ses membres."
            )
        named.append((exact or answering)[0])
    return named


def _keep_apart(work: Work, leaving: Sequence[Known], staying: Sequence[Known]) -> None:
    """What was separated is not proposed again."""
    for one in leaving:
        for other in staying:
            if other.called:
                remember(work, one.person, other.person, Identity.OTHER)


def _refuse_two_settlements(work: Work, kept: Found, gone: Found) -> None:
    (settled,) = work.rows.row(
        "SELECT count(DISTINCT household_id) FROM settlement "
        "WHERE household_id IN (:one, :other) AND cancelled_on IS NULL",
        one=kept.number,
        other=gone.number,
    ) or (0,)
    if settled > 1:
        raise Refused(
            f"{kept.reference} et {gone.reference} sont tous deux installés : annulez d’abord "
            "l’installation comptée deux fois (`venez-vivre installations annuler`)."
        )
