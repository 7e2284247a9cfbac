"""Verbs that several nouns have in common: `importer` for all, `ajouter` for the registers."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.desk import check_format
from venez_vivre.errors import Refused
from venez_vivre.grammar import Call, Command, Param, argument, option

FORM = option(
    "--format", "-f", metavar="FORMAT", parser=check_format, help="table, json, csv ou md."
)


def _text(name: str, mark: Any) -> Param:
    return Param(name, mark, str | None, default=None, required=False)


def _switch(name: str, mark: Any) -> Param:
    return Param(name, mark, bool, default=False, required=False)


class Wish(NamedTuple):
    """The options of an import, as typed."""

    files: list[str]
    simuler: bool = False
    encodage: str | None = None
    separateur: str | None = None
    feuille: str | None = None
    dates: str | None = None
    reparer: bool = False
    colonne: list[str] | None = None
    correspondance: str | None = None
    rejets: str | None = None
    oui: bool = False
    form: str | None = None


FILES = argument(
    metavar="FICHIER", help="Un ou plusieurs fichiers ou dossiers ; - lit l’entrée standard."
)
COLUMN = option(
    "--colonne", metavar="EN-TÊTE=CHAMP", help="Dire quel champ contient une colonne (répétable)."
)


def import_params() -> tuple[Param, ...]:
    """The parameters of every import."""
    return (
        Param("files", FILES, list[str], default=None, required=True),
        _switch("simuler", option("--simuler", help="Tout vérifier sans rien enregistrer.")),
        _text(
            "encodage",
            option("--encodage", metavar="NOM", help="Imposer l’encodage : utf-8, cp1252…"),
        ),
        _text(
            "separateur",
            option(
                "--separateur", metavar="CAR", help="Imposer le séparateur : « ; », « , », tab…"
            ),
        ),
        _text(
            "feuille",
            option("--feuille", metavar="NOM|N", help="La feuille à lire dans un classeur."),
        ),
        _text(
            "dates",
            option(
                "--dates",
                metavar="ORDRE",
                help="Imposer l’ordre des dates : jma (jour/mois) ou mja (mois/jour).",
            ),
        ),
        _switch("reparer", option("--reparer", help="Réparer le texte décodé deux fois (« Ã© »).")),
        Param("colonne", COLUMN, list[str] | None, default=None, required=False),
        _text(
            "correspondance",
            option(
                "--correspondance",
                metavar="FICHIER",
                help="Fichier TOML : [colonnes] en-tête = champ, [valeurs.champ] réponse = code.",
            ),
        ),
        _text(
            "rejets", option("--rejets", metavar="FICHIER", help="Où écrire les lignes rejetées.")
        ),
        _switch("oui", option("--oui", help="Ne pas demander de confirmation.")),
        _text("form", FORM),
    )


def importer(kind: str, doc: str, noun: str = "") -> Command:
    """The verb `importer`; `kind` is `module:Class` of `venez_vivre.intake`.

    `noun` stands in the example that help gives, when `doc` holds none.
    """

    def load(ctx: Call, **values: Any) -> int:
        from venez_vivre.commands import importing  # noqa: PLC0415

        return importing.do(ctx, of_intake(kind), Wish(**values))

    load.__doc__ = _with_example(doc, f"{noun} importer fichier.csv --simuler") if noun else doc
    return Command("importer", load, import_params)


def _with_example(doc: str, line: str) -> str:
    return f"{doc}\n\n    Par exemple :\n\n      venez-vivre {line}\n    "


def of_intake(kind: str) -> Any:
    """The importer that `module:Class` names, imported now."""
    module, _, name = kind.partition(":")
    return getattr(import_module(f"venez_vivre.intake.{module}"), name)


class Cell(NamedTuple):
    """One value to add by hand: its field, its help, the question asked when it must be there."""

    field: str
    metavar: str
    help: str
    question: str = ""


class Register(NamedTuple):
    """A register that grows by hand: its importer, what is said, what a line holds, an example."""

    kind: str
    doc: str
    added: str
    exists: str
    named: str
    cells: tuple[Cell, ...]
    example: str


def adder(register: Register) -> Command:
    """The verb `ajouter` of a register: what an import does for a line, for values typed by hand."""

    def add(ctx: Call, **values: Any) -> None:
        from venez_vivre.intake import typed  # noqa: PLC0415
        from venez_vivre.screens import registers as screens  # noqa: PLC0415

        desk, form = ctx.obj, values.pop("form")
        for cell in register.cells:
            if cell.question:
                values[cell.field] = desk.need(f"--{cell.field}", values[cell.field], cell.question)
        kind = of_intake(register.kind)
        known = typed.read(kind, values)
        with desk.working(ctx) as work:
            if typed.enter(work, kind, known) != "creees":
                raise Refused(f"{register.exists} Importez un fichier pour le corriger.")
            work.says(register.added.lower())
        desk.show(screens.added(register.added, values[register.named]), form)

    add.__doc__ = _with_example(register.doc, register.example)
    return Command("ajouter", add, _cells(register))


def _cells(register: Register) -> Callable[[], tuple[Param, ...]]:
    def params() -> tuple[Param, ...]:
        cells = (
            _text(
                c.field,
                option(f"--{c.field.replace('_', '-')}", metavar=c.metavar, help=c.help),
            )
            for c in register.cells
        )
        return (*cells, _text("form", FORM))

    return params
