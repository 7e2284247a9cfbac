"""The one screen that an officer reads before calling: who, what they want, what was done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from venez_vivre import vocabulary as v
from venez_vivre.casework.terms import label
from venez_vivre.dates import ago, short
from venez_vivre.screens.households import state
from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, Table
from venez_vivre.screens.phones import spoken
from venez_vivre.store.queries.households import Record, person_name
from venez_vivre.texts import euros, fold, listed, plural, shorten

SHOWN = 15
"""How many lines of the past fit the screen."""

MEMBERS = (
    Column("nom", "Membres", "name"),
    Column("role", "", minor=1),
    Column("ne_en", "Né(e) en", minor=2),
    Column("metier", "Métier"),
    Column("email", "E-mail"),
    Column("telephone", "Téléphone"),
)
PAST = (
    Column("date", "Date", "day"),
    Column("quoi", "Historique"),
    Column("detail", ""),
    Column("agent", "Par", minor=1),
)


def page(file: Record, today: date) -> Page:
    """The whole file of a household."""
    return Page(file, lambda: list(_blocks(file, today)))


def _blocks(file: Record, today: date) -> Iterable[Block]:
    yield Prose(f"{file['reference']}  {_household_name(file)}", "title")
    yield Prose(_standing(file, today), "dim")
    yield _next_step(file, today)
    yield Table(MEMBERS, [_member(m) for m in _adults(file)])
    yield Facts([(title, text) for title, text in _project(file) if text])
    past = sorted(_past(file), key=lambda event: event.order, reverse=True)
    rest = len(past) - SHOWN
    note = (
        f"… et {plural(rest, 'plus ancien', 'plus anciens')} : `-f json` les donne."
        if rest > 0
        else ""
    )
    yield Table(PAST, [[e.day, e.what, e.detail, e.by] for e in past[:SHOWN]], note=note)


def _household_name(file: Record) -> str:
    names = [person_name(m["prenom"], m["nom"]) for m in _adults(file)]
    return listed([name for name in names if name])


def _adults(file: Record) -> list[Record]:
    return [member for member in file["membres"] if member["role"] != v.Role.CHILD]


def _standing(file: Record, today: date) -> str:
    reached = {v.Stage.REGISTERED: "inscrit_le", v.Stage.ACCOMPANIED: "accompagne_le"}
    day = _date(file[reached.get(file["etape"], "installe_le")])
    parts = [state(file["etape"], file["statut"])]
    parts[0] += f" depuis le {short(day)} ({ago(day, today)})" if day else ""
    if file["spontanee"]:
        parts.append("installation spontanée")
    gone = _date(file["installations"][0]["parti_le"]) if file["installations"] else None
    if gone and not file["installations"][0]["annulee_le"]:
        parts.append(f"reparti le {short(gone)}")
    parts.append(file["territoire"] or "sans territoire")
    parts.append(f"suivi par {file['agent']}" if file["agent"] else "suivi par personne")
    return " · ".join(parts)


def _next_step(file: Record, today: date) -> Prose:
    due = _date(file["echeance"])
    if file["statut"] != v.CaseStatus.ACTIVE:
        return Prose(_asleep(file), "warn")
    if due is None:
        return Prose("Aucune action n’est prévue.", "dim")
    text = f"À faire : {file['prochaine_action']}, {ago(due, today)} ({short(due)})"
    return Prose(text, "warn" if due < today else "good")


def _asleep(file: Record) -> str:
    reason = label(v.CloseReason, file["motif"])
    wake_up, closed = _date(file["reveil_le"]), _date(file["ferme_le"])
    if wake_up:
        return f"En veille jusqu’au {short(wake_up)} : {reason}"
    return f"Clos le {short(closed)} : {reason}" if closed else f"Clos : {reason}"


def _member(member: Record) -> list[Any]:
    work = [member["metier"], label(v.Employment, member["statut_professionnel"])]
    return [
        person_name(member["prenom"], member["nom"]) or "(sans nom)",
        label(v.Role, member["role"]),
        str(member["annee_naissance"] or ""),
        ", ".join(word for word in work if word),
        member["email"],
        spoken(member["telephone"]),
    ]


def _project(file: Record) -> Iterable[tuple[str, str]]:
    wish = file["projet"]
    yield "Foyer", _people(file)
    yield "Habite", _address(wish)
    yield "Connu par", _joined(label(v.Channel, wish["canal"]), wish["campagne"])
    yield "Quand", _joined(label(v.Horizon, wish["horizon"]), _wished_day(wish), _maturity(wish))
    yield "Où", _where(wish)
    yield "Travail", _work(file["membres"][0]) if file["membres"] else ""
    yield "Logement", _home(wish)
    yield "Projet", shorten(" ".join((wish["projet"] or "").split()), 240)
    yield "Motivations", _items(wish["motivations"])
    yield "Intérêts", _items(wish["interets"])


def _people(file: Record) -> str:
    wish = file["projet"]
    adults, children = wish["adultes"], wish["enfants"]
    born = [
        str(m["annee_naissance"])
        for m in file["membres"]
        if m["role"] == v.Role.CHILD and m["annee_naissance"]
    ]
    words = plural(children, "enfant") if children else ""
    if words and born:
        words += f" (né{'s' if len(born) > 1 else ''} en {listed(born)})"
    return listed([w for w in (plural(adults, "adulte") if adults else "", words) if w])


def _address(wish: Record) -> str:
    abroad = None if fold(wish["pays"] or "") == "france" else wish["pays"]
    return " ".join(part for part in (wish["code_postal"], wish["commune"], abroad) if part)


def _wished_day(wish: Record) -> str:
    day = _date(wish["date_souhaitee"])
    return f"souhaité le {short(day)}" if day else ""


def _maturity(wish: Record) -> str:
    return f"maturité {wish['maturite']} sur 5" if wish["maturite"] else ""


def _where(wish: Record) -> str:
    far = wish["distance_max_km"]
    reach = f"à {far} km au plus" if far is not None else ""
    return _joined(
        _items(wish["territoires_souhaites"]), _items(wish["communes_souhaitees"]), reach
    )


def _work(member: Record) -> str:
    telework = label(v.Telework, member["teletravail"])
    pay = member["salaire_min"]
    return _joined(
        label(v.ContractKind, member["contrat"]),
        f"télétravail : {telework}" if telework else "",
        f"au moins {euros(pay)} par an" if pay else "",
    )


def _home(wish: Record) -> str:
    rent, budget = wish["loyer_max"], wish["budget_achat"]
    rooms, area = wish["pieces_min"], wish["surface_min"]
    garden = {1: "avec jardin", 0: "sans jardin"}
    return _joined(
        label(v.HousingWish, wish["logement"]),
        label(v.HousingKind, wish["type_logement"]),
        f"{plural(rooms, 'pièce')} au moins" if rooms else "",
        f"{area} m² au moins" if area else "",
        f"loyer de {euros(rent)} au plus" if rent else "",
        f"budget de {euros(budget)}" if budget else "",
        garden.get(wish["jardin"], ""),
    )


def _items(text: str | None) -> str:
    return ", ".join((text or "").split("|")) if text else ""


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


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
        text = _joined(label(v.Channel, form["canal"]), _line(form["message"]))
        yield Event(form["date"], 0, "inscription", text)
    for contact in reversed(file["contacts"]):
        what = _joined(
            label(v.ContactChannel, contact["canal"]), label(v.Result, contact["resultat"])
        )
        yield Event(contact["date"], 1, what, _line(contact["resume"]), contact["agent"])
    for due in _actions(file):
        day, word = due["faite_le"] or due["echeance"], "fait" if due["faite_le"] else "à faire"
        yield Event(day, 2, word, _line(due["action"]), due["agent"])
    for move in file["reorientations"]:
        start = f"de {move['de']} " if move["de"] else ""
        yield Event(
            move["date"],
            3,
            "réorientation",
            _joined(f"{start}vers {move['vers']}", _line(move["note"])),
        )
    yield from _arrivals(file)
    if file["ferme_le"]:
        word = "mise en veille" if file["reveil_le"] else "clôture"
        yield Event(file["ferme_le"], 6, word, label(v.CloseReason, file["motif"]))


def _actions(file: Record) -> list[Record]:
    """Every action but the next one, which stands at the top of the screen."""
    due = sorted(
        (a for a in file["relances"] if not a["faite_le"]), key=lambda a: str(a["echeance"])
    )
    shown_above = due[:1] if file["statut"] == v.CaseStatus.ACTIVE else []
    return [action for action in file["relances"] if action not in shown_above]


def _arrivals(file: Record) -> Iterable[Event]:
    for home in file["installations"]:
        word = "installation annulée" if home["annulee_le"] else "installation"
        yield Event(home["date"], 4, word, _arrival(home))
        if home["parti_le"] and not home["annulee_le"]:
            yield Event(home["parti_le"], 5, "départ", label(v.CloseReason, home["motif_depart"]))
    for call in file["suivis"]:
        mark = f"satisfaction {call['satisfaction']} sur 5" if call["satisfaction"] else ""
        text = _joined(label(v.Staying, call["resultat"]), mark, _line(call["besoins"]))
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


def _line(text: str | None) -> str:
    return shorten(" ".join((text or "").split()), 160)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
