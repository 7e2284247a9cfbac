"""Introductions: put a household in touch, follow what comes of it, draft the messages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from venez_vivre.casework import fields
from venez_vivre.casework.finding import bearer, find_household, officer_number
from venez_vivre.casework.offerers import find_offer, find_resource, find_target
from venez_vivre.commands.insisting import insists
from venez_vivre.commands.introduction_options import (
    AboutOffer,
    AboutResource,
    Copy,
    Draft,
    Folder,
    ForMember,
    Insist,
    InState,
    Known,
    Late,
    MaybeTarget,
    Note,
    NoteMore,
    OfHousehold,
    On,
    OnThatDay,
    RefusedBy,
    State,
    Targets,
    To,
    Why,
    Words,
)
from venez_vivre.commands.options import (
    Format,
    Limit,
    OfOfficer,
    Since,
    Until,
    iso,
    lines,
    one_of,
)
from venez_vivre.dates import period
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse, Refused
from venez_vivre.grammar import Call, Noun
from venez_vivre.references import plain_number
from venez_vivre.screens import introductions as screens
from venez_vivre.store.queries import introductions as queries
from venez_vivre.store.queries.introductions import Line
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import IntroductionState, Party, RefusalReason

if TYPE_CHECKING:  # they load the models, which reading does without
    from venez_vivre.casework.introductions import IntroductionDraft
    from venez_vivre.casework.outcomes import Outcome

TEMPLATES = "modeles"
"""The folder of the copies of templates, in the one of what people set."""

app = Noun()


@app.command("noter")
def note(
    ctx: Call,
    words: Words,
    cibles: Targets = None,
    membre: ForMember = None,
    le: On = None,
    note: Note = None,
    brouillon: Draft = False,
    a: To = None,
    sortie: Folder = None,
    oui: Insist = False,
    form: Format = None,
) -> None:
    """Mettre un foyer en relation avec une ou plusieurs offres ou personnes ressources.

    --brouillon écrit le message à relire et à envoyer : au foyer, ou à qui propose (--a offreur).

      venez-vivre mises-en-relation noter MIRO-425 TAMIRO-42 PR-12 --brouillon
      venez-vivre mises-en-relation noter "marie dupont" "infirmière à Autun" --a offreur
    """
    from venez_vivre.casework import introductions as cases  # noqa: PLC0415
    from venez_vivre.casework import letters, mail  # noqa: PLC0415

    desk: Desk = ctx.obj
    parties = (a or [Party.HOUSEHOLD]) if brouillon or a or sortie else []
    targets = cibles or [desk.need("CIBLE", None, "Quelle offre ou personne ressource ?")]
    with desk.reading() as rows:
        draft = _draft(desk, rows, words, targets, (membre, le, note))
        against = cases.objections(rows, draft)
    insist = oui or insists(desk, against, "Noter")
    with mail.writing(Path(sortie or ".")) as write, desk.working(ctx) as work:
        done = cases.introduce(work, draft, insist=insist)
        written = letters.compose(work.rows, draft, desk.agent, parties, _templates())
        paths = [write(letter) for letter in written]
    told = [said for letter in written for said in letter.warnings]
    desk.show(screens.noted(draft, done, paths, told), form)


def _templates() -> Path:
    from venez_vivre.store import machine  # noqa: PLC0415

    return machine.folder() / TEMPLATES


def _draft(
    desk: Desk,
    rows: Reader,
    words: str,
    targets: list[str],
    said: tuple[str | None, str | None, str | None],
) -> IntroductionDraft:
    from venez_vivre.casework import introductions as cases  # noqa: PLC0415

    member, on, note = said
    found = find_household(rows, words)
    _check_not_a_name(bearer(rows, found.number, targets[0]))
    chosen = cases.unlike([find_target(rows, text, desk.today) for text in targets])
    who = cases.find_member(rows, found, member)
    draft = cases.IntroductionDraft(
        found, chosen, desk.day(on) or desk.today, who, fields.message(note)
    )
    problem = cases.check(rows, draft, desk.today)
    if problem:
        raise Refused(problem)
    return draft


def _check_not_a_name(name: str | None) -> None:
    """`noter marie dupont …` would look for the offer « dupont »: two words take quotes."""
    if name:
        raise Misuse(f'Mettez le nom entre guillemets : mises-en-relation … "{name}" …')


@app.command("suivre")
def follow(
    ctx: Call,
    words: Known,
    cible: MaybeTarget = None,
    etat: State = None,
    refus_de: RefusedBy = None,
    motif: Why = None,
    le: OnThatDay = None,
    note: NoteMore = None,
    oui: Insist = False,
    form: Format = None,
) -> None:
    """Noter ce que devient une mise en relation. Une offre refusée ne sera plus proposée au foyer.

    Par exemple :

      venez-vivre mises-en-relation suivre MIRO-425 TAMIRO-42 --etat reussie
      venez-vivre mises-en-relation suivre MIRO-425 --etat refusee --refus-de foyer --motif trop_loin
    """
    from venez_vivre.casework import outcomes as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    text = " ".join(cible) if cible else None
    with desk.reading() as rows:
        known = _known(rows, words, text, desk)
    outcome = _outcome(desk, etat, (refus_de, motif), (le, note))
    with desk.working(ctx) as work:
        done = cases.follow(work, known, outcome, insist=oui)
    desk.show(screens.followed(done), form)


def _known(rows: Reader, words: str, text: str | None, desk: Desk) -> Line:
    """The introduction that a number names, or a household and a target."""
    from venez_vivre.casework import introductions, outcomes  # noqa: PLC0415

    number = plain_number(words)
    if number is not None and text is None:
        return introductions.line(rows, number, desk.today)
    found = find_household(rows, words)
    _check_not_a_name(bearer(rows, found.number, text or ""))
    return outcomes.find(rows, found, text, desk.today)


def _outcome(
    desk: Desk,
    state: IntroductionState | None,
    refusal: tuple[Party | None, RefusalReason | None],
    told: tuple[str | None, str | None],
) -> Outcome:
    """What came of it; for a refusal, by whom and why, asked for on a terminal."""
    from venez_vivre.casework.outcomes import FOLLOWED, Outcome  # noqa: PLC0415

    states = [(one.value, one.label) for one in FOLLOWED]
    chosen = one_of(IntroductionState)(desk.need("--etat", state, "Où en est-elle ?", states))
    if chosen not in FOLLOWED:
        known = ", ".join(str(one) for one in FOLLOWED)
        raise Misuse(f"--etat : une mise en relation se suit par {known}.")
    party, reason = refusal
    if chosen == IntroductionState.REFUSED:
        parties = [(one.value, one.label) for one in Party]
        reasons = [(one.value, one.label) for one in RefusalReason]
        party = one_of(Party)(desk.need("--refus-de", party, "Qui a refusé ?", parties))
        reason = one_of(RefusalReason)(desk.need("--motif", reason, "Pourquoi ?", reasons))
    elif party or (reason and chosen != IntroductionState.DROPPED):
        raise Misuse("--refus-de et --motif disent un refus : ajoutez --etat refusee.")
    on, note = told
    return Outcome(chosen, desk.day(on) or desk.today, party, reason, fields.message(note))


@app.command("lister")
def show_all(
    ctx: Call,
    words: OfHousehold = None,
    etat: InState = None,
    offre: AboutOffer = None,
    ressource: AboutResource = None,
    agent: OfOfficer = None,
    en_retard: Late = False,
    du: Since = None,
    au: Until = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Lister les mises en relation ; d’abord celles qui attendent une réponse depuis longtemps.

    Par exemple :

      venez-vivre mises-en-relation lister --en-retard --agent "Léa Martin"
      venez-vivre mises-en-relation lister MIRO-425
    """
    desk: Desk = ctx.obj
    span, today = period(desk.today, du=du, au=au), desk.today
    with desk.reading() as rows:
        kept = queries.Filter(
            household=find_household(rows, words).number if words else None,
            state=etat,
            offer=find_offer(rows, offre, today).number if offre else None,
            resource=find_resource(rows, ressource, today).number if ressource else None,
            officer=officer_number(rows, agent),
            since=iso(span.start),
            until=iso(span.end),
            late=1 if en_retard else None,
        )
        found = queries.listed(rows, kept, today, lines(limit, form))
    desk.show(screens.listed(found), form)


@app.command("brouillon")
def draft_again(
    ctx: Call,
    words: Known,
    cible: MaybeTarget = None,
    a: To = None,
    sortie: Folder = None,
    form: Format = None,
) -> None:
    """Écrire le brouillon d’une mise en relation déjà notée ; rien n’est envoyé.

    Par exemple :

      venez-vivre mises-en-relation brouillon MIRO-425 TAMIRO-42 --a offreur
    """
    from venez_vivre.casework import introductions as cases  # noqa: PLC0415
    from venez_vivre.casework import letters, mail  # noqa: PLC0415

    desk: Desk = ctx.obj
    with mail.writing(Path(sortie or ".")) as write, desk.reading() as rows:
        known = _known(rows, words, " ".join(cible) if cible else None, desk)
        found = find_household(rows, known.household)
        target = find_target(rows, known.target, desk.today)
        who = cases.member(rows, found, known.person)
        draft = cases.IntroductionDraft(found, (target,), desk.today, who)
        parties = a or [Party.HOUSEHOLD]
        written = letters.compose(rows, draft, desk.agent, parties, _templates())
        paths = [write(letter) for letter in written]
    told = [said for letter in written for said in letter.warnings]
    desk.show(screens.drafted(known, paths, told), form)


@app.command("modeles")
def show_templates(ctx: Call, copier: Copy = False, form: Format = None) -> None:
    """Montrer les modèles des messages, et en écrire une copie à modifier avec --copier.

    Par exemple :

      venez-vivre mises-en-relation modeles --copier
    """
    from venez_vivre.casework import templates  # noqa: PLC0415

    folder = _templates()
    written = templates.copy(folder) if copier else []
    ctx.obj.show(screens.templates(templates.known(folder), written), form)
