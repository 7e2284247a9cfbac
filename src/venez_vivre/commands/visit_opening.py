"""The command that opens a visit."""

from __future__ import annotations

from venez_vivre.commands import visit_fields
from venez_vivre.commands import visit_options as said
from venez_vivre.commands import visit_words as words
from venez_vivre.commands.insisting import insists
from venez_vivre.commands.options import Format
from venez_vivre.desk import Desk
from venez_vivre.grammar import Call
from venez_vivre.store.queries import visits as queries


def create(
    ctx: Call,
    titre: said.Title = None,
    foyer: said.WithHousehold = None,
    yes: said.Beyond = False,
    form: Format = None,
    **values: str | None,
) -> None:
    """Ouvrir un week-end de groupe, ou le séjour d’un foyer.

    Par exemple :

      venez-vivre visites creer "Week-end à Autun" --du 14/03/2026 --au 15/03/2026 --capacite 8
      venez-vivre visites creer "Séjour à Cluny" --du vendredi --au dimanche --foyer MIRO-425
    """
    from venez_vivre.casework import visit_doubts  # noqa: PLC0415
    from venez_vivre.casework import visits as cases  # noqa: PLC0415
    from venez_vivre.screens import visit_changes  # noqa: PLC0415

    desk: Desk = ctx.obj
    values["titre"] = desk.need("TITRE", " ".join(titre or ()) or None, "Quel titre ?")
    values["du"] = desk.need("--du", values["du"], "Premier jour ?", check=desk.day)
    with desk.reading() as rows:
        known = visit_fields.columns(desk, rows, values)
        households = words.found_all(rows, words.each(foyer))
        against = visit_doubts.of_visit(rows, known, households)
    insist = yes or insists(desk, against, "Créer la visite")
    with desk.working(ctx) as work:
        made = cases.create(work, known, households, beyond=yes, insist=insist)
        visit = queries.one(work.rows, made.number, desk.today)
        guests = queries.guests(work.rows, made.number, desk.today)
    desk.show(visit_changes.created(visit, guests), form)
