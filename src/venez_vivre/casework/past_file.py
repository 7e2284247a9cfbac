"""A household's file as it stood at the end of a day: only facts dated by then count.

What people edit (names, the project, who follows) keeps no history: it shows as it is today.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from venez_vivre.vocabulary import CaseStatus, GuestState, IntroductionState, Stage

Record = dict[str, Any]

DATED = {
    "inscriptions": "date",
    "contacts": "date",
    "relances": "prevue_le",
    "mises_en_relation": "date",
    "visites": "invite_le",
    "installations": "date",
    "suivis": "date",
    "reorientations": "date",
}
"""The parts of a file, and the day from which a row of each was known; unknown is long ago."""

LATER: dict[str, tuple[tuple[str, Record], ...]] = {
    "relances": (("faite_le", {"issue": None}),),
    "mises_en_relation": (
        ("finie_le", {"etat": IntroductionState.ANSWERED.value, "motif": None, "refus_de": None}),
        ("repondue_le", {"etat": IntroductionState.PENDING.value}),
    ),
    "visites": (
        ("bilan_le", {"retour": None, "satisfaction": None}),
        ("venu_le", {"etat": GuestState.INVITED.value}),
        ("annulee_le", {}),
    ),
    "installations": (
        ("annulee_le", {"motif_annulation": None}),
        ("parti_le", {"motif_depart": None}),
    ),
}
"""What became known on a day of its own, and what a row says until then."""


def as_of(file: Record, day: str) -> Record:
    """The document of `whole_file` as it stood at the end of that day (ISO)."""
    parts = {name: list(_known(file[name], name, day)) for name in DATED}
    then = {**file, **parts}
    if (file["ferme_le"] or "") > day:
        then |= {"statut": CaseStatus.ACTIVE.value, "ferme_le": None, "motif": None}
        then["reveil_le"] = None
    return then | _derived(then, day)


def _known(rows: Iterable[Record], part: str, day: str) -> Iterable[Record]:
    for row in rows:
        if (row[DATED[part]] or "") > day:
            continue
        then = dict(row)
        for key, before in LATER.get(part, ()):
            if (then[key] or "") > day:
                then |= {key: None, **before}
        yield then


def _derived(file: Record, day: str) -> Record:
    """Stage, dates and next action, from the facts that are left."""
    homes = [one["date"] for one in file["installations"] if not one["annulee_le"]]
    settled = min(homes, default=None)
    accompanied = file["accompagne_le"] if (file["accompagne_le"] or "9") <= day else None
    stage = Stage.SETTLED if settled else Stage.ACCOMPANIED if accompanied else Stage.REGISTERED
    due = [one for one in file["relances"] if not one["faite_le"]]
    first = min(due, key=lambda a: (a["echeance"], a["heure"] or "99", a["numero"]), default=None)
    return {
        "etape": stage.value,
        "accompagne_le": accompanied,
        "installe_le": settled,
        "spontanee": bool(settled and not (accompanied and accompanied <= settled)),
        "dernier_contact": max((one["date"] for one in file["contacts"]), default=None),
        "prochaine_action": first["action"] if first else None,
        "echeance": first["echeance"] if first else None,
    }
