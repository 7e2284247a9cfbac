"""First names in prints: what is kept of one, and how two agree, as `likeness.names` would say."""

from __future__ import annotations

from venez_vivre import NamedTuple
from venez_vivre.likeness.names import ENDINGS, borne, for_both, heads, table
from venez_vivre.likeness.phonetics import sound
from venez_vivre.likeness.weights import Level
from venez_vivre.steering.regional.stamps import TINY, Stamp, agree, joined, meet, one_less, split

KNOWN, HEAD, FOR_BOTH, BORNE, INITIAL, COMPOUND = (1 << place for place in range(6))
"""What is said of a first name in clear: that the table holds it, not which one it is."""


class Given(NamedTuple):
    """A first name: "" stands for what is unknown, several prints are put end to end.

    `lines` are those of the table of first names that hold it, by their rank in this version.
    """

    traits: int = 0
    whole: str = ""
    """Without its spaces."""
    head: str = ""
    lines: str = ""
    slips: str = ""
    sound: str = ""
    stems: str = ""
    begins: str = ""


def of(first: str, made: Stamp) -> Given:
    """What is kept of a folded first name."""
    if not first:
        return Given()
    known, squashed = table().get(first), first.replace(" ", "")
    return Given(
        _traits(first),
        made("colle", squashed),
        made("nom", first.partition(" ")[0]),
        joined(made, "ligne", (str(line) for line in known.lines), TINY) if known else "",
        joined(made, "faute", one_less(squashed), TINY),
        made("son", sound(first), digits=TINY) if len(squashed) > 3 else "",
        joined(made, "tige", _stems(first), TINY),
        joined(made, "debut", {first[:1], first[:2]}, TINY),
    )


def _traits(first: str) -> int:
    known = table().get(first)
    said = (
        (KNOWN, known is not None),
        (HEAD, first in heads()),
        (FOR_BOTH, known is not None and for_both(known)),
        (BORNE, first in borne()),
        (INITIAL, len(first) <= 2),
        (COMPOUND, " " in first),
    )
    return sum(trait for trait, true in said if true)


def _stems(first: str) -> set[str]:
    """The name, and what is left of it without an ending that the other sex may have."""
    cut = {first[: -len(end)] for end in ENDINGS if first.endswith(end)}
    return {first, *cut, *({first[:-1]} if first[-1] in "aeiouy" else ())}


def levels(one: Given, other: Given) -> Level:
    """How two first names that differ agree; where prints do not tell, less rather than more."""
    both = one.traits & other.traits
    if both & KNOWN and meet(one.lines, other.lines, TINY):
        return _equivalent(one, other)
    if (one.traits | other.traits) & COMPOUND:
        return _compound(one, other)
    if (one.traits | other.traits) & INITIAL:
        return _initial(one, other)
    if not meet(one.slips, other.slips, TINY) and agree(one.sound, other.sound) != 1:
        return Level.DIFFERENT
    if both & (KNOWN | BORNE) or meet(one.stems, other.stems, TINY):
        return Level.CLOSE
    known = (one.traits | other.traits) & KNOWN
    return Level.TYPO if known and _begin_alike(one, other) else Level.UNSURE


def _equivalent(one: Given, other: Given) -> Level:
    if (one.traits | other.traits) & COMPOUND:
        return Level.VARIANT
    two = one.traits & other.traits & HEAD and agree(one.sound, other.sound) != 1
    doubtful = two or (one.traits | other.traits) & FOR_BOTH
    return Level.SHORT if doubtful else Level.VARIANT


def _compound(one: Given, other: Given) -> Level:
    if one.head == other.head:
        return Level.PART
    return Level.UNSURE if meet(one.slips, other.slips, TINY) else Level.DIFFERENT


def _initial(one: Given, other: Given) -> Level:
    """« J. » or « Ph. » beside a name that begins so."""
    short, full = (one, other) if one.traits & INITIAL else (other, one)
    return Level.SHORT if split(short.begins, TINY) <= split(full.begins, TINY) else Level.DIFFERENT


def _begin_alike(one: Given, other: Given) -> bool:
    """Whether the first letters are the same: of two prints each, one is that of a letter."""
    return meet(one.begins, other.begins, TINY)
