"""What criteria weigh: a setting of the base each, named by its kind and its criterion."""

from __future__ import annotations

from venez_vivre.criteria import KINDS
from venez_vivre.matching import Rules, reweighed
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import POINTS, Setting, settings

PREFIX = "poids_"
"""How the names of these settings begin: `poids_emploi_salaire`."""

MOST = 1_000


def name_of(kind: str, criterion: str) -> str:
    """The setting that says what a criterion of a kind weighs."""
    return f"{PREFIX}{kind}_{criterion}"


WEIGHTS = {
    (name := name_of(kind, one.name)): Setting(name, int(one.weight), POINTS, one.reason, most=MOST)
    for kind, rules in KINDS.items()
    for one in rules.criteria
}
"""Every weight as a setting, whole points; 0 leaves the criterion out."""


def rules_of(rows: Reader) -> dict[str, Rules]:
    """The rules in force: those of the program, with the weights that the base sets by name."""
    kept = settings(rows, WEIGHTS)
    if not kept.kept:
        return KINDS
    return {
        kind: reweighed(rules, {o.name: kept[name_of(kind, o.name)] for o in rules.criteria})
        for kind, rules in KINDS.items()
    }
