"""Which commune a text names: found for sure, guessed and said to be, or left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache

from venez_vivre import NamedTuple
from venez_vivre.locations import departments
from venez_vivre.locations.gazetteer import (
    Commune,
    by_name,
    by_postal_code,
    communes,
    likeliest_first,
    name_key,
)
from venez_vivre.texts import Pattern, fold


class Certainty(StrEnum):
    """How sure a resolution is."""

    EXACT = "exact"
    GUESS = "guess"
    """A slip of the keyboard or a shortened name, much nearer to one commune than to others."""
    AMBIGUOUS = "ambiguous"
    """Several communes answer, and nothing settles."""
    CONTRADICTED = "contradicted"
    """Communes have that name, none of them that code."""
    UNKNOWN = "unknown"
    """No commune of the region answers; it may be elsewhere."""


class Resolution(NamedTuple):
    """What a text was resolved to; candidates come most populated first."""

    certainty: Certainty
    candidates: tuple[Commune, ...] = ()

    @property
    def commune(self) -> Commune | None:
        """The commune that was found or guessed, None when nothing settles on one."""
        settled = self.certainty in {Certainty.EXACT, Certainty.GUESS}
        return self.candidates[0] if settled else None


NOTHING = Resolution(Certainty.UNKNOWN)


def find(text: str, postal_code: str | None = None) -> tuple[Commune, ...]:
    """Return the communes of the region that a text names, without ever guessing.

    Case, accents, hyphens, « St », CEDEX and a postal code or département beside the name
    (« 71400 Autun », « Autun (71) ») are understood; a former commune gives the current one.
    The postal code, in the text or beside it, settles between homonyms, and alone gives its
    communes. Several candidates come most populated first; none when name and code contradict
    each other (a « Saint-Denis » of 93200 is not one of ours).
    """
    found = resolve(text, postal_code)
    sure = found.certainty in {Certainty.EXACT, Certainty.AMBIGUOUS}
    return found.candidates if sure else ()


@lru_cache(maxsize=1 << 14)
def resolve(text: str, postal_code: str | None = None) -> Resolution:
    """Resolve the name of a commune of the region, and say how sure that is.

    Understands what `find` does, and guesses too: a slip (« Bezançon ») or a shortened name
    (« Lons ») gives a commune when it is clearly nearer than every other, towns of other
    regions included. A postal code of other communes contradicts the name; a CEDEX or unknown
    one counts for its département.
    """
    name, hint = _split(_CEDEX.sub("", fold(_SLASH.sub(" sur ", text))))
    hint = (postal_code or "").strip() or hint
    if not name:
        return _verdict(by_postal_code().get(departments.postal_digits(hint), ()))
    for said, department in _ways_to_read(name):
        if places := by_name().get(name_key(said)):
            return _settled(places, hint or department)
    return _guessed(name, hint)


# --- reading --------------------------------------------------------------------------------

_SLASH = Pattern(r"(?:\b[sS])? ?-?/-?")  # « Chalon s/ Saône », « Chalon/Saône »
_CEDEX = Pattern(r" ?\bcedex\b(?: [0-9]{1,2}\b)?")
_DIGITS = r"([0-9]{2} ?[0-9]{3}|[0-9]{2,3}|2[ab])"
_CODE_FIRST = Pattern(rf"(?:fr?)? ?{_DIGITS}(?![0-9]) ?([^0-9]*)", re.ASCII)
_CODE_LAST = Pattern(rf"([^0-9]*?)(?: fr?)? ?(?<![0-9]){_DIGITS}", re.ASCII)
_WIDER = Pattern(r" (?:france|bourgogne|franche comte|bourgogne franche comte|bfc)")
_PART = Pattern(r" (?:centre(?: ville)?|et alentours|nord|sud|est|ouest)")


def _split(folded: str) -> tuple[str, str]:
    """Separate a name from the code typed before or after it."""
    if match := _CODE_FIRST.fullmatch(folded):
        return match[2], match[1]
    if match := _CODE_LAST.fullmatch(folded):
        return match[1], match[2]
    return folded, ""


def _ways_to_read(name: str) -> Iterator[tuple[str, str]]:
    """Yield names to look for, the plainest first, with the code of a département or nothing."""
    yield name, ""
    bare = name
    while (shorter := _without(_WIDER, bare)) != bare:
        bare = shorter
        yield bare, ""
    yield _split_department_name(bare)
    yield _without(_PART, bare), ""


def _without(tail: Pattern, name: str) -> str:
    """Take off what a name ends with, unless it is all of it."""
    return re.sub(rf"(?<=.){tail.pattern}$", "", name)


def _split_department_name(folded: str) -> tuple[str, str]:
    """Separate « nevers nievre » into a name and a département's code."""
    for name, code in departments.by_name().items():
        if folded.endswith(" " + name):
            return folded.removesuffix(" " + name), code
    return folded, ""


# --- settling -------------------------------------------------------------------------------


def _verdict(places: tuple[Commune, ...]) -> Resolution:
    if not places:
        return NOTHING
    certainty = Certainty.EXACT if len(places) == 1 else Certainty.AMBIGUOUS
    return Resolution(certainty, likeliest_first(places))


def _settled(places: tuple[Commune, ...], hint: str) -> Resolution:
    """Keep the places that agree with a postal code or, failing that, with its département."""
    kept = agreeing(places, hint)
    return _verdict(kept) if kept else Resolution(Certainty.CONTRADICTED, likeliest_first(places))


def agreeing(places: tuple[Commune, ...], hint: str) -> tuple[Commune, ...]:
    """Return the places of a postal code, of its département when it is a CEDEX or unknown."""
    if not fold(hint):
        return places
    code = departments.postal_digits(hint)
    written = code or hint.replace(" ", "").zfill(5)  # spreadsheets eat the first zero
    exact = tuple(place for place in places if written in place.postal_codes)
    if exact or code in departments.by_postal_code():
        return exact
    department = departments.department_of(code) if code else hint.upper()
    return tuple(place for place in places if place.department == department)


def _guessed(name: str, hint: str) -> Resolution:
    if hint and not _is_ours(hint):
        return NOTHING
    # Imported for the few texts that nothing else settles: likeness costs a package.
    from venez_vivre.locations import guessing  # noqa: PLC0415

    places = guessing.guess(name_key(name), hint)
    if len(places) > 1:
        return Resolution(Certainty.AMBIGUOUS, likeliest_first(places))
    return Resolution(Certainty.GUESS, places) if places else NOTHING


def point_elsewhere(name: str, postal_code: str) -> tuple[float, float] | None:
    """Return where a place outside the region is by its postal code, None for one of ours.

    A name of ours with the code of another region is a slip, unless a town there has that name.
    """
    code = departments.postal_digits(postal_code) or _split(fold(name))[1]
    if not code or _is_ours(code):
        return None
    if resolve(name, code).certainty is Certainty.CONTRADICTED:
        from venez_vivre.locations import guessing  # noqa: PLC0415  costs a package

        if not guessing.is_town_elsewhere(name):
            return None
    return departments.postal_point(code)


@lru_cache(maxsize=1 << 12)
def _is_ours(hint: str) -> bool:
    """Tell whether a postal code or département has a commune of the region."""
    code = departments.postal_digits(hint)
    written = code or hint.replace(" ", "").zfill(5)
    department = departments.department_of(code) if code else hint.upper()
    return written in by_postal_code() or department in _our_departments()


@cache
def _our_departments() -> frozenset[str]:
    return frozenset(place.department for place in communes())
