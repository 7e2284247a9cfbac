"""What the values of an offer that is typed must be: a place, days, an address, the right kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from venez_vivre import locations
from venez_vivre.casework.finding import find_commune
from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake.parsing import ERASE
from venez_vivre.locations import Certainty, Commune
from venez_vivre.store.base import Work
from venez_vivre.texts import clean, listed, of_name, shorten
from venez_vivre.vocabulary import OfferKind

Texts = Mapping[str, str | None]

_WEB = re.compile(r"https?://[^\s/.]+\.\S+", re.IGNORECASE)

OF_HOMES = (
    "transaction", "type_logement", "pieces", "surface", "loyer", "charges", "jardin",
)  # fmt: skip
OF_WORK = (
    "metier", "code_rome", "contrat", "temps", "salaire_min", "salaire_max", "teletravail",
    "postes",
)  # fmt: skip
MEANT_FOR = {
    **dict.fromkeys(OF_HOMES, (OfferKind.HOME, OfferKind.TAKEOVER)),
    **dict.fromkeys(OF_WORK, (OfferKind.JOB, OfferKind.TAKEOVER)),
    "prix": (OfferKind.HOME, OfferKind.TAKEOVER, OfferKind.CULTURE, OfferKind.ASSOCIATION),
}
"""The kinds of offers that a field is meant for; any kind where nothing says so."""


def place(texts: Texts) -> Commune | None:
    """The commune of the region that is typed, None when none is.

    A name with a slip is taken as the commune that it clearly is: `corrected` tells which.

    Raises:
        Refused: none answers, or what is said of it contradicts itself.
        Ambiguous: several do; the candidates are listed.

    """
    name, postal, code = (
        clean(texts.get(field) or "").strip() for field in ("commune", "code_postal", "code_insee")
    )
    if code:
        return _of_code(code, name, postal)
    if not (name or postal):
        return None
    resolved = locations.resolve(name, postal or None)
    if resolved.certainty is Certainty.GUESS:
        return resolved.commune
    return find_commune(name or postal, (postal or None) if name else None)


def corrected(texts: Texts) -> Commune | None:
    """The commune whose name was typed with a slip, None when it was not."""
    name = clean(texts.get("commune") or "").strip()
    if not name or texts.get("code_insee"):
        return None
    resolved = locations.resolve(name, texts.get("code_postal") or None)
    return resolved.commune if resolved.certainty is Certainty.GUESS else None


def understood(known: Commune) -> str:
    """What is said of a name that was corrected."""
    return f"Commune comprise comme {known.told}. Corrigez l’orthographe si ce n’est pas elle."


def _of_code(code: str, name: str, postal: str) -> Commune:
    found = locations.commune(code.upper())
    if found is None:
        shown = shorten(code, 20)
        raise Refused(
            f"--code-insee : « {shown} » n’est pas le code d’une commune de "
            "Bourgogne-Franche-Comté. Donnez plutôt --commune."
        )
    said = locations.resolve(name, postal or None) if name or postal else None
    if said and found not in said.candidates:
        raise Refused(
            f"Le code INSEE {found.code_insee} est celui {of_name(found.told)} : --commune ou "
            "--code-postal disent autre chose. Corrigez l’un des deux."
        )
    return found


def refuse_values(given: Mapping[str, Any], today: date) -> None:
    """Refuse days to come and addresses that are not of the web.

    Raises:
        Refused: a day is to come.
        Misuse: an address cannot be opened.

    """
    for field in ("verifiee_le", "publiee_le"):
        day = given.get(field)
        if isinstance(day, date) and day > today:
            option = f"--{field.replace('_', '-')}"
            raise Refused(f"{option} : le {short(day)} est dans le futur. Corrigez la date.")
    url = given.get("url")
    if isinstance(url, str) and not _WEB.fullmatch(url):
        raise Misuse(
            f"--url : « {shorten(url, 60)} » n’est pas une adresse web. Écrivez par exemple "
            "https://example.org/offre."
        )


def out_of_place(kind: str, given: Mapping[str, Any]) -> Iterator[str]:
    """What is said of fields that an offer of that kind does not have."""
    odd = [
        f"--{field.replace('_', '-')}"
        for field, kinds in MEANT_FOR.items()
        if kind not in kinds and given.get(field) not in {None, ERASE}
    ]
    if odd:
        verb = "ne vont pas" if len(odd) > 1 else "ne va pas"
        yield (
            f"{listed(odd)} {verb} avec une offre de type {label(OfferKind, kind)} : vérifiez le "
            "type, ou effacez avec « (vide) »."
        )


CONTRADICTIONS = (
    "--salaire-min dépasse --salaire-max.",
    "--age-min dépasse --age-max.",
    "--expire-le précède la publication.",
    "--verifiee-le précède la publication.",
)


def refuse_contradiction(work: Work, reference: str) -> None:
    """Refuse an offer whose values, as they are written, contradict one another.

    Raises:
        Refused: two of them do.

    """
    found = work.rows.row(
        "SELECT salary_min > salary_max, age_min > age_max, expires_on < published_on, "
        "verified_on < published_on FROM offer WHERE reference = :reference",
        reference=reference,
    )
    for wrong, said in zip(found or (), CONTRADICTIONS, strict=False):
        if wrong:
            raise Refused(f"{said} Corrigez l’un des deux.")
