"""Make the mutants of a module: mutmut’s operators, on every function and table, and those of SQL.

mutmut itself leaves decorated functions, tables and SQL alone, and it calls each function through a
table of its mutants; here each mutant is the whole text of the module with one change in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from random import Random
from typing import Any, ClassVar, NamedTuple

import libcst as cst
import sql
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider
from mutmut.mutation.file_mutation import Mutation, MutationVisitor, OuterFunctionProvider
from mutmut.mutation.mutators import mutation_operators, operator_assignment, operator_string
from mutmut.mutation.pragma_handling import IgnoredCode

Node = cst.CSTNode
_CODE = re.compile(r"[\"'][^\s]+[\"']")
_ALIAS = re.compile(r"^_?[A-Z][a-z]\w*$")


class Made(NamedTuple):
    """How many changes there are to make, of Python and of SQL, and those that were made."""

    python: int
    sql: int
    mutants: list[Mutant]


@dataclass(frozen=True)
class Mutant:
    """One change: what it is called, the whole text it gives, where it is.

    `lines` are those of what changed, `around` those of the function that holds it (empty outside
    of any function, and in one that remembers what it answered); `is_sql` tells the changes of SQL,
    which have a score of their own.
    """

    name: str
    text: str
    lines: range
    around: range
    is_sql: bool


def _codes(node: cst.SimpleString) -> Iterable[Node]:
    """A word that the program reads, made another; sentences are left to those who read them."""
    if _CODE.fullmatch(node.value) and not sql.SQL.search(node.value):
        yield from list(operator_string(node))[:1]


def _assigned(node: cst.Assign | cst.AnnAssign) -> Iterable[Node]:
    """None for a value, but for the name of a type, which nothing reads when the program runs."""
    target = node.targets[0].target if isinstance(node, cst.Assign) else node.target
    if not (isinstance(target, cst.Name) and _ALIAS.match(target.value)):
        yield from operator_assignment(node)


PYTHON: list[tuple[type[Node], Any]] = [
    *(one for one in mutation_operators if one[1] not in {operator_string, operator_assignment}),
    (cst.SimpleString, _codes),
    (cst.Assign, _assigned),
    (cst.AnnAssign, _assigned),
]
IN_SQL: list[tuple[type[Node], Any]] = [
    (cst.SimpleString, sql.in_string),
    (cst.FormattedStringText, sql.in_part),
]


class _Visitor(MutationVisitor):
    """mutmut’s own, which goes into decorated functions too, and not into docstrings and types."""

    METADATA_DEPENDENCIES: ClassVar = (PositionProvider, OuterFunctionProvider, ParentNodeProvider)

    def _skip_node_and_children(self, node: Node) -> bool:
        if isinstance(node, cst.FunctionDef):
            return False
        if isinstance(node, cst.SimpleStatementLine) and _says_only(node):
            return True
        return super()._skip_node_and_children(node)


def _says_only(line: cst.SimpleStatementLine) -> bool:
    """Whether it is a docstring, an import, or a name given to a type."""
    only = line.body[0]
    if isinstance(only, cst.Import | cst.ImportFrom):
        return True
    if isinstance(only, cst.Assign):
        target = only.targets[0].target
        return isinstance(target, cst.Name) and bool(_ALIAS.match(target.value))
    return isinstance(only, cst.Expr) and isinstance(
        only.value, cst.SimpleString | cst.ConcatenatedString
    )


def mutants(path: Path, sample: int | None, seed: str) -> Made:
    """The mutants of a module, in the order of its text; the same change is made once.

    With a `sample`, that many of Python and that many of SQL, drawn at random from the seed.
    """
    source = path.read_text(encoding="utf-8")
    counts, found = list[int](), dict[str, Mutant]()
    for operators, is_sql in ((PYTHON, False), (IN_SQL, True)):
        wrapper = MetadataWrapper(cst.parse_module(source))
        visitor = _Visitor(operators, IgnoredCode(set(), set(), set()))
        wrapper.visit(visitor)
        counts.append(len(visitor.mutations))
        chosen = visitor.mutations
        if sample is not None and sample < len(chosen):
            chosen = _drawn(chosen, sample, f"{seed} {path.name}")
        for one in chosen:
            made = _made(source, wrapper, one, is_sql=is_sql)
            if made.text != source:
                found.setdefault(made.text, made)
    return Made(*counts, list(found.values()))


def _drawn(every: list[Mutation], sample: int, seed: str) -> list[Mutation]:
    draw = Random(seed)  # noqa: S311  a draw that can be made again, no secret
    return [every[number] for number in sorted(draw.sample(range(len(every)), sample))]


def _made(source: str, wrapper: MetadataWrapper, one: Mutation, *, is_sql: bool) -> Mutant:
    places = wrapper.resolve(PositionProvider)
    text = wrapper.module.deep_replace(one.original_node, one.mutated_node).code
    holder = one.contained_by_top_level_function
    alone = isinstance(holder, cst.FunctionDef) and not any(map(_keeps, holder.decorators))
    around = _lines(places[holder.body]) if alone else range(0)
    return Mutant(_named(source, text), text, _lines(places[one.original_node]), around, is_sql)


def _keeps(decorator: cst.Decorator) -> bool:
    """Whether a function answers from memory, so that only the first test reaches its lines."""
    return "cache" in cst.Module([]).code_for_node(decorator)


def _lines(place: Any) -> range:
    return range(place.start.line, place.end.line + 1)


def _named(source: str, text: str) -> str:
    """The lines that changed, as a diff shows them, with the number of the first."""
    shown = list(unified_diff(source.splitlines(), text.splitlines(), n=0, lineterm=""))[2:]
    place = re.match(r"@@ -(\d+)", shown[0])
    where = place[1] if place else "?"
    return f"{where}: " + " ⏎ ".join(
        one[0] + " " + one[1:].strip() for one in shown if one[0] in "+-"
    )
