"""Breaches of personal data, written down and completed (art. 33 and 34)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from venez_vivre.casework.terms import label
from venez_vivre.dates import parse_slot, short
from venez_vivre.errors import Misuse, NotFound, Refused
from venez_vivre.models import Breach
from venez_vivre.privacy.deadlines import now
from venez_vivre.store.base import Work
from venez_vivre.vocabulary import BreachNature, Risk

MINUTES = "minutes"


@dataclass(frozen=True)
class Noted:
    """A breach that was noted or completed."""

    number: int
    new: bool


def moment(text: str, today: date) -> datetime:
    """A day with its hour as typed, `hier 14h30`; at midnight without one, the safest reading.

    Raises:
        Misuse: the text is no day.

    """
    day, at = parse_slot(text, today)
    return datetime.combine(day, time.fromisoformat(at or "00:00"))


def note(work: Work, given: Mapping[str, Any]) -> Noted:
    """Write a breach down; `given` has its columns.

    Raises:
        Misuse: its nature or its description is not said.
        Refused: it was discovered, or told of, in the future.

    """
    for option, column in (("--nature", "nature"), ("--description", "description")):
        if not given.get(column):
            raise Misuse(f"Il manque {option}.")
    row = Breach(**_columns(work, given), agent=work.heading.agent)
    _check(work, row)
    work.session.add(row)
    work.session.flush()
    nature = label(BreachNature, row.nature).partition(" :")[0]
    work.says(f"violation de données n° {row.id} : {nature}")
    return Noted(row.id or 0, new=True)


def complete(work: Work, number: int, given: Mapping[str, Any]) -> Noted:
    """Add to a breach what is known since, or say that it is over.

    Raises:
        NotFound: there is no such breach.
        Refused: a moment is in the future or before the discovery, or it cannot be closed yet.

    """
    row = work.session.get(Breach, number)
    if row is None:
        raise missing(number)
    for column, value in _columns(work, given).items():
        setattr(row, column, value)
    _check(work, row)
    work.says(f"violation de données n° {number} complétée")
    return Noted(number, new=False)


def missing(number: int) -> NotFound:
    """What is said of a number that names no breach."""
    return NotFound(
        f"Il n’y a pas de violation n° {number}. `venez-vivre rgpd violation` les montre."
    )


def _columns(work: Work, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the base keeps them, those that were not given left out."""
    said = {column: value for column, value in given.items() if value is not None}
    for column, value in said.items():
        if isinstance(value, datetime):
            said[column] = value.isoformat(timespec=MINUTES)
    if said.pop("closed", None):
        said["closed_on"] = work.today
    return said


def _check(work: Work, row: Breach) -> None:
    limit = now(work.today).isoformat(timespec=MINUTES)
    for at in (row.discovered_at, row.authority_told_at):
        if at is not None and at > limit:
            day = short(datetime.fromisoformat(at).date())
            raise Refused(f"Le {day} à cette heure est dans le futur : notez ce qui a eu lieu.")
    if row.authority_told_at is not None and row.authority_told_at < row.discovered_at:
        raise Refused("La CNIL ne peut pas être prévenue avant la découverte : corrigez l’heure.")
    if row.people_told_on is not None and row.people_told_on > work.today:
        raise Refused(f"Le {short(row.people_told_on)} est dans le futur : notez ce qui a eu lieu.")
    if row.closed_on is not None:
        _refuse_to_close(row)


def _refuse_to_close(row: Breach) -> None:
    """A breach is over once its risk is known and those who must be told were."""
    if row.risk is None:
        raise Refused(
            "Dites d’abord le risque pour les personnes (--risque aucun, risque ou eleve) : c’est "
            "lui qui dit s’il faut prévenir la CNIL."
        )
    if row.risk != Risk.NONE and row.authority_told_at is None:
        raise Refused(
            "La CNIL n’est pas prévenue (--cnil-prevenue) : une violation qui présente un risque "
            "ne se clôt pas avant."
        )
    if row.risk == Risk.HIGH and row.people_told_on is None:
        raise Refused(
            "Les personnes ne sont pas prévenues (--personnes-prevenues) : quand le risque est "
            "élevé, une violation ne se clôt pas avant."
        )
