"""Usual values that imports and commands share."""

from __future__ import annotations

CALL_BACK = "rappeler"
"""What is to be done when only a day was given."""

MOST_PEOPLE = 20
"""More adults or children than this in one household is a slip of the keyboard."""
