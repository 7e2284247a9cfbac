"""What the commands on visits read: a visit, its households, values that may be erased."""

from __future__ import annotations

from datetime import date

from venez_vivre.casework.finding import find_household
from venez_vivre.casework.visit_names import cancelled, described, find_visit
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse, NotFound, Refused
from venez_vivre.store.queries import visits as queries
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.standing import outcome
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import GuestState


def each(words: list[str] | None) -> list[str]:
    """Households one by one: several options, several words, or commas."""
    return [one.strip() for word in words or () for one in word.split(",") if one.strip()]


def visit_words(desk: Desk, words: str | list[str] | None) -> str | list[str]:
    """The words that name a visit; on a terminal, one is chosen when there are none."""
    if words:
        return words
    choices = None
    if desk.asks:
        with desk.reading() as rows:
            choices = [(visit.reference, described(visit)) for visit in queries.known(rows)[:30]]
        if not choices:
            raise NotFound("Il n’y a aucune visite. `venez-vivre visites creer` en ouvre une.")
    return str(desk.need("VISITE", None, "Quelle visite ?", choices))


def standing_words(desk: Desk, words: str | list[str] | None) -> str | list[str]:
    """The same; a visit that was cancelled is refused before anything else is asked."""
    named = visit_words(desk, words)
    if desk.asks:
        with desk.reading() as rows:
            known = find_visit(rows, named)
            on, _ = outcome(rows, known.number)
        if on:
            raise Refused(cancelled(known.reference, date.fromisoformat(on)))
    return named


def household_words(desk: Desk, words: list[str] | None) -> list[str]:
    found = each(words)
    if found:
        return found
    asked = desk.need("FOYER", None, "Quels foyers (séparés par des virgules) ?")
    return each([str(asked)])


def found_all(rows: Reader, households: list[str]) -> list[Found]:
    return [find_household(rows, one) for one in households]


def presences_asked(desk: Desk, named: str | list[str]) -> tuple[list[str], list[str]]:
    """Each guest who was expected: `v` came, `a` did not, nothing leaves it as it is."""
    if not desk.asks:
        raise Misuse("Il manque --venus ou --absents.")
    from venez_vivre import asking  # noqa: PLC0415
    from venez_vivre.screens.guests import question  # noqa: PLC0415

    with desk.reading() as rows:
        known = find_visit(rows, named)
        guests = queries.guests(rows, known.number, desk.today)
    expected = [guest for guest in guests if guest.state != GuestState.DECLINED]
    if not expected:
        raise NotFound(
            f"Aucun foyer n’est attendu à la visite {known.reference}. --venus FOYER note qui est "
            "venu sans être invité."
        )
    desk.tell("v : venu · a : absent · Entrée : ne rien noter")
    told: dict[str, list[str]] = {"v": [], "a": [], "": []}
    for guest in expected:
        told[asking.letters(question(guest), tuple(told))].append(guest.reference)
    return told["v"], told["a"]


def check_not_a_name(name: str | None) -> None:
    """`bilan V-3 marie dupont` would note « dupont » for Marie: names of two words take quotes."""
    if name:
        raise Misuse(f'Mettez le nom entre guillemets : visites bilan VISITE "{name}" …')
