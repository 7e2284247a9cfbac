"""How those who offer are told from one another: their name, their phone, their page of the web."""

from __future__ import annotations

import re
from functools import lru_cache

from venez_vivre.texts import fold

LEGAL = frozenset(
    {
        *("sarl", "sas", "sasu", "sa", "eurl", "sci", "scop", "scic", "ets", "etablissements"),
        *("etablissement", "societe", "ste", "groupe"),
    }
)
"""Words of names that say what a company is by law, and not which one it is."""

_PHONE = re.compile(
    r"(?<![0-9+])(?:\+33|0033|0)[ .-]?[1-9](?:[ .-]?[0-9]{2}){4}(?![0-9])", re.ASCII
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?([^?#\s]*[^?#\s/])", re.IGNORECASE)
_SPELLED = re.compile(r"\b(?:[a-z] ){2,}[a-z]\b")  # « s.a.r.l. », once folded


@lru_cache(maxsize=1 << 15)
def structure_key(name: str) -> str:
    """What makes two spellings of a structure one: its words without those of its legal form."""
    folded = _SPELLED.sub(lambda found: found[0].replace(" ", ""), fold(name))
    words = folded.split()
    return " ".join([word for word in words if word not in LEGAL] or words)


def contact_key(text: str) -> str:
    """How a contact is reached: the last digits of a phone, else an e-mail; nothing for words."""
    phones, mails = phones_of(text), mails_of(text)
    if phones:
        return phone_key(phones[0])
    return mails[0].lower() if mails else ""


def phone_key(phone: str) -> str:
    """The nine digits that `06…` and `+33 6…` share."""
    return "".join(char for char in phone if char.isdigit())[-9:]


def phones_of(text: str) -> list[str]:
    """The French phone numbers of a text, as they are written."""
    return [found[0] for found in _PHONE.finditer(text)]


def mails_of(text: str) -> list[str]:
    """The e-mail addresses of a text, as they are written."""
    return _MAIL.findall(text)


def url_key(text: str) -> str:
    """A page of the web without `https://www.`; nothing for a home page: many offers share it."""
    found = _ADDRESS.match(text.strip())
    key = found[1].lower() if found else ""
    return key + text.partition("?")[2] if "/" in key else ""
