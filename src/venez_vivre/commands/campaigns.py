"""Communication campaigns: spending and audience."""

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
    """Importer des campagnes : axe, canal, dates, dépense, vues, visites, écoutes."""
    from venez_vivre.commands import importing  # noqa: PLC0415
    from venez_vivre.intake.campaigns import CampaignImporter  # noqa: PLC0415

    wish = Wish(files, simuler, encodage, separateur, colonne, rejets, oui, form)
    return importing.do(ctx, CampaignImporter, wish)


@app.command("ajouter")
def add(
    ctx: Call,
    axe: Annotated[str | None, option("--axe", metavar="TEXTE", help="L’axe de communication.")] = None,
    canal: Annotated[str | None, option("--canal", metavar="TEXTE", help="Le canal.")] = None,
    du: Annotated[str | None, option("--du", metavar="DATE", help="Premier jour.")] = None,
    au: Annotated[str | None, option("--au", metavar="DATE", help="Dernier jour.")] = None,
    depense: Annotated[str | None, option("--depense", metavar="EUROS", help="En euros.")] = None,
    vues: Annotated[str | None, option("--vues", metavar="N", help="Nombre de vues.")] = None,
    visites: Annotated[str | None, option("--visites", metavar="N", help="Nombre de visites du site.")] = None,
    ecoutes: Annotated[str | None, option("--ecoutes", metavar="N", help="Nombre d’écoutes du podcast.")] = None,
    form: Format = None,
) -> None:  # fmt: skip
    """Ajouter une campagne."""
    from venez_vivre.intake import plan  # noqa: PLC0415
    from venez_vivre.intake.campaigns import CampaignImporter  # noqa: PLC0415

    desk = ctx.obj
    axe = desk.need("--axe", axe, "Axe")
    du = desk.need("--du", du, "Premier jour (JJ/MM/AAAA)")
    texts = {
        "axe": axe,
        "canal": canal,
        "du": du,
        "au": au,
        "depense": depense,
        "vues": vues,
        "visites": visites,
        "ecoutes": ecoutes,
    }
    with desk.working(ctx) as work:
        if plan.enter(work, CampaignImporter, texts) != "creees":
            raise Refused(
                "Cette campagne existe déjà (même axe, même canal, même premier jour). Importez-la de nouveau pour la corriger."
            )
        work.says("campagne ajoutée")
    desk.show(screens.added("Campagne ajoutée", axe), form)


@app.command("lister")
def show_all(ctx: Call, form: Format = None) -> None:
    """Lister les campagnes."""
    with ctx.obj.reading() as rows:
        found = queries.campaigns(rows)
    ctx.obj.show(screens.campaigns(found), form)
