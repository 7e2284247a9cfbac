"""Who is let in on a served base, and to what: granted, ended and listed by who administers it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg import sql

from venez_vivre.errors import NotFound, Refused
from venez_vivre.store.postgres.clauses import AGENTS, DROITS
from venez_vivre.store.postgres.link import Link

TERRITORY, REGION, FIGURES = "territoire", "region", "ensemble"


INHERITING = 160000
"""Since that server, a login that inherits nothing by itself may all the same inherit one role."""


@dataclass(frozen=True)
class Right:
    """One right of a login: on a territory by its code, on all of them, or on figures only."""

    connexion: str
    portee: str
    territoire: str | None
    ecriture: bool
    depuis: str | None = None
    par: str | None = None


def check_administers(link: Link) -> None:
    """Go on only for who administers.

    Raises:
        Refused: the login does not own the base.

    """
    found = link.raw.execute(f"SELECT {DROITS}.administers()").fetchone()
    if not (found and found[0]):
        raise Refused(
            "Seule la personne qui administre le serveur donne et retire les habilitations. "
            "Demandez-lui, ou montrez-lui le SQL avec --sql."
        )


def check_bound(link: Link, login: str) -> None:
    """Go on only for a login that policies bind.

    Raises:
        Refused: it administers, and nothing would be kept from it; or it would get nothing; or no
            login can have that name.

    """
    check_name(login)
    # A member that does not inherit becomes the other role all the same, by SET ROLE.
    found = link.raw.execute(
        "SELECT bool_or(o.rolsuper OR o.rolbypassrls OR o.oid = c.relowner), "
        "bool_and(r.rolinherit) "
        "FROM pg_roles r, pg_class c, pg_roles o WHERE r.rolname = %s "
        "AND c.oid = 'venez_vivre.household'::regclass AND pg_has_role(r.oid, o.oid, 'MEMBER')",
        (login,),
    ).fetchone()
    if found and found[0]:
        raise Refused(
            f"« {login} » administre le serveur : aucun droit par territoire ne l’arrête. "
            "Donnez à cette personne un autre identifiant de connexion."
        )
    if found and found[1] is False and link.raw.info.server_version < INHERITING:
        raise Refused(
            f"« {login} » n’hérite d’aucun droit (NOINHERIT) : il n’aurait rien. Qui administre "
            "le serveur lance d’abord ALTER ROLE … INHERIT."
        )


LONGEST = 63
"""Bytes of a name that the server keeps: it would cut what is longer, and two people be one."""


def check_name(login: str) -> None:
    """Go on only for a name that a login may have.

    Raises:
        Refused: the server keeps it for itself, or would cut it.

    """
    if len(login.encode()) > LONGEST:
        raise Refused(f"« {login} » est trop long : le serveur coupe après {LONGEST} octets.")
    if login in {"public", "none"} or login.startswith("pg_"):
        raise Refused(f"« {login} » est un nom que le serveur se réserve. Donnez-en un autre.")


def is_known(link: Link, login: str) -> bool:
    """Whether the server has a login of that name."""
    return bool(link.raw.execute("SELECT to_regrole(quote_ident(%s))", (login,)).fetchone()[0])  # type: ignore[index]


def entering(link: Link, login: str, *, known: bool) -> Iterator[str]:
    """The SQL that makes a login, if there is none of that name, and lets it ask the base."""
    role = sql.Identifier(login)
    if not known:
        yield sql.SQL("CREATE ROLE {} LOGIN").format(role).as_string(link.raw)
    inherits = " WITH INHERIT TRUE" if link.raw.info.server_version >= INHERITING else ""
    granted = sql.SQL("GRANT {} TO {}").format(sql.Identifier(AGENTS), role)
    yield granted.as_string(link.raw) + inherits


def granting(link: Link, right: Right) -> Iterator[str]:
    """The SQL that gives a right; the same right given again takes the place of the old one."""
    yield from _ending(link, right.connexion, right.portee, right.territoire)
    territory: sql.Composable = sql.SQL("NULL")
    if right.territoire:
        territory = sql.SQL("(SELECT id FROM venez_vivre.territory WHERE code = {})").format(
            sql.Literal(right.territoire)
        )
    yield sql.SQL(
        "INSERT INTO venez_vivre_droits.entitlement (login, scope, territory_id, writes) "
        "VALUES ({}, {}, {}, {})"
    ).format(
        sql.Literal(right.connexion), sql.Literal(right.portee), territory,
        sql.SQL("true" if right.ecriture else "false"),
    ).as_string(link.raw)  # fmt: skip


def ending(link: Link, login: str, codes: Sequence[str]) -> Iterator[str]:
    """The SQL that takes rights back: on these territories, or every one of the login."""
    if codes:
        for code in codes:
            yield from _ending(link, login, TERRITORY, code)
        return
    yield from _ending(link, login, None, None)
    if not is_known(link, login):  # taken off the server meanwhile
        return
    role = sql.Identifier(login)
    yield sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(AGENTS), role).as_string(link.raw)


def _ending(link: Link, login: str, scope: str | None, code: str | None) -> Iterator[str]:
    parts = [sql.SQL("login = {}").format(sql.Literal(login)), sql.SQL("ended_at IS NULL")]
    if scope:
        parts.append(sql.SQL("scope = {}").format(sql.Literal(scope)))
    if code:
        parts.append(
            sql.SQL("territory_id = (SELECT id FROM venez_vivre.territory WHERE code = {})").format(
                sql.Literal(code)
            )
        )
    yield (
        sql.SQL(
            "UPDATE venez_vivre_droits.entitlement SET ended_at = now(), ended_by = session_user "
            "WHERE {}"
        )
        .format(sql.SQL(" AND ").join(parts))
        .as_string(link.raw)
    )


def standing(link: Link, login: str | None = None) -> list[Right]:
    """The rights that stand, by login; for who does not administer, their own."""
    found = link.raw.execute(
        f"SELECT e.login::text, e.scope, t.code, e.writes::int, "
        "to_char(e.granted_at, 'YYYY-MM-DD'), e.granted_by::text "
        f"FROM {DROITS}.entitlement e LEFT JOIN venez_vivre.territory t ON t.id = e.territory_id "
        "WHERE e.ended_at IS NULL AND (%s::text IS NULL OR e.login = %s) "
        'ORDER BY e.login::text COLLATE "C", e.scope, t.code',
        (login, login),
    )
    return [
        Right(who, scope, code, bool(writes), since, by)
        for who, scope, code, writes, since, by in found.fetchall()
    ]


def check_stands(link: Link, login: str) -> None:
    """Go on only for a login that holds something.

    Raises:
        NotFound: it holds nothing.

    """
    if not standing(link, login):
        raise NotFound(
            f"« {login} » n’a aucune habilitation. `venez-vivre agents habilitations` les montre."
        )


def apply(link: Link, statements: Sequence[str]) -> None:
    """Run these statements, all of them or none."""
    with link.raw.transaction():
        for statement in statements:
            link.raw.execute(statement)
