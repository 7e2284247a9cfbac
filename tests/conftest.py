"""Fixtures every test may use: a base in a temporary folder, and `run`, the program."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from hypothesis import HealthCheck, settings

from bases import SERVED, address_of, forget
from builders import a_csv, a_key_file, a_signup
from venez_vivre.cli import run as run_program
from venez_vivre.store import cipher
from venez_vivre.store.creation import create
from venez_vivre.store.keys import VARIABLE, from_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from served import Server

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("house")

TODAY = "2025-11-27"
TAKEN = frozenset({0, 5})
"""`fails_with=TAKEN`: every line was taken, some perhaps to be looked at."""


ENCRYPTED = bool(os.environ.get("VENEZ_VIVRE_TESTS_CHIFFRES"))
"""`VENEZ_VIVRE_TESTS_CHIFFRES=1 pytest`: the base of each test is encrypted from its birth."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests that are about bases in clear when bases are encrypted."""
    if ENCRYPTED:
        items[:] = [one for one in items if not one.get_closest_marker("plain")]
    if SERVED:
        items[:] = [one for one in items if not one.get_closest_marker("file")]


def pytest_sessionfinish() -> None:
    """Stop the server that tests started, if they did."""
    if "served" in sys.modules:
        sys.modules["served"].leave()


@dataclass(frozen=True)
class Said:
    """What one run of the program printed."""

    out: str
    err: str
    code: int

    @property
    def json(self) -> Any:
        """The standard output read as one JSON document."""
        return json.loads(self.out)


class Run(Protocol):
    """`run("foyers", "lister", fails_with=3)`: success is asserted unless another code is named."""

    def __call__(self, *words: str, fails_with: int | frozenset[int] = 0) -> Said: ...


@pytest.fixture(scope="session")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """An empty encrypted base to copy, its key file named to every command; None in clear."""
    if not ENCRYPTED:
        os.environ.pop(VARIABLE, None)
        return None
    folder = tmp_path_factory.mktemp("chiffre")
    key_file = a_key_file(folder / "cle.txt")
    os.environ[VARIABLE] = str(key_file)
    create(folder / "vide.db", cipher.drawn(from_file(key_file)))
    return folder / "vide.db"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Where the base of a test will be, once a command makes it."""
    return tmp_path / "base.db"


@pytest.fixture(scope="session")
def server() -> Server:
    """A PostgreSQL server of our own."""
    from served import here  # noqa: PLC0415  tests on SQLite start none

    return here()


@pytest.fixture
def address(base: Path) -> str:
    """What `--base` is told: a path, or a new base on the server."""
    return address_of(base)


@pytest.fixture(autouse=SERVED)
def nothing_left(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """What a test put on the server goes with it, and what this machine keeps beside it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("donnees")))
    yield
    forget(tmp_path)


@pytest.fixture
def run(
    base: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    encrypted: Path | None,
) -> Run:
    """Run one command line on the test's base, on a fixed day, without a terminal."""
    for name in ("BASE", "DATE", "AGENT", "DEBUG"):
        monkeypatch.delenv(f"VENEZ_VIVRE_{name}", raising=False)
    monkeypatch.setenv("VENEZ_VIVRE_CONFIG", str(base.with_name("config.toml")))
    monkeypatch.setenv("COLUMNS", "120")

    def run_once(*words: str, fails_with: int | frozenset[int] = 0) -> Said:
        if encrypted and not (base.exists() or words[0].startswith("--")):
            shutil.copy(encrypted, base)
        capfd.readouterr()
        code = run_program(["--base", address_of(base), "--date", TODAY, "--agent", "Test", *words])
        printed = capfd.readouterr()
        allowed = fails_with if isinstance(fails_with, frozenset) else {fails_with}
        assert code in allowed, f"{words} → {code}\n{printed.out}\n{printed.err}"
        assert "Traceback" not in printed.err
        return Said(printed.out, printed.err, code)

    return run_once


@pytest.fixture
def two(run: Run, tmp_path: Path) -> Path:
    """Two households, and the decision on a likely double."""
    for first, last in (("Ève", "Roy"), ("Luc", "Blum")):
        run("foyers", "creer", "--prenom", first, "--nom", last, "--email", f"{last}@example.org",
            "--inscrit-le", "12/03/2025")  # fmt: skip
    jean = a_signup(prenom="Jean-Philippe", nom="Dupont", telephone="0639980103")
    short = {**jean, "prenom": "JP", "email": "jp@example.org"}
    run("inscrits", "importer", str(a_csv(tmp_path / "1.csv", [jean])))
    run("inscrits", "importer", str(a_csv(tmp_path / "2.csv", [short])), fails_with=5)
    (case,) = run("inscrits", "doublons", "-f", "json").json
    path = tmp_path / "decisions.csv"
    path.write_text(f"cas;decision\n{case['cas']};meme_personne\n", encoding="utf-8")
    return path
