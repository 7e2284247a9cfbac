"""A base on a real PostgreSQL server: the same commands, the same answers to the byte."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from builders import a_csv, a_signup
from venez_vivre.cli import run as run_program
from venez_vivre.errors import Misuse, Refused
from venez_vivre.store.addresses import store_at
from venez_vivre.store.postgres.address import parsed
from venez_vivre.store.postgres.dialect import translated
from venez_vivre.store.postgres.schema import NAMES
from venez_vivre.store.queries.search import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run
    from served import Server

pytestmark = pytest.mark.file
"""What these tests compare with is a base in a file."""

TODAY = "2025-11-27"
TAKEN = frozenset({0, 5})


@pytest.fixture
def served(server: Server) -> Iterator[str]:
    """The address of a new empty base on the server."""
    database = server.new()
    yield server.url(database)
    server.drop(database)


@pytest.fixture
def both(run: Run, served: str, capfd: pytest.CaptureFixture[str]) -> Any:
    """Run a command on a base in a file and on one on the server: the answers must be the same."""

    def compare(*words: str) -> str:
        here = run(*words, fails_with=TAKEN)
        code = run_program(["--base", served, "--date", TODAY, "--agent", "Test", *words])
        there = capfd.readouterr()
        assert (there.out, code) == (here.out, here.code), there.err
        return here.out

    return compare


def some_signups(folder: Path) -> str:
    """Twenty registrations, two of which are of the same people again."""
    rows = [
        a_signup(
            prenom=f"Prénom{chr(65 + n % 18)}", nom=f"Œuvré-{chr(65 + n % 18)}mont",
            email=f"p{n % 18}@example.org", telephone=f"06399812{n % 18:02}",
            message="Je cherche une maison avec jardin" if n % 3 else "L’école d’Autun",
        )
        for n in range(20)
    ]  # fmt: skip
    return str(a_csv(folder / "inscrits.csv", rows))


def reference(both: Any) -> str:
    """The first household that lists show."""
    return str(json.loads(both("foyers", "lister", "-f", "json"))[0]["foyer"])


def test_the_day_of_an_officer_is_the_same_on_both_engines(both: Any, tmp_path: Path) -> None:
    """Import, call, plan, settle, look up, count: every document is equal to the byte."""
    both("territoires", "ajouter", "--code", "T1", "--nom", "Autunois", "--type", "CC")
    both("agents", "ajouter", "--nom", "Léa Martin", "--email", "lea@example.org")
    both("inscrits", "importer", some_signups(tmp_path), "-f", "json")
    both("inscrits", "importer", some_signups(tmp_path), "-f", "json")
    mail = "p3@example.org"
    both(
        "contacts", "noter", mail, "appel", "--resultat", "joint", "--suite", "rappeler:2025-12-03"
    )
    both("contacts", "noter", "p4@example.org", "courriel", "--resultat", "message")
    both("foyers", "modifier", "p5@example.org", "--projet", "Ouvrir un café à Autun")
    both("installations", "noter", mail, "--le", "20/11/2025", "--commune", "Autun",
         "--adultes", "2", "--enfants", "0")  # fmt: skip
    for words in (
        ("foyers", "lister"), ("contacts", "lister"), ("relances", "lister"), ("aujourdhui",),
        ("installations", "lister"), ("foyers", "montrer", mail), ("entonnoir",),
        ("entonnoir", "--par", "canal"), ("chercher", "jardin"), ("chercher", "ecole", "autun"),
        ("chercher", "oeuvre"), ("chercher", "0639981203"), ("rapport", "hebdo"),
        ("rapport", "mensuel"), ("docteur",), ("besoins",),
    ):  # fmt: skip
        both(*words, "-f", "json")


def test_what_was_done_is_undone_and_done_again_on_a_server(
    both: Any, served: str, tmp_path: Path
) -> None:
    """An undo leaves what was there before, a redo what there was after."""
    both("inscrits", "importer", some_signups(tmp_path), "-f", "json")
    before = both("foyers", "lister", "-f", "json")
    both("contacts", "noter", "p3@example.org", "appel", "--resultat", "joint")
    after = both("foyers", "lister", "-f", "json")
    both("annuler")
    assert both("foyers", "lister", "-f", "json") == before
    both("refaire")
    assert both("foyers", "lister", "-f", "json") == after
    both("annuler", "2")
    assert both("entonnoir", "-f", "json") != before
    assert json.loads(both("foyers", "lister", "-f", "json")) == []


def test_what_was_known_on_a_day_is_found_again_on_a_server(
    base: Path, served: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The operations entered since are taken back in a copy in memory, on both engines alike."""
    said = []
    for place in (str(base), served):
        for day, *words in (
            ("2025-11-20", "inscrits", "importer", some_signups(tmp_path)),
            (TODAY, "contacts", "noter", "p3@example.org", "appel", "--resultat", "joint",
             "--le", "19/11/2025"),
        ):  # fmt: skip
            assert run_program(["--base", place, "--date", day, "--agent", "T", *words]) in TAKEN
        capfd.readouterr()
        report = ["rapport", "hebdo", "--du", "17/11/2025", "--au", "23/11/2025", "-f", "json"]
        for known in ([], ["--tel-que-su", "2025-11-25"]):
            assert run_program(["--base", place, "--date", TODAY, *report, *known]) == 0
            said.append(capfd.readouterr().out)
    now, then, now_served, then_served = said
    assert (now_served, then_served) == (now, then)
    assert now != then, "the call that was typed later is not yet known"


def test_who_is_erased_on_a_server_is_in_no_row_of_it(both: Any, run: Run, served: str) -> None:
    """Nothing of a name, an address or a note is left, in the journal either; figures stay."""
    for first, last in (("Ève", "Royermont"), ("Luc", "Blumenthal")):
        both("foyers", "creer", "--prenom", first, "--nom", last, "--email",
             f"{last.lower()}@example.org", "--inscrit-le", "12/03/2025")  # fmt: skip
    both("contacts", "noter", "royermont", "-r", "joint", "Royermont cherche une école")
    before = both("entonnoir", "-f", "json")
    both("rgpd", "acces", "blumenthal")
    erasing = ("rgpd", "effacer", "royermont", "--motif", "demande", "--confirmer")
    run(*erasing)  # the number of the proof is drawn: the answers differ by it
    assert run_program(["--base", served, "--date", TODAY, *erasing]) == 0
    assert both("entonnoir", "-f", "json") == before
    store = store_at(served, announce=lambda _: None, ask=None)
    with store.reading() as rows:
        for (table,) in rows.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
            found = rows.rows(f'SELECT * FROM "{table}"')
            said = " ".join(
                zlib.decompress(cell).decode() if table == "journal_block" and
                isinstance(cell, bytes) else str(cell) for row in found for cell in row
            )  # fmt: skip
            assert "royermont" not in said.lower(), table
            assert table != "person" or "Blumenthal" in said, "the other one is there"


def test_many_officers_write_at_once_and_nothing_is_lost(served: str, tmp_path: Path) -> None:
    """Four processes of ten commands each leave forty files, with as many numbers."""
    loop = (
        "import sys\nfrom venez_vivre.cli import run\n"
        "for n in range(10):\n"
        "    code = run(['--base', sys.argv[1], '--date', sys.argv[2], 'foyers', 'creer',"
        " '--prenom', 'Ève' + 'abcdefghij'[n] * 3, '--nom', sys.argv[3] * 4, '--email',"
        " f'{sys.argv[3]}{n}@example.org', '--inscrit-le', '12/03/2025'])\n"
        "    assert code == 0, code\n"
    )
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", loop, served, TODAY, letter], stderr=subprocess.PIPE, text=True
        )
        for letter in "bdfg"
    ]
    for one in crowd:
        _, err = one.communicate(timeout=120)
        assert one.returncode == 0, err
    store = store_at(served, announce=lambda _: None, ask=None)
    with store.reading() as rows:
        assert rows.rows("SELECT count(*), count(DISTINCT reference) FROM household") == [(40, 40)]
        assert rows.value("SELECT count(*) FROM operation") == 40


def test_a_server_that_is_not_prepared_says_who_prepares_it(
    server: Server, run: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    """A command is refused; `base servir` shows its SQL, prepares, and does it once."""
    server.run("CREATE DATABASE vierge")
    words = ["--base", server.url("vierge"), "--date", TODAY]
    try:
        assert run_program([*words, "foyers", "lister"]) == Refused.exit_code
        assert "base servir" in capfd.readouterr().err
        assert run_program([*words, "base", "servir", "--sql"]) == 0
        assert "CREATE TABLE household" in capfd.readouterr().out
        assert run_program([*words, "foyers", "lister"]) == Refused.exit_code
        assert run_program([*words, "base", "servir", "--oui"]) == 0
        assert run_program([*words, "foyers", "lister"]) == 0
        capfd.readouterr()
        assert run_program([*words, "base", "servir", "--oui"]) == Refused.exit_code
        assert "déjà préparée" in capfd.readouterr().err
        assert run_program([*words, "base", "sauvegarder"]) == Refused.exit_code
        assert "base en fichier" in capfd.readouterr().err
        assert run_program([*words, "base", "sql", "SELECT 1"]) == Refused.exit_code
    finally:
        server.drop("vierge")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda url: url.replace("venez_vivre_", "absente_"), "n’a pas de base de ce nom"),
        (lambda url: url.split("?", maxsplit=1)[0] + "?host=/nulle/part", "ne répond pas"),
        (lambda url: url.replace("@/", "@serveur.example.org/").split("?")[0], "verify-full"),
        (lambda url: url + "&options=-csearch_path%3Dx", "n’y est pas accepté"),
    ],
)
def test_what_cannot_be_reached_is_said_in_one_sentence(
    change: Any, said: str, served: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """No traceback, exit code 1, and the place without a password."""
    assert run_program(["--base", change(served), "foyers", "lister"]) == Refused.exit_code
    err = capfd.readouterr().err
    assert said in " ".join(err.split())
    assert "Traceback" not in err


def test_a_password_is_neither_typed_nor_shown(capfd: pytest.CaptureFixture[str]) -> None:
    """On the command line it is refused; from elsewhere it never shows."""
    url = "postgresql://lea:tres-secret@localhost:1/base?password=tres-secret"
    assert run_program(["--base", url, "foyers", "lister"]) == Misuse.exit_code
    assert "tres-secret" not in capfd.readouterr().err
    store = store_at(url, announce=lambda _: None, ask=None)
    assert "tres-secret" not in store.shown
    with pytest.raises(Refused) as refused, store.reading():
        pass
    assert "tres-secret" not in str(refused.value)


def test_the_words_that_weigh_are_the_columns_of_names() -> None:
    """A search asks for names by weight on a server, by column in a file."""
    asked = {one.table: tuple(one.names.split()) for one in SOURCES if one.names}
    assert asked == NAMES


@pytest.mark.parametrize("host", ["10.0.0.8", "serveur.example.org", "127.0.0.1,serveur"])
def test_people_never_cross_a_network_in_clear(host: str) -> None:
    """Any host that is not this machine has to be checked and spoken to under cover."""
    with pytest.raises(Refused, match="verify-full"):
        parsed(f"postgresql://lea@{host}/base?sslmode=require")
    assert parsed(f"postgresql://lea@{host}/base?sslmode=verify-full").name
    assert parsed("postgresql://lea@127.0.0.1/base").conninfo


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT :a, '100 % :b'", "SELECT %(a)s, '100 %% :b'"),
        ("t ORDER BY a DESC, b", "t ORDER BY a DESC NULLS LAST, b NULLS FIRST"),
        ("SELECT 1 FROM t LIMIT :n", "SELECT 1 FROM t LIMIT nullif(%(n)s, -1)"),
        ("INSERT INTO person_text (person_text) VALUES ('rebuild')", "SELECT 1"),
        ("SELECT a IS :b", "SELECT a IS NOT DISTINCT FROM %(b)s"),
        ("CAST(a AS REAL) * 1.5", "CAST(a AS double precision) * 1.5::double precision"),
        ("SELECT 1 WHERE 1 AND (0 OR a = 1)", "SELECT 1 WHERE true AND (false OR a = 1)"),
        ("SELECT a BETWEEN 0 AND 1 OR b", "SELECT a BETWEEN 0 AND 1 OR b"),
        ("a.t_text MATCH :q AND c", "a.doc @@ fts( %(q)s ) AND c"),
        ("SELECT CASE a WHEN 1 THEN 2 END", "SELECT CASE a WHEN 1 THEN 2 END"),
        (
            "FROM (SELECT 2 FROM (VALUES (3))) UNION SELECT 1",
            "FROM (SELECT 2 FROM (VALUES (3)) AS unnamed_1) AS unnamed_0 UNION SELECT 1",
        ),
    ],
)  # fmt: skip
def test_sql_of_sqlite_is_turned(sql: str, expected: str) -> None:
    """The dozen words that PostgreSQL says otherwise."""
    assert " ".join(translated(sql).split()) == expected
