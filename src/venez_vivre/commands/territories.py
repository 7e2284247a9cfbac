"""Territories that welcome new residents."""

from __future__ import annotations

from venez_vivre.commands.options import Format
from venez_vivre.commands.verbs import Cell, Register, adder, importer
from venez_vivre.grammar import Call, Noun
from venez_vivre.screens import registers as screens
from venez_vivre.store.queries import registers as queries

KIND = "territories:TerritoryImporter"
REGISTER = Register(
    KIND,
    "Ajouter un territoire.",
    "Territoire ajouté",
    "Ce territoire existe déjà.",
    "nom",
    (
        Cell("code", "CODE", "Son code.", "Code"),
        Cell("nom", "TEXTE", "Son nom.", "Nom"),
        Cell("type", "TYPE", "CC, CA, CU, METRO ou DEPT.", "Type (CC, CA, CU, METRO, DEPT)"),
        Cell("departement", "CODE", "Code du département."),
        Cell("communes", "LISTE", "Codes INSEE ou SIREN, séparés par une virgule."),
        Cell("conservation_mois", "MOIS", "Mois sans échange avant effacement (1 à 36)."),
    ),
    'territoires ajouter --code CUCM --nom "Creusot Montceau" --type CU',
)

app = Noun(
    importer(
        KIND,
        "Importer les territoires : code, nom, type, département, communes (INSEE ou SIREN).",
        "territoires",
    ),
    adder(REGISTER),
)


@app.command("lister")
def show_all(ctx: Call, form: Format = None) -> None:
    """Lister les territoires.

    Par exemple :

      venez-vivre territoires lister
    """
    with ctx.obj.reading() as rows:
        found = queries.territories(rows)
    ctx.obj.show(screens.territories(found), form)
