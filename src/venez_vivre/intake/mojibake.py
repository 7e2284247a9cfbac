"""Text that was decoded twice: found by its characters, brought back to what it was exactly."""

from __future__ import annotations

import re

DOUBLED_BYTES = re.compile(rb"\xc3[\x82-\x85\x8c\x8d\xa2\xaf\xb0][\xc2\xc5\xc6\xcb\xe2]")
"""In UTF-8: what the first byte of a character becomes, then the start of what the next becomes."""

_FOLLOWING = "\x80-\xbfŒœŠšŸŽžƒˆ˜\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022…‰‹›€™"
DOUBLED = re.compile(f"[ÂÃÄÅÌÍâïð][{_FOLLOWING}]")
"""The same in characters; far from each pair is text decoded twice: `undoubled` judges."""

_AS_BYTES = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
"""What stands in cp1252 where latin-1 has controls; its five empty places stay controls."""

_SURE = re.compile(
    rb"(?:[\x00-\x7f]|[\xc2-\xc5\xcc\xcd][\x80-\xbf]|\xc6\x92|\xcb[\x86\x9c]|\xe2[\x80-\xbf]{2}"
    rb"|\xef[\xb8\xbb\xbc\xbf][\x80-\xbf]|\xf0\x9f[\x80-\xbf]{2})+"
)
"""Latin letters, accents apart, punctuation, emoji: « CAFÉ » before a no-break space is none."""


def undoubled(text: str) -> str:
    """The text before it was decoded twice, or more; to the letter the same text if it was not."""
    while DOUBLED.search(text):
        try:
            raw = text.translate(_AS_BYTES).encode("latin-1")
            before = raw.decode("utf-8") if _SURE.fullmatch(raw) else text
        except UnicodeError:
            return text
        if before == text:
            return text
        text = before
    return text
