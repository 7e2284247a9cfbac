"""The search in full text."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.casework import searching
from venez_vivre.commands.options import Format, Limit, lines
from venez_vivre.desk import Desk
from venez_vivre.grammar import Call, Noun, argument, option
from venez_vivre.screens import search as screens

app = Noun()

Texts = Annotated[
    list[str] | None,
    argument(metavar="TEXTE", help="Mots, début de mots, numéro, e-mail, référence.", dashes=True),
]
Within = Annotated[
    list[str] | None,
    option(
        "--dans",
        "-d",
        metavar="OÙ",
        parser=searching.place,
        completes=tuple(searching.PLACES),
        help=f"Ne chercher que là (répétable) : {', '.join(searching.PLACES)}.",
    ),
]


@app.command("chercher")
def search(
    ctx: Call,
    texte: Texts = None,
    dans: Within = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Chercher dans les dossiers, les échanges, les offres et les personnes ressources.

    Tous les mots comptent, sans accent ni majuscule obligatoires ; le début d’un mot suffit. Entre
    guillemets français, une expression se cherche telle quelle.

      venez-vivre chercher dupont jardin
      venez-vivre chercher 06 39 98 12 34
      venez-vivre chercher « maison avec jardin » --dans contacts
    """
    desk: Desk = ctx.obj
    typed = " ".join(texte or [desk.need("TEXTE", None, "Que cherchez-vous ?")])
    with desk.reading() as rows:
        found = searching.search(rows, typed, dans or (), desk.today, lines(limit, form))
    desk.show(screens.page(found), form)
