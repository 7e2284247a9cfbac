"""Which known word an unknown one is a slip for, when it is clearly nearer than the others."""

from __future__ import annotations

from collections.abc import Iterable

NEAR = 0.75
"""Share of letters in place for a word to be worth suggesting: one slip in four letters."""

NEAR_SENTENCE = 0.6
AHEAD, FAR_AHEAD = 0.12, 0.3
"""How far ahead of the next meaning; a sentence may be less near as long as it is far ahead."""

SHORTEST = 4


def clearly_nearest(said: str, known: Iterable[tuple[str, str]]) -> str | None:
    """The meaning of the known word nearest to a folded text, None unless it is clearly ahead.

    `known` pairs folded words with what they mean; several words may mean the same.
    """
    if len(said) < SHORTEST:
        return None
    from rapidfuzz.distance import OSA  # noqa: PLC0415  only when something is unknown

    best: dict[str, float] = {}
    for word, meaning in known:
        near = OSA.normalized_similarity(said, word)
        best[meaning] = max(near, best.get(meaning, 0.0))
    ranked = sorted(best.items(), key=lambda one: -one[1])[:2]
    if not ranked:
        return None
    meaning, near = ranked[0]
    ahead = near - (ranked[1][1] if len(ranked) > 1 else 0.0)
    is_clear = near >= NEAR and ahead >= AHEAD
    return meaning if is_clear or (near >= NEAR_SENTENCE and ahead >= FAR_AHEAD) else None
