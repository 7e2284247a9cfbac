"""What is no longer needed: purge files whose time is over, reread what notes say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from venez_vivre.commands.options import Format, Limit, lines
from venez_vivre.desk import Desk
from venez_vivre.errors import TO_CORRECT, Misuse, Refused, reason
from venez_vivre.grammar import Call, Command, option
from venez_vivre.privacy import rereading, retention
from venez_vivre.privacy.slips import drawn
from venez_vivre.screens import privacy_notes as notes_screens
from venez_vivre.screens import privacy_purge as screens
from venez_vivre.screens.pages import Page
from venez_vivre.store import machine
from venez_vivre.store.queries import purge as queries
from venez_vivre.texts import clean

TEMPLATES = "modeles"
LONGEST = 200

Announce = Annotated[
    bool,
    option(
        "--annoncer",
        help=f"Donner un préavis de {retention.NOTICE.days} jours aux dossiers à leur terme.",
    ),
]
Drafts = Annotated[
    str | None,
    option("--brouillons", metavar="DOSSIER", help="Où écrire les courriers à relire (.eml)."),
]
Confirm = Annotated[
    bool, option("--confirmer", help="Effacer pour de bon les dossiers dont le préavis est passé.")
]
Visa = Annotated[
    str | None,
    option("--visa", metavar="REF", help="Référence du visa des Archives départementales."),
]
WithoutVisa = Annotated[
    str | None,
    option("--sans-objet", metavar="RAISON", help="Pourquoi aucun visa n’est nécessaire."),
]
Details = Annotated[bool, option("--details", help="Lister aussi les références des dossiers.")]

Accept = Annotated[
    list[str] | None,
    option(
        "--accepter", metavar="TEXTE", help="Ne plus montrer ce texte, tant qu’il ne change pas."
    ),
]

Reword = Annotated[
    str | None,
    option("--remplacer", metavar="TEXTE", help="Écrire autre chose à la place de ce texte."),
]
By = Annotated[
    str | None,
    option("--par", metavar="MOTS", help="Ce qu’il dit désormais ; vide, il est retiré."),
]


def purge(
    ctx: Call,
    annoncer: Announce = False,
    brouillons: Drafts = None,
    confirmer: Confirm = False,
    visa: Visa = None,
    sans_objet: WithoutVisa = None,
    details: Details = False,
    form: Format = None,
) -> None:
    """Effacer les dossiers restés sans échange : à blanc d’abord, puis un préavis, puis un visa.

    Sans option, rien n’est écrit : la commande montre ce qui serait annoncé ou effacé. La durée est
    le réglage « conservation », ou celle du territoire. Un effacement confirmé ne s’annule pas.

      venez-vivre rgpd purger --details
      venez-vivre rgpd purger --annoncer --brouillons courriers
      venez-vivre rgpd purger --confirmer --visa "AD71-2025-118"
    """
    from venez_vivre.privacy import erasing  # noqa: PLC0415  brings the models along

    desk: Desk = ctx.obj
    _check(annoncer=annoncer, brouillons=brouillons, confirmer=confirmer, ground=(visa, sans_objet))
    erasing.finish(desk.store)
    if annoncer:
        page = _announce(ctx, brouillons)
    elif confirmer:
        page = _erase(ctx, (visa, sans_objet), form)
    else:
        with desk.reading() as rows:
            page = screens.foreseen(retention.review(rows, desk.today), details=details)
    desk.show(page, form)


def _check(
    *, annoncer: bool, brouillons: str | None, confirmer: bool, ground: tuple[str | None, ...]
) -> None:
    if annoncer and confirmer:
        apart = f"{retention.NOTICE.days} jours les séparent"
        raise Misuse(f"--annoncer et --confirmer ne vont pas ensemble : {apart}.")
    if brouillons and not annoncer:
        raise Misuse("--brouillons écrit les courriers d’une annonce : ajoutez --annoncer.")
    if any(ground) and not confirmer:
        raise Misuse("--visa et --sans-objet accompagnent un effacement : ajoutez --confirmer.")
    if all(ground):
        raise Misuse("Donnez --visa, ou --sans-objet, pas les deux.")


def _announce(ctx: Call, folder: str | None) -> Page:
    from venez_vivre.casework import mail  # noqa: PLC0415
    from venez_vivre.privacy import farewells, purging  # noqa: PLC0415

    desk: Desk = ctx.obj
    place = Path(folder or ".")
    with mail.writing(place, "--brouillons") as write, desk.working(ctx) as work:
        done = purging.announce(work)
        drafted, paths = None, []
        if folder and done.found:
            _make(place)
            drafted = farewells.compose(work.rows, done, desk.agent, machine.folder() / TEMPLATES)
            paths = [write(letter) for letter in drafted.letters]
    return screens.announced(done, drafted, paths)


def _make(folder: Path) -> None:
    """What a folder of letters holds is for its owner alone."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"Le dossier {folder} ne peut pas être créé ({reason(error)}) : rien n’est annoncé. "
            "Donnez un autre dossier avec --brouillons."
        ) from None


def _erase(ctx: Call, said: tuple[str | None, str | None], form: str | None) -> Page:
    """The slip is read before anything goes; the visa is asked for once it has been."""
    from venez_vivre.privacy import erasing, purging, replaying  # noqa: PLC0415

    desk: Desk = ctx.obj
    with desk.reading() as rows:
        seen = retention.review(rows, desk.today)
    if not seen.erasable:
        return screens.nothing_erasable()
    slip = drawn(seen)
    if form in {None, "table"}:
        desk.show(screens.slip(slip))
    ground = purging.Ground(*_ground(desk, *said))
    with desk.working(ctx) as work:
        done = purging.dispose(work, seen, slip, ground)
    replaying.keep_copy(desk.store)
    erasing.scrub(desk.store)
    return screens.erased(done)


def _ground(desk: Desk, visa: str | None, reason: str | None) -> tuple[str | None, str | None]:
    if reason is not None:
        return None, _words(reason)
    question = "Référence du visa des Archives départementales ?"
    if visa is None and not desk.asks:
        raise Misuse('Il manque --visa REF, ou --sans-objet "raison" : rien n’est effacé.')
    return _words(desk.need("--visa", visa, question, check=_words)), None


def _words(text: str) -> str:
    said = clean(text).strip()
    if not said or len(said) > LONGEST:
        raise Misuse(f"Le visa, ou la raison, tient en 1 à {LONGEST} caractères.")
    return said


def slips(ctx: Call, form: Format = None) -> None:
    """Lister les bordereaux d’élimination gardés : un par purge, sans aucun nom.

    Par exemple :

      venez-vivre rgpd bordereaux
    """
    with ctx.obj.reading() as rows:
        found = queries.slips(rows)
    ctx.obj.show(screens.slips(found), form)


def control(
    ctx: Call,
    accepter: Accept = None,
    remplacer: Reword = None,
    par: By = None,
    limit: Limit = None,
    form: Format = None,
) -> int | None:
    """Relire les textes libres : santé, opinions, origine, jugements, numéros à ne pas garder.

    Échanges, projets, bilans, messages… Chaque trouvaille dit pourquoi, et quoi écrire à la place ; le
    code de sortie est alors 5. --remplacer efface l’ancien texte pour de bon, journal compris.

      venez-vivre rgpd controle-notes
      venez-vivre rgpd controle-notes --remplacer echange-12 --par "Cherche un centre de soins."
      venez-vivre rgpd controle-notes --accepter projet-3
    """
    desk: Desk = ctx.obj
    if (remplacer is None) != (par is None) or (remplacer and accepter):
        raise Misuse("--remplacer TEXTE va avec --par, et sans --accepter.")
    if accepter or remplacer:
        desk.show(_corrected(ctx, accepter, remplacer, par), form)
        return None
    with desk.reading() as rows:
        found = rereading.reread(rows)
    desk.show(notes_screens.reread(found, lines(limit, form)), form)
    return TO_CORRECT if found else None


def _corrected(ctx: Call, names: list[str] | None, name: str | None, new: str | None) -> Page:
    """Accept texts as they stand, or write one anew."""
    from venez_vivre.casework.fields import message  # noqa: PLC0415
    from venez_vivre.privacy import erasing, rewording, verdicts  # noqa: PLC0415

    desk: Desk = ctx.obj
    if names:
        with desk.working(ctx) as work:
            done = verdicts.accept(work, names)
        return notes_screens.accepted(done)
    with desk.working(ctx) as work:
        reworded = rewording.reword(work, name or "", message(new))
    erasing.scrub(desk.store)
    return notes_screens.reworded(reworded)


VERBS: tuple[Command, ...] = (
    Command("purger", purge),
    Command("bordereaux", slips),
    Command("controle-notes", control),
)
"""The verbs of `rgpd` about what is no longer needed."""
