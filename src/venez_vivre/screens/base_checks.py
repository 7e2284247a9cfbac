"""How the verification of a base looks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from venez_vivre.screens.pages import Block, Column, Page, Prose, Table
from venez_vivre.store.base import SCHEMA
from venez_vivre.store.checks import Examined, Finding
from venez_vivre.texts import listed, plural

COLUMNS = (
    Column("controle", "Contrôle", minor=1),
    Column("constat", "Constat", "name"),
    Column("remede", "Que faire"),
)


def verified(seen: Examined, mended: list[Finding], kept: Path | None) -> Page:
    """What was looked at and what was found; what was put right just before."""
    data = {
        "saine": not seen.findings,
        "schema": seen.schema,
        "controles": seen.done,
        "non_faits": seen.left,
        "constats": [_record(finding) for finding in seen.findings],
        "reparations": [_record(finding) for finding in mended],
        "sauvegarde": str(kept) if kept else None,
    }

    def draw() -> list[Block]:
        blocks: list[Block] = [Prose(f"Remis en ordre : {f.what}", "good") for f in mended]
        if kept:
            blocks.append(Prose(f"La base d’avant est gardée : {kept}", "dim"))
        if seen.findings:
            blocks.append(Table(COLUMNS, [_row(finding) for finding in seen.findings]))
        else:
            blocks.append(Prose(f"La base est saine : {_done(seen)}.", "good"))
        if seen.left:
            blocks.append(Prose(_left(seen), "warn"))
        return blocks

    return Page(data, draw)


def _done(seen: Examined) -> str:
    return f"{plural(len(seen.done), 'contrôle')} ({listed(seen.done)})"


def _left(seen: Examined) -> str:
    why = (
        "" if seen.schema == SCHEMA else " Mettez d’abord la base à jour : venez-vivre base migrer."
    )
    return f"Non vérifié : {listed(seen.left)}.{why}"


def _record(finding: Finding) -> dict[str, Any]:
    return {
        "controle": finding.check,
        "constat": finding.what,
        "remede": finding.remedy,
        "lignes": finding.rows,
        "grave": finding.grave,
        "reparable": bool(finding.repair),
    }


def _row(finding: Finding) -> tuple[str, str, str]:
    return finding.check, finding.what, finding.remedy
