"""Officers: the colleagues in charge of households."""

from __future__ import annotations

from venez_vivre.commands.entitlements import VERBS
from venez_vivre.commands.options import Format
from venez_vivre.commands.verbs import Cell, Register, adder, importer
from venez_vivre.grammar import Call, Noun
from venez_vivre.screens import registers as screens
from venez_vivre.store.queries import registers as queries

KIND = "officers:OfficerImporter"
REGISTER = Register(
    KIND,
    "Ajouter un chargé d’accueil.",
    "Agent ajouté",
    "Cet agent existe déjà.",
    "nom",
    (
        Cell("nom", "TEXTE", "Prénom et nom.", "Prénom et nom"),
        Cell("email", "E-MAIL", "Son e-mail."),
        Cell("telephone", "NUMÉRO", "Son téléphone."),
        Cell("territoire", "CODE", "Code ou nom de son territoire."),
    ),
    'agents ajouter --nom "Léa Martin" --email lea@example.org',
)

app = Noun(
    importer(KIND, "Importer les agents : nom, e-mail, téléphone, territoire.", "agents"),
    adder(REGISTER),
    *VERBS,
)


@app.command("lister")
def show_all(ctx: Call, form: Format = None) -> None:
    """Lister les agents et les foyers qu’ils suivent.

    Par exemple :

      venez-vivre agents lister
    """
    with ctx.obj.reading() as rows:
        found = queries.officers(rows)
    ctx.obj.show(screens.officers(found), form)
