"""The base itself: the file that everything is kept in."""

from __future__ import annotations

from venez_vivre.commands import encryption
from venez_vivre.grammar import Noun

app = Noun(*encryption.app.commands.values())
