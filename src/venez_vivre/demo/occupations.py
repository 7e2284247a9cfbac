"""Occupations as people write them on a form, with their real ROME code and a usual salary."""

from __future__ import annotations

from venez_vivre import NamedTuple


class Occupation(NamedTuple):
    """An occupation: ROME code, gross salary (€ a year), work from home, men's, women's words."""

    rome: str
    salary: int
    remote: bool
    men: tuple[str, ...]
    women: tuple[str, ...]


def _both(rome: str, salary: int, *words: str, remote: bool = False) -> Occupation:
    """An occupation that men and women write alike."""
    return Occupation(rome, salary, remote, words, words)


def _each(
    rome: str, salary: int, men: str, women: str, *either: str, remote: bool = False
) -> Occupation:
    """An occupation with a masculine, a feminine and other spellings."""
    return Occupation(rome, salary, remote, (men, men, *either), (women, women, *either))


OCCUPATIONS: tuple[Occupation, ...] = (
    _each("J1506", 29_000, "infirmier", "infirmière", "IDE", "Infirmier(e)"),
    _each("J1501", 23_500, "aide-soignant", "aide soignante de nuit", "AS en EHPAD"),
    _each("J1102", 70_000, "médecin généraliste", "médecin généraliste", "Médecin"),
    _both("J1404", 38_000, "kiné", "Kinésithérapeute", "masseur kinésithérapeute"),
    _each("J1202", 45_000, "pharmacien", "pharmacienne", "Pharmacien d’officine"),
    _both("J1104", 33_000, "sage-femme", "Sage femme"),
    _each("J1305", 23_000, "ambulancier", "ambulancière"),
    _each("J1301", 22_000, "agent de service hospitalier", "ASH", "ASH en maison de retraite"),
    _each("K1302", 22_300, "auxiliaire de vie", "auxiliaire de vie", "aide à domicile"),
    _each("J1304", 23_500, "auxiliaire puériculture", "auxiliaire de puériculture", "auxi puer"),
    _each("K1202", 26_500, "éducateur de jeunes enfants", "éducatrice de jeunes enfants", "EJE"),
    _each("K1207", 26_000, "éducateur spécialisé", "éducatrice spécialisée", "educ spé"),
    _each("K1201", 27_000, "assistant social", "assistante sociale", "AS (assistant social)"),
    _both("K1104", 32_000, "psychologue", "Psychologue clinicien(ne)"),
    _each("K1310", 21_500, "assistant maternel", "assistante maternelle", "ass mat", "nounou"),
    _each("K2106", 28_000, "professeur des écoles", "prof des écoles", "instit", "PE"),
    _each("K2107", 31_000, "prof de maths", "professeure d’histoire-géo", "enseignant collège"),
    _each("K2111", 30_000, "formateur", "formatrice", "formateur pour adultes", remote=True),
    _both("K1308", 22_000, "ATSEM", "atsem"),
    _each("M1855", 38_000, "développeur web", "développeuse web", "dév web", remote=True),
    _each("M1861", 42_000, "développeur logiciel", "développeuse Java", "dev python", remote=True),
    _each("M1801", 40_000, "administrateur systèmes", "admin sys", "adminsys linux", remote=True),
    _each("M1810", 27_500, "technicien info", "technicienne info", "tech support N2"),
    _both("M1419", 40_000, "data analyst", "Data Analyste", remote=True),
    _both("M1864", 46_000, "product owner", "PO / chef de projet digital", remote=True),
    _both("E1206", 38_000, "UX designer", "designer UX/UI", remote=True),
    _each("E1205", 30_000, "graphiste", "graphiste", "graphiste freelance", remote=True),
    _each("E1112", 33_000, "chargé de communication", "chargée de com", "com", remote=True),
    _both("E1106", 32_000, "journaliste", "Journaliste pigiste", remote=True),
    _each("M1705", 45_000, "marketing", "responsable marketing", remote=True),
    _both("M1203", 31_000, "comptable", "Comptable unique", "compta", remote=True),
    _each("M1204", 44_000, "contrôleur de gestion", "contrôleuse de gestion", "CDG", remote=True),
    _both("M1507", 32_000, "gestionnaire de paie", "Gestionnaire paie", remote=True),
    _each("M1501", 28_500, "assistant RH", "assistante RH", "RH"),
    _each("M1604", 29_500, "assistant de direction", "assistante de direction", "office manager"),
    _both("M1607", 24_000, "secrétaire", "Secrétaire polyvalente"),
    _both("M1609", 24_000, "secrétaire médicale", "secrétaire médical(e)"),
    _each("M1602", 23_000, "agent administratif", "agente administrative", "agent adm."),
    _each("K1406", 25_500, "secrétaire de mairie", "secrétaire générale de mairie"),
    _both("K1903", 39_000, "juriste", "Juriste droit social", remote=True),
    _each("C1504", 28_000, "conseiller immobilier", "conseillère immobilier", "agent immo"),
    _each("D1407", 36_000, "technico-commercial", "technico-commerciale", "commercial itinérant"),
    _each("D1214", 22_000, "vendeur", "vendeuse en prêt-à-porter", "vendeuse", "vente"),
    _each("D1505", 21_800, "hôte de caisse", "hôtesse de caisse", "caissière"),
    _each("D1502", 28_500, "chef de rayon", "cheffe de rayon"),
    _each("D1102", 25_000, "boulanger", "boulangère", "ouvrier boulanger"),
    _each("D1104", 25_000, "pâtissier", "pâtissière"),
    _each("D1101", 26_000, "boucher", "bouchère"),
    _each("G1609", 25_000, "cuisinier", "cuisinière", "second de cuisine", "cuistot"),
    _each("G1803", 23_000, "serveur", "serveuse", "chef de rang"),
    _both("G1703", 23_500, "réceptionniste", "Réceptionniste hôtel"),
    _each("F1602", 27_000, "électricien", "électricienne", "electricien batiment"),
    _each("F1603", 28_000, "plombier chauffagiste", "plombière", "plombier"),
    _each("F1703", 26_500, "maçon", "maçonne", "macon"),
    _each("F1503", 28_000, "charpentier", "charpentière", "charpentier bois"),
    _each("H2206", 26_500, "menuisier", "menuisière", "menuisier ébéniste"),
    _each("F1201", 42_000, "conducteur de travaux", "conductrice de travaux", "cond. trav. BTP"),
    _each("F1302", 27_500, "conducteur d’engins", "conductrice d’engins", "conducteur de pelle"),
    _each("H2913", 27_000, "soudeur", "soudeuse", "soudeur TIG"),
    _each("H2903", 28_500, "tourneur-fraiseur", "tourneuse-fraiseuse", "usineur CN"),
    _each("H2902", 28_500, "chaudronnier", "chaudronnière"),
    _each("I1304", 31_000, "technicien maintenance", "technicienne de maintenance"),
    _each("H1203", 32_000, "dessinateur projeteur", "dessinatrice projeteuse", "projeteur CAO"),
    _each("H1206", 44_000, "ingénieur R&D", "ingénieure R&D", "ingénieur mécanique", remote=True),
    _each("B1604", 29_000, "horloger", "horlogère"),
    _each("I1604", 26_500, "mécanicien auto", "mécanicienne auto", "mécano"),
    _both("N1101", 24_000, "cariste", "Cariste CACES 1-3-5"),
    _each("N1103", 22_500, "préparateur de commandes", "préparatrice de commandes"),
    _each("N1301", 42_000, "responsable logistique", "responsable logistique", "logistique"),
    _each("N4101", 27_500, "chauffeur PL", "conductrice poids lourd", "chauffeur SPL", "routier"),
    _each("N4105", 23_500, "chauffeur livreur", "livreuse", "livreur"),
    _each("A1433", 22_500, "maraîcher", "maraîchère", "maraichage bio"),
    _each("A1418", 24_500, "viticulteur", "viticultrice", "ouvrier viticole"),
    _each("A1412", 25_500, "fromager", "fromagère", "affineur"),
    _each("A1208", 24_500, "paysagiste", "paysagiste", "jardinier paysagiste"),
    _both("K1603", 27_000, "bibliothécaire", "bibliothécaire jeunesse"),
    _each("G1203", 23_000, "animateur", "animatrice jeunesse", "animateur périscolaire"),
    _each("G1204", 25_000, "éducateur sportif", "éducatrice sportive", "coach sportif"),
    _each("D1202", 22_500, "coiffeur", "coiffeuse"),
    _each("D1208", 22_500, "esthéticien", "esthéticienne"),
)  # fmt: skip

# Words that name no precise occupation, as some people write.
VAGUE = ("polyvalent", "à définir", "reconversion en cours", "tout poste", "administratif", "?")
