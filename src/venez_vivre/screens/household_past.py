"""The past of a household, the latest first: exchanges, introductions, visits, changes of stage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from venez_vivre import NamedTuple
from venez_vivre import vocabulary as v
from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.screens.pages import Column, Table
from venez_vivre.store.queries.households import Record
from venez_vivre.texts import plural, shorten

SHOWN = 15
"""How many lines of the past fit the screen."""

COLUMNS = (
    Column("date", "Date", "day"),
    Column("quoi", "Historique"),
    Column("detail", ""),
    Column("agent", "Par", minor=1),
)


def table(file: Record) -> Table:
    """The latest lines, and how many are older."""
    past = sorted(_past(file), key=lambda event: event.order, reverse=True)
    rest = len(past) - SHOWN
    note = (
        f"… et {plural(rest, 'plus ancien', 'plus anciens')} : `-f json` les donne."
        if rest > 0
        else ""
    )
    return Table(COLUMNS, [[e.day, e.what, e.detail, e.by] for e in past[:SHOWN]], note=note)


ENDED: dict[str | None, tuple[str, str]] = {
    v.Ending.DONE: ("fait", "tenu"),
    v.Ending.POSTPONED: ("reporté", "reporté"),
    v.Ending.MISSED: ("manqué", "manqué"),
    v.Ending.CANCELLED: ("annulé", "annulé"),
    None: ("fait", "tenu"),
}
"""How an action and an appointment ended, in words."""


class Event(NamedTuple):
    """One line of the past; `order` sorts events of the same day by what usually comes first."""

    day: str
    rank: int
    what: str
    detail: str = ""
    by: str | None = None

    @property
    def order(self) -> tuple[str, int]:
        """The newest day first; on one day, the sign-up is the oldest."""
        return (self.day, self.rank)


def _past(file: Record) -> Iterable[Event]:
    for form in file["inscriptions"]:
        text = _joined(label(v.Channel, form["canal"]), line(form["message"]))
        source = f"import {form['import']}" if form["import"] else ""
        yield Event(form["date"], 0, "inscription", _joined(text, source))
    yield from _contacts(file)
    for due in file["relances"]:
        if due["faite_le"]:
            meeting = due["type"] == v.FollowUpKind.APPOINTMENT
            what = ("rendez-vous " if meeting else "") + ENDED[due["issue"]][meeting]
            where = f", {due['lieu']}" if due["lieu"] else ""
            day = short(date.fromisoformat(due["echeance"]))
            text = f"{line(due['action'])}{where}, prévu le {day}"
            yield Event(due["faite_le"], 2, what, text, due["agent"])
    for move in file["reorientations"]:
        start = f"de {move['de']} " if move["de"] else ""
        text = _joined(f"{start}vers {move['vers']}", line(move["note"]))
        yield Event(move["date"], 3, "réorientation", text)
    yield from _introductions(file)
    yield from _visits(file)
    yield from _arrivals(file)
    if file["ferme_le"]:
        word = "mise en veille" if file["reveil_le"] else "clôture"
        yield Event(file["ferme_le"], 6, word, label(v.CloseReason, file["motif"]))


def _contacts(file: Record) -> Iterable[Event]:
    """The exchanges; the one that made the household accompanied says so."""
    turning = file["accompagne_le"]
    for contact in reversed(file["contacts"]):
        came_in = contact["sens"] == v.Direction.INCOMING
        result = label(v.Result, contact["resultat"])
        if came_in and contact["resultat"] == v.Result.MESSAGE:
            result = "message reçu"
        what = _joined(label(v.ContactChannel, contact["canal"]), result)
        if turning == contact["date"] and contact["resultat"] in v.REACHING_RESULTS:
            what, turning = f"{what} → accompagné", None
        yield Event(contact["date"], 1, what, line(contact["resume"]), contact["agent"])


def open_actions(file: Record) -> list[Record]:
    """What is to be done, the first due first."""
    due = [action for action in file["relances"] if not action["faite_le"]]
    return sorted(due, key=lambda a: (a["echeance"], a["heure"] or "99", a["numero"]))


def _introductions(file: Record) -> Iterable[Event]:
    for one in file["mises_en_relation"]:
        what = one["titre"] or one["nom_ressource"] or ""
        member = f"pour {one['membre']}" if one["membre"] else ""
        text = _joined(shorten(what, 60), member, line(one["note"]))
        yield Event(one["date"], 3, "mise en relation", text, one["agent"])
        if one["repondue_le"] and one["repondue_le"] != one["finie_le"]:
            yield Event(one["repondue_le"], 4, "réponse reçue", shorten(what, 60), one["agent"])
        if one["finie_le"]:
            reason = label(v.RefusalReason, one["motif"])
            by = f"par {label(v.Party, one['refus_de'])}" if one["refus_de"] else ""
            state = label(v.IntroductionState, one["etat"])
            text = _joined(shorten(what, 60), " : ".join(w for w in (by, reason) if w))
            yield Event(one["finie_le"], 4, f"mise en relation {state}", text, one["agent"])


def _visits(file: Record) -> Iterable[Event]:
    for one in file["visites"]:
        state = "annulée" if one["annulee_le"] else label(v.GuestState, one["etat"])
        text = _joined(shorten(one["titre"], 60), one["commune"], state)
        yield Event(one["du"], 3, label(v.VisitKind, one["type"]), text)
        if one["bilan_le"]:
            mark = f"satisfaction {one['satisfaction']} sur 5" if one["satisfaction"] else ""
            yield Event(one["bilan_le"], 4, "bilan de visite", _joined(mark, line(one["retour"])))


def _arrivals(file: Record) -> Iterable[Event]:
    for home in file["installations"]:
        word = "installation annulée" if home["annulee_le"] else "installation"
        yield Event(home["date"], 4, word, _arrival(home))
        if home["parti_le"] and not home["annulee_le"]:
            yield Event(home["parti_le"], 5, "départ", label(v.CloseReason, home["motif_depart"]))
    for call in file["suivis"]:
        mark = f"satisfaction {call['satisfaction']} sur 5" if call["satisfaction"] else ""
        text = _joined(label(v.Staying, call["resultat"]), mark, line(call["besoins"]))
        yield Event(call["date"], 5, f"suivi à {call['mois']} mois", text)


def _arrival(home: Record) -> str:
    children = plural(home["enfants"], "enfant")
    if home["scolarises"]:
        children += f" dont {home['scolarises']} scolarisé{'s' if home['scolarises'] > 1 else ''}"
    return _joined(
        home["commune"],
        f"{plural(home['adultes'], 'adulte')}, {children}",
        label(v.SettledHousing, home["logement"]),
        label(v.SettledJob, home["emploi"]),
    )


def line(text: str | None) -> str:
    """A note on one line, cut when it is long."""
    return shorten(" ".join((text or "").split()), 160)


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
