"""The assumptions that somebody set in a base."""

from __future__ import annotations

import json
from datetime import date

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader

PREFIX = "hypothese."
"""What the names of assumptions begin with, among the settings of a base."""


class Said(NamedTuple):
    """A value, where it comes from, since which day."""

    value: float
    source: str
    dated: date


def said(rows: Reader) -> dict[str, Said]:
    """What was set, by name."""
    found = rows.rows("SELECT name, value FROM setting WHERE name LIKE :like", like=f"{PREFIX}%")
    return {name.removeprefix(PREFIX): read(value) for name, value in found}


def read(text: str) -> Said:
    """An assumption as it is kept."""
    kept = json.loads(text)
    return Said(float(kept["valeur"]), kept["source"], date.fromisoformat(kept["le"]))


def written(one: Said) -> str:
    """The same as it is kept."""
    kept = {"valeur": one.value, "source": one.source, "le": one.dated.isoformat()}
    return json.dumps(kept, ensure_ascii=False)
