"""Text as French is printed: no sign alone at the end of a line, no number away from its noun."""

from __future__ import annotations

import re

from venez_vivre.texts import NARROW, clean

GLUE = "\u00a0"
SEAM = "\u200b"
LONGEST = 24
"""A longer word, such as an address, may be cut every so many characters: no cell holds it."""

BEFORE = re.compile(r" (?=[?!;](?:\s|$))")
AROUND = re.compile(r"(?<=«) | (?=»|:(?:\s|$))")
COUNTED = re.compile(rf"(?<!\w)(\d[\d{NARROW},.]*) (?=[^\W\d_]|[%€])")
WORD = re.compile(rf"\S{{{LONGEST + 1},}}")


def typographic(text: str, *, multiline: bool = False) -> str:
    """The text cleaned, only its spaces changed to those that no line is broken at."""
    text = clean(text, multiline=multiline)
    text = COUNTED.sub(rf"\1{GLUE}", AROUND.sub(GLUE, BEFORE.sub(NARROW, text)))
    return WORD.sub(_seamed, text)


def _seamed(match: re.Match[str]) -> str:
    word = match.group()
    if GLUE in word or NARROW in word:
        return word
    return SEAM.join(word[at : at + LONGEST] for at in range(0, len(word), LONGEST))
