"""A base carried to another engine, or back: the verb `transferer` of the base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from venez_vivre.commands.options import Format, Yes
from venez_vivre.commands.waiting import progress
from venez_vivre.desk import Desk
from venez_vivre.errors import Interrupted, Misuse
from venez_vivre.grammar import Call, Command, argument, option
from venez_vivre.texts import number

if TYPE_CHECKING:
    from venez_vivre.store.base import Store
    from venez_vivre.store.postgres.store import ServedStore
    from venez_vivre.store.transfer.ends import Ends, Standing

Source = Annotated[
    str, argument(metavar="SOURCE", help="La base à transférer.", completes="fichier")
]
Target = Annotated[
    str, argument(metavar="CIBLE", help="Où elle va : vide, ou pas encore là.", completes="fichier")
]
Confirm = Annotated[bool, option("--confirmer", help="Ouvrir la cible, fermer la source.")]
Cancel = Annotated[bool, option("--annuler", help="Ôter la cible, rouvrir la source.")]


def transfer(
    ctx: Call,
    source: Source,
    cible: Target,
    confirmer: Confirm = False,
    annuler: Cancel = False,
    oui: Yes = False,
    form: Format = None,
) -> None:
    """Transférer une base d’un fichier vers un serveur PostgreSQL, ou l’inverse.

    Tout est copié, puis chaque ligne est comparée. La source reste la base de travail et la cible
    fermée jusqu’à --confirmer ; --annuler l’ôte, même confirmée, tant que rien n’y est écrit. Un
    transfert interrompu se relance par la même commande ; si la source a changé, il recommence.

      venez-vivre base transferer autun.db postgresql://region@/venez_vivre
      venez-vivre base transferer autun.db postgresql://region@/venez_vivre --confirmer
    """
    from venez_vivre.store.transfer.ends import Ends  # noqa: PLC0415  only here

    if confirmer and annuler:
        raise Misuse("--confirmer et --annuler disent le contraire : donnez l’un ou l’autre.")
    desk: Desk = ctx.obj
    here, there = desk.on(source).store, desk.on(cible).store
    if not (here.served or there.served):
        there = here.beside(there.path)  # a passphrase is asked once
    act = _confirm if confirmer else _take_back if annuler else _copy
    act(desk, Ends(here, there), oui, form)


def _copy(desk: Desk, ends: Ends, oui: bool, form: str | None) -> None:
    from venez_vivre.screens import base_transfer as screens  # noqa: PLC0415  only here
    from venez_vivre.store.transfer import copying  # noqa: PLC0415  same
    from venez_vivre.store.transfer import ends as both  # noqa: PLC0415  same

    found, there = both.check_source(ends.source), both.check_target(ends)
    _check_ledger(ends.source)
    desk.agree(screens.question(ends, found, _to_prepare(ends.target, there)), yes=oui)
    _make(ends, there)
    try:
        with progress(lambda rows: f"{number(rows)} lignes", "Copie…") as told:
            report = copying.copy(ends, desk.today, told, born=there.schema is None)
    except KeyboardInterrupt:
        raise Interrupted(screens.stopped(ends)) from None
    desk.written.append("base transferer")
    desk.show(screens.copied(ends, report), form)


def _check_ledger(store: Store) -> None:
    """What is copied is the ledger that the base holds: the one beside it must say no more."""
    from venez_vivre.privacy import replaying  # noqa: PLC0415  it brings the models along

    replaying.check_beside(store)


def _to_prepare(target: Store, there: Standing) -> int:
    """How many statements a server needs before it can take a base."""
    if there.schema is not None or not target.served:
        return 0
    return len(cast("ServedStore", target).prepare(write=False))


def _make(ends: Ends, there: Standing) -> None:
    """Make the target if it is not there: a file is encrypted as the source is."""
    source, target = ends
    if there.schema is not None:
        return
    if target.served:
        cast("ServedStore", target).prepare(write=True)
        return
    if not source.served:
        target.born_like(source.path)
    target.create(target.key)


def _confirm(desk: Desk, ends: Ends, oui: bool, form: str | None) -> None:
    from venez_vivre.privacy import replaying  # noqa: PLC0415  it brings the models along
    from venez_vivre.screens import base_transfer as screens  # noqa: PLC0415  only here
    from venez_vivre.store.transfer import settling  # noqa: PLC0415  same

    desk.agree(screens.confirming(ends), yes=oui)
    with progress(lambda rows: f"{number(rows)} lignes comparées", "Vérification…") as told:
        report = settling.confirm(ends, desk.today, told)
    desk.written.append("base transferer")
    replaying.keep_copy(ends.target)
    desk.show(screens.confirmed(ends, report), form)


def _take_back(desk: Desk, ends: Ends, oui: bool, form: str | None) -> None:
    from venez_vivre.privacy import replaying  # noqa: PLC0415  it brings the models along
    from venez_vivre.screens import base_transfer as screens  # noqa: PLC0415  only here
    from venez_vivre.store.transfer import settling  # noqa: PLC0415  same

    desk.agree(screens.taking_back(ends), yes=oui)
    with progress(lambda rows: f"{number(rows)} lignes comparées", "Vérification…") as told:
        reopened = settling.take_back(ends, told, sure=oui)
    replaying.copy_of(ends.target.path).unlink(missing_ok=True)
    desk.written.append("base transferer")
    desk.show(screens.taken_back(ends, reopened=reopened), form)


VERBS = (Command("transferer", transfer),)
