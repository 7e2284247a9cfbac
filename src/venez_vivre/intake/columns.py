"""The columns that imports understand, one line each: a table for each kind of import."""

from __future__ import annotations

from venez_vivre import vocabulary as v
from venez_vivre.intake import parsing as p
from venez_vivre.intake.births import births
from venez_vivre.intake.layouts import Column, Layout, match, require
from venez_vivre.intake.ranges import pay_range
from venez_vivre.texts import fold

__all__ = ["Column", "Layout", "match", "require"]


def _c(field: str, parse: p.Parser, *headings: str, vital: bool = False) -> Column:
    return Column(field, parse, headings, vital)


def _t(field: str, family: type[v.Term], *headings: str, vital: bool = False) -> Column:
    return Column(field, p.term(family), headings, vital, family=family)


FULL_NAME = (
    *("nom prenom", "nom et prenom", "nom prenoms", "nom et prenoms", "nom puis prenom"),
    *(
        "nom de famille et prenom",
        "nom de famille prenom",
        "nom usuel et prenom",
        "nom d usage et prenom",
    ),
    *("prenom nom", "prenom et nom", "prenoms et nom", "prenoms nom", "prenom puis nom"),
    *(
        "prenom et nom de famille",
        "nom complet",
        "nom prenom du demandeur",
        "nom et prenom du demandeur",
    ),
    *(
        "nom et prenom de l inscrit",
        "identite",
        "identite complete",
        "nom du contact",
        "nom du demandeur et prenom",
    ),
    *(
        "full name",
        "fullname",
        "contact name",
        "first and last name",
        "first name and last name",
        "display name",
    ),
)
"""How forms call one field for both names; the order of the words is the order of the names."""

ADDRESS = (
    *(
        "adresse complete",
        "adresse postale",
        "adresse actuelle",
        "adresse postale complete",
        "adresse du domicile",
    ),
    *(
        "adresse domicile",
        "adresse de residence",
        "adresse postale actuelle",
        "adresse personnelle",
        "domicile",
    ),
    *(
        "adresse du demandeur",
        "coordonnees postales",
        "ou habitez vous",
        "ou habitez vous actuellement",
    ),
    *(
        "ou vivez vous",
        "ou vivez vous actuellement",
        "ou residez vous",
        "ou residez vous actuellement",
        "lieu d habitation",
    ),
    *(
        "address",
        "full address",
        "street address",
        "home address",
        "postal address",
        "adresse postale de residence",
    ),
)
"""How forms call one field for a street, a postal code and a commune."""

SIGNUPS: tuple[Column, ...] = (
    _c("reference_externe", p.reference, "reference", "ref", "id", "identifiant", "numero de dossier", "submission id", "respondent id", "id de reponse", "id de la reponse", "identifiant de la reponse", "identifiant de reponse", "response id", "reference externe", "external reference", "reponse n", "record id", "id d enregistrement", "contact id", "ext id", "sid", "numero de serie", "leid", "numero", "external id", "token"),
    _c("date_inscription", p.day, "date", "horodateur", "horodatage", "timestamp", "heure de debut", "heure de fin", "start time", "completion time", "submit date utc", "submit date", "submitted at", "submitted time", "submitdate", "date de soumission", "soumis le", "soumis a", "heure de soumission", "depose le", "date d inscription", "date de l inscription", "inscrit le", "inscription", "date d inscription au dispositif", "cree le", "created at", "create date", "created on", "date de creation", "date de depot", "added time", "optin time", "confirm time", "date d ajout", "ajoute le", "date de reponse", "date de la reponse", "repondu le", "recu le", "date de reception", "completed time", "datestamp", "date de la demande", "date de demande", "date de contact", "date du formulaire", "start date utc", "start date", "startdate", "date de lancement", vital=True),
    _c("prenom", p.name, "prenoms", "firstname", "first name", "votre prenom", "quel est votre prenom", "prenom du demandeur", "prenom usuel", "prenom usager", "prenom du contact", "prenom de l inscrit", "given name", "fname", "forename"),
    _c("nom", p.name, "nom de famille", "lastname", "last name", "votre nom", "surname", "nom d usage", "quel est votre nom", "nom du demandeur", "name", "family name", "lname", "nom de naissance", "nom usager", "nom de l inscrit", "nom patronymique", "patronyme", "nom famille"),
    _c("nom_complet", p.words, *FULL_NAME),
    _c("email", p.email, "e mail", "mail", "courriel", "adresse e mail", "adresse email", "adresse mail", "adresse de messagerie", "adresse electronique", "votre e mail", "votre email", "votre adresse e mail", "email address", "mel", "quelle est votre adresse e mail", "adresse courriel", "adresse mel", "e mail address", "contact email", "email contact", "e mail du demandeur", "email du demandeur", "e mail personnel", "mail personnel", "adresse e mail personnelle"),
    _c("telephone", p.sheet_phone, "tel", "telephone portable", "portable", "mobile", "numero de telephone", "n de telephone", "n telephone", "sms", "phone", "phone number", "votre telephone", "votre numero de telephone", "tel portable", "gsm", "numero de portable", "numero de mobile", "numero de tel", "no de telephone", "no tel", "n tel", "n de portable", "telephone mobile", "tel mobile", "telephone fixe", "tel fixe", "mobile phone", "mobile phone number", "cell phone", "telephone du demandeur", "contact telephonique", "coordonnees telephoniques", "portable telephone", "landline number", "whatsapp"),
    _c("annee_naissance", p.year, "annee de naissance", "date de naissance", "ne en", "naissance", "ne le", "votre annee de naissance", "date de naissance du demandeur", "annee naissance", "nee en", "ne e en", "ne e le", "nee le", "birth year", "year of birth", "birth date", "date of birth", "birthday", "birthdate"),
    _c("code_postal", p.postal_code, "cp", "c p", "code postal actuel", "votre code postal", "zip", "zip code", "postal code", "postcode", "postalcode", "zipcode", "cp actuel", "code postal du domicile", "code postal de la commune", "code postal de votre commune", "code postal de residence"),
    _c("commune", p.words, "ville", "cp ville", "cp et ville", "code postal ville", "code postal et ville", "ville et code postal", "ville code postal", "ville cp", "code postal et commune", "code postal commune", "commune actuelle", "ville actuelle", "commune de residence", "ville de residence", "city", "town", "lieu de residence", "residence actuelle", "commune du domicile", "ville du domicile", "ville d habitation", "commune d habitation", "ville d origine", "commune d origine", "ville de provenance", "dans quelle ville habitez vous", "dans quelle commune habitez vous", "dans quelle ville vivez vous", "dans quelle commune vivez vous", "localite"),
    _c("adresse", p.words, *ADDRESS),
    _c("pays", p.words, "country", "pays de residence", "pays actuel", "country region", "pays region", "pays du domicile", "dans quel pays habitez vous"),
    _t("canal", v.Channel, "comment avez vous connu", "comment avez vous entendu parler", "comment avez vous decouvert", "comment avez vous connu le dispositif", "comment nous avez vous connus", "comment avez vous connu venez vivre", "source", "provenance", "origine", "comment avez vous entendu parler du dispositif", "canal d acquisition", "comment avez vous connu ce dispositif", "comment avez vous entendu parler de nous", "comment avez vous entendu parler de ce dispositif", "comment avez vous decouvert le dispositif", "comment nous avez vous connu", "comment nous avez vous connues", "comment vous avez connu le dispositif", "comment avez vous entendu parler de venez vivre", "comment avez vous connu notre site", "comment avez vous connu le programme", "par quel moyen avez vous connu le dispositif", "par quel canal avez vous connu le dispositif", "connaissance du dispositif", "canal de contact", "canal d entree", "lead source", "original source", "how did you hear about us"),
    _c("campagne", p.words, "utm campaign", "campaign", "code campagne", "nom de la campagne", "campagne d origine"),
    _c("territoires_souhaites", p.items, "territoire", "territoires", "territoire souhaite", "territoires envisages", "quel territoire vous attire", "quels territoires vous attirent", "dans quel territoire souhaitez vous vivre", "dans quels territoires souhaitez vous vivre", "quels territoires vous interessent", "quel territoire vous interesse", "territoires qui vous attirent", "territoire d interet", "territoires d interet", "territoire recherche", "territoires recherches", "territoires vises", "territoires souhaites", "territoire vise"),
    _c("communes_souhaitees", p.items, "commune souhaitee", "villes souhaitees", "ville souhaitee", "communes envisagees", "ou souhaitez vous vivre", "ou souhaitez vous vous installer", "ou souhaitez vous habiter", "commune d installation souhaitee", "ville d installation souhaitee", "lieu d installation souhaite", "dans quelle commune souhaitez vous vous installer", "dans quelle ville souhaitez vous vous installer", "lieu souhaite", "lieux souhaites", "commune recherchee", "communes recherchees", "ville recherchee", "villes recherchees", "ville visee", "destination"),
    _c("distance_max_km", p.amount, "distance max", "distance maximale", "distance maximale km", "mobilite km", "rayon km", "rayon", "rayon de recherche", "rayon de mobilite", "distance maximum", "distance domicile travail maximale", "distance maximale domicile travail", "distance domicile travail max"),
    _t("horizon", v.Horizon, "delai", "echeance", "quand souhaitez vous vous installer", "echeance du projet", "horizon du projet", "horizon d installation", "delai d installation", "delai du projet", "quand souhaitez vous demenager", "quand souhaitez vous emmenager", "quand envisagez vous de vous installer", "quand envisagez vous de demenager", "a quelle echeance", "a quelle echeance souhaitez vous vous installer", "dans quel delai souhaitez vous vous installer", "dans quel delai souhaitez vous demenager", "sous quel delai", "sous quel delai souhaitez vous vous installer", "dans quel delai"),
    _c("date_souhaitee", p.day, "date d installation souhaitee", "date souhaitee d installation", "date de demenagement souhaitee", "date d installation", "date de demenagement", "date d arrivee souhaitee", "date d installation envisagee", "date d emmenagement souhaitee", "a quelle date souhaitez vous vous installer", "date d emmenagement"),
    _c("adultes", p.whole, "nombre d adultes", "nb adultes", "adultes dans le foyer", "adultes au foyer", "nombre d adultes dans le foyer", "nombre d adultes au foyer", "combien d adultes dans le foyer", "combien d adultes composent votre foyer", "combien d adultes"),
    _c("enfants", p.whole, "nombre d enfants", "nb enfants", "enfants dans le foyer", "enfants au foyer", "nombre d enfants dans le foyer", "nombre d enfants au foyer", "nombre d enfants a charge", "combien d enfants avez vous", "combien d enfants dans le foyer", "combien d enfants", "enfants a charge"),
    _c("naissances_enfants", births, "annees de naissance des enfants", "naissance des enfants", "dates de naissance des enfants", "annee de naissance des enfants", "annee de naissance de vos enfants", "annees de naissance de vos enfants", "annee s de naissance des enfants", "age de vos enfants", "ages des enfants", "age des enfants"),
    _c("metier", p.words, "metier recherche", "profession", "emploi", "poste", "votre metier", "quel est votre metier", "metier actuel", "emploi recherche", "fonction", "activite professionnelle", "activite", "metier exerce", "profession actuelle", "profession exercee", "emploi actuel", "emploi occupe", "poste actuel", "poste occupe", "poste recherche", "metier vise", "metier ou profession", "intitule du poste", "quel metier exercez vous", "quel metier recherchez vous", "quel emploi recherchez vous", "quel poste recherchez vous", "domaine professionnel", "job title", "occupation", "job"),
    _t("statut_professionnel", v.Employment, "statut", "situation professionnelle", "votre situation professionnelle", "situation professionnelle actuelle", "situation actuelle", "statut actuel", "situation d emploi", "employment status", "situation"),
    _t("contrat", v.ContractKind, "type de contrat", "contrat recherche", "type de contrat recherche", "type de contrat souhaite", "nature du contrat", "contrat souhaite"),
    _t("teletravail", v.Telework, "tele travail", "teletravail possible", "teletravail souhaite", "souhaitez vous teletravailler", "souhaitez vous du teletravail", "teletravaillez vous", "travail a distance", "remote"),
    _c("salaire_min", p.pay, "salaire minimum", "salaire souhaite", "pretentions salariales", "salaire annuel brut minimum", "salaire annuel brut souhaite", "salaire annuel minimum", "salaire minimum souhaite", "salaire brut annuel", "salaire", "pretentions", "remuneration souhaitee", "salaire min"),
    _c("prenom_conjoint", p.name, "prenom du conjoint", "prenom de votre conjoint", "prenom du conjoint e", "prenom de la conjointe", "prenom de votre conjointe", "prenom du partenaire", "prenom de votre partenaire", "prenom de la personne qui vous accompagne", "prenom 2e adulte", "prenom du deuxieme adulte", "prenom du second adulte", "conjoint prenom"),
    _c("nom_conjoint", p.name, "nom du conjoint", "nom de votre conjoint", "nom du conjoint e", "nom de la conjointe", "nom de votre conjointe", "nom du partenaire", "nom de votre partenaire", "nom 2e adulte", "nom du deuxieme adulte", "nom du second adulte", "conjoint nom"),
    _c("email_conjoint", p.email, "email du conjoint", "e mail du conjoint", "mail du conjoint", "adresse e mail du conjoint", "courriel du conjoint", "e mail de votre conjoint", "email de votre conjoint", "mail de votre conjoint", "adresse e mail de votre conjoint", "adresse mail du conjoint", "e mail du partenaire", "conjoint e mail", "conjoint mail", "conjoint email"),
    _c("telephone_conjoint", p.sheet_phone, "telephone du conjoint", "tel du conjoint", "portable du conjoint", "telephone de votre conjoint", "tel de votre conjoint", "numero de telephone du conjoint", "telephone du partenaire", "conjoint tel", "conjoint telephone"),
    _c("metier_conjoint", p.words, "metier du conjoint", "profession du conjoint", "emploi du conjoint", "metier recherche par le conjoint", "metier de votre conjoint", "profession de votre conjoint", "emploi recherche par le conjoint", "quel est le metier de votre conjoint", "activite du conjoint", "metier du partenaire", "conjoint profession", "conjoint metier"),
    _c("projet", p.prose, "votre projet", "decrivez votre projet", "description du projet", "projet de vie", "votre projet de vie", "votre projet en quelques mots", "decrivez votre projet en quelques mots", "presentez votre projet", "pouvez vous decrire votre projet", "pouvez vous nous decrire votre projet", "expliquez votre projet", "projet d installation", "votre projet d installation", "parlez nous de votre projet"),
    _t("logement", v.HousingWish, "location ou achat", "logement recherche", "souhaitez vous louer ou acheter", "louer ou acheter", "achat ou location", "location achat", "vous souhaitez louer ou acheter", "souhaitez vous acheter ou louer", "statut d occupation souhaite"),
    _t("type_logement", v.HousingKind, "type de logement", "type de bien", "maison ou appartement", "type d habitat", "type d habitation", "type de logement souhaite", "quel type de logement recherchez vous", "quel type de logement souhaitez vous", "type de bien recherche", "type de logement recherche"),
    _c("pieces_min", p.whole, "nombre de pieces", "nombre de pieces minimum", "pieces", "nb pieces", "nombre de pieces souhaite", "nombre de pieces souhaitees", "combien de pieces", "pieces minimum"),
    _c("surface_min", p.amount, "surface", "surface minimum", "surface minimale", "surface souhaitee", "surface recherchee", "surface habitable", "surface habitable minimum", "superficie", "surface m2"),
    _c("loyer_max", p.amount, "loyer", "loyer maximum", "budget loyer", "budget location", "budget locatif", "budget mensuel", "loyer mensuel maximum", "loyer mensuel maximal", "loyer mensuel", "loyer maximum charges comprises", "budget mensuel logement", "loyer max", "loyer maximal"),
    _c("budget_achat", p.amount, "budget", "budget d achat", "budget acquisition", "budget d acquisition", "budget achat immobilier", "budget immobilier", "budget total", "prix maximum", "budget maximum"),
    _c("jardin", p.yes_no, "avec jardin", "jardin souhaite", "souhaitez vous un jardin", "exterieur", "exterieur souhaite"),
    _c("interets", p.items, "centres d interet", "loisirs", "vos centres d interet", "activites", "sports et loisirs", "vos centres d interets", "centres d interets", "centre d interet", "passions", "vos passions", "activites souhaitees", "activites pratiquees", "quels sont vos centres d interet", "quels sont vos loisirs", "vos loisirs"),
    _c("motivations", p.items, "vos motivations", "pourquoi la region", "raisons", "qu est ce qui vous motive", "pourquoi la bourgogne franche comte", "pourquoi venir en bourgogne franche comte", "pourquoi souhaitez vous venir en bourgogne franche comte", "pourquoi souhaitez vous vous installer en bourgogne franche comte", "quelles sont vos motivations", "raisons de votre projet", "raisons du projet", "qu est ce qui vous attire", "motivation"),
    _c("message", p.prose, "commentaire", "commentaires", "remarques", "votre message", "un message", "precisions", "informations complementaires", "autres informations", "autres precisions", "souhaitez vous ajouter quelque chose", "avez vous des questions", "vos questions", "questions", "observations", "notes", "note", "divers", "laissez nous un message", "message libre", "expression libre"),
    _c("consentement", p.yes_no, "consentement rgpd", "rgpd", "j accepte", "accord", "j accepte d etre contacte", "j accepte d etre recontacte", "newsletter", "j accepte de recevoir la newsletter", "acceptez vous d etre contacte", "acceptez vous d etre recontacte", "acceptez vous que nous vous contactions", "consentement newsletter", "accord rgpd", "opt in", "optin", "double opt in", "j accepte que mes donnees soient utilisees", "j accepte le traitement de mes donnees", "j accepte la politique de confidentialite", "politique de confidentialite", "autorisation de contact", "consent", "marketing consent"),
)  # fmt: skip

CONTACTS: tuple[Column, ...] = (
    _c("foyer", p.reference, "reference", "reference du foyer", "email", "e mail", "adresse e mail", "dossier", vital=True),
    _c("date", p.day, "date du contact", "le", "jour", "date de l echange", vital=True),
    _t("canal", v.ContactChannel, "moyen", "type", "type de contact", "mode", vital=True),
    _t("sens", v.Direction, "direction", "entrant sortant"),
    _t("resultat", v.Result, "issue", "statut", "suite donnee", vital=True),
    _c("resume", p.prose, "note", "notes", "compte rendu", "commentaire", "commentaires", "objet"),
    _c("suite", p.words, "action", "prochaine action", "a faire", "suite a donner"),
    _c("echeance", p.day, "date de relance", "a faire le", "relance le", "date echeance"),
    _c("agent", p.words, "charge d accueil", "charge e d accueil", "conseiller", "qui", "referent"),
)  # fmt: skip

SETTLEMENTS: tuple[Column, ...] = (
    _c("foyer", p.reference, "reference", "reference du foyer", "email", "e mail", "adresse e mail", "dossier", vital=True),
    _c("date", p.day, "date d installation", "installe le", "le", "arrivee", "date d arrivee", "date d emmenagement", vital=True),
    _c("commune", p.words, "ville", "commune d installation", vital=True),
    _c("code_postal", p.postal_code, "cp", "code postal de la commune"),
    _c("adultes", p.whole, "nombre d adultes", "nb adultes", vital=True),
    _c("enfants", p.whole, "nombre d enfants", "nb enfants", vital=True),
    _c("scolarises", p.whole, "enfants scolarises", "nombre d enfants scolarises", "nb scolarises", vital=True),
    _t("logement", v.SettledHousing, "statut d occupation", "type de logement"),
    _t("emploi", v.SettledJob, "situation professionnelle", "emploi du demandeur"),
    _t("conjoint_emploi", v.SettledJob, "emploi du conjoint", "emploi conjoint", "conjoint"),
)  # fmt: skip

CAMPAIGNS: tuple[Column, ...] = (
    _c("axe", p.words, "axe de communication", "action", "campagne", "nom", vital=True),
    _c("canal", p.words, "media", "support", "reseau"),
    _c("du", p.day, "debut", "date de debut", "date", vital=True),
    _c("au", p.day, "fin", "date de fin", vital=True),
    _c("depense", p.cents, "cout", "montant", "budget", "depenses", "depense en euros", vital=True),
    _c("vues", p.whole, "nombre de vues", "impressions", "vue", vital=True),
    _c("visites", p.whole, "nombre de visites", "visites du site", "visite", "clics", vital=True),
    _c("ecoutes", p.whole, "nombre d ecoutes", "ecoute", "ecoutes du podcast", vital=True),
)  # fmt: skip

TERRITORIES: tuple[Column, ...] = (
    _c("code", p.reference, "code territoire", "identifiant", vital=True),
    _c("nom", p.words, "libelle", "territoire", "collectivite", vital=True),
    _t("type", v.TerritoryKind, "nature", "forme juridique", vital=True),
    _c("departement", p.words, "dep", "code departement"),
    _c("communes", p.items, "codes insee", "siren", "perimetre", "communes insee"),
    _c("actif", p.yes_no, "active", "en service", vital=True),
    _c("conservation_mois", p.retention, "conservation", "duree de conservation", vital=True),
)  # fmt: skip

OFFICERS: tuple[Column, ...] = (
    _c("nom", p.words, "agent", "nom complet", "charge d accueil", "nom prenom", vital=True),
    _c("email", p.email, "e mail", "mail", "courriel", "adresse e mail"),
    _c("telephone", p.sheet_phone, "tel", "portable"),
    _c("territoire", p.words, "code territoire", "collectivite"),
)

OCCUPATIONS: tuple[Column, ...] = (
    _c("code_ogr", p.whole, "ogr", "code ogr appellation", vital=True),
    _c("libelle_appellation_long", p.words, "libelle appellation", "appellation", "libelle long"),
    _c("libelle_appellation_court", p.words, "libelle court"),
    _c("code_rome", p.words, "rome"),
    _c("code_rome_cible", p.words, "rome cible", "code rome de la cible"),
    _c("numero_ordre", p.whole, "ordre", "rang", "numero d ordre", vital=True),
)
"""Both official files of the ROME: titles, and moves from one occupation to another."""


def themes(text: str) -> str | p.Mended:
    """What a contact person helps with: codes kept with `|`; those that are unknown are said."""
    known, unknown = [], []
    for part in p.items(text).split("|"):
        try:
            known.append(p.term(v.ResourceTheme)(part))
        except p.Unreadable:
            unknown.append(part)
    codes = "|".join(dict.fromkeys(known))
    remedy = "Valeurs possibles : " + ", ".join(theme.value for theme in v.ResourceTheme) + "."
    if not known:
        raise p.Unreadable("valeur inconnue", remedy)
    return p.Mended(codes, f"thème inconnu : {unknown[0]}", remedy) if unknown else codes


RESOURCES: tuple[Column, ...] = (
    _c("nom", p.words, "nom complet", "personne", "personne ressource", "nom prenom", "prenom nom", vital=True),
    _c("fonction", p.words, "poste", "role", "qualite"),
    _c("structure", p.words, "organisme", "association", "mairie", "entreprise"),
    _c("email", p.email, "e mail", "mail", "courriel", "adresse e mail"),
    _c("telephone", p.sheet_phone, "tel", "portable"),
    _c("commune", p.words, "ville", "lieu"),
    _c("code_postal", p.postal_code, "cp"),
    _c("territoire", p.words, "code territoire", "collectivite"),
    _c("themes", themes, "theme", "thematiques", "aide sur", "domaines"),
    _c("capacite", p.whole, "nombre de foyers", "foyers a la fois", "nb foyers"),
    _c("note", p.prose, "notes", "remarques", "commentaire", "commentaires"),
)  # fmt: skip


def source_code(text: str) -> str:
    """Where an offer comes from, as a code: « France Travail » is `france-travail`."""
    return "-".join(fold(text).split())


OFFERS: tuple[Column, ...] = (
    _c("reference_externe", p.reference, "reference", "ref", "id", "identifiant", "numero", "reference de l offre", "numero de l offre", "numero d offre", "id offre"),
    _c("source", source_code, "origine", "origine de l offre", "source de l offre", "provenance"),
    _t("type", v.OfferKind, "type d offre", "categorie", "nature", vital=True),
    _c("titre", p.words, "intitule", "intitule du poste", "intitule de l offre", "intitule de l annonce", "titre de l offre", "titre de l annonce", "titre du poste", "libelle", "poste", "nom", "title", vital=True),
    _c("description", p.prose, "descriptif", "details", "texte"),
    _c("structure", p.words, "entreprise", "employeur", "organisme", "etablissement", "annonceur", "agence"),
    _c("commune", p.words, "ville", "lieu", "localite"),
    _c("code_insee", p.reference, "insee", "code commune"),
    _c("code_postal", p.postal_code, "cp"),
    _c("latitude", p.degrees, "lat"),
    _c("longitude", p.degrees, "lon", "lng"),
    _c("metier", p.words, "profession", "appellation"),
    _c("code_rome", p.words, "rome"),
    _t("contrat", v.ContractKind, "type de contrat"),
    _t("temps", v.WorkingTime, "temps de travail", "duree du travail"),
    _c("salaire_min", pay_range, "salaire", "salaire minimum", "salaire brut annuel"),
    _c("salaire_max", p.pay, "salaire maximum"),
    _t("teletravail", v.Telework, "tele travail", "remote"),
    _c("postes", p.whole, "nombre de postes", "nb postes", "nombre de poste s", "poste s", "postes a pourvoir"),
    _t("transaction", v.Transaction, "location ou vente", "type de transaction"),
    _t("type_logement", v.HousingKind, "type de logement", "type de bien"),
    _c("pieces", p.whole, "nombre de pieces", "nb pieces"),
    _c("surface", p.amount, "surface m2", "superficie"),
    _c("loyer", p.amount, "loyer mensuel", "loyer hors charges"),
    _c("charges", p.amount, "charges mensuelles"),
    _c("prix", p.amount, "prix de vente", "montant"),
    _c("jardin", p.yes_no, "avec jardin", "exterieur"),
    _c("disponible_le", p.day, "disponibilite", "date de disponibilite", "libre le"),
    _c("niveaux", p.items, "niveau", "niveaux scolaires", "classes"),
    _c("age_min", p.whole, "age minimum"),
    _c("age_max", p.whole, "age maximum"),
    _c("themes", p.items, "theme", "mots cles", "thematiques", "activites"),
    _c("places", p.whole, "nombre de places", "nb places", "capacite", "places disponibles", "places restantes", "nombre de places disponibles", "nombre de places restantes"),
    _c("publiee_le", p.day, "date de publication", "publication", "publie le", "date de creation"),
    _c("verifiee_le", p.day, "date de verification", "verifie le"),
    _c("expire_le", p.day, "date d expiration", "date limite", "fin de validite"),
    _c("url", p.words, "lien", "site", "adresse web"),
    _c("contact", p.words, "personne a contacter", "contact"),
)  # fmt: skip
