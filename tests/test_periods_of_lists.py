"""Every list of dated facts takes the same periods: two days, a week, a month, a year."""

from __future__ import annotations

import pytest

DAYS = ("2024-11-27", "2025-10-31", "2025-11-24", "2025-11-27")
PERIODS = {
    ("--semaine", "2025-W48"): DAYS[2:],
    ("--mois", "2025-10"): DAYS[1:2],
    ("--annee", "2025"): DAYS[1:],
    ("--du", "2025-10-31", "--au", "2025-11-24"): DAYS[1:3],
}


@pytest.fixture
def dated(run):
    """Four households: each was reached, then settled, on one of the days."""
    for number, day in enumerate(DAYS):
        who = ("--prenom", "Marie", "--nom", f"Dupont{number}", "--inscrit-le", "2024-01-02")
        mail = ("--email", f"marie{number}@example.org")
        home = run("foyers", "creer", *who, *mail, "-f", "json").json["reference"]
        run("contacts", "noter", home, "-r", "joint", "--le", day)
        where = ("--commune", "Autun", "--adultes", "1", "--enfants", "0", "--scolarises", "0")
        run("installations", "noter", home, "--le", day, *where)


@pytest.mark.parametrize("noun", ["contacts", "installations"])
def test_a_list_holds_the_days_of_the_period_the_first_and_the_last_included(run, dated, noun):
    for period, days in PERIODS.items():
        said = run(noun, "lister", *period, "-f", "json")
        assert sorted(one["date"] for one in said.json) == list(days), period


@pytest.mark.parametrize("noun", ["contacts", "installations"])
def test_two_periods_at_once_are_a_misuse(run, noun):
    said = run(noun, "lister", "--semaine", "2025-W48", "--annee", "2025", fails_with=2)
    assert "--semaine" in said.err
