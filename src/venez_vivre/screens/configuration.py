"""How the settings look: what they decide, their value, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from venez_vivre import NamedTuple
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Page, Prose, Table, Tone
from venez_vivre.store.settings import MINUTES, POINTS, Setting, Settings

if TYPE_CHECKING:  # that module loads the models, which showing does without
    from venez_vivre.casework.settings import Change

Value = int | tuple[int, ...]

COLUMNS = (
    Column("nom", "Réglage", "name"),
    Column("valeur", "Valeur"),
    Column("aide", "Ce qu’il décide"),
    Column("origine", "Origine", minor=1),
)
GROUPS = {MINUTES: "Durées", POINTS: "Urgence"}
DELAYS = "Délais"
WEIGHTS = "Poids des critères"
WEIGHT_NAMES = "poids_"
SOURCES = {
    "commande": "commande",
    "environnement": "environnement",
    "machine": "cette machine",
    "usuelle": "usuelle",
}
OTHERS = (
    "Les poids des critères ne paraissent ici que changés : `venez-vivre config montrer poids` les "
    "montre tous, `venez-vivre config montrer poids_emploi` ceux d’un type d’offre."
)
NOTE = (
    "`venez-vivre config definir NOM VALEUR` change un réglage, `--usuel` le remet à sa valeur "
    "usuelle. « agent » et « base » ne valent que pour cette machine."
)


class Chosen(NamedTuple):
    """A setting of the machine: its value, the usual one, what it decides, what says it."""

    name: str
    value: str
    usual: str
    help: str
    origin: str


class Kept(NamedTuple):
    """A setting of the machine before and after; None where the file says nothing."""

    name: str
    before: str | None
    after: str | None


def shown(lines: Sequence[Setting], values: Settings, mine: Sequence[Chosen]) -> Page:
    """The settings, those that were changed standing out."""
    records = [_record(one, values) for one in lines]
    records += [
        {"nom": o.name, "valeur": o.value, "usuelle": o.usual, "unite": None, "aide": o.help,
         "origine": o.origin}
        for o in mine
    ]  # fmt: skip
    return Page(records, lambda: list(_tables(lines, values, mine)))


def _record(one: Setting, values: Settings) -> dict[str, Any]:
    return {
        "nom": one.name,
        "valeur": values.value(one.name),
        "usuelle": one.usual,
        "unite": one.unit,
        "aide": one.help,
        "origine": "base" if one.name in values.kept else "usuelle",
    }


def _tables(lines: Sequence[Setting], values: Settings, mine: Sequence[Chosen]) -> Iterator[Block]:
    whole = len(lines) > 1
    if lines:
        rows, tones = _rows(lines, values, titled=whole)
        yield Table(COLUMNS, rows, tones=tones)
    if mine:
        tones = ["warn" if one.origin == "machine" else "plain" for one in mine]
        rows = [[one.name, one.value, one.help, SOURCES[one.origin]] for one in mine]
        title = "Cette machine" if whole else ""
        yield Table(
            COLUMNS, rows, title=title, note=f"{NOTE}\n{OTHERS}" if whole else "", tones=tones
        )


def _rows(
    lines: Sequence[Setting], values: Settings, *, titled: bool
) -> tuple[list[list[Any]], list[Tone]]:
    """The settings under the name of their group, and how each line stands out."""
    rows: list[list[Any]] = []
    tones: list[Tone] = []
    last = ""
    for one in lines:
        group = _group(one)
        if titled and group != last:
            rows.append([group, "", "", ""])
            tones.append("title")
            last = group
        value = values.value(one.name)
        changed = value != one.usual
        usual = f", au lieu de {_bare(one.usual)}" if changed else ""
        origin = "cette base" if one.name in values.kept else "usuelle"
        help_text = one.help.removeprefix(f"{group} : ")
        rows.append([one.name, said(one, value) + usual, _capital(help_text), origin])
        tones.append("warn" if changed else "plain")
    return rows, tones


def _group(one: Setting) -> str:
    weight = one.name.startswith(WEIGHT_NAMES)
    return WEIGHTS if weight else GROUPS.get(one.unit, DELAYS)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bare(value: Value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def said(one: Setting, value: Value) -> str:
    """A value with its unit: « 30 jours », « 1, 3, 6, 12 mois », « 1 jour »."""
    if isinstance(value, tuple):
        return f"{_bare(value)} {one.unit}"
    unit = one.unit if value > 1 else " ".join(word.removesuffix("s") for word in one.unit.split())
    return f"{value} {one.unit if one.unit == 'mois' else unit}"


def defined(done: Sequence[Change], kept: Sequence[Kept], file: Path) -> Page:
    """What was settled, one sentence each, and how to go back."""
    records = [_changed(change) for change in done]
    records += [
        {"nom": k.name, "avant": k.before, "valeur": k.after, "unite": None,
         "origine": "machine" if k.after else "usuelle"}
        for k in kept
    ]  # fmt: skip

    def draw() -> list[Block]:
        blocks: list[Block] = [Prose(_told(change), "good") for change in done]
        if any(change.changed for change in done):
            blocks.append(Prose(TAKE_BACK, "dim"))
        for one in kept:
            blocks.append(Prose(_settled(one, file), "good"))
            if one.before != one.after:
                blocks.append(Prose(_back(one), "dim"))
        return blocks

    return Page(records, draw)


def _changed(change: Change) -> dict[str, Any]:
    return {
        "nom": change.name,
        "avant": change.before,
        "valeur": change.after,
        "unite": change.setting.unit,
        "origine": "usuelle" if change.usual else "base",
    }


def _told(change: Change) -> str:
    one = change.setting
    value = said(one, change.after)
    if not change.changed:
        return f"{one.name} vaut déjà {value} : rien n’est changé."
    usual = ", sa valeur usuelle" if change.usual else ""
    before = said(one, change.before)
    same = change.before == change.after
    return (
        f"{one.name} : {value}{usual}."
        if same
        else f"{one.name} : {value}{usual} (avant : {before})."
    )


def _settled(one: Kept, file: Path) -> str:
    if one.before == one.after:
        already = f"vaut déjà {one.after}" if one.after else "n’est pas défini"
        return f"{one.name} {already} pour cette machine : rien n’est changé."
    if one.after is None:
        return f"{one.name} n’est plus défini pour cette machine ({file})."
    before = f" (avant : {one.before})" if one.before else ""
    return f"{one.name} : {one.after}, pour cette machine{before}. C’est écrit dans {file}."


def _back(one: Kept) -> str:
    """`annuler` is about bases: a file of the machine goes back by the same gesture."""
    if one.before:
        before = one.before.replace("\\", "\\\\").replace('"', '\\"')
        return f'Pour revenir en arrière : `venez-vivre config definir {one.name} "{before}"`.'
    return f"Pour revenir en arrière : `venez-vivre config definir {one.name} --usuel`."
