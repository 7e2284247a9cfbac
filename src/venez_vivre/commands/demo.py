"""The demonstration: example files, imported the ordinary way into a base of their own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from venez_vivre import demo
from venez_vivre.casework import targets
from venez_vivre.commands.options import Format, whole
from venez_vivre.commands.waiting import lines_read, progress
from venez_vivre.dates import Period
from venez_vivre.desk import Desk, data_folder
from venez_vivre.errors import Misuse, Refused, reason
from venez_vivre.grammar import Call, Noun, option
from venez_vivre.intake import plan
from venez_vivre.intake.campaigns import CampaignImporter
from venez_vivre.intake.contacts import ContactImporter
from venez_vivre.intake.offers import OfferImporter
from venez_vivre.intake.officers import OfficerImporter
from venez_vivre.intake.plan import Importer, Order
from venez_vivre.intake.settlements import SettlementImporter
from venez_vivre.intake.signups import SignupImporter
from venez_vivre.intake.territories import TerritoryImporter
from venez_vivre.screens.documents import page as screens
from venez_vivre.steering.documents import publishing
from venez_vivre.steering.documents.kinds import KINDS, Ordered, draw_up
from venez_vivre.store.queries.steering import Goal
from venez_vivre.texts import number
from venez_vivre.vocabulary import Indicator

app = Noun()

MARK = "demo.txt"
"""The file by which a folder is known to be a demonstration: elsewhere nothing is ever erased."""

BASE = "demo.db"
SIGNUPS = ("inscriptions-2024-2025", "inscriptions-novembre-2025")
REGISTERS = ("territoires", "agents", "campagnes", "offres", "contacts", "installations")
WRITTEN = (
    *(f"{name}.csv" for name in (*SIGNUPS, *REGISTERS)),
    *(f"{name}.rejets*.csv" for name in (*SIGNUPS, *REGISTERS)),
    *(BASE, f"{BASE}-journal", MARK),
)
"""What a demonstration writes, as patterns of names, its mark last: all that `--effacer` erases."""

LAST_DAY = "2025-11-27"
"""The end of the published first year, which the default scale reproduces."""


@app.command("demo")
def show(
    ctx: Call,
    inscrits: Annotated[int, option("--inscrits", metavar="N", parser=whole, help="Combien de personnes inscrites.")] = 12_000,
    graine: Annotated[int, option("--graine", metavar="G", parser=whole, help="Une autre graine donne d’autres personnes.")] = 2025,
    dossier: Annotated[str | None, option("--dossier", metavar="D", help="Où écrire les fichiers et la base.")] = None,
    effacer: Annotated[bool, option("--effacer", help="Effacer la démonstration précédente d’abord.")] = False,
    form: Format = None,
) -> None:  # fmt: skip
    """Essayer sur des données inventées : la première année du dispositif, à l’unité près.

    Les fichiers d’exemple sont écrits dans un dossier à part et importés par les commandes
    ordinaires dans une base à part : votre base n’est jamais touchée.

      venez-vivre demo --inscrits 2000
    """
    if inscrits < demo.SMALLEST:
        raise Misuse(f"--inscrits : donnez au moins {demo.SMALLEST}.")
    if inscrits > demo.LARGEST:
        raise Misuse(f"--inscrits : donnez au plus {number(demo.LARGEST)}.")
    folder = Path(dossier) if dossier else data_folder() / "demo"
    erased = _make_room(folder, f"inscrits={inscrits} graine={graine}\n", erase=effacer)
    desk = ctx.obj.on(str(folder / BASE))
    if erased:
        desk.tell("Démonstration précédente effacée ; la même commande la refait à l’identique.")
    desk.tell(f"Fichiers d’exemple : {folder}")
    files = demo.write(folder, signups=inscrits, seed=graine)
    _keep_private(folder)
    for kind, path in _imports(files):
        _load(desk, kind, path)
    _set_targets(desk)
    with desk.reading() as rows:
        asked = Period(None, date.fromisoformat(LAST_DAY))
        draft = draw_up(rows, KINDS["bilan"], Ordered(asked, desk.today))
    document = publishing.published(draft, public=False)
    desk.show(screens.page(document, form, brief=True), form)
    _what_next(desk, folder / BASE)


def _make_room(folder: Path, settings: str, *, erase: bool) -> bool:
    """A folder that is new, empty or an earlier demonstration; whether that one was erased."""
    mark = folder / MARK
    _check_folder(folder, settings, erase=erase)
    erase = erase and _is_ours(mark)
    try:
        if erase:
            _erase(folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark.write_text(settings, encoding="utf-8")
    except OSError as error:
        raise Refused(
            f"Le dossier {folder} ne peut pas être écrit ({reason(error)}). "
            "Choisissez-en un autre avec --dossier."
        ) from None
    return erase


def _is_ours(mark: Path) -> bool:
    """Whether the mark of a folder was written by this command, not by somebody else."""
    try:
        return mark.read_text(encoding="utf-8").startswith("inscrits=")
    except (OSError, UnicodeDecodeError):
        return False


def _check_folder(folder: Path, settings: str, *, erase: bool) -> None:
    mark = folder / MARK
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} n’est pas un dossier. Choisissez-en un avec --dossier.")
    if erase and folder.is_symlink():
        raise Refused(
            f"{folder} est un lien vers un autre dossier : rien n’y est effacé. Donnez ce dossier "
            "lui-même à --dossier."
        )
    ours = _is_ours(mark)
    if not erase and ours and mark.read_text(encoding="utf-8") != settings:
        raise Refused(f"{folder} contient une autre démonstration. Ajoutez --effacer.")
    if folder.exists() and not ours and any(folder.iterdir()):
        raise Refused(f"{folder} n’est pas vide. Choisissez un autre dossier avec --dossier.")


def _erase(folder: Path) -> None:
    """Remove what an earlier demonstration wrote, and nothing else."""
    for pattern in WRITTEN:
        for path in sorted(folder.glob(pattern)):
            path.unlink()


def _keep_private(folder: Path) -> None:
    """The example files look like real ones: they are for their owner alone, as those would be."""
    if os.name == "posix":
        for pattern in WRITTEN:
            for path in folder.glob(pattern):
                path.chmod(0o600)


def _imports(files: demo.DemoFiles) -> Iterator[tuple[type[Importer], Path]]:
    yield TerritoryImporter, files.territoires
    yield OfficerImporter, files.agents
    yield CampaignImporter, files.campagnes
    yield OfferImporter, files.offres
    for path in files.inscriptions:
        yield SignupImporter, path
    yield ContactImporter, files.contacts
    yield SettlementImporter, files.installations


def _load(desk: Desk, kind: type[Importer], path: Path) -> None:
    """One ordinary import, one step of the journal."""
    with desk.working(Call(f"venez-vivre {path.stem} importer", desk)) as work:
        with progress(lines_read, "Lecture…") as show:
            receipt = plan.run(work, Order(path), kind, show)
        work.says(receipt.operation)
    desk.tell(f"  {receipt.operation}{_aside(receipt.rejetees)}")


def _set_targets(desk: Desk) -> None:
    """The objectives that the scheme published."""
    with desk.working(Call("venez-vivre objectifs definir", desk)) as work:
        for indicator, value, deadline in TARGETS:
            targets.define(work, Goal(indicator.value, value, None, deadline))
        work.says("objectifs publiés du dispositif")


TARGETS = (
    (Indicator.REGISTERED_PEOPLE, 15_000, date(2025, 11, 27)),
    (Indicator.SETTLED_HOUSEHOLDS, 2_000, date(2026, 12, 31)),
)


def _aside(rejected: int) -> str:
    return f", {rejected} à corriger" if rejected else ""


def _what_next(desk: Desk, base: Path) -> None:
    shown = f'"{base}"' if " " in str(base) else str(base)
    desk.tell("")
    desk.tell("À essayer ensuite :")
    for line in NEXT:
        desk.tell(f"  {_program()} --base {shown} {line}")


def _program() -> str:
    """How to call the program again: by its name where the shell finds it, else by its path."""
    typed = sys.argv[0] if sys.argv else ""
    name = Path(typed).stem
    if name not in {"vv", "venez-vivre"} or shutil.which(name):
        return name if name == "vv" else "venez-vivre"
    return os.path.relpath(typed) if Path(typed).is_relative_to(Path.cwd()) else typed


NEXT: tuple[Any, ...] = (
    "entonnoir --par territoire",
    "foyers lister --etape accompagne --silence 30",
    "contacts lister -n 10",
    "annuler",
    "journal",
)
