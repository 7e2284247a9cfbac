"""What the title of an offer says beside its columns: a trade, rooms, a surface."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from venez_vivre import locations
from venez_vivre.intake.trades import Trades
from venez_vivre.occupations import without_endings
from venez_vivre.texts import Pattern, fold
from venez_vivre.vocabulary import OfferKind

WORK = frozenset({OfferKind.JOB.value, OfferKind.TAKEOVER.value})
"""The kinds of offers that an occupation describes."""

SURE = 80
"""The confidence, in percent, from which the trade of a title is believed."""

TOLD = ("rome_code", "rooms", "area")
"""The columns that a title may fill."""

Values = Mapping[str, Any]


def told(offer: Values, trades: Callable[[], Trades]) -> dict[str, Any]:
    """What the title of an offer says, by column; what it leaves in doubt is None."""
    title = offer["title"]
    if offer["kind"] == OfferKind.HOME.value:
        return {"rome_code": None, "rooms": rooms(title), "area": area(title)}
    works = offer["kind"] in WORK and not offer.get("occupation")
    code = trade(title, offer["kind"], trades()) if works else None
    return {"rome_code": code, "rooms": None, "area": None}


def retold(before: Values, after: Values, trades: Callable[[], Trades]) -> dict[str, Any]:
    """What changes with the title of an offer that stands: what the title before had said."""
    if all(before[name] == after[name] for name in ("title", "kind", "occupation")):
        return {}
    old, new = told(before, trades), told(after, trades)
    return {
        column: new[column]
        for column in TOLD
        if before[column] in {None, old[column]} and before[column] != new[column]
    }


# --- trades -------------------------------------------------------------------------------------

_BREAK = Pattern(r"\s[-–—|•/]+\s|[|•;:!\n]|,\s|\s[-–—]+|(?<=\))\s*[-–—]")
_AMOUNT = Pattern(
    r"\b[2-5] ?x ?8\b"
    r"|\b\d[\d\s.,]*(?:k?€|euros?|h(?:eures?)?(?:\s?\d\d)?(?:\s?/\s?\w+)?|%|ans?|mois|jours?|etp)(?!\w)",
    re.IGNORECASE,
)
_PLACE = Pattern(r"\s(?:à|a|sur|près de|secteur|proche)\s+((?:L[aes]s?\s|L['’])?[A-ZÉÈÎÂ].*)$")
_CONTRACT = Pattern(
    r"\b(?:cdi|cdd|cdii|interim|interimaire|apprentissage|alternance|alternant|apprentie?"
    r"|contrat(?: pro(?:fessionnalisation)?)?|(?:a )?temps (?:partiel|plein|complet)|mi temps"
    r"|offre d emploi|offre|emploi|urgent|urgence|recrutement|recrute|recrutons|recherchons"
    r"|recherche|nous|on|poste de|poste d|poste|saisonniere?|saison|debutante? accepte?e?"
    r"|debutante?|experimente?e?|confirme?e?|junior|senior|etp|caces|temps|jour|nuit|de nuit"
    r"|de jour|remplacement|vacataire|titulaire|contractuelle?)\b"
)
_SALE = Pattern(
    r"\b(?:a (?:reprendre|ceder|vendre|transmettre)|cession|cede|vends?|vente de|reprise|fonds de"
    r"|(?:de |d )?commerce|affaire|transmission|murs et fonds|cause retraite|(?:d |de )?entreprise"
    r"|activite|salon|local)\b(?: (?:de|d)\b)?"
)
_OTHER = Pattern(r"\b(?:stages?|stagiaires?|service civique|benevol\w*|job dating|forum)\b")
_ANYWHERE = frozenset(
    (
        *("chef d equipe", "cheffe d equipe", "operateur de production", "agent de production"),
        *("operatrice de production", "ingenieur d etudes", "ingenieure d etudes"),
        *("surveillant de nuit", "surveillante de nuit"),
    )
)
"""Trades that are of any industry when nothing else is said."""
_HOUSE = frozenset(
    (
        *("boulangerie", "patisserie", "boucherie", "charcuterie", "pharmacie", "garage", "hotel"),
        *("restaurant", "brasserie", "bar", "cafe", "salon", "cabinet", "mairie", "commune"),
        *("ehpad", "chu", "ch", "clinique", "hopital", "centre", "menuiserie", "entreprise"),
        *("societe", "sarl", "sas", "ferme", "domaine", "magasin", "epicerie", "institut"),
        *("ecole", "college", "lycee", "creche", "association", "camping", "laboratoire"),
        *("departement", "conseil", "agence", "groupe", "chez", "supermarche", "atelier", "usine"),
        *("maison", "office", "scierie", "librairie", "fromagerie", "gite", "traiteur", "taxi"),
    )
)
"""Words that begin the name of an employer."""


def trade(title: str, kind: str, trades: Trades) -> str | None:
    """The ROME code of the trade that a title names, None where it names none or several."""
    if _OTHER.search(fold(title)):
        return None
    found = {
        code for readings in _pieces(title, kind) if (code := _surest(readings, trades)) is not None
    }
    return found.pop() if len(found) == 1 else None


def _surest(readings: tuple[str, ...], trades: Trades) -> str | None:
    """The code of the first reading of a piece that has one for sure."""
    for text in readings:
        said = None if without_endings(text) in _ANYWHERE else trades(text)
        if said is not None and said[1] >= SURE:
            return said[0]
    return None


def _pieces(title: str, kind: str) -> Iterator[tuple[str, ...]]:
    """The parts of a title that may name a trade, without places and numbers.

    Each as it is, then without contracts: « chargé de recrutement » is a trade, « infirmier de
    nuit » is read as « infirmier ».
    """
    for rank, piece in enumerate(_BREAK.split(title)):
        bare = _AMOUNT.sub(" ", _PLACE.sub(_without_place, piece))
        words = fold(bare)
        if not words or (rank and "maçon" not in piece.lower() and locations.find(bare.strip())):
            continue  # « Maçon » is folded as Mâcon is
        if kind == OfferKind.TAKEOVER.value:
            yield (" ".join(_SALE.sub(" ", words).split()),)
        elif words.split()[0] not in _HOUSE:
            yield " ".join(bare.split()), " ".join(_said(bare))


def _without_place(match: re.Match[str]) -> str:
    return "" if not match[1].isupper() or locations.find(match[1]) else match[0]


def _said(bare: str) -> Iterator[str]:
    """The words of a piece, contracts taken away; endings and brackets stay for the lexicon."""
    dull = {word for found in _CONTRACT.finditer(fold(bare)) for word in found[0].split()}
    little = {"de", "d", "a"}
    for word in bare.split():
        if not set(fold(word).split()) or not set(fold(word).split()) <= dull - little:
            yield word


# --- homes --------------------------------------------------------------------------------------

_NUMBERS = ("une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit")
_ROOMS = Pattern(
    r"\b(?:[tf] ?|type )(?P<type>[1-9])(?:bis)?\b"
    r"|\b(?P<number>[1-9]|1[0-9]) ?(?:pieces?|pces?|p)\b"
    rf"|\b(?P<word>{'|'.join(_NUMBERS)}) pieces?\b"
)
_STUDIO = Pattern(r"\b(?:studio|studette)\b")
_LARGER = Pattern(
    r"\b(?:maison|villa|immeuble|appartements|ferme|propriete|(?:avec|et|plus) studio)\b"
)
_AREA = Pattern(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,6})"
    r"(?:[.,](?P<tenth>\d)\d?)?\s?(?:m²|m2\b|mètres carrés)",
    re.IGNORECASE,
)
_OUTSIDE = Pattern(
    r"\b(?:terrain|jardin|parcelle|garage|terrasse|balcon|cave|dependances?|grange|sur|cour|grenier"
    r"|parc|hangar|atelier|combles)\b"
)
PLAUSIBLE = range(8, 1000)
"""Square metres of a home."""


def rooms(title: str) -> int | None:
    """The rooms of a home, None where the title says none or several numbers."""
    folded = fold(title)
    said = {
        int(found["type"] or found["number"] or _NUMBERS.index(found["word"]) + 1)
        for found in _ROOMS.finditer(folded)
    }
    if not said and _STUDIO.search(folded) and not _LARGER.search(folded):
        return 1
    return said.pop() if len(said) == 1 else None


def area(title: str) -> int | None:
    """The square metres of a home, those of its land aside; None where several are said."""
    said, end = set(), 0
    for found in _AREA.finditer(title):
        if not _OUTSIDE.search(fold(title[end : found.start()])):
            whole = int(re.sub(r"\s", "", found["number"]))
            said.add(whole + (int(found["tenth"] or 0) >= 5))
        end = found.end()
    number = said.pop() if len(said) == 1 else None
    return number if number in PLAUSIBLE else None
