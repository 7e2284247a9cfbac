"""What a command that writes makes others wait for, and what it has no need to import."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bases import SERVED, address_of

LOOK = """
import sys
from venez_vivre.cli import run
if SERVED:
    from venez_vivre.store.postgres.store import ServedStore as Store
else:
    from venez_vivre.store.base import Store
begin = Store._begin
def begun(self, connection):
    begin(self, connection)
    from venez_vivre.models import Contact, Household
    ready = all(model.__mapper__.configured for model in (Contact, Household))
    print("prêt" if ready else "pas prêt", file=sys.stderr)
Store._begin = begun
code = run(sys.argv[1:])
loaded = sorted(name for name in sys.modules if name.startswith(UNWANTED))
print(code, *loaded, file=sys.stderr)
"""
UNWANTED = ("rapidfuzz", "numpy", "rich.", "alembic", "venez_vivre.likeness")
UNWANTED += () if SERVED else ("psycopg",)
"""What identity, matching, progress, migrations and the server need, and a note does not.

The dialect of PostgreSQL is looked for apart: 25 ms, which an option of one index used to cost.
"""
NOTES = [
    "contacts noter MIRO Rappel. --resultat joint",
    "relances planifier MIRO Rappeler --echeance 2030-01-07",
    "foyers clore MIRO --motif logement_introuvable",
]


@pytest.fixture
def household(run, base):
    """A base with one household, by its reference."""
    run("foyers", "creer", "--nom", "Fournier", "--email", "fournier.lea@example.org")
    listed = run("foyers", "lister", "-f", "csv").out
    return base, listed.splitlines()[1].partition(";")[0]


def typed(household, line: str) -> list[str]:
    """What the command said of itself on the error side, in a process of its own."""
    base, reference = household
    words = [reference if word == "MIRO" else word for word in line.split()]
    done = subprocess.run(
        [sys.executable, "-c", f"UNWANTED, SERVED = {UNWANTED!r}, {SERVED}\n{LOOK}", *words],
        env={**os.environ, "VENEZ_VIVRE_BASE": address_of(base), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stderr.splitlines()


@pytest.mark.parametrize("line", NOTES)
def test_models_are_set_up_before_others_are_kept_waiting(line, household):
    """When the lock is taken, nothing is left to prepare that every process prepares once."""
    assert "prêt" in typed(household, line)
    assert "pas prêt" not in typed(household, line)


@pytest.mark.parametrize("line", NOTES)
def test_a_note_imports_what_a_note_needs(line, household):
    """Neither names that are alike, nor the engine of a server, nor what shows progress."""
    assert typed(household, line)[-1] == "0"


def test_figures_import_neither_the_journal_nor_the_stages(run, base):
    """Whoever counts writes nothing: what writes need is not paid for."""
    run("agents", "ajouter", "--nom", "Ana Bel")
    look = (
        "import sys; from venez_vivre.cli import run; code = run(sys.argv[1:]); "
        "print(code, *(n for n in ('journal', 'stages', 'undo') "
        "if f'venez_vivre.store.{n}' in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, "--base", address_of(base), "entonnoir", "-f", "json"],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == "0"


def test_the_models_do_without_the_engine_of_a_server():
    """Forty tables are described without PostgreSQL's dialect."""
    look = "import sys, venez_vivre.models; print('sqlalchemy.dialects.postgresql' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


LEXICON = """
import sys
from venez_vivre.cli import run
from venez_vivre.occupations import lexicon
code = run(sys.argv[1:])
print(code, lexicon.lexicon.cache_info().currsize, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("option", "read"), [("--distance-max-km=30", 0), ("--metier=boulanger", 1)]
)
def test_the_lexicon_is_read_for_an_occupation_alone(option, read, household):
    """Its 150 ms under the lock are spared by an edit of another field."""
    base, reference = household
    done = subprocess.run(
        [sys.executable, "-c", LEXICON, "foyers", "modifier", reference, option],
        env={**os.environ, "VENEZ_VIVRE_BASE": address_of(base), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr.splitlines()[-1] == f"0 {read}"


def test_a_process_does_not_search_what_it_leaves_behind(household):
    """Looking for garbage in what ends with the process took a quarter of a note: it is spared."""
    base, reference = household
    ended = "import atexit, gc, sys; atexit.register(lambda: print(gc.get_freeze_count() > 10_000))"
    words = ["venez-vivre", "contacts", "noter", reference, "Rappel.", "--resultat", "joint"]
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{ended}; sys.argv = {words!r}\nimport venez_vivre.__main__ as m; m.main()",
        ],
        env={**os.environ, "VENEZ_VIVRE_BASE": address_of(base), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "True"
