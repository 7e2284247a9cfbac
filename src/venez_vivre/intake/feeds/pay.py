"""Working time and pay as job offers write them, as hours a week and gross euros a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from venez_vivre.intake.feeds.cells import text
from venez_vivre.texts import Pattern, fold

FULL_TIME = 35.0
"""Hours a week of a full-time job, as the law has it."""

WEEKS = 52

PLAUSIBLE = {"annuel": (4_000, 300_000), "mensuel": (300, 25_000), "horaire": (5, 200)}
"""Gross euros for each period; beyond, the period or a zero is wrong and nothing is concluded."""


@dataclass(frozen=True)
class Duration:
    """A working time: its code, and the hours a week that are known."""

    code: str
    hours: float | None


@dataclass(frozen=True)
class Pay:
    """Gross euros a year, as digits; `unread` is what was said and could not be converted."""

    least: str = ""
    most: str = ""
    unread: str = ""


CODES = {"temps plein": "temps_plein", "temps partiel": "temps_partiel"}
_HOURS = Pattern(r"\b([0-9]{1,2}) ?[hH] ?([0-5][0-9])?\b")


def duration(said: Any, detailed: Any) -> Duration:
    """The working time of « Temps plein » and « 35H Horaires normaux »; either may be missing."""
    found = _HOURS.search(text(detailed))
    hours = int(found[1]) + int(found[2] or 0) / 60 if found else None
    code = CODES.get(fold(text(said)), "")
    if not code and hours:
        code = "temps_plein" if hours >= FULL_TIME else "temps_partiel"
    return Duration(code, hours)


_AMOUNT = r"([0-9]+(?:[ \u00a0\u202f][0-9]{3})*(?:[.,][0-9]+)?)"
_EUROS = r"(?:[ \u00a0\u202f]*(?:€|euros?))?"
_RATE = Pattern(
    rf"\b(annuel|mensuel|horaire)(?:le)?(?: brute?)? (?:de |: ?)?{_AMOUNT}{_EUROS}"
    rf"(?: ?[àa-] ?{_AMOUNT}{_EUROS})?(?:.{{0,20}}?\bsur ([0-9]+(?:[.,][0-9]+)?) mois)?"
)


def yearly(said: Any, worked: Duration) -> Pay:
    """The pay that a text, an object or a list of them says; the least of what is said first.

    An hourly rate is counted over the hours of the offer, 35 when it does not say that it is
    part-time, 52 weeks; an hourly rate for unknown part-time hours stays a text.
    """
    texts = list(dict.fromkeys(_texts(said)))
    for one in texts:
        amounts = _amounts(one.lower(), worked)
        if amounts:
            return Pay(str(min(amounts)), str(max(amounts)) if len(amounts) > 1 else "")
    return Pay(unread=" ; ".join(texts))


def _texts(said: Any) -> Iterator[str]:
    if isinstance(said, list):
        for part in said:
            yield from _texts(part)
    elif isinstance(said, dict):
        yield from (one for name in ("libelle", "commentaire") if (one := text(said.get(name))))
    elif one := text(said):
        yield one


def _amounts(said: str, worked: Duration) -> list[int]:
    found = _RATE.search(said)
    if not found or " net" in said:
        return []
    period, *written = found[1], found[2], found[3]
    values = [_number(one) for one in written if one]
    least, most = PLAUSIBLE[period]
    times = _times(period, found[4], worked)
    if times is None or not all(least <= value <= most for value in values):
        return []
    return [round(value * times) for value in values]


def _times(period: str, months: str | None, worked: Duration) -> float | None:
    """How often the amount is paid in a year, None when it cannot be known."""
    if period == "annuel":
        return 1.0
    if period == "mensuel":
        said = _number(months) if months else 12.0
        return said if 12 <= said <= 18 else 12.0
    if worked.hours:
        return worked.hours * WEEKS
    return None if worked.code == "temps_partiel" else FULL_TIME * WEEKS


def _number(written: str) -> float:
    return float("".join(written.split()).replace(",", "."))
