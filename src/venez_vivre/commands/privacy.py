"""The rights of people."""

from __future__ import annotations

from venez_vivre.commands import privacy_erasing
from venez_vivre.grammar import Noun

app = Noun(*privacy_erasing.VERBS)
