"""The one screen that an officer reads before calling: who, what they want, what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from venez_vivre import vocabulary as v
from venez_vivre.casework.terms import label
from venez_vivre.dates import ago, hour, short
from venez_vivre.screens import household_past as past
from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, Table, Tone
from venez_vivre.screens.phones import spoken
from venez_vivre.store.queries.households import Record, person_name
from venez_vivre.texts import euros, fold, listed, plural, shorten

MEMBERS = (
    Column("nom", "Membres", "name"),
    Column("ne_en", "Né(e) en", minor=1),
    Column("metier", "Métier"),
    Column("email", "E-mail"),
    Column("telephone", "Téléphone"),
)
DUE = (
    Column("echeance", "Pour le", "day"),
    Column("heure", ""),
    Column("action", "À faire"),
    Column("quand", ""),
    Column("agent", "Par", minor=1),
)
OPEN = (
    Column("date", "Depuis le", "day"),
    Column("cible", "En relation avec"),
    Column("etat", "Où en est-ce"),
    Column("note", "", minor=1),
)
LEADS = (
    Column("offre", "Pistes", "name"),
    Column("note", "", "count", minor=1),
    Column("titre", ""),
    Column("raison", ""),
)


def page(file: Record, today: date, form: str | None = None) -> Page:
    """The whole file of a household; a sheet has one line a member."""
    if form == "csv":
        return Page([_row_of(file, member) for member in file["membres"]], list)
    return Page(file, lambda: list(_blocks(file, today)))


def _blocks(file: Record, today: date) -> Iterable[Block]:
    yield Prose(f"{file['reference']}  {_household_name(file)}", "title")
    yield from _held_back(file)
    yield Prose(_standing(file, today), "dim")
    yield from _next_steps(file, today)
    if _blocking(file):
        yield Prose(f"Ce qui bloque : {_blocking(file)}", "warn")
    yield Table(MEMBERS, [_member(m) for m in _adults(file)])
    yield Facts([(title, text) for title, text in _project(file) if text])
    waiting = [one for one in file["mises_en_relation"] if not one["finie_le"]]
    if waiting:
        yield Table(OPEN, [_introduction(one, today) for one in waiting])
    if file.get("pistes"):
        yield Table(LEADS, [_lead(one) for one in file["pistes"]])
    if file.get("a_demander"):
        asked = [("À demander" if not n else "", q) for n, q in enumerate(file["a_demander"])]
        yield Facts(asked)
    yield past.table(file)


def _held_back(file: Record) -> Iterable[Block]:
    """What a right of the people forbids, before anything else."""
    reference = file["reference"]
    if file["limite_le"]:
        since = short(date.fromisoformat(file["limite_le"]))
        why = f" ({file['motif_limitation']})" if file["motif_limitation"] else ""
        yield Prose(
            f"DOSSIER LIMITÉ depuis le {since}{why} : à garder tel quel. Ne rien y écrire, ne rien "
            f"proposer. `venez-vivre rgpd limiter {reference} --lever` lève la limitation.",
            "warn",
        )
    if file["oppose_le"]:
        since = short(date.fromisoformat(file["oppose_le"]))
        yield Prose(
            f"OPPOSITION depuis le {since} : ne plus contacter ce foyer. "
            f"`venez-vivre rgpd effacer {reference}` efface son dossier.",
            "warn",
        )


HEAD = (
    "reference", "etape", "statut", "territoire", "agent", "inscrit_le", "accompagne_le",
    "installe_le", "dernier_contact", "prochaine_action", "echeance",
)  # fmt: skip
"""What a sheet says of the household on the line of each member."""


def _row_of(file: Record, member: Record) -> Record:
    return {
        **{key: file[key] for key in HEAD},
        **{k: x for k, x in member.items() if k not in HEAD},
    }


def _household_name(file: Record) -> str:
    names = [person_name(m["prenom"], m["nom"]) for m in _adults(file)]
    return listed([name for name in names if name])


def _adults(file: Record) -> list[Record]:
    return [member for member in file["membres"] if member["role"] != v.Role.CHILD]


def _standing(file: Record, today: date) -> str:
    reached = {v.Stage.REGISTERED: "inscrit_le", v.Stage.ACCOMPANIED: "accompagne_le"}
    day = _date(file[reached.get(file["etape"], "installe_le")])
    parts = [label(v.Stage, file["etape"])]
    parts[0] += f" depuis le {short(day)} ({ago(day, today)})" if day else ""
    if file["spontanee"]:
        parts.append("installation spontanée")
    gone = _date(file["installations"][0]["parti_le"]) if file["installations"] else None
    if gone and not file["installations"][0]["annulee_le"]:
        parts.append(f"reparti le {short(gone)}")
    parts.append(file["territoire"] or "sans territoire")
    parts.append(f"suivi par {file['agent']}" if file["agent"] else "suivi par personne")
    return " · ".join(parts)


def _next_steps(file: Record, today: date) -> Iterable[Block]:
    if file["statut"] != v.CaseStatus.ACTIVE:
        yield Prose(_asleep(file), "warn")
        return
    due = past.open_actions(file)
    if not due:
        yield Prose("Aucune action n’est prévue.", "dim")
    if len(due) == 1:
        day = date.fromisoformat(due[0]["echeance"])
        text = f"À faire : {_action(due[0])}, {ago(day, today)} ({short(day)})"
        yield Prose(text, "warn" if day < today else "good")
    elif due:
        tones: list[Tone] = ["warn" if a["echeance"] < today.isoformat() else "good" for a in due]
        rows = [_due(action, today) for action in due]
        yield Table(DUE, rows, tones=tones, toned=("echeance", "heure", "quand"))


def _action(action: Record) -> str:
    at = f" à {hour(action['heure'])}" if action["heure"] else ""
    where = f", {action['lieu']}" if action["lieu"] else ""
    return past.line(action["action"]) + at + where


def _due(action: Record, today: date) -> list[Any]:
    day = date.fromisoformat(action["echeance"])
    text = past.line(action["action"]) + (f", {action['lieu']}" if action["lieu"] else "")
    at = hour(action["heure"]) if action["heure"] else ""
    return [day, at, text, ago(day, today), action["agent"]]


def _blocking(file: Record) -> str:
    """What the officer said blocks the project, then why introductions were refused."""
    said = [label(v.CloseReason, code) for code in (file["projet"]["freins"] or "").split("|")]
    refused = Counter(
        label(v.RefusalReason, one["motif"])
        for one in file["mises_en_relation"]
        if one["etat"] == v.IntroductionState.REFUSED and one["motif"]
    )
    counted = ", ".join(
        f"{reason} ({count})" if count > 1 else reason for reason, count in refused.most_common(3)
    )
    return _joined(", ".join(one for one in said if one), counted and f"refus : {counted}")


def _introduction(one: Record, today: date) -> list[Any]:
    state = label(v.IntroductionState, one["etat"])
    since = date.fromisoformat(one["repondue_le"] or one["date"])
    what = one["titre"] or one["nom_ressource"] or ""
    who = f" pour {one['membre']}" if one["membre"] else ""
    reference = one["offre"] or one["ressource"] or ""
    return [one["date"], f"{shorten(what, 60)} ({reference}){who}", _since(state, since, today),
            past.line(one["note"])]  # fmt: skip


def _since(state: str, day: date, today: date) -> str:
    days = (today - day).days
    return f"{state} depuis {plural(days, 'jour')}" if days > 0 else state


def _lead(one: Record) -> list[Any]:
    title, commune = shorten(one["titre"], 60), one["commune"] or ""
    where = "" if not commune or fold(commune) in fold(title) else f" · {commune}"
    return [one["offre"], int(one["score"] * 100 + 0.5), title + where, one["raison"]]


def _asleep(file: Record) -> str:
    reason = label(v.CloseReason, file["motif"])
    wake_up, closed = _date(file["reveil_le"]), _date(file["ferme_le"])
    if wake_up:
        return f"En veille jusqu’au {short(wake_up)} : {reason}"
    return f"Clos le {short(closed)} : {reason}" if closed else f"Clos : {reason}"


def _member(member: Record) -> list[Any]:
    work = [member["metier"], label(v.Employment, member["statut_professionnel"])]
    return [
        _called(member),
        str(member["annee_naissance"] or ""),
        ", ".join(word for word in work if word),
        member["email"],
        spoken(member["telephone"]),
    ]


def _called(member: Record) -> str:
    """The name of a member, and the place of those who did not sign up themselves."""
    name = person_name(member["prenom"], member["nom"]) or "(sans nom)"
    own = member["role"] == v.Role.REGISTRANT
    return name if own else f"{name}, {label(v.Role, member['role'])}"


def _project(file: Record) -> Iterable[tuple[str, str]]:
    wish = file["projet"]
    yield "Foyer", _people(file)
    yield "Habite", _address(wish)
    yield "Connu par", _joined(label(v.Channel, wish["canal"]), wish["campagne"])
    yield "Quand", _joined(label(v.Horizon, wish["horizon"]), _wished_day(wish), _maturity(wish))
    yield "Où", _where(wish)
    yield from _works(file)
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


def _works(file: Record) -> Iterable[tuple[str, str]]:
    """What each adult looks for; whose it is is said as soon as there are two."""
    found = [(member["prenom"], _work(member)) for member in _adults(file)]
    said = [(name, text) for name, text in found if text]
    for place, (name, text) in enumerate(said):
        whose = f"{name} : " if name and len(found) > 1 else ""
        yield "" if place else "Travail", whose + text


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


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
