"""Usual values that imports and commands share."""

from __future__ import annotations

from datetime import timedelta

CALL_BACK = "rappeler"
"""What is to be done when only a day was given."""

USUAL_DELAY = timedelta(days=7)
"""When it is to be done when only an action was given."""

MOST_PEOPLE = 20
"""More adults or children than this in one household is a slip of the keyboard."""
