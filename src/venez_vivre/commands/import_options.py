"""The options that every `importer` command takes."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from venez_vivre.grammar import argument, option

Files = Annotated[list[str], argument(metavar="FICHIER", help="Un ou plusieurs fichiers CSV ; - lit l’entrée standard.")]  # fmt: skip
Simulate = Annotated[bool, option("--simuler", help="Tout vérifier sans rien enregistrer.")]
Encoding = Annotated[str | None, option("--encodage", metavar="NOM", help="Imposer l’encodage : utf-8, cp1252…")]  # fmt: skip
Separator = Annotated[str | None, option("--separateur", metavar="CAR", help="Imposer le séparateur : « ; », « , », tab…")]  # fmt: skip
Columns = Annotated[list[str] | None, option("--colonne", metavar="EN-TÊTE=CHAMP", help="Dire quel champ contient une colonne.")]  # fmt: skip
Rejects = Annotated[str | None, option("--rejets", metavar="FICHIER", help="Où écrire les lignes rejetées.")]  # fmt: skip


class Wish(NamedTuple):
    """The options of an import, as typed."""

    files: list[str]
    simulate: bool = False
    encoding: str | None = None
    separator: str | None = None
    columns: list[str] | None = None
    rejects: str | None = None
    yes: bool = False
    form: str | None = None
