"""Criteria of time: whether the offer is still there, and will be when the household moves."""

from __future__ import annotations

from typing import Any

from venez_vivre.matching import MOOT, Answer
from venez_vivre.texts import plural


def fresh(pair: Any, ops: Any) -> Answer:
    """Depuis quand l’offre n’a été ni publiée ni vérifiée ; au-delà de 60 jours elle coule.

    Pleine valeur une semaine, 0,9 à 45 jours, 0,6 à 90, 0,2 à 180, 0 à un an : « probablement
    pourvue ».
    """
    value = ops.ramp(
        pair.item.seen, (7.0, 1.0), (45.0, 0.9), (90.0, 0.6), (180.0, 0.2), (365.0, 0.0)
    )
    return Answer(value, lambda: _seen(pair.item.seen, "probablement pourvue", 60))


def current(pair: Any, ops: Any) -> Answer:
    """Depuis quand l’offre n’a été ni publiée ni vérifiée, pour ce qui dure (écoles, clubs…)."""
    value = ops.ramp(pair.item.seen, (60.0, 1.0), (365.0, 0.5), (730.0, 0.0))
    return Answer(value, lambda: _seen(pair.item.seen, "peut-être plus à jour", 365))


def _seen(since: float, doubt: str, limit: int) -> str:
    if since != since:
        return "l’offre tient-elle toujours ?"
    if since < 1:
        return "vérifiée ou publiée ce jour"
    said = f"vérifiée ou publiée il y a {span(since)}"
    return f"{said}, {doubt}" if since > limit else said


def span(days: float) -> str:
    """« 12 jours », « 5 mois »."""
    if days < 60:
        return plural(int(days), "jour")
    return plural(round(days / 30.4), "mois", "mois")


def expired(pair: Any, ops: Any) -> Any:
    """Date limite passée."""
    return pair.item.expires_in < 0.0


def horizon(pair: Any, ops: Any) -> Answer:
    """Délai avant l’arrivée, pour un poste qui n’attendra pas : 1 jusqu’à 3 mois, 0,3 à 18."""
    value = ops.ramp(pair.ask.move_in, (90.0, 1.0), (180.0, 0.8), (365.0, 0.5), (540.0, 0.3))
    return Answer(value, lambda: _horizon(pair.ask.move_in))


def _horizon(wait: float) -> str:
    if wait != wait:
        return "quand souhaitent-ils arriver ?"
    return f"arrivée souhaitée dans {span(wait)}"


def available(pair: Any, ops: Any) -> Answer:
    """Disponibilité face à la date d’arrivée souhaitée.

    Libre au plus deux mois avant : 1. En retard d’un mois 0,7, de trois 0,3, de six 0 ; libre six
    mois trop tôt 0,6, un an trop tôt 0,3, car elle n’attendra pas.
    """
    late = pair.item.available_in - pair.ask.move_in
    # What is free already can only be had from today.
    late = ops.where(pair.item.available_in < 0.0, -pair.ask.move_in, late)
    value = ops.ramp(
        late,
        *((-365.0, 0.3), (-180.0, 0.6), (-60.0, 1.0), (7.0, 1.0)),
        *((30.0, 0.7), (90.0, 0.3), (180.0, 0.0)),
    )
    return Answer(value, lambda: _available(pair))


def _available(pair: Any) -> str:
    free, wait = pair.item.available_in, pair.ask.move_in
    if free != free:
        return "à partir de quand est-ce libre ?"
    if wait != wait:
        return "quand souhaitent-ils arriver ?"
    said = "libre" if free <= 0 else f"libre dans {span(free)}"
    return f"{said}, {_horizon(wait)}"


def too_late(pair: Any, ops: Any) -> Any:
    """Libre plus de six mois après l’arrivée souhaitée."""
    return pair.item.available_in - pair.ask.move_in > 180.0


def upcoming(pair: Any, ops: Any) -> Answer:
    """Date de l’événement, quand elle est dite : passé, il ne sert plus."""
    free = pair.item.available_in
    value = ops.where(free < 0.0, 0.4, 1.0)
    return Answer(ops.where(free != free, MOOT, value), lambda: _upcoming(free), free != free)


def _upcoming(free: float) -> str:
    if free < 0:
        return "a déjà commencé"
    return f"dans {span(free)}" if free else "ce jour"
