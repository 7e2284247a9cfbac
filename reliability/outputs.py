"""Files that leave the program: nothing in them runs, links out, or adds a header or an event."""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from email import policy
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from icalendar import Calendar
from markdown_it import MarkdownIt
from markdown_it.token import Token

import test_hostile as hostile
from reliability import program
from reliability.results import LONG, MIDDLE, SHORT, Result, Trials
from venez_vivre.door.lines import by_name
from venez_vivre.intake.formulas import FORMULA, armed, disarmed
from venez_vivre.intake.sheets import open_sheet
from venez_vivre.texts import clean, number

SIZES = {SHORT: (4, 200), MIDDLE: (2, 1_000), LONG: (1, 5_000)}
"""One command of the table in so many, and rows of random cells that go out and come back."""
SEED = 13
BLANKS = ("", " ", "  ", "\u00a0", "\u202f", "\u3000", "\t", "\n", "\u200b", "\ufeff")
STARTS = (*"=+-@", "\t=", "\r=", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫")
FORMULAS = [f"{blank}{start}cmd|' /C calc'!A0" for blank in BLANKS for start in STARTS]
PAYLOADS = (
    *FORMULAS,
    "{=1+1}", '=HYPERLINK("https://example.org";"clic")', "=1+1\n=2", "'=1+1", "''=1",
    "<script>alert(1)</script>", "</td></table><script src=//example.org/x.js></script>",
    '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", "<svg/onload=alert(1)>",
    "javascript:alert(1)", '<a href="javascript:alert(1)">x</a>', "<style>@import 'x'</style>",
    "</style><script>x</script>", "</title><script>x</script>", "<!--", "-->", "]]>", "&lt;b&gt;",
    "&#60;script&#62;", "<iframe src=https://example.org>", "<base href=https://example.org>",
    '<meta http-equiv="refresh" content="0;url=https://example.org">', "{{ 7*7 }}", "{% raw %}",
    "[x](javascript:alert(1))", "![x](https://example.org/x.png)", "<https://example.org>",
    "**gras**", "_i_", "`code`", "``", "| a | b |", "# titre", "- liste", "1. un", "> cite",
    "    code", "---", "```\nx\n```", "[x]: https://example.org", "~~x~~", "\\", "\\|", "$x$",
    "fin\r\nATTENDEE:mailto:x@example.org", "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    "a\nATTACH:https://example.org", ";VALUE=URI:https://example.org", "a,b;c:d\\n", "x" * 300,
    "a\r\nBcc: x@example.org", "a\nBcc: x@example.org\n\ncorps", "=?utf-8?q?=0ABcc:x?=",
    "a\u2028Bcc: x@example.org", 'x" <x@example.org>, "y', "a\x0bBcc: x", "\x1b[31m",
)  # fmt: skip
"""Formulas, HTML, Markdown, calendars and headers, as somebody would write them in a form."""

CELL_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?(?:e[+-][0-9]+)?")
REPORTS = ("hebdo", "mensuel", "bilan")
HEADERS = {
    "x-unsent", "from", "to", "subject", "mime-version", "content-type",
    "content-transfer-encoding",
}  # fmt: skip
FIELDS = {
    "UID", "SEQUENCE", "DTSTAMP", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "DTSTART",
    "DTEND", "TRANSP",
}  # fmt: skip


def run(scale: str, folder: Path) -> Result:
    """Every payload in every free text of a base, in every format that leaves it."""
    every, rows = SIZES[scale]
    trials = Trials("formules, HTML, Markdown, ICS, e-mail", "0")
    full = folder / "attaques.db"
    hostile.make(full, PAYLOADS)
    _lists(trials, every, full, folder)
    _reports(trials, full, folder)
    _calendar(trials, full)
    _drafts(trials, folder)
    _round_trips(trials, rows, folder)
    return trials.ended(
        f"{len(PAYLOADS)} textes dans chaque champ : csv et md de {len(hostile.RUN[::every])} "
        f"commandes, html et xlsx des rapports, ics, eml ; {number(rows)} lignes au hasard "
        "sorties puis relues égales en csv et en xlsx"
    )


# --- spreadsheets and Markdown of every command ---------------------------------------------------


def _lists(trials: Trials, every: int, full: Path, folder: Path) -> None:
    base = folder / "base.db"
    for name, command in hostile.RUN[::every]:
        if "--format" not in by_name(command.params()):
            continue
        shutil.copyfile(full, base)
        for line in hostile.lines_of(name, command)[:4]:
            for shape, check in (("csv", _sheet), ("md", _markdown)):
                words = [*name.split(), *line, "-f", shape]
                with trials.trial(words):
                    said = program.must(program.typed(base, *words), 0, 1, 2, 3, 4, 5)
                    if said.code in {0, 5}:
                        check(said.out)


def _sheet(text: str) -> None:
    """No cell runs, and no line of the text begins a row that is not one."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    _inert(cell for row in rows for cell in row)
    if len({len(row) for row in rows}) > 1:
        raise AssertionError(f"rows of { ({len(row) for row in rows}) } cells")


def _inert(cells: Iterable[str]) -> None:
    """No cell is a formula; a plain number may have its sign."""
    for cell in cells:
        bare = cell.lstrip().lstrip("\u200b\ufeff").lstrip()
        runs = bare[:1] in FORMULA or cell[:1] in FORMULA
        if bare and runs and not CELL_NUMBER.fullmatch(cell):
            raise AssertionError(f"a cell runs: {cell[:60]!a}")


READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
FOREIGN = {"link_open", "image", "html_inline", "html_block", "fence", "code_block", "em_open",
           "s_open", "hr", "blockquote_open"}  # fmt: skip
"""What none of our pages holds: somebody's text would have made it."""


def _tokens(text: str) -> Iterator[Token]:
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


def _markdown(text: str) -> None:
    made = {token.type for token in _tokens(text)} & FOREIGN
    if made:
        raise AssertionError(f"text became {made}")


# --- reports ------------------------------------------------------------------------------------


def _reports(trials: Trials, full: Path, folder: Path) -> None:
    for kind in REPORTS:
        for shape, check in (("html", _page), ("xlsx", _workbook), ("csv", _table), ("md", _text)):
            path = folder / f"{kind}.{shape}"
            with trials.trial(f"rapport {kind} {shape}"):
                words = ("rapport", kind, "--format", shape, "--sortie", str(path))
                program.must(program.typed(full, *words))
                check(path)


def _table(path: Path) -> None:
    _sheet(path.read_text(encoding="utf-8"))


def _text(path: Path) -> None:
    _markdown(path.read_text(encoding="utf-8"))


class _Elements(HTMLParser):
    """The elements of a page and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.found.append((tag, dict(attrs)))


ACTIVE = {"script", "link", "iframe", "object", "embed", "img", "base", "form", "use", "a"}


def _page(path: Path) -> None:
    """No script, no handler, no resource of elsewhere; a policy that lets nothing through."""
    text = path.read_text(encoding="utf-8")
    reading = _Elements()
    reading.feed(text)
    policies = [a["content"] or "" for _, a in reading.found if a.get("http-equiv")]
    if len(policies) != 1 or not policies[0].startswith("default-src 'none'; style-src 'sha256-"):
        raise AssertionError(policies)
    for tag, attributes in reading.found:
        outside = not str(attributes.get("href", "#")).startswith("#")
        if (tag in ACTIVE and (tag != "a" or outside)) or outside:
            raise AssertionError(f"<{tag}> {attributes}")
        if any(name.startswith("on") or name in {"src", "style"} for name in attributes):
            raise AssertionError(f"<{tag}> {attributes}")


def _workbook(path: Path) -> None:
    """No formula, no link, no macro; and texts that would run once saved as a text file."""
    shared: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if re.search(rb"<f[ >]|<hyperlink|vbaProject|ddeLink|TargetMode=.External", part):
                raise AssertionError(f"{name} runs or links")
            if name == "xl/sharedStrings.xml":
                main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
                items = ET.fromstring(part).iter(f"{main}si")  # noqa: S314  our own file
                shared = ["".join(t.text or "" for t in si.iter(f"{main}t")) for si in items]
    _inert(shared)


# --- calendars ----------------------------------------------------------------------------------


def _calendar(trials: Trials, full: Path) -> None:
    """As many events as follow-ups, with the fields of ours alone; lines folded and ended."""
    said = program.must(program.typed(full, "relances", "exporter", "--ics"))
    due = len(program.query(full, "SELECT id FROM follow_up WHERE done_on IS NULL"))
    raw = said.out.encode("utf-8")
    events = list(Calendar.from_ical(raw).walk("VEVENT"))
    trials.saw(len(events) == due, f"{len(events)} events for {due} follow-ups", len(PAYLOADS))
    for event in events:
        extra = {str(name).upper() for name in event} - FIELDS
        trials.saw(not extra, f"an event has {extra}", 0)
    lines = raw.split(b"\r\n")
    trials.saw(max(map(len, lines)) <= 75, "a line is longer than 75 bytes", 0)
    trials.saw(not any(b"\n" in line or b"\r" in line for line in lines), "a bare line break", 0)
    trials.saw(lines[-1] == b"", "the last line does not end", 0)


# --- drafts -------------------------------------------------------------------------------------


def _drafts(trials: Trials, folder: Path) -> None:
    """A draft for each payload as a name, a note and the title of an offer."""
    base, out = folder / "brouillons.db", folder / "brouillons"
    out.mkdir()
    officer = ("agents", "ajouter", "--nom", "Test", "--email", "test@example.org")
    program.must(program.typed(base, *officer))
    for place, text in enumerate(t for t in PAYLOADS if clean(t).strip()):
        email = f"h{place}@example.org"
        said = f"mot{text}"  # a name has a letter
        created = ("foyers", "creer", f"--prenom={said}", f"--nom={said}", "--email", email)
        offer = ("offres", "ajouter", "--type", "emploi", f"--titre={said} {place}",
                 f"--structure={said}", "--commune", "Autun", "-f", "json")  # fmt: skip
        with trials.trial(f"draft {text!a}"[:120]):
            if program.typed(base, *created).code == 0:
                program.must(program.typed(base, *offer))
                told = _introduce(base, email, out)
                _messages(out, email, told)
    shutil.rmtree(out)


def _introduce(base: Path, email: str, out: Path) -> program.Said:
    ((reference,),) = program.query(base, "SELECT reference FROM offer ORDER BY id DESC LIMIT 1")
    words = ("mises-en-relation", "noter", email, reference, "--brouillon", "--sortie", str(out))
    return program.must(program.typed(base, *words, "-f", "json"))


def _messages(out: Path, email: str, told: program.Said) -> None:
    files = sorted(out.glob("*.eml"))
    if not files:
        raise AssertionError(f"no draft: {told.err[-200:]}")
    for path in files:
        raw = path.read_bytes()
        path.unlink()
        message: Any = BytesParser(policy=policy.default).parsebytes(raw)
        extra = {name.lower() for name in message} - HEADERS
        to = [one.addr_spec for one in message["to"].addresses] if message["to"] else []
        if extra or len(message.get_all("to", [])) > 1 or set(to) - {email}:
            raise AssertionError(f"headers {extra}, to {to}")
        if message.is_multipart() or message.defects or list(message.iter_attachments()):
            raise AssertionError(f"parts or defects: {message.defects}")
        if b"\r" in raw.replace(b"\r\n", b"") or b"\n" in raw.replace(b"\r\n", b""):
            raise AssertionError("a bare line break")


# --- what goes out comes back ---------------------------------------------------------------------

PIECES = (*BLANKS, *STARTS, "'", "''", "a", "0", "12", "é", "l’an", ";", '"', ",", "|", "=1+1")


def _round_trips(trials: Trials, times: int, folder: Path) -> None:
    """Rows of random cells, armed, written, read and disarmed: equal; and none of them runs."""
    drawn = random.Random(SEED)  # noqa: S311  cells, not secrets
    rows = [[_cell(drawn) for _ in range(3)] for _ in range(times)]
    rows += [[text, f" {text}", f"'{text}"] for text in map(_storable, PAYLOADS)]
    for shape, write in (("csv", _as_csv), ("xlsx", _as_workbook)):
        path = folder / f"aller-retour.{shape}"
        out = [armed(row) for row in rows]
        with trials.trial(f"{shape}: no cell runs"):
            _inert(cell for row in out for cell in row if not cell.startswith("'"))
        write(path, [["n", "a", "b", "c"], *([f"l{n}", *row] for n, row in enumerate(out))])
        back = [disarmed(row).cells[1:] for row in open_sheet(path).rows()]
        trials.saw(len(back) == len(rows), f"{shape}: {len(back)} rows of {len(rows)}", 0)
        for before, after in zip(rows, back, strict=False):
            trials.saw(_plain(before) == _plain(after), f"{shape}: {before!a} came back {after!a}")


def _plain(cells: Iterable[str]) -> list[str]:
    """Cells as sheets are read: line breaks alike, nothing told of blanks around."""
    return [cell.replace("\r\n", "\n").replace("\r", "\n").strip() for cell in cells]


def _cell(drawn: random.Random) -> str:
    return _storable("".join(drawn.choice(PIECES) for _ in range(drawn.randint(0, 5))))


def _storable(text: str) -> str:
    """Without the controls that no sheet may hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


def _as_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)


def _as_workbook(path: Path, rows: list[list[str]]) -> None:
    from venez_vivre.intake import rejects  # noqa: PLC0415  the writer of rejected lines

    path.write_bytes(rejects.workbook("Feuille", rows))
