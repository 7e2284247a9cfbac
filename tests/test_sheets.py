"""Any table that a spreadsheet writes reads back equal; the rest is refused with a sentence."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from venez_vivre.errors import Misuse, NotFound, Refused
from venez_vivre.intake import kinds, sheets, toprows
from venez_vivre.intake.columns import SIGNUPS
from venez_vivre.intake.layouts import recogniser
from venez_vivre.intake.sheets import open_sheet

SENTENCE = "Hélène Kœnig, où ça, naïve ’ €"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "inscriptions.csv"


def read(path: Path, **options: Any) -> list[list[str]]:
    """Headings and rows."""
    sheet = open_sheet(path, **options)
    return [list(sheet.headings), *(row.cells for row in sheet.rows())]


def refusal(path: Path, kind: type[Exception] = Refused, **options: str) -> str:
    with pytest.raises(kind) as refused:
        read(path, **options)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_french_text_comes_back_equal(file: Path, encoding: str, separator: str) -> None:
    """In each encoding and with each separator, without an option."""
    with file.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=separator).writerows([["prénom", "message"], ["Zoé", SENTENCE]])
    sheet = open_sheet(file)
    assert (sheet.encoding, sheet.separator) == (encoding, separator)
    assert sheet.headings == ("prénom", "message")
    assert [row.cells for row in sheet.rows()] == [["Zoé", SENTENCE]]


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("said", ["", "sep=|", "SEP=|", '"sep=|"'])
def test_any_newline_and_a_sep_line_are_understood(file: Path, newline: str, said: str) -> None:
    """`sep=` is not a row: headings are on row 1, as a spreadsheet shows it."""
    lines = [said] * bool(said) + ["nom|note", "Roy|a;b", ""]
    file.write_bytes(newline.join(lines).encode())
    sheet = open_sheet(file)
    assert (sheet.headings, sheet.header_row) == (("nom", "note"), 1)
    assert [(row.number, row.cells) for row in sheet.rows()] == [(2, ["Roy", "a;b"])]


def test_a_sep_line_may_say_tab(file: Path) -> None:
    """Its tab is often lost with the blanks at the end of the line."""
    file.write_text("sep=\t\nnom\tville\nRoy\tAutun\n")
    assert read(file) == [["nom", "ville"], ["Roy", "Autun"]]


def test_line_breaks_in_quotes_stay_in_their_cell_and_count_as_one_row(file: Path) -> None:
    """The row number is the spreadsheet's, not the text editor's."""
    file.write_bytes(b'nom;message\nRoy;"une\r\ndeux"\nBlin;"dit ""oui"""\n')
    rows = list(open_sheet(file).rows())
    assert [(row.number, row.cells[1]) for row in rows] == [(2, "une\r\ndeux"), (3, 'dit "oui"')]


def test_blank_rows_are_left_out_and_keep_the_numbering(file: Path) -> None:
    """Rows of separators only are blank too."""
    file.write_text("nom;ville\n\nRoy;Autun\n;\n  ; \nBlin;Dole\n")
    assert [row.number for row in open_sheet(file).rows()] == [3, 6]


def test_headings_may_come_after_blank_lines(file: Path) -> None:
    file.write_text("\n;;\nnom;ville;cp\nRoy;Autun;71400\n")
    sheet = open_sheet(file)
    assert (sheet.header_row, sheet.headings) == (3, ("nom", "ville", "cp"))
    assert [row.number for row in sheet.rows()] == [4]


def test_headings_lose_their_line_breaks_and_double_blanks(file: Path) -> None:
    file.write_text('"Votre\nprénom";"Code  postal"\nZoé;71400\n', encoding="utf-8")
    assert open_sheet(file).headings == ("Votre prénom", "Code postal")


def test_ragged_rows_come_as_they_are(file: Path) -> None:
    file.write_text("a;b;c\n1\n1;2;3;4\n")
    assert read(file)[1:] == [["1"], ["1", "2", "3", "4"]]


def test_one_column_is_a_table_too(file: Path) -> None:
    file.write_text("email\na@example.org\n")
    assert read(file) == [["email"], ["a@example.org"]]


def test_headings_without_rows_are_an_empty_table(file: Path) -> None:
    file.write_text("nom;email\n")
    assert read(file) == [["nom", "email"]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "est vide"),
        (b"\n \r\n;;;\n", "est vide"),
        (b"\xef\xbb\xbf", "est vide"),
        (b"\xff\xfe", "est vide"),
        (b"\xff\xfea", "ne sont pas lisibles en UTF-16"),
        (b'nom;ville\nRoy;"Autun\nBlin;Dole\n', "ligne 2 : un guillemet ouvert"),
        (b'nom;ville\nRoy;"Autun"x\n', "ligne 2 : un guillemet est suivi"),
        (b"nom;ville\nRoy;Au\x00tun\n", "ligne 2 : un octet nul"),
        (b"nom;ville\n" + b"Roy;Autun\n" * 20_000 + b"Roy;\x00\n", "ligne 20002 : un octet nul"),
        (b"nom;ville\nRoy;" + b"x" * 200_000 + b"\n", "ligne 2 : une cellule est d"),
        (b"nom;ville\n" + b"x;" * (1 << 21) + b"\n", "ligne 2 : une ligne est d"),
        (b"x;" * 1500 + b"\n", "plus de 1000 colonnes"),
        (b"PK\x03\x04" + bytes(99), "ce classeur est abîmé"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "un ancien classeur"),
        (b"%PDF-1.7\n", "un PDF"),
        (b"SQLite format 3\x00", "une base SQLite"),
        (b"\x89PNG\r\n\x1a\n", "une image"),
        (b"\x1f\x8b\x08\x00", "un fichier compress"),
        (os.urandom(1 << 14) + b"\x00", "."),
    ],
)
def test_hopeless_files_are_refused_with_a_sentence(file: Path, content: bytes, words: str) -> None:
    file.write_bytes(content)
    assert words in refusal(file)


# --- bytes that are not all of one encoding -------------------------------------------------------


def test_a_utf8_file_with_some_other_bytes_keeps_all_its_accents(file: Path) -> None:
    """Two files pasted together: the lines that were not UTF-8 are named."""
    good = "nom;ville\nKœnig;Dole\nMüller;Bèze\n".encode()
    file.write_bytes(good + "Lefèvre;L’Étoile\n".encode("cp1252") + "Noël;Dole\n".encode())
    sheet = open_sheet(file)
    assert read(file)[1:] == [
        ["Kœnig", "Dole"], ["Müller", "Bèze"], ["Lefèvre", "L’Étoile"], ["Noël", "Dole"],
    ]  # fmt: skip
    (problem,) = sheet.notices
    assert (problem.ligne, problem.nombre) == (4, 1)
    assert "encodages mêlés" in problem.motif
    assert sheets.ENCODINGS[sheet.encoding] == "UTF-8 et Windows-1252 mêlés"
    assert sheet.written == "utf-8-sig"


def test_a_file_cut_in_a_character_is_still_utf8(file: Path) -> None:
    file.write_bytes("nom;ville\nKœnig;Dole\nNoé".encode()[:-1])
    assert read(file)[1:] == [["Kœnig", "Dole"], ["NoÃ"]]
    assert "lignes 3" in open_sheet(file).notices[0].motif


def test_a_cp1252_file_stays_so_when_two_signs_happen_to_be_utf8(file: Path) -> None:
    """« CAFÉ » and a no-break space are the bytes of a letter that nobody uses here."""
    text = "nom;note\nRené;« CAFÉ\u00a0» et « déjà\u00a0»\n"
    file.write_bytes(text.encode("cp1252"))
    assert (open_sheet(file).encoding, read(file)[1][1]) == (
        "cp1252",
        "« CAFÉ\u00a0» et « déjà\u00a0»",
    )


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman"])
def test_accents_of_other_machines_are_not_guessed(file: Path, encoding: str) -> None:
    """MS-DOS and the old Mac: the refusal names them, the option reads them."""
    file.write_bytes("nom;ville\nAmélie;Dole\nHélène;Bèze\n".encode(encoding))
    assert f"--encodage {encoding}" in refusal(file)
    assert read(file, encoding=encoding)[1:] == [["Amélie", "Dole"], ["Hélène", "Bèze"]]


def test_a_byte_that_means_nothing_in_cp1252_is_shown_only_to_who_names_it(file: Path) -> None:
    file.write_bytes("nom;ville\nRené;Dole\nNoë".encode("cp1252") + b"\x8d;Dole\n")
    assert "ligne 3 : des caract" in refusal(file)
    assert read(file, encoding="cp1252")[2] == ["Noë\ufffd", "Dole"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_recognised(file: Path, encoding: str) -> None:
    file.write_text(f"nom;ville\nKœnig;{SENTENCE}\n", encoding=encoding)
    sheet = open_sheet(file)
    assert (sheets.ENCODINGS[sheet.encoding], sheet.written) == ("UTF-16", "utf-16")
    assert read(file)[1:] == [["Kœnig", SENTENCE]]


def test_a_mark_written_twice_is_no_part_of_a_heading(file: Path) -> None:
    file.write_text('\ufeff"prénom";ville\nZoé;Dole\n', encoding="utf-8-sig")
    assert read(file)[0] == ["prénom", "ville"]


# --- headings -------------------------------------------------------------------------------------

KNOWN = recogniser(SIGNUPS)
TITLES = (
    "Export du 12/03/2025\n",
    "Inscriptions;;;\n\n",
    "Salon de Lyon, stand 4, 12 et 13 mars\n;;;\n",
    '"Titre\nsur deux lignes"\n',
    "Nom du dispositif : Venez vivre;Date : 12/03/2025\n",
    "".join(f"Ligne {n} ; de ; notes\n" for n in range(20)),
)


@pytest.mark.parametrize("titles", TITLES)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_headings_are_found_below_titles(file: Path, titles: str, separator: str) -> None:
    """Rows keep their numbers, and what was left out is said."""
    table = [
        ["Prénom", "Votre nom", "E-mail", "Code postal"],
        ["Zoé", "Roy, de", "z@e.fr", "71400"],
    ]
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(titles)
        csv.writer(out, delimiter=separator).writerows(table)
    sheet = open_sheet(file, recognise=KNOWN)
    assert (sheet.separator, list(sheet.headings)) == (separator, table[0])
    assert [(row.number, row.cells) for row in sheet.rows()] == [(sheet.header_row + 1, table[1])]
    assert sheet.header_row == len(list(csv.reader(titles.splitlines(keepends=True)))) + 1
    assert "au-dessus des en-têtes" in sheet.notices[0].motif


def test_headings_on_the_first_row_are_not_looked_for_further(file: Path) -> None:
    """Even when a row of data happens to hold words that are headings."""
    file.write_text("nom;email;inconnu\nNom;email;Commune\n", encoding="utf-8")
    sheet = open_sheet(file, recognise=KNOWN)
    assert (sheet.header_row, sheet.notices) == (1, ())


def test_known_headings_choose_the_separator(file: Path) -> None:
    """Though another one would make more columns, and as even."""
    file.write_text("nom;e-mail,1,2,3\nRoy;a,b,c,d\nBlin;e,f,g,h\n", encoding="utf-8")
    assert open_sheet(file, recognise=recogniser(SIGNUPS)).separator == ";"


def test_headings_that_are_there_twice_are_named(file: Path) -> None:
    file.write_text("Nom;e-mail;nom ;;\nRoy;a@example.org;Blin;;\n", encoding="utf-8")
    (problem,) = open_sheet(file).notices
    assert (problem.ligne, problem.colonne, problem.nombre) == (1, "Nom", 2)
    assert "en double" in problem.motif


@pytest.mark.parametrize(
    ("first", "data"),
    [
        ("Zoé;Roy;zoe@example.org", True),
        ("Zoé;Roy;06 39 98 00 01", True),
        ("Zoé;Roy;Dole", False),
        ("nom;1;2", False),
    ],
)
def test_a_file_without_headings_is_refused_with_what_was_expected(
    file: Path, first: str, data: bool
) -> None:
    """Only when its first row looks like data: else the missing columns are named by the import."""
    file.write_text(f"{first}\n", encoding="utf-8")
    headings = open_sheet(file, recognise=KNOWN).headings
    if data:
        with pytest.raises(Refused, match=r"« reference_externe ; nom ».*--colonne") as refused:
            toprows.require_headings("i.csv", headings, KNOWN, ["reference_externe", "nom"])
        assert f"« {first.replace(';', ' ; ')} »" in str(refused.value)
    else:
        toprows.require_headings("i.csv", headings, KNOWN, ["nom"])


# --- the rest -------------------------------------------------------------------------------------


def test_an_enormous_file_is_refused_before_it_is_read(file: Path) -> None:
    with file.open("wb") as out:
        out.write(b"nom;ville\n")
        out.truncate(kinds.LARGEST_FILE + 1)
    assert "dépasse 2 Go" in refusal(file)


def test_what_flows_without_end_is_not_copied_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(b"x" * 4_000_000), isatty=lambda: False)
    monkeypatch.setattr(sheets.sys, "stdin", stdin)
    monkeypatch.setattr(kinds, "LARGEST_FILE", 1_000_000)
    with pytest.raises(Refused, match="coupez-le"), sheets.readable(Path("-")):
        pass


def test_a_utf8_file_read_as_something_else_is_refused(file: Path) -> None:
    """`--encodage` is obeyed, and a failure says what to do."""
    file.write_bytes("nom;ville\nKœnig;Dole\n".encode("cp1252"))
    assert "ligne 2 : des caract" in refusal(file, encoding="utf-8")
    assert read(file, encoding="cp1252")[1] == ["Kœnig", "Dole"]


def test_a_late_wrong_byte_is_refused_with_its_line(file: Path) -> None:
    file.write_bytes(b"nom;ville\n" + b"Roy;Dole\n" * 20_000 + b"K\x9cnig;Dole\n")
    assert "ligne 20002 : des caract" in refusal(file, encoding="utf-8")


@pytest.mark.parametrize("name", ["klingon", "rot13", "base64", "hex", "", "a\x00b", "é", "idna\n"])
def test_unknown_encodings_are_refused(file: Path, name: str) -> None:
    """Codecs that are not text encodings included; an empty name is no wish at all."""
    file.write_text("nom;ville\nRoy;Dole\n")
    if name:
        assert "n’est pas connu" in refusal(file, Misuse, encoding=name)
    else:
        assert len(read(file, encoding=name)) == 2


def test_an_encoding_that_was_named_still_skips_the_mark(file: Path) -> None:
    file.write_text("nom;ville\nRoy;Dole\n", encoding="utf-8-sig")
    assert read(file, encoding="utf8")[0] == ["nom", "ville"]


@pytest.mark.parametrize(
    ("said", "meant"), [("tab", "\t"), ("\\t", "\t"), ("virgule", ","), ("#", "#")]
)
def test_a_separator_may_be_named(file: Path, said: str, meant: str) -> None:
    file.write_text(f"nom{meant}ville\nRoy{meant}Dole\n")
    assert read(file, separator=said) == [["nom", "ville"], ["Roy", "Dole"]]


@pytest.mark.parametrize("said", [";;", "deux"])
def test_a_separator_of_several_characters_is_refused(file: Path, said: str) -> None:
    file.write_text("nom;ville\n")
    assert "séparateur" in refusal(file, Misuse, separator=said)


@pytest.mark.parametrize("said", ['"', "\n", "\r"])
def test_a_separator_that_cannot_separate_is_refused(file: Path, said: str) -> None:
    file.write_text("nom;ville\n")
    assert "séparateur" in refusal(file, Misuse, separator=said)


def test_directories_and_missing_files_are_said(tmp_path: Path) -> None:
    assert "est un dossier" in refusal(tmp_path)
    for name in ("rien.csv", "a\x00b", "inscriptions.csv/x"):
        with pytest.raises(NotFound, match="n’existe pas"):
            open_sheet(tmp_path / name)
    assert "ne peut pas être lu" in refusal(tmp_path / ("x" * 300))


def test_a_file_that_may_not_be_read_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated: root may read everything."""
    file.write_text("nom;ville\n")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert "droit de lire" in refusal(file)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_an_endless_device_is_refused() -> None:
    assert "fichier ordinaire" in refusal(Path("/dev/zero"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_read_once_and_used_twice(tmp_path: Path) -> None:
    """What `<(…)` gives; its copy is erased at the end."""
    pipe = tmp_path / "tuyau.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"nom;ville\nRoy;Dole\n",))
    writer.start()
    with sheets.readable(pipe) as (copy, name):
        writer.join()
        assert name == "tuyau.csv"
        assert read(copy) == read(copy) == [["nom", "ville"], ["Roy", "Dole"]]
    assert not copy.exists()


def test_the_standard_input_is_kept_private_and_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(b"nom;ville\nRoy;Dole\n"), isatty=lambda: False)
    monkeypatch.setattr(sheets.sys, "stdin", stdin)
    with sheets.readable(Path("-")) as (copy, name):
        assert name == "entrée standard"
        assert os.name != "posix" or copy.stat().st_mode & 0o077 == 0
        assert read(copy)[1] == ["Roy", "Dole"]
    assert not copy.exists()


def test_the_standard_input_must_hold_something(monkeypatch: pytest.MonkeyPatch) -> None:
    for stdin in (None, SimpleNamespace(isatty=lambda: True)):
        monkeypatch.setattr(sheets.sys, "stdin", stdin)
        with pytest.raises(Refused, match="entrée standard"), sheets.readable(Path("-")):
            pass


def text_in(encoding: str) -> st.SearchStrategy[str]:
    """Any text that a spreadsheet could hold in that encoding."""
    codec = "cp1252" if encoding == "cp1252" else "utf-8"
    return st.text(
        st.characters(codec=codec, exclude_characters="\x00", exclude_categories=["Cs"]),
        max_size=12,
    )


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str, list[str], list[list[str]]]:
    encoding, separator = draw(st.sampled_from(ENCODINGS)), draw(st.sampled_from(";,\t|"))
    width = draw(st.integers(2, 5))
    headings = [f"colonne {n}" for n in range(width)]
    rows = st.lists(text_in(encoding), min_size=width, max_size=width)
    return encoding, separator, headings, draw(st.lists(rows, max_size=8))


@given(table=written(), newline=st.sampled_from(["\r\n", "\n"]))
def test_any_table_that_csv_writes_reads_back_equal(
    tmp_path_factory: pytest.TempPathFactory,
    table: tuple[str, str, list[str], list[list[str]]],
    newline: str,
) -> None:
    """Whatever the encoding and the separator, found without being told."""
    encoding, separator, headings, rows = table
    # Python 3.11 forgets to quote a lone carriage return when lines end otherwise.
    assume(newline == "\r\n" or not any("\r" in cell for row in rows for cell in row))
    path = tmp_path_factory.getbasetemp() / "n-importe-quoi.csv"
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, delimiter=separator, lineterminator=newline)
        writer.writerows([headings, *rows])
    wanted = [row for row in rows if any(cell.strip() for cell in row)]
    # Only its bytes tell cp1252 from UTF-8 or MS-DOS: a table may look more like one of them.
    assume(encoding != "cp1252" or not _AMBIGUOUS.search(path.read_bytes()))
    assert read(path, separator=separator) == [headings, *wanted]
    assert open_sheet(path).separator == separator


_AMBIGUOUS = re.compile(rb"[\xc2-\xf4][\x80-\xbf]|[a-zA-Z][\x82\x88\x8a\x8e][a-z]")


@given(data=st.data())
def test_damage_in_a_good_file_gives_a_table_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Bytes put in place of others, anywhere."""
    encoding = data.draw(st.sampled_from(ENCODINGS))
    good = f'nom;ville\n"Kœnig";{SENTENCE}\n"a ""b""";"c\nd"\n'.encode(encoding)
    piece = data.draw(st.binary(max_size=5) | st.sampled_from([b'"', b"\r", b"\x00", b"\xff"]))
    start = data.draw(st.integers(0, len(good)))
    path = tmp_path_factory.getbasetemp() / "abîmé.csv"
    path.write_bytes(good[:start] + piece + good[start + data.draw(st.integers(0, 9)) :])
    with contextlib.suppress(Refused):
        read(path, recognise=KNOWN)


@given(content=st.binary(max_size=300))
def test_no_bytes_at_all_make_the_reader_fail(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """A table, or a sentence."""
    path = tmp_path_factory.getbasetemp() / "octets.csv"
    path.write_bytes(content)
    with contextlib.suppress(Refused):
        read(path)
