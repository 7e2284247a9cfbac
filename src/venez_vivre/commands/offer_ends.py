"""The closing of every offer that expired, once somebody who is there has agreed."""

from __future__ import annotations

from collections.abc import Sequence

from venez_vivre import NamedTuple
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse, Refused
from venez_vivre.grammar import Call
from venez_vivre.vocabulary import RefusalReason


class EndWish(NamedTuple):
    """What was typed of `offres clore` when it is about expired offers."""

    words: Sequence[str] | None
    reason: RefusalReason | None
    on: str | None
    expired: bool
    before: str | None
    kind: str | None
    yes: bool


def close(ctx: Call, wish: EndWish, form: str | None) -> None:
    """Close what expired; nothing is asked when there is nothing, or nobody."""
    from venez_vivre.casework import offer_ends as cases  # noqa: PLC0415
    from venez_vivre.screens import offer_ends as screens  # noqa: PLC0415

    _refuse(wish)
    desk: Desk = ctx.obj
    before = desk.day(wish.before)
    with desk.reading() as rows:
        found = cases.ended(rows, desk.today, before, wish.kind)
    if found.over:
        desk.agree(screens.question(found), yes=wish.yes)
    with desk.working(ctx) as work:
        now = cases.ended(work.rows, desk.today, before, wish.kind)
        if [one.number for one in now.over] != [one.number for one in found.over]:
            raise Refused("D’autres offres ont expiré ou ont été closes depuis : recommencez.")
        done = cases.close_all(work, now)
    desk.show(screens.closed(done), form)


def _refuse(wish: EndWish) -> None:
    if not wish.expired:
        option = "--avant" if wish.before else "--type"
        raise Misuse(f"{option} va avec --expirees.")
    if wish.words:
        raise Misuse("Donnez une offre, ou --expirees, pas les deux.")
    if wish.reason or wish.on:
        option = "--motif" if wish.reason else "--le"
        raise Misuse(
            f"{option} ne va pas avec --expirees : elles sont closes ce jour parce qu’elles ont "
            "expiré."
        )
