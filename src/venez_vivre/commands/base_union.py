"""Several local bases brought into one: the verb `reunir` of the base."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from venez_vivre.commands.options import Format
from venez_vivre.desk import Desk
from venez_vivre.errors import DONE, TO_CORRECT
from venez_vivre.grammar import Call, Command, argument, option
from venez_vivre.texts import plural

if TYPE_CHECKING:
    from venez_vivre.casework.union.uniting import Opened
    from venez_vivre.casework.union.values import Report
    from venez_vivre.privacy.erased_elsewhere import Held
    from venez_vivre.store.base import Store, Work
    from venez_vivre.store.postgres.store import ServedStore

Files = Annotated[
    list[str],
    argument(metavar="BASE…", help="Les fichiers des bases à réunir.", completes="fichier"),
]
Into = Annotated[
    str | None,
    option(
        "--vers",
        metavar="CIBLE",
        help="La base où tout est réuni ; un fichier est créé s’il n’existe pas.",
        completes="fichier",
    ),
]


def unite(ctx: Call, bases: Files, vers: Into = None, form: Format = None) -> int:
    """Réunir des bases locales en une seule, sans compter personne deux fois.

    Les bases nommées sont lues, jamais changées. La même base donnée deux fois, ou de nouveau le
    mois suivant, n’apporte que ce qui est nouveau ou modifié. Ce qui a été modifié des deux côtés
    n’est pas remplacé : c’est listé, à vous de décider ; le code de sortie est alors 5. Les
    personnes sûrement connues de plusieurs territoires deviennent un seul foyer ; les autres
    ressemblances sont dans `inscrits doublons`. La base cible est sauvegardée avant, si c’est un
    fichier.

      venez-vivre base reunir autun.db nevers.db --vers region.db
    """
    from venez_vivre.screens import base_union as screens  # noqa: PLC0415  only here

    desk: Desk = ctx.obj
    target = desk.on(desk.need("--vers", vers, "Dans quelle base réunir ?"))
    report = _united(ctx, target, [Path(name).expanduser() for name in bases])
    desk.show(screens.united(report, target.store.shown), form)
    return TO_CORRECT if report.conflicts else DONE


def _united(ctx: Call, target: Desk, paths: Sequence[Path]) -> Report:
    """Open everything first: a base that cannot be read leaves all as it was."""
    from venez_vivre.privacy import erased_elsewhere, erasing, replaying  # noqa: PLC0415  heavy
    from venez_vivre.store import backups, foreign  # noqa: PLC0415  only here

    store, sealed = target.store, _sealed(paths)
    with ExitStack() as stack:
        readers = [stack.enter_context(foreign.reading(store, path)) for path in paths]
        held = [
            erased_elsewhere.held(store, path, rows)
            for path, rows in zip(paths, readers, strict=True)
        ]
        there = _ready(store, sealed)
        saved = there and not store.served  # whoever administers a server saves it
        kept = str(backups.save(store, why=backups.BEFORE_UNION).path) if saved else None
        erased = 0
        if any(one.ledgers for one in held):
            erasing.finish(store)
            with target.working(ctx) as work:
                erased = erased_elsewhere.honour(work, held)
            replaying.keep_copy(store)
            if erased:
                erasing.scrub(store)
        with target.working(ctx) as work:
            report = _unite(work, paths, held)
    report.erased, report.kept = erased, kept
    return report


def _sealed(paths: Sequence[Path]) -> Path | None:
    """The first encrypted one; before any is open, as to read a file aside gives its locks up."""
    from venez_vivre.store import cipher  # noqa: PLC0415  only here

    there = (path for path in paths if path.is_file())
    return next((path for path in there if cipher.salt_of(path) is not None), None)


def _ready(store: Store, sealed: Path | None) -> bool:
    """Make the target if it is not there, encrypted as that base is; whether it was there."""
    if store.served:
        cast("ServedStore", store).check_reaches_all()
        return True
    if store.path.exists():
        store.make_ready()
        return True
    if sealed is not None:
        store.born_like(sealed)
    store.create(store.key)
    return False


def _unite(work: Work, paths: Sequence[Path], held: Sequence[Held]) -> Report:
    from venez_vivre.casework.union import uniting  # noqa: PLC0415  numpy comes along

    report = uniting.unite(work, list(_opened(work, paths, held)))
    work.idle = work.journal.is_empty()
    received = sum(base.received for base in report.bases)
    united = sum(base.united for base in report.bases)
    work.says(
        f"réunion de {plural(len(paths), 'base')} : {plural(received, 'foyer reçu', 'foyers reçus')}, "
        f"{plural(united, 'réuni')}, {plural(len(report.conflicts), 'conflit')}"
    )
    return report


def _opened(work: Work, paths: Sequence[Path], held: Sequence[Held]) -> list[Opened]:
    """The bases, each with those of its people who were erased in another one."""
    from venez_vivre.casework.union.uniting import Opened  # noqa: PLC0415  numpy comes along
    from venez_vivre.privacy.erased_elsewhere import withheld  # noqa: PLC0415  only here
    from venez_vivre.store import ledger  # noqa: PLC0415  only here

    known = ledger.read(work.rows)
    return [
        Opened(
            str(path), one.rows, withheld(one, [other for other in held if other is not one], known)
        )
        for path, one in zip(paths, held, strict=True)
    ]


VERBS = (Command("reunir", unite),)
