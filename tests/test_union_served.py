"""Local bases brought into a base on a server: the same answers as into a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

import pytest

import territories
from builders import a_csv, a_signup
from venez_vivre.cli import run as run_program
from venez_vivre.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from served import Server

pytestmark = [pytest.mark.plain, pytest.mark.file]
"""The bases that are brought are in files; the server is asked for by its name."""

FUNNELS = (("entonnoir",), ("entonnoir", "--par", "territoire"), ("inscrits", "doublons"))


class Typed(Protocol):
    """`typed(base, "entonnoir")`: what is printed, success being asserted."""

    def __call__(self, base: str, *words: str, code: int = 0) -> Any: ...


@pytest.fixture
def typed(capfd: pytest.CaptureFixture[str]) -> Typed:
    """Type a command on a base, wherever it is."""

    def type_it(base: str, *words: str, code: int = 0) -> Any:
        found = run_program(["--base", base, "--date", "2025-11-27", "--agent", "Léa", *words])
        said = capfd.readouterr()
        assert found == code, said.err
        return said.out if code == 0 else said.err

    return type_it


def test_a_server_receives_what_a_file_does(
    server: Server, typed: Typed, run: Run, tmp_path: Path
) -> None:
    """Six territories, one group in five in two of them; then the next month; then an undo."""
    region = territories.write(tmp_path / "f", count=6, signups=200, shared=0.2, seed=3)
    local = [str(path) for path in territories.build_each(region, tmp_path)]
    database = server.new()
    there, file = server.url(database), str(tmp_path / "region.db")
    try:
        for names in (local[:4], local, local):
            said = [
                run("base", "reunir", *names, "--vers", base, "-f", "json").json
                for base in (there, file)
            ]
            assert [one.pop("vers") for one in said] == [said_of(server, database), file]
            assert said[0]["sauvegarde"] is None, "whoever administers a server saves it"
            said[0].pop("sauvegarde"), said[1].pop("sauvegarde")
            assert said[0] == said[1]
            for words in FUNNELS:
                assert typed(there, *words, "-f", "json") == typed(file, *words, "-f", "json")
        gone = json.loads(typed(local[0], "foyers", "lister", "-f", "json"))[0]["reference"]
        typed(local[0], "rgpd", "effacer", gone, "--motif", "demande", "--confirmer")
        for base in (there, file):
            told = run("base", "reunir", *local, "--vers", base, "-f", "json").json
            assert told["effaces"] == 1
        for words in FUNNELS:
            assert typed(there, *words, "-f", "json") == typed(file, *words, "-f", "json")
        late = a_csv(tmp_path / "t.csv", [a_signup(email=f"t{n}@example.org") for n in range(3)])
        typed(local[1], "inscrits", "importer", str(late))
        for base in (there, file):
            run("base", "reunir", *local, "--vers", base)
            typed(base, "annuler", "--oui")
        assert typed(there, *FUNNELS[0], "-f", "json") == typed(file, *FUNNELS[0], "-f", "json")

        typed(there, "agents", "habiliter", "une région", "--region", "--oui")
        typed(there, "agents", "habiliter", "autunois", "--territoire", "T01", "--oui")
        officer = server.url(database, "autunois")
        refused = typed(
            officer, "base", "reunir", *local, "--vers", officer, code=Refused.exit_code
        )
        assert "tous les territoires" in refused
        manager = server.url(database, "une région")
        typed(manager, "base", "reunir", *local, "--vers", manager)
        assert typed(there, *FUNNELS[0], "-f", "json") == typed(manager, *FUNNELS[0], "-f", "json")
        typed(file, "refaire", "--oui")
        assert typed(there, *FUNNELS[0], "-f", "json") == typed(file, *FUNNELS[0], "-f", "json")
    finally:
        server.drop(database)


def said_of(server: Server, database: str) -> str:
    """The address as answers show it."""
    from venez_vivre.store.postgres.address import parsed  # noqa: PLC0415

    return parsed(server.url(database)).shown
