"""The columns that imports understand, one line each, and how headings are matched to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from venez_vivre import vocabulary as v
from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake import parsing as p
from venez_vivre.texts import fold, listed


@dataclass(frozen=True)
class Column:
    """One field of a file: its name in the contract, how a cell is read, the headings it answers to.

    `vital` says that a line whose cell cannot be read is rejected; otherwise the cell is left out
    with a warning. Headings are compared folded: no case, accents or punctuation.
    """

    field: str
    parse: p.Parser
    headings: tuple[str, ...] = ()
    vital: bool = False


def _c(field: str, parse: p.Parser, *headings: str, vital: bool = False) -> Column:
    return Column(field, parse, headings, vital)


SIGNUPS: tuple[Column, ...] = (
    _c("reference_externe", p.words, "reference", "ref", "id", "identifiant", "numero de dossier", "submission id", "respondent id", "id de reponse", "identifiant de la reponse", "identifiant de reponse", "numero", "external id"),
    _c("date_inscription", p.day, "date", "horodateur", "horodatage", "timestamp", "heure de debut", "heure de fin", "submit date utc", "submitted at", "date de soumission", "depose le", "date d inscription", "inscrit le", "inscription", "cree le", "created at", "date de creation", "date de depot", vital=True),
    _c("prenom", p.name, "prenoms", "firstname", "first name", "votre prenom", "quel est votre prenom", "prenom du demandeur", "given name"),
    _c("nom", p.name, "nom de famille", "lastname", "last name", "votre nom", "surname", "nom d usage", "quel est votre nom", "nom du demandeur", "name", "family name", "nom de naissance"),
    _c("email", p.email, "e mail", "mail", "courriel", "adresse e mail", "adresse email", "adresse mail", "adresse de messagerie", "adresse electronique", "votre e mail", "votre email", "votre adresse e mail", "email address", "mel", "quelle est votre adresse e mail"),
    _c("telephone", p.sheet_phone, "tel", "telephone portable", "portable", "mobile", "numero de telephone", "n de telephone", "n telephone", "sms", "phone", "phone number", "votre telephone", "votre numero de telephone", "tel portable", "gsm", "whatsapp"),
    _c("annee_naissance", p.year, "annee de naissance", "date de naissance", "ne en", "naissance", "ne le", "votre annee de naissance", "birth year", "birthdate"),
    _c("code_postal", p.postal_code, "cp", "code postal actuel", "votre code postal", "zip", "zip code", "postal code", "code postal de residence"),
    _c("commune", p.words, "ville", "commune actuelle", "ville actuelle", "commune de residence", "ville de residence", "city", "lieu de residence", "ou habitez vous", "ou habitez vous actuellement", "localite"),
    _c("pays", p.words, "country", "pays de residence", "pays actuel"),
    _c("canal", p.term(v.Channel), "comment avez vous connu le dispositif", "comment nous avez vous connus", "comment avez vous connu venez vivre", "source", "provenance", "origine", "comment avez vous entendu parler du dispositif", "canal d acquisition"),
    _c("campagne", p.words, "utm campaign", "campaign", "code campagne"),
    _c("territoires_souhaites", p.items, "territoire", "territoires", "territoire souhaite", "territoires envisages", "quel territoire vous attire", "quels territoires vous attirent", "dans quel territoire souhaitez vous vivre", "territoire vise"),
    _c("communes_souhaitees", p.items, "commune souhaitee", "villes souhaitees", "ville souhaitee", "communes envisagees", "ou souhaitez vous vivre", "lieu souhaite", "destination"),
    _c("distance_max_km", p.amount, "distance max", "distance maximale", "distance maximale km", "mobilite km", "rayon km", "rayon", "distance domicile travail max"),
    _c("horizon", p.term(v.Horizon), "delai", "echeance", "quand souhaitez vous vous installer", "echeance du projet", "horizon du projet", "horizon d installation", "dans quel delai"),
    _c("date_souhaitee", p.day, "date d installation souhaitee", "date souhaitee d installation", "date de demenagement souhaitee", "date d emmenagement"),
    _c("adultes", p.whole, "nombre d adultes", "nb adultes", "adultes dans le foyer", "combien d adultes"),
    _c("enfants", p.whole, "nombre d enfants", "nb enfants", "enfants dans le foyer", "combien d enfants", "enfants a charge"),
    _c("naissances_enfants", p.items, "annees de naissance des enfants", "naissance des enfants", "dates de naissance des enfants", "annee de naissance des enfants", "age des enfants"),
    _c("metier", p.words, "metier recherche", "profession", "emploi", "poste", "votre metier", "quel est votre metier", "metier actuel", "emploi recherche", "fonction", "activite professionnelle", "job"),
    _c("statut_professionnel", p.term(v.Employment), "statut", "situation professionnelle", "votre situation professionnelle", "situation"),
    _c("contrat", p.term(v.ContractKind), "type de contrat", "contrat recherche", "contrat souhaite"),
    _c("teletravail", p.term(v.Telework), "tele travail", "teletravail possible", "teletravail souhaite", "remote"),
    _c("salaire_min", p.amount, "salaire minimum", "salaire souhaite", "pretentions salariales", "salaire annuel brut minimum", "salaire min"),
    _c("prenom_conjoint", p.name, "prenom du conjoint", "prenom de votre conjoint", "prenom du conjoint e", "conjoint prenom"),
    _c("nom_conjoint", p.name, "nom du conjoint", "nom de votre conjoint", "nom du conjoint e", "conjoint nom"),
    _c("email_conjoint", p.email, "email du conjoint", "e mail du conjoint", "mail du conjoint", "adresse e mail du conjoint", "courriel du conjoint", "conjoint email"),
    _c("telephone_conjoint", p.sheet_phone, "telephone du conjoint", "tel du conjoint", "portable du conjoint", "conjoint telephone"),
    _c("metier_conjoint", p.words, "metier du conjoint", "profession du conjoint", "emploi du conjoint", "metier recherche par le conjoint", "conjoint metier"),
    _c("projet", p.prose, "votre projet", "decrivez votre projet", "description du projet", "projet de vie", "parlez nous de votre projet"),
    _c("logement", p.term(v.HousingWish), "location ou achat", "logement recherche", "souhaitez vous louer ou acheter", "statut d occupation souhaite"),
    _c("type_logement", p.term(v.HousingKind), "type de logement", "type de bien", "maison ou appartement", "type de logement recherche"),
    _c("pieces_min", p.whole, "nombre de pieces", "nombre de pieces minimum", "pieces", "nb pieces", "pieces minimum"),
    _c("surface_min", p.amount, "surface", "surface minimum", "surface minimale", "surface m2"),
    _c("loyer_max", p.amount, "loyer", "loyer maximum", "budget loyer", "budget location", "loyer max", "loyer maximal"),
    _c("budget_achat", p.amount, "budget", "budget d achat", "budget acquisition", "budget maximum"),
    _c("jardin", p.yes_no, "avec jardin", "jardin souhaite", "souhaitez vous un jardin"),
    _c("interets", p.items, "centres d interet", "loisirs", "vos centres d interet", "activites", "sports et loisirs", "vos loisirs"),
    _c("motivations", p.items, "vos motivations", "pourquoi la region", "raisons", "qu est ce qui vous motive", "pourquoi venir en bourgogne franche comte"),
    _c("message", p.prose, "commentaire", "commentaires", "remarques", "votre message", "un message", "precisions", "informations complementaires"),
    _c("consentement", p.yes_no, "consentement rgpd", "rgpd", "j accepte", "accord", "j accepte d etre contacte", "j accepte d etre recontacte", "newsletter", "acceptez vous d etre contacte"),
)  # fmt: skip

CONTACTS: tuple[Column, ...] = (
    _c("foyer", p.words, "reference", "reference du foyer", "email", "e mail", "adresse e mail", "dossier", vital=True),
    _c("date", p.day, "date du contact", "le", "jour", "date de l echange", vital=True),
    _c("canal", p.term(v.ContactChannel), "moyen", "type", "type de contact", "mode", vital=True),
    _c("sens", p.term(v.Direction), "direction", "entrant sortant"),
    _c("resultat", p.term(v.Result), "issue", "statut", "suite donnee", vital=True),
    _c("resume", p.prose, "note", "notes", "compte rendu", "commentaire", "commentaires", "objet"),
    _c("suite", p.words, "action", "prochaine action", "a faire", "suite a donner"),
    _c("echeance", p.day, "date de relance", "a faire le", "relance le", "date echeance"),
    _c("agent", p.words, "charge d accueil", "charge e d accueil", "conseiller", "qui", "referent"),
)  # fmt: skip

SETTLEMENTS: tuple[Column, ...] = (
    _c("foyer", p.words, "reference", "reference du foyer", "email", "e mail", "adresse e mail", "dossier", vital=True),
    _c("date", p.day, "date d installation", "installe le", "le", "arrivee", "date d arrivee", "date d emmenagement", vital=True),
    _c("commune", p.words, "ville", "commune d installation", vital=True),
    _c("adultes", p.whole, "nombre d adultes", "nb adultes", vital=True),
    _c("enfants", p.whole, "nombre d enfants", "nb enfants", vital=True),
    _c("scolarises", p.whole, "enfants scolarises", "nombre d enfants scolarises", "nb scolarises", vital=True),
    _c("logement", p.term(v.SettledHousing), "statut d occupation", "type de logement"),
    _c("emploi", p.term(v.SettledJob), "situation professionnelle", "emploi du demandeur"),
    _c("conjoint_emploi", p.term(v.SettledJob), "emploi du conjoint", "emploi conjoint", "conjoint"),
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
    _c("code", p.words, "code territoire", "identifiant", vital=True),
    _c("nom", p.words, "libelle", "territoire", "collectivite", vital=True),
    _c("type", p.term(v.TerritoryKind), "nature", "forme juridique", vital=True),
    _c("departement", p.words, "dep", "code departement"),
    _c("communes", p.items, "codes insee", "siren", "perimetre", "communes insee"),
    _c("actif", p.yes_no, "active", "en service", vital=True),
)  # fmt: skip

OFFICERS: tuple[Column, ...] = (
    _c("nom", p.words, "agent", "nom complet", "charge d accueil", "nom prenom", vital=True),
    _c("email", p.email, "e mail", "mail", "courriel", "adresse e mail"),
    _c("telephone", p.sheet_phone, "tel", "portable"),
    _c("territoire", p.words, "code territoire", "collectivite"),
)

OFFERS: tuple[Column, ...] = (
    _c("reference_externe", p.words, "reference", "ref", "id", "identifiant", "numero"),
    _c("type", p.term(v.OfferKind), "type d offre", "categorie", "nature", vital=True),
    _c("titre", p.words, "intitule", "libelle", "nom", "title", vital=True),
    _c("description", p.prose, "descriptif", "details", "texte"),
    _c("structure", p.words, "entreprise", "employeur", "organisme", "etablissement", "annonceur", "agence"),
    _c("commune", p.words, "ville", "lieu", "localite"),
    _c("code_insee", p.words, "insee", "code commune"),
    _c("code_postal", p.postal_code, "cp"),
    _c("latitude", p.degrees, "lat"),
    _c("longitude", p.degrees, "lon", "lng"),
    _c("metier", p.words, "profession", "appellation"),
    _c("code_rome", p.words, "rome"),
    _c("contrat", p.term(v.ContractKind), "type de contrat"),
    _c("temps", p.term(v.WorkingTime), "temps de travail", "duree du travail"),
    _c("salaire_min", p.amount, "salaire", "salaire minimum", "salaire brut annuel"),
    _c("salaire_max", p.amount, "salaire maximum"),
    _c("teletravail", p.term(v.Telework), "tele travail", "remote"),
    _c("postes", p.whole, "nombre de postes", "nb postes"),
    _c("transaction", p.term(v.Transaction), "location ou vente", "type de transaction"),
    _c("type_logement", p.term(v.HousingKind), "type de logement", "type de bien"),
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
    _c("places", p.whole, "nombre de places", "nb places", "capacite"),
    _c("publiee_le", p.day, "date de publication", "publication", "publie le", "date de creation"),
    _c("verifiee_le", p.day, "date de verification", "verifie le"),
    _c("expire_le", p.day, "date d expiration", "date limite", "fin de validite"),
    _c("url", p.words, "lien", "site", "adresse web"),
    _c("contact", p.words, "personne a contacter", "contact"),
)  # fmt: skip

IGNORED_QUIETLY = frozenset({"motif"})
"""The column that a rejects file adds."""


@dataclass(frozen=True)
class Layout:
    """Which column each cell of a row is read as; `ignored` headings answer to no field."""

    columns: tuple[Column | None, ...]
    ignored: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the file has."""
        return frozenset(column.field for column in self.columns if column)


_SUFFIX = re.compile(
    r" (?:[0-9]|obligatoire|facultatif|optionnel|en km|en euros|en m2|km|eur|m2|requis|e|s|es)$"
)


def match(
    headings: Sequence[str], table: Sequence[Column], said: Mapping[str, str] | None = None
) -> Layout:
    """Match each heading to a field: what the user said, then exact names, then usual spellings.

    Of two headings that answer to the same field, the closer one, then the first one, is taken;
    the other is ignored, and listed as such.

    Raises:
        Misuse: a heading or a field named by the user does not exist, or a field is named twice.

    """
    chosen = _said(headings, {column.field: column for column in table}, said or {})
    folded = [fold(heading) for heading in headings]
    for named in _ways(table):
        for place, heading in enumerate(folded):
            column = None if place in chosen else named(heading)
            if column is not None and column not in chosen.values():
                chosen[place] = column
    columns = tuple(chosen.get(place) for place in range(len(headings)))
    ignored = tuple(
        heading or f"(colonne {place + 1} sans nom)"
        for place, heading in enumerate(headings)
        if columns[place] is None and folded[place] not in IGNORED_QUIETLY
    )
    return Layout(columns, ignored)


def _ways(table: Sequence[Column]) -> Iterator[Callable[[str], Column | None]]:
    """How a folded heading may name a field, the surest way first."""
    exact = {fold(column.field): column for column in table}
    known = _spellings(table)
    yield exact.get
    yield known.get
    yield lambda heading: _named(heading, known)


def _spellings(table: Sequence[Column]) -> dict[str, Column]:
    """Exact names of fields win over spellings, earlier columns over later ones."""
    known = {fold(column.field): column for column in table}
    for column in table:
        for heading in column.headings:
            known.setdefault(heading, column)
    return known


def _named(folded: str, known: Mapping[str, Column]) -> Column | None:
    while folded:
        if folded in known:
            return known[folded]
        shorter = _SUFFIX.sub("", folded)
        if shorter == folded:
            break
        folded = shorter
    return None


def _said(
    headings: Sequence[str], by_field: Mapping[str, Column], said: Mapping[str, str]
) -> dict[int, Column]:
    folded = [fold(heading) for heading in headings]
    chosen: dict[int, Column] = {}
    for heading, field in said.items():
        if fold(heading) not in folded:
            raise Misuse(f"--colonne : le fichier n’a pas de colonne « {heading} ».")
        if field not in by_field:
            raise Misuse(f"--colonne : « {field} » n’est pas un champ : {', '.join(by_field)}.")
        if by_field[field] in chosen.values():
            raise Misuse(f"--colonne : deux colonnes sont données pour « {field} ».")
        chosen[folded.index(fold(heading))] = by_field[field]
    return chosen


def require(layout: Layout, needed: Sequence[Sequence[str]], file_name: str) -> None:
    """Refuse a file that lacks a field; each item of `needed` lists fields of which one is enough."""
    missing = [group for group in needed if not layout.fields.intersection(group)]
    if missing:
        names = listed([" ou ".join(group) for group in missing])
        raise Refused(
            f"{file_name} : il manque la colonne {names}. Ajoutez-la, ou dites laquelle c’est "
            f'avec --colonne "En-tête={missing[0][0]}".'
        )
