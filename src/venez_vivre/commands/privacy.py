"""The rights of people."""

from __future__ import annotations

from venez_vivre.commands import privacy_erasing, privacy_rights
from venez_vivre.grammar import Noun

app = Noun(*privacy_rights.VERBS, *privacy_erasing.VERBS)
