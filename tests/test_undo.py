"""Undo and redo: one command is one step, and nothing that changed since is lost."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bases import address_of, copied, store_of
from builders import opened
from venez_vivre.cli import run as run_program
from venez_vivre.store import stages
from venez_vivre.store.lookups import is_lookup
from venez_vivre.store.operations import Heading
from venez_vivre.store.reader import Reader

JOURNAL = {"operation", "journal_block", "sqlite_sequence", "alembic_version", "counter"}

SIGNUPS = """date_inscription;prenom;nom;email;telephone;adultes;enfants;prenom_conjoint
02/01/2025;Zoé;Kœnig;zoe@example.org;06 39 98 00 01;2;1;Hugo
03/01/2025;Léa;Martin;lea@example.org;;1;0;
04/01/2025;Noël;d’Arc;noel@example.org;;2;2;
"""
NEWER = """date_inscription;prenom;nom;email;telephone;horizon
05/03/2025;Zoé;Kœnig;zoe@example.org;06 39 98 00 09;3 à 6 mois
06/03/2025;Ana;Silva;ana@example.org;;
"""
CONTACTS = """foyer;date;canal;resultat;resume;suite;echeance;agent
zoe@example.org;10/01/2025;telephone;joint;Cherche un T4;rappeler;20/01/2025;Test
lea@example.org;11/01/2025;email;sans_reponse;;;;Test
zoe@example.org;25/01/2025;telephone;joint;Rappelée;;;Test
"""
SETTLEMENTS = """foyer;date;commune;adultes;enfants;scolarises
zoe@example.org;01/06/2025;Autun;2;1;1
noel@example.org;01/07/2025;Dole;2;2;2
"""
TERRITORIES = """code;nom;type;departement;communes
E1;Essai Autun;CC;71;71014
E2;Essai Dole;CA;39;39198
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files to import and a base with three households and an officer."""
    folder = tmp_path_factory.mktemp("undo")
    files = {
        "inscrits.csv": SIGNUPS,
        "suite.csv": NEWER,
        "contacts.csv": CONTACTS,
        "installations.csv": SETTLEMENTS,
        "territoires.csv": TERRITORIES,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    base = folder / "start.db"
    type_in(base, "inscrits", "importer", str(folder / "inscrits.csv"))
    type_in(base, "agents", "ajouter", "--nom", "Test")
    return folder


def type_in(base: Path, *words: str) -> int:
    return run_program(
        ["--base", address_of(base), "--date", "2025-11-27", "--agent", "Test", *words]
    )


def tables(base: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the journal's own."""
    with closing(opened(base, write=False)) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in JOURNAL and not is_lookup(name)
        ]
        return {name: _rows(connection, name) for name in names}


def _rows(connection: Any, table: str) -> list[tuple[Any, ...]]:
    """The rows of a table; on a server, without the territories that their author had by then."""
    found = connection.execute(f"SELECT * FROM {table}")
    kept = [n for n, one in enumerate(found.description) if one[0] != "of_territories"]
    return sorted((tuple(row[n] for n in kept) for row in found), key=repr)


def operations(base: Path) -> int:
    with closing(opened(base, write=False)) as connection:
        sql = "SELECT count(*) FROM operation WHERE kind = 'commande' AND undone = 0"
        return int(connection.execute(sql).fetchone()[0])


WHO = st.sampled_from(["zoe@example.org", "lea@example.org", "noel@example.org", "ana@example.org"])
DAYS = st.dates(date(2025, 1, 5), date(2025, 11, 27)).map(date.isoformat)
RESULTS = st.sampled_from(["joint", "message", "sans_reponse", "honore", "absent"])
REASONS = st.sampled_from(["projet_reporte", "injoignable", "emploi_conjoint"])


def words(*parts: str | st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    """A command line made of fixed and drawn words."""
    return st.tuples(*(st.just(p) if isinstance(p, str) else p for p in parts)).map(list)


COMMANDS = st.one_of(
    words("inscrits", "importer", "@suite.csv"),
    words("contacts", "importer", "@contacts.csv"),
    words("installations", "importer", "@installations.csv"),
    words("territoires", "importer", "@territoires.csv"),
    words("contacts", "noter", WHO, "Un mot", "--resultat", RESULTS, "--le", DAYS),
    words("contacts", "noter", WHO, "--resultat", RESULTS, "--suite", "rappeler"),
    words("contacts", "noter", WHO, "--resultat", RESULTS, "--echeance", DAYS),
    words("foyers", "modifier", WHO, "--horizon", st.sampled_from(["3_6_mois", "indefini"])),
    words("foyers", "modifier", WHO, "--telephone", "(vide)"),
    words("foyers", "clore", WHO, "--motif", REASONS),
    words("foyers", "clore", WHO, "--motif", REASONS, "--reveil", "2026-03-01"),
    words("foyers", "rouvrir", WHO),
    words("foyers", "affecter", WHO, "--agent", "Test"),
    words("foyers", "reorienter", WHO, "--vers", st.sampled_from(["E1", "E2"])),
    words("foyers", "creer", "--prenom", "Max", "--nom", "Roi", "--email", "max@example.org"),
    words(
        "installations", "noter", WHO, "--le", DAYS, "--commune", "Autun",
        "--adultes", "2", "--enfants", "1", "--scolarises", "1",
    ),
    words("installations", "annuler", WHO),
    words("installations", "depart", WHO, "--le", DAYS, "--motif", REASONS),
    words("installations", "suivi", WHO, "--mois", "1", "--resultat", "reste"),
    words("objectifs", "definir", "foyers_installes", "200", "--echeance", "2026-12-31"),
    words("campagnes", "ajouter", "--axe", "Salon", "--du", DAYS, "--depense", "120"),
    words("agents", "ajouter", "--nom", st.sampled_from(["Ana Roux", "Luc Petit"])),
)  # fmt: skip


def typed(folder: Path, line: list[str]) -> list[str]:
    return [str(folder / word[1:]) if word.startswith("@") else word for word in line]


@settings(max_examples=60)
@given(lines=st.lists(COMMANDS, min_size=1, max_size=12))
def test_as_many_undos_give_the_first_state_back_and_redos_bring_it_forward(
    start: Path, tmp_path_factory: pytest.TempPathFactory, lines: list[list[str]]
) -> None:
    """Whatever was done, N undos restore every table exactly, then N redos do it again."""
    base = tmp_path_factory.mktemp("case") / "base.db"
    copied(start / "start.db", base)
    first, steps = tables(base), operations(base)
    for line in lines:
        assert type_in(base, *typed(start, line)) in {0, 1, 3, 5}, line
    done = operations(base) - steps
    last = tables(base)
    for _ in range(done):
        assert type_in(base, "annuler") == 0
    assert tables(base) == first
    for _ in range(done):
        assert type_in(base, "refaire") == 0
    assert tables(base) == last
    assert facts_agree(base)


def facts_agree(base: Path) -> bool:
    """Whether deriving every stage again changes nothing."""
    before = tables(base)
    with store_of(base).transact(Heading("essai", "essai", date(2025, 11, 27))) as work:
        households = work.rows.rows("SELECT id FROM household")
        stages.derive(work.rows, (number for (number,) in households))
    return tables(base) == before


@pytest.fixture
def case(start: Path, tmp_path: Path) -> Path:
    base = tmp_path / "base.db"
    copied(start / "start.db", base)
    return base


def test_undo_of_an_import_keeps_a_household_that_was_worked_on_since(
    start: Path, case: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """One household of the import had a contact since: it stays whole, the others go."""
    type_in(case, "inscrits", "importer", str(start / "suite.csv"))
    type_in(case, "contacts", "noter", "ana@example.org", "Un mot", "--resultat", "joint")
    capfd.readouterr()
    assert type_in(case, "annuler", "--operation", "3", "--format", "json") == 0
    said = capfd.readouterr().out
    assert '"retablis": 1' in said
    assert '"conserves": 1' in said
    with closing(opened(case, write=False)) as connection:
        found = connection.execute("SELECT email FROM person WHERE last_key = 'silva'").fetchall()
        phones = connection.execute("SELECT phone FROM person WHERE first_key = 'zoe'").fetchall()
    assert found == [("ana@example.org",)]
    assert phones == [("+33639980001",)]


def test_undo_of_an_edit_gives_back_only_the_fields_left_alone(case: Path) -> None:
    """A later edit of another field stays; a later edit of the same field is kept."""
    type_in(case, "foyers", "modifier", "lea@example.org", "--horizon", "3_6_mois", "--projet", "A")
    type_in(case, "foyers", "modifier", "lea@example.org", "--projet", "B")
    assert type_in(case, "annuler", "--operation", "3") == 0
    with closing(opened(case, write=False)) as connection:
        sql = "SELECT h.horizon, h.project FROM household h JOIN person p ON p.household_id = h.id "
        found = connection.execute(sql + "WHERE p.first_key = 'lea'").fetchall()
    assert found == [(None, "B")]


def test_nothing_to_undo_or_redo_is_refused(tmp_path: Path) -> None:
    """An empty journal is said to be empty, with the exit code of a refusal."""
    base = tmp_path / "empty.db"
    assert type_in(base, "annuler") == 1
    assert type_in(base, "refaire") == 1
    assert type_in(base, "annuler", "--operation", "7") == 3


def test_a_new_command_ends_what_could_be_redone(case: Path) -> None:
    """After an undo and another command, redo has nothing left."""
    type_in(case, "foyers", "modifier", "lea@example.org", "--projet", "A")
    assert type_in(case, "annuler") == 0
    type_in(case, "foyers", "modifier", "lea@example.org", "--projet", "B")
    assert type_in(case, "refaire") == 1


def test_the_journal_holds_no_personal_value(case: Path) -> None:
    """Commands and summaries say what was done without a name, an e-mail or a phone."""
    who = ("--prenom", "Max", "--nom", "Roitelet", "--email", "m@example.org")
    type_in(case, "foyers", "creer", *who)
    type_in(case, "contacts", "noter", "m@example.org", "Secret", "--resultat", "joint")
    with closing(opened(case, write=False)) as connection:
        rows = Reader(connection).rows("SELECT command, summary FROM operation")
    said = repr(rows).lower()
    assert not any(word in said for word in ("roitelet", "example.org", "secret", "max"))


def test_a_household_kept_once_is_kept_again(case: Path, start: Path) -> None:
    """Undo, redo and undo of an import leave a file that was edited since whole each time."""
    type_in(case, "foyers", "affecter", "lea@example.org", "--agent", "Test")
    for _ in range(2):
        assert type_in(case, "annuler", "--operation", "1") == 0
        with closing(opened(case, write=False)) as connection:
            counts = [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("household", "person", "signup")
            ]
        assert counts == [1, 1, 1]
        assert type_in(case, "refaire") == 0
    assert len(tables(case)["household"]) == 3


def test_several_files_are_one_step(case: Path, start: Path, tmp_path: Path) -> None:
    """The second file completes a person of the first: one undo takes both back."""
    files = []
    for name, phone in (("un", ""), ("deux", "06 39 98 00 77")):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"prenom;nom;email;telephone\nMax;Roi;max@example.org;{phone}\n", "utf-8")
        files.append(str(path))
    first = tables(case)
    assert type_in(case, "inscrits", "importer", *files) == 0
    last = tables(case)
    assert type_in(case, "annuler") == 0
    assert tables(case) == first
    assert type_in(case, "refaire") == 0
    assert tables(case) == last


def test_a_commune_moved_by_an_import_comes_back(tmp_path: Path) -> None:
    """What must leave goes first: the unique commune is free again when its row comes back."""
    base, steps = tmp_path / "base.db", []
    for name, rows in (("t1", ("21054|21231", "71076")), ("t2", ("21054", "71076|21231"))):
        path = tmp_path / f"{name}.csv"
        lines = [f"{c};Essai {c};CC;21;{held}" for c, held in zip("AB", rows, strict=True)]
        path.write_text("\n".join(["code;nom;type;departement;communes", *lines]), "utf-8")
        assert type_in(base, "territoires", "importer", str(path)) == 0
        steps.append(tables(base))
    assert steps[0] != steps[1]
    assert type_in(base, "annuler") == 0
    assert tables(base) == steps[0]
    assert type_in(base, "refaire") == 0
    assert tables(base) == steps[1]


def test_an_officer_taken_away_is_not_given_back(
    case: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A field that would point at nobody is said to be impossible, never a failure at the end."""
    type_in(case, "agents", "ajouter", "--nom", "Ana Roux")
    for name in ("ana roux", "Test"):
        type_in(case, "foyers", "affecter", "lea@example.org", "--agent", name)
    assert type_in(case, "annuler", "--operation", "3") == 0
    capfd.readouterr()
    assert type_in(case, "annuler") == 1
    assert "Rien n’a pu être annulé" in capfd.readouterr().err


def test_undoing_everything_out_of_order_still_ends_at_the_start(
    tmp_path: Path, start: Path
) -> None:
    """Refused while a later edit stands, an import leaves whole once that edit is undone."""
    base = tmp_path / "base.db"
    type_in(base, "inscrits", "importer", str(start / "suite.csv"))
    type_in(base, "foyers", "modifier", "ana@example.org", "--loyer-max", "700")
    assert type_in(base, "annuler", "--operation", "1") == 0
    assert type_in(base, "refaire") == 0
    assert type_in(base, "annuler") == 0
    assert type_in(base, "annuler") == 0
    assert not tables(base)["household"]
    assert not tables(base)["person"]


def test_an_undo_that_can_change_nothing_is_refused_and_stays_possible(tmp_path: Path) -> None:
    """The creation waits for the edit to be undone; it is never marked undone before."""
    base = tmp_path / "base.db"
    who = ("--prenom", "Max", "--nom", "Roi", "--email", "max@example.org")
    type_in(base, "foyers", "creer", *who)
    type_in(base, "foyers", "modifier", "max@example.org", "--loyer-max", "700")
    assert type_in(base, "annuler", "--operation", "1") == 1
    assert type_in(base, "annuler") == 0
    assert type_in(base, "annuler") == 0
    assert not tables(base)["household"]


def test_a_file_given_back_in_part_is_counted_both_ways(
    case: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """One field restored, another kept: the answer says both."""
    edit = ("foyers", "modifier", "lea@example.org")
    type_in(case, *edit, "--projet", "A", "--loyer-max", "700")
    type_in(case, *edit, "--projet", "B")
    capfd.readouterr()
    assert type_in(case, "annuler", "--operation", "3", "--format", "json") == 0
    said = capfd.readouterr().out
    assert '"retablis": 1' in said
    assert '"conserves": 1' in said
