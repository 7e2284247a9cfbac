"""The letters that announce the end of a file: drafts, nothing is sent."""

from __future__ import annotations

from pathlib import Path

from venez_vivre import NamedTuple
from venez_vivre.casework import mail, templates
from venez_vivre.casework.letters import spoken
from venez_vivre.dates import long
from venez_vivre.errors import Refused
from venez_vivre.privacy.purging import Announced
from venez_vivre.privacy.retention import NOTICE, Due
from venez_vivre.store.queries import introductions as queries
from venez_vivre.store.queries.contacts import agent_named
from venez_vivre.store.queries.introductions import Member
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean
from venez_vivre.vocabulary import Role

TEMPLATE = "fin_de_conservation"


class Farewells(NamedTuple):
    """The drafts of an announcement, and the references of the files that none can be sent to."""

    letters: list[mail.Letter]
    unreachable: list[str]


class Desk(NamedTuple):
    """What every letter needs: who signs, the template, today and the day files go, in words."""

    sender: mail.Sender
    template: templates.Template
    today: str
    purge_on: str


def compose(rows: Reader, announced: Announced, agent: str, folder: Path) -> Farewells:
    """One draft for each announced file that has an address which can be written in a message.

    Raises:
        Refused: the template asks for what it cannot have.

    """
    who = agent_named(rows, agent)
    email, phone = queries.officer_card(rows, who.officer)
    (template,) = (one for one in templates.known(folder) if one.name == TEMPLATE)
    days = long(announced.purge_on - NOTICE), long(announced.purge_on)
    desk = Desk(mail.Sender(who.name, email, phone), template, *days)
    done = Farewells([], [])
    for one in announced.found:
        letter = _letter(desk, one, _reader(queries.members(rows, one.file.number)))
        if letter is None:
            done.unreachable.append(one.file.reference)
        else:
            done.letters.append(letter)
    return done


def _reader(people: list[Member]) -> Member | None:
    """Who opens the letter: the first adult with an address."""
    return next((one for one in people if one.email and one.role != Role.CHILD), None)


def _letter(desk: Desk, due: Due, reader: Member | None) -> mail.Letter | None:
    if reader is None:
        return None
    filled = templates.fill(desk.template, _values(desk, due, reader))
    try:
        message = mail.message_of(desk.sender, (reader.name, reader.email, ""), filled)
    except Refused:  # an address that no header takes is one nobody can be written to
        return None
    return mail.Letter(f"fin-de-conservation-{due.file.reference}", message, ())


def _values(desk: Desk, due: Due, reader: Member) -> dict[str, str]:
    values = {
        "prenom": reader.first or reader.name or "Madame, Monsieur",
        "nom": reader.last or "",
        "reference": due.file.reference,
        "dernier_echange": long(due.last_on) if due.last_on else "",
        "effacement": desk.purge_on,
        "agent": desk.sender.name,
        "agent_telephone": spoken(desk.sender.phone or ""),
        "agent_email": desk.sender.email or "",
        "territoire": due.file.territory or "",
        "date": desk.today,
    }
    return {name: clean(value, multiline=True) for name, value in values.items()}
