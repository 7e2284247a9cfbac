"""Settlements and what becomes of them."""

from __future__ import annotations

from datetime import date

from venez_vivre.casework import fields
from venez_vivre.casework.calls import due_calls
from venez_vivre.casework.finding import find_household, officer_number, territory_number
from venez_vivre.commands.options import (
    Format,
    HouseholdWords,
    InTerritory,
    Limit,
    Month,
    OfOfficer,
    Since,
    Until,
    Week,
    Year,
    Yes,
    iso,
    lines,
    one_of,
    whole,
)
from venez_vivre.commands.settlement_options import (
    Adults,
    Answer,
    CalledOn,
    Children,
    GoneOn,
    Home,
    In,
    Job,
    LeaveReason,
    LeftOn,
    MaybeHousehold,
    MonthsAfter,
    Needs,
    On,
    PartnerJob,
    Satisfaction,
    Schooled,
    Why,
    WhyTheyLeft,
)
from venez_vivre.commands.verbs import importer
from venez_vivre.dates import period
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Noun
from venez_vivre.screens import settlements as screens
from venez_vivre.store.queries import settlements as queries
from venez_vivre.store.settings import settings
from venez_vivre.vocabulary import CloseReason, Staying

app = Noun(
    importer(
        "settlements:SettlementImporter",
        "Importer des installations : foyer, date, commune, adultes, enfants, scolarisés…",
        "installations",
    )
)


@app.command("noter")
def settle(
    ctx: Call,
    words: HouseholdWords,
    le: On = None,
    commune: In = None,
    adultes: Adults = None,
    enfants: Children = None,
    scolarises: Schooled = None,
    logement: Home = None,
    emploi: Job = None,
    conjoint_emploi: PartnerJob = None,
    form: Format = None,
) -> None:
    """Noter qu’un foyer s’est installé.

    Par exemple :

      venez-vivre installations noter MIRO-425 --le hier --commune Autun --adultes 2 --enfants 0
    """
    from venez_vivre.casework import settlements as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    day = desk.need("--le", le, "Quel jour sont-ils arrivés ?", check=desk.day)
    place = cases.place(desk.need("--commune", commune, "Dans quelle commune ?", check=cases.place))
    adults = _count(desk, "--adultes", adultes, "Combien d’adultes ?")
    young = _count(desk, "--enfants", enfants, "Combien d’enfants ?")
    schooled = 0 if scolarises is None and not young else scolarises
    draft = cases.SettlementDraft(
        settled_on=desk.day(day) or desk.today,
        commune=place.name,
        code_insee=place.code_insee,
        adults=adults,
        children=young,
        schooled=_count(desk, "--scolarises", schooled, "Combien d’enfants scolarisés ?"),
        housing=logement,
        job=emploi,
        partner_job=conjoint_emploi,
    )
    with desk.working(ctx) as work:
        found = find_household(work.rows, words)
        done = cases.settle(work, found, draft)
    desk.show(screens.settled(found, draft, done), form)


def _count(desk: Desk, option: str, value: int | None, question: str) -> int:
    answer = desk.need(option, value, question, check=whole)
    return answer if isinstance(answer, int) else whole(answer)


@app.command("annuler")
def cancel(
    ctx: Call, words: HouseholdWords, motif: Why = None, oui: Yes = False, form: Format = None
) -> None:
    """Retirer une installation notée par erreur : elle ne compte plus.

    Un foyer qui est vraiment venu puis reparti se note avec `installations depart`.

      venez-vivre installations annuler MIRO-425
    """
    from venez_vivre.casework import settlements as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    with desk.reading() as rows:
        found = find_household(rows, words)
        home = queries.standing(rows, found.number)
    if home:
        desk.agree(screens.cancelling(found, home), yes=oui)
    with desk.working(ctx) as work:
        done = cases.cancel(work, found, fields.message(motif))
    desk.show(screens.cancelled(found, done), form)


@app.command("lister")
def show_all(
    ctx: Call,
    du: Since = None,
    au: Until = None,
    semaine: Week = None,
    mois: Month = None,
    annee: Year = None,
    territoire: InTerritory = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Lister les installations, la plus récente d’abord.

    Par exemple :

      venez-vivre installations lister --du 01/10/2025
      venez-vivre installations lister --mois 2025-11
    """
    desk: Desk = ctx.obj
    span = period(desk.today, du=du, au=au, semaine=semaine, mois=mois, annee=annee)
    with desk.reading() as rows:
        territory = territory_number(rows, territoire)
        kept = queries.Filter(desk.today.isoformat(), iso(span.start), iso(span.end), territory)
        found = queries.listed(rows, kept)
    desk.show(screens.listed(found, lines(limit, form)), form)


@app.command("suivi")
def follow(
    ctx: Call,
    words: MaybeHousehold = None,
    mois: MonthsAfter = None,
    resultat: Answer = None,
    satisfaction: Satisfaction = None,
    besoins: Needs = None,
    le: CalledOn = None,
    motif: WhyTheyLeft = None,
    parti_le: GoneOn = None,
    territoire: InTerritory = None,
    agent: OfOfficer = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Noter un appel 1, 3, 6 ou 12 mois après l’arrivée ; sans foyer, qui appeler.

    Un appel sans réponse se note aussi : le foyer reste à rappeler, et la réponse le remplacera.
    Le réglage « suivis » dit les mois : `venez-vivre config montrer suivis`.

      venez-vivre installations suivi
      venez-vivre installations suivi MIRO-425 --mois 3 --resultat reste --satisfaction 4
      venez-vivre installations suivi MIRO-425 --mois 6 -r reparti --motif emploi_conjoint
    """
    desk: Desk = ctx.obj
    if not words:
        with desk.reading() as rows:
            place, officer = territory_number(rows, territoire), officer_number(rows, agent)
            kept = queries.Filter(desk.today.isoformat(), territory=place, officer=officer)
            calls = due_calls(queries.watched(rows, kept), desk.today, settings(rows))
        desk.show(screens.due(calls, desk.today, lines(limit, form)), form)
        return
    from venez_vivre.casework import aftercare as cases  # noqa: PLC0415

    month, result = _call(desk, words, mois, resultat)
    if satisfaction is not None and not 1 <= satisfaction <= 5:
        raise Misuse(f"--satisfaction : {satisfaction} n’est pas possible, donnez 1 à 5.")
    reason, gone_on = _departure(desk, result, motif, parti_le)
    on, needs = desk.day(le) or desk.today, fields.message(besoins)
    draft = cases.CheckDraft(month, on, result, satisfaction, needs, reason, gone_on)
    with desk.working(ctx) as work:
        found = find_household(work.rows, words)
        done = cases.follow(work, found, draft)
    desk.show(screens.followed(found, draft, done), form)


def _call(
    desk: Desk, words: list[str], month: int | None, result: Staying | None
) -> tuple[int, Staying]:
    """After how many months, and what they said; asked for on a terminal."""
    after = month if month is not None else _month(desk, words)
    answers = [(staying.value, staying.label) for staying in Staying]
    answer = desk.need("--resultat", result, "Toujours là ?", answers)
    return after, one_of(Staying)(answer)


def _month(desk: Desk, words: list[str]) -> int:
    """The only call that is due; of several, the one that is chosen, the due one first."""
    with desk.reading() as rows:
        found, settled = find_household(rows, words), settings(rows)
        kept = queries.Filter(desk.today.isoformat())
        here = [one for one in queries.watched(rows, kept) if one.reference == found.reference]
    (call,) = due_calls(here, desk.today, settled) or (None,)
    if call and not call.missed:
        desk.tell(screens.understood(call))
        return call.month
    months = screens.months(call, settled.months)
    return whole(str(desk.need("--mois", None, "Combien de mois après l’arrivée ?", months)))


def _departure(
    desk: Desk, result: Staying, reason: CloseReason | None, day: str | None
) -> tuple[CloseReason | None, date | None]:
    """Why those who left did, and when if they said it."""
    if result == Staying.LEFT:
        why = _reason(desk, reason)
        if reason is None and day is None:  # asked for: somebody is there to say when, too
            day = str(desk.need("--parti-le", None, PARTED, check=desk.day, optional=True)).strip()
        return why, desk.day(day)
    for name, value in (("--motif", reason), ("--parti-le", day)):
        if value is not None:
            raise Misuse(f"{name} ne va qu’avec --resultat reparti.")
    return None, None


PARTED = "Depuis quel jour (vide : inconnu) ?"


def _reason(desk: Desk, reason: CloseReason | None) -> CloseReason:
    choices = [(reason.value, reason.label) for reason in CloseReason]
    return one_of(CloseReason)(desk.need("--motif", reason, "Pourquoi ?", choices))


@app.command("retention")
def retention(
    ctx: Call,
    du: Since = None,
    au: Until = None,
    territoire: InTerritory = None,
    agent: OfOfficer = None,
    form: Format = None,
) -> None:
    """Compter qui est resté 1, 3, 6 et 12 mois après l’arrivée, en foyers et en personnes.

    Ceux dont personne ne sait rien ne sont ni restés ni repartis. --du et --au portent sur
    l’arrivée ; avec --date, ce qui était connu ce jour-là : un départ appris par un appel compte
    à partir de cet appel, un départ noté par `installations depart` à partir de son jour.

      venez-vivre installations retention
      venez-vivre installations retention --du 01/01/2025 --territoire autunois
    """
    from venez_vivre.screens import retention as pages  # noqa: PLC0415
    from venez_vivre.steering import retention as figures  # noqa: PLC0415

    desk: Desk = ctx.obj
    span = period(desk.today, du=du, au=au)
    with desk.reading() as rows:
        place, officer = territory_number(rows, territoire), officer_number(rows, agent)
        day = desk.today.isoformat()
        kept = queries.Filter(day, iso(span.start), iso(span.end), place, officer)
        arrivals, months = queries.arrivals(rows, kept), settings(rows).months
    desk.show(pages.page(figures.retention(arrivals, months, desk.today), form), form)


@app.command("depart")
def leave(
    ctx: Call,
    words: HouseholdWords,
    le: LeftOn = None,
    motif: LeaveReason = None,
    form: Format = None,
) -> None:
    """Noter qu’un foyer installé est reparti. Il compte toujours parmi les installés.

    Par exemple :

      venez-vivre installations depart MIRO-425 --le 15/03/2026 --motif emploi_conjoint
    """
    from venez_vivre.casework import aftercare as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    day = desk.need("--le", le, "Quel jour sont-ils repartis ?", check=desk.day)
    on = desk.day(day) or desk.today
    reason = _reason(desk, motif)
    with desk.working(ctx) as work:
        found = find_household(work.rows, words)
        done = cases.leave(work, found, on, reason)
    desk.show(screens.left(found, done), form)
