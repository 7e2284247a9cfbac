"""The settings of a base, one line each: its name, its usual value, what it decides."""

from __future__ import annotations

import re
from collections.abc import Mapping

from venez_vivre import NamedTuple
from venez_vivre.errors import Misuse
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, shorten
from venez_vivre.vocabulary import FOLLOW_UP_MONTHS

MOST = 10_000


class Setting(NamedTuple):
    """One setting: a whole number, or an ascending list of them when `usual` is one."""

    name: str
    usual: int | tuple[int, ...]
    unit: str
    help: str
    least: int = 0
    most: int = MOST

    def read(self, text: str) -> int | tuple[int, ...]:
        """The value that a text says.

        Raises:
            Misuse: it is not a whole number from `least` to `most`, or not a list of those.

        """
        parts = re.split(r"[,; ]+", text.strip())
        if not all(re.fullmatch(r"[0-9]{1,5}", part, re.ASCII) for part in parts):
            shown = shorten(clean(text).strip(), 40) or "(vide)"
            raise Misuse(f"{self.name} : « {shown} » n’est pas un nombre entier.")
        numbers = tuple(int(part) for part in parts)
        if max(numbers) > self.most:
            raise Misuse(f"{self.name} : {max(numbers)} est trop grand, au plus {self.most}.")
        if min(numbers) < self.least:
            raise Misuse(f"{self.name} : {min(numbers)} est trop petit, au moins {self.least}.")
        if isinstance(self.usual, tuple):
            return tuple(sorted(set(numbers)))
        if len(numbers) > 1:
            raise Misuse(f"{self.name} : donnez un seul nombre.")
        return numbers[0]

    def written(self, value: int | tuple[int, ...]) -> str:
        """The value as text: `30`, or `1,3,6,12`."""
        return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


DAYS, WORKING, MINUTES, POINTS = "jours", "jours ouvrés", "minutes", "points"

SETTINGS: tuple[Setting, ...] = (
    Setting("premier_contact", 2, WORKING, "Premier appel après une inscription."),
    Setting("nouvelle_tentative", 7, DAYS, "Nouvel essai après un appel sans réponse."),
    Setting("tentatives", 3, "essais", "Nouveaux essais avant de proposer de clore."),
    Setting("reprise_absence", 1, WORKING, "Reprendre contact après un rendez-vous manqué."),
    Setting("suite_usuelle", 7, DAYS, "Échéance d’une suite dont le jour n’est pas dit."),
    Setting("silence", 30, DAYS, "Au plus, entre deux échanges avec un foyer accompagné."),
    Setting("rappel_rendez_vous", 2, DAYS, "Confirmer un rendez-vous avant sa date."),
    Setting("bilan_visite", 5, DAYS, "Rappeler un foyer après sa visite."),
    Setting("suivis", FOLLOW_UP_MONTHS, "mois", "Appels après l’arrivée.", 1),
    Setting("avance_suivi", 7, DAYS, "Un appel après l’arrivée paraît avant sa date."),
    Setting("conservation", 24, "mois", "Sans échange, un dossier s’efface après ce temps.", 1, 36),
    Setting("offre_a_verifier", 45, DAYS, "Une offre ouverte se vérifie au bout de ce temps."),
    Setting("reponse_mise_en_relation", 7, DAYS, "Attendre la réponse à une mise en relation."),
    Setting("inscrits_recents", 60, DAYS, "Une inscription compte comme récente."),
    Setting("retard_complet", 14, DAYS, "Au-delà, un retard ne presse pas davantage."),
    Setting("anciennete_complete", 180, DAYS, "Au-delà, une inscription ne vieillit plus."),
    Setting(
        "sauvegardes", 10, "fichiers", "Sauvegardes gardées ; les plus anciennes s’en vont.", 1
    ),
    Setting("minutes_appel", 15, MINUTES, "Un appel."),
    Setting("minutes_premier_appel", 25, MINUTES, "Un premier appel."),
    Setting("minutes_rendez_vous", 60, MINUTES, "Un rendez-vous."),
    Setting("minutes_verification", 5, MINUTES, "Vérifier une offre, clore un dossier."),
    Setting("urgence_retard", 12, POINTS, "Urgence : retard sur l’échéance."),
    Setting("urgence_promesse", 3, POINTS, "Urgence : le foyer attend ce qui lui a été promis."),
    Setting("urgence_horizon", 5, POINTS, "Urgence : horizon du projet."),
    Setting("urgence_maturite", 3, POINTS, "Urgence : maturité du projet."),
    Setting("urgence_etape", 2, POINTS, "Urgence : foyer déjà accompagné."),
    Setting("urgence_heure", 8, POINTS, "Urgence : rendez-vous du jour."),
    Setting("urgence_anciennete", 6, POINTS, "Urgence en moins : inscription qui a vieilli."),
    Setting("points_rendez_vous", 14, POINTS, "Ce que vaut par lui-même un rendez-vous."),
    Setting("points_visite", 14, POINTS, "… une visite qui a lieu."),
    Setting("points_reponse", 9, POINTS, "… un message reçu qui attend une réponse."),
    Setting("points_relance", 8, POINTS, "… une relance."),
    Setting("points_premier_contact", 8, POINTS, "… un premier appel."),
    Setting("points_rappel_rendez_vous", 7, POINTS, "… un rendez-vous à confirmer."),
    Setting("points_bilan_visite", 7, POINTS, "… une visite à débriefer."),
    Setting("points_suivi_installation", 6, POINTS, "… un appel après l’arrivée."),
    Setting("points_reveil", 5, POINTS, "… un dossier à réveiller."),
    Setting("points_mise_en_relation", 5, POINTS, "… une mise en relation sans réponse."),
    Setting("points_nouvelle_tentative", 4, POINTS, "… un nouvel essai."),
    Setting("points_silence", 4, POINTS, "… un foyer silencieux."),
    Setting("points_a_clore", 1, POINTS, "… un dossier à clore."),
    Setting("points_offre_a_verifier", 1, POINTS, "… une offre à vérifier."),
)
"""Every setting of the work, in the order in which people read them."""

BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The values in force in a base: what was set, else what is usual."""

    def __init__(
        self,
        kept: Mapping[str, int | tuple[int, ...]],
        known: Mapping[str, Setting] = BY_NAME,
    ) -> None:
        self.kept = kept
        self.known = known

    def __getitem__(self, name: str) -> int:
        """A number.

        Raises:
            KeyError: there is no setting of that name.

        """
        value = self.value(name)
        if isinstance(value, tuple):
            raise TypeError(name)
        return value

    def value(self, name: str) -> int | tuple[int, ...]:
        """The value of a setting, a number or a list."""
        return self.kept.get(name, self.known[name].usual)

    @property
    def months(self) -> tuple[int, ...]:
        """After how many months settled households are called."""
        value = self.value("suivis")
        return value if isinstance(value, tuple) else (value,)


def settings(rows: Reader, known: Mapping[str, Setting] = BY_NAME) -> Settings:
    """The settings of a base that are known; a name of another version is passed over."""
    said = rows.rows("SELECT name, value FROM setting")
    kept = {name: known[name].read(text) for name, text in said if name in known}
    return Settings(kept, known)
