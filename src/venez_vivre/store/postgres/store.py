"""A base on a PostgreSQL server, opened and changed as one in a file is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import psycopg
from platformdirs import user_data_path

from venez_vivre.errors import Refused
from venez_vivre.store import base
from venez_vivre.store.postgres import troubles
from venez_vivre.store.postgres.address import Address
from venez_vivre.store.postgres.link import Link, connect

if TYPE_CHECKING:
    from venez_vivre.store.keys import Ask

WAIT = "SET lock_timeout = '60s'"


class ServedStore(base.Store):
    """A base whose rows are on a server; its path names what this machine keeps beside it."""

    def __init__(
        self,
        address: Address,
        announce: Callable[[str], None] = lambda _: None,
        ask: Ask | None = None,
        errand: str = "",
    ) -> None:
        folder = user_data_path("venez-vivre", appauthor=False) / "serveurs"
        with suppress(OSError):  # whoever writes there says why it cannot
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(folder / address.name, announce, ask)
        self.address = address
        self.served = True
        self._errand = errand

    @property
    def shown(self) -> str:
        """The address, without a password."""
        return self.address.shown

    def exists(self) -> bool:
        """Whether it is worth asking: a server is never made by the way."""
        return True

    def link(self, *, write: bool) -> Link:
        """A connection, whatever the schema."""
        return connect(self.address.conninfo, write=write)

    def prepare(self, *, write: bool) -> list[str]:
        """Make the schema on the server, or only say what would be run; the statements.

        Raises:
            Refused: it is there already, or the server refuses.

        """
        from venez_vivre.store.postgres.schema import create  # noqa: PLC0415  reads do without

        with self._explained():
            link = self.link(write=True)
            try:
                if schema_of(link) is not None:
                    raise Refused(f"La base {self.shown} est déjà préparée.")
                self._begin(link)
                said = create(link)
                self._end(link, "COMMIT" if write else "ROLLBACK")
            finally:
                link.close()
        return said

    def renew(self) -> int:
        """Bring the schema on the server to the newest; the number that it had.

        Raises:
            Refused: there is none, it is newer, or the login does not administer the base.

        """
        from venez_vivre.store.postgres.renewal import renew  # noqa: PLC0415  reads do without

        with self._explained():
            link = self.link(write=True)
            try:
                found = schema_of(link)
                if found is None or found >= base.SCHEMA:
                    self._check_schema(link)
                    return base.SCHEMA
                self._begin(link)
                renew(link)
                self._end(link, "COMMIT")
            finally:
                link.close()
        return found

    @contextmanager
    def administering(self) -> Iterator[Link]:
        """A connection for what is no work on files: rights, given and taken back."""
        with self._explained():
            link = self.link(write=True)
            try:
                self._check_once(link)
                yield link
            finally:
                link.close()

    def check_reaches_all(self) -> None:
        """Go on only for who may write the files of every territory.

        Raises:
            Refused: this login may not.

        """
        with self.administering() as link:
            found = link.raw.execute(
                "SELECT venez_vivre_droits.administers() "
                "OR venez_vivre_droits.holds('region', true)"
            ).fetchone()
        if not (found and found[0]):
            raise Refused(
                f"Réunir des bases dans {self.shown} demande d’y écrire les dossiers de tous les "
                "territoires : `venez-vivre agents habilitations` montre vos droits."
            )

    @contextmanager
    def _connection(self, *, write: bool) -> Iterator[Link]:
        with self._explained():
            link = self.link(write=write)
            try:
                self._check_once(link)
                self._enter(link, write=write)
                yield link
            finally:
                link.close()

    def _enter(self, link: Link, *, write: bool) -> None:
        """See what this login may: files, figures only, or nothing.

        Raises:
            Refused: it holds no right, or none to what this command is about.

        """
        (reach,) = link.raw.execute("SELECT venez_vivre_droits.reach()").fetchone() or ("rien",)
        if reach == "rien":
            raise Refused(
                f"Vous n’êtes habilité à rien lire dans {self.shown}. Demandez à qui administre "
                "le serveur : `venez-vivre agents habiliter`."
            )
        if reach == "ensemble":
            from venez_vivre.store.postgres import figures  # noqa: PLC0415  files do without

            if write or self._errand not in figures.READ_BY:
                raise Refused(
                    "Votre habilitation porte sur les chiffres de l’ensemble, pas sur les "
                    "dossiers. `venez-vivre entonnoir` et `venez-vivre rapport` vous sont ouverts."
                )
            link.raw.execute(f"SET search_path = {figures.FIGURES}, venez_vivre, pg_catalog")

    def _begin(self, connection: Any) -> None:
        connection.raw.execute(WAIT)
        connection.execute("BEGIN IMMEDIATE")

    def _end(self, connection: Any, word: str) -> None:
        try:
            connection.execute(word)
        except psycopg.OperationalError:
            if word == "COMMIT":
                raise troubles.unsure(self.shown) from None
            raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            cause = getattr(error, "orig", error)
            if troubles.is_trouble(cause):
                raise troubles.explain(cause, self.shown) from None
            raise

    def _make_ready(self) -> None:
        if not self._checked:
            with self._explained():
                link = self.link(write=False)
                try:
                    self._check_once(link)
                finally:
                    link.close()

    def _check_once(self, link: Link) -> None:
        if not self._checked:
            self._check_schema(link)
            self._checked = True

    def _check_schema(self, link: Link) -> None:
        found = schema_of(link)
        if found is None:
            raise Refused(
                f"La base {self.shown} n’est pas encore préparée. Qui l’administre lance "
                "`venez-vivre base servir`."
            )
        if found > base.SCHEMA:  # or set aside: see `transfer.marks`
            from venez_vivre.store.transfer.marks import why  # noqa: PLC0415

            raise why(link, self.shown, found)
        if found < base.SCHEMA:
            raise Refused(
                f"La base {self.shown} vient d’une version plus ancienne du programme. Qui "
                "l’administre la met à niveau par `venez-vivre base migrer`."
            )


def schema_of(link: Link) -> int | None:
    """The number of the schema on the server, None when there is none."""
    there = link.raw.execute("SELECT to_regclass('venez_vivre.alembic_version')").fetchone()
    if there is None or there[0] is None:
        return None
    found = link.raw.execute("SELECT version_num FROM venez_vivre.alembic_version").fetchone()
    return int(found[0]) if found else None
