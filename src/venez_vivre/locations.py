"""Places: the communes of Bourgogne-Franche-Comté, their EPCI, and French départements."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Protocol

from venez_vivre.reference import read
from venez_vivre.texts import fold

EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius


class Located(Protocol):
    """Anything with a position, in decimal degrees (WGS 84)."""

    @property
    def lat(self) -> float:
        """Latitude."""

    @property
    def lon(self) -> float:
        """Longitude."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A present-day commune; ``epci`` is a SIREN, ``lat`` and ``lon`` are decimal degrees."""

    code_insee: str
    name: str
    postal_codes: tuple[str, ...]
    department: str
    epci: str
    population: int
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Epci:
    """An intercommunality with a commune in the region; population is that of all its communes."""

    siren: str
    name: str
    kind: str
    department: str
    population: int


# --- communes -------------------------------------------------------------------------------


@cache
def communes() -> tuple[Commune, ...]:
    """Return the 3,685 communes of the region, by INSEE code."""
    return tuple(
        Commune(
            row["code_insee"],
            row["nom"],
            tuple(row["codes_postaux"].split("|")),
            row["dep"],
            row["epci"],
            int(row["population"]),
            float(row["lat"]),
            float(row["lon"]),
        )
        for row in read("communes_bfc")
    )


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


@cache
def _by_name() -> dict[str, dict[str, Commune]]:
    """Index by name key: the communes of that name, then those that absorbed one of that name."""
    index: dict[str, dict[str, Commune]] = defaultdict(dict)
    for place in communes():
        index[_name_key(fold(place.name))][place.code_insee] = place
    for old, name, _ in _former():
        place = _by_code()[old]
        index[_name_key(fold(name))].setdefault(place.code_insee, place)
    _add_short_names(index)
    return dict(index)


def _add_short_names(index: dict[str, dict[str, Commune]]) -> None:
    """Let « Creusot » and « Château-Chinon » answer where no commune has exactly that name."""
    shorter: dict[str, dict[str, Commune]] = defaultdict(dict)
    for key, places in index.items():
        short = re.sub(r"^(?:le|la|les|l) | (?:ville|campagne)$", "", key)
        if short != key and short not in index:
            shorter[short].update(places)
    index.update(shorter)


@cache
def _by_postal_code() -> dict[str, tuple[Commune, ...]]:
    index: dict[str, list[Commune]] = defaultdict(list)
    for place in communes():
        for code in place.postal_codes:
            index[code].append(place)
    return {code: _likeliest_first(places) for code, places in index.items()}


def _likeliest_first(places: list[Commune]) -> tuple[Commune, ...]:
    return tuple(sorted(places, key=lambda place: (-place.population, place.code_insee)))


def commune(code_insee: str) -> Commune | None:
    """Return the commune of an INSEE code, the current one for a former code, else None."""
    return _by_code().get(code_insee)


# --- finding a place ------------------------------------------------------------------------

_ABBREVIATED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur"}
_SLASH = re.compile(r"(?:\b[sS])? ?-?/-?")  # « Chalon s/ Saône », « Chalon/Saône »
_CEDEX = re.compile(r" ?\bcedex\b(?: [0-9]{1,2}\b)?")
_CODE_FIRST = re.compile(r"(?:f |fr )?([0-9]{5}|[0-9]{2,3}|2[ab])\b ?(.*)")
_CODE_LAST = re.compile(r"(.*) ([0-9]{5}|[0-9]{2,3}|2[ab])")


def _name_key(folded: str) -> str:
    words = [_ABBREVIATED.get(word, word) for word in folded.split()]
    if len(words) > 1 and words[-1] in {"le", "la", "les", "l"}:  # « Creusot (Le) »
        words.insert(0, words.pop())
    return " ".join(words)


@lru_cache(maxsize=1 << 14)
def find(text: str, postal_code: str | None = None) -> tuple[Commune, ...]:
    """Resolve the name of a commune of the region, typed as people and exports type it.

    Case, accents, hyphens, « St », CEDEX and a postal code or département beside the name
    (« 71400 Autun », « Autun (71) ») are understood; a former commune gives the current one.
    The postal code, in the text or beside it, settles between homonyms, and alone gives its
    communes. Several candidates come most populated first; none when name and code contradict
    each other (a « Saint-Denis » of 93200 is not one of ours).
    """
    name, hint = _split(_CEDEX.sub("", fold(_SLASH.sub(" sur ", text))))
    hint = (postal_code or "").strip() or hint
    if not name:
        return _by_postal_code().get(_postal_digits(hint), ())
    places = list(_by_name().get(_name_key(name), {}).values())
    if not places:
        name, department = _split_department_name(name)
        places = list(_by_name().get(_name_key(name), {}).values()) if department else []
        hint = hint or department
    return _likeliest_first(_settled(places, hint))


def _split(folded: str) -> tuple[str, str]:
    """Separate a name from the code typed before or after it."""
    if match := _CODE_FIRST.fullmatch(folded):
        return match[2], match[1]
    if match := _CODE_LAST.fullmatch(folded):
        return match[1], match[2]
    return folded, ""


def _split_department_name(folded: str) -> tuple[str, str]:
    """Separate « nevers nievre » into a name and a département's code."""
    for name, code in _department_codes().items():
        if folded.endswith(" " + name):
            return folded.removesuffix(" " + name), code
    return folded, ""


def _settled(places: list[Commune], hint: str) -> list[Commune]:
    """Keep the places that agree with a postal code or, failing that, with its département."""
    if not fold(hint):
        return places
    code = _postal_digits(hint)
    written = code or hint.zfill(5)  # spreadsheets eat the first zero
    exact = [place for place in places if written in place.postal_codes]
    department = department_of(code) if code else hint.upper()
    return exact or [place for place in places if place.department == department]


# --- départements ---------------------------------------------------------------------------

_POSTAL_CODE = re.compile(
    r"(?:FR?)?[- ]?([0-9]{2}) ?([0-9]{3})(?:\.0)?(?: *CEDEX.*)?", re.ASCII | re.IGNORECASE
)
_FRANCE = frozenset({"", "france", "fr", "fra", "france metropolitaine", "metropole", "reunion"})


def _postal_digits(text: str) -> str:
    match = _POSTAL_CODE.fullmatch(text.strip())
    return match[1] + match[2] if match else ""


@lru_cache(maxsize=1 << 14)
def department_of(postal_code: str, country: str = "") -> str | None:
    """Return the département code of a French postal code (``71``, ``2A``, ``974``).

    CEDEX codes, absent from the table, fall back on their first digits. None for another
    country, and for what is not a French postal code. When the commune is known, its own
    ``department`` is the truth: four communes of the region have a neighbour's postal code.
    """
    code = _postal_digits(postal_code)
    if not code or not _is_france(fold(country)):
        return None
    return _department_by_postal_code().get(code) or _department_by_prefix(code)


def _is_france(folded: str) -> bool:
    """Tell whether a folded country is France, unsaid, or the name of one of its parts."""
    return folded in _FRANCE or folded in _department_codes()


def _department_by_prefix(code: str) -> str | None:
    if code.startswith("20"):  # Corsica, Ajaccio's CEDEX being 203xx
        return {"0": "2A", "1": "2A", "3": "2A", "2": "2B", "4": "2B", "6": "2B"}.get(code[2])
    prefix = code[:3] if code.startswith(("97", "98")) else code[:2]
    return prefix if prefix in _departments() else None


@cache
def _department_by_postal_code() -> dict[str, str]:
    return {row["code_postal"]: row["dep"] for row in read("cp_france_min")}


@cache
def _departments() -> dict[str, str]:
    return {row["code"]: row["nom"] for row in read("departements")}


@cache
def _department_codes() -> dict[str, str]:
    """Map folded names to codes, the longest first (« saone et loire » before « loire »)."""
    codes = {fold(name): code for code, name in _departments().items()}
    return {name: codes[name] for name in sorted(codes, key=len, reverse=True)}


def department_name(code: str) -> str | None:
    """Return the name of a département or overseas collectivity, None for an unknown code."""
    return _departments().get(code.strip().upper())


# --- intercommunalities ---------------------------------------------------------------------


@cache
def epcis() -> tuple[Epci, ...]:
    """Return the 116 intercommunalities, by département then name."""
    rows = read("epci_bfc")
    found = (
        Epci(
            row["siren"],
            _tidy(row["nom"]),
            row["nature"],
            row["dep_principal"],
            int(row["population_municipale"]),
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda epci: (epci.department, fold(epci.name))))


_OF = "(?:du |des |de la |de l'|de |d')"


def _tidy(name: str) -> str:
    """Take off the nature, its « de la » or « du », and double spaces."""
    bare = re.sub(f"^(?:CC|CA|CU) (?:{_OF})?", "", " ".join(name.split()))
    if not re.match(f"[^,]* {_OF}[^,]* et ", bare):  # « de Gevrey-Chambertin et de Nuits »
        bare = re.sub(f"(,| et) {_OF}", r"\1 ", bare)
    return bare[:1].upper() + bare[1:]


@cache
def _epci_names() -> dict[str, str]:
    return {epci.siren: epci.name for epci in epcis()}


def epci_name(siren: str) -> str | None:
    """Return the short name of an intercommunality (« Grand Autunois Morvan »), None if unknown."""
    return _epci_names().get(siren)


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
