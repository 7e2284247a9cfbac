"""The groups of a funnel: how a stored key becomes a key for scripts and a name for people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from venez_vivre import NamedTuple
from venez_vivre.dates import MONTHS
from venez_vivre.errors import Misuse, NotFound
from venez_vivre.store.queries import steering as queries
from venez_vivre.store.queries.steering import GROUPINGS, Key, Place, Scope
from venez_vivre.store.reach import readable
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold, listed
from venez_vivre.vocabulary import Channel

UNKNOWN = "(non renseigne)"
ABROAD = "etranger"
NOT_SAID = "(non renseigné)"


class Name(NamedTuple):
    """What a group is called: `key` in scripts' data, `label` on a page."""

    key: str
    label: str

    @property
    def sorting(self) -> str:
        """The label as it is filed."""
        return fold(self.label)


class Namer(dict[Key, Name]):
    """Stored key -> name, worked out the first time a key is met."""

    def __init__(self, make: Callable[[Key], Name]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Key) -> Name:
        """Name one key and remember it; an empty one is unknown."""
        self[key] = found = Name(UNKNOWN, NOT_SAID) if not key else self._make(key)
        return found


def check(by: str) -> str:
    """A grouping that exists, else a sentence that lists them."""
    if by not in GROUPINGS:
        raise Misuse(f"« {by} » n’est pas un regroupement : {', '.join(GROUPINGS)}.")
    return by


def within(rows: Reader, scope: Scope, code: str | None) -> Scope:
    """The same scope inside the territory of that code, everywhere when there is none."""
    return scope._replace(territory=territory(rows, code)) if code else scope


def own(rows: Reader, code: str | None) -> tuple[str | None, str]:
    """Whose figures these are: a code, and what to say when they are of some territories only.

    On a server an officer counts the files that she may read. Those of one territory are its
    figures, under its name; those of several have no name, and must not pass for the Region's.
    """
    mine = None if code else readable(rows)
    if mine is None:
        return code, ""
    seen = [place for place in queries.places(rows) if place.number in mine]
    if len(seen) == 1:
        return seen[0].code, ""
    names = listed(place.name for place in seen)
    return None, f"Ces chiffres ne comptent que les territoires que vous lisez : {names}."


def territory(rows: Reader, code: str) -> Place:
    """The territory of that code."""
    found = queries.place(rows, code)
    if found is None:
        raise NotFound(
            f"Aucun territoire n’a le code {code}. `venez-vivre territoires lister` les montre."
        )
    return found


def namer(rows: Reader, by: str) -> Namer:
    """The names of the groups of this grouping."""
    if by == "territoire":
        places = {place.number: Name(place.code, place.name) for place in queries.places(rows)}
        return Namer(lambda key: places[int(key)])
    if by == "agent":
        names = queries.officers(rows)
        return Namer(lambda key: Name(names[int(key)], names[int(key)]))
    return Namer(_NAMES.get(by, _plain))


def _plain(key: Key) -> Name:
    return Name(str(key), str(key))


def _channel(key: Key) -> Name:
    known = {str(term): term.label for term in Channel}
    return Name(str(key), known.get(str(key), str(key)))


def month_name(key: Key) -> Name:
    """The name of a month, `2025-03`."""
    day = date.fromisoformat(f"{key}-01")
    return Name(str(key), f"{MONTHS[day.month - 1]} {day.year}")


def _department(key: Key) -> Name:
    from venez_vivre.locations import department_name  # noqa: PLC0415  only one grouping reads it

    if key == ABROAD:
        return Name(ABROAD, "Étranger")
    name = department_name(str(key))
    return Name(str(key), f"{name} ({key})" if name else str(key))


_NAMES: dict[str, Callable[[Key], Name]] = {
    "canal": _channel,
    "mois": month_name,
    "departement_origine": _department,
}
