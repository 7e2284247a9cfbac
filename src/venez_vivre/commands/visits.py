"""Visits: stays and group weekends, their guests, what came of them."""

from __future__ import annotations

from venez_vivre.casework import fields
from venez_vivre.casework.finding import (
    bearer,
    find_household,
    find_territory,
    officer_number,
    territory_number,
)
from venez_vivre.casework.visit_names import find_visit
from venez_vivre.commands import visit_fields, visit_opening
from venez_vivre.commands import visit_options as said
from venez_vivre.commands import visit_words as words
from venez_vivre.commands.insisting import insists
from venez_vivre.commands.options import (
    Format,
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
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Command, Noun
from venez_vivre.screens import visits as screens
from venez_vivre.store.queries import stays as sequels
from venez_vivre.store.queries import visits as queries
from venez_vivre.vocabulary import GuestState

app = Noun(Command("creer", visit_opening.create, visit_fields.params))


@app.command("inviter")
def invite(
    ctx: Call,
    visite: said.VisitWords = None,
    foyers: said.Guests = None,
    personnes: said.People = None,
    yes: said.Beyond = False,
    form: Format = None,
) -> None:
    """Inviter un ou plusieurs foyers. Qui décline ou ne vient pas rend sa place.

    Par exemple :

      venez-vivre visites inviter V-3 MIRO-425 BAFI-042
    """
    from venez_vivre.casework import guests as cases  # noqa: PLC0415
    from venez_vivre.casework.visit_doubts import of_guests  # noqa: PLC0415
    from venez_vivre.screens import guests as guest_screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    named = words.standing_words(desk, visite)
    households = words.household_words(desk, foyers)
    with desk.reading() as rows:
        against = of_guests(rows, words.found_all(rows, households), find_visit(rows, named))
    insist = yes or insists(desk, against, "Inviter")
    with desk.working(ctx) as work:
        known = find_visit(work.rows, named)
        found = words.found_all(work.rows, households)
        done = cases.invite(work, known, found, personnes, beyond=yes, insist=insist)
    desk.show(guest_screens.invited(done), form)


@app.command("repondre")
def answer(
    ctx: Call,
    visite: said.VisitWords = None,
    foyer: said.GuestWords = None,
    etat: said.Answer = None,
    personnes: said.People = None,
    yes: said.Beyond = False,
    form: Format = None,
) -> None:
    """Noter ce qu’un foyer invité répond.

    Par exemple :

      venez-vivre visites repondre V-3 MIRO-425 --etat confirme --personnes 3
    """
    from venez_vivre.casework import guests as cases  # noqa: PLC0415
    from venez_vivre.screens import guests as guest_screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    named = words.standing_words(desk, visite)
    asked = foyer or [desk.need("FOYER", None, "Quel foyer ?")]
    choices = [(state.value, state.label) for state in cases.ANSWERS]
    state = one_of(GuestState)(desk.need("--etat", etat, "Que répond-il ?", choices))
    if state not in cases.ANSWERS:
        raise Misuse(
            "--etat : une réponse est confirme ou decline ; `venez-vivre visites presences` note "
            "qui est venu."
        )
    with desk.working(ctx) as work:
        known, found = find_visit(work.rows, named), find_household(work.rows, asked)
        done = cases.answer(work, known, found, state, personnes, beyond=yes)
    desk.show(guest_screens.answered(done), form)


@app.command("presences")
def attend(
    ctx: Call,
    visite: said.VisitWords = None,
    venus: said.Came = None,
    absents: said.Missed = None,
    le: said.CameOn = None,
    form: Format = None,
) -> None:
    """Noter qui est venu et qui ne l’est pas ; chaque présence devient un contact.

    Un foyer venu compte parmi les accompagnés, même s’il n’était pas invité. Noter de nouveau un
    foyer corrige. Sur un terminal, sans option, chaque foyer attendu est demandé.

      venez-vivre visites presences V-3 --venus MIRO-425 BAFI-042 --absents FANU-118
    """
    from venez_vivre.casework import attendance as cases  # noqa: PLC0415
    from venez_vivre.screens import guests as guest_screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    named, on = words.standing_words(desk, visite), desk.day(le)
    came, missed = words.each(venus), words.each(absents)
    if not (came or missed):
        came, missed = words.presences_asked(desk, named)
    with desk.working(ctx) as work:
        known = find_visit(work.rows, named)
        told = cases.Presences(
            words.found_all(work.rows, came), words.found_all(work.rows, missed), on
        )
        done = cases.attend(work, known, told)
    desk.show(guest_screens.attended(done), form)


@app.command("bilan")
def debrief(
    ctx: Call,
    visite: said.VisitWords = None,
    foyer: said.Guest = None,
    texte: said.Feedback = None,
    satisfaction: said.Satisfaction = None,
    le: said.CalledOn = None,
    form: Format = None,
) -> None:
    """Noter ce qu’un foyer dit de sa visite ; sans foyer, montrer les bilans et ceux qui manquent.

    Par exemple :

      venez-vivre visites bilan V-3
      venez-vivre visites bilan V-3 MIRO-425 "Ont aimé Autun, cherchent une école." --satisfaction 4
    """
    desk: Desk = ctx.obj
    named = words.visit_words(desk, visite)
    if foyer is None:
        _show_debriefs(desk, named, form)
        return
    from venez_vivre.casework import guests as cases  # noqa: PLC0415
    from venez_vivre.screens import guests as guest_screens  # noqa: PLC0415

    if satisfaction is not None and not 1 <= satisfaction <= 5:
        raise Misuse(f"--satisfaction : {satisfaction} n’est pas possible, donnez 1 à 5.")
    text = fields.message(texte)
    if text is None and satisfaction is None:
        text = fields.message(desk.need("TEXTE (ou --satisfaction)", None, "Qu’en disent-ils ?"))
    draft = cases.DebriefDraft(text, satisfaction, desk.day(le))
    with desk.working(ctx) as work:
        known, found = find_visit(work.rows, named), find_household(work.rows, foyer)
        words.check_not_a_name(bearer(work.rows, found.number, texte or ""))
        done = cases.debrief(work, known, found, draft)
    desk.show(guest_screens.debriefed(done), form)


def _show_debriefs(desk: Desk, named: str | list[str], form: str | None) -> None:
    from venez_vivre.screens import guests as guest_screens  # noqa: PLC0415
    from venez_vivre.store.settings import settings  # noqa: PLC0415

    with desk.reading() as rows:
        number = find_visit(rows, named).number
        visit = queries.one(rows, number, desk.today)
        guests = queries.guests(rows, number, desk.today)
        delay = settings(rows)["bilan_visite"]
    if form == "csv":
        desk.show(screens.sheet(guest_screens.those_who_came(guests)), form)
    else:
        desk.show(guest_screens.debriefs(visit, guests, desk.today, delay), form)


@app.command("lister")
def show_all(
    ctx: Call,
    a_venir: said.Coming = False,
    passees: said.Past = False,
    territoire: InTerritory = None,
    agent: OfOfficer = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Lister les visites, la plus récente d’abord ; --a-venir, la plus proche d’abord.

    Une visite annulée n’est ni à venir ni passée : la liste entière seule la montre.

      venez-vivre visites lister --a-venir
    """
    desk: Desk = ctx.obj
    if a_venir and passees:
        raise Misuse("--a-venir et --passees s’excluent : gardez l’une des deux.")
    with desk.reading() as rows:
        kept = queries.Filter(
            coming=iso(desk.today) if a_venir else None,
            past=iso(desk.today) if passees else None,
            territory=territory_number(rows, territoire),
            officer=officer_number(rows, agent),
        )
        found = queries.listed(rows, desk.today, kept)
    desk.show(screens.listed(found, desk.today, lines(limit, form)), form)


@app.command("montrer")
def show(ctx: Call, visite: said.VisitTitle = None, form: Format = None) -> None:
    """Montrer une visite : ses places, ses foyers, ce qu’ils en disent.

    Par exemple :

      venez-vivre visites montrer V-3
    """
    desk: Desk = ctx.obj
    named = words.visit_words(desk, visite)
    with desk.reading() as rows:
        number = find_visit(rows, named).number
        visit = queries.one(rows, number, desk.today)
        guests = queries.guests(rows, number, desk.today)
    desk.show(screens.shown(visit, guests, desk.today, form), form)


@app.command("modifier", more=visit_fields.all_params)
def edit(
    ctx: Call, visite: said.VisitTitle = None, form: Format = None, **values: str | None
) -> None:
    """Corriger une visite. « (vide) » efface une valeur ; les présences suivent les dates.

    Par exemple :

      venez-vivre visites modifier V-3 --capacite 10 --commune Cluny
    """
    from venez_vivre.casework import visits as cases  # noqa: PLC0415
    from venez_vivre.screens import visit_changes  # noqa: PLC0415

    desk: Desk = ctx.obj
    if not any(text is not None for text in values.values()):
        raise Misuse("Dites quoi modifier, par exemple --titre, --au ou --capacite.")
    named = words.standing_words(desk, visite)
    with desk.working(ctx) as work:
        known = visit_fields.columns(desk, work.rows, values)
        done = cases.edit(work, find_visit(work.rows, named), known)
    desk.show(visit_changes.edited(done), form)


@app.command("annuler")
def cancel(
    ctx: Call,
    visite: said.VisitTitle = None,
    motif: said.Reason = None,
    oui: Yes = False,
    form: Format = None,
) -> None:
    """Noter qu’une visite n’aura pas lieu. Ses foyers restent notés, pour les prévenir.

    Par exemple :

      venez-vivre visites annuler V-3 --motif "Trop peu d’inscrits"
    """
    from venez_vivre.casework import visits as cases  # noqa: PLC0415
    from venez_vivre.screens import visit_changes  # noqa: PLC0415

    desk: Desk = ctx.obj
    named = words.visit_words(desk, visite)
    with desk.reading() as rows:
        known = find_visit(rows, named)
        question = visit_changes.cancelling(cases.cancelling(rows, known, desk.today))
    desk.agree(question, yes=oui)
    with desk.working(ctx) as work:
        done = cases.cancel(work, known, fields.message(motif))
    desk.show(visit_changes.cancelled(done), form)


@app.command("conversion")
def compare(
    ctx: Call,
    du: Since = None,
    au: Until = None,
    territoire: InTerritory = None,
    form: Format = None,
) -> None:
    """Comparer les installations des foyers venus voir et des autres, avec leurs intervalles.

    --du et --au portent sur le premier échange ; visites et installations comptent jusqu’à
    aujourd’hui.

      venez-vivre visites conversion --du 01/01/2025
    """
    from venez_vivre.screens import stays as stay_screens  # noqa: PLC0415
    from venez_vivre.steering import scope, stays  # noqa: PLC0415

    desk: Desk = ctx.obj
    asked = scope.read(desk.today, {"du": du, "au": au})
    with desk.reading() as rows:
        place = territory_number(rows, territoire)
        name = find_territory(rows, territoire).name if territoire and place else territoire
        found = sequels.outcomes(rows, desk.today, asked.start, asked.until, place)
    value = stays.compare(found, asked.start, asked.end, desk.today)
    desk.show(stay_screens.conversion(value, name, form), form)
