"""Which offers a list is about, from what was typed; how far they are, what is soon over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.finding import find_commune, territory_number
from venez_vivre.errors import Ambiguous, Misuse, NotFound
from venez_vivre.store.queries import offers as queries
from venez_vivre.store.queries.offers import Filter, OfferList, Order, Record, Standing, Wanted
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import settings
from venez_vivre.texts import clean, fold, listed, shorten

if TYPE_CHECKING:
    from venez_vivre.locations import Commune

SOON = 7
"""Days before its date from which an offer is said to be soon over."""

_ROME = re.compile(r"[A-N][0-9]{4}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """The filters as they were typed: days are ISO texts, money is euros, distances kilometres."""

    type: str | None = None
    commune: str | None = None
    rayon: int | None = None
    territoire: str | None = None
    metier: str | None = None
    texte: str | None = None
    source: str | None = None
    loyer_max: int | None = None
    prix_max: int | None = None
    pieces_min: int | None = None
    salaire_min: int | None = None
    publiees_depuis: str | None = None
    expire_avant: str | None = None
    expirees: bool = False
    closes: bool = False
    a_verifier: bool = False


@dataclass(frozen=True)
class Chosen:
    """A list of offers and what it is about.

    `understood` says how the occupation was understood; `soon` and `expired` count, under the same
    filters, what is over within a week and what is over but open, None where the list tells.
    """

    found: OfferList
    asked: Asked
    understood: str | None = None
    soon: int | None = None
    expired: int | None = None


def chosen(rows: Reader, asked: Asked, today: date, limit: int | None) -> Chosen:
    """The offers of a list.

    Raises:
        NotFound: the territory or the source is unknown.
        Refused: the commune is.
        Ambiguous: several communes, territories or sources answer.

    """
    place = find_commune(asked.commune) if asked.commune else None
    trade = _trade(rows, asked.metier)
    wanted = _wanted(rows, asked, today, (place, trade))
    found = queries.listed(rows, wanted, today, limit)
    if place:
        for record in found.offers:
            record["distance_km"] = _distance(place, record)
    understood = trade[1] if trade else None
    if limit is None or wanted.standings != ("en_cours",) or asked.expire_avant:
        return Chosen(found, asked, understood)
    return Chosen(found, asked, understood, *_ending(rows, wanted, today))


_Trade = tuple[str | None, str]
"""The ROME code of an occupation, None where the text says none; and what to say of it."""


def _wanted(
    rows: Reader, asked: Asked, today: date, found: tuple[Commune | None, _Trade | None]
) -> Wanted:
    place, trade = found
    wide = place is not None and bool(asked.rayon)
    code = place.code_insee if place else None
    more: dict[str, Any] = queries.around(place, asked.rayon or 0) if place and wide else {}
    stale = queries.stale_since(today, settings(rows)["offre_a_verifier"])
    titled = queries.matching(asked.metier, "title") if asked.metier and trade else None
    kept = Filter(
        asked.type,
        commune=None if wide else code,
        around=code if wide else None,
        territory=territory_number(rows, asked.territoire),
        trade=titled,
        words=_words(asked.texte),
        source=_source(rows, asked.source),
        rent_max=asked.loyer_max,
        price_max=asked.prix_max,
        rooms_min=asked.pieces_min,
        salary_min=asked.salaire_min,
        published_since=asked.publiees_depuis,
        expires_by=asked.expire_avant,
        stale_since=stale if asked.a_verifier else None,
    )
    if trade:
        more["rome"] = trade[0]
    return Wanted(kept, _standings(asked), _order(asked), more)


def _words(text: str | None) -> str | None:
    """The search of the words of a text in offers."""
    if not text:
        return None
    words = queries.matching(text, "title structure description")
    if words == "":
        raise Misuse(f"--texte : « {_shown(text)} » n’a aucun mot à chercher.")
    return words


def _standings(asked: Asked) -> tuple[Standing, ...]:
    said: tuple[tuple[Standing, bool], ...] = (("expiree", asked.expirees), ("close", asked.closes))
    return tuple(name for name, wanted in said if wanted) or ("en_cours",)


def _order(asked: Asked) -> Order:
    orders: tuple[tuple[Order, Any], ...] = (
        ("closes", asked.closes),
        ("expirees", asked.expirees),
        ("expiration", asked.expire_avant),
        ("anciennes", asked.a_verifier),
    )
    return next((name for name, wanted in orders if wanted), "recentes")


def _trade(rows: Reader, text: str | None) -> _Trade | None:
    """The occupation that a text names, by its ROME code or in words."""
    if text is None:
        return None
    if _ROME.fullmatch(text.strip()):
        from venez_vivre.occupations import labels  # noqa: PLC0415  few lists name an occupation

        code = text.strip().upper()
        known = labels().get(code)
        if known is None:
            raise NotFound(
                f"--metier : le code ROME {code} n’existe pas. `venez-vivre metiers chercher` "
                "donne le code d’un métier."
            )
        return code, f"{code}, {known}"
    from venez_vivre.intake.occupations_official import Occupations  # noqa: PLC0415  same

    if not fold(text):
        raise Misuse(f"--metier : « {_shown(text)} » n’a aucun mot à chercher.")
    found = Occupations(rows).find(text)
    shown = _shown(text)
    if found is None:
        return None, f"« {shown} » n’est pas un métier connu : les mots du titre seuls comptent"
    return found.rome_code, f"« {shown} » compris comme {found.rome_code}, {found.label}"


def _source(rows: Reader, text: str | None) -> str | None:
    """The source that a text names: its whole code, else the only one that has it."""
    if text is None:
        return None
    known = queries.sources(rows)
    wanted = fold(text)
    same = [one for one in known if fold(one) == wanted]
    near = same or [one for one in known if wanted and wanted in fold(one)]
    if len(near) > 1:
        raise Ambiguous(
            f"Plusieurs sources répondent à « {_shown(text)} ». Donnez à --source un nom entier :",
            tuple(near),
        )
    if not near:
        those = f" Celles de la base : {listed(clean(one) for one in known)}." if known else ""
        raise NotFound(f"Aucune offre ne vient de « {_shown(text)} ».{those}")
    return near[0]


def _shown(text: str | None) -> str:
    return shorten(clean(text or "").strip(), 40) or "(vide)"


@dataclass(frozen=True)
class _Spot:
    lat: float
    lon: float


def _distance(place: Commune, record: Record) -> int | None:
    """Whole kilometres from the commune, None where the offer has no place."""
    if record["code_insee"] == place.code_insee:
        return 0
    from venez_vivre.locations import distance_km  # noqa: PLC0415  few lists name a place

    lat, lon = record["latitude"], record["longitude"]
    return None if lat is None or lon is None else round(distance_km(place, _Spot(lat, lon)))


def _ending(rows: Reader, wanted: Wanted, today: date) -> tuple[int, int]:
    """How many of the same offers are over within a week, and how many are over but open."""
    by = (today + timedelta(days=SOON)).isoformat()
    soon = Wanted(wanted.kept._replace(expires_by=by), more=wanted.more)
    over = Wanted(wanted.kept, ("expiree",), more=wanted.more)
    return queries.counted(rows, soon, today), queries.counted(rows, over, today)
