"""Real places from the packaged tables: communes and EPCI of the region, postal codes of France."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from venez_vivre import reference

DEPARTMENTS = ("21", "25", "39", "58", "70", "71", "89", "90")
_OVERSEAS = ("97", "98")

# Where many registrants live, as they write it; the number is how often.
BIG_TOWNS: tuple[tuple[str, str, str, int], ...] = (
    ("75011", "Paris", "", 9),
    ("75013", "Paris", "", 7),
    ("75015", "Paris", "", 9),
    ("75018", "Paris", "", 8),
    ("75019", "Paris", "", 8),
    ("75020", "Paris", "", 9),
    ("92100", "Boulogne-Billancourt", "", 6),
    ("92000", "Nanterre", "", 5),
    ("92120", "Montrouge", "", 3),
    ("92700", "Colombes", "", 4),
    ("93100", "Montreuil", "", 8),
    ("93200", "Saint-Denis", "", 5),
    ("93500", "Pantin", "", 4),
    ("94200", "Ivry-sur-Seine", "", 4),
    ("94000", "Créteil", "", 5),
    ("94400", "Vitry-sur-Seine", "", 4),
    ("91000", "Évry-Courcouronnes", "", 4),
    ("91300", "Massy", "", 3),
    ("78000", "Versailles", "", 5),
    ("78500", "Sartrouville", "", 3),
    ("95100", "Argenteuil", "", 4),
    ("95000", "Cergy", "", 4),
    ("77000", "Melun", "", 4),
    ("77100", "Meaux", "", 4),
    ("69003", "Lyon", "", 7),
    ("69007", "Lyon", "", 6),
    ("69008", "Lyon", "", 5),
    ("69100", "Villeurbanne", "", 7),
    ("69200", "Vénissieux", "", 3),
    ("42000", "Saint-Étienne", "", 4),
    ("38000", "Grenoble", "", 6),
    ("74000", "Annecy", "", 4),
    ("73000", "Chambéry", "", 3),
    ("01000", "Bourg-en-Bresse", "", 4),
    ("63000", "Clermont-Ferrand", "", 3),
    ("67000", "Strasbourg", "", 5),
    ("68100", "Mulhouse", "", 4),
    ("54000", "Nancy", "", 4),
    ("88000", "Épinal", "", 2),
    ("10000", "Troyes", "", 3),
    ("51100", "Reims", "", 3),
    ("59000", "Lille", "", 4),
    ("44000", "Nantes", "", 3),
    ("33000", "Bordeaux", "", 3),
    ("31000", "Toulouse", "", 3),
    ("34000", "Montpellier", "", 3),
    ("13001", "Marseille", "", 3),
    ("06000", "Nice", "", 2),
    ("21000", "Dijon", "", 2),
    ("25000", "Besançon", "", 2),
    ("1201", "Genève", "Suisse", 2),
    ("1003", "Lausanne", "Suisse", 2),
    ("1000", "Bruxelles", "Belgique", 2),
    ("5000", "Namur", "Belgique", 1),
    ("L-1009", "Luxembourg", "Luxembourg", 1),
    ("H2X 1Y4", "Montréal", "Canada", 1),
)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the region."""

    insee: str
    name: str
    postal_code: str
    department: str
    siren: str
    population: int
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class Epci:
    """A group of communes."""

    siren: str
    name: str
    nature: str
    department: str
    population: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a household lives today; `number` is its rank among all origins."""

    number: int
    postal_code: str
    town: str
    country: str


@cache
def communes() -> tuple[Commune, ...]:
    """Return every commune of the region."""
    return tuple(
        Commune(
            row["code_insee"],
            row["nom"],
            row["codes_postaux"].split("|")[0],
            row["dep"],
            row["epci"],
            int(row["population"] or 0),
            row["lat"],
            row["lon"],
        )
        for row in reference.read("communes_bfc")
    )


@cache
def unique_names() -> frozenset[str]:
    """Return the commune names that only one commune of the region bears."""
    counts = Counter(commune.name for commune in communes())
    return frozenset(name for name, count in counts.items() if count == 1)


@cache
def epcis() -> tuple[Epci, ...]:
    """Return the EPCI of the region, the most populated first."""
    rows = (
        Epci(
            row["siren"],
            " ".join(row["nom"].split()),
            row["nature"],
            row["dep_principal"],
            int(row["population_municipale"] or 0),
        )
        for row in reference.read("epci_bfc")
    )
    return tuple(sorted(rows, key=lambda epci: (-epci.population, epci.siren)))


@cache
def department_names() -> dict[str, str]:
    """Return the name of each département by its code."""
    return {row["code"]: row["nom"] for row in reference.read("departements")}


@cache
def occupation_labels() -> dict[str, str]:
    """Return the official label of each ROME code."""
    return {row["code_rome"]: row["libelle"] for row in reference.read("rome_metiers")}


def _weight(department: str) -> int:
    """Say how often a postal code of a département is drawn."""
    if department in {"75", "77", "78", "91", "92", "93", "94", "95"}:
        return 6
    if department in {"01", "38", "42", "69", "73", "74", "10", "52", "68", "88", "03", "18", "45"}:
        return 3
    return 1


@cache
def small_towns() -> tuple[Origin, ...]:
    """Lay out the postal codes of mainland France, those near the region or Paris more often."""
    big = {code for code, *_ in BIG_TOWNS}
    origins: list[Origin] = []
    for number, row in enumerate(reference.read("cp_france_min"), start=len(BIG_TOWNS)):
        code = row["code_postal"]
        if not code.startswith(_OVERSEAS) and code not in big:
            origins += [Origin(number, code, "", "")] * _weight(row["dep"])
    return tuple(origins)


@cache
def big_towns() -> tuple[Origin, ...]:
    """Lay out the large towns, each as often as its weight."""
    origins: list[Origin] = []
    for number, (code, town, country, weight) in enumerate(BIG_TOWNS):
        origins += [Origin(number, code, town, country)] * weight
    return tuple(origins)
