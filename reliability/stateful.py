"""Commands in any order against a model that knows nothing of the base; undo and redo included."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as play

from builders import JOURNAL
from reliability import program
from reliability.results import LONG, MIDDLE, SHORT, Result, Trials
from venez_vivre.texts import number

SIZES = {SHORT: (1, 100, 30), MIDDLE: (2, 150, 50), LONG: (2, 1_000, 50)}
"""Processes side by side, sequences each of them plays, commands of a sequence."""
ROUND = 50
MOST_SECONDS = 1_500.0
"""A machine that is slow plays fewer sequences, and the table says how many."""
NOW = date.fromisoformat(program.TODAY)
LETTERS = "bcdfghjklm"
FAST = Path("/dev/shm")  # noqa: S108  where there is one, bases of the model live in memory

# --- the model: facts in plain Python, and how the contract counts them ---------------------------


@dataclass
class Home:
    """A household as somebody would keep it on paper."""

    emails: list[str]
    people: list[date]
    reached: list[date] = field(default_factory=list)
    settled: tuple[date, int, int, int] | None = None

    @property
    def met(self) -> date | None:
        """The day it was accompanied from: first reached, once signed up."""
        return max(min(self.reached), min(self.people)) if self.reached else None

    @property
    def alone(self) -> bool:
        """Whether it settled before anybody reached it."""
        return bool(self.settled) and not (self.met and self.met <= self.settled[0])


@dataclass
class World:
    """Everything the commands said so far, those taken back left out."""

    homes: list[Home] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    contacts: int = 0
    waiting: dict[int, tuple[str, date]] = field(default_factory=dict)
    """Actions planned by hand: their own words' number, an e-mail of the household, the day."""

    def funnel(self) -> dict[str, tuple[int, int]]:
        """Households and people of each stage."""
        met = [h for h in self.homes if h.met]
        ours = [h.settled for h in self.homes if h.settled and not h.alone]
        alone = [h.settled for h in self.homes if h.settled and h.alone]
        return {
            "inscrits": (len(self.homes), sum(len(h.people) for h in self.homes)),
            "accompagnes": (len(met), sum(len(h.people) for h in met)),
            "installes": (len(ours), sum(one[1] + one[2] for one in ours)),
            "spontanees": (len(alone), sum(one[1] + one[2] for one in alone)),
        }


def spelled(serial: int) -> str:
    """A name of letters alone, far from the one of any other number."""
    return "".join(3 * LETTERS[int(digit)] + "a" for digit in f"{serial:03}").capitalize()


def everything(base: Path) -> Any:
    """Every row but those of the journal, which says what was taken back."""
    return program.tables(base, besides=JOURNAL)


# --- the machine ----------------------------------------------------------------------------------

INDEX = st.integers(0, 50)
PAST = st.integers(0, 250).map(lambda days: NOW - timedelta(days=days))
COMING = st.integers(0, 30).map(lambda days: NOW + timedelta(days=days))
PLAYED = {"commands": 0, "sequences": 0}


class Officer(RuleBasedStateMachine):
    """Types commands, and knows from the model alone what each has to answer and leave."""

    folder = Path()

    def __init__(self) -> None:
        """A new base."""
        super().__init__()
        self.base = self.folder / "base.db"
        shutil.copyfile(self.folder / "vide.db", self.base)
        self.world = World()
        self.done: list[tuple[World, Any]] = []
        self.undone: list[tuple[World, Any]] = []
        self.serial = 0
        self.files: list[list[tuple[int, date]]] = []
        self.tables = everything(self.base)
        self.seen: Any = None
        PLAYED["sequences"] += 1

    def types(self, *words: str) -> program.Said:
        """Type a line."""
        PLAYED["commands"] += 1
        return program.typed(self.base, *words)

    def does(self, *words: str, after: World) -> program.Said:
        """A command that is to succeed: one step that can be taken back."""
        said = program.must(self.types(*words))
        self.done.append((self.world, self.tables))
        self.undone.clear()
        self.world, self.tables = after, everything(self.base)
        return said

    def is_refused(self, *words: str, code: int = 1) -> None:
        """A command that is to change nothing."""
        program.must(self.types(*words), code)
        assert everything(self.base) == self.tables, words

    def one(self, index: int) -> tuple[World, Home]:
        """The world to be, and a household of it."""
        after = deepcopy(self.world)
        return after, after.homes[index % len(after.homes)]

    @rule(day=PAST)
    def create(self, day: date) -> None:
        """A household typed by hand."""
        self.serial += 1
        email = f"c{self.serial}@example.org"
        after = deepcopy(self.world)
        after.homes.append(Home([email], [day]))
        name = ("--prenom", spelled(self.serial), "--nom", spelled(999 - self.serial))
        day_said = ("--inscrit-le", day.isoformat())
        self.does("foyers", "creer", *name, "--email", email, *day_said, after=after)

    @rule(days=st.lists(PAST, min_size=1, max_size=3))
    def import_new(self, days: list[date]) -> None:
        """A file of people whom nobody knows."""
        lines = [(self.serial + place, day) for place, day in enumerate(days, 1)]
        self.serial += len(days)
        self.files.append(lines)
        self._import(lines)

    @precondition(lambda self: self.files)
    @rule(index=INDEX)
    def import_again(self, index: int) -> None:
        """A file that was imported before, perhaps taken back since."""
        self._import(self.files[index % len(self.files)])

    def _import(self, lines: list[tuple[int, date]]) -> None:
        path = self.folder / "inscrits.csv"
        rows = [f"{spelled(n)};{spelled(999 - n)};i{n}@example.org;{day}" for n, day in lines]
        path.write_text("\n".join(["prenom;nom;email;date_inscription", *rows]), encoding="utf-8")
        new = [(n, day) for n, day in lines if n not in self.world.known]
        words = ("inscrits", "importer", str(path), "--format", "json")
        if new:
            after = deepcopy(self.world)
            after.homes += [Home([f"i{n}@example.org"], [day]) for n, day in new]
            after.known |= {n for n, _ in new}
            receipt = json.loads(self.does(*words, after=after).out)
        else:
            receipt = json.loads(program.must(self.types(*words)).out)
            assert everything(self.base) == self.tables
        found = [receipt[key] for key in ("creees", "inchangees", "lues")]
        assert found == [len(new), len(lines) - len(new), len(lines)], receipt

    @precondition(lambda self: self.world.homes)
    @rule(index=INDEX)
    def modify(self, index: int) -> None:
        """Something of the project, which no figure counts."""
        self.serial += 1
        after, home = self.one(index)
        project = ("--projet", f"projet {self.serial}")
        self.does("foyers", "modifier", home.emails[0], *project, after=after)

    @precondition(lambda self: self.world.homes)
    @rule(index=INDEX, day=PAST, reached=st.booleans())
    def note(self, index: int, day: date, reached: bool) -> None:
        """An exchange; one that reached somebody does what was due."""
        after, home = self.one(index)
        after.contacts += 1
        if reached:
            home.reached.append(day)
            after.waiting = {
                n: (email, due)
                for n, (email, due) in after.waiting.items()
                if email not in home.emails or due > day
            }
        result = "joint" if reached else "sans_reponse"
        line = ("contacts", "noter", home.emails[-1], "Un mot", "--resultat", result)
        self.does(*line, "--le", day.isoformat(), after=after)

    @precondition(lambda self: self.world.homes)
    @rule(index=INDEX, day=COMING)
    def plan(self, index: int, day: date) -> None:
        """An action to come."""
        self.serial += 1
        after, home = self.one(index)
        after.waiting[self.serial] = (home.emails[0], day)
        words = (home.emails[0], f"dossier {self.serial}", "--le", day.isoformat())
        self.does("relances", "planifier", *words, after=after)

    @precondition(lambda self: self.world.waiting)
    @rule(index=INDEX, day=COMING, put_off=st.booleans())
    def end(self, index: int, day: date, put_off: bool) -> None:
        """An action done, or put off to another day."""
        after = deepcopy(self.world)
        own = sorted(after.waiting)[index % len(after.waiting)]
        email, due = after.waiting.pop(own)
        listed = json.loads(program.must(self.types("relances", "lister", "-f", "json")).out)
        (told,) = (one["numero"] for one in listed if one["action"] == f"dossier {own}")
        if not put_off:
            self.does("relances", "faire", str(told), after=after)
        elif day == due:
            self.is_refused("relances", "reporter", str(told), "--a", day.isoformat())
        else:
            after.waiting[own] = (email, day)
            self.does("relances", "reporter", str(told), "--a", day.isoformat(), after=after)

    @precondition(lambda self: self.world.homes)
    @rule(index=INDEX, day=PAST, people=st.tuples(*[st.integers(0, 3)] * 3))
    def settle(self, index: int, day: date, people: tuple[int, int, int]) -> None:
        """A household arrives, once."""
        after, home = self.one(index)
        adults, children = people[0] + 1, people[1]
        schooled = min(people[1], people[2])
        counts = ("--adultes", str(adults), "--enfants", str(children), "--scolarises",
                  str(schooled))  # fmt: skip
        line = ("installations", "noter", home.emails[0], "--le", day.isoformat(), "--commune",
                "Autun", *counts)  # fmt: skip
        if home.settled or day < min(home.people):
            self.is_refused(*line)
        else:
            home.settled = (day, adults, children, schooled)
            self.does(*line, after=after)

    @precondition(lambda self: self.world.homes)
    @rule(index=INDEX)
    def unsettle(self, index: int) -> None:
        """An arrival that was a mistake."""
        after, home = self.one(index)
        line = ("installations", "annuler", home.emails[0])
        if home.settled:
            home.settled = None
            self.does(*line, after=after)
        else:
            self.is_refused(*line)

    @precondition(lambda self: len(self.world.homes) > 1)
    @rule(index=INDEX, other=INDEX)
    def merge(self, index: int, other: int) -> None:
        """Two households are one, unless both settled."""
        after, kept = self.one(index)
        gone = after.homes[other % len(after.homes)]
        if gone is kept:
            return
        line = ("foyers", "fusionner", kept.emails[0], gone.emails[0])
        if kept.settled and gone.settled:
            self.is_refused(*line)
            return
        after.homes = [home for home in after.homes if home is not gone]
        kept.emails += gone.emails
        kept.people += gone.people
        kept.reached += gone.reached
        kept.settled = kept.settled or gone.settled
        self.does(*line, after=after)

    @rule()
    def undo(self) -> None:
        """The last command never was, to the byte of every table."""
        if not self.done:
            self.is_refused("annuler")
            return
        program.must(self.types("annuler"))
        self.undone.append((self.world, self.tables))
        self.world, self.tables = self.done.pop()
        assert everything(self.base) == self.tables, "an undo left something else"

    @rule()
    def redo(self) -> None:
        """What was taken back is there again."""
        if not self.undone:
            self.is_refused("refaire")
            return
        program.must(self.types("refaire"))
        self.done.append((self.world, self.tables))
        self.world, self.tables = self.undone.pop()
        assert everything(self.base) == self.tables, "a redo made something else"

    @invariant()
    def the_figures_are_those_of_the_model(self) -> None:
        """The funnel, what is settled, exchanges, actions that wait, steps of the journal."""
        if self.seen is self.tables:
            return  # nothing was written since
        self.seen = self.tables
        said = json.loads(program.must(program.typed(self.base, "entonnoir", "-f", "json")).out)
        found = {one["etape"]: (one["foyers"], one["personnes"]) for one in said["etapes"]}
        found["spontanees"] = (said["spontanees"]["foyers"], said["spontanees"]["personnes"])
        assert found == self.world.funnel(), (found, self.world.funnel())
        ours = [h.settled for h in self.world.homes if h.settled and not h.alone]
        parts = [said["installes"][key] for key in ("adultes", "enfants", "enfants_scolarises")]
        assert parts == [sum(one[place] for one in ours) for place in (1, 2, 3)], parts
        assert len(self.tables["contact"]) == self.world.contacts
        sql = "SELECT count(*) FROM follow_up WHERE done_on IS NULL AND origin = 'main'"
        ((waiting,),) = program.query(self.base, sql)
        assert waiting == len(self.world.waiting), (waiting, self.world.waiting)
        sql = "SELECT count(*) FROM operation WHERE kind = 'commande' AND undone = 0"
        assert program.query(self.base, sql) == [(len(self.done),)]


# --- at both scales -------------------------------------------------------------------------------


def play_some(sequences: int, commands: int, seed: int, folder: Path) -> None:
    """Play sequences while the time allows; one that diverges is made short, and raised."""
    Officer.folder = folder
    program.must(program.typed(folder / "vide.db", "foyers", "lister"))
    until = time.monotonic() + MOST_SECONDS
    for first in range(0, sequences, ROUND):
        if time.monotonic() < until:
            seeded(seed + first)(Officer)
            _round(min(ROUND, sequences - first), commands)


def _round(sequences: int, commands: int) -> None:
    play(
        Officer,
        settings=settings(
            max_examples=sequences, stateful_step_count=commands, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
        ),
    )  # fmt: skip


def run(scale: str, folder: Path) -> Result:
    """Sequences of commands, in processes side by side at length."""
    processes, sequences, commands = SIZES[scale]
    trials = Trials("modèle à états", "0 divergence")
    line = [sys.executable, "-m", "reliability.stateful", str(sequences), str(commands)]
    there = str(FAST if FAST.is_dir() else folder)
    started = [
        subprocess.Popen(
            [*line, str(seed), there], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd=program.ROOT, encoding="utf-8",
        )
        for seed in range(0, processes * 10_000, 10_000)
    ]  # fmt: skip
    played = told_of = 0
    for one in started:
        out, err = one.communicate()
        told = json.loads(out.splitlines()[-1]) if out.strip() else {}
        played += told.get("commands", 0)
        told_of += told.get("sequences", 0)
        trials.saw(one.returncode == 0, err[-580:], told.get("sequences", 0))
    return trials.ended(
        f"{number(told_of)} suites de {commands} commandes "
        f"({number(played)} commandes, annulations et rétablissements compris)"
    )


def main(words: list[str]) -> int:
    """What each process plays."""
    sequences, commands, seed = map(int, words[:3])
    with tempfile.TemporaryDirectory(dir=words[3]) as there:
        folder = Path(there)
        with program.environment(folder):
            try:
                play_some(sequences, commands, seed, folder)
            finally:
                print(json.dumps(PLAYED))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
