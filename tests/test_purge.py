"""A file is kept so many months after the last human exchange, announced, then erased on a visa."""

from __future__ import annotations

import calendar
import email
from dataclasses import dataclass
from datetime import date, timedelta
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bases import SERVED, address_of, an_empty_base, store_of
from builders import a_csv, a_territory, query, tables
from journaled import Base
from rows import Rows, rows_of
from venez_vivre.privacy import retention
from venez_vivre.reports.layout import width_of
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
    st.one_of(st.dates(TODAY - timedelta(days=40), TODAY), st.dates(date(2024, 6, 1), TODAY)),
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
    _settled(rows, link, case)
    _rights(rows, number, case)
    return number


def _settled(rows: Rows, link: dict[str, Any], case: Case) -> None:
    if case.settled:
        off = case.settled.isoformat() if case.cancelled else None
        home = rows.put("settlement", **link, settled_on=case.settled.isoformat(), cancelled_on=off)
        said = {**link, "settlement_id": home}
        for day in case.checks:
            rows.put(
                "settlement_check", **said, month=3, checked_on=day.isoformat(), result="reste"
            )
        for day in case.unanswered_checks:
            rows.put("settlement_check", **said, month=6, checked_on=day.isoformat(),
                     result="sans_reponse")  # fmt: skip


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
    return store_of(path)


SEEN: dict[str | None, int] = {}


OLD = date(2020, 1, 1)
EACH = [
    Case(OLD, limited=True),
    Case(OLD, asked=True),
    Case(OLD, opposed=True),
    Case(OLD),
    Case(OLD, notices=(TODAY - timedelta(days=10),)),
]
"""One of each standing: examples drawn by chance may miss one."""


@settings(max_examples=60)
@example(EACH, 24, [None, None, None])
@given(
    st.lists(cases, min_size=1, max_size=25),
    st.integers(1, 36),
    st.lists(st.none() | st.integers(1, 36), min_size=3, max_size=3),
)
def test_a_review_equals_the_naive_rule(
    tmp_path: Path, found: list[Case], usual: int, kept: list[int | None]
) -> None:
    """On each of 60 bases: standings, last exchange, last day; boundaries, leap years."""
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
    store = a_world(
        tmp_path / "base.db", [Case(date(2023, 11, 27)), Case(date(2024, 2, 29))], 24, {}
    )
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


# --- from the dry run to the visa --------------------------------------------------------------


@pytest.fixture
def old(run: Run, base: Path, tmp_path: Path) -> Path:
    """A file of 2023, one of 2024 and one of today; a territory that keeps files 12 months."""
    run("territoires", "importer", str(a_csv(tmp_path / "t.csv", [a_territory(
        conservation_mois="12")])))  # fmt: skip
    for name, day in (("Roy", "12/03/2023"), ("Blum", "01/09/2024"), ("Zola", "20/11/2025")):
        run("foyers", "creer", "--prenom", "Ève", "--nom", name, "--email",
            f"{name}@example.org", "--inscrit-le", day)  # fmt: skip
    return base


def standings(run: Run, day: str = "2025-11-27") -> dict[str, str]:
    """Where each file of the review stands, by the name of its household."""
    names = {line["reference"]: line["nom"] for line in run("foyers", "lister", "-f", "json").json}
    said = run("--date", day, "rgpd", "purger", "--details", "-f", "json").json
    return {names[one["foyer"]].split()[-1]: one["etat"] for one in said["dossiers"]}


def test_without_an_option_nothing_is_written(run: Run, old: Path) -> None:
    """The counts are shown, references only when they are asked for, and no name ever."""
    before = tables(old)
    said = run("rgpd", "purger").out
    assert tables(old) == before
    assert "à annoncer" in said
    assert "ROY" not in said
    (reference,) = [r for (r,) in query(old, "SELECT reference FROM household ORDER BY id LIMIT 1")]
    assert reference not in said
    assert reference in run("rgpd", "purger", "--details").out


def test_a_territory_may_keep_files_for_less_time(run: Run, old: Path) -> None:
    """Of 15 months without exchange, in a territory that keeps them 12: its time is over."""
    assert standings(run) == {"ROY": "a_annoncer"}
    run("foyers", "affecter", "blum", "--territoire", "T1")
    assert standings(run) == {"ROY": "a_annoncer", "BLUM": "a_annoncer"}
    run("config", "definir", "conservation", "36")
    assert standings(run) == {"BLUM": "a_annoncer"}


@pytest.mark.parametrize("months", ["0", "37", "2,5", "un an"])
def test_a_territory_keeps_files_from_1_to_36_months(
    run: Run, old: Path, tmp_path: Path, months: str
) -> None:
    path = a_csv(tmp_path / "t2.csv", [a_territory(conservation_mois=months)])
    run("territoires", "importer", str(path), fails_with=5)
    assert query(old, "SELECT retention_months FROM territory") == [(12,)]


@pytest.mark.parametrize("months", ["0", "37"])
def test_the_usual_retention_goes_from_1_to_36_months(run: Run, old: Path, months: str) -> None:
    run("config", "definir", "conservation", months, fails_with=2)


def test_a_territory_is_given_its_retention_by_hand_too(run: Run, base: Path) -> None:
    words = ("--code", "T9", "--nom", "Charolais", "--type", "CC", "--conservation-mois", "18")
    run("territoires", "ajouter", *words)
    (line,) = run("territoires", "lister", "-f", "json").json
    assert line["conservation_mois"] == 18


def test_the_letters_say_until_when_and_hold_nothing_else(
    run: Run, old: Path, tmp_path: Path
) -> None:
    """A draft for each announced file: to its address, with the day it goes, nothing sent."""
    folder = tmp_path / "courriers"
    said = run("rgpd", "purger", "--annoncer", "--brouillons", str(folder), "-f", "json").json
    assert (said["annonces"], said["effacables_le"]) == (1, "2025-12-27")
    (path,) = folder.iterdir()
    assert said["brouillons"] == [str(path)]
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert message["To"] == "Ève ROY <roy@example.org>"
    assert message["Subject"] == "Votre dossier sera effacé le samedi 27 décembre 2025"
    body = message.get_body().get_content()  # type: ignore[union-attr]
    assert "dimanche 12 mars 2023" in body
    assert "{" not in body
    assert folder.stat().st_mode & 0o077 == 0


def test_who_has_no_address_is_named_and_announced_all_the_same(
    run: Run, old: Path, tmp_path: Path
) -> None:
    run("foyers", "modifier", "roy", "--telephone", "0639980101")
    run("foyers", "modifier", "roy", "--email", "(vide)")
    said = run("rgpd", "purger", "--annoncer", "--brouillons", str(tmp_path / "c"), "-f", "json")
    assert (said.json["annonces"], said.json["brouillons"]) == (1, [])
    assert said.json["sans_adresse"] == said.json["foyers"]


def test_a_folder_that_cannot_be_written_announces_nothing(
    run: Run, old: Path, tmp_path: Path
) -> None:
    (tmp_path / "c").write_text("un fichier")
    before = tables(old)
    said = run("rgpd", "purger", "--annoncer", "--brouillons", str(tmp_path / "c"), fails_with=1)
    assert "--brouillons" in said.err
    assert tables(old) == before


def test_an_announcement_is_made_once_and_taken_back_by_an_undo(run: Run, old: Path) -> None:
    before = tables(old, besides=("operation", "journal_block"))
    assert run("rgpd", "purger", "--annoncer").out.endswith("`venez-vivre annuler`.\n")
    assert run("rgpd", "purger", "--annoncer", "-f", "json").json["annonces"] == 0
    run("annuler")
    assert tables(old, besides=("operation", "journal_block")) == before


@pytest.mark.parametrize(
    ("day", "standing"), [("2025-12-26", "sous_preavis"), ("2025-12-27", "a_effacer")]
)
def test_thirty_whole_days_pass_before_a_file_may_go(
    run: Run, old: Path, day: str, standing: str
) -> None:
    run("rgpd", "purger", "--annoncer")
    assert standings(run, day)["ROY"] == standing


@pytest.mark.parametrize("on", ["2025-11-27", "2025-12-10", "2026-01-30"])
def test_an_exchange_makes_the_notice_fall_by_itself(run: Run, old: Path, on: str) -> None:
    """On the very day of the announcement, during the notice, or after it."""
    run("rgpd", "purger", "--annoncer")
    run("--date", on, "contacts", "noter", "roy", "-r", "joint")
    assert "ROY" not in standings(run, "2026-01-31")
    assert standings(run, "2028-03-01")["ROY"] == "a_annoncer"


def test_what_nobody_of_the_household_took_part_in_changes_nothing(run: Run, old: Path) -> None:
    """An unanswered call, an edit of the file, a planned action, a change of officer."""
    run("rgpd", "purger", "--annoncer")
    run("contacts", "noter", "roy", "-r", "nrp")
    run("foyers", "modifier", "roy", "--metier", "soudeuse")
    run("relances", "planifier", "roy", "rappeler", "--le", "+7j")
    run("foyers", "affecter", "roy", "--territoire", "T1")
    assert standings(run, "2025-12-27")["ROY"] == "a_effacer"


def test_an_exchange_noted_late_makes_a_notice_void_for_good(run: Run, old: Path) -> None:
    """It had taken place before the announcement: the file was not over, it must be told anew."""
    run("rgpd", "purger", "--annoncer")
    run("contacts", "noter", "roy", "-r", "joint", "--le", "01/06/2025")
    assert "ROY" not in standings(run, "2026-01-31")
    assert standings(run, "2027-07-01")["ROY"] == "a_annoncer"


def erase(run: Run, *words: str, fails_with: int = 0, day: str = "2025-12-27") -> Any:
    return run("--date", day, "rgpd", "purger", "--confirmer", *words, fails_with=fails_with)


def test_a_purge_prints_its_slip_then_erases_and_keeps_it(run: Run, old: Path) -> None:
    """Typology, extreme days, counts, legal basis, visa; no name; the person is gone."""
    run("contacts", "noter", "roy", "-r", "joint", "--le", "15/03/2023", "--resume", "canariZQX")
    run("rgpd", "purger", "--annoncer")
    said = erase(run, "--visa", "AD71-2025-118").out
    slip, _, answer = said.partition("1 dossier effacé")
    for word in ("Bordereau d’élimination du 27/12/2025", "accompagnés", "12/03/2023",
                 "15/03/2023", "Code du patrimoine"):  # fmt: skip
        assert word in slip
    assert "AD71-2025-118" in answer
    assert "ne s’annule pas" in answer
    assert "ROY" not in said
    raw = b"" if SERVED else old.read_bytes().lower()
    for secret in ("canarizqx", "roy@example.org"):
        assert secret not in Base(old).said()
        assert secret.encode() not in raw
    (kept,) = run("rgpd", "bordereaux", "-f", "json").json
    assert (kept["visa"], kept["dossiers"], kept["personnes"]) == ("AD71-2025-118", 1, 1)
    assert kept["bordereau"]["lignes"][0]["premiere_date"] == "2023-03-12"
    assert query(old, "SELECT count(*) FROM purge_notice") == [(0,)]


def test_what_is_erased_cannot_be_taken_back_and_its_slip_stays(run: Run, old: Path) -> None:
    """`annuler` takes the command before it, which is not of that file, or nothing."""
    run("rgpd", "purger", "--annoncer")
    erase(run, "--sans-objet", "archives privées")
    run("annuler", fails_with=frozenset({0, 1, 3}))
    assert len(run("rgpd", "bordereaux", "-f", "json").json) == 1
    assert query(old, "SELECT count(*) FROM person WHERE last_name = 'ROY'") == [(0,)]
    assert "ROY" not in standings(run, "2026-02-01")


def test_the_figures_are_those_of_before(run: Run, old: Path) -> None:
    run("rgpd", "purger", "--annoncer")
    before = run("--date", "2025-12-27", "entonnoir", "-f", "json").json
    erase(run, "--visa", "X")
    assert run("--date", "2025-12-27", "entonnoir", "-f", "json").json == before


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 2, "Il manque --visa REF, ou --sans-objet"),
        (("--visa", "A", "--sans-objet", "b"), 2, "pas les deux"),
        (("--visa", "  "), 2, "tient en 1 à 200"),
        (("--annoncer",), 2, "ne vont pas ensemble"),
        (("--brouillons", "x"), 2, "ajoutez --annoncer"),
    ],
)
def test_nothing_goes_without_a_visa_or_a_reason(
    run: Run, old: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    run("rgpd", "purger", "--annoncer")
    before = tables(old)
    assert sentence in erase(run, *words, fails_with=code).err
    assert tables(old) == before


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--visa", "AD71-1 Roy"),
        ("--sans-objet", "dossier de roy@example.org"),
        ("--sans-objet", "ROY est partie"),
    ],
)
def test_the_ground_that_the_slip_keeps_names_nobody_who_is_purged(
    run: Run, old: Path, option: str, words: str
) -> None:
    run("rgpd", "purger", "--annoncer")
    before = tables(old)
    said = " ".join(erase(run, option, words, fails_with=1).err.split())
    assert f"{option} nomme une personne" in said
    assert "Rien n’est effacé" in said
    assert tables(old) == before


def test_a_visa_without_a_confirmation_is_misuse(run: Run, old: Path) -> None:
    assert "ajoutez --confirmer" in run("rgpd", "purger", "--visa", "A", fails_with=2).err


def test_with_nothing_erasable_nothing_is_asked(run: Run, old: Path) -> None:
    before = tables(old)
    assert "Aucun dossier n’est effaçable" in run("rgpd", "purger", "--confirmer").out
    assert tables(old) == before


@pytest.mark.parametrize(
    ("mark", "standing"),
    [
        ("UPDATE household SET limited_on = '2025-11-01' WHERE id = 1", "limite"),
        (
            """INSERT INTO privacy_request (household_id, kind, received_on, due_on)
            VALUES (1, 'acces', '2025-11-01', '2025-12-01')""",
            "demande_en_cours",
        ),
        ("UPDATE household SET opposed_on = '2025-11-01' WHERE id = 1", "a_effacer"),
    ],
)
def test_the_rights_of_people_come_before_the_calendar(
    run: Run, old: Path, mark: str, standing: str
) -> None:
    """Limited files and those somebody asked about stay; opposed ones go without a notice."""
    run("rgpd", "purger", "--annoncer")
    run("annuler")
    with rows_of(old) as rows:
        rows.connection.execute(mark)
    assert standings(run)["ROY"] == standing
    assert run("rgpd", "purger", "--annoncer", "-f", "json").json["annonces"] == 0
    erased = erase(run, "--visa", "A", "-f", "json").json["effaces"]["dossiers"]
    assert erased == (1 if standing == "a_effacer" else 0)


def test_files_that_changed_since_the_slip_was_read_are_not_erased(
    run: Run, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody notes an exchange while the visa is being typed."""
    run("rgpd", "purger", "--annoncer")
    other = address_of(old)

    def typed(desk: Any, *_: Any, **__: Any) -> str:
        from venez_vivre import cli  # noqa: PLC0415

        words = ["--base", other, "--date", "2025-12-27", "contacts", "noter", "roy", "-r", "joint"]
        assert cli.run(words) == 0
        return "AD71"

    monkeypatch.setattr("venez_vivre.desk.Desk.asks", True)
    monkeypatch.setattr("venez_vivre.desk.Desk.need", typed)
    said = erase(run, fails_with=1)
    assert "rien n’est effacé" in said.err
    assert query(old, "SELECT count(*) FROM household WHERE erased_on IS NOT NULL") == [(0,)]


def test_a_household_that_moved_to_another_territory_follows_its_retention(
    run: Run, old: Path
) -> None:
    run("foyers", "affecter", "blum", "--territoire", "T1")
    run("territoires", "ajouter", "--code", "T2", "--nom", "Charolais", "--type", "CC",
        "--conservation-mois", "36")  # fmt: skip
    assert standings(run)["BLUM"] == "a_annoncer"
    run("foyers", "reorienter", "blum", "--vers", "T2")
    assert "BLUM" not in standings(run)


def test_a_settled_household_is_kept_a_year_longer(run: Run, old: Path) -> None:
    """Settled on 01/04/2023: 12 months of follow-up, then 24 months, whatever was heard since."""
    home = ("--commune", "Autun", "--adultes", "1", "--enfants", "0", "--scolarises", "0")
    run("installations", "noter", "roy", "--le", "01/04/2023", *home)
    assert "ROY" not in standings(run, "2026-03-31")
    assert standings(run, "2026-04-01")["ROY"] == "a_annoncer"


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_pages_of_a_purge_fit_the_terminal(
    run: Run, old: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    pages = [run("rgpd", "purger", "--details").out]
    pages.append(run("rgpd", "purger", "--annoncer").out)
    pages.append(run("--date", "2025-12-27", "rgpd", "purger", "--details").out)
    pages.append(erase(run, "--sans-objet", "mot " * 40).out)
    pages.append(run("rgpd", "bordereaux").out)
    assert max(width_of(line) for page in pages for line in page.splitlines()) <= columns


def test_a_purge_that_cannot_keep_its_slip_erases_nothing(run: Run, old: Path) -> None:
    """Erasure and slip are one transaction, whatever stops it."""
    run("rgpd", "purger", "--annoncer")
    with rows_of(old) as rows:
        rows.connection.execute("ALTER TABLE disposal RENAME COLUMN visa TO visa_of_before")
    before = tables(old)
    erase(run, "--visa", "A", fails_with=frozenset({1, 70}))
    assert tables(old) == before
    with rows_of(old) as rows:  # the next test takes over what a server has
        rows.connection.execute("ALTER TABLE disposal RENAME COLUMN visa_of_before TO visa")
