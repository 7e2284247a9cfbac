"""Options that several commands share, and the parsers of their text."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from venez_vivre.desk import check_format
from venez_vivre.errors import Misuse

WHOLE = re.compile(r"[+-]?[0-9]{1,12}", re.ASCII)


def whole(text: str) -> int:
    """A whole number written with plain digits."""
    if not WHOLE.fullmatch(text.strip()):
        raise Misuse(f"« {text} » n’est pas un nombre entier.")
    return int(text)


Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", parser=check_format, help="table, json, csv ou md."
    ),
]
Yes = Annotated[bool, typer.Option("--oui", help="Ne pas demander de confirmation.")]
Since = Annotated[str | None, typer.Option("--du", metavar="DATE", help="Premier jour, compris.")]
Until = Annotated[str | None, typer.Option("--au", metavar="DATE", help="Dernier jour, compris.")]
Week = Annotated[str | None, typer.Option("--semaine", metavar="2025-W48", help="Une semaine.")]
Month = Annotated[str | None, typer.Option("--mois", metavar="2025-11", help="Un mois.")]
Year = Annotated[str | None, typer.Option("--annee", metavar="2025", help="Une année.")]
