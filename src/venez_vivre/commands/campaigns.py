"""Communication campaigns: spending and audience."""

from __future__ import annotations

from venez_vivre.commands.options import Format
from venez_vivre.commands.verbs import Cell, Register, adder, importer
from venez_vivre.grammar import Call, Noun
from venez_vivre.screens import registers as screens
from venez_vivre.store.queries import registers as queries

KIND = "campaigns:CampaignImporter"
REGISTER = Register(
    KIND,
    "Ajouter une campagne.",
    "Campagne ajoutée",
    "Cette campagne existe déjà (même axe, même canal, même premier jour).",
    "axe",
    (
        Cell("axe", "TEXTE", "L’axe de communication.", "Axe"),
        Cell("canal", "TEXTE", "Le canal."),
        Cell("du", "DATE", "Premier jour.", "Premier jour (JJ/MM/AAAA)"),
        Cell("au", "DATE", "Dernier jour."),
        Cell("depense", "EUROS", "En euros."),
        Cell("vues", "N", "Nombre de vues."),
        Cell("visites", "N", "Nombre de visites du site."),
        Cell("ecoutes", "N", "Nombre d’écoutes du podcast."),
    ),
    "campagnes ajouter --axe Radio --du 01/10/2025 --depense 12000",
)

app = Noun(
    importer(
        KIND,
        "Importer des campagnes : axe, canal, dates, dépense, vues, visites, écoutes.",
        "campagnes",
    ),
    adder(REGISTER),
)


@app.command("lister")
def show_all(ctx: Call, form: Format = None) -> None:
    """Lister les campagnes.

    Par exemple :

      venez-vivre campagnes lister
    """
    with ctx.obj.reading() as rows:
        found = queries.campaigns(rows)
    ctx.obj.show(screens.campaigns(found), form)
