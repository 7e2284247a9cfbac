"""How the control of notes looks: what is to be corrected, why, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.privacy import notes
from venez_vivre.privacy.notes import KINDS, Finding
from venez_vivre.privacy.rereading import Reread
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Page, Prose, Table, sentence
from venez_vivre.store.queries.notes import Text
from venez_vivre.texts import clean, listed, plural

if TYPE_CHECKING:  # that module loads the models, which reading does without
    from venez_vivre.privacy.rewording import Reworded

COLUMNS = (
    Column("texte", "Texte", "name"),
    Column("dossier", "Dossier"),
    Column("date", "Date", "day", minor=2),
    Column("nature", "Nature"),
    Column("extrait", "Ce qui est écrit"),
)
EMPTY = "Aucun texte libre ne contient de mot ni de numéro à retirer."
ACCEPT = (
    '`venez-vivre rgpd controle-notes --remplacer TEXTE --par "…"` écrit autre chose, et rien ne '
    "garde les anciens mots ; `--accepter TEXTE` ne le montre plus tant qu’il ne change pas."
)
GONE = (
    "La base ne garde plus l’ancien texte de cette note : ni la fiche, ni le journal, ni le "
    "formulaire reçu."
)
KEPT_BY_BACKUPS = (
    "Les sauvegardes déjà faites le gardent : en restaurer une le ramènerait, et il faudrait le "
    "réécrire."
)
KEYS = ("texte", "dossier", "date", "type", "nature", "mots", "extrait", "pourquoi", "conseil")


def reread(found: Sequence[Reread], limit: int | None) -> Page:
    """What was found, a line for each kind of each text; the rest is counted."""
    records = [_record(one.text, finding) for one in found for finding in one.findings]
    shown = records[:limit]
    left = len(records) - len(shown)
    more = f"… et {plural(left, 'autre')} : `-n {len(records)}` les montre tous." if left else ""

    def draw() -> list[Block]:
        rows = [[record[column.key] for column in COLUMNS] for record in shown]
        blocks: list[Block] = [Table(COLUMNS, rows, note=more, empty=EMPTY)]
        kinds = dict.fromkeys(record["type"] for record in shown)
        blocks += [Prose(_advice(kind)) for kind in KINDS if kind in kinds]
        return [*blocks, Prose(ACCEPT, "dim")] if records else blocks

    return Page(shown, draw, KEYS)


def _advice(kind: str) -> str:
    about = KINDS[kind]
    return f"{about.label} : {about.why}. {about.instead}"


def _record(text: Text, finding: Finding) -> dict[str, Any]:
    about = KINDS[finding.kind]
    return {
        "texte": text.name,
        "dossier": text.reference,
        "date": text.day,
        "type": finding.kind,
        "nature": about.label,
        "mots": clean(finding.words),
        "extrait": finding.extract,
        "pourquoi": about.why,
        "conseil": about.instead,
    }


def reworded(done: Reworded) -> Page:
    """Which text was written anew, and what there is still to see in it."""
    left = [KINDS[one.kind].label for one in notes.read(done.new or "")]
    data = {"texte": done.text.name, "dossier": done.text.reference, "reste": left}
    verb = "retiré" if done.new is None else "réécrit"
    said = f"{done.text.name} ({done.text.reference}) : {verb}. {GONE}"
    warnings = [f"À revoir dans le nouveau texte : {', '.join(left)}."] if left else []
    return sentence(data, said, warnings=[*warnings, KEPT_BY_BACKUPS, "Cela ne s’annule pas."])


def accepted(done: Sequence[Text]) -> Page:
    """Which texts will not be shown again."""
    names = [text.name for text in done]
    data = {"acceptes": names}
    if not names:
        return sentence(data, "Déjà accepté : rien n’est changé.")
    said = "accepté tel quel" if len(names) == 1 else "acceptés tels quels"
    return sentence(data, f"{listed(names)} : {said}.", back=TAKE_BACK)
