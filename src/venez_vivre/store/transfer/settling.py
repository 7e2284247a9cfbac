"""The end of a transfer: the target opens and the source closes, or the target goes away.

At any moment one of both bases at most opens to ordinary commands. A step that was cut short is
finished by the same command.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from venez_vivre import NamedTuple
from venez_vivre.errors import NotFound, Refused
from venez_vivre.store import base, creation, drafts
from venez_vivre.store.base import Store
from venez_vivre.store.transfer.comparing import Different, compared
from venez_vivre.store.transfer.copying import Part, Report, Told
from venez_vivre.store.transfer.ends import Ends, is_copy, is_named, named, standing
from venez_vivre.store.transfer.marks import LEFT, WAITING, Mark, command
from venez_vivre.store.transfer.visits import Visit, visiting


class Both(NamedTuple):
    """Both bases, open to write and to nobody else, each with its mark."""

    here: Visit
    there: Visit
    gone: Mark | None
    copied: Mark | None


@contextmanager
def _both(ends: Ends) -> Iterator[Both]:
    for store in ends:
        if standing(store).schema != base.SCHEMA:
            raise NotFound(f"Il n’y a pas de base {named(store)} que cette version connaisse.")
    with visiting(ends.source, write=True) as here, visiting(ends.target, write=True) as there:
        here.begin(write=True)
        there.begin(write=True)
        yield Both(here, there, here.mark(), there.mark())


def confirm(ends: Ends, day: date, told: Told) -> Report:
    """Compare everything once more, close the source, open the target.

    Raises:
        NotFound: one of them is not there.
        Refused: nothing waits to be confirmed, or the source changed since the copy.
        Different: a row of the copy is not that of the source.

    """
    with _both(ends) as both:
        here, there, gone, copied = both
        if gone and not _is_there(ends, gone):
            raise Refused(gone.sentence())
        if gone and copied is None and here.identity() == there.identity():
            return Report()  # it was confirmed already
        mark = _waiting(ends, copied)
        if here.stamp() != mark.stamp:
            raise Refused(
                f"On a écrit dans {mark.source} depuis la copie : relancez `{mark.words}`, la "
                "copie recommencera, puis confirmez."
            )
        parts = _same(both, ends, told)
        if gone is None:
            here.hold(mark._replace(state=LEFT, day=day.isoformat()))
        here.commit()
        there.release()
        last = there.numbers().get("operation", 0)
        there.commit()
    return Report(parts, last)


def _is_there(ends: Ends, gone: Mark) -> bool:
    """Whether a source was carried to this very target."""
    return gone.state == LEFT and is_named(ends.target, gone.target)


def _waiting(ends: Ends, copied: Mark | None) -> Mark:
    if copied is None or not is_copy(ends, copied):
        raise Refused(
            f"La base {named(ends.target)} n’est pas une copie de {named(ends.source)} qui attend "
            f"d’être confirmée. Pour copier : `{ends.words}`."
        )
    if copied.state != WAITING:
        raise Refused(copied.sentence())
    return copied


def _same(both: Both, ends: Ends, told: Told) -> tuple[Part, ...]:
    try:
        seen = compared(both.here, both.there, told)
    except Different as error:
        raise Different(
            f"{error} Rien n’a été confirmé. Ôtez-la puis recommencez : `{ends.words} --annuler`."
        ) from None
    return tuple(Part(name, rows) for name, rows in seen.items() if rows)


def take_back(ends: Ends, told: Told, *, sure: bool) -> bool:
    """Take the target away; whether the source had been closed, and is open again.

    A target that was confirmed is taken back as long as nothing was written in it.

    Args:
        ends: both bases.
        told: told how many rows were compared.
        sure: go on even though a confirmed target is nowhere to be found.

    Raises:
        NotFound: the source is not there: the copy may be all that is left.
        Refused: there is nothing to take back, or something was written in the target since.

    """
    source = standing(ends.source)
    if source.schema is None:
        raise NotFound(
            f"La base {named(ends.source)} n’existe pas : sa copie est peut-être tout ce qui "
            "reste, elle n’a pas été ôtée."
        )
    if source.mark is None:
        _remove(ends, _copied(ends))
        return False
    if not _is_there(ends, source.mark):
        raise Refused(source.mark.sentence())
    return _take_back_confirmed(ends, source.mark, told, sure=sure)


def _copied(ends: Ends) -> Mark:
    mark = standing(ends.target).mark
    if mark is None or not is_copy(ends, mark):
        raise Refused(
            f"La base {named(ends.target)} n’est pas une copie de {named(ends.source)} : il n’y a "
            "rien à annuler."
        )
    return mark


def _take_back_confirmed(ends: Ends, gone: Mark, told: Told, *, sure: bool) -> bool:
    there = standing(ends.target).schema is not None
    if there:
        _close_again(ends, gone, told)
    elif not sure:
        raise Refused(
            f"La base {gone.target} est introuvable, et ce qui y a été écrit depuis le transfert "
            f"serait perdu. Pour rouvrir quand même {gone.source}, ajoutez --oui."
        )
    _in_one(ends.source, lambda here: here.release())
    if there:
        _remove(ends, gone)
    return True


def _close_again(ends: Ends, gone: Mark, told: Told) -> None:
    """Close a confirmed target in which nothing was written since."""
    with _both(ends) as both:
        if both.copied:  # closed already, by a command that was cut short
            return
        if not _unwritten(both, gone, told):
            raise Refused(
                f"On a écrit dans {gone.target} depuis le transfert, ou habilité quelqu’un sur un "
                "territoire : l’annuler le perdrait. Pour "
                "revenir, transférez-la dans l’autre sens, vers une base nouvelle : "
                f"`{command(gone.target, 'NOUVELLE')}`."
            )
        both.there.hold(gone._replace(state=WAITING))
        both.there.commit()


def _unwritten(both: Both, gone: Mark, told: Told) -> bool:
    if both.there.stamp() != gone.stamp or both.there.has_rights():
        return False
    try:
        compared(both.here, both.there, told)
    except Different:
        return False
    return True


def _in_one(store: Store, act: Callable[[Visit], None]) -> None:
    """Do something to a base in one transaction."""
    with visiting(store, write=True) as visit:
        visit.begin(write=True)
        act(visit)
        visit.commit()


def _remove(ends: Ends, mark: Mark) -> None:
    """Erase a file, empty what is on a server: it is then as it was before the copy."""
    target = ends.target
    if target.served:
        _in_one(target, _emptied)
        return
    key = target.key
    drafts.erase(target.path)
    if not mark.born:
        creation.create(target.path, key)


def _emptied(there: Visit) -> None:
    there.empty()
    there.run("INSERT INTO base_mark (identity) VALUES (?)", (secrets.token_hex(16),))
    there.release()
