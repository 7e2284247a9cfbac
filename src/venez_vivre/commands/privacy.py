"""The noun `rgpd`: the rights of the people that files are about."""

from __future__ import annotations

from venez_vivre.commands import privacy_purge
from venez_vivre.grammar import Noun

app = Noun(*privacy_purge.VERBS)
