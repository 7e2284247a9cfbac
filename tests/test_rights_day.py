"""What logins of every kind may do to what all share, and whom policies bind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from builders import a_csv, a_signup
from rights import Try
from venez_vivre.store.postgres.rights import COMMON, FILES, REGISTERS, REPORTS

if TYPE_CHECKING:
    from pathlib import Path

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


def a_file(vv: Any, login: str, name: str, *words: str) -> str:
    """A file that this login opens; its reference."""
    code, out, err = vv(
        login, "foyers", "creer", "--prenom", name, "--nom", "ESSAI", "--email",
        f"{name.casefold()}.essai@example.org", *words, "-f", "json",
    )  # fmt: skip
    assert code == 0, err
    return str(json.loads(out)["reference"])


def test_who_reads_a_territory_and_writes_another_keeps_to_it(team: Team, vv: Any) -> None:
    """What follows a row (its keys, its prints, the blocks of the journal) is written as it is."""
    assert vv("", "agents", "habiliter", "luc", "--territoire", "T01")[0] == 0
    assert vv("", "agents", "habiliter", "luc", "--territoire", "T02", "--lecture")[0] == 0
    theirs = "SELECT id FROM {} WHERE of_territory = 2"
    with team.as_("luc") as link:
        tried = Try(team, team.officers[0], link)
        assert tried.ask(theirs.format("person"))
        for table, column, named in (
            ("person_key", "person_id", "person"), ("seen_row", "signup_id", "signup"),
        ):  # fmt: skip
            gone = f"DELETE FROM {table} WHERE {column} IN ({theirs.format(named)})"
            assert tried.counted(gone) == 0
        sql = "DELETE FROM journal_block b USING operation o WHERE o.id = b.operation_id AND "
        assert tried.counted(f"{sql} o.of_territories = '{{2}}'") == 0
        assert tried.counted("UPDATE person SET phone = NULL WHERE of_territory = 2") == 0
    assert vv("", "agents", "revoquer", "luc", "--oui")[0] == 0


def test_a_report_of_the_region_is_not_frozen_by_who_reads_one_territory(
    team: Team, vv: Any
) -> None:
    """Her figures are kept under the name of her territory."""
    assert vv("lea", "rapport", "bilan", "--figer")[0] == 0
    assert vv("lea", "rapport", "bilan", "--territoire", "T01", "--figer")[0] == 0
    with team.as_() as link:
        kept = link.execute("SELECT DISTINCT territory_id FROM frozen_report").fetchall()
    assert kept == [(team.officers[0].territory,)]
    assert vv("region", "rapport", "bilan", "--figer")[0] == 0
    with team.as_("lea") as link:
        tried = Try(team, team.officers[0], link)
        assert tried.counted("DELETE FROM frozen_report WHERE territory_id IS NULL") == 0
        assert tried.counted("UPDATE frozen_report SET content = '{}' WHERE of_territory = 0") == 0
        (kept,) = tried.ask("SELECT count(*) FROM frozen_report WHERE of_territory = 0")
    assert kept == (1,)


def test_what_a_file_of_another_territory_uses_is_not_undone(team: Team, vv: Any) -> None:
    """She sees nobody who uses the offer; it stays, and she is told so."""
    mine, theirs = team.officers
    code, out, _ = vv(mine.login, "offres", "ajouter", "--titre", "Menuisier", "--type", "emploi",
                      "--commune", "Autun", "-f", "json")  # fmt: skip
    offer = json.loads(out)["reference"]
    other = a_file(vv, theirs.login, "Oto")
    assert vv(theirs.login, "mises-en-relation", "noter", other, offer)[0] == 0
    code, _, err = vv(mine.login, "annuler", "--oui")
    assert code == 1
    assert "sert encore" in err
    assert offer in vv(theirs.login, "foyers", "montrer", other)[1]
    with team.as_("direction") as link:  # who deletes nothing is not told who uses what
        asked = "SELECT * FROM venez_vivre_droits.needed_elsewhere('offer', '{1,2,3}')"
        assert link.execute(asked).fetchall() == []


def test_an_import_is_undone_but_for_the_file_that_was_handed_over(
    team: Team, vv: Any, tmp_path: Path
) -> None:
    mine, theirs = team.officers
    rows = [
        a_signup(prenom=name, nom="REPRIS", email=f"{name.casefold()}.repris@example.org",
                 telephone=f"03 53 01 00 {place:02}")
        for place, name in enumerate(("Ilan", "Jade", "Kim"), 30)
    ]  # fmt: skip
    assert vv(mine.login, "inscrits", "importer", str(a_csv(tmp_path / "r.csv", rows)))[0] == 0
    listed = json.loads(vv(mine.login, "foyers", "lister", "-f", "json")[1])
    (kim,) = [one["reference"] for one in listed if one["nom"] == "Kim REPRIS"]
    assert vv(mine.login, "foyers", "affecter", kim, "--territoire", "T02")[0] == 0
    journal = json.loads(vv(mine.login, "journal", "-f", "json")[1])
    number = next(one["operation"] for one in journal if "r.csv" in one["resume"])
    code, _, err = vv(mine.login, "annuler", "--operation", str(number), "--oui")
    assert code in {0, 5}, err
    assert "REPRIS" not in vv(mine.login, "foyers", "lister")[1]
    assert "Kim REPRIS" in vv(theirs.login, "foyers", "montrer", kim)[1]


def test_files_of_two_territories_are_merged_by_who_writes_both(team: Team, vv: Any) -> None:
    """Calls, what is to be done and their links go along, and come back with the undo."""
    assert (
        vv("", "agents", "habiliter", "deux", "--territoire", "T01", "--territoire", "T02")[0] == 0
    )
    one = a_file(vv, "deux", "Uma", "--territoire", "T01")
    two = a_file(vv, "deux", "Val", "--territoire", "T02")
    said = vv("deux", "contacts", "noter", two, "-r", "joint", "Avant.", "--suite", "rappeler",
              "--echeance", "lundi")  # fmt: skip
    assert said[0] == 0
    before = vv("tom", "foyers", "montrer", two)
    code, _, err = vv("deux", "foyers", "fusionner", one, two, "--oui")
    assert code == 0, err
    assert "Avant." in vv("lea", "foyers", "montrer", one)[1]
    assert vv("tom", "foyers", "montrer", two)[0] == 3
    assert vv("deux", "annuler", "--oui")[0] == 0
    assert vv("tom", "foyers", "montrer", two) == before
    with team.as_() as link:
        for table in FILES[1:]:
            stray = link.execute(
                f"SELECT count(*) FROM {table} r JOIN household h ON h.id = r.household_id "
                "WHERE r.of_territory <> h.of_territory"
            ).fetchone()
            assert stray == (0,), table


def test_an_officer_erases_a_file_of_hers_and_names_it_no_more(team: Team, vv: Any) -> None:
    reference = a_file(vv, "lea", "Zoe")
    assert vv("lea", "contacts", "noter", reference, "-r", "joint", "Tout dit.")[0] == 0
    # What is published is counted again, through a journal in which others wrote meanwhile.
    assert vv("lea", "rapport", "bilan", "--territoire", "T01", "--figer")[0] == 0
    a_file(vv, "tom", "Yve")
    code, _, err = vv("lea", "rgpd", "effacer", reference, "--motif", "demande de la personne",
                      "--confirmer")  # fmt: skip
    assert code == 0, err
    assert vv("lea", "foyers", "montrer", reference)[0] != 0
    assert reference not in vv("lea", "journal")[1]
    with team.as_() as link:
        kept = link.execute(
            "SELECT count(*) FROM operation WHERE concat(summary, command) LIKE %s",
            (f"%{reference}%",),
        ).fetchone()
    assert kept == (0,)


def test_who_has_the_whole_region_undoes_the_territories_that_she_imported(
    vv: Any, tmp_path: Path
) -> None:
    """What was done when they were there is still read, undone and redone once they are gone."""
    vv("", "agents", "habiliter", "rose", "--region")
    path = tmp_path / "neufs.csv"
    path.write_text("code;nom;type;departement;communes\nN1;Pays neuf;CC;71;71014\n", "utf-8")
    assert vv("rose", "territoires", "importer", str(path))[0] == 0
    before = vv("rose", "journal")[1]
    for _ in range(2):
        code, _, err = vv("rose", "annuler", "--oui")
        assert code == 0, err
        assert "Pays neuf" not in vv("rose", "territoires", "lister")[1]
        assert "neufs.csv" in vv("rose", "journal")[1]
        code, _, err = vv("rose", "refaire")
        assert code == 0, err
        assert "Pays neuf" in vv("rose", "territoires", "lister")[1]
    assert "neufs.csv" in before
    assert vv("rose", "annuler", "--oui")[0] == 0


def test_what_was_done_with_a_territory_that_is_gone_stays_kept_from_others(
    team: Team, vv: Any, tmp_path: Path
) -> None:
    """Of one territory, nobody reads it; of the region, who only reads undoes nothing."""
    vv("", "agents", "habiliter", "rose", "--region")
    vv("", "agents", "habiliter", "vue", "--region", "--lecture")
    path = tmp_path / "partis.csv"
    path.write_text("code;nom;type;departement;communes\nN2;Pays parti;CC;71;71014\n", "utf-8")
    assert vv("rose", "territoires", "importer", str(path))[0] == 0
    assert vv("rose", "annuler", "--oui")[0] == 0
    assert "partis.csv" not in vv("lea", "journal")[1]
    assert "partis.csv" in vv("vue", "journal")[1]
    assert vv("vue", "refaire")[0] == 1
    # Many that are no more weigh nothing: an erasure notes only the territories that are there.
    with team.as_() as link:
        link.execute("UPDATE counter SET seq = 5000 WHERE name = 'territory'")
    reference = a_file(vv, "rose", "Yan", "--territoire", "T01")
    code, _, err = vv("rose", "rgpd", "effacer", reference, "--motif", "demande de la personne",
                      "--confirmer")  # fmt: skip
    assert code == 0, err
