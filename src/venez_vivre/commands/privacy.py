"""The rights of people: what is held about them, what they were told, what they ask for."""

from __future__ import annotations

from venez_vivre.commands import (
    privacy_breaches,
    privacy_documents,
    privacy_erasing,
    privacy_purge,
    privacy_registers,
    privacy_rights,
)
from venez_vivre.grammar import Noun

app = Noun(
    *privacy_documents.VERBS,
    *privacy_registers.VERBS,
    *privacy_breaches.VERBS,
    *privacy_rights.VERBS,
    *privacy_erasing.VERBS,
    *privacy_purge.VERBS,
)
