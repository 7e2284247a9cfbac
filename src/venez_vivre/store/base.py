"""The store: one base, opened on first use, read through `reading`, changed through `transact`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from venez_vivre.errors import Refused, reason
from venez_vivre.store import cipher, driver
from venez_vivre.store.located import Located
from venez_vivre.store.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel import Session

    from venez_vivre.store.keys import Ask, Keys
    from venez_vivre.store.operations import Heading

SCHEMA = 11
"""Number of the newest schema, kept in `user_version`; one more with each migration."""


class Work:
    """One operation under way: a transaction, its journal, a model session if one is needed."""

    def __init__(self, rows: Reader, heading: Heading) -> None:
        from venez_vivre.store.journal import Journal  # noqa: PLC0415  reads do without it
        from venez_vivre.store.restraint import held  # noqa: PLC0415  same

        self.rows = rows
        self.heading = heading
        self.journal = Journal(rows)
        self._held = held(rows)
        self.summary = heading.command
        self.idle = False
        """Said by a use case that changed nothing: not even a counter is then left behind."""
        self.learnt = False
        """Said when something was noted that is worth keeping though nothing changed."""
        self.recalled: tuple[str, ...] = ()
        """What people are to be told beside the answer, once it is written."""
        self._session: Session | None = None

    @property
    def today(self) -> date:
        """The day the command acts on."""
        return self.heading.today

    @property
    def session(self) -> Session:
        """The model session of this transaction; importing the models waits for its first use."""
        if self._session is None:
            from venez_vivre.store.session import open_session  # noqa: PLC0415

            self._session = open_session(self.rows.connection, self.journal)
        return self._session

    def says(self, summary: str) -> None:
        """Say what the operation did, in words, without a personal value."""
        self.summary = summary

    def next_number(self, table: str) -> int:
        """The number that the next row of this table will have; numbers are never given twice."""
        used = self.rows.value("SELECT seq FROM sqlite_sequence WHERE name = :table", table=table)
        return int(used or 0) + 1

    def settle(self) -> None:
        """Send pending models to the base and derive the stages of the households they touch."""
        from venez_vivre.store.stages import derive  # noqa: PLC0415  same

        if self._session is not None:
            self._session.flush()
        derive(self.rows, self.journal.households())
        if self._session is not None:
            self._session.expire_all()

    def close(self) -> None:
        """Write the journal, unless nothing was changed one way or another."""
        from venez_vivre.store import restraint  # noqa: PLC0415  same
        from venez_vivre.store.operations import record  # noqa: PLC0415  same

        self.settle()
        if not self.journal.is_empty():
            command = self.heading.command
            self.recalled = restraint.check(self.rows, command, self.journal, self._held)
            self.journal.write(record(self.rows, self.heading, self.summary))


class Store(Located):
    """A base in one SQLite file; made, or brought to the newest schema, when first opened."""

    def __init__(
        self,
        path: Path | str,
        announce: Callable[[str], None] = lambda _: None,
        ask: Ask | None = None,
    ) -> None:
        super().__init__(path)
        self._announce, self._ask = announce, ask
        self._checked = False
        self.served = False  # on a server: what concerns files is then not for this base

    @cached_property
    def key(self) -> cipher.Key | None:
        """What opens this base, None when it is not encrypted; looked for on first use."""
        return self._key_of(self._named)

    @cached_property
    def _keys(self) -> Keys:
        from venez_vivre.store.keys import Keys  # noqa: PLC0415  plain bases do without

        return Keys(self._ask)

    def _key_of(self, path: Path | str) -> cipher.Key | None:
        return None if cipher.salt_of(path) is None else self._keys.of(path)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A consistent view of the base, which cannot be changed through it."""
        with self._connection(write=False) as connection:
            connection.execute("BEGIN")
            yield Reader(connection)

    @contextmanager
    def transact(self, heading: Heading, *, dry: bool = False) -> Iterator[Work]:
        """One operation: everything in it is written, or nothing; nothing at all when `dry`."""
        with self._connection(write=True) as connection:
            if "venez_vivre.models" in sys.modules:  # of this command: set up before others wait
                from venez_vivre.store import session  # noqa: PLC0415  reads do without it

                session.prepare()
            self._begin(connection)
            work = Work(Reader(connection), heading)
            try:
                yield work
                work.close()
            except BaseException:
                connection.rollback()
                raise
            idle = work.idle and not work.learnt
            self._end(connection, "ROLLBACK" if dry or idle else "COMMIT")
        for said in () if dry or idle else work.recalled:
            self._announce(said)

    def _begin(self, connection: Any) -> None:
        driver.begin(connection)

    def _end(self, connection: Any, word: str) -> None:
        connection.execute(word)

    def open(self, path: Path | str, *, write: bool) -> Any:
        """A connection to a file that is kept like this base: a copy of it, or what replaces it.

        A new file is encrypted as this base is; one that is there already, as it was made.

        Raises:
            WrongKey: the key is missing, or does not open the file.

        """
        self._sweep()
        own = self.key  # first: it is read in the file, which must not be open then (`salt_of`)
        new = not os.path.exists(path) or os.stat(path).st_size == 0  # noqa: PTH110, PTH116  without pathlib
        key = own if new or self._is_mine(path) else self._key_of(path)
        return driver.connect(path, write=write, key=key)

    def key_of(self, path: Path) -> cipher.Key | None:
        """What opens a file that is kept like this base and is not open; None for one in clear.

        Raises:
            WrongKey: its key is missing.

        """
        return self.key if self._is_mine(path) else self._key_of(path)

    def born_like(self, path: Path) -> None:
        """Have a base that is not there yet encrypted as another file is."""
        if not self.path.exists():
            self.__dict__["key"] = self._key_of(path)

    def beside(self, path: Path) -> Store:
        """The store of another file that is kept like this base."""
        other = Store(path, self._announce, self._ask)
        other._keys = self._keys
        return other

    def under(self, key: cipher.Key | None) -> Store:
        """The same base, once that key opens it; None when it is in clear by now."""
        other = Store(self.path, self._announce, self._ask)
        other.key = key
        return other

    @contextmanager
    def alone(self) -> Iterator[Any]:
        """A connection that may change the file, and no transaction: for what SQLite does alone."""
        with self._connection(write=True) as connection:
            yield connection

    @contextmanager
    def _connection(self, *, write: bool) -> Iterator[Any]:
        with self._explained():
            self._make_ready()
            connection = self.open(self._named, write=write)
            if write:
                self._keep_private()
            try:
                yield connection
            finally:
                connection.close()

    def _keep_private(self) -> None:
        """Take from others the rights that a copy or a share gave them on a base that is written.

        What its owner alone can do is left to them: `base verifier` says it.
        """
        with suppress(OSError):
            if self.path.stat().st_mode & 0o077:
                driver.private(self.path)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What the driver refuses becomes a sentence."""
        try:
            yield
        except Exception as error:
            cause = getattr(error, "orig", error)  # SQLAlchemy wraps what the driver says
            if driver.is_trouble(cause):
                raise driver.explain(cause, self.path) from None
            raise

    def make_ready(self) -> None:
        """Make the base, or check it and bring it to the newest schema: once.

        Raises:
            Refused: it is none of ours, or cannot be made.
            WrongKey: it is encrypted, and its key is missing or wrong.

        """
        with self._explained():
            self._make_ready()

    def _make_ready(self) -> None:
        if self._checked:
            return
        if not self.exists():
            self.create()
        elif os.path.isdir(self._named):  # noqa: PTH112  without pathlib
            raise Refused(f"{self.path} est un dossier. Donnez à --base le chemin d’un fichier.")
        else:
            self._check()
        self._checked = True

    def create(self, key: cipher.Key | None = None) -> None:
        """Make this base, which is not there yet, encrypted from the first byte with a key.

        Raises:
            Refused: the folder or the disk does not allow it.

        """
        from venez_vivre.store import creation, places  # noqa: PLC0415

        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            created = creation.create(self.path, key)
        except OSError as error:
            raise Refused(
                f"La base {self.path} ne peut pas être créée ({reason(error)}). "
                "Vérifiez le dossier et vos droits, ou choisissez une autre base avec --base."
            ) from None
        if created:
            self._announce(f"Nouvelle base créée : {self.path}")
            if said := places.warning(self.path):
                self._announce(said)

    def _check(self) -> None:
        if not os.access(self._named, os.R_OK):
            raise Refused(f"Vous n’avez pas le droit de lire la base {self.path}.")
        connection = self.open(self._named, write=False)
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (schema,) = connection.execute("PRAGMA user_version").fetchone()
        finally:
            connection.close()
        if application != driver.APPLICATION_ID:
            raise Refused(
                f"{self.path} n’est pas une base de venez-vivre. "
                "Choisissez-en une autre avec --base."
            )
        if schema > SCHEMA:  # or set aside: see `transfer.marks`
            from venez_vivre.store.transfer.marks import shut  # noqa: PLC0415

            raise shut(self, schema)
        if schema < SCHEMA:
            from venez_vivre.store.migrations import upgrade  # noqa: PLC0415

            kept = upgrade(self)
            self._announce(f"Base mise à jour : {self.path} (sauvegarde d’avant : {kept})")
