"""Settlements: a household arrives in a commune; a mistake is cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from venez_vivre import locations
from venez_vivre.casework.assignment import wake
from venez_vivre.casework.finding import find_commune
from venez_vivre.dates import short
from venez_vivre.errors import NotFound, Refused
from venez_vivre.intake.habits import MOST_PEOPLE
from venez_vivre.models import Household, Settlement
from venez_vivre.store.base import Work
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.settlements import standing
from venez_vivre.texts import plural
from venez_vivre.vocabulary import SettledHousing, SettledJob


@dataclass(frozen=True)
class SettlementDraft:
    """An arrival as it was told; `commune` and `code_insee` are those of `place`."""

    settled_on: date
    commune: str
    code_insee: str
    adults: int
    children: int
    schooled: int
    housing: SettledHousing | None = None
    job: SettledJob | None = None
    partner_job: SettledJob | None = None


@dataclass(frozen=True)
class Settled:
    """The settlement that was written; `reopened` says that the file was closed until then."""

    settlement_id: int
    reopened: bool


@dataclass(frozen=True)
class Cancelled:
    """A settlement that stopped counting."""

    settled_on: date
    commune: str | None


def place(text: str, postal_code: str | None = None) -> locations.Commune:
    """The commune of the region that the text names.

    Raises:
        Refused: no commune of the region answers.
        Ambiguous: several do; the candidates are listed.

    """
    return find_commune(text, postal_code)


def check(draft: SettlementDraft, registered_on: date | None, today: date) -> str | None:
    """The sentence that refuses an impossible settlement, None when it is possible."""
    if draft.settled_on > today:
        return (
            f"L’installation du {short(draft.settled_on)} est dans le futur. Notez-la quand le "
            "foyer sera arrivé."
        )
    if registered_on and draft.settled_on < registered_on:
        return (
            f"L’installation du {short(draft.settled_on)} précède l’inscription du "
            f"{short(registered_on)}. Corrigez la date."
        )
    return _check_people(draft)


def _check_people(draft: SettlementDraft) -> str | None:
    if min(draft.adults, draft.children, draft.schooled) < 0:
        return "Un nombre de personnes ne peut pas être négatif. Corrigez les nombres."
    if draft.adults == 0:
        return "Un foyer installé compte au moins un adulte. Corrigez le nombre d’adultes."
    if draft.schooled > draft.children:
        return (
            f"{plural(draft.schooled, 'enfant scolarisé', 'enfants scolarisés')} pour "
            f"{plural(draft.children, 'enfant')} : "
            "c’est impossible. Corrigez l’un des deux nombres."
        )
    if max(draft.adults, draft.children) > MOST_PEOPLE:
        return f"Plus de {MOST_PEOPLE} adultes ou enfants, c’est trop. Corrigez les nombres."
    return None


def already(work: Work, found: Found, settled_on: date) -> str | None:
    """The sentence that refuses a second home at one time, None when there is no other."""
    present = standing(work.rows, found.number)
    if present is None:
        return None
    if present.left_on:
        left_on = date.fromisoformat(present.left_on)
        late = settled_on > left_on
        return None if late else _before_departure(settled_on, left_on)
    day, reference = short(date.fromisoformat(present.settled_on)), found.reference
    return (
        f"Le foyer {reference} est déjà installé à {present.commune or '?'} depuis le {day}. "
        f"`venez-vivre installations annuler {reference}` retire une erreur, "
        f"`venez-vivre installations depart {reference}` note un départ."
    )


def _before_departure(settled_on: date, left_on: date) -> str:
    return (
        f"L’installation du {short(settled_on)} précède le départ du {short(left_on)} de la "
        "précédente. Corrigez la date."
    )


def settle(work: Work, found: Found, draft: SettlementDraft) -> Settled:
    """Write an arrival after checking it.

    Raises:
        Refused: what `check` and `already` say.

    """
    registered = date.fromisoformat(found.registered_on) if found.registered_on else None
    problem = check(draft, registered, work.today) or already(work, found, draft.settled_on)
    if problem:
        raise Refused(problem)
    work.says(f"installation du foyer {found.reference}")
    return record(work, found.number, draft)


def record(work: Work, household_id: int, draft: SettlementDraft) -> Settled:
    """Write an arrival that was checked; a closed file is open again."""
    household = work.session.get(Household, household_id)
    if household is None:
        raise NotFound("Ce foyer n’existe plus. `venez-vivre foyers lister` montre les autres.")
    reopened = wake(household)
    settlement = Settlement(
        household_id=household_id,
        settled_on=draft.settled_on,
        commune=draft.commune,
        code_insee=draft.code_insee,
        adults=draft.adults,
        children=draft.children,
        schooled=draft.schooled,
        housing=draft.housing.value if draft.housing else None,
        job=draft.job.value if draft.job else None,
        partner_job=draft.partner_job.value if draft.partner_job else None,
    )
    work.session.add(settlement)
    work.session.flush()
    return Settled(settlement.id or 0, reopened)


def cancel(work: Work, found: Found, reason: str | None = None) -> Cancelled:
    """Make the newest settlement of a household stop counting.

    Raises:
        Refused: the household has none that counts.

    """
    present = standing(work.rows, found.number)
    if present is None:
        raise Refused(f"Le foyer {found.reference} n’a pas d’installation à annuler.")
    settlement = load(work, present.number)
    settlement.cancelled_on, settlement.cancel_reason = work.today, reason
    work.says(f"annulation de l’installation du foyer {found.reference}")
    return Cancelled(settlement.settled_on, settlement.commune)


def load(work: Work, number: int) -> Settlement:
    """The settlement of that number, to write to."""
    settlement: Settlement | None = work.session.get(Settlement, number)
    if settlement is None:
        raise NotFound("Cette installation n’existe plus.")
    return settlement
