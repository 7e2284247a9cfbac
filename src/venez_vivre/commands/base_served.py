"""A base on a server: the verb `servir`, which prepares it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from venez_vivre.commands.options import Yes
from venez_vivre.desk import Desk, write_text
from venez_vivre.errors import Refused
from venez_vivre.grammar import Call, Command, option

if TYPE_CHECKING:
    from venez_vivre.store.postgres.store import ServedStore

Sql = Annotated[bool, option("--sql", help="Montrer le SQL, sans rien préparer.")]


def serve(ctx: Call, sql: Sql = False, oui: Yes = False) -> None:
    """Préparer une base sur un serveur PostgreSQL : tables, recherche, droits par territoire.

    L’adresse se donne avec --base, ou dans VENEZ_VIVRE_BASE. `--sql` montre ce qui sera fait, pour
    qui administre le serveur. Rien n’est fait si la base est déjà préparée. Ensuite, personne n’y
    voit de foyer avant que `agents habiliter` lui en donne le droit.

      venez-vivre base servir --sql
    """
    desk: Desk = ctx.obj
    if not desk.store.served:
        raise Refused(
            "`base servir` prépare une base sur un serveur PostgreSQL : donnez son adresse avec "
            "--base, par exemple postgresql://region@/venez_vivre."
        )
    store = cast("ServedStore", desk.store)
    said = store.prepare(write=False)
    if sql:
        from venez_vivre.store.postgres.schema import script  # noqa: PLC0415

        write_text(script(said))
        return
    desk.agree(f"Préparer {store.shown} ({len(said)} instructions SQL) ?", yes=oui)
    store.prepare(write=True)
    desk.tell(
        f"La base {store.shown} est prête. Chaque agent s’y connecte sous son propre identifiant, "
        "que `venez-vivre agents habiliter` ouvre à son territoire."
    )


VERBS = (Command("servir", serve),)
