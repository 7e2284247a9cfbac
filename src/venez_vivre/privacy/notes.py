"""Find in a free text what must not be written there, and say why and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from venez_vivre import NamedTuple
from venez_vivre.privacy import numbers
from venez_vivre.privacy.unwelcome import rules
from venez_vivre.texts import clean, fold


class Kind(NamedTuple):
    """A kind of what is found: its label, why it may not be kept, what to write instead."""

    label: str
    why: str
    instead: str


KINDS: dict[str, Kind] = {
    "sante": Kind(
        "santé",
        "donnée de santé (RGPD, art. 9)",
        "Écrivez le besoin, non l’état : « cherche un centre de soins à moins de 30 minutes ».",
    ),
    "religion": Kind(
        "religion",
        "conviction religieuse (RGPD, art. 9)",
        "Écrivez la demande, si elle sert au projet : « veut connaître les associations ».",
    ),
    "politique": Kind(
        "politique, syndicat",
        "opinion politique ou syndicale (RGPD, art. 9)",
        "N’écrivez rien : aucune démarche n’en dépend.",
    ),
    "origine": Kind(
        "origine",
        "origine ethnique supposée (RGPD, art. 9)",
        "Écrivez ce qui est utile : la langue parlée, le pays où se trouve le foyer aujourd’hui.",
    ),
    "vie_sexuelle": Kind(
        "vie sexuelle",
        "vie ou orientation sexuelle (RGPD, art. 9)",
        "Écrivez la composition du foyer : « couple », « deux adultes, un enfant ».",
    ),
    "casier": Kind(
        "justice",
        "condamnation ou infraction (RGPD, art. 10)",
        "N’écrivez rien : l’employeur ou le bailleur demande lui-même ce que la loi permet.",
    ),
    "jugement": Kind(
        "jugement",
        "jugement sur une personne, qu’elle peut lire en demandant son dossier",
        "Écrivez le fait et sa date : « absent aux deux rendez-vous », « budget à préciser ».",
    ),
    numbers.NIR: Kind(
        "n° de sécurité sociale",
        "numéro que seuls certains organismes peuvent garder",
        "Effacez-le : aucune démarche d’accueil n’en a besoin.",
    ),
    numbers.IBAN: Kind(
        "compte bancaire",
        "coordonnées bancaires",
        "Effacez-le : le bailleur ou l’organisme le demande lui-même.",
    ),
    numbers.CARD: Kind(
        "carte bancaire",
        "numéro de carte bancaire",
        "Effacez-le, et prévenez la personne : un paiement ne se note jamais.",
    ),
    numbers.PAPER: Kind(
        "pièce d’identité",
        "numéro d’une pièce d’identité",
        "Écrivez que la pièce a été vue, et quand : « pièce d’identité vue le 12/03 ».",
    ),
}
"""By code, in the order of the guide."""

AROUND = 28
"""Characters shown on each side of what was found."""


class Finding(NamedTuple):
    """What was found in a text: the code of its kind, the words, and those around them."""

    kind: str
    words: str
    extract: str


def read(text: str) -> list[Finding]:
    """What a text must not hold, one finding a kind, in the order of the text."""
    firsts: dict[str, tuple[int, int]] = {}
    for kind, start, end in sorted(_spans(text), key=lambda one: one[1:]):
        firsts.setdefault(kind, (start, end))
    return [Finding(k, text[a:b], _extract(text, a, b)) for k, (a, b) in firsts.items()]


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    yield from numbers.found(text)
    folded = _Folded(text)
    for rule in rules():
        found = [match.span() for match in rule.found.finditer(folded.words)]
        passed = [match.span() for match in rule.unless.finditer(folded.words)] if found else []
        for start, end in found:
            if not any(a <= start and end <= b for a, b in passed):
                yield rule.kind, *folded.place(start, end)


_WORD = re.compile(r"\w+|[.,;:!?()\n]+")
_BAR = "|"
"""What stands for the end of a part of a sentence, and for the beginning of the text."""


class _Folded:
    """A text folded word by word, which knows where each folded word stands in it."""

    def __init__(self, text: str) -> None:
        self._spans = [(0, 0)]
        self._starts = [0]
        parts = [_BAR]
        length = 2
        for match in _WORD.finditer(text):
            word = fold(match[0]) or _BAR
            self._spans.append(match.span())
            self._starts.append(length)
            parts.append(word)
            length += len(word) + 1
        self.words = " ".join(parts)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the words from one folded place to another stand in the text."""
        inside = [n for n, place in enumerate(self._starts) if start <= place < end]
        return self._spans[inside[0]][0], self._spans[inside[-1]][1]


def _extract(text: str, start: int, end: int) -> str:
    """The words found amid those around, on one line."""
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    before = text[left:start] if left == 0 else text[left:start].partition(" ")[2]
    after = text[end:right] if right == len(text) else text[end:right].rpartition(" ")[0]
    said = f"{'… ' if left else ''}{before}{text[start:end]}{after}"
    return " ".join(clean(said).split()) + (" …" if right < len(text) else "")
