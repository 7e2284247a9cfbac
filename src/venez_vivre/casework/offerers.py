"""Whom a household is put in touch with: an offer by its title, a contact person by their name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from venez_vivre.casework.nearby import offer_meant
from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.errors import Ambiguous, NotFound
from venez_vivre.references import OFFER, RESOURCE, tidy
from venez_vivre.store.queries import introductions as queries
from venez_vivre.store.queries import resources
from venez_vivre.store.queries.introductions import Offered
from venez_vivre.store.queries.resources import Resource
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, fold, shorten
from venez_vivre.vocabulary import OfferKind

SHOWN = 12
"""How many candidates an ambiguous name lists."""

Target = Offered | Resource
"""An offer or a local contact person."""

T = TypeVar("T", Offered, Resource, Target)


def find_offer(rows: Reader, text: str, today: date) -> Offered:
    """The offer of that reference, or whose title has these words; offers that stand come first.

    Raises:
        NotFound: no offer answers.
        Ambiguous: several do; the candidates are listed.

    """
    found = _offers(rows, text, today)
    meant = "" if found else offer_meant(rows, text)
    return _only(found, text, "Aucune offre ne répond", OFFERS_LISTED, meant)


def find_resource(rows: Reader, text: str, today: date) -> Resource:
    """The contact person of that reference, or whose name has these words.

    Raises:
        NotFound: nobody answers.
        Ambiguous: several do; the candidates are listed.

    """
    said = "Aucune personne ressource ne répond"
    return _only(_resources(rows, text, today), text, said, RESOURCES_LISTED)


def find_target(rows: Reader, text: str, today: date) -> Target:
    """The offer or the contact person of that reference, or of these words.

    Raises:
        NotFound: nothing answers.
        Ambiguous: several do; the candidates are listed.

    """
    found: list[Target] = [*_resources(rows, text, today), *_offers(rows, text, today)]
    said = "Aucune offre ni personne ressource ne répond"
    meant = "" if found else offer_meant(rows, text)
    return _only(found, text, said, f"{OFFERS_LISTED} {RESOURCES_LISTED}", meant)


OFFERS_LISTED = "`venez-vivre offres lister` montre les offres."
RESOURCES_LISTED = "`venez-vivre ressources lister` montre les personnes ressources."


def _offers(rows: Reader, text: str, today: date) -> list[Offered]:
    reference = tidy(text, OFFER)
    if reference:
        found = queries.offer(rows, reference)
        return [found] if found else []
    if tidy(text, RESOURCE):
        return []
    words = [word for word in fold(text).split() if word not in LITTLE][:8]
    titled = queries.offers_titled(rows, words, today)
    if not titled:  # « infirmière autun »: the title, and where it is
        some = queries.offers_titled(rows, words, today, each=False)
        titled = [one for one in some if _all_begin(words, _described(one))]
    same = [one for one in titled if fold(one.title) == fold(text)]
    whole = [one for one in titled if set(words) <= set(_described(one))]
    best = same or whole or titled
    return [one for one in best if not ended(one, today)] or best


LITTLE = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les"})
"""Words that tell no offer from another."""


def _described(offer: Offered) -> list[str]:
    return fold(" ".join(filter(None, (offer.title, offer.structure, offer.commune)))).split()


def _all_begin(words: Sequence[str], described: Sequence[str]) -> bool:
    return all(any(part.startswith(word) for part in described) for word in words)


def _resources(rows: Reader, text: str, today: date) -> list[Resource]:
    reference = tidy(text, RESOURCE)
    if reference:
        found = resources.by_reference(rows, reference, today)
        return [found] if found else []
    wanted = fold(text).split()[:8]
    named = resources.named(rows, wanted, today)
    whole = [one for one in named if set(wanted) <= set(fold(one.name).split())]
    standing = [one for one in whole or named if not one.closed_on]
    return standing or whole or named


def ended(offer: Offered, today: date) -> str | None:
    """Why an offer no longer stands that day, None when it does."""
    if offer.closed_on and date.fromisoformat(offer.closed_on) <= today:
        return f"est close depuis le {short(date.fromisoformat(offer.closed_on))}"
    if offer.expires_on and date.fromisoformat(offer.expires_on) < today:
        return f"a expiré le {short(date.fromisoformat(offer.expires_on))}"
    return None


def _only(found: Sequence[T], text: str, nobody: str, where: str, meant: str = "") -> T:
    shown = shorten(clean(text).strip(), 40) or "(vide)"
    if not found:
        raise NotFound(f"{nobody} à « {shown} ».{meant} {where}")
    if len(found) > 1:
        candidates = tuple(told(one) for one in found[:SHOWN])
        rest = ("… et d’autres. Précisez avec d’autres mots.",) if len(found) > SHOWN else ()
        raise Ambiguous(
            f"Plusieurs choix répondent à « {shown} ». Donnez une référence :",
            candidates + rest,
            typed=text.strip(),
            choices=tuple((one.reference, told(one)) for one in found[:SHOWN]),
        )
    return found[0]


def told(target: Target) -> str:
    """An offer or a person on one line: its reference, what it is, where."""
    place = f" ({clean(target.commune)})" if target.commune else ""
    if isinstance(target, Resource):
        what = ", ".join(part for part in (target.position, target.structure) if part)
        return f"{target.reference}  {target.name}{place}" + (f", {clean(what)}" if what else "")
    kind = label(OfferKind, target.kind)
    return f"{target.reference}  {shorten(clean(target.title), 50)}{place}, {kind}"
