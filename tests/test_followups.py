"""What is due is planned by exchanges, by rules and by hand; done, put off, exported."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from builders import a_contact, a_csv, opened, query
from venez_vivre.dates import hour, parse_date, parse_slot
from venez_vivre.errors import Misuse
from venez_vivre.reports import calendar
from venez_vivre.store.queries.followups import Line

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

TODAY = date(2025, 11, 27)
MARIE = ("--prenom", "Marie", "--nom", "Dupont", "--email", "marie@example.org")


@pytest.fixture
def marie(run: Run) -> str:
    """The reference of a household that signed up a month ago."""
    said = run("foyers", "creer", *MARIE, "--inscrit-le", "27/10/2025", "-f", "json")
    return str(said.json["reference"])


def listed(run: Run, *words: str) -> list[dict]:
    return run("relances", "lister", *words, "-f", "json").json


def due(run: Run, *words: str) -> list[tuple[str, str]]:
    return [(one["action"], one["echeance"]) for one in listed(run, *words)]


def on(run: Run, day: str, *words: str, fails_with: int = 0):
    return run("--date", day, *words, fails_with=fails_with)


# By the rules: nobody answers.


def test_a_call_that_nobody_answers_is_tried_again_three_times_then_closing_is_proposed(run, marie):
    """Seven days apart; the proposal says what to type."""
    day = date(2025, 10, 30)
    for attempt in (2, 3, 4):
        said = on(run, day.isoformat(), "contacts", "noter", marie, "-r", "nrp", "-f", "json").json
        day += timedelta(days=7)
        assert (said["suite"], said["echeance"]) == (f"rappeler (essai {attempt})", day.isoformat())
        assert (said["sans_reponse"], said["a_clore"]) == (attempt - 1, False)
        assert due(run) == [(f"rappeler (essai {attempt})", day.isoformat())]
    said = on(run, day.isoformat(), "contacts", "noter", marie, "-r", "message")
    assert f"`venez-vivre foyers clore {marie} --motif injoignable`" in said.out
    assert "4 appels de suite sans réponse" in said.out


def test_being_reached_starts_the_count_again(run, marie):
    for result in ("nrp", "nrp", "joint"):
        run("contacts", "noter", marie, "-r", result)
    assert due(run) == []
    said = run("contacts", "noter", marie, "-r", "nrp", "-f", "json").json
    assert (said["sans_reponse"], said["suite"]) == (1, "rappeler (essai 2)")


def test_somebody_who_writes_is_not_unreachable(run, marie):
    for words in (
        ("-r", "nrp"),
        ("-r", "nrp"),
        ("-c", "email", "-r", "message", "--sens", "entrant"),
    ):
        run("contacts", "noter", marie, *words)
    assert run("contacts", "noter", marie, "-r", "nrp", "-f", "json").json["sans_reponse"] == 1


def test_a_promised_call_keeps_its_words_when_nobody_answers(run, marie):
    """It is put off, not replaced: nothing that was promised is lost."""
    on(run, "2025-11-03", "contacts", "noter", marie, "-r", "joint", "--suite",
       "rappeler pour le T4", "--echeance", "2025-11-10")  # fmt: skip
    on(run, "2025-11-03", "relances", "planifier", marie, "envoyer la liste des écoles", "--le",
       "2025-11-09")  # fmt: skip
    said = on(run, "2025-11-10", "contacts", "noter", marie, "-r", "nrp").out
    assert "1 appel est reporté au 17/11/2025." in said
    assert due(run) == [
        ("envoyer la liste des écoles", "2025-11-09"),
        ("rappeler pour le T4", "2025-11-17"),
    ]
    before = on(run, "2025-11-09", "relances", "lister", "-f", "json").json
    assert [one["echeance"] for one in before] == ["2025-11-09", "2025-11-10"]


def test_what_is_planned_by_hand_takes_the_place_of_the_rule(run, marie):
    on(run, "2025-11-10", "contacts", "noter", marie, "-r", "nrp")
    run("contacts", "noter", marie, "-r", "nrp", "--suite", "rappeler", "--echeance", "2025-12-08")
    assert due(run) == [("rappeler", "2025-12-08")]


def test_a_new_attempt_waits_for_a_working_day(run, marie):
    """Seven days after a Sunday is the Monday after; after Christmas, the 2nd of January."""
    said = on(run, "2025-11-09", "contacts", "noter", marie, "-r", "nrp", "-f", "json").json
    assert said["echeance"] == "2025-11-17"
    said = on(run, "2025-12-25", "contacts", "noter", marie, "-r", "nrp", "-f", "json").json
    assert said["echeance"] == "2026-01-02"


def test_the_same_promise_for_the_same_day_is_one(run, marie):
    for _ in range(2):
        run("contacts", "noter", marie, "-r", "joint", "--suite", "Rappeler", "--echeance", "lundi")
    assert due(run) == [("Rappeler", "2025-12-01")]


def test_what_is_planned_on_a_closed_file_opens_it(run, marie):
    """It would be shown nowhere otherwise; an exchange without a next step leaves it closed."""
    run("foyers", "clore", marie, "--motif", "autre")
    run("contacts", "noter", marie, "-r", "joint")
    assert run("foyers", "lister", "--statut", "actif", "-f", "json").json == []
    said = run(
        "contacts", "noter", marie, "-r", "joint", "--suite", "envoyer", "--echeance", "lundi"
    )
    assert "il est rouvert" in said.out
    assert due(run) == [("envoyer", "2025-12-01")]
    run("annuler")
    assert run("foyers", "lister", "--statut", "actif", "-f", "json").json == []


def test_a_colleague_who_notes_leaves_the_promise_to_who_follows(run, marie):
    for name in ("Léa Martin", "Jean Noël"):
        run("agents", "ajouter", "--nom", name)
    run("foyers", "affecter", marie, "--agent", "léa")
    words = ("contacts", "noter", marie, "-r", "joint", "--suite", "envoyer", "--echeance", "lundi")
    run("--agent", "Jean Noël", *words)
    assert [one["agent"] for one in listed(run)] == ["Léa Martin"]


def test_an_old_call_noted_late_plans_nothing(run, marie):
    run("contacts", "noter", marie, "-r", "joint", "--le", "2025-11-20")
    run("contacts", "noter", marie, "-r", "nrp", "--le", "2025-11-05")
    assert due(run) == []


def test_nobody_is_chased_after_settling_or_closing(run, marie):
    run("foyers", "clore", marie, "--motif", "autre")
    run("contacts", "noter", marie, "-r", "nrp")
    assert query_open(run) == []


def query_open(run: Run) -> list[dict]:
    return run("foyers", "montrer", "dupont", "-f", "json").json["relances"]


def test_the_delays_of_the_rule_are_settings(run, base, marie):
    run("relances", "lister")
    set_to(base, nouvelle_tentative="4", tentatives="1")
    said = run("contacts", "noter", marie, "-r", "nrp", "-f", "json").json
    assert said["echeance"] == "2025-12-01"
    assert on(run, "2025-12-01", "contacts", "noter", marie, "-r", "nrp", "-f", "json").json[
        "a_clore"
    ]


def set_to(base: Path, **values: str) -> None:

    connection = opened(base, write=True)
    for name, value in values.items():
        connection.execute("INSERT INTO setting (name, value) VALUES (?, ?)", (name, value))
    connection.close()


# Appointments.


def test_an_appointment_waits_for_its_own_outcome(run, marie):
    """A call does not close it; coming does, and so does not coming, which plans another one."""
    run("contacts", "noter", marie, "-r", "joint", "--suite", "rdv en mairie", "--echeance",
        "mardi 14h30", "--lieu", "Autun")  # fmt: skip
    (one,) = listed(run)
    assert (one["type"], one["echeance"], one["heure"]) == ("rendez_vous", "2025-12-02", "14:30")
    assert (one["canal"], one["lieu"]) == ("rendez_vous", "Autun")
    on(run, "2025-12-02", "contacts", "noter", marie, "-r", "joint")
    assert len(on(run, "2025-12-03", "relances", "lister", "-f", "json").json) == 1
    on(run, "2025-12-03", "contacts", "noter", marie, "-c", "rdv", "-r", "absent", "--le", "hier")
    (again,) = on(run, "2025-12-03", "relances", "lister", "-f", "json").json
    assert again["action"] == "proposer un autre rendez-vous"
    closed = on(run, "2025-12-03", "relances", "lister", "--faites", "-f", "json").json
    assert [(c["issue"], c["faite_le"]) for c in closed] == [("manquee", "2025-12-02")]


def test_an_appointment_that_was_held_is_done(run, marie):
    on(run, "2025-11-20", "relances", "planifier", marie, "visio", "--le", "2025-11-26 9h")
    said = run(
        "contacts", "noter", marie, "-c", "visio", "-r", "honore", "--le", "hier", "-f", "json"
    )
    assert said.json["relances_faites"] == 1
    assert listed(run) == []


def test_a_meeting_noted_in_short_closes_the_appointment_once(run, marie):
    """Held or missed says that it was an appointment; noted twice, it plans one call."""
    on(run, "2025-11-20", "relances", "planifier", marie, "rdv", "--le", "2025-11-24 14h30")
    for _ in range(2):
        said = run("contacts", "noter", marie, "-r", "absent", "-f", "json").json
        assert said["canal"] == "rendez_vous"
    assert [one["action"] for one in listed(run)] == ["proposer un autre rendez-vous"]


# By hand.


def test_an_action_is_planned_done_and_undone(run, marie):
    said = run(
        "relances", "planifier", "dupont", "Envoyer la liste", "--echeance", "+7j", "-f", "json"
    )
    number = said.json["numero"]
    assert (said.json["echeance"], said.json["origine"]) == ("2025-12-04", "main")
    done = run("relances", "faire", str(number))
    assert "Fait le 27/11/2025" in done.out
    assert "venez-vivre annuler" in done.out
    assert listed(run) == []
    run("annuler")
    assert due(run) == [("Envoyer la liste", "2025-12-04")]


def test_a_household_names_what_is_due_and_several_are_listed(run, marie):
    for action in ("appeler l’école", "appeler la mairie"):
        run("relances", "planifier", marie, action, "--echeance", "aujourdhui")
    run("relances", "planifier", marie, "plus tard", "--echeance", "+30j")
    said = run("relances", "faire", marie, fails_with=4)
    assert "2 actions sont à faire" in said.err
    assert "appeler l’école" in said.err
    assert "plus tard" not in said.err
    run("relances", "faire", marie, "--toutes")
    assert [action for action, _ in due(run)] == ["plus tard"]
    run("relances", "faire", marie)
    assert due(run) == []


def test_a_past_day_still_shows_what_was_due_then(run, marie):
    """Put off on the 20th, done on the 26th: the 19th, the 22nd and today each have their truth."""
    on(run, "2025-11-10", "relances", "planifier", marie, "appeler", "--le", "2025-11-18")
    on(run, "2025-11-20", "relances", "reporter", marie, "--a", "2025-11-25")
    on(run, "2025-11-26", "relances", "faire", marie)
    seen = {
        day: [
            (o["action"], o["echeance"])
            for o in on(run, day, "relances", "lister", "-f", "json").json
        ]
        for day in ("2025-11-09", "2025-11-19", "2025-11-22", "2025-11-27")
    }
    assert seen == {
        "2025-11-09": [],
        "2025-11-19": [("appeler", "2025-11-18")],
        "2025-11-22": [("appeler", "2025-11-25")],
        "2025-11-27": [],
    }


def test_putting_off_can_change_the_hour_and_is_undone(run, marie):
    run("relances", "planifier", marie, "rdv", "--le", "lundi 9h")
    said = run("relances", "reporter", marie, "--a", "mardi 10h30", "-f", "json").json
    assert (said["echeance"], said["heure"]) == ("2025-12-02", "10:30")
    run("annuler")
    assert [(o["echeance"], o["heure"]) for o in listed(run)] == [("2025-12-01", "09:00")]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("planifier", "dupont", "appeler"), 2, "--echeance"),
        (("planifier", "dupont"), 2, "ACTION"),
        (("planifier",), 2, "FOYER"),
        (("planifier", "dupont", "appeler", "--le", "hier"), 1, "passée"),
        (("planifier", "dupont", "appeler", "--le", "jeudu"), 2, "Date incomprise"),
        (("planifier", "durand", "appeler", "--le", "lundi"), 3, "durand"),
        (("faire",), 2, "FOYER|NUMERO"),
        (("faire", "99"), 3, "Aucune relance n’a le numéro 99"),
        (("faire", "dupont"), 3, "Rien n’est à faire"),
        (("reporter", "dupont"), 2, "--a"),
        (("planifier", "dupont", "rdv", "--le", "lundi 9h", "--heure", "10h"), 2, "deux fois"),
        (("planifier", "dupont", "rdv", "--le", "lundi 25h"), 2, "lundi 14h30"),
        (("lister", "--en-retard", "--au", "lundi"), 2, "--au"),
        (("faire", "durand"), 3, "durand"),
    ],
)
def test_mistakes_are_said(run, marie, words, code, sentence):
    assert sentence in run("relances", *words, fails_with=code).err
    assert listed(run) == []


def test_what_is_done_is_not_done_again(run, marie):
    number = run("relances", "planifier", marie, "appeler", "--le", "lundi", "-f", "json").json[
        "numero"
    ]
    run("relances", "faire", str(number))
    assert "n’est plus à faire" in run("relances", "faire", str(number), fails_with=1).err


def test_the_most_overdue_comes_first_and_the_rest_is_counted(run, marie):
    for day in ("2025-11-25", "2025-11-20", "2025-12-24"):
        on(run, "2025-11-10", "relances", "planifier", marie, f"pour le {day}", "--le", day)
    assert [o["retard_jours"] for o in listed(run)] == [7, 2, 0]
    assert [o["echeance"] for o in listed(run, "--en-retard")] == ["2025-11-20", "2025-11-25"]
    out = run("relances", "lister", "-n", "1").out
    assert "7 jours" in out
    assert "… et 2 autres" in out


def test_a_closed_file_has_nothing_to_do_but_had(run, marie):
    run("relances", "planifier", marie, "appeler", "--le", "lundi")
    run("foyers", "clore", marie, "--motif", "autre")
    assert listed(run) == []
    run("foyers", "rouvrir", marie)
    assert len(listed(run)) == 1


def test_imported_exchanges_plan_what_they_say(run, marie, tmp_path):
    path = a_csv(tmp_path / "c.csv", [a_contact(marie, suite="rappeler", echeance="2025-11-20")])
    run("contacts", "importer", str(path))
    (one,) = listed(run)
    assert (one["origine"], one["prevue_le"]) == ("contact", "2025-11-10")


# To a calendar.


def events(text: str) -> list:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_the_calendar_holds_actions_as_days_and_appointments_at_their_hour(run, marie):
    run("relances", "planifier", marie, "appeler ; l’école, vite", "--le", "lundi")
    run("relances", "planifier", marie, "rdv", "--le", "mardi 14h30", "--lieu", "Mairie d’Autun")
    whole, timed = events(run("relances", "exporter", "--ics").out)
    assert whole["DTSTART"].dt == date(2025, 12, 1)
    assert whole["DTEND"].dt == date(2025, 12, 2)
    assert str(whole["SUMMARY"]) == f"appeler ; l’école, vite · Marie DUPONT ({marie})"
    assert timed["DTSTART"].dt.astimezone(UTC) == datetime(2025, 12, 2, 13, 30, tzinfo=UTC)
    assert timed["DTEND"].dt - timed["DTSTART"].dt == timedelta(minutes=60)
    assert str(timed["LOCATION"]) == "Mairie d’Autun"
    assert [alarm["TRIGGER"].dt for alarm in timed.walk("VALARM")] == [timedelta(days=-1)]


def test_importing_the_calendar_again_moves_what_was_put_off(run, marie):
    """The identifier stays and its sequence grows; two actions alike keep one each."""
    for _ in range(2):
        run("relances", "planifier", marie, "appeler", "--le", "lundi")
    before = events(run("relances", "exporter", "--ics").out)
    assert run("relances", "exporter").out == run("relances", "exporter", "--ics", "-").out
    run("relances", "reporter", marie, "--a", "+30j", "--toutes")
    after = events(run("relances", "exporter", "--ics").out)
    assert len({str(e["UID"]) for e in before}) == 2
    assert [str(e["UID"]) for e in after] == [str(e["UID"]) for e in before]
    assert min(int(e["SEQUENCE"]) for e in after) > max(int(e["SEQUENCE"]) for e in before)


def test_an_event_keeps_its_identifier_whatever_happens_to_the_others(run, marie):
    """Done twins, filters and merges change nothing to it."""
    for day in ("lundi", "mardi"):
        run("relances", "planifier", marie, "rappeler", "--le", day)
    _, tuesday = events(run("relances", "exporter").out)
    run("relances", "faire", "1")
    (alone,) = events(run("relances", "exporter").out)
    assert alone["UID"] == tuesday["UID"]
    run("foyers", "creer", "--nom", "Roy", "--email", "roy@example.org")
    run("foyers", "fusionner", "roy", marie)
    run("relances", "reporter", "2", "--a", "+20j")
    run("relances", "reporter", "roy", "--a", "+30j")
    (moved,) = events(run("relances", "exporter").out)
    assert moved["UID"] == tuesday["UID"]


def test_imported_meetings_close_appointments(run, marie, tmp_path):
    for day in ("2025-11-12 9h", "2025-11-18"):
        on(run, "2025-11-05", "relances", "planifier", marie, "rdv", "--le", day)
    lines = [
        a_contact(marie, date="2025-11-12", canal="rendez_vous", resultat="honore"),
        a_contact(marie, date="2025-11-18", canal="visio", resultat="absent"),
        a_contact(marie, date="2025-11-19", canal="telephone", resultat="joint"),
    ]
    run("contacts", "importer", str(a_csv(tmp_path / "c.csv", lines)))
    assert listed(run) == []
    closed = run("relances", "lister", "--faites", "-f", "json").json
    assert {(one["echeance"], one["issue"]) for one in closed} == {
        ("2025-11-12", "faite"), ("2025-11-18", "manquee"),
    }  # fmt: skip


def test_a_calendar_file_is_never_replaced_unasked(run, marie, tmp_path):
    path = tmp_path / "agenda.ics"
    run("relances", "planifier", marie, "appeler", "--le", "lundi")
    assert "0 rendez-vous et 1 action" in run("relances", "exporter", "--ics", str(path)).err
    text = path.read_bytes()
    assert b"\r\n" in text
    assert b"\r\r\n" not in text
    run("relances", "exporter", "--ics", str(path), fails_with=1)
    run("relances", "exporter", "--ics", str(path), "--ecraser")
    assert path.read_bytes() == text


def a_line(**changes: object) -> Line:
    blank = Line(*[None] * len(Line._fields))
    given = {
        "number": 1, "planned_as": 1, "reference": "MIRO-425", "first": "Marie", "last": "Dupont",
        "kind": "rendez_vous", "action": "rdv", "due_on": "2025-03-30", "due_at": "14:30",
    }  # fmt: skip
    return blank._replace(**{**given, **changes})


@given(st.dates(date(2000, 1, 1), date(2037, 12, 31)), st.times())
def test_appointments_keep_their_hour_in_paris_all_year(day, at):
    """On both sides of the change of hour, whatever reads the zone that the file carries."""
    at = f"{at.hour:02}:{at.minute:02}"
    (event,) = events(calendar.written([a_line(due_on=day.isoformat(), due_at=at)], 45))
    start = event["DTSTART"].dt
    wanted = datetime.combine(day, datetime.strptime(at, "%H:%M").time(), ZoneInfo("Europe/Paris"))  # noqa: DTZ007
    assert start.replace(tzinfo=None) == wanted.replace(tzinfo=None)
    assert start.utcoffset() == wanted.utcoffset()


@given(st.text(), st.text(), st.text())
def test_any_words_make_a_calendar_that_reads(action, place, name):
    text = calendar.written([a_line(action=action, place=place, last=name)], 60)
    (event,) = events(text)
    assert event["DTSTART"].dt.date() == date(2025, 3, 30)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


# Days with an hour.


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.times())
def test_a_day_with_its_hour_is_read_back(day, at):
    typed = f"{at.hour:02}:{at.minute:02}"
    for text in (f"{day.isoformat()} {typed}", f"{day:%d/%m/%Y} à {at.hour}h{at.minute:02}"):
        assert parse_slot(text, TODAY) == (day, typed)
    assert parse_slot(day.isoformat(), TODAY) == (day, None)


@pytest.mark.parametrize("text", ["lundi", "+7j", "demain", "27/11", "lundi prochain"])
def test_an_hour_follows_every_form_of_a_day(text):
    assert parse_slot(f"{text} 9h", TODAY) == (parse_date(text, TODAY), "09:00")
    assert parse_slot(f"{text} à 18:45", TODAY) == (parse_date(text, TODAY), "18:45")


@pytest.mark.parametrize("text", ["25h", "lundi 14h77", "h30", "lundi midi", "", "14"])
def test_no_other_hour_is_guessed(text):
    with pytest.raises(Misuse):
        parse_slot(text, TODAY)


def test_hours_are_written_the_french_way():
    assert (hour("09:00"), hour("14:05")) == ("9\u00a0h", "14\u00a0h\u00a005")


def test_nothing_personal_is_in_the_journal(run, base, marie):
    run("relances", "planifier", marie, "appeler Marie Dupont", "--le", "lundi")
    run("relances", "reporter", marie, "--a", "mardi")
    run("relances", "faire", marie)
    said = " ".join(summary for (summary,) in query(base, "SELECT summary FROM operation"))
    assert "Dupont" not in said
    assert "DUPONT" not in said


@pytest.mark.file
def test_a_calendar_never_takes_the_place_of_a_base(run, marie, base):
    before = base.read_bytes()
    words = ("relances", "exporter", "--ics", str(base), "--ecraser")
    assert "rien n’y est écrit" in run(*words, fails_with=1).err
    assert base.read_bytes() == before
