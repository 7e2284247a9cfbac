"""Communication campaigns: fifteen axes whose spending and audience sum to the published totals."""

from __future__ import annotations

from datetime import date

from venez_vivre import NamedTuple
from venez_vivre.demo.draws import apportion
from venez_vivre.demo.plan import share

FIELDS = ("axe", "canal", "du", "au", "depense", "vues", "visites", "ecoutes")
SPENDING, VIEWS, VISITS, PLAYS = 250_000, 18_500_000, 155_000, 13_000


class Axis(NamedTuple):
    """An axis of communication: its share of money and audience, and when it ran."""

    name: str
    channel: str
    money: int
    views: int
    visits: int
    plays: int
    periods: tuple[tuple[str, str], ...]


_LAUNCH = ("2024-10-08", "2024-11-15")
_JANUARY = ("2025-01-06", "2025-02-02")
_SPRING = ("2025-03-10", "2025-05-31")
_RETURN = ("2025-09-01", "2025-10-12")
_AUTUMN = ("2025-11-03", "2025-11-27")
_YEAR = ("2024-10-01", "2025-11-27")

AXES: tuple[Axis, ...] = (
    Axis("Vidéo de marque", "site", 42, 520, 180, 0, (_LAUNCH, _JANUARY, _RETURN)),
    Axis("LinkedIn", "linkedin", 30, 310, 260, 0, (_LAUNCH, _JANUARY, _SPRING, _RETURN)),
    Axis("Instagram", "instagram", 27, 430, 190, 0, (_LAUNCH, _SPRING, _RETURN, _AUTUMN)),
    Axis("Facebook", "facebook", 24, 390, 240, 0, (_LAUNCH, _JANUARY, _RETURN, _AUTUMN)),
    Axis("Influence", "instagram", 33, 280, 120, 0, (_SPRING, _RETURN)),
    Axis("Podcast", "podcast", 18, 20, 60, 100, (_JANUARY, _SPRING, _RETURN)),
    Axis("Référencement payant", "site", 16, 90, 250, 0, (_YEAR,)),
    Axis("Site et référencement naturel", "site", 12, 0, 160, 0, (_YEAR,)),
    Axis("Salon de l’immobilier", "salon", 9, 0, 12, 0, (("2025-04-03", "2025-04-06"),)),
    Axis("Salons de l’emploi", "salon", 8, 0, 10, 0, (("2025-03-13", "2025-03-14"), _RETURN)),
    Axis("Affichage Île-de-France", "autre", 15, 0, 40, 0, (("2025-01-06", "2025-01-19"),)),
    Axis("Relations presse", "presse", 7, 0, 30, 0, (_YEAR,)),
    Axis("Radio et podcasts partenaires", "podcast", 6, 0, 14, 30, (_SPRING,)),
    Axis("Lettre d’information", "site", 2, 0, 22, 0, (_YEAR,)),
    Axis("Kit employeurs", "employeur", 4, 0, 9, 0, (_SPRING, _AUTUMN)),
)
AXIS_NAMES = tuple(axis.name for axis in AXES)


def _days(period: tuple[str, str]) -> int:
    first, last = (date.fromisoformat(text) for text in period)
    return (last - first).days + 1


def rows(signups: int) -> list[list[str]]:
    """Return the rows of the campaigns file, with totals scaled to the number of sign-ups."""
    lines = [(axis, period) for axis in AXES for period in axis.periods]
    parts = [_days(period) / sum(map(_days, axis.periods)) for axis, period in lines]
    totals = {"money": SPENDING, "views": VIEWS, "visits": VISITS, "plays": PLAYS}
    columns = [
        apportion(
            share(signups, total),
            [getattr(axis, name) * part for (axis, _), part in zip(lines, parts, strict=True)],
        )
        for name, total in totals.items()
    ]
    return [
        [axis.name, axis.channel, *period, *(str(number or "") for number in numbers)]
        for (axis, period), *numbers in zip(lines, *columns, strict=True)
    ]
