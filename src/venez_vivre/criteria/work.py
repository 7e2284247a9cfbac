"""Criteria of work, for one adult who looks for a job: occupation, contract, hours, pay."""

from __future__ import annotations

from typing import Any

from venez_vivre.matching import MOOT, UNKNOWN, UP, Answer
from venez_vivre.texts import euros, plural
from venez_vivre.vocabulary import ContractKind, Telework, WorkingTime

CDI, CDD, AGENCY, SEASONAL, APPRENTICE, CIVIL, OWN, ANY = (float(n) for n in range(8))
FULL_TIME, PART_TIME = 0.0, 1.0


def occupation(pair: Any, ops: Any) -> Answer:
    """Proximité du métier par le ROME.

    Même métier 1 ; mobilité officielle 0,8 quand le fichier de France Travail est importé ; même
    domaine 0,55 ; même famille ou même secteur 0,15, ce qui est dit approximatif. Au-delà, l’offre
    est écartée.
    """
    value = ops.ramp(pair.nearness, (0.0, 0.0), (0.3, 0.15), (0.6, 0.55), (0.8, 0.8), (1.0, 1.0))
    return Answer(value, lambda: _occupation(pair))


def _occupation(pair: Any) -> str:
    adult, offer = pair.raw.adult, pair.raw.offer
    if pair.nearness == pair.nearness:
        return f"{pair.raw.nearness} : {_trade(adult)} → {_trade(offer)}"
    if adult.rome_code is None:
        return trade_asked(adult)
    return "quel métier est demandé par l’offre ?"


def trade_asked(adult: Any) -> str:
    """The question about an adult whose trade is not known."""
    said = f" (« {adult.occupation} » n’est pas reconnu)" if adult.occupation else ""
    return f"quel métier {_for(adult)}{said} ?"


def _trade(row: Any) -> str:
    return str(row.occupation or row.rome_code)


def _for(adult: Any) -> str:
    return f"pour {adult.first_name}" if adult.first_name else "pour cet adulte"


def other_trade(pair: Any, ops: Any) -> Any:
    """Métiers éloignés."""
    return pair.nearness == 0.0


CONTRACTS = (
    # Offered:  CDI  CDD  int. sais. alt. f.p. ind. any
    (1.0, 0.4, 0.2, 0.1, 0.0, 0.9, 0.1, 0.8),  # wished: CDI
    (0.9, 1.0, 0.7, 0.6, 0.1, 0.8, 0.1, 0.8),  # CDD
    (0.8, 0.9, 1.0, 0.8, 0.1, 0.6, 0.2, 0.8),  # intérim
    (0.6, 0.8, 0.8, 1.0, 0.1, 0.5, 0.2, 0.8),  # saisonnier
    (0.3, 0.3, 0.1, 0.1, 1.0, 0.2, 0.0, 0.6),  # alternance
    (0.7, 0.4, 0.1, 0.1, 0.0, 1.0, 0.0, 0.6),  # fonction publique
    (0.3, 0.2, 0.2, 0.1, 0.0, 0.2, 1.0, 0.6),  # indépendant
    (1.0, 0.9, 0.8, 0.7, 0.3, 1.0, 0.6, 1.0),  # indifférent
)
"""What a contract is worth to who wishes another: a lasting one pleases nearly everybody."""


def contract(pair: Any, ops: Any) -> Answer:
    """Contrat proposé, selon celui qui est souhaité (table : un CDI convient à presque tous)."""
    value = ops.look(CONTRACTS, pair.ask.contract, pair.item.contract)
    return Answer(value, lambda: _contract(pair))


def _contract(pair: Any) -> str:
    wished, offered = pair.ask.contract, pair.item.contract
    if offered != offered:
        return "quel contrat propose l’employeur ?"
    if wished != wished:
        return f"quel contrat {_for(pair.raw.adult)} ?"
    terms = list(ContractKind)
    same = wished == offered
    said = f"{terms[int(offered)].label}"
    return f"{said}, comme souhaité" if same else f"{said} ; souhait : {terms[int(wished)].label}"


def hours(pair: Any, ops: Any) -> Answer:
    """Temps plein ou partiel ; sans souhait dit dans le projet, le temps plein est supposé."""
    time, part = pair.item.time, pair.ask.part_time
    full = ops.where(part == 1.0, 0.5, 1.0)
    short = ops.where(part == 1.0, 1.0, 0.3)
    value = ops.where(time == FULL_TIME, full, ops.where(time == PART_TIME, short, UNKNOWN))
    assumed = ops.both(part != part, time == time)
    return Answer(value, lambda: _hours(pair), assumed)


def _hours(pair: Any) -> str:
    time, part = pair.item.time, pair.ask.part_time
    if time != time:
        return "temps plein ou partiel ?"
    said = list(WorkingTime)[int(time)].label
    if part != part:
        return f"{said} (souhait supposé : temps plein)"
    return f"{said} ; souhait : {'temps partiel' if part else 'temps plein'}"


TELEWORK = (
    # Offered:  non partiel total oui
    (1.0, 1.0, 0.8, 1.0),  # wished: non
    (0.2, 1.0, 0.9, 0.9),  # partiel
    (0.0, 0.4, 1.0, 0.5),  # total
    (0.2, 1.0, 1.0, 0.9),  # oui
)


def telework(pair: Any, ops: Any) -> Answer:
    """Télétravail proposé, quand un souhait est dit."""
    wished = pair.ask.telework
    value = ops.look(TELEWORK, wished, pair.item.telework)
    unsaid = wished != wished
    return Answer(ops.where(unsaid, MOOT, value), lambda: _telework(pair), unsaid)


def _telework(pair: Any) -> str:
    offered = pair.item.telework
    if offered != offered:
        return "quel télétravail est possible sur ce poste ?"
    terms = list(Telework)
    wished = terms[int(pair.ask.telework)].label
    return f"télétravail : {terms[int(offered)].label} ; souhait : {wished}"


def pay(pair: Any, ops: Any) -> Answer:
    """Salaire brut annuel le plus haut de l’offre, rapporté au minimum souhaité.

    Pleine valeur à partir de 110 %, 0,9 au minimum souhaité, 0,5 à 90 %, 0 à 75 %.
    """
    ratio = pair.item.pay / pair.ask.pay_min
    value = ops.ramp(ratio, (0.75, 0.0), (0.9, 0.5), (1.0, 0.9), (1.1, 1.0))
    return Answer(value, lambda: _pay(pair), ops.where(pair.item.top_said == 0.0, UP, 0.0))


def _pay(pair: Any) -> str:
    offered, wished = pair.item.pay, pair.ask.pay_min
    if offered != offered:
        return "quel salaire propose l’employeur ?"
    if wished != wished:
        return f"quel salaire minimum {_for(pair.raw.adult)} ?"
    return f"{euros(offered)} par an, {euros(wished)} souhaités au moins"


def underpaid(pair: Any, ops: Any) -> Any:
    """Salaire inférieur aux trois quarts du minimum souhaité."""
    return pair.item.pay < 0.75 * pair.ask.pay_min


def experience(pair: Any, ops: Any) -> Answer:
    """Expérience demandée par l’annonce, quand elle en demande, et ce que l’âge rend possible."""
    asked, career = pair.item.years, pair.ask.career
    novice = ops.either(career < asked, ops.both(pair.ask.student == 1.0, asked > 1.0))
    value = ops.where(asked == 0.0, 1.0, ops.where(novice, 0.1, UNKNOWN))
    unsaid = asked != asked
    return Answer(ops.where(unsaid, MOOT, value), lambda: _experience(pair), unsaid)


def _experience(pair: Any) -> str:
    asked = pair.item.years
    if asked == 0:
        return "débutant accepté"
    said = f"{plural(int(asked), 'an')} d’expérience"
    novice = pair.ask.career < asked or (pair.ask.student == 1.0 and asked > 1.0)
    return f"{said}, c’est demandé" if novice else f"a-t-on {said} {_for(pair.raw.adult)} ?"


def business(pair: Any, ops: Any) -> Answer:
    """Envie d’être à son compte : contrat indépendant souhaité, ou projet de reprise."""
    value = pair.ask.business
    return Answer(value, lambda: _business(pair), value < 1.0)


def _business(pair: Any) -> str:
    value = pair.ask.business
    if value != value:
        return f"être à son compte, est-ce une envie {_for(pair.raw.adult)} ?"
    return "veut être à son compte" if value > 0.5 else "ne cherche pas à être à son compte"
