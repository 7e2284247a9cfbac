"""Sign-ups: import them, list them."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.commands.options import Format, Limit, Month, Since, Until, Week, Year, lines
from venez_vivre.commands.verbs import importer
from venez_vivre.dates import period
from venez_vivre.grammar import Call, Noun, option
from venez_vivre.screens import signups as screens
from venez_vivre.store.queries import signups as queries

IMPORT = """Importer un fichier d’inscriptions (CSV ou XLSX).

    Chaque inscription ouvre le dossier d’un foyer, ou complète celui d’une personne déjà connue.
    Le même fichier importé deux fois ne change rien ; `annuler` retire tout l’import.

      venez-vivre inscrits importer inscriptions.csv --simuler
      venez-vivre inscrits importer inscriptions.csv
    """

app = Noun(importer("signups:SignupImporter", IMPORT))


Decisions = Annotated[
    str | None,
    option(
        "--decisions",
        metavar="FICHIER",
        help="Appliquer un fichier : colonnes « cas » et « decision ».",
    ),
]


@app.command("doublons")
def review(ctx: Call, decisions: Decisions = None, limit: Limit = None, form: Format = None) -> int:
    """Examiner les doublons probables, un par un dans un terminal.

    Les lignes mises de côté par un import viennent d’abord, puis les personnes de la base qui se
    ressemblent, puis celles qui semblent vivre ensemble. Chaque décision est mémorisée, et
    `annuler` la reprend.

      venez-vivre inscrits doublons
      venez-vivre inscrits doublons -f csv > cas.csv
      venez-vivre inscrits doublons --decisions cas.csv
    """
    from venez_vivre.commands import doubles  # noqa: PLC0415  likeness is heavy

    if decisions:
        return doubles.follow(ctx, decisions, form)
    if ctx.obj.asks and form is None and limit is None:
        return doubles.review(ctx)
    return doubles.show_all(ctx, lines(limit, form), form)


@app.command("lister")
def show_all(
    ctx: Call,
    du: Since = None,
    au: Until = None,
    semaine: Week = None,
    mois: Month = None,
    annee: Year = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Lister les inscriptions reçues, la plus récente d’abord.

    Par exemple :

      venez-vivre inscrits lister -n 50
    """
    desk = ctx.obj
    span = period(desk.today, du=du, au=au, semaine=semaine, mois=mois, annee=annee)
    with desk.reading() as rows:
        found = queries.received(rows, span, lines(limit, form))
    desk.show(screens.received(found), form)
