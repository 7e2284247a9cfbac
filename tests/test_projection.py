"""The projection: its chances, its intervals on years with known hazards, and what it shows."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bases import address_of, store_of
from lived_years import TODAY, Hazards, hazard, live
from raw_facts import Contact, House, Settled, World, make_base
from venez_vivre.cli import run as run_program
from venez_vivre.errors import Misuse, Refused
from venez_vivre.reports.layout import width_of
from venez_vivre.screens.projection import past_blocks
from venez_vivre.steering.forecasting.backtest import past_days
from venez_vivre.steering.forecasting.chances import ENOUGH, Courses, course, followed
from venez_vivre.steering.forecasting.draws import Forecaster, _coming, _settling
from venez_vivre.steering.forecasting.known import DONE, ELSEWHERE, WAITING, Facts, Known
from venez_vivre.steering.forecasting.results import Settled as SettledPeople
from venez_vivre.steering.forecasting.results import shared_out, spread
from venez_vivre.steering.incidence import Exit, incidence, share_at
from venez_vivre.steering.projection import LEAST, Projection, project
from venez_vivre.store.queries import projection as queries

if TYPE_CHECKING:
    from conftest import Run
DAY = date(2025, 11, 27)
FIRST = date(2024, 10, 1)
UNTIL = date(2026, 6, 30)
TERRITORIES = (("T1", "Nord"), ("T2", "Sud"), ("T3", "Désert"))
HAZARDS = Hazards()


# --- a base to project from -----------------------------------------------------------------


def a_world(seed: int = 7, houses: int = 1500) -> World:
    """Households of a year: some are met, of whom some settle; some give up, or come alone.

    A few settle on the very day of a past projection.
    """
    rng = np.random.default_rng(seed)
    on_the_day = tuple(
        House(
            ((FIRST,),),
            (Contact(FIRST, "joint"),),
            (Settled(day),),
            territory=1,
        )
        for day in past_days(DAY)[:4]
    )
    return World(
        tuple(_house(rng) for _ in range(houses - len(on_the_day))) + on_the_day,
        TERRITORIES,
        targets=(
            ("foyers_installes", 120, None, "2026-06-30"),
            ("personnes_installees", 9000, None, "2026-12-31"),
            ("personnes_inscrites", 2000, None, "2026-12-31"),
            ("foyers_installes", 10, None, "2026-12-31"),
            ("foyers_installes", 500, None, "2025-06-30"),
        ),
    )


def _house(rng: np.random.Generator) -> House:
    start = FIRST + timedelta(days=int(rng.integers(0, (DAY - FIRST).days + 1)))
    met = start + timedelta(days=int(rng.exponential(12)))
    home = met + timedelta(days=40 + int(rng.exponential(300)))
    shut = start + timedelta(days=int(rng.exponential(900)))
    contacted = rng.random() < 0.25 and met <= DAY
    settled = home <= DAY and ((contacted and rng.random() < 0.7) or rng.random() < 0.01)
    adults, children = int(rng.integers(1, 3)), int(rng.integers(0, 3))
    return House(
        ((start,),),
        (Contact(met, "joint"),) if contacted else (),
        (Settled(home, adults, children),) if settled else (),
        territory=int(rng.integers(1, 3)) if rng.random() < 0.9 else None,
        closed_on=shut if shut <= DAY and not settled else None,
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base with enough settlements, made once: nothing here writes to it."""
    return make_base(tmp_path_factory.mktemp("projection") / "base.db", a_world())


@pytest.fixture(scope="module")
def seen(filled: Path) -> Projection:
    with store_of(filled).reading() as rows:
        return project(rows, DAY, UNTIL)


def said(base: Path, *words: str, today: date = DAY) -> list[str]:
    return ["--base", address_of(base), "--date", today.isoformat(), "projection", *words]


# --- what was known on an evening, against a count by hand -----------------------------------

DATES = st.dates(date(2025, 1, 1), date(2025, 3, 20))
HOUSES = st.builds(
    House,
    signups=st.tuples(st.tuples(DATES)),
    contacts=st.lists(
        st.builds(Contact, DATES, st.sampled_from(["joint", "sans_reponse", "honore"])), max_size=2
    ).map(tuple),
    settlements=st.lists(
        st.builds(Settled, on=DATES, adults=st.integers(1, 2), cancelled=st.none() | DATES),
        max_size=1,
    ).map(tuple),
    territory=st.sampled_from([None, 1, 2]),
    closed_on=st.none() | DATES,
)


def lived(house: House, day: date) -> tuple[Counter[tuple[int, int]], Counter[tuple[int, int]]]:
    """The two waits of one household, (way out, days), as they were told one evening."""
    start = house.signups[0][0]
    first, second = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    if start > day:
        return first, second
    reached = [c.on for c in house.contacts if c.result in {"joint", "honore"}]
    met = max(start, min(reached)) if reached and max(start, min(reached)) <= day else None
    homes = [
        one.on
        for one in house.settlements
        if one.on <= day and (one.cancelled is None or one.cancelled > day)
    ]
    home = min(homes, default=None)
    shut = house.closed_on if house.closed_on and house.closed_on <= day else None
    if met and not (home and home < met):
        first[DONE, (met - start).days] += 1
        end = (DONE, home) if home else (ELSEWHERE, shut) if shut else (WAITING, day)
        second[end[0], max((end[1] - met).days, 0)] += 1
        return first, second
    gone = min((one for one in (home, shut) if one), default=None)
    end = (ELSEWHERE, gone) if gone else (WAITING, day)
    first[end[0], max((end[1] - start).days, 0)] += 1
    return first, second


@settings(max_examples=60)
@given(st.lists(HOUSES, max_size=6), DATES)
@example(
    [House(((date(2025, 1, 5),),), (Contact(date(2025, 1, 8), "joint"),),
           (Settled(date(2025, 2, 1), cancelled=date(2025, 3, 1)),))],
    date(2025, 2, 15),
)  # fmt: skip
@example(
    [House(((date(2025, 1, 5),),), (Contact(date(2025, 1, 8), "joint"),),
           (Settled(date(2025, 1, 8)),))],
    date(2025, 2, 15),
)  # fmt: skip
def test_each_evening_knows_what_was_dated_by_then(houses: list[House], day: date) -> None:
    """Two waits a household, cancelled settlements as they then stood, files closed by then."""
    with TemporaryDirectory() as folder:
        path = make_base(Path(folder) / "b.db", World(tuple(houses), TERRITORIES))
        with store_of(path).reading() as rows:
            far = date(2025, 12, 31)
            known = Facts(queries.histories(rows, far), queries.arrived(rows, far)).on(day)
    for wait, index in ((known.first, 0), (known.second, 1)):
        wanted = sum((lived(house, day)[index] for house in houses), Counter())
        rows_, columns = np.nonzero(wait.exits)
        found = {(r, c): wait.exits[r, c] for r, c in zip(rows_, columns, strict=True)}
        assert found == dict(wanted)
        assert wait.by_territory.sum() == wait.exits[WAITING].sum() == wait.by_cohort.sum()


def test_who_sleeps_is_still_expected_and_who_gave_up_is_not(run: Run, base: Path) -> None:
    """The status of a file, set by the commands themselves."""
    for name in ("Veille", "Clos", "Actif"):
        run("foyers", "creer", "--nom", name, "--email", f"{name}@example.org", "--inscrit-le",
            "01/10/2025")  # fmt: skip
    run("foyers", "clore", "Clos@example.org", "--motif", "autre", "--oui")
    run("foyers", "clore", "Veille@example.org", "--motif", "projet_reporte", "--reveil",
        "01/06/2026", "--oui")  # fmt: skip
    with store_of(base).reading() as rows:
        known = Facts(queries.histories(rows, DAY), queries.arrived(rows, DAY)).on(DAY)
    assert known.first.exits.sum(axis=1).tolist() == [0, 1, 2]


# --- chances --------------------------------------------------------------------------------


@cache
def a_year() -> Known:
    """An invented year, known on its last evening."""
    return live(np.random.default_rng(3), HAZARDS).facts().on(TODAY)


def test_the_curves_are_the_incidence_of_the_pure_module() -> None:
    """As long as enough households were followed, both waits are Aalen–Johansen’s."""
    for wait in (a_year().first, a_year().second):
        names = {DONE: "done", ELSEWHERE: "other", WAITING: None}
        exits = [
            Exit(int(day), names[int(kind)], int(wait.exits[kind, day]))
            for kind, day in zip(*np.nonzero(wait.exits), strict=True)
        ]
        steps = incidence(exits, "done")
        found = course(wait.exits[None], wait.exits, 400).share[0]
        days = followed(wait.exits)
        assert days > 250
        wanted = [share_at(steps, day).share for day in range(days)]
        assert np.abs(found[:days] - wanted).max() < 1e-12


def test_beyond_what_was_followed_one_pace_goes_on() -> None:
    """What happened over what could have, in the last half year of follow-up and after it."""
    wait = a_year().second
    days = followed(wait.exits)
    found = course(wait.exits[None], wait.exits, days + 200)
    at_risk = wait.exits.sum(axis=0)[::-1].cumsum()[::-1]
    assert at_risk[days - 1] >= ENOUGH > at_risk[days]
    rate = wait.exits[DONE, days - 180 :].sum() / at_risk[days - 180 :].sum()
    paces = found.done[0, days + 1 :] / found.waiting[0, days:-1]
    assert paces == pytest.approx(np.full(199, rate))


def step_by_step(courses: Courses, ages: tuple[int, int], days: int) -> tuple[float, float, float]:
    """The chance to settle of an accompanied, of a registered household, of a new one.

    The whole way is walked day by day, the chance of each state being carried along.
    """
    first, second = courses.first, courses.second

    def pace(curves: Any, age: int, share: Any) -> float:
        before = curves.waiting[0, age - 1] if age else 1.0
        return float(share[age] / before)

    def leaving(curves: Any, age: int) -> float:
        before = curves.waiting[0, age - 1] if age else 1.0
        return float(1 - curves.waiting[0, age] / before)

    def walk(waiting: dict[int, float], met: dict[int, float], days: int) -> float:
        settled = 0.0
        for _ in range(days):
            new = 0.0
            later = {}
            for age, part in waiting.items():
                new += part * pace(first, age + 1, first.done[0])
                later[age + 1] = part * (1 - leaving(first, age + 1))
            waiting = later
            met = {age + 1: part for age, part in met.items()} | {0: new}
            for age, part in met.items():
                settled += part * pace(second, age, second.done[0])
                met[age] = part * (1 - leaving(second, age))
        return settled

    return (
        walk({}, {ages[1]: 1.0}, days),
        walk({ages[0]: 1.0}, {}, days),
        walk({-1: 1.0}, {}, days),
    )


@pytest.mark.parametrize("days", [1, 2, 30, 200])
def test_chances_are_those_of_a_walk_day_by_day(days: int) -> None:
    """Two ways to compute them: sums over ages, and every state carried along each day."""
    courses = Courses(a_year(), 400, 0, np.random.default_rng(0))
    found = courses.within(days)
    for ages in ((0, 0), (5, 3), (100, 60), (300, 250)):
        accompanied, registered, newcomer = step_by_step(courses, ages, days)
        assert found.accompanied[0, ages[1]] == pytest.approx(accompanied, abs=1e-12)
        assert found.registered[0, ages[0]] == pytest.approx(registered, abs=1e-12)
        assert found.newcomer[0, days - 1] == pytest.approx(newcomer, abs=1e-12)


def test_the_curve_passes_by_every_forecast() -> None:
    """The day on which a target is met is read on the same numbers as what is expected by a day."""
    forecaster = Forecaster(a_year(), 360, 10)
    curve = forecaster.curve(360)
    for days in (1, 7, 45, 180, 360):
        assert curve[days - 1] == pytest.approx(forecaster.within(days).expected.sum(), rel=1e-9)


def test_draws_have_the_mean_and_the_spread_of_their_chances() -> None:
    """A few likely households and many unlikely ones: not the spread of equal chances."""
    chances = np.array([0.9] * 6 + [0.5] * 4 + [0.01] * 200)
    mean, squares = chances.sum(), (chances**2).sum()
    many = np.full((200_000, 1), mean), np.full((200_000, 1), squares)
    drawn = _settling(*many, np.random.default_rng(0))
    assert drawn.mean() == pytest.approx(mean, abs=0.02)
    assert drawn.var() == pytest.approx(mean - squares, rel=0.12)


def test_sign_ups_to_come_vary_as_weeks_did_and_as_their_mean_may() -> None:
    """Weeks of 0 and of 100: 20 weeks to come, and a mean that only 10 past ones tell."""
    weeks = np.array([0, 100] * 5)
    found = _coming(weeks, 137, 40_000, np.random.default_rng(0))
    assert found.shape == (40_001, 20)
    assert found[0].tolist() == [50.0] * 19 + [pytest.approx(50 * 4 / 7)]
    ahead = found[1:].sum(axis=1)
    lengths = np.array([1.0] * 19 + [4 / 7])
    spread_of_weeks, of_the_mean = (lengths**2).sum() * 0.9, lengths.sum() ** 2 / 10
    assert ahead.mean() == pytest.approx(50 * lengths.sum(), rel=0.01)
    assert ahead.var() == pytest.approx(2500 * (spread_of_weeks + of_the_mean), rel=0.03)


# --- the interval keeps its promise -----------------------------------------------------------


def coverage(seed: int, hazards: Hazards = HAZARDS, *, years: int = 200) -> dict[str, float]:
    """The part of invented years whose future falls in the interval, in both units."""
    rng = np.random.default_rng(seed)
    held = Counter[str]()
    until = TODAY + timedelta(days=180)
    for _ in range(years):
        year = live(rng, hazards, ahead=180)
        drawn = Forecaster(year.facts().on(TODAY), 180, 300).within(180)
        households, people = year.came(TODAY, until)
        one, all_of_them = drawn.households.sum(axis=1), drawn.people.sum(axis=1)
        low, high = spread(0, one)[1:]
        held["foyers"] += low <= households <= high
        low, high = spread(0, all_of_them)[1:]
        held["personnes"] += low <= people <= high
        middle = spread(drawn.expected.sum(), one)
        held["au-dessous"] += households < middle.expected
    return {name: count / years for name, count in held.items()}


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """200 years with known hazards, 100 settlements each: 80 %, within what 200 years can tell."""
    found = coverage(0)
    assert 0.74 <= found["foyers"] <= 0.86
    assert 0.74 <= found["personnes"] <= 0.86
    assert 0.40 <= found["au-dessous"] <= 0.60, "neither too many nor too few are announced"


def test_the_same_check_sees_an_interval_that_lies() -> None:
    """When the pace changes the day after, the truth leaves the interval: the check can fail."""
    rng = np.random.default_rng(1)
    until = TODAY + timedelta(days=180)
    held = 0
    for _ in range(30):
        year = live(rng, HAZARDS, ahead=180)
        other = live(rng, replace(HAZARDS, settle=hazard((0, 0.0), (45, 0.0032))), ahead=180)
        drawn = Forecaster(year.facts().on(TODAY), 180, 300).within(180)
        low, high = spread(0, drawn.households.sum(axis=1))[1:]
        held += low <= other.came(TODAY, until)[0] <= high
    assert held / 30 < 0.4


# --- what is said ---------------------------------------------------------------------------


@given(st.lists(st.floats(0, 500), min_size=1, max_size=40))
def test_what_is_rounded_still_sums(values: list[float]) -> None:
    """To the tenth, and none moves by a whole tenth."""
    total = round(sum(values), 1)
    found = shared_out(values, total)
    assert sum(round(10 * one) for one in found) == round(10 * total)
    assert all(abs(one - value) < 0.1 + 1e-9 for one, value in zip(found, values, strict=True))


def tenths(values: Any) -> int:
    return sum(round(10 * value) for value in values)


def test_territories_and_origins_sum_to_the_total(seen: Projection) -> None:
    """As they are printed, in both units; cohorts sum to those who signed up already."""
    households, people = seen.expected.households, seen.expected.people
    assert tenths(one.expected.households.expected for one in seen.territories) == tenths(
        [households.expected]
    )
    assert tenths(one.expected.people.expected for one in seen.territories) == tenths(
        [people.expected]
    )
    assert tenths(one.expected for one in seen.origins) == tenths([households.expected])
    assert tenths(one.people for one in seen.origins) == tenths([people.expected])
    here = [one.expected for one in seen.origins[:2]]
    assert tenths(one.expected for one in seen.cohorts) == tenths(here)
    assert tenths(one.people for one in seen.cohorts) == tenths(o.people for o in seen.origins[:2])
    waiting = sum(one.households for one in seen.origins[:2])
    assert sum(one.waiting for one in seen.territories) == waiting
    assert sum(one.waiting for one in seen.cohorts) == waiting
    assert sum(one.settled.households for one in seen.territories) == seen.settled.households


def test_what_is_there_already_is_what_the_funnel_counts(filled: Path, capfd: Any) -> None:
    """Households and people, in total and by month of sign-up, without those who came alone."""
    told = asked(filled, capfd, "--a", "2026-06-30", "-f", "json")
    funnel = ["--base", address_of(filled), "--date", DAY.isoformat(), "entonnoir", "-f", "json"]
    assert run_program(funnel) == 0
    counted = json.loads(capfd.readouterr().out)
    wanted = {unit: counted["installes"][unit] for unit in ("foyers", "personnes")}
    assert told["installations"]["deja"] == wanted
    assert counted["spontanees"]["foyers"] > 0
    assert run_program([*funnel, "--cohorte", "mois"]) == 0
    months = {one["cle"]: one["etapes"] for one in json.loads(capfd.readouterr().out)["groupes"]}
    assert {one["mois"]: one["foyers_installes"] for one in told["cohortes"]} == {
        month: steps[2]["foyers"] for month, steps in months.items()
    }
    assert {one["mois"]: one["foyers_inscrits"] for one in told["cohortes"]} == {
        month: steps[0]["foyers"] for month, steps in months.items()
    }


def asked(base: Path, capfd: Any, *words: str, today: date = DAY, fails_with: int = 0) -> Any:
    """What the command printed, read when it is JSON."""
    capfd.readouterr()
    code = run_program(said(base, *words, today=today))
    printed = capfd.readouterr()
    assert code == fails_with, printed.err
    if fails_with:
        return printed.err
    return json.loads(printed.out) if "json" in words else printed.out


def test_the_same_base_says_the_same_bytes(filled: Path, capfd: Any) -> None:
    """Futures are drawn from a seed that is fixed."""
    words = ("--a", "2026-06-30", "-f", "json")
    capfd.readouterr()
    texts = []
    for _ in range(2):
        assert run_program(said(filled, *words)) == 0
        texts.append(capfd.readouterr().out)
    assert texts[0] == texts[1]


def test_one_territory_says_what_its_line_says(filled: Path, capfd: Any) -> None:
    """Same expected numbers, same bounds, its own past; the targets stay those of the scheme."""
    whole = asked(filled, capfd, "--a", "2026-06-30", "-f", "json")
    one = asked(filled, capfd, "--a", "2026-06-30", "--territoire", "t2", "-f", "json")
    (line,) = (line for line in whole["territoires"] if line["code"] == "T2")
    near = {unit: {**value} for unit, value in one["installations"]["a_venir"].items()}
    for unit, value in line["a_venir"].items():
        assert near[unit].pop("attendu") == pytest.approx(value.pop("attendu"), abs=0.1)
        assert near[unit] == value
    assert one["territoires"][0]["foyers_ouverts"] == line["foyers_ouverts"]
    assert sum(cohort["foyers_ouverts"] for cohort in one["cohortes"]) == line["foyers_ouverts"]
    assert one["objectifs"] == whole["objectifs"]
    assert [past["jour"] for past in one["retrospective"]] == [
        past["jour"] for past in whole["retrospective"]
    ]
    empty = asked(filled, capfd, "--a", "2026-06-30", "--territoire", "T3")
    assert "Aucun foyer inscrit dans ce territoire." in empty


def test_an_interval_holds_the_middle_eight_tenths() -> None:
    """Of futures from 1 to 100: those of rank 10 and 90, which are futures themselves."""
    assert spread(50.44, np.arange(1, 101)) == (50.4, 10, 90)
    assert spread(0.1, np.array([0] * 95 + [1] * 5)) == (0.1, 0, 0)


# --- the past -------------------------------------------------------------------------------


def test_past_projections_start_every_second_month_at_least_four_weeks_ago() -> None:
    assert past_days(date(2026, 3, 31))[:3] == [
        date(2026, 3, 1),
        date(2026, 1, 1),
        date(2025, 11, 1),
    ]
    assert past_days(DAY)[0] == date(2025, 10, 1)
    assert len(past_days(DAY)) == 6


def test_what_came_is_what_the_funnel_counts_since(
    filled: Path, capfd: Any, seen: Projection
) -> None:
    """The settlements dated from the day after each past date to today."""
    assert len(seen.backtests) >= 2
    for one in seen.backtests:
        since = (one.day + timedelta(days=1)).isoformat()
        capfd.readouterr()
        words = ["entonnoir", "--du", since, "--au", DAY.isoformat(), "-f", "json"]
        assert run_program(["--base", address_of(filled), "--date", DAY.isoformat(), *words]) == 0
        counted = json.loads(capfd.readouterr().out)["installes"]
        assert one.came.households == counted["foyers"]
        assert one.came.people == counted["personnes"]


def test_a_past_projection_is_what_the_command_said_on_that_day(
    filled: Path, seen: Projection
) -> None:
    """Nothing that is dated later is used: the base of today says it, and so did that of then."""
    for one in seen.backtests:
        kept = World(tuple(_until(house, one.day) for house in a_world().houses), TERRITORIES)
        with store_of(filled).reading() as rows:
            now = project(rows, one.day, one.until)
        then_base = make_base(filled.with_name(f"{one.day}.db"), kept)
        with store_of(then_base).reading() as rows:
            then = project(rows, one.day, one.until)
        assert replace(then, outlooks=(), backtests=()) == replace(now, outlooks=(), backtests=())
        assert one.said.households.expected == then.expected.households.expected
        assert one.said.people.expected == then.expected.people.expected
        # Fewer futures are drawn for the past: the bounds are those of the same law.
        assert one.said.households.low == pytest.approx(then.expected.households.low, abs=3)
        assert one.said.households.high == pytest.approx(then.expected.households.high, abs=3)


def _until(house: House, day: date) -> House:
    """The household as it was written by the evening of that day."""
    if house.signups[0][0] > day:
        return House(((),))
    return replace(
        house,
        contacts=tuple(one for one in house.contacts if one.on <= day),
        settlements=tuple(one for one in house.settlements if one.on <= day),
        closed_on=house.closed_on if house.closed_on and house.closed_on <= day else None,
    )


# --- targets --------------------------------------------------------------------------------


def test_a_target_on_settlements_is_met_when_the_projection_gets_there(
    filled: Path, seen: Projection
) -> None:
    """The day before, what is expected is not yet enough; on the day, it is."""
    outlook = next(one for one in seen.outlooks if one.pace.goal.value == 120)
    assert outlook.expected is not None
    assert outlook.met_on is not None
    assert outlook.expected == seen.total.households
    with store_of(filled).reading() as rows:
        known = Facts(queries.histories(rows, DAY), queries.arrived(rows, DAY)).on(DAY)
    curve = Forecaster(known, seen.basis.history, 0).curve(seen.basis.history)
    days = (outlook.met_on - DAY).days
    assert curve[days - 2] < 120 - outlook.pace.reached <= curve[days - 1]
    totals = []
    for day in (outlook.met_on - timedelta(days=1), outlook.met_on):
        with store_of(filled).reading() as rows:
            totals.append(project(rows, DAY, day).total.households.expected)
    before, then = totals  # in tenths: both may be written 120,0
    assert before <= 120 <= then
    assert before < then


def test_a_target_out_of_reach_has_no_day_and_one_that_is_met_neither(seen: Projection) -> None:
    far, met, over = (
        next(one for one in seen.outlooks if one.pace.goal.value == value)
        for value in (9000, 10, 500)
    )
    assert far.expected is not None
    assert (far.chance, far.met_on) == (0.0, None)
    assert far.seen == DAY + timedelta(days=seen.basis.history)
    assert far.expected.expected < 9000
    assert (met.pace.state, met.met_on, met.seen) == ("atteint", None, None)
    assert (over.pace.state, over.expected, over.seen) == ("manque", None, None)


def test_other_targets_go_on_at_their_recent_pace(seen: Projection) -> None:
    """As many days past as are to come: the sign-ups of a year for a deadline in 13 months."""
    outlook = next(one for one in seen.outlooks if one.pace.goal.value == 2000)
    starts = [house.signups[0][0] for house in a_world().houses]
    recent = sum(start > DAY - timedelta(days=365) for start in starts)
    ahead = (date(2026, 12, 31) - DAY).days
    assert not outlook.by_projection
    assert outlook.days == 365
    assert outlook.expected is not None
    assert outlook.expected.expected == pytest.approx(1500 + recent / 365 * ahead, abs=0.05)
    wait = next(n for n in range(999) if 1500 + recent / 365 * n >= 2000)
    assert outlook.met_on == DAY + timedelta(days=wait)


def test_without_a_date_the_next_deadline_of_settlements_is_looked_at(filled: Path) -> None:
    with store_of(filled).reading() as rows:
        assert project(rows, DAY, None).until == date(2026, 6, 30)
        assert project(rows, date(2025, 11, 1), None).until == date(2026, 6, 30)


# --- what is refused ------------------------------------------------------------------------


def few(
    path: Path, settled: int, *targets: tuple[object, ...], on: date = date(2025, 6, 2)
) -> Path:
    """That many settlements thanks to the officers, one of somebody alone, and who still waits."""
    start = date(2025, 1, 6)
    came = House(((start,),), (Contact(start, "joint"),), (Settled(on),))
    alone = House(((start,),), (), (Settled(date(2025, 6, 2)),))
    houses = (came,) * settled + (alone,) + (House(((start,),)),) * 40
    return make_base(path, World(houses, targets=targets))


def test_too_few_settlements_are_not_projected(tmp_path: Path) -> None:
    """Nineteen are refused with both numbers, twenty are enough; who came alone does not count."""
    told = r"compte 19 installations .* il en faut au moins 20"
    store = store_of(few(tmp_path / "few.db", LEAST - 1))
    with store.reading() as rows, pytest.raises(Refused, match=told):
        project(rows, DAY, UNTIL)
    with store_of(few(tmp_path / "enough.db", LEAST)).reading() as rows:
        found = project(rows, DAY, UNTIL)
    assert found.settled.households == LEAST
    assert [one.came for one in found.backtests] == 2 * [SettledPeople(0, 0)]
    assert all(one.held for one in found.backtests)


def test_where_everybody_settled_at_once_nobody_is_left_to_settle(tmp_path: Path) -> None:
    """All of those met settled after the same days: none still waits, and the page is made."""
    base = few(tmp_path / "b.db", ENOUGH + 5, ("foyers_installes", 90, None, "2026-06-30"))
    with store_of(base).reading() as rows:
        found = project(rows, DAY, UNTIL)
    (outlook,) = found.outlooks
    assert found.origins[0].expected == 0
    assert outlook.expected == found.total.households


def test_the_past_is_not_projected_farther_than_the_base_then_went_back(tmp_path: Path) -> None:
    """On 1 June the base was 146 days old, and today is 179 days later; in August it was enough."""
    with store_of(few(tmp_path / "b.db", LEAST, on=date(2025, 2, 3))).reading() as rows:
        found = project(rows, DAY, UNTIL)
    assert [one.day for one in found.backtests] == [date(2025, 8, 1), date(2025, 10, 1)]


def test_households_without_a_territory_come_last_however_many(tmp_path: Path) -> None:
    """The other lines go from the most expected to the least."""
    world = a_world(houses=600)
    houses = tuple(
        replace(house, territory=(None, None, None, 1, 2, 2)[n % 6])
        for n, house in enumerate(world.houses)
    )
    with store_of(make_base(tmp_path / "b.db", replace(world, houses=houses))).reading() as rows:
        found = project(rows, DAY, UNTIL).territories
    assert [line.key for line in found] == ["T2", "T1", "(non renseigne)"]
    assert found[2].expected.households.expected > found[0].expected.households.expected


def test_an_empty_base_is_refused_in_one_sentence(tmp_path: Path, capfd: Any) -> None:
    said_of_it = asked(tmp_path / "vide.db", capfd, fails_with=1)
    assert "la base compte 0 installation accompagnée au 27/11/2025" in said_of_it


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (DAY, "doit venir après le 27/11/2025"),
        (date(2025, 1, 1), "doit venir après le 27/11/2025"),
        (date(2029, 1, 1), "on ne projette pas au-delà du 23/01/2027"),
    ],
)
def test_a_date_that_cannot_be_projected_is_misuse(filled: Path, day: date, told: str) -> None:
    """Not after today, or farther ahead than the base goes back: the farthest day is said."""
    with store_of(filled).reading() as rows, pytest.raises(Misuse, match=told):
        project(rows, DAY, day)


def test_an_unknown_territory_is_not_found(filled: Path, capfd: Any) -> None:
    assert "Aucun territoire n’a le code T9." in asked(
        filled, capfd, "--territoire", "T9", fails_with=3
    )


# --- how it looks ---------------------------------------------------------------------------


def test_the_page_tells_what_the_data_tell(filled: Path, capfd: Any, monkeypatch: Any) -> None:
    """Both units, the interval, past projections, targets and what is supposed."""
    monkeypatch.setenv("COLUMNS", "120")
    text = " ".join(asked(filled, capfd, "--a", "2026-06-30").split())
    told = asked(filled, capfd, "--a", "2026-06-30", "-f", "json")
    coming = told["installations"]["a_venir"]
    households, people = coming["foyers"], coming["personnes"]
    assert (
        f"{round(people['attendu'])} personnes ({people['bas']} à {people['haut']}), "
        f"{round(households['attendu'])} foyers ({households['bas']} à {households['haut']})"
    ) in text
    past = told["retrospective"][0]
    day = date.fromisoformat(past["jour"]).strftime("%d/%m/%Y")
    announced = past["annonce"]["foyers"]
    assert (
        f"La projection du {day} annonçait {announced['bas']} à {announced['haut']} foyers "
        f"pour le 27/11/2025, réalisé {past['realise']['foyers']}."
    ) in text
    held = sum(one["dans_la_fourchette"] for one in told["retrospective"])
    assert f": {held} sur {len(told['retrospective'])} projections passées" in text
    assert "8 fois sur 10 si les rythmes se maintiennent" in text
    assert "au-delà du 23/01/2027" in text
    assert set(told) == {
        "jour", "au", "territoire", "niveau", "installations", "origines", "territoires",
        "cohortes", "retrospective", "objectifs", "methode", "hypotheses",
    }  # fmt: skip


VERDICTS = {
    (3, 3): "2 sur 2 projections passées dans la fourchette.",
    (3, 9): "1 sur 2 projections passées dans la fourchette ; l’autre annonçait trop peu.",
    (0,): "0 sur 1 projection passée dans la fourchette ; elle annonçait trop. Lisez",
    (
        0,
        0,
        3,
    ): "1 sur 3 projections passées dans la fourchette ; les autres annonçaient trop. Lisez",
    (9, 9): "0 sur 2 projections passées dans la fourchette ; toutes annonçaient trop peu. Lisez",
    (0, 9, 3): "fourchette ; les autres annonçaient tantôt trop, tantôt trop peu. Lisez",
}
"""How many came each time, when 2 to 4 were said: what is said of it."""


@pytest.mark.parametrize("came", VERDICTS)
def test_the_past_is_told_in_one_sentence(seen: Projection, came: tuple[int, ...]) -> None:
    """How many held, on which side the others were, and caution when fewer than half did."""
    said_then = replace(seen.expected, households=seen.expected.households._replace(low=2, high=4))
    past = [replace(seen.backtests[0], said=said_then, came=SettledPeople(n, n)) for n in came]
    _, table = past_blocks(past)
    assert VERDICTS[came] in table.note
    assert ("Lisez" in table.note) is ("Lisez" in VERDICTS[came])


def test_a_spreadsheet_gets_one_row_for_each_territory(filled: Path, capfd: Any) -> None:
    text = asked(filled, capfd, "--a", "2026-06-30", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert sorted(row["code"] for row in rows) == ["(non renseigne)", "T1", "T2"]
    assert rows[-1]["code"] == "(non renseigne)"
    assert all(float(row["foyers_attendu"].replace(",", ".")) > 0 for row in rows)


@pytest.mark.parametrize("columns", [60, 80, 100, 120, 160])
def test_the_page_fits_every_terminal_whatever_territories_are_called(
    tmp_path: Path, capfd: Any, monkeypatch: Any, columns: int
) -> None:
    """Long, Chinese and hostile names; no line is wider, no control character is left."""
    names = (
        ("T1", "Bourgogne-Franche-Comté " * 4),
        ("T2", "山田太郎" * 6),
        ("T3", "x\x1b[2J\u202ey"),
    )
    world = a_world(houses=600)
    houses = tuple(replace(house, territory=n % 3 + 1) for n, house in enumerate(world.houses))
    base = make_base(tmp_path / "b.db", World(houses, names, targets=world.targets))
    monkeypatch.setenv("COLUMNS", str(columns))
    text = asked(base, capfd, "--a", "2026-06-30")
    assert max(map(width_of, text.splitlines())) <= columns
    assert not set(text) & {"\x1b", "\u202e"}
    assert all(word in text for word in ("山田太郎", "Attendus", "Réalisé", "Objectif"))
