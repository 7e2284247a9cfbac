"""Local contact people: enter one in the address book, correct, close, open again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from venez_vivre.casework.fields import Change, Values, in_words
from venez_vivre.casework.finding import find_commune, find_territory
from venez_vivre.dates import short
from venez_vivre.errors import Misuse, NotFound, Refused
from venez_vivre.models import ResourcePerson
from venez_vivre.references import resource_reference
from venez_vivre.store.base import Work
from venez_vivre.store.queries.introductions import Filter, Line, listed
from venez_vivre.store.queries.resources import Resource
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, fold

COLUMNS = {
    "nom": "name",
    "fonction": "position",
    "structure": "structure",
    "email": "email",
    "telephone": "phone",
    "themes": "themes",
    "capacite": "capacity",
    "note": "note",
}
"""The fields that are typed, and the columns that keep them."""

ERASING = "(vide)"


@dataclass(frozen=True)
class Closing:
    """A contact person one no longer turns to, and what still runs with them."""

    resource: Resource
    on: date
    running: tuple[Line, ...]


def add(work: Work, values: Values, place: Values) -> str:
    """Enter somebody in the address book; their reference.

    Raises:
        Refused: the same person of the same structure is already there.

    """
    if not values.get("nom"):
        raise Misuse('Il manque le nom : `venez-vivre ressources ajouter "Jeanne Martin"`.')
    key = fold(values["nom"])
    _refuse_double(work, key, values.get("structure"))
    number = work.next_number("resource_person")
    person = ResourcePerson(
        id=number, reference=resource_reference(number), name=values["nom"], name_key=key
    )
    for field, column in COLUMNS.items():
        if values.get(field) is not None:
            setattr(person, column, values[field])
    for column, value in place.items():
        setattr(person, column, value)
    work.session.add(person)
    work.session.flush()
    work.says(f"ajout de la personne ressource {person.reference}")
    return person.reference


def _refuse_double(work: Work, key: str, structure: str | None) -> None:
    query = select(ResourcePerson).where(ResourcePerson.name_key == key)
    for known in work.session.exec(query.order_by(col(ResourcePerson.id))).all():
        if fold(known.structure or "") == fold(structure or ""):
            state = ", close" if known.closed_on else ""
            gesture = "rouvrir" if known.closed_on else "modifier"
            raise Refused(
                f"Cette personne est déjà dans le carnet : {known.reference}{state}. "
                f"`venez-vivre ressources {gesture} {known.reference}` la reprend ; deux homonymes "
                "se distinguent par --structure."
            )


def place_of(rows: Reader, commune: str | None, territory: str | None) -> Values:
    """The columns of a place as it was typed; the territory is that of the commune if not said.

    « (vide) » erases. Only what was said is there.

    Raises:
        Refused: the commune is not one of the region.
        NotFound: no territory answers.
        Ambiguous: several communes or territories do.

    """
    said: Values = {}
    if commune == ERASING:
        said |= {"commune": None, "code_insee": None}
    elif commune is not None:
        found = find_commune(commune)
        said |= {"commune": found.name, "code_insee": found.code_insee}
        around = rows.value(
            "SELECT territory_id FROM territory_commune WHERE code_insee = :code",
            code=found.code_insee,
        )
        said |= {"territory_id": around} if around is not None else {}
    if territory is not None:
        erased = territory == ERASING
        said["territory_id"] = None if erased else find_territory(rows, territory).number
    return said


def edit(work: Work, found: Resource, values: Values, place: Values) -> tuple[Change, ...]:
    """Give somebody new values; None erases.

    Raises:
        Refused: nothing would change, or they would have no name.

    """
    person = _load(work, found)
    if "nom" in values and values["nom"] is None:
        raise Misuse("Une personne ressource garde un nom : --nom ne peut pas être vide.")
    wanted = [(name, COLUMNS[name], value) for name, value in values.items()]
    wanted += [(PLACE[column], column, value) for column, value in place.items()]
    changes = []
    for name, column, value in wanted:
        before = getattr(person, column)
        if before != value:
            setattr(person, column, value)
            if column not in {"code_insee", "territory_id"}:
                changes.append(Change(name, before, value))
            elif column == "territory_id":
                changes.append(Change(name, found.territory, _territory(work.rows, value)))
    if not changes:
        raise Refused(f"{found.reference} a déjà ces valeurs : rien n’est changé.")
    person.name_key = fold(person.name)
    names = in_words(change.field for change in changes)
    work.says(f"modification de la personne ressource {found.reference} ({names})")
    return tuple(changes)


PLACE = {"commune": "commune", "code_insee": "commune", "territory_id": "territoire"}


def _territory(rows: Reader, number: int | None) -> str | None:
    name: str | None = rows.value("SELECT name FROM territory WHERE id = :number", number=number)
    return name


def closing(rows: Reader, found: Resource, on: date, today: date) -> tuple[Line, ...]:
    """What runs with somebody who may be closed.

    Raises:
        Refused: they are already, or the day is to come.

    """
    if found.closed_on:
        raise Refused(
            f"{found.reference} ({clean(found.name)}) n’est plus proposée depuis le "
            f"{short(date.fromisoformat(found.closed_on))}. "
            f"`venez-vivre ressources rouvrir {found.reference}` la propose de nouveau."
        )
    if on > today:
        raise Refused(f"Le {short(on)} est dans le futur. Notez la clôture ce jour-là.")
    return tuple(listed(rows, Filter(resource=found.number, open=1), today))


def close(work: Work, found: Resource, on: date) -> Closing:
    """No longer propose somebody from that day on; what runs with them runs on.

    Raises:
        Refused: that is already so, or the day is to come.

    """
    running = closing(work.rows, found, on, work.today)
    _load(work, found).closed_on = on
    work.says(f"clôture de la personne ressource {found.reference}")
    return Closing(found, on, running)


def reopen(work: Work, found: Resource) -> None:
    """Propose somebody again.

    Raises:
        Refused: nothing had closed them.

    """
    person = _load(work, found)
    if person.closed_on is None:
        raise Refused(f"{found.reference} ({clean(found.name)}) est déjà proposée.")
    person.closed_on = None
    work.says(f"réouverture de la personne ressource {found.reference}")


def _load(work: Work, found: Resource) -> ResourcePerson:
    person: ResourcePerson | None = work.session.get(ResourcePerson, found.number)
    if person is None:
        raise NotFound(f"{found.reference} n’existe plus.")
    return person
