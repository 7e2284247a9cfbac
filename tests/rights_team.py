"""A served base with two territories and its people: the fixtures of the tests of rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import a_csv, a_signup
from rights import Officer, Team
from venez_vivre.cli import run as run_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from served import Server

TODAY = "2025-11-27"
SECRETS = {
    "T01": ("Zorglubine", "Quetschounet", "pamplemoussaie"),
    "T02": ("Wistariane", "Xylocopette", "kouglofière"),
}
"""First name, family name and a word of the notes of the files of each territory."""

Vv = "Callable[..., tuple[int, str, str]]"


@pytest.fixture(scope="module")
def team(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Two territories with three files each, one officer in each, a region, a reader of figures."""
    database = server.new()
    folder = tmp_path_factory.mktemp("equipe")

    def act(*words: str, user: str = "") -> None:
        url = server.url(database, user)
        code = run_program(["--base", url, "--date", TODAY, "--agent", "Test", *words])
        assert code in {0, 5}, words

    for code, login in (("T01", "lea"), ("T02", "tom")):
        act("territoires", "ajouter", "--code", code, "--nom", f"Pays {code}", "--type", "CA")
        act("agents", "habiliter", login, "--territoire", code, "--oui")
    act("agents", "habiliter", "region", "--region", "--oui")
    act("agents", "habiliter", "direction", "--ensemble", "--oui")
    for code, login in (("T01", "lea"), ("T02", "tom")):
        populate(act, folder, code, login)
    server.run("ANALYZE", database=database)
    officers = [
        Officer(login, number, code, SECRETS[code])
        for number, (code, login) in enumerate((("T01", "lea"), ("T02", "tom")), 1)
    ]
    yield Team(server, database, (officers[0], officers[1]))
    server.drop(database)


def populate(act: Callable[..., None], folder: Path, code: str, login: str) -> None:
    """A day of one officer: an import, calls, a settlement, its check, a visit."""
    first, last, word = SECRETS[code]
    rows = [
        a_signup(
            prenom=f"{first}{chr(97 + n)}", nom=last, email=f"{word}{n}@example.org",
            telephone=f"06 39 98 {n:02} {code[1:]}", projet=f"Une {word} et du calme.",
            message=f"Bonjour, {word} !", date_inscription=f"0{n + 1}/07/2025",
        )
        for n in range(3)
    ]  # fmt: skip
    act("inscrits", "importer", str(a_csv(folder / f"{code}.csv", rows)), user=login)
    who = f"{first}a {last}"
    act("contacts", "noter", who, "-r", "joint", f"Parle de sa {word}.", "--suite",
        f"envoyer la {word}", "--echeance", "lundi", "--le", "2025-09-01", user=login)  # fmt: skip
    act("installations", "noter", who, "--le", "2025-10-10", "--commune", "Autun",
        "--adultes", "1", "--enfants", "0", user=login)  # fmt: skip
    act("installations", "suivi", who, "--mois", "1", "-r", "reste", "--besoins",
        f"Une {word}.", user=login)  # fmt: skip


@pytest.fixture
def vv(team: Team, capfd: pytest.CaptureFixture[str]) -> Any:
    """Run a command on the team's base as a login; exit code, answer, words."""

    def act(login: str, *words: str) -> tuple[int, str, str]:
        capfd.readouterr()
        url = team.server.url(team.database, login)
        code = run_program(["--base", url, "--date", TODAY, "--agent", "Test", *words])
        said = capfd.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return act
