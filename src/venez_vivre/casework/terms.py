"""Coded values as people type them: a code, a label, a usual spelling, or how one begins."""

from __future__ import annotations

from typing import TypeVar

from venez_vivre.errors import Misuse
from venez_vivre.texts import clean, fold, listed, shorten
from venez_vivre.vocabulary import Term

T = TypeVar("T", bound=Term)


def understand(kind: type[T], text: str) -> T:
    """The term that the text names, whatever its case and accents.

    Raises:
        Misuse: no term, or several, answer to it; the sentence lists the codes.

    """
    wanted = fold(text)
    exact = [term for term in kind if wanted in _spellings(term)]
    if exact:
        return exact[0]
    near = [t for t in kind if wanted and any(s.startswith(wanted) for s in _spellings(t))]
    if len(near) == 1:
        return near[0]
    shown = shorten(clean(text).strip(), 40)
    if near:
        raise Misuse(f"« {shown} » peut être {listed([t.value for t in near], 'ou')} : précisez.")
    meant = _meant(kind, wanted)
    raise Misuse(
        f"« {shown} » n’est pas connu.{meant} Valeurs possibles : {', '.join(codes(kind))}."
    )


def _meant(kind: type[Term], wanted: str) -> str:
    """Proposes the codes of which a spelling is nearest."""
    from venez_vivre.casework.nearby import LIKELY, nearest, suggestion  # noqa: PLC0415  rare

    said = {spelling: term.value for term in kind for spelling in _spellings(term)}
    near = nearest(wanted, said, most=LIKELY)
    return suggestion(dict.fromkeys(str(said[spelling]) for spelling in near))


def codes(kind: type[Term]) -> list[str]:
    """The values that are stored, in their order."""
    return [str(term) for term in kind]


def label(kind: type[Term], value: str | None) -> str:
    """The label of a stored value; a value of no term shows as it is."""
    return next((term.label for term in kind if term == value), value or "")


def _spellings(term: Term) -> set[str]:
    return {fold(spelling) for spelling in (term.value, term.label, *term.spellings)}
