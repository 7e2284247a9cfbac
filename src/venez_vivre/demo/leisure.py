"""Invented employers, clubs, schools and the sentences of offers."""

from __future__ import annotations

EMPLOYERS = (
    *("Atelier des Trois Rivières", "Mécanique du Val", "Fonderie des Combes", "Logis et Bois"),
    *(
        "Clinique du Plateau",
        "EHPAD Les Tilleuls",
        "Groupe scolaire des Lacs",
        "Transports Beaupré",
    ),
    *("Fruitière des Hauts", "Domaine des Murgers", "Horlogerie du Crêt", "Numérique Comtois"),
    *("Cabinet Source et Associés", "Maison de santé du Faubourg", "Bâtir Ensemble", "Optique Sud"),
    *("Communauté de communes (démo)", "Auberge de la Source", "Magasin du Pont", "Plasturgie 25"),
)
JOB_TEXTS = (
    "Équipe de huit personnes ; logement temporaire possible. Poste basé à {town}.",
    "Poste à pourvoir à {town}, formation interne assurée.",
    "Remplacement d’un départ en retraite. Horaires de journée, véhicule de service.",
    "Débutant accepté ; « on forme, on accompagne ». {town} est à dix minutes de la gare.",
    "Expérience de deux ans souhaitée. Aide à la recherche d’emploi du conjoint.",
)
LANDLORDS = (
    *("Particulier", "Agence du Centre", "Agence des Halles", "Mairie", "Office de l’habitat"),
    *("Notaire", "Particulier", "Foncière rurale"),
)
HOME_TEXTS = (
    "Lumineux, chauffage au bois et pompe à chaleur, commerces à pied.",
    "Rénové en 2021, garage, cave ; école à 500 m.",
    "Vue dégagée, terrain clos ; quelques travaux à prévoir.",
    "Proche gare, fibre installée.",
    "Ancienne ferme en pierre ; dépendances, potager.",
)
CULTURE = (
    ("Festival de musiques de chambre", "musique|festival"),
    ("Saison théâtrale", "théâtre|spectacle vivant"),
    ("Ciné-club", "cinéma"),
    ("Fête du livre", "lecture|salon"),
    ("Visites du musée", "patrimoine|musée"),
    ("Concerts au caveau", "musique|œnologie"),
    ("Veillées contées", "conte|famille"),
    ("Bal folk", "danse|musique"),
)
VENUES = ("Théâtre de {town}", "Médiathèque de {town}", "Salle des fêtes de {town}", "Le Hangar")
ASSOCIATIONS = (
    ("Chorale", "chorale|musique", 16),
    ("Club de judo", "judo|sport", 5),
    ("Club de rugby", "rugby|sport", 6),
    ("Club de randonnée", "randonnée|sport", 12),
    ("Jardins partagés", "jardinage|bénévolat", 3),
    ("Harmonie", "musique", 10),
    ("Comité des fêtes", "bénévolat|fête", 16),
    ("Atelier de couture", "couture", 12),
    ("Club d’escalade", "escalade|sport", 8),
    ("Cyclos", "vélo|sport", 14),
    ("Accueil des nouveaux habitants", "bénévolat|rencontre", 0),
    ("Ludothèque", "jeux de société|famille", 0),
)
SCHOOLS = (
    ("École maternelle", "maternelle", 3, 6),
    ("École primaire", "maternelle|élémentaire", 3, 11),
    ("École élémentaire", "élémentaire", 6, 11),
    ("Collège", "collège", 11, 15),
    ("Lycée", "lycée", 15, 18),
    ("Lycée professionnel", "lycée professionnel", 15, 18),
)
SCHOOL_NAMES = (
    "des Tilleuls",
    "du Parc",
    "des Remparts",
    "de la Vallée",
    "du Centre",
    "Les Sources",
)
CHILDCARE = (
    ("Place en crèche", 3),
    ("Place chez une assistante maternelle", 6),
    ("Micro-crèche, deux places", 3),
    ("Accueil périscolaire", 11),
    ("Centre de loisirs du mercredi", 14),
)
HEALTH = (
    ("Médecin généraliste", "médecin traitant"),
    ("Dentiste", "dentiste"),
    ("Kinésithérapeute", "kinésithérapie"),
    ("Sage-femme", "suivi de grossesse"),
    ("Orthophoniste", "orthophonie"),
    ("Pharmacie de garde", "pharmacie"),
)
TAKEOVERS = (
    ("Boulangerie", "D1102"),
    ("Salon de coiffure", "D1202"),
    ("Restaurant", "G1609"),
    ("Garage automobile", "I1604"),
    ("Menuiserie", "H2206"),
    ("Exploitation maraîchère", "A1433"),
    ("Entreprise de plomberie", "F1603"),
    ("Épicerie", "D1301"),
    ("Hôtel", "G1411"),
)
SELLERS = ("Chambre de métiers (démo)", "Particulier", "Cabinet de transmission (démo)", "Notaire")
