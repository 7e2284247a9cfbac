"""Offers: import, add, correct, list and show them, verify that they stand, close, reopen."""

from __future__ import annotations

from typing import Annotated, Any

from venez_vivre.casework import offer_lists as lists
from venez_vivre.casework.offerers import find_offer
from venez_vivre.commands import offer_calls, offer_ends, offer_filters
from venez_vivre.commands import offer_twins as twins
from venez_vivre.commands.offer_ends import EndWish
from venez_vivre.commands.offer_filters import filter_params
from venez_vivre.commands.offer_options import DAYS, Kind, offer_params
from venez_vivre.commands.options import Format, InTerritory, Limit, Yes, lines, one_of
from venez_vivre.commands.verbs import Wish, import_params
from venez_vivre.desk import Desk
from venez_vivre.errors import Ambiguous, Misuse, Refused
from venez_vivre.grammar import Call, Command, Noun, argument, option
from venez_vivre.screens import offer_lists as listing
from venez_vivre.screens import offers as said
from venez_vivre.screens import registers as screens
from venez_vivre.store.queries import introductions, offer_twins
from venez_vivre.store.queries import registers as queries
from venez_vivre.vocabulary import OfferKind, RefusalReason

app = Noun(Command("doublons", twins.review), Command("fusionner", twins.join))

Words = Annotated[list[str], argument(metavar="OFFRE", help="Référence, ou mots du titre.")]
MaybeWords = Annotated[
    list[str] | None, argument(metavar="OFFRE", help="Référence, ou mots du titre.")
]
Expired = Annotated[
    bool, option("--expirees", help="Toutes celles dont la date est passée, d’un coup.")
]
Before = Annotated[
    str | None,
    option(
        "--avant", metavar="DATE", help="Avec --expirees : expirées avant ce jour (aujourd’hui)."
    ),
]
ToCall = Annotated[
    bool, option("--a-appeler", help="Montrer qui appeler pour vérifier ce qui doit l’être.")
]
Offers = Annotated[
    list[str] | None,
    argument(metavar="OFFRE", help="Références, ou mots d’un titre entre guillemets ; plusieurs."),
]
Filled = Annotated[bool, option("--pourvue", help="Elle n’est plus à prendre : la clore.")]
SeenOn = Annotated[str | None, option("--le", metavar="DATE", help="Quand (aujourd’hui).")]
Until = Annotated[
    str | None, option("--expire-le", metavar="DATE", help="Jusqu’à quand elle tient.")
]
Why = Annotated[
    RefusalReason | None,
    option(
        "--motif",
        metavar="CODE",
        parser=one_of(RefusalReason),
        help="Pourquoi : deja_pourvue, offre_retiree…",
    ),
]


@app.command("importer", more=import_params)
def load(ctx: Call, kind: Kind = None, **values: Any) -> int:
    """Importer des offres : emploi, logement, culture, association, école, garde, santé, reprise.

    `--type` dit le type des lignes qui n’en donnent pas.

      venez-vivre offres importer logements.csv --type logement
    """
    from venez_vivre.commands import importing  # noqa: PLC0415
    from venez_vivre.intake.offers import of_kind  # noqa: PLC0415

    return importing.do(ctx, of_kind(kind), Wish(**values))


@app.command("ajouter", more=offer_params)
def add(ctx: Call, form: Format = None, **values: str | None) -> None:
    """Ajouter une offre à la main. Elle est publiée et vérifiée ce jour, sauf si une date est dite.

    Par exemple :

      venez-vivre offres ajouter --type logement --titre "Maison 4 pièces" --commune Autun --loyer 650
    """
    from venez_vivre.casework import offers as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    kinds = [(kind.value, kind.label) for kind in OfferKind]
    values["type"] = desk.need("--type", values["type"], "Quel type d’offre ?", kinds)
    values["titre"] = desk.need("--titre", values["titre"], "Quel titre ?")
    _refuse_blanks(values)
    known = _typed(desk, values)
    with desk.working(ctx) as work:
        done = cases.add(work, known)
    desk.show(said.added(done), form)


def _refuse_blanks(values: dict[str, str | None]) -> None:
    for name, text in values.items():
        if text is not None and not text.strip():
            option_name = f"--{name.replace('_', '-')}"
            raise Misuse(f"{option_name} est vide : donnez une valeur, ou enlevez l’option.")


def _typed(desk: Desk, values: dict[str, str | None]) -> dict[str, str | None]:
    """The values, their days as dates; a place that is none is asked again on a terminal."""
    from venez_vivre.casework import offer_values as cases  # noqa: PLC0415

    known = dict(values)
    for name in DAYS:
        text = known[name]
        day = None if text is None or _erases(text) else desk.day(text)
        known[name] = day.isoformat() if day else text
    if _erases(known["commune"] or ""):
        return known
    try:
        cases.place(known)
    except (Refused, Ambiguous) as error:
        if not desk.asks:
            raise
        desk.tell("\n".join([str(error), *getattr(error, "candidates", ())]))
        again = desk.need(
            "--commune", None, "Dans quelle commune ?", check=lambda t: cases.place({"commune": t})
        )
        known |= {"commune": again, "code_postal": None, "code_insee": None}
    return known


def _erases(text: str) -> bool:
    return text.strip().casefold() == "(vide)"


@app.command("modifier", more=offer_params)
def edit(ctx: Call, words: Words, form: Format = None, **values: str | None) -> None:
    """Corriger une offre. « (vide) » efface une valeur.

    Par exemple :

      venez-vivre offres modifier TAMIRO-42 --loyer 620 --expire-le +30j
      venez-vivre offres modifier TAMIRO-42 --contact "(vide)"
    """
    from venez_vivre.casework import offer_edits as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    if all(value is None for value in values.values()):
        raise Misuse("Dites quoi modifier, par exemple --loyer ou --expire-le.")
    _refuse_blanks(values)
    known = _typed(desk, values)
    with desk.working(ctx) as work:
        found = find_offer(work.rows, " ".join(words), desk.today)
        done = cases.edit(work, found, known)
    desk.show(said.edited(done), form)


@app.command("lister", more=filter_params)
def show_all(
    ctx: Call, kind: Kind = None, limit: Limit = None, form: Format = None, **values: Any
) -> None:
    """Lister les offres en cours, la plus récente d’abord. Les filtres se combinent.

    --expire-avant, --expirees, --closes et --a-verifier montrent d’abord ce qui presse : la date
    la plus proche, la dernière passée, la vérification la plus ancienne. Ce qui est inconnu d’une
    offre ne passe pas un filtre qui le demande.

      venez-vivre offres lister --type logement --commune Autun --rayon 20 --loyer-max 800
      venez-vivre offres lister --metier infirmière --territoire CUCM --publiees-depuis -30j
      venez-vivre offres lister --expire-avant +7j
      venez-vivre offres lister --expirees
    """
    desk: Desk = ctx.obj
    asked = offer_filters.asked(desk, kind, values)
    with desk.reading() as rows:
        found = lists.chosen(rows, asked, desk.today, lines(limit, form))
    desk.show(listing.offers(found, desk.today), form)


@app.command("montrer")
def show(ctx: Call, words: Words, form: Format = None) -> None:
    """Montrer une offre, et les foyers qui ont été mis en relation avec elle.

    Par exemple :

      venez-vivre offres montrer TAMIRO-42
    """
    desk: Desk = ctx.obj
    with desk.reading() as rows:
        found = find_offer(rows, " ".join(words), desk.today)
        row = queries.offer(rows, found.reference) or {}
        kept = introductions.Filter(offer=found.number)
        known = introductions.listed(rows, kept, desk.today)
        joined = offer_twins.joined_into(rows, found.number)
    desk.show(screens.offer(row, known, desk.today, joined), form)


@app.command("verifier")
def verify(
    ctx: Call,
    offers: Offers = None,
    pourvue: Filled = False,
    le: SeenOn = None,
    expire_le: Until = None,
    a_appeler: ToCall = False,
    kind: Kind = None,
    territoire: InTerritory = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Noter qu’une ou plusieurs offres tiennent toujours ; --pourvue les clôt.

    --a-appeler montre qui appeler : une ligne pour toutes les offres d’un même employeur ou
    bailleur, d’abord celles où un foyer attend, puis les plus anciennes.

      venez-vivre offres verifier --a-appeler --territoire CUCM
      venez-vivre offres verifier --a-appeler -f csv > appels.csv
      venez-vivre offres verifier TAMIRO-42 BAFIDU-07
      venez-vivre offres verifier TAMIRO-42 --pourvue
    """
    desk: Desk = ctx.obj
    if a_appeler:
        _refuse_check(offers, pourvue, le or expire_le)
        offer_calls.show(desk, kind, territoire, limit, form)
        return
    if kind or territoire or limit:
        raise Misuse("--type, --territoire et --limite vont avec --a-appeler.")
    if not offers:
        raise Misuse("Il manque OFFRE (ou --a-appeler, pour savoir qui appeler).")
    _verify(ctx, offers, (pourvue, le, expire_le), form)


def _refuse_check(offers: list[str] | None, filled: bool, day: str | None) -> None:
    if offers or filled or day:
        raise Misuse("--a-appeler montre qui appeler : enlevez-le pour noter une vérification.")


def _verify(
    ctx: Call, offers: list[str], said_of: tuple[bool, str | None, str | None], form: str | None
) -> None:
    from venez_vivre.casework import offers as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    filled, on, until = said_of
    check = cases.Check(desk.day(on) or desk.today, desk.day(until), filled=filled)
    with desk.working(ctx) as work:
        found = [find_offer(work.rows, text, desk.today) for text in offers]
        done = cases.verify(work, found, check)
    desk.show(said.verified(done, check), form)


@app.command("clore")
def close(
    ctx: Call,
    words: MaybeWords = None,
    motif: Why = None,
    le: SeenOn = None,
    expirees: Expired = False,
    avant: Before = None,
    kind: Kind = None,
    oui: Yes = False,
    form: Format = None,
) -> None:
    """Clore une offre qui n’est plus à prendre, ou toutes celles qui ont expiré.

    Une offre close n’est plus proposée. Le motif reste dans `venez-vivre journal`. --expirees clôt
    celles dont la date est passée et que personne n’a vérifiées depuis, d’un seul coup : un seul
    `annuler` les rouvre.

      venez-vivre offres clore TAMIRO-42 --motif deja_pourvue
      venez-vivre offres clore --expirees --avant 01/11/2025
    """
    from venez_vivre.casework import offers as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    if expirees or avant or kind:
        offer_ends.close(ctx, EndWish(words, motif, le, expirees, avant, kind, oui), form)
        return
    if not words:
        raise Misuse("Il manque OFFRE (ou --expirees, pour clore celles dont la date est passée).")
    on = desk.day(le) or desk.today
    with desk.reading() as rows:
        found = find_offer(rows, " ".join(words), desk.today)
        question = said.closing(found, cases.closing(rows, found, on, desk.today))
    desk.agree(question, yes=oui)
    with desk.working(ctx) as work:
        done = cases.close(work, found, on, motif)
    desk.show(said.closed(done, motif), form)


@app.command("rouvrir")
def reopen(ctx: Call, words: Words, form: Format = None) -> None:
    """Proposer de nouveau une offre close.

    Par exemple :

      venez-vivre offres rouvrir TAMIRO-42
    """
    from venez_vivre.casework import offers as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    with desk.working(ctx) as work:
        found = find_offer(work.rows, " ".join(words), desk.today)
        done = cases.reopen(work, found)
    desk.show(said.reopened(done), form)
