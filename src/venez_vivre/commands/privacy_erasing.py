"""The erasure of a file: the verb `effacer` of the rights of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from venez_vivre.casework.finding import find_household
from venez_vivre.commands.options import Format, HouseholdWords
from venez_vivre.desk import Desk
from venez_vivre.errors import NotFound
from venez_vivre.grammar import Call, Command, option

if TYPE_CHECKING:
    from venez_vivre.privacy.vanished import Vanished
    from venez_vivre.store.queries.households import Found
    from venez_vivre.store.reader import Reader

Why = Annotated[
    str | None,
    option("--motif", metavar="TEXTE", help="Pourquoi, sans nommer la personne : il est gardé."),
]
Confirm = Annotated[
    bool, option("--confirmer", help="Effacer pour de bon ; sinon, montrer ce qui le serait.")
]


def erase(
    ctx: Call,
    words: HouseholdWords,
    motif: Why = None,
    confirmer: Confirm = False,
    form: Format = None,
) -> None:
    """Effacer pour toujours un foyer et tout ce que la base sait de lui.

    Fiches, échanges, valeurs gardées par le journal, index de recherche : rien ne reste, et rien
    ne peut le faire revenir, ni `annuler` ni une sauvegarde restaurée. Les chiffres publiés ne
    changent pas. Sans --confirmer, rien n’est effacé : la réponse dit ce qui le serait.

      venez-vivre rgpd effacer MIRO-425 --motif "demande de la personne"
      venez-vivre rgpd effacer MIRO-425 --motif "demande de la personne" --confirmer
    """
    from venez_vivre.privacy import belongings, erasing, replaying  # noqa: PLC0415  only here
    from venez_vivre.screens import privacy_erasing as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    reason = desk.need("--motif", motif, "Pourquoi effacer, sans nommer la personne ?")
    erasing.finish(desk.store)
    with desk.working(ctx, dry=not confirmer) as work:
        found = _file(work.rows, words)
        files = belongings.of(work.rows, [found.number]).files
        why = erasing.check_reason(work.rows, reason, files)
        done = erasing.erase(work, [found.number], origin=erasing.ASKED, reason=why)
    if confirmer:
        replaying.keep_copy(desk.store)
        erasing.scrub(desk.store)
    desk.show(screens.erased(done, found.reference, confirmed=confirmer), form)


def _file(rows: Reader, words: list[str]) -> Found | Vanished:
    """The file that is meant, be it known by the journal alone."""
    from venez_vivre.privacy.vanished import household  # noqa: PLC0415  only here

    try:
        return find_household(rows, words)
    except NotFound as missing:
        return household(rows, " ".join(words), missing)


VERBS = (Command("effacer", erase),)
