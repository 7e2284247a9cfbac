"""The communes of the region, present and former: where they are, what they are called."""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Protocol

from venez_vivre import NamedTuple
from venez_vivre.reference import lines, read
from venez_vivre.texts import Pattern, fold

EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius


class Located(Protocol):
    """Anything with a position, in decimal degrees (WGS 84)."""

    @property
    def lat(self) -> float:
        """Latitude."""

    @property
    def lon(self) -> float:
        """Longitude."""


class Commune(NamedTuple):
    """A present-day commune; ``epci`` is a SIREN, ``lat`` and ``lon`` are decimal degrees."""

    code_insee: str
    name: str
    postal_codes: tuple[str, ...]
    department: str
    epci: str
    population: int
    lat: float
    lon: float

    @property
    def told(self) -> str:
        """« Autun 71400 »: its name with what tells it from its homonyms."""
        return f"{self.name} {self.postal_codes[0]}"


@cache
def communes() -> tuple[Commune, ...]:
    """Return the 3,685 communes of the region, by INSEE code."""
    return tuple(map(_made, _raw()[1]))


def commune(code_insee: str) -> Commune | None:
    """Return the commune of an INSEE code, the current one for a former code, else None."""
    if _by_code.cache_info().currsize:
        return _by_code().get(code_insee)
    return _alone(code_insee)


MANY = 300
"""Beyond as many communes, reading all of them is quicker than one by one."""


@lru_cache(maxsize=1 << 12)
def _alone(code_insee: str) -> Commune | None:
    """Return one commune without making the 3,685 others, which takes 12 ms."""
    if _alone.cache_info().currsize > MANY:
        return _by_code().get(code_insee)
    codes, rows = _raw()
    at = bisect_left(codes, code_insee)
    if codes[at : at + 1] == [code_insee]:
        return _made(rows[at])
    current = next((new for old, _, new in _former() if old == code_insee), None)
    return _alone(current) if current else None


@cache
def _raw() -> tuple[list[str], list[str]]:
    """Return the sorted codes of the table of communes, and its lines."""
    rows = sorted(lines("communes_bfc"))
    return [row.partition(",")[0] for row in rows], rows


def _made(row: str) -> Commune:
    code, name, postal_codes, department, epci, population, lat, lon = next(csv.reader([row]))
    codes = tuple(postal_codes.split("|"))
    place = float(lat), float(lon)
    return Commune(code, name, codes, department, epci, int(population), *place)


@cache
def _by_code() -> dict[str, Commune]:
    """Index by INSEE code; the code of a former commune leads to the current one."""
    current = {place.code_insee: place for place in communes()}
    return {old: current[new] for old, _, new in _former()} | current


@cache
def _former() -> tuple[tuple[str, str, str], ...]:
    """Return the code, name and current commune's code of each former commune."""
    rows = read("communes_deleguees_bfc")
    return tuple((row["code_insee"], row["nom"], row["commune_actuelle"]) for row in rows)


# --- names ----------------------------------------------------------------------------------

_ABBREVIATED = {
    "st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "mt": "mont",
    "s": "sur", "ss": "sous", "lez": "les", "vx": "vieux", "gd": "grand", "gde": "grande",
}  # fmt: skip
_ARTICLES = frozenset({"le", "la", "les", "l"})
_FIRST_OR_LAST = Pattern(r"^(?:le|la|les|l) | (?:ville|campagne)$")


def name_key(folded: str) -> str:
    """Return the key of a folded name: words in full, the article first."""
    words = [_ABBREVIATED.get(word, word) for word in folded.split()]
    if len(words) > 1 and words[-1] in _ARTICLES:  # « Creusot (Le) »
        words.insert(0, words.pop())
    return " ".join(words)


@cache
def by_name() -> dict[str, tuple[Commune, ...]]:
    """Index by name key: the communes of that name, then those that absorbed one of that name."""
    index: dict[str, dict[str, Commune]] = defaultdict(dict)
    for place in communes():
        index[name_key(fold(place.name))][place.code_insee] = place
    for old, name, _ in _former():
        place = _by_code()[old]
        index[name_key(fold(name))].setdefault(place.code_insee, place)
    _add_short_names(index)
    return {key: tuple(places.values()) for key, places in index.items()}


def _add_short_names(index: dict[str, dict[str, Commune]]) -> None:
    """Let « Creusot » and « Château-Chinon » answer where no commune has exactly that name."""
    shorter: dict[str, dict[str, Commune]] = defaultdict(dict)
    for key, places in index.items():
        short = _FIRST_OR_LAST.sub("", key)
        if short != key and short not in index:
            shorter[short].update(places)
    index.update(shorter)


@cache
def by_postal_code() -> dict[str, tuple[Commune, ...]]:
    """Index by postal code, the most populated first."""
    index: dict[str, list[Commune]] = defaultdict(list)
    for place in communes():
        for code in place.postal_codes:
            index[code].append(place)
    return {code: likeliest_first(places) for code, places in index.items()}


def likeliest_first(places: Iterable[Commune]) -> tuple[Commune, ...]:
    """Return communes, the most populated first."""
    return tuple(sorted(places, key=lambda place: (-place.population, place.code_insee)))


@cache
def _by_epci() -> dict[str, tuple[Commune, ...]]:
    index: dict[str, list[Commune]] = defaultdict(list)
    for place in communes():
        index[place.epci].append(place)
    return {siren: tuple(places) for siren, places in index.items()}


def communes_of(siren: str) -> tuple[Commune, ...]:
    """Return the communes of the region that belong to an intercommunality, by INSEE code."""
    return _by_epci().get(siren, ())


def distance_km(a: Located, b: Located) -> float:
    """Return the great-circle distance in kilometres (haversine, mean Earth radius)."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    chord = (
        sin((lat_b - lat_a) / 2) ** 2
        + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))
