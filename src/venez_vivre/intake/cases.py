"""Which household a line is about: its reference, or a member's e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.references import HOUSEHOLD, tidy
from venez_vivre.store.queries.keeping import SHOWN
from venez_vivre.store.reader import Reader


@dataclass(frozen=True)
class Case:
    """A household as imports need it."""

    number: int
    reference: str
    registered_on: date | None
    settled_on: date | None
    officer: int | None
    territory: int | None
    status: str


_CASE = f"""
SELECT DISTINCT {{said}}, h.id, h.reference, h.registered_on, h.settled_on, h.officer_id,
       h.territory_id, h.status
FROM household h {{join}} WHERE {{said}} IN ({{{{keys}}}}) AND {SHOWN}
"""


class Cases:
    """The households that a batch of lines names."""

    def __init__(self, rows: Reader) -> None:
        self._rows = rows
        self._found: dict[str, list[Case]] = {}

    def look_up(self, drafts: Sequence[Draft]) -> None:
        """Find the households of these lines at once."""
        said = {self._said(draft) for draft in drafts} - {None}
        emails = sorted(text for text in said if text and "@" in text)
        references = sorted(text for text in said if text and "@" not in text)
        self._found = {}
        self._keep(_CASE.format(said="h.reference", join=""), references)
        join = "JOIN person p ON p.household_id = h.id"
        self._keep(_CASE.format(said="p.email_key", join=join), emails)

    def of(self, draft: Draft) -> Case:
        """The household of a line, or the reason to reject it."""
        said = self._said(draft)
        if said is None:
            raise Rejected(
                draft.problem(
                    "foyer", "", "foyer non renseigné", "Écrivez sa référence ou un e-mail."
                )
            )
        found = self._found.get(said, [])
        if len(found) == 1:
            return found[0]
        reason = f"{len(found)} foyers ont cet e-mail" if found else "foyer inconnu"
        remedy = "Écrivez la référence du foyer." if found else "Vérifiez la référence ou l’e-mail."
        raise Rejected(draft.problem("foyer", said, reason, remedy))

    @staticmethod
    def _said(draft: Draft) -> str | None:
        text = draft.values.get("foyer")
        if not isinstance(text, str):
            return None
        return text.lower() if "@" in text else (tidy(text, HOUSEHOLD) or text)

    def _keep(self, sql: str, keys: Iterable[str]) -> None:
        for said, *values in self._rows.among(sql, list(keys)):
            self._found.setdefault(said, []).append(_case(*values))


def _case(number: int, reference: str, registered: Any, settled: Any, *rest: Any) -> Case:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return Case(number, reference, day(registered), day(settled), *rest)
