"""Which of the first rows of a file holds its headings: titles and notices may stand above them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from venez_vivre.errors import Refused
from venez_vivre.texts import fold, shorten

TOP = 25
"""Rows among which the headings are looked for."""

Recognise = Callable[[Sequence[str]], int]
"""How many of the cells of a row are headings that the import knows."""


def also_named(recognise: Recognise, said: Iterable[str]) -> Recognise:
    """Count the headings that the user named too."""
    named = {fold(heading) for heading in said}
    if not named:
        return recognise
    return lambda cells: recognise(cells) + sum(fold(cell) in named for cell in cells)


def best_row(rows: Sequence[Sequence[str]], recognise: Recognise | None) -> tuple[int, int]:
    """Which of the first rows is most like headings, by default the first; how many it names."""
    place, most = 0, 0
    if recognise:
        for number, cells in enumerate(rows[:TOP]):
            known = recognise(cells)
            if known > most:
                place, most = number, known
            if known > 1 and known * 2 >= sum(map(bool, cells)):
                break  # most of its cells are headings: no row below is read as such
    return place, most


def require_headings(
    name: str, headings: Sequence[str], recognise: Recognise, fields: Sequence[str]
) -> None:
    """Refuse a file of which no row is like headings, and whose first row is like data.

    Raises:
        Refused: the sentence shows what was expected.

    """
    said = [heading for heading in headings if heading]
    if recognise(headings) or not any(_DATA & set(heading) for heading in said):
        return
    raise Refused(
        f"{name} n’a pas de ligne d’en-têtes : sa première ligne est « {shorten(_row(said), 60)} »."
        f" Ajoutez une ligne qui nomme chaque colonne, par exemple « {_row(fields[:6])} », ou dites"
        ' à quoi correspond une colonne avec --colonne "En-tête=champ".'
    )


_DATA = frozenset("0123456789@")


def _row(cells: Sequence[str]) -> str:
    return " ; ".join(cells)
