"""Both ends of a transfer: what each base is, and whether one can be carried to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from venez_vivre import NamedTuple
from venez_vivre.errors import NotFound, Refused
from venez_vivre.store import base
from venez_vivre.store.base import Store
from venez_vivre.store.transfer import marks
from venez_vivre.store.transfer.marks import LEFT, Mark
from venez_vivre.store.transfer.plan import plan
from venez_vivre.store.transfer.visits import visiting

if TYPE_CHECKING:
    from venez_vivre.store.postgres.store import ServedStore


class Ends(NamedTuple):
    """From which base to which."""

    source: Store
    target: Store

    @property
    def words(self) -> str:
        """The command that names both."""
        return marks.command(named(self.source), named(self.target))


class Standing(NamedTuple):
    """What a base is to a transfer: its schema (None: nothing is there), its mark, its content."""

    schema: int | None
    mark: Mark | None = None
    empty: bool = False
    households: int = 0


def named(store: Store) -> str:
    """A base as a command names it from anywhere."""
    return store.shown if store.served else str(store.path.resolve())


def standing(store: Store) -> Standing:
    """What a base is; nothing of it is changed.

    Raises:
        Refused: it is none of ours, or its engine refuses.

    """
    if not store.exists():
        return Standing(None)
    with visiting(store, write=False) as visit:
        schema = visit.schema()
        if schema != base.SCHEMA:
            return Standing(schema)
        mark = visit.mark()
        visit.begin(write=False)
        filled = {one.name for one in plan() if visit.last(one) is not None} - {"base_mark"}
        households = int(visit.rows("SELECT count(*) FROM household")[0][0])
        return Standing(schema, mark, not filled, households)


def check_source(store: Store) -> Standing:
    """A source that can be carried.

    Raises:
        NotFound: there is none.
        Refused: it is of another schema, or was carried elsewhere already, or is itself a copy.

    """
    found = standing(store)
    if found.schema is None:
        raise NotFound(f"La base {store.shown} n’existe pas : il n’y a rien à transférer.")
    if found.schema > base.SCHEMA:
        raise marks.newer(store.shown)
    if found.schema < base.SCHEMA:
        raise Refused(
            f"La base {store.shown} vient d’une version plus ancienne du programme. Mettez-la "
            f"d’abord à jour : `venez-vivre --base {marks.typed(store.shown)} base migrer`."
        )
    if found.mark:
        raise Refused(found.mark.sentence())
    return found


def check_target(ends: Ends) -> Standing:
    """A target in which nothing would be lost, or an earlier copy of the same source.

    Raises:
        Refused: it holds something else.

    """
    target = ends.target
    if is_named(ends.source, named(target)) or _same_file(ends):
        raise Refused("La source et la cible sont la même base : nommez-en deux.")
    found = standing(target)
    if found.schema not in {None, base.SCHEMA}:
        raise Refused(
            f"La base {target.shown} est d’une autre version du programme : choisissez une cible "
            "qui n’existe pas encore."
        )
    if found.mark and not is_copy(ends, found.mark):
        raise Refused(found.mark.sentence())
    if found.schema is not None and not (found.mark or found.empty):
        raise Refused(
            f"La base {target.shown} contient déjà des données, et une cible doit être vide. "
            "Choisissez-en une autre ; pour réunir des bases : `venez-vivre base reunir`."
        )
    return found


def is_copy(ends: Ends, mark: Mark) -> bool:
    """Whether the mark of the target says that it is a copy of this source, not yet confirmed."""
    return mark.state != LEFT and is_named(ends.source, mark.source)


def is_named(store: Store, said: str) -> bool:
    """Whether a mark names this base: on a server, whoever names it and by whatever login."""
    if not store.served:
        return said == named(store)
    from venez_vivre.store.postgres.address import parsed  # noqa: PLC0415  only for a server

    return "://" in said and parsed(said).name == cast("ServedStore", store).address.name


def _same_file(ends: Ends) -> bool:
    source, target = ends
    there = not (source.served or target.served) and target.path.exists() and source.path.exists()
    return there and target.path.samefile(source.path)
