"""No text that came from outside drives, disguises or scrambles a terminal, in any command."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from reliability.program import Screen

from bases import SERVED, address_of, copied, links_of, store_of
from builders import opened
from venez_vivre import cli
from venez_vivre.door.lines import by_name
from venez_vivre.grammar import Argument, Command
from venez_vivre.references import household_reference, offer_reference
from venez_vivre.store.reader import Reader
from venez_vivre.store.stages import derive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conftest import Run

PAYLOADS = {
    "CSI colour": "\x1b[5;41m",
    "CSI clear": "\x1b[2J\x1b[H",
    "CSI cursor report": "\x1b[6n",
    "OSC title": "\x1b]0;titre\x07",
    "OSC 8 link": "\x1b]8;;https://example.org\x1b\\clic\x1b]8;;\x1b\\",
    "OSC 52 clipboard": "\x1b]52;c;cm0gLXJmIC8=\x07",
    "OSC without end": "\x1b]0;sans fin",
    "DCS": "\x1bP1;1|7/x\x1b\\",
    "APC": "\x1b_x\x1b\\",
    "reset": "\x1bc",
    "alternate charset": "\x1b(0lqk\x0e\x0f",
    "C1 CSI": "\x9b31m",
    "C1 OSC": "\x9d0;titre\x9c",
    "NEL": "\x85",
    "carriage return": "avant\rapres",
    "backspace": "mot\x08\x08\x08xxx",
    "bell and delete": "\x07\x7f",
    "NUL": "\x00",
    "vertical tab and form feed": "\x0b\x0c",
    "line separators": "\u2028\u2029",
    "bidirectional override": "\u202egpj.exe\u202c",
    "bidirectional isolate": "\u2066abc\u2069\u200f",
    "zero width": "\u200b\u200c\u200d\ufeff\u2060",
    "tags": "\U000e0041\U000e0042\U000e007f",
    "piled marks": "z" + "\u0353\u0351" * 30,
    "markup": "[/red][bold]x[/] <script>x</script> | `x` **x** [a](b:c) $(x) {x} %s",
    "formula": '=HYPERLINK("https://example.org")',
    "new lines": "un\n\ndeux\r\ntrois",
}
"""What an attacker would write in a form: at least twenty-six ways."""

OURS = re.compile(r"\x1b\[(?:0|1|2|32|33|36|1;33)m")
"""The styles that the program itself draws."""
DANGEROUS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
    "|[\u0300-\u036f]{3}"
)

DAY = "2025-11-03"
KEPT: dict[str, str] = {
    "kind": "", "status": "actif", "stage": "inscrit", "role": "inscrit", "state": "en_attente",
    "result": "joint", "channel": "telephone", "direction": "sortant", "indicator": "",
    "close_reason": "autre", "leave_reason": "autre", "refused_by": "foyer", "reason": "autre",
    "housing": "location", "housing_kind": "maison", "job": "trouve", "partner_job": "trouve",
    "horizon": "indefini", "employment": "salarie", "contract": "cdi", "telework": "oui",
    "working_time": "temps_plein", "transaction": "location", "ending": "faite",
    "origin": "contact", "deadline": "2026-12-31", "happened_at": "2025-11-03T10:00:00",
    "due_at": "10:00", "code_insee": "71014", "postal_code": "71400", "origin_department": "71",
    "department": "71", "themes": "emploi", "children_births": "2019-05", "rome_code": "J1506",
    "verdict": "sans_lien", "wished_codes": "71014", "blockers": "", "candidates": "[]",
    "headings": "[]", "form": "[]", "said": "{}", "wished_territories": "T1", "levels": "college",
    "discovered_at": "2025-11-03T10:00", "authority_told_at": "2025-11-03T12:00",
    "nature": "integrite", "risk": "risque", "purpose": "newsletter", "outcome": "satisfaite",
}  # fmt: skip
"""Columns of codes, dates and structures, which no form fills as it likes."""
KINDS = {
    "territory": "CC", "offer": "emploi", "follow_up": "action", "visit": "groupe",
    "privacy_request": "acces", "privacy_proof": "accord",
    "import_run": "inscrits", "operation": "commande", "target": "",
}  # fmt: skip
STATES = {"visit_guest": "invite", "settlement_check": "reste", "household": "actif"}
TABLES = (
    "territory", "officer", "household", "person", "signup", "contact", "follow_up",
    "resource_person", "offer", "introduction", "visit", "visit_guest", "settlement",
    "settlement_check", "transfer", "campaign", "import_run", "operation", "occupation_title",
    "privacy_notice", "privacy_request", "privacy_proof", "breach",
)  # fmt: skip
"""The tables that hold what people wrote, parents first."""


def text_for(table: str, column: str, number: int, payload: str) -> str | None:
    """What a text column of a row holds: a code where codes are, else the payload amid words."""
    if column == "reference":
        shapes = {"household": household_reference, "offer": offer_reference}
        other = {"resource_person": "PR-{}", "visit": "V-{}"}.get(table, "")
        return shapes[table](number) if table in shapes else other.format(number)
    if column.endswith("_on"):
        late = column in {
            "closed_on", "cancelled_on", "left_on", "done_on", "ended_on", "erased_on",
            "limited_on", "opposed_on",
        }  # fmt: skip
        return None if late else DAY
    if column == "kind":
        return KINDS.get(table)
    if column in {"state", "result"} and table in STATES:
        return STATES[table]
    if column in KEPT:
        return KEPT[column]
    unique = f"{number} " if column.endswith("_key") or column in {"code", "axis"} else ""
    return f"{unique}mot{payload}fin"


COLUMNS = {
    "sqlite": 'SELECT name, type, "notnull", dflt_value FROM pragma_table_info(:table)',
    "postgresql": 'SELECT t.name, t.type, t."notnull", c.column_default '
    "FROM pragma_table_info(:table) t JOIN information_schema.columns c "
    "ON c.table_name = :table AND c.column_name = t.name AND c.table_schema = 'venez_vivre'",
}
"""The columns of a table: name, kind, whether a value is required, and the usual one."""


def held(payload: str) -> str:
    """What a base can hold of it: PostgreSQL takes no NUL in a text."""
    return payload.replace("\0", "") if SERVED else payload


def fill(connection: Any, payloads: Sequence[str] = tuple(PAYLOADS.values())) -> None:
    """One row of every table for every payload, which each free text column holds."""
    rows = Reader(connection)
    columns = {table: rows.rows(COLUMNS[rows.engine], table=table) for table in TABLES}
    links = {(table, column): other for table in TABLES for other, column in links_of(rows, table)}
    for number, payload in enumerate(payloads, 1):
        for table in TABLES:
            values: dict[str, Any] = {"id": number}
            for name, kind, required, default in columns[table]:
                if name in {"id", "version", "active"} or links.get((table, name)) == "operation":
                    continue
                if (table, name) in links:
                    known = links[table, name] in TABLES
                    values[name] = number if known else None
                elif kind == "TEXT":
                    values[name] = text_for(table, name, number, held(payload))
                elif required and default is None:
                    values[name] = number if name == "code_ogr" else 1
            names = ", ".join(f'"{name}"' for name in values)
            marks = ", ".join(f":{name}" for name in values)
            connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
    derive(Reader(connection), range(1, len(payloads) + 1))


def make(path: Path, payloads: Sequence[str] = tuple(PAYLOADS.values())) -> None:
    """A base filled so."""
    with store_of(path).reading():
        pass
    with closing(opened(path, write=True)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA defer_foreign_keys=ON")
        fill(connection, payloads)
        connection.execute("COMMIT")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of which every free text is hostile."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    make(path)
    return path


# Every command of the table is run: with nothing where nothing is required, else with what its
# arguments are called. A command that asks for something else needs a line here.
HOUSEHOLDS = [[household_reference(n)] for n in range(1, len(PAYLOADS) + 1)]
BY_METAVAR = {
    "FOYER": HOUSEHOLDS,
    "OFFRE": [[offer_reference(n)] for n in range(1, len(PAYLOADS) + 1)],
    "RESSOURCE": [[f"PR-{n}"] for n in range(1, len(PAYLOADS) + 1)],
    "VISITE": [[f"V-{n}"] for n in range(1, len(PAYLOADS) + 1)],
}
LINES: dict[str, list[list[str]]] = {
    "apparier": [
        *([*one, "-n", "99"] for one in HOUSEHOLDS),
        *([*one, "--bouquet"] for one in HOUSEHOLDS[:4]),
        *(["--offre", *one, "-n", "99"] for one in BY_METAVAR["OFFRE"]),
    ],
    "pourquoi": [
        [*one, *other] for one, other in zip(HOUSEHOLDS, BY_METAVAR["OFFRE"], strict=True)
    ],
    "besoins": [["--tous"]],
    "chercher": [["mot"], ["fin", "-n", "3"], ["mot\x1b[2Jzzz\u202e"], ["V-1"]],
    "contacts noter": [["mot", "-r", "joint"], ["zzz\x1b[2J\u202e", "-r", "joint"]],
    "contacts lister": [["-n", "99"], *HOUSEHOLDS[:3]],
    "foyers lister": [["-n", "99"], ["--agent", "zzz\x1b[2J\u202e"], ["--territoire", "mot"]],
    "foyers montrer": [*HOUSEHOLDS, ["mot"], ["zzz\x1b[2J\u202e"], ["x@\x9b31m\u202e.y"]],
    "foyers clore": [["mot", "--motif", "zz\x1b[2J"], [*HOUSEHOLDS[0], "--motif", "autre"]],
    "foyers affecter": [[*HOUSEHOLDS[0], "--agent", "mot"]],
    "foyers reorienter": [[*HOUSEHOLDS[0], "--vers", "mot"]],
    "foyers fusionner": [[*HOUSEHOLDS[0], *HOUSEHOLDS[1]]],
    "foyers separer": [[*HOUSEHOLDS[0], "mot"]],
    "foyers modifier": [[*HOUSEHOLDS[0], "--projet", "mot"]],
    "entonnoir": [[], *([["--par", by]] for by in ("territoire", "canal", "agent"))][:1]
    + [["--par", by] for by in ("territoire", "canal", "agent", "departement_origine")],
    "imports montrer": [[str(n)] for n in range(1, len(PAYLOADS) + 1)],
    "metiers chercher": [["mot"]],
    "offres lister": [["-n", "99"], ["--source", "mot"], ["--texte", "mot"]],
    "offres verifier": [*BY_METAVAR["OFFRE"], ["--a-appeler", "-n", "99"]],
    "offres doublons": [[], *BY_METAVAR["OFFRE"][:4], ["mot", "mot", "--distinctes"]],
    "offres fusionner": [[*BY_METAVAR["OFFRE"][0], *BY_METAVAR["OFFRE"][1]]],
    "offres clore": [*BY_METAVAR["OFFRE"], ["--expirees"]],
    "offres montrer": [*BY_METAVAR["OFFRE"], ["mot"], ["zzz\x1b[2J\u202e"]],
    "ressources modifier": [[*one, "--note", "mot"] for one in BY_METAVAR["RESSOURCE"][:3]],
    "installations suivi": [
        [],
        *([[*one, "--mois", "3", "-r", "reste"] for one in HOUSEHOLDS[:2]]),
    ],
    "projection": [[], ["--territoire", "zzz\x1b[2J\u202e"], ["--a", "zz\x1b[2J"]],
    "journal": [["-n", "99"]],
    "base sql": [
        *([f"SELECT * FROM {table}", "-n", "99"] for table in TABLES),
        ["SELECT 'x' AS \"zz\x1b[2J\u202e\""],
        ["SELECT zz\x1b[2J\u202e"],
        ['SELECT * FROM "zz\x1b[2J\u202e"'],
    ],
    "base restaurer": [["zz\x1b[2J\u202e.db"]],
    "rgpd acces": [*HOUSEHOLDS[:6], *([*one, "--tout"] for one in HOUSEHOLDS[6:9])],
    "rgpd information": [*HOUSEHOLDS, [*HOUSEHOLDS[0], "--par", "zzz\x1b[2J\u202e"]],
    "rgpd demandes": [["-n", "99", "--toutes"], ["mot", "--droit", "acces"]],
    "rgpd notice": [[], ["--responsable", "zzz\x1b[2J\u202e"]],
    "rgpd violation": [["-n", "99"], *([["--numero", str(n)] for n in range(1, 28)])],
    "rgpd purger": [[], ["--details"], ["--annoncer"], ["--visa", "mot\x1b[2J"]],
    "rgpd controle-notes": [
        ["-n", "99"],
        ["--accepter", "zz\x1b[2J\u202e"],
        ["--remplacer", "echange-1", "--par", "mot\x1b[2J"],
    ],
}
"""Command lines that show more than the usual one, and those that cannot be guessed."""
LEFT_OUT = {
    "demo": "writes its own invented base, and takes seconds",
    "importer": "reads files: its receipts are tested with hostile cells in test_import_plan",
    "ajouter": "adds what is typed, one register after another",
    "definir": "same",
    "reunir": "reads whole bases: what it shows is tested with hostile values in test_union",
    "creer": "same",
    **dict.fromkeys(("habiliter", "revoquer"), "asks a server: what it shows is in test_rights"),
    "transferer": "shows no word that a base holds",
    "partager": "shows no word that a base holds",
    "consolider": "reads signed files: those of hostile names are in test_shared_funnel",
    **dict.fromkeys(
        ("chiffrer", "dechiffrer", "changer-cle", "trousseau"), "shows no word that a base holds"
    ),
}
"""Commands, or verbs of any noun, that this test does not run, and why."""
FORMS = {
    "table": (),
    "couleur": (),
    "md": ("-f", "md"),
    "csv": ("-f", "csv"),
    "json": ("-f", "json"),
}


def commands() -> Iterator[tuple[str, Command]]:
    """Every command that is run, by the words that call it."""
    for noun, entry in cli.COMMANDS.items():
        for verb, command in entry.load().commands.items():
            if entry.verb in {"", verb}:
                name = noun if entry.verb else f"{noun} {verb}"
                if not {name, verb} & set(LEFT_OUT):
                    yield name, command


def lines_of(name: str, command: Command) -> list[list[str]]:
    """The lines that try a command."""
    if name in LINES:
        return LINES[name]
    required = [p for p in command.params() if isinstance(p.mark, Argument) and p.required]
    if not required:
        return [[]]
    known = [BY_METAVAR.get(param.mark.metavar) for param in required]
    assert all(known), f"add a line for « {name} » to LINES of {__file__}, or to LEFT_OUT"
    return [[word for words in one for word in words] for one in zip(*filter(None, known))]  # noqa: B905


def shown(
    base: Path, words: Sequence[str], patch: pytest.MonkeyPatch, *, terminal: bool
) -> tuple[int, str, str]:
    """The exit code of one line, and both sides of its output."""
    out, err = Screen(terminal=terminal), Screen(terminal=False)
    with patch.context() as patched:
        patched.setattr(sys, "stdout", out)
        patched.setattr(sys, "stderr", err)
        patched.setenv("COLUMNS", "120")
        patched.delenv("NO_COLOR", raising=False)
        color = () if terminal else ("--sans-couleur",)
        code = cli.run(["--base", address_of(base), "--date", "2025-11-27", *color, *words])
    return code, out.text, err.text


def danger(text: str, form: str) -> list[str]:
    """Every dangerous character that is left, with what is around it."""
    if form == "couleur":
        text = OURS.sub("", text)
    if form == "csv":
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return [ascii(text[max(0, m.start() - 20) : m.end() + 10]) for m in DANGEROUS.finditer(text)]


RUN = list(commands())


@pytest.mark.parametrize(("name", "command"), RUN, ids=[name for name, _ in RUN])
def test_no_command_prints_anything_dangerous(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, command: Command
) -> None:
    """In a table with and without colour, Markdown, CSV and JSON; nor in what it says of errors."""
    base = tmp_path / "copy.db"
    copied(hostile, base)
    takes_form = "--format" in by_name(command.params())
    for line in lines_of(name, command):
        for form, options in FORMS.items():
            if options and not takes_form:
                continue
            words = [*name.split(), *line, *options]
            code, out, err = shown(base, words, monkeypatch, terminal=form == "couleur")
            assert code != 70, (words, err)
            calendar = name == "relances exporter"  # its lines end as those of a sheet
            assert danger(out, "csv" if calendar else form) == [], words
            assert danger(err, "") == [], words
            if form == "json" and code == 0:
                json.loads(out)
            if form == "csv" and code == 0:
                rows = list(csv.reader(io.StringIO(out.removeprefix("\ufeff")), delimiter=";"))
                assert not [c for row in rows for c in row if c.startswith("=")], words


def test_the_base_of_this_test_is_hostile(hostile: Path) -> None:
    """Every payload stands in every free text of every table, none of which is empty."""
    assert len(PAYLOADS) >= 26
    assert all(DANGEROUS.search(text) or name in VISIBLE for name, text in PAYLOADS.items())
    with closing(opened(hostile, write=False)) as connection:
        for table in ("person", "signup", "contact", "offer", "resource_person", "visit_guest"):
            ((count,),) = connection.execute(f"SELECT count(*) FROM {table}")
            assert count == len(PAYLOADS), table
        for column in ("first_name", "last_name", "email", "phone", "occupation"):
            said = [
                text for (text,) in connection.execute(f"SELECT {column} FROM person ORDER BY id")
            ]
            assert [f"mot{held(payload)}fin" for payload in PAYLOADS.values()] == said, column


VISIBLE = {"markup", "formula", "new lines", "NEL"}
"""Payloads made of ordinary characters, dangerous to a renderer only."""


def test_hostile_texts_are_shown_and_not_hidden(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their words are still there: cleaning takes the weapon, not the text."""
    _, out, _ = shown(hostile, ["contacts", "lister", "-n", "99"], monkeypatch, terminal=False)
    assert out.count("mot") >= len(PAYLOADS)
    assert "[/red][bold]x" in out
    _, out, _ = shown(
        hostile, ["contacts", "lister", "-n", "99", "-f", "md"], monkeypatch, terminal=False
    )
    assert "<script>" not in out
    _, out, _ = shown(
        hostile, ["foyers", "montrer", *HOUSEHOLDS[0], "-f", "json"], monkeypatch, terminal=False
    )
    assert json.loads(out)["membres"][0]["nom"] == "mot\x1b[5;41mfin"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    "line",
    [
        "foyers montrer ",
        "foyers montrer mot",
        "offres montrer mot",
        "foyers lister --agent ",
        "foyers lister --territoire ",
    ],
)
def test_completion_proposes_nothing_that_a_shell_would_run(
    hostile: Path, run: Run, monkeypatch: pytest.MonkeyPatch, shell: str, line: str
) -> None:
    """Neither escapes nor commands, in words or in what is said of them."""
    words = f"venez-vivre --base {address_of(hostile)} {line}"
    monkeypatch.setenv("_VENEZ_VIVRE_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", words)
    code, out, err = shown(hostile, [], monkeypatch, terminal=False)
    assert (code, err) == (0, "")
    assert danger(out.replace("\t", " "), "") == []
    if shell != "fish":
        assert not set(out) & set("$`<>|!*?")
