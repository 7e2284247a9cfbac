"""Demonstration files: the scheme's published first year, as raw files ready to be imported."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from venez_vivre.demo import campaigns, contacts, offers, territories
from venez_vivre.demo.draws import Dice
from venez_vivre.demo.people import Registry
from venez_vivre.demo.plan import LARGEST, SMALLEST, Plan, Truth, plan_for, share
from venez_vivre.demo.sheets import Answers, Entries, Sheet
from venez_vivre.demo.year import Year

__all__ = ["LARGEST", "SMALLEST", "DemoFiles", "Truth", "write"]

_TERRITORY_FIELDS = ("code", "nom", "type", "departement", "communes", "actif")
_OFFICER_FIELDS = ("nom", "email", "telephone", "territoire")


@dataclass(frozen=True)
class DemoFiles:
    """The files that were written, in the order they must be imported."""

    territoires: Path
    agents: Path
    campagnes: Path
    offres: Path
    inscriptions: tuple[Path, ...]
    contacts: Path
    installations: Path
    truth: Truth


def write(folder: Path, *, signups: int = 12_000, seed: int = 2025) -> DemoFiles:
    """Write the example files into `folder`, for this many distinct registrants.

    The same arguments give the same bytes. Memory stays flat: a household is forgotten once its
    rows are written. ValueError under 20 registrants; OSError when the folder cannot be written.
    """
    scale = plan_for(signups)
    folder.mkdir(parents=True, exist_ok=True)
    registry = Registry(Dice(f"{seed}:names"), signups)
    tables = _tables(folder, scale, seed, registry)
    year = Year(scale, Dice(f"{seed}:year"), registry)
    forms, notes, moves = _unroll(folder, year)
    return DemoFiles(
        territoires=tables["territoires"],
        agents=tables["agents"],
        campagnes=tables["campagnes"],
        offres=tables["offres"],
        inscriptions=tuple(sheet.path for sheet in forms),
        contacts=notes.path,
        installations=moves.path,
        truth=_truth(scale, year, notes.count),
    )


def _tables(folder: Path, scale: Plan, seed: int, registry: Registry) -> dict[str, Path]:
    """Write the files that do not depend on the households."""
    contents = (
        ("territoires", _TERRITORY_FIELDS, territories.territory_rows()),
        ("agents", _OFFICER_FIELDS, territories.officer_rows(registry.phones)),
        ("campagnes", campaigns.FIELDS, campaigns.rows(scale.signups)),
        ("offres", offers.FIELDS, offers.rows(Dice(f"{seed}:offers"), scale.offers)),
    )
    written = {}
    for name, headings, rows in contents:
        with Sheet(folder / f"{name}.csv", headings) as sheet:
            sheet.extend(rows)
        written[name] = sheet.path
    return written


def _unroll(folder: Path, year: Year) -> tuple[tuple[Answers, Entries], Sheet, Sheet]:
    """Write the sign-ups, contacts and settlements of the year, side by side."""
    with ExitStack() as stack:
        answers = stack.enter_context(Answers(folder / "inscriptions-2024-2025.csv"))
        entries = stack.enter_context(Entries(folder / "inscriptions-novembre-2025.csv"))
        notes = stack.enter_context(Sheet(folder / "contacts.csv", contacts.FIELDS))
        moves = stack.enter_context(Sheet(folder / "installations.csv", contacts.SETTLEMENT_FIELDS))
        year.unroll(answers, entries, notes, moves)
    return (answers, entries), notes, moves


def _truth(scale: Plan, year: Year, notes: int) -> Truth:
    """Gather what the files hold, for the tests."""
    adults = year.settled_adults
    return Truth(
        registrants=scale.signups,
        households=scale.households,
        accepted_rows=scale.signups + year.repeated + scale.copies,
        rejected_rows=scale.rejects,
        identical_rows=scale.copies,
        accompanied_people=scale.accompanied,
        accompanied_households=scale.accompanied - scale.accompanied_doubles,
        settled_households=scale.settled,
        settled_people=scale.settled_people,
        settled_adults=adults,
        settled_children=scale.settled_people - adults,
        schooled_children=scale.schooled,
        spontaneous_households=scale.spontaneous,
        spontaneous_people=scale.spontaneous_people,
        contacts=notes,
        offers=scale.offers,
        officers=len(territories.OFFICERS),
        territories=len(territories.territories()),
        axes=len(campaigns.AXES),
        spending=share(scale.signups, campaigns.SPENDING),
        views=share(scale.signups, campaigns.VIEWS),
        visits=share(scale.signups, campaigns.VISITS),
        plays=share(scale.signups, campaigns.PLAYS),
    )
