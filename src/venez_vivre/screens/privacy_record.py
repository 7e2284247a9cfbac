"""How the record of processing activities and the information given to people look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from venez_vivre.privacy.notices import UNSAID, Notice
from venez_vivre.privacy.record import Entry, Record, Security
from venez_vivre.privacy.treatments import AUTOMATED, TRANSFERS, Treatment
from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, Table
from venez_vivre.screens.privacy_labels import KEYS, TABLES, called, day
from venez_vivre.store.personal import Nature
from venez_vivre.texts import capital, listed, plural

CATEGORIES = (
    Column("categorie", "Données", "name"),
    Column("colonnes", "Ce que la base en garde"),
)


def page(record: Record) -> Page:
    """The record; a spreadsheet has one line for each category of data of a treatment."""
    return Page(_data(record), lambda: list(_blocks(record)), records=lambda: list(_lines(record)))


def _data(record: Record) -> dict[str, Any]:
    return {
        "responsable": record.parties.responsable,
        "contact": record.parties.contact,
        "delegue": record.parties.delegue,
        "personnes": record.people,
        "traitements": [_treatment(entry) for entry in record.entries],
        "transferts": TRANSFERS,
        "decisions_automatisees": AUTOMATED,
        "securite": {
            "base_chiffree": record.security.encrypted,
            "fichier_reserve": record.security.private,
            "sauvegardes": record.security.backups,
            "derniere_sauvegarde": record.security.last_backup,
            "mesures": measures(record.security),
        },
    }


def _treatment(entry: Entry) -> dict[str, Any]:
    one = entry.treatment
    return {
        "code": one.code,
        "nom": one.name,
        "finalites": list(one.purposes),
        "base": one.basis,
        "avec_accord": list(one.extras),
        "personnes": one.people,
        "categories": [
            {"nature": nature.value, "colonnes": list(columns), "libelles": _labels(columns)}
            for nature, columns in one.columns().items()
        ],
        "destinataires": list(one.recipients),
        "conservation": entry.kept,
        "transferts": TRANSFERS,
    }


def _lines(record: Record) -> Iterator[dict[str, Any]]:
    for entry in record.entries:
        one = entry.treatment
        for nature, columns in one.columns().items():
            yield {
                "traitement": one.name,
                "finalites": " ; ".join(one.purposes),
                "base": one.basis,
                "personnes": one.people,
                "categorie": nature.value,
                "donnees": ", ".join(_labels(columns)),
                "colonnes": ", ".join(columns),
                "destinataires": " ; ".join(one.recipients),
                "conservation": entry.kept,
                "transferts": TRANSFERS,
            }


def _labels(columns: tuple[str, ...]) -> list[str]:
    """What columns are called, each once."""
    named = (column.split(".") for column in columns)
    return list(dict.fromkeys(called(table, column) for table, column in named))


def _blocks(record: Record) -> Iterator[Block]:
    yield Prose("Registre des activités de traitement", "title")
    known = record.parties
    yield Facts([
        ("Responsable", known.responsable or UNSAID),
        ("Contact", known.contact or UNSAID),
        ("Délégué à la protection des données", known.delegue),
        ("Personnes dans la base", record.people),
    ])  # fmt: skip
    if known.missing:
        yield Prose(f"À compléter par `venez-vivre rgpd notice` : {listed(known.missing)}.", "warn")
    for entry in record.entries:
        yield from _entry(entry)
    yield Prose("Sécurité", "section")
    yield Facts([("", one) for one in measures(record.security)])
    yield Prose(f"{capital(TRANSFERS)}. {AUTOMATED}")


def _entry(entry: Entry) -> Iterator[Block]:
    one = entry.treatment
    yield Prose(one.name, "section")
    yield Facts([
        ("Pour", " ; ".join(one.purposes)),
        ("Base légale", one.basis),
        ("Avec accord seulement", listed(one.extras) if one.extras else None),
        ("Personnes", one.people),
        ("Destinataires", " ; ".join(one.recipients)),
        ("Conservation", entry.kept),
    ])  # fmt: skip
    rows = [(nature.value, _told(one, nature)) for nature in one.columns()]
    yield Table(CATEGORIES, rows)


EVERYWHERE = 4
"""Tables from which on a column is named once for all of them."""


def _told(treatment: Treatment, nature: Nature) -> str:
    """The columns of a nature in words, by table: « Personnes : prénom, nom »."""
    pairs = [column.split(".") for column in treatment.columns()[nature]]
    seen = Counter(called(table, name) for table, name in pairs)
    by_table: dict[str, list[str]] = {}
    for table, name in pairs:
        word = called(table, name)
        place = "Dans plusieurs tables" if seen[word] >= EVERYWHERE else _table(table)
        if name not in KEYS and word not in by_table.setdefault(place, []):
            by_table[place].append(word)
    return " ; ".join(f"{place} : {', '.join(words)}" for place, words in by_table.items() if words)


def _table(table: str) -> str:
    return TABLES.get(table, "Journal et réglages")


def measures(security: Security) -> list[str]:
    """What protects the base, true of it today, and what the program always does."""
    return [*(ON_A_SERVER if security.served else _of_file(security)), *ALWAYS]


def _of_file(security: Security) -> list[str]:
    encrypted = (
        "base chiffrée : illisible sans sa phrase secrète"
        if security.encrypted
        else "base non chiffrée : le disque de la machine doit l’être"
    )
    rights = (
        "fichier lisible par son seul propriétaire"
        if security.private
        else "fichier lisible par d’autres comptes de la machine : à corriger (chmod 600)"
    )
    backups = (
        f"{plural(security.backups, 'sauvegarde vérifiée', 'sauvegardes vérifiées')}, la dernière "
        f"le {day(security.last_backup)}"
        if security.last_backup
        else "aucune sauvegarde : `venez-vivre base sauvegarder` en fait une"
    )
    return [encrypted, rights, backups]


ON_A_SERVER = (
    "base sur un serveur, qui ne montre à chaque agent que les dossiers de ses territoires",
    "chiffrement du disque et sauvegardes : à demander à qui administre le serveur",
)
ALWAYS = (
    (
        "chaque écriture porte son auteur et son jour, et peut être annulée, sauf un effacement, "
        "une purge ou le remplacement d’une note"
    ),
    "fichiers produits lisibles par leur seul auteur",
    "avec --diffusion publique, chiffres sans groupe de moins de 5, ni moyen de le recalculer",
)


def notice(made: Notice) -> Page:
    """The information given to people, ready to be sent."""
    data = {
        "texte": made.text,
        "fixee_le": made.settled_on,
        "derniere_fixee_le": made.last_on,
        "manque": list(made.missing),
    }
    records = [{"titre": part.title, "texte": part.words} for part in made.parts]
    return Page(data, lambda: list(_notice(made)), records=lambda: records)


def _notice(made: Notice) -> Iterator[Block]:
    yield Prose("Vos données personnelles", "title")
    for part in made.parts:
        yield Prose(part.title, "section")
        for line in part.words.split("\n"):
            yield Facts([("", line[2:])]) if line.startswith("- ") else Prose(line)


def state(made: Notice) -> str:
    """What is said of the text beside it: whether a proof can point at it."""
    if made.settled_on:
        return f"Ce texte est fixé depuis le {day(made.settled_on)}."
    if made.missing:
        lacking = plural(len(made.missing), "option manque", "options manquent")
        return f"Ce texte n’est pas complet ({lacking} : {listed(made.missing)})."
    last = f" Le dernier l’a été le {day(made.last_on)}." if made.last_on else ""
    return f"Ce texte n’est pas fixé : `venez-vivre rgpd notice --fixer` le garde.{last}"
