"""What stands at the end of a report, beside what stood when its period began."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from venez_vivre.steering.documents.figures import Figure
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.spans import DAY, Span, Spans

Part = dict[str, Any]
NAMES = ("frein", "besoin", "manque", "echeance")
"""What names the items of these sections."""


def beside(making: Making, section: Callable[[Making], Part]) -> Part:
    """The section, each of its figures with the one of the day before the period began.

    What a file says of itself (a blocker, a wish) is read as it is now, for both days.
    """
    now = section(making)
    begun = making.spans.now.start
    day = None if begun is None else begun - DAY
    then = None
    if day is not None:
        span = Span(None, day)
        then = section(replace(making, spans=Spans(span, span, None, None), _counts={}))
    found: Part = _joined(now, then, day)
    return found


def _joined(now: Any, then: Any, day: date | None) -> Any:
    if isinstance(now, Mapping):
        found: Part = {}
        for key, value in now.items():
            before = None if then is None else then.get(key)
            found[key] = _joined(value, before, day)
            if isinstance(value, Figure):
                found[f"precedent_{key}"] = _figure(value, before, day)
        return found
    if isinstance(now, list):
        return _items(now, then, day)
    return now


def _figure(now: Figure, then: Figure | None, day: date | None) -> Figure | None:
    """The earlier figure: nobody, where nothing of the kind was counted that day."""
    if day is None:
        return None
    return then or Figure(_on(now, day), 0)


def _on(figure: Figure, day: date) -> tuple[Any, ...]:
    return (figure.key[0], day, *figure.key[2:])


def _items(now: list[Any], then: list[Any] | None, day: date | None) -> list[Any]:
    """The items by their names, those that only the earlier day had last."""
    earlier = {_name(one): one for one in then or ()}
    own = {_name(one) for one in now}
    gone = [one for name, one in earlier.items() if name not in own]
    return [
        *(_joined(one, earlier.get(_name(one)), day) for one in now),
        *(_gone(one, now, day) for one in gone),
    ]


def _name(one: Mapping[str, Any]) -> Any:
    return next(one[name] for name in NAMES if name in one)


def _gone(one: Mapping[str, Any], now: list[Any], day: date | None) -> Part:
    """An item of which nobody is left."""
    until = _until(now, day)
    found: Part = {}
    for key, value in one.items():
        if isinstance(value, Figure):
            found[key] = Figure(_on(value, until), 0)
            found[f"precedent_{key}"] = value
        else:
            found[key] = value
    return found


def _until(now: list[Any], day: date | None) -> Any:
    """The day of the figures that are there; any other than the earlier one when there is none."""
    days = (value.key[1] for one in now for value in one.values() if isinstance(value, Figure))
    return next(days, ("après", day))
