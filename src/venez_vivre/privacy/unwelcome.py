"""What notes must not hold, by kind: words, phrases, and the ordinary senses of the same words.

They come from `reference/mots_sensibles.csv`: `mots` are words joined by bars, where a star stands
for any ending; `motif` is a regular expression, for words that need others around them; `sauf` is
one for an ordinary sense (a job in a clinic, a Catholic school, the syndic of a building);
`morceau` is a part that the others name between braces. All are written for folded text: no accent,
no capital, one space between words, a bar for a comma or the end of a sentence.

GDPR article 9 (health, religion, opinions, origin, sexual life) and article 10 (offences); CNIL,
« zones bloc note et commentaires » (judgements).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from venez_vivre import NamedTuple, reference

WORDS, PATTERN, UNLESS, PART = "mots", "motif", "sauf", "morceau"
_NAMED = re.compile(r"\{([a-z]+)\}")


class Rule(NamedTuple):
    """What is looked for of one kind, unless it lies in something of `unless`."""

    kind: str
    found: re.Pattern[str]
    unless: re.Pattern[str]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of each kind, compiled on first use."""
    parts: dict[str, str] = {}
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in reference.read("mots_sensibles"):
        kind, how, text = row["type"], row["lecture"], row["expression"]
        if how == PART:
            parts[kind] = text
        else:
            said[kind][how] += _patterns(how, text, parts)
    return tuple(
        Rule(kind, _whole([*_by_letter(one[WORDS]), *one[PATTERN]]), _whole(one[UNLESS]))
        for kind, one in said.items()
    )


def _patterns(how: str, text: str, parts: dict[str, str]) -> list[str]:
    if how == WORDS:
        return [word.replace("*", r"\w*") for word in text.split("|")]
    return [_NAMED.sub(lambda match: parts[match[1]], text)]


def _by_letter(patterns: list[str]) -> Iterator[str]:
    """Words joined under their first letter: most places of a text are then left at once."""
    for letter, group in groupby(sorted(patterns), key=lambda pattern: pattern[0]):
        yield f"{letter}(?:{'|'.join(pattern[1:] for pattern in group)})"


def _whole(patterns: list[str]) -> re.Pattern[str]:
    """One pattern for all, which begins and ends with whole words."""
    return re.compile(rf"(?<!\S)(?:{'|'.join(patterns)})(?!\S)")
