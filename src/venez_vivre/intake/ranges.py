"""Two pays in one cell: « de 28 000 à 32 000 € »."""

from __future__ import annotations

from typing import Any

from venez_vivre.intake.cells import Mended
from venez_vivre.intake.parsing import pay
from venez_vivre.texts import Pattern

_RANGE = Pattern(
    r"(?:de |entre )?(?P<least>[0-9][0-9 .,\u00a0\u202f]*?\s?(?:k?€|k|euros?)?)"
    r"\s*(?:à|a|et|-|–)\s*(?P<most>[0-9][0-9 .,\u00a0\u202f]*?)\s?(?P<unit>[^0-9]*)",
)
_THOUSANDS = Pattern(r"[0-9]\s?k")


class Span(int):
    """The least pay of a range, which knows the most."""

    most: int


def pay_range(text: str) -> int | Mended:
    """A pay, or two of them: the least one, a `Span` that knows the other."""
    found = _RANGE.fullmatch(text.strip().lower())
    if found is None:
        return pay(text)
    unit = found["unit"].strip()
    least = found["least"].strip()
    if unit.startswith("k") and not _THOUSANDS.search(least):
        least += " k"
    rest = unit.removeprefix("k").removeprefix("€").strip()
    two = [pay(f"{least.removesuffix('€')} {rest}".strip()), pay(f"{found['most']} {unit}".strip())]
    values = [one.value if isinstance(one, Mended) else one for one in two]
    span = Span(min(values))
    span.most = max(values)
    mended = next((one for one in two if isinstance(one, Mended)), None)
    return Mended(span, mended.reason, mended.remedy) if mended else span


def spread(given: dict[str, Any], least: str, most: str) -> None:
    """Give the greatest pay of a range its place, unless one is said."""
    value = given.get(least)
    if isinstance(value, Span):
        given[least] = int(value)
        given.setdefault(most, value.most)
