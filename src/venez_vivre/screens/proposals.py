"""How proposals look: what suits, how well, why, what is missing, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.criteria import KINDS
from venez_vivre.matching import KNOWN, Told
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table, Tone
from venez_vivre.texts import capital, number, plural, shorten
from venez_vivre.vocabulary import OfferKind, Stage

if TYPE_CHECKING:
    from venez_vivre.proposing.proposals import Proposal, Proposals

COLUMNS = (
    Column("note", "Note", "count"),
    Column("offre", "Offre", "name"),
    Column("titre", "Titre"),
    Column("commune", "Commune", minor=2),
    Column("distance", "km", "count", minor=1),
    Column("pourquoi", "Ce qui va moins, ce qui reste à savoir"),
)
FOR_OFFER = (
    Column("note", "Note", "count"),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("membre", "Pour", minor=3),
    Column("distance", "km", "count", minor=2),
    Column("pourquoi", "Ce qui va moins, ce qui reste à savoir"),
)
FLAT = (
    *("foyer", "nom", "type", "rang", "offre", "titre", "commune", "membre", "distance_km"),
    *("score", "score_bas", "score_haut", "pour", "contre", "a_demander"),
)
"""One row a proposal; `rang` is that of the offer among those of its type."""


def record(one: Proposal) -> dict[str, Any]:
    """A proposal for scripts, as the contract has it."""
    return {
        "offre": one.offer.reference,
        "type": one.offer.kind,
        "titre": one.offer.title,
        "commune": one.offer.commune,
        "membre": one.adult.first_name if one.adult else None,
        "distance_km": distance(one.km),
        "score": round(one.fit.score, 6),
        "score_bas": round(one.fit.low, 6),
        "score_haut": round(one.fit.high, 6),
        "criteres": [criterion(told) for told in one.fit.told],
        "a_demander": one.fit.asks,
    }


def distance(km: float) -> float | None:
    """Kilometres by road to the tenth; None when unknown."""
    return None if km != km else round(km, 1)


def criterion(told: Told) -> dict[str, Any]:
    """What one criterion said, for scripts."""
    return {
        "critere": told.name,
        "verdict": told.verdict,
        "valeur": None if told.value is None else round(told.value, 6),
        "poids": told.weight,
        "raison": told.reason,
    }


def flats(proposals: Iterable[Proposal]) -> Iterator[dict[str, Any]]:
    """Each proposal as a row of a spreadsheet."""
    ranks: Counter[str] = Counter()
    for one in proposals:
        ranks[one.offer.kind] += 1
        row = [one.house.reference, one.house.name, one.offer.kind, ranks[one.offer.kind]]
        yield dict(zip(FLAT, [*row, *_cells(one)], strict=True))


def _cells(one: Proposal) -> list[Any]:
    told = sorted(one.fit.told, key=lambda said: -said.weight)
    return [
        one.offer.reference,
        one.offer.title,
        one.offer.commune,
        one.adult.first_name if one.adult else None,
        distance(one.km),
        *(round(part, 6) for part in one.fit[:3]),
        _names(told, ("oui",)),
        _names(told, ("non", "partiel")),
        " | ".join(one.fit.asks),
    ]


def _names(told: Iterable[Told], verdicts: tuple[str, ...]) -> str:
    said = [one for one in told if one.name != KNOWN]  # its questions have a column of their own
    return ", ".join(name(one.name) for one in said if one.verdict in verdicts)


def excluded(found: Proposals) -> list[dict[str, Any]]:
    """Why offers were left out, and how many, for scripts."""
    return [
        {"motif": code, "libelle": told, "nombre": count} for (code, told), count in found.excluded
    ]


def for_household(found: Proposals) -> Page:
    """What is proposed to a household, kind by kind."""
    house = found.house
    data = {
        "foyer": house.reference if house else None,
        "nom": house.name if house else None,
        "propositions": [record(one) for one in found.proposals],
        "exclues": excluded(found),
        "a_demander": found.asks,
    }
    return Page(data, lambda: _household_blocks(found), FLAT, lambda: list(flats(found.proposals)))


def _household_blocks(found: Proposals) -> list[Block]:
    title = f"{found.house.reference}  {found.house.name}" if found.house else ""
    blocks: list[Block] = [Prose(title, "title"), *_settled(found)]
    kinds = [kind for kind in KINDS if any(p.offer.kind == kind for p in found.proposals)]
    for kind in kinds:
        some = [one for one in found.proposals if one.offer.kind == kind]
        blocks.append(_table(some, capital(label(OfferKind, kind))))
    if not found.proposals:
        blocks.append(Prose("Aucune offre ne convient à ce foyer aujourd’hui.", "warn"))
    more = _more(found, "qui convient moins", "qui conviennent moins")
    return blocks + more + _ending(found, ("offre écartée", "offres écartées"))


def _settled(found: Proposals) -> list[Block]:
    """A household that lives here already may still look for a job, or a school."""
    if found.house is None or found.house.stage != Stage.SETTLED:
        return []
    return [Prose("Ce foyer est déjà installé : à proposer s’il cherche encore.", "warn")]


def _table(some: Sequence[Proposal], title: str) -> Table:
    rows = [
        [
            points(one.fit.score),
            one.offer.reference,
            _titled(one),
            one.offer.commune,
            None if one.km != one.km else round(one.km),
            in_short(one.fit.told),
        ]
        for one in some
    ]
    return Table(
        COLUMNS, rows, title=title, tones=[tone(one.fit.score) for one in some], toned=("note",)
    )


def _titled(one: Proposal) -> str:
    who = f" (pour {one.adult.first_name})" if one.adult and one.adult.first_name else ""
    return shorten(one.offer.title, 40) + who


def points(score: float) -> int:
    """A score out of 100."""
    return int(score * 100 + 0.5)


def tone(score: float) -> Tone:
    """A good fit stands out, a weak one recedes."""
    return "good" if score >= 0.75 else "plain" if score >= 0.5 else "dim"


SHORT = {
    "metier": "métier",
    "lieu": "distance",
    "salaire": "salaire",
    "contrat": "contrat",
    "temps": "temps de travail",
    "teletravail": "télétravail",
    "experience": "expérience",
    "horizon": "date d’arrivée",
    "fraicheur": "fraîcheur",
    "taille_commune": "taille de la commune",
    "cout": "budget",
    "pieces": "pièces",
    "surface": "surface",
    "transaction": "location ou vente",
    "type_logement": "type de logement",
    "jardin": "jardin",
    "disponibilite": "disponibilité",
    "niveaux": "niveaux",
    "places": "places",
    "age": "âge",
    "sante": "santé",
    "interets": "centres d’intérêt",
    "date": "date",
    "independance": "être à son compte",
    "connaissance": "ce que l’on sait",
}
"""What a criterion is called for people."""


def name(criterion_name: str) -> str:
    """What a criterion is called for people; its own name when nobody called it otherwise."""
    return SHORT.get(criterion_name, criterion_name.replace("_", " "))


STALE = "probablement pourvue"


def _called(told: Told) -> str:
    """A criterion in a line; an old offer says what its age means."""
    return STALE if STALE in told.reason else name(told.name)


def in_short(told: Sequence[Told]) -> str:
    """« − salaire, distance ? contrat », the heaviest first; nothing when all suits."""
    heavy = sorted(told, key=lambda one: -one.weight)
    heavy = [one for one in heavy if one.name != KNOWN]
    parts = []
    for sign, verdicts in (("−", {"non", "partiel"}), ("?", {"inconnu"})):
        names = [_called(one) for one in heavy if one.verdict in verdicts][:2]
        if names:
            parts.append(f"{sign} {', '.join(names)}")
    return "  ".join(parts) or "tout va"


def _more(found: Proposals, one: str, many: str) -> list[Block]:
    """How many suit besides those that are shown."""
    left = found.fits - len(found.proposals)
    if not left:
        return []
    others = plural(left, f"autre {one}", f"autres {many}")
    return [Prose(f"… et {others} : `-n {found.fits}` les montre.", "dim")]


def _ending(found: Proposals, left_out: tuple[str, str]) -> list[Block]:
    blocks: list[Block] = []
    if found.asks:
        blocks += [Prose("À demander", "section"), *(Prose(f"• {text}") for text in found.asks[:3])]
    if found.excluded:
        total = sum(count for _, count in found.excluded)
        why = [f"{told} ({number(count)})" for (_, told), count in found.excluded]
        blocks.append(Prose(f"{plural(total, *left_out)} : {' · '.join(why)}.", "dim"))
    return blocks


def _offer_blocks(offer: Any, found: Proposals) -> list[Block]:
    rows = [
        [
            points(one.fit.score),
            one.house.reference,
            shorten(one.house.name, 24),
            one.adult.first_name if one.adult else None,
            None if one.km != one.km else round(one.km),
            in_short(one.fit.told),
        ]
        for one in found.proposals
    ]
    table = Table(
        FOR_OFFER,
        rows,
        empty="Aucun foyer ne correspond à cette offre aujourd’hui.",
        tones=[tone(one.fit.score) for one in found.proposals],
        toned=("note",),
    )
    title = Prose(f"{offer.reference}  {offer.title}", "title")
    more = _more(found, "foyer", "foyers")
    return [title, table, *more, *_ending(found, ("foyer écarté", "foyers écartés"))]


def for_offer(offer: Any, found: Proposals) -> Page:
    """The households an offer suits best."""
    data = {
        "offre": offer.reference,
        "type": offer.kind,
        "titre": offer.title,
        "commune": offer.commune,
        "propositions": [
            {"foyer": one.house.reference, "nom": one.house.name, **record(one)}
            for one in found.proposals
        ],
        "exclues": excluded(found),
        "a_demander": found.asks,
    }

    rows = partial(_offer_blocks, offer, found)
    return Page(data, rows, FLAT, lambda: list(flats(found.proposals)))


def lead(one: Proposal) -> dict[str, Any]:
    """A proposal in a line of the household's file."""
    where = "" if one.km != one.km else f"à {round(one.km)} km, " if one.km >= 1 else "sur place, "
    who = f"pour {one.adult.first_name}, " if one.adult and one.adult.first_name else ""
    return {
        "offre": one.offer.reference,
        "type": one.offer.kind,
        "titre": one.offer.title,
        "commune": one.offer.commune,
        "membre": one.adult.first_name if one.adult else None,
        "score": round(one.fit.score, 6),
        "raison": f"{who}{where}{in_short(one.fit.told)}",
    }
