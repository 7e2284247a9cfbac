"""What the commands on visits read: a visit, its households, values that may be erased."""

from __future__ import annotations

from venez_vivre.casework.finding import find_household
from venez_vivre.casework.visit_names import described, find_visit
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse, NotFound
from venez_vivre.store.base import Work
from venez_vivre.store.queries import visits as queries
from venez_vivre.store.queries.households import Found
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


def household_words(desk: Desk, words: list[str] | None) -> list[str]:
    found = each(words)
    if found:
        return found
    asked = desk.need("FOYER", None, "Quels foyers (séparés par des virgules) ?")
    return each([str(asked)])


def found_all(work: Work, households: list[str]) -> list[Found]:
    return [find_household(work.rows, one) for one in households]


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
