"""Which visit is meant: by its reference however it is typed, or by words of its title."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from venez_vivre.dates import short
from venez_vivre.errors import Ambiguous, NotFound
from venez_vivre.references import VISIT, tidy
from venez_vivre.store.queries.visits import Known, known
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, fold, plural, shorten

SHOWN = 12


def find_visit(rows: Reader, words: str | Sequence[str]) -> Known:
    """The visit that the words name: `V-3`, `v3`, or words of its title.

    Raises:
        NotFound: no visit answers.
        Ambiguous: several do; the candidates are listed.

    """
    typed = (words if isinstance(words, str) else " ".join(words)).strip()
    quoted = shorten(clean(typed).strip(), 40) or "(vide)"
    reference = tidy(typed, VISIT)
    if reference:
        reference = f"V-{int(reference.removeprefix('V-'))}"
        found = [visit for visit in known(rows) if visit.reference == reference]
        what = f"Aucune visite n’a la référence {reference}."
    else:
        found = _titled(known(rows), fold(typed).split())
        what = f"Aucune visite ne répond à « {quoted} »."
    if not found:
        raise NotFound(f"{what} `venez-vivre visites lister` les montre.")
    if len(found) > 1:
        raise Ambiguous(
            f"{plural(len(found), 'visite répond', 'visites répondent')} à « {quoted} ». "
            "Donnez une référence :",
            _lines(found),
        )
    return found[0]


def _titled(visits: Sequence[Known], words: Sequence[str]) -> list[Known]:
    """Those of that very title, else with these words, else with words that begin so."""
    keys = {visit: fold(visit.title).split() for visit in visits}
    same = [visit for visit in visits if keys[visit] == list(words)]
    whole = [visit for visit in visits if words and set(words) <= set(keys[visit])]
    begun = [
        visit
        for visit in visits
        if words and all(any(part.startswith(w) for part in keys[visit]) for w in words)
    ]
    return same or whole or begun


def _lines(found: Sequence[Known]) -> tuple[str, ...]:
    lines = [described(visit) for visit in found[:SHOWN]]
    rest = len(found) - SHOWN
    return (*lines, f"… et {plural(rest, 'autre')}.") if rest > 0 else tuple(lines)


def described(visit: Known) -> str:
    """One line that tells a visit from another: its reference, its title, its days."""
    return f"{visit.reference}  {shorten(clean(visit.title), 50)}, {days(visit)}"


def cancelled(reference: str, on: date) -> str:
    """Why nothing is noted of a visit that will not take place."""
    return (
        f"La visite {reference} est annulée depuis le {short(on)}. `venez-vivre journal` donne le "
        "numéro de cette annulation, `venez-vivre annuler --operation NUMERO` la retire."
    )


class Dated(Protocol):
    """Something that lasts from one day to another, as the base keeps them."""

    @property
    def starts_on(self) -> str:
        """Its first day."""

    @property
    def ends_on(self) -> str:
        """Its last day."""


def days(visit: Dated) -> str:
    """« le 15/11/2025 », or « du 15/11/2025 au 16/11/2025 »."""
    first, last = date.fromisoformat(visit.starts_on), date.fromisoformat(visit.ends_on)
    return f"le {short(first)}" if first == last else f"du {short(first)} au {short(last)}"
