"""The rules of the house: floors, sizes, names, start-up, and tables that tell the truth."""

from __future__ import annotations

import ast
import inspect
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from bases import address_of
from venez_vivre import cli, models
from venez_vivre.grammar import Noun
from venez_vivre.intake import columns
from venez_vivre.reports import RENDERERS
from venez_vivre.store import lookups, migrations, undo
from venez_vivre.store.base import SCHEMA, Store
from venez_vivre.store.borrowed import engine_on
from venez_vivre.store.driver import connect
from venez_vivre.store.journal import CASE_TABLES
from venez_vivre.store.stages import DERIVED
from venez_vivre.vocabulary import Term

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "venez_vivre"
MODULES = sorted(PACKAGE.rglob("*.py"))
MIGRATIONS = PACKAGE / "store" / "migrations" / "versions"


def named(path):
    """A module as it is shown in the name of a test."""
    return path.relative_to(PACKAGE).as_posix()


def test_imports_go_down_the_floors():
    """The contracts of pyproject.toml are kept."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout


# Sizes and names.

LONGEST_FILE = 320
LONG_FILES = {
    "dates.py": "a small language of days, periods and holidays, read in one go",
    "models.py": "a table: every column of the base",
    "vocabulary.py": "a table: every term of the field",
    "store/migrations/versions/0001_premier_schema.py": "a table: the first schema",
}
USUAL_LINES, MOST_LINES, LONG_FUNCTIONS = 30, 45, 6
"""A function's usual length, the longest one, and how many may stand between: options are long."""
VAGUE = re.compile(r"(^|_)(utils?|helpers?|managers?|services?|misc|common|core)(_|$)")


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_each_module_says_what_it_is_for(path):
    """The docstring of a module opens with one whole sentence on one line."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first, _, rest = said.partition("\n")
    assert first.endswith("."), first
    assert first[0].isupper()
    assert not rest.partition("\n")[0], "one sentence, then a blank line"


def test_files_are_short():
    """No file is longer than the limit, but for tables; and the list of those is not too long."""
    long = {
        named(path)
        for path in MODULES
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE
    }
    assert long == set(LONG_FILES)


def functions():
    """Every function of the program: where it is, and its lines without its docstring."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and path.parent != MIGRATIONS:
                said = node.body[0] if ast.get_docstring(node) is not None else None
                doc = said.end_lineno - said.lineno + 1 if said else 0
                yield f"{named(path)}:{node.name}", node.end_lineno - node.lineno + 1 - doc


def test_functions_are_short():
    """Nearly all functions are short, and none is long."""
    long = {where: lines for where, lines in functions() if lines >= USUAL_LINES}
    assert len(long) <= LONG_FUNCTIONS, long
    assert all(lines <= MOST_LINES for lines in long.values()), long


def test_names_say_something():
    """No module is called by a word that fits anything."""
    assert [named(path) for path in MODULES if VAGUE.search(path.stem)] == []


def test_the_top_of_the_package_is_read_in_one_glance():
    """What stands at the top of the package is listed by a floor; subjects are folders."""
    entries = [path for path in PACKAGE.iterdir() if not path.name.startswith("__")]
    assert len(entries) <= 29


# Start-up.

HEAVY = ("alembic", "pydantic", "questionary", "rich", "sqlalchemy", "sqlmodel", "typer")
LOOK = """
import sys
from venez_vivre.cli import run
code = run(sys.argv[1:])
loaded = sorted({name.partition(".")[0] for name in sys.modules} & set(HEAVY))
print(code, *loaded, file=sys.stderr)
"""
LIGHT = [
    "--help",
    "--version",
    "foyers --help",
    "inscrits importer --help",
    "journal --format json",
    "foyers lister --format json",
    "foyers montrer fournier.lea@example.org --format json",
    "contacts lister --format csv",
    "mises-en-relation lister --format json",
    "ressources lister --format json",
    "offres lister --a-verifier --format json",
    "entonnoir --format json",
    "entonnoir --par canal --format md",
    "rapport bilan --format json",
    "config montrer --format json",
    "installations suivi --format json",
    "installations retention --format json",
]


@pytest.fixture
def small_base(run, base):
    """A base with one household."""
    run("foyers", "creer", "--nom", "Fournier", "--email", "fournier.lea@example.org")
    return base


@pytest.mark.parametrize("line", LIGHT)
def test_reads_start_light(line, small_base):
    """Help and reads for scripts import none of the heavy packages."""
    done = subprocess.run(
        [sys.executable, "-c", f"HEAVY = {HEAVY!r}\n{LOOK}", *line.split()],
        env={**os.environ, "VENEZ_VIVRE_BASE": address_of(small_base), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr.split() == ["0"], done.stderr


NEEDLESS = (
    "dataclasses",
    "fnmatch",
    "inspect",
    "ipaddress",
    "logging",
    "pathlib",
    "shutil",
    "tempfile",
    "urllib.parse",
    "zlib",
)
"""What a read does without: from 3 ms (`shutil`) to 8 (`dataclasses`, by `inspect` and `ast`)."""
MATCHING = ("csv", "venez_vivre.criteria", "venez_vivre.matching", "venez_vivre.store.journal")
HABITS = """
import re, sys
compiled, compiles = [], re.compile
def counted(pattern, flags=0):
    compiled.append(sys._getframe(1).f_globals["__name__"])
    return compiles(pattern, flags)
re.compile = counted
from venez_vivre.cli import run
code = run(sys.argv[1:])
for name in sys.modules.keys() & set(NEEDLESS):
    print(name, file=sys.stderr)
ours = {name for name in compiled if name.startswith("venez_vivre.")}
for name in ours - {"venez_vivre.texts"}:
    print("re.compile", name, file=sys.stderr)
print(code, file=sys.stderr)
"""
READS = {
    "foyers lister -n 50 --format json": NEEDLESS + MATCHING,
    "foyers montrer fournier.lea@example.org --format json": NEEDLESS + MATCHING[3:],
    "foyers montrer fournier.lea@example.org": NEEDLESS + MATCHING[3:],
    "apparier fournier.lea@example.org": NEEDLESS + MATCHING[3:],
    "entonnoir --format json": NEEDLESS + MATCHING,
    "chercher fournier": NEEDLESS + MATCHING,
    "": NEEDLESS + MATCHING,
}
"""Each read, with what it must not import; the empty line is the completion of a name."""


@pytest.mark.file  # the driver of a server brings most of that
@pytest.mark.parametrize("line", READS)
def test_reads_import_nothing_that_they_do_without(line, small_base, monkeypatch):
    """Nor do they compile a pattern before its first use, where the base is a plain path."""
    if not line:
        monkeypatch.setenv("_VENEZ_VIVRE_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", "venez-vivre foyers montrer fourn")
        monkeypatch.setenv("COMP_CWORD", "3")
    done = subprocess.run(
        [sys.executable, "-c", f"NEEDLESS = {READS[line]!r}\n{HABITS}", *line.split()],
        env={**os.environ, "VENEZ_VIVRE_BASE": address_of(small_base), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr.split() == ["0"], done.stderr
    assert done.stdout


def test_named_tuples_are_ours():
    """Those of typing take 140 µs each to define, and those of reads are eighty."""
    for path in MODULES:
        if path.parent == PACKAGE and path.stem == "__init__":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "typing":
                assert "NamedTuple" not in {one.name for one in node.names}, named(path)


def test_importing_the_program_opens_nothing(tmp_path):
    """No file is made and no clock is asked before a command runs."""
    subprocess.run(
        [sys.executable, "-c", "import venez_vivre.cli, venez_vivre.models"],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        check=True,
    )
    assert list(tmp_path.iterdir()) == []


# Tables that tell the truth.


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_of_the_table_exists_and_explains_itself(name):
    """An entry leads to a module; its verbs, options and arguments all have a French sentence."""
    entry = cli.COMMANDS[name]
    noun = entry.load()
    assert isinstance(noun, Noun)
    assert entry.help.endswith(".")
    verbs = [noun.commands[entry.verb]] if entry.verb else list(noun.commands.values())
    assert verbs
    for command in verbs:
        first = inspect.cleandoc(command.doc).partition("\n")[0]
        assert re.match(r"[A-ZÀÉ].*[.…]$", first), f"{name} {command.name}: {first!r}"
        assert re.search(rf"^ +venez-vivre {name}\b", command.doc, re.MULTILINE), (
            f"{name} {command.name}: an example"
        )
        for param in command.params():
            said = param.mark.help
            assert re.match(r"\S.*[.…]$", said), f"{name} {param.name}: {said!r}"


def test_every_module_of_commands_is_in_the_table():
    """A module that declares verbs is reached by the table of commands."""
    declaring = {
        path.stem
        for path in (PACKAGE / "commands").glob("*.py")
        if re.search(r"^app = Noun\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert declaring == {entry.module for entry in cli.COMMANDS.values()}


FIELDS = {
    "SIGNUPS": """reference_externe date_inscription prenom nom nom_complet email telephone
        annee_naissance code_postal commune adresse pays canal campagne
        territoires_souhaites communes_souhaitees distance_max_km horizon date_souhaitee
        adultes enfants naissances_enfants metier statut_professionnel contrat teletravail
        salaire_min prenom_conjoint nom_conjoint email_conjoint telephone_conjoint
        metier_conjoint projet logement type_logement pieces_min surface_min loyer_max
        budget_achat jardin interets motivations message consentement""",
    "CONTACTS": "foyer date canal sens resultat resume suite echeance agent",
    "SETTLEMENTS": """foyer date commune code_postal adultes enfants scolarises logement emploi
        conjoint_emploi""",
    "CAMPAIGNS": "axe canal du au depense vues visites ecoutes",
    "TERRITORIES": "code nom type departement communes actif conservation_mois",
    "RESOURCES": """nom fonction structure email telephone commune code_postal territoire themes
        capacite note""",
    "OFFICERS": "nom email telephone territoire",
    "OFFERS": """reference_externe source type titre description structure commune code_insee
        code_postal latitude longitude metier code_rome contrat temps salaire_min
        salaire_max teletravail postes transaction type_logement pieces surface loyer
        charges prix jardin disponible_le niveaux age_min age_max themes places publiee_le
        verifiee_le expire_le url contact""",
}
"""The fields that users' files rely on, in their order."""


@pytest.mark.parametrize("table", FIELDS)
def test_import_columns_are_those_that_are_promised(table):
    """No field is missing, renamed or added unseen."""
    assert [column.field for column in getattr(columns, table)] == FIELDS[table].split()


@pytest.mark.parametrize("table", FIELDS)
def test_headings_are_written_folded(table):
    """A spelling that is not folded would never match."""
    for column in getattr(columns, table):
        for heading in column.headings:
            assert re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", heading), heading


def test_spellings_of_terms_name_one_term_of_their_family():
    """In a family, no spelling stands for two terms."""
    for family in Term.__subclasses__():
        owners = {}
        for term in family:
            for spelling in {str(term), *term.spellings}:
                assert owners.setdefault(spelling, term) is term, f"{family.__name__}: {spelling}"


@pytest.mark.parametrize("name", RENDERERS)
def test_each_format_has_its_renderer(name):
    """Every format draws a page by the same call."""
    renderer = import_module(f"venez_vivre.reports.{RENDERERS[name]}").render
    assert list(inspect.signature(renderer).parameters) == ["page", "colored", "width"]


# The schema.


@pytest.fixture
def upgraded(tmp_path):
    """A connection to a base that the migrations have just made."""
    path = tmp_path / "new.db"
    with Store(path).reading():
        pass
    connection = connect(path, write=False)
    yield connection
    connection.close()


def other_default(_context, _found, _column, found, _default, wanted):
    """Whether two defaults differ, however they are quoted."""
    return (found or "").strip("()'\"") != (wanted or "").strip("()'\"")


def test_migrations_lead_to_the_models(upgraded):
    """A base made by the migrations is the one that the models describe."""
    with engine_on(upgraded).connect() as link:
        options = {
            "compare_type": True,
            "compare_server_default": other_default,
            "include_name": lambda name, kind, _: kind != "table" or not lookups.is_lookup(name),
        }
        context = MigrationContext.configure(link, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_schema_number_is_the_number_of_migrations(upgraded):
    """One chain of migrations, counted by SCHEMA and by the base."""
    chain = list(migrations.script().walk_revisions())
    assert len(chain) == SCHEMA
    assert len(migrations.script().get_heads()) == 1
    assert [one.revision for one in reversed(chain)] == [f"{n + 1:04d}" for n in range(SCHEMA)]
    assert upgraded.execute("PRAGMA user_version").fetchone() == (SCHEMA,)


def test_every_table_checks_its_types(upgraded):
    """Every table of ours is STRICT, and never gives a number twice."""
    ours = {
        name: (strict, sql)
        for name, strict, sql in upgraded.execute(
            "SELECT l.name, l.strict, m.sql FROM pragma_table_list l "
            "JOIN sqlite_master m ON m.name = l.name AND m.type = 'table' "
            "WHERE l.name NOT LIKE 'sqlite_%' AND l.name <> 'alembic_version'"
        )
        if not lookups.is_lookup(name)
    }
    assert set(ours) == set(SQLModel.metadata.tables)
    for name, (strict, sql) in ours.items():
        assert strict == 1, name
        assert "AUTOINCREMENT" in sql, name


def test_derived_columns_exist():
    """Each derived column is a column of its table."""
    for table, names in DERIVED.items():
        assert set(names) <= set(SQLModel.metadata.tables[table].columns.keys())


def links():
    """Every link between tables that people's commands write: parent, child, column."""
    for table in SQLModel.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name != models.Operation.__tablename__:
                yield key.column.table.name, table.name, key.parent.name


def test_undo_knows_who_points_at_whom():
    """The table of undo lists every link of the models, and only those."""
    known = {(p, child, c) for p, kids in undo.REFERENCES.items() for child, c in kids}
    assert known == set(links())
    assert {child for parent, child, _ in links() if parent == "household"} == CASE_TABLES


def test_redo_brings_parents_back_first():
    """In the order of undo, a table comes before those that point at it."""
    place = {table: number for number, table in enumerate(undo.ORDER)}
    for parent, child, _ in links():
        assert place[parent] < place.get(child, len(place)), f"{parent} before {child}"


# The tests themselves.


def test_no_test_is_skipped_without_a_word():
    """A test that does not run says why; nothing is marked as failing for good."""
    for path in Path(__file__).parent.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"importorskip", "xfail"}:
                pytest.fail(f"{path.name}:{node.lineno}: {node.attr}")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr == "skipif":
                    assert any(k.arg == "reason" for k in node.keywords), path.name
                if node.func.attr == "skip":
                    assert node.args or node.keywords, f"{path.name}:{node.lineno}"
