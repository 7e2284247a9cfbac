"""A region of local bases, and the single base that holds everything, from the demonstration.

    region = territories.write(folder / "fichiers", count=35, signups=1_050, seed=1)
    locals_ = territories.build_each(region, folder)     # 35 paths: T01.db, T02.db…
    whole = territories.build_whole(region, folder / "tout.db")

`write` makes the files of the demonstration, then shares them out: each group of forms that name
one another (an e-mail or a phone in common) belongs to one territory, with its contacts and its
settlement; one group in ten (`shared`) also signs up in a second territory, by a form of a later
day under another number, and what was done with it from that day on is noted now here, now there.
The people of a second form keep their names, their e-mail and their phone, spelled another way now
and then: they are certainly the same. `build_whole` imports every file of every territory into one
base, by the same commands. Nothing here depends on the clock or on chance but for `seed`.
"""

from __future__ import annotations

import contextlib
import csv
import io
import random
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bases import address_of
from venez_vivre import demo
from venez_vivre.cli import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TODAY = "2025-11-27"
LAST = datetime(2025, 11, 27)  # noqa: DTZ001  a day of the files, which know no zone
TAKEN = {0, 5}
"""Exit codes of an import that took the file, be it with lines to correct."""

NAMES = {
    "utf-8-sig": {
        "number": "Identifiant de la réponse",
        "day": "Horodateur",
        "first": "Prénom",
        "last": "Nom",
        "email": "Adresse e-mail",
        "phone": "Téléphone",
        "other_email": "E-mail du conjoint",
        "other_phone": "Téléphone du conjoint",
    },
    "cp1252": {
        "number": "reference_externe",
        "day": "date_inscription",
        "first": "prenom",
        "last": "nom",
        "email": "email",
        "phone": "telephone",
        "other_email": "email_conjoint",
        "other_phone": "telephone_conjoint",
    },
}
"""The headings of both files of sign-ups, by their encoding."""

Cells = dict[str, str]


class Local(NamedTuple):
    """The files of one territory: sign-ups (two layouts), contacts, settlements."""

    code: str
    signups: tuple[Path, ...]
    contacts: Path
    settlements: Path


class Region(NamedTuple):
    """The files that all share, those of each territory, and how many groups signed up twice."""

    territories: Path
    officers: Path
    locals: tuple[Local, ...]
    twice: int


class _Form(NamedTuple):
    """One line of sign-ups, under which encoding, and what it answers to."""

    layout: str
    cells: Cells
    keys: frozenset[str]

    def said(self, name: str) -> str:
        return self.cells[NAMES[self.layout][name]]


def write(
    folder: Path, *, count: int = 35, signups: int = 1_050, shared: float = 0.1, seed: int = 1
) -> Region:
    """Write the files of a region into a folder that is not there yet.

    Args:
        folder: where.
        count: how many territories, 2 to 35.
        signups: how many people sign up in the first place, 20 at least.
        shared: the share of groups that sign up in a second territory.
        seed: another one gives other people.

    """
    files = demo.write(folder / "demo", signups=signups, seed=seed)
    chance = random.Random(seed)  # noqa: S311  a test, not a secret
    codes = [line["code"] for line in _lines(files.territoires)][:count]
    groups = _groups(_forms(files.inscriptions))
    homes: dict[str, list[tuple[str, str]]] = {}
    forms: dict[str, list[_Form]] = {code: [] for code in codes}
    twice = 0
    for group in groups:
        home = chance.choice(codes)
        forms[home].extend(group)
        places = [("0000-00-00", home)]
        if chance.random() < shared and (again := _again(group, chance)):
            other = chance.choice([code for code in codes if code != home])
            forms[other].append(again)
            places.append((_day(again.said("day")), other))
            twice += 1
        homes |= {key: places for form in group for key in form.keys}
    facts = [_facts(path, homes, chance) for path in (files.contacts, files.installations)]
    locals_ = tuple(_local(folder / code, forms[code], facts) for code in codes)
    return Region(files.territoires, files.agents, locals_, twice)


def build(base: Path, region: Region, locals_: Sequence[Local], told: str = "") -> Path:
    """Import the files of these territories into one base, by the commands of the program.

    `told` is its address; without one, the base of a test is where those of this run are.
    """
    signups = [path for local in locals_ for path in local.signups]
    say = partial(_run, told or address_of(base), base.stem)
    say("territoires", "importer", region.territories)
    say("agents", "importer", region.officers)
    say("inscrits", "importer", *signups)
    say("contacts", "importer", *(local.contacts for local in locals_))
    say("installations", "importer", *(local.settlements for local in locals_))
    return base


def build_each(region: Region, folder: Path) -> list[Path]:
    """One base for each territory, named after its code: a file, wherever the Region's is."""
    paths = [folder / f"{one.code}.db" for one in region.locals]
    return [build(p, region, [one], str(p)) for p, one in zip(paths, region.locals, strict=True)]


def build_whole(region: Region, base: Path) -> Path:
    """One base that holds every file of every territory."""
    return build(base, region, region.locals)


def _run(told: str, agent: str, *words: object) -> None:
    said = io.StringIO()
    root = ("--base", told, "--date", TODAY, "--agent", agent)
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run([*root, *map(str, words), "--oui"])
    assert code in TAKEN, said.getvalue()


def _lines(path: Path, encoding: str = "utf-8-sig") -> list[Cells]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _forms(paths: Iterable[Path]) -> list[_Form]:
    found = []
    for path, layout in zip(paths, NAMES, strict=True):
        for cells in _lines(path, layout):
            names = NAMES[layout]
            said = [cells[names[n]] for n in ("email", "other_email")]
            phones = [_digits(cells[names[n]]) for n in ("phone", "other_phone")]
            keys = frozenset(key for key in (*map(str.lower, said), *phones) if key)
            found.append(_Form(layout, cells, keys))
    return found


def _digits(phone: str) -> str:
    return "".join(filter(str.isdigit, phone))[-9:]


def _groups(forms: list[_Form]) -> list[list[_Form]]:
    """The forms that have a key in common, by a chain of them or not."""
    leader = {key: key for form in forms for key in form.keys}

    def first(key: str) -> str:
        while leader[key] != key:
            key = leader[key]
        return key

    for form in forms:
        one, *others = sorted(map(first, form.keys)) or [""]
        for other in others:
            leader[other] = one
    found: dict[str, list[_Form]] = {}
    for number, form in enumerate(forms):
        name = first(min(form.keys)) if form.keys else str(number)
        found.setdefault(name, []).append(form)
    return list(found.values())


def _again(group: list[_Form], chance: random.Random) -> _Form | None:
    """The form by which somebody of a group signs up elsewhere, some days later."""
    form = group[0]
    names = NAMES[form.layout]
    if "@" not in form.said("email") or not (form.said("first") and form.said("last")):
        return None
    written = form.said("day")
    clock = written[10:]
    try:
        day = datetime.strptime(written[:10], "%d/%m/%Y")  # noqa: DTZ007
    except ValueError:
        return None
    later = min(LAST, day + timedelta(days=chance.randint(1, 40)))
    cells = dict(form.cells)
    cells[names["day"]] = f"{later:%d/%m/%Y}{clock}"
    cells[names["number"]] += "-2"
    if chance.random() < 0.5:
        cells[names["email"]] = cells[names["email"]].upper()
        cells[names["last"]] = cells[names["last"]].upper()
    return _Form(form.layout, cells, form.keys)


def _day(written: str) -> str:
    day, month, year = written[:10].split("/")
    return f"{year}-{month}-{day}"


def _facts(
    path: Path, homes: dict[str, list[tuple[str, str]]], chance: random.Random
) -> dict[str, list[Cells]]:
    """The lines of a file by territory; those of who signed up twice go now here, now there."""
    found: dict[str, list[Cells]] = {}
    for line in _lines(path):
        places = homes[line["foyer"].lower()]
        able = [code for since, code in places if since <= _day(line["date"])]
        found.setdefault(chance.choice(able), []).append(line)
    return found


def _local(folder: Path, forms: list[_Form], facts: list[dict[str, list[Cells]]]) -> Local:
    folder.mkdir(parents=True)
    signups = tuple(
        _written(folder / f"inscriptions-{n}.csv", [f.cells for f in forms if f.layout == layout],
                 list(NAMES[layout].values()))
        for n, layout in enumerate(NAMES)
    )  # fmt: skip
    contacts, settlements = (
        _written(folder / f"{name}.csv", found.get(folder.name, []), headings)
        for name, headings, found in zip(FACTS, FACTS.values(), facts, strict=True)
    )
    return Local(folder.name, signups, contacts, settlements)


FACTS = {
    "contacts": ["foyer", "date", "canal", "sens", "resultat", "resume"],
    "installations": ["foyer", "date", "commune", "adultes", "enfants", "scolarises"],
}
"""The headings of a file of facts that holds no line."""


def _written(path: Path, lines: list[Cells], headings: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]) if lines else headings, delimiter=";")
        writer.writeheader()
        writer.writerows(lines)
    return path
