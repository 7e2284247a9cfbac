"""Dates are read as people type them, and never guessed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venez_vivre.dates import (
    WEEKDAYS,
    Period,
    add_months,
    add_working_days,
    ago,
    holidays,
    is_working_day,
    long,
    month_key,
    parse_date,
    parse_moment,
    parse_month,
    parse_week,
    parse_year,
    period,
    short,
)
from venez_vivre.errors import Misuse

TODAY = date(2025, 11, 27)  # a Thursday
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
INNER_DAYS = st.dates(date(1910, 1, 1), date(2190, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-11-27", date(2025, 11, 27)),
        (" 27/11/2025 ", date(2025, 11, 27)),
        ("7/1/2025", date(2025, 1, 7)),
        ("27/11/25", date(2025, 11, 27)),
        ("03/05/85", date(1985, 5, 3)),
        ("27.11.2025", date(2025, 11, 27)),
        ("27-11-2025", date(2025, 11, 27)),
        ("02/01", date(2025, 1, 2)),
        ("aujourdhui", TODAY),
        ("Aujourd'hui", TODAY),
        ("aujourd’hui", TODAY),
        ("AUJ", TODAY),
        ("hier", date(2025, 11, 26)),
        ("demain", date(2025, 11, 28)),
        ("avant-hier", date(2025, 11, 25)),
        ("après-demain", date(2025, 11, 29)),
        ("apres demain", date(2025, 11, 29)),
        ("+7j", date(2025, 12, 4)),
        ("-3J", date(2025, 11, 24)),
        ("+1 jour", date(2025, 11, 28)),
        ("+2s", date(2025, 12, 11)),
        ("+2sem", date(2025, 12, 11)),
        ("-1 semaine", date(2025, 11, 20)),
        ("+1m", date(2025, 12, 27)),
        ("+3mois", date(2026, 2, 27)),
        ("+1a", date(2026, 11, 27)),
        ("-2 ans", date(2023, 11, 27)),
        ("lundi", date(2025, 12, 1)),
        ("JEUDI", date(2025, 12, 4)),
        ("vendredi prochain", date(2025, 11, 28)),
        ("jeudi dernier", date(2025, 11, 20)),
        ("mercredi dernier", date(2025, 11, 26)),
        ("vendredi dernier", date(2025, 11, 21)),
    ],
)
def test_a_date_is_read_as_people_type_it(text: str, day: date) -> None:
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "xyz", "27", "2025", "27/11-2025", "27/11/202", "27/11/20255", "2025-11",
        "31/02/2025", "29/02", "32/01/2025", "01/13/2025", "11/27/2025", "0/1/2025",
        "27/11/1899", "2200-01-01", "+9999a", "-9999a", "+1x", "7j", "++7j", "+7", "+10000j",
        "١٢/11/2025", "²7/11/2025", "2_7/11/2025", "２７/11/2025", "+١j", "+7\u0434",
        "2025-11-27T10:00", "lundi mardi", "2025-11-27\x00",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    """Foreign digits, impossible days and unknown words are misuse; nothing is guessed."""
    with pytest.raises(Misuse, match=r"^(Date incomprise|La date) .*\.$"):
        parse_date(text, TODAY)


def test_a_refusal_names_the_forms_and_is_safe_to_print() -> None:
    with pytest.raises(Misuse) as refusal:
        parse_date("\x1b[31mdemain?ou\u202e pas" + "x" * 100, TODAY)
    sentence = str(refusal.value)
    assert sentence.startswith("Date incomprise : « demain?ou pasxxx")
    assert "…" in sentence
    assert "27/11/2025" in sentence
    assert sentence.isprintable()


@given(DAYS, DAYS)
def test_written_dates_read_back(day: date, today: date) -> None:
    """The short, ISO and dotted forms are the same day whatever today is."""
    assert parse_date(short(day), today) == day
    assert parse_date(day.isoformat(), today) == day
    assert parse_date(short(day).replace("/", "."), today) == day
    assert parse_moment(short(day)) == day
    assert parse_moment(f"{day.isoformat()}T23:59:59.999Z") == day


@given(st.text(max_size=20) | st.from_regex(r"[0-9+/jsma.-]{1,12}", fullmatch=True), DAYS)
def test_reading_a_date_gives_a_date_or_a_misuse(text: str, today: date) -> None:
    with suppress(Misuse):
        assert isinstance(parse_date(text, today), date)
    with suppress(Misuse):
        assert isinstance(parse_moment(text), date)


@given(INNER_DAYS, st.sampled_from(WEEKDAYS))
def test_a_weekday_is_within_the_week_and_never_today(today: date, name: str) -> None:
    after, before = parse_date(name, today), parse_date(f"{name} dernier", today)
    assert timedelta(1) <= after - today <= timedelta(7)
    assert timedelta(1) <= today - before <= timedelta(7)
    assert long(after).startswith(name)
    assert long(before).startswith(name)


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-27T10:22:00Z", "2025-11-27 10:22:33", "2025-11-27 10:22", "2025-11-27",
        "2025-11-27T10:22:00.123456+01:00", "2025-11-27T10:22:00+0100",
        "2025/11/27 10:22:33 AM UTC+1",
        "27/11/2025 10:22", "27/11/2025 10:22:33", "27/11/2025", "27/11/25 9:05",
        "27/11/2025, 10:22",
        "27/11/2025 à 10h22", " 27.11.2025 ", "27/11/2025 - 10:22", "27/11/2025 14h", "20251127",
        "27/11/2025 3:15:00 PM", "27/11/2025 3:15:00\u202fp.m.", "27/11/2025\u00a010:22",
        "2025-11-27 10:22:00 (UTC)", "2025-11-27 10:22 CEST", "le 27/11/2025", "jeu. 27/11/2025",
        "27 nov. 2025", "27 novembre 2025", "27-nov-25", "27/Nov/2025 10:22:33", "27NOV2025",
        "jeudi 27 novembre 2025 à 14h30", "Thu, 27 Nov 2025 10:22:00 +0000", "Nov 27, 2025",
        "November 27th, 2025 3:15 PM",
    ],
)  # fmt: skip
def test_an_exported_timestamp_gives_its_day(text: str) -> None:
    assert parse_moment(text) == TODAY


@pytest.mark.parametrize(
    "text",
    [
        "", "27/11", "11/27/2025 10:22", "2025-11-27 25:00", "2025-11-27 10:60", "2025-11-27x",
        "2025-11-2710:22", "hier", "45988", "2025-02-30", "٢٠٢٥-11-27", "2025-11-27 10:2²",
        "27112025", "31 février 2025", "²7 novembre 2025", "27 novembre", "novembre 2025", "mardi",
        "27 nov. 2025 25:00", "12/2025", "27 brumaire 2025", "n/a", "20251327",
    ],
)  # fmt: skip
def test_a_doubtful_timestamp_is_refused(text: str) -> None:
    """No month-first reading, no year made up, no time that no clock shows."""
    with pytest.raises(Misuse, match=r"^Date incomprise .*\.$"):
        parse_moment(text)


def test_the_month_may_come_first_when_it_is_said() -> None:
    """Only where the order of two numbers decides."""
    for text in ("11/27/2025", "11-27-25 3:15 PM", "2025-11-27", "27 nov. 2025"):
        assert parse_moment(text, month_first=True) == TODAY
    with pytest.raises(Misuse):
        parse_moment("27/11/2025", month_first=True)


@pytest.mark.parametrize(
    ("text", "month"),
    [("4 mar. 2025", 3), ("mar. 4 mars 2025", 3), ("1er août 2025", 8), ("2 déc. 2025", 12),
     ("3 fév 2025", 2), ("Mon 5 May 2025", 5), ("dim. 1 juin 2025", 6), ("6 juil. 2025", 7)],
)  # fmt: skip
def test_months_in_letters_are_told_from_days(text: str, month: int) -> None:
    """« mar. » is a Tuesday or a month."""
    assert parse_moment(text).month == month


def test_dates_are_written_in_french() -> None:
    assert short(date(2025, 1, 5)) == "05/01/2025"
    assert long(TODAY) == "jeudi 27 novembre 2025"
    assert long(date(2025, 8, 1)) == "vendredi 1er août 2025"
    assert month_key(date(2025, 1, 5)) == "2025-01"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "aujourd’hui"), (-1, "hier"), (1, "demain"), (-12, "il y a 12 jours"),
        (4, "dans 4 jours"), (-31, "il y a 31 jours"), (-100, "il y a 3 mois"),
        (200, "dans 6 mois"), (-800, "il y a 2 ans"),
    ],
)  # fmt: skip
def test_a_distance_in_time_is_said_in_words(days: int, said: str) -> None:
    assert ago(TODAY + timedelta(days), TODAY) == said


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 31), -1, date(2025, 11, 30)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
        (date(2025, 1, 15), -13, date(2023, 12, 15)),
        (date(2000, 1, 31), 1, date(2000, 2, 29)),
    ],
)
def test_adding_months_stops_at_the_end_of_the_month(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("options", "start", "end", "label"),
    [
        ({}, None, None, "depuis le début"),
        ({"du": "24/11/2025"}, date(2025, 11, 24), None, "depuis le 24/11/2025"),
        ({"au": "demain"}, None, date(2025, 11, 28), "jusqu’au 28/11/2025"),
        ({"du": "hier", "au": "hier"}, date(2025, 11, 26), date(2025, 11, 26), "le 26/11/2025"),
        (
            {"du": "2025-11-25", "au": "2025-11-30"},
            date(2025, 11, 25),
            date(2025, 11, 30),
            "du 25/11/2025 au 30/11/2025",
        ),
        ({"semaine": "2025-W48"}, date(2025, 11, 24), date(2025, 11, 30), "semaine 48 de 2025"),
        ({"semaine": "2020-s53"}, date(2020, 12, 28), date(2021, 1, 3), "semaine 53 de 2020"),
        ({"semaine": "2026-W01"}, date(2025, 12, 29), date(2026, 1, 4), "semaine 1 de 2026"),
        ({"mois": "2025-11"}, date(2025, 11, 1), date(2025, 11, 30), "novembre 2025"),
        ({"mois": "02/2024"}, date(2024, 2, 1), date(2024, 2, 29), "février 2024"),
        ({"annee": "2025"}, date(2025, 1, 1), date(2025, 12, 31), "année 2025"),
    ],
)
def test_options_make_a_period(
    options: dict[str, str], start: date | None, end: date | None, label: str
) -> None:
    found = period(TODAY, **options)
    assert found == Period(start, end)
    assert found.label() == label


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"semaine": "2025-W48", "du": "hier"}, "--semaine et --du ne vont pas ensemble"),
        ({"mois": "2025-11", "annee": "2025"}, "--mois et --annee ne vont pas ensemble"),
        ({"annee": "2025", "du": "hier", "au": "hier"}, "--annee, --du et --au ne vont pas"),
        ({"du": "demain", "au": "hier"}, "finit avant de commencer"),
        ({"semaine": "2025-W53"}, "l’année 2025 compte 52 semaines"),
        ({"semaine": "2025-W00"}, "n’existe pas"),
        ({"semaine": "48"}, "2025-W48"),
        ({"mois": "2025-13"}, "2025-11"),
        ({"mois": "novembre"}, "2025-11"),
        ({"annee": "25"}, "Écrivez par exemple 2025"),
        ({"annee": "٢٠٢٥"}, "Écrivez par exemple 2025"),
        ({"du": ""}, "Date incomprise"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(options: dict[str, str], words: str) -> None:
    with pytest.raises(Misuse, match=words):
        period(TODAY, **options)


PERIODS = st.one_of(
    st.tuples(INNER_DAYS, st.integers(0, 800)).map(lambda p: Period(p[0], p[0] + timedelta(p[1]))),
    INNER_DAYS.map(lambda day: parse_week("{:04}-W{:02}".format(*day.isocalendar()))),
    INNER_DAYS.map(lambda day: parse_month(month_key(day))),
    INNER_DAYS.map(lambda day: parse_year(str(day.year))),
)


@given(PERIODS)
def test_the_previous_period_is_adjacent_and_of_the_same_kind(found: Period) -> None:
    """No day is lost or counted twice between a period and the one before."""
    before = found.previous()
    assert before is not None
    assert before.start is not None
    assert before.end is not None
    assert found.start is not None
    assert before.end + timedelta(1) == found.start
    assert before.kind == found.kind
    if found.kind in {"jours", "semaine"}:
        assert before.days == found.days
    assert not before.contains(found.start)


def test_the_month_before_march_is_february() -> None:
    assert parse_month("2025-03").previous() == parse_month("2025-02")
    assert parse_year("2025").previous() == parse_year("2024")
    assert parse_week("2021-W01").previous() == parse_week("2020-W53")


def test_an_open_period_has_neither_length_nor_predecessor() -> None:
    for found in (Period(None, None), Period(TODAY, None), Period(None, TODAY)):
        assert found.days is None
        assert found.previous() is None
        assert found.contains(TODAY)
    assert not Period(None, TODAY).contains(TODAY + timedelta(1))


@given(PERIODS, DAYS)
def test_a_period_includes_both_its_ends(found: Period, day: date) -> None:
    assert found.start is not None
    assert found.end is not None
    assert found.contains(found.start)
    assert found.contains(found.end)
    assert found.contains(day) == (found.start <= day <= found.end)
    assert found.days == (found.end - found.start).days + 1


def test_public_holidays_are_those_of_the_calendar() -> None:
    moving = {
        2024: ("04-01", "05-09", "05-20"),
        2025: ("04-21", "05-29", "06-09"),
        2026: ("04-06", "05-14", "05-25"),
    }
    for year, days in moving.items():
        assert {date.fromisoformat(f"{year}-{day}") for day in days} < holidays(year)
    assert len(holidays(2025)) == 11
    assert date(2008, 5, 1) in holidays(2008)
    assert len(holidays(2008)) == 10  # Ascension fell on 1 May


@given(INNER_DAYS, st.integers(-300, 300))
def test_working_days_land_on_working_days(day: date, count: int) -> None:
    """The count is of working days passed, and going back undoes going forward."""
    landed = add_working_days(day, count)
    assert is_working_day(landed)
    if count:
        low, high = (day, landed) if count > 0 else (landed, day)
        between = sum(is_working_day(low + timedelta(n)) for n in range((high - low).days + 1))
        assert between - is_working_day(day) == abs(count)
    if is_working_day(day):
        assert add_working_days(landed, -count) == day


def test_a_follow_up_skips_weekends_and_holidays() -> None:
    assert add_working_days(date(2025, 12, 24), 1) == date(2025, 12, 26)
    assert add_working_days(date(2025, 11, 10), 1) == date(2025, 11, 12)
    assert add_working_days(date(2025, 11, 29), 0) == date(2025, 12, 1)
    assert add_working_days(date(2025, 12, 1), -1) == date(2025, 11, 28)
