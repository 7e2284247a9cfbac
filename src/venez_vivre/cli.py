"""The table of commands and the root options; errors become a sentence and an exit code here."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
import typer.main
from typer.core import TyperGroup

from venez_vivre.desk import Desk
from venez_vivre.errors import DONE, Ambiguous, Interrupted, VenezVivreError
from venez_vivre.lazy import Entry, RootGroup
from venez_vivre.manual import usage_sentence

DAY = "La journée"
FILES = "Les dossiers"
STEERING = "Piloter"
UPKEEP = "Tenir la base"

COMMANDS: dict[str, Entry] = {
    "inscrits": Entry("signups", "Les inscriptions : importer, lister.", FILES),
    "foyers": Entry("households", "Les dossiers des foyers.", FILES),
    "contacts": Entry("contacts", "Les échanges : noter, importer, lister.", DAY),
    "installations": Entry("settlements", "Les installations et leur suivi.", DAY),
    "offres": Entry("offers", "Les offres : importer, lister, montrer.", FILES),
    "entonnoir": Entry("steering", "Des inscrits aux installés.", STEERING, "entonnoir"),
    "rapport": Entry("reports", "Les rapports : bilan.", STEERING),
    "campagnes": Entry("campaigns", "Les campagnes : dépense et audience.", STEERING),
    "objectifs": Entry("targets", "Les objectifs et leur échéance.", STEERING),
    "territoires": Entry("territories", "Les territoires qui accueillent.", UPKEEP),
    "agents": Entry("officers", "Les chargés d’accueil.", UPKEEP),
    "annuler": Entry("journal", "Annuler la dernière commande.", UPKEEP, "annuler"),
    "refaire": Entry("journal", "Refaire ce qui vient d’être annulé.", UPKEEP, "refaire"),
    "journal": Entry("journal", "Qui a fait quoi, quand.", UPKEEP, "journal"),
    "demo": Entry("demo", "Essayer sur une base d’exemple.", UPKEEP, "demo"),
}
RootGroup.table = COMMANDS

app = typer.Typer(
    cls=RootGroup,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Accompagner les foyers qui s’installent en Bourgogne-Franche-Comté.",
)


@app.callback()
def root(
    ctx: typer.Context,
    base: Annotated[str | None, typer.Option("--base", metavar="CHEMIN|URL", help="La base à ouvrir (VENEZ_VIVRE_BASE).")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="AAAA-MM-JJ", help="Le jour qu’il est (VENEZ_VIVRE_DATE).")] = None,
    agent: Annotated[str | None, typer.Option("--agent", metavar="NOM", help="Qui agit (VENEZ_VIVRE_AGENT).")] = None,
    sans_couleur: Annotated[bool, typer.Option("--sans-couleur", help="Afficher sans couleur (NO_COLOR).")] = False,
    version: Annotated[bool, typer.Option("--version", help="Montrer la version.")] = False,
) -> None:  # fmt: skip
    """Keep the root options on the desk that every command receives."""
    if version:
        ctx.obj = None
        from venez_vivre.desk import version as number  # noqa: PLC0415

        typer.echo(f"venez-vivre {number()}")
        raise typer.Exit
    ctx.obj = Desk(
        base=base or os.environ.get("VENEZ_VIVRE_BASE") or None,
        date_text=date or os.environ.get("VENEZ_VIVRE_DATE") or None,
        agent_text=agent or os.environ.get("VENEZ_VIVRE_AGENT") or None,
        colored=not (sans_couleur or os.environ.get("NO_COLOR")),
    )


def run(words: list[str]) -> int:
    """Run one command line; the exit code of the contract."""
    program: TyperGroup = typer.main.get_group(app)
    try:
        code = program.main(words, prog_name="venez-vivre", standalone_mode=False)
        sys.stdout.flush()
    except VenezVivreError as error:
        return _tell(error)
    except KeyboardInterrupt:
        return _tell(Interrupted("Interrompu : rien n’a été enregistré."))
    except BrokenPipeError:
        return _pipe_closed()
    except Exception as error:  # noqa: BLE001  every error becomes a sentence and an exit code
        return _other(error)
    return code if isinstance(code, int) else DONE


def _tell(error: VenezVivreError) -> int:
    _say(str(error))
    if isinstance(error, Ambiguous):
        for line in error.candidates:
            _say(f"  {line}")
    return error.exit_code


def _other(error: Exception) -> int:
    if hasattr(error, "exit_code") and hasattr(error, "format_message"):
        if type(error).__name__ == "NoArgsIsHelpError":
            _say(error.ctx.get_help())  # type: ignore[attr-defined]
            return 2
        _say(usage_sentence(error))
        return 2
    if type(error).__name__ == "Abort":
        return _tell(Interrupted("Interrompu : rien n’a été enregistré."))
    from venez_vivre.crash import report  # noqa: PLC0415

    _say(report(error))
    return 70


def _pipe_closed() -> int:
    """The reader of our output left (`| head`): nothing to say, and nobody to say it to."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    return DONE


def _say(text: Any) -> None:
    from venez_vivre.texts import clean, for_console  # noqa: PLC0415

    encoding = sys.stderr.encoding or "utf-8"
    print(for_console(clean(str(text), multiline=True), encoding), file=sys.stderr)  # noqa: T201
