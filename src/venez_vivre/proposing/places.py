"""Where a household wishes to live, and how far by road an offer is from there."""

from __future__ import annotations

from functools import lru_cache
from math import cos, radians, sin, sqrt

from venez_vivre import NamedTuple, locations
from venez_vivre.criteria.facts import HouseholdFacts, OfferFacts
from venez_vivre.criteria.place import BEYOND, HYBRID, MARGIN_KM, ROAD_FACTOR
from venez_vivre.locations import EARTH_RADIUS_KM
from venez_vivre.matching import UNKNOWN
from venez_vivre.store.queries.matching import Box
from venez_vivre.texts import fold

WIDEST = 20.0
"""Degrees; a wider rectangle leaves nothing out, and meridians meet at the pole."""

Vector = tuple[float, float, float]
Territories = dict[int, tuple[str, str, tuple[str, ...]]]

DEGREE_KM = 111.0
"""Kilometres in a degree of latitude, a little under: rectangles are drawn a little too large."""


@lru_cache(maxsize=1 << 15)
def vector(lat: float, lon: float) -> Vector:
    """The place on a sphere of the Earth's radius, in km; the sines are the libm's for everyone."""
    a, b = radians(lat), radians(lon)
    flat = EARTH_RADIUS_KM * cos(a)
    return flat * cos(b), flat * sin(b), EARTH_RADIUS_KM * sin(a)


def road_km(chord: float) -> float:
    """Kilometres by road for a straight line through the Earth.

    The arc is the chord times a short series of the sine's inverse (1e-9 at 1,000 km): only
    additions and products, so that numbers and arrays agree to the last bit.
    """
    t = chord / (2.0 * EARTH_RADIUS_KM)
    square = t * t
    return ROAD_FACTOR * chord * (1.0 + square * (1.0 / 6.0 + square * (3.0 / 40.0)))


class Wished(NamedTuple):
    """The places a household wishes for: the communes, where they are, how they are called.

    `area` is the name of the territory when it is one, none when communes were named.
    """

    codes: frozenset[str] = frozenset()
    points: tuple[Vector, ...] = ()
    names: tuple[str, ...] = ()
    corners: tuple[tuple[float, float], ...] = ()
    area: str = ""

    @property
    def town(self) -> str:
        """The most populated of the communes, '' when there is none."""
        known = [place for code in self.codes if (place := locations.commune(code))]
        most = max(known, key=lambda place: (place.population, place.name), default=None)
        return most.name if most else ""

    def km(self, offer: OfferFacts) -> tuple[float, str]:
        """How far an offer is by road and from where; unknown when one is nowhere."""
        if not self.points:
            return UNKNOWN, ""
        if offer.code_insee in self.codes:
            return 0.0, self._here(offer)
        if offer.latitude is None or offer.longitude is None:
            return UNKNOWN, ""
        return self._nearest(vector(offer.latitude, offer.longitude))

    def _here(self, offer: OfferFacts) -> str:
        return f"dans {self.area}" if self.area else f"à {offer.commune or 'destination'}"

    def _nearest(self, at: Vector) -> tuple[float, str]:
        x, y, z = at
        squares = [
            (x - a) * (x - a) + (y - b) * (y - b) + (z - c) * (z - c) for a, b, c in self.points
        ]
        least = min(squares)
        return road_km(sqrt(least)), self.names[squares.index(least)]

    def box(self, reach: float, felt: float = HYBRID) -> Box | None:
        """The rectangle beyond which nothing is near enough, one km being felt as `felt`."""
        if not self.corners:
            return None
        far = (reach * BEYOND + MARGIN_KM) / (ROAD_FACTOR * felt) / DEGREE_KM
        if far > WIDEST:
            return None
        lats = [lat for lat, _ in self.corners]
        lons = [lon for _, lon in self.corners]
        wide = far / cos(radians(max(lats) + far))
        return Box(min(lats) - far, max(lats) + far, min(lons) - wide, max(lons) + wide)


@lru_cache(maxsize=1 << 12)
def _of_codes(codes: tuple[str, ...], area: str) -> Wished:
    found = [place for code in codes if (place := locations.commune(code))]
    return Wished(
        frozenset(place.code_insee for place in found) | frozenset(codes),
        tuple(vector(place.lat, place.lon) for place in found),
        tuple(place.name for place in found),
        tuple((place.lat, place.lon) for place in found),
        area if found else "",
    )


def wished(house: HouseholdFacts, territories: Territories) -> Wished:
    """Where a household wishes to live: communes, else territories, else the one it is in."""
    if house.wished_codes:
        found = _of_codes(tuple(house.wished_codes.split("|")), "")
        if found.points:
            return found
    numbers = _named(house.wished_territories, territories)
    if not numbers and house.territory_id in territories:
        numbers = [house.territory_id]
    codes = tuple(code for number in numbers for code in territories[number][2])
    return _of_codes(codes, " ou ".join(territories[number][1] for number in numbers))


def _named(said: str | None, territories: Territories) -> list[int]:
    """The territories that a list names by code or name."""
    wanted = {fold(part) for part in (said or "").split("|") if part.strip()}
    return [
        number
        for number, (code, name, _) in territories.items()
        if wanted & {fold(code), fold(name)}
    ]


def main_town(code_insee: str | None) -> str:
    """The most populated commune of the intercommunality of a commune, '' when it is unknown."""
    found = locations.commune(code_insee) if code_insee else None
    if found is None:
        return ""
    around = locations.communes_of(found.epci) or (found,)
    return max(around, key=lambda place: (place.population, place.name)).name


def population(code_insee: str | None) -> float:
    """How many people live in a commune, unknown for none of the region."""
    found = locations.commune(code_insee) if code_insee else None
    return UNKNOWN if found is None else float(found.population)
