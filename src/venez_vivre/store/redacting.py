"""Take an erased person's e-mail out of what others said: a partner's form, a colleague's note."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterable

from venez_vivre.store.personal import COLUMNS, Nature
from venez_vivre.store.reader import Reader

ERASED = "(effacé)"
PLACES = tuple(
    (table, column)
    for table, natures in COLUMNS.items()
    for column in natures.get(Nature.WORDS, "").split()
    if (table, column) != ("household", "next_action")  # derived
)
"""The columns in which people write what they like."""


def redact(rows: Reader, mails: Collection[str], tables: Iterable[str]) -> None:
    """Replace these addresses wherever somebody wrote them, but for those that others still have.

    Args:
        rows: the base.
        mails: lower-case addresses.
        tables: those whose images the journal may hold.

    """
    taken = {mail for (mail,) in rows.among(_HELD, sorted(mails))}
    left = [re.compile(re.escape(mail), re.IGNORECASE) for mail in sorted({*mails} - taken)]
    words = sorted({*mails} - taken)
    for pattern, mail in zip(left, words, strict=True):
        for table, column in PLACES:
            _in_rows(rows, (table, column), mail, pattern)
    if left:
        _in_journal(rows, tables, words, left)


_HELD = "SELECT DISTINCT email_key FROM person WHERE email_key IN ({keys})"


def _in_rows(rows: Reader, place: tuple[str, str], mail: str, pattern: re.Pattern[str]) -> None:
    table, column = place
    found = rows.rows(
        f'SELECT id, "{column}" FROM {table} WHERE instr(lower("{column}"), :mail)', mail=mail
    )
    rows.run_many(
        f'UPDATE {table} SET "{column}" = ? WHERE id = ?',
        ((pattern.sub(ERASED, text), number) for number, text in found),
    )


def _in_journal(
    rows: Reader, tables: Iterable[str], mails: list[str], patterns: list[re.Pattern[str]]
) -> None:
    """An address holds no sign that JSON escapes: the text of an image is edited as it is."""
    for table in tables:
        sql = "SELECT id, payload FROM journal_block WHERE table_name = :table AND payload <> ''"
        for block, payload in rows.rows(sql, table=table):
            said = zlib.decompress(payload).decode()
            folded = said.lower()
            if not any(mail in folded for mail in mails):
                continue
            for pattern in patterns:
                said = pattern.sub(ERASED, said)
            packed = zlib.compress(said.encode(), 6)
            rows.run("UPDATE journal_block SET payload = ? WHERE id = ?", (packed, block))
