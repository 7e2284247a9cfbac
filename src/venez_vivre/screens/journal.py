"""How undo, redo and the journal look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from venez_vivre.casework.history import Turned
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Page, Prose, keys_of, listing
from venez_vivre.store.operations import Entry
from venez_vivre.texts import listed, plural
from venez_vivre.vocabulary import OperationKind

MOST_NAMED = 6
"""Beyond, a question names the first and the last."""

KINDS = {kind.value: kind.label for kind in OperationKind}
BACK = {"annulée": "Pour rétablir : `venez-vivre refaire`.", "refaite": TAKE_BACK}
COLUMNS = (
    Column("operation", "N°", "count"),
    Column("quand", "Quand"),
    Column("agent", "Qui", minor=1),
    Column("resume", "Quoi"),
    Column("etat", "État"),
)


def moment(entry: Entry) -> str:
    """When it happened, in local time, as « 12/03/2026 14:05 »."""
    return datetime.fromisoformat(entry.happened_at).astimezone().strftime("%d/%m/%Y %H:%M")


def in_words(entries: Sequence[Entry]) -> str:
    """What will be taken back: « import inscriptions.csv, 41 foyers » du 12/03/2026 14:05."""
    said = [f"« {entry.summary} » du {moment(entry)}" for entry in entries]
    if len(said) > MOST_NAMED:
        return f"les {len(said)} dernières commandes, de {said[0]} à {said[-1]}"
    return listed(said)


def entries(found: Sequence[Entry], total: int) -> Page:
    """The journal, of which `found` are the newest operations."""
    records = [_record(entry) for entry in found]
    shown = [{**r, "quand": moment(e)} for r, e in zip(records, found, strict=True)]
    empty = "Le journal est vide : rien n’a encore été écrit."
    older = plural(total - len(found), "plus ancienne")
    note = f"… et {older} : `-n {total}` les montre toutes" if total > len(found) else ""
    blocks = listing(COLUMNS, shown, empty=empty, note=note).blocks
    return Page(records, blocks, keys_of(_record, Entry))


def _record(entry: Entry) -> dict[str, Any]:
    return {
        "operation": entry.number,
        "quand": entry.happened_at,
        "agent": entry.agent,
        "nature": entry.kind,
        "commande": entry.command,
        "resume": _summary(entry),
        "etat": "annulée" if entry.undone and entry.target is None else "",
    }


def _summary(entry: Entry) -> str:
    if entry.target is None:
        return entry.summary
    return f"{KINDS[entry.kind]} du n° {entry.target} : {entry.summary}"


def turned(word: str, done: Sequence[Turned], rights: Sequence[str] = ()) -> Page:
    """What an undo or a redo did, in three buckets; the `rights` of people that it changed."""
    data = [
        {
            "operation": t.entry.number,
            "resume": t.entry.summary,
            "retablis": t.restored,
            "conserves": t.kept,
            "impossibles": t.impossible,
        }
        for t in done
    ]

    def draw() -> list[Block]:
        told = [block for t in done for block in _told(word, t)]
        return [*told, *(Prose(said, "warn") for said in rights), Prose(BACK[word], "dim")]

    return Page(data, draw)


def _told(word: str, turned: Turned) -> list[Block]:
    counts = (
        (turned.restored, "rétabli{s}"),
        (turned.kept, "conservé{s} car modifié{s} depuis"),
        (turned.impossible, "impossible{s} à rétablir"),
    )
    unit = "dossier" if turned.files_only else "élément"
    parts = [
        f"{plural(count, unit)} {said.format(s='s' if count > 1 else '')}"
        for count, said in counts
        if count
    ]
    whole = not (turned.kept or turned.impossible)
    return [
        Prose(f"Commande {word} : {turned.entry.summary}.", "good"),
        Prose(f"  {listed(parts)}." if parts else "  Rien à changer.", "dim" if whole else "warn"),
    ]
