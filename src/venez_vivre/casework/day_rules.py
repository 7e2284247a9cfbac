"""The lines that rules draw from the last exchange with a household: answer, try again, call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from venez_vivre.casework.day_lines import Task, Words, of, stakes_of
from venez_vivre.dates import add_working_days, ago, short
from venez_vivre.store.queries.contacts import attempts
from venez_vivre.store.queries.day import Known
from venez_vivre.store.queries.scope import Scope
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import Settings
from venez_vivre.texts import plural
from venez_vivre.vocabulary import REACHING_RESULTS, DayKind, Direction, Result


def drawn(one: Known, counts: Mapping[int, int], settings: Settings, today: date) -> Task | None:
    """The only line that the last exchange calls for on that day, None when none is due."""
    if one.settled:
        return reply(one, today)
    return (
        reply(one, today)
        or absence(one, settings, today)
        or attempt(one, counts, settings, today)
        or silence(one, settings, today)
    )


def attempts_of(rows: Reader, scope: Scope, found: Iterable[Known]) -> dict[int, int]:
    """How many calls in a row went unanswered, for the households with nothing else planned."""
    waiting = [one for one in found if was_unanswered(one) and not one.next_due_on]
    return attempts(rows, scope.day, [one.case.household for one in waiting])


def reply(one: Known, today: date) -> Task | None:
    """A household that wrote or called, and waits for somebody to answer."""
    if one.direction != Direction.INCOMING or one.next_due_on or one.result in REACHING_RESULTS:
        return None
    written_on = date.fromisoformat(one.last_on)
    stakes = stakes_of(one.case, DayKind.REPLY, written_on, promised=True)
    why = f"message reçu {ago(written_on, today)}, sans réponse de notre part"
    return of(one.case, stakes, ("répondre", why, f"contacts noter {one.case.reference}"))


def absence(one: Known, settings: Settings, today: date) -> Task | None:
    """A household that did not come, and that nobody called since."""
    if one.result != Result.MISSED or one.next_due_on:
        return None
    last_on = date.fromisoformat(one.last_on)
    due_on = add_working_days(last_on, settings["reprise_absence"])
    if due_on > today:
        return None
    stakes = stakes_of(one.case, DayKind.NEW_ATTEMPT, due_on)
    why = f"absent au rendez-vous {ago(last_on, today)}"
    gesture = f"contacts noter {one.case.reference}"
    return of(one.case, stakes, ("proposer un autre rendez-vous", why, gesture))


def was_unanswered(one: Known) -> bool:
    """Whether the last exchange is a call that nobody answered."""
    return one.result in {Result.NO_ANSWER, Result.MESSAGE} and one.direction != Direction.INCOMING


def attempt(one: Known, counts: Mapping[int, int], settings: Settings, today: date) -> Task | None:
    """A new attempt that is due though nobody planned it, or nothing more to try."""
    count = counts.get(one.case.household, 0)
    if not count:
        return None
    last_on = date.fromisoformat(one.last_on)
    due_on = last_on + timedelta(days=settings["nouvelle_tentative"])
    if due_on > today:
        return None
    exhausted = count > settings["tentatives"]
    kind = DayKind.UNREACHABLE if exhausted else DayKind.NEW_ATTEMPT

    def tell() -> Words:
        calls = f"{plural(count, 'appel')} sans réponse, le dernier {ago(last_on, today)}"
        reference = one.case.reference
        if exhausted:
            close = f"foyers clore {reference} --motif injoignable"
            return "clore comme injoignable ?", calls, close
        return f"rappeler (essai {count + 1})", calls, f"contacts noter {reference}"

    return of(one.case, stakes_of(one.case, kind, due_on), tell)


def silence(one: Known, settings: Settings, today: date) -> Task | None:
    """An accompanied household that nobody spoke to for long."""
    last_on = date.fromisoformat(one.last_on)
    due_on = last_on + timedelta(days=settings["silence"])
    if not one.case.accompanied or today <= due_on:
        return None

    def tell() -> Words:
        why = f"aucun échange depuis {plural((today - last_on).days, 'jour')}"
        if one.next_due_on and one.next_due_on > today.isoformat():
            why += f", prochaine action le {short(date.fromisoformat(one.next_due_on))}"
        return "prendre des nouvelles", why, f"contacts noter {one.case.reference}"

    return of(one.case, stakes_of(one.case, DayKind.SILENCE, due_on), tell)
