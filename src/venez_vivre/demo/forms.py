"""Sign-up forms as people fill them in: clean facts in, everyday dirt out."""

from __future__ import annotations

from collections.abc import Callable

from venez_vivre.demo import phrases, seasons
from venez_vivre.demo.campaigns import AXIS_NAMES
from venez_vivre.demo.draws import Dice, mixture
from venez_vivre.demo.households import Builder, Home
from venez_vivre.demo.people import Adult, plain
from venez_vivre.demo.plan import Fate, Kind

FIELDS = (
    *("reference_externe", "date_inscription", "prenom", "nom", "email", "telephone"),
    *("annee_naissance", "code_postal", "commune", "pays", "canal", "campagne"),
    *("territoires_souhaites", "communes_souhaitees", "distance_max_km", "horizon"),
    *("date_souhaitee", "adultes", "enfants", "naissances_enfants", "metier"),
    *("statut_professionnel", "contrat", "teletravail", "salaire_min", "prenom_conjoint"),
    *("nom_conjoint", "email_conjoint", "telephone_conjoint", "metier_conjoint", "projet"),
    *("logement", "type_logement", "pieces_min", "surface_min", "loyer_max", "budget_achat"),
    *("jardin", "interets", "motivations", "message", "consentement"),
)
AT = {name: place for place, name in enumerate(FIELDS)}

_CHANNELS = mixture(
    (
        ("site", 24),
        ("linkedin", 16),
        ("instagram", 15),
        ("facebook", 17),
        ("podcast", 6),
        ("salon", 6),
        ("bouche_a_oreille", 8),
        ("presse", 4),
        ("employeur", 3),
        ("autre", 2),
        ("", 3),
    )
)
_SOON = ("moins_3_mois", "3_6_mois", "3_6_mois", "6_12_mois", "6_12_mois", "plus_12_mois")
_SOMEDAY = (
    *("moins_3_mois", "3_6_mois", "6_12_mois", "6_12_mois", "6_12_mois"),
    *("plus_12_mois", "plus_12_mois", "plus_12_mois", "indefini", "indefini", "", ""),
)
_STATUSES = mixture(
    (
        ("salarie", 50),
        ("independant", 9),
        ("demandeur_emploi", 17),
        ("fonctionnaire", 10),
        ("etudiant", 3),
        ("retraite", 2),
        ("autre", 3),
        ("", 6),
    )
)
_CONTRACTS = ("CDI", "CDI", "CDI", "CDI", "CDD", "CDI", "Indifférent", "Intérim", "Indépendant", "")
_TELEWORK = ("non", "non", "partiel", "partiel", "partiel", "oui", "total", "")
_HOMES = ("location", "location", "achat", "achat", "les_deux", "les_deux", "")
_HOUSES = ("maison", "maison", "maison", "appartement", "appartement", "indifférent", "")
_DISTANCES = ("10", "15", "20", "20", "30", "30", "50", "", "", "")
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CAPITALS = ("Dijon", "Besançon", "Auxerre", "Mâcon", "Dole", "Belfort")
_CONSENTS = ("oui",) * 23 + ("non", "")

_PHONE_STYLES: tuple[Callable[[str], str], ...] = (
    lambda d: " ".join(d[i : i + 2] for i in range(0, 10, 2)),
    lambda d: " ".join(d[i : i + 2] for i in range(0, 10, 2)),
    lambda d: d,
    lambda d: ".".join(d[i : i + 2] for i in range(0, 10, 2)),
    lambda d: f"+33 {d[1]} {d[2:4]} {d[4:6]} {d[6:8]} {d[8:]}",
    lambda d: f"+33{d[1:]}",
    lambda d: f"0033{d[1:]}",
    lambda d: "-".join(d[i : i + 2] for i in range(0, 10, 2)),
)


class Clerk:
    """Writes forms: each value in one of the ways people type it."""

    def __init__(self, dice: Dice, builder: Builder) -> None:
        self.dice = dice
        self.builder = builder
        self._forms = 0

    def reference(self) -> str:
        """Return the code of the next form: unique, and in no visible order."""
        self._forms += 1
        code = self._forms * 1_640_531_527 % 36**6
        return "R-" + "".join(_SIGNS[code // 36**place % 36] for place in range(6))

    def form(self, home: Home) -> list[str]:
        """Fill in the first form of a household; the date is left for the sheet to write."""
        row = [self.reference(), ""]
        row += self.identity(home.me)
        row += self._origin(home)
        row += self._wishes(home)
        row += self._family(home)
        row += self._work(home)
        row += self._partner(None if home.kind is Kind.TWIN else home.partner)
        row += self._housing(home)
        row += self._words(home)
        return row

    def identity(self, adult: Adult) -> list[str]:
        """Type first name, last name, e-mail, phone, year of birth."""
        return [
            self.name(adult.first),
            self.last_name(adult.last),
            self._email(adult.email),
            self.phone(adult.phone),
            str(adult.year) if adult.year else "",
        ]

    def name(self, text: str) -> str:
        """Type a name with its usual accidents of case, accents, hyphens and blanks."""
        draw = self.dice.random()
        if draw < 0.84:
            return text
        if draw < 0.89:
            return text.lower()
        if draw < 0.92:
            return text.upper()
        if draw < 0.97:
            return plain(text) if "’" not in text else text.replace("’", "'")
        if draw < 0.99:
            return text.replace("-", " ").replace(" ", "  ")
        return f" {text} "

    def last_name(self, text: str) -> str:
        """Type a last name, one time in four in capitals."""
        return text.upper() if self.dice.chance(0.25) else self.name(text)

    def _email(self, email: str) -> str:
        return email.replace("@example", "@Example").title() if self.dice.chance(0.03) else email

    def phone(self, digits: str) -> str:
        """Write a phone number in one of the usual styles."""
        return self.dice.pick(_PHONE_STYLES)(digits) if digits else ""

    def _origin(self, home: Home) -> list[str]:
        dice, origin = self.dice, home.origin
        campaign = dice.pick(AXIS_NAMES) if dice.chance(0.2) else ""
        channel = dice.pick(_CHANNELS)
        if origin is None:
            return ["", "", "", channel, campaign]
        town = origin.town
        if town and dice.chance(0.08):
            town = self.slip(town) if dice.chance(0.4) else plain(town).lower()
        country = origin.country or ("France" if dice.chance(0.3) else "")
        return [origin.postal_code, town, country, channel, campaign]

    def slip(self, text: str) -> str:
        """Drop or double one letter inside a word."""
        place = self.dice.between(1, len(text) - 2)
        if self.dice.chance(0.5):
            return text[:place] + text[place + 1 :]
        return text[:place] + text[place] + text[place:]

    def _wishes(self, home: Home) -> list[str]:
        dice = self.dice
        by_code = dice.chance(0.35)
        territories = "|".join(t.code if by_code else t.name for t in home.territories)
        with_code = dice.chance(0.4)
        towns = "|".join(f"{c.name} ({c.postal_code})" if with_code else c.name for c in home.towns)
        horizon = dice.pick(_SOMEDAY if home.fate in {Fate.SILENT, Fate.TRIED} else _SOON)
        distance = dice.pick(_DISTANCES)
        wished = ""
        if dice.chance(0.15):
            wished = seasons.FRENCH_DAYS[home.day + dice.between(40, 380)]
        return [territories, towns, distance, horizon, wished]

    def _family(self, home: Home) -> list[str]:
        dice = self.dice
        if home.size is None and dice.chance(0.07):
            return ["", "", ""]
        births = ""
        if home.births and (home.size or dice.chance(0.7)):
            births = "|".join(map(str, home.births))
        children = str(len(home.births))
        if children == "0" and dice.chance(0.4) and home.size is None:
            children = ""
        return [str(home.adults), children, births]

    def _work(self, home: Home) -> list[str]:
        dice, occupation = self.dice, home.occupation
        status = dice.pick(_STATUSES)
        if occupation is None:
            return [home.job, status, "", "", ""]
        telework = dice.pick(_TELEWORK) if occupation.remote else dice.pick(("non", "non", ""))
        return [home.job, status, dice.pick(_CONTRACTS), telework, self._salary(occupation.salary)]

    def _salary(self, usual: int) -> str:
        dice = self.dice
        if dice.chance(0.55):
            return ""
        amount = 1_000 * round(usual * (0.8 + 0.35 * dice.random()) / 1_000)
        style = dice.random()
        if style < 0.7:
            return str(amount)
        return f"{amount // 1000} 000" if style < 0.85 else f"{amount // 1000} 000 €"

    def _partner(self, partner: Adult | None) -> list[str]:
        dice = self.dice
        if partner is None:
            return ["", "", "", "", ""]
        _, job = self.builder.occupation(woman=partner.woman)
        return [
            self.name(partner.first),
            self.last_name(partner.last),
            partner.email,
            self.phone(partner.phone),
            job if dice.chance(0.75) else "",
        ]

    def _housing(self, home: Home) -> list[str]:
        dice = self.dice
        project = ""
        if dice.chance(0.6):
            project = self._say(home, phrases.PROJECTS)
        if dice.chance(0.15):
            return [project, "", "", "", "", "", "", ""]
        wish, people = dice.pick(_HOMES), home.adults + len(home.births)
        rent = (
            str(50 * dice.between(8, 14 + 2 * people)) if wish in {"location", "les_deux"} else ""
        )
        budget = str(5_000 * dice.between(20, 60 + 5 * people)) if wish == "achat" else ""
        rooms = str(min(7, people + dice.between(1, 2))) if dice.chance(0.6) else ""
        area = str(20 + 20 * people + 5 * dice.below(6)) if dice.chance(0.45) else ""
        garden = dice.pick(("oui", "oui", "non", "", ""))
        return [project, wish, dice.pick(_HOUSES), rooms, area, rent, budget, garden]

    def _words(self, home: Home) -> list[str]:
        dice = self.dice
        interests = dice.some(phrases.INTERESTS, dice.between(1, 3)) if dice.chance(0.5) else []
        reasons = dice.some(phrases.MOTIVATIONS, dice.between(1, 3)) if dice.chance(0.7) else []
        return ["|".join(interests), "|".join(reasons), self._message(home), dice.pick(_CONSENTS)]

    def _say(self, home: Home, sentences: tuple[str, ...]) -> str:
        town = home.towns[0].name if home.towns else self.dice.pick(_CAPITALS)
        job = home.job if home.occupation else "salarié(e)"
        return phrases.fill(self.dice.pick(sentences), town=town, job=job)

    def _message(self, home: Home) -> str:
        dice = self.dice
        if dice.chance(0.62):
            return ""
        text = self._say(home, phrases.MESSAGES)
        if home.day < seasons.NOVEMBER and dice.chance(0.02):
            text += dice.pick(phrases.EMOJI)
        return text
