"""Territories that welcome new residents."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.commands.import_options import (
    Columns,
    Encoding,
    Files,
    Rejects,
    Separator,
    Simulate,
    Wish,
)
from venez_vivre.commands.options import Format, Yes
from venez_vivre.errors import Refused
from venez_vivre.grammar import Call, Noun, option
from venez_vivre.screens import registers as screens
from venez_vivre.store.queries import registers as queries

app = Noun()


@app.command("importer")
def load(
    ctx: Call,
    files: Files,
    simuler: Simulate = False,
    encodage: Encoding = None,
    separateur: Separator = None,
    colonne: Columns = None,
    rejets: Rejects = None,
    oui: Yes = False,
    form: Format = None,
) -> int:
    """Importer les territoires : code, nom, type, département, communes (INSEE ou SIREN)."""
    from venez_vivre.commands import importing  # noqa: PLC0415
    from venez_vivre.intake.territories import TerritoryImporter  # noqa: PLC0415

    wish = Wish(files, simuler, encodage, separateur, colonne, rejets, oui, form)
    return importing.do(ctx, TerritoryImporter, wish)


@app.command("ajouter")
def add(
    ctx: Call,
    code: Annotated[str | None, option("--code", metavar="CODE", help="Son code.")] = None,
    nom: Annotated[str | None, option("--nom", metavar="TEXTE", help="Son nom.")] = None,
    kind: Annotated[str | None, option("--type", metavar="TYPE", help="CC, CA, CU, METRO ou DEPT.")] = None,
    departement: Annotated[str | None, option("--departement", metavar="CODE", help="Code du département.")] = None,
    communes: Annotated[str | None, option("--communes", metavar="LISTE", help="Codes INSEE ou SIREN, séparés par une virgule.")] = None,
    form: Format = None,
) -> None:  # fmt: skip
    """Ajouter un territoire."""
    from venez_vivre.intake import plan  # noqa: PLC0415
    from venez_vivre.intake.territories import TerritoryImporter  # noqa: PLC0415

    desk = ctx.obj
    code = desk.need("--code", code, "Code")
    nom = desk.need("--nom", nom, "Nom")
    kind = desk.need("--type", kind, "Type (CC, CA, CU, METRO, DEPT)")
    texts = {
        "code": code,
        "nom": nom,
        "type": kind,
        "departement": departement,
        "communes": communes,
    }
    with desk.working(ctx) as work:
        if plan.enter(work, TerritoryImporter, texts) != "creees":
            raise Refused("Ce territoire existe déjà. Importez-le de nouveau pour le corriger.")
        work.says("territoire ajouté")
    desk.show(screens.added("Territoire ajouté", nom), form)


@app.command("lister")
def show_all(ctx: Call, form: Format = None) -> None:
    """Lister les territoires."""
    with ctx.obj.reading() as rows:
        found = queries.territories(rows)
    ctx.obj.show(screens.territories(found), form)
