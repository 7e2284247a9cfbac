"""Whether two entries of the base are certainly one person."""

from __future__ import annotations

from venez_vivre.intake.people import Known, profile
from venez_vivre.likeness import judge


def same_person(one: Known, other: Known) -> bool:
    """Whether likeness would make one of them without asking; within two files, that is safe."""
    comparison = judge.compare(profile(one), profile(other))
    return judge.verdict(comparison, 2).outcome is judge.Outcome.SAME
