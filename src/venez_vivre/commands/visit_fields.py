"""What is typed of a visit, one line a field, and the columns that it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.casework import fields
from venez_vivre.casework.finding import find_officer, find_territory
from venez_vivre.commands.options import one_of, params_of, whole
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Param
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import VisitKind

Columns = dict[str, Any]
Read = Callable[[Desk, Reader, str], Columns]


class Field(NamedTuple):
    """One field: its option, what help says, how its text becomes columns, which it empties."""

    name: str
    metavar: str
    help: str
    read: Read
    empties: tuple[str, ...] = ()
    completes: tuple[str, ...] = ()


def _title(_desk: Desk, _rows: Reader, text: str) -> Columns:
    from venez_vivre.casework.visits import title_of  # noqa: PLC0415

    return {"title": title_of(text)}


def _place(_desk: Desk, _rows: Reader, text: str) -> Columns:
    from venez_vivre.casework.settlements import place  # noqa: PLC0415

    found = place(text)
    return {"commune": found.name, "code_insee": found.code_insee}


def _kind(_desk: Desk, _rows: Reader, text: str) -> Columns:
    return {"kind": _named("--type", one_of(VisitKind), text).value}


def _capacity(_desk: Desk, _rows: Reader, text: str) -> Columns:
    return {"capacity": _named("--capacite", whole, text)}


def _named(name: str, parser: Callable[[str], Any], text: str) -> Any:
    try:
        return parser(text)
    except Misuse as error:
        raise Misuse(f"{name} : {error}") from None


TITLE = Field("titre", "TEXTE", "Son titre.", _title)
FIELDS: tuple[Field, ...] = (
    Field("du", "DATE", "Premier jour.", lambda desk, _, text: {"starts_on": desk.day(text)}),
    Field("au", "DATE", "Dernier jour.", lambda desk, _, text: {"ends_on": desk.day(text)}),
    Field(
        "type",
        "CODE",
        "groupe (un week-end) ou sejour (un seul foyer).",
        _kind,
        (),
        tuple(VisitKind),
    ),
    Field(
        "commune",
        "NOM",
        "Commune de la région, ou son code postal.",
        _place,
        ("commune", "code_insee"),
    ),
    Field(
        "territoire",
        "CODE",
        "Code ou nom ; celui de la commune, sans autre avis.",
        lambda _, rows, text: {"territory_id": find_territory(rows, text).number},
        ("territory_id",),
    ),
    Field(
        "agent",
        "NOM",
        "Le chargé d’accueil qui suit la visite.",
        lambda _, rows, text: {"officer_id": find_officer(rows, text).number},
        ("officer_id",),
    ),
    Field(
        "capacite",
        "N",
        "Combien de foyers, invités, confirmés ou venus ; un séjour en prend un.",
        _capacity,
        ("capacity",),
    ),
    Field(
        "note",
        "TEXTE",
        "Programme, hébergement…",
        lambda _desk, _rows, text: {"note": fields.message(text)},
        ("note",),
    ),
)


def params() -> tuple[Param, ...]:
    """The options of a new visit, whose title is a word of the line."""
    return params_of(FIELDS)


def all_params() -> tuple[Param, ...]:
    """The options by which a visit is corrected."""
    return params_of((TITLE, *FIELDS))


def columns(desk: Desk, rows: Reader, typed: Mapping[str, str | None]) -> Columns:
    """The columns that were typed and their values; « (vide) » empties those that may be.

    Raises:
        Misuse: a value is not of an accepted form.

    """
    found: Columns = {}
    for field in (TITLE, *FIELDS):
        text = typed.get(field.name)
        if text is None:
            continue
        if text.strip() != fields.ERASING:
            found |= field.read(desk, rows, text)
        elif field.empties:
            found |= dict.fromkeys(field.empties)
        else:
            raise Misuse(f"--{field.name} ne peut pas être vide.")
    return found
