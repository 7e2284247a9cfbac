"""Officers: the colleagues in charge of households."""

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
    """Importer les agents : nom, e-mail, téléphone, territoire."""
    from venez_vivre.commands import importing  # noqa: PLC0415
    from venez_vivre.intake.officers import OfficerImporter  # noqa: PLC0415

    wish = Wish(files, simuler, encodage, separateur, colonne, rejets, oui, form)
    return importing.do(ctx, OfficerImporter, wish)


@app.command("ajouter")
def add(
    ctx: Call,
    nom: Annotated[str | None, option("--nom", metavar="TEXTE", help="Prénom et nom.")] = None,
    email: Annotated[str | None, option("--email", metavar="E-MAIL", help="Son e-mail.")] = None,
    telephone: Annotated[str | None, option("--telephone", metavar="NUMÉRO", help="Son téléphone.")] = None,
    territoire: Annotated[str | None, option("--territoire", metavar="CODE", help="Code ou nom de son territoire.")] = None,
    form: Format = None,
) -> None:  # fmt: skip
    """Ajouter un chargé d’accueil."""
    from venez_vivre.intake import plan  # noqa: PLC0415
    from venez_vivre.intake.officers import OfficerImporter  # noqa: PLC0415

    desk = ctx.obj
    nom = desk.need("--nom", nom, "Nom")
    texts = {"nom": nom, "email": email, "telephone": telephone, "territoire": territoire}
    with desk.working(ctx) as work:
        if plan.enter(work, OfficerImporter, texts) != "creees":
            raise Refused("Cet agent existe déjà. Importez-le de nouveau pour le corriger.")
        work.says("agent ajouté")
    desk.show(screens.added("Agent ajouté", nom), form)


@app.command("lister")
def show_all(ctx: Call, form: Format = None) -> None:
    """Lister les agents et les foyers qu’ils suivent."""
    with ctx.obj.reading() as rows:
        found = queries.officers(rows)
    ctx.obj.show(screens.officers(found), form)
