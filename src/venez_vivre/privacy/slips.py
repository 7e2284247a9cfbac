"""The slip of a purge (« bordereau d’élimination »): kinds of files, dates, counts, no name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.privacy.retention import Due, Review
from venez_vivre.vocabulary import Stage

KINDS: dict[str, str] = {
    Stage.REGISTERED: "Dossiers d’inscrits jamais accompagnés",
    Stage.ACCOMPANIED: "Dossiers de foyers accompagnés",
    Stage.SETTLED: "Dossiers de foyers installés",
}
"""How archives call the files of each stage."""

BASIS = (
    "RGPD, article 5, paragraphe 1, e : limitation de la durée de conservation.",
    "Code du patrimoine, articles L. 212-2, L. 212-3, R. 212-14 : élimination sur visa.",
)


@dataclass(frozen=True)
class SlipLine:
    """One kind of files: its extreme days (ISO), how many files and people."""

    kind: str
    first_on: str | None
    last_on: str | None
    households: int
    people: int


@dataclass(frozen=True)
class Slip:
    """The slip of one day; the counts are the sums of its lines."""

    drawn_on: str
    months: int
    lines: tuple[SlipLine, ...]
    households: int
    people: int


class Group(NamedTuple):
    """Files that stand alike: their standing, kind, year of the last exchange, counts."""

    standing: str
    kind: str
    year: int | None
    households: int
    people: int


def drawn(seen: Review) -> Slip:
    """The slip of the files that may be erased that day."""
    found = seen.erasable
    lines = tuple(_lines(found))
    return Slip(
        drawn_on=seen.day.isoformat(),
        months=seen.months,
        lines=lines,
        households=sum(line.households for line in lines),
        people=sum(line.people for line in lines),
    )


def _lines(found: Sequence[Due]) -> Iterator[SlipLine]:
    for stage, kind in KINDS.items():
        files = [one.file for one in found if one.file.stage == stage]
        if files:
            days = [day for f in files for day in (f.first_on, f.last_on, f.settled_on) if day]
            yield SlipLine(
                kind, min(days), max(days), len(files), sum(file.people for file in files)
            )


def as_data(slip: Slip) -> dict[str, Any]:
    """The slip as it is kept and as scripts read it."""
    return {
        "etabli_le": slip.drawn_on,
        "conservation_mois": slip.months,
        "lignes": [
            {"typologie": one.kind, "premiere_date": one.first_on, "derniere_date": one.last_on,
             "dossiers": one.households, "personnes": one.people}
            for one in slip.lines
        ],
        "dossiers": slip.households,
        "personnes": slip.people,
        "fondement": list(BASIS),
    }  # fmt: skip


def groups(seen: Review) -> list[Group]:
    """The files of a review, counted by standing, kind and year of the last exchange."""
    counts: dict[tuple[str, str, int | None], list[int]] = defaultdict(lambda: [0, 0])
    for one in seen.found:
        year = one.last_on.year if one.last_on else None
        count = counts[one.standing.value, KINDS[one.file.stage], year]
        count[0] += 1
        count[1] += one.file.people
    return [Group(*key, *count) for key, count in sorted(counts.items(), key=_order)]


def _order(item: tuple[tuple[str, str, int | None], list[int]]) -> tuple[str, str, int]:
    (standing, kind, year), _ = item
    return standing, kind, year or 0
