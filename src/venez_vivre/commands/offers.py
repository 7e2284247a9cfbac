"""Offers: import them, list them, show one."""

from __future__ import annotations

from typing import Annotated, Any

from venez_vivre.commands.options import Format, Limit, lines
from venez_vivre.commands.verbs import Wish, import_params
from venez_vivre.errors import Ambiguous, Misuse, NotFound
from venez_vivre.grammar import Call, Noun, argument, option
from venez_vivre.references import OFFER, tidy
from venez_vivre.screens import registers as screens
from venez_vivre.store.queries import registers as queries
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold
from venez_vivre.vocabulary import OfferKind

app = Noun()


def offer_kind(text: str) -> str:
    """The code of a kind of offer."""
    for kind in OfferKind:
        if fold(text) in {fold(kind.value), fold(kind.label), *kind.spellings}:
            return str(kind)
    raise Misuse(f"« {text} » n’est pas un type d’offre : {screens.kinds()}.")


Kind = Annotated[
    str | None,
    option(
        "--type",
        metavar="TYPE",
        parser=offer_kind,
        help="Type d’offre.",
        completes=tuple(OfferKind),
    ),
]


@app.command("importer", more=import_params)
def load(ctx: Call, kind: Kind = None, **values: Any) -> int:
    """Importer des offres : emploi, logement, culture, association, école, garde, santé, reprise.

    `--type` dit le type des lignes qui n’en donnent pas.
    """
    from venez_vivre.commands import importing  # noqa: PLC0415
    from venez_vivre.intake.offers import of_kind  # noqa: PLC0415

    return importing.do(ctx, of_kind(kind), Wish(**values))


@app.command("lister")
def show_all(ctx: Call, kind: Kind = None, limit: Limit = None, form: Format = None) -> None:
    """Lister les offres en cours, la plus récente d’abord."""
    with ctx.obj.reading() as rows:
        found = queries.offers(rows, kind, ctx.obj.today, lines(limit, form))
    ctx.obj.show(screens.offers(found), form)


@app.command("montrer")
def show(
    ctx: Call,
    offre: Annotated[list[str], argument(metavar="OFFRE", help="Référence, ou mots du titre.")],
    form: Format = None,
) -> None:  # fmt: skip
    """Montrer une offre."""
    with ctx.obj.reading() as rows:
        found = _find(rows, " ".join(offre))
    ctx.obj.show(screens.offer(found), form)


def _find(rows: Reader, said: str) -> dict[str, object]:
    reference = tidy(said, OFFER)
    row = queries.offer(rows, reference) if reference else None
    if row is not None:
        return row
    titled = [] if reference else queries.offers_titled(rows, fold(said).split())
    if len(titled) > 1:
        lines = tuple(f"{reference}  {title}" for reference, title in titled)
        raise Ambiguous(f"Plusieurs offres répondent à « {said} » :", lines)
    found = queries.offer(rows, titled[0][0]) if titled else None
    if found is None:
        from venez_vivre.casework.nearby import offer_meant  # noqa: PLC0415  rare

        raise NotFound(
            f"Aucune offre ne répond à « {said} ».{offer_meant(rows, said)} "
            "`venez-vivre offres lister` les montre."
        )
    return found
