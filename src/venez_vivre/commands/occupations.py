"""Occupations: the official files of the ROME, and how a text is understood."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.commands.options import Format
from venez_vivre.commands.verbs import importer
from venez_vivre.errors import NotFound
from venez_vivre.grammar import Call, Noun, argument

KIND = "occupations_official:OccupationImporter"

app = Noun(
    importer(
        KIND,
        "Importer les fichiers officiels du ROME : appellations de métiers, mobilités.",
        "metiers",
    )
)


@app.command("chercher")
def search(
    ctx: Call,
    texte: Annotated[list[str], argument(metavar="TEXTE", help="Un métier, comme on l’écrit.")],
    form: Format = None,
) -> None:
    """Chercher le code ROME d’un métier.

    Par exemple :

      venez-vivre metiers chercher aide-soignante
    """
    from venez_vivre.intake.occupations_official import Occupations  # noqa: PLC0415  import verbs
    from venez_vivre.screens import occupations as screens  # noqa: PLC0415  same

    said = " ".join(texte)
    with ctx.obj.reading() as rows:
        found = Occupations(rows).find(said)
    if found is None:
        raise NotFound(
            f"« {said} » ne désigne aucun métier avec assez de certitude : le texte est gardé, "
            "sans code. Essayez un intitulé plus précis, ou importez les appellations officielles "
            "avec `venez-vivre metiers importer`."
        )
    ctx.obj.show(screens.found(said, found), form)
