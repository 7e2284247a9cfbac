"""A page as one JSON document, with its dangerous characters escaped."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

from venez_vivre.screens.pages import Page

UNSAFE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
"""C1, bidirectional, zero-width and tag characters: legal in JSON, not on a terminal."""


def render(page: Page, *, colored: bool, width: int) -> str:  # noqa: ARG001  same call for every format
    """The page's data; the value read back is the value that was written."""
    text = json.dumps(page.data, ensure_ascii=False, indent=1, default=_plain)
    return UNSAFE.sub(_escaped, text) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
