"""The documents of data protection: the record, the information given, the copy of one's data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from venez_vivre.casework.finding import find_household
from venez_vivre.commands.options import Format, HouseholdWords
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse, NotFound, Refused
from venez_vivre.grammar import Call, Command, option
from venez_vivre.screens.pages import TAKE_BACK, Page
from venez_vivre.store.queries.households import Found
from venez_vivre.store.reader import Reader

Person = Annotated[
    str | None,
    option("--personne", metavar="NOM", help="Qui demande : son prénom (l’inscrit d’habitude)."),
]
Everybody = Annotated[
    bool, option("--tout", help="Demande de tous les adultes : personne n’est masqué.")
]
Output = Annotated[
    str | None,
    option("--sortie", metavar="FICHIER", help="Écrire dans un fichier .md, .json, .csv ou .txt."),
]
Overwrite = Annotated[bool, option("--ecraser", help="Remplacer le fichier s’il existe.")]
Controller = Annotated[
    str | None, option("--responsable", metavar="NOM", help="La collectivité responsable.")
]
Contact = Annotated[
    str | None, option("--contact", metavar="TEXTE", help="Où écrire : e-mail, adresse.")
]
Delegate = Annotated[
    str | None,
    option("--delegue", metavar="TEXTE", help="Délégué à la protection des données : nom, e-mail."),
]
Freeze = Annotated[
    bool, option("--fixer", help="Garder ce texte mot pour mot : une preuve pourra le citer.")
]


def registre(ctx: Call, form: Format = None) -> None:
    """Montrer le registre des traitements (RGPD, article 30), à jour de la base.

    Les données sont celles que la base peut vraiment contenir, colonne par colonne.

      venez-vivre rgpd registre -f md > registre.md
    """
    from venez_vivre.privacy.record import record  # noqa: PLC0415
    from venez_vivre.screens import privacy_record as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    with desk.reading() as rows:
        made = record(rows, desk.store.path)
    desk.show(screens.page(made), form)


def notice(
    ctx: Call,
    responsable: Controller = None,
    contact: Contact = None,
    delegue: Delegate = None,
    fixer: Freeze = False,
    form: Format = None,
) -> None:
    """Montrer l’information à donner aux personnes, prête à envoyer.

    --responsable, --contact et --delegue se disent une fois : la base les retient, pour le registre
    aussi. --fixer garde le texte du jour ; `rgpd information` note à qui il a été montré.

      venez-vivre rgpd notice --responsable "CC du Grand Autunois" --contact rgpd@example.org
      venez-vivre rgpd notice --fixer
      venez-vivre rgpd notice -f md > information.md
    """
    from venez_vivre.privacy import notices, parties  # noqa: PLC0415
    from venez_vivre.screens import privacy_record as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    given = {"responsable": responsable, "contact": contact, "delegue": delegue}
    changed = False
    if fixer or any(text is not None for text in given.values()):
        with desk.working(ctx) as work:
            new = parties.settle(work, given)
            work.session.flush()
            settled = fixer and notices.settle(work)
            changed = new or settled
            work.idle = not changed
            work.says("notice d’information fixée" if settled else "responsable du traitement")
    with desk.reading() as rows:
        made = notices.draw_up(rows, desk.today.isoformat())
    desk.show(screens.notice(made), form)
    desk.tell(screens.state(made))
    if changed:
        desk.tell(TAKE_BACK)


def acces(
    ctx: Call,
    words: HouseholdWords,
    personne: Person = None,
    tout: Everybody = False,
    sortie: Output = None,
    ecraser: Overwrite = False,
    form: Format = None,
) -> None:
    """Réunir tout ce que la base garde d’un foyer, pour une demande d’accès (RGPD, article 15).

    Les valeurs du jour et celles d’avant, que le journal garde, avec leur jour et leur fichier
    d’origine. La copie est pour un adulte : les autres sont masqués, sauf avec --tout. Les notes
    des agents en font partie ; eux n’y sont nommés que par leur fonction.

      venez-vivre rgpd acces MIRO-425 --sortie copie.md
      venez-vivre rgpd acces MIRO-425 --personne Claire -f json
    """
    from venez_vivre.privacy.access import access  # noqa: PLC0415
    from venez_vivre.screens import privacy_access as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    if personne and tout:
        raise Misuse("--tout est la demande de tous les adultes : n’ajoutez pas --personne.")
    path, kind = _target(sortie, form, overwrite=ecraser)
    with desk.reading() as rows:
        found = _standing(rows, words)
        copy = access(rows, found, [personne] if personne else None, desk.today, joint=tout)
    _out(desk, screens.page(copy), (path, kind), overwrite=ecraser)
    for warning in screens.to_read_again(copy):
        desk.tell(warning)


def _standing(rows: Reader, words: list[str]) -> Found:
    """The file of the base; one that the journal alone still keeps is not said to be unknown."""
    from venez_vivre.privacy.vanished import household  # noqa: PLC0415  only here

    try:
        return find_household(rows, words)
    except NotFound as missing:
        reference = household(rows, " ".join(words), missing).reference
        raise Refused(
            f"Le foyer {reference} n’est plus dans la base, mais le journal garde encore ses "
            "valeurs, d’un geste annulé. `venez-vivre refaire` le remet s’il vient d’être annulé : "
            f"sa copie se fait alors. `venez-vivre rgpd effacer {reference}` l’efface du journal."
        ) from missing


def _target(
    sortie: str | None, form: str | None, *, overwrite: bool
) -> tuple[Path | None, str | None]:
    """Where a copy goes and in which format, refused before any work is done."""
    from venez_vivre.reports import LISTS, files  # noqa: PLC0415

    path = Path(sortie) if sortie else None
    kind = form or (files.format_of(path) if path else None)
    if kind and kind not in LISTS:
        raise Misuse(f"--sortie : le nom doit finir par .md, .json, .csv ou .txt, pas .{kind}.")
    if path:
        files.check(path, overwrite=overwrite)
    return path, kind


def _out(
    desk: Desk, page: Page, target: tuple[Path | None, str | None], *, overwrite: bool
) -> None:
    path, kind = target
    if path is None:
        desk.show(page, kind)
        return
    from venez_vivre.reports import files  # noqa: PLC0415

    files.save(path, page, kind, overwrite=overwrite)
    desk.tell(f"Copie écrite dans {path}, lisible par vous seul.")


VERBS: tuple[Command, ...] = (
    Command("registre", registre),
    Command("notice", notice),
    Command("acces", acces),
)
