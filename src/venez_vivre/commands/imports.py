"""The imports that were made: list them, show one."""

from __future__ import annotations

import json
from typing import Annotated

from venez_vivre.commands.options import Format, Limit, at_least_one, lines
from venez_vivre.errors import NotFound
from venez_vivre.grammar import Call, Noun, argument
from venez_vivre.screens import runs as screens
from venez_vivre.store.queries import imports as queries

app = Noun()

Number = Annotated[
    int, argument(metavar="N", parser=at_least_one, help="Le numéro que donne `imports lister`.")
]


@app.command("lister")
def show_all(ctx: Call, limit: Limit = None, form: Format = None) -> None:
    """Lister les imports qui ont changé la base, le plus récent d’abord.

    Par exemple :

      venez-vivre imports lister
    """
    with ctx.obj.reading() as rows:
        found, total = queries.latest(rows, lines(limit, form)), queries.count(rows)
    ctx.obj.show(screens.history(found, total), form)


@app.command("montrer")
def show(ctx: Call, numero: Number, form: Format = None) -> None:
    """Montrer un import : comment le fichier a été lu, ce que ses lignes sont devenues.

    Par exemple :

      venez-vivre imports montrer 12
    """
    from venez_vivre.intake import runs  # noqa: PLC0415  the list does without the columns

    with ctx.obj.reading() as rows:
        found = queries.find(rows, numero)
        if found is None:
            raise NotFound(
                f"Il n’y a pas d’import n° {numero}. `venez-vivre imports lister` les montre."
            )
        fields = runs.fields(rows, found.kind, json.loads(found.headings))
    ctx.obj.show(screens.one(found, fields), form)
