"""Officers of several territories write one served base at once: nothing is lost or mixed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg

from reliability import program
from reliability.results import LONG, MIDDLE, SHORT, Result, Trials
from served import SEARCH, Server, here
from venez_vivre.texts import number

SIZES = {SHORT: (4, 25), MIDDLE: (8, 100), LONG: (8, 1_000)}
"""Officers at work at once, and commands each of them types."""
TERRITORIES = 4
SHARE = 20
"""One command in so many is a whole new process, as an officer types it."""
TAKEN = 1
"""The exit code of an honest refusal: somebody else changed the file meanwhile."""

WRITER = """
import io, json, os, random, subprocess, sys
from venez_vivre.cli import run
base, who, times, share = sys.argv[1:]
drawn = random.Random(int(who))
said, heard = {}, []
for n in range(int(times)):
    mine, theirs = f"p{who}@example.org", f"commun{int(who) % 4}@example.org"
    kind, words = drawn.choices((
        ("noter", ["contacts", "noter", mine, f"note {who} {n}", "--resultat", "joint"]),
        ("planifier", ["relances", "planifier", theirs, f"rappel {who} {n}", "--le", "+7j"]),
        ("modifier", ["foyers", "modifier", theirs, "--projet", f"projet {who} {n}"]),
        ("lister", ["foyers", "lister", "-f", "json"]),
        ("chercher", ["chercher", "-f", "json", "note"]),
        ("entonnoir", ["entonnoir", "-f", "json"]),
    ), (40, 15, 15, 10, 10, 10))[0]
    line = ["--base", base, "--date", "2025-11-27", "--agent", f"agent {who}", *words]
    sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    if n % int(share):
        code, told = run(line), sys.stderr.getvalue()
    else:
        done = subprocess.run([sys.executable, "-m", "venez_vivre", *line], capture_output=True,
                              text=True)
        code, told = done.returncode, done.stderr
    said[f"{kind} {code}"] = said.get(f"{kind} {code}", 0) + 1
    if code and len(heard) < 5:
        heard.append(told[-300:])
print(json.dumps([said, heard]), file=sys.__stdout__)
"""
WRITES = ("noter", "planifier", "modifier")
STRAY = """SELECT count(*) FROM contact c JOIN household h ON h.id = c.household_id
WHERE c.of_territory <> h.of_territory"""
HONEST = "vient d’être modifié par quelqu’un d’autre"


def run(scale: str, folder: Path) -> Result:
    """Officers in their territories, each on files of her own and on one that two share."""
    officers, times = SIZES[scale]
    trials = Trials("équipe sur PostgreSQL", "0 perdue, 0 mêlée, 0 erreur que des refus honnêtes")
    server = here()
    database = server.new()
    try:
        _people(server, database, folder, officers)
        before = _value(server, database, "SELECT count(*) FROM operation")
        working = [
            _python(WRITER, server.url(database, _login(n)), n, times, SHARE)
            for n in range(officers)
        ]
        done = sum((_heard(trials, process) for process in working), Counter[str]())
        _kept(trials, (server, database), done, before)
    finally:
        server.drop(database)
    said = ", ".join(f"{kind} {number(count)}" for kind, count in sorted(done.items()))
    return trials.ended(
        f"{officers} agents de {TERRITORIES} territoires × {number(times)} commandes : {said}"
    )


def _login(officer: int) -> str:
    return f"agent_{officer % TERRITORIES}"


def _people(server: Server, database: str, folder: Path, officers: int) -> None:
    """The territories, a login for each, a household for each officer and one that two share."""
    admin = server.url(database)
    for n in range(TERRITORIES):
        named = ("--code", f"T{n}", "--nom", f"Pays {n}", "--type", "CA")
        _must(admin, "territoires", "ajouter", *named)
        _must(admin, "agents", "habiliter", _login(n), "--territoire", f"T{n}", "--oui")
        names = [f"p{who}" for who in range(n, officers, TERRITORIES)] + [f"commun{n}"]
        file = folder / f"t{n}.csv"
        lines = [f"{one.title()};Nom{one};{one}@example.org;2025-03-01" for one in names]
        file.write_text("\n".join(["prenom;nom;email;date_inscription", *lines]), "utf-8")
        _must(server.url(database, _login(n)), "inscrits", "importer", str(file))


def _must(base: str, *words: str) -> None:
    program.must(program.typed(base, *words))


def _python(script: str, *words: Any) -> subprocess.Popen[str]:
    line = [sys.executable, "-c", script, *map(str, words)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def _heard(trials: Trials, process: subprocess.Popen[str]) -> Counter[str]:
    """The commands of one officer that were done, by kind; only honest refusals are none."""
    out, err = process.communicate(timeout=3_600)
    said, heard = json.loads(out or "[{}, []]")
    trials.saw(process.returncode == 0, err[-300:], 0)
    bad = [one for one in said if one.split()[1] not in {"0", str(TAKEN)}]
    trials.saw(not bad, f"{said} {heard}", 0)
    trials.saw(all(HONEST in one for one in heard), heard, 0)
    trials.count += sum(said.values())
    return Counter({kind.split()[0]: n for kind, n in said.items() if kind.endswith(" 0")})


def _kept(trials: Trials, where: tuple[Server, str], done: Counter[str], before: int) -> None:
    """Every command that said 0 is there once, in its territory, in the tables and the journal."""
    notes, planned, written, blocks, stray = (
        _value(*where, sql)
        for sql in (
            "SELECT count(DISTINCT summary) FROM contact",
            "SELECT count(DISTINCT action) FROM follow_up WHERE action LIKE 'rappel %'",
            "SELECT count(*) FROM operation",
            "SELECT count(DISTINCT operation_id) FROM journal_block",
            STRAY,
        )
    )
    trials.saw(notes == done["noter"], f"{notes} notes for {done['noter']} successes", 0)
    trials.saw(planned == done["planifier"], f"{planned} plans for {done['planifier']}", 0)
    acts = sum(done[kind] for kind in WRITES)
    trials.saw(written - before == acts, f"{written - before} operations for {acts}", 0)
    trials.saw(blocks == written, f"{blocks} journals for {written} operations", 0)
    trials.saw(stray == 0, f"{stray} rows out of their territory", 0)


def _value(server: Server, database: str, sql: str) -> int:
    with psycopg.connect(server.conninfo(database), options=SEARCH) as link:
        found = link.execute(sql).fetchone()
    return int(found[0]) if found else 0
