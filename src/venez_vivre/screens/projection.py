"""How the projection looks: what is expected and where, past projections, the targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.dates import short
from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, Table
from venez_vivre.screens.projection_figures import RECORD_KEYS, assumptions, data, records, told
from venez_vivre.screens.targets import EMPTY as NO_TARGET
from venez_vivre.steering.forecasting.results import Backtest, Line, Outlook, Range, Settled
from venez_vivre.steering.groups import UNKNOWN
from venez_vivre.steering.projection import METHOD, Projection
from venez_vivre.steering.targets import LABELS, STATES
from venez_vivre.texts import number, percent, plural

ORIGINS = {
    "accompagnes": "Accompagnés",
    "inscrits": "Inscrits, pas encore joints",
    "a_venir": "Inscriptions d’ici là",
}
ORIGIN_COLUMNS = (
    Column("origine", "D’où ils viendront", "name"),
    Column("foyers", "Foyers", "count"),
    Column("attendu_foyers", "Attendus,\nfoyers", "count"),
    Column("attendu_personnes", "Attendus,\npersonnes", "count"),
)
TERRITORY_COLUMNS = (
    Column("nom", "Territoire", "name"),
    Column("foyers_ouverts", "Foyers\nouverts", "count", minor=2),
    Column("deja_foyers", "Installés,\nfoyers", "count", minor=1),
    Column("foyers_attendu", "Attendus,\nfoyers", "count"),
    Column("foyers", "8 fois\nsur 10"),
    Column("personnes_attendu", "Attendus,\npersonnes", "count", spare=1),
    Column("personnes", "8 fois\nsur 10", spare=2),
)
PAST_COLUMNS = (
    Column("jour", "Projection\ndu", "day"),
    Column("annonce_foyers", "Annonçait,\nfoyers"),
    Column("realise_foyers", "Réalisé,\nfoyers", "count"),
    Column("annonce_personnes", "Annonçait,\npersonnes", spare=2),
    Column("realise_personnes", "Réalisé,\npersonnes", "count", spare=1),
    Column("tenue", "Foyers dans\nla fourchette", spare=3),
)
TARGET_COLUMNS = (
    Column("libelle", "Objectif", "name"),
    Column("valeur", "Valeur", "count"),
    Column("echeance", "Échéance", "day", spare=1),
    Column("atteint", "Atteint", "count", minor=2),
    Column("a_l_echeance", "À\nl’échéance", "count"),
    Column("intervalle", "8 fois\nsur 10", minor=1),
    Column("chances", "Chances", minor=3),
    Column("atteint_le", "Atteint le"),
)
SUMS = "Les nombres attendus s’additionnent, au dixième ; les fourchettes ne s’additionnent pas."
TARGET_NOTE = (
    "Les installations suivent la projection ; les autres objectifs, leur rythme récent, mesuré "
    "sur autant de jours qu’il en reste (de 90 à 365), sans fourchette. « Au-delà du … » : la "
    "projection ne regarde pas plus loin."
)
UNTESTED = (
    "Aucune date passée ne se prête à la vérification : il y faut 20 installations connues ce "
    "jour-là, et un recul aussi long que ce qui est projeté."
)
EMPTY = "Aucun foyer inscrit dans ce territoire."
MISSED = {
    (): "",
    (1,): " ; {who} trop peu",
    (-1,): " ; {who} trop",
    (-1, 1): " ; {who} tantôt trop, tantôt trop peu",
}
CAUTION = " Lisez la fourchette de celle-ci avec prudence."
HOMELESS = (
    " « (non renseigné) » : les foyers sans territoire à ce jour ; ceux qui s’installeront "
    "rejoindront celui qui les accueille."
)


def page(value: Projection) -> Page:
    """The projection on a page; a spreadsheet gets one row for each territory."""
    return Page(data(value), lambda: _blocks(value), RECORD_KEYS, lambda: records(value))


def _blocks(value: Projection) -> list[Block]:
    whole = " (ensemble du dispositif)" if value.territory else ""
    return [
        Prose(_title(value), "title"),
        key_figures(value),
        origin_table(value),
        Prose("Territoires", "section"),
        territory_table(value),
        Prose("Ce que valaient les projections passées", "section"),
        *past_blocks(value.backtests),
        Prose(f"Objectifs{whole}", "section"),
        target_table(value.outlooks),
        Prose("Méthode et hypothèses", "section"),
        *(Prose(text, "dim") for text in (METHOD, *assumptions(value))),
    ]


def _title(value: Projection) -> str:
    name = f"{value.territory.name} · " if value.territory else ""
    return f"Projection · {name}du {short(value.day)} au {short(value.until)}"


def key_figures(value: Projection) -> Facts:
    """What is there, what is to come, and both, in people and in households."""
    settled, coming, total = value.settled, value.expected, value.total
    return Facts(
        [
            (f"Installés au {short(value.day)}", _both(settled)),
            ("Attendus d’ici là", _ranges(coming.people, coming.households)),
            (f"Installés au {short(value.until)}", _ranges(total.people, total.households)),
        ]
    )


def _both(settled: Settled) -> str:
    people = plural(settled.people, "personne")
    return f"{people}, {plural(settled.households, 'foyer')}"


def _ranges(people: Range, households: Range) -> str:
    """Both units: « 793 personnes (671 à 935), 370 foyers (326 à 424) »."""
    return f"{_about(people, 'personne')}, {_about(households, 'foyer')}"


def _about(found: Range, noun: str) -> str:
    whole = plural(round(found.expected), noun)
    return f"{whole} ({interval(found)})"


def interval(found: Range) -> str:
    """« 326 à 424 »."""
    return f"{number(found.low)} à {number(found.high)}"


def origin_table(value: Projection) -> Table:
    """Who is expected: accompanied, only registered, not signed up yet."""
    rows = [[ORIGINS[o.key], o.households, o.expected, o.people] for o in value.origins]
    coming = value.expected
    rows.append(["Total", None, coming.households.expected, coming.people.expected])
    return Table(ORIGIN_COLUMNS, rows)


def territory_table(value: Projection) -> Table:
    """Each territory, and their total."""
    rows = [_territory(line) for line in value.territories]
    if len(rows) > 1:
        waiting = sum(line.waiting for line in value.territories)
        rows.append(_territory(Line("", "Total", waiting, value.settled, value.expected)))
    note = SUMS + (HOMELESS if any(line.key == UNKNOWN for line in value.territories) else "")
    return Table(TERRITORY_COLUMNS, rows, note=note, empty=EMPTY)


def _territory(line: Line) -> list[Any]:
    households, people = line.expected.households, line.expected.people
    counts = [line.waiting, line.settled.households]
    said = [households.expected, interval(households), people.expected, interval(people)]
    return [line.label, *counts, *said]


def past_blocks(found: Sequence[Backtest]) -> list[Block]:
    """Past projections beside what came, and how many held."""
    if not found:
        return [Prose(UNTESTED, "dim")]
    rows = [
        [
            one.day,
            interval(one.said.households),
            one.came.households,
            interval(one.said.people),
            one.came.people,
            "oui" if one.held else "non",
        ]
        for one in found
    ]
    return [Prose(told(found[0])), Table(PAST_COLUMNS, rows, note=_verdict(found))]


def _verdict(found: Sequence[Backtest]) -> str:
    """How many past projections held, and on which side the others were."""
    held = sum(one.held for one in found)
    sides = tuple(sorted({one.missed for one in found if one.missed}))
    counted = plural(len(found), "projection passée", "projections passées")
    until = short(found[0].until)
    said = MISSED[sides].format(who=_who(held, len(found) - held))
    return (
        f"Jusqu’au {until}, avec ce qui était daté ce jour-là : {held} sur {counted} dans la "
        f"fourchette{said}.{CAUTION if held * 2 < len(found) else ''}"
    )


def _who(held: int, missed: int) -> str:
    if missed == 1:
        return "l’autre annonçait" if held else "elle annonçait"
    return "les autres annonçaient" if held else "toutes annonçaient"


def target_table(found: Sequence[Outlook]) -> Table:
    """Each target: what will be reached by its deadline, and the day on which it is met."""
    note = TARGET_NOTE if found else ""
    return Table(TARGET_COLUMNS, [_target(one) for one in found], note=note, empty=NO_TARGET)


def _target(one: Outlook) -> list[Any]:
    goal, ranged = one.pace.goal, one.by_projection and one.expected
    return [
        LABELS[goal.indicator].capitalize(),
        goal.value,
        goal.deadline,
        one.pace.reached,
        round(one.expected.expected) if one.expected else None,
        interval(one.expected) if one.expected and ranged else None,
        _chances(one.chance),
        _when(one),
    ]


def _chances(chance: float | None) -> str:
    if chance is None:
        return ""
    if chance < 0.01:
        return f"moins de {percent(0.01, 0)}"
    return f"plus de {percent(0.99, 0)}" if chance > 0.99 else percent(chance, 0)


def _when(one: Outlook) -> str:
    """The day on which it will be met, or the last one looked at; else where it stands."""
    if one.met_on:
        return short(one.met_on)
    if one.seen:
        return f"au-delà du {short(one.seen)}"
    state = one.pace.state
    return STATES["manque"] if state == "en_retard" else STATES[state]
