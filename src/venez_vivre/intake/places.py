"""Where people come from, and which territory their wishes point at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from venez_vivre import NamedTuple, locations
from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.people import text_or_none
from venez_vivre.intake.receipts import Problem
from venez_vivre.intake.wishes import parts, readings, wished_codes, wished_communes
from venez_vivre.locations import Certainty, Commune
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold, listed
from venez_vivre.vocabulary import TerritoryKind

__all__ = ["ABROAD", "Places", "wished_codes"]

ABROAD = "etranger"
"""The département of origin of those who live outside France."""


class Found(NamedTuple):
    """What a wish points at: a territory, or the several that it may mean."""

    territory: int | None = None
    several: tuple[str, ...] = ()


NOWHERE = Found()


class Said(NamedTuple):
    """What to say of the wishes of a line: where, what was written, why, the remedy."""

    column: str
    value: str
    reason: str
    remedy: str


class Places:
    """Resolves places with the territories of one base; each text is worked out once."""

    def __init__(self, rows: Reader) -> None:
        self._by_name: dict[str, int] = {}
        self._by_department: dict[str, set[int]] = defaultdict(set)
        sql = "SELECT id, code, name, kind, department FROM territory"
        for number, code, name, kind, department in rows.rows(sql):
            self._by_name.setdefault(fold(code), number)
            self._by_name.setdefault(fold(name), number)
            if kind == TerritoryKind.DEPARTMENT:
                self._by_department[department or ""].add(number)
        self._by_commune: dict[str, int] = dict(
            rows.rows("SELECT code_insee, territory_id FROM territory_commune")
        )
        self._of_wish = lru_cache(maxsize=1 << 14)(self._resolve)
        self._of_lists = lru_cache(maxsize=1 << 14)(self._first)
        self._codes = lru_cache(maxsize=1 << 14)(self._listed_codes)
        self._notice = lru_cache(maxsize=1 << 14)(self._said)

    def territory(self, values: dict[str, Any]) -> int | None:
        """The first territory that the wishes name, by itself or by one of its communes."""
        return self._of_lists(*_wished(values))

    def unknown(self, draft: Draft) -> Problem | None:
        """What to say of a line whose wishes point nowhere for sure."""
        said = self._notice(*_wished(draft.values))
        return Problem(draft.line, *said) if said else None

    def wished_codes(self, values: dict[str, Any]) -> str | None:
        """The INSEE codes of the communes that the wishes name, kept with `|`."""
        said = text_or_none(values.get("communes_souhaitees"))
        return self._codes(said) if said else None

    def named(self, text: str) -> int | None:
        """The territory of that code or name."""
        return self._by_name.get(fold(text))

    def around(self, code_insee: str) -> int | None:
        """The territory of a commune, by its INSEE code."""
        return self._by_commune.get(code_insee)

    def origin(self, values: dict[str, Any]) -> str | None:
        """The département someone lives in, `etranger` outside France, None when unknown."""
        said = (text_or_none(values.get(f)) or "" for f in ("code_postal", "pays", "commune"))
        return _origin(*said)

    def _first(self, territories: str, communes: str) -> int | None:
        if not self._by_name:
            return None
        found = (self._of_wish(wish).territory for wish in self._wishes(territories, communes))
        return next((number for number in found if number is not None), None)

    def _wishes(self, *lists: str) -> Iterator[str]:
        """The items of lists, a name that holds a comma (« Chablis, Villages ») in one piece."""
        for items in (said.split("|") for said in lists if said):
            while items:
                lengths = range(len(items), 1, -1)
                taken = next((n for n in lengths if self.named(" ".join(items[:n])) is not None), 1)
                yield " ".join(items[:taken])
                del items[:taken]

    def _listed_codes(self, said: str) -> str | None:
        """The codes of a list, without what the comma of a territory's name cut in two."""
        items = said.split("|")
        names = [wish for wish in self._wishes(said) if wish in items]
        return "|".join(wished_codes("|".join(names))) or None

    def _resolve(self, wish: str) -> Found:
        """The territory of a wish as a whole, else of the first of its parts that has one."""
        whole = NOWHERE
        for reading in readings(wish):
            whole = self._read(reading)
            if whole != NOWHERE:
                return whole
        for part in parts(wish):
            found = self._resolve(part)
            if found.territory is not None:
                return found
            whole = whole if whole.several else found
        return whole

    def _read(self, text: str) -> Found:
        """The territory of that name, of that intercommunality, département or commune."""
        named = self.named(text)
        if named is not None:
            return Found(named)
        if epci := locations.find_epci(text):
            known = self.named(epci.name)
            return Found(known) if known else self._holder(locations.communes_of(epci.siren))
        if department := locations.department_code(text):
            numbers = self._by_department.get(department, set())
            return Found(next(iter(numbers))) if len(numbers) == 1 else NOWHERE
        found = locations.resolve(text)
        if found.certainty is Certainty.CONTRADICTED:
            return NOWHERE
        return self._holder(found.candidates)

    def _holder(self, communes: tuple[Commune, ...]) -> Found:
        """The one territory that holds these communes, or some of them."""
        held = {c: n for c in communes if (n := self._by_commune.get(c.code_insee)) is not None}
        numbers = set(held.values())
        if len(numbers) == 1:
            return Found(numbers.pop())
        return Found(None, tuple(commune.told for commune in held)) if numbers else NOWHERE

    def _said(self, territories: str, communes: str) -> Said | None:
        if self._first(territories, communes) is None:
            return self._unresolved(territories, communes)
        return _doubtful(communes)

    def _unresolved(self, territories: str, communes: str) -> Said | None:
        """Why no territory was found for the wishes."""
        column, said = "territoires_souhaites", territories
        if self._by_name:
            for wish in self._wishes(territories, communes):
                if several := self._of_wish(wish).several:
                    column = column if wish in territories else "communes_souhaitees"
                    return Said(column, wish, "plusieurs territoires possibles", _choose(several))
        if not said:
            return _doubtful(communes)
        remedy = (
            "Corrigez le code ou le nom : `venez-vivre territoires lister` les montre."
            if self._by_name
            else "Importez d’abord les territoires : `venez-vivre territoires importer`."
        )
        return Said(column, said, "territoire inconnu", remedy)


def _wished(values: dict[str, Any]) -> tuple[str, str]:
    get = values.get
    return (
        text_or_none(get("territoires_souhaites")) or "",
        text_or_none(get("communes_souhaitees")) or "",
    )


def _doubtful(communes: str) -> Said | None:
    """What to say of wished communes that are not found for sure."""
    column = "communes_souhaitees"
    for wish, found in wished_communes(communes) if communes else ():
        if found.certainty is Certainty.AMBIGUOUS and not wish.isdigit():
            told = tuple(commune.told for commune in found.candidates)
            return Said(column, wish, "plusieurs communes possibles", _choose(told))
        if found.certainty is Certainty.CONTRADICTED:
            remedy = "Corrigez l’un des deux : la commune n’est pas retenue."
            return Said(column, wish, "le nom et le code postal se contredisent", remedy)
        if found.certainty is Certainty.GUESS:
            reason = f"commune comprise comme {found.candidates[0].told}"
            return Said(column, wish, reason, "Corrigez l’orthographe si ce n’est pas elle.")
    unknown = next(_unknown(communes), "") if communes else ""
    if unknown:
        reason = "commune inconnue en Bourgogne-Franche-Comté"
        return Said(column, unknown, reason, "Corrigez le nom, ou ajoutez le code postal.")
    return None


def _unknown(communes: str) -> Iterator[str]:
    """The wishes that name no place of the region at all: neither commune nor anything wider."""
    for wish in communes.split("|"):
        readings_of = [*readings(wish), *(r for part in parts(wish) for r in readings(part))]
        if not any(map(_is_a_place, readings_of)):
            yield wish


@lru_cache(maxsize=1 << 12)
def _is_a_place(text: str) -> bool:
    return (
        text.isdigit()
        or fold(text) in _ANYWHERE
        or locations.resolve(text).certainty is not Certainty.UNKNOWN
        or locations.department_code(text) is not None
        or locations.find_epci(text) is not None
    )


_ANYWHERE = frozenset(
    (
        *("", "indifferent", "peu importe", "partout", "n importe ou", "aucune", "sans preference"),
        *("region", "bourgogne", "franche comte", "bourgogne franche comte", "bfc", "toutes"),
        *("ne sait pas", "je ne sais pas", "nsp", "a definir", "non", "campagne", "ville"),
    )
)
"""What people write who wish for no commune in particular."""


SHOWN = 4


def _choose(told: tuple[str, ...]) -> str:
    end = "…" if len(told) > SHOWN else "."
    return f"Précisez avec le code postal : {listed(told[:SHOWN], 'ou')}{end}"


# --- origin ---------------------------------------------------------------------------------

_FRANCE = frozenset({"", "france", "fr", "metropole", "france metropolitaine"})
_OVERSEAS = {
    "GP": "971", "MQ": "972", "GF": "973", "RE": "974", "PM": "975", "YT": "976", "BL": "977",
    "MF": "978", "WF": "986", "PF": "987", "NC": "988",
}  # fmt: skip
_BESIDE = re.compile(r".*\(([0-9]{2,3}|2[AB])\)|([0-9]{2,3}|2[AB])\s+-\s+.*", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def _origin(postal_code: str, country: str, commune: str) -> str | None:
    overseas = ""
    if fold(country) not in _FRANCE:
        overseas = _OVERSEAS.get(locations.country_code(country) or "", "")
        if not overseas and not locations.department_code(country):
            return ABROAD
    if not postal_code:
        beside = _BESIDE.fullmatch(commune)
        said = (beside[1] or beside[2]).upper() if beside else overseas
        return said if locations.department_name(said) else None
    if len(postal_code) < 4:
        return postal_code.upper() if locations.department_name(postal_code) else None
    if len(postal_code) == 4 and country:
        postal_code = "0" + postal_code  # a spreadsheet ate the zero of a code of France
    usual = locations.department_of(postal_code)
    if commune and any(one.department != usual for one in locations.find("", postal_code)):
        place = locations.find(commune, postal_code)
        if len(place) == 1:  # four communes have the code of the next département
            return place[0].department
    return usual or overseas or None
