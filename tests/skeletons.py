"""Thirty households with everything that a file may hold, and what an erasure leaves of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bases import store_of
from venez_vivre import models
from venez_vivre.privacy import erasing
from venez_vivre.references import household_reference
from venez_vivre.store.operations import Heading
from venez_vivre.texts import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from venez_vivre.store.base import Work

MANY = 30
TODAY = date(2025, 11, 27)
OFFICER = "Léa Martin"
JOB, HELPER = "TAMIRO-42", "PR-1"
PAST, COMING = "V-1", "V-2"
LETTERS = "abcdefghij"


def word(number: int) -> str:
    """The name that household `number` alone bears."""
    return "Zq" + "".join(2 * LETTERS[int(digit)] for digit in f"{number:03}")


def references(numbers: Sequence[int]) -> list[str]:
    """The references of these households."""
    return [household_reference(number) for number in numbers]


def world(base: Path, many: int = MANY) -> None:
    """Make a base of so many households: registered, met, settled, asleep, closed."""
    with store_of(base).transact(Heading("Test", "importer", TODAY)) as work:
        _surroundings(work)
        for number in range(1, many + 1):
            _household(work, number)
        work.says("des foyers")


def _surroundings(work: Work) -> None:
    session = work.session
    session.add(models.Territory(code="T1", name="Autunois", kind="CC", department="71"))
    session.add(models.Territory(code="T2", name="Morvan", kind="CC", department="58"))
    session.flush()
    session.add(models.TerritoryCommune(territory_id=1, code_insee="71014"))
    session.add(models.Officer(name=OFFICER, name_key=fold(OFFICER), territory_id=1))
    session.add(models.Officer(name="Bo Cyr", name_key="bo cyr"))
    session.add(
        models.Offer(
            reference=JOB, kind="emploi", title="Soudeur", title_key="soudeur", rome_code="H2913",
            occupation="Soudeur", code_insee="71014", commune="Autun", latitude=46.95,
            longitude=4.3, structure="Forges", published_on=TODAY,
        )
    )  # fmt: skip
    session.add(
        models.ResourcePerson(
            reference=HELPER, name="Ida Noir", name_key="ida noir", themes="emploi"
        )
    )
    for n, (start, title) in enumerate(((-7, "Week-end"), (7, "Portes ouvertes")), 1):
        on = TODAY + timedelta(days=start)
        session.add(
            models.Visit(
                reference=f"V-{n}", title=title, kind="groupe", starts_on=on, ends_on=on,
                territory_id=1, officer_id=1, commune="Autun", code_insee="71014", capacity=60,
            )
        )  # fmt: skip
    session.flush()


def _household(work: Work, number: int) -> None:
    """Every third one was never reached, every fifth settled; a few are asleep or closed."""
    session, name = work.session, word(number)
    came = TODAY - timedelta(days=20 + 11 * (number % 12))
    home = models.Household(
        id=number, reference=household_reference(number), territory_id=1 + number % 2,
        officer_id=1 + number % 2, postal_code="69003", commune="Lyon", origin_department="69",
        channel="salon", wished_communes="Autun", wished_codes="71014",
        blockers="logement_introuvable", adults=2, children=1,
        housing="location", rooms_min=3, rent_max=700,
        horizon="moins_de_3_mois" if number % 5 - 2 else None,
        project=f"projet {name}", **_status(number),
    )  # fmt: skip
    session.add(home)
    session.flush()
    people = [
        models.Person(
            household_id=number, role="inscrit", first_name="Ana", last_name=name,
            first_key="ana", last_key=fold(name), email=f"{name.lower()}@example.org",
            email_key=f"{name.lower()}@example.org", phone=f"+33639981{number:03}",
            birth_year=1984, occupation="Soudeuse", rome_code="H2913", employment="salarie",
            consent=1,
        ),
        models.Person(
            household_id=number, role="conjoint", first_name=f"Bo{name}",
            first_key=fold(f"Bo{name}"),
        ),
        models.Person(household_id=number, role="enfant", birth_year=2023),
    ]  # fmt: skip
    session.add_all(people)
    session.flush()
    session.add(
        models.Signup(
            household_id=number, person_id=people[0].id, received_on=came, channel="salon",
            message=f"message {name}",
        )
    )  # fmt: skip
    _facts(work, number, came)
    session.flush()


def _status(number: int) -> dict[str, Any]:
    if number % 7 == 3:
        return {
            "status": "en_veille", "closed_on": TODAY - timedelta(days=9),
            "wake_up_on": TODAY + timedelta(days=number % 3 * 3 - 1),
            "close_reason": "projet_reporte",
        }  # fmt: skip
    if number % 7 == 5:
        closed = TODAY - timedelta(days=3)
        return {"status": "abandon", "closed_on": closed, "close_reason": "autre"}
    return {}


def _facts(work: Work, number: int, came: date) -> None:
    session, name, link = work.session, word(number), {"household_id": number}
    met, soon = came + timedelta(days=4), TODAY + timedelta(days=2)
    result = "joint" if number % 3 else "nrp"
    contact = models.Contact(
        **link, officer_id=1, happened_on=met, channel="telephone", direction="sortant",
        result=result, summary=f"résumé {name}",
    )  # fmt: skip
    session.add(contact)
    session.flush()
    rows: list[Any] = [
        models.FollowUp(
            **link, officer_id=1, contact_id=contact.id, action=f"rappeler {name}",
            planned_on=met, due_on=TODAY - timedelta(days=1), origin="contact",
        ),
        models.FollowUp(
            **link, officer_id=1, kind="rendez_vous", action=f"visio {name}", planned_on=met,
            due_on=soon, due_at="10:00", channel="visio",
        ),
        models.Introduction(
            **link, resource_id=1, officer_id=1, introduced_on=met, state="repondue",
            answered_on=met, note=name,
        ),
        models.Transfer(**link, from_territory_id=2, to_territory_id=1, moved_on=met, note=name),
        models.VisitGuest(
            **link, visit_id=2, people=3, state="confirme", invited_on=met, answered_on=met
        ),
    ]  # fmt: skip
    if number % 7 > 1:  # the others may still be matched with it
        rows.append(models.Introduction(**link, offer_id=1, introduced_on=met, note=name))
    if number % 3:
        stay = TODAY - timedelta(days=7)
        held = models.Contact(
            **link, officer_id=1, happened_on=stay, channel="visite", result="tenu"
        )
        session.add(held)
        session.flush()
        rows.append(
            models.VisitGuest(
                **link, visit_id=1, contact_id=held.id, people=3, state="venu", invited_on=met,
                answered_on=met, came_on=stay, feedback=None if number % 2 else f"retour {name}",
                debriefed_on=None if number % 2 else stay,
            )
        )  # fmt: skip
    session.add_all(rows)
    if number % 5 == 0:
        _settled(work, number, came)
    elif number % 6 == 1:
        work.session.add(
            models.Settlement(
                **link, settled_on=met, commune="Autun", code_insee="71014", adults=2,
                cancelled_on=TODAY - timedelta(days=2), cancel_reason=f"erreur {name}",
            )
        )  # fmt: skip


def _settled(work: Work, number: int, came: date) -> None:
    link = {"household_id": number}
    home = models.Settlement(
        **link, settled_on=came + timedelta(days=12), commune="Autun", code_insee="71014",
        adults=2, children=1, schooled=1, housing="location", job="trouve",
    )  # fmt: skip
    work.session.add(home)
    work.session.flush()
    if number % 20 == 0:
        home.left_on, home.leave_reason = TODAY - timedelta(days=1), "autre"
        work.session.add(home)
    if number % 2:
        work.session.add(
            models.SettlementCheck(
                **link, settlement_id=home.id, month=1, result="reste", satisfaction=4,
                checked_on=came + timedelta(days=19), needs=f"besoin {word(number)}",
            )
        )  # fmt: skip


def to_skeleton(base: Path, reference: str, day: date = TODAY) -> None:
    """Leave of a household what an erasure of that day leaves of it."""
    to_skeletons(base, [reference], day)


def to_skeletons(base: Path, chosen: Sequence[str], day: date = TODAY) -> None:
    """The same of several, in one operation."""
    with store_of(base).transact(Heading("Test", "rgpd effacer", day)) as work:
        sql = "SELECT id FROM household WHERE reference IN ({keys})"
        numbers = [number for (number,) in work.rows.among(sql, list(chosen))]
        erasing.erase(work, numbers, origin=erasing.ASKED, reason="demande de la personne")
