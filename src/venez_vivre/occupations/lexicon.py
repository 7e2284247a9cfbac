"""The dictionary of occupations: our own lexicon and the official labels, under their stems."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, cached_property
from math import log

from venez_vivre import reference
from venez_vivre.occupations.wording import many_stems, stem
from venez_vivre.texts import Pattern, fold

Form = frozenset[str]
VAGUE = ""
"""The code of a form that names no precise occupation (« technicien »)."""

_ASIDE = Pattern(r" *\([^)]*\)| -[^-]{2,}-(?= |$)")


class Lexicon:
    """Stems of a form in order -> ROME code, and what is worked out of it when first needed."""

    def __init__(self, ordered: Mapping[tuple[str, ...], str]) -> None:
        self.ordered = ordered

    @cached_property
    def codes(self) -> dict[Form, str]:
        """Stems whatever their order -> code; of two orders, the first that was listed."""
        codes: dict[Form, str] = {}
        for key, code in self.ordered.items():
            codes.setdefault(frozenset(key), code)
        return codes

    @cached_property
    def joined(self) -> dict[str, str]:
        """Stems without space -> code, for « aidesoignante »."""
        return {"".join(key): code for key, code in self.ordered.items() if len(key) > 1}

    @cached_property
    def weights(self) -> dict[str, float]:
        """How much a stem tells, from about 2 (« agent ») to 10 (one form has it)."""
        seen = Counter(stem for form in self.codes for stem in form)
        every = len(self.codes)
        return {stem: 1 + log(every / count) for stem, count in seen.items()}

    @cached_property
    def holders(self) -> dict[str, list[Form]]:
        """The forms that hold a stem."""
        holders: dict[str, list[Form]] = defaultdict(list)
        for form in self.codes:
            for one in form:
                holders[one].append(form)
        return holders

    @cached_property
    def initials(self) -> dict[str, list[str]]:
        """The stems that begin with a letter."""
        initials: dict[str, list[str]] = defaultdict(list)
        for one in self.weights:
            initials[one[0]].append(one)
        return initials


@cache
def lexicon() -> Lexicon:
    """The lexicon shipped with the program; what we say goes before the official labels."""
    told: list[tuple[str, str]] = [
        (form, row["code_rome"])
        for row in reference.read("metiers_lexique")
        for form in row["formes"].split("|")
    ]
    told += (
        (form, code)
        for code, label in labels().items()
        for form in both_genders(_ASIDE.sub("", label))
    )
    ordered: dict[tuple[str, ...], str] = {}
    for key, (_, code) in zip(many_stems(form for form, _ in told), told, strict=True):
        ordered.setdefault(key, code)
    ordered.pop((), None)
    return Lexicon(ordered)


@cache
def labels() -> dict[str, str]:
    """ROME code -> official label, with typographic apostrophes."""
    rows = reference.read("rome_metiers")
    return {row["code_rome"]: row["libelle"].replace("'", "’") for row in rows}


def both_genders(label: str) -> tuple[str, ...]:
    """« Boulanger / Boulangère d’art » -> « Boulanger d’art », « Boulangère d’art ».

    What comes before the word that changes may be said once: « Chef cuisinier / cuisinière ».
    """
    his, slash, hers = label.partition(" / ")
    if not slash:
        return (label,)
    men, women = his.split(" "), hers.split(" ")
    shared = 0 if men[0][:3] == women[0][:3] else _said_once(men, women[0])
    rest = women[len(men) - shared :]
    return (" ".join((*men, *rest)), " ".join((*men[:shared], *women)))


def _said_once(men: list[str], first: str) -> int:
    """How many words of the masculine form the feminine one does not say again."""
    same = [stem(fold(word)) == stem(fold(first)) for word in men]
    return same.index(True) if True in same and men[0] != "Homme" else 0
