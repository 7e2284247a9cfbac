"""A base looked at in passing: never made, never upgraded, never waited for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from venez_vivre.errors import VenezVivreError
from venez_vivre.store import cipher, driver
from venez_vivre.store.base import SCHEMA
from venez_vivre.store.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 100
"""How many milliseconds to wait for another command that writes."""


@contextmanager
def glance(path: Path | str) -> Iterator[Reader | None]:
    """A view of the base, None when there is none that this version reads as it is."""
    if not os.path.isfile(path):  # noqa: PTH113  without pathlib
        yield None
        return
    try:
        connection = driver.connect(path, write=False, key=_key_of(path))
    except VenezVivreError:  # encrypted, and nobody is asked in passing
        yield None
        return
    try:
        connection.execute(f"PRAGMA busy_timeout={PATIENCE}")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        ours = (application, schema) == (driver.APPLICATION_ID, SCHEMA)
        yield Reader(connection) if ours else None
    finally:
        connection.close()


def _key_of(path: Path | str) -> cipher.Key | None:
    if cipher.salt_of(path) is None:
        return None
    from venez_vivre.store.keys import Keys  # noqa: PLC0415  plain bases do without

    return Keys().of(path)
