"""A heading as it is compared: folded, then stripped of what forms put around a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from venez_vivre.texts import fold

QUIET = frozenset({"motif"})
"""The column that a rejects file adds: it is no answer of anybody."""

_NUMBERED = re.compile(r"(?:g[0-9]{1,3} ?q[0-9]{1,3}|q(?:uestion)? ?[0-9]{1,3}|[0-9]{1,2}[a-z]?) ")
"""« Q3. », « 2) », « G01Q05. » before a question."""

_ASKED = re.compile(
    r"(?:quel(?:le)?s? (?:est|sont|etait|serait) |(?:merci de? |veuillez |pouvez vous (?:nous )?)?"
    r"(?:indiquer|indiquez|preciser|precisez|renseigner|renseignez|saisir|saisissez|donner|donnez"
    r"|entrer|entrez)(?: nous)? |(?:a |pour )?(?:votre|vos|ton|ta|tes|mon|ma|mes) "
    r"|(?:le|la|les|l|une?|the|your|my) |what is |enter |please )"
)
"""What asks for a thing before the thing is named."""

_SUFFIX = re.compile(
    r" (?:[0-9]{1,2}|obligatoire|facultatif|facultative|optionnel|optionnelle|requis|requise"
    r"|required|optional|en km|en euros|en m2|en kilometres|km|eur|euros|m2|e|s|es|actuel|actuelle"
    r"|svp|s il vous plait|si oui|le cas echeant|si concerne|si applicable|jj mm aaaa|jj mm aa"
    r"|aaaa)$"
)

MICROSOFT = (
    frozenset({"heure de debut", "heure de fin"}),
    frozenset({"start time", "completion time"}),
)
ACCOUNT = frozenset({"adresse de messagerie", "nom", "email", "e mail", "name", "id"})
"""What Microsoft Forms says of the account that answered (often « anonymous »), not the person."""


SIGNS = {"#": "numero", "n°": "numero", "nº": "numero", "№": "numero"}
"""Headings that are a sign more than a word."""

LONG_ENOUGH = 4
"""Words of a known question from which a longer one that begins so is the same question."""


def key(heading: str) -> str:
    """A heading as it is compared."""
    return SIGNS.get(heading.strip().lower()) or fold(heading)


def beginnings(folded: str) -> Iterator[str]:
    """The beginnings of a question that are long enough to tell what it asks, longest first."""
    words = folded.split()
    for length in range(len(words) - 1, LONG_ENOUGH - 1, -1):
        yield " ".join(words[:length])


def stripped(folded: str) -> Iterator[str]:
    """The heading, then what is left of it each time that something around it is taken off."""
    yield folded
    shorter = _NUMBERED.sub("", folded, count=1) if _NUMBERED.match(folded) else folded
    if shorter != folded:
        yield shorter
    while longer := shorter:
        shorter = _SUFFIX.sub("", longer)
        if shorter == longer:
            shorter = _ASKED.sub("", longer, count=1) if _ASKED.match(longer) else longer
        if shorter == longer:
            return
        yield shorter


def of_account(folded: Sequence[str]) -> frozenset[int]:
    """The places of headings that say who was connected, to be used when nothing else says it."""
    if not any(pair <= set(folded) for pair in MICROSOFT):
        return frozenset()
    return frozenset(place for place, heading in enumerate(folded) if heading in ACCOUNT)


def signature(headings: Sequence[str]) -> str:
    """What tells that two files have the same headings in the same order, rejects or not."""
    kept = [folded for heading in headings if (folded := key(heading)) not in QUIET]
    return blake2b("\x1f".join(kept).encode(), digest_size=16).hexdigest()
