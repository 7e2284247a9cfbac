"""Reports for those who decide: drawn up once, shown or written in any format."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.commands.frozen import FROZEN
from venez_vivre.dates import of_epoch, period, short
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse, Refused
from venez_vivre.grammar import Call, Command, Noun, Param, option
from venez_vivre.reports import BINARY, check_report_format, files
from venez_vivre.screens.documents import page as screens
from venez_vivre.steering import groups
from venez_vivre.steering.documents import publishing
from venez_vivre.steering.documents.kinds import KINDS, Kind, Ordered, draw_up
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, plural

FORMATS = "table, json, csv, md, html, pdf ou xlsx."
AUDIENCES = ("interne", "publique")


def audience(text: str) -> str:
    """Whom a report is for."""
    if text not in AUDIENCES:
        raise Misuse(f"« {clean(text)} » n’est pas connu : {', '.join(AUDIENCES)}.")
    return text


def _text(name: str, mark: Any) -> Param:
    return Param(name, mark, str | None, default=None, required=False)


def _switch(name: str, mark: Any) -> Param:
    return Param(name, mark, bool, default=False, required=False)


PERIOD = (
    ("semaine", "2025-W48", "Une semaine."),
    ("mois", "2025-11", "Un mois."),
    ("annee", "2025", "Une année."),
    ("du", "DATE", "Premier jour, compris."),
    ("au", "DATE", "Dernier jour, compris."),
    ("territoire", "CODE", "Un seul territoire."),
)
FORM = option("--format", "-f", metavar="FORMAT", parser=check_report_format, help=FORMATS)
OUTPUT = option(
    "--sortie",
    metavar="FICHIER",
    help="Écrire dans un fichier ; {semaine}, {mois}, {date}, {territoire}… y sont remplacés.",
)
OVERWRITE = option("--ecraser", help="Remplacer le fichier s’il existe.")
AUDIENCE = option(
    "--diffusion",
    metavar="PUBLIC",
    parser=audience,
    help="interne, ou publique : les petits nombres sont masqués.",
    completes=AUDIENCES,
)

FREEZE = option("--figer", help="Garder ces chiffres : ce sont ceux qui sont publiés.")
KNOWN = option("--tel-que-su", metavar="DATE", help="Ne compter que ce qui était saisi ce jour-là.")


def params() -> tuple[Param, ...]:
    """The options of every report."""
    return (
        *(_text(n, option(f"--{n}", metavar=value, help=told)) for n, value, told in PERIOD),
        _text("form", FORM),
        _text("sortie", OUTPUT),
        _switch("ecraser", OVERWRITE),
        _text("diffusion", AUDIENCE),
        _switch("figer", FREEZE),
        _text("tel_que_su", KNOWN),
    )


class Wish(NamedTuple):
    """The options of a report, as typed."""

    semaine: str | None = None
    mois: str | None = None
    annee: str | None = None
    du: str | None = None
    au: str | None = None
    territoire: str | None = None
    form: str | None = None
    sortie: str | None = None
    ecraser: bool = False
    diffusion: str | None = None
    figer: bool = False
    tel_que_su: str | None = None

    @property
    def days(self) -> dict[str, str | None]:
        """The options that say the period."""
        return {name: getattr(self, name) for name in ("semaine", "mois", "annee", "du", "au")}


def reporter(kind: Kind, doc: str) -> Command:
    """The verb that draws up a report."""

    def draw(ctx: Call, **values: Any) -> None:
        _draw(ctx, kind, Wish(**values))

    draw.__doc__ = doc
    return Command(kind.code, draw, params)


def _draw(ctx: Call, kind: Kind, wish: Wish) -> None:
    desk: Desk = ctx.obj
    asked = period(_today(desk), **wish.days)
    form = _form(wish)
    _can_be_shown(form, wish)
    known_on, public = _known_on(desk, wish), wish.diffusion == "publique"
    if wish.figer:
        _freeze(ctx, kind, wish, Ordered(asked, _today(desk), public=public))
        return
    with desk.reading() as rows, _as_known(desk, rows, known_on) as seen:
        code, partly = groups.own(rows, wish.territoire)
        place = groups.territory(seen, code) if code else None
        draft = draw_up(seen, kind, Ordered(asked, _today(desk), place, known_on, public))
    with ExitStack() as files_after:
        path = _out(desk, wish, publishing.published(draft, public=public), files_after)
    _tell_where(desk, kind, wish, path)
    if partly:
        desk.tell(partly)


def _today(desk: Desk) -> date:
    """The day a report is drawn up: today, or that of SOURCE_DATE_EPOCH when none was said."""
    epoch = None if desk.date_text else of_epoch(os.environ.get("SOURCE_DATE_EPOCH", ""))
    return epoch or desk.today


def _known_on(desk: Desk, wish: Wish) -> date | None:
    """The day of `--tel-que-su`, today at the latest."""
    day = desk.day(wish.tel_que_su)
    if day is None:
        return None
    if wish.figer:
        raise Misuse(
            "--tel-que-su montre ce qui était su : cela ne se fige pas. Retirez l’une des deux."
        )
    if day > _today(desk):
        raise Misuse("--tel-que-su demande un jour passé : personne ne sait ce qui sera saisi.")
    return day


@contextmanager
def _as_known(desk: Desk, rows: Reader, day: date | None) -> Iterator[Reader]:
    """The base as it is, or as it was at the end of that day."""
    if day is None:
        yield rows
        return
    from venez_vivre.store.known import known_at  # noqa: PLC0415  a second of work, when asked

    with known_at(rows, day=day) as seen:
        if not seen.last or _knew_nobody(rows, seen):
            raise Refused(
                f"Rien n’était encore saisi le {short(day)} : choisissez un jour plus récent."
            )
        if seen.kept:
            desk.tell(
                f"{plural(seen.kept, 'dossier')} : une saisie datée d’avant, faite depuis, empêche "
                "de les revoir tels quels ; ils sont montrés comme aujourd’hui."
            )
        yield seen


def _knew_nobody(rows: Reader, seen: Reader) -> bool:
    """Whether nobody was there yet, of those who are: zeros would be taken for figures."""
    count = "SELECT count(*) FROM (SELECT 1 FROM signup LIMIT 1)"
    return bool(rows.value(count)) and not seen.value(count)


def _freeze(ctx: Call, kind: Kind, wish: Wish, order: Ordered) -> None:
    """Draw up, write and keep what is published, all of it or nothing."""
    from venez_vivre.casework.publishing import publish  # noqa: PLC0415  a write alone pays models
    from venez_vivre.steering import frozen  # noqa: PLC0415

    desk: Desk = ctx.obj
    # The file takes its name once the figures are kept: neither is there without the other.
    with ExitStack() as files_after, desk.working(ctx) as work:
        code, partly = groups.own(work.rows, wish.territoire)
        if partly:
            raise Refused(f"{partly} Figez-les un par un, avec --territoire.")
        place = groups.territory(work.rows, code) if code else None
        draft = draw_up(work.rows, kind, order._replace(place=place))
        document = publishing.published(draft, public=order.public)
        number = publish(
            work,
            document,
            frozen.figures(work.rows, draft.scope),
            place.number if place else None,
            frozen.to_date(work.rows, draft.scope),
        )
        path = _out(desk, wish, document, files_after)
    _tell_where(desk, kind, wish, path)
    desk.tell(
        f"Ces chiffres sont gardés sous le numéro {number}. `venez-vivre rapport figes {number}` "
        "dira ce qui change."
    )


def _out(desk: Desk, wish: Wish, document: dict[str, Any], files_after: ExitStack) -> Path | None:
    """Show the report; or prepare its file, which is there when the stack ends well."""
    form = _form(wish)
    if wish.sortie in {None, STANDARD}:
        desk.show(screens.page(document, form, brief=True), form)
        return None
    path = Path(files.named(wish.sortie or "", publishing.words_of(document)))
    page = screens.page(document, form)
    files_after.enter_context(files.prepared(path, page, form, overwrite=wish.ecraser))
    return path


def _tell_where(desk: Desk, kind: Kind, wish: Wish, path: Path | None) -> None:
    if path is None:
        return
    form = _form(wish)
    desk.tell(f"{kind.title} écrit dans {path}")
    ending = files.SUFFIXES.get(path.suffix.lower())
    if ending and ending != (form or "table"):
        desk.tell(f"Le nom finit par {path.suffix}, mais le contenu est au format {form}.")


STANDARD = "-"
"""What `--sortie` takes for the standard output."""


def _form(wish: Wish) -> str | None:
    """The format that was said, else that of the file's name."""
    if wish.sortie is not None and not wish.sortie.strip():
        raise Misuse("--sortie demande le nom d’un fichier ; celui-ci est vide.")
    if wish.form or wish.sortie in {None, STANDARD}:
        return wish.form
    return files.format_of(Path(wish.sortie or STANDARD))


def _can_be_shown(form: str | None, wish: Wish) -> None:
    """A terminal shows no workbook: better said before any work than after."""
    import sys  # noqa: PLC0415  only here

    if (
        form in BINARY
        and wish.sortie in {None, STANDARD}
        and sys.stdout is not None
        and sys.stdout.isatty()
    ):
        raise Refused(f"Un fichier {form} ne se lit pas ici. Ajoutez --sortie rapport.{form}.")


app = Noun(
    reporter(
        KINDS["hebdo"],
        """La semaine : ce qui s’est fait, ce qui bloque, ce qui vient, à côté de la précédente.

    Sans date, la dernière semaine finie. Un script l’écrit chaque lundi :

      venez-vivre rapport hebdo --sortie rapport-{semaine}.html
      venez-vivre rapport hebdo --semaine 2025-W48 --format json
    """,
    ),
    reporter(
        KINDS["mensuel"],
        """Le mois : étapes, objectifs, territoires, canaux et coûts, délais.

    Sans date, le dernier mois fini ; chaque chiffre est à côté du mois d’avant et du même mois un an
    plus tôt.

      venez-vivre rapport mensuel --mois 2025-10 --sortie octobre.pdf
    """,
    ),
    reporter(
        KINDS["bilan"],
        """Le bilan : entonnoir, campagnes, objectifs, retombées, délais et territoires.

    Sans date, il compte tout jusqu’à aujourd’hui. Avec --sortie, le format suit la fin du nom du
    fichier (.html, .pdf, .xlsx, .md, .json, .csv, .txt) si --format ne le dit pas.

      venez-vivre rapport bilan --sortie bilan.pdf
      venez-vivre rapport bilan --diffusion publique --sortie bilan.html
    """,
    ),
    reporter(
        KINDS["territoire"],
        """Un territoire : son mois, sa place parmi les autres, ce qui y bloque.

    Sans date, le dernier mois fini.

      venez-vivre rapport territoire --territoire T05 --sortie {territoire}-{mois}.pdf
    """,
    ),
    FROZEN,
)
