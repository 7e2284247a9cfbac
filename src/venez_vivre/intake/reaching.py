"""How people are reached: usual e-mail addresses and phone numbers, read at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial

from venez_vivre.intake.cells import Mended

_ADDRESS = re.compile(
    r"[a-z0-9_%+\-'][a-z0-9._%+\-']{0,63}@((?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})"
)
PROVIDERS = frozenset(
    (
        *("gmail.com", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "hotmail.fr", "hotmail.com"),
        *(
            "outlook.fr",
            "outlook.com",
            "yahoo.fr",
            "yahoo.com",
            "laposte.net",
            "live.fr",
            "bbox.fr",
        ),
        *("icloud.com", "neuf.fr", "numericable.fr", "aol.com", "gmx.fr", "gmx.com", "msn.com"),
        *("protonmail.com", "proton.me", "live.com", "club-internet.fr", "cegetel.net", "me.com"),
    )
)
"""Domains of most addresses, which are never in doubt."""


def email(text: str) -> str | Mended:
    """An e-mail address in lower case."""
    address = text.lower().removeprefix("mailto:").strip("<> ")
    domain = domain_of(address)
    if not domain:
        from venez_vivre.intake import emails  # noqa: PLC0415  few cells need more

        return emails.settle(text)
    doubt = None if domain in PROVIDERS else _doubt(domain)
    return address if doubt is None else doubt(address)


def domain_of(address: str) -> str:
    """The domain of a usual address in lower case, nothing when it is not one."""
    found = _ADDRESS.fullmatch(address)
    if found is None or ".." in address or ".@" in address or len(address) > 254:
        return ""
    return found[1]


@lru_cache(maxsize=1 << 12)
def _doubt(domain: str) -> Callable[[str], Mended] | None:
    """How to say that a domain looks mistyped, None when it does not."""
    from venez_vivre.intake import emails  # noqa: PLC0415  same

    provider = emails.meant(domain)
    return partial(emails.doubted, provider=provider) if provider else None


JUNK = {ord(c): None for c in " .-/()_\t"}
JUNK |= dict.fromkeys((0xA0, 0xAD, 0xFEFF, *range(0x2000, 0x2016), *range(0x2028, 0x2030)))
"""Separators that people type and office software puts in their place, invisible ones included."""
FRENCH = re.compile(r"(?:\+33|0033)0?([1-9][0-9]{8})|0([1-9][0-9]{8})", re.ASCII)
_OVERSEAS = {
    **dict.fromkeys(("262", "263", "269", "639", "692", "693"), "+262"),
    **dict.fromkeys(("590", "690", "691"), "+590"),
    **dict.fromkeys(("594", "694"), "+594"),
    **dict.fromkeys(("596", "696", "697"), "+596"),
}
"""Numbers dialled as in France, whose international code is another."""


def phone(text: str) -> str:
    """A phone number in E.164, whatever had to be repaired."""
    found = sheet_phone(text)
    return str(found.value) if isinstance(found, Mended) else found


def sheet_phone(text: str) -> str | Mended:
    """The same, saying what a spreadsheet damaged or what was left out."""
    found = FRENCH.fullmatch(text.translate(JUNK))
    if found:
        digits = found[1] or found[2]
        return french_phone(digits) if digits[:3] in _OVERSEAS else "+33" + digits
    from venez_vivre.intake import phones  # noqa: PLC0415  few cells need more

    return phones.settle(text)


def french_phone(digits: str) -> str:
    """The number in E.164 of the nine digits after the zero."""
    code = _OVERSEAS.get(digits[:3], "+33")
    return ("+33" if digits.startswith("63998") else code) + digits  # 06 39 98 is nobody's
