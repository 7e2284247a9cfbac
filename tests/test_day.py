"""The day: what waits, why, in which order; the week; whose day it is; a past day as it was."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bases import address_of
from builders import a_contact, a_csv, a_settlement, a_signup, opened, query
from venez_vivre.casework.urgency import Scale, Stakes
from venez_vivre.cli import run as run_program
from venez_vivre.dates import add_working_days, is_working_day, working_days
from venez_vivre.store.settings import BY_NAME, SETTINGS, Settings
from venez_vivre.vocabulary import DayKind

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


def signed_up(run: Run, name: str, day: str, *more: str) -> str:
    """A household of that name, that signed up that day."""
    words = ("--nom", name, "--email", f"{name.lower()}@example.org", "--inscrit-le", day)
    return str(run("foyers", "creer", *words, *more, "-f", "json").json["reference"])


def the_day(run: Run, day: str, *words: str) -> dict[str, Any]:
    return run("--date", day, "aujourdhui", *words, "-f", "json").json


def natures(day: dict[str, Any]) -> dict[str, list[str]]:
    """The kinds of lines of each household."""
    found = defaultdict(list)
    for line in day["lignes"]:
        found[line["foyer"]].append(line["nature"])
    return dict(found)


# What waits.


def test_somebody_never_called_waits_for_two_working_days(run):
    """Christmas and the weekend do not count: signed up on the 24th, called by the 29th."""
    reference = signed_up(run, "Noel", "2025-11-24")
    signed_up(run, "Apres", "2025-11-27")
    (first, _) = the_day(run, "2025-11-27")["lignes"]
    assert first["foyer"] == reference
    assert (first["nature"], first["echeance"], first["retard_jours"]) == (
        "premier_contact", "2025-11-26", 1,
    )  # fmt: skip
    assert "jamais appelé" in first["raison"]
    assert first["commande"] == f"venez-vivre contacts noter {reference}"


def test_public_holidays_are_not_worked(run):
    run("--date", "2025-12-24", "foyers", "creer", "--nom", "Noel", "--email", "n@example.org")
    (line,) = the_day(run, "2025-12-24")["lignes"]
    assert line["echeance"] == "2025-12-29"


def test_a_call_takes_somebody_off_the_list(run):
    reference = signed_up(run, "Roy", "2025-11-20")
    run("contacts", "noter", reference, "-r", "joint")
    assert the_day(run, "2025-11-27")["lignes"] == []
    assert natures(the_day(run, "2025-11-26")) == {reference: ["premier_contact"]}


def test_an_action_that_is_due_says_that_it_was_promised(run):
    reference = signed_up(run, "Roy", "2025-11-03")
    words = ("--le", "2025-11-10", "--suite", "envoyer la liste", "--echeance", "2025-11-25")
    run("contacts", "noter", reference, "-r", "joint", *words)
    (line,) = the_day(run, "2025-11-27")["lignes"]
    assert (line["nature"], line["quoi"], line["retard_jours"]) == (
        "relance",
        "envoyer la liste",
        2,
    )
    assert line["raison"] == "promis le 10/11/2025"
    assert [term["terme"] for term in line["termes"]] == [
        "relance", "retard", "promesse", "accompagné",
    ]  # fmt: skip


def test_a_household_that_is_silent_for_more_than_thirty_days_shows_up(run):
    reference = signed_up(run, "Roy", "2025-09-01")
    run("contacts", "noter", reference, "-r", "joint", "--le", "2025-10-10")
    assert the_day(run, "2025-11-09")["lignes"] == []
    assert natures(the_day(run, "2025-11-10")) == {reference: ["silence"]}


def test_one_line_is_enough_for_a_household_with_something_due(run):
    """Silent for long, and an action due: the action is the line."""
    reference = signed_up(run, "Roy", "2025-08-01")
    words = ("--suite", "rappeler", "--echeance", "2025-11-20")
    run("contacts", "noter", reference, "-r", "joint", "--le", "2025-09-10", *words)
    assert natures(the_day(run, "2025-11-19")) == {reference: ["silence"]}
    assert natures(the_day(run, "2025-11-20")) == {reference: ["relance"]}


def test_unanswered_calls_of_an_import_are_tried_again_then_proposed_for_closing(run, tmp_path):
    """Nothing was planned for them: the rule itself draws the line."""
    once, often = (signed_up(run, name, "2025-09-01") for name in ("Une", "Quatre"))
    calls = [a_contact(once, date="2025-11-10", resultat="sans_reponse")]
    calls += [
        a_contact(often, date=f"2025-10-{day}", resultat="sans_reponse")
        for day in ("02", "09", "16", "23")
    ]
    run("contacts", "importer", str(a_csv(tmp_path / "c.csv", calls)))
    day = the_day(run, "2025-11-27")
    assert natures(day) == {once: ["nouvelle_tentative"], often: ["a_clore"]}
    (close,) = [line for line in day["lignes"] if line["nature"] == "a_clore"]
    assert close["commande"] == f"venez-vivre foyers clore {often} --motif injoignable"
    assert "4 appels sans réponse" in close["raison"]
    assert natures(the_day(run, "2025-11-16")).get(once) is None


def test_appointments_of_today_come_first_and_those_to_come_are_confirmed(run):
    today, soon, past = (signed_up(run, name, "2025-11-03") for name in ("Jour", "Bientot", "Hier"))
    on = ("--date", "2025-11-20", "relances", "planifier")
    run(*on, today, "rdv", "--le", "2025-11-27 10h")
    run(*on, soon, "visio", "--le", "2025-11-29 9h30")
    run(*on, past, "rdv", "--le", "2025-11-25")
    lines = {line["foyer"]: line for line in the_day(run, "2025-11-27")["lignes"]}
    assert next(iter(lines)) == today
    assert (lines[today]["nature"], lines[today]["heure"]) == ("rendez_vous", "10:00")
    assert lines[soon]["nature"] == "rappel_rendez_vous"
    assert "samedi 29/11/2025 à 9\u00a0h\u00a030 : le confirmer" in lines[soon]["raison"]
    assert lines[past]["raison"] == "rendez-vous du 25/11/2025 : venu ou absent ?"
    assert (lines[soon]["echeance"], lines[soon]["heure"]) == ("2025-11-29", "09:30")
    assert soon not in natures(the_day(run, "2025-11-26"))  # met soon: no first call either


def test_a_household_that_writes_is_answered_first(run):
    """Whether or not it was ever reached; any exchange takes the line away."""
    reference = signed_up(run, "Roy", "2025-11-03")
    words = ("--sens", "entrant", "-c", "email", "-r", "message", "Rappelez-moi vite")
    run("contacts", "noter", reference, *words, "--le", "2025-11-20")
    for day in ("2025-11-20", "2026-03-20"):
        assert natures(the_day(run, day)) == {reference: ["reponse"]}
    (line,) = the_day(run, "2025-11-27")["lignes"]
    assert line["raison"] == "message reçu il y a 7 jours, sans réponse de notre part"
    run("contacts", "noter", reference, "-r", "joint")
    assert the_day(run, "2025-11-27")["lignes"] == []


def test_a_settled_household_that_writes_is_answered_too(run, tmp_path):
    reference = signed_up(run, "Roy", "2025-06-01")
    path = a_csv(tmp_path / "i.csv", [a_settlement(reference, date="20/11/2025")])
    run("installations", "importer", str(path))
    words = ("--sens", "entrant", "-c", "email", "-r", "message", "Une fuite")
    run("contacts", "noter", reference, *words)
    assert natures(the_day(run, "2025-11-27")) == {reference: ["reponse"]}


def test_a_call_after_arrival_that_was_tried_waits_for_its_day(run, tmp_path):
    reference = signed_up(run, "Roy", "2025-06-01")
    path = a_csv(tmp_path / "i.csv", [a_settlement(reference, date="20/10/2025")])
    run("installations", "importer", str(path))
    run("installations", "suivi", reference, "--mois", "1", "-r", "sans_reponse")
    assert the_day(run, "2025-11-28")["lignes"] == []
    assert natures(the_day(run, "2025-12-04")) == {reference: ["suivi_installation"]}


def test_a_household_that_did_not_come_is_called_again(run, tmp_path):
    """The rule plans it; when nobody did (an import), the day says it."""
    reference = signed_up(run, "Roy", "2025-11-03")
    call = a_contact(reference, date="2025-11-14", canal="rendez_vous", resultat="absent")
    run("contacts", "importer", str(a_csv(tmp_path / "c.csv", [call])))
    assert natures(the_day(run, "2025-11-16")) == {}
    assert natures(the_day(run, "2025-11-17")) == {reference: ["nouvelle_tentative"]}
    assert natures(the_day(run, "2026-02-17")) == {reference: ["nouvelle_tentative"]}


def test_after_four_calls_noted_by_hand_closing_is_proposed_in_the_day(run):
    reference = signed_up(run, "Roy", "2025-11-03")
    for day in ("2025-11-03", "2025-11-10", "2025-11-17", "2025-11-24"):
        run("--date", day, "contacts", "noter", reference, "-r", "nrp")
    assert the_day(run, "2025-11-27")["lignes"] == []
    assert natures(the_day(run, "2025-12-05")) == {reference: ["a_clore"]}


def test_settled_households_are_called_after_their_arrival(run, tmp_path):
    reference = signed_up(run, "Roy", "2025-06-01")
    path = a_csv(tmp_path / "i.csv", [a_settlement(reference, date="20/10/2025")])
    run("installations", "importer", str(path))
    (line,) = the_day(run, "2025-11-20")["lignes"]
    assert (line["nature"], line["quoi"]) == ("suivi_installation", "appel du premier mois")
    assert "Autun" in line["raison"]


def test_a_file_asleep_wakes_up_on_its_day(run):
    reference = signed_up(run, "Roy", "2025-06-01")
    words = ("--motif", "projet_reporte", "--le", "2025-10-01", "--reveil", "2025-12-05")
    run("foyers", "clore", reference, *words)
    assert the_day(run, "2025-12-04")["lignes"] == []
    (line,) = the_day(run, "2025-12-05")["lignes"]
    assert line["nature"] == "reveil"
    assert line["commande"] == f"venez-vivre foyers rouvrir {reference}"


def test_old_offers_are_to_be_verified(run, tmp_path):
    offers = [
        {"titre": "Soudeur", "reference_externe": "A1", "publiee_le": "2025-09-01"},
        {"titre": "Neuf", "reference_externe": "A2", "publiee_le": "2025-11-20"},
        {"titre": "Fini", "reference_externe": "A3", "publiee_le": "2025-09-01",
         "expire_le": "2025-11-01"},
    ]  # fmt: skip
    path = a_csv(tmp_path / "o.csv", [{"type": "emploi", **offer} for offer in offers])
    run("offres", "importer", str(path))
    (line,) = the_day(run, "2025-11-27")["lignes"]
    assert (line["nature"], line["nom"], line["foyer"]) == ("offre_a_verifier", "Soudeur", None)
    assert line["commande"] == f"venez-vivre offres verifier {line['offre']}"


def test_every_delay_is_a_setting(run, base):
    reference = signed_up(run, "Roy", "2025-11-20")
    set_to(base, premier_contact="5", silence="10")
    assert the_day(run, "2025-11-27")["lignes"][0]["echeance"] == "2025-11-27"
    run("contacts", "noter", reference, "-r", "joint", "--le", "2025-11-20")
    assert the_day(run, "2025-11-30")["lignes"] == []
    assert natures(the_day(run, "2025-12-01")) == {reference: ["silence"]}


def set_to(base: Path, **values: str) -> None:

    connection = opened(base, write=True)
    for name, value in values.items():
        connection.execute("INSERT INTO setting (name, value) VALUES (?, ?)", (name, value))
    connection.close()


# Whose day.


def test_an_officer_sees_her_households_and_those_that_nobody_follows(run):
    for name in ("Léa Martin", "Paul Petit"):
        run("agents", "ajouter", "--nom", name)
    hers, his, nobodys = (signed_up(run, name, "2025-11-20") for name in ("Elle", "Lui", "Rien"))
    run("foyers", "affecter", hers, "--agent", "Léa Martin")
    run("foyers", "affecter", his, "--agent", "Paul Petit")
    day = run("--agent", "Léa Martin", "aujourdhui", "-f", "json").json
    assert set(natures(day)) == {hers, nobodys}
    assert day["pour"] == "Léa Martin"
    assert set(natures(the_day(run, "2025-11-27", "--agent", "paul"))) == {his, nobodys}
    assert set(natures(the_day(run, "2025-11-27", "--agent", "aucun"))) == {nobodys}
    assert set(natures(the_day(run, "2025-11-27", "--agent", "tous"))) == {hers, his, nobodys}
    assert "Zoé" in run("aujourdhui", "--agent", "Zoé", fails_with=3).err


# The order, and what fits.


def test_what_is_nearer_riper_and_later_comes_first(run):
    far = signed_up(run, "Loin", "2025-11-20", "--horizon", "plus_12_mois")
    near = signed_up(run, "Pres", "2025-11-20", "--horizon", "moins_3_mois")
    ripe = signed_up(run, "Mur", "2025-11-20", "--horizon", "moins_3_mois", "--maturite", "5")
    assert [line["foyer"] for line in the_day(run, "2025-11-27")["lignes"]] == [ripe, near, far]


def test_the_urgency_is_the_sum_of_the_terms_that_are_printed(run):
    signed_up(run, "Mur", "2025-11-20", "--horizon", "3_6_mois", "--maturite", "4")
    (line,) = the_day(run, "2025-11-27")["lignes"]
    total = sum(term["facteur"] * term["points"] for term in line["termes"])
    assert line["urgence"] == pytest.approx(total, abs=0.1)
    out = run("aujourdhui", "--pourquoi").out
    assert "8\u00a0premier appel" in out
    assert "3\u00a0horizon (0,60\u00a0×\u00a05)" in out


def test_a_list_that_is_cut_says_what_is_left_out(run, tmp_path):
    run("inscrits", "importer", str(a_csv(tmp_path / "s.csv", [a_signup() for _ in range(30)])))
    assert "… et 5 autres : `-n 30` les montre" in run("aujourdhui").out
    assert "… et 28 autres" in run("aujourdhui", "-n", "2").out
    assert "autres" not in run("aujourdhui", "-n", "30").out
    assert len(the_day(run, "2025-11-27")["lignes"]) == 30
    assert the_day(run, "2025-11-27", "-n", "3")["total"] == 30


def test_four_hours_hold_four_hours(run, tmp_path):
    """The appointment of the day is in, whatever its urgency; the rest fills what is left."""
    run("inscrits", "importer", str(a_csv(tmp_path / "s.csv", [a_signup() for _ in range(30)])))
    meeting = signed_up(run, "Rendez", "2025-11-27")
    run("relances", "planifier", meeting, "rdv", "--le", "aujourdhui 16h")
    day = the_day(run, "2025-11-27", "--heures", "4")
    assert day["minutes"] <= 240
    assert day["minutes"] > 240 - 25
    assert meeting in natures(day)
    assert day["total"] == 31
    assert "8 lignes pour 3\u00a0h\u00a055 de travail" in run("aujourdhui", "--heures", "4").out
    for said in ("midi", "nan", "inf", "1_0", "٤", "4e0", "0", "25", "-4"):
        assert "heures" in run("aujourdhui", f"--heures={said}", fails_with=2).err


# The week.


def test_the_week_shows_each_day_with_its_hours_first(run):
    reference = signed_up(run, "Roy", "2025-11-25")
    run("contacts", "noter", reference, "-r", "joint")
    run("relances", "planifier", reference, "appeler la mairie", "--le", "lundi")
    run("relances", "planifier", reference, "rdv", "--le", "lundi 9h")
    signed_up(run, "Neuf", "2025-11-27")
    week = run("aujourdhui", "--semaine", "-f", "json").json
    assert [day["jour"] for day in week["jours"]][:4] == ["jeudi", "vendredi", "samedi", "dimanche"]
    assert [day["ouvre"] for day in week["jours"]] == [True, True, False, False, True, True, True]
    monday = week["jours"][4]["lignes"]
    assert [(one["heure"], one["quoi"]) for one in monday] == [
        ("09:00", "rdv"), (None, "appeler la mairie"), (None, "premier appel"),
    ]  # fmt: skip
    out = run("aujourdhui", "--semaine").out
    assert "week-end" in out
    assert "lun. 01/12" in out


def test_the_week_holds_all_that_falls_due(run, tmp_path):
    """Sixty first calls, a silence, a new attempt, a file to wake, an arrival, a visit."""
    people = [a_signup(date_inscription="2025-11-27") for _ in range(60)]
    run("inscrits", "importer", str(a_csv(tmp_path / "s.csv", people)))
    silent, tried, asleep, settled = (
        signed_up(run, name, "2025-09-01") for name in ("Silence", "Essai", "Veille", "Arrive")
    )
    run("contacts", "noter", silent, "-r", "joint", "--le", "2025-10-30")
    call = a_contact(tried, date="2025-11-22", resultat="sans_reponse")
    run("contacts", "importer", str(a_csv(tmp_path / "c.csv", [call])))
    run("--date", "2025-11-01", "foyers", "clore", asleep, "--motif", "projet_reporte", "--reveil",
        "2025-12-02")  # fmt: skip
    home = a_settlement(settled, date="01/11/2025")
    run("installations", "importer", str(a_csv(tmp_path / "i.csv", [home])))
    run("visites", "creer", "Week-end", "--du", "2025-11-29", "--au", "2025-11-30")
    week = run("aujourdhui", "--semaine", "-f", "json").json
    found = Counter(
        (day["date"], line["nature"]) for day in week["jours"] for line in day["lignes"]
    )
    assert found == {
        ("2025-12-01", "premier_contact"): 60,
        ("2025-11-29", "silence"): 1,
        ("2025-11-29", "nouvelle_tentative"): 1,
        ("2025-12-02", "reveil"): 1,
        ("2025-12-01", "suivi_installation"): 1,
        ("2025-11-29", "visite"): 1,
        ("2025-11-30", "visite"): 1,
    }
    assert week["aujourdhui"] == the_day(run, "2025-11-27")["natures"]
    rows = run("aujourdhui", "--semaine", "-f", "csv").out.splitlines()
    assert len(rows) == 1 + sum(found.values())
    assert "60 premiers appels" in run("aujourdhui", "--semaine").out
    assert natures(the_day(run, "2025-11-29"))[None] == ["visite"]


def test_the_week_has_no_second_line_for_what_is_due(run):
    """A household that falls silent while something is due has its action only."""
    reference = signed_up(run, "Roy", "2025-09-01")
    words = ("--suite", "rappeler", "--echeance", "2025-11-28")
    run("contacts", "noter", reference, "-r", "joint", "--le", "2025-10-30", *words)
    week = run("aujourdhui", "--semaine", "-f", "json").json
    lines = [line["nature"] for day in week["jours"] for line in day["lignes"]]
    assert lines == ["relance"]


def test_the_sheet_of_a_day_holds_whole_names_and_days(run):
    name = "Rochefoucauld-Montbel-Saint-Aubin-sur-Mer"
    signed_up(run, name, "2025-11-20")
    out = run("aujourdhui", "-f", "csv").out
    assert name.upper() in out
    assert "2025-11-24" in out
    assert name.upper() in run("aujourdhui", "-f", "md").out


TOGETHER = ["--semaine --heures 4", "--semaine -n 3", "--heures 4 -n 3", "--semaine --pourquoi"]


@pytest.mark.parametrize("words", TOGETHER)
def test_options_that_do_not_go_together_are_refused(run, words):
    assert run("aujourdhui", *words.split(), fails_with=2).err


def test_an_empty_day_is_said_kindly(run):
    assert "Rien n’attend aujourd’hui" in run("aujourdhui").out
    assert run("aujourdhui", "-f", "json").json["lignes"] == []
    assert run("aujourdhui", "--semaine").out


# Any day of any base, against the rules read one fact at a time.

FIRST = date(2025, 1, 1)
DAYS = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))
RESULTS = st.sampled_from(["joint", "sans_reponse", "message", "absent"])


@dataclass
class Told:
    """The facts of one household."""

    signed_on: date
    exchanges: list[tuple[date, str]] = field(default_factory=list)

    def kind(self, today: date) -> str | None:
        """The only line that the rules draw for it on that day."""
        past = sorted((one for one in self.exchanges if one[0] <= today), key=lambda one: one[0])
        if self.signed_on > today:
            return None
        if not past:
            return "premier_contact"
        last, result = past[-1]
        in_a_row = 0
        for _, one in past:
            in_a_row = 0 if one == "joint" else in_a_row + (one in {"sans_reponse", "message"})
        if result == "absent" and today >= add_working_days(last, 1):
            return "nouvelle_tentative"
        if result in {"sans_reponse", "message"} and (today - last).days >= 7:
            return "a_clore" if in_a_row > 3 else "nouvelle_tentative"
        reached = [day for day, one in past if one == "joint"]
        if reached and (today - last).days > 30:
            return "silence"
        return None


@st.composite
def households(draw: st.DrawFn) -> Told:
    """A sign-up, and exchanges on different days after it."""
    signed_on = draw(DAYS)
    days = draw(st.lists(st.integers(0, 60), max_size=6, unique=True))
    return Told(signed_on, [(signed_on + timedelta(days=n), draw(RESULTS)) for n in days])


@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    told=st.lists(households(), min_size=1, max_size=8),
    today=st.lists(DAYS, min_size=3, max_size=3),
)
def test_any_past_day_is_shown_as_it_was(tmp_path_factory, capfd, told, today):
    """Whatever happened later, each household has the line that the facts of that day call for."""
    folder = tmp_path_factory.mktemp("jour")
    signups = [
        a_signup(date_inscription=one.signed_on.isoformat(), reference_externe=f"R{n}")
        for n, one in enumerate(told)
    ]
    calls = [
        a_contact(signups[n]["email"], date=day.isoformat(), resultat=result, resume=f"{n} {day}")
        for n, one in enumerate(told)
        for day, result in one.exchanges
    ] or [a_contact("nobody@example.org")]
    base = ["--base", address_of(folder / "b.db"), "--date", "2025-12-31"]
    run_program([*base, "inscrits", "importer", str(a_csv(folder / "s.csv", signups))])
    run_program([*base, "contacts", "importer", str(a_csv(folder / "c.csv", calls))])
    names = dict(
        query(folder / "b.db", "SELECT p.email, h.reference FROM person p, household h "
              "WHERE h.id = p.household_id")
    )  # fmt: skip
    for day in today:
        capfd.readouterr()
        words = [*base[:2], "--date", day.isoformat(), "aujourdhui", "-f", "json"]
        assert run_program(words) == 0
        shown = natures(json.loads(capfd.readouterr().out))
        wanted = {
            names[signups[n]["email"].lower()]: [kind]
            for n, one in enumerate(told)
            if (kind := one.kind(day))
        }
        assert shown == wanted


# Working days and urgency.


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(0, 40))
def test_so_many_working_days_later_that_many_were_worked(day, count):
    """And the day itself is worked."""
    later = add_working_days(day, count)
    assert is_working_day(later)
    if count:
        assert working_days(day, later) == count


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(0, 60))
def test_working_days_add_up(day, length):
    middle, end = day + timedelta(days=length // 2), day + timedelta(days=length)
    assert working_days(day, end) == working_days(day, middle) + working_days(middle, end)
    assert working_days(end, day) == (0 if length else working_days(day, day))


@pytest.mark.parametrize(
    ("signed", "due"),
    [
        ("2025-12-24", "2025-12-29"),  # Christmas, then a weekend
        ("2024-02-28", "2024-03-01"),  # the 29th is worked
        ("2025-04-18", "2025-04-23"),  # Easter Monday
        ("2025-05-07", "2025-05-12"),  # the 8th of May, a Friday, a weekend
        ("2025-12-31", "2026-01-05"),  # New Year
        ("2025-11-07", "2025-11-12"),  # the 11th of November
    ],
)
def test_two_working_days_on_the_calendar_of_france(signed, due):
    assert add_working_days(date.fromisoformat(signed), 2) == date.fromisoformat(due)


KINDS = st.sampled_from([str(kind) for kind in DayKind])


@given(KINDS, st.integers(-5, 400), st.integers(1, 5))
def test_later_and_riper_is_never_less_urgent(kind, late, maturity):
    """But for the appointments of the day, which come before those that were missed."""
    if kind == DayKind.APPOINTMENT:
        late = abs(late) + 1
    today, usual = date(2025, 11, 27), Settings({})

    def of(days: int, ripe: int) -> float:
        stakes = Stakes(kind, today - timedelta(days=days), maturity=ripe)
        weighed = Scale(usual).urgency(stakes, today)
        named = sum(term.value for term in Scale(usual).terms(stakes, today))
        assert weighed == pytest.approx(named, abs=0.051)
        return weighed

    assert of(late, maturity) <= of(late + 1, maturity)
    assert of(late, maturity) <= of(late, min(5, maturity + 1))


def test_settings_read_what_they_write():
    for setting in SETTINGS:
        assert setting.read(setting.written(setting.usual)) == setting.usual
    assert BY_NAME["suivis"].read("6, 1 3;12") == (1, 3, 6, 12)
