"""Job offers as France Travail answers a search (« Offres d’emploi v2 »), as our cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from venez_vivre import locations
from venez_vivre.intake.feeds.cells import (
    Cells,
    day,
    degrees,
    inside,
    link,
    prose,
    text,
    whole,
    without_people,
)
from venez_vivre.intake.feeds.pay import duration, yearly
from venez_vivre.intake.parsing import A_MONTH
from venez_vivre.texts import Pattern, fold

SOURCE = "france-travail"
PAGE = "https://candidat.francetravail.fr/offres/recherche/detail/{}"

CONTRACTS = {
    "CDI": "cdi",
    "CDD": "cdd",
    "MIS": "interim",
    "SAI": "saisonnier",
    "LIB": "independant",
    "FRA": "independant",
    "CCE": "independant",
    "REP": "independant",
    "TTI": "interim",
    "DDI": "cdd",
    "DIN": "cdi",
}
"""Their codes: DDI and TTI are fixed term and agency work of insertion, DIN is permanent."""

TAKEOVER = "REP"


def recognises(record: Mapping[str, Any]) -> bool:
    """Whether a record is one of their offers."""
    return "intitule" in record and bool({"id", "lieuTravail", "romeCode"} & record.keys())


def cells(record: Mapping[str, Any]) -> Cells:
    """The cells of one offer; what it does not say is left out, and so is whom to contact."""
    get = record.get
    reference, code = text(get("id")), text(get("typeContrat")).upper()
    worked = duration(get("dureeTravailLibelleConverti"), get("dureeTravailLibelle"))
    pay = yearly(get("salaire"), worked)
    place, vague = _place(get("lieuTravail"))
    said = {"Lieu de travail": vague, "Salaire": pay.unread}
    return {
        "reference_externe": reference,
        "source": SOURCE,
        "type": "reprise" if code == TAKEOVER else "emploi",
        "titre": text(get("intitule")),
        "description": _description(record, said),
        "structure": text(inside(get("entreprise"), "nom")),
        **place,
        "metier": text(get("appellationlibelle")) or text(get("romeLibelle")),
        "code_rome": text(get("romeCode")),
        "contrat": "alternance" if get("alternance") is True else CONTRACTS.get(code, code),
        "temps": worked.code,
        "salaire_min": _a_year(pay.least),
        "salaire_max": _a_year(pay.most),
        "teletravail": telework(f"{text(get('intitule'))} . {text(get('description'))}"),
        "postes": whole(get("nombrePostes")) or text(get("nombrePostes")),
        "publiee_le": day(get("dateCreation")),
        "verifiee_le": day(get("dateActualisation")),
        "url": _page(get("origineOffre"), reference),
    }


def _a_year(pay: str) -> str:
    """A pay so low that it would be taken for that of a month says that it is not."""
    return f"{pay} € / an" if pay and int(pay) in A_MONTH else pay


def _page(origin: Any, reference: str) -> str:
    usual = PAGE.format(reference) if reference.isalnum() else ""
    return link(inside(origin, "urlOrigine")) or usual


def _description(record: Mapping[str, Any], said: Mapping[str, str]) -> str:
    """The text without people, then what was said elsewhere and fits no field."""
    named = (text(inside(record.get("contact"), name)) for name in ("nom", "courriel", "telephone"))
    whom = [part for one in named for part in (one, one.rpartition(" - ")[2]) if part]
    lines = [f"{label} : {value}" for label, value in said.items() if value]
    return "\n\n".join(
        part
        for part in (
            without_people(prose(record.get("description")), *whom),
            without_people("\n".join(lines)),
        )
        if part
    )


_NUMBERED = Pattern(r"([0-9]{2,3}|2[AB]) ?- ?(.+)")


def _place(said: Any) -> tuple[Cells, str]:
    """Where the work is, and the words of a place that is no commune (a département alone)."""
    label, code = text(inside(said, "libelle")), text(inside(said, "commune"))
    postal = text(inside(said, "codePostal"))
    found = locations.commune(code)
    if found is None and label:
        named = locations.find(label, postal or None)
        found = named[0] if not code and len(named) == 1 else None
    if found:
        place = {"commune": found.name, "code_insee": found.code_insee, "code_postal": postal}
    elif code or postal:
        numbered = _NUMBERED.fullmatch(label)
        name = numbered[2] if numbered else label
        place = {"commune": name, "code_insee": code, "code_postal": postal}
    else:
        return {}, label
    return {**place, **degrees(inside(said, "latitude"), inside(said, "longitude"))}, ""


_DAYS = r"(?:[1-5]|une?|deux|trois|quatre|quelques) (?:a (?:[2-5]|deux|trois) )?jours?"
_TELEWORK = (
    (
        "non",
        r"\b(?:pas|aucun|sans|hors)(?: de| en)? teletravail|\bteletravail (?:non|impossible|exclu)",
    ),
    ("total", r"\b(?:100|full|total\w*|integral\w*)(?: en)? (?:teletravail|remote)"),
    ("total", r"\bteletravail (?:a )?(?:100|total|complet|integral)"),
    ("partiel", rf"\b{_DAYS}(?: \w+){{0,3}} (?:de|en) teletravail"),
    ("partiel", rf"\bteletravail (?:\w+ ){{0,2}}(?:partiel\w*|hybride|{_DAYS})"),
    ("oui", r"\bteletravail (?:est )?(?:possible|envisageable|autorise|accepte|oui)"),
)
_PATTERNS = tuple((code, Pattern(pattern)) for code, pattern in _TELEWORK)


def telework(said: str) -> str:
    """The code of telework when a text says it outright, nothing when it only names it."""
    folded = fold(said)
    if "teletravail" not in folded and "remote" not in folded:
        return ""
    return next((code for code, pattern in _PATTERNS if pattern.search(folded)), "")
