"""Figures that know what they count, so that one that may not be published is hidden everywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.queries.steering import Scope
from venez_vivre.texts import HIDDEN

Key = tuple[Any, ...]
"""What is counted: when, what, in which unit, of which group. Figures of one key are one figure."""


class Figure(NamedTuple):
    """A count of households, of people, or of what was done with them."""

    key: Key
    value: int


class Derived(NamedTuple):
    """What is worked out of figures (a rate, a gap, a sentence): it tells as much as they do."""

    value: Any
    of: tuple[Key, ...]


class Tie(NamedTuple):
    """A figure that is the sum of others, each published somewhere."""

    total: Key
    parts: tuple[Key, ...]


NOTHING: Mapping[Key, int] = MappingProxyType({})


class Hint(NamedTuple):
    """What whoever reads a document can add: figures on no page of it, and how they are tied.

    `known` are figures that the public has already; `unprinted` those that nobody prints.
    """

    unprinted: Mapping[Key, int] = NOTHING
    known: Mapping[Key, int] = NOTHING
    ties: tuple[Tie, ...] = ()


class Draft(NamedTuple):
    """A document whose figures are still figures: mappings, lists, and plain values between.

    `scope` is that of its period; `hint` is made for public reports alone.
    """

    content: Mapping[str, Any]
    scope: Scope
    ties: tuple[Tie, ...] = ()
    hint: Hint = Hint()


def leaves(node: Any) -> Iterator[Figure | Derived]:
    """Every figure of a document, and all that is worked out of them."""
    if isinstance(node, (Figure, Derived)):
        yield node
    elif isinstance(node, Mapping):
        for one in node.values():
            yield from leaves(one)
    elif isinstance(node, (list, tuple)):
        for one in node:
            yield from leaves(one)


def cells(node: Any) -> dict[Key, int]:
    """The value of every figure of a document.

    Raises:
        ValueError: one key has two values, which is our fault.

    """
    found: dict[Key, int] = {}
    for leaf in leaves(node):
        if isinstance(leaf, Figure) and found.setdefault(leaf.key, leaf.value) != leaf.value:
            raise ValueError(f"{leaf.key}: {found[leaf.key]} and {leaf.value}")
    return found


def settled(node: Any, hidden: Collection[Key] = ()) -> Any:
    """The document as plain values; a hidden figure, and what would tell it, is `texts.HIDDEN`."""
    if isinstance(node, Figure):
        return HIDDEN if node.key in hidden else node.value
    if isinstance(node, Derived):
        told = any(key in hidden for key in node.of)
        return HIDDEN if told and node.value is not None else node.value
    if isinstance(node, Mapping):
        return {name: settled(one, hidden) for name, one in node.items()}
    if isinstance(node, (list, tuple)):
        return [settled(one, hidden) for one in node]
    return node
