"""Make a household's file and edit it by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import inspect
from sqlmodel import col, select

from venez_vivre.casework.conflicts import Row, flush, overtaken
from venez_vivre.casework.fields import Change, Values, in_words
from venez_vivre.casework.finding import Named
from venez_vivre.dates import short
from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake.members import (
    FIELDS_OF_HOUSEHOLD,
    FIELDS_OF_PARTNER,
    FIELDS_OF_PERSON,
    PERSON_COLUMNS,
    TRADE,
    family_of,
    partner_row,
    registrant_row,
)
from venez_vivre.intake.people import claim
from venez_vivre.intake.places import Places
from venez_vivre.intake.trades import Trades
from venez_vivre.models import Household, Person, Signup
from venez_vivre.references import household_reference
from venez_vivre.store.base import Work
from venez_vivre.store.queries.households import Found, by_number, person_name
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold
from venez_vivre.vocabulary import Role

COLUMNS_OF_HOUSEHOLD = {**FIELDS_OF_HOUSEHOLD, "maturite": "maturity", "freins": "blockers"}
"""What an officer may edit beyond what a form holds: how ripe the project is, what blocks it."""

IDENTITY = frozenset({"prenom", "nom", "email", "telephone"})
"""The fields by which two files are found to be of one person."""


@dataclass(frozen=True)
class Opening:
    """How a file starts: the sign-up's day and message, and who takes it."""

    registered_on: date
    message: str | None = None
    territory: Named | None = None
    officer: Named | None = None


@dataclass(frozen=True)
class Created:
    """The file that was made."""

    reference: str
    name: str
    registered_on: date
    territory: str | None
    officer: str | None


@dataclass(frozen=True)
class Edited:
    """What was changed in a file."""

    reference: str
    name: str
    changes: tuple[Change, ...]


def create(work: Work, values: Values, opening: Opening) -> Created:
    """Make a household with its members and its sign-up, as the import of one form would.

    Raises:
        Misuse: no name, or no way to reach them.
        Refused: a sign-up in the future, or somebody who already has a file.

    """
    given = {name: value for name, value in values.items() if value is not None}
    _require(given)
    if opening.registered_on > work.today:
        raise Refused(
            f"L’inscription du {short(opening.registered_on)} est dans le futur. "
            "Corrigez --inscrit-le."
        )
    household = _household(work, given, opening)
    people = _people(work.rows, household, given)
    refuse_double(work.rows, people[0])
    work.session.add_all(people)
    work.session.flush()
    work.session.add(_signup(household, people[0], opening))
    work.says(f"création du foyer {household.reference}")
    return _created(work, household, people[0], opening)


def _require(given: Values) -> None:
    if not (given.get("nom") or given.get("prenom")):
        raise Misuse("Il manque un nom : donnez --nom, --prenom ou les deux.")
    if not (given.get("email") or given.get("telephone")):
        raise Misuse("Il manque un moyen de joindre le foyer : donnez --email ou --telephone.")


def _household(work: Work, given: Values, opening: Opening) -> Household:
    number, places = work.next_number("household"), Places(work.rows)
    columns = {c: given[f] for f, c in COLUMNS_OF_HOUSEHOLD.items() if f in given}
    household = Household(id=number, reference=household_reference(number), **columns)
    wished = places.territory(given)
    household.territory_id = opening.territory.number if opening.territory else wished
    household.officer_id = opening.officer.number if opening.officer else None
    household.origin_department = places.origin(given)
    household.wished_codes = places.wished_codes(given)
    work.session.add(household)
    work.session.flush()
    return household


def _people(rows: Reader, household: Household, given: Values) -> list[Person]:
    """The registrant first, then everybody the values speak of."""
    trades = Trades(rows)
    number = household.id or 0
    partner = partner_row(given, trades)
    named = [(Role.REGISTRANT, registrant_row(given, claim(given), trades))]
    named += [(Role.PARTNER, partner)] if partner else []
    people = [Person(household_id=number, role=role.value, **_known(row)) for role, row in named]
    return people + [
        Person(household_id=number, role=role, birth_year=year)
        for role, year in family_of(given, partner=partner is not None)
    ]


def _known(row: Sequence[Any]) -> dict[str, Any]:
    """The columns of a person of which something is known."""
    return {c: v for c, v in zip(PERSON_COLUMNS, row, strict=True) if v not in (None, "")}


def _signup(household: Household, registrant: Person, opening: Opening) -> Signup:
    return Signup(
        household_id=household.id or 0,
        person_id=registrant.id or 0,
        received_on=opening.registered_on,
        channel=household.channel,
        campaign=household.campaign,
        message=opening.message,
    )


def _created(work: Work, household: Household, registrant: Person, opening: Opening) -> Created:
    return Created(
        household.reference,
        person_name(registrant.first_name, registrant.last_name),
        opening.registered_on,
        work.rows.value(
            "SELECT name FROM territory WHERE id = :number", number=household.territory_id
        ),
        opening.officer.name if opening.officer else None,
    )


def set_keys(rows: Reader, person: Person) -> None:
    """Write the keys by which a person is recognised, and the code of their occupation."""
    person.first_key = fold(person.first_name or "")
    person.last_key = fold(person.last_name or "")
    person.email_key = (person.email or "").lower() or None
    if not inspect(person).attrs.occupation.history.has_changes():
        return  # the lexicon takes 150 ms to read, and other people wait for the lock meanwhile
    found = Trades(rows)(person.occupation or "") or (None, None)
    for column, value in zip(TRADE, found, strict=True):
        setattr(person, column, value)


def refuse_double(rows: Reader, person: Person) -> None:
    """Refuse somebody whose e-mail or phone, and first name, are those of another file.

    By phone, who has no first name is told by the last one, as the imports do.

    Raises:
        Refused: the sentence names the reference of that file.

    """
    other = rows.value(
        "SELECT household_id FROM person WHERE household_id <> :household "
        "AND (email_key = :email AND first_key = :first "
        "OR phone = :phone AND coalesce(nullif(first_key, ''), last_key) = :called) "
        "ORDER BY household_id LIMIT 1",
        household=person.household_id,
        email=person.email_key,
        first=person.first_key,
        phone=person.phone,
        called=person.first_key or person.last_key,
    )
    if other is not None:
        (known,) = by_number(rows, [other])
        raise Refused(
            f"Cette personne a déjà un dossier : {known.reference}, {known.name}. "
            f"`venez-vivre foyers montrer {known.reference}` le montre."
        )


def edit(work: Work, found: Found, values: Values) -> Edited:
    """Give fields of a file new values; None erases.

    Raises:
        Refused: nothing would change, the registrant would be unnamed or out of reach, or would
            be somebody who has another file.

    """
    registrant, partner = _couple(work, found, values)
    household = work.session.get_one(Household, found.number)
    rows: tuple[Row, ...] = (
        (registrant, FIELDS_OF_PERSON),
        (partner, FIELDS_OF_PARTNER),
        (household, COLUMNS_OF_HOUSEHOLD),
    )
    if household.version != found.version:
        raise overtaken(found, rows, values)
    changes = [change for row, columns in rows for change in apply(row, columns, values)]
    if partner.id is not None or partner in work.session:
        set_keys(work.rows, partner)
    if not changes:
        raise Refused(f"Le foyer {found.reference} a déjà ces valeurs : rien n’est changé.")
    check_person(work, found, registrant, changes)
    places = Places(work.rows)
    household.origin_department = places.origin(
        {"code_postal": household.postal_code, "pays": household.country}
    )
    household.wished_codes = places.wished_codes({"communes_souhaitees": household.wished_communes})
    household.edited_on = work.today
    flush(work, found)
    work.says(f"modification du foyer {found.reference} ({in_words(c.field for c in changes)})")
    return Edited(
        found.reference, person_name(registrant.first_name, registrant.last_name), tuple(changes)
    )


def _couple(work: Work, found: Found, values: Values) -> tuple[Person, Person]:
    """The registrant and the partner, who is written only once something is known of them."""
    query = select(Person).where(Person.household_id == found.number).order_by(col(Person.id))
    people: Sequence[Person] = work.session.exec(query).all()
    registrant = next((p for p in people if p.role == Role.REGISTRANT), None)
    partner = next((p for p in people if p.role == Role.PARTNER), None)
    if registrant is None:
        raise Refused(f"Le foyer {found.reference} n’a pas d’inscrit : importez son inscription.")
    if partner is None:
        partner = Person(household_id=found.number, role=Role.PARTNER.value)
        if any(values.get(name) is not None for name in FIELDS_OF_PARTNER):
            work.session.add(partner)
    return registrant, partner


def apply(row: Household | Person, columns: Mapping[str, str], values: Values) -> list[Change]:
    """Write the values that differ; what was changed, under the French names."""
    changes = []
    for name, column in columns.items():
        before = getattr(row, column)
        if name in values and before != values[name]:
            setattr(row, column, values[name])
            changes.append(Change(name, before, values[name]))
    return changes


def check_person(work: Work, found: Found, person: Person, changes: Sequence[Change]) -> None:
    """What an edit of one member must leave true, once their keys are those of the new values.

    Raises:
        Refused: the registrant would be unnamed or out of reach, or they have another file.

    """
    set_keys(work.rows, person)
    if person.role == Role.REGISTRANT:
        _check_registrant(person, found)
    if IDENTITY & {change.field for change in changes}:
        with work.session.no_autoflush:
            refuse_double(work.rows, person)


def _check_registrant(person: Person, found: Found) -> None:
    if not (person.first_name or person.last_name):
        raise Refused(
            f"Le foyer {found.reference} n’aurait plus de nom : gardez --nom ou --prenom."
        )
    if not (person.email or person.phone):
        raise Refused(
            f"Le foyer {found.reference} ne pourrait plus être joint : gardez --email ou "
            "--telephone."
        )
