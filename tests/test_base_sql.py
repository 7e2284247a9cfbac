"""`base sql` answers questions, and whatever is asked changes nothing and reaches no other file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small_bases import content, filled
from venez_vivre.errors import Misuse, VenezVivreError
from venez_vivre.store import questions
from venez_vivre.store.base import Store

if TYPE_CHECKING:
    from conftest import Run

pytestmark = pytest.mark.file
"""`base sql` is for a base in a file."""


@pytest.fixture
def some(run: Run, base: Path, tmp_path: Path) -> Path:
    filled(run, tmp_path, 12)
    return base


def test_a_question_is_answered_in_every_format(run: Run, some: Path) -> None:
    sql = "SELECT stage AS etape, count(*) AS foyers FROM household GROUP BY stage ORDER BY 1"
    assert run("base", "sql", sql, "-f", "json").json == [
        {"etape": "accompagne", "foyers": 6},
        {"etape": "inscrit", "foyers": 6},
    ]
    assert run("base", "sql", sql, "-f", "csv").out.splitlines()[1:] == [
        "accompagne;6",
        "inscrit;6",
    ]
    assert "| accompagne" in run("base", "sql", sql, "-f", "md").out
    assert "accompagne" in run("base", "sql", sql).out
    assert "Aucune ligne" in run("base", "sql", "SELECT 1 AS x WHERE 0").out
    assert run("base", "sql", "SELECT 1 AS x WHERE 0", "-f", "csv").out.strip("\ufeff\r\n") == "x"


def test_words_of_a_question_need_no_quotes_of_their_own(run: Run, some: Path) -> None:
    assert run("base", "sql", "SELECT", "count(*) AS n", "FROM household", "-f", "json").json == [
        {"n": 12}
    ]


def test_a_table_shows_some_lines_and_says_there_are_more(run: Run, some: Path) -> None:
    sql = "SELECT id FROM household UNION ALL SELECT id FROM person UNION ALL SELECT id FROM signup"
    said = run("base", "sql", sql).out
    assert "25 premières lignes" in said
    assert len(run("base", "sql", sql, "-f", "json").json) == 36
    assert len(run("base", "sql", sql, "-n", "3", "-f", "json").json) == 3


def test_odd_values_are_written_in_every_format(run: Run, some: Path) -> None:
    """Bytes, infinities, text that is no text, two columns of one name, escapes."""
    sql = (
        "SELECT x'00ff' AS a, 1e999 AS b, CAST(x'ff41' AS TEXT) AS c, NULL AS d, 1 AS a, "
        "'mot' || char(27) || '[31m' || char(8238) || 'fin' AS e, 9223372036854775807 AS f"
    )
    (line,) = run("base", "sql", sql, "-f", "json").json
    assert line["a"] == "x'00ff'"
    assert line["a_2"] == 1
    assert line["b"] == "inf"
    assert line["c"] == "\ufffdA"
    assert line["d"] is None
    assert line["f"] == 2**63 - 1
    for form in ("table", "csv", "md"):
        said = run("base", "sql", sql, "-f", form).out
        assert "\x1b" not in said
        assert "\u202e" not in said
    assert "\x1b" not in run("base", "sql", 'SELECT 1 AS "a\x1b[31mb"').out


def test_a_long_cell_is_cut_where_people_read_and_nowhere_else(run: Run, some: Path) -> None:
    sql = "SELECT hex(zeroblob(1000000)) AS a, zeroblob(1000) AS b"
    for form in ("table", "md"):
        said = run("base", "sql", sql, "-f", form).out
        assert len(said) < 20_000
        assert "cellules sont coupées" in " ".join(said.split())
    (line,) = run("base", "sql", sql, "-f", "json").json
    assert line == {"a": "0" * 2_000_000, "b": f"x'{'00' * 1000}'"}
    assert "0" * 2_000_000 in run("base", "sql", sql, "-f", "csv").out
    short = "SELECT printf('%.500c', 'x') AS a"
    assert "coupées" not in run("base", "sql", short, "-f", "md").out


def test_rows_that_no_memory_holds_are_refused(
    run: Run, some: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them is small enough for SQLite; together they are not."""
    monkeypatch.setattr(questions, "LARGEST", 9_999)
    sql = "SELECT printf('%.1000c', 'x') AS a FROM household LIMIT {}"
    assert len(run("base", "sql", sql.format(9), "-f", "json").json) == 9
    assert "mémoire" in run("base", "sql", sql.format(10), "-f", "json", fails_with=1).err


@pytest.mark.parametrize("sql", ["VACUUM", "VACUUM INTO '{0}'", "vacuum main INTO '{0}'"])
def test_what_compacts_or_copies_the_base_is_refused_in_french(
    run: Run, some: Path, tmp_path: Path, sql: str
) -> None:
    said = run("base", "sql", sql.format(tmp_path / "x.db"), fails_with=1).err
    assert "ne fait que lire" in said
    assert "VACUUM" not in said
    assert not (tmp_path / "x.db").exists()


def test_the_vocabulary_of_full_text_is_no_table_of_the_base(run: Run, some: Path) -> None:
    said = run("base", "sql", "SELECT * FROM fts5vocab", fails_with=1).err
    assert "demande de créer une table" in " ".join(said.split())


MISTAKES = {
    "SELECT * FROM persn": "Vouliez-vous dire person",
    "SELECT * FROM zzzz": "sqlite_master",
    "SELECT nom FROM person": "« nom »",
    "SELECT foo(1)": "« foo »",
    "SELEC 1": "« SELEC »",
    "SELECT (1": "n’est pas finie",
    "SELECT id FROM person, household": "plusieurs tables",
    "SELECT 1; SELECT 2": "Une seule requête",
    "SELECT 1; DROP TABLE person": "Une seule requête",
    "SELECT ?": "attend des valeurs",
    "SELECT :nom": "attend des valeurs",
    "SELECT 'a": "ne comprend pas",
    "": "qui lit",
    "  ;  ": "qui lit",
    "/* rien */": "qui lit",
    "SELECT 1\x00": "nul",
    "SELECT abs(-9223372036854775808)": "n’est pas comprise",
    "SELECT json('{')": "n’est pas comprise",
}


@pytest.mark.parametrize("sql", MISTAKES)
def test_a_mistake_is_said_in_a_sentence(run: Run, some: Path, sql: str) -> None:
    said = run("base", "sql", sql, fails_with=2).err.strip()
    assert MISTAKES[sql] in " ".join(said.split())
    assert said.endswith((".", "?"))


HOSTILE = (
    "DELETE FROM person",
    "UPDATE person SET last_name = 'x'",
    "INSERT INTO setting (name, value) VALUES ('a', 'b')",
    "INSERT INTO setting (name, value) VALUES ('a', 'b') RETURNING id",
    "DELETE FROM person RETURNING *",
    "UPDATE household SET stage = 'x' RETURNING id",
    "REPLACE INTO setting (id, name, value) VALUES (1, 'a', 'b')",
    "WITH x AS (SELECT 1) DELETE FROM person",
    "WITH x AS (SELECT 1) UPDATE person SET phone = NULL",
    "WITH x AS (SELECT 1) INSERT INTO setting (name, value) SELECT 'a', 'b'",
    "DROP TABLE person",
    "DROP INDEX ix_person_phone",
    "DROP TRIGGER person_key_insert",
    "CREATE TABLE t (x)",
    "CREATE TEMP TABLE t (x)",
    "CREATE TEMP TABLE t AS SELECT * FROM person",
    "CREATE VIEW v AS SELECT 1",
    "CREATE TEMP VIEW v AS SELECT 1",
    "CREATE INDEX i ON person (phone)",
    "CREATE TRIGGER t AFTER INSERT ON person BEGIN SELECT 1; END",
    "CREATE TEMP TRIGGER t AFTER INSERT ON person BEGIN SELECT 1; END",
    "CREATE VIRTUAL TABLE t USING fts5(x)",
    "ALTER TABLE person RENAME TO autre",
    "ALTER TABLE person ADD COLUMN x",
    "ALTER TABLE person DROP COLUMN phone",
    "ATTACH '{outside}' AS autre",
    "ATTACH ':memory:' AS autre",
    "ATTACH 'file:{outside}?mode=rwc' AS autre KEY ''",
    "DETACH main",
    "VACUUM",
    "VACUUM INTO '{outside}'",
    "REINDEX",
    "ANALYZE",
    "BEGIN",
    "BEGIN EXCLUSIVE",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT s",
    "RELEASE s",
    "PRAGMA user_version = 3",
    "PRAGMA user_version(3)",
    "PRAGMA application_id = 0",
    "PRAGMA journal_mode = WAL",
    "PRAGMA journal_mode(off)",
    "PRAGMA query_only = OFF",
    "PRAGMA query_only(0)",
    "PRAGMA writable_schema = ON",
    "PRAGMA schema_version = 9",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA page_size = 512",
    "PRAGMA encoding = 'UTF-16'",
    "PRAGMA secure_delete = ON",
    "PRAGMA auto_vacuum = FULL",
    "PRAGMA incremental_vacuum",
    "PRAGMA optimize",
    "PRAGMA wal_checkpoint",
    "PRAGMA temp_store_directory = '/tmp'",
    "PRAGMA data_store_directory = '/tmp'",
    "PRAGMA hard_heap_limit = 0",
    "PRAGMA key = 'x'",
    "PRAGMA rekey = 'x'",
    "PRAGMA cipher_plaintext_header_size = 32",
    "PRAGMA cipher_log = '{outside}'",
    "PRAGMA shrink_memory",
    "SELECT load_extension('{outside}')",
    "SELECT writefile('{outside}', 'x')",
    "SELECT readfile('/etc/passwd')",
    "SELECT edit('x', 'vi')",
    "SELECT sqlcipher_export('autre')",
    "SELECT fts3_tokenizer('simple', x'00')",
    "SELECT * FROM fsdir('/')",
    "INSERT INTO person_text (person_text) VALUES ('rebuild')",
    "INSERT INTO person_text (person_text) VALUES ('delete-all')",
    "INSERT INTO person_text (person_text, rank) VALUES ('integrity-check', 1)",
    "DELETE FROM person_text",
    "SELECT 1; DELETE FROM person",
    "SELECT 1;;; DELETE FROM person",
    "SELECT 1 /* */; ATTACH '{outside}' AS autre",
    "EXPLAIN DELETE FROM person; DELETE FROM person",
)  # fmt: skip


@pytest.mark.parametrize("sql", HOSTILE)
def test_hostile_statements_write_nothing(run: Run, some: Path, tmp_path: Path, sql: str) -> None:
    """No byte of the base changes, no file appears; a sentence, and never success."""
    outside = tmp_path / "dehors.db"
    before, there = some.read_bytes(), sorted(tmp_path.iterdir())
    rows = content(some)
    said = run("base", "sql", sql.format(outside=outside), fails_with=frozenset({1, 2}))
    assert said.out == ""
    assert said.err.strip()
    assert some.read_bytes() == before
    assert content(some) == rows
    assert sorted(tmp_path.iterdir()) == there


WORDS = (
    *re.findall(r"[A-Za-z_]+|[(),;=*']", " ".join(HOSTILE)),
    "SELECT", "FROM", "person", "household", "setting", "1", "--", "/*", "*/", '"', "main.",
)  # fmt: skip


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=14), seed=st.integers(0, 3))
def test_no_heap_of_words_writes_anything(
    words: list[str], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is put together from the words of hostile statements: bytes as they were."""
    path = tmp_path_factory.getbasetemp() / "mots.db"
    store = Store(path)
    with store.reading() as rows:
        before = path.read_bytes()
        start = ("", "SELECT ", "WITH x AS (SELECT 1) ", "PRAGMA ")[seed]
        try:
            questions.ask(rows, start + " ".join(words), most=5, seconds=1)
        except VenezVivreError as error:
            assert str(error).strip()  # noqa: PT017  either an answer or a sentence
    assert path.read_bytes() == before


HARMLESS = (
    "SELECT name FROM sqlite_master",
    "PRAGMA table_info(person)",
    "PRAGMA user_version",
    "PRAGMA journal_mode",
    "SELECT * FROM pragma_table_info('person')",
    "SELECT count(*) FROM person_text WHERE person_text MATCH 'camille*'",
    "EXPLAIN QUERY PLAN SELECT * FROM person",
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9) SELECT * FROM n",
    "SELECT json_object('a', 1), date('now'), printf('%d', 3), upper('é'), random() IS NOT NULL",
    "SELECT row_number() OVER (ORDER BY id) FROM person",
    "VALUES (1, 2), (3, 4)",
    "SELECT 1;",
    "SELECT 1 -- fin",
)  # fmt: skip


@pytest.mark.parametrize("sql", HARMLESS)
def test_what_only_reads_is_answered(run: Run, some: Path, sql: str) -> None:
    assert run("base", "sql", sql, "-f", "json").json


def test_a_question_without_an_end_is_stopped(run: Run, some: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    with Store(some).reading() as rows, pytest.raises(VenezVivreError, match="arrêtée au bout"):
        questions.ask(rows, endless, seconds=0.2)
    run("foyers", "lister")


def test_an_answer_that_no_memory_holds_is_refused(run: Run, some: Path) -> None:
    huge = "SELECT replace(printf('%.1000000c', 'x'), 'x', printf('%.900c', 'x'))"
    assert "mémoire" in run("base", "sql", huge, fails_with=1).err
    assert run("base", "sql", "SELECT 1 AS n", "-f", "json").json == [{"n": 1}]


def test_the_guard_leaves_with_the_question(some: Path) -> None:
    """The same connection serves the program as before."""
    with Store(some).reading() as rows:
        with pytest.raises(Misuse):
            questions.ask(rows, "SELECT nope")
        assert rows.value("PRAGMA foreign_keys") == 1
        assert rows.value("SELECT first_name FROM person LIMIT 1").startswith("Camille")
