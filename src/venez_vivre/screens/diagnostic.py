"""What a report of a bug needs: counts and versions, never a person, a text or a path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, Table
from venez_vivre.store.base import SCHEMA
from venez_vivre.store.checks import Examined
from venez_vivre.store.condition import Condition
from venez_vivre.store.lookups import is_lookup

NOTE = "Ni personne, ni texte saisi, ni chemin : ceci peut être envoyé tel quel."
COUNTED = (Column("table", "Table"), Column("lignes", "Lignes", "count"))
FOUND = (
    Column("controle", "Contrôle", "name"),
    Column("lignes", "Lignes", "count"),
    Column("grave", "Grave"),
)


class Diagnosis(NamedTuple):
    """The versions at work, and the base; None where it cannot be read, `obstacle` says why."""

    versions: Mapping[str, str]
    condition: Condition | None
    examined: Examined | None
    obstacle: str = ""


def page(found: Diagnosis) -> Page:
    """The diagnosis."""
    base = _base(found)
    checked = _checked(found.examined)
    data = {"versions": dict(found.versions), "base": base, "verification": checked}

    def draw() -> list[Block]:
        told = [(name.replace("_", " "), _said(value)) for name, value in base.items()
                if name != "lignes"]  # fmt: skip
        blocks: list[Block] = [
            Prose("Versions", "section"),
            Facts(list(found.versions.items())),
            Prose("Base", "section"),
            Facts(told),
        ]
        if base.get("lignes"):
            blocks.append(Table(COUNTED, list(base["lignes"].items())))
        if checked:
            rows = [(c["controle"], c["lignes"], _said(c["grave"])) for c in checked["constats"]]
            blocks.append(Table(FOUND, rows, title="Vérification", empty="Rien d’anormal."))
        return [*blocks, Prose(NOTE, "dim")]

    return Page(data, draw)


def _base(diagnosis: Diagnosis) -> dict[str, Any]:
    found = diagnosis.condition
    if found is None:
        return {"etat": "illisible", "raison": diagnosis.obstacle}
    if not found.exists:
        return {"etat": "absente", "emplacement": _place(found)}
    return {
        "etat": "lisible",
        "octets": found.size,
        "schema": found.schema,
        "schema_du_programme": SCHEMA,
        "chiffree": found.encrypted,
        "emplacement": _place(found),
        "droits_reserves": found.private,
        "journal_a_cote": found.crashed,
        "sauvegardes": len(found.kept),
        "jours_depuis_la_sauvegarde": found.backup.days if found.backup else None,
        "lignes": {name: n for name, n in found.counts.items() if not is_lookup(name)},
    }


def _place(found: Condition) -> str:
    """`local`, `reseau` or `synchronise`: the name of a share may be somebody’s; or `serveur`."""
    if found.served:
        return "serveur"
    return found.danger.kind if found.danger else "local"


def _checked(seen: Examined | None) -> dict[str, Any] | None:
    if seen is None:
        return None
    return {
        "controles": seen.done,
        "non_faits": seen.left,
        "constats": [
            {"controle": f.check, "lignes": f.rows, "grave": f.grave} for f in seen.findings
        ],
    }


def _said(value: Any) -> Any:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value
