"""The mark of a base that is not to be used: a copy that waits, or what was carried elsewhere.

Its schema says a thousand more than it is. Whoever opens it, an older program too, goes no further,
and what reads a base every day asks nothing more than it did.
"""

from __future__ import annotations

import json
import re
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from venez_vivre import NamedTuple
from venez_vivre.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from venez_vivre.store.base import Store
    from venez_vivre.store.postgres.store import ServedStore

HELD = 1000
"""What is added to the number of the schema."""

COPYING, WAITING, LEFT = "copie", "attente", "partie"
"""A target under way, a target that waits to be confirmed, a source that was confirmed."""


_SPECIAL = re.compile(r"[\s&?*;()<>|$'!]")


def typed(base: str) -> str:
    """A path or an address as it is typed: a shell would read some of its characters."""
    return f'"{base}"' if _SPECIAL.search(base) else base


def command(source: str, target: str) -> str:
    """The command that carries one base to the other."""
    return f"venez-vivre base transferer {typed(source)} {typed(target)}"


class Mark(NamedTuple):
    """From where to where, since which day (ISO), and what the source was like then.

    `born` says that the target was made for it; `identity` and `stamp` are those of the source.
    """

    state: str
    source: str
    target: str
    day: str
    identity: str
    stamp: str
    born: bool

    def written(self) -> str:
        """The mark as a base keeps it."""
        return json.dumps(self._asdict(), ensure_ascii=False)

    @property
    def words(self) -> str:
        """The command that the mark is about."""
        return command(self.source, self.target)

    def sentence(self) -> str:
        """Why the base that holds this mark opens to no command, and what to do."""
        if self.state == LEFT:
            return (
                f"La base {self.source} a été transférée vers {self.target} le "
                f"{date.fromisoformat(self.day):%d/%m/%Y}. Donnez --base {typed(self.target)}."
            )
        if self.state == COPYING:
            return (
                f"La copie de {self.source} vers {self.target} n’est pas finie : "
                f"`{self.words}` la reprend, avec --annuler elle est ôtée."
            )
        return (
            f"La base {self.target} attend d’être confirmée : `{self.words} --confirmer` l’ouvre "
            f"à la place de {self.source}, --annuler l’ôte."
        )


def read(connection: Any) -> Mark | None:
    """The mark that a base holds."""
    found = connection.execute("SELECT said FROM transfer_mark WHERE id = 1").fetchone()
    return Mark(**json.loads(found[0])) if found else None


def shut(store: Store, schema: int) -> Refused:
    """Why a base whose schema is beyond ours opens to no command."""
    if schema < HELD:
        return newer(store.shown)
    if store.served:
        connection: Any = cast("ServedStore", store).link(write=False)
    else:
        connection = store.open(store.path, write=False)
    with closing(connection):
        return why(connection, store.shown, schema)


def why(connection: Any, shown: str | Path, schema: int) -> Refused:
    """The same, of a base that is open."""
    mark = read(connection) if schema >= HELD else None
    return Refused(mark.sentence()) if mark else newer(shown)


def newer(shown: str | Path) -> Refused:
    """The error of a base that a later version wrote."""
    return Refused(
        f"La base {shown} vient d’une version plus récente du programme. "
        "Mettez venez-vivre à jour, puis recommencez."
    )
