"""Needs that no open offer meets at all: counted plainly, without weighing anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from venez_vivre.steering.documents.figures import Figure
from venez_vivre.steering.documents.making import Making
from venez_vivre.store.queries import stocks as queries
from venez_vivre.store.queries.stocks import Alike, Open
from venez_vivre.vocabulary import HousingWish, OfferKind

KINDS = (OfferKind.JOB, OfferKind.HOME, OfferKind.SCHOOL, OfferKind.CHILDCARE)
METHOD = (
    "Foyers accompagnés pour lesquels il n’existe, dans leur territoire, aucune offre ouverte : "
    "dans le domaine d’un de leurs métiers, de la taille et au prix de leur logement, une école, "
    "une garde. `venez-vivre besoins` va plus loin : il pèse chaque offre."
)
RENT, SALE = "location", "vente"


class Supply:
    """The open offers, by territory: an offer whose place is not known may be anywhere."""

    def __init__(self, offers: Sequence[Open]) -> None:
        self._by: dict[tuple[str, int | None], list[Open]] = {}
        self._all: dict[str, list[Open]] = {}
        for one in offers:
            self._by.setdefault((one.kind, one.territory), []).append(one)
            self._all.setdefault(one.kind, []).append(one)
        self._domains: dict[int | None, frozenset[str | None]] = {}

    def domains(self, territory: int | None) -> frozenset[str | None]:
        """The domains of the jobs in that territory, looked for once."""
        if territory not in self._domains:
            jobs = self.near(OfferKind.JOB, territory)
            self._domains[territory] = frozenset(one.domain for one in jobs)
        return self._domains[territory]

    def near(self, kind: str, territory: int | None) -> Iterator[Open]:
        """The offers of a kind in that territory; all of them for a household without one."""
        if territory is None:
            yield from self._all.get(kind, ())
            return
        yield from self._by.get((kind, territory), ())
        yield from self._by.get((kind, None), ())


def section(making: Making) -> dict[str, Any]:
    """Followed households by kind of offer that they need and that does not exist."""
    supply = Supply(queries.open_offers(making.rows, making.at().day))
    counts = dict.fromkeys(KINDS, (0, 0))
    for wish in making.followed:
        for kind in lacks(wish, supply):
            households, people = counts[kind]
            counts[kind] = households + wish.households, people + wish.people
    return {
        "besoins": [
            {
                "besoin": kind.value,
                "libelle": kind.label,
                **{
                    unit: Figure(
                        ("stock", making.until, "besoin", kind.value, unit), counts[kind][n]
                    )
                    for n, unit in enumerate(("foyers", "personnes"))
                },
            }
            for kind in KINDS
        ],
        "besoins_methode": METHOD,
    }


def lacks(wish: Alike, supply: Supply) -> Iterator[OfferKind]:
    """The kinds of offer that a household needs and that do not exist where it would live."""
    if not supply.domains(wish.territory).issuperset(wish.domains):
        yield OfferKind.JOB
    homes = supply.near(OfferKind.HOME, wish.territory)
    if wish.housing and not any(suits(wish, one) for one in homes):
        yield OfferKind.HOME
    for kind, needed in ((OfferKind.SCHOOL, wish.children), (OfferKind.CHILDCARE, wish.infants)):
        if needed and not any(supply.near(kind, wish.territory)):
            yield kind


def suits(wish: Alike, home: Open) -> bool:
    """Whether a home is of the size and at the price wished; what is unknown is no obstacle."""
    if wish.housing != HousingWish.EITHER and home.transaction:
        wanted = RENT if wish.housing == HousingWish.RENT else SALE
        if home.transaction != wanted:
            return False
    return (
        _at_least(home.rooms, wish.rooms)
        and _at_least(wish.rent, home.rent)
        and _at_least(wish.budget, home.price)
    )


def _at_least(value: int | None, least: int | None) -> bool:
    return value is None or least is None or value >= least
