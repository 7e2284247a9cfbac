"""Accept texts that the control of notes found: they may hold what they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from venez_vivre.errors import Misuse, NotFound
from venez_vivre.models import NoteVerdict
from venez_vivre.privacy import notes
from venez_vivre.privacy.rereading import verdict_of
from venez_vivre.store import ledger
from venez_vivre.store.base import Work
from venez_vivre.store.queries import notes as queries
from venez_vivre.store.queries.notes import BY_NAME, Text
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, plural, shorten

_NAME = re.compile(r"([a-z]+)-([0-9]{1,12})", re.ASCII)


def accept(work: Work, names: Sequence[str]) -> list[Text]:
    """Keep that these texts are accepted as they stand; those that were not yet.

    Raises:
        Misuse: a name is not of the form « echange-12 ».
        NotFound: there is no such text, or nothing in it to accept.

    """
    found = [_found(work.rows, name) for name in dict.fromkeys(names)]
    known = queries.accepted(work.rows)
    secret = ledger.opened(work.rows).secret
    new = [text for text in found if verdict_of(text, secret) not in known]
    for text in new:
        table, number, key = verdict_of(text, secret)
        verdict = NoteVerdict(
            table_name=table,
            row_id=number,
            text_key=key,
            decided_on=work.today,
            agent=work.heading.agent,
        )
        work.session.add(verdict)
    work.idle = not new
    work.says(f"relecture : {plural(len(new), 'texte accepté', 'textes acceptés')}")
    return new


def _found(rows: Reader, name: str) -> Text:
    text = named(rows, name)
    if not notes.read(text.text):
        raise NotFound(
            f"Rien n’est à accepter dans {text.name}. "
            "`venez-vivre rgpd controle-notes` montre ce qui est à relire."
        )
    return text


def named(rows: Reader, name: str) -> Text:
    """The text of that name: « echange-12 ».

    Raises:
        Misuse: it is not of that form.
        NotFound: there is no such text.

    """
    match = _NAME.fullmatch(name.strip().lower())
    if match is None or match[1] not in BY_NAME:
        shown = shorten(clean(name).strip(), 40)
        raise Misuse(
            f"« {shown} » ne nomme pas un texte. Recopiez la première colonne de "
            "`venez-vivre rgpd controle-notes`, par exemple echange-12."
        )
    found = next(queries.texts(rows, BY_NAME[match[1]], int(match[2])), None)
    if found is None:
        raise NotFound(
            f"Aucun texte n’a le nom {match[0]}. "
            "`venez-vivre rgpd controle-notes` montre ce qui est à relire."
        )
    return found
