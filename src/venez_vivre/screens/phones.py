"""Phone numbers as they are said."""

from __future__ import annotations


def spoken(phone: str | None) -> str:
    """A phone number as it is said: `06 39 98 12 34`, a foreign one as it is stored."""
    if phone and phone.startswith("+33") and len(phone) == 12:
        digits = "0" + phone[3:]
        return "\u00a0".join(digits[i : i + 2] for i in range(0, 10, 2))
    return phone or ""
