"""The table of commands and the root options; errors become a sentence and an exit code here."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Annotated, Any

from venez_vivre import NamedTuple
from venez_vivre.desk import Desk, OutputLost, say, write_text
from venez_vivre.door import lines
from venez_vivre.door.lines import Missing, Unusual
from venez_vivre.errors import (
    DONE,
    MISUSE,
    OUR_FAULT,
    Ambiguous,
    Interrupted,
    Refused,
    VenezVivreError,
)
from venez_vivre.grammar import Call, Command, Noun, filled, option

ABOUT = "Accompagner les foyers qui s’installent en Bourgogne-Franche-Comté."
NAME = "venez-vivre"
HELP = "--help"
HOUSEHOLD = "FOYER"

DAY = "La journée"
FILES = "Les dossiers"
STEERING = "Piloter"
UPKEEP = "Tenir la base"


class Entry(NamedTuple):
    """One line of the table of commands.

    `module` is a module of `venez_vivre.commands`; `verb` names one command of it that stands
    alone at the root, and is empty for a noun with verbs of its own.
    """

    module: str
    help: str
    panel: str
    verb: str = ""

    def load(self) -> Noun:
        """Import the module; its verbs."""
        noun = import_module(f"venez_vivre.commands.{self.module}").app
        if not isinstance(noun, Noun):
            raise TypeError(f"{self.module}: app = Noun() declares the verbs")
        return noun


COMMANDS: dict[str, Entry] = {
    "aujourdhui": Entry("day", "Ce qu’il y a à faire aujourd’hui.", DAY, "aujourdhui"),
    "contacts": Entry("contacts", "Les échanges : noter, importer, lister.", DAY),
    "relances": Entry("followups", "Ce qui est à faire : lister, planifier, faire, reporter.", DAY),
    "visites": Entry("visits", "Les séjours et les week-ends pour découvrir la région.", DAY),
    "apparier": Entry(
        "matching", "Quelles offres pour ce foyer, quels foyers pour cette offre.", DAY, "apparier"
    ),
    "pourquoi": Entry(
        "matching",
        "Ce qu’une offre vaut pour un foyer, et ce qui changerait tout.",
        DAY,
        "pourquoi",
    ),
    "mises-en-relation": Entry(
        "introductions", "Foyers mis en relation : noter, suivre, lister.", DAY
    ),
    "installations": Entry("settlements", "Les installations et leur suivi.", DAY),
    "chercher": Entry("search", "Chercher partout : noms, notes, offres.", DAY, "chercher"),
    "inscrits": Entry("signups", "Les inscriptions : importer, lister.", FILES),
    "foyers": Entry("households", "Les dossiers des foyers.", FILES),
    "offres": Entry("offers", "Les offres : ajouter, importer, vérifier, clore.", FILES),
    "ressources": Entry("resources", "Le carnet des personnes ressources.", FILES),
    "repartir": Entry(
        "sharing", "Répartir les offres rares entre les foyers.", STEERING, "repartir"
    ),
    "besoins": Entry("sharing", "Ce qui manque, et à combien de foyers.", STEERING, "besoins"),
    "entonnoir": Entry("steering", "Des inscrits aux installés.", STEERING, "entonnoir"),
    "rapport": Entry("reports", "Les rapports : hebdo, mensuel, bilan, territoire.", STEERING),
    "projection": Entry("projection", "Les installations à venir.", STEERING, "projection"),
    "campagnes": Entry("campaigns", "Les campagnes : dépense et audience.", STEERING),
    "hypotheses": Entry("assumptions", "Les hypothèses des retombées, leur source.", STEERING),
    "objectifs": Entry("targets", "Les objectifs et leur échéance.", STEERING),
    "territoires": Entry("territories", "Les territoires qui accueillent.", UPKEEP),
    "agents": Entry("officers", "Les chargés d’accueil.", UPKEEP),
    "metiers": Entry("occupations", "Les métiers : code ROME, appellations officielles.", UPKEEP),
    "imports": Entry("imports", "Les imports passés : lister, montrer.", UPKEEP),
    "docteur": Entry("doctor", "Ce qui manque, et ce que cela coûte.", UPKEEP, "docteur"),
    "annuler": Entry("journal", "Annuler la dernière commande.", UPKEEP, "annuler"),
    "refaire": Entry("journal", "Refaire ce qui vient d’être annulé.", UPKEEP, "refaire"),
    "journal": Entry("journal", "Qui a fait quoi, quand.", UPKEEP, "journal"),
    "rgpd": Entry("privacy", "Les droits des personnes : accès, effacement, purge.", UPKEEP),
    "base": Entry("base", "La base : état, sauvegardes, vérification, SQL.", UPKEEP),
    "diagnostic": Entry("diagnostic", "De quoi signaler un défaut.", UPKEEP, "diagnostic"),
    "config": Entry("configuration", "Les réglages : montrer, définir.", UPKEEP),
    "demo": Entry("demo", "Essayer sur une base d’exemple.", UPKEEP, "demo"),
}


def root(  # noqa: PLR0913, PLR0917  one parameter per option of the contract
    call: Call,  # noqa: ARG001  every command takes one
    base: Annotated[str | None, option("--base", metavar="CHEMIN|URL", parser=filled, help="La base à ouvrir (VENEZ_VIVRE_BASE).")] = None,
    date: Annotated[str | None, option("--date", metavar="AAAA-MM-JJ", help="Le jour qu’il est (VENEZ_VIVRE_DATE).")] = None,
    agent: Annotated[str | None, option("--agent", metavar="NOM", help="Qui agit (VENEZ_VIVRE_AGENT).")] = None,
    sans_couleur: Annotated[bool, option("--sans-couleur", help="Afficher sans couleur (NO_COLOR).")] = False,
    version: Annotated[bool, option("--version", help="Montrer la version.")] = False,
    install: Annotated[str | None, option("--install-completion", metavar="[SHELL]", help="Installer la complétion : bash, zsh ou fish.")] = None,
    show: Annotated[str | None, option("--show-completion", metavar="[SHELL]", help="Montrer le script de complétion.")] = None,
) -> Desk:  # fmt: skip
    """Make the desk that every command receives."""
    if install or show:
        _set_up_completion(install, show)
    if version:
        from venez_vivre.desk import version as number  # noqa: PLC0415

        write_text(f"{NAME} {number()}\n")
        raise SystemExit(DONE)
    ask = os.environ.get
    desk = Desk(
        base=base or ask("VENEZ_VIVRE_BASE") or None,
        date_text=date or ask("VENEZ_VIVRE_DATE") or None,
        agent_text=agent or ask("VENEZ_VIVRE_AGENT") or None,
        colored=not (sans_couleur or ask("NO_COLOR")),
    )
    AT_WORK.append(desk)
    return desk


def _set_up_completion(install: str | None, show: str | None) -> None:
    from venez_vivre.door import shells  # noqa: PLC0415  once in the life of a machine

    write_text(shells.set_up(install, show))
    raise SystemExit(DONE)


AT_WORK: list[Desk] = []
"""The desk of the command line being run: it knows what is written for good."""
ROOT = Command("", root)
ALONE = {"--install-completion": "auto", "--show-completion": "auto"}
"""Root options that may stand alone, with the value they then take."""


def run(words: list[str]) -> int:
    """Run one command line, or answer a shell; the exit code of the contract."""
    AT_WORK.clear()
    if os.environ.get("_VENEZ_VIVRE_COMPLETE") or os.environ.get("_VV_COMPLETE"):
        from venez_vivre.door import completing  # noqa: PLC0415

        return completing.reply(completing.asked(), ROOT, COMMANDS)
    try:
        code = _run(words)
    except VenezVivreError as error:
        return _tell(error)
    except KeyboardInterrupt:
        return _interrupted()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else DONE
    except Exception as error:  # noqa: BLE001  every error becomes a sentence and an exit code
        return _other(error)
    return code if isinstance(code, int) else DONE


def _run(words: list[str]) -> Any:
    try:
        return _straight(words)
    except Unusual:
        from venez_vivre.door.lazy import program  # noqa: PLC0415

        code = program(ROOT, COMMANDS).main(words, prog_name=NAME, standalone_mode=False)
        if code == Interrupted.exit_code:  # all that typer says of a Ctrl-C
            raise KeyboardInterrupt from None
        return code


def _straight(words: list[str]) -> Any:
    """Run a plain line without typer, or show a help page."""
    asked = HELP in words
    params = ROOT.params()
    words = lines.completed([word for word in words if word != HELP], ALONE)
    texts, rest = lines.split(words, lines.by_name(params), stop=True)
    desk = root(Call(NAME, None), **{p.name: lines.value_of(p, texts) for p in params})
    if not (rest or asked):
        if not desk.store.exists():
            write_text(WELCOME)
            return DONE
        rest = [MORNING]
    found = _choose(rest)
    if isinstance(found, str):
        return _show_help(found, asked=asked)
    command, path, left = found
    if asked:
        return _show_help(_manual().command_page(command, path), asked=True)
    return lines.run(command, Call(path, desk), _values(desk, command, left))


MORNING = "aujourdhui"
"""What the program shows when nothing else is asked of it."""

WELCOME = """\
Aucune base n’existe encore : elle se crée à la première commande.
`venez-vivre demo` montre l’outil sur un exemple ; `venez-vivre inscrits importer FICHIER` commence
avec vos inscriptions ; `venez-vivre --help` donne toutes les commandes.
"""


def _values(desk: Desk, command: Command, left: list[str]) -> dict[str, Any]:
    """What the words left say; on a terminal, the household that none of them names is asked for."""
    try:
        return lines.read(command, left)
    except Missing as missing:
        if missing.word != HOUSEHOLD or not desk.asks:
            raise
    from venez_vivre.commands.guided import household  # noqa: PLC0415

    answer = household(desk)
    return lines.read(command, [*left, *(() if "--" in left else ("--",)), answer])


def _choose(rest: list[str]) -> tuple[Command, str, list[str]] | str:
    """The command that the words name, its path and the words left; or the page of its group."""
    if not rest:
        return str(_manual().root_page(NAME, ABOUT, COMMANDS, ROOT))
    entry = COMMANDS.get(rest[0])
    if entry is None:
        raise Unusual
    path, noun = f"{NAME} {rest[0]}", entry.load()
    if entry.verb:
        return noun.commands[entry.verb], path, rest[1:]
    if len(rest) == 1:
        return str(_manual().noun_page(path, entry.help, noun))
    if rest[1] not in noun.commands:
        raise Unusual
    return noun.commands[rest[1]], f"{path} {rest[1]}", rest[2:]


def _manual() -> Any:
    from venez_vivre.door import manual  # noqa: PLC0415

    return manual


def _show_help(page: str, *, asked: bool) -> int:
    """A page that was asked for goes to the output; an incomplete line is misuse."""
    from venez_vivre.texts import for_console  # noqa: PLC0415

    if asked:
        write_text(page + "\n")
        return DONE
    sys.stderr.write(for_console(page, sys.stderr.encoding or "utf-8") + "\n")
    return MISUSE


def _tell(error: VenezVivreError) -> int:
    _say(str(error))
    if isinstance(error, Ambiguous):
        for line in error.candidates:
            _say(f"  {line}")
    return error.exit_code


def _other(error: Exception) -> int:
    if isinstance(error, OutputLost):
        return _not_shown(error)
    if isinstance(error, BrokenPipeError):
        return _pipe_closed()
    kind = type(error).__name__
    if hasattr(error, "exit_code") and hasattr(error, "format_message"):
        from venez_vivre.door.manual import usage_sentence  # noqa: PLC0415

        _say(usage_sentence(error))
        return MISUSE
    if kind == "Abort":
        return _interrupted()
    from venez_vivre.door.crash import report  # noqa: PLC0415

    _say(report(error, written=_written()))
    return OUR_FAULT


def _written() -> bool:
    """Whether the command already wrote something for good."""
    return any(desk.written for desk in AT_WORK)


def _interrupted() -> int:
    eval("0")  # noqa: S307  else Python ends by a signal that went through another text
    what = "Interrompu après l’enregistrement." if _written() else STOPPED
    return _tell(Interrupted(what))


STOPPED = "Interrompu : rien n’a été enregistré."


def _not_shown(lost: OutputLost) -> int:
    """The answer is lost, and not the work."""
    code = _pipe_closed()
    if isinstance(lost.__cause__, BrokenPipeError):
        return code
    if _written():
        return _tell(Refused("C’est enregistré, mais la réponse n’a pas pu être affichée."))
    return _tell(Refused(f"La réponse n’a pas pu être écrite : {lost}."))


def _pipe_closed() -> int:
    """The reader of our output left (`| head`): nothing to say, and nobody to say it to."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    return DONE


def _say(text: Any) -> None:
    """One sentence on the error side."""
    from venez_vivre.texts import clean  # noqa: PLC0415

    say(clean(str(text), multiline=True))
