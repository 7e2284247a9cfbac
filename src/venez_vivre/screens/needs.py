"""How shortages look: what blocks how many households, where."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from venez_vivre.proposing.pieces import told as need_told
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table
from venez_vivre.texts import number, of_place, plural

if TYPE_CHECKING:
    from venez_vivre.proposing.needs import Lack, Lacks

COLUMNS = (
    Column("piece", "Ce qui manque", "name"),
    Column("territoire", "Territoire"),
    Column("seuls", "Seul frein", "count"),
    Column("foyers", "En tout", "count"),
)
KEYS = ("type", "piece", "territoire", "foyers", "seuls")


def shown(found: Lacks, most: int) -> Page:
    """What is missing, by piece and territory, then household by household for scripts."""
    data: dict[str, Any] = {
        "foyers": len(found.lacks),
        "servis": len(found.lacks) - found.blocked,
        "bloques": found.blocked,
        "metier_a_demander": sum(one.unsure for one in found.lacks),
        "besoins": [_record(one) for one in found.shortages],
        "detail": [_household(one) for one in found.lacks if one.missing],
    }
    return Page(data, lambda: _blocks(found, most), KEYS, lambda: data["besoins"])


def _unsure(found: Lacks) -> str:
    """Those of whom a trade is not known: their job was not looked for."""
    count = sum(not one.missing and one.unsure for one in found.lacks)
    return f" (dont {number(count)} où un métier reste à demander)" if count else ""


def _record(one: Any) -> dict[str, Any]:
    return {
        "type": one.kind,
        "piece": one.piece,
        "territoire": one.territory,
        "foyers": one.households,
        "seuls": one.alone,
    }


def _household(one: Lack) -> dict[str, Any]:
    return {
        "foyer": one.house.reference,
        "nom": one.house.name,
        "territoire": one.territory,
        "manque": [need.detail for need in one.missing],
    }


def _blocks(found: Lacks, most: int) -> list[Block]:
    served = len(found.lacks) - found.blocked
    if not found.lacks:
        return [Prose("Aucun foyer à examiner : `--tous` prend aussi les inscrits.", "dim")]
    head = (
        f"{plural(len(found.lacks), 'foyer')} : {number(served)} à qui tout peut être proposé "
        f"dans un même bassin{_unsure(found)}, {plural(found.blocked, 'bloqué')} par un manque."
    )
    blocks: list[Block] = [Prose(head, "title"), *(Prose(text) for text in told(found)[:3])]
    rows = [[one.piece, one.territory, one.alone, one.households] for one in found.shortages[:most]]
    left = len(found.shortages) - len(rows)
    note = f"… et {plural(left, 'autre')} : `-n {len(found.shortages)}` les montre." if left else ""
    return [*blocks, Table(COLUMNS, rows, note=note, empty="Il ne manque rien à personne.")]


def told(found: Lacks) -> list[str]:
    """« 14 foyers bloqués par ce seul manque : logement T4, dont 9 autour de Dole »."""
    alone = Counter(
        (need_told(one.missing[0]), one.town) for one in found.lacks if len(one.missing) == 1
    )
    by_piece: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (piece, town), count in alone.items():
        by_piece[piece].append((count, town))
    worst = sorted(by_piece.items(), key=lambda pair: (-sum(n for n, _ in pair[1]), pair[0]))
    return [_sentence(piece, places) for piece, places in worst]


def _sentence(piece: str, places: list[tuple[int, str]]) -> str:
    count = sum(n for n, _ in places)
    most, where = max(places, key=lambda pair: (pair[0], pair[1]))
    near = f"autour {of_place(where)}" if where else "où, cela reste à demander"
    among = f", dont {number(most)} {near}" if len(places) > 1 and most > 1 else ""
    around = f" {near}" if len(places) == 1 else ""
    blocked = plural(count, "foyer bloqué", "foyers bloqués")
    return f"{blocked} par ce seul manque : {piece}{around}{among}."
