"""What is compared of an offer: its words without gender nor noise, its place, its numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from venez_vivre import NamedTuple
from venez_vivre.likeness.offerer_keys import contact_key, structure_key, url_key
from venez_vivre.occupations import without_endings
from venez_vivre.occupations.wording import stems
from venez_vivre.texts import fold

NOISE = frozenset(
    {
        *("cdi", "cdd", "interim", "interimaire", "h", "f", "hf", "fh", "x", "35h", "39h"),
        *("urgent", "urgence", "recrutement", "recrut", "recherche", "recherch", "temps", "plein"),
        *("partiel", "poste", "post", "offre", "offr", "emploi", "m2", "m", "piece", "pieces"),
        *("piec", "t1", "t2", "t3", "t4", "t5", "t6", "f1", "f2", "f3", "f4", "f5", "f6"),
        *("de", "du", "des", "le", "la", "les", "l", "d", "a", "au", "aux", "en", "et", "ou"),
        *("pour", "sur", "louer", "location", "vendre", "vente"),
    }
)
"""Words of titles that tell no offer from another."""


class Spot(NamedTuple):
    """A place, in decimal degrees."""

    lat: float
    lon: float


class Said(NamedTuple):
    """An offer as it is stored, as far as it is compared; days are ISO texts."""

    number: int
    kind: str
    title: str
    source: str | None
    external: str | None
    structure: str | None
    commune: str | None
    insee: str | None
    lat: float | None
    lon: float | None
    rome: str | None
    contract: str | None
    time: str | None
    salary_min: int | None
    salary_max: int | None
    transaction: str | None
    home: str | None
    rooms: int | None
    area: int | None
    rent: int | None
    charges: int | None
    price: int | None
    published_on: str | None
    url: str | None
    contact: str | None


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of one offer; empty texts, sets and pairs are unknown.

    `rents` hold the rent without and with its charges, `pay` the lowest and the highest gross
    euros a year.
    """

    number: int
    kind: str
    title: str = ""
    words: frozenset[str] = frozenset()
    source: str | None = None
    external: str | None = None
    structure: str = ""
    insee: str | None = None
    lat: float | None = None
    lon: float | None = None
    rome: str | None = None
    contract: str | None = None
    time: str | None = None
    pay: tuple[int, int] | None = None
    transaction: str | None = None
    home: str | None = None
    rooms: int | None = None
    area: int | None = None
    rents: tuple[int, ...] = ()
    prices: tuple[int, ...] = ()
    day: date | None = None
    url: str = ""
    contact: str = ""
    text: str = ""

    @property
    def spot(self) -> Spot:
        """Where it is; asked only of an offer whose place is known."""
        return Spot(self.lat or 0.0, self.lon or 0.0)

    def told(self, description: str | None) -> Traits:
        """The same with its description, which is looked at last."""
        return replace(self, text=fold(description or "")[:1500])


def traits(said: Said) -> Traits:
    """What is compared of an offer that is stored."""
    low, high = said.salary_min or said.salary_max, said.salary_max or said.salary_min
    rent = said.rent
    return Traits(
        said.number,
        said.kind,
        fold(said.title),
        words_of(said.kind, said.title, said.commune or ""),
        said.source,
        said.external,
        structure_key(said.structure or ""),
        said.insee,
        said.lat,
        said.lon,
        said.rome,
        said.contract,
        said.time,
        None if low is None or high is None else (low, high),
        said.transaction,
        said.home,
        said.rooms,
        said.area,
        () if rent is None else tuple(sorted({rent, rent + (said.charges or 0)})),
        () if said.price is None else (said.price,),
        date.fromisoformat(said.published_on) if said.published_on else None,
        url_key(said.url or ""),
        contact_key(said.contact or ""),
    )


def words_of(kind: str, title: str, commune: str = "") -> frozenset[str]:
    """The words of a title that matter: neither the place nor the contract, men and women alike."""
    return _work_words(title, commune) if kind in {"emploi", "reprise"} else _words(title, commune)


@lru_cache(maxsize=1 << 15)
def _work_words(title: str, commune: str) -> frozenset[str]:
    place = set(stems(fold(commune)))
    return frozenset(stems(without_endings(title))) - place - NOISE


@lru_cache(maxsize=1 << 15)
def _words(title: str, commune: str) -> frozenset[str]:
    place = set(fold(commune).split())
    return frozenset(w for w in fold(title).split() if not w.isdigit()) - place - NOISE
