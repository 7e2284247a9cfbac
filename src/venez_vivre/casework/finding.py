"""Who is meant: a household by reference, e-mail or name; a territory or an officer by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from venez_vivre import NamedTuple
from venez_vivre.dates import short
from venez_vivre.errors import Ambiguous, NotFound, Refused
from venez_vivre.references import HOUSEHOLD, tidy
from venez_vivre.store.queries import households as queries
from venez_vivre.store.queries.households import NOBODY, Found
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, fold, listed, plural, shorten

if TYPE_CHECKING:
    from venez_vivre.locations import Commune

SHOWN = 12
"""How many candidates an ambiguous name lists."""

NONE = frozenset({"aucun", "aucune", "personne", "sans"})
"""What people type for households without officer or territory."""


class Named(NamedTuple):
    """A territory or an officer: its number, what it is called, and its code if it has one."""

    number: int
    name: str
    code: str = ""


def find_household(rows: Reader, words: str | Sequence[str]) -> Found:
    """The household that the words name: a reference, a member's e-mail, or words of a name.

    Raises:
        NotFound: no household answers.
        Ambiguous: several do; the candidates are listed.

    """
    typed = clean(words if isinstance(words, str) else " ".join(words)).strip()
    found = _candidates(rows, typed)
    if not found:
        raise NotFound(_nobody(rows, typed))
    if len(found) > 1:
        raise Ambiguous(
            f"{plural(len(found), 'foyer répond', 'foyers répondent')} à « {_quoted(typed)} ». "
            "Donnez une référence :",
            _lines(found),
            typed=typed,
            choices=tuple((one.reference, _line(one)) for one in found[:SHOWN]),
        )
    return found[0]


def choices(rows: Reader) -> list[tuple[str, str]]:
    """Every household as (reference, line), to choose from: open files first, the newest first."""
    return [(one.reference, _line(one)) for one in queries.everyone(rows)]


def _candidates(rows: Reader, typed: str) -> list[Found]:
    reference = tidy(typed, HOUSEHOLD)
    if reference:
        return queries.by_reference(rows, reference)
    if "@" in typed:
        return queries.by_email(rows, typed.lower())
    wanted = fold(typed).split()
    return by_name(rows, wanted[:8]) if wanted else []


def by_name(rows: Reader, wanted: list[str]) -> list[Found]:
    """Members whose name has every word; whole words are preferred to beginnings."""
    bearers = queries.bearers(rows, wanted)
    exact = {number for number, key in bearers if set(wanted) <= set(key.split())}
    return queries.by_number(rows, sorted(exact or {number for number, _ in bearers}))


def bearer(rows: Reader, number: int, text: str) -> str | None:
    """The name of a member of that household which has all the words of the text."""
    words = set(fold(text).split())
    query = "SELECT first_name, last_name FROM person WHERE household_id = :number ORDER BY id"
    names = (queries.person_name(first, last) for first, last in rows.rows(query, number=number))
    return next((name for name in names if words and words <= set(fold(name).split())), None)


def _nobody(rows: Reader, typed: str) -> str:
    from venez_vivre.casework.nearby import household_meant  # noqa: PLC0415  a slip is rare

    if tidy(typed, HOUSEHOLD):
        what = f"Aucun foyer n’a la référence {tidy(typed, HOUSEHOLD)}."
    elif "@" in typed:
        what = f"Aucun foyer n’a l’adresse « {_quoted(typed)} »."
    else:
        what = f"Aucun foyer ne répond à « {_quoted(typed)} »."
    return f"{what}{household_meant(rows, typed)} `venez-vivre foyers lister` les montre."


def _lines(found: Sequence[Found]) -> tuple[str, ...]:
    lines = [_line(one) for one in found[:SHOWN]]
    rest = len(found) - SHOWN
    if rest > 0:
        lines.append(f"… et {plural(rest, 'autre')}. Précisez le prénom et le nom.")
    return tuple(lines)


def _line(one: Found) -> str:
    place = f" ({clean(one.commune)})" if one.commune else ""
    since = one.registered_on
    day = f", inscrit le {short(date.fromisoformat(since))}" if since else ""
    return f"{one.reference}  {shorten(clean(one.name), 50)}{place}{day}"


def find_territory(rows: Reader, text: str) -> Named:
    """The territory of that code, or whose name has these words.

    Raises:
        NotFound: no territory answers.
        Ambiguous: several do; the candidates are listed.

    """
    known = [Named(number, name, code) for number, code, name in queries.territories(rows)]
    wanted = fold(text)
    coded = [one for one in known if fold(one.code) == wanted]
    return _only(
        coded or _named(known, wanted),
        lambda: (
            f"Aucun territoire ne répond à « {_quoted(text)} ».{_meant(text, known)} "
            "`venez-vivre territoires lister` les montre."
        ),
        f"Plusieurs territoires répondent à « {_quoted(text)} ». Donnez un code :",
    )


def find_officer(rows: Reader, text: str) -> Named:
    """The officer at work whose name has these words.

    Raises:
        NotFound: no officer answers.
        Ambiguous: several do; the candidates are listed.

    """
    known = [Named(number, name) for number, name, _ in queries.officers(rows)]
    return _only(
        _named(known, fold(text)),
        lambda: (
            f"Aucun chargé d’accueil ne répond à « {_quoted(text)} ».{_meant(text, known)} "
            "`venez-vivre agents lister` les montre, `venez-vivre agents ajouter` en ajoute un."
        ),
        f"Plusieurs chargés d’accueil répondent à « {_quoted(text)} ». Donnez le nom entier :",
    )


def find_commune(text: str, postal_code: str | None = None) -> Commune:
    """The commune of the region that the text names.

    Raises:
        Refused: no commune of the region answers.
        Ambiguous: several do; the candidates are listed.

    """
    from venez_vivre import locations  # noqa: PLC0415  few reads name a place

    found = locations.find(text, postal_code)
    if not found:
        raise Refused(_no_commune(text, postal_code))
    if len(found) > 1:
        raise Ambiguous(
            f"{len(found)} communes répondent à « {_quoted(text)} ». Donnez à --commune le nom et "
            "le code postal, par exemple :",
            tuple(one.told for one in found[:SHOWN]),
        )
    return found[0]


def _no_commune(text: str, postal_code: str | None) -> str:
    """Why no commune answers, and those that may have been meant."""
    from venez_vivre import locations  # noqa: PLC0415  same
    from venez_vivre.casework.nearby import nearest, suggestion  # noqa: PLC0415  same
    from venez_vivre.locations.guessing import is_town_elsewhere  # noqa: PLC0415  same

    resolved = locations.resolve(text, postal_code)
    near = [one.told for one in resolved.candidates[:3]]
    if near and resolved.certainty is locations.Certainty.CONTRADICTED:
        return (
            f"Le nom « {_quoted(text)} » et son code postal se contredisent : "
            f"{listed(near, 'ou')}. Corrigez --commune ou --code-postal."
        )
    if not (near or is_town_elsewhere(text)):
        near = nearest(text, {one.name for one in locations.communes()}, most=3)
    return (
        f"« {_quoted(text)} » n’est pas une commune de Bourgogne-Franche-Comté."
        f"{suggestion(near)} Donnez à --commune son nom entier, ou son code postal."
    )


def territory_number(rows: Reader, text: str | None) -> int | None:
    """The number to filter territories by: `aucun` asks for households without one."""
    if text is None:
        return None
    return NOBODY if fold(text) in NONE else find_territory(rows, text).number


def officer_number(rows: Reader, text: str | None) -> int | None:
    """The number to filter officers by: `aucun` asks for households without one."""
    if text is None:
        return None
    return NOBODY if fold(text) in NONE else find_officer(rows, text).number


def _named(known: Sequence[Named], wanted: str) -> list[Named]:
    """Those of that very name, else with these words, else with words that begin so."""
    keys = {one: fold(one.name).split() for one in known}
    words = wanted.split()
    same = [one for one in known if keys[one] == words]
    whole = [one for one in known if words and set(words) <= set(keys[one])]
    begun = [one for one in known if words and all(_begins(w, keys[one]) for w in words)]
    return same or whole or begun


def _begins(word: str, key: Sequence[str]) -> bool:
    return any(part.startswith(word) for part in key)


def _meant(text: str, known: Sequence[Named]) -> str:
    from venez_vivre.casework.nearby import name_meant  # noqa: PLC0415  same

    return name_meant(text, [*(one.name for one in known), *(one.code for one in known)])


def _only(found: Sequence[Named], none: Callable[[], str], several: str) -> Named:
    if not found:
        raise NotFound(none())
    if len(found) > 1:
        lines = [f"{one.code}  {one.name}".strip() for one in found[:SHOWN]]
        raise Ambiguous(several, tuple(lines))
    return found[0]


def _quoted(text: str) -> str:
    return shorten(clean(text).strip(), 40) or "(vide)"
