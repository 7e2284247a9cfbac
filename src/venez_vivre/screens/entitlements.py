"""Who is entitled to what on a served base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from venez_vivre.screens.pages import Column, Page, listing

if TYPE_CHECKING:
    from venez_vivre.store.postgres.access import Right

COLUMNS = (
    Column("connexion", "Connexion", "name"),
    Column("portee", "Portée"),
    Column("territoire", "Territoire"),
    Column("ecriture", "Écrit"),
    Column("depuis", "Depuis", "day", minor=1),
    Column("par", "Donné par", minor=2),
)
EMPTY = "Personne n’est habilité. `venez-vivre agents habiliter` donne le premier droit."


def page(found: Sequence[Right]) -> Page:
    """The rights that stand, one a line."""
    return listing(COLUMNS, [asdict(one) for one in found], empty=EMPTY)
