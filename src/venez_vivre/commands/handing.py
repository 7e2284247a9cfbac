"""Files that change hands: given in bulk, or handed over by an officer who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from venez_vivre import NamedTuple
from venez_vivre.casework.finding import (
    NONE,
    Named,
    find_household,
    find_officer,
    find_territory,
    officer_number,
    territory_number,
)
from venez_vivre.commands.household_options import (
    ByChannel,
    NewOfficer,
    NewTerritory,
    OfStage,
    OfStatus,
    Silence,
)
from venez_vivre.commands.options import Format, Since, Until, Yes, at_least_one, iso
from venez_vivre.dates import period
from venez_vivre.desk import Desk
from venez_vivre.errors import Interrupted, Misuse, Refused
from venez_vivre.grammar import Call, argument, option
from venez_vivre.store.queries.households import NOBODY, Filter
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold, plural
from venez_vivre.vocabulary import CaseStatus

if TYPE_CHECKING:
    from venez_vivre.casework.assigning import Destination
    from venez_vivre.casework.handover import Sheet
    from venez_vivre.screens.pages import Page
    from venez_vivre.store.queries.handover import Candidate

MaybeHouseholds = Annotated[
    list[str] | None, argument(metavar="FOYER", help="Un ou plusieurs foyers, un par mot.")
]
FromOfficer = Annotated[
    str | None,
    option(
        "--de-agent", metavar="NOM", help="Ceux de ce chargé d’accueil ; « aucun » se comprend."
    ),
]
FromTerritory = Annotated[
    str | None,
    option(
        "--de-territoire", metavar="CODE", help="Ceux de ce territoire ; « aucun » se comprend."
    ),
]
AtMost = Annotated[
    int | None,
    option("--limite", "-n", metavar="N", parser=at_least_one, help="Au plus tant de foyers."),
]
Dry = Annotated[bool, option("--simuler", help="Montrer sans rien enregistrer.")]
Leaving = Annotated[str | None, option("--agent", metavar="NOM", help="Qui s’en va.")]
Taking = Annotated[
    str | None, option(
        "--vers",
        metavar="NOM",
        help="Qui reprend ses foyers, relances et visites.",
        completes="agent",
    )
]  # fmt: skip
NOTHING = "Rien n’a été enregistré."


class Wish(NamedTuple):
    """What was typed to choose files and to say where they go."""

    words: Sequence[str]
    officer: str | None
    territory: str | None
    stage: str | None
    status: str | None
    of_officer: str | None
    of_territory: str | None
    channel: str | None
    since: str | None
    until: str | None
    silence: int | None
    limit: int | None

    @property
    def filters(self) -> bool:
        """Whether files are chosen by a filter."""
        return any(one is not None for one in self[3:])


def assign(
    ctx: Call,
    households: MaybeHouseholds = None,
    agent: NewOfficer = None,
    territoire: NewTerritory = None,
    etape: OfStage = None,
    statut: OfStatus = None,
    de_agent: FromOfficer = None,
    de_territoire: FromTerritory = None,
    canal: ByChannel = None,
    du: Since = None,
    au: Until = None,
    silence: Silence = None,
    limit: AtMost = None,
    simuler: Dry = False,
    yes: Yes = False,
    form: Format = None,
) -> None:
    """Confier des foyers à un chargé d’accueil, à un territoire ou aux deux.

    Les foyers se nomment un par un, ou se choisissent par les mêmes filtres que `foyers lister` ;
    --agent aucun les retire à qui les suit. --du et --au portent sur l’inscription. Un filtre
    choisit les dossiers actifs, sauf si --statut en demande d’autres. Les relances qui étaient à
    leur chargé d’accueil, ou à personne, suivent.

      venez-vivre foyers affecter MIRO-425 BAFI-042 --agent "Léa Martin"
      venez-vivre foyers affecter --de-agent aucun --de-territoire CUCM --agent "Léa Martin" -n 40
    """
    wish = Wish(
        households or (), agent, territoire, etape, statut, de_agent, de_territoire, canal,
        du, au, silence, limit,
    )  # fmt: skip
    _assign(ctx, wish, (simuler, yes), form)


def _assign(ctx: Call, wish: Wish, how: tuple[bool, bool], form: str | None) -> None:
    """Show first what a filter chooses, then give; `how` says whether it is dry, and agreed."""
    dry, yes = how
    wish = _complete(ctx.obj, wish)
    shown = _previewed(ctx.obj, wish, form, yes=yes, dry=dry) if wish.filters or dry else None
    if not dry:
        _write(ctx, wish, shown, form)


def _complete(desk: Desk, wish: Wish) -> Wish:
    """What is missing is asked for; files are named or filtered, not both."""
    if wish.words and wish.filters:
        raise Misuse("Donnez des foyers, ou des filtres comme --de-agent, pas les deux.")
    if not (wish.words or wish.filters):
        what = "FOYER (ou un filtre, par exemple --de-agent)"
        wish = wish._replace(words=[desk.need(what, None, "Quel foyer (référence ou nom) ?")])
    if not (wish.officer or wish.territory):
        question = "À quel chargé d’accueil ?"
        wish = wish._replace(officer=desk.need("--agent (ou --territoire)", None, question))
    return wish


def _previewed(desk: Desk, wish: Wish, form: str | None, *, yes: bool, dry: bool) -> list[int]:
    """Show what would change hands and ask; the numbers of the files that were shown.

    Raises:
        Refused: nobody is there to say yes, and no --oui says it.
        Interrupted: the answer is no.

    """
    from venez_vivre.casework import assigning as cases  # noqa: PLC0415
    from venez_vivre.screens import assigning as screens  # noqa: PLC0415

    with desk.reading() as rows:
        found, to, left_out = _chosen(desk, rows, wish)
        done = cases.preview(rows, found, to)
    count = len(done.references)
    if dry or (desk.asks and not yes):
        desk.show(screens.chosen(found, done, left_out), form if dry else None)
    if not (dry or yes or desk.asks):
        aside = f" {screens.aside(left_out)}" if left_out else ""
        raise Refused(
            f"{screens.would(done)}{aside} Ajoutez --oui pour le faire, --simuler pour voir "
            "lesquels."
        )
    question = f"Affecter {plural(count, 'foyer')} ?"
    if not (dry or desk.confirm(question, yes=yes)):
        raise Interrupted(NOTHING)
    return [one.number for one in found]


def _write(ctx: Call, wish: Wish, shown: list[int] | None, form: str | None) -> None:
    from venez_vivre.casework import assigning as cases  # noqa: PLC0415
    from venez_vivre.screens.assigning import assigned  # noqa: PLC0415

    desk: Desk = ctx.obj
    with desk.working(ctx) as work:
        found, to, left_out = _chosen(desk, work.rows, wish)
        if shown is not None and shown != [one.number for one in found]:
            raise Refused("D’autres foyers répondent à ces filtres depuis : recommencez.")
        done = cases.assign(work, found, to)
    desk.show(assigned(done, left_out), form)


def _chosen(desk: Desk, rows: Reader, wish: Wish) -> tuple[list[Candidate], Destination, int]:
    """The files that are named or filtered, where they go, how many others are not active."""
    from venez_vivre.casework.assigning import Destination  # noqa: PLC0415
    from venez_vivre.store.queries import handover as queries  # noqa: PLC0415

    to = Destination(
        _officer(rows, wish.officer),
        find_territory(rows, wish.territory) if wish.territory else None,
    )
    if wish.words:
        numbers = dict.fromkeys(find_household(rows, one).number for one in wish.words)
        return queries.candidates(rows, list(numbers)), to, 0
    kept = _filter(desk, rows, wish)
    found = queries.chosen(rows, kept, wish.limit)
    left_out = 0 if wish.status else queries.not_active(rows, kept)
    if not found:
        raise Refused(_nothing(left_out))
    return found, to, left_out


def _nothing(left_out: int) -> str:
    if not left_out:
        return "Aucun foyer ne répond à ces filtres : rien n’est changé."
    others = plural(left_out, "dossier clos ou en veille", "dossiers clos ou en veille")
    return (
        f"Aucun foyer actif ne répond à ces filtres, mais {others} : --statut en_veille ou "
        "--statut abandon les choisit. Rien n’est changé."
    )


def _officer(rows: Reader, text: str | None) -> Named | None:
    if text is None:
        return None
    return Named(NOBODY, "personne") if fold(text) in NONE else find_officer(rows, text)


def _filter(desk: Desk, rows: Reader, wish: Wish) -> Filter:
    span = period(desk.today, du=wish.since, au=wish.until)
    return Filter(
        stage=wish.stage,
        status=wish.status or CaseStatus.ACTIVE.value,
        territory=territory_number(rows, wish.of_territory),
        officer=officer_number(rows, wish.of_officer),
        channel=wish.channel,
        since=iso(span.start),
        until=iso(span.end),
        silent_since=_silent_since(desk, wish.silence),
    )


def _silent_since(desk: Desk, days: int | None) -> str | None:
    if days is None:
        return None
    if not 0 <= days <= 36_500:
        raise Misuse(f"--silence : {days} n’est pas possible. Donnez un nombre de jours.")
    return iso(desk.today - timedelta(days=days))


# --- handing over ---------------------------------------------------------------------------


def hand_over(
    ctx: Call,
    agent: Leaving = None,
    vers: Taking = None,
    yes: Yes = False,
    form: Format = None,
) -> None:
    """Préparer la passation d’un chargé d’accueil : ses foyers, et chaque promesse une fois.

    --vers confie ses foyers, ses relances et les visites qu’il mène à quelqu’un d’autre, après les
    avoir montrés. Un dossier limité (`rgpd limiter`) ne change pas de main : la réponse le dit.

      venez-vivre foyers passation --agent "Léa Martin" -f md > passation.md
      venez-vivre foyers passation --agent "Léa Martin" --vers "Paul Blanc"
    """
    from venez_vivre.casework import handover  # noqa: PLC0415
    from venez_vivre.screens import handover as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    name = desk.need("--agent", agent, "Quel chargé d’accueil s’en va ?")
    with desk.reading() as rows:
        officer = find_officer(rows, name)
        taking = find_officer(rows, vers) if vers else None
        left = handover.sheet(rows, officer, desk.today)
    if taking is None:
        desk.show(screens.sheet(left, form=form), form)
        return
    if taking == officer:
        raise Refused(f"{taking.name} a déjà ces foyers : donnez quelqu’un d’autre à --vers.")
    _agree(desk, left, taking, yes=yes)
    desk.show(_handed(ctx, (officer, taking), left, form), form)


def _agree(desk: Desk, left: Sheet, taking: Named, *, yes: bool) -> None:
    """Hand over only when somebody who saw the sheet, or the command line, says so."""
    from venez_vivre.casework import assigning as cases  # noqa: PLC0415
    from venez_vivre.casework.handover import staying  # noqa: PLC0415
    from venez_vivre.screens import handover as screens  # noqa: PLC0415

    with desk.reading() as rows:
        told = cases.told(cases.to_hand_over(rows, left.officer, desk.today))
    if not (yes or desk.asks):
        stay = staying(left.officer, left.limited)
        raise Refused(
            f"À confier à {taking.name} : {told}. {stay and f'{stay} '}Ajoutez --oui pour le faire ; "
            "sans --vers, la fiche se montre."
        )
    if not yes:
        desk.show(screens.sheet(left))
    if not desk.confirm(f"Confier {told} à {taking.name} ?", yes=yes):
        raise Interrupted(NOTHING)


def _handed(ctx: Call, who: tuple[Named, Named], left: Sheet, form: str | None) -> Page:
    from venez_vivre.casework import assigning as cases  # noqa: PLC0415
    from venez_vivre.screens import handover as screens  # noqa: PLC0415

    with ctx.obj.working(ctx) as work:
        done = cases.hand_over(work, *who)
    return screens.handed(left, (done, cases.told(done), who[1].name), form)
