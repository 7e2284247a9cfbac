"""The SQL of this program, written once for SQLite, as PostgreSQL understands it.

What both engines say alike stays as it is; what PostgreSQL lacks is a function of our schema
(`functions.sql`); the rest, a dozen words, is turned here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from venez_vivre import NamedTuple

_TOKEN = re.compile(
    r"(?P<text>'(?:[^']|'')*')|(?P<quoted>\"[^\"]*\")|(?P<named>:[A-Za-z_]\w*)"
    r"|(?P<number>\d+(?![\d.]))|(?P<mark>\?\d*)|(?P<real>\d+\.\d+)|(?P<word>[A-Za-z_]\w*)|(?P<blank>\s+)|(?P<other>.)",
    re.DOTALL,
)
_REBUILT = re.compile(r"INSERT INTO (\w+_text) \(\1\) VALUES \('(?:rebuild|optimize)'\)$")
_TYPES = {"REAL": "double precision", "INTEGER": "bigint"}
_NAMES = {"sqlite_sequence": "counter"}
_AFTER_ORDER = frozenset({"LIMIT", "ROWS", "RANGE", "GROUPS", "UNION", "EXCEPT", "INTERSECT"})
_AFTER_MATCH = frozenset({"AND", "OR", "GROUP", "ORDER", "LIMIT", "UNION", "JOIN", "LEFT", "THEN"})
_COMPARED = frozenset({"named", "mark"})
_LISTED = re.compile(r"\b(NOT )?IN \(\?(?:, ?\?){7,}\)")


class Token(NamedTuple):
    """A piece of SQL, and what kind of piece."""

    kind: str
    said: str

    @property
    def high(self) -> str:
        """A word without its case; nothing for what is no word."""
        return self.said.upper() if self.kind == "word" else ""


@lru_cache(maxsize=8192)
def translated(sql: str) -> str:
    """The same statement for psycopg: `%(name)s` or `%s` for values."""
    if _REBUILT.match(sql):
        return "SELECT 1"  # triggers keep the words of each row, and nothing of rows that left
    tokens = [Token(m.lastgroup or "", m.group()) for m in _TOKEN.finditer(sql)]
    for turn in (_joined, _matched, _ordered, _limited, _distinct, _named):
        tokens = turn(tokens)
    return "".join(_piece(tokens, place) for place in range(len(tokens)))


def gathered(sql: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """The same statement with each long list of values as one array, which is read at once.

    Five hundred marks made a text of their own for each length of list, translated each time.
    """
    lists = list(_LISTED.finditer(sql))
    if not lists or sql.count("?") != len(values):
        return sql, values
    parts: list[str] = []
    kept: list[Any] = []
    after = taken = 0
    for one in lists:
        before = sql[after : one.start()]
        first = taken + before.count("?")
        count = one.group().count("?")
        parts += [before, "<> ALL (?)" if one[1] else "= ANY (?)"]
        kept += [*values[taken:first], _array(values[first : first + count])]
        after, taken = one.end(), first + count
    return "".join([*parts, sql[after:]]), [*kept, *values[taken:]]


def _array(values: Sequence[Any]) -> Any:
    """An array, written at once when it is of whole numbers."""
    if all(type(one) is int for one in values):
        return "{" + ",".join(map(str, values)) + "}"
    return list(values)


def _piece(tokens: list[Token], place: int) -> str:
    """One token as PostgreSQL writes it."""
    kind, said = tokens[place]
    if kind == "word":
        return _word(tokens, place)
    if kind in {"named", "mark", "number"}:
        return _value(tokens, place)
    if kind == "real":
        return f"{said}::double precision"
    return said if kind == "made" else said.replace("%", "%%")


def _value(tokens: list[Token], place: int) -> str:
    """A bound value, or a whole number."""
    kind, said = tokens[place]
    if kind == "named":
        return f"%({said[1:]})s" + ("::int::boolean" if _is_condition(tokens, place) else "")
    if kind == "number" and _is_condition(tokens, place):
        return {"0": "false", "1": "true"}[said]
    if kind == "mark":
        return f"%({said[1:]})s" if len(said) > 1 else "%s"
    return said


def _word(tokens: list[Token], place: int) -> str:
    said = tokens[place].said
    high = said.upper()
    if high == "LIKE":
        return "ILIKE"
    if high in _TYPES and _previous(tokens, place).high == "AS":
        return _TYPES[high]
    return _NAMES.get(said, said)


_BEFORE = frozenset({"AND", "OR", "NOT", "WHERE", "HAVING"})
_BETWEEN = frozenset({"AND", "OR"})
_CLOSING = frozenset({"GROUP", "ORDER", "LIMIT", "THEN", "UNION", ""})


def _is_condition(tokens: list[Token], place: int) -> bool:
    """Whether a value stands alone where a condition is wanted."""
    before, after = _previous(tokens, place), _next(tokens, place)
    opened = before.high in _BEFORE or before.said == "("
    closed = (
        after.high in _BETWEEN
        or after.said == ")"
        or (not after.said or (bool(after.high) and after.high in _CLOSING))
    )
    if not opened or not closed:
        return False
    if (before.high in _BEFORE and before.high != "AND") or before.high in _BETWEEN:
        return not _is_range(tokens, place)
    return after.high in _BETWEEN


def _is_range(tokens: list[Token], place: int) -> bool:
    """Whether a value is the end of a BETWEEN."""
    depth = 0
    for there in range(place - 1, -1, -1):
        one = tokens[there]
        if one.said == "(" and depth == 0:
            return False
        depth += {")": 1, "(": -1}.get(one.said, 0)
        if depth == 0 and one.high == "BETWEEN":
            return True
        if depth == 0 and one.high in {"WHERE", "OR", "ON", "NOT", "HAVING", "WHEN"}:
            return False
        if depth == 0 and one.high == "AND" and there < place - 2:
            return False
    return False


def _next(tokens: list[Token], place: int) -> Token:
    return next((one for one in tokens[place + 1 :] if one.kind != "blank"), Token("", ""))


def _previous(tokens: list[Token], place: int) -> Token:
    return next((one for one in reversed(tokens[:place]) if one.kind != "blank"), Token("", ""))


def _level(tokens: list[Token], place: int, stops: frozenset[str]) -> Iterator[int]:
    """The places after this one, at its depth of brackets, up to a word that ends the clause."""
    depth = 0
    for there in range(place + 1, len(tokens)):
        said = tokens[there].said
        if said == ")" and depth == 0:
            return
        if depth == 0 and (tokens[there].high in stops or said == ";"):
            return
        if depth == 0:
            yield there
        depth += {"(": 1, ")": -1}.get(said, 0)


def _end(tokens: list[Token], place: int, stops: frozenset[str]) -> int:
    """Where the clause that begins after this place ends."""
    depth = 0
    for there in range(place + 1, len(tokens)):
        one = tokens[there]
        if depth == 0 and (one.said in {")", ";"} or one.high in stops):
            return there
        depth += {"(": 1, ")": -1}.get(one.said, 0)
    return len(tokens)


def _joined(tokens: list[Token]) -> list[Token]:
    """`CROSS JOIN t ON …`, which keeps SQLite's order of reading, is a plain join elsewhere."""
    made = list(tokens)
    stops = frozenset({"WHERE", "GROUP", "ORDER", "JOIN", "LEFT", "CROSS", "UNION"})
    for place, one in enumerate(tokens):
        if one.high == "CROSS":
            join = next(p for p in range(place + 1, len(tokens)) if tokens[p].high == "JOIN")
            if any(tokens[p].high == "ON" for p in _level(tokens, join, stops)):
                made[place] = Token("word", "INNER")
    return made


def _matched(tokens: list[Token]) -> list[Token]:
    """`x.person_text MATCH question` is `x.doc @@ fts(question)`."""
    made = list(tokens)
    closing: list[int] = []
    for place, one in enumerate(tokens):
        if one.high == "MATCH":
            named = max(p for p in range(place) if tokens[p].kind == "word")
            made[named] = Token("word", "doc")
            made[place] = Token("other", "@@ fts(")
            closing.append(_end(tokens, place, _AFTER_MATCH))
    for place in reversed(closing):
        made.insert(place, Token("other", ") "))
    return made


def _ordered(tokens: list[Token]) -> list[Token]:
    """NULL comes first in rising order and last in falling order, as SQLite has it."""
    closing: list[tuple[int, str]] = []
    for place, one in enumerate(tokens):
        if one.high == "BY" and _previous(tokens, place).high == "ORDER":
            closing += _ends_of_items(tokens, place)
    made = list(tokens)
    for place, said in sorted(closing, reverse=True):
        made.insert(place, Token("other", said))
    return made


def _ends_of_items(tokens: list[Token], place: int) -> list[tuple[int, str]]:
    """Where each item of an ORDER BY ends, and where it is to put NULL."""
    ends: list[tuple[int, str]] = []
    falling = said = False
    last = place
    for there in [*_level(tokens, place, _AFTER_ORDER), _end(tokens, place, _AFTER_ORDER)]:
        over = there == _end(tokens, place, _AFTER_ORDER)
        if over or tokens[there].said == ",":
            if not said:
                ends.append((last + 1, " NULLS LAST" if falling else " NULLS FIRST"))
            falling = said = False
            if over:
                break
        elif tokens[there].kind != "blank":
            falling = falling or tokens[there].high == "DESC"
            said = said or tokens[there].high == "NULLS"
        if tokens[there].kind != "blank":
            last = there if tokens[there].said != "(" else _end(tokens, there, frozenset())
    return ends


def _limited(tokens: list[Token]) -> list[Token]:
    """A limit of -1 is no limit."""
    made = list(tokens)
    for place, one in enumerate(tokens):
        if one.high == "LIMIT":
            at = next(p for p in range(place + 1, len(tokens)) if tokens[p].kind != "blank")
            if tokens[at].kind in _COMPARED:
                made[at] = Token("other", "")
                made[place] = Token("made", f"LIMIT nullif({_piece(tokens, at)}, -1)")
            elif tokens[at].said == "-":
                made[place : at + 2] = [Token("other", "LIMIT ALL")] + [Token("blank", "")] * (
                    at + 1 - place
                )
    return made


def _distinct(tokens: list[Token]) -> list[Token]:
    """`IS :value`: the same, NULL included."""
    made = list(tokens)
    for place, one in enumerate(tokens):
        if one.high == "IS":
            following = _next(tokens, place)
            if following.kind in _COMPARED:
                made[place] = Token("word", "IS NOT DISTINCT FROM")
    return made


_SOURCES = frozenset({"FROM", "JOIN"})
_ASKED = frozenset({"SELECT", "WITH", "VALUES"})
_AFTER_SOURCE = frozenset({
    "WHERE", "GROUP", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT", "ON", "JOIN", "LEFT",
    "INNER", "CROSS", "HAVING", "WINDOW", "USING", "RETURNING", "",
})  # fmt: skip


def _named(tokens: list[Token]) -> list[Token]:
    """Every question in the place of a table has a name, which servers before 16 ask for."""
    closing: list[int] = []
    for place, one in enumerate(tokens):
        if one.said == "(" and _previous(tokens, place).high in _SOURCES:
            end = _end(tokens, place, frozenset())
            asked = _next(tokens, place).high in _ASKED
            if asked and _next(tokens, end).high in _AFTER_SOURCE:
                closing.append(end)
    made = list(tokens)
    for number, place in enumerate(sorted(closing, reverse=True)):
        made.insert(place + 1, Token("made", f" AS unnamed_{number}"))
    return made
