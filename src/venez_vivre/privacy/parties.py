"""Who answers for the data: the controller, how to write to them, their data protection officer.

They are texts among the settings of the base, which `rgpd notice` writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from venez_vivre.errors import Misuse
from venez_vivre.store.base import Work
from venez_vivre.store.queries import privacy as queries
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean

LONGEST = 200

NAMES = {
    "responsable": "rgpd_responsable",
    "contact": "rgpd_contact",
    "delegue": "rgpd_delegue",
}
"""The option that gives each text, and the setting that keeps it."""


@dataclass(frozen=True)
class Parties:
    """Controller, address to write to, data protection officer; None where nobody said."""

    responsable: str | None = None
    contact: str | None = None
    delegue: str | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The options that still have to be given."""
        said = {"--responsable": self.responsable, "--contact": self.contact}
        return tuple(option for option, value in said.items() if value is None)


def parties(rows: Reader) -> Parties:
    """Who answers for the data of this base."""
    said = queries.texts(rows, tuple(NAMES.values()))
    return Parties(**{option: said.get(name) for option, name in NAMES.items()})


def settle(work: Work, given: Mapping[str, str | None]) -> bool:
    """Keep the texts that were given; whether one is new.

    Raises:
        Misuse: a text is empty or too long.

    """
    new = False
    for option, text in given.items():
        if text is not None:
            new = _write(work, NAMES[option], _tidy(option, text)) or new
    return new


def _tidy(option: str, text: str) -> str:
    tidy = clean(text).strip()
    if not tidy:
        raise Misuse(f"--{option} est vide.")
    if len(tidy) > LONGEST:
        raise Misuse(f"--{option} est trop long : au plus {LONGEST} caractères.")
    return tidy


def _write(work: Work, name: str, value: str) -> bool:
    from sqlmodel import select  # noqa: PLC0415  reading does without

    from venez_vivre.models import Setting  # noqa: PLC0415  same

    found = work.session.exec(select(Setting).where(Setting.name == name)).first()
    if found is None:
        work.session.add(Setting(name=name, value=value))
        return True
    changed = found.value != value
    found.value = value
    return changed
