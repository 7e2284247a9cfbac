"""What the machine mends by itself in a base: only what the facts already say for sure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from venez_vivre import NamedTuple, locations
from venez_vivre.casework.doctor import concerns
from venez_vivre.casework.gaps import GAPS, Gap
from venez_vivre.intake.trades import Trades
from venez_vivre.locations import Certainty
from venez_vivre.store.base import Work
from venez_vivre.store.queries import mending as queries
from venez_vivre.store.queries.gaps import Scope
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold, plural
from venez_vivre.vocabulary import Ending

CERTAIN = 95
"""Percent of confidence from which an occupation is coded without asking anybody."""


class Fix(NamedTuple):
    """One row to mend: what its columns will hold, and what is told of it."""

    table: str
    number: int
    values: dict[str, Any]
    reference: str
    told: str


class Plan(NamedTuple):
    """A gap and every row of it that can be mended for sure."""

    gap: Gap
    fixes: list[Fix]


def plans(rows: Reader, kept: Scope, only: Gap | None = None) -> list[Plan]:
    """What can be mended, gap by gap; those where nothing can are left out."""
    chosen = [gap for gap in GAPS if gap.code in MENDERS and only in {None, gap}]
    found = [
        Plan(gap, list(MENDERS[gap.code](rows, kept))) for gap in chosen if concerns(gap, kept)
    ]
    return [plan for plan in found if plan.fixes]


def mendable(rows: Reader, kept: Scope, gaps: Iterable[Gap]) -> frozenset[str]:
    """The codes of those of these gaps of which at least one case can be mended now."""
    known = (gap for gap in gaps if gap.code in MENDERS and concerns(gap, kept))
    return frozenset(gap.code for gap in known if any(True for _ in MENDERS[gap.code](rows, kept)))


def apply(work: Work, chosen: Sequence[Plan]) -> None:
    """Write the corrections, as one step of undo."""
    grouped: dict[tuple[str, tuple[str, ...]], list[Fix]] = defaultdict(list)
    for fix in (fix for plan in chosen for fix in plan.fixes):
        grouped[fix.table, tuple(fix.values)].append(fix)
    for (table, columns), fixes in grouped.items():
        work.journal.touch(table, [fix.number for fix in fixes])
        setting = ", ".join(f"{column} = ?" for column in columns)
        work.rows.run_many(
            f"UPDATE {table} SET {setting}, version = version + 1 WHERE id = ?",
            [(*fix.values.values(), fix.number) for fix in fixes],
        )
    done = [_counted(plan) for plan in chosen]
    total = sum(len(plan.fixes) for plan in chosen)
    work.says(f"{plural(total, 'correction')} du docteur : {', '.join(done)}")


def _counted(plan: Plan) -> str:
    return plural(len(plan.fixes), *plan.gap.what)


def _trades(rows: Reader, kept: Scope) -> Iterator[Fix]:
    trades = Trades(rows)
    for row in queries.uncoded_trades(rows, kept):
        code, confidence = trades(row.said or "") or (None, 0)
        if confidence >= CERTAIN:
            values = {"rome_code": code, "rome_confidence": confidence}
            yield Fix("person", row.number, values, row.reference, f"{row.said} → {code}")


def _jobs(rows: Reader, kept: Scope) -> Iterator[Fix]:
    trades = Trades(rows)
    for row in queries.uncoded_jobs(rows, kept):
        code, confidence = trades(row.said or "") or (None, 0)
        if confidence >= CERTAIN:
            told = f"{row.said} → {code}"
            yield Fix("offer", row.number, {"rome_code": code}, row.reference, told)


def _offer_places(rows: Reader, kept: Scope) -> Iterator[Fix]:
    yield from _places("offer", queries.unplaced_offers(rows, kept))


def _settlement_places(rows: Reader, kept: Scope) -> Iterator[Fix]:
    yield from _places("settlement", queries.unplaced_settlements(rows, kept))


def _places(table: str, found: Sequence[queries.Row]) -> Iterator[Fix]:
    """The commune that alone answers to the name and the postal code, without a guess."""
    for row in found:
        place = locations.resolve(row.said or "", row.also)
        if place.certainty == Certainty.EXACT and place.commune:
            code = place.commune.code_insee
            told = f"{row.said or row.also} → {place.commune.name} ({code})"
            yield Fix(table, row.number, {"code_insee": code}, row.reference, told)


def _territories(rows: Reader, kept: Scope) -> Iterator[Fix]:
    """The territory of all the communes that are wished, unless another one is named too."""
    homes = queries.territory_of_commune(rows)
    for row in queries.unassigned(rows, kept):
        pointed = {homes.get(code) for code in (row.said or "").split("|")}
        if len(pointed) != 1:
            continue
        place = pointed.pop()
        named = {fold(name) for name in (row.also or "").split("|") if name}
        if place and named <= {fold(place[1]), fold(place[2])}:
            values = {"territory_id": place[0]}
            yield Fix("household", row.number, values, row.reference, f"→ {place[2]}")


def _signatures(rows: Reader, kept: Scope) -> Iterator[Fix]:
    officers = queries.officer_keys(rows)
    for row in queries.unsigned_contacts(rows, kept):
        officer = officers.get(fold(row.said or ""))
        if officer:
            values = {"officer_id": officer[0]}
            yield Fix("contact", row.number, values, row.reference, f"→ {officer[1]}")


def _false_due(rows: Reader, kept: Scope) -> Iterator[Fix]:
    values = {"done_on": kept.day, "ending": Ending.CANCELLED.value}
    for row in queries.closed_follow_ups(rows, kept):
        yield Fix("follow_up", row.number, values, row.reference, row.said or "")


def _expired(rows: Reader, kept: Scope) -> Iterator[Fix]:
    for row in queries.expired_offers(rows, kept):
        yield Fix("offer", row.number, {"closed_on": kept.day}, row.reference, row.said or "")


Mender = Callable[[Reader, Scope], Iterator[Fix]]
MENDERS: dict[str, Mender] = {
    "metier_sans_rome": _trades,
    "sans_territoire": _territories,
    "clos_avec_relances": _false_due,
    "offre_sans_lieu": _offer_places,
    "emploi_sans_rome": _jobs,
    "offre_expiree": _expired,
    "contact_sans_agent": _signatures,
    "installation_sans_commune": _settlement_places,
}
"""How each gap that says `mends` is mended."""

TELLS: dict[str, tuple[str, str]] = {
    "metier_sans_rome": ("code ROME d’un métier", "codes ROME de métiers"),
    "sans_territoire": ("territoire d’un foyer", "territoires de foyers"),
    "clos_avec_relances": ("relance d’un dossier clos", "relances de dossiers clos"),
    "offre_sans_lieu": ("commune d’une offre", "communes d’offres"),
    "emploi_sans_rome": ("code ROME d’une offre", "codes ROME d’offres"),
    "offre_expiree": ("offre expirée close", "offres expirées closes"),
    "contact_sans_agent": ("échange rendu à son auteur", "échanges rendus à leur auteur"),
    "installation_sans_commune": ("commune d’une installation", "communes d’installations"),
}  # fmt: skip
"""What a correction does, alone and in the plural."""

LEFT = (
    "Laissés à une personne : qui suit un foyer (sa charge et ses congés ne se devinent pas), un "
    "métier ou une commune que plusieurs lectures expliquent, les foyers qui visent plusieurs "
    "territoires, les réveils passés, les doublons, et les relances d’avant une installation, qui "
    "restent peut-être dues."
)
