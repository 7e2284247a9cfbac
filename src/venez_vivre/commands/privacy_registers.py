"""The registers of data protection: proofs of information, requests, breaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from venez_vivre.casework import fields
from venez_vivre.casework.finding import find_household
from venez_vivre.commands.options import (
    Format,
    HouseholdWords,
    Limit,
    at_least_one,
    lines,
    one_of,
)
from venez_vivre.commands.settlement_options import MaybeHousehold
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Command, option
from venez_vivre.screens import privacy_registers as screens
from venez_vivre.store.queries import privacy as queries
from venez_vivre.vocabulary import (
    ContactChannel,
    Extra,
    ProofKind,
    RequestOutcome,
    Right,
)

On = Annotated[str | None, option("--le", metavar="DATE", help="Quel jour (aujourd’hui).")]
By = Annotated[
    str | None, option("--par", metavar="MOYEN", help="Comment : courriel, formulaire, guichet…")
]
Agreed = Annotated[
    Extra | None,
    option(
        "--accord", metavar="CODE", parser=one_of(Extra), help="Noter un accord : newsletter ou cv."
    ),
]
Withdrawn = Annotated[
    Extra | None,
    option(
        "--retrait",
        metavar="CODE",
        parser=one_of(Extra),
        help="Noter un accord retiré : newsletter ou cv.",
    ),
]


def information(
    ctx: Call,
    words: HouseholdWords,
    le: On = None,
    par: By = None,
    accord: Agreed = None,
    retrait: Withdrawn = None,
    form: Format = None,
) -> None:
    """Noter qu’un foyer a reçu l’information sur ses données ; sans --par, en montrer les preuves.

    La preuve cite le texte fixé ce jour-là, mot pour mot : `rgpd notice --fixer` le garde.

      venez-vivre rgpd information MIRO-425 --par courriel
      venez-vivre rgpd information MIRO-425 --par guichet --accord newsletter --le hier
      venez-vivre rgpd information MIRO-425 --par courriel --retrait newsletter
      venez-vivre rgpd information MIRO-425
    """
    if accord and retrait:
        raise Misuse("--accord et --retrait se notent l’un après l’autre.")
    if le or par or accord or retrait:
        _prove(ctx, words, (le, par, accord, retrait), form)
    else:
        _show_proofs(ctx.obj, words, form)


def _show_proofs(desk: Desk, words: list[str], form: str | None) -> None:
    with desk.reading() as rows:
        found = find_household(rows, words)
        known = queries.proofs(rows, found.number)
    desk.show(screens.proofs(found, known), form)


def _prove(ctx: Call, words: list[str], said: tuple[Any, ...], form: str | None) -> None:
    from venez_vivre.privacy import proofs  # noqa: PLC0415

    desk: Desk = ctx.obj
    day, by, agreed, withdrawn = said
    means = proofs.means(desk.need("--par", by, "Par quel moyen ?", check=proofs.means))
    kind = ProofKind.INFORMATION
    if agreed or withdrawn:
        kind = ProofKind.AGREEMENT if agreed else ProofKind.WITHDRAWAL
    draft = proofs.Draft(desk.day(day) or desk.today, means, kind, agreed or withdrawn)
    with desk.working(ctx) as work:
        found = find_household(work.rows, words)
        done = proofs.note(work, found, draft)
    desk.show(screens.proved(found, done), form)


RightOption = Annotated[
    Right | None,
    option(
        "--droit",
        metavar="CODE",
        parser=one_of(Right),
        help="acces, rectification, limitation, opposition, effacement ou information.",
    ),
]
ReceivedOn = Annotated[
    str | None, option("--recue", metavar="DATE", help="Reçue quel jour (aujourd’hui).")
]
Channel = Annotated[
    ContactChannel | None,
    option("--canal", metavar="CODE", parser=one_of(ContactChannel), help="email, telephone…"),
]
Note = Annotated[str | None, option("--note", metavar="TEXTE", help="Ce qu’il faut en retenir.")]
Answers = Annotated[
    int | None,
    option("--repondre", metavar="N", parser=at_least_one, help="La demande n° N a eu sa réponse."),
]
Outcome = Annotated[
    RequestOutcome | None,
    option(
        "--issue",
        metavar="CODE",
        parser=one_of(RequestOutcome),
        help="satisfaite, partielle, refusee ou sans_objet.",
    ),
]
Prolongs = Annotated[
    int | None,
    option(
        "--prolonger",
        metavar="N",
        parser=at_least_one,
        help="Deux mois de plus pour la demande n° N.",
    ),
]
All = Annotated[bool, option("--toutes", help="Aussi celles qui ont eu leur réponse.")]


def demandes(
    ctx: Call,
    words: MaybeHousehold = None,
    droit: RightOption = None,
    recue: ReceivedOn = None,
    canal: Channel = None,
    note: Note = None,
    repondre: Answers = None,
    issue: Outcome = None,
    le: On = None,
    prolonger: Prolongs = None,
    toutes: All = False,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Tenir le registre des demandes : sans option, celles qui attendent, les retards d’abord.

    --droit note une demande (sans foyer : de quelqu’un hors de la base), --repondre sa réponse. La
    réponse est due sous un mois (RGPD, article 12) ; une demande complexe se prolonge de deux mois.

      venez-vivre rgpd demandes
      venez-vivre rgpd demandes MIRO-425 --droit acces --recue hier --canal email
      venez-vivre rgpd demandes --repondre 3 --issue satisfaite --le aujourdhui
      venez-vivre rgpd demandes --prolonger 3 --note "Archives à consulter"
    """
    acts = {"--droit": droit, "--repondre": repondre, "--prolonger": prolonger}
    _check_acts(acts, {"--recue": "--droit", "--canal": "--droit"}, (recue, canal))
    _check_acts(acts, {"--issue": "--repondre", "--le": "--repondre"}, (issue, le))
    if droit:
        _note_request(ctx, words, (droit, recue, canal, note), form)
    elif repondre:
        _answer_request(ctx, repondre, (issue, le, note), form)
    elif prolonger:
        _prolong_request(ctx, prolonger, note, form)
    elif note is not None:
        raise Misuse("--note ne va qu’avec --droit, --repondre ou --prolonger.")
    else:
        _list_requests(ctx.obj, words, toutes, limit, form)


def _check_acts(acts: dict[str, Any], goes_with: dict[str, str], given: tuple[Any, ...]) -> None:
    """One act at a time, and each option beside the act that it completes."""
    asked = [name for name, value in acts.items() if value]
    if len(asked) > 1:
        raise Misuse(f"{asked[0]} et {asked[1]} se font l’un après l’autre.")
    for (option_name, act), value in zip(goes_with.items(), given, strict=True):
        if value is not None and not acts[act]:
            raise Misuse(f"{option_name} ne va qu’avec {act}.")


def _prolong_request(ctx: Call, number: int, note: str | None, form: str | None) -> None:
    _write(
        ctx,
        lambda cases, work: cases.prolong(work, number, fields.message(note)),
        screens.request_prolonged,
        form,
    )


def _note_request(
    ctx: Call, words: list[str] | None, said: tuple[Any, ...], form: str | None
) -> None:
    from venez_vivre.privacy import requests as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    right, received, channel, note = said
    draft = cases.Draft(right, desk.day(received) or desk.today, channel, fields.message(note))
    with desk.working(ctx) as work:
        found = find_household(work.rows, words) if words else None
        done = cases.note(work, found, draft)
    desk.show(screens.request_noted(found, draft, done), form)


def _answer_request(ctx: Call, number: int, said: tuple[Any, ...], form: str | None) -> None:
    desk: Desk = ctx.obj
    outcome, day, note = said
    choices = [(one.value, one.label) for one in RequestOutcome]
    issue = one_of(RequestOutcome)(desk.need("--issue", outcome, "Quelle issue ?", choices))
    on = desk.day(day) or desk.today
    _write(
        ctx,
        lambda cases, work: cases.answer(work, number, issue, on, fields.message(note)),
        lambda done: screens.request_answered(done, issue, on),
        form,
    )


def _write(
    ctx: Call, act: Callable[[Any, Any], Any], tell: Callable[[Any], Any], form: str | None
) -> None:
    from venez_vivre.privacy import requests as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    with desk.working(ctx) as work:
        done = act(cases, work)
    desk.show(tell(done), form)


def _list_requests(
    desk: Desk, words: list[str] | None, everything: bool, limit: int | None, form: str | None
) -> None:
    with desk.reading() as rows:
        reference = find_household(rows, words).reference if words else None
        known = queries.requests(rows, everything=everything or bool(words))
    kept = [one for one in known if reference in {None, one.reference}]
    desk.show(screens.requests(kept, desk.today, lines(limit, form)), form)


VERBS: tuple[Command, ...] = (
    Command("information", information),
    Command("demandes", demandes),
)
