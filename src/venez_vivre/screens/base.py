"""How the state of a base, its backups and what comes back from them look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, Table, sentence
from venez_vivre.store import places
from venez_vivre.store.backups import (
    BEFORE_MIGRATION,
    BEFORE_REPAIR,
    BEFORE_RESTORE,
    BEFORE_UNION,
    BY_HAND,
    DAMAGED,
    Done,
)
from venez_vivre.store.base import SCHEMA
from venez_vivre.store.condition import OLD_DAYS, SHOWN, Backup, Condition
from venez_vivre.store.questions import Answer
from venez_vivre.store.restoring import Restored
from venez_vivre.store.saved import Saved, folder_of, path_of
from venez_vivre.texts import number, plural, shorten

SAVE = "Faites-en une : `venez-vivre base sauvegarder`."
WHY = {
    BY_HAND: "à la demande",
    BEFORE_MIGRATION: "avant une mise à jour",
    BEFORE_RESTORE: "avant une restauration",
    BEFORE_REPAIR: "avant une réparation",
    BEFORE_UNION: "avant une réunion de bases",
}


def size_in_words(size: int) -> str:
    """A size in bytes, as people say it: « 25,5 Mo »."""
    for unit, name in ((10**9, "Go"), (10**6, "Mo"), (10**3, "ko")):
        if size >= unit:
            return f"{number(size / unit, 1)} {name}"
    return plural(size, "octet")


def in_local_time(moment: str) -> str:
    """An ISO moment as « 12/03/2026 14:05 »."""
    return datetime.fromisoformat(moment).astimezone().strftime("%d/%m/%Y %H:%M")


def state(found: Condition) -> Page:
    """The state of a base."""

    def draw() -> list[Block]:
        if not found.exists:
            text = f"La base {found.path} n’existe pas encore : la première commande la crée."
            return [Prose(text), *_warnings(found)]
        counts = [(name.replace("_", " "), found.counts.get(t, 0)) for t, name in SHOWN.items()]
        blocks: list[Block] = [Facts(_facts(found)), Prose("Contenu", "section"), Facts(counts)]
        if found.kept:
            blocks += [Prose("Sauvegardes", "section"), _kept(found.kept)]
        return [*blocks, *_warnings(found)]

    return Page(_data(found), draw)


def _facts(found: Condition) -> list[tuple[str, Any]]:
    last = found.last
    said = f"n° {last.number}, {in_local_time(last.happened_at)} : {last.summary}" if last else None
    up_to_date = "" if found.schema == SCHEMA else f" (le programme en est au {SCHEMA})"
    return [
        ("base", str(found.path)),
        ("taille", size_in_words(found.size)),
        ("schéma", f"{found.schema}{up_to_date}"),
        ("chiffrée", "oui" if found.encrypted else "non"),
        ("dernière opération", said),
        ("dernière sauvegarde", _backup(found)),
    ]


def _backup(found: Condition) -> str:
    backup = found.backup
    if backup is None:
        return "aucune"
    ago = f"il y a {plural(backup.days, 'jour')}" if backup.days else "il y a moins d’un jour"
    there = "" if backup.there else " (ce fichier n’est plus là, ou son disque n’est pas branché)"
    near = backup.path.parent == folder_of(found.path)
    name = backup.path.name if near else backup.path
    return f"{in_local_time(backup.made_at)}, {ago} : {name}{there}"


def warnings(found: Condition) -> list[str]:
    """What should not stay so, a sentence each."""
    said = [places.warning(found.path)]
    if found.exists:
        said += [_of_backup(found.backup), *_of_file(found)]
    return [text for text in said if text]


def _of_backup(backup: Backup | None) -> str:
    if backup is None:
        return f"Cette base n’a aucune sauvegarde. {SAVE}"
    if backup.days > OLD_DAYS:
        return f"La dernière sauvegarde a {plural(backup.days, 'jour')}. {SAVE}"
    return ""


def _of_file(found: Condition) -> list[str]:
    said = []
    if found.schema != SCHEMA:
        said.append(
            "La base est d’une version plus ancienne : la prochaine commande la mettra à jour, "
            "ou `venez-vivre base migrer` maintenant."
        )
    if not found.private:
        said.append(
            "D’autres utilisateurs de l’ordinateur peuvent lire la base : `venez-vivre base "
            "verifier --reparer` la rend à vous seul."
        )
    if found.crashed:
        said.append(
            "Un journal est à côté de la base : une commande y écrit, ou a été interrompue. Ne "
            "copiez jamais la base sans lui ; la prochaine commande le reprend."
        )
    return said


def _warnings(found: Condition) -> list[Block]:
    return [Prose(text, "warn") for text in warnings(found)]


def _data(found: Condition) -> dict[str, Any]:
    backup, last = found.backup, found.last
    return {
        "base": str(found.path),
        "existe": found.exists,
        "octets": found.size,
        "schema": found.schema,
        "schema_du_programme": SCHEMA,
        "chiffree": found.encrypted,
        "contenu": {name: found.counts.get(table, 0) for table, name in SHOWN.items()},
        "derniere_operation": last and {
            "operation": last.number,
            "quand": last.happened_at,
            "agent": last.agent,
            "resume": last.summary,
        },
        "derniere_sauvegarde": backup and {
            "fichier": str(backup.path),
            "quand": backup.made_at,
            "jours": backup.days,
            "presente": backup.there,
        },
        "sauvegardes": [_record(found.path, one) for one in found.kept],
        "emplacement": found.danger.kind if found.danger else "local",
        "avertissements": warnings(found),
    }  # fmt: skip


def saved(done: Done) -> Page:
    """What a backup did."""
    made = done.saved
    data = {
        "fichier": str(done.path),
        "octets": made.size,
        "schema": made.schema,
        "lignes": made.rows,
        "sha256": made.digest,
        "supprimees": [str(path) for path in done.dropped],
    }
    text = (
        f"Sauvegarde faite et relue ({plural(done.counts.get('household', 0), 'foyer')}, "
        f"{size_in_words(made.size)}) : {done.path}"
    )
    gone = len(done.dropped)
    s = "s" if gone > 1 else ""
    left = [f"{plural(gone, 'ancienne sauvegarde')} supprimée{s}."] if gone else []
    return sentence(data, text, warnings=left)


def choices(base: Path, found: Sequence[Saved]) -> list[tuple[str, str]]:
    """The backups to choose from, (path, line)."""
    return [(str(path_of(base, one)), _line(one)) for one in found]


def _line(one: Saved) -> str:
    return f"{in_local_time(one.made_at)} · {WHY.get(one.why, one.why)} · {size_in_words(one.size)}"


COLUMNS = (
    Column("quand", "Quand"),
    Column("fichier", "Fichier", "name"),
    Column("pourquoi", "Pourquoi", minor=1),
    Column("octets", "Taille", minor=2),
)


def _kept(found: Sequence[Saved]) -> Table:
    rows = [
        (in_local_time(one.made_at), one.file, WHY.get(one.why, one.why), size_in_words(one.size))
        for one in found
    ]
    return Table(COLUMNS, rows)


def _record(base: Path, one: Saved) -> dict[str, Any]:
    return {
        "quand": one.made_at,
        "fichier": str(path_of(base, one)),
        "pourquoi": one.why,
        "octets": one.size,
        "schema": one.schema,
    }


def restored(done: Restored, base: Path) -> Page:
    """What a restore did, and where what was there before is."""
    data = {
        "base": str(base),
        "sauvegarde": str(done.file),
        "gardee": str(done.kept) if done.kept else None,
        "schema": done.schema,
        "reparations": [finding.what for finding in done.mended],
        "a_regarder": [finding.what for finding in done.noted],
        "foyers": done.counts.get("household", 0),
    }
    told = [f"Remis en ordre : {finding.what}" for finding in done.mended]
    told += [f"{finding.what} {finding.remedy}" for finding in done.noted]
    whole = done.kept is not None and DAMAGED not in done.kept.name
    if done.kept and not whole:
        told.append(f"La base d’avant ne s’ouvrait pas bien ; elle est gardée : {done.kept}")
    text = (
        f"Base restaurée depuis {done.file} : {plural(done.counts.get('household', 0), 'foyer')}."
    )
    back = ""
    if done.kept and whole:
        back = f"Pour revenir en arrière : venez-vivre base restaurer {done.kept.name}"
    return sentence(data, text, warnings=told, back=back)


def migrated(before: int, kept: Path | None) -> Page:
    """What bringing a base up to date did."""
    data = {"avant": before, "apres": SCHEMA, "sauvegarde": str(kept) if kept else None}
    if before == SCHEMA:
        return sentence(
            data, f"Rien à faire : la base est déjà au schéma {SCHEMA}, le plus récent."
        )
    text = f"Base mise à jour du schéma {before} au schéma {SCHEMA}."
    if kept is None:  # a server keeps its own copies
        return sentence(data, text)
    return sentence(data, text, back=f"La base d’avant est gardée : {kept}")


def answered(answer: Answer) -> Page:
    """The answer to a question in SQL."""
    records = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    def draw() -> list[Block]:
        columns = [Column(name, name, spare=rank) for rank, name in enumerate(answer.columns)]
        rows = [tuple(map(_short, row)) for row in answer.rows]
        note = _left(answer, cut=rows != answer.rows)
        return [Table(columns, rows, note=note, empty="Aucune ligne.")]

    return Page(records, draw, answer.columns)


MANY_COLUMNS = 6
"""From then on a narrow terminal may not show them all."""


LONGEST_CELL = 500
"""Characters of a cell that a table shows; some hold the whole of a file."""


def _short(value: Any) -> Any:
    return shorten(value, LONGEST_CELL) if isinstance(value, str) else value


def _left(answer: Answer, *, cut: bool) -> str:
    cells = "Des cellules sont coupées : `--format csv` les donne entières." if cut else ""
    if answer.cut:
        shown = plural(len(answer.rows), "première ligne", "premières lignes")
        return f"{cells} … {shown} : `-n` en montre plus, `--format csv` tout".lstrip()
    if cells:
        return cells
    return "Toutes les colonnes : `--format csv`." if len(answer.columns) > MANY_COLUMNS else ""
