"""The 35 demonstration territories, built from real EPCI, and the officers who work there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from venez_vivre.demo.draws import Dice
from venez_vivre.demo.people import Phones, address
from venez_vivre.demo.places import (
    DEPARTMENTS,
    Commune,
    Epci,
    communes,
    department_names,
    epcis,
    unique_names,
)

GROUPS_OF_COMMUNES = 22
TOWN_GROUPS = 9
DEPARTMENT_TERRITORIES = ("58", "70", "71", "89")
OFFICERS = (
    *("Sophie Aubry", "Marc Delorme", "Élodie Vuittenez", "Hélène Maçon", "Cyril Grosjean"),
    *("Nadège Perrot", "Fabien Routhier", "Claire Bouvret", "Zoé Jacquier", "Mathieu Bôle"),
    *("Anaïs Truchot", "Loïc Pernot", "Sandra Mougin", "Étienne Cuenot", "Laure Saulnier"),
    *("Damien Choffat", "Estelle Guyennot", "Rémi Bolard", "Noémie Carteron", "Benoît Lachiche"),
    *("Maud Rebillard", "Guillaume Naudet", "Céline Thiébaud", "Antoine Febvre", "Myriam Pautet"),
    *("Romain Tisserand", "Coralie Duprat", "Joël Vincenot", "Pauline Chaudat", "Kévin Barbaux"),
    *("Muriel Goudot", "Florent Bidal", "Agnès Nonotte", "Yannick Lamy", "Lucie Baverel"),
    *(
        "Olivier Chassagne",
        "Emma Ravier",
        "Thibaut Gillot",
        "Virginie Sordet",
        "Alexis Moncharmont",
    ),
)


@dataclass(frozen=True)
class Territory:
    """One of the collectivités, with the communes where its households settle."""

    code: str
    name: str
    kind: str
    department: str
    cover: str
    towns: tuple[Commune, ...]
    officers: tuple[str, ...]
    weight: int


def _towns(members: list[Commune]) -> tuple[Commune, ...]:
    """Lay out the communes whose name is unique in the region, the larger ones more often."""
    named = [c for c in members if c.name in unique_names() and "(" not in c.name]
    named.sort(key=lambda commune: (-commune.population, commune.insee))
    return tuple(
        commune for commune in named[:25] for _ in range(1 + int(commune.population**0.5 / 12))
    )


def _chosen_groups() -> list[Epci]:
    """Choose 22 communautés de communes, the largest of each département in turn, and 9 larger."""
    usable = [e for e in epcis() if "," not in e.name and e.department in DEPARTMENTS]
    rural = [[e for e in usable if e.nature == "CC" and e.department == d] for d in DEPARTMENTS]
    in_turn = [epci for rank in zip_longest(*rural) for epci in rank if epci]
    urban = [epci for epci in usable if epci.nature != "CC"]
    return urban[:TOWN_GROUPS] + in_turn[:GROUPS_OF_COMMUNES]


def _officers(rank: int) -> tuple[str, ...]:
    """Return one officer, or two for the first territories, who have the most people."""
    extra = len(OFFICERS) - GROUPS_OF_COMMUNES - TOWN_GROUPS - len(DEPARTMENT_TERRITORIES)
    start = rank + min(rank, extra)
    return OFFICERS[start : start + (2 if rank < extra else 1)]


def _group_territory(rank: int, epci: Epci) -> Territory:
    members = [commune for commune in communes() if commune.siren == epci.siren]
    return Territory(
        code=f"T{rank + 1:02d}",
        name=f"Démo – {epci.name}",
        kind=epci.nature,
        department=epci.department,
        cover=epci.siren,
        towns=_towns(members),
        officers=_officers(rank),
        weight=max(4, int(epci.population**0.5 / 12)),
    )


def _department_territory(rank: int, department: str, taken: set[str]) -> Territory:
    members = [c for c in communes() if c.department == department and c.siren not in taken]
    return Territory(
        code=f"D{department}",
        name=f"Démo – Département {department_names()[department]}",
        kind="DEPT",
        department=department,
        cover="|".join(commune.insee for commune in members),
        towns=_towns(members),
        officers=_officers(rank),
        weight=12,
    )


@cache
def territories() -> tuple[Territory, ...]:
    """Return the 35 territories; no commune belongs to two of them."""
    groups = _chosen_groups()
    taken = {epci.siren for epci in groups}
    first = [_group_territory(rank, epci) for rank, epci in enumerate(groups)]
    last = [
        _department_territory(rank, department, taken)
        for rank, department in enumerate(DEPARTMENT_TERRITORIES, start=len(first))
    ]
    return tuple(first + last)


@cache
def often() -> tuple[Territory, ...]:
    """Lay out the territories, each as often as its weight."""
    return tuple(territory for territory in territories() for _ in range(territory.weight))


def territory_rows() -> list[list[str]]:
    """Return the rows of the territories file."""
    return [[t.code, t.name, t.kind, t.department, t.cover, "oui"] for t in territories()]


def officer_rows(phones: Phones) -> list[list[str]]:
    """Return the rows of the officers file."""
    return [
        [name, f"{address(name, '.')}@example.org", phones.landline(), territory.code]
        for territory in territories()
        for name in territory.officers
    ]


def wished(dice: Dice) -> tuple[Territory, ...]:
    """Draw the territories a household wishes for; the first is where it is looked after."""
    first = dice.pick(often())
    second = dice.pick(often())
    return (first, second) if dice.chance(0.18) and second is not first else (first,)
