"""Places: the communes of Bourgogne-Franche-Comté, their EPCI, and French départements."""

from __future__ import annotations

from venez_vivre.locations.countries import country_code
from venez_vivre.locations.departments import (
    department_code,
    department_name,
    department_of,
)
from venez_vivre.locations.finding import Certainty, Resolution, find, point_elsewhere, resolve
from venez_vivre.locations.gazetteer import (
    EARTH_RADIUS_KM,
    Commune,
    Located,
    commune,
    communes,
    communes_of,
    distance_km,
)
from venez_vivre.locations.intercommunal import Epci, epci_name, epcis, find_epci

__all__ = [
    "EARTH_RADIUS_KM",
    "Certainty",
    "Commune",
    "Epci",
    "Located",
    "Resolution",
    "commune",
    "communes",
    "communes_of",
    "country_code",
    "department_code",
    "department_name",
    "department_of",
    "distance_km",
    "epci_name",
    "epcis",
    "find",
    "find_epci",
    "point_elsewhere",
    "resolve",
]
