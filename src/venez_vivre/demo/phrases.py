"""French sentences of forms and notes; the names in braces are filled by the generator."""

from __future__ import annotations

_VOWELS = tuple("AEÉÈÊIÎOŒUYHaeéèêiîoœuyh")
_ARTICLES = (("Le ", "du ", "au "), ("Les ", "des ", "aux "))


def of(name: str) -> str:
    """Say « de » and a name: « de Dole », « d’Auxerre », « du Creusot », « des Rousses »."""
    for article, contracted, _ in _ARTICLES:
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d’{name}" if name.startswith(_VOWELS) else f"de {name}"


def at(name: str) -> str:
    """Say « à » and a name: « à Dole », « au Creusot », « aux Rousses »."""
    for article, _, contracted in _ARTICLES:
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"à {name}"


def fill(sentence: str, *, town: str, job: str = "", first: str = "") -> str:
    """Fill the names of a sentence in, with the contractions that French wants."""
    spoken = sentence.replace("de {town}", of(town)).replace("à {town}", at(town))
    return spoken.replace("de {job}", of(job)).format(town=town, job=job, first=first)


PROJECTS: tuple[str, ...] = (
    "Quitter la ville et retrouver de l’espace autour de {town}.",
    "Nous cherchons une maison avec jardin près de {town}.",
    "Changer de vie, si possible du côté de {town} ; nous avons déjà visité deux fois.",
    "Me rapprocher de ma famille installée vers {town}.",
    "Reprendre une petite activité et vivre à la campagne.",
    "Télétravailler trois jours par semaine depuis {town}.",
    "Acheter notre premier logement, ce qui est impossible là où nous vivons.",
    "Trouver un poste de {job} puis déménager.",
    "Offrir aux enfants une école à taille humaine.",
    "Revenir dans la région de mon enfance après dix ans ailleurs.",
    "Projet à deux : {job} pour moi, et un emploi à trouver pour mon conjoint.",
    "Ouvrir une chambre d’hôtes à moyen terme, garder un emploi salarié au début.",
    "On se renseigne, rien n’est décidé.",
    "Vivre près de la nature sans être isolés : une gare, des commerces, un lycée.",
)
MESSAGES: tuple[str, ...] = (
    "Bonjour, pouvez-vous me rappeler plutôt après 18 h ? Merci.",
    "Mon conjoint travaille dans l’industrie ; y a-t-il des offres autour de {town} ?",
    "Nous avons entendu parler de vous par des amis : « ils s’occupent vraiment de vous ».",
    'On m’a dit "contactez le chargé d’accueil" ; je le fais donc !',
    "Bonjour,\nnous serons sur place pendant les vacances.\nPeut-on se rencontrer ?",
    "Je cherche surtout un logement pour commencer ; le travail suivra.",
    "Quelles sont les écoles et les modes de garde à {town} ?",
    "Existe-t-il une aide au déménagement ?",
    "Merci pour votre podcast, il nous a donné envie.",
    "Je joue du trombone : y a-t-il une harmonie dans le coin ?",
    "Disponible à partir de l’été prochain, pas avant.",
    "Attention, mon numéro a changé.",
    "Nous voudrions louer six mois avant d’acheter ; est-ce raisonnable ?",
    "Je suis {job} et prêt(e) à passer des entretiens en visio.",
    "Notre aîné entre au collège en septembre, nous aimerions arriver avant la rentrée.",
)
SECOND_MESSAGES: tuple[str, ...] = (
    "Je m’étais déjà inscrit(e), mon projet a avancé.",
    "Nouvelle inscription : j’ai déménagé entre-temps.",
    "Je n’ai pas eu de nouvelles, je me permets de refaire la demande.",
    "Mise à jour de ma demande : l’horizon a changé.",
    "",
)
EMOJI = (" 😊", " 🌳", " 🏡")
MOTIVATIONS = (
    *("cadre de vie", "nature", "prix de l’immobilier", "famille", "projet professionnel"),
    *("rythme plus calme", "enfants", "retour aux sources", "associatif", "gastronomie"),
)
INTERESTS = (
    *("randonnée", "vélo", "jardinage", "cinéma", "théâtre", "musique", "chorale", "lecture"),
    *("rugby", "football", "judo", "natation", "escalade", "ski de fond", "photo", "danse"),
    *("cuisine", "œnologie", "bénévolat", "jeux de société", "équitation", "pêche", "couture"),
)

TRIED_NOTES: dict[tuple[str, str], tuple[str, ...]] = {
    ("telephone", "sans_reponse"): ("Pas de réponse, rappeler en fin de journée.", "Occupé.", ""),
    ("telephone", "message"): ("Message laissé sur le répondeur avec mes coordonnées.", ""),
    ("email", "message"): ("Mail de bienvenue envoyé.", "Mail envoyé avec trois créneaux."),
    ("email", "sans_reponse"): ("Deuxième mail, toujours sans retour.", ""),
    ("sms", "sans_reponse"): ("SMS envoyé, pas de réponse.", ""),
    ("visio", "absent"): ("Ne s’est pas connecté(e), lien renvoyé.",),
    ("rendez_vous", "absent"): ("N’est pas venu(e), pas d’appel.",),
}
FIRST_NOTES: tuple[str, ...] = (
    "Premier échange avec {first}. Projet clair : {town} et alentours.",
    "{first} est très motivé(e) ; a déjà passé un week-end à {town}.",
    "Appel de qualification. Veut d’abord un emploi, le logement viendra après.",
    "Bon contact. Ne connaît pas le territoire, propose de venir une journée.",
    "Échange rapide entre deux réunions, {first} préfère les mails.",
    "Fait le point sur le projet : calendrier, budget, secteur. À suivre.",
)
WORK_NOTES: tuple[str, ...] = (
    "CV de {first} reçu ({job}), transmis à deux employeurs du secteur.",
    "Le conjoint cherche aussi : c’est le point de blocage aujourd’hui.",
    "Entretien passé chez un employeur de {town}, réponse sous quinze jours.",
    "Poste de {job} repéré à {town} ; attend d’en parler à la maison.",
    "Employeur actuel d’accord pour trois jours de télétravail.",
    "Piste pour le conjoint à l’agence d’emploi de {town}, rendez-vous à prendre.",
)
HOME_NOTES: tuple[str, ...] = (
    "Cherche une location d’abord, achat dans un an. Annonces envoyées.",
    "Visite de deux maisons à {town} samedi ; la seconde plaît beaucoup.",
    "Budget validé par la banque, compromis possible au printemps.",
    "Peu de locations à {town} ; élargit la recherche à vingt kilomètres.",
    "Mise en relation avec la mairie de {town} pour un logement communal.",
)
LIFE_NOTES: tuple[str, ...] = (
    "Questions sur l’école et la cantine de {town} ; coordonnées de la directrice données.",
    "Place en crèche à demander dès maintenant, formulaire envoyé.",
    "Aimerait rejoindre une chorale : contact de l’association donné.",
    "Craint de s’ennuyer l’hiver : programme de la saison culturelle envoyé.",
    "A rencontré une famille arrivée l’an dernier, retour très positif.",
    "Participe au week-end découverte, inscription confirmée.",
)
ARRIVED_NOTES: tuple[str, ...] = (
    "Appel après l’arrivée : cartons vidés, tout va bien.",
    "Bien installés à {town}. Les enfants ont des copains, reste le mode de garde du mercredi.",
    "Le conjoint cherche encore ; deux entretiens la semaine prochaine.",
    "Ont rejoint le comité des fêtes de {town}.",
)
NEXT_ACTIONS: tuple[str, ...] = (
    "Rappeler pour faire le point",
    "Envoyer trois offres d’emploi pour le conjoint",
    "Transmettre le CV à un employeur",
    "Proposer une date de visite",
    "Demander une place en crèche",
    "Chercher une location à {town}",
    "Mettre en relation avec une famille déjà installée",
    "Relancer par mail",
)
