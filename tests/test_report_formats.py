"""The same value in every format of a report, block by block; pages that fit a narrow terminal."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from naive_counts import Asked, Tree
from report_worlds import World, make_world
from test_reports import UNITS, Wish, drawn
from venez_vivre.reports import RENDERERS, files, render
from venez_vivre.reports.layout import width_of
from venez_vivre.screens.cells import write
from venez_vivre.screens.documents.page import page
from venez_vivre.screens.pages import Block, Facts, Page, Picture, Prose, Table
from venez_vivre.steering.documents.kinds import KINDS
from venez_vivre.steering.documents.publishing import published
from venez_vivre.steering.targets import STATES
from venez_vivre.texts import fold

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = {2: Asked(), 5: Asked(), 11: Asked(date(2025, 1, 1), date(2025, 12, 31))}
"""Bases, and a period for each: the usual one, and a year under way."""
TODAY = date(2025, 11, 27)
NOTHING = "(rien)"
PERIODS = {
    "usuelle": Asked(),
    "semaine": Asked(date(2025, 11, 24), date(2025, 11, 30)),
    "mois": Asked(date(2025, 10, 1), date(2025, 10, 31)),
    "annee": Asked(date(2025, 1, 1), date(2025, 12, 31)),
    "jours": Asked(date(2025, 10, 28), date(2025, 11, 27)),
    "ouverte": Asked(None, date(2025, 9, 30)),
}


# --- the words and the values of a page -----------------------------------------------------


def tables_of(blocks: list[Block]) -> list[Table]:
    """The tables of blocks, those of pictures included, that have rows."""
    drawn_ = [block.table if isinstance(block, Picture) else block for block in blocks]
    return [one for one in drawn_ if isinstance(one, Table) and one.rows]


def sentences(blocks: list[Block]) -> Iterator[str]:
    """All that a page says outside of tables."""
    for block in blocks:
        if isinstance(block, Prose):
            yield block.text
        elif isinstance(block, Facts):
            yield from chain.from_iterable((label, str(value)) for label, value in block.pairs)
        else:
            table = block.table if isinstance(block, Picture) else block
            yield table.note if table.rows else table.empty


def said(text: str, kind: str) -> Any:
    """The value that a cell written for people tells, as whoever reads it would understand it."""
    if kind == "bar":
        return NOTHING
    bare = re.sub(r"[\s\u202f\u00a0]", "", text)
    if kind in {"count", "signed", "rate", "euros"} and bare not in {"", "s"}:
        number = bare.replace("−", "-").replace(",", ".").rstrip("%€").replace("=", "0")
        return float(number) / (100 if kind == "rate" else 1)
    if kind == "day" and bare:
        day, month, year = bare.split("/")
        return date(int(year), int(month), int(day))
    return text


def meant(value: Any, kind: str) -> Any:
    """The value of a cell as a page holds it."""
    if kind == "bar":
        return NOTHING
    if kind == "day" and isinstance(value, str) and value:
        return date.fromisoformat(value)
    if isinstance(value, (int, float)) and kind == "text":
        return pytest.approx(float(value), abs=0.06)
    if isinstance(value, (int, float)):
        rounding = {"rate": 0.0005001, "euros": 0.0051}.get(kind, 1e-9)
        return pytest.approx(float(value), abs=rounding)
    return "" if value is None else value


def same_tables(found: list[list[list[str]]], blocks: list[Block]) -> None:
    """Every table that was read, cell by cell, tells the values of the page."""
    wanted = tables_of(blocks)
    assert len(found) == len(wanted)
    for rows, table in zip(found, wanted, strict=True):
        assert rows[0] == [" ".join(column.title.split("\n")) for column in table.columns]
        kinds = [column.kind for column in table.columns]
        assert len(rows) - 1 == len(table.rows)
        for cells, row in zip(rows[1:], table.rows, strict=True):
            for text, value, kind in zip(cells, row, kinds, strict=True):
                assert said(text, kind) == meant(value, kind), (table.title, row)


# --- reading each format --------------------------------------------------------------------


def in_markdown(text: str) -> list[list[list[str]]]:
    """The tables of a Markdown text, its escapes taken off."""
    tables: list[list[list[str]]] = [[]]
    for line in text.split("\n"):
        if not line.startswith("| "):
            tables += [[]] if tables[-1] else []
            continue
        cells = [re.sub(r"\\(.)", r"\1", cell) for cell in line[2:-2].split(" | ")]
        if not all(re.fullmatch(r"-+:?", cell) for cell in cells):
            tables[-1].append(cells)
    return [table for table in tables if table]


class Reading(HTMLParser):
    """The tables of a page of the web, and all its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.text: list[str] = []
        self.cell = False

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self.cell = True

    def handle_endtag(self, tag: str) -> None:
        self.cell = self.cell and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self.cell:
            self.tables[-1][-1][-1] += data


class Case(NamedTuple):
    """A report of a base, and its whole page."""

    document: Tree
    page: Page
    blocks: list[Block]


@pytest.fixture(scope="module", params=[(seed, kind) for seed in SEEDS for kind in KINDS], ids=str)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Each kind of report on a few bases."""
    seed, kind = request.param
    base = make_world(tmp_path_factory.mktemp("base") / "base.db", World(seed, 40).tables)
    code = "T1" if kind == "territoire" else None
    document = published(drawn(base, Wish(kind, SEEDS[seed], TODAY, code)), public=False)
    whole = page(document, None)
    return Case(document, whole, list(whole.blocks()))


def written(case: Case, form: str) -> str | bytes:
    """The report in that format."""
    return render(case.page, form, colored=False, width=files.WIDTH)


def bare(text: str) -> str:
    """A text without its blanks, where a line ends does not matter."""
    return re.sub(r"[\s\u200b\u00ad`\\]+", "", text)


def test_every_format_is_known_here():
    """One that is added is to be compared with the others."""
    assert set(RENDERERS) == {"table", "json", "csv", "md", "html", "pdf", "xlsx"}


def test_markdown_tells_the_values_of_the_page(case: Case):
    """Table by table, then every sentence."""
    text = str(written(case, "md"))
    same_tables(in_markdown(text), case.blocks)
    plain = bare(text)
    for one in sentences(case.blocks):
        assert bare(one) in plain


def test_html_tells_the_values_of_the_page(case: Case):
    """Table by table, then every sentence."""
    import_module("venez_vivre.reports.html")
    found = Reading()
    found.feed(str(written(case, "html")))
    same_tables(found.tables, case.blocks)
    plain = bare("".join(found.text))
    for one in sentences(case.blocks):
        assert bare(one) in plain


def test_a_workbook_holds_the_values_of_the_page(case: Case):
    """Numbers are the very numbers, not what is shown of them."""
    import_module("venez_vivre.reports.workbook")
    book = CalamineWorkbook.from_filelike(io.BytesIO(bytes(written(case, "xlsx"))))
    rows = [
        row for name in book.sheet_names[:-1] for row in book.get_sheet_by_name(name).to_python()
    ]
    at = 0
    for table in tables_of(case.blocks):
        heads = [" ".join(column.title.split()) for column in table.columns]
        at = next(i for i in range(at, len(rows)) if titles(rows[i][: len(heads)]) == heads)
        for row in table.rows:
            at += 1
            for cell, value, column in zip(rows[at], row, table.columns, strict=False):
                assert cell == held(value, column.kind), (table.title, row)
    plain = bare("".join(str(cell) for row in rows for cell in row))
    for one in sentences(case.blocks):
        assert bare(one) in plain


def titles(row: list[Any]) -> list[Any]:
    """The headings of a row without the numbers that tell those of one name apart."""
    return [re.sub(r" \([0-9]+\)$", "", one) if isinstance(one, str) else one for one in row]


def held(value: Any, kind: str) -> Any:
    """The value of a cell of a sheet: a number is one, a day is one, nothing is nothing."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return pytest.approx(float(value), rel=1e-14, abs=0)
    return date.fromisoformat(value) if kind == "day" and isinstance(value, str) else value


def test_a_pdf_says_every_cell_of_the_page(case: Case):
    """Row by row in the words of the page read in Markdown, and every sentence."""
    import_module("venez_vivre.reports.pdf")
    reader = PdfReader(io.BytesIO(bytes(written(case, "pdf"))))
    title = bare(case.blocks[0].text)
    first, *others = [running(one.extract_text()) for one in reader.pages]
    plain = unhyphened("".join([first, *(one.removeprefix(title) for one in others)]))
    tables = in_markdown(str(written(case, "md")))
    for rows, table in zip(tables, tables_of(case.blocks), strict=True):
        kinds = [column.kind for column in table.columns]
        for cells in rows[1:]:
            shown = (text for text, kind in zip(cells, kinds, strict=True) if kind != "bar")
            assert unhyphened("".join(shown)) in plain, (table.title, cells)
    for one in sentences(case.blocks):
        assert unhyphened(one) in plain


def running(text: str) -> str:
    """The text of a page without its foot."""
    return re.sub(r"27novembre2025page[0-9]+/[0-9]+$", "", bare(text))


def unhyphened(text: str) -> str:
    """Where a long word is cut at the end of a line does not matter either."""
    return re.sub(r"[-‐]", "", bare(text))


# --- the page and its document --------------------------------------------------------------

UNTOLD = frozenset(
    {"proportion", "ecart", "intervalle", "quart", "mediane", "trois_quarts", "rang"}
)
"""Columns drawn from several values of a document, or written in words."""


def mappings(node: Any) -> Iterator[Tree]:
    """Every mapping of a document."""
    if isinstance(node, dict):
        yield node
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from mappings(one)


def named(one: Tree) -> set[str]:
    """How the line of that mapping may be called."""
    names = [one.get(key) for key in ("libelle", "nom", "periode", "axe", "etape", "jours")]
    passage = f"{one['de']} → {one['vers']}" if "de" in one and "vers" in one else None
    return {fold(str(name)) for name in (*names, passage) if name}


def flat(one: Tree, unit: str = "foyers") -> Tree:
    """Its values under the keys of columns."""
    found = dict(one)
    if "a_faire_par_mois" in one:
        found |= {"par_mois": one["a_faire_par_mois"], "attendu": round(one["attendu"])}
        found["rythme"] = STATES[one["rythme"]]
    if "part_12_mois" in one:
        found["part"] = one["part_12_mois"]
    for rate in one.get("taux", ()) if "nom" in one else ():
        if rate["de"] == "inscrits":
            found |= {f"taux_{rate['vers']}": rate["taux"], "foyers": rate["foyers_de"]}
    for at in one["installes"] if isinstance(one.get("installes"), list) else ():
        found[f"a_{at['age']}"] = at["part"]
    for step in one.get("etapes", ()):
        found |= {f"{step['etape']}_{unit}": step.get(unit) for unit in UNITS}
    for touch in {"premier", "dernier"} & one.keys():
        found |= {f"{touch}_{step['etape']}": step[unit] for step in one[touch]}
    return {
        key: round(v) if key.startswith("par_foyer_") and v is not None else v
        for key, v in found.items()
    }


def lines_of(case: Case) -> Iterator[tuple[Table, dict[str, Any], Any]]:
    """The rows of the tables of a page by column, with what names each."""
    for table in tables_of(case.blocks):
        for row in table.rows:
            yield table, dict(zip((c.key for c in table.columns), row, strict=True)), row[0]


def test_a_row_holds_the_values_of_what_it_is_called_after(case: Case):
    """No two columns are exchanged on the way from the document to the page."""
    every = [(named(one), flat(one, unit)) for one in mappings(case.document) for unit in UNITS]
    if "blocages" in case.document:
        states = case.document["blocages"]
        silent = f"Sans échange depuis {states['silencieux']['jours']} jours"
        names = {"Foyers suivis": "suivis", silent: "silencieux", "Avec un frein noté": "bloques"}
        every += [({fold(name)}, flat(states[key])) for name, key in names.items()]
    if "sans_territoire" in case.document:
        every.append(({fold("(non renseigné)")}, flat(case.document["sans_territoire"])))
    for table, row, name in lines_of(case):
        first = table.columns[0].key
        told = {k: v for k, v in row.items() if k not in UNTOLD and k != first and "." not in k}
        told = {k: v for k, v in told.items() if not k.startswith(("intervalle_", "rang_"))}
        if not told or name == "Total" or (first == "nom" and "source" in row):
            continue
        same = [one for names, one in every if fold(str(name)) in names]
        assert any(all(told[k] == one.get(k, NOTHING) for k in told.keys() & keys(one, told))
                   for one in same), (table.title, row)  # fmt: skip


def keys(one: Tree, told: Tree) -> set[str]:
    """The columns that this mapping must tell: all, but where two passages stand side by side."""
    return set(told) - ({"dispositif", "foyers_dispositif"} if "taux" in one else set())


def test_every_rate_shows_how_many_are_behind_it(case: Case):
    """Households stand in the row of a rate; those of a curve, in its note."""
    seen = 0
    for table in tables_of(case.blocks):
        rates = [column for column in table.columns if column.kind == "rate"]
        counts = [column.key for column in table.columns if column.kind == "count"]
        if rates and counts == ["jours"]:
            assert f"Foyers suivis : {case.document['delais'][1]['foyers']}." in table.note
        elif rates:
            seen += 1
            assert {"foyers", "foyers_de", "atteint"} & set(counts), table.title
    assert seen


def test_indicators_stand_in_their_columns(case: Case):
    """Each unit and each comparison in its place."""
    whole = {
        (fold(one["libelle"]), one["unite"] if one["unite"] in UNITS else "nombre"): one
        for one in case.document.get("indicateurs", ())
    }
    rows = [row for table, row, _ in lines_of(case) if "foyers.valeur" in row]
    assert len(rows) == len({name for name, _ in whole})
    for row in rows:
        for key, value in row.items():
            unit, _, measure = key.partition(".")
            line = whole.get((fold(row["libelle"]), unit))
            assert not measure or value == (line[measure] if line else None), (row, key)


def test_totals_of_a_page_are_sums(case: Case):
    """Where counts are added up under a table."""
    for table in tables_of(case.blocks):
        if table.rows[-1][0] != "Total" or "depense" in {c.key for c in table.columns}:
            continue
        *rows, total = table.rows
        assert list(total[1:]) == [
            sum(column) for column in zip(*(r[1:] for r in rows), strict=True)
        ]


def test_a_page_opens_with_the_figures_of_its_funnel(case: Case):
    """In both units, people first."""
    funnel = case.document.get("entonnoir", case.document)
    facts = next(block for block in case.blocks if isinstance(block, Facts))
    alone = funnel["spontanees"]
    for step, (label, value) in zip([*funnel["etapes"], alone], facts.pairs, strict=False):
        numbers = [int(n) for n in re.findall(r"[0-9]+", re.sub(r"\s", "", value))]
        assert numbers[:2] == [step["personnes"], step["foyers"]], label


def test_a_cell_that_is_off_is_seen(case: Case):
    """Whoever reads a table here sees one number that is not that of the page."""
    read = in_markdown(str(written(case, "md")))
    same_tables(read, case.blocks)
    wrong = 0
    for table, kinds in ((t, [c.kind for c in t.columns]) for t in tables_of(case.blocks)):
        for row in table.rows:
            for place, kind in enumerate(kinds):
                if kind in {"count", "signed"} and row[place] is not None:
                    wrong += 1
                    assert said(write(row[place] + 1, kind), kind) != meant(row[place], kind)
    assert wrong > 50


# --- json and csv ---------------------------------------------------------------------------


def figures(node: Any, name: str = "") -> Iterator[tuple[str, float]]:
    """Every number of a document by the last word of what names it."""
    if isinstance(node, dict):
        named = {"age"} & node.keys()  # an age names a line
        for key, one in node.items():
            again = key == "etapes" and "installes" in node  # the last one is said just below
            yield from () if key in named else figures(one[:-1] if again else one, key)
    elif isinstance(node, list):
        for place, one in enumerate(node):
            yield from figures(one, str(place + 1))
    elif isinstance(node, (int, float)) and not isinstance(node, bool):
        yield name, round(float(node), 9)


def test_csv_holds_every_figure_of_the_document(case: Case):
    """One a row, each under a name of its own, as json gives them."""
    text = str(written(case, "csv")).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    names = [(row["rubrique"], row["element"], row["mesure"]) for row in rows]
    assert [name for name, n in Counter(names).items() if n > 1] == []
    told: Counter[tuple[str, float]] = Counter()
    for row in rows:
        if re.fullmatch(r"-?[0-9]+(,[0-9]+)?(e-?[0-9]+)?", row["valeur"]):
            value = round(float(row["valeur"].replace(",", ".")), 9)
            told[row["mesure"].split("_")[-1], value] += 1
    wanted = Counter((name.split("_")[-1], value) for name, value in figures(case.document))
    assert wanted - told == Counter()


def test_json_is_the_document(case: Case):
    """Read back, it is what was computed, days as ISO text."""
    found = json.loads(str(written(case, "json")))
    assert list(differing(found, case.document)) == []


def differing(found: Any, wanted: Any, path: str = "") -> Iterator[str]:
    if isinstance(wanted, dict):
        assert list(found) == list(wanted)
        for key, one in wanted.items():
            yield from differing(found[key], one, f"{path}.{key}")
    elif isinstance(wanted, (list, tuple)):
        for place, (one, other) in enumerate(zip(found, wanted, strict=True)):
            yield from differing(one, other, f"{path}[{place}]")
    elif found != (wanted.isoformat() if isinstance(wanted, date) else wanted):
        yield f"{path}: {found!r} instead of {wanted!r}"


# --- pages on a terminal --------------------------------------------------------------------


@cache
def small(path: Path, homes: int) -> Path:
    """A base of that many households, and nothing around them when there is none."""
    tables = World(7, homes).tables if homes else {}
    tables.setdefault("territory", [{"id": 1, "code": "T1", "name": "CC du Nord", "kind": "CC"}])
    return make_world(path / f"{homes}.db", tables)


@pytest.mark.parametrize("homes", [0, 1, 40])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("period", PERIODS)
def test_a_page_fits_a_narrow_terminal(tmp_path: Path, kind: str, period: str, homes: int):
    """In brief and whole, on an empty base too: no error, no line wider than the terminal."""
    base = small(tmp_path, homes)
    for code in ("T1",) if kind == "territoire" else (None, "T1"):
        wish = Wish(kind, PERIODS[period], TODAY, code)
        document = published(drawn(base, wish), public=False)
        for brief in (True, False):
            for width in (80, 100, 120):
                text = render(
                    page(document, None, brief=brief), "table", colored=False, width=width
                )
                wide = [line for line in str(text).split("\n") if width_of(line) > width]
                assert wide == []
