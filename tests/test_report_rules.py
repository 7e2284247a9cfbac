"""Rules of counting that were once broken, each on the smallest base that shows it."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from naive_counts import Asked
from report_worlds import Row, make_world
from test_reports import Wish, drawn
from venez_vivre.reports import render
from venez_vivre.screens.documents.page import page
from venez_vivre.steering.documents.publishing import published

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2025, 11, 30)
NOVEMBER = Asked(date(2025, 11, 1), date(2025, 11, 30))
HOME = {"id": 1, "reference": "F-1"}
PLACE = {"id": 1, "code": "T1", "name": "CC du Nord", "kind": "CC"}


def form(on: date, person: int = 1, channel: str = "site") -> Row:
    """A sign-up of somebody of the household."""
    return {"household_id": 1, "person_id": person, "received_on": on, "channel": channel}


def people(count: int = 1) -> list[Row]:
    """Members of the household."""
    return [{"id": n + 1, "household_id": 1, "role": "inscrit"} for n in range(count)]


@pytest.fixture
def report(tmp_path: Path) -> Any:
    """Draws up a report of a base that holds these rows."""

    def draw(kind: str, asked: Asked = NOVEMBER, code: str | None = None, **tables: Any) -> Any:
        base = make_world(tmp_path / "base.db", tables)
        return published(drawn(base, Wish(kind, asked, TODAY, code)), public=False)

    return draw


def values(document: Any, code: str) -> dict[str, int]:
    """An indicator in each of its units."""
    return {i["unite"]: i["valeur"] for i in document["indicateurs"] if i["indicateur"] == code}


def due(document: Any, code: str) -> tuple[int, int]:
    """A line of the week ahead: how many, for how many households."""
    line = next(one for one in document["a_venir"]["lignes"] if one["echeance"] == code)
    return line["nombre"], line["foyers"]


def test_two_people_who_came_twice_are_two_people(report: Any):
    """Two visits, one household, two people: not four."""
    days = [date(2025, 11, 8), date(2025, 11, 22)]
    visits = [
        {
            "id": n,
            "reference": f"V-{n}",
            "title": "V",
            "kind": "groupe",
            "starts_on": d,
            "ends_on": d,
        }
        for n, d in enumerate(days, 1)
    ]
    came = [
        {
            "household_id": 1,
            "visit_id": n,
            "people": 2,
            "state": "venu",
            "came_on": d,
            "invited_on": d,
        }
        for n, d in enumerate(days, 1)
    ]
    found = report("mensuel", household=[HOME], visit=visits, visit_guest=came)
    assert values(found, "visites") == {"venues": 2, "foyers": 1, "personnes": 2}


def test_a_partner_who_signs_up_later_is_in_the_channels_of_that_month(report: Any):
    """Channels make up the people of the stage, not only its households."""
    forms = [form(date(2025, 10, 3)), form(date(2025, 11, 5), 2, "salon")]
    found = report("mensuel", household=[HOME], person=people(2), signup=forms)
    assert values(found, "inscrits") == {"foyers": 0, "personnes": 1}
    told = {one["canal"]: one["premier"][0] for one in found["canaux"]["canaux"]}
    assert told["site"] == {"etape": "inscrits", "foyers": 0, "personnes": 1}
    last = {one["canal"]: one["dernier"][0]["personnes"] for one in found["canaux"]["canaux"]}
    assert last["salon"] == 1


def test_a_territory_is_told_no_cost_of_the_whole_scheme(report: Any):
    """Its channels are its own; the spending of the region divided by its households is nothing."""
    home = {**HOME, "territory_id": 1}
    spent = [{"axis": "Salons", "starts_on": date(2025, 11, 1), "spending_cents": 100_000}]
    tables = {
        "territory": [PLACE],
        "household": [home],
        "person": people(),
        "signup": [form(date(2025, 11, 3))],
        "campaign": spent,
    }
    assert report("mensuel", code="T1", **tables)["canaux"]["couts"] is None
    whole = report("mensuel", **tables)["canaux"]["couts"]
    assert [step["par_foyer"] for step in whole["etapes"]] == [1000.0, None, None]


def test_who_settled_alone_left_on_that_day(report: Any):
    """Not months later, when the file was closed: it delays those who are still waiting."""
    home = {**HOME, "status": "abandon", "closed_on": date(2025, 11, 20)}
    numbers = (2, 3, 4)
    came = {1: date(2025, 1, 1), 2: date(2025, 1, 1), 3: date(2025, 1, 1), 4: date(2025, 10, 21)}
    met = [
        {"household_id": n, "happened_on": d, "result": "joint", "channel": "email"}
        for n, d in ((2, date(2025, 4, 11)), (3, date(2025, 5, 31)))
    ]
    found = report(
        "bilan",
        Asked(),
        household=[home, *({"id": n, "reference": f"F-{n}"} for n in numbers)],
        person=[{"id": n, "household_id": n, "role": "inscrit"} for n in came],
        signup=[{**form(on, n), "household_id": n} for n, on in came.items()],
        contact=met,
        settlement=[{"household_id": 1, "settled_on": date(2025, 1, 31), "adults": 1}],
    )
    first = found["delais"][0]
    assert (first["foyers"], first["evenements"], first["sortis"]) == (4, 2, 1)
    # 3/4 are left after a month, 2 are followed longer than 40 days: 3/8 after 100, 3/4 after 150.
    days = first["quart_jours"], first["mediane_jours"], first["trois_quarts_jours"]
    assert days == (100, 150, 150)


def test_a_past_report_counts_the_lines_to_identify_of_its_day(report: Any):
    """Neither those received since, nor less those that were settled since."""
    lines = [
        {"line": n, "row_hash": n, "received_on": on, "settled_on": settled, "said": "{}",
         "candidates": "[]", "claim_key": n}
        for n, (on, settled) in enumerate([
            (date(2025, 10, 5), date(2025, 11, 5)), *[(date(2025, 11, 5), None)] * 2
        ])
    ]  # fmt: skip
    october = Asked(date(2025, 10, 1), date(2025, 10, 31))
    found = report("mensuel", october, set_aside=lines)
    assert found["qualite"]["lignes_a_identifier"] == 1


def test_a_file_closed_after_the_report_is_not_asleep_in_it(report: Any):
    """It was being followed then."""
    closed, wake = date(2025, 11, 25), date(2025, 11, 28)
    home = {**HOME, "status": "en_veille", "closed_on": closed, "wake_up_on": wake}
    week = Asked(date(2025, 11, 17), date(2025, 11, 23))
    assert due(report("hebdo", week, household=[home]), "reveils") == (0, 0)
    home |= {"closed_on": date(2025, 11, 20)}
    assert due(report("hebdo", week, household=[home]), "reveils") == (1, 1)


def test_a_household_expected_twice_is_one(report: Any):
    """At two visits of the week ahead, or called twice after two arrivals."""
    days = (date(2025, 11, 25), date(2025, 11, 27))
    visits = [
        {
            "id": n,
            "reference": f"V-{n}",
            "title": "V",
            "kind": "groupe",
            "starts_on": d,
            "ends_on": d,
        }
        for n, d in enumerate(days, 1)
    ]
    guests = [
        {"household_id": 1, "visit_id": n, "state": "confirme", "invited_on": date(2025, 11, 1)}
        for n in (1, 2)
    ]
    settled = [{"household_id": 1, "settled_on": date(2025, 10, n), "adults": 1} for n in (25, 27)]
    week = Asked(date(2025, 11, 17), date(2025, 11, 23))
    found = report(
        "hebdo", week, household=[HOME], visit=visits, visit_guest=guests, settlement=settled
    )
    assert due(found, "visites") == (2, 1)
    assert due(found, "suivis") == (2, 1)


def test_a_step_of_exactly_five_households_is_drawn(report: Any):
    """Of twenty met on one day, five settle one by one: a quarter, to the last bit of a float."""
    numbers = range(1, 21)
    homes = [{"id": n, "reference": f"F-{n}"} for n in numbers]
    persons = [{"id": n, "household_id": n, "role": "inscrit"} for n in numbers]
    day = date(2025, 1, 6)
    forms = [{**form(day, n), "household_id": n} for n in numbers]
    met = [
        {"household_id": n, "happened_on": day, "result": "joint", "channel": "email"}
        for n in numbers
    ]
    settled = [
        {"household_id": n, "settled_on": date(2025, 2, n), "adults": 1} for n in range(1, 6)
    ]
    found = report(
        "bilan",
        Asked(),
        household=homes,
        person=persons,
        signup=forms,
        contact=met,
        settlement=settled,
    )
    assert [(one["jours"], one["part"]) for one in found["courbe"]] == [(30, 0.25)]


def test_lines_of_one_name_are_all_in_the_csv(report: Any):
    """Two targets of one indicator, two territories of one name: four rows, none is lost."""
    deadlines = [date(2025, 12, 31), date(2026, 12, 31)]
    targets = [{"indicator": "foyers_installes", "value": 20, "deadline": d} for d in deadlines]
    places = [PLACE, {**PLACE, "id": 2, "code": "T2"}]
    found = report("bilan", territory=places, target=targets)
    text = str(render(page(found, "csv"), "csv", colored=False)).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    aims = [r["element"] for r in rows if r["rubrique"] == "objectifs" and r["mesure"] == "valeur"]
    assert aims == [f"foyers installés ({d.isoformat()})" for d in deadlines]
    named = [r["element"] for r in rows if r["mesure"] == "inscrits_foyers"
             and r["rubrique"] == "territoires"]  # fmt: skip
    assert named == ["CC du Nord (T1)", "CC du Nord (T2)"]
