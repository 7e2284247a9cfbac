"""From a published figure to today’s: what was typed, joined, cancelled or moved in between.

Each household, or person, that one of the two states counts and the other does not has one reason
(`steering.reasons`); what they add and take away makes the whole gap.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from venez_vivre import NamedTuple
from venez_vivre.steering.reasons import Why, reason
from venez_vivre.store.queries.bridge import LINES, PEOPLE, Contributions, Line
from venez_vivre.texts import number, plural

REASONS: dict[str, tuple[str, str]] = {
    "saisie_tardive": ("saisie tardive", "saisies tardives"),
    "entre": ("entré dans le territoire", "entrés dans le territoire"),
    "separation": ("séparation de foyers", "séparations de foyers"),
    "installation_retablie": ("installation rétablie", "installations rétablies"),
    "effectif_corrige": ("effectif corrigé", "effectifs corrigés"),
    "date_corrigee": ("date corrigée", "dates corrigées"),
    "reclassee": (
        "installation reclassée (accompagnée ou spontanée)",
        "installations reclassées (accompagnées ou spontanées)",
    ),
    "fait_plus_ancien": ("fait plus ancien saisi depuis", "faits plus anciens saisis depuis"),
    "echange_requalifie": ("échange requalifié", "échanges requalifiés"),
    "doublon_fusionne": ("doublon fusionné", "doublons fusionnés"),
    "installation_annulee": ("installation annulée", "installations annulées"),
    "sorti": ("sorti du territoire", "sortis du territoire"),
    "saisie_annulee": ("saisie annulée", "saisies annulées"),
    "dossier_efface": ("dossier effacé", "dossiers effacés"),
    "autre": ("autre correction", "autres corrections"),
}
"""Every reason: its code, and how it is said of one and of many."""


class Part(NamedTuple):
    """How much a reason adds, or takes away."""

    reason: str
    amount: int

    @property
    def label(self) -> str:
        """« saisies tardives », « doublon fusionné »."""
        one, many = REASONS[self.reason]
        return one if abs(self.amount) < 2 else many

    def told(self, unit: str) -> str:
        """« +3 saisies tardives »; of people: « +3 personnes (saisie tardive) »."""
        sign = "+" if self.amount > 0 else "−"
        if unit == PEOPLE:
            return f"{sign}{plural(abs(self.amount), 'personne')} ({REASONS[self.reason][0]})"
        return f"{sign}{number(abs(self.amount))} {self.label}"


@dataclass(frozen=True)
class Bridge:
    """From what a figure was to what it is: `before` plus the parts make `now`."""

    line: Line
    before: int
    now: int
    parts: tuple[Part, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.parts)

    @property
    def sentence(self) -> str:
        """« 41 → 43 : +3 saisies tardives, −1 doublon fusionné »."""
        told = f"{number(self.before)} → {number(self.now)}"
        if not self.parts:
            return told
        return f"{told} : {', '.join(part.told(self.line.unit) for part in self.parts)}"


def differing(before: Contributions, now: Contributions) -> dict[Line, list[int]]:
    """Those that bring another amount to each line, or nothing any more, or something at last."""
    return {
        line: sorted(
            one
            for one in {*before[line], *now[line]}
            if before[line].get(one, 0) != now[line].get(one, 0)
        )
        for line in LINES
    }


def bridge(
    before: Contributions, now: Contributions, why: Why, published: Mapping[Line, int] | None = None
) -> tuple[Bridge, ...]:
    """The bridge of every line, in the order of the funnel.

    `published` are the figures as they were: what the journal cannot bring back of them any more
    was erased since.
    """
    changes = differing(before, now)
    return tuple(
        _bridge(line, (before[line], now[line]), changes[line], why, published) for line in LINES
    )


def _bridge(
    line: Line,
    brought: tuple[Mapping[int, int], Mapping[int, int]],
    changed: Collection[int],
    why: Why,
    published: Mapping[Line, int] | None,
) -> Bridge:
    before, now = brought
    sums: dict[str, int] = {}
    for one in changed:
        was, became = before.get(one, 0), now.get(one, 0)
        code = "effectif_corrige" if was and became else reason(line, one, why, gained=became > was)
        sums[code] = sums.get(code, 0) + became - was
    known = sum(before.values())
    first = known if published is None else published[line]
    if first != known:
        code = "dossier_efface" if first > known else "autre"
        sums[code] = sums.get(code, 0) + known - first
    return Bridge(line, first, sum(now.values()), _parts(sums))


def _parts(sums: Mapping[str, int]) -> tuple[Part, ...]:
    """What adds first, then what takes away, the largest first; nothing that comes to zero."""
    order = list(REASONS)

    def place(part: Part) -> tuple[bool, int, int]:
        return part.amount < 0, -abs(part.amount), order.index(part.reason)

    return tuple(sorted((Part(c, amount) for c, amount in sums.items() if amount), key=place))
