"""Verbs of `base` for local files: what a territory hands its Region, and the funnel of all."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

from venez_vivre.commands.options import (
    Cohort,
    Format,
    Month,
    Since,
    Territory,
    Until,
    Week,
    Year,
)
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse, Refused
from venez_vivre.grammar import Call, Noun, argument, option

VERBS = Noun()
"""What `commands.base` takes among its own."""


def _grouping(text: str) -> str:
    from venez_vivre.steering.regional import counting  # noqa: PLC0415

    return counting.check(text)


Key = Annotated[
    str | None,
    option(
        "--cle",
        metavar="FICHIER",
        help="Le fichier du secret de la Région.",
        completes="fichier",
    ),
]
NewKey = Annotated[
    str | None,
    option(
        "--nouvelle-cle",
        metavar="FICHIER",
        help="Faire le secret de la Région, une fois pour toutes.",
    ),
]
Output = Annotated[
    str | None,
    option("--sortie", metavar="FICHIER", help="Le fichier à remettre.", completes="fichier"),
]
Overwrite = Annotated[bool, option("--ecraser", help="Remplacer le fichier de --sortie.")]
Files = Annotated[
    list[str] | None,
    argument(metavar="FICHIER", help="Ceux que les territoires ont remis.", completes="fichier"),
]
By = Annotated[
    str | None,
    option(
        "--par",
        metavar="GROUPE",
        parser=_grouping,
        help="territoire, mois, trimestre ou annee.",
        completes=("territoire", "mois", "trimestre", "annee"),
    ),
]


@VERBS.command("partager")
def share(
    ctx: Call,
    cle: Key = None,
    sortie: Output = None,
    ecraser: Overwrite = False,
    nouvelle_cle: NewKey = None,
    form: Format = None,
) -> None:
    """Faire pour la Région un petit fichier signé, sans un nom : de quoi compter chacun une fois.

    La Région fait d’abord un secret, qu’elle remet à ses territoires ; jamais sur la ligne de
    commande, jamais avec les fichiers.

      venez-vivre base partager --nouvelle-cle region.cle
      venez-vivre base partager --cle region.cle --sortie T01.json
    """
    if nouvelle_cle is not None:
        if cle or sortie:
            raise Misuse("--nouvelle-cle se donne seule : partagez la base ensuite, avec --cle.")
        _make_key(ctx.obj, Path(nouvelle_cle).expanduser(), form)
        return
    _share(ctx.obj, _named("--cle", cle), _named("--sortie", sortie), form, overwrite=ecraser)


def _named(name: str, said: str | None) -> Path:
    if not said:
        raise Misuse(f"Il manque {name}.")
    return Path(said).expanduser()


def _make_key(desk: Desk, path: Path, form: str | None) -> None:
    from venez_vivre.reports import files  # noqa: PLC0415
    from venez_vivre.screens import regional as screens  # noqa: PLC0415
    from venez_vivre.steering.regional import secret  # noqa: PLC0415

    if path.exists():
        raise Refused(f"{path} existe déjà : un secret n’est jamais remplacé. Donnez un autre nom.")
    files.check(path, overwrite=False, option="--nouvelle-cle")
    files.write(path, secret.drawn(), overwrite=False)
    desk.show(screens.made(path, secret.read(path).name), form)


def _share(desk: Desk, key: Path, path: Path, form: str | None, *, overwrite: bool) -> None:
    from venez_vivre.reports import files  # noqa: PLC0415
    from venez_vivre.screens import regional as screens  # noqa: PLC0415
    from venez_vivre.steering.regional import readable, sealed, secret, shares, uniting  # noqa: PLC0415

    files.check(path, overwrite=overwrite)
    _keep_key(path, key)
    regional = secret.read(key)
    with desk.reading() as rows:
        found = shares.gather(rows, regional, desk.today)
    text = sealed.written(found, readable.table(uniting.unite([found]).homes), regional)
    files.write(path, text, overwrite=overwrite)
    desk.show(screens.shared(path, found, len(text.encode())), form)


def _keep_key(path: Path, key: Path) -> None:
    """Refuse to write over the secret, or over what is noted beside it."""
    from venez_vivre.steering.regional import received  # noqa: PLC0415

    if path.absolute() in {key.absolute(), received.beside(key).absolute()}:
        _refuse(path)


def _refuse(path: Path) -> NoReturn:
    raise Refused(f"{path} va avec le secret de la Région : donnez à --sortie un autre nom.")


@VERBS.command("consolider")
def consolidate(
    ctx: Call,
    fichiers: Files = None,
    cle: Key = None,
    par: By = None,
    cohorte: Cohort = None,
    du: Since = None,
    au: Until = None,
    semaine: Week = None,
    mois: Month = None,
    annee: Year = None,
    territoire: Territory = None,
    form: Format = None,
) -> None:
    """Faire un seul entonnoir des fichiers des territoires, chaque foyer compté une fois.

    Le même fichier deux fois, ou un plus récent de la même base, ne compte qu’une fois. Un fichier
    modifié, d’un autre secret ou plus ancien que le dernier compté est refusé.

      venez-vivre base consolider T01.json T02.json T03.json --cle region.cle
      venez-vivre base consolider T01.json T02.json --cle region.cle --par territoire
    """
    from venez_vivre.screens import regional as screens  # noqa: PLC0415
    from venez_vivre.steering import scope  # noqa: PLC0415
    from venez_vivre.steering.regional import funnel, secret  # noqa: PLC0415

    key = _named("--cle", cle)
    days = {"du": du, "au": au, "semaine": semaine, "mois": mois, "annee": annee}
    asked = scope.read(ctx.obj.today, days, par=par or "", cohort=cohorte)
    regional = secret.read(key)
    files = funnel.read([Path(one).expanduser() for one in fichiers or ()], key, regional)
    value = funnel.consolidate(files, asked, territoire)
    funnel.remember(files, key, regional)
    ctx.obj.show(screens.consolidated(value, form), form)
