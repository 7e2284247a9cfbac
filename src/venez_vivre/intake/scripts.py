"""Letters that do not go together in a name: of two alphabets, or shaped like others."""

from __future__ import annotations

import re
import unicodedata

TWO = "lettres de deux alphabets"
ODD = "lettres qui en imitent d’autres"

_WORD = re.compile(r"[^\W\d_]+")
_MERGED = {"FULLWIDTH": "LATIN", "HALFWIDTH": "KATAKANA", "HIRAGANA": "CJK", "KATAKANA": "CJK"}
"""Scripts that are written together, by the first word of the names of their letters."""

_LOOK_ALIKES = frozenset("асеоірхуѕјһԁԛԝёїӏАВСЕНІЈКМОРЅТУХЁЇӀԌԚԜονρυικαΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ")
"""Letters of other alphabets that one reads as Latin ones."""

_WRITTEN = frozenset("əɓɔɖɗɛɣɨɩʉʊʋɲɽɦ")
"""Letters of the phonetic block that the names of some languages do hold."""


def oddity(name: str) -> str | None:
    """What is wrong with the letters of a name, None when nothing is.

    Two alphabets in one word; a Latin word beside one that is made of look-alikes only; a letter
    of phonetics, of mathematics or of full width, which is typed for another one.
    """
    if name.isascii():
        return None
    words = _WORD.findall(unicodedata.normalize("NFC", name))
    if any(map(_is_shaped, "".join(words))):
        return ODD
    scripts = [_scripts(word) for word in words]
    if any(len(found) > 1 for found in scripts):
        return TWO
    imitate = (set(word) <= _LOOK_ALIKES for word in words)
    return TWO if {"LATIN"} in scripts and any(imitate) else None


def _is_shaped(letter: str) -> bool:
    """Whether a letter is another one in another shape, or a sign of phonetics."""
    if letter.isascii():
        return False
    phonetic = "\u0250" <= letter <= "\u02af" and letter not in _WRITTEN
    kind = unicodedata.decomposition(letter).partition(">")[0]
    return phonetic or kind in {"<wide", "<font", "<circle", "<square", "<super", "<sub"}


def _scripts(word: str) -> set[str]:
    """The alphabets of a word, by the first word of the names of its letters."""
    first = {_first(letter) for letter in word} - {"MODIFIER", "FEMININE", "MASCULINE"}
    return {_MERGED.get(script, script) for script in first}


def _first(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]
