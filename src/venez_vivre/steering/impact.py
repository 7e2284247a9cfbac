"""What settled people spend in the region: an order of magnitude, with its method beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Assumption:
    """One number that the estimate rests on, with its unit and where it comes from."""

    value: float
    unit: str
    source: str


ASSUMPTIONS = {
    "euros_par_personne": Assumption(
        15_200, "€ par personne et par an", "bilan publié du dispositif : 375 personnes, 5,7 M€"
    ),
    "euros_par_foyer": Assumption(
        32_000, "€ par foyer et par an", "coefficient publié : 50 foyers = 1,6 M€ et 8 emplois"
    ),
    "emplois_par_foyer": Assumption(
        0.16, "emploi induit par foyer", "coefficient publié : 50 foyers = 1,6 M€ et 8 emplois"
    ),
}
"""The published coefficients of the scheme."""

METHOD = (
    "Ordre de grandeur : dépense brute estimée par an, par les coefficients publiés du dispositif, "
    "pour toutes les installations accompagnées de la période, départs ultérieurs compris."
)


@dataclass(frozen=True)
class Impact:
    """The same spending estimated two ways, in euros a year, and the jobs it induces."""

    people: int
    households: int
    euros_by_people: float
    euros_by_households: float
    jobs: float

    @property
    def gap(self) -> float:
        """The first estimate less the second, in euros."""
        return self.euros_by_people - self.euros_by_households

    @property
    def gap_ratio(self) -> float | None:
        """The gap as a part of the larger estimate; None when both are nothing."""
        larger = max(self.euros_by_people, self.euros_by_households)
        return abs(self.gap) / larger if larger else None


def estimate(people: int, households: int) -> Impact:
    """What these settled people and households bring, by each published coefficient."""
    return Impact(
        people,
        households,
        people * ASSUMPTIONS["euros_par_personne"].value,
        households * ASSUMPTIONS["euros_par_foyer"].value,
        round(households * ASSUMPTIONS["emplois_par_foyer"].value, 2),
    )
