"""What has changed since reports of this kind were published: this period’s, and the one before."""

from __future__ import annotations

from typing import Any

from venez_vivre.steering import frozen
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.spans import DAY
from venez_vivre.store.queries import frozen as queries
from venez_vivre.store.queries.frozen import Frozen


def section(making: Making, kind: str) -> dict[str, Any]:
    """The bridges from what was published to the figures of this base, every line of them.

    As it was known on a day, a base holds what was published by then, and no more.
    """
    return {
        "ponts": [
            frozen.data(one, frozen.bridges(making.rows, one)) for one in _published(making, kind)
        ]
    }


def _published(making: Making, kind: str) -> list[Frozen]:
    """The last report published of this very period, and of the newest period over before it.

    What counts from the very beginning has no period before: there, the newest that ended by then.
    """
    number = making.place.number if making.place else None
    whole = making.spans.whole
    same = queries.latest(making.rows, kind, whole.start, whole.end, number)
    end = whole.end if whole.start is None else whole.start - DAY
    earlier = queries.newest(making.rows, kind, end, number)
    found = [one for one in (same, earlier) if one is not None]
    return list({one.number: one for one in found}.values())
