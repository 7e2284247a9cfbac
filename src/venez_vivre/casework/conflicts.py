"""Two people edit one file at once: the second is refused, and sees both versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from venez_vivre.dates import short
from venez_vivre.errors import NotFound, Refused
from venez_vivre.models import Household, Person
from venez_vivre.store.base import Work
from venez_vivre.store.queries.households import Found
from venez_vivre.texts import clean, shorten

SHOWN = 60
"""Characters of a value."""


Row = tuple[Household | Person, Mapping[str, str]]
"""A row that is edited, and its columns by field."""


def load(work: Work, found: Found) -> Household:
    """The household to write to.

    Raises:
        Refused: somebody else edited it since it was read.

    """
    household = work.session.get(Household, found.number)
    if household is None:
        raise NotFound(f"Le foyer {found.reference} n’existe plus.")
    if household.version != found.version:
        raise stale(found)
    return household


def flush(work: Work, found: Found) -> None:
    """Send what was edited to the base.

    Raises:
        Refused: somebody else edited it in the meantime.

    """
    try:
        work.session.flush()
    except StaleDataError:
        raise stale(found) from None


def stale(found: Found, lines: Iterable[str] = ()) -> Refused:
    """The refusal of a change of a file that was read before somebody else changed it."""
    told = (
        f"Le foyer {found.reference} vient d’être modifié par quelqu’un d’autre : rien n’a été "
        "enregistré."
    )
    gesture = f"Relisez-le (`venez-vivre foyers montrer {found.reference}`) puis recommencez."
    return Refused("\n".join((told, *lines, gesture)))


def overtaken(found: Found, rows: Iterable[Row], values: Mapping[str, Any]) -> Refused:
    """The same for an edit: what the file says by now, and what was about to be written."""
    return stale(
        found,
        (
            f"  {name} : la fiche dit {_said(now)}, vous écriviez {_said(values[name])}"
            for row, columns in rows
            for name, column in columns.items()
            if name in values and (now := getattr(row, column)) != values[name]
        ),
    )


def _said(value: Any) -> str:
    if value is None:
        return "(rien)"
    text = short(value) if hasattr(value, "isoformat") else str(value)
    return f"« {shorten(clean(text), SHOWN)} »"
