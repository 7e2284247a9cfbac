"""The letters that go with an introduction: who gets what, from which template.

Whoever makes an offer is told a first name, an occupation and a project; a phone or an e-mail
only with consent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from venez_vivre import NamedTuple
from venez_vivre.casework import mail, templates
from venez_vivre.casework.introductions import IntroductionDraft
from venez_vivre.casework.offerers import Target
from venez_vivre.dates import long
from venez_vivre.store.queries import introductions as queries
from venez_vivre.store.queries.contacts import agent_named
from venez_vivre.store.queries.introductions import Member
from venez_vivre.store.queries.resources import Resource
from venez_vivre.store.reader import Reader
from venez_vivre.store.restraint import refuse_approach
from venez_vivre.texts import clean, fold, listed, plural, shorten
from venez_vivre.vocabulary import OfferKind, Party, Role

LONGEST_PROJECT = 600


class Desk(NamedTuple):
    """What every letter needs: the introduction, the people, the project, the sender, templates."""

    draft: IntroductionDraft
    people: list[Member]
    project: queries.Project
    sender: mail.Sender
    templates: dict[str, templates.Template]


def compose(
    rows: Reader, draft: IntroductionDraft, agent: str, parties: Sequence[Party], folder: Path
) -> list[mail.Letter]:
    """One letter to the household about everything, one to each offerer or contact person.

    Raises:
        Refused: a template asks for what it cannot have, an address cannot be written, or a right
            of the household forbids to write for it.

    """
    if not parties:
        return []
    refuse_approach(rows, draft.household.number)
    who = agent_named(rows, agent)
    email, phone = queries.officer_card(rows, who.officer)
    desk = Desk(
        draft,
        queries.members(rows, draft.household.number),
        queries.project(rows, draft.household.number),
        mail.Sender(who.name, email, phone),
        {one.name: one for one in templates.known(folder)},
    )
    letters = [_to_household(desk)] if Party.HOUSEHOLD in parties else []
    if Party.OFFERER in parties:
        letters += [_to_offerer(desk, target) for target in draft.targets]
    return letters


def _to_household(desk: Desk) -> mail.Letter:
    draft, reader = desk.draft, _reader(desk)
    name = reader.name or draft.household.name
    values = _values(desk, draft.targets) | {
        "foyer": draft.household.name,
        "prenom": reader.first or name or "Madame, Monsieur",
        "nom": reader.last or "",
        "propositions": "\n\n".join(_proposal(target) for target in draft.targets),
    }
    filled = templates.fill(desk.templates["mise_en_relation_foyer"], _safe(values))
    reference, warnings = draft.household.reference, []
    if not reader.email:
        warnings.append(
            f"{clean(name)} n’a pas d’adresse e-mail : le brouillon n’a pas de destinataire. "
            f"`venez-vivre foyers modifier {reference} --email …` en donne une au dossier."
        )
    if reader.consent == 0:
        warnings.append(
            f"{clean(name)} n’a pas donné son accord pour être recontacté(e) : vérifiez avant "
            "d’envoyer."
        )
    fix = f"`venez-vivre foyers modifier {reference} --email …` la corrige."
    message = mail.message_of(desk.sender, (name, reader.email, fix), filled)
    return mail.Letter(f"brouillon-{reference}-foyer", message, tuple(warnings))


def _reader(desk: Desk) -> Member:
    """Who opens the letter: the member it is for, else the first adult with an address."""
    if desk.draft.member:
        return desk.draft.member
    adults = [one for one in desk.people if one.role != Role.CHILD]
    nobody = Member(0, "", *desk.draft.household[2:4], None, None, None, None)
    return next((one for one in adults if one.email), adults[0] if adults else nobody)


def _proposal(target: Target) -> str:
    """What a household reads of an offer or of a person: what, where, how to know more."""
    places = (target.structure, target.commune)
    where = ", ".join(part for part in places if part and fold(part) not in fold(target.title))
    if isinstance(target, Resource):
        what = ", ".join(part for part in (target.name, target.position, where) if part)
        more = [target.phone and spoken(target.phone), target.email]
    else:
        what = f"{target.title}, {where}" if where else target.title
        more = [target.url, target.contact]
    return "\n".join([f"– {what}", *(f"  {part}" for part in more if part)])


def spoken(phone: str) -> str:
    """`06 39 98 12 34` for a French number, a foreign one as it is stored."""
    if not (phone.startswith("+33") and len(phone) == 12):
        return phone
    digits = "0" + phone[3:]
    return " ".join(digits[i : i + 2] for i in range(0, 10, 2))


def _to_offerer(desk: Desk, target: Target) -> mail.Letter:
    person = isinstance(target, Resource)
    name = "mise_en_relation_ressource" if person else "mise_en_relation_offreur"
    addressee = target.name if isinstance(target, Resource) else (target.structure or "")
    values = _values(desk, [target]) | _told(desk, target) | {"destinataire": addressee}
    filled = templates.fill(desk.templates[name], _safe(values))
    address, reference = _address_of(target), target.reference
    gesture = (
        f"ressources modifier {reference} --email …" if person else f"offres montrer {reference}"
    )
    warnings = []
    if not address:
        warnings.append(
            f"L’adresse e-mail de {reference} n’est pas connue : le brouillon n’a pas de "
            f"destinataire. Voyez `venez-vivre {gesture}`."
        )
    message = mail.message_of(
        desk.sender, (addressee, address, f"Voyez `venez-vivre {gesture}`."), filled
    )
    return mail.Letter(
        f"brouillon-{desk.draft.household.reference}-{reference}", message, tuple(warnings)
    )


def _told(desk: Desk, target: Target) -> dict[str, str]:
    """What somebody outside is told of a household: no more than they need."""
    adults = [one for one in desk.people if one.role in {Role.REGISTRANT, Role.PARTNER}]
    chosen = desk.draft.member or (adults[0] if adults else None)
    meant = [desk.draft.member] if desk.draft.member else adults
    names = listed([one.first for one in meant if one.first])
    agrees = chosen is not None and chosen.consent == 1
    reach = [chosen.email, chosen.phone and spoken(chosen.phone)] if chosen and agrees else []
    return {
        "foyer": names or "une personne",
        "prenom": (chosen.first if chosen else None) or "une personne",
        "metier": (chosen.occupation if chosen else None) or "",
        "famille": _family(desk.project) if _tells_family(target) else "",
        "projet": shorten(clean(desk.project.project or "", multiline=True), LONGEST_PROJECT),
        "coordonnees": ", ".join(part for part in reach if part),
    }


def _tells_family(target: Target) -> bool:
    """Whether it matters how many they are: not for a job."""
    return isinstance(target, Resource) or target.kind not in {OfferKind.JOB, OfferKind.TAKEOVER}


def _family(project: queries.Project) -> str:
    parts = [plural(project.adults, "adulte")] if project.adults else []
    return ", ".join([*parts, *([plural(project.children, "enfant")] if project.children else [])])


def _values(desk: Desk, targets: Sequence[Target]) -> dict[str, str]:
    """The values that every letter may hold."""
    offers = [one for one in targets if not isinstance(one, Resource)]

    def each(parts: Sequence[str | None]) -> str:
        return listed(dict.fromkeys(part for part in parts if part))

    return {
        "reference": desk.draft.household.reference,
        "offre": each([one.title for one in targets]),
        "structure": each([one.structure for one in targets]),
        "commune": each([one.commune for one in targets]),
        "lien": "\n".join(one.url for one in offers if one.url),
        "contact": each([one.contact for one in offers]),
        "agent": desk.sender.name,
        "agent_email": desk.sender.email or "",
        "agent_telephone": spoken(desk.sender.phone or ""),
        "territoire": desk.project.territory or "",
        "date": long(desk.draft.on),
    }


def _safe(values: dict[str, str]) -> dict[str, str]:
    return {name: clean(value, multiline=True) for name, value in values.items()}


_FOUND = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+\.[^\W\d_]{2,}")


def _address_of(target: Target) -> str | None:
    """The e-mail of a contact person, or the one that the contact of an offer gives."""
    if isinstance(target, Resource):
        return target.email
    found = _FOUND.search(clean(target.contact or ""))
    return found[0] if found else None
