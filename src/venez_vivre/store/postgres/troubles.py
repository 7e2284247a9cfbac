"""What the server says when it refuses, in a sentence; nothing of the stored data is in it."""

from __future__ import annotations

import psycopg

from venez_vivre.errors import Refused
from venez_vivre.store.driver import NOTHING_WRITTEN

STATES = (
    ("28P01", ("Le serveur {place} refuse ce mot de passe. {nothing} Mettez-le dans votre fichier "
     "de mots de passe (~/.pgpass) ou dans PGPASSWORD.")),
    ("28", ("Le serveur {place} ne vous laisse pas entrer. {nothing} Demandez un accès à qui "
     "l’administre.")),
    ("3D", "Le serveur {place} n’a pas de base de ce nom. {nothing} Vérifiez l’adresse."),
    ("42501", ("Vous n’avez pas le droit de faire cela sur {place}. {nothing} Demandez-le à qui "
     "administre le serveur.")),
    ("25006", ("La base {place} est en lecture seule : c’est une copie, ou le serveur l’a mise "
     "ainsi. {nothing} Écrivez sur le serveur principal.")),
    ("55P03", "La base {place} est occupée par une autre commande. {nothing} Réessayez bientôt."),
    ("40", "La base {place} a changé pendant la commande. {nothing} Recommencez."),
    ("53300", "Le serveur {place} reçoit déjà trop de monde. {nothing} Réessayez bientôt."),
    ("53100", "Le disque du serveur {place} est plein. {nothing} Prévenez qui l’administre."),
    ("53", "Le serveur {place} manque de moyens. {nothing} Prévenez qui l’administre."),
    ("57P03", "Le serveur {place} démarre ou s’arrête. {nothing} Réessayez bientôt."),
    ("57", "Le serveur {place} a arrêté la commande. {nothing} Réessayez bientôt."),
    ("08", "La connexion au serveur {place} a été coupée. {nothing} Recommencez."),
    ("42", ("La base {place} n’a pas la forme attendue. {nothing} Qui l’administre la "
            "prépare avec `venez-vivre base servir`.")),
)  # fmt: skip
"""Beginnings of the codes of SQL errors, the most precise first."""

OTHERS = (
    "Ce que vous demandez écrit là où vous n’êtes pas habilité : dans un autre territoire, pour "
    "toute la Région, ou sans dire de quel territoire. {nothing} Si c’est du vôtre, dites-le "
    "(--territoire) ; sinon, demandez-le à qui y est habilité. `venez-vivre agents habilitations` "
    "montre vos droits."
)
"""A policy refused: what the program asked is allowed, but not for these rows."""

WORDS = (
    ("password", STATES[0][1]),
    ("authentication failed", STATES[0][1]),
    ("does not exist", STATES[2][1]),
    ("certificate", ("Le certificat du serveur {place} n’est pas celui attendu : la connexion est "
     "refusée. {nothing} Prévenez qui l’administre, et n’allez pas plus loin.")),
    ("ssl", ("Le serveur {place} ne sait pas chiffrer la connexion. {nothing} Prévenez qui "
     "l’administre.")),
    ("too many", STATES[7][1]),
    ("starting up", STATES[10][1]),
    ("shutting down", STATES[10][1]),
    ("terminat", STATES[12][1]),
    ("closed the connection", STATES[12][1]),
    ("connection is lost", STATES[12][1]),
    ("connection is closed", STATES[12][1]),
    ("role", STATES[1][1]),
    ("pg_hba", STATES[1][1]),
)  # fmt: skip
"""Words of libpq when no code comes with them."""

AWAY = (
    "Le serveur {place} ne répond pas. {nothing} Vérifiez l’adresse et le réseau, puis recommencez."
)
UNSURE = (
    "La connexion au serveur {place} a été coupée au moment d’enregistrer : la dernière commande "
    "a été enregistrée en entier ou pas du tout. Regardez avec `venez-vivre journal` avant de la "
    "refaire."
)


def is_trouble(error: BaseException) -> bool:
    """Whether the error comes from the server or the network, not from the program."""
    if isinstance(error, psycopg.errors.InsufficientPrivilege | psycopg.errors.UndefinedTable):
        return True
    return isinstance(error, psycopg.OperationalError | psycopg.InternalError)


def explain(error: BaseException, place: str) -> Refused:
    """The sentence for an error of the server."""
    state = getattr(error, "sqlstate", None) or ""
    said = str(error).lower()
    chosen = OTHERS if "row-level security policy" in said and state == "42501" else None
    chosen = chosen or next((t for code, t in STATES if state and state.startswith(code)), None)
    chosen = chosen or next((text for sign, text in WORDS if not state and sign in said), AWAY)
    return Refused(chosen.format(place=place, nothing=NOTHING_WRITTEN))


def unsure(place: str) -> Refused:
    """The sentence when nobody can tell whether the last word was heard."""
    return Refused(UNSURE.format(place=place))
