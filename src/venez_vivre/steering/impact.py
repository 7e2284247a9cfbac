"""What settled people spend in the region: an order of magnitude, with its method beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from venez_vivre.errors import Misuse
from venez_vivre.store.queries import assumptions as queries
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold

PUBLISHED = date(2025, 11, 27)
"""The day on which the scheme published its first year, and these coefficients."""


@dataclass(frozen=True)
class Assumption:
    """One number that the estimate rests on: its unit, where it comes from, since which day.

    `usual` says whether it is the published one, which nobody changed in this base.
    """

    value: float
    unit: str
    source: str
    dated: date = PUBLISHED
    usual: bool = True


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
"""The published coefficients of the scheme, unless a base says otherwise."""

METHOD = (
    "Ordre de grandeur : dépense brute estimée par an, par les coefficients publiés du dispositif, "
    "pour toutes les installations accompagnées de la période, départs ultérieurs compris."
)
RETURN_METHOD = (
    "Ordre de grandeur : dépense annuelle estimée des installés pour un euro de campagne de la "
    "même période. Les salaires et les autres moyens du dispositif ne sont pas comptés."
)


def assumptions(rows: Reader) -> dict[str, Assumption]:
    """The assumptions of a base: those that somebody set there, else the published ones."""
    said = queries.said(rows)
    return {
        name: Assumption(said[name].value, usual.unit, said[name].source, said[name].dated, False)
        if name in said
        else usual
        for name, usual in ASSUMPTIONS.items()
    }


def plain(value: float) -> float | int:
    """A whole number without decimals."""
    return int(value) if value == int(value) else value


def named(text: str) -> str:
    """The name of an assumption.

    Raises:
        Misuse: there is none of that name.

    """
    wanted = fold(text).replace(" ", "_")
    if wanted in ASSUMPTIONS:
        return wanted
    raise Misuse(f"« {text} » n’est pas une hypothèse connue : {', '.join(ASSUMPTIONS)}.")


@dataclass(frozen=True)
class Impact:
    """The same spending estimated two ways, in euros a year, and the jobs it induces.

    `spent` is what campaigns cost in the period, in euros.
    """

    people: int
    households: int
    euros_by_people: float
    euros_by_households: float
    jobs: float
    spent: float
    assumptions: Mapping[str, Assumption]

    @property
    def gap(self) -> float:
        """The first estimate less the second, in euros."""
        return self.euros_by_people - self.euros_by_households

    @property
    def gap_ratio(self) -> float | None:
        """The gap as a part of the larger estimate; None when both are nothing."""
        larger = max(self.euros_by_people, self.euros_by_households)
        return abs(self.gap) / larger if larger else None

    @property
    def cost_per_household(self) -> float | None:
        """Campaign euros for each household settled; None when there is none."""
        return self.spent / self.households if self.households else None

    @property
    def cost_per_person(self) -> float | None:
        """Campaign euros for each person settled; None when there is none."""
        return self.spent / self.people if self.people else None

    @property
    def returned(self) -> tuple[float, float] | None:
        """Euros a year for one euro of campaign, by each estimate, the lower first."""
        if not self.spent:
            return None
        ways = self.euros_by_people / self.spent, self.euros_by_households / self.spent
        return min(ways), max(ways)


def estimate(
    people: int,
    households: int,
    spent: float = 0.0,
    known: Mapping[str, Assumption] = ASSUMPTIONS,
) -> Impact:
    """What these settled people and households bring, by each coefficient.

    Args:
        people: how many settled.
        households: in how many households.
        spent: what campaigns cost in the same period, in euros.
        known: the assumptions.

    """
    return Impact(
        people,
        households,
        round(people * known["euros_par_personne"].value, 2),
        round(households * known["euros_par_foyer"].value, 2),
        round(households * known["emplois_par_foyer"].value, 2),
        spent,
        known,
    )
