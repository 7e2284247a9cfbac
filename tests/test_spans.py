"""The days a report is about and what they are compared with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venez_vivre.dates import Period
from venez_vivre.errors import Misuse
from venez_vivre.steering.documents.spans import Span, last_month, last_week, spans

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def span(start: str, end: str) -> Span:
    return Span(date.fromisoformat(start), date.fromisoformat(end))


def test_a_week_is_compared_with_whole_weeks():
    """The one before, and the same one of the year before, Monday to Sunday."""
    week = Period(date(2025, 11, 24), date(2025, 11, 30))
    found = spans(week, date(2025, 12, 1))
    assert (found.now, found.before) == (
        span("2025-11-24", "2025-11-30"),
        span("2025-11-17", "2025-11-23"),
    )
    assert found.year == span("2024-11-25", "2024-12-01")
    assert not found.under_way
    assert found.contiguous


def test_a_period_under_way_is_compared_with_as_many_days():
    """Four days of a week with four days, never with seven."""
    week = Period(date(2025, 11, 24), date(2025, 11, 30))
    found = spans(week, date(2025, 11, 27))
    assert found.now == span("2025-11-24", "2025-11-27")
    assert found.before == span("2025-11-17", "2025-11-20")
    assert found.year == span("2024-11-25", "2024-11-28")
    assert found.under_way
    assert not found.contiguous


def test_months_and_years_keep_their_own_length():
    """February beside January and the February of the year before."""
    found = spans(Period(date(2024, 2, 1), date(2024, 2, 29)), date(2025, 1, 1))
    assert (found.before, found.year) == (
        span("2024-01-01", "2024-01-31"),
        span("2023-02-01", "2023-02-28"),
    )
    year = spans(Period(date(2025, 1, 1), date(2025, 12, 31)), date(2026, 2, 1))
    assert year.before == year.year == span("2024-01-01", "2024-12-31")


def test_everything_has_nothing_before():
    """What counts from the very beginning is compared with nothing."""
    found = spans(Period(None, date(2025, 11, 27)), date(2025, 12, 1))
    assert (found.now.start, found.before, found.year) == (None, None, None)


def test_a_period_that_is_still_to_come_is_misuse():
    with pytest.raises(Misuse, match="après aujourd’hui"):
        spans(Period(date(2026, 1, 1), date(2026, 1, 7)), date(2025, 12, 1))


@given(DAYS)
def test_the_usual_periods_are_over(today: date):
    """The last week and the last month end today at the latest, and no later one does."""
    week, month = last_week(today), last_month(today)
    assert week.end is not None
    assert month.end is not None
    assert week.end <= today < week.end + timedelta(days=7)
    assert week.end.isoweekday() == 7
    assert month.kind == "mois"
    assert month.end <= today
    assert (month.end + timedelta(days=1)).replace(day=28) + timedelta(days=4) > today


@given(DAYS, st.integers(0, 400), DAYS)
def test_comparisons_are_as_long_and_never_overlap(start: date, length: int, today: date):
    """Whatever the period: what comes before ends before it, and nobody is counted twice."""
    if start > today:
        return
    found = spans(Period(start, start + timedelta(days=length)), today)
    assert found.before is not None
    assert found.year is not None
    assert found.before.end < found.now.start
    assert found.now.end <= today
