"""The gaps of a base: what is missing, what it costs, and what the machine may mend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from venez_vivre.casework import doctor as cases
from venez_vivre.casework.finding import officer_number, territory_number
from venez_vivre.casework.gaps import GAPS, Gap
from venez_vivre.commands.options import Format, InTerritory, Limit, OfOfficer, Yes, lines
from venez_vivre.desk import Desk
from venez_vivre.errors import Interrupted, Refused
from venez_vivre.grammar import Call, Noun, argument, option
from venez_vivre.screens import doctor as screens
from venez_vivre.store.queries.gaps import Scope
from venez_vivre.store.reader import Reader
from venez_vivre.texts import plural

app = Noun()

Code = Annotated[
    str | None,
    argument(
        metavar="CODE",
        help="Un seul manque, avec les foyers concernés.",
        completes=tuple(gap.code for gap in GAPS),
    ),
]
Explain = Annotated[
    bool, option("--expliquer", help="Dire pourquoi chaque manque compte et comment il se compte.")
]
Mend = Annotated[bool, option("--corriger", help="Réparer ce qui est sûr, après l’avoir montré.")]


@app.command("docteur")
def examine(
    ctx: Call,
    code: Code = None,
    expliquer: Explain = False,
    corriger: Mend = False,
    territoire: InTerritory = None,
    agent: OfOfficer = None,
    limit: Limit = None,
    yes: Yes = False,
    form: Format = None,
) -> None:
    """Montrer ce qui manque dans la base, d’abord ce qui coûte le plus.

    Un point est un foyer accompagné dont le dossier n’avance plus ; --expliquer dit le calcul.

      venez-vivre docteur
      venez-vivre docteur sans_metier --agent "Léa Martin"
      venez-vivre docteur --corriger
    """
    desk: Desk = ctx.obj
    gap = None if code is None else cases.named(code)
    if corriger:
        _mend(ctx, (gap, territoire, agent), yes=yes, form=form)
        return
    with desk.reading() as rows:
        kept = _scope(desk, rows, territoire, agent)
        if gap:
            found = cases.detail(rows, kept, gap, lines(limit, form))
            page = screens.detail(*found, _mendable(rows, kept, [gap]))
        else:
            gaps = cases.examine(rows, kept)
            told = expliquer or form not in {None, "table"}
            mendable = _mendable(rows, kept, [one.gap for one in gaps] if told else [])
            page = screens.page(gaps, limit, mendable, explained=expliquer)
    desk.show(page, form)


def _mendable(rows: Reader, kept: Scope, gaps: Sequence[Gap]) -> frozenset[str]:
    """Those of these gaps that can be mended in part now; the table does not need to know."""
    if not any(gap.mends for gap in gaps):
        return frozenset()
    from venez_vivre.casework import mending  # noqa: PLC0415

    return mending.mendable(rows, kept, gaps)


def _scope(desk: Desk, rows: Reader, territory: str | None, officer: str | None) -> Scope:
    place, who = territory_number(rows, territory), officer_number(rows, officer)
    return cases.scope(rows, desk.today, place, who)


def _mend(
    ctx: Call, said: tuple[Gap | None, str | None, str | None], *, yes: bool, form: str | None
) -> None:
    """Show what can be mended, ask, and do it."""
    from venez_vivre.casework import mending  # noqa: PLC0415

    desk: Desk = ctx.obj
    gap, territory, officer = said
    if gap and not gap.mends:
        raise Refused(
            f"« {gap.what[1]} » ne se corrige pas tout seul : {gap.gesture}. "
            "`venez-vivre docteur --corriger` dit ce qui est laissé à une personne."
        )
    with desk.reading() as rows:
        chosen = mending.plans(rows, _scope(desk, rows, territory, officer), gap)
    if not chosen:
        desk.show(screens.nothing_to_mend(mending.LEFT), form)
        return
    total = plural(sum(len(plan.fixes) for plan in chosen), "correction")
    if not yes and (desk.asks or form in {None, "table"}):
        desk.show(screens.planned(chosen, mending.TELLS, mending.LEFT))
    if not (yes or desk.asks):
        raise Refused(f"{total} à faire. Ajoutez --oui pour enregistrer.")
    if not desk.confirm(f"Faire {total} ?", yes=yes):
        raise Interrupted("Rien n’a été enregistré.")
    with desk.working(ctx) as work:
        chosen = mending.plans(work.rows, _scope(desk, work.rows, territory, officer), gap)
        mending.apply(work, chosen)
    desk.show(screens.mended(chosen, mending.TELLS), form)
