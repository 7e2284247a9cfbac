"""A file is kept so many months after the last human exchange, announced, then erased on a visa."""

from __future__ import annotations

import calendar
import email
import json
from dataclasses import dataclass
from datetime import date, timedelta
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_csv, a_territory, query, tables
from rows import Rows, an_empty_base, rows_of
from venez_vivre.privacy import retention
from venez_vivre.store.base import Store

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

TODAY = date(2025, 11, 27)

# --- a naive rule, in plain Python, from the facts themselves --------------------------------


def months_later(day: date, count: int) -> date:
    """That day, so many months later; the last day of a month that is too short."""
    year, month = day.year, day.month
    for _ in range(count):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class Case:
    """What happened to one household; `noise` is what is no exchange with anybody."""

    signup: date
    reached: tuple[date, ...] = ()
    received: tuple[date, ...] = ()
    came: tuple[date, ...] = ()
    checks: tuple[date, ...] = ()
    noise: tuple[date, ...] = ()
    unanswered_checks: tuple[date, ...] = ()
    settled: date | None = None
    cancelled: bool = False
    territory: int | None = None
    limited: bool = False
    opposed: bool = False
    asked: bool = False
    notices: tuple[date, ...] = ()

    def over(self, usual: int, territories: dict[int, int | None]) -> date:
        """The day its time is over."""
        last = self.last()
        if self.settled and not self.cancelled:
            last = max(last, months_later(self.settled, 12))
        return months_later(last, territories.get(self.territory or 0) or usual)

    def last(self) -> date:
        """The last day somebody of it took part in something."""
        checks = self.checks if self.settled else ()
        return max(self.signup, *self.reached, *self.received, *self.came, *checks, date.min)

    def standing(self, usual: int, territories: dict[int, int | None]) -> str | None:
        over = self.over(usual, territories)
        if over > TODAY:
            return None
        if self.limited:
            return "limite"
        if self.asked:
            return "demande_en_cours"
        if self.opposed:
            return "a_effacer"
        good = [one for one in self.notices[-1:] if over <= one and self.last() < one]
        if not good:
            return "a_annoncer"
        return "a_effacer" if TODAY - good[0] >= timedelta(days=30) else "sous_preavis"


ENDS = [date(2024, 2, 29), date(2023, 2, 28), date(2023, 8, 31), date(2024, 1, 31)]
EDGES = [
    *(months_later(TODAY, -0) - timedelta(days=n) for n in (0, 1, 29, 30, 31, 32)),
    *(date(y, m, d) for y in (2022, 2023, 2024) for m in (10, 11, 12) for d in (26, 27, 28, 30)),
    *ENDS,
]
days = st.one_of(
    st.sampled_from(EDGES),
    st.dates(date(2020, 1, 1), TODAY),
    st.dates(date(2023, 10, 1), date(2024, 1, 31)),
)
several = st.lists(days, max_size=2).map(lambda found: tuple(sorted(found)))
recent = st.lists(
    st.one_of(
        st.dates(TODAY - timedelta(days=40), TODAY), st.dates(date(2024, 6, 1), TODAY)
    ),
    max_size=2,
).map(lambda found: tuple(sorted(found)))
rarely = st.integers(0, 7).map(lambda number: number == 0)
cases = st.builds(
    Case,
    signup=days,
    reached=several,
    received=several,
    came=several,
    checks=st.lists(days, max_size=1).map(tuple),
    noise=several,
    unanswered_checks=st.lists(days, max_size=1).map(tuple),
    settled=st.none() | days,
    cancelled=rarely,
    territory=st.none() | st.integers(1, 3),
    limited=rarely,
    opposed=rarely,
    asked=rarely,
    notices=recent,
)


def pour(rows: Rows, case: Case) -> int:
    """One household and all that happened to it."""
    number = rows.household(registered=case.signup.isoformat(), territory_id=case.territory)
    link: dict[str, Any] = {"household_id": number}

    def contact(day: date, **values: Any) -> None:
        rows.put("contact", **link, happened_on=day.isoformat(), channel="telephone", **values)

    for day in case.reached:
        contact(day, result="joint", direction="sortant")
    for day in case.received:
        contact(day, result="sans_reponse", direction="entrant")
    for day, result in zip(case.noise, ("sans_reponse", "message"), strict=False):
        contact(day, result=result, direction="sortant")
        contact(day, result="absent")
        rows.put("follow_up", **link, action="Rappeler", due_on=day.isoformat())
        rows.put("introduction", **link, introduced_on=day.isoformat())
        rows.connection.execute(
            "UPDATE household SET edited_on = ? WHERE id = ?", (day.isoformat(), number)
        )
    for day in case.came:
        said = {"came_on": day.isoformat(), "invited_on": "2020-01-01", "state": "venu"}
        rows.put("visit_guest", **link, visit_id=1, **said)
    if case.settled:
        off = case.settled.isoformat() if case.cancelled else None
        home = rows.put(
            "settlement", **link, settled_on=case.settled.isoformat(), cancelled_on=off
        )
        said = {**link, "settlement_id": home}
        for day in case.checks:
            rows.put("settlement_check", **said, month=3, checked_on=day.isoformat(), result="reste")
        for day in case.unanswered_checks:
            rows.put("settlement_check", **said, month=6, checked_on=day.isoformat(),
                     result="sans_reponse")  # fmt: skip
    _rights(rows, number, case)
    return number


def _rights(rows: Rows, number: int, case: Case) -> None:
    on = TODAY.isoformat()
    if case.limited:
        rows.connection.execute("UPDATE household SET limited_on = ? WHERE id = ?", (on, number))
    if case.opposed:
        rows.connection.execute("UPDATE household SET opposed_on = ? WHERE id = ?", (on, number))
    if case.asked:
        rows.put("privacy_request", household_id=number, kind="acces", received_on=on, due_on=on)
    for day in case.notices:
        rows.put("purge_notice", household_id=number, announced_on=day.isoformat(),
                 purge_on=(day + timedelta(days=30)).isoformat())  # fmt: skip


def a_world(path: Path, found: list[Case], usual: int, months: dict[int, int | None]) -> Store:
    with rows_of(an_empty_base(path)) as rows:
        rows.put("setting", name="conservation", value=str(usual))
        rows.put("visit", reference="V-1", title="Week-end", kind="groupe",
                 starts_on="2020-01-01", ends_on="2020-01-02")  # fmt: skip
        for number, kept in months.items():
            rows.put("territory", id=number, code=f"T{number}", name=f"Pays {number}", kind="CC",
                     retention_months=kept)  # fmt: skip
        for case in found:
            pour(rows, case)
    return Store(path)


SEEN: dict[str | None, int] = {}


@settings(max_examples=60)
@given(
    st.lists(cases, min_size=1, max_size=25),
    st.integers(1, 36),
    st.lists(st.none() | st.integers(1, 36), min_size=3, max_size=3),
)
def test_a_review_equals_the_naive_rule(
    tmp_path: Path, found: list[Case], usual: int, kept: list[int | None]
) -> None:
    """On each of 60 bases: standings, days and erasable days, boundaries and leap years included."""
    months = dict(enumerate(kept, 1))
    store = a_world(tmp_path / "base.db", found, usual, months)
    with store.reading() as rows:
        seen = retention.review(rows, TODAY)
    told = {one.file.number: one for one in seen.found}
    wanted = {
        number: standing
        for number, case in enumerate(found, 1)
        if (standing := case.standing(usual, months))
    }
    assert {number: one.standing.value for number, one in told.items()} == wanted
    for number, one in told.items():
        case = found[number - 1]
        assert (one.last_on, one.due_on) == (case.last(), case.over(usual, months))
        SEEN[one.standing.value] = SEEN.get(one.standing.value, 0) + 1


def test_every_standing_was_met_by_the_bases_above() -> None:
    """Else the comparison would prove less than it says."""
    if SEEN:
        assert set(SEEN) == {one.value for one in retention.Standing} - {"sans_date"}


def test_the_time_is_over_on_the_very_day_and_not_before(tmp_path: Path) -> None:
    """24 months from 27/11/2023 are over on 27/11/2025; from 29/02/2024, on 28/02/2026."""
    store = a_world(tmp_path / "base.db", [Case(date(2023, 11, 27)), Case(date(2024, 2, 29))], 24, {})
    for day, over in (("2025-11-26", 0), ("2025-11-27", 1), ("2026-02-27", 1), ("2026-02-28", 2)):
        with store.reading() as rows:
            assert len(retention.review(rows, date.fromisoformat(day)).found) == over


def test_a_file_that_nothing_dates_is_shown_and_never_erased(run: Run, base: Path) -> None:
    with rows_of(an_empty_base(base)) as rows:
        number = rows.household(registered="2020-01-01")
        rows.connection.execute("DELETE FROM signup WHERE household_id = ?", (number,))
    (group,) = run("rgpd", "purger", "-f", "json").json["groupes"]
    assert (group["etat"], group["dossiers"]) == ("sans_date", 1)
    assert run("rgpd", "purger", "--annoncer", "-f", "json").json["annonces"] == 0
