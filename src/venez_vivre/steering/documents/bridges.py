"""What has changed since reports of this kind were published: this period’s, and the one before."""

from __future__ import annotations

from typing import Any

from venez_vivre.steering import frozen
from venez_vivre.steering.documents.making import Making
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
    """The last report published of this very period, and of the newest period before it."""
    number = making.place.number if making.place else None
    whole, before = making.spans.whole, making.spans.before
    same = queries.latest(making.rows, kind, whole.start, whole.end, number)
    earlier = queries.newest(making.rows, kind, before.end, number) if before else None
    return [one for one in (same, earlier) if one is not None]
