"""What people settled about headings and codes: in options, in a file, or at an earlier import."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from venez_vivre import dates
from venez_vivre.errors import Misuse, NotFound, Refused, reason
from venez_vivre.intake import answers
from venez_vivre.intake.answers import Answers, Codes
from venez_vivre.intake.headings import key, signature
from venez_vivre.intake.layouts import Column, Layout, Likely, match
from venez_vivre.intake.nearness import clearly_nearest
from venez_vivre.intake.receipts import Problem
from venez_vivre.intake.sheets import Sheet
from venez_vivre.store.base import Work
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold, shorten

Named = Mapping[str, str]
"""Headings and the field that each holds; an empty field: none."""


@dataclass(frozen=True)
class Settled:
    """A mapping that an earlier import settled, and the day it did."""

    named: Named
    on: date


@dataclass(frozen=True)
class Habits:
    """What a base remembers for one kind of import: mappings by signature, answers by field."""

    mappings: Mapping[str, Settled] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What the user says now: `named` must be in the file, `usual` applies where it is."""

    named: Named = field(default_factory=dict)
    usual: Named = field(default_factory=dict)
    codes: Answers = field(default_factory=dict)
    habits: Habits = field(default_factory=Habits)


Choose = Callable[[Likely], bool]
"""Asks somebody whether a heading is the field that it looks like."""


def understood(
    sheet: Sheet, table: Sequence[Column], said: Said, choose: Choose | None = None
) -> Layout:
    """Match the headings of a sheet with all that was ever said of them.

    What is said now wins over what an earlier import settled for the same headings.
    """
    headings = sheet.headings
    before = said.habits.mappings.get(signature(headings))
    fields = {column.field for column in table}
    old = _present(before.named, headings, fields) if before else {}
    now = _merged(_present(said.usual, headings, fields), said.named)
    layout = match(headings, table, _merged(old, now))
    likely = suggestions(layout, table, _merged(old, now))
    chosen = {one.heading: one.field for one in likely if choose and choose(one)}
    if chosen:
        now = _merged(now, chosen)
        layout = match(headings, table, _merged(old, now))
        likely = tuple(one for one in likely if one.heading not in chosen)
    used = {h: f for h, f in old.items() if _merged(old, now).get(h) == f}
    notices = [*_reminder(before, used, sheet), *map(_notice(sheet), likely)]
    unused: tuple[str, ...] = getattr(sheet, "unused", ())  # of a sheet that was translated
    layout = replace(
        layout,
        ignored=(*layout.ignored, *unused),
        likely=likely,
        notices=tuple(notices),
        settled=_merged(old, now) if now else {},
        answers=said.codes,
    )
    return answers.applied(layout, _codes(said))


def with_answers(layout: Layout, given: Answers, said: Said) -> Layout:
    """The layout once more values were answered."""
    codes = {name: {**said.codes.get(name, {}), **found} for name, found in given.items()}
    both = {**said.codes, **codes}
    known = _codes(replace(said, codes=both))
    return answers.applied(replace(layout, answers=both), known)


def _codes(said: Said) -> Answers:
    known = said.habits.answers
    names = [*known, *(name for name in said.codes if name not in known)]
    return {name: {**known.get(name, {}), **said.codes.get(name, {})} for name in names}


def _present(named: Named, headings: Sequence[str], fields: set[str]) -> dict[str, str]:
    """What is said of headings that the file has, for fields that there are."""
    there = {key(heading) for heading in headings}
    return {h: f for h, f in named.items() if key(h) in there and (not f or f in fields)}


def _merged(*layers: Named) -> dict[str, str]:
    """Layers one over the other: a heading, or a field, that is said again is said anew."""
    merged: dict[str, str] = {}
    for layer in layers:
        again = {key(heading) for heading in layer}
        fields = set(layer.values()) - {""}
        kept = {h: f for h, f in merged.items() if key(h) not in again and f not in fields}
        merged = {**kept, **layer}
    return merged


def suggestions(layout: Layout, table: Sequence[Column], said: Named) -> tuple[Likely, ...]:
    """The unknown headings that look like a field that the file lacks, and clearly so."""
    settled = {key(heading) for heading in said}
    unknown = [h for h in layout.ignored if key(h) in map(key, layout.headings)]
    found: dict[str, Likely] = {}
    for heading in unknown:
        if key(heading) not in settled and (near := _nearest(key(heading), table)):
            found.setdefault(near, Likely(heading, near))
    return tuple(one for name, one in found.items() if name not in layout.fields)


def _nearest(folded: str, table: Sequence[Column]) -> str | None:
    known = ((w, c.field) for c in table for w in (fold(c.field), *c.headings))
    return clearly_nearest(folded, known)


def _notice(sheet: Sheet) -> Callable[[Likely], Problem]:
    def notice(one: Likely) -> Problem:
        reason = f"colonne « {shorten(one.heading, 60)} » ignorée : vouliez-vous dire {one.field} ?"
        return Problem(
            sheet.header_row, one.heading, "", reason, f"Si c’est elle, ajoutez {one.option}."
        )

    return notice


def _reminder(before: Settled | None, used: Named, sheet: Sheet) -> list[Problem]:
    if before is None or not used:
        return []
    reason = f"correspondance des colonnes reprise de l’import du {dates.short(before.on)}"
    said = ", ".join(f"{heading} = {name or '(ignorée)'}" for heading, name in used.items())
    remedy = "Donnez --colonne pour en changer."
    return [Problem(sheet.header_row, "", said, reason, remedy)]


# --- remembering --------------------------------------------------------------------------------


def habits(rows: Reader, kind: str) -> Habits:
    """What a base remembers for a kind of import."""
    sql = "SELECT signature, mapping, settled_on FROM column_mapping WHERE kind = :kind"
    found = {
        signed: Settled(json.loads(mapping), date.fromisoformat(day))
        for signed, mapping, day in rows.rows(sql, kind=kind)
    }
    return Habits(found, answers.remembered(rows, kind))


def remember(work: Work, kind: str, layout: Layout) -> None:
    """Keep what this import settled, for those that have the same headings."""
    answers.remember(work, kind, layout.answers)
    if not layout.settled:
        return
    signed = signature(layout.headings)
    mapping = json.dumps(dict(layout.settled), ensure_ascii=False, sort_keys=True)
    sql = "SELECT id, mapping FROM column_mapping WHERE kind = :kind AND signature = :signed"
    known = work.rows.row(sql, kind=kind, signed=signed)
    who = work.heading.agent, work.today.isoformat()
    if known is None:
        number = work.next_number("column_mapping")
        work.rows.run(
            "INSERT INTO column_mapping (id, kind, signature, mapping, agent, settled_on) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (number, kind, signed, mapping, *who),
        )
        work.journal.added("column_mapping", number)
    elif known[1] != mapping:
        work.journal.touch("column_mapping", [known[0]])
        sql = "UPDATE column_mapping SET mapping = ?, agent = ?, settled_on = ? WHERE id = ?"
        work.rows.run(sql, (mapping, *who, known[0]))


# --- the file of correspondences ----------------------------------------------------------------


@dataclass(frozen=True)
class Correspondence:
    """What a file of correspondences says: fields of headings, codes of values by field."""

    columns: Named
    codes: Answers


def correspondence(path: Path, noun: str, table: Sequence[Column]) -> Correspondence:
    """Read a file of correspondences for an import of that noun.

    Raises:
        NotFound: no such file.
        Refused: a file that cannot be read, or that is not TOML.
        Misuse: an unknown table, field or code, or another kind of import.

    """
    found = _toml(path)
    kind = found.pop("kind", noun)
    if kind != noun:
        raise Misuse(f"{path.name} est fait pour « {kind} », pas pour « {noun} ».")
    columns, codes = found.pop("colonnes", {}), found.pop("valeurs", {})
    if found:
        raise Misuse(
            f"{path.name} : « {next(iter(found))} » n’est pas connu. Les tables sont [colonnes] et "
            "[valeurs.<champ>], et kind dit le type d’import."
        )
    fields = {column.field: column for column in table}
    named = _texts(columns, path.name, "colonnes")
    for name in named.values():
        _known_field(name, fields, path.name)
    if not isinstance(codes, dict):
        raise Misuse(f"{path.name} : [valeurs] contient une table pour chaque champ codé.")
    said = {name: _code_table(name, codes[name], fields, path.name) for name in codes}
    return Correspondence(named, said)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise NotFound(f"Le fichier {path} n’existe pas. Vérifiez son chemin.") from None
    except OSError as error:
        raise Refused(f"{path} ne peut pas être lu ({reason(error)}).") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found = str(error).rpartition("(at ")[2].rstrip(")") if "(at " in str(error) else ""
        where = found.replace("line", "ligne").replace("column", "colonne")
        where = f" ({where})" if where.startswith("ligne") else ""
        raise Refused(
            f"{path.name} n’est pas du TOML bien formé{where}. Une ligne s’écrit : "
            '"En-tête du fichier" = "champ".'
        ) from None


def _texts(table: Any, file_name: str, name: str) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(v, str) for v in table.values()):
        raise Misuse(f'{file_name} : [{name}] contient des lignes "…" = "…".')
    return {key: value.strip() for key, value in table.items()}


def _known_field(name: str, fields: Mapping[str, Column], file_name: str) -> None:
    if name and name not in fields:
        raise Misuse(f"{file_name} : « {name} » n’est pas un champ : {', '.join(fields)}.")


def _code_table(name: str, said: Any, fields: Mapping[str, Column], file_name: str) -> Codes:
    _known_field(name, fields, file_name)
    family = fields[name].family if name in fields else None
    if family is None:
        coded = [field for field, column in fields.items() if column.family]
        raise Misuse(f"{file_name} : « {name} » n’a pas de codes. En ont : {', '.join(coded)}.")
    codes = {fold(key): code for key, code in _texts(said, file_name, f"valeurs.{name}").items()}
    known = [str(term) for term in family]
    for code in codes.values():
        if code and code not in known:
            raise Misuse(
                f"{file_name} : « {code} » n’est pas un code de {name} : {', '.join(known)}."
            )
    return codes
