"""E-mail addresses that the usual pattern does not settle: slips, several, other scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from venez_vivre.intake.cells import Mended, Unreadable
from venez_vivre.intake.reaching import PROVIDERS, domain_of
from venez_vivre.texts import clean

ONE_EACH = "Écrivez une seule adresse, comme nom@exemple.fr."
REAL = frozenset(
    (
        *("mail.com", "email.com", "ymail.com", "fmail.com", "hmail.com", "tmail.com", "qmail.com"),
        *("gmail.ru", "outlook.be", "outlook.de", "outlook.es", "outlook.it", "outlook.pt"),
        *("hotmail.be", "hotmail.de", "hotmail.es", "hotmail.it", "hotmail.ch", "hotmail.se"),
        *("yahoo.be", "yahoo.de", "yahoo.es", "yahoo.it", "yahoo.ca", "yahoo.gr", "yahoo.com.br"),
        *(
            "orange.com",
            "sfr.com",
            "free.com",
            "laposte.com",
            "icloud.fr",
            "orange.be",
            "orange.ch",
        ),
    )
)
"""Domains that exist, though they are near a provider's."""
TAKEN_FOR = {"gmail.fr": "gmail.com", "gmail.co": "gmail.com", "laposte.fr": "laposte.net"}
SHORTEST = 5
"""Providers of a shorter name are one slip away from too many others."""


def meant(domain: str) -> str | None:
    """The provider that a domain was probably meant for (« gmail.con »), None when in no doubt."""
    if domain in PROVIDERS or domain in REAL:
        return None
    if domain in TAKEN_FOR:
        return TAKEN_FOR[domain]
    near = (p for p in PROVIDERS if p.index(".") >= SHORTEST and _one_slip(domain, p))
    return min(near, default=None)


def _one_slip(one: str, other: str) -> bool:
    """Whether a letter more, less, changed or swapped is all that differs."""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return abs(len(one) - len(other)) == 1
    rest, other_rest = one[at:], other[at:]
    swapped = rest[1::-1] + rest[2:] if len(rest) > 1 else rest
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or swapped == other_rest
    )


def doubted(address: str, provider: str) -> Mended:
    """An address whose domain looks mistyped: kept as it is, and said."""
    domain = address.rpartition("@")[2]
    reason = f"domaine inhabituel « {domain} » dans une adresse e-mail"
    return Mended(address, reason, f"Si c’est une faute de frappe, écrivez …@{provider}.")


def settle(text: str) -> str | Mended:
    """An address in lower case, from a cell that is no plain address.

    Raises:
        Unreadable: no address can be told for sure.

    """
    said = clean(text).strip().lower()
    if said.startswith('"'):
        return _validated(said)
    for repaired, reason in _repairs(said):
        if domain_of(repaired):
            return repaired if not reason else Mended(repaired, reason, ONE_EACH)
    if several := _several(said):
        return several
    return _validated(said.strip("<> "))


_NAMED = re.compile(r"[^@<>]*<\s*(?:mailto:)?\s*([^<>\s]+@[^<>\s]+)\s*>\s*[;,.]?")
_ENDS = re.compile(r"^[\s,;:.'\"(\[<]+|[\s,;:.'\")\]>]+$")
_GAPS = re.compile(r"\s*([@.])\s*")
_AT = re.compile(r"\s*[(\[]\s*(?:at|arobase|@)\s*[)\]]\s*")
_COMMA = re.compile(r"([^@\s]+@[^@\s,;]+)[,;]([a-z]{2,6})")
_LABELLED = re.compile(r"[^@:]*:\s*(\S+@\S+)")
_COMMENTED = re.compile(r"(\S+@\S+?)\s*[(\[][^@]*[)\]]")


def _repairs(said: str) -> Iterator[tuple[str, str]]:
    """What the text may have been before a slip, the least change first, and what was done."""
    if named := _NAMED.fullmatch(said):
        yield named[1], ""
    bare = _ENDS.sub("", said.removeprefix("mailto:"))
    yield bare, "ponctuation retirée autour de l’adresse e-mail"
    yield _GAPS.sub(r"\1", bare), "espaces retirés de l’adresse e-mail"
    if comma := _COMMA.fullmatch(_GAPS.sub(r"\1", bare)):
        yield f"{comma[1]}.{comma[2]}", "virgule remplacée par un point dans l’adresse e-mail"
    yield _AT.sub("@", bare), "arobase remise dans l’adresse e-mail"
    for pattern in (_LABELLED, _COMMENTED):
        if amid := pattern.fullmatch(said):
            yield _ENDS.sub("", amid[1]), "texte retiré autour de l’adresse e-mail"
    yield from _of_providers(bare)


def _of_providers(bare: str) -> Iterator[tuple[str, str]]:
    """Slips that only the name of a large provider makes sure."""
    if "@" not in bare and bare.count("à") == 1:  # the same key on a French keyboard
        local, _, domain = bare.partition("à")
        if domain in PROVIDERS:
            yield f"{local}@{domain}", "arobase remise dans l’adresse e-mail"
    local, _, domain = bare.partition("@")
    plain = unicodedata.normalize("NFKD", domain).encode("ascii", "ignore").decode()
    if plain != domain and plain in PROVIDERS:
        yield f"{local}@{plain}", "accent retiré du domaine de l’adresse e-mail"


_BETWEEN = re.compile(r"\s*(?:[,;/|\n]|\b(?:et|ou)\b|\s)\s*")


def _several(said: str) -> Mended | None:
    """The first of several whole addresses."""
    parts = [part for part in (_ENDS.sub("", p) for p in _BETWEEN.split(said)) if part]
    if len(parts) < 2 or not all(map(domain_of, parts)):
        return None
    if len(set(parts)) == 1:
        return Mended(parts[0], "adresse e-mail écrite deux fois", ONE_EACH)
    return Mended(parts[0], "plusieurs adresses e-mail : la première est gardée", ONE_EACH)


def _validated(said: str) -> str:
    """What the standards allow beyond the usual: other scripts, quoted or unusual local parts."""
    local, _, domain = said.rpartition("@")
    if not local or "." not in domain or (_is_latin(local) and not local.isascii()):
        raise _unreadable(said)
    from email_validator import (  # noqa: PLC0415  a package that few cells need
        EmailNotValidError,
        validate_email,
    )

    try:
        found = validate_email(
            said, check_deliverability=False, allow_quoted_local=True, strict=True
        )
    except EmailNotValidError:
        raise _unreadable(said) from None
    return found.normalized.lower()


def _is_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(c, "") for c in text if c.isalpha())


def _unreadable(said: str) -> Unreadable:
    local, at, domain = said.rpartition("@")
    remedy = ONE_EACH
    if not at:
        remedy = "Il manque l’arobase : écrivez l’adresse entière, comme nom@exemple.fr."
    elif not local.isascii() and _is_latin(local):
        remedy = "Une adresse n’a pas d’accent avant l’arobase : demandez-la de nouveau."
    elif "." not in domain:
        remedy = "Il manque la fin du domaine : écrivez l’adresse entière, comme nom@exemple.fr."
    return Unreadable("adresse e-mail illisible", remedy)
