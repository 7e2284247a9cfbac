"""The fields of an offer as options, one line each, for those that are added by hand."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.errors import Misuse
from venez_vivre.grammar import Param, option
from venez_vivre.texts import fold
from venez_vivre.vocabulary import (
    ContractKind,
    HousingKind,
    OfferKind,
    Telework,
    Transaction,
    WorkingTime,
)


def offer_kind(text: str) -> str:
    """The code of a kind of offer."""
    for kind in OfferKind:
        if fold(text) in {fold(kind.value), fold(kind.label), *kind.spellings}:
            return str(kind)
    known = ", ".join(kind.value for kind in OfferKind)
    raise Misuse(f"« {text} » n’est pas un type d’offre : {known}.")


Kind = Annotated[
    str | None,
    option(
        "--type",
        metavar="TYPE",
        parser=offer_kind,
        help="Un seul type d’offre.",
        completes=tuple(OfferKind),
    ),
]
"""The option `--type` of the commands about offers of one kind."""

CELLS = (
    ("type", "TYPE", "emploi, logement, culture, association, ecole, garde, sante ou reprise."),
    ("titre", "TEXTE", "Son titre."),
    ("description", "TEXTE", "Ce qu’elle propose."),
    ("structure", "TEXTE", "Qui la propose : entreprise, agence, association…"),
    ("commune", "NOM", "Où."),
    ("code_postal", "CODE", "Code postal."),
    ("code_insee", "CODE", "Code INSEE de la commune."),
    ("latitude", "DEGRÉS", "Latitude."),
    ("longitude", "DEGRÉS", "Longitude."),
    ("reference_externe", "TEXTE", "Sa référence chez qui la propose."),
    ("source", "TEXTE", "D’où elle vient."),
    ("metier", "TEXTE", "Le métier."),
    ("code_rome", "CODE", "Son code ROME, comme J1506."),
    ("contrat", "CODE", "cdi, cdd, interim, saisonnier, alternance, fonction_publique…"),
    ("temps", "CODE", "temps_plein ou temps_partiel."),
    ("salaire_min", "EUROS", "Salaire minimum, en euros bruts par an."),
    ("salaire_max", "EUROS", "Salaire maximum, en euros bruts par an."),
    ("teletravail", "CODE", "non, partiel, total ou oui."),
    ("postes", "NOMBRE", "Combien de postes."),
    ("transaction", "CODE", "location ou vente."),
    ("type_logement", "CODE", "maison, appartement, corps_de_ferme ou terrain."),
    ("pieces", "NOMBRE", "Pièces."),
    ("surface", "M²", "Surface, en m²."),
    ("loyer", "EUROS", "Loyer mensuel hors charges."),
    ("charges", "EUROS", "Charges mensuelles."),
    ("prix", "EUROS", "Prix de vente."),
    ("jardin", "OUI|NON", "Avec un jardin."),
    ("disponible_le", "DATE", "Libre ou à prendre à partir de quand."),
    ("niveaux", "LISTE", "Niveaux scolaires, séparés par des virgules."),
    ("age_min", "ANS", "Âge minimum."),
    ("age_max", "ANS", "Âge maximum."),
    ("themes", "LISTE", "Thèmes, séparés par des virgules."),
    ("places", "NOMBRE", "Places."),
    ("publiee_le", "DATE", "Jour de la publication (aujourd’hui)."),
    ("verifiee_le", "DATE", "Dernière vérification (aujourd’hui)."),
    ("expire_le", "DATE", "Jusqu’à quand elle tient."),
    ("url", "ADRESSE", "Son adresse web."),
    ("contact", "TEXTE", "À qui s’adresser : nom, e-mail, téléphone."),
)
"""Fields of an offer, what help shows after their option, what it says of them."""

CODED: dict[str, tuple[str, ...]] = {
    "type": tuple(OfferKind),
    "contrat": tuple(ContractKind),
    "temps": tuple(WorkingTime),
    "teletravail": tuple(Telework),
    "transaction": tuple(Transaction),
    "type_logement": tuple(HousingKind),
    "jardin": ("oui", "non"),
}
"""What completes the fields that are coded."""

DAYS = ("disponible_le", "publiee_le", "verifiee_le", "expire_le")


def offer_params() -> tuple[Param, ...]:
    """One option for each field of an offer."""
    return tuple(
        Param(
            name,
            option(
                f"--{name.replace('_', '-')}",
                metavar=metavar,
                help=said,
                completes=CODED.get(name, ()),
            ),
            str | None,
            default=None,
            required=False,
        )
        for name, metavar, said in CELLS
    )
