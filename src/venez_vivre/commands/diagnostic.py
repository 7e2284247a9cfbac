"""What to send with the report of a bug."""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version

from venez_vivre.commands.options import Format
from venez_vivre.desk import Desk
from venez_vivre.errors import VenezVivreError
from venez_vivre.grammar import Call, Noun
from venez_vivre.screens import diagnostic as screens
from venez_vivre.screens.diagnostic import Diagnosis
from venez_vivre.store import checks, condition, driver

app = Noun()

PACKAGE = "venez-vivre"


@app.command("diagnostic")
def diagnose(ctx: Call, form: Format = None) -> None:
    """Rassembler de quoi signaler un défaut : versions, nombres, état de la base.

    Ni personne, ni texte saisi, ni chemin n’y sont.

      venez-vivre diagnostic
      venez-vivre diagnostic --format json
    """
    desk: Desk = ctx.obj
    found = Diagnosis(_versions(), None, None)
    try:
        found = found._replace(condition=condition.of(desk.store))
        if found.condition and found.condition.exists and not desk.store.served:
            found = found._replace(examined=checks.examine(desk.store))
    except VenezVivreError as error:  # a base that cannot be read is what is told of it
        found = found._replace(obstacle=condition.obstacle(desk.store, error))
    desk.show(screens.page(found), form)


def _versions() -> dict[str, str]:
    """The program, what it runs on, and each package it asks for."""
    own = {
        PACKAGE: version(PACKAGE),
        "python": platform.python_version(),
        "systeme": f"{platform.system()} {platform.release()} {platform.machine()}",
        "sqlite": driver.sqlite.sqlite_version,
        "pilote": driver.sqlite.__name__.partition(".")[0],
        "sortie": sys.stdout.encoding or "" if sys.stdout else "",
        "terminal": os.environ.get("TERM", ""),
    }
    return own | {name: found for name in _packages() if (found := _installed(name))}


def _packages() -> list[str]:
    """The packages that the program asks for, by its own word."""
    asked = requires(PACKAGE) or []
    return sorted({re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0] for text in asked})


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
