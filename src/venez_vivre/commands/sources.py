"""What an import reads: its files and folders, what is said of their headings, what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from venez_vivre.commands.verbs import Wish
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse, Refused
from venez_vivre.grammar import Call
from venez_vivre.intake import answers, mappings, plan, rejects, sheets
from venez_vivre.intake.answers import Unknown
from venez_vivre.intake.layouts import Likely
from venez_vivre.intake.mappings import Said
from venez_vivre.intake.mojibake import undoubled
from venez_vivre.intake.plan import Importer, Opened, Order
from venez_vivre.intake.surveying import Repair
from venez_vivre.texts import fold, listed, plural, shorten

READ = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
FEEDS = (".json", ".jsonl", ".ndjson")
"""The ends of the names of files that are taken from a folder."""

LATER = "?"
"""The answer of somebody who does not want to settle a value."""


def orders(ctx: Call, kind: type[Importer], wish: Wish, streams: ExitStack) -> list[Order]:
    """What to open, from the options: each file once, in the order given; folders by name."""
    desk: Desk = ctx.obj
    if not wish.files:
        raise Misuse("Il manque FICHIER : donnez au moins un fichier à importer.")
    if wish.files.count("-") > 1:
        raise Misuse("L’entrée standard ne se lit qu’une fois : donnez « - » une seule fois.")
    said = _said(ctx, kind, wish)
    files = list(_each_once(_files(wish.files, kind, desk), desk))
    found = [streams.enter_context(sheets.readable(path)) for path in files]
    usual = Order(
        Path(),
        wish.encodage,
        wish.separateur,
        said,
        tab=wish.feuille,
        dates=wish.dates,
        repair=_repairing(desk, wish),
    )
    return [replace(usual, path=path, name=name) for path, name in found]


def _repairing(desk: Desk, wish: Wish) -> Repair:
    """How text decoded twice is settled: by an option, by somebody, else it stays as it is."""

    def repair(cells: int, example: str) -> bool:
        if wish.reparer or wish.oui or not desk.asks:
            return wish.reparer or wish.oui
        question = (
            f"Du texte a été décodé deux fois ({plural(cells, 'cellule')}) : "
            f"« {shorten(example, 40)} » pour « {shorten(undoubled(example), 40)} »."
        )
        choices = [("oui", "le remettre en ordre"), ("non", "le laisser tel quel")]
        return bool(desk.need("--reparer", None, question, choices) == "oui")

    return repair


def _files(given: Sequence[str], kind: type[Importer], desk: Desk) -> Iterator[Path]:
    for one in given:
        path = Path(one)
        if one != "-" and path.is_dir():
            yield from _of_folder(path, kind, desk)
        else:
            yield path


def _of_folder(folder: Path, kind: type[Importer], desk: Desk) -> list[Path]:
    """The files of a folder that can be imported, by name; what is left out is said."""
    try:
        entries = sorted(folder.iterdir(), key=lambda path: (fold(path.name), path.name))
    except OSError:
        raise Refused(f"Vous n’avez pas le droit de lire le dossier {folder}.") from None
    kinds = (*READ, *FEEDS) if kind.reads_feeds else READ
    taken = [path for path in entries if _is_input(path, kinds)]
    left = [path.name for path in entries if path not in taken and not path.name.startswith(".")]
    if not taken:
        raise Refused(
            f"Le dossier {folder} ne contient aucun fichier à importer ({', '.join(kinds)})."
        )
    if left:
        shown = listed([*left[:5], *(["…"] if len(left) > 5 else [])])
        desk.tell(f"Dans le dossier {folder.name}, laissés de côté : {shown}.")
    return taken


def _is_input(path: Path, kinds: Sequence[str]) -> bool:
    hidden = path.name.startswith((".", "~$"))
    return (
        path.suffix.lower() in kinds
        and not hidden
        and not rejects.is_of_rejects(path.name)
        and path.is_file()
    )


def _each_once(files: Iterator[Path], desk: Desk) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in files:
        place = path if str(path) == "-" else path.resolve()
        if place in seen:
            desk.tell(f"{path} est donné deux fois : il est lu une fois.")
            continue
        seen.add(place)
        yield path


# --- what is said of headings and codes -----------------------------------------------------------


def _said(ctx: Call, kind: type[Importer], wish: Wish) -> Said:
    desk: Desk = ctx.obj
    said = Said(named=dict(_named(text) for text in wish.colonne or ()))
    if wish.correspondance:
        noun = ctx.command_path.split()[-2]
        found = mappings.correspondence(Path(wish.correspondance), noun, kind.columns)
        said = replace(said, usual=found.columns, codes=found.codes)
    if not desk.store.exists():
        return said
    with desk.reading() as rows:
        return replace(said, habits=mappings.habits(rows, plan.kind_name(kind)))


def _named(text: str) -> tuple[str, str]:
    heading, equals, field = text.rpartition("=")
    if not equals or not heading.strip() or not field.strip():
        raise Misuse(f'--colonne s’écrit "En-tête=champ", et non « {text} ».')
    return heading.strip(), field.strip()


# --- what is asked on a terminal ------------------------------------------------------------------


def opened(ctx: Call, kind: type[Importer], found: Sequence[Order], wish: Wish) -> list[Opened]:
    """The files, opened; on a terminal, what is not understood of them is asked.

    Every file is opened first: a hopeless one is refused before anything is written or asked.
    """
    desk: Desk = ctx.obj
    if not desk.asks or wish.oui:
        return [plan.open_order(order, kind) for order in found]

    def choose(one: Likely) -> bool:
        heading = shorten(one.heading, 60)
        return desk.confirm(f"Colonne « {heading} » : est-ce le champ {one.field} ?", yes=False)

    files = [plan.open_order(order, kind, choose) for order in found]
    settled: list[Opened] = []
    said = found[0].said
    for sheet, layout in files:
        known = mappings.with_answers(layout, said.codes, said)
        given = _answers(desk, answers.unknown(sheet.rows(), known))
        merged = mappings.with_answers(known, given, said)
        said = replace(said, codes=merged.answers)
        settled.append((sheet, merged))
    return settled


def _answers(desk: Desk, unknown: Sequence[Unknown]) -> dict[str, dict[str, str]]:
    """The codes that somebody gives to unknown values, by field."""
    given: dict[str, dict[str, str]] = {}
    for one in unknown:
        cells = plural(one.count, "ligne")
        question = f"{one.column.field} : que veut dire « {shorten(one.said, 60)} » ({cells}) ?"
        choices = [*one.choices, ("", "laisser vide"), (LATER, "décider plus tard")]
        code = desk.need("--correspondance", None, question, choices)
        if code != LATER:
            given.setdefault(one.column.field, {})[fold(one.said)] = code
    return given
