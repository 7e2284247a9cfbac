"""Who stayed: each household is counted once a month, and what nobody knows is on neither side."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_csv, a_settlement, a_signup, tables
from venez_vivre.dates import add_months
from venez_vivre.steering.rates import wilson
from venez_vivre.steering.retention import Count, retention, state_of
from venez_vivre.store.queries.settlements import Arrival

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

DAY = date(2025, 11, 27)
MONTHS = (1, 3, 6, 12)
ARRIVED = "2024-11-01"
RESULTS = ("reste", "reparti", "sans_reponse")


def an_arrival(*checks: tuple[int, str, str], left_on: str | None = None) -> Arrival:
    return Arrival(ARRIVED, 3, left_on, "autre" if left_on else None, checks)


@pytest.mark.parametrize(
    ("arrival", "expected"),
    [
        (an_arrival(), "? ? ? ?"),
        (an_arrival((1, "2024-12-01", "reste")), "+ ? ? ?"),
        (an_arrival((12, "2025-11-01", "reste")), "+ + + +"),
        (an_arrival((3, "2025-05-03", "reste")), "+ + + ?"),
        (an_arrival((6, "2025-04-20", "reste")), "+ + + ?"),
        (an_arrival((3, "2025-02-01", "sans_reponse")), "? x ? ?"),
        (an_arrival((3, "2025-02-01", "sans_reponse"), (6, "2025-05-01", "reste")), "+ + + ?"),
        (an_arrival(left_on="2025-03-01"), "+ + - -"),
        (an_arrival((6, "2025-05-10", "reparti"), left_on="2025-05-10"), "? ? - -"),
        (an_arrival((6, "2025-05-10", "reparti"), left_on="2025-03-01"), "+ + - -"),
        (an_arrival((3, "2025-02-05", "reparti")), "? - - -"),
        (an_arrival((3, "2025-02-01", "reste"), left_on="2025-10-31"), "+ + + -"),
        (an_arrival((1, "2025-05-02", "reparti")), "- - - -"),
        (an_arrival((6, "2025-05-20", "reparti"), left_on="2025-05-05"), "+ + + -"),
    ],
)
def test_what_is_known_of_a_household_at_each_month(arrival: Arrival, expected: str) -> None:
    """Heard there later: was there; left: stays left; a day that nobody told proves nothing."""
    signs = {"restes": "+", "repartis": "-", "sans_reponse": "x", "inconnus": "?"}
    assert " ".join(signs[state_of(arrival, month, DAY)] for month in MONTHS) == expected


def test_a_month_that_has_not_come_is_not_due() -> None:
    """Even of those who already left: those who stay are not counted yet either."""
    assert state_of(an_arrival(left_on="2024-11-20"), 12, date(2025, 10, 31)) == "pas_encore"
    assert state_of(an_arrival(left_on="2024-11-20"), 12, date(2025, 11, 1)) == "repartis"


days = st.dates(date(2024, 6, 1), DAY).map(date.isoformat)
checks = st.dictionaries(st.sampled_from(MONTHS), st.tuples(days, st.sampled_from(RESULTS)))


@st.composite
def arrivals(draw: Any) -> Arrival:
    settled_on = draw(st.dates(date(2024, 6, 1), DAY))
    later = st.dates(settled_on + timedelta(days=1), DAY + timedelta(days=1))
    left_on = draw(st.none() | later.map(date.isoformat))
    said = tuple((month, on, result) for month, (on, result) in draw(checks).items())
    reason = draw(st.sampled_from(("autre", "emploi_conjoint"))) if left_on else None
    return Arrival(settled_on.isoformat(), draw(st.integers(1, 6)), left_on, reason, said)


@given(st.lists(arrivals(), max_size=12), st.randoms())
def test_figures_add_up_and_do_not_depend_on_the_order_of_facts(
    found: list[Arrival], random: Any
) -> None:
    """Every household is in one state, its people with it; shuffled facts say the same."""
    table = retention(found, MONTHS, DAY)
    for month in table.months:
        for count, total in (
            (month.households, len(found)),
            (month.people, sum(one.people for one in found)),
        ):
            assert count.due == count.restes + count.repartis + count.sans_reponse + count.inconnus
            assert count.due + count.pas_encore == total
        due = sum(add_months(date.fromisoformat(o.settled_on), month.month) <= DAY for o in found)
        assert month.households.due == due
    mixed = [
        one._replace(checks=tuple(random.sample(one.checks, len(one.checks)))) for one in found
    ]
    random.shuffle(mixed)
    assert retention(mixed, MONTHS, DAY) == table


@given(st.lists(arrivals(), max_size=12))
def test_who_left_never_comes_back_and_who_is_there_was_there(found: list[Arrival]) -> None:
    """Along the months of one household: known to be there, then anything, then left for good."""
    for one in found:
        states = [state_of(one, month, DAY) for month in MONTHS]
        came = [state for state in states if state != "pas_encore"]
        if "repartis" in came:
            assert set(came[came.index("repartis") :]) == {"repartis"}
        if "restes" in came:
            last = len(came) - came[::-1].index("restes")
            assert set(came[:last]) == {"restes"}


@given(st.builds(Count, *(st.integers(0, 50) for _ in range(5))))
def test_the_bounds_hold_the_share(count: Count) -> None:
    """Whatever became of the unknown, the share is between the two; known exactly if none is."""
    if count.share is None or count.lowest is None or count.highest is None:
        assert count.known == 0
        return
    assert count.lowest <= count.share <= count.highest
    assert (count.lowest == count.highest) == (count.unknown == 0)


# The command.


@pytest.fixture
def four(run: Run, tmp_path: Path) -> list[str]:
    """Four households of two adults and two children who arrived a year ago or more."""
    forms = [a_signup(date_inscription="2024-03-03", nom=f"Zède{n}") for n in "abcd"]
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", forms)))
    references = [line["reference"] for line in run("foyers", "lister", "-f", "json").json]
    lines = [a_settlement(reference, date="01/11/2024") for reference in references]
    run("installations", "importer", str(a_csv(tmp_path / "s.csv", lines)))
    return references


def at(run: Run, month: int, *words: str) -> Any:
    data = run("installations", "retention", *words, "-f", "json").json
    return next(line for line in data["mois"] if line["mois"] == month)


def test_the_table_counts_households_and_people(run: Run, four: list[str]) -> None:
    one, two, three, _ = four
    call = ("installations", "suivi")
    run(*call, one, "--mois", "6", "-r", "reste")
    run(*call, two, "--mois", "6", "-r", "reparti", "--motif", "emploi_conjoint")
    run(*call, three, "--mois", "6", "-r", "nrp")
    line = at(run, 6)
    low, high = wilson(1, 2)
    assert line["foyers"] == {
        "dus": 4, "restes": 1, "repartis": 1, "sans_reponse": 1, "inconnus": 1, "pas_encore": 0,
        "n": 2, "taux": 0.5, "si_inconnus_repartis": 0.25, "si_inconnus_restes": 0.75,
        "bas": round(low, 6), "haut": round(high, 6),
    }  # fmt: skip
    people = line["personnes"]
    assert (people["dus"], people["restes"], people["taux"]) == (16, 4, 0.5)
    data = run("installations", "retention", "-f", "json").json
    assert data["departs"] == [{"motif": "emploi_conjoint", "foyers": 1, "personnes": 4}]
    assert list(data) == ["au", "mois", "departs"]
    shown = run("installations", "retention").out
    assert "emploi du conjoint" in shown
    assert "25,0 %" in shown.replace("\u202f", " ")
    assert "75,0 %" in shown.replace("\u202f", " ")


def test_the_table_is_that_of_the_day(run: Run, four: list[str]) -> None:
    """What was learnt later was not known, what was due later was not due."""
    run("installations", "depart", four[0], "--le", "15/01/2025", "--motif", "autre")
    run("installations", "annuler", four[1])
    assert at(run, 3)["foyers"]["dus"] == 3
    past = run("--date", "2025-01-10", "installations", "retention", "-f", "json").json
    assert past["au"] == "2025-01-10"
    states = [Counter(line["foyers"]) for line in past["mois"]]
    assert [(s["dus"], s["pas_encore"], s["repartis"]) for s in states] == [
        (4, 0, 0), (0, 4, 0), (0, 4, 0), (0, 4, 0),
    ]  # fmt: skip
    assert past["departs"] == []


def test_who_left_after_a_mark_was_there_at_that_mark(run: Run, four: list[str]) -> None:
    """Left a few days after the six months that the call was for."""
    call = ("installations", "suivi", four[0], "--mois", "6", "--le", "20/05/2025")
    run(*call, "-r", "reparti", "--motif", "autre", "--parti-le", "05/05/2025")
    states = [(at(run, month)["foyers"]["restes"], at(run, month)["foyers"]["repartis"])
              for month in MONTHS]  # fmt: skip
    assert states == [(1, 0), (1, 0), (1, 0), (0, 1)]


def test_a_past_table_does_not_know_what_a_call_learnt_later(run: Run, four: list[str]) -> None:
    """The departure of March was learnt in May; one that was noted alone counts from its day."""
    call = ("installations", "suivi", four[0], "--mois", "6", "--le", "10/05/2025")
    run(*call, "-r", "reparti", "--motif", "autre", "--parti-le", "01/03/2025")
    run("installations", "depart", four[1], "--le", "01/03/2025", "--motif", "autre")
    words = ("installations", "retention", "-f", "json")
    assert len(run("--date", "2025-04-01", *words).json["departs"]) == 1
    before, after = (run("--date", day, *words).json for day in ("2025-05-09", "2025-05-10"))
    assert [line["foyers"]["repartis"] for line in before["mois"]] == [0, 0, 1, 0]
    assert [line["foyers"]["repartis"] for line in after["mois"]] == [0, 0, 2, 0]
    due = run("--date", "2025-05-09", "installations", "suivi", "-f", "json").json
    assert four[0] in {line["foyer"] for line in due}
    assert four[1] not in {line["foyer"] for line in due}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("suivi", "--mois", "6", "-r", "reparti", "--motif", "autre"), "était resté à 12 mois"),
        (("depart", "--le", "01/11/2025", "--motif", "autre"), "était encore là le 05/11/2025"),
    ],
)
def test_who_was_heard_there_later_had_not_left(
    run: Run, base: Path, four: list[str], words: tuple[str, ...], sentence: str
) -> None:
    run("installations", "suivi", four[0], "--mois", "12", "-r", "reste", "--le", "05/11/2025")
    before = tables(base)
    verb, *rest = words
    said = run("installations", verb, four[0], *rest, fails_with=1).err
    assert sentence in " ".join(said.split())
    assert tables(base) == before
    run("installations", "depart", four[0], "--le", "06/11/2025", "--motif", "autre")


def test_the_table_keeps_to_arrivals_of_a_period_and_says_when_there_are_none(
    run: Run, four: list[str]
) -> None:
    assert at(run, 1, "--du", "01/11/2024", "--au", "01/11/2024")["foyers"]["dus"] == len(four)
    said = run("installations", "retention", "--du", "02/11/2024").out
    assert said.startswith("Aucune installation")
    assert at(run, 1, "--territoire", "aucun")["foyers"]["dus"] == len(four)


def test_the_sheet_has_one_line_a_month_and_unit_and_every_figure(
    run: Run, four: list[str]
) -> None:
    """Months are numbers, the unit stands in its column, nothing is written for people."""
    sheet = run("installations", "retention", "-f", "csv").out.lstrip("\ufeff")
    lines = list(csv.DictReader(sheet.splitlines(), delimiter=";"))
    assert [(line["mois"], line["unite"]) for line in lines] == [
        (str(month), unit) for month in MONTHS for unit in ("foyers", "personnes")
    ]
    figures = run("installations", "retention", "-f", "json").json["mois"]
    for line, known in zip(lines[::2], figures, strict=True):
        written = {
            key: "" if value is None else f"{value:.12g}".replace(".", ",")
            for key, value in known["foyers"].items()
        }
        assert {key: line[key] for key in written} == written
    assert all(line["bas"] == line["haut"] == "" for line in lines[1::2])
