"""Limit a file, note an objection, rectify: the articles 18, 21 and 16 of the GDPR.

Each act is noted in the register of requests, as answered that day. `store.restraint` then refuses
what the act forbids.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from venez_vivre.casework import households as cases
from venez_vivre.casework.conflicts import flush, load
from venez_vivre.casework.fields import Values, in_words
from venez_vivre.casework.households import Edited
from venez_vivre.casework.merging import members_named
from venez_vivre.dates import add_months, short
from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake.members import FIELDS_OF_PERSON
from venez_vivre.models import Household, Person, PrivacyRequest
from venez_vivre.store.base import Work
from venez_vivre.store.queries import rights as queries
from venez_vivre.store.queries.households import Found, person_name
from venez_vivre.store.queries.rights import Partner
from venez_vivre.vocabulary import RequestOutcome, Right


@dataclass(frozen=True)
class Noted:
    """A right that was used: on which file, since when, or that it was lifted (`since` None).

    `partners` are those who were given the data, and are to be told of it (art. 19).
    """

    reference: str
    name: str
    since: date | None
    partners: tuple[Partner, ...] = ()


@dataclass(frozen=True)
class Rectified:
    """What was corrected, and who was given the wrong value."""

    edited: Edited
    partners: tuple[Partner, ...]


def limit(work: Work, found: Found, reason: str) -> Noted:
    """Limit a file: it is kept as it is until the limitation is lifted.

    Raises:
        Refused: it is limited already, or somebody edited it meanwhile.

    """
    household = load(work, found)
    if household.limited_on:
        raise Refused(
            f"Le dossier {found.reference} est déjà limité depuis le "
            f"{short(household.limited_on)}. `venez-vivre rgpd limiter {found.reference} --lever` "
            "lève la limitation."
        )
    household.limited_on, household.limit_reason = work.today, reason
    return _noted(work, found, household, Right.RESTRICTION, reason)


def free(work: Work, found: Found, reason: str | None) -> Noted:
    """Lift the limitation of a file.

    Raises:
        Refused: it is not limited, or somebody edited it meanwhile.

    """
    household = load(work, found)
    if not household.limited_on:
        raise Refused(f"Le dossier {found.reference} n’est pas limité : il n’y a rien à lever.")
    household.limited_on = household.limit_reason = None
    return _lifted(work, found, Right.RESTRICTION, reason)


def oppose(work: Work, found: Found, reason: str) -> Noted:
    """Note that a household objects to being accompanied: it is contacted no more.

    Raises:
        Refused: it is noted already, or somebody edited the file meanwhile.

    """
    household = load(work, found)
    if household.opposed_on:
        raise Refused(
            f"L’opposition du foyer {found.reference} est déjà notée, depuis le "
            f"{short(household.opposed_on)}. `venez-vivre rgpd effacer {found.reference}` efface "
            "son dossier."
        )
    household.opposed_on = work.today
    return _noted(work, found, household, Right.OBJECTION, reason)


def agree(work: Work, found: Found, reason: str | None) -> Noted:
    """Note that a household objects no more.

    Raises:
        Refused: it did not object, or somebody edited the file meanwhile.

    """
    household = load(work, found)
    if not household.opposed_on:
        raise Refused(f"Le foyer {found.reference} ne s’est pas opposé : il n’y a rien à lever.")
    household.opposed_on = None
    return _lifted(work, found, Right.OBJECTION, reason)


def _noted(
    work: Work, found: Found, household: Household, right: Right, reason: str | None
) -> Noted:
    flush(work, found)
    _answer(work, found, right, reason)
    work.says(f"{right.value} sur le foyer {household.reference}")
    told = tuple(queries.partners(work.rows, found.number))
    return Noted(found.reference, found.name, work.today, told)


def _lifted(work: Work, found: Found, right: Right, reason: str | None) -> Noted:
    flush(work, found)
    note = "Levée, à la demande de la personne ou après l’en avoir informée."
    _answer(work, found, right, f"{note} {reason}" if reason else note)
    work.says(f"{right.value} levée sur le foyer {found.reference}")
    return Noted(found.reference, found.name, None)


def rectify(work: Work, found: Found, values: Values, member: str | None = None) -> Rectified:
    """Correct what a file says, be it limited; of one `member`, named in words, if there is one.

    Raises:
        Misuse: a field is not one of a member.
        NotFound: nobody of the household has that name.
        Refused: as an edit is; nothing would change.

    """
    edited = _edit_member(work, found, values, member) if member else None
    edited = edited or cases.edit(work, found, values)
    named = in_words(change.field for change in edited.changes)
    _answer(work, found, Right.RECTIFICATION, f"Rectifié : {named}.")
    work.says(f"rectification du foyer {found.reference} ({named})")
    return Rectified(edited, tuple(queries.partners(work.rows, found.number)))


def _edit_member(work: Work, found: Found, values: Values, member: str) -> Edited:
    other = sorted(values.keys() - FIELDS_OF_PERSON.keys())
    if other:
        raise Misuse(
            f"--{other[0].replace('_', '-')} n’est pas d’un membre : rectifiez-le sans --membre."
        )
    (known,) = members_named(work.rows, found, [member])
    household, person = load(work, found), work.session.get_one(Person, known.person)
    changes = cases.apply(person, FIELDS_OF_PERSON, values)
    if not changes:
        raise Refused(f"Le foyer {found.reference} a déjà ces valeurs : rien n’est changé.")
    cases.check_person(work, found, person, changes)
    household.edited_on = work.today
    flush(work, found)
    return Edited(found.reference, person_name(person.first_name, person.last_name), tuple(changes))


def _answer(work: Work, found: Found, right: Right, note: str | None) -> None:
    """Note the request as answered today: the oldest that waits, else a new one."""
    waiting = queries.waiting_request(work.rows, found.number, right.value)
    request = work.session.get(PrivacyRequest, waiting) if waiting else None
    if request is None:
        request = PrivacyRequest(
            household_id=found.number,
            kind=right.value,
            received_on=work.today,
            due_on=add_months(work.today, 1),
        )
    answer: dict[str, Any] = {
        "answered_on": work.today,
        "outcome": RequestOutcome.GRANTED.value,
        "note": "\n".join(part for part in (request.note, note) if part) or None,
        "agent": work.heading.agent,
    }
    for column, value in answer.items():
        setattr(request, column, value)
    work.session.add(request)
