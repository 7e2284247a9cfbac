"""The files as colleagues would send them: encodings, headings, dates and lists of each."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from venez_vivre.demo import seasons
from venez_vivre.demo.forms import AT
from venez_vivre.demo.forms import FIELDS as FORM_FIELDS

QUESTIONS = (
    *("Identifiant de la réponse", "Horodateur", "Prénom", "Nom", "Adresse e-mail", "Téléphone"),
    *("Année de naissance", "Code postal", "Commune de résidence", "Pays"),
    *("Comment avez-vous connu le dispositif ?", "Campagne", "Territoires souhaités"),
    *("Communes souhaitées", "Distance maximale (km)", "Quand souhaitez-vous vous installer ?"),
    *("Date souhaitée d’installation", "Nombre d’adultes", "Nombre d’enfants"),
    *("Année de naissance des enfants", "Métier recherché", "Situation professionnelle"),
    *("Type de contrat", "Télétravail", "Salaire annuel brut minimum (€)"),
    *("Prénom du conjoint", "Nom du conjoint", "E-mail du conjoint", "Téléphone du conjoint"),
    *("Métier du conjoint", "Votre projet", "Logement recherché", "Type de logement"),
    *("Nombre de pièces minimum", "Surface minimum (m²)", "Loyer maximum (€)"),
    *("Budget d’achat (€)", "Jardin", "Centres d’intérêt", "Vos motivations", "Message"),
    "J’accepte d’être recontacté(e)",
)

_LISTS = tuple(
    AT[name]
    for name in (
        *("territoires_souhaites", "communes_souhaitees", "naissances_enfants"),
        *("interets", "motivations"),
    )
)
CHANNEL_LABELS = {
    "site": "Site internet",
    "linkedin": "LinkedIn",
    "instagram": "Instagram",
    "facebook": "Facebook",
    "podcast": "Podcast",
    "salon": "Salon",
    "bouche_a_oreille": "Bouche à oreille",
    "presse": "Presse",
    "employeur": "Employeur",
    "autre": "Autre",
}
_LABELS: dict[int, dict[str, str]] = {
    AT["canal"]: CHANNEL_LABELS,
    AT["horizon"]: {
        "moins_3_mois": "Moins de 3 mois",
        "3_6_mois": "3 à 6 mois",
        "6_12_mois": "6 à 12 mois",
        "plus_12_mois": "Plus de 12 mois",
        "indefini": "Je ne sais pas",
    },
    AT["statut_professionnel"]: {
        "salarie": "Salarié(e)",
        "independant": "Indépendant(e)",
        "demandeur_emploi": "Demandeur d’emploi",
        "fonctionnaire": "Fonctionnaire",
        "etudiant": "Étudiant(e)",
        "retraite": "Retraité(e)",
        "autre": "Autre",
    },
    AT["logement"]: {"location": "Location", "achat": "Achat", "les_deux": "Les deux"},
}
_CHANNEL, _DATE = AT["canal"], AT["date_inscription"]


class Sheet:
    """A CSV file under construction: `;` between cells, headings first."""

    def __init__(self, path: Path, headings: Sequence[str], encoding: str = "utf-8") -> None:
        self.path = path
        self._file = path.open("w", encoding=encoding, newline="")
        self._writer = csv.writer(self._file, delimiter=";", lineterminator="\r\n")
        self._writer.writerow(headings)
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, row: Sequence[str]) -> None:
        """Write one row."""
        self._writer.writerow(row)
        self.count += 1

    def extend(self, rows: Iterable[Sequence[str]]) -> None:
        """Write rows."""
        for row in rows:
            self.add(row)


class Answers(Sheet):
    """The export of the web form: questions as headings, labels, times, lists with commas."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, QUESTIONS, "utf-8-sig")

    def form(self, moment: int, row: list[str]) -> None:
        """Write a form received at a moment (seconds since the first day)."""
        cells = row.copy()
        day, seconds = divmod(moment, 86_400)
        minutes = seconds // 60
        cells[_DATE] = row[_DATE] or (
            f"{seasons.FRENCH_DAYS[day]} {minutes // 60:02d}:{minutes % 60:02d}"
        )
        for place in _LISTS:
            if "|" in cells[place]:
                cells[place] = cells[place].replace("|", ", ")
        for place, labels in _LABELS.items():
            cells[place] = labels.get(cells[place], cells[place])
        self.add(cells)


class Entries(Sheet):
    """The November file typed in an old spreadsheet: field names, codes, days, Windows-1252."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, FORM_FIELDS, "cp1252")

    def form(self, moment: int, row: list[str]) -> None:
        """Write a form received at a moment (seconds since the first day)."""
        cells = row.copy()
        cells[_DATE] = row[_DATE] or seasons.FRENCH_DAYS[moment // 86_400]
        cells[_CHANNEL] = CHANNEL_LABELS.get(row[_CHANNEL], row[_CHANNEL])
        self.add(cells)
