"""Who may read and write which territories of a base on a server: verbs of `agents`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, cast

from venez_vivre.casework.finding import find_territory
from venez_vivre.commands.options import Format, Yes
from venez_vivre.desk import Desk, write_text
from venez_vivre.errors import Misuse, Refused
from venez_vivre.grammar import Call, Command, argument, filled, option
from venez_vivre.store.reader import Reader

if TYPE_CHECKING:
    from venez_vivre.store.postgres.access import Right
    from venez_vivre.store.postgres.link import Link
    from venez_vivre.store.postgres.store import ServedStore

Login = Annotated[
    str,
    argument(metavar="CONNEXION", parser=filled, help="Son identifiant de connexion au serveur."),
]
Territories = Annotated[
    list[str] | None,
    option("--territoire", metavar="CODE", help="Un territoire ; l’option se répète."),
]
Everything = Annotated[bool, option("--region", help="Tous les territoires, dossiers compris.")]
Figures = Annotated[bool, option("--ensemble", help="Les chiffres de tous, aucun dossier.")]
Reading = Annotated[bool, option("--lecture", help="Lire sans écrire.")]
NEW_LOGIN = (
    "L’identifiant « {login} » est créé, sans mot de passe : donnez-lui un moyen d’entrer "
    "(`\\password` dans psql, un certificat, l’annuaire)."
)
Sql = Annotated[bool, option("--sql", help="Montrer le SQL, sans rien changer.")]


def entitle(
    ctx: Call,
    connexion: Login,
    territoire: Territories = None,
    region: Everything = False,
    ensemble: Figures = False,
    lecture: Reading = False,
    sql: Sql = False,
    oui: Yes = False,
) -> None:
    """Habiliter une personne à lire et écrire les foyers d’un territoire, sur un serveur.

    Le serveur ne lui montre alors que les foyers de ses territoires, quel que soit le programme
    qu’elle emploie. --region ouvre tous les dossiers ; --ensemble, les chiffres de tous les
    territoires et aucun dossier. L’identifiant est créé s’il n’existe pas ; qui administre le
    serveur lui donne ensuite un mot de passe ou un certificat.

      venez-vivre agents habiliter l.martin --territoire CUCM
      venez-vivre agents habiliter direction --ensemble
    """
    desk: Desk = ctx.obj
    scope = _scope(bool(territoire), region, ensemble, lecture)
    from venez_vivre.store.postgres import access  # noqa: PLC0415  bases in a file do without

    with _administered(desk, check=not sql) as link:
        codes: list[str | None] = [*_codes(link, territoire or [])]
        writes = not (lecture or ensemble)
        rights = [access.Right(connexion, scope, code, writes) for code in codes or [None]]
        access.check_bound(link, connexion)
        known = access.is_known(link, connexion)
        statements = [*access.entering(link, connexion, known=known)]
        statements += [one for right in rights for one in access.granting(link, right)]
        if _only_shown(statements, sql=sql):
            return
        desk.agree(f"{_said(rights)} ?", yes=oui)
        access.apply(link, statements)
    desk.tell(f"C’est fait. {_said(rights)}.")
    if not known:
        desk.tell(NEW_LOGIN.format(login=connexion))


def _scope(territory: bool, region: bool, figures: bool, reading: bool) -> str:
    """How far a right reaches: one of the three that the options name.

    Raises:
        Misuse: none is named, or several, or one that holds nothing to write.

    """
    named = {"territoire": territory, "region": region, "ensemble": figures}
    chosen = [scope for scope, said in named.items() if said]
    if len(chosen) != 1:
        raise Misuse("Donnez soit --territoire, soit --region, soit --ensemble.")
    if figures and reading:
        raise Misuse("--ensemble ne donne rien à écrire : ôtez --lecture.")
    return chosen[0]


def dismiss(
    ctx: Call,
    connexion: Login,
    territoire: Territories = None,
    sql: Sql = False,
    oui: Yes = False,
) -> None:
    """Retirer ses habilitations à une personne : toutes, ou celles d’un territoire.

    L’effet est immédiat, même pour qui est déjà connecté. Ses foyers restent au territoire ;
    `foyers passation` prépare qui les reprend.

      venez-vivre agents revoquer l.martin
      venez-vivre agents revoquer l.martin --territoire CUCM
    """
    desk: Desk = ctx.obj
    from venez_vivre.store.postgres import access  # noqa: PLC0415  bases in a file do without

    with _administered(desk, check=not sql) as link:
        codes = _codes(link, territoire or [])
        access.check_stands(link, connexion)
        statements = [*access.ending(link, connexion, codes)]
        if _only_shown(statements, sql=sql):
            return
        what = f"sur {', '.join(codes)}" if codes else "sur toute la base"
        desk.agree(f"Retirer ses habilitations à « {connexion} » {what} ?", yes=oui)
        access.apply(link, statements)
    desk.tell(
        f"« {connexion} » n’a plus d’habilitation {what}. Pour revenir en arrière : "
        "`venez-vivre agents habiliter`."
    )


def show_all(ctx: Call, form: Format = None) -> None:
    """Lister qui est habilité à quoi, sur un serveur.

    Qui n’administre pas le serveur n’y voit que ses propres droits.

      venez-vivre agents habilitations
    """
    from venez_vivre.screens.entitlements import page  # noqa: PLC0415
    from venez_vivre.store.postgres import access  # noqa: PLC0415  bases in a file do without

    desk: Desk = ctx.obj
    with _administered(desk, check=False) as link:
        found = access.standing(link)
    desk.show(page(found), form)


@contextmanager
def _administered(desk: Desk, *, check: bool) -> Iterator[Link]:
    """A connection to the server, of somebody who administers it.

    Raises:
        Refused: the base is a file, or whoever is connected does not administer.

    """
    if not desk.store.served:
        raise Refused(
            "Les habilitations par territoire demandent une base sur un serveur PostgreSQL. Une "
            "base en fichier n’a pas de droits : gardez un fichier par territoire."
        )
    from venez_vivre.store.postgres import access  # noqa: PLC0415

    with cast("ServedStore", desk.store).administering() as link:
        if check:
            access.check_administers(link)
        yield link


def _codes(link: Link, said: Sequence[str]) -> list[str]:
    """The codes of these territories, each once."""
    rows = Reader(link)
    return list(dict.fromkeys(str(find_territory(rows, one).code) for one in said))


def _only_shown(statements: Sequence[str], *, sql: bool) -> bool:
    if sql:
        write_text(";\n".join(statements) + ";\n")
    return sql


def _said(rights: Sequence[Right]) -> str:
    """What these rights are, in a sentence without its end."""
    who, scope, writes = rights[0].connexion, rights[0].portee, rights[0].ecriture
    if scope == "ensemble":
        return f"« {who} » lit les chiffres de tous les territoires, et aucun dossier"
    verb = "lit et écrit" if writes else "lit, sans écrire,"
    if scope == "region":
        return f"« {who} » {verb} les dossiers de tous les territoires"
    return f"« {who} » {verb} les dossiers de {', '.join(str(r.territoire) for r in rights)}"


VERBS = (
    Command("habiliter", entitle),
    Command("revoquer", dismiss),
    Command("habilitations", show_all),
)
