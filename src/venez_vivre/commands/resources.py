"""The address book of local contact people."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.casework import fields
from venez_vivre.casework.finding import find_commune, territory_number
from venez_vivre.casework.offerers import find_resource
from venez_vivre.commands.options import Format, Limit, Yes, lines, one_of, params_of
from venez_vivre.commands.verbs import importer
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Noun, Param, argument, option
from venez_vivre.screens import resources as screens
from venez_vivre.store.queries import introductions
from venez_vivre.store.queries import resources as queries
from venez_vivre.vocabulary import ResourceTheme

app = Noun(
    importer(
        "resources:ResourceImporter",
        "Importer des personnes ressources : nom, fonction, structure, commune, thèmes, capacité…",
        "ressources",
    )
)

Words = Annotated[
    list[str],
    argument(metavar="RESSOURCE", help="Sa référence (PR-12) ou des mots de son nom."),
]
Name = Annotated[list[str] | None, argument(metavar="NOM", help="Prénom et nom.")]
Commune = Annotated[
    str | None,
    option("--commune", metavar="NOM", help="Commune de la région, ou son code postal."),
]
Territory = Annotated[
    str | None,
    option("--territoire", metavar="CODE", help="Son territoire (sinon, celui de la commune)."),
]
InTerritory = Annotated[
    str | None,
    option("--territoire", metavar="CODE", help="Code ou nom ; « aucun » se comprend."),
]
InCommune = Annotated[str | None, option("--commune", metavar="NOM", help="Celles d’une commune.")]
OnTheme = Annotated[
    ResourceTheme | None,
    option(
        "--theme",
        metavar="CODE",
        parser=one_of(ResourceTheme),
        help="emploi, logement, ecole, garde, sante, culture, association, vie_locale…",
    ),
]
Free = Annotated[bool, option("--libres", help="Seulement celles qui ont de la place.")]
ClosedOn = Annotated[str | None, option("--le", metavar="DATE", help="Quand (aujourd’hui).")]


def field_params() -> tuple[Param, ...]:
    """One option for each field of a contact person."""
    return params_of(fields.FIELDS_OF_RESOURCE)


def added_params() -> tuple[Param, ...]:
    """The same without the name, which `ajouter` takes as a word."""
    return tuple(param for param in field_params() if param.name != "nom")


@app.command("ajouter", more=added_params)
def add(
    ctx: Call,
    name: Name = None,
    commune: Commune = None,
    territoire: Territory = None,
    form: Format = None,
    **values: str | None,
) -> None:
    """Ajouter une personne ressource : qui elle est, où, sur quoi elle aide.

    Par exemple :

      venez-vivre ressources ajouter "Jeanne Martin" --commune Autun --themes ecole,garde --capacite 3
    """
    from venez_vivre.casework import resources as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    said = desk.need("NOM", " ".join(name) if name else None, "Prénom et nom ?")
    known = fields.read({"nom": said, **values}, desk.today, fields.FIELDS_OF_RESOURCE)
    with desk.working(ctx) as work:
        reference = cases.add(work, known, cases.place_of(work.rows, commune, territoire))
        work.settle()
        found = find_resource(work.rows, reference, desk.today)
    desk.show(screens.added(found), form)


@app.command("modifier", more=field_params)
def edit(
    ctx: Call,
    words: Words,
    commune: Commune = None,
    territoire: Territory = None,
    form: Format = None,
    **values: str | None,
) -> None:
    """Corriger ou compléter une personne ressource. « (vide) » efface une valeur.

    Par exemple :

      venez-vivre ressources modifier PR-12 --telephone "03 53 01 12 34" --capacite 5
    """
    from venez_vivre.casework import resources as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    known = fields.read(values, desk.today, fields.FIELDS_OF_RESOURCE)
    if not known and commune is None and territoire is None:
        raise Misuse("Dites quoi modifier, par exemple --telephone ou --capacite.")
    with desk.working(ctx) as work:
        found = find_resource(work.rows, " ".join(words), desk.today)
        place = cases.place_of(work.rows, commune, territoire)
        changes = cases.edit(work, found, known, place)
        work.settle()
        found = find_resource(work.rows, found.reference, desk.today)
    desk.show(screens.edited(found, changes), form)


@app.command("lister")
def show_all(
    ctx: Call,
    theme: OnTheme = None,
    commune: InCommune = None,
    territoire: InTerritory = None,
    libres: Free = False,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Lister les personnes ressources, et combien de foyers chacune suit.

    Par exemple :

      venez-vivre ressources lister --theme ecole --commune Autun --libres
    """
    desk: Desk = ctx.obj
    place = find_commune(commune).code_insee if commune else None
    with desk.reading() as rows:
        kept = queries.Filter(theme, place, territory_number(rows, territoire))
        found = queries.listed(rows, kept, desk.today)
    kept_ones = [one for one in found if not (libres and one.full)]
    desk.show(screens.listed(kept_ones, lines(limit, form)), form)


@app.command("montrer")
def show(ctx: Call, words: Words, form: Format = None) -> None:
    """Montrer une personne ressource et les foyers qui lui ont été présentés.

    Par exemple :

      venez-vivre ressources montrer PR-12
    """
    desk: Desk = ctx.obj
    with desk.reading() as rows:
        found = find_resource(rows, " ".join(words), desk.today)
        kept = introductions.Filter(resource=found.number)
        known = introductions.listed(rows, kept, desk.today)
    desk.show(screens.page(found, known), form)


@app.command("clore")
def close(
    ctx: Call, words: Words, le: ClosedOn = None, oui: Yes = False, form: Format = None
) -> None:
    """Ne plus proposer une personne ressource ; ce qui est en cours continue.

    Par exemple :

      venez-vivre ressources clore PR-12
    """
    from venez_vivre.casework import resources as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    on = desk.day(le) or desk.today
    with desk.reading() as rows:
        found = find_resource(rows, " ".join(words), desk.today)
        question = screens.closing(found, len(cases.closing(rows, found, on, desk.today)))
    desk.agree(question, yes=oui)
    with desk.working(ctx) as work:
        done = cases.close(work, found, on)
    desk.show(screens.closed(done), form)


@app.command("rouvrir")
def reopen(ctx: Call, words: Words, form: Format = None) -> None:
    """Proposer de nouveau une personne ressource close.

    Par exemple :

      venez-vivre ressources rouvrir PR-12
    """
    from venez_vivre.casework import resources as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    with desk.working(ctx) as work:
        found = find_resource(work.rows, " ".join(words), desk.today)
        cases.reopen(work, found)
    desk.show(screens.reopened(found), form)
