"""Exchanges with households: note them, list them."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.casework import fields
from venez_vivre.casework.finding import bearer, find_household, officer_number
from venez_vivre.commands.guided import Told, complete, drafted
from venez_vivre.commands.options import (
    Format,
    Limit,
    Month,
    OfOfficer,
    Since,
    Until,
    Week,
    Year,
    iso,
    lines,
    one_of,
)
from venez_vivre.commands.verbs import importer
from venez_vivre.dates import period
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Noun, argument, option
from venez_vivre.screens import contacts as screens
from venez_vivre.screens.pages import Page
from venez_vivre.store.queries import contacts as queries
from venez_vivre.vocabulary import ContactChannel, Direction, Result

app = Noun(
    importer(
        "contacts:ContactImporter",
        "Importer des contacts : foyer (référence ou e-mail), date, canal, résultat, résumé…",
        "contacts",
    )
)

Words = Annotated[
    str | None, argument(metavar="FOYER", help="Sa référence, un e-mail ou des mots d’un nom.")
]
OfHousehold = Annotated[list[str] | None, argument(metavar="FOYER", help="Ceux d’un seul foyer.")]
Summary = Annotated[
    str | None, argument(metavar="RESUME", help="Ce qui s’est dit, entre guillemets.")
]
SummaryOption = Annotated[
    str | None, option("--resume", metavar="TEXTE", help="La même chose, en option.")
]
Means = Annotated[
    ContactChannel | None,
    option(
        "--canal",
        "-c",
        metavar="CODE",
        parser=one_of(ContactChannel),
        help="telephone, email, sms, visio, rendez_vous, visite ou evenement.",
    ),
]
Outcome = Annotated[
    Result | None,
    option(
        "--resultat",
        "-r",
        metavar="CODE",
        parser=one_of(Result),
        help="joint, message, sans_reponse, honore ou absent.",
    ),
]
FirstMove = Annotated[
    Direction | None,
    option("--sens", metavar="CODE", parser=one_of(Direction), help="sortant (usuel) ou entrant."),
]
On = Annotated[str | None, option("--le", metavar="DATE", help="Quand (aujourd’hui).")]
Next = Annotated[
    str | None, option("--suite", metavar="TEXTE", help="Ce qu’il faut faire ensuite.")
]
DueOn = Annotated[
    str | None,
    option(
        "--echeance", metavar="DATE", help="Quand : lundi, +7j, « lundi 14h30 » (dans 7 jours)."
    ),
]
Place = Annotated[str | None, option("--lieu", metavar="LIEU", help="Où, pour un rendez-vous.")]


@app.command("noter")
def note(
    ctx: Call,
    words: Words = None,
    text: Summary = None,
    canal: Means = None,
    resultat: Outcome = None,
    resume: SummaryOption = None,
    le: On = None,
    sens: FirstMove = None,
    suite: Next = None,
    echeance: DueOn = None,
    lieu: Place = None,
    form: Format = None,
) -> None:
    """Noter un échange avec un foyer, et ce qui doit suivre.

    Les codes se comprennent abrégés : « tel », « rdv », « nrp »… Sans résultat, sur un terminal, les
    questions viennent une à une. Sans réponse, le prochain essai se planifie tout seul.

      venez-vivre contacts noter MIRO-425 -r joint "Cherche un T4 à Autun."
      venez-vivre contacts noter dupont -c tel -r nrp --suite rappeler --echeance lundi
      venez-vivre contacts noter dupont -r joint --suite "rdv à la mairie" --echeance "mardi 14h30"
    """
    from venez_vivre.casework import contacts as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    on = desk.day(le) or desk.today
    _check_place(desk, lieu, suite)
    told = complete(desk, Told(words, canal, resultat, _once(text, resume), suite, echeance), on)
    draft = cases.ContactDraft(
        **drafted(desk, told, on), direction=sens or Direction.OUTGOING, place=fields.message(lieu)
    )
    with desk.working(ctx) as work:
        found = find_household(work.rows, told.household or "")
        _check_not_a_name(bearer(work.rows, found.number, text or ""))
        done = cases.record(work, found.number, draft)
        work.says(f"contact noté pour le foyer {found.reference}")
    _show(desk, screens.noted(found, draft, done), form, draft.summary or "")


def _show(desk: Desk, page: Page, form: str | None, summary: str) -> None:
    """A number that no note may hold is noted all the same, and said: it may be needed just now."""
    from venez_vivre.privacy import numbers  # noqa: PLC0415
    from venez_vivre.privacy.notes import KINDS  # noqa: PLC0415

    desk.show(page, form)
    for kind in dict.fromkeys(one.kind for one in numbers.found(summary)):
        desk.tell(f"Ce résumé contient : {KINDS[kind].why}. {KINDS[kind].instead}")


def _check_place(desk: Desk, place: str | None, action: str | None) -> None:
    if place and not (action or desk.asks):
        raise Misuse("--lieu dit où se tient ce qui suit : donnez aussi --suite.")


def _once(text: str | None, resume: str | None) -> str | None:
    if text and resume:
        raise Misuse("Le résumé est donné deux fois : gardez --resume ou le texte seul.")
    return text or resume


def _check_not_a_name(name: str | None) -> None:
    """`noter marie dupont` would note « dupont » for Marie: names of two words take quotes."""
    if name:
        raise Misuse(f'Mettez le nom entre guillemets : contacts noter "{name}" …')


@app.command("lister")
def show_all(
    ctx: Call,
    words: OfHousehold = None,
    du: Since = None,
    au: Until = None,
    semaine: Week = None,
    mois: Month = None,
    annee: Year = None,
    agent: OfOfficer = None,
    canal: Means = None,
    resultat: Outcome = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Lister les échanges, le plus récent d’abord.

    Par exemple :

      venez-vivre contacts lister --agent "Léa Martin" --du "lundi dernier"
      venez-vivre contacts lister MIRO-425
      venez-vivre contacts lister --semaine 2025-W48
    """
    desk: Desk = ctx.obj
    span = period(desk.today, du=du, au=au, semaine=semaine, mois=mois, annee=annee)
    with desk.reading() as rows:
        household = find_household(rows, words).number if words else None
        officer = officer_number(rows, agent)
        kept = queries.Filter(household, iso(span.start), iso(span.end), officer, canal, resultat)
        found = queries.listed(rows, kept, lines(limit, form))
    desk.show(screens.listed(found), form)
