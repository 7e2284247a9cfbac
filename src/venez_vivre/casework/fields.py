"""The fields of a household's file that people type, one line each, under their French names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from venez_vivre import NamedTuple, dates
from venez_vivre import vocabulary as v
from venez_vivre.casework.terms import understand
from venez_vivre.errors import Misuse
from venez_vivre.intake import parsing
from venez_vivre.intake.births import births
from venez_vivre.texts import clean

ERASING = "(vide)"
"""What is typed to take a value away."""

LONGEST_WORDS, LONGEST_PROSE = 200, 5000


class Field(NamedTuple):
    """One field: its French name, its label for people, what it takes, what help says of it.

    `takes` is a kind of `READERS`, a class of terms, or the least and the greatest whole number.
    """

    name: str
    label: str
    takes: str | type[v.Term] | tuple[int, int]
    help: str

    @property
    def option(self) -> str:
        """The option that gives this field on a command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def metavar(self) -> str:
        """What help shows after the option."""
        if isinstance(self.takes, tuple):
            return "NOMBRE"
        if self.takes in {"freins", "themes"}:
            return "CODES"
        return self.takes.upper() if isinstance(self.takes, str) else "CODE"

    @property
    def completes(self) -> tuple[str, ...]:
        """What may be typed of a coded field; nothing of the others."""
        if isinstance(self.takes, type):
            return tuple(self.takes)
        return COMPLETES.get(self.takes, ()) if isinstance(self.takes, str) else ()


COMPLETES: dict[str, tuple[str, ...]] = {
    "freins": tuple(v.CloseReason),
    "themes": tuple(v.ResourceTheme),
    "oui|non": ("oui", "non"),
}
AMOUNT = (0, 10_000_000)

FIELDS: tuple[Field, ...] = (
    Field("prenom", "Prénom", "nom", "Prénom."),
    Field("nom", "Nom", "nom", "Nom de famille."),
    Field("email", "E-mail", "email", "Adresse e-mail."),
    Field("telephone", "Téléphone", "telephone", "Téléphone, français ou étranger."),
    Field("annee_naissance", "Année de naissance", "annee", "Année de naissance."),
    Field("metier", "Métier", "texte", "Métier."),
    Field("statut_professionnel", "Situation", v.Employment, "Situation actuelle."),
    Field("contrat", "Contrat recherché", v.ContractKind, "Contrat recherché."),
    Field("teletravail", "Télétravail", v.Telework, "Télétravail."),
    Field(
        "salaire_min",
        "Salaire minimum (€ par an)",
        AMOUNT,
        "Salaire minimum, en euros bruts par an.",
    ),
    Field("consentement", "Accord pour être recontacté", "oui|non", "Accord pour être recontacté."),
    Field("prenom_conjoint", "Prénom du conjoint", "nom", "Prénom de l’autre adulte du couple."),
    Field("nom_conjoint", "Nom du conjoint", "nom", "Son nom de famille."),
    Field("email_conjoint", "E-mail du conjoint", "email", "Son adresse e-mail."),
    Field("telephone_conjoint", "Téléphone du conjoint", "telephone", "Son téléphone."),
    Field("metier_conjoint", "Métier du conjoint", "texte", "Son métier."),
    Field("code_postal", "Code postal", "code", "Code postal d’aujourd’hui."),
    Field("commune", "Commune", "texte", "Commune d’aujourd’hui."),
    Field("pays", "Pays", "texte", "Pays, s’il n’est pas la France."),
    Field("canal", "Canal", v.Channel, "Comment le dispositif a été connu."),
    Field("campagne", "Campagne", "texte", "Campagne de communication."),
    Field("territoires_souhaites", "Territoires souhaités", "liste", "Territoires souhaités."),
    Field("communes_souhaitees", "Communes souhaitées", "liste", "Communes souhaitées."),
    Field("distance_max_km", "Distance acceptée (km)", (0, 1000), "Distance acceptée, en km."),
    Field("horizon", "Horizon", v.Horizon, "Quand le foyer voudrait s’installer."),
    Field("date_souhaitee", "Date souhaitée", "date", "Jour d’installation souhaité."),
    Field("maturite", "Maturité", (1, 5), "De 1 (un rêve) à 5 (décision prise)."),
    Field("freins", "Freins", "freins", "Ce qui bloque : codes séparés par des virgules."),
    Field("adultes", "Adultes", (1, 20), "Adultes qui viendraient."),
    Field("enfants", "Enfants", (0, 20), "Enfants qui viendraient."),
    Field(
        "naissances_enfants",
        "Années de naissance des enfants",
        "liste",
        "Leurs années de naissance.",
    ),
    Field("projet", "Projet", "recit", "Le projet, en quelques mots."),
    Field("motivations", "Motivations", "liste", "Ce qui pousse à venir."),
    Field("interets", "Centres d’intérêt", "liste", "Centres d’intérêt."),
    Field("logement", "Location ou achat", v.HousingWish, "location, achat ou les_deux."),
    Field("type_logement", "Type de logement", v.HousingKind, "Type de logement."),
    Field("pieces_min", "Pièces au moins", (1, 50), "Pièces au moins."),
    Field("surface_min", "Surface au moins (m²)", (1, 10_000), "Surface au moins, en m²."),
    Field("loyer_max", "Loyer au plus (€ par mois)", AMOUNT, "Loyer au plus, en euros par mois."),
    Field("budget_achat", "Budget d’achat (€)", AMOUNT, "Budget d’achat, en euros."),
    Field("jardin", "Jardin", "oui|non", "Avec un jardin."),
)

FIELDS_OF_RESOURCE: tuple[Field, ...] = (
    Field("nom", "Nom", "nom", "Prénom et nom."),
    Field("fonction", "Fonction", "texte", "Ce qu’elle fait : maire, présidente de club…"),
    Field("structure", "Structure", "texte", "Sa mairie, son association, son entreprise."),
    Field("email", "E-mail", "email", "Son adresse e-mail."),
    Field("telephone", "Téléphone", "telephone", "Son téléphone."),
    Field("themes", "Aide sur", "themes", "Sur quoi elle aide : codes séparés par des virgules."),
    Field(
        "capacite",
        "Foyers à la fois, au plus",
        (1, 1000),
        "Combien de foyers elle suit à la fois, au plus.",
    ),
    Field("note", "Note", "recit", "Ce qu’il faut savoir : horaires, préférences…"),
)
"""What is typed of a local contact person, beside the place."""

LABELS = {field.name: field.label for field in (*FIELDS_OF_RESOURCE, *FIELDS)}
Values = dict[str, Any]


class Change(NamedTuple):
    """One value that was corrected, under its French name."""

    field: str
    before: Any
    after: Any


def in_words(names: Iterable[str]) -> str:
    """Fields as a summary says them: « prénom du conjoint, métier »."""
    labels = (LABELS.get(name, name) for name in names)
    return ", ".join(label[:1].lower() + label[1:] for label in labels)


def read(typed: Mapping[str, str | None], today: date, known: tuple[Field, ...] = FIELDS) -> Values:
    """The values of the fields that were typed, by French name; None erases.

    Raises:
        Misuse: a value is not of an accepted form; the sentence names its option.

    """
    values: Values = {}
    for field in known:
        text = typed.get(field.name)
        if text is not None:
            tidy = clean(text, multiline=field.takes == "recit").strip()
            values[field.name] = _value(field, tidy, today)
    return values


def message(text: str | None) -> str | None:
    """Free text on several lines, made safe to keep; None when there is nothing in it."""
    if text is None:
        return None
    tidy = clean(text, multiline=True).strip()
    if len(tidy) > LONGEST_PROSE:
        raise Misuse(f"Ce texte est trop long : au plus {LONGEST_PROSE} caractères.")
    return tidy or None


def _value(field: Field, text: str, today: date) -> Any:
    if text == ERASING:
        return None
    if not text:
        raise Misuse(f"{field.option} est vide. Pour effacer une valeur, écrivez « {ERASING} ».")
    try:
        return _read(field, text, today)
    except Misuse as error:
        raise Misuse(f"{field.option} : {error}") from None
    except parsing.Unreadable as error:
        raise Misuse(f"{field.option} : {error.reason}. {error.remedy}") from None


def _read(field: Field, text: str, today: date) -> Any:
    if isinstance(field.takes, tuple):
        number = _euros(text) if field.takes is AMOUNT else parsing.whole(text)
        return _between(number, *field.takes)
    if isinstance(field.takes, type):
        return str(understand(field.takes, text))
    if field.takes == "date":
        return dates.parse_date(text, today)
    if field.takes == "annee":
        return _between(parsing.year(text), 1900, today.year)
    longest = LONGEST_PROSE if field.takes in {"recit", "liste"} else LONGEST_WORDS
    if len(text) > longest:
        raise Misuse(f"{len(text)} caractères, c’est trop : au plus {longest}.")
    return READERS.get(field.name, READERS[field.takes])(text)


def _between(value: int, least: int, greatest: int) -> int:
    if not least <= value <= greatest:
        raise Misuse(f"{value} n’est pas possible : donnez un nombre de {least} à {greatest}.")
    return value


def _euros(text: str) -> int:
    """An amount, rounded to the euro."""
    read = parsing.amount(text)
    return int(read.value) if isinstance(read, parsing.Mended) else read


def _postal_code(text: str) -> str:
    code = str(parsing.postal_code(text))
    if not re.fullmatch(r"[A-Z0-9-]{2,12}", code, re.ASCII):
        raise Misuse("ce n’est pas un code postal. Écrivez par exemple 71400.")
    return code


def codes_of(kind: type[v.Term], text: str) -> str:
    """Several coded values, separated by commas or bars, as they are stored: joined by `|`."""
    parts = [part for part in re.split(r"[,;|]", text) if part.strip()]
    return "|".join(dict.fromkeys(str(understand(kind, part)) for part in parts))


def _blockers(text: str) -> str:
    return codes_of(v.CloseReason, text)


def _themes(text: str) -> str:
    return codes_of(v.ResourceTheme, text)


READERS: dict[str, parsing.Parser] = {
    "nom": parsing.name,
    "texte": parsing.words,
    "recit": parsing.prose,
    "liste": parsing.items,
    "email": parsing.email,
    "telephone": parsing.phone,
    "code": _postal_code,
    "oui|non": parsing.yes_no,
    "freins": _blockers,
    "themes": _themes,
    "naissances_enfants": births,
}
