"""A page as one JSON document, with its dangerous characters escaped."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from venez_vivre.screens.pages import Page
from venez_vivre.texts import Pattern

UNSAFE = Pattern(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]+|[\u0300-\u036f]{3,}"
)
"""Delete, C1, bidirectional, zero-width and tag characters, marks piled up: legal in JSON, not on
a terminal."""


def render(page: Page, *, colored: bool, width: int) -> str:  # noqa: ARG001  same call for every format
    """The page's data; the value read back is the value that was written."""
    return _safe(_lines(page.data)) + "\n"


def one_line(data: Any) -> str:
    """A value of a document on one line."""
    return _safe(_dumps(data))


def _safe(text: str) -> str:
    plain = text.isascii() and "\x7f" not in text
    return text if plain else UNSAFE.sub(_escaped, text)


def _lines(data: Any) -> str:
    """One line for each item of a list or key of a document: readable, and written by C code."""
    if isinstance(data, list) and data:
        return "[\n" + ",\n".join(map(_dumps, data)) + "\n]"
    if isinstance(data, dict) and data:
        pairs = (f"{_dumps(str(key))}: {_dumps(value)}" for key, value in data.items())
        return "{\n" + ",\n".join(pairs) + "\n}"
    return _dumps(data)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    raise TypeError(type(value).__name__)


_dumps = json.JSONEncoder(ensure_ascii=False, default=_plain).encode


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
