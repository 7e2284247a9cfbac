"""Several territories on one served base: each officer reads and writes her own, and no more."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlmodel import SQLModel

import venez_vivre.models  # noqa: F401  declares the tables
from builders import a_csv, a_signup
from rights import ATTACKS, PATH, Team, Try
from venez_vivre.cli import run as run_program
from venez_vivre.store.postgres import rights
from venez_vivre.store.postgres.figures import READ_BY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytest_plugins = ("rights_team",)
pytestmark = pytest.mark.file
"""These tests have a base of their own on the server."""


@pytest.mark.parametrize("side", [0, 1], ids=["lea", "tom"])
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.__name__)
def test_an_officer_reads_changes_and_guesses_nothing_of_another_territory(
    team: Team, attack: Callable[[Try], None], side: int
) -> None:
    me = team.officers[side]
    other = team.other(me)
    before = team.rows_of(other)
    with team.as_(me.login) as link:
        tried = Try(team, me, link)
        attack(tried)
    heard = "\n".join(tried.heard).casefold()
    assert [secret for secret in other.secrets if secret.casefold() in heard] == []
    assert team.rows_of(other) == before


def test_the_attacks_would_be_seen(team: Team) -> None:
    """What is looked for is there: the officer herself, and who administers, do read it."""
    me, other = team.officers
    for login, expected in ((other.login, other.secrets), ("region", me.secrets + other.secrets)):
        with team.as_(login) as link:
            tried = Try(team, me, link)
            ATTACKS[0](tried)
        heard = "\n".join(tried.heard).casefold()
        assert [one for one in expected if one.casefold() not in heard] == []
    assert len(ATTACKS) >= 18


@pytest.mark.parametrize("side", [0, 1], ids=["lea", "tom"])
def test_no_command_shows_a_file_of_another_territory(team: Team, vv: Any, side: int) -> None:
    me = team.officers[side]
    other = team.other(me)
    _, listed, _ = vv(other.login, "foyers", "lister", "-f", "json")
    reference = json.loads(listed)[0]["reference"]
    said = []
    for words in (
        ("foyers", "lister", "-f", "json"), ("foyers", "montrer", reference),
        ("chercher", "-f", "json", other.secrets[1]), ("chercher", "-f", "json", other.secrets[2]),
        ("aujourdhui", "-f", "json"), ("relances", "lister"), ("journal",),
        ("contacts", "lister", "-f", "json"), ("inscrits", "lister", "-f", "json"),
        ("inscrits", "doublons"), ("rgpd", "acces", reference), ("installations", "lister"),
        ("foyers", "modifier", reference, "--projet", "pris"), ("annuler", "--operation", "1"),
        ("contacts", "noter", reference, "-r", "joint", "x"), ("imports", "lister"),
        ("rgpd", "effacer", reference, "--motif", "demande", "--oui"), ("docteur",),
    ):  # fmt: skip
        said += vv(me.login, *words)[1:]
    heard = "\n".join(said).casefold()
    assert [one for one in other.secrets if one.casefold() in heard] == []
    assert json.loads(vv(me.login, "entonnoir", "-f", "json")[1])["etapes"][0]["foyers"] >= 3


def test_every_table_of_people_is_guarded(team: Team) -> None:
    """A table that a later migration adds without a policy fails here."""
    shared = {
        "alembic_version",
        "base_mark",
        "counter",
        "offer_text",
        "resource_person_text",
    }
    read_by_all = {*rights.REGISTERS, *rights.COMMON, "territory", "territory_commune"}
    with team.as_() as link:
        found = link.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
            "WHERE relkind IN ('r', 'p', 'm') AND relnamespace = 'venez_vivre'::regnamespace"
        ).fetchall()
        policies = link.execute(
            "SELECT tablename, policyname, roles::text[], qual, with_check FROM pg_policies "
            "WHERE schemaname = 'venez_vivre'"
        ).fetchall()
        materialised = link.execute("SELECT count(*) FROM pg_matviews").fetchone()
    assert {table for table, guarded in found if not guarded} == shared
    assert materialised == (0,)
    for table, name, roles, qual, check in policies:
        if name == "owner":
            continue
        assert roles == [rights.AGENTS], (table, name)
        if (table, name) not in {(t, "reads") for t in read_by_all}:
            asked = ("readable", "writable", "writes_everywhere")
            assert any(one in f"{qual}{check}" for one in asked) or any(
                f" {named} n" in f"{qual}{check}" for named, _ in
                [*rights.FOLLOWING.values(), *((t.removesuffix("_text"), 0)
                                               for t in rights.KEPT_BY_TRIGGERS)]
            ), (table, name, qual)  # fmt: skip


def test_every_model_with_a_household_is_a_table_of_files() -> None:
    """What the models say belongs to a file has the territory of the file."""
    tables = SQLModel.metadata.tables
    assert {name for name, table in tables.items() if "household_id" in table.columns} | {
        "household"
    } == set(rights.FILES)


def test_keys_and_links_between_files_hold_the_territory(team: Team) -> None:
    with team.as_() as link:
        found = link.execute(
            "SELECT conrelid::regclass::text, contype::text, pg_get_constraintdef(oid), "
            "confrelid::regclass::text FROM pg_constraint "
            "WHERE connamespace = 'venez_vivre'::regnamespace AND contype IN ('p', 'u', 'f')"
        ).fetchall()
    for table, kind, said, named in found:
        if (table in rights.FILES and kind in "pu") or (kind == "f" and named in rights.FILES):
            assert "of_territory" in said, (table, said)
    linked = {(table, named) for table, kind, _, named in found if kind == "f"}
    assert {(table, "household") for table in rights.FILES[1:]} <= linked
    assert {(table, named) for table, _, named in rights.INNER_LINKS} <= linked


def test_functions_that_run_as_owner_read_no_temporary_table(team: Team) -> None:
    with team.as_() as link:
        found = link.execute(
            "SELECT p.oid::regprocedure::text, p.proconfig FROM pg_proc p "
            "WHERE p.prosecdef AND p.pronamespace IN "
            "('venez_vivre'::regnamespace, 'venez_vivre_droits'::regnamespace)"
        ).fetchall()
    assert len(found) > 10
    for name, settings in found:
        (path,) = [one for one in settings or [] if one.startswith("search_path=")]
        assert path.rstrip().endswith("pg_temp"), name


def test_five_thousand_pooled_checks_show_nothing_of_others(team: Team) -> None:
    """Connections that are kept and lent again, after errors and settings of whoever had them."""
    drawn = random.Random(20251127)  # noqa: S311  a test, not a secret
    pools = {
        officer: [
            psycopg.connect(
                team.server.conninfo(team.database, officer.login), autocommit=True, options=PATH
            )
            for _ in range(4)
        ]
        for officer in team.officers
    }
    checks = (
        "SELECT count(*) FROM household WHERE of_territory <> {mine}",
        "SELECT count(*) FROM person WHERE of_territory <> {mine}",
        "SELECT count(*) FROM contact c WHERE c.of_territory <> {mine}",
        "SELECT count(*) FROM operation WHERE NOT of_territories <@ ARRAY[{mine}]::bigint[]",
        "SELECT count(*) FROM person_text t WHERE t.doc @@ fts('{secret}')",
        (
            "SELECT count(*) FROM journal_block b JOIN operation o ON o.id = b.operation_id "
            "WHERE NOT o.of_territories <@ ARRAY[{mine}]::bigint[]"
        ),
        (
            "WITH x AS (UPDATE household SET version = version WHERE of_territory <> {mine} "
            "RETURNING 1) SELECT count(*) FROM x"
        ),
    )
    traces = (
        "SELECT 1/0", "SET search_path = venez_vivre, pg_catalog", "BEGIN; SELECT 1; COMMIT",
        "SET ROLE postgres", "SET app.territory = '2'", "BEGIN; SELECT 1/0",
        "CREATE TEMPORARY TABLE IF NOT EXISTS entitlement (login name)",
    )  # fmt: skip
    seen = 0
    try:
        for _ in range(5_000):
            officer = drawn.choice(team.officers)
            link = drawn.choice(pools[officer])
            if drawn.random() < 0.2:
                leave_a_trace(link, drawn.choice(traces))
            sql = drawn.choice(checks).format(
                mine=officer.territory, secret=team.other(officer).secrets[0]
            )
            found = link.execute(sql).fetchone()
            seen += found[0] if found else 0
    finally:
        for pool in pools.values():
            for link in pool:
                link.close()
    assert seen == 0


def leave_a_trace(link: psycopg.Connection[Any], sql: str) -> None:
    """What somebody leaves in a connection that is lent again."""
    try:
        link.execute(sql)
    except psycopg.Error:
        link.execute("ROLLBACK")


def test_a_line_of_another_territory_is_not_imported_by_an_officer(
    team: Team, vv: Any, tmp_path: Path
) -> None:
    """Hers come in, the other one goes to the file of rejects, with what to do of it."""
    lines = [
        a_signup(territoire_souhaite=code, nom=f"Mêlé-{code or 'sans'}", telephone="")
        for code in ("T01", "T02", "")
    ]
    file = a_csv(tmp_path / "melees.csv", lines)
    code, out, _ = vv("lea", "inscrits", "importer", str(file), "-f", "json")
    assert (code, json.loads(out)["creees"], json.loads(out)["rejetees"]) == (5, 2, 1)
    (problem,) = [one for one in json.loads(out)["problemes"] if one["gravite"] == "rejet"]
    assert (problem["ligne"], problem["valeur"]) == (3, "T02")
    assert "pas habilité" in problem["motif"]
    assert "Mêlé-T02" in file.with_suffix(".rejets.csv").read_text("utf-8-sig")
    assert json.loads(vv("tom", "inscrits", "importer", str(file), "-f", "json")[1])["creees"] == 2
    assert vv("tom", "annuler", "--oui")[0] == 0
    assert vv("lea", "annuler", "--oui")[0] == 0


def test_the_figures_of_one_territory_bear_its_name(team: Team, vv: Any) -> None:
    """Whoever reads one territory draws up its report; of several, it is said and not kept."""
    for words in (("entonnoir",), ("rapport", "hebdo"), ("projection", "--a", "2026-12-31")):
        hers = vv("lea", *words, "-f", "json")
        named = vv("lea", *words, "--territoire", "T01", "-f", "json")
        assert hers[0] == 0, hers[2]
        assert hers[1] == named[1]
    assert vv("", "agents", "habiliter", "paire", "--territoire", "T01", "--territoire", "T02",
              "--oui")[0] == 0  # fmt: skip
    for words in (("entonnoir",), ("rapport", "hebdo")):
        code, _, err = vv("paire", *words)
        assert code == 0, err
        assert "Pays T01 et Pays T02" in err
    code, _, err = vv("paire", "rapport", "hebdo", "--figer")
    assert code == 1
    assert "--territoire" in err
    assert "ne comptent que" not in vv("region", "entonnoir")[2]
    assert vv("", "agents", "revoquer", "paire", "--oui")[0] == 0


def test_a_file_handed_over_moves_with_its_history(team: Team, vv: Any) -> None:
    """Whoever gives it reads it no more; whoever gets it finds the calls."""
    lea, tom = team.officers
    code, out, _ = vv(lea.login, "foyers", "creer", "--prenom", "Ada", "--nom", "DEPART",
                      "--email", "ada.depart@example.org", "-f", "json")  # fmt: skip
    reference = json.loads(out)["reference"]
    assert vv(lea.login, "contacts", "noter", reference, "-r", "joint", "Veut partir.")[0] == 0
    code, said, err = vv(
        lea.login, "foyers", "reorienter", reference, "--vers", "T02", "--note", "x"
    )
    assert code == 0, err
    assert "ne le voyez plus" in said
    assert "annuler" not in said
    assert vv(lea.login, "foyers", "montrer", reference)[0] == 3
    code, shown, _ = vv(tom.login, "foyers", "montrer", reference)
    assert code == 0
    assert "Veut partir." in shown
    with team.as_() as link:
        for table in rights.FILES[1:]:
            stray = link.execute(
                f"SELECT count(*) FROM {table} r JOIN household h ON h.id = r.household_id "
                "WHERE r.of_territory <> h.of_territory"
            ).fetchone()
            assert stray == (0,), table
    undone = vv(lea.login, "annuler", "--oui")
    assert undone[0] == 1  # it is no more hers to take back
    assert "Rien n’a pu être annulé" in undone[2]
    assert reference not in vv(lea.login, "foyers", "lister", "-f", "json")[1]
    assert vv(tom.login, "foyers", "montrer", reference)[1] == shown
    assert vv(tom.login, "foyers", "reorienter", reference, "--vers", "T01")[0] == 0
    assert vv(lea.login, "foyers", "montrer", reference)[0] == 0


def test_figures_are_the_same_for_who_reads_no_file(team: Team, vv: Any) -> None:
    """To the byte, from views that hold no name; every other command says no."""
    for words in (
        ("entonnoir",), ("entonnoir", "--par", "territoire"), ("entonnoir", "--par", "canal"),
        ("rapport", "hebdo"), ("rapport", "mensuel", "--mois", "2025-10"), ("rapport", "bilan"),
        ("projection",), ("territoires", "lister"), ("campagnes", "lister"),
    ):  # fmt: skip
        assert words[0] in READ_BY
        wide = vv("region", *words, "-f", "json")
        assert vv("direction", *words, "-f", "json") == wide
        assert (wide[0] == 0) is (words[0] != "projection"), words  # too few to project
    for words in (("foyers", "lister"), ("aujourdhui",), ("chercher", "x"), ("rgpd", "demandes")):
        code, out, err = vv("direction", *words)
        assert (code, out) == (1, "")
        assert "pas sur les dossiers" in err
    with team.as_("direction") as link:
        tried = Try(team, team.officers[0], link)
        for table in rights.FILES:
            tried.ask(f"SELECT * FROM {table}")
            if link.execute(f"SELECT to_regclass('venez_vivre_ensemble.{table}')").fetchone() != (
                None,
            ):
                tried.ask(f"SELECT * FROM venez_vivre_ensemble.{table}")
    heard = "\n".join(tried.heard).casefold()
    words = [one for officer in team.officers for one in officer.secrets]
    assert [one for one in words if one.casefold() in heard] == []


def test_rights_are_given_listed_and_taken_back_at_once(team: Team, vv: Any) -> None:
    assert vv("", "agents", "habiliter", "ines", "--territoire", "T01", "--lecture")[0] == 0
    assert json.loads(vv("ines", "agents", "habilitations", "-f", "json")[1]) == [
        {"connexion": "ines", "portee": "territoire", "territoire": "T01", "ecriture": False}
        | {k: v for k, v in json.loads(
            vv("ines", "agents", "habilitations", "-f", "json")[1])[0].items()
           if k in {"depuis", "par"}}
    ]  # fmt: skip
    assert vv("ines", "foyers", "lister")[0] == 0
    code, _, err = vv("ines", "foyers", "creer", "--prenom", "A", "--nom", "B", "--email",
                      "ab@example.org")  # fmt: skip
    assert code == 1
    assert "habilité" in err
    code, _, err = vv("lea", "agents", "habiliter", "lea", "--region")
    assert (code, "Seule la personne qui administre" in err) == (1, True)
    with team.as_("ines") as link:
        assert vv("", "agents", "revoquer", "ines", "--oui")[0] == 0
        refused = Try(team, team.officers[0], link).ask("SELECT * FROM household")
        assert refused == [] or refused[:5] in {"42501", "42P01"}
    assert vv("", "agents", "revoquer", "ines", "--oui")[0] == 3
    code, _, err = vv("ines", "foyers", "lister")
    assert code == 1
    assert err.count("\n") == 1


def test_whoever_administers_is_not_given_rights_that_would_not_bind(vv: Any) -> None:
    code, _, err = vv("", "agents", "habiliter", "postgres", "--territoire", "T01")
    assert code == 1
    assert "administre le serveur" in err


def test_the_sql_of_a_right_is_shown_and_not_run(team: Team, vv: Any) -> None:
    code, out, _ = vv("", "agents", "habiliter", 'o"brien', "--region", "--sql")
    assert code == 0
    assert 'CREATE ROLE "o""brien" LOGIN' in out
    with team.as_() as link:
        assert link.execute('SELECT to_regrole(\'"o""brien"\')').fetchone() == (None,)
    team.server.run(*[one for one in out.split(";\n") if one.strip()], database=team.database)
    assert vv('o"brien', "entonnoir")[0] == 0


def test_a_base_in_a_file_has_no_rights(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    base = str(tmp_path / "b.db")
    assert run_program(["--base", base, "agents", "habiliter", "x", "--region"]) == 1
    assert "un fichier par territoire" in capfd.readouterr().err
