"""An erased household is nobody: no command shows it, finds it or works on it; figures count it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from bases import address_of, copied, store_of
from builders import a_contact, a_csv, a_settlement, a_signup, query
from skeletons import (
    COMING,
    HELPER,
    JOB,
    MANY,
    OFFICER,
    PAST,
    TODAY,
    references,
    to_skeletons,
    word,
    world,
)
from test_safety import HARMLESS, READING
from venez_vivre import cli
from venez_vivre.casework.gaps import GAPS
from venez_vivre.steering.forecasting.known import Facts
from venez_vivre.store.journal import CASE_TABLES
from venez_vivre.store.operations import Heading
from venez_vivre.store.queries import completing, projection, steering, stocks
from venez_vivre.store.queries.steering import GROUPINGS, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from conftest import Run
    from venez_vivre.store.reader import Reader

GONE = [2, 3, 5, 7, 10, 12, 15, 17, 20, 24, 26, 30]
"""The households to erase: never reached, met, settled, asleep, closed, of both territories."""
LEFT = [number for number in range(1, MANY + 1) if number not in GONE]
TOMORROW = (TODAY + timedelta(days=1)).isoformat()
DAYS = (TODAY.isoformat(), TOMORROW)

(KEPT,) = references(LEFT[:1])
LINES: dict[str, list[list[str]]] = {
    "aujourdhui": [[], ["--agent", "tous", "-n", "99"], ["--semaine"]],
    "contacts lister": [["-n", "99"], [KEPT]],
    "relances lister": [["-n", "99"], [KEPT]],
    "relances exporter": [[]],
    "visites bilan": [],
    "visites lister": [[], ["--passees"]],
    "visites montrer": [[PAST], [COMING]],
    "apparier": [[KEPT], [KEPT, "--bouquet"], ["--offre", JOB, "-n", "99"]],
    "pourquoi": [[KEPT, JOB]],
    "mises-en-relation lister": [["-n", "99"], [KEPT]],
    "chercher": [["ana"], ["soudeuse"], ["rappeler"], [word(GONE[0])], ["Autun"]],
    "foyers lister": [["-n", "99"], ["--tri", "nom", "-n", "99"], ["--statut", "en_veille"]],
    "foyers montrer": [[KEPT], *([one] for one in references(GONE))],
    "offres montrer": [[JOB]],
    "ressources montrer": [[HELPER]],
    "rapport figes": [[]],
    "metiers chercher": [["soudeur"]],
    "imports montrer": [],
    "repartir": [[], ["--par-offre", "9"]],
    "besoins": [[], ["--tous"]],
    "foyers passation": [["--agent", OFFICER]],
    "docteur": [[], *([gap.code] for gap in GAPS)],
    "inscrits doublons": [[]],
    "inscrits lister": [["-n", "99"]],
    "offres verifier": [["--a-appeler"]],
    "rapport hebdo": [[]],
    "rapport mensuel": [[]],
    "rapport territoire": [["--territoire", "T1"]],
    "installations suivi": [[]],
    "base sql": [],
    "rgpd acces": [[KEPT]],
    "rgpd demandes": [[]],
    "rgpd purger": [[]],
    "rgpd controle-notes": [[]],
    "rgpd violation": [[]],
}
"""The lines that read; of a command that is not named, the line without a word.

`visites bilan` writes, `imports montrer` has nothing to show here, `base sql` answers what it is
asked for: the bare rows, of which nothing says whose they were.
"""


def reading() -> Iterator[tuple[str, list[str]]]:
    """Every line that reads, of every command of the table that does."""
    for noun, entry in cli.COMMANDS.items():
        for verb in entry.load().commands:
            name = noun if entry.verb else f"{noun} {verb}"
            if entry.verb not in {"", verb}:
                continue
            if verb in READING or HARMLESS.get(name) == "reads" or name in LINES:
                yield from ((name, line) for line in LINES.get(name, [[]]))


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The base before the erasure and after it."""
    folder = tmp_path_factory.mktemp("erased")
    before, after = folder / "before.db", folder / "after.db"
    world(before)
    copied(before, after)
    to_skeletons(after, references(GONE))
    return before, after


def ask(run: Run, base: Path, day: str, *words: str) -> str:
    """What a line answers on a day, both sides; a refusal is an answer."""
    said = run("--base", address_of(base), "--date", day, *words, fails_with=frozenset({0, 1, 3}))
    return said.out + said.err


def traces(text: str, typed: list[str]) -> list[str]:
    """What of the erased households a text shows, but for the words that were typed."""
    marks = [*references(GONE), *(word(n) for n in GONE), "EFFACE-"]
    folded = text.casefold()
    return [one for one in marks if one.casefold() in folded and one not in typed]


@pytest.mark.parametrize("form", ["json", "table"])
@pytest.mark.parametrize("day", DAYS)
def test_no_reading_command_shows_an_erased_household(
    run: Run, worlds: tuple[Path, Path], day: str, form: str
) -> None:
    _, after = worlds
    found = {}
    lines = list(reading())
    assert len(lines) > 80
    for name, line in lines:
        shape = ["-f", "json"] if form == "json" and name != "relances exporter" else []
        said = ask(run, after, day, *name.split(), *line, *shape)
        if marks := traces(said, line):
            found[" ".join([name, *line])] = marks
    assert found == {}


def test_before_the_erasure_the_same_lines_show_them(run: Run, worlds: tuple[Path, Path]) -> None:
    """Else the test above would prove nothing."""
    before, _ = worlds
    showing = {
        name
        for name, line in reading()
        if traces(ask(run, before, DAYS[0], *name.split(), *line), line)
    }
    assert len(showing) > 15, showing


KEYED = (
    ("foyers lister", "reference"),
    ("contacts lister", "foyer"),
    ("relances lister", "foyer"),
    ("mises-en-relation lister", "foyer"),
    ("inscrits lister", "foyer"),
    ("installations lister", "foyer"),
    ("installations suivi", "foyer"),
)
"""The lists of records, and the key of each that names the household."""


@pytest.mark.parametrize(("name", "key"), KEYED)
def test_a_list_is_what_it_was_without_the_lines_of_the_erased(
    run: Run, worlds: tuple[Path, Path], name: str, key: str
) -> None:
    """No nameless line is left in their place, and nobody else's is missing."""
    lists = [
        json.loads(ask(run, base, TODAY.isoformat(), *name.split(), "-f", "json"))
        for base in worlds
    ]
    gone = set(references(GONE))
    assert {one[key] for one in lists[0]} & gone
    assert lists[1] == [one for one in lists[0] if one[key] not in gone]


PUBLISHED = [
    ["entonnoir"],
    *(["entonnoir", "--par", by] for by in ("territoire", "canal", "agent", "departement_origine")),
    ["entonnoir", "--par", "territoire", "--cohorte"],
    ["rapport", "hebdo"],
    ["rapport", "mensuel"],
    ["rapport", "bilan"],
    ["rapport", "territoire", "--territoire", "T1"],
    ["rapport", "territoire", "--territoire", "T2"],
    ["installations", "retention"],
    ["visites", "conversion"],
    ["campagnes", "lister"],
]


@pytest.mark.parametrize("line", PUBLISHED, ids=" ".join)
def test_what_is_published_on_the_day_of_the_erasure_is_what_it_was(
    run: Run, worlds: tuple[Path, Path], line: list[str]
) -> None:
    before, after = (
        ask(run, base, TODAY.isoformat(), *line, "-f", "json").replace(address_of(base), "")
        for base in worlds
    )
    assert before.startswith(("{", "["))
    assert after == before


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Enough settled households for a projection, before and after the erasure of a third."""
    folder = tmp_path_factory.mktemp("larger")
    before, after = folder / "before.db", folder / "after.db"
    world(before, 200)
    copied(before, after)
    to_skeletons(after, references(range(1, 200, 3)))
    return before, after


def test_the_projection_of_the_day_is_what_it_was_and_that_of_the_next_loses_who_was_open(
    run: Run, larger: tuple[Path, Path]
) -> None:
    """Nobody who was erased still waits; who had settled still counts."""
    said = [
        [json.loads(ask(run, base, day, "projection", "-f", "json")) for base in larger]
        for day in DAYS
    ]
    (before, after), (later, without) = said
    assert after == before
    assert without != later
    with store_of(larger[0]).reading() as one, store_of(larger[1]).reading() as two:
        known = [_waiting(rows, TODAY + timedelta(days=1)) for rows in (one, two)]
    open_ones = query(
        larger[0],
        "SELECT count(*) FROM household WHERE settled_on IS NULL AND status <> 'abandon' "
        "AND accompanied_on IS NULL AND id % 3 = 1 AND id < 200",
    )
    assert known[0].first - known[1].first == open_ones[0][0]
    assert known[0].registered == known[1].registered
    assert known[0].settled == known[1].settled


class Counted(NamedTuple):
    """Who waits for a first exchange, who registered, who settled."""

    first: int
    registered: int
    settled: int


def _waiting(rows: Reader, day: date) -> Counted:
    found = Facts(projection.histories(rows, day), projection.arrived(rows, day)).on(day)
    return Counted(
        int(found.first.by_territory.sum()), int(found.registered.sum()), int(found.settled.sum())
    )


STOCKS = ("followed", "due", "arrivals", "visits", "waking")
"""The reads of `store.queries.stocks` that are about households, each of which has some erased."""


def stock(rows: Reader, name: str, day: date) -> Any:
    """What stands on a day; who reads it counts, in no order."""
    at = stocks.At(day.isoformat())
    week = (day + timedelta(days=7)).isoformat()
    more = {"due": (week,), "visits": (week,), "waking": (week,), "followed": (day.isoformat(),)}
    found = getattr(stocks, name)(rows, at, *more.get(name, ()))
    return sorted(found, key=repr) if isinstance(found, list) else found


@pytest.mark.parametrize("name", STOCKS)
def test_a_stock_of_the_day_counts_who_is_erased_and_that_of_the_next_does_not(
    worlds: tuple[Path, Path], name: str, tmp_path: Path
) -> None:
    """The next day it is that of a base where they never were."""
    without = tmp_path / "without.db"
    copied(worlds[0], without)
    with store_of(without).transact(Heading("Test", "rgpd purger", TODAY)) as work:
        sql = "DELETE FROM {} WHERE {} IN ({})"
        work.rows.run("PRAGMA defer_foreign_keys=ON")
        for table in (*sorted(CASE_TABLES), "household"):
            key = "id" if table == "household" else "household_id"
            work.rows.run(sql.format(table, key, ", ".join(map(str, GONE))))
    next_day = TODAY + timedelta(days=1)
    with store_of(worlds[0]).reading() as before, store_of(worlds[1]).reading() as after:
        assert stock(after, name, TODAY) == stock(before, name, TODAY)
        with store_of(without).reading() as bare:
            expected = stock(bare, name, next_day)
        assert stock(before, name, next_day) != expected
        assert stock(after, name, next_day) == expected


@pytest.mark.parametrize("by", ["", *GROUPINGS])
def test_the_funnel_counts_the_erased_on_every_later_day(
    worlds: tuple[Path, Path], by: str
) -> None:
    later = TODAY + timedelta(days=400)
    with store_of(worlds[0]).reading() as before, store_of(worlds[1]).reading() as after:
        one, other = (
            sorted(steering.funnel(rows, Scope(None, later, later, by)), key=repr)
            for rows in (before, after)
        )
    assert other == one


@pytest.mark.parametrize("number", GONE)
def test_an_erased_household_is_not_found_by_anything(
    run: Run, worlds: tuple[Path, Path], number: int
) -> None:
    _, after = worlds
    (reference,) = query(after, "SELECT reference FROM household WHERE id = ?", number)[0]
    assert reference.startswith("EFFACE-")
    email = f"{word(number).lower()}@example.org"
    for typed in (reference, *references([number]), word(number), email):
        said = run("--base", address_of(after), "foyers", "montrer", typed, fails_with=3)
        assert "Aucun foyer" in said.err
    for typed in (reference, word(number)):
        said = ask(run, after, TOMORROW, "chercher", typed, "-f", "json")
        assert not traces(said, [typed])


def test_no_completion_proposes_an_erased_household(worlds: tuple[Path, Path]) -> None:
    _, after = worlds
    with store_of(after).reading() as rows:
        found = completing.households(rows, "")
        for typed in ("E", "EFFACE", "EFFACE-", "an", "zq"):
            found += completing.households(rows, typed)
        found += completing.follow_ups(rows, "")
    assert found
    assert not [one for one in found if traces(f"{one.value} {one.about}", [])]
    assert not [one for one in found if not one.about.strip()]


def test_imports_do_not_find_an_erased_household(
    run: Run, worlds: tuple[Path, Path], tmp_path: Path
) -> None:
    """Neither by its old reference, nor by that of what is left, nor by the old e-mail."""
    base = tmp_path / "copy.db"
    copied(worlds[1], base)
    rows = query(base, "SELECT reference FROM household WHERE id = ?", GONE[0])
    named = [*references(GONE[:1]), rows[0][0], f"{word(GONE[0]).lower()}@example.org"]
    at = ("--base", address_of(base))
    path = str(a_csv(tmp_path / "c.csv", [a_contact(one) for one in named]))
    assert "foyer inconnu" in run(*at, "contacts", "importer", path, fails_with=5).out
    path = str(a_csv(tmp_path / "i.csv", [a_settlement(one) for one in named]))
    assert "foyer inconnu" in run(*at, "installations", "importer", path, fails_with=5).out


def test_the_stay_of_an_erased_household_is_expected_by_nobody(run: Run, base: Path) -> None:
    """It leaves the lists, and a group visit stays: an officer called it for several."""
    for name in ("Roy", "Blum"):
        words = ("--email", f"{name}@example.org", "--inscrit-le", "01/09/2025")
        run("foyers", "creer", "--prenom", "Ève", "--nom", name, *words)
    for title, home in (("Séjour canari", "roy"), ("Autre séjour", "blum")):
        run("visites", "creer", title, "--du", "aujourd’hui", "--foyer", home)
    run("visites", "creer", "Week-end", "--du", "aujourd’hui", "--type", "groupe")
    run("visites", "inviter", "V-3", "roy")
    run("rgpd", "effacer", "roy", "--motif", "à sa demande", "--confirmer")
    listed = run("visites", "lister", "-f", "json").json
    assert [one["reference"] for one in listed] == ["V-3", "V-2"]
    for words in (["aujourdhui"], ["aujourdhui", "--semaine"], ["visites", "lister", "--a-venir"]):
        said = run(*words).out
        assert "Autre séjour" in said
        assert "V-1" not in said
    run("visites", "montrer", "V-1", fails_with=3)
    assert "Rien ne répond" in run("chercher", "V-1").out
    run("visites", "modifier", "V-3", "--type", "sejour")
    run("visites", "montrer", "V-3", fails_with=3)


def test_a_new_sign_up_of_the_same_person_makes_a_new_file(
    run: Run, worlds: tuple[Path, Path], tmp_path: Path
) -> None:
    base = tmp_path / "copy.db"
    copied(worlds[1], base)
    (one,) = GONE[:1]
    line = a_signup(
        prenom="Ana", nom=word(one), email=f"{word(one).lower()}@example.org",
        telephone=f"+33639981{one:03}", date_inscription=TOMORROW,
    )  # fmt: skip
    at = ("--base", address_of(base), "--date", TOMORROW)
    before = query(base, "SELECT * FROM household WHERE erased_on IS NOT NULL ORDER BY id")
    run(*at, "inscrits", "importer", str(a_csv(tmp_path / "s.csv", [line])))
    assert query(base, "SELECT max(id) FROM household") == [(MANY + 1,)]
    assert query(base, "SELECT * FROM household WHERE erased_on IS NOT NULL ORDER BY id") == before


def test_hand_overs_and_repairs_change_nothing_of_an_erased_household(
    run: Run, worlds: tuple[Path, Path], tmp_path: Path
) -> None:
    base = tmp_path / "copy.db"
    copied(worlds[1], base)
    at = ("--base", address_of(base), "--date", TOMORROW)
    skeletons = [
        f"SELECT * FROM {table} WHERE {key} IN (SELECT id FROM household WHERE erased_on IS NOT "
        "NULL) ORDER BY id"
        for table, key in (
            ("household", "id"), ("follow_up", "household_id"), ("person", "household_id")
        )
    ]  # fmt: skip
    before = [query(base, sql) for sql in skeletons]
    run(*at, "docteur", "--corriger", "--oui")
    run(*at, "foyers", "affecter", "--agent", OFFICER, "--territoire-actuel", "T1", "--oui",
        fails_with=frozenset({0, 1, 2}))  # fmt: skip
    run(*at, "foyers", "passation", "--agent", OFFICER, "--vers", "Bo Cyr", "--oui")
    assert [query(base, sql) for sql in skeletons] == before


def test_every_line_that_reads_is_of_a_command_that_exists() -> None:
    names = {name for name, _ in reading()}
    assert {name for name, lines in LINES.items() if lines} <= names
    assert not [name for name in names if re.search(r"importer|clore|modifier", name)]
