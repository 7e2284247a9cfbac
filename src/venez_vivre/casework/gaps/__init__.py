"""The gaps of a base, in two plain tables: adding one is one entry."""

from __future__ import annotations

from venez_vivre.casework.gaps.entry import COUNTED, Gap
from venez_vivre.casework.gaps.households import OF_HOUSEHOLDS
from venez_vivre.casework.gaps.records import OF_RECORDS

__all__ = ["BY_CODE", "COUNTED", "GAPS", "OF_HOUSEHOLDS", "OF_RECORDS", "Gap"]

GAPS: tuple[Gap, ...] = (*OF_HOUSEHOLDS, *OF_RECORDS)
"""Every gap; the order is that of the list when two cost the same."""

BY_CODE = {gap.code: gap for gap in GAPS}
