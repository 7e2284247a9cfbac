"""How breaches of personal data look, and the text that the authority's form asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.dates import hour, short
from venez_vivre.privacy.deadlines import Standing, standing
from venez_vivre.privacy.notices import UNSAID
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Facts, Page, Prose, Table, sentence
from venez_vivre.store.queries.privacy import Breach
from venez_vivre.texts import plural
from venez_vivre.vocabulary import BreachNature, Risk

if TYPE_CHECKING:  # that module loads the models, which reading does without
    from venez_vivre.privacy.breaches import Noted as NotedBreach

BREACHES = (
    Column("numero", "N°", "count"),
    Column("decouverte", "Découverte le"),
    Column("nature", "Nature", "name"),
    Column("personnes", "Personnes", "count", minor=1),
    Column("risque", "Risque", minor=2),
    Column("reste", "À faire", spare=1),
)


def breaches(known: Sequence[Breach], at: datetime, limit: int | None) -> Page:
    """Every breach that was noted, and what it still asks for."""
    shown = known[:limit]
    rest = len(known) - len(shown)
    note = f"… et {plural(rest, 'autre')} : `-n {len(known)}` les montre toutes" if rest else ""
    rows = [_breach_line(one, at) for one in shown]
    empty = "Aucune violation de données n’est notée."
    data = [_breach(one, at) for one in shown]
    return Page(data, lambda: [Table(BREACHES, rows, note=note, empty=empty)], BREACH_KEYS)


BREACH_KEYS = (
    "numero", "decouverte", "nature", "description", "personnes", "consequences", "mesures",
    "risque", "notifier_avant", "heures_restantes", "cnil_prevenue", "personnes_prevenues_le",
    "close_le",
)  # fmt: skip


def _breach(one: Breach, at: datetime) -> dict[str, Any]:
    where = standing(one, at)
    return {
        "numero": one.number,
        "decouverte": one.discovered_at,
        "nature": one.nature,
        "description": one.description,
        "personnes": one.people,
        "consequences": one.consequences,
        "mesures": one.measures,
        "risque": one.risk,
        "notifier_avant": where.due_at.isoformat(timespec="minutes"),
        "heures_restantes": where.hours,
        "cnil_prevenue": one.authority_told_at,
        "personnes_prevenues_le": one.people_told_on,
        "close_le": one.closed_on,
    }


def _breach_line(one: Breach, at: datetime) -> list[Any]:
    return [
        one.number,
        _moment(one.discovered_at),
        label(BreachNature, one.nature).partition(" :")[0],
        one.people,
        label(Risk, one.risk) or "à évaluer",
        " ; ".join(_left(one, standing(one, at))) or "rien",
    ]


def _left(one: Breach, where: Standing) -> list[str]:
    """What has still to be done, the most pressing first."""
    if one.closed_on:
        return [f"close le {short(date.fromisoformat(one.closed_on))}"]
    left = []
    if where.tell_authority:
        left.append(f"prévenir la CNIL {_hours(where)}")
    if where.tell_people:
        left.append("prévenir les personnes sans attendre")
    if one.risk is None:
        left.append("évaluer le risque")
    return left


def _hours(where: Standing) -> str:
    hours = where.hours or 0
    if hours < 0:
        return f"au plus vite : délai dépassé de {-hours} h, dites pourquoi"
    return f"sous {hours} h (avant le {_moment(where.due_at.isoformat(timespec='minutes'))})"


def _moment(text: str) -> str:
    """A moment as people write it: « 27/11/2025 à 14 h 30 »."""
    day, _, at = text.partition("T")
    return f"{short(date.fromisoformat(day))} à {hour(at[:5])}"


def breach_noted(one: Breach, done: NotedBreach, at: datetime) -> Page:
    """A breach was noted or completed, and what it still asks for."""
    what = "notée" if done.new else "complétée"
    text = f"Violation n° {one.number} {what} : {label(BreachNature, one.nature)}."
    left = [f"À faire : {step}." for step in _left(one, standing(one, at)) if not one.closed_on]
    summary = f"Texte pour la CNIL : `venez-vivre rgpd violation --numero {one.number} -f md`."
    return sentence(
        _breach(one, at), text, warnings=[*left, summary], back="" if done.new else TAKE_BACK
    )


def summary(one: Breach, at: datetime, responsable: str | None, contact: str | None) -> Page:
    """What the form of the authority asks, in its order, ready to be sent."""
    data = {"responsable": responsable, "contact": contact, **_breach(one, at)}
    return Page(data, lambda: list(_summary(one, at, (responsable, contact))))


def _summary(one: Breach, at: datetime, who: tuple[str | None, str | None]) -> Iterator[Block]:
    yield Prose(f"Notification d’une violation de données personnelles, n° {one.number}", "title")
    yield Facts([("Organisme", who[0] or UNSAID), ("Contact", who[1] or UNSAID)])
    yield Prose("La violation", "section")
    yield Facts([
        ("Découverte le", _moment(one.discovered_at)),
        ("Nature", label(BreachNature, one.nature)),
        ("Description", one.description),
        ("Personnes concernées", "nombre inconnu" if one.people is None else one.people),
    ])  # fmt: skip
    yield Prose("Conséquences et mesures", "section")
    yield Facts([
        ("Conséquences probables", one.consequences or UNSAID),
        ("Risque pour les personnes", label(Risk, one.risk) or "à évaluer"),
        ("Mesures prises", one.measures or UNSAID),
    ])  # fmt: skip
    yield Prose("Suites", "section")
    told = one.authority_told_at
    yield Facts([
        ("CNIL prévenue le", _moment(told) if told else "pas encore"),
        ("Personnes prévenues le", _day(one.people_told_on) or "pas encore"),
        ("Close le", _day(one.closed_on) or None),
    ])  # fmt: skip
    for step in _left(one, standing(one, at)):
        if not one.closed_on:
            yield Prose(f"À faire : {step}.", "warn")


def _day(text: str | None) -> str:
    return short(date.fromisoformat(text)) if text else ""
