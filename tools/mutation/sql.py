"""Mutants of SQL: the counts are made there, and a mutator of Python sees one string only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from re import Match

import libcst as cst

SQL = re.compile(
    r"\b(SELECT|UPDATE|INSERT|DELETE FROM|WHERE|FROM|JOIN|GROUP BY|ORDER BY|CASE WHEN|BETWEEN"
    r"|LIMIT|IS (NOT )?NULL|FILTER|INTO|coalesce|count|substr)\b"
    r"|^ ?AND |[a-z]\.[a-z_]+ = :[a-z]"
)
"""What tells a statement, or a part of one, from a sentence."""

_ENDS = r"(?=\s+(?:AND|OR|GROUP|ORDER|LIMIT|THEN|ELSE)\b|\)|\{|;|\s*$)"

Change = str | Callable[[Match[str]], str]

RULES: tuple[tuple[str, str, Change], ...] = (
    ("bound moved", r"<=", "<"),
    ("bound moved", r">=", ">"),
    ("bound moved", r"(?<![<>=])<(?![>=])", "<="),
    ("bound moved", r"(?<![<>=])>(?![>=])", ">="),
    ("test turned", r"<>", "="),
    ("test turned", r"(?<=\s)=(?=\s)(?! \(| CASE)", "<>"),
    ("null turned", r"\bIS NULL\b", "IS NOT NULL"),
    ("null turned", r"\bIS NOT NULL\b", "IS NULL"),
    ("other end", r"\bmin\(", "max("),
    ("other end", r"\bmax\(", "min("),
    ("sum replaced", r"\bsum\(", "max("),
    ("bound of a span", r"([\w.{}|' ]+?) BETWEEN (\S+) AND ([\w:?]+)", r" (\1 > \2 AND \1 <= \3)"),
    ("bound of a span", r"([\w.{}|' ]+?) BETWEEN (\S+) AND ([\w:?]+)", r" (\1 >= \2 AND \1 < \3)"),
    ("condition dropped", rf"\bAND (?:[^()]|\([^()]*\))*?{_ENDS}", " "),
    ("condition dropped", r"(?<=\bWHERE )(?:[^()]|\([^()]*\))*?(?=\s+AND\b)", "1 = 1"),
    ("and for or", r"\bAND\b", "OR"),
    ("or for and", r"\bOR\b(?! IGNORE)", "AND"),
    ("order dropped", r"\bORDER BY [^()]*?(?=\s+LIMIT\b|\)|\"|$)", ""),
    ("key dropped", r"(?<=\b(?:ORDER|GROUP) BY )[\w.]+, ", ""),
    ("order turned", r" DESC\b", ""),
    ("doubles kept", r"\bDISTINCT ", ""),
    ("list turned", r"(?<!NOT) IN \(", " NOT IN ("),
    ("sum turned", r"(?<=\w) \+ (?=\w)", " - "),
    ("default dropped", r"\bcoalesce\(([\w.{}]+), (?:0|'')\)", r"\1"),
    ("number moved", r"(?<![\w:'.?%-])\d+(?![\w'.])", lambda found: str(int(found[0]) + 1)),
    ("word changed", r"'([a-z_]+)'", r"'\1x'"),
)

_BETWEEN = re.compile(r"\bBETWEEN\s+\S+\s+$")
_PLAIN_NUMBER = re.compile(r"(?:SELECT|LIMIT|THEN|EXISTS \(SELECT)\s+$")
_ASSIGNED = re.compile(r"\bSET\b(?:(?!\bWHERE\b|\bWHEN\b|\(\s*SELECT\b).)*$", re.DOTALL)


def _means_something(kind: str, before: str) -> bool:
    """Whether the change is one of sense: neither broken syntax nor `SELECT 1` turned into 2."""
    if kind in {"condition dropped", "and for or"} and _BETWEEN.search(before):
        return False  # the AND of a BETWEEN
    if kind == "number moved" and _PLAIN_NUMBER.search(before):
        return False
    return not (kind == "test turned" and _ASSIGNED.search(before))


def changed(text: str) -> Iterator[tuple[str, str]]:
    """Every text one rule and one place away from this one, and what was done."""
    seen = {text}
    for kind, pattern, change in RULES:
        for found in re.finditer(pattern, text):
            if not _means_something(kind, text[: found.start()]):
                continue
            new = found.expand(change) if isinstance(change, str) else change(found)
            whole = text[: found.start()] + new + text[found.end() :]
            if whole not in seen:
                seen.add(whole)
                yield f"SQL, {kind}", whole


def in_string(node: cst.SimpleString) -> Iterable[cst.SimpleString]:
    """The mutants of a string that holds SQL."""
    if SQL.search(node.raw_value):
        head = len(node.prefix) + len(node.quote)
        for _, text in changed(node.raw_value):
            value = node.value[:head] + text + node.value[len(node.value) - len(node.quote) :]
            yield node.with_changes(value=value)


def in_part(node: cst.FormattedStringText) -> Iterable[cst.FormattedStringText]:
    """The mutants of a part of such a string, between two things filled in."""
    if SQL.search(node.value):
        for _, text in changed(node.value):
            yield node.with_changes(value=text)
