"""Criteria of place: how far by road from where the household wishes to live, and what town."""

from __future__ import annotations

from typing import Any

from venez_vivre.matching import EITHER_WAY, MOOT, UP, Answer
from venez_vivre.texts import number

ROAD_FACTOR = 1.3
"""Kilometres by road for one as the crow flies: the usual detour on the roads of a hilly region."""

FULL, PARTIAL, YES = 2.0, 1.0, 3.0
"""Telework, as numbered: the whole week, a part of it, possible."""

HYBRID = 0.6
"""A job teleworked in part is that much nearer: two days out of five are spent at home."""

BEYOND, MARGIN_KM = 1.5, 5.0
"""An offer is too far from half as much again as the distance accepted, and 5 km."""


def felt_km(pair: Any, ops: Any) -> Any:
    """Kilometres by road as they are felt: none for full telework, fewer for a part of it."""
    work = pair.item.telework
    hybrid = ops.where(ops.either(work == PARTIAL, work == YES), pair.km * HYBRID, pair.km)
    return ops.where(work == FULL, 0.0, hybrid)


def nearness(pair: Any, ops: Any) -> Answer:
    """Distance par la route au lieu souhaité, rapportée à la distance acceptée.

    Vol d’oiseau × 1,3. Pleine valeur jusqu’au quart de la distance acceptée, 0,7 à cette distance,
    puis elle tombe ; 0 à une fois et demie. Sans distance dite, 30 km sont supposés. Un poste
    entièrement télétravaillé est près partout, en partie télétravaillé il compte pour 0,6.
    """
    km = felt_km(pair, ops)
    value = ops.ramp(km / pair.ask.reach, (0.0, 1.0), (0.25, 0.95), (1.0, 0.7), (1.5, 0.0))
    guessed = ops.either(pair.ask.reach_said == 0.0, pair.ask.place_said == 0.0)
    return Answer(
        value, lambda: _told(pair, km), ops.where(guessed, EITHER_WAY, _remote(pair, ops))
    )


def _remote(pair: Any, ops: Any) -> Any:
    """A job whose telework is not said may turn out to be nearer."""
    work, for_adult = pair.item.telework, pair.ask.student == pair.ask.student
    return ops.where(ops.both(work != work, for_adult), UP, 0.0)


def _told(pair: Any, km: float) -> str:
    if pair.item.telework == FULL:
        return "entièrement télétravaillé"
    if km != km:
        return "où est-ce exactement ?" if pair.item.located == 0.0 else "où souhaitent-ils vivre ?"
    where = f"à {round(pair.km)} km de {pair.raw.place}" if pair.km >= 0.5 else pair.raw.place
    if pair.ask.reach_said:
        limit = f"{number(pair.ask.reach)} km au plus"
    else:
        limit = f"distance acceptée non dite, {round(pair.ask.reach)} km supposés"
    part = ", télétravail partiel" if pair.item.telework in {PARTIAL, YES} else ""
    return f"{where} ({limit}{part})"


def too_far(pair: Any, ops: Any) -> Any:
    """Bien au-delà de la distance acceptée."""
    return felt_km(pair, ops) > pair.ask.reach * BEYOND + MARGIN_KM


TOWNS = (
    ((0.0, 1.0), (2_000.0, 1.0), (10_000.0, 0.4), (30_000.0, 0.0)),
    ((0.0, 0.4), (1_500.0, 1.0), (15_000.0, 1.0), (60_000.0, 0.2)),
    ((1_000.0, 0.0), (8_000.0, 0.6), (20_000.0, 1.0)),
)
"""For who wishes a village, a small town, a town: the value by number of inhabitants."""

NAMES = ("commune rurale", "petite ville", "ville")


def town(pair: Any, ops: Any) -> Answer:
    """Taille de la commune, quand le projet parle de campagne, de petite ville ou de ville."""
    people, size = pair.item.population, pair.ask.size
    values = [ops.ramp(people, *points) for points in TOWNS]
    value = ops.where(size == 0.0, values[0], ops.where(size == 1.0, values[1], values[2]))
    unsaid = ops.either(size != size, people != people)
    value = ops.where(unsaid, MOOT, value)
    return Answer(
        value, lambda: f"{number(people)} habitants ; souhait : {NAMES[int(size)]}", unsaid
    )
