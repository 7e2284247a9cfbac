"""What encrypting a base did, what it cannot promise, and what is left in clear."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from venez_vivre.casework.encryption import Done
from venez_vivre.screens.pages import Page, sentence
from venez_vivre.texts import plural

WARNING = "Toute personne qui a le fichier pourra lire la base. La remettre en clair ?"
BY_HEART = (
    "Sans sa phrase secrète, personne ne pourra plus lire la base, nous non plus : gardez-la en "
    "lieu sûr."
)
TRACES = (
    "Sur un disque SSD, une clé USB ou un dossier synchronisé, des traces de l’ancien fichier "
    "peuvent rester : chiffrez aussi le disque. Les fichiers importés, les rapports et les "
    "exports restent en clair là où vous les avez mis."
)


def question(plain: Sequence[Path]) -> str:
    """Whether the copies in clear are to be encrypted as well."""
    return f"{_in_clear(plain)} Chiffrer aussi ?"


def encrypted(done: Done) -> Page:
    """What `base chiffrer` did."""
    if done.created:
        text, notes = f"Nouvelle base chiffrée créée : {done.path}", [BY_HEART]
    else:
        text = f"Base chiffrée : {done.path}. L’ancien fichier, en clair, {_old(done)}."
        notes = [BY_HEART, TRACES]
    if done.sealed:
        text += f" {_counted(done.sealed)} chiffrée{'s' * (len(done.sealed) > 1)} de même."
    if done.plain:
        notes.append(f"{_in_clear(done.plain)} `base chiffrer --sauvegardes` les chiffre.")
    return sentence(_record(done), text + _in_keyring(done), warnings=notes)


def _old(done: Done) -> str:
    """What became of the old file."""
    if done.elsewhere:
        return (
            "reste lisible sous un autre nom (lien physique) : supprimez ce nom, ou "
            "chiffrez ce fichier"
        )
    return "est effacé et recouvert" if done.wiped else "est effacé, sans pouvoir être recouvert"


def copies_encrypted(done: Done) -> Page:
    """What `base chiffrer --sauvegardes` did beside a base that was encrypted already."""
    text = "Aucune copie en clair à côté de la base."
    if done.sealed:
        text = f"{_counted(done.sealed)} chiffrée(s) comme la base : {_names(done.sealed)}."
    return sentence(_record(done), text)


def decrypted(done: Done) -> Page:
    """What `base dechiffrer` did."""
    notes = []
    if done.older:
        notes = [f"{_counted(done.older)} à côté : encore chiffrée(s), sous la même phrase."]
    text = f"Base remise en clair : {done.path}. Le fichier peut être lu par qui l’a."
    return sentence(_record(done), text, warnings=notes)


def changed(done: Done) -> Page:
    """What `base changer-cle` did."""
    note = "Les sauvegardes faites jusqu’ici gardent l’ancienne phrase : ne l’oubliez pas encore."
    if done.older:
        note += f" À côté de la base : {_names(done.older)}."
    text = f"Phrase secrète changée : {done.path}.{_in_keyring(done)}"
    return sentence(_record(done), text, warnings=[BY_HEART, note])


def kept(path: Path) -> Page:
    """The key is in the keyring."""
    text = f"La clé de {path} est gardée dans le trousseau de cette machine."
    return sentence({"base": str(path), "trousseau": True}, text, warnings=[BY_HEART])


def forgotten(path: Path, number: int) -> Page:
    """The keyring has no key of this base any more."""
    text = "Le trousseau n’avait aucune clé de cette base."
    if number:
        text = f"{plural(number, 'clé')} de {path} et de ses copies : retirée(s) du trousseau."
    return sentence({"base": str(path), "trousseau": False, "retirees": number}, text)


def _record(done: Done) -> dict[str, Any]:
    return {
        "base": str(done.path),
        "chiffree": done.key is not None,
        "nouvelle": done.created,
        "recouvert": done.wiped,
        "reste_ailleurs": done.elsewhere,
        "trousseau": done.kept,
        "copies_en_clair": [str(one) for one in done.plain],
        "copies_chiffrees": [str(one) for one in done.sealed],
        "copies_anciennes": [str(one) for one in done.older],
    }


def _in_clear(plain: Sequence[Path]) -> str:
    return f"{_counted(plain)} en clair à côté de la base : {_names(plain)}."


def _counted(files: Sequence[Path]) -> str:
    return plural(len(files), "copie")


def _names(files: Sequence[Path]) -> str:
    return ", ".join(one.name for one in files)


def _in_keyring(done: Done) -> str:
    return " La clé est dans le trousseau de cette machine." if done.kept else ""
