"""Options that several commands share, and the parsers of their text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Generic, Protocol, TypeVar

from venez_vivre.casework.terms import understand
from venez_vivre.desk import check_format
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Param, argument, option
from venez_vivre.texts import Pattern
from venez_vivre.vocabulary import Term

WHOLE = Pattern("[+-]?[0-9]{1,12}")


def whole(text: str) -> int:
    """A whole number written with plain digits."""
    if not WHOLE.fullmatch(text.strip()):
        raise Misuse(f"« {text} » n’est pas un nombre entier.")
    return int(text)


def at_least_one(text: str) -> int:
    """A whole number from 1 on."""
    number = whole(text)
    if number < 1:
        raise Misuse(f"{number} n’est pas possible : donnez un nombre à partir de 1.")
    return number


T = TypeVar("T", bound=Term)


class Coded(Generic[T]):
    """A parser of the coded values of a family, which completion can list."""

    def __init__(self, kind: type[T]) -> None:
        self.kind = kind

    def __call__(self, text: str) -> T:
        """The term that the text names."""
        return understand(self.kind, text)


def one_of(kind: type[T]) -> Coded[T]:
    """A parser of that coded value, however it is spelled."""
    return Coded(kind)


PAGE = 25
"""How many lines a table shows when nobody says; other formats hold everything."""


def lines(limit: int | None, form: str | None) -> int | None:
    """How many lines to read for a list; None for all of them."""
    return limit or (PAGE if form in {None, "table"} else None)


def iso(day: date | None) -> str | None:
    """A day as the base keeps it."""
    return None if day is None else day.isoformat()


Format = Annotated[
    str | None,
    option("--format", "-f", metavar="FORMAT", parser=check_format, help="table, json, csv ou md."),
]
Yes = Annotated[bool, option("--oui", help="Ne pas demander de confirmation.")]
Since = Annotated[str | None, option("--du", metavar="DATE", help="Premier jour, compris.")]
Cohort = Annotated[
    str | None,
    option(
        "--cohorte",
        metavar="[MOIS]",
        help="Suivre les mêmes foyers, par mois d’inscription ; ou ceux d’un mois, 2025-03.",
    ),
]
Territory = Annotated[
    str | None, option("--territoire", metavar="CODE", help="Un seul territoire.")
]
Until = Annotated[str | None, option("--au", metavar="DATE", help="Dernier jour, compris.")]
Week = Annotated[str | None, option("--semaine", metavar="2025-W48", help="Une semaine.")]
Month = Annotated[str | None, option("--mois", metavar="2025-11", help="Un mois.")]
Year = Annotated[str | None, option("--annee", metavar="2025", help="Une année.")]

Limit = Annotated[
    int | None,
    option("--limite", "-n", metavar="N", parser=at_least_one, help="Combien de lignes."),
]
HouseholdWords = Annotated[
    list[str], argument(metavar="FOYER", help="Sa référence, un e-mail ou des mots d’un nom.")
]
InTerritory = Annotated[
    str | None,
    option("--territoire", metavar="CODE", help="Code ou nom ; « aucun » se comprend."),
]
OfOfficer = Annotated[
    str | None,
    option("--agent", metavar="NOM", help="Chargé d’accueil ; « aucun » se comprend."),
]


class Typed(Protocol):
    """A line of a table of fields that people type: what its option is made of."""

    @property
    def name(self) -> str:
        """Its French name."""

    @property
    def metavar(self) -> str:
        """What help shows after the option."""

    @property
    def help(self) -> str:
        """What help says of it."""

    @property
    def completes(self) -> Any:
        """What may be typed, or the name of a source."""


def params_of(known: Iterable[Typed]) -> tuple[Param, ...]:
    """One option for each field of a table, for the commands that take them as `**values`."""
    return tuple(
        Param(
            field.name,
            option(
                f"--{field.name.replace('_', '-')}",
                metavar=field.metavar,
                help=field.help,
                completes=field.completes,
            ),
            str | None,
            default=None,
            required=False,
        )
        for field in known
    )
