"""What a base hands over: each household by its days and counts, its adults by their prints."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.intake.people import Known, folded
from venez_vivre.steering.regional import prints
from venez_vivre.steering.regional.given_names import Given
from venez_vivre.steering.regional.prints import Prints
from venez_vivre.steering.regional.secret import Secret
from venez_vivre.steering.regional.stamps import SMALL, Stamp, stamp
from venez_vivre.store.queries import regional as queries
from venez_vivre.store.queries import steering
from venez_vivre.store.queries.regional import Days
from venez_vivre.store.reader import Reader

NOBODY = Prints(*("",) * 11, Given(), *("",) * 5, False)
"""The prints of somebody whom nothing may recognise: they are counted as they are."""


GIVEN = Prints._fields.index("given")


class Adult(NamedTuple):
    """Somebody: the ISO day they signed up, None for who was only named; whether a form is theirs.

    `who` is `NOBODY` for who may not be recognised.
    """

    registered_on: str | None
    heard: bool
    who: Prints


class Home(NamedTuple):
    """A household: its territory ("" for none), ISO days, who settled, its adults."""

    territory: str
    registered_on: str | None
    reached_on: str | None
    settled_on: str | None
    adults: int
    children: int
    schooled: int
    people: tuple[Adult, ...]


class Version(NamedTuple):
    """A base at some moment of its life."""

    source: str
    trail: str
    made_on: date

    def precedes(self, other: Version) -> bool:
        """Whether the same base went on to become the other, or was shared again later."""
        if self.source != other.source or not other.trail.startswith(self.trail):
            return False
        return (len(self.trail), self.made_on) < (len(other.trail), other.made_on)


class Share(NamedTuple):
    """Everything that one base hands over.

    `source` tells this base from others, but for its copies; `trail` has a print for each thing
    that was done to it: a copy that lives apart goes another way. `names` are those of territories,
    by code. `unseen` is how many households are counted but may not be recognised.
    """

    source: str
    made_on: date
    trail: str
    names: dict[str, str]
    homes: tuple[Home, ...]
    unseen: int = 0

    @property
    def version(self) -> Version:
        """Of which base it is, and from when."""
        return Version(self.source, self.trail, self.made_on)


def gather(rows: Reader, secret: Secret, today: date) -> Share:
    """What this base hands over today."""
    made = stamp(secret.key("empreintes"))
    places = {place.number: place for place in steering.places(rows)}
    people = _adults(rows)
    found = queries.households(rows)
    homes = [
        _home(one, places[one.territory].code if one.territory else "", people, made)
        for one in found
    ]
    used = {one.territory for one in found} - {0}
    return Share(
        source=made("base", queries.mark(rows) or str(queries.operations(rows)[:1])),
        made_on=today,
        trail="".join(made("geste", str(one), digits=SMALL) for one in queries.operations(rows)),
        names={places[number].code: places[number].name for number in sorted(used)},
        homes=tuple(sorted(homes, key=_order)),
        unseen=sum(not one.compared for one in found),
    )


def _adults(rows: Reader) -> dict[int, list[tuple[str | None, Known]]]:
    found: dict[int, list[tuple[str | None, Known]]] = {}
    for registered, *who in queries.adults(rows):
        known = _known(*who)
        found.setdefault(known.household, []).append((registered, known))
    return found


def _known(*said: Any) -> Known:
    *_, heard, commune = said
    day = date.fromisoformat(heard) if heard else None
    return Known(*(*said[:10], day, folded(commune) if commune else None))


def _home(
    one: Days,
    territory: str,
    people: dict[int, list[tuple[str | None, Known]]],
    made: Stamp,
) -> Home:
    adults = [
        Adult(day, known.heard_on is not None, prints.of(known, made) if one.compared else NOBODY)
        for day, known in people.get(one.number, ())
        if day or one.compared
    ]
    days = one.registered_on, one.reached_on, one.settled_on
    counts = one.adults, one.children, one.schooled
    return Home(territory, *days, *counts, tuple(sorted(adults, key=_of_adult)))


def _order(home: Home) -> tuple[Any, ...]:
    """An order that says nothing of the numbers of the base."""
    return tuple(map(str, home[:7])), tuple(map(_of_adult, home.people))


def _of_adult(adult: Adult) -> tuple[str, ...]:
    return (str(adult.registered_on), *map(str, adult.who))


# --- as bytes -------------------------------------------------------------------------------


def packed(trail: str, homes: Iterable[Home]) -> bytes:
    """A trail and households as compressed JSON."""
    found = [
        [*home[:7], [[a.registered_on, a.heard, *a.who] for a in home.people]] for home in homes
    ]
    return zlib.compress(json.dumps([trail, found], separators=(",", ":")).encode(), 9)


def unpacked(raw: bytes) -> tuple[str, tuple[Home, ...]]:
    """The trail and the households that bytes of ours hold.

    Raises:
        ValueError: they are no bytes of ours.

    """
    try:
        trail, homes = json.loads(zlib.decompress(raw))
        return trail, tuple(_read(home) for home in homes)
    except (zlib.error, TypeError) as error:
        raise ValueError from error


def _read(said: list[Any]) -> Home:
    adults = (Adult(day, heard, _prints(who)) for day, heard, *who in said[7])
    return Home(*(*said[:7], tuple(adults)))


def _prints(said: list[Any]) -> Prints:
    given = Given(*said[GIVEN])
    return Prints(*(*said[:GIVEN], given, *said[GIVEN + 1 :]))
