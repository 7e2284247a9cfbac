"""The households' files: make, list, read, edit, hand over, close."""

from __future__ import annotations

from datetime import timedelta

from venez_vivre.casework.finding import (
    find_household,
    find_officer,
    find_territory,
    officer_number,
    territory_number,
)
from venez_vivre.commands import handing
from venez_vivre.commands.household_options import (
    Absorbed,
    ByChannel,
    ClosedOn,
    Destination,
    Kept,
    Leaving,
    Message,
    NewOfficer,
    NewTerritory,
    Note,
    OfStage,
    OfStatus,
    Order,
    Reason,
    SignedUpOn,
    Silence,
    WakeUpOn,
    field_params,
)
from venez_vivre.commands.options import (
    Format,
    HouseholdWords,
    InTerritory,
    Limit,
    OfOfficer,
    Since,
    Until,
    Yes,
    iso,
    lines,
    one_of,
)
from venez_vivre.dates import period
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Command, Noun
from venez_vivre.screens import households as screens
from venez_vivre.store.queries import households as queries
from venez_vivre.vocabulary import CloseReason

app = Noun(Command("affecter", handing.assign), Command("passation", handing.hand_over))


@app.command("creer", more=field_params)
def create(
    ctx: Call,
    inscrit_le: SignedUpOn = None,
    territoire: NewTerritory = None,
    agent: NewOfficer = None,
    message: Message = None,
    form: Format = None,
    **values: str | None,
) -> None:
    """Ouvrir le dossier d’un foyer qui s’inscrit par téléphone ou au guichet.

    Il faut un nom et un moyen de joindre la personne ; le reste peut venir plus tard.

      venez-vivre foyers creer --prenom Marie --nom Dupont --telephone "06 39 98 12 34"
    """
    from venez_vivre.casework import fields  # noqa: PLC0415
    from venez_vivre.casework import households as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    on = desk.day(inscrit_le) or desk.today
    known = fields.read(_asked(desk, values), desk.today)
    with desk.working(ctx) as work:
        place = find_territory(work.rows, territoire) if territoire else None
        officer = find_officer(work.rows, agent) if agent else None
        opening = cases.Opening(on, fields.message(message), place, officer)
        done = cases.create(work, known, opening)
    desk.show(screens.created(done), form)


def _asked(desk: Desk, values: dict[str, str | None]) -> dict[str, str | None]:
    """What must be known is asked for on a terminal; an empty answer leaves it unknown."""
    if not (values["nom"] or values["prenom"]):
        values["nom"] = (
            desk.need("--nom (ou --prenom)", None, "Nom de famille ?", optional=True) or None
        )
        values["prenom"] = desk.need("--prenom", None, "Prénom ?", optional=True) or None
    if not (values["email"] or values["telephone"]):
        values["email"] = (
            desk.need("--email (ou --telephone)", None, "Adresse e-mail ?", optional=True) or None
        )
        values["telephone"] = desk.need("--telephone", None, "Téléphone ?", optional=True) or None
    return values


@app.command("lister")
def show_all(
    ctx: Call,
    etape: OfStage = None,
    statut: OfStatus = None,
    territoire: InTerritory = None,
    agent: OfOfficer = None,
    canal: ByChannel = None,
    silence: Silence = None,
    du: Since = None,
    au: Until = None,
    tri: Order = "echeance",
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Lister les foyers ; d’abord ceux pour qui quelque chose est dû.

    --du et --au portent sur l’inscription. --silence garde les dossiers actifs, non installés.

      venez-vivre foyers lister --agent "Léa Martin" --silence 30
    """
    desk: Desk = ctx.obj
    if tri not in queries.ORDERS:
        raise Misuse(f"--tri : « {tri} » n’est pas un ordre : {', '.join(queries.ORDERS)}.")
    span = period(desk.today, du=du, au=au)
    silent_since = None if silence is None else desk.today - timedelta(days=silence)
    with desk.reading() as rows:
        kept = queries.Filter(
            etape,
            statut,
            territory_number(rows, territoire),
            officer_number(rows, agent),
            canal,
            iso(span.start),
            iso(span.end),
            iso(silent_since),
        )
        day = desk.today.isoformat()
        found = queries.listed(rows, kept, tri, lines(limit, form), day)
    desk.show(screens.listed(found, desk.today), form)


@app.command("montrer")
def show(ctx: Call, words: HouseholdWords, form: Format = None) -> None:
    """Montrer tout ce qui est connu d’un foyer, sur un écran.

    Par exemple :

      venez-vivre foyers montrer MIRO-425
      venez-vivre foyers montrer marie dupont
    """
    from venez_vivre.casework.doctor import gaps_of  # noqa: PLC0415
    from venez_vivre.casework.past_file import as_of  # noqa: PLC0415
    from venez_vivre.proposing.leads import leads  # noqa: PLC0415
    from venez_vivre.screens import household_file  # noqa: PLC0415
    from venez_vivre.screens.proposals import lead  # noqa: PLC0415

    with ctx.obj.reading() as rows:
        number = find_household(rows, words).number
        file = as_of(queries.whole_file(rows, number), ctx.obj.today.isoformat())
        file["pistes"] = [lead(one) for one in leads(rows, number, ctx.obj.today)]
    file["a_demander"] = gaps_of(file)
    ctx.obj.show(household_file.page(file, ctx.obj.today, form), form)


@app.command("modifier", more=field_params)
def edit(ctx: Call, words: HouseholdWords, form: Format = None, **values: str | None) -> None:
    """Corriger ou compléter un dossier. « (vide) » efface une valeur.

    Par exemple :

      venez-vivre foyers modifier MIRO-425 --metier infirmière --loyer-max 800
      venez-vivre foyers modifier MIRO-425 --telephone "(vide)"
    """
    from venez_vivre.casework import fields  # noqa: PLC0415
    from venez_vivre.casework import households as cases  # noqa: PLC0415

    known = fields.read(values, ctx.obj.today)
    if not known:
        raise Misuse("Dites quoi modifier, par exemple --telephone ou --metier.")
    with ctx.obj.working(ctx) as work:
        done = cases.edit(work, find_household(work.rows, words), known)
    ctx.obj.show(screens.edited(done), form)


@app.command("clore")
def close(
    ctx: Call,
    words: HouseholdWords,
    motif: Reason = None,
    le: ClosedOn = None,
    reveil: WakeUpOn = None,
    oui: Yes = False,
    form: Format = None,
) -> None:
    """Clore le dossier d’un foyer qui renonce, ou le mettre en veille avec --reveil.

    Par exemple :

      venez-vivre foyers clore MIRO-425 --motif logement_introuvable
      venez-vivre foyers clore MIRO-425 --motif projet_reporte --reveil +6m
    """
    from venez_vivre.casework import assignment  # noqa: PLC0415

    desk: Desk = ctx.obj
    choices = [(reason.value, reason.label) for reason in CloseReason]
    reason = one_of(CloseReason)(desk.need("--motif", motif, "Pourquoi ?", choices))
    on, wake_up = desk.day(le) or desk.today, desk.day(reveil)
    with desk.reading() as rows:
        found = find_household(rows, words)
        waiting = assignment.waiting(rows, found, desk.today)
    desk.agree(screens.closing(found, reason, wake_up, waiting), yes=oui)
    with desk.working(ctx) as work:
        done = assignment.close(work, found, reason, on, wake_up)
    desk.show(screens.closed(done), form)


@app.command("rouvrir")
def reopen(ctx: Call, words: HouseholdWords, form: Format = None) -> None:
    """Rouvrir un dossier clos ou en veille.

    Par exemple :

      venez-vivre foyers rouvrir MIRO-425
    """
    from venez_vivre.casework import assignment  # noqa: PLC0415

    with ctx.obj.working(ctx) as work:
        done = assignment.reopen(work, find_household(work.rows, words))
    ctx.obj.show(screens.reopened(done), form)


@app.command("reorienter")
def transfer(
    ctx: Call,
    words: HouseholdWords,
    vers: Destination = None,
    note: Note = None,
    form: Format = None,
) -> None:
    """Passer un foyer à un autre territoire, qui choisira son chargé d’accueil.

    Par exemple :

      venez-vivre foyers reorienter MIRO-425 --vers CUCM --note "Cherche près d’une gare TGV."
    """
    from venez_vivre.casework import assignment, fields  # noqa: PLC0415

    desk: Desk = ctx.obj
    destination = desk.need("--vers", vers, "Vers quel territoire (code ou nom) ?")
    with desk.working(ctx) as work:
        found = find_household(work.rows, words)
        territory = find_territory(work.rows, destination)
        done = assignment.transfer(work, found, territory, fields.message(note))
    desk.show(screens.moved(done), form)


@app.command("fusionner")
def merge(
    ctx: Call,
    foyer: Kept,
    autre: Absorbed,
    yes: Yes = False,
    form: Format = None,
) -> None:
    """Réunir deux dossiers en un seul.

    Ce que dit le premier est gardé, le second le complète champ par champ ; contacts, relances et
    inscriptions sont réunis. `venez-vivre annuler` sépare de nouveau.

      venez-vivre foyers fusionner MIRO-425 FANU-118
    """
    from venez_vivre.casework import merging  # noqa: PLC0415

    desk: Desk = ctx.obj
    with desk.reading() as rows:
        kept, gone = find_household(rows, foyer), find_household(rows, autre)
    desk.agree(screens.merging(kept, gone), yes=yes)
    with desk.working(ctx) as work:
        done = merging.merge(work, kept, gone)
    desk.show(screens.merged(done), form)


@app.command("separer")
def separate(
    ctx: Call, foyer: Kept, personnes: Leaving, oui: Yes = False, form: Format = None
) -> None:
    """Sortir des personnes d’un foyer vers un dossier à elles.

    Leurs inscriptions les suivent ; contacts et installations restent où ils sont.

      venez-vivre foyers separer MIRO-425 Claire
    """
    from venez_vivre.casework import merging  # noqa: PLC0415

    desk: Desk = ctx.obj
    with desk.reading() as rows:
        found = find_household(rows, foyer)
        merging.members_named(rows, found, personnes)
    desk.agree(screens.separating(found, personnes), yes=oui)
    with desk.working(ctx) as work:
        done = merging.separate(work, found, merging.members_named(work.rows, found, personnes))
    desk.show(screens.separated(done), form)
