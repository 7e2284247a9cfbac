"""What is due: list it, plan it, see it done, put it off, take it to a calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from venez_vivre.casework.finding import find_household, find_officer, officer_number
from venez_vivre.commands.options import Format, Limit, OfOfficer, Since, Until, iso, lines, one_of
from venez_vivre.dates import parse_slot, period, short
from venez_vivre.desk import Desk, write_bytes
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Noun, argument, option
from venez_vivre.screens import followups as screens
from venez_vivre.store.queries import followups as queries
from venez_vivre.store.settings import settings
from venez_vivre.vocabulary import Ending, FollowUpKind

app = Noun()

OfHousehold = Annotated[list[str] | None, argument(metavar="FOYER", help="Celles d’un seul foyer.")]
Household = Annotated[
    str | None, argument(metavar="FOYER", help="Sa référence, un e-mail ou des mots d’un nom.")
]
Which = Annotated[
    list[str] | None,
    argument(metavar="FOYER|NUMERO", help="Le foyer, ou le numéro de la relance."),
]
Action = Annotated[
    str | None, argument(metavar="ACTION", help="Ce qu’il faut faire, entre guillemets.")
]
ActionOption = Annotated[
    str | None, option("--action", metavar="TEXTE", help="La même chose, en option.")
]
DueOn = Annotated[
    str | None,
    option("--echeance", "--le", metavar="DATE", help="Quand : lundi, +7j, « mardi 14h30 »."),
]
At = Annotated[str | None, option("--heure", metavar="14h30", help="À quelle heure.")]
Place = Annotated[str | None, option("--lieu", metavar="LIEU", help="Où, pour un rendez-vous.")]
Appointment = Annotated[bool, option("--rendez-vous", help="C’est un rendez-vous.")]
For = Annotated[
    str | None, option("--pour", metavar="NOM", help="Le chargé d’accueil qui s’en occupe.")
]
OfKind = Annotated[
    FollowUpKind | None,
    option("--type", metavar="CODE", parser=one_of(FollowUpKind), help="action ou rendez_vous."),
]
Late = Annotated[bool, option("--en-retard", help="Seulement celles dont l’échéance est passée.")]
Closed = Annotated[bool, option("--faites", help="Celles qui sont faites, reportées ou annulées.")]
Every = Annotated[bool, option("--toutes", help="Toutes celles du foyer qui sont dues.")]
DoneOn = Annotated[str | None, option("--le", metavar="DATE", help="Quel jour (aujourd’hui).")]
NewDay = Annotated[
    str | None,
    option("--a", "--au", "--echeance", metavar="DATE", help="Le nouveau jour : lundi, +7j…"),
]
Ics = Annotated[
    str | None,
    option("--ics", metavar="FICHIER", help="Le fichier à écrire ; seul ou « - », à l’écran."),
]
Overwrite = Annotated[bool, option("--ecraser", help="Remplacer le fichier s’il existe.")]


@app.command("lister")
def show_all(
    ctx: Call,
    words: OfHousehold = None,
    agent: OfOfficer = None,
    genre: OfKind = None,
    en_retard: Late = False,
    faites: Closed = False,
    du: Since = None,
    au: Until = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Lister ce qui est à faire, le plus en retard d’abord.

    --du et --au portent sur l’échéance.

      venez-vivre relances lister --agent "Léa Martin" --au vendredi
    """
    desk: Desk = ctx.obj
    if en_retard and (au or faites):
        raise Misuse("--en-retard dit déjà jusqu’à quand : sans --au ni --faites.")
    span = period(desk.today, du=du, au="hier" if en_retard else au)
    with desk.reading() as rows:
        household = find_household(rows, words).number if words else None
        officer = officer_number(rows, agent)
        kept = queries.Filter(household, officer, iso(span.start), iso(span.end), genre)
        read = queries.closed_ones if faites else queries.open_ones
        found = read(rows, kept, desk.today.isoformat(), lines(limit, form))
    desk.show(screens.listed(found, desk.today, done=faites), form)


@app.command("planifier")
def schedule(
    ctx: Call,
    words: Household = None,
    text: Action = None,
    action: ActionOption = None,
    echeance: DueOn = None,
    heure: At = None,
    lieu: Place = None,
    rendez_vous: Appointment = False,
    pour: For = None,
    form: Format = None,
) -> None:
    """Planifier une relance ou un rendez-vous.

    Par exemple :

      venez-vivre relances planifier MIRO-425 "rappeler pour l’école" --echeance lundi
      venez-vivre relances planifier dupont "rdv en mairie" --le "mardi 14h30" --lieu Autun
    """
    from venez_vivre.casework import fields  # noqa: PLC0415
    from venez_vivre.casework import planning as cases  # noqa: PLC0415
    from venez_vivre.commands.guided import household  # noqa: PLC0415

    desk: Desk = ctx.obj
    who = words or household(desk)
    what = fields.message(desk.need("ACTION", text or action, "Que faut-il faire ?"))
    if not what:
        raise Misuse("Il manque ACTION : dites ce qu’il faut faire.")
    due_on, due_at = _slot(desk, echeance, heure)
    with desk.working(ctx) as work:
        found = find_household(work.rows, who)
        officer = find_officer(work.rows, pour).number if pour else None
        wish = cases.Wish(what, due_on, due_at, fields.message(lieu), officer, rendez_vous)
        done = cases.schedule(work, found, wish)
    desk.show(screens.planned(found, done.number, done.plan), form)


def _slot(desk: Desk, text: str | None, at: str | None) -> tuple[date, str | None]:
    """The day and the hour that were typed, together or apart."""
    typed = desk.need(
        "--echeance",
        text,
        "Pour quand ? (lundi, +7j, « mardi 14h30 »)",
        check=lambda answer: _to_come(desk, answer),
    )
    day, hour = parse_slot(typed, desk.today)
    if at and hour:
        raise Misuse("L’heure est donnée deux fois : gardez --heure ou celle de --echeance.")
    return (day, hour) if not at else (day, parse_slot(at, desk.today)[1])


def _to_come(desk: Desk, answer: str) -> None:
    day, _ = parse_slot(answer, desk.today)
    if day < desk.today:
        raise Misuse(f"Le {short(day)} est passé. Donnez un jour à venir.")


@app.command("faire")
def finish(
    ctx: Call,
    words: Which = None,
    toutes: Every = False,
    le: DoneOn = None,
    form: Format = None,
) -> None:
    """Cocher une relance : elle est faite.

    Un échange se note plutôt avec `contacts noter`, qui coche aussi ce qui était dû.

      venez-vivre relances faire MIRO-425
      venez-vivre relances faire 128
    """
    _close(ctx, (words, toutes), Ending.DONE, le, form)


@app.command("annuler")
def cancel(
    ctx: Call,
    words: Which = None,
    toutes: Every = False,
    form: Format = None,
) -> None:
    """Retirer une relance qui n’a plus lieu d’être. `venez-vivre annuler` la rend.

    Par exemple :

      venez-vivre relances annuler 128
    """
    _close(ctx, (words, toutes), Ending.CANCELLED, None, form)


def _close(
    ctx: Call,
    which: tuple[list[str] | None, bool],
    ending: Ending,
    le: str | None,
    form: str | None,
) -> None:
    from venez_vivre.casework import planning as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    words, every = which
    name = " ".join(words) if words else _chosen(desk)
    on = desk.day(le) or desk.today
    with desk.working(ctx) as work:
        found = cases.find_open(work.rows, name, desk.today, every=every)
        done = cases.finish(work, found, ending, on)
    desk.show(screens.ended(done), form)


def _chosen(desk: Desk) -> str:
    """The number of the follow-up that is meant, chosen among those that are due."""
    if not desk.asks:
        raise Misuse("Il manque FOYER|NUMERO.")
    kept = queries.Filter(until=desk.today.isoformat())
    with desk.reading() as rows:
        found = queries.open_ones(rows, kept, desk.today.isoformat())
    if not found:
        raise Misuse("Rien n’est dû aujourd’hui : donnez un foyer ou un numéro.")
    return desk.pick("Laquelle ? (quelques lettres, puis Tab)", screens.choices(found))


@app.command("reporter")
def postpone(
    ctx: Call,
    words: Which = None,
    a: NewDay = None,
    toutes: Every = False,
    form: Format = None,
) -> None:
    """Reporter une relance ou un rendez-vous à un autre jour.

    Par exemple :

      venez-vivre relances reporter MIRO-425 --a lundi
      venez-vivre relances reporter 128 --a "mardi 14h30"
    """
    from venez_vivre.casework import planning as cases  # noqa: PLC0415

    desk: Desk = ctx.obj
    name = " ".join(words) if words else _chosen(desk)
    typed = desk.need("--a", a, "À quel jour ?", check=lambda text: _to_come(desk, text))
    until, at = parse_slot(typed, desk.today)
    with desk.working(ctx) as work:
        found = cases.find_open(work.rows, name, desk.today, every=toutes)
        done = cases.postpone(work, found, until, at)
    desk.show(screens.ended(done), form)


@app.command("exporter")
def export(
    ctx: Call,
    ics: Ics = None,
    agent: OfOfficer = None,
    du: Since = None,
    au: Until = None,
    ecraser: Overwrite = False,
) -> None:
    """Exporter les relances et les rendez-vous vers un agenda (Thunderbird, Outlook).

    Un import refait met les mêmes lignes à jour, il n’en ajoute pas.

      venez-vivre relances exporter --ics agenda.ics --agent "Léa Martin"
    """
    from venez_vivre.reports import calendar, files  # noqa: PLC0415

    desk: Desk = ctx.obj
    path = Path(ics) if ics and ics != "-" else None
    if path:
        files.check(path, overwrite=ecraser, option="--ics")
    span = period(desk.today, du=du, au=au)
    with desk.reading() as rows:
        officer = officer_number(rows, agent)
        kept = queries.Filter(None, officer, iso(span.start), iso(span.end))
        found = queries.open_ones(rows, kept, desk.today.isoformat())
        minutes = settings(rows)["minutes_rendez_vous"]
    text = calendar.written(found, minutes)
    if path is None:
        write_bytes(text)
        return
    files.write(path, text, overwrite=ecraser)
    desk.tell(f"{screens.counted(found)} dans {path}")
