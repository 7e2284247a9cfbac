"""Breaches of personal data: noted, completed, told to the authority."""

from __future__ import annotations

from typing import Annotated, Any

from venez_vivre.casework import fields
from venez_vivre.commands.options import Format, Limit, at_least_one, lines, one_of, whole
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Command, option
from venez_vivre.screens import privacy_breaches as screens
from venez_vivre.store.queries import privacy as queries
from venez_vivre.vocabulary import BreachNature, Risk

Number = Annotated[
    int | None,
    option("--numero", metavar="N", parser=at_least_one, help="Laquelle montrer ou compléter."),
]
Nature = Annotated[
    BreachNature | None,
    option(
        "--nature",
        metavar="CODE",
        parser=one_of(BreachNature),
        help="confidentialite, integrite ou disponibilite.",
    ),
]
Description = Annotated[
    str | None,
    option("--description", metavar="TEXTE", help="Ce qui s’est passé, sans nommer personne."),
]
Discovered = Annotated[
    str | None,
    option("--decouverte", metavar="DATE", help="Jour et heure : « hier 14h30 » (maintenant)."),
]
People = Annotated[
    int | None,
    option("--personnes", metavar="N", parser=whole, help="Combien de personnes touchées."),
]
Consequences = Annotated[
    str | None, option("--consequences", metavar="TEXTE", help="Ce que cela peut leur faire.")
]
Measures = Annotated[
    str | None, option("--mesures", metavar="TEXTE", help="Ce qui a été fait, et le sera.")
]
RiskOption = Annotated[
    Risk | None,
    option(
        "--risque",
        metavar="CODE",
        parser=one_of(Risk),
        help="Pour les personnes : aucun, risque ou eleve.",
    ),
]
AuthorityTold = Annotated[
    str | None, option("--cnil-prevenue", metavar="DATE", help="Jour et heure de la notification.")
]
PeopleTold = Annotated[
    str | None,
    option("--personnes-prevenues", metavar="DATE", help="Jour où elles l’ont été."),
]
Close = Annotated[bool, option("--clore", help="Tout est fait : la violation est close.")]


def violation(
    ctx: Call,
    numero: Number = None,
    nature: Nature = None,
    description: Description = None,
    decouverte: Discovered = None,
    personnes: People = None,
    consequences: Consequences = None,
    mesures: Measures = None,
    risque: RiskOption = None,
    cnil_prevenue: AuthorityTold = None,
    personnes_prevenues: PeopleTold = None,
    clore: Close = False,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Noter une violation de données et ses suites ; sans option, montrer le registre.

    Perte, vol, envoi au mauvais destinataire : tout se note. La CNIL est à prévenir dans les 72
    heures de la découverte, sauf sans aucun risque ; les personnes aussi, si le risque est élevé.
    --numero seul montre le texte à reporter sur le formulaire de la CNIL.

      venez-vivre rgpd violation --nature confidentialite --description "Clé USB perdue" --personnes 120
      venez-vivre rgpd violation --numero 1 --risque risque --mesures "Accès fermés"
      venez-vivre rgpd violation --numero 1 -f md
    """
    said = {
        "nature": nature, "description": description, "discovered_at": decouverte,
        "people": _people(personnes), "consequences": consequences, "measures": mesures,
        "risk": risque, "authority_told_at": cnil_prevenue, "people_told_on": personnes_prevenues,
        "closed": clore or None,
    }  # fmt: skip
    if all(value is None for value in said.values()):
        _show(ctx.obj, numero, limit, form)
    else:
        _write(ctx, numero, said, form)


def _write(ctx: Call, number: int | None, said: dict[str, Any], form: str | None) -> None:
    from venez_vivre.privacy import breaches as cases  # noqa: PLC0415
    from venez_vivre.privacy.deadlines import now  # noqa: PLC0415

    desk: Desk = ctx.obj
    given, at = _given(desk, said), now(desk.today)
    with desk.working(ctx) as work:
        if number is None:
            done = cases.note(work, {"discovered_at": at, **given})
        else:
            done = cases.complete(work, number, given)
        work.session.flush()
        one = queries.breach(work.rows, done.number)
    if one is not None:
        desk.show(screens.breach_noted(one, done, at), form)


def _people(count: int | None) -> int | None:
    if count is not None and count < 0:
        raise Misuse(f"--personnes : {count} n’est pas possible, donnez 0 ou plus.")
    return count


def _given(desk: Desk, said: dict[str, Any]) -> dict[str, Any]:
    """The values of a breach: codes, texts made safe, moments and days read."""
    from venez_vivre.privacy.breaches import moment  # noqa: PLC0415

    given = {name: value for name, value in said.items() if value is not None}
    for name in ("description", "consequences", "measures"):
        if name in given:
            given[name] = fields.message(given[name])
    for name in ("discovered_at", "authority_told_at"):
        if name in given:
            given[name] = moment(given[name], desk.today)
    if "people_told_on" in given:
        given["people_told_on"] = desk.day(given["people_told_on"])
    return {name: getattr(value, "value", value) for name, value in given.items()}


def _show(desk: Desk, number: int | None, limit: int | None, form: str | None) -> None:
    from venez_vivre.privacy.deadlines import now  # noqa: PLC0415
    from venez_vivre.privacy.parties import parties  # noqa: PLC0415

    at = now(desk.today)
    with desk.reading() as rows:
        if number is None:
            known = queries.breaches(rows)
            desk.show(screens.breaches(known, at, lines(limit, form)), form)
            return
        one, known_parties = queries.breach(rows, number), parties(rows)
    if one is None:
        from venez_vivre.privacy.breaches import missing  # noqa: PLC0415

        raise missing(number)
    who = (known_parties.responsable, known_parties.contact)
    desk.show(screens.summary(one, at, *who), form)


VERBS: tuple[Command, ...] = (Command("violation", violation),)
