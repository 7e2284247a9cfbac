"""The list of households on a past day shows what was true that day, and nothing later."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bases import store_of
from raw_facts import REACHING, Contact, House, Settled, World, call, make_base
from venez_vivre.references import household_reference
from venez_vivre.store.operations import Heading
from venez_vivre.store.queries.past import is_past
from venez_vivre.store.stages import derive

if TYPE_CHECKING:
    from pathlib import Path

FIRST, LAST = date(2025, 1, 1), date(2025, 2, 28)
days = st.dates(FIRST, LAST)
maybe = st.none() | days
tasks = st.tuples(days, maybe, maybe)
"""Due on, planned on, done on."""


@st.composite
def homes(draw: Any) -> tuple[Settled, ...]:
    """Settlements, each perhaps cancelled, on its day or later."""
    found = draw(st.lists(st.tuples(days, st.none() | st.integers(0, 40)), max_size=2))
    return tuple(
        Settled(on, cancelled=None if wait is None else on + timedelta(days=wait))
        for on, wait in found
    )


houses = st.builds(
    House,
    signups=st.tuples(st.lists(days, min_size=1, max_size=2).map(tuple)),
    contacts=st.lists(
        st.builds(Contact, days, st.sampled_from(("joint", "message", "honore"))), max_size=4
    ).map(tuple),
    settlements=homes(),
    closed_on=maybe,
)


def pour_tasks(base: Path, world: list[tuple[House, list[Any]]]) -> None:
    """Follow-ups, which the other facts do without."""
    with store_of(base).transact(Heading("test", "test", LAST)) as work:
        for number, (_, planned) in enumerate(world, 1):
            work.rows.run_many(
                "INSERT INTO follow_up (household_id, due_on, planned_on, done_on, action) "
                "VALUES (?, ?, ?, ?, ?)",
                [
                    (number, *(d and d.isoformat() for d in task), f"tâche {rank}")
                    for rank, task in enumerate(planned)
                ],
            )
        derive(work.rows, range(1, len(world) + 1))


def known(number: int, house: House, planned: list[Any], day: date) -> dict[str, Any] | None:
    """What the list must say of a household, counted by hand."""
    forms = [on for person in house.signups for on in person]
    if min(forms) > day:
        return None
    reached = [c.on for c in house.contacts if c.result in REACHING and c.on <= day]
    met = max(min(reached), min(forms)) if reached else None
    lived = [
        s.on for s in house.settlements if s.on <= day and not (s.cancelled and s.cancelled <= day)
    ]
    seen = [c.on for c in house.contacts if c.on <= day]
    due = sorted(
        (due_on, rank)
        for rank, (due_on, planned_on, done_on) in enumerate(planned)
        if (planned_on is None or planned_on <= day) and (done_on is None or done_on > day)
    )
    settled = min(lived, default=None)
    return {
        "reference": household_reference(number),
        "etape": "installe" if settled else "accompagne" if met else "inscrit",
        "statut": "abandon" if house.closed_on and house.closed_on <= day else "actif",
        "inscrit_le": text(min(forms)),
        "accompagne_le": text(met),
        "installe_le": text(settled),
        "dernier_contact": text(max(seen, default=None)),
        "prochaine_action": f"tâche {due[0][1]}" if due else None,
        "echeance": text(due[0][0]) if due else None,
    }


def text(day: date | None) -> str | None:
    return day and day.isoformat()


@pytest.mark.parametrize("stage", [None, "inscrit", "accompagne", "installe"])
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(houses, st.lists(tasks, max_size=3)), max_size=4), days)
def test_the_list_of_a_day_is_what_was_true_that_day(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    stage: str | None,
    world: list[tuple[House, list[Any]]],
    day: date,
) -> None:
    """Whatever happened later: sign-ups, exchanges, arrivals, cancellations, closings, tasks."""
    base = make_base(tmp_path / "b.db", World(tuple(house for house, _ in world)))
    pour_tasks(base, world)
    words = ("--etape", stage) if stage else ()
    capsys.readouterr()
    call(base, "foyers", "lister", *words, "-f", "json", today=day.isoformat())
    shown = {line["reference"]: line for line in json.loads(capsys.readouterr().out)}
    expected = [known(number, *facts, day) for number, facts in enumerate(world, 1)]
    wanted = [line for line in expected if line and stage in {None, line["etape"]}]
    assert set(shown) == {line["reference"] for line in wanted}
    for line in wanted:
        assert line.items() <= shown[line["reference"]].items()


def test_without_anything_later_the_columns_of_the_base_are_read(tmp_path: Path) -> None:
    """The list of today costs no more than before."""
    house = House(signups=((FIRST,),), contacts=(Contact(LAST, "joint"),))
    base = make_base(tmp_path / "b.db", World((house,)))
    with store_of(base).reading() as rows:
        assert not is_past(rows, LAST.isoformat())
        assert is_past(rows, (LAST - timedelta(days=1)).isoformat())
