"""Which files the lists show and the day works on: conditions on household `h`, on visit `w`.

They are written with `coalesce` on purpose: SQLite takes `IS NULL` for an equality that its index
answers, and would walk every file of a base in that order.
"""

from __future__ import annotations

from venez_vivre.vocabulary import VisitKind

SHOWN = "coalesce(h.erased_on, '') = ''"
"""Somebody is behind the file: what is left of an erased one only counts in figures."""

APPROACHED = "coalesce(h.erased_on, h.limited_on, h.opposed_on, '') = ''"
"""The file may be worked on, and its people called: nobody limited its use, nor objected."""

WRITABLE = "coalesce(h.erased_on, h.limited_on, '') = ''"
"""The file may be written to: nobody limited its use."""

STANDS = "coalesce(h.erased_on, :day) >= :day"
"""The file counted among those of that day: an erased one is nobody's work from the next day on."""

ERASED = "(SELECT gone.id FROM household gone WHERE gone.erased_on IS NOT NULL)"
"""The numbers of the erased files, where household `h` is not at hand."""

OF_SOMEBODY = f"""(w.kind <> '{VisitKind.STAY}'
  OR NOT EXISTS (SELECT 1 FROM visit_guest i WHERE i.visit_id = w.id)
  OR EXISTS (SELECT 1 FROM visit_guest i JOIN household h ON h.id = i.household_id
    WHERE i.visit_id = w.id AND {SHOWN}))"""
"""The visit `w` is not a stay whose only guests are erased: nobody is expected at such a one."""
