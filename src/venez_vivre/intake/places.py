"""Where people come from, and which territory their wishes point at."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from venez_vivre import locations
from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.identity import text_or_none
from venez_vivre.intake.receipts import Problem
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold

FRANCE = frozenset({"", "france", "fr", "metropole", "france metropolitaine"})
ABROAD = "etranger"
"""The département of origin of those who live outside France."""


class Places:
    """Resolves places with the territories of one base; each text is worked out once."""

    def __init__(self, rows: Reader) -> None:
        self._by_name: dict[str, int] = {}
        for number, code, name in rows.rows("SELECT id, code, name FROM territory"):
            self._by_name.setdefault(fold(code), number)
            self._by_name.setdefault(fold(name), number)
        self._by_commune: dict[str, int] = dict(
            rows.rows("SELECT code_insee, territory_id FROM territory_commune")
        )
        self._of_wish = lru_cache(maxsize=1 << 14)(self._resolve)

    def territory(self, values: dict[str, Any]) -> int | None:
        """The first territory that the wishes name, by itself or by one of its communes."""
        for field in ("territoires_souhaites", "communes_souhaitees"):
            for wish in self._wishes(text_or_none(values.get(field)) or ""):
                if wish and (number := self._of_wish(wish)) is not None:
                    return number
        return None

    def unknown(self, draft: Draft) -> Problem | None:
        """What to say of a line whose wished territory is none of the base's."""
        said = text_or_none(draft.values.get("territoires_souhaites"))
        if not said or self.territory(draft.values) is not None:
            return None
        remedy = (
            "Corrigez le code ou le nom : `venez-vivre territoires lister` les montre."
            if self._by_name
            else "Importez d’abord les territoires : `venez-vivre territoires importer`."
        )
        column = "territoires_souhaites"
        return Problem(draft.row.number, column, said, "territoire inconnu", remedy)

    def _wishes(self, listed: str) -> list[str]:
        """The items of a list, a name that holds a comma (« Chablis, Villages ») in one piece."""
        items, wishes = listed.split("|"), []
        while items:
            taken = next(
                (n for n in range(len(items), 1, -1) if fold(" ".join(items[:n])) in self._by_name),
                1,
            )
            wishes.append(" ".join(items[:taken]))
            items = items[taken:]
        return wishes

    def named(self, text: str) -> int | None:
        """The territory of that code or name."""
        return self._by_name.get(fold(text))

    def origin(self, values: dict[str, Any]) -> str | None:
        """The département someone lives in, `etranger` outside France, None when unknown."""
        return _origin(
            text_or_none(values.get("code_postal")) or "", text_or_none(values.get("pays")) or ""
        )

    def _resolve(self, wish: str) -> int | None:
        if not self._by_name:
            return None
        named = self.named(wish)
        if named is not None:
            return named
        territories = {
            self._by_commune.get(commune.code_insee) for commune in locations.find(wish)
        } - {None}
        return territories.pop() if len(territories) == 1 else None


@lru_cache(maxsize=1 << 14)
def _origin(postal_code: str, country: str) -> str | None:
    if fold(country) not in FRANCE:
        return ABROAD
    if not postal_code:
        return None
    return locations.department_of(postal_code, country or "France")
