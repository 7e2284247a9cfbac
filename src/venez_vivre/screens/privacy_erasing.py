"""How an erasure looks, done or only planned."""

from __future__ import annotations

from venez_vivre.privacy.erasing import Erased
from venez_vivre.screens.pages import Block, Facts, Page, Prose
from venez_vivre.texts import plural

NAMES = {
    "person": "Personnes",
    "signup": "Formulaires",
    "contact": "Échanges",
    "follow_up": "Relances et rendez-vous",
    "introduction": "Mises en relation",
    "visit_guest": "Visites",
    "settlement": "Installations",
    "settlement_check": "Appels après l’arrivée",
    "transfer": "Changements de territoire",
    "set_aside": "Lignes mises de côté",
    "privacy_proof": "Preuves d’information",
    "purge_notice": "Annonces de purge",
    "identity_decision": "Décisions d’identité",
}
LEFT = (
    "Ce qui reste n’a plus ni nom, ni adresse, ni texte : des jours, un territoire, un canal, des "
    "nombres, pour que les chiffres publiés ne changent pas. Qui connaît déjà ces jours pourrait "
    "s’y reconnaître."
)
ELSEWHERE = (
    "Hors de la base, à vous de jouer : les fichiers d’import et de rejets, les exports, les "
    "courriels, une note qui parle de lui sans son nom entier. Les sauvegardes le contiennent "
    "encore : `base restaurer` l’effacera de nouveau, si le fichier « .effacements » est à côté."
)


def erased(done: Erased, reference: str, *, confirmed: bool) -> Page:
    """What was erased, or would be."""
    rows = {table: done.rows[table] for table in NAMES if table in done.rows}
    data = {
        "confirme": confirmed,
        "foyers": done.households,
        "personnes": done.people,
        "lignes": dict(done.rows),
        "valeurs_du_journal": done.images,
        "chiffres_publies_inchanges": True,
        "preuve": done.proofs[0] if confirmed else None,
    }

    def draw() -> list[Block]:
        counts = [(NAMES[table], count) for table, count in rows.items()]
        counts.append(("Valeurs du journal", done.images))
        if confirmed:
            said = f"Effacé pour toujours : {plural(done.people, 'personne')}."
            proof = f"Numéro de preuve, à garder ou à donner : {done.proofs[0]}."
            return [Prose(said, "good"), Facts(counts), Prose(proof), *_notes()]
        said = f"Le foyer {reference} serait effacé pour toujours :"
        ask = "Rien n’a été effacé. Ajoutez --confirmer pour le faire : c’est sans retour."
        return [Prose(said), Facts(counts), *_notes(), Prose(ask, "warn")]

    return Page(data, draw)


def _notes() -> list[Block]:
    return [Prose(LEFT, "dim"), Prose(ELSEWHERE, "dim")]
