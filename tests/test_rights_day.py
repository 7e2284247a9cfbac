"""What logins of every kind may do to what all share, and whom policies bind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from rights import Try
from venez_vivre.store.postgres.rights import COMMON, REGISTERS, REPORTS

if TYPE_CHECKING:
    from rights import Team

pytest_plugins = ("rights_team",)
pytestmark = pytest.mark.file
"""These tests have a base of their own on the server."""


@pytest.mark.parametrize("login", ["direction", "ines"])
def test_who_only_reads_changes_nothing_that_all_share(
    team: Team,
    vv: Any,
    login: str,
) -> None:
    assert vv("", "agents", "habiliter", "ines", "--territoire", "T01", "--lecture")[0] == 0
    with team.as_() as link:
        link.execute("INSERT INTO setting (name, value) VALUES ('essai', '1')")
    with team.as_(login) as link:
        tried = Try(team, team.officers[0], link)
        added = tried.ask("INSERT INTO setting (name, value) VALUES ('x', 'x')")
        changed = {
            table: tried.counted(f"DELETE FROM {table}")
            for table in (*COMMON, *REGISTERS, *REPORTS, "territory", "territory_commune")
        }
        assert tried.counted("UPDATE territory SET name = 'x'") == 0
    with team.as_() as link:
        link.execute("DELETE FROM setting WHERE name = 'essai'")
    assert added[:5] == "42501"
    assert {table: count for table, count in changed.items() if count} == {}


def test_a_login_that_could_become_the_owner_is_not_said_to_be_bound(
    team: Team,
    vv: Any,
) -> None:
    """SET ROLE opens all to a member, even one that inherits nothing."""
    run = team.server.run
    run("DROP ROLE IF EXISTS paul", "CREATE ROLE paul LOGIN NOINHERIT", "GRANT postgres TO paul")
    try:
        code, _, err = vv("", "agents", "habiliter", "paul", "--territoire", "T01")
        assert (code, "administre le serveur" in err) == (1, True)
    finally:
        run("DROP ROLE paul")


def test_a_login_that_inherits_nothing_works_all_the_same(
    team: Team,
    vv: Any,
) -> None:
    team.server.run("DROP ROLE IF EXISTS nora", "CREATE ROLE nora LOGIN NOINHERIT")
    with psycopg.connect(team.server.conninfo(team.database)) as link:
        recent = link.info.server_version >= 160000
    code, _, err = vv("", "agents", "habiliter", "nora", "--territoire", "T01")
    assert code == (0 if recent else 1), err
    if recent:
        assert vv("nora", "foyers", "lister")[0] == 0
    assert vv("", "agents", "revoquer", "nora", "--oui")[0] == (0 if recent else 3)


@pytest.mark.parametrize("login", ["public", "none", "pg_lea", "l" * 64, "é" * 32])
def test_a_name_that_the_server_would_not_keep_is_refused(vv: Any, login: str) -> None:
    code, _, err = vv("", "agents", "habiliter", login, "--territoire", "T01")
    assert code == 1
    assert login in err


def test_the_rights_of_a_login_that_left_the_server_are_taken_back(
    team: Team,
    vv: Any,
) -> None:
    team.server.run("DROP ROLE IF EXISTS yann")
    assert vv("", "agents", "habiliter", "yann", "--territoire", "T01")[0] == 0
    team.server.run("DROP ROLE yann")
    assert vv("", "agents", "revoquer", "yann", "--oui")[0] == 0
    assert "yann" not in vv("", "agents", "habilitations")[1]
