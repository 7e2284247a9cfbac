"""The templates of messages: those of the program, and the copies that people edit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from venez_vivre import NamedTuple, reference
from venez_vivre.errors import Refused, reason
from venez_vivre.texts import clean, shorten

SENDER = ("agent", "agent_telephone", "agent_email", "territoire", "date")
OFFERED = ("offre", "structure", "commune", "lien", "contact")
HOUSEHOLD = ("foyer", "prenom", "nom", "reference", "propositions", *OFFERED, *SENDER)
OFFERER = (
    *("foyer", "prenom", "reference", "metier", "famille", "projet", "coordonnees"),
    *("destinataire", *OFFERED, *SENDER),
)
LEAVING = ("prenom", "nom", "reference", "dernier_echange", "effacement", *SENDER)

KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "mise_en_relation_foyer": ("Au foyer", HOUSEHOLD),
    "mise_en_relation_offreur": ("À l’offreur", OFFERER),
    "mise_en_relation_ressource": ("À la personne ressource", OFFERER),
    "fin_de_conservation": ("Au foyer, avant d’effacer son dossier", LEAVING),
}
"""By name, whom a template writes to and the values it may hold."""

LONGEST = 100_000


class Template(NamedTuple):
    """One template: where the copy that people edit is or would be, and the text in force."""

    name: str
    whom: str
    path: Path
    edited: bool
    fields: tuple[str, ...]


class Message(NamedTuple):
    """A filled template: what is written in the subject and in the body."""

    subject: str
    body: str


def known(folder: Path) -> list[Template]:
    """Every template, and whether the folder holds a copy of it."""
    return [
        Template(name, whom, path := folder / f"{name}.txt", path.exists(), fields)
        for name, (whom, fields) in KINDS.items()
    ]


def copy(folder: Path) -> list[Path]:
    """Write the copies that are not there yet, to be edited; those that were written.

    Raises:
        Refused: the folder cannot be written to.

    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in known(folder):
            if not one.edited:
                with one.path.open("x", encoding="utf-8", newline="") as file:
                    file.write(reference.template(one.name).replace("\n", "\r\n"))
                written.append(one.path)
    except OSError as error:
        raise Refused(
            f"Les modèles ne peuvent pas être copiés dans {folder} ({reason(error)})."
        ) from None
    return written


def text_of(template: Template) -> str:
    """What a template says: the copy that was edited, else the one of the program.

    Raises:
        Refused: the copy cannot be read.

    """
    if not template.edited:
        return reference.template(template.name)
    try:
        content = template.path.read_bytes()[:LONGEST]
    except OSError as error:
        raise Refused(f"Le modèle {template.path} ne peut pas être lu ({reason(error)}).") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:  # what an old Notepad writes
        text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


_SUBJECT = re.compile(r"objet\s*:\s*(.*)", re.IGNORECASE)
_PLACE = re.compile(r"\{([^{}\n]*)\}")


def fill(template: Template, values: Mapping[str, str]) -> Message:
    """The message that a template makes of values; lines whose values are all unknown are left out.

    Raises:
        Refused: the template names a value that is none, or has no subject or no body.

    """
    first, _, body = text_of(template).lstrip("\n").partition("\n")
    subject = _SUBJECT.match(first.strip())
    if not subject or not body.strip():
        raise Refused(
            f"Le modèle {template.path} doit commencer par une ligne « Objet : … », suivie du "
            "texte. Corrigez-le, ou supprimez-le : le modèle d’origine servira."
        )
    _check(template, subject[1] + body)
    lines = [_filled(line, values) for line in body.strip("\n").split("\n")]
    kept = "\n".join(line for line in lines if line is not None)
    tidy = re.sub(r"\n{3,}", "\n\n", kept).strip() + "\n"
    return Message(clean(_filled(subject[1], values) or "").strip(), tidy)


def _check(template: Template, text: str) -> None:
    for name in _PLACE.findall(text):
        if name.strip() not in template.fields:
            shown = "{" + shorten(clean(name), 40) + "}"
            possible = ", ".join("{" + field + "}" for field in template.fields)
            raise Refused(
                f"Le modèle {template.path} demande {shown}, qui n’existe pas. Il peut contenir "
                f"{possible}. Corrigez-le, ou supprimez-le : le modèle d’origine servira."
            )


def _filled(line: str, values: Mapping[str, str]) -> str | None:
    """A line with its values; None when it has some and all are unknown."""
    names: Sequence[str] = [name.strip() for name in _PLACE.findall(line)]
    if names and not any(values.get(name) for name in names):
        return None
    return _PLACE.sub(lambda match: values.get(match[1].strip(), ""), line)
