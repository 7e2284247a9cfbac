"""The ROME code of what people write of their occupation."""

from __future__ import annotations

from functools import lru_cache

from venez_vivre.intake.occupations_official import Occupations
from venez_vivre.store.reader import Reader


class Trades:
    """The occupations that one base knows; called with a text, gives its code and confidence."""

    def __init__(self, rows: Reader) -> None:
        self._occupations: Occupations | None = None
        self._rows = rows
        self._known = lru_cache(maxsize=1 << 14)(self._find)

    def __call__(self, text: str) -> tuple[str, int] | None:
        """The ROME code and a confidence in percent, None where the text does not say."""
        return self._known(text) if text else None

    def load(self) -> Occupations:
        """The occupations of the base, in memory from then on."""
        if self._occupations is None:
            self._occupations = Occupations(self._rows)
        return self._occupations

    def _find(self, text: str) -> tuple[str, int] | None:
        found = self.load().find(text)
        return None if found is None else (found.rome_code, round(found.confidence * 100))
