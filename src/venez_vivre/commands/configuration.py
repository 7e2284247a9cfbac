"""The settings: those of the base, and those of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from venez_vivre.commands.options import Format
from venez_vivre.desk import LAPTOP_BASE, Desk, data_folder, login
from venez_vivre.errors import Misuse, NotFound
from venez_vivre.grammar import Call, Noun, argument, option
from venez_vivre.proposing.weights import PREFIX, WEIGHTS
from venez_vivre.screens import configuration as screens
from venez_vivre.screens.configuration import Chosen, Kept
from venez_vivre.store import machine
from venez_vivre.store.addresses import place
from venez_vivre.store.settings import BY_NAME, Setting, Settings, settings
from venez_vivre.texts import clean, fold, shorten

if TYPE_CHECKING:  # that module loads the models, which showing does without
    from venez_vivre.casework.settings import Change

app = Noun()

SHARED = {**BY_NAME, **WEIGHTS}
NAMES = (*SHARED, *machine.BY_NAME)
Name = Annotated[
    str | None, argument(metavar="NOM", help="Un seul réglage, ou poids.", completes=NAMES)
]
Words = Annotated[
    list[str],
    argument(
        metavar="NOM",
        help="NOM VALEUR, ou NOM=VALEUR autant de fois qu’il faut.",
        completes=NAMES,
        dashes=True,
    ),
]
Usual = Annotated[bool, option("--usuel", help="Revenir à la valeur usuelle.")]


@app.command("montrer")
def show(ctx: Call, nom: Name = None, form: Format = None) -> None:
    """Montrer les réglages : délais, durées, urgence, et ce qui est propre à cette machine.

    Par exemple :

      venez-vivre config montrer
      venez-vivre config montrer silence
      venez-vivre config montrer poids_emploi
    """
    desk: Desk = ctx.obj
    asked = _asked(nom) if nom else None
    if asked and asked[0] in machine.BY_NAME:
        values = Settings({})
    else:
        with desk.reading() as rows:
            values = settings(rows, SHARED)
    mine = [one for one in _machine(desk) if asked is None or one.name in asked]
    desk.show(screens.shown(_lines(asked, values), values, mine), form)


def _asked(word: str) -> list[str]:
    """The settings that a word names: one, or the weights that begin so."""
    begun = fold(word).replace(" ", "_")
    if begun not in NAMES and f"{begun}_".startswith(PREFIX):
        found = [name for name in WEIGHTS if name.startswith(f"{begun}_")]
        if found:
            return found
    return [_name(word)]


def _lines(asked: Sequence[str] | None, values: Settings) -> list[Setting]:
    """The settings to show: of the weights, only those that were changed unless they are asked."""
    if asked is not None:
        return [SHARED[name] for name in asked if name in SHARED]
    return [one for name, one in SHARED.items() if name in BY_NAME or name in values.kept]


def _machine(desk: Desk) -> list[Chosen]:
    """Who acts and which base, and what says so."""
    usual = {"agent": login(), "base": str(data_folder() / LAPTOP_BASE)}
    said = {"agent": desk.agent, "base": desk.store.shown}
    return [
        Chosen(one.name, said[one.name], usual[one.name], one.help, desk.origin(one.name))
        for one in machine.CHOICES
    ]


@app.command("definir")
def define(ctx: Call, words: Words, usuel: Usual = False, form: Format = None) -> None:
    """Changer un réglage, ou plusieurs à la fois.

    « agent » et « base » valent pour cette machine, les autres pour tous ceux qui ouvrent la base.

      venez-vivre config definir silence 45
      venez-vivre config definir silence=45 suivis=1,3,6,12,24
      venez-vivre config definir silence --usuel
      venez-vivre config definir poids_emploi_salaire 20
      venez-vivre config definir agent "Léa Martin"
    """
    desk: Desk = ctx.obj
    wanted = _wanted(desk, words, usual=usuel)
    shared = {n: _read(n, text) for n, text in wanted.items() if n in SHARED}
    own = {n: _own(n, text) for n, text in wanted.items() if n in machine.BY_NAME}
    before = machine.chosen() if own else {}
    changed = {n: value for n, value in own.items() if value != before.get(n)}
    done: list[Change] = []
    if shared:
        from venez_vivre.casework import settings as cases  # noqa: PLC0415

        with desk.working(ctx) as work:
            done = cases.define(work, shared, SHARED)
            if changed:  # within: when the file cannot be written, the base says nothing either
                machine.keep(changed)
    elif changed:
        machine.keep(changed)
    kept = [Kept(n, before.get(n), after) for n, after in own.items()]
    desk.show(screens.defined(done, kept, machine.place()), form)


def _wanted(desk: Desk, words: Sequence[str], *, usual: bool) -> dict[str, str | None]:
    """The text of each setting that the words name, None for its usual value."""
    first, *rest = words
    if usual:
        return dict.fromkeys(map(_name, words))
    if "=" in first:
        return dict(_pair(word) for word in words)
    name = _name(first)
    if name in machine.BY_NAME and len(rest) > 1:
        raise Misuse(f'Mettez la valeur entre guillemets : config definir {name} "…"')
    value = " ".join(rest) or None
    read = SHARED[name].read if name in SHARED else None
    return {name: desk.need("VALEUR", value, f"Quelle valeur pour {name} ?", check=read)}


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals:
        shown = shorten(clean(word), 40)
        raise Misuse(f"« {shown} » n’est pas de la forme NOM=VALEUR. Écrivez-les toutes ainsi.")
    return _name(name), value


def _name(word: str) -> str:
    """The setting that a word names, however it is spelled."""
    name = fold(word).replace(" ", "_")
    if name in NAMES:
        return name
    near = get_close_matches(name, NAMES, n=2)
    hint = f" Vouliez-vous dire {' ou '.join(near)} ?" if near else ""
    raise NotFound(
        f"Aucun réglage ne s’appelle « {shorten(clean(word).strip(), 40)} ».{hint} "
        "`venez-vivre config montrer` les montre."
    )


def _read(name: str, text: str | None) -> int | tuple[int, ...] | None:
    return None if text is None else SHARED[name].read(text)


def _own(name: str, text: str | None) -> str | None:
    """A value for this machine; a base is named by its whole path."""
    value = None if text is None else machine.check(name, text)
    if name == "base" and value is not None:
        path = Path(value.removeprefix("sqlite:///")).expanduser().absolute()
        if path.is_dir():
            raise Misuse(f"base : {path} est un dossier. Donnez le chemin d’un fichier.")
        return str(place(value).absolute())
    return value
