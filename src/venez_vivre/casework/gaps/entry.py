"""What one gap of a base is: how it is found, what it costs, how it is mended."""

from __future__ import annotations

from typing import Literal

from venez_vivre import NamedTuple

Kept = Literal["foyers", "offres", "territoires", "base"]
"""What a gap is about. A filter on a territory leaves out those of the whole base; one on an
officer keeps those of households alone."""

EVALUATIONS = ("évaluation perdue", "évaluations perdues")


class Gap(NamedTuple):
    """One gap; `what` and `unit` are a noun alone and in the plural.

    With `whole`, `found` is a query whose rows are `Case`s; without, it is a condition on an
    active file, in the words of `store.queries.gaps`: `share` is then the part of the household's
    points that is lost, and `figure` what it costs. `how` says how the cost is computed, `mends`
    that the machine knows how to mend the surest cases, `said` is what a household `c` answers now.
    """

    code: str
    what: tuple[str, str]
    unit: tuple[str, str]
    gesture: str
    why: str
    found: str
    share: float = 1.0
    figure: str = "files"
    of: Kept = "foyers"
    mends: bool = False
    how: str = ""
    whole: bool = False
    said: str = "NULL"


_IN_REACH = "les offres {} ouvertes du territoire du foyer (de la région, s’il n’en a pas)"
COUNTED = {
    "files": "un foyer compte un",
    "jobs": _IN_REACH.format("d’emploi"),
    "homes": _IN_REACH.format("de logement"),
    "schools": _IN_REACH.format("d’école et de garde"),
    "offers": _IN_REACH.format("de toutes sortes"),
}
"""How the figure of a household is computed."""
