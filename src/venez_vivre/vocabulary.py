"""The field's terms: the French word that is typed and stored, its label, its usual spellings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self


class _Family(type):
    """A family of terms, which are its members in their order, as those of an enumeration are."""

    __members__: dict[str, Any]
    _known: dict[str, Any]

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> Any:
        said = {key: space.pop(key) for key in [k for k in space if k.isupper()]}
        family: Any = super().__new__(cls, name, bases, space)
        family.__members__ = {key: family.__new__(family, *values) for key, values in said.items()}
        for key, term in family.__members__.items():
            term.name, term.value = key, term._value_
            setattr(family, key, term)
        family._known = {str(t): t for t in family}  # noqa: SLF001  its own
        return family

    def __call__(cls, value: str) -> Any:
        if value not in cls._known:
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        return cls._known[value]

    def __iter__(cls) -> Iterator[Any]:
        return iter(cls.__members__.values())

    def __contains__(cls, value: object) -> bool:
        return value in cls._known

    def __len__(cls) -> int:
        return len(cls.__members__)

    def __bool__(cls) -> bool:
        return True

    def __getitem__(cls, name: str) -> Any:
        return cls.__members__[name]


if TYPE_CHECKING:
    from enum import Enum as _Coded
else:
    # 230 terms: 1 ms of every command, and 8 ms as members of `enum`, which weighs each of them
    # against its bases. For mypy they are its members.
    class _Coded(metaclass=_Family):
        """What has a family."""


class Term(str, _Coded):  # noqa: SLOT000  its families bring a dictionary each
    """One coded value: the text that is stored, the label that is shown, spellings understood."""

    label: str
    spellings: tuple[str, ...]

    def __new__(cls, value: str, label: str, *spellings: str) -> Self:
        """Make a term of its value, its label and its spellings."""
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        term.spellings = spellings
        return term

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}.{self.name}: {self.value!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        """Itself, in another process too."""
        return type(self), (self.value,)


class Stage(Term):
    """How far a household has come; derived from dated facts, never typed."""

    REGISTERED = "inscrit", "inscrit", "inscrits"
    ACCOMPANIED = "accompagne", "accompagné", "accompagnes"
    SETTLED = "installe", "installé", "installes"


class CaseStatus(Term):
    """Whether the file is being worked on."""

    ACTIVE = "actif", "actif", "ouvert", "en cours"
    DORMANT = "en_veille", "en veille", "veille"
    CLOSED = "abandon", "abandon", "clos", "abandonne"


class Identity(Term):
    """What two sign-ups are to each other."""

    SAME = "meme_personne", "même personne", "meme"
    HOUSEHOLD = "meme_foyer", "même foyer", "foyer"
    OTHER = "sans_lien", "sans lien", "autre"


class Role(Term):
    """The place of a person in the household."""

    REGISTRANT = "inscrit", "inscrit(e)"
    PARTNER = "conjoint", "conjoint(e)", "conjointe"
    CHILD = "enfant", "enfant"
    OTHER_ADULT = "autre_adulte", "autre adulte"


class Channel(Term):
    """How people heard of the scheme."""

    WEBSITE = (
        "site",
        "Site internet",
        "site web",
        "internet",
        "google",
        "moteur de recherche",
        "web",
    )
    LINKEDIN = "linkedin", "LinkedIn", "linked in"
    INSTAGRAM = "instagram", "Instagram", "insta"
    FACEBOOK = "facebook", "Facebook", "fb", "meta"
    PODCAST = "podcast", "Podcast", "le podcast", "podcasts"
    FAIR = "salon", "Salon", "salon ou evenement", "evenement", "forum", "foire"
    WORD_OF_MOUTH = (
        "bouche_a_oreille", "Bouche à oreille", "bouche a oreille", "ami", "amis", "famille", "proche",
    )  # fmt: skip
    PRESS = "presse", "Presse", "journal", "radio", "television", "tv", "presse radio tv"
    EMPLOYER = "employeur", "Employeur", "mon employeur", "entreprise", "recruteur"
    OTHER = "autre", "Autre", "autres"


class Horizon(Term):
    """When the household would like to move."""

    UNDER_3_MONTHS = (
        "moins_3_mois", "moins de 3 mois", "moins de 3 mois", "des que possible", "immediat",
        "0 3 mois", "urgent",
    )  # fmt: skip
    MONTHS_3_TO_6 = "3_6_mois", "3 à 6 mois", "3 a 6 mois", "de 3 a 6 mois", "entre 3 et 6 mois"
    MONTHS_6_TO_12 = (
        "6_12_mois",
        "6 à 12 mois",
        "6 a 12 mois",
        "de 6 a 12 mois",
        "entre 6 et 12 mois",
    )
    OVER_12_MONTHS = (
        "plus_12_mois",
        "plus de 12 mois",
        "plus d un an",
        "plus de 1 an",
        "12 mois et plus",
    )
    UNDEFINED = (
        "indefini",
        "indéfini",
        "ne sait pas",
        "je ne sais pas",
        "sans echeance",
        "pas defini",
    )


class Employment(Term):
    """What someone does for a living today."""

    EMPLOYEE = "salarie", "salarié(e)", "salariee", "salarie du prive", "employe", "cdi"
    CIVIL_SERVANT = "fonctionnaire", "fonctionnaire", "agent public", "fonction publique"
    SELF_EMPLOYED = (
        "independant",
        "indépendant(e)",
        "independante",
        "auto entrepreneur",
        "freelance",
        "liberal",
    )
    JOB_SEEKER = (
        "demandeur_emploi",
        "en recherche d’emploi",
        "demandeur d emploi",
        "chomage",
        "sans emploi",
        "en recherche d emploi",
    )
    STUDENT = "etudiant", "étudiant(e)", "etudiante", "en formation", "apprenti"
    RETIRED = "retraite", "retraité(e)", "retraitee", "pension"
    OTHER = "autre", "autre", "sans activite", "parent au foyer"


class ContractKind(Term):
    """The contract someone looks for, or an offer proposes."""

    PERMANENT = "cdi", "CDI", "contrat a duree indeterminee"
    FIXED_TERM = "cdd", "CDD", "contrat a duree determinee"
    AGENCY = "interim", "intérim", "mis", "mission interimaire"
    SEASONAL = "saisonnier", "saisonnier", "sai"
    APPRENTICESHIP = "alternance", "alternance", "apprentissage", "contrat pro"
    CIVIL_SERVICE = "fonction_publique", "fonction publique", "titulaire", "concours"
    SELF_EMPLOYED = "independant", "indépendant", "liberal", "lib", "freelance", "fra"
    ANY = "indifferent", "indifférent", "peu importe", "tous", "indifferente"


class Telework(Term):
    """How much of the work is done from home."""

    NONE = "non", "non", "aucun", "jamais", "0"
    PARTIAL = "partiel", "partiel", "hybride", "en partie", "quelques jours", "oui partiel"
    FULL = "total", "total", "complet", "100", "full remote", "a 100", "oui total"
    YES = "oui", "oui", "possible"


class HousingWish(Term):
    """To rent or to buy."""

    RENT = "location", "location", "louer", "locataire", "a louer"
    BUY = "achat", "achat", "acheter", "acquisition", "proprietaire", "accession"
    EITHER = "les_deux", "location ou achat", "les deux", "indifferent", "location achat"


class HousingKind(Term):
    """The sort of home."""

    HOUSE = "maison", "maison", "villa", "pavillon"
    FLAT = "appartement", "appartement", "appart", "studio"
    FARMHOUSE = "corps_de_ferme", "corps de ferme", "ferme"
    LAND = "terrain", "terrain", "terrain a batir"
    ANY = "indifferent", "indifférent", "peu importe", "maison ou appartement", "autre"


class ContactChannel(Term):
    """The means of an exchange."""

    PHONE = "telephone", "téléphone", "tel", "appel", "appel telephonique", "tph"
    EMAIL = "email", "e-mail", "mail", "courriel", "e mail", "mel"
    SMS = "sms", "SMS", "texto"
    VIDEO = "visio", "visio", "visioconference", "teams", "zoom"
    APPOINTMENT = "rendez_vous", "rendez-vous", "rendez vous", "rdv", "entretien"
    VISIT = "visite", "visite", "sejour", "immersion", "visite de territoire"
    EVENT = "evenement", "événement", "salon", "atelier", "week end"


MEETING_CHANNELS = (ContactChannel.APPOINTMENT, ContactChannel.VIDEO, ContactChannel.VISIT)
"""Exchanges that people agree on beforehand: they are held, or missed."""


class Direction(Term):
    """Who made the first move of an exchange."""

    OUTGOING = "sortant", "sortant", "sortante", "emis"
    INCOMING = "entrant", "entrant", "entrante", "recu"


class Result(Term):
    """What came of an exchange."""

    REACHED = "joint", "joint", "jointe", "joints", "ok", "repondu", "a repondu"
    MESSAGE = "message", "message laissé", "message laisse", "repondeur", "messagerie", "msg"
    NO_ANSWER = (
        "sans_reponse",
        "sans réponse",
        "sans reponse",
        "pas de reponse",
        "ne repond pas",
        "nrp",
    )
    HELD = "honore", "honoré", "honoree", "tenu", "effectue", "realise", "venu", "present"
    MISSED = "absent", "absent", "absente", "non honore", "no show", "lapin"


REACHING_RESULTS = (Result.REACHED, Result.HELD)
"""Results after which the household counts as accompanied."""


class FollowUpKind(Term):
    """What is due: something to do, or a moment that was agreed on."""

    ACTION = "action", "à faire", "relance", "tache"
    APPOINTMENT = "rendez_vous", "rendez-vous", "rendez vous", "rdv"


class Origin(Term):
    """Where a follow-up comes from."""

    CONTACT = "contact", "suite d’un échange"
    RULE = "regle", "règle"
    HAND = "main", "à la main"


class Ending(Term):
    """How a follow-up was closed."""

    DONE = "faite", "faite", "fait"
    POSTPONED = "reportee", "reportée", "report", "reporte"
    MISSED = "manquee", "manquée", "manque", "absent"
    CANCELLED = "annulee", "annulée", "annule", "sans objet"


class IntroductionState(Term):
    """Where an introduction stands."""

    PENDING = "en_attente", "en attente", "attente", "envoyee"
    ANSWERED = "repondue", "répondue", "reponse", "en cours"
    SUCCEEDED = "reussie", "réussie", "reussi", "aboutie", "abouti"
    REFUSED = "refusee", "refusée", "refus", "refuse"
    DROPPED = "abandonnee", "sans suite", "abandon", "sans suite"


class Party(Term):
    """Who said no to an introduction."""

    HOUSEHOLD = "foyer", "le foyer", "candidat", "famille"
    OFFERER = "offreur", "l’offreur", "employeur", "bailleur", "structure"


class RefusalReason(Term):
    """Why an introduction led nowhere."""

    PAY = "salaire", "salaire", "remuneration", "paie"
    TOO_FAR = "trop_loin", "trop loin", "distance", "eloignement"
    HOURS = "horaires", "horaires ou contrat", "contrat", "temps de travail"
    UNSUITABLE = "inadapte", "ne convient pas", "inadaptee", "trop petit", "logement inadapte"
    PRICE = "prix", "prix ou loyer", "loyer", "trop cher"
    CHANGED_MIND = "projet_change", "projet changé", "projet change", "renonce"
    PROFILE = "profil", "profil non retenu", "experience", "diplome", "non retenu"
    FILLED = "deja_pourvue", "déjà pourvue", "pourvue", "deja pourvu", "loue", "vendu", "complet"
    GUARANTEES = "garanties", "garanties du dossier", "garant", "dossier refuse", "revenus"
    WITHDRAWN = "offre_retiree", "offre retirée", "retiree", "annulee"
    SILENCE = "sans_reponse", "sans réponse", "sans reponse", "nrp"
    OTHER = "autre", "autre"


class ResourceTheme(Term):
    """What a local contact person helps with."""

    JOB = "emploi", "emploi", "travail", "recrutement"
    HOME = "logement", "logement", "habitat", "immobilier"
    SCHOOL = "ecole", "école", "scolarite", "inscription scolaire"
    CHILDCARE = "garde", "garde d’enfants", "creche", "petite enfance"
    HEALTH = "sante", "santé", "medecin"
    CULTURE = "culture", "culture", "spectacle"
    CLUBS = "association", "associations et sport", "sport", "benevolat", "associations"
    TAKEOVER = "reprise", "création, reprise", "creation", "entreprise"
    MOBILITY = "mobilite", "mobilité", "transport", "transports"
    PAPERS = "demarches", "démarches", "administratif", "mairie"
    LIFE = "vie_locale", "vie locale", "parrainage", "accueil", "voisinage"


class VisitKind(Term):
    """One household comes to see, or several together."""

    STAY = "sejour", "séjour", "immersion", "individuel"
    GROUP = "groupe", "week-end de groupe", "week end", "weekend", "collectif"


class GuestState(Term):
    """Where the invitation of a household to a visit stands."""

    INVITED = "invite", "invité", "invitee", "invitation"
    CONFIRMED = "confirme", "confirmé", "confirmee", "inscrit"
    DECLINED = "decline", "décliné", "declinee", "refus", "annule"
    CAME = "venu", "venu", "venue", "venus", "present"
    MISSED = "absent", "absent", "absente", "no show", "pas venu"


class DayKind(Term):
    """What a line of the day is about."""

    APPOINTMENT = "rendez_vous", "rendez-vous"
    VISIT = "visite", "visite"
    REMINDER = "rappel_rendez_vous", "rendez-vous à confirmer"
    REPLY = "reponse", "message reçu"
    FOLLOW_UP = "relance", "relance"
    FIRST_CONTACT = "premier_contact", "premier appel"
    NEW_ATTEMPT = "nouvelle_tentative", "nouvel essai"
    SILENCE = "silence", "foyer silencieux"
    DEBRIEF = "bilan_visite", "visite à débriefer"
    ARRIVAL = "suivi_installation", "appel après l’arrivée"
    INTRODUCTION = "mise_en_relation", "mise en relation sans réponse"
    OFFER = "offre_a_verifier", "offre à vérifier"
    UNREACHABLE = "a_clore", "dossier à clore"
    WAKE_UP = "reveil", "dossier à réveiller"


class CloseReason(Term):
    """Why a household gave up."""

    REGISTRANT_JOB = "emploi_demandeur", "emploi du demandeur"
    PARTNER_JOB = "emploi_conjoint", "emploi du conjoint"
    NO_HOME = "logement_introuvable", "logement introuvable"
    MONEY = "prix_financement", "prix ou financement"
    SCHOOL = "scolarite_garde", "scolarité ou garde"
    HEALTH = "sante_medecin", "santé, médecin"
    MOBILITY = "mobilite_transport", "mobilité, transport"
    SOCIAL_LIFE = "vie_sociale_culturelle", "vie sociale et culturelle"
    FAMILY_FAR = "eloignement_famille", "éloignement de la famille"
    FAMILY_EVENT = "evenement_familial", "événement familial"
    POSTPONED = "projet_reporte", "projet reporté"
    OTHER_TERRITORY = "autre_territoire", "autre territoire"
    UNREALISTIC = "projet_irrealiste", "projet irréaliste"
    UNREACHABLE = "injoignable", "injoignable"
    OTHER = "autre", "autre"


class Staying(Term):
    """The answer to a call after arrival."""

    STAYED = "reste", "resté", "restes", "toujours la", "oui"
    LEFT = "reparti", "reparti", "repartis", "parti", "non"
    NO_ANSWER = "sans_reponse", "sans réponse", "sans reponse", "nrp"


FOLLOW_UP_MONTHS = (1, 3, 6, 12)
"""Months after the settlement at which the household is called, unless a base says otherwise."""


class SettledHousing(Term):
    """How a settled household lives."""

    TENANT = "location", "locataire", "louer", "locatif", "location privee"
    SOCIAL = "location_sociale", "locataire social", "hlm", "logement social"
    OWNER = "achat", "propriétaire", "acheter", "accession", "proprietaire"
    HOSTED = "heberge", "hébergé", "hebergement", "temporaire", "chez des proches"
    OTHER = "autre", "autre"


class SettledJob(Term):
    """Where the adult's work stood on arrival."""

    FOUND = "trouve", "emploi trouvé", "oui", "cdi", "cdd", "embauche"
    TRANSFERRED = "mutation", "mutation", "mute"
    REMOTE = "teletravail", "télétravail", "a distance"
    BUSINESS = "creation_reprise", "création ou reprise", "creation", "reprise", "independant"
    SEEKING = "recherche", "en recherche", "non", "sans emploi", "en cours"
    NOT_CONCERNED = "sans_objet", "sans objet", "retraite", "sans"


class TerritoryKind(Term):
    """The legal form of a territory."""

    COMMUNITY = "CC", "communauté de communes", "communaute de communes"
    AGGLOMERATION = "CA", "communauté d’agglomération", "communaute d agglomeration"
    URBAN = "CU", "communauté urbaine", "communaute urbaine"
    METROPOLIS = "METRO", "métropole", "metropole", "metro"
    DEPARTMENT = "DEPT", "département", "departement", "dep"


class OfferKind(Term):
    """What an offer offers."""

    JOB = "emploi", "emploi", "emplois", "offre d emploi", "job", "poste"
    HOME = "logement", "logement", "logements", "habitat"
    CULTURE = "culture", "culture", "spectacle", "sortie"
    ASSOCIATION = "association", "association", "asso", "club", "sport"
    SCHOOL = "ecole", "école", "ecoles", "etablissement scolaire"
    CHILDCARE = "garde", "garde d’enfants", "creche", "garde d enfants", "assistante maternelle"
    HEALTH = "sante", "santé", "medecin"
    TAKEOVER = "reprise", "reprise d’entreprise", "cession", "reprise d entreprise"


class Transaction(Term):
    """What a home is offered for."""

    RENT = "location", "location", "louer", "a louer"
    SALE = "vente", "vente", "achat", "a vendre"


class OfferTie(Term):
    """What two offers that look alike are to each other."""

    SAME = "meme_offre", "une seule offre", "meme"
    OTHER = "distinctes", "deux offres distinctes", "differentes"


class WorkingTime(Term):
    """Full time or part time."""

    FULL = "temps_plein", "temps plein", "plein", "complet", "35h", "temps complet"
    PART = "temps_partiel", "temps partiel", "partiel", "mi temps"


class Indicator(Term):
    """What a target counts; the unit stands in the label."""

    REGISTERED_PEOPLE = "personnes_inscrites", "personnes inscrites", "inscrits", "inscriptions"
    REGISTERED_HOUSEHOLDS = "foyers_inscrits", "foyers inscrits"
    ACCOMPANIED_PEOPLE = "personnes_accompagnees", "personnes accompagnées", "accompagnes"
    ACCOMPANIED_HOUSEHOLDS = "foyers_accompagnes", "foyers accompagnés"
    SETTLED_PEOPLE = (
        "personnes_installees",
        "personnes installées",
        "installes",
        "nouveaux habitants",
    )
    SETTLED_HOUSEHOLDS = "foyers_installes", "foyers installés", "installations"


class OperationKind(Term):
    """What an entry of the journal did."""

    COMMAND = "commande", "commande"
    UNDO = "annulation", "annulation"
    REDO = "retablissement", "rétablissement"
    ERASURE = "effacement", "effacement"


YES = frozenset(
    {"oui", "o", "yes", "y", "vrai", "true", "1", "x", "ok", "accord", "j accepte", "accepte"}
)
NO = frozenset({"non", "n", "no", "faux", "false", "0", "refus", "je refuse", "refuse"})


class Right(Term):
    """What somebody asks for about their own data."""

    ACCESS = "acces", "accès", "copie", "droit d acces"
    RECTIFICATION = "rectification", "rectification", "correction", "rectifier"
    RESTRICTION = "limitation", "limitation", "gel", "limiter"
    OBJECTION = "opposition", "opposition", "opposer"
    ERASURE = "effacement", "effacement", "suppression", "effacer", "oubli"
    INFORMATION = "information", "information", "renseignement", "question"


class RequestOutcome(Term):
    """How a request about one's data was answered."""

    GRANTED = "satisfaite", "satisfaite", "accordee", "faite"
    PARTLY = "partielle", "satisfaite en partie", "en partie"
    REFUSED = "refusee", "refusée", "refus"
    NOTHING_HELD = "sans_objet", "sans objet : aucune donnée", "aucune donnee", "rien"


class ProofKind(Term):
    """What a proof is about."""

    INFORMATION = "information", "information donnée", "informe"
    AGREEMENT = "accord", "accord", "consentement"
    WITHDRAWAL = "retrait", "accord retiré", "retire"


class Extra(Term):
    """What is done only with somebody’s agreement."""

    NEWSLETTER = "newsletter", "lettre d’information", "lettre", "infolettre"
    RESUME = "cv", "envoi du CV à un employeur", "curriculum"


class BreachNature(Term):
    """What happened to personal data."""

    CONFIDENTIALITY = "confidentialite", "confidentialité : données vues ou prises", "fuite", "vol"
    INTEGRITY = "integrite", "intégrité : données modifiées", "alteration"
    AVAILABILITY = "disponibilite", "disponibilité : données perdues", "perte"


class Risk(Term):
    """What a breach may do to the people whose data it touched."""

    NONE = "aucun", "aucun risque", "nul"
    SOME = "risque", "un risque", "oui", "possible"
    HIGH = "eleve", "un risque élevé", "haut", "fort", "grave"
