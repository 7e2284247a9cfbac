"""The base itself: its state, its backups, its health, questions in SQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from venez_vivre.commands import (
    base_regional,
    base_served,
    base_transfer,
    base_union,
    encryption,
)
from venez_vivre.commands.options import Format, Limit, Yes, at_least_one, lines
from venez_vivre.desk import Desk
from venez_vivre.errors import DONE, Misuse, NotFound, Refused
from venez_vivre.grammar import Call, Noun, argument, option
from venez_vivre.screens import base as screens
from venez_vivre.screens import base_checks
from venez_vivre.store import backups, condition, questions, repairs, restoring, saved
from venez_vivre.store.addresses import in_file
from venez_vivre.store.backups import Target
from venez_vivre.store.base import SCHEMA
from venez_vivre.texts import plural

if TYPE_CHECKING:
    from venez_vivre.store.postgres.store import ServedStore

app = Noun(
    *encryption.VERBS.commands.values(),
    *base_union.VERBS,
    *base_served.VERBS,
    *base_transfer.VERBS,
    *base_regional.VERBS.commands.values(),
)

UNSOUND = Refused.exit_code
"""What `verifier` answers to a script when something is wrong."""

To = Annotated[
    str | None,
    option(
        "--vers",
        metavar="FICHIER",
        help="Ailleurs : une clé USB, un autre disque.",
        completes="fichier",
    ),
]
Overwrite = Annotated[bool, option("--ecraser", help="Avec --vers, remplacer le fichier.")]
Keep = Annotated[
    int | None,
    option("--garder", metavar="N", parser=at_least_one, help="Combien en garder (réglage « sauvegardes »)."),
]  # fmt: skip
File = Annotated[
    str | None,
    argument(
        metavar="SAUVEGARDE",
        help="Le fichier ; sur un terminal, une liste le demande.",
        completes="fichier",
    ),
]
Query = Annotated[list[str], argument(metavar="REQUETE", help="Une requête SQL, entre guillemets.")]
Mend = Annotated[
    bool, option("--reparer", help="Remettre en ordre ce qui se recalcule, après une sauvegarde.")
]


@app.command("etat")
def state(ctx: Call, form: Format = None) -> None:
    """Dire où est la base, ce qu’elle contient, et quand elle a été sauvegardée.

    Par exemple :

      venez-vivre base etat
    """
    ctx.obj.show(screens.state(condition.of(in_file(ctx.obj.store))), form)


@app.command("sauvegarder")
def save(
    ctx: Call,
    vers: To = None,
    ecraser: Overwrite = False,
    garder: Keep = None,
    form: Format = None,
) -> None:
    """Sauvegarder la base, même pendant que d’autres y travaillent, et relire la copie.

    Sans --vers, la copie va dans le dossier « sauvegardes », à côté de la base ; les plus
    anciennes s’en vont.

      venez-vivre base sauvegarder
      venez-vivre base sauvegarder --vers E:/venez-vivre.db --ecraser
    """
    if vers and garder:
        raise Misuse("--garder ne vaut que pour le dossier « sauvegardes » : enlevez --vers.")
    if ecraser and not vers:
        raise Misuse("--ecraser ne sert qu’avec --vers : les sauvegardes sont datées.")
    path = Path(vers).expanduser() if vers else None
    done = backups.save(in_file(ctx.obj.store), Target(path, ecraser, garder))
    ctx.obj.show(screens.saved(done), form)


@app.command("restaurer")
def restore(ctx: Call, sauvegarde: File = None, oui: Yes = False, form: Format = None) -> None:
    """Revenir à une sauvegarde, après l’avoir vérifiée et avoir gardé la base d’aujourd’hui.

    Une sauvegarde d’une version plus ancienne est mise à jour.

      venez-vivre base restaurer
      venez-vivre base restaurer venez-vivre-2025-11-27-14h05m12.db --oui
    """
    from venez_vivre.privacy import replaying  # noqa: PLC0415  it brings the models along

    desk: Desk = ctx.obj
    file = restoring.find(in_file(desk.store), _chosen(desk, sauvegarde))
    desk.agree(f"Remplacer la base {in_file(desk.store).path} par {file} ?", yes=oui)
    done = restoring.restore(in_file(desk.store), file, after=_erased_again(ctx, file))
    replaying.keep_up(in_file(desk.store))
    desk.written.append("base restaurer")
    desk.show(screens.restored(done, in_file(desk.store).path), form)


def _erased_again(ctx: Call, file: Path) -> Callable[[Path], None]:
    """What erases from a restored copy whoever was erased since it was made."""
    from venez_vivre.privacy import replaying  # noqa: PLC0415  it brings the models along
    from venez_vivre.store.operations import Heading  # noqa: PLC0415

    desk: Desk = ctx.obj
    heading = Heading(desk.agent, ctx.command_path.partition(" ")[2], desk.today)

    lasting = replaying.known(in_file(desk.store), file)

    def replay(draft: Path) -> None:
        again = replaying.replay(lasting, in_file(desk.store).beside(draft), heading)
        if again:
            desk.tell(f"{plural(again, 'effacement refait', 'effacements refaits')} sur la copie.")

    return replay


def _chosen(desk: Desk, named: str | None) -> str:
    """The backup that was named, or chosen from a list on a terminal."""
    found = saved.known(in_file(desk.store).path)
    if named is None and desk.asks and not found:
        raise NotFound("Il n’y a aucune sauvegarde. Nommez un fichier : base restaurer FICHIER.")
    question = "Revenir à quelle sauvegarde ?"
    return str(
        desk.need("SAUVEGARDE", named, question, screens.choices(in_file(desk.store).path, found))
    )


@app.command("verifier")
def verify(ctx: Call, reparer: Mend = False, form: Format = None) -> int:
    """Vérifier la base : fichier, pages, renvois, recherche, étapes, journal, effacements.

    Le registre des effacements, gardé à côté d’elle, est lu aussi : qui a été effacé n’y revient
    pas par une base remise à la main. Le code de sortie est 1 si quelque chose ne va pas.

      venez-vivre base verifier
      venez-vivre base verifier --reparer
    """
    from venez_vivre.privacy import recalled, replaying  # noqa: PLC0415  they bring the models

    store = in_file(ctx.obj.store)
    _must_exist(store.path)
    seen = recalled.examine(store)
    mendable = [finding for finding in seen.findings if finding.repair]
    kept = None
    if reparer and mendable:
        kept = repairs.mend_after_backup(store, mendable)
        if any(finding.repair == recalled.REWRITE for finding in mendable):
            replaying.keep_copy(store)
        ctx.obj.written.append("base verifier")
        seen = recalled.examine(store)
    left = {finding.check for finding in seen.findings}
    mended = [f for f in mendable if f.check not in left] if reparer else []
    ctx.obj.show(base_checks.verified(seen, mended, kept), form)
    return UNSOUND if seen.findings else DONE


@app.command("migrer")
def migrate(ctx: Call, form: Format = None) -> None:
    """Mettre la base à jour pour cette version du programme, après une sauvegarde.

    Sur un fichier, toute commande le fait d’elle-même ; celle-ci le dit, et ne fait que cela.
    Sur un serveur, qui l’administre la lance une fois, après sa propre sauvegarde.

      venez-vivre base migrer
    """
    store = ctx.obj.store
    kept = None
    if store.served:
        before = cast("ServedStore", store).renew()
    else:
        _must_exist(store.path)
        before, kept = backups.bring_up_to_date(store)
    if before != SCHEMA:
        ctx.obj.written.append("base migrer")
    ctx.obj.show(screens.migrated(before, kept), form)


def _must_exist(path: Path) -> None:
    if not path.exists():
        raise NotFound(f"La base {path} n’existe pas encore : la première commande la crée.")


@app.command("sql")
def ask(ctx: Call, requete: Query, limite: Limit = None, form: Format = None) -> None:
    """Lire la base par une requête SQL ; rien ne peut être écrit.

    Par exemple :

      venez-vivre base sql "SELECT stage, count(*) FROM household GROUP BY stage"
      venez-vivre base sql "SELECT name FROM sqlite_master WHERE type = 'table'" -f csv
    """
    in_file(ctx.obj.store)
    with ctx.obj.reading() as rows:
        answer = questions.ask(rows, " ".join(requete), most=lines(limite, form))
    ctx.obj.show(screens.answered(answer), form)
