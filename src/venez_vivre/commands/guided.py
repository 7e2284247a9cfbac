"""The guided note: what a line does not say is asked, one question at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.casework import fields
from venez_vivre.casework.finding import choices, find_household
from venez_vivre.commands.options import one_of
from venez_vivre.dates import parse_slot, short
from venez_vivre.desk import Desk
from venez_vivre.errors import Ambiguous, Misuse, Refused
from venez_vivre.vocabulary import REACHING_RESULTS, ContactChannel, Result


class Told(NamedTuple):
    """What is known of an exchange so far, as it was typed."""

    household: str | None
    channel: ContactChannel | None
    result: Result | None
    summary: str | None
    action: str | None
    due: str | None


def complete(desk: Desk, told: Told, on: date) -> Told:
    """What was told, with what is missing asked for on a terminal.

    A line that gives the result is a whole note: only its household may still be asked.

    Raises:
        Misuse: something is missing, and nobody is there to answer.

    """
    if told.result is not None:
        return told if told.household else told._replace(household=household(desk))
    if not desk.asks:
        raise Misuse("Il manque --resultat." if told.household else "Il manque FOYER.")
    _check_first(desk, told, on)
    return _asked(desk, told._replace(household=_whose(desk, told.household)), on)


def _check_first(desk: Desk, told: Told, on: date) -> None:
    """What is wrong with the line already is told before any question."""
    if on > desk.today:
        raise Refused(
            f"Le contact du {short(on)} est dans le futur : un contact a eu lieu. Corrigez --le."
        )
    if told.due:
        _slot(desk, told.due, on)
    fields.message(told.summary)
    fields.message(told.action)


def _whose(desk: Desk, typed: str | None) -> str:
    """The reference of the household that was typed, or that is chosen."""
    if typed is None:
        return household(desk)
    with desk.reading() as rows:
        try:
            return find_household(rows, typed).reference
        except Ambiguous as error:
            several = error
    return desk.decided(several)


def drafted(desk: Desk, told: Told, on: date) -> dict[str, Any]:
    """What was told, as the fields of a draft."""
    due_on, due_at = parse_slot(told.due, desk.today) if told.due else (None, None)
    return {
        "happened_on": on,
        "channel": told.channel or _usual_channel(told.result),
        "result": told.result,
        "summary": fields.message(told.summary),
        "action": fields.message(told.action),
        "due_on": due_on,
        "due_at": due_at,
    }


def _usual_channel(result: Result | None) -> ContactChannel:
    """The channel of a note that gives none: what is held or missed was an appointment."""
    met = result in {Result.HELD, Result.MISSED}
    return ContactChannel.APPOINTMENT if met else ContactChannel.PHONE


def household(desk: Desk) -> str:
    """The household that is meant, chosen by a few letters of its name."""
    if not desk.asks:
        raise Misuse("Il manque FOYER.")
    with desk.reading() as rows:
        known = choices(rows)
    return desk.pick("Quel foyer ? (quelques lettres du nom, puis Tab)", known)


def _asked(desk: Desk, told: Told, on: date) -> Told:
    channels = [(channel.value, channel.label) for channel in ContactChannel]
    results = [(result.value, result.label) for result in Result]
    channel = told.channel or one_of(ContactChannel)(
        desk.need("--canal", None, "Par quel moyen ?", channels)
    )
    result = one_of(Result)(desk.need("--resultat", None, "Quel résultat ?", results))
    summary = told.summary or desk.wish(
        "Que s’est-il dit ? (Entrée : rien à noter)", check=fields.message
    )
    nothing = "rien" if result in REACHING_RESULTS else "la suite se planifie toute seule"
    action = told.action or desk.wish(
        f"Et ensuite ? (« rappeler », « rdv »… Entrée : {nothing})", check=fields.message
    )
    due = told.due
    if action and not due:
        due = desk.wish("Pour quand ? (lundi, +7j, « mardi 14h30 » ; Entrée : dans 7 jours)",
                        check=lambda text: _slot(desk, text, on))  # fmt: skip
    return told._replace(channel=channel, result=result, summary=summary, action=action, due=due)


def _slot(desk: Desk, text: str, on: date) -> None:
    day, _ = parse_slot(text, desk.today)
    if day < on:
        raise Misuse(f"Le {short(day)} précède l’échange du {short(on)}.")
