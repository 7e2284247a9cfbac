"""Reports for those who decide."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from venez_vivre.commands.options import Format, Month, Since, Until, Week, Year
from venez_vivre.grammar import Call, Noun, option
from venez_vivre.reports import files
from venez_vivre.screens import bilan as screens
from venez_vivre.steering import bilan as figures
from venez_vivre.steering import scope

app = Noun()

Output = Annotated[
    str | None, option("--sortie", metavar="FICHIER", help="Écrire dans un fichier.")
]
Overwrite = Annotated[bool, option("--ecraser", help="Remplacer le fichier s’il existe.")]
Territory = Annotated[
    str | None, option("--territoire", metavar="CODE", help="Un seul territoire.")
]


@app.command("bilan")
def bilan(
    ctx: Call,
    du: Since = None,
    au: Until = None,
    semaine: Week = None,
    mois: Month = None,
    annee: Year = None,
    territoire: Territory = None,
    form: Format = None,
    sortie: Output = None,
    ecraser: Overwrite = False,
) -> None:
    """Le bilan : entonnoir, campagnes, objectifs, retombées, délais et territoires.

    Sans date, il compte tout jusqu’à aujourd’hui. Avec --sortie, le format suit la fin du nom du
    fichier (.md, .json, .csv, .txt) si --format ne le dit pas.

      venez-vivre rapport bilan --sortie bilan.md
    """
    path = Path(sortie) if sortie else None
    if path:
        files.check(path, overwrite=ecraser)
        form = form or files.format_of(path)
    days = {"du": du, "au": au, "semaine": semaine, "mois": mois, "annee": annee}
    asked = scope.read(ctx.obj.today, days)
    with ctx.obj.reading() as rows:
        value = figures.draw_up(rows, asked, territoire)
    if path:
        files.save(path, screens.page(value, form), form, overwrite=ecraser)
        ctx.obj.tell(f"Bilan écrit dans {path}")
    else:
        ctx.obj.show(screens.page(value, form, brief=True), form)
