"""The assumptions behind the impact: see them, change them with their source."""

from __future__ import annotations

import re
from typing import Annotated

from venez_vivre.commands.options import Format
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Noun, argument, option
from venez_vivre.screens import assumptions as screens
from venez_vivre.steering import impact
from venez_vivre.store.queries.assumptions import Said
from venez_vivre.texts import clean

app = Noun()

MOST = 10_000_000


def amount(text: str) -> float:
    """A positive number, with or without decimals, written the French way or not."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".").removesuffix("€")
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,4})?", plain, re.ASCII) or float(plain) > MOST:
        raise Misuse(f"« {clean(text)} » n’est pas un nombre possible pour une hypothèse.")
    return float(plain)


Name = Annotated[
    str,
    argument(
        metavar="HYPOTHESE",
        parser=impact.named,
        help=f"L’une de : {', '.join(impact.ASSUMPTIONS)}.",
    ),
]
Value = Annotated[
    float | None, argument(metavar="VALEUR", parser=amount, help="Le nombre, par exemple 15200.")
]
Source = Annotated[
    str | None, option("--source", metavar="TEXTE", help="D’où vient ce nombre (étude, bilan…).")
]
Since = Annotated[
    str | None, option("--le", metavar="DATE", help="De quand il date (sinon : aujourd’hui).")
]
Usual = Annotated[bool, option("--usuel", help="Revenir à la valeur publiée.")]


@app.command("lister")
def show(ctx: Call, form: Format = None) -> None:
    """Montrer chaque hypothèse : sa valeur, son unité, sa date, sa source.

    Par exemple :

      venez-vivre hypotheses lister
    """
    with ctx.obj.reading() as rows:
        known = impact.assumptions(rows)
    ctx.obj.show(screens.listed(known), form)


@app.command("definir")
def define(
    ctx: Call,
    name: Name,
    value: Value = None,
    source: Source = None,
    le: Since = None,
    usuel: Usual = False,
    form: Format = None,
) -> None:
    """Changer une hypothèse des retombées ; sa source est demandée, les rapports l’impriment.

    venez-vivre hypotheses definir euros_par_personne 14800 --source "Insee, BDF 2024"
    venez-vivre hypotheses definir euros_par_personne --usuel
    """
    desk: Desk = ctx.obj
    if usuel and value is not None:
        raise Misuse("--usuel revient à la valeur publiée : retirez la valeur, ou --usuel.")
    said = None if usuel else _said(desk, value, source, le)
    from venez_vivre.casework import assumptions as cases  # noqa: PLC0415

    with desk.working(ctx) as work:
        done = cases.define(work, name, said)
        known = impact.assumptions(work.rows) if work.idle else None
    if known is None:
        with desk.reading() as rows:
            known = impact.assumptions(rows)
    desk.show(screens.defined(name, known[name], done), form)


def _said(desk: Desk, value: float | None, source: str | None, on: str | None) -> Said:
    number = desk.need("VALEUR", value, "Quelle valeur ?", check=amount)
    text = clean(desk.need("--source", source, "D’où vient ce nombre ?", check=_source))
    return Said(
        number if isinstance(number, float) else amount(number),
        _source(text),
        desk.day(on, desk.today) or desk.today,
    )


def _source(text: str) -> str:
    if not text.strip():
        raise Misuse("Donnez la source de ce nombre : --source.")
    return text.strip()
