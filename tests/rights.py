"""A served base with two territories, an officer in each, and what one could try on the other."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

from venez_vivre.store.postgres.rights import AGENTS, AUTHORED, DROITS, FILES, FOLLOWING

if TYPE_CHECKING:
    from collections.abc import Callable

    from served import Server

PATH = "-c search_path=venez_vivre,pg_catalog"


class Officer(NamedTuple):
    """A login, her territory, and words that only the files of that territory hold."""

    login: str
    territory: int
    code: str
    secrets: tuple[str, ...]


class Team(NamedTuple):
    """The base, and the two officers."""

    server: Server
    database: str
    officers: tuple[Officer, Officer]

    def other(self, one: Officer) -> Officer:
        """The colleague of the other territory."""
        return self.officers[1 - self.officers.index(one)]

    @contextmanager
    def as_(self, login: str = "") -> Iterator[psycopg.Connection[Any]]:
        """A connection of that login; of who administers, without one."""
        told = self.server.conninfo(self.database, login)
        with psycopg.connect(told, autocommit=True, options=PATH) as link:
            yield link

    def rows_of(self, one: Officer) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of that officer's territory, in every table of files, as they are kept."""
        with self.as_() as link:
            return {
                table: link.execute(
                    f"SELECT * FROM {table} WHERE of_territory = %s ORDER BY id", (one.territory,)
                ).fetchall()
                for table in FILES
            }

    def first(self, one: Officer, table: str = "household") -> int:
        """The number of a row of that territory."""
        with self.as_() as link:
            found = link.execute(
                f"SELECT min(id) FROM {table} WHERE of_territory = %s", (one.territory,)
            ).fetchone()
        assert found
        assert found[0], f"the world has no {table}"
        return int(found[0])


class Try:
    """One attempt: what it was told, row by row and error by error."""

    def __init__(self, team: Team, me: Officer, link: psycopg.Connection[Any]) -> None:
        self.team, self.me, self.link = team, me, link
        self.target = team.other(me)
        self.heard: list[str] = []
        link.add_notice_handler(lambda said: self.heard.append(str(said.message_primary)))

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]] | str:
        """Run a statement; its rows, or the words of its refusal without the values it was sent."""
        try:
            cursor = self.link.execute(sql, values)
            rows = cursor.fetchall() if cursor.description else [(cursor.rowcount,)]
        except psycopg.Error as error:
            said = f"{error.sqlstate} {error.diag.message_primary}"
            self.heard.append(f"{error} {error.diag.message_detail}")
            return said
        self.heard += [_said(row) for row in rows]
        return rows

    def counted(self, sql: str, *values: Any) -> int:
        """How many rows a statement changed; none when it was refused."""
        found = self.ask(sql, *values)
        return 0 if isinstance(found, str) else int(found[0][0])

    def foreign(self, table: str = "household") -> int:
        """The number of a row that is not mine."""
        return self.team.first(self.target, table)

    def foreign_of(self, table: str) -> int:
        """A row of the other in that table, or a number that nobody has where it has none."""
        with self.team.as_() as link:
            found = link.execute(
                f"SELECT min(id) FROM {table} WHERE of_territory = %s", (self.target.territory,)
            ).fetchone()
        return int((found or (None,))[0] or NOBODY)

    def own(self, table: str = "household") -> int:
        """The number of a row of mine."""
        return self.team.first(self.me, table)


def _said(row: tuple[Any, ...]) -> str:
    """A row as text, packed blocks opened."""
    parts = []
    for one in row:
        if isinstance(one, bytes):
            try:
                parts.append(zlib.decompress(one).decode("utf-8", "replace"))
                continue
            except zlib.error:
                pass
        parts.append(str(one))
    return " ".join(parts)


NOBODY = 987_654_321
"""A number that no row has."""


def read_everything(a: Try) -> None:
    """Read every table there is."""
    for table in (*FILES, *AUTHORED, *FOLLOWING):
        a.ask(f"SELECT * FROM {table}")


def read_by_number(a: Try) -> None:
    """Read a known row of the other by its number, each kind, and through joins."""
    number = a.foreign()
    for table in FILES[1:]:
        assert a.ask(f"SELECT * FROM {table} WHERE household_id = %s", number) == []
    assert a.ask("SELECT * FROM household WHERE id = %s", number) == []
    a.ask("SELECT * FROM household h FULL JOIN person p ON p.household_id <> h.id")


def copy_out(a: Try) -> None:
    """Copy the tables out, which some policies forget."""
    for table in FILES:
        with a.link.cursor().copy(f"COPY (SELECT * FROM {table}) TO STDOUT") as copy:
            a.heard += [bytes(part).decode() for part in copy]
        with a.link.cursor().copy(f"COPY {table} TO STDOUT") as copy:
            a.heard += [bytes(part).decode() for part in copy]


def become_another(a: Try) -> None:
    """Take the role of another, of the owner, or leave the policies."""
    for sql in (
        f'SET ROLE "{a.target.login}"', "SET ROLE postgres", "SET SESSION AUTHORIZATION postgres",
        f'SET SESSION AUTHORIZATION "{a.target.login}"', "SET row_security = off",
        f"SET ROLE {AGENTS}", f'GRANT "{a.target.login}" TO "{a.me.login}"',
        f'ALTER ROLE "{a.me.login}" BYPASSRLS',
    ):  # fmt: skip
        a.ask(sql)
        read_everything(a)
    a.ask("RESET ROLE")
    a.ask("RESET row_security")


def pretend_by_settings(a: Try) -> None:
    """Say who one is by settings, names of applications, paths."""
    for sql in (
        f"SET application_name = '{a.target.login}'", f"SET app.login = '{a.target.login}'",
        f"SET session.user = '{a.target.login}'", f"SET venez_vivre.territory = '{a.target.code}'",
        "SET search_path = venez_vivre_ensemble, venez_vivre_droits, venez_vivre",
    ):  # fmt: skip
        a.ask(sql)
        read_everything(a)
    a.ask("SET search_path = venez_vivre, pg_catalog")


def change_rights(a: Try) -> None:
    """Give oneself a right, or lengthen one."""
    table = f"{DROITS}.entitlement"
    added = f"INSERT INTO {table} (login, scope, territory_id, writes) VALUES (session_user, "
    assert a.counted(f"{added}'territoire', %s, true)", a.target.territory) == 0
    assert a.counted(f"{added}'region', NULL, true)") == 0
    assert a.counted(f"UPDATE {table} SET territory_id = %s", a.target.territory) == 0
    assert a.counted(f"DELETE FROM {table}") == 0
    found = a.ask(f"SELECT login::text FROM {table}")
    assert {login for (login,) in found} == {a.me.login}
    read_everything(a)


def stand_in_for_the_table_of_rights(a: Try) -> None:
    """A temporary table, or a function, named as what the policies ask."""
    a.ask(
        "CREATE TEMPORARY TABLE entitlement AS SELECT session_user AS login, 'region'::text AS "
        "scope, NULL::bigint AS territory_id, true AS writes, NULL::timestamptz AS ended_at"
    )
    a.ask("CREATE TEMPORARY TABLE territory AS SELECT generate_series(0, 99)::bigint AS id")
    a.ask(
        "CREATE FUNCTION pg_temp.reached(boolean) RETURNS bigint[] LANGUAGE sql "
        "AS 'SELECT ARRAY(SELECT generate_series(0, 99)::bigint)'"
    )
    a.ask(f"SET search_path = pg_temp, venez_vivre, {DROITS}, pg_catalog")
    read_everything(a)
    a.ask("SET search_path = venez_vivre, pg_catalog")
    a.ask("DROP TABLE pg_temp.entitlement, pg_temp.territory")


def look_over_the_wall(a: Try) -> None:
    """A cheap function that tells what it is given, put before the policy by its price."""
    a.ask(
        "CREATE FUNCTION pg_temp.tells(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS "
        "$$ BEGIN RAISE NOTICE 'seen %', $1; RETURN true; END $$"
    )
    a.ask("SELECT count(*) FROM person WHERE pg_temp.tells(last_name)")
    a.ask("SELECT count(*) FROM contact WHERE pg_temp.tells(summary)")
    a.ask("SELECT count(*) FROM person WHERE 1 / (CASE WHEN last_name > '' THEN 0 ELSE 1 END) = 1")
    a.ask("SELECT count(*) FROM household WHERE pg_temp.tells(project) OR true")


def change_what_is_theirs(a: Try) -> None:
    """Edit rows of the other, by number and all at once."""
    assert a.counted("UPDATE household SET project = 'pris' WHERE id = %s", a.foreign()) == 0
    a.counted("UPDATE person SET last_name = last_name")
    a.counted("UPDATE contact SET version = version")
    assert a.counted("UPDATE person SET phone = NULL WHERE household_id = %s", a.foreign()) == 0


def remove_what_is_theirs(a: Try) -> None:
    """Delete, truncate, merge."""
    for table in FILES:
        assert a.counted(f"DELETE FROM {table} WHERE id = %s", a.foreign_of(table)) == 0
        a.ask(f"TRUNCATE {table} CASCADE")
    a.ask(
        "MERGE INTO household h USING (SELECT 1) x ON h.id = %s WHEN MATCHED THEN DELETE",
        a.foreign(),
    )


def write_into_their_files(a: Try) -> None:
    """Add a call to a file of the other: the same refusal as for a file that does not exist."""
    sql = "INSERT INTO contact (household_id, happened_on, channel) VALUES (%s, '2025-11-27', 'x')"
    assert a.ask(sql, a.foreign()) == a.ask(sql, NOBODY) != []
    assert a.counted(sql, a.foreign()) == 0


def carry_rows_over(a: Try) -> None:
    """Move a row of mine into a file of the other, or one of theirs into mine."""
    sql = "UPDATE contact SET household_id = %s WHERE id = %s"
    mine = a.own("contact")
    assert a.ask(sql, a.foreign(), mine) == a.ask(sql, NOBODY, mine)
    assert a.counted(sql, a.own(), a.foreign("contact")) == 0


def pull_a_file(a: Try) -> None:
    """Have a file of the other become of my territory."""
    sql = "UPDATE household SET territory_id = %s WHERE id = %s"
    assert a.counted(sql, a.me.territory, a.foreign()) == 0


def write_whose_it_is(a: Try) -> None:
    """Write the column that says whose a row is."""
    for table in FILES:
        assert a.counted(f"UPDATE {table} SET of_territory = %s", a.target.territory) == 0
        assert a.counted(f"UPDATE {table} SET of_territory = %s", a.me.territory) == 0
    for table in AUTHORED:
        assert a.counted(f"UPDATE {table} SET of_territories = '{{1,2,3}}'") == 0
    sql = "INSERT INTO household (reference, of_territory) VALUES ('X', %s)"
    assert a.counted(sql, a.target.territory) == 0


def guess_by_numbers(a: Try) -> None:
    """Insert with a number that the other has, and one that the other had: no difference."""
    own = a.own()
    for table, columns, values in (
        ("household", "reference", "gen_random_uuid()::text"),
        ("person", "household_id, role", "{home}, 'autre'"),
        ("contact", "household_id, happened_on, channel", "{home}, '2025-01-01', 'autre'"),
    ):
        with a.team.as_(a.target.login) as link:
            theirs = values.format(home=a.foreign())
            found = link.execute(
                f"INSERT INTO {table} ({columns}) VALUES ({theirs}) RETURNING id"
            ).fetchone()
            gone = found[0] if found else 0
            link.execute(f"DELETE FROM {table} WHERE id = %s", (gone,))
        for ending in ("", " ON CONFLICT DO NOTHING", (" ON CONFLICT (id, of_territory) "
                       f"DO UPDATE SET version = {table}.version + 1")):  # fmt: skip
            sql = f"INSERT INTO {table} (id, {columns}) VALUES (%s, {values.format(home=own)})"
            refused = a.ask(sql + ending, a.foreign(table))
            assert refused == a.ask(sql + ending, gone)
            assert refused[:5] == "42501"


def guess_by_unique_values(a: Try) -> None:
    """Insert with a reference that the other has, and a free one: no difference."""
    with a.team.as_() as link:
        found = link.execute("SELECT reference FROM household WHERE id = %s", (a.foreign(),))
        (theirs,) = found.fetchone() or ("",)
    sql = "INSERT INTO household (reference) VALUES (%s)"
    a.heard.clear()
    assert a.ask(sql, theirs) == a.ask(sql, f"LIBRE-{a.me.login}")
    assert a.counted("DELETE FROM household WHERE reference IN (%s, %s)", theirs,
                     f"LIBRE-{a.me.login}") == 2  # fmt: skip


def guess_by_links(a: Try) -> None:
    """Name a person, a call, a settlement of the other: the refusal of what does not exist."""
    own = a.own()
    checked = "settlement_check (household_id, settlement_id, month, checked_on, result)"
    for into, values, table in (
        ("signup (household_id, person_id, received_on)", "'2025-01-01'", "person"),
        ("follow_up (household_id, contact_id, action, due_on)", "'x', '2025-01-01'", "contact"),
        (checked, "3, '2025-01-01', 'x'", "settlement"),
    ):
        sql = f"INSERT INTO {into} VALUES (%s, %s, {values})"
        assert a.ask(sql, own, a.foreign(table)) == a.ask(sql, own, NOBODY)
        assert a.counted(sql, own, a.foreign(table)) == 0


def read_what_helps_searching(a: Try) -> None:
    """The words of the full text, the keys of people, the prints of lines."""
    for table in ("person", "household", "signup", "contact", "introduction"):
        a.ask(f"SELECT rowid, doc::text FROM {table}_text")
        for secret in a.target.secrets:
            a.ask(f"SELECT rowid FROM {table}_text WHERE doc @@ fts(%s)", secret)
            assert a.ask(f"SELECT count(*) FROM {table}_text WHERE doc @@ fts(%s)", secret) == [
                (0,)
            ]
        a.heard = [one for one in a.heard if one != "0"]
    for table in ("person_key", "person_unkeyed", "seen_row"):
        with a.team.as_() as link:
            whole = link.execute(f"SELECT count(*) FROM {table}").fetchone()
        found = a.ask(f"SELECT count(*) FROM {table}")
        assert found[0][0] <= (whole or (0,))[0]  # type: ignore[operator]
    assert a.ask("SELECT * FROM person_key WHERE person_id = %s", a.foreign("person")) == []


def read_the_journal(a: Try) -> None:
    """What the other did, said and changed."""
    a.ask("SELECT * FROM operation")
    a.ask("SELECT * FROM journal_block")
    with a.team.as_() as link:
        (theirs,) = link.execute(
            "SELECT min(id) FROM operation WHERE %s = ANY (of_territories)",
            (a.target.territory,),
        ).fetchone() or (0,)
    sql = (
        "INSERT INTO operation (happened_at, agent, kind, command, summary, target_id) "
        "VALUES ('2025', 'x', 'annulation', 'x', 'x', %s)"
    )
    assert a.ask(sql, theirs) == a.ask(sql, NOBODY)
    sql = (
        "INSERT INTO journal_block (operation_id, table_name, first_id, last_id) "
        "VALUES (%s, 'household', 1, 9)"
    )
    assert a.ask(sql, theirs) == a.ask(sql, NOBODY)
    assert a.counted("DELETE FROM journal_block WHERE operation_id = %s", theirs) == 0


def read_what_the_server_knows(a: Try) -> None:
    """Statistics of columns, plans, what others run, the files of the server."""
    a.ask("SELECT * FROM pg_stats WHERE schemaname = 'venez_vivre'")
    a.ask("SELECT query FROM pg_stat_activity")
    a.ask("SELECT most_common_vals FROM pg_stats")
    a.ask("SELECT * FROM pg_statistic")
    a.ask("SELECT pg_read_file('postgresql.conf')")
    a.ask("SELECT lo_import('/etc/passwd')")
    plans = set()
    for one in (a.target.secrets[1].upper(), a.target.secrets[0], "INCONNUE"):
        plan = str(a.ask("EXPLAIN SELECT 1 FROM person WHERE last_name = %s", one))
        plans.add(plan.replace(one, "?"))
        a.heard = [said for said in a.heard if one not in said]  # what I typed myself
    assert len(plans) == 1


def change_the_rules(a: Try) -> None:
    """Put the policies out, or make something that goes round them."""
    for sql in (
        "ALTER TABLE household DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE household NO FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY mine ON household TO {AGENTS} USING (true)",
        "DROP POLICY reads ON household",
        "CREATE VIEW venez_vivre.wide AS SELECT * FROM household",
        "CREATE FUNCTION venez_vivre.wide() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TRIGGER mine AFTER INSERT ON household EXECUTE FUNCTION pg_temp.mine()",
        (
            "CREATE TEMPORARY TABLE linked (id bigint, of_territory bigint, FOREIGN KEY "
            "(id, of_territory) REFERENCES household (id, of_territory))"
        ),
        "ALTER TABLE household OWNER TO CURRENT_USER",
        f"DROP SCHEMA {DROITS} CASCADE",
        f"ALTER FUNCTION {DROITS}.reached(boolean) SECURITY INVOKER",
    ):
        assert isinstance(a.ask(sql), str), sql
    a.ask(f'GRANT ALL ON household TO "{a.me.login}"')  # a warning, and nothing is granted
    assert isinstance(a.ask("TRUNCATE household CASCADE"), str)
    read_everything(a)


def read_the_figures(a: Try) -> None:
    """The views of those who are entitled to figures."""
    for table in ("household", "person", "contact", "settlement"):
        assert a.ask(f"SELECT * FROM venez_vivre_ensemble.{table}") == []
        assert a.counted(f"DELETE FROM venez_vivre_ensemble.{table}") == 0


def misuse_what_runs_as_owner(a: Try) -> None:
    """Functions that run as the owner, with other things than they expect."""
    a.ask("SELECT given('household; SELECT 1')")
    a.ask(f"SELECT {DROITS}.measure('pg_authid')")
    a.ask(f"SELECT {DROITS}.measure('household; DROP TABLE person')")
    a.ask(f"SELECT {DROITS}.holds('region', true)")
    a.ask(f"SELECT {DROITS}.file_is_handed_over()")
    assert a.ask(f"SELECT {DROITS}.reached(true)") == [([a.me.territory],)]


def borrow_the_triggers(a: Try) -> None:
    """Put the functions of triggers, which run as the owner, on a table of mine named as theirs."""
    a.ask("CREATE TEMPORARY TABLE household (id bigint, household_id bigint, of_territory bigint)")
    a.ask("INSERT INTO pg_temp.household VALUES (%s, %s, %s)", a.foreign(), a.foreign(), 0)
    a.ask("INSERT INTO pg_temp.household VALUES (%s, NULL, 0)", a.foreign("person"))
    with a.team.as_() as link:
        found = link.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.prosecdef "
            "AND p.prorettype = 'trigger'::regtype"
        ).fetchall()
    assert len(found) > 20
    for (name,) in found:
        for when in (
            "BEFORE INSERT OR UPDATE ON pg_temp.household FOR EACH ROW",
            "AFTER INSERT ON pg_temp.household REFERENCING NEW TABLE AS added FOR EACH STATEMENT",
            "AFTER DELETE ON pg_temp.household REFERENCING OLD TABLE AS gone FOR EACH STATEMENT",
        ):
            said = a.ask(f"CREATE TRIGGER mine {when} EXECUTE FUNCTION {name}")
            assert said[:5] == "42501", (name, said)
    for name in ("comes_back('contact', 1, 1)", "is_new(1, 2, 3, '4')", "home()"):
        assert a.ask(f"SELECT {DROITS}.{name}")[:5] == "42501"
    a.ask("DROP TABLE pg_temp.household")


def take_their_number(a: Try) -> None:
    """Give a row of mine the number of one of theirs: what is kept by number would be mine."""
    for table in (*FILES, *AUTHORED, *FOLLOWING):
        if table not in {"person_key", "person_unkeyed", "seen_row"}:
            assert a.ask(f"UPDATE {table} SET id = id")[:5] == "42501", table
    number, mine = a.foreign("person"), a.own()
    a.ask("INSERT INTO person (id, household_id, role) VALUES (%s, %s, 'autre')", number, mine)
    assert a.ask("SELECT doc::text FROM person_text WHERE rowid = %s", number) == []


def guess_by_plans(a: Try) -> None:
    """What a plan expects of a word of the full text, or of a note, tells nothing of theirs."""
    asked = [f"{t}_text WHERE doc @@ fts('{{}}')" for t in ("person", "contact", "signup")]
    asked += ["household WHERE project < '{}'", "contact WHERE summary = '{}'"]
    for one in asked:
        plans = set()
        for word in (*a.target.secrets, "inconnue", "zzz", "A"):
            plan = a.link.execute(f"EXPLAIN SELECT 1 FROM {one.format(word)}").fetchall()
            costs = [line.split("(cost")[1] for (line,) in plan if "(cost" in line]
            plans.add(tuple(costs))
        assert len(plans) == 1, one
    with a.team.as_() as link:
        found = link.execute(
            "SELECT tablename || '.' || attname FROM pg_stats WHERE schemaname = 'venez_vivre' "
            "AND lower(concat(most_common_vals, histogram_bounds, most_common_elems)) ~ %s",
            ("|".join(a.target.secrets).casefold(),),
        ).fetchall()
    assert found == []


def use_up_the_numbers(a: Try) -> None:
    """Take a number so far ahead that nothing would be left to give."""
    for sql in (
        (
            "INSERT INTO operation (id, happened_at, agent, kind, command, summary) "
            "VALUES (%s, '2025', 'x', 'commande', 'x', 'x')"
        ),
        "INSERT INTO setting (id, name, value) VALUES (%s, 'x', 'x')",
        (
            "INSERT INTO privacy_request (id, household_id, kind, received_on, due_on) "
            f"VALUES (%s, {a.own()}, 'acces', '2025-01-01', '2025-02-01')"
        ),
    ):  # fmt: skip
        for number in (2**31 - 1, 2**62, 2**63 - 1):
            assert a.ask(sql, number)[:5] == "42501", sql


def guess_by_handing_over(a: Try) -> None:
    """Hand over a file with a reference that the other has: nothing is told, and none is hers."""
    with a.team.as_() as link:
        found = link.execute("SELECT reference FROM household WHERE id = %s", (a.foreign(),))
        (theirs,) = found.fetchone() or ("",)
    answers = [
        [
            a.ask("BEGIN"),
            a.ask("INSERT INTO household (reference) VALUES (%s)", reference),
            a.ask("UPDATE household SET territory_id = %s WHERE reference = %s",
                  a.target.territory, reference),
            a.ask("SET CONSTRAINTS ALL IMMEDIATE"),
            a.ask("ROLLBACK"),
        ]
        for reference in (theirs, f"LIBRE-{a.me.login}")
    ]  # fmt: skip
    assert answers[0] == answers[1]
    assert not any(isinstance(one, str) for one in answers[0])


def exchange_territories(a: Try) -> None:
    """Give my territory the code of the other: the next right on it would open the wrong files."""
    assert a.counted("UPDATE territory SET code = 'ZZ' WHERE id = %s", a.target.territory) == 0
    assert a.counted("DELETE FROM territory WHERE id = %s", a.target.territory) == 0
    added = "INSERT INTO territory (code, name, kind) VALUES ('ZZ', 'x', 'CA')"
    assert a.ask(added)[:5] == "42501"
    sql = "INSERT INTO territory_commune (territory_id, code_insee) VALUES (%s, '71014')"
    assert a.ask(sql, a.target.territory)[:5] == "42501"


def rewrite_the_journal(a: Try) -> None:
    """Have the journal say that somebody else did it, or nobody."""
    for sql in (
        "UPDATE operation SET agent = 'x'", "UPDATE operation SET happened_at = '2020'",
        "DELETE FROM operation", "UPDATE operation SET of_login = 'x'",
        (
            "INSERT INTO operation (happened_at, agent, kind, command, summary, of_login) "
            "VALUES ('2025', 'x', 'commande', 'x', 'x', 'x')"
        ),
    ):  # fmt: skip
        assert a.ask(sql)[:5] == "42501", sql


ATTACKS: tuple[Callable[[Try], None], ...] = (
    read_everything, read_by_number, copy_out, become_another, pretend_by_settings, change_rights,
    stand_in_for_the_table_of_rights, look_over_the_wall, change_what_is_theirs,
    remove_what_is_theirs, write_into_their_files, carry_rows_over, pull_a_file, write_whose_it_is,
    guess_by_numbers, guess_by_unique_values, guess_by_links, read_what_helps_searching,
    read_the_journal, read_what_the_server_knows, change_the_rules, read_the_figures,
    misuse_what_runs_as_owner, borrow_the_triggers, take_their_number, guess_by_plans,
    use_up_the_numbers, guess_by_handing_over, exchange_territories, rewrite_the_journal,
)  # fmt: skip
