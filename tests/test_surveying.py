"""A whole file is looked at before it is imported: the order of its dates, text decoded twice."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bases import address_of
from builders import query
from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake import parsing, surveying
from venez_vivre.intake.columns import SIGNUPS
from venez_vivre.intake.layouts import Layout, match, recogniser
from venez_vivre.intake.mojibake import undoubled
from venez_vivre.intake.sheets import Sheet, open_sheet
from venez_vivre.intake.surveying import Survey, settle, survey

if TYPE_CHECKING:
    from conftest import Run

HEADINGS = ("date_inscription", "prenom", "email", "date_souhaitee")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "i.csv"


def opened(path: Path, *rows: tuple[str, ...], encoding: str = "utf-8") -> tuple[Sheet, Layout]:
    """A file of these rows under usual headings, opened and understood."""
    path.write_text(
        "".join(";".join(cells) + "\n" for cells in (HEADINGS, *rows)), encoding=encoding
    )
    sheet = open_sheet(path, recognise=recogniser(SIGNUPS))
    return sheet, match(sheet.headings, SIGNUPS)


def looked(path: Path, *dates: str, said: str | None = None) -> Survey:
    """What a column of these dates says."""
    return survey(*opened(path, *((day, "Zoé") for day in dates)), dates=said)


def order(found: Survey) -> str:
    return "mja" if found.parsers else "jma"


def reasons(found: Survey) -> list[str]:
    return [problem.motif for problem in found.notices]


# --- the order of dates ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dates",
    [
        ("25/12/2024", "03/04/2025", "05/06/2025"),
        ("03/04/2025", "05/06/2025", " 31/01/2025 à 14h30"),
        ("13/01/25", "02/03/25"),
        ("2025-04-03", "2025-12-25", "2025/04/03"),
        ("3 avril 2025", "4 mai 2025"),
        ("", "", ""),
        ("03/03/2025", "04/04/2025", "05/05/2025"),
        ("12/2025", "11/2025", "n/a", "45678"),
        ("31/31/2025", "99/99/2025"),
    ],
)
def test_dates_are_french_without_a_word_when_nothing_says_otherwise(
    file: Path, dates: tuple[str, ...]
) -> None:
    """A day after the 12th, one date alone, days of one and the same month."""
    found = looked(file, *dates)
    assert (order(found), reasons(found)) == ("jma", [])


@pytest.mark.parametrize(
    "dates",
    [
        ("12/25/2024", "03/04/2025"),
        ("3/4/2025", "1/13/2025 3:15:00 PM"),
        ("11-27-2025", "11-03-2025"),
        ("2025-12-25", "12/25/2024"),
    ],
)
def test_a_date_that_has_no_other_reading_proves_that_the_month_comes_first(
    file: Path, dates: tuple[str, ...]
) -> None:
    """It is said, with the date that proves it."""
    found = looked(file, *dates)
    assert found.parsers == {0: parsing.month_first_day}
    (problem,) = found.notices
    assert "mois/jour" in problem.motif
    assert "--dates jma" in problem.remede
    assert problem.valeur in {"12/25/2024", "1/13/2025 3:15:00 PM", "11-27-2025"}


def test_both_readings_are_said_to_be_possible_when_nothing_proves_one(file: Path) -> None:
    found = looked(file, "03/04/2025", "05/06/2025", "07/08/2025")
    assert order(found) == "jma"
    (problem,) = found.notices
    assert (problem.ligne, problem.colonne) == (2, "date_inscription")
    assert "--dates mja" in problem.remede


@pytest.mark.parametrize("dates", [("03/04/2025",), ("01/10/2025", "02/10/2025")])
def test_one_date_that_reads_both_ways_is_said(file: Path, dates: tuple[str, ...]) -> None:
    """The export of a week may hold no other."""
    found = looked(file, *dates)
    assert order(found) == "jma"
    assert len(found.notices) == 1


def test_another_column_that_is_french_is_enough_to_say_nothing(file: Path) -> None:
    rows = [("03/04/2025", "", "", "25/12/2025"), ("05/06/2025", "", "", "01/01/2026")]
    assert reasons(survey(*opened(file, *rows))) == []


def test_each_column_has_its_own_order(file: Path) -> None:
    rows = [("12/25/2024", "", "", "25/12/2025"), ("03/04/2025", "", "", "01/02/2026")]
    assert survey(*opened(file, *rows)).parsers == {0: parsing.month_first_day}


def test_mixed_evidence_is_refused_with_both_dates_and_the_option(file: Path) -> None:
    with pytest.raises(Refused) as refused:
        looked(file, "03/04/2025", "25/12/2024", "", "12/26/2024 10:00")
    sentence = str(refused.value)
    assert "« 25/12/2024 » (ligne 3)" in sentence
    assert "« 12/26/2024 10:00 » (ligne 5)" in sentence
    assert "--dates jma ou --dates mja" in sentence


@pytest.mark.parametrize("said", ["jma", "mja"])
def test_an_order_that_the_user_gives_is_obeyed_in_silence(file: Path, said: str) -> None:
    """What does not exist in that order is left to whoever reads each cell."""
    for dates in (("25/12/2024", "12/25/2024"), ("03/04/2025", "05/06/2025"), ("25/12/2024",)):
        found = looked(file, *dates, said=said)
        assert (order(found), reasons(found)) == (said, [])


def test_an_order_that_does_not_exist_is_a_misuse(file: Path) -> None:
    for said in ("amj", "", "JMA", "jour"):
        with pytest.raises(Misuse, match="--dates"):
            looked(file, "03/04/2025", said=said)


def test_the_way_dates_are_read_tells_rows_apart(file: Path) -> None:
    """The same row read in another order is another row: it is not taken for an old one."""
    sheet, layout = opened(file, ("03/04/2025", "Zoé"))
    for said in ("jma", "mja"):
        changed = survey(sheet, layout, said).applied(layout).columns[0]
        assert changed is not None
        assert changed.parse("03/04/2025") == date(2025, *((4, 3) if said == "jma" else (3, 4)))
    assert changed.reading != layout.columns[0].reading  # type: ignore[union-attr]


DAYS = st.dates(date(1990, 1, 1), date(2049, 12, 31))


@given(days=st.lists(DAYS, min_size=1, max_size=30), american=st.booleans(), far=st.booleans())
def test_dates_are_never_read_in_an_order_that_the_column_excludes(
    tmp_path_factory: pytest.TempPathFactory, days: list[date], american: bool, far: bool
) -> None:
    """A column that was written in one order and proves it reads back equal."""
    form = "%m/%d/%Y" if american else "%d/%m/%Y"
    texts = [day.strftime(form) + " 10:00" * far for day in days]
    sheet, layout = opened(
        tmp_path_factory.getbasetemp() / "dates.csv", *((text, "x") for text in texts)
    )
    found = survey(sheet, layout)
    proved = any(day.day > 12 for day in days)
    parse = found.parsers.get(0, parsing.day)
    assert (order(found) == "mja") == (american and proved)
    if proved or not american:
        assert [parse(text) for text in texts] == days


def test_evidence_is_looked_for_in_the_last_row_too(file: Path) -> None:
    """Whatever the number of different dates: they are not all kept."""
    start = datetime(2000, 1, 1)  # noqa: DTZ001
    many = [(start + timedelta(days=n)).strftime("%d/%m/%y") for n in range(12)] * 600
    junk = [f"x{n}" for n in range(surveying.MOST_KEPT + 5_000)]
    found = looked(file, *many[:11], *junk, "12/25/2024")
    assert order(found) == "mja"
    assert found.notices[0].ligne == len(junk) + 13


def test_a_workbook_that_swapped_some_dates_is_told_apart(tmp_path: Path) -> None:
    """A French Excel that opens 12/25/2024 keeps it as text, and makes 3 April of 03/04/2025."""
    path = tmp_path / "i.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, look = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_string(1, 0, "12/25/2024")
        sheet.write_datetime(2, 0, datetime(2025, 4, 3), look)  # noqa: DTZ001
    found = open_sheet(path)
    layout = match(found.headings, SIGNUPS)
    assert "à l’envers" in reasons(survey(found, layout))[1]


def test_days_counted_from_1904_are_those_of_the_workbook(tmp_path: Path) -> None:
    """A number that nobody formatted as a date."""
    path = tmp_path / "i.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, [44526, "Zoé"])
    found = open_sheet(path)
    layout = survey(found, match(found.headings, SIGNUPS)).applied(match(found.headings, SIGNUPS))
    column = layout.columns[0]
    assert column is not None
    assert column.parse(next(found.rows()).cells[0]).value == date(2025, 11, 27)


# --- text decoded twice ---------------------------------------------------------------------------

FRENCH = st.text("abcÉéèêàâçùûôîïëœŒ’‘“”«»…–€ À'-\u00a0 ñãÃÂü🌻", max_size=12)


@given(text=FRENCH)
@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
@pytest.mark.parametrize("times", [1, 2])
def test_text_decoded_twice_comes_back_exactly(text: str, codec: str, times: int) -> None:
    """The five bytes that mean nothing in cp1252 are read as controls; once or several times."""
    doubled = text
    for _ in range(times):
        doubled = "".join(
            bytes([byte]).decode(codec if codec == "latin-1" or _means(byte) else "latin-1")
            for byte in doubled.encode()
        )
    assert undoubled(doubled) == undoubled(text)


def _means(byte: int) -> bool:
    return byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}


@pytest.mark.parametrize(
    "text",
    [
        "Hélène Kœnig, où ça, naïve ’ €", "JOÃO MAGALHÃES", "SÃO TOMÉ", "Ângela", "Â table !",
        "CAFÉ\u00a0CRÈME", "« ANDRÉ »", "voilà\u00a0»", "É’", "déjà…", "Ä", "Ã", "Ãa", "n°\u00a01",
        "château", "HÃ©lÃ¨ne et Hélène", "Ã© 🌻", "", "Nguyễn", "Łódź", "Ð", "Ñ", "Å’ et Œ",
    ],
)  # fmt: skip
def test_text_that_is_right_is_left_alone(text: str) -> None:
    """To the letter, and so is text of which only a part is wrong."""
    assert undoubled(text) == text


def broken(text: str) -> str:
    return text.encode().decode("cp1252")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_cells_decoded_twice_are_counted_with_an_example(file: Path, encoding: str) -> None:
    rows = [("", "João"), ("", broken("Hélène"), broken("€"), ""), ("", "Zoé", broken("’"))]
    found = survey(*opened(file, *rows, encoding=encoding))
    assert (found.doubled, found.example) == (3, (3, "HÃ©lÃ¨ne"))
    assert survey(*opened(file, ("", "Hélène, château, naïve"), encoding=encoding)).doubled == 0


def test_cells_decoded_twice_are_repaired_only_on_demand(file: Path) -> None:
    rows = [("", broken("Hélène"), "João@example.org"), ("", "Zoë"), ("", broken("où ça ’ €"))]
    sheet, layout = opened(file, *rows)
    kept, told = settle(sheet, layout, None, surveying.left_alone)
    assert [row.cells[1] for row in kept.rows()] == [broken("Hélène"), "Zoë", broken("où ça ’ €")]
    assert "--reparer" in told.notices[0].remede
    assert (told.notices[0].ligne, told.notices[0].nombre) == (2, 2)
    mended, told = settle(sheet, layout, None, lambda cells, example: cells == 2 and "Ã" in example)
    assert [row.cells[1] for row in mended.rows()] == ["Hélène", "Zoë", "où ça ’ €"]
    assert next(mended.rows()).cells[2] == "João@example.org"
    assert "remis en ordre" in told.notices[0].motif


def test_headings_decoded_twice_are_understood_anyway(file: Path) -> None:
    file.write_text(broken("Prénom;E-mail\nZoé;zoe@example.org\n"), encoding="utf-8")
    assert open_sheet(file).headings == ("Prénom", "E-mail")


BROKEN = broken("prenom;nom;email\nHélène;Kœnig;helene@example.org\n")


@pytest.mark.parametrize(
    ("options", "name"), [((), "KÅ“nig"), (("--reparer",), "Kœnig"), (("--oui",), "Kœnig")]
)
def test_nobody_is_asked_without_a_terminal(
    run: Run, base: Path, file: Path, options: tuple[str, ...], name: str
) -> None:
    """The option, or the yes to everything, repairs; else it is said how to."""
    file.write_text(BROKEN, encoding="utf-8")
    receipt = run("inscrits", "importer", str(file), *options, "-f", "json").json
    assert query(base, "SELECT last_name FROM person") == [(name,)]
    (problem,) = receipt["problemes"]
    assert problem["gravite"] == "avertissement"
    assert "« HÃ©lÃ¨ne » pour « Hélène »" in problem["motif"]
    assert ("--reparer" in problem["remede"]) == (not options)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(("keys", "name"), [("\r", "Kœnig"), ("\x1b[B\r", "KÅ“nig")])
def test_on_a_terminal_one_question_offers_the_repair(
    base: Path, file: Path, keys: str, name: str
) -> None:
    """Enter accepts it."""
    file.write_text(BROKEN, encoding="utf-8")
    words = ["--base", address_of(base), "--date", "2025-11-27", "inscrits", "importer", str(file)]
    child = pexpect.spawn(
        sys.executable,
        ["-m", "venez_vivre", *words],
        env={**os.environ, "PYTHONUTF8": "1", "TERM": "xterm"},
        encoding="utf-8",
        timeout=60,
        dimensions=(50, 140),
    )
    child.expect("décodé deux fois")
    child.expect("le remettre en ordre")
    child.send(keys)
    child.expect("Enregistrer")
    child.sendline("o")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert query(base, "SELECT last_name FROM person") == [(name,)]


# --- the shape of the file ------------------------------------------------------------------------


def test_a_quote_that_swallows_lines_is_noticed(file: Path) -> None:
    """It was closed by chance further down: nothing else would tell."""
    file.write_text(
        'prenom;nom;email;telephone\n"Zoé;Roy;a@example.org;1\nLuc;Roy;b@example.org;2\n'
        'Nora;Roy;c@example.org;3";x;y;z\nRose;Roy;d@example.org;4\n',
        encoding="utf-8",
    )
    sheet = open_sheet(file)
    (problem,) = survey(sheet, match(sheet.headings, SIGNUPS)).notices
    assert (problem.ligne, problem.motif.partition(" :")[0]) == (
        2, "une cellule contient des lignes entières",
    )  # fmt: skip


def test_a_message_of_several_lines_is_not_taken_for_rows(file: Path) -> None:
    message = '"Bonjour;\nje cherche ; vite ;\n\nmerci"'
    file.write_text(
        f"prenom;nom;email;message\nZoé;Roy;a@example.org;{message}\n", encoding="utf-8"
    )
    sheet = open_sheet(file)
    assert reasons(survey(sheet, match(sheet.headings, SIGNUPS))) == []


def test_columns_without_name_are_ignored_aloud_only_when_they_hold_something(file: Path) -> None:
    """Separators at the end of lines are a habit of spreadsheets."""
    file.write_text(
        "prenom;;email;;\nZoé;;a@example.org; ;\nLuc;x;b@example.org\n", encoding="utf-8"
    )
    sheet = open_sheet(file)
    layout = match(sheet.headings, SIGNUPS)
    assert survey(sheet, layout).applied(layout).ignored == ("(colonne 2 sans nom)",)


def test_the_order_of_dates_reaches_the_base(run: Run, base: Path, file: Path) -> None:
    """Through the option, to the day that is kept."""
    opened(file, ("03/04/2025", "Zoé", "zoe@example.org"))
    run("inscrits", "importer", str(file), "--dates", "mja")
    assert query(base, "SELECT received_on FROM signup") == [("2025-03-04",)]
