"""What notes must not hold is found, ordinary senses are not; verdicts are remembered."""

from __future__ import annotations

import csv
import json
import string
import zlib
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bases import an_empty_base
from builders import a_csv, a_signup, query, tables
from rows import rows_of
from venez_vivre.privacy import notes, numbers, unwelcome
from venez_vivre.store.personal import COLUMNS, Nature
from venez_vivre.store.queries.notes import PASSED_OVER, SOURCES

if TYPE_CHECKING:
    from conftest import Run

WRITTEN = Path(__file__).with_name("notes_written.csv")


class Note(NamedTuple):
    """An invented note, the kind that is to be found in it ("" for a trap)."""

    part: str
    wanted: str
    text: str


with WRITTEN.open(encoding="utf-8", newline="") as file:
    CORPUS = [Note(*row.values()) for row in csv.DictReader(file, delimiter=";")]


def measured(part: str) -> tuple[float, float]:
    """The precision and the recall on a part of the corpus: is the note shown or not."""
    shown = [one for one in CORPUS if one.part == part and notes.read(one.text)]
    right = [one for one in shown if one.wanted]
    wanted = [one for one in CORPUS if one.part == part and one.wanted]
    return len(right) / len(shown), len(right) / len(wanted)


@pytest.mark.parametrize("part", ["tenue", "reglage", "seconde", "troisieme"])
def test_nine_notes_in_ten_are_judged_right(part: str) -> None:
    """Precision and recall of 90 % at least on each part, all by one hand.

    `tenue` and `reglage`, drawn at random from 383 notes, were written before any rule. `tenue` was
    not tuned on and its first run found everything (100 % and 100 %): proof that whoever
    writes the rules still had the notes in mind, and of little else. So 170 notes in other words
    (`seconde`) were written afterwards to break them: first run 84 % and 35 %; the words were then
    widened with them in sight. 139 more (`troisieme`), as officers write, were written last:
    first run 94.3 % and 90.4 %. Two defects were mended since (the numbers that card networks
    issue, « a un casier »), the other misses of that part were left: 95.7 % and 91.8 % today.
    Expect about nine in ten on notes of an ordinary kind, far less on rare words.
    """
    precision, recall = measured(part)
    assert precision >= 0.9
    assert recall >= 0.9


def test_the_corpus_is_large_and_half_of_it_are_traps() -> None:
    assert len(CORPUS) >= 300
    assert len({one.text for one in CORPUS}) == len(CORPUS)
    assert 0.4 <= sum(not one.wanted for one in CORPUS) / len(CORPUS) <= 0.65
    assert {one.wanted for one in CORPUS} - {""} == set(notes.KINDS)


def test_what_is_found_is_said_under_its_kind() -> None:
    """Of the notes that are shown rightly, 97 in a hundred under the kind that was meant."""
    shown = [(one, notes.read(one.text)) for one in CORPUS if one.wanted]
    found = [(one, [f.kind for f in said]) for one, said in shown if said]
    assert sum(one.wanted in kinds for one, kinds in found) / len(found) >= 0.97


@pytest.mark.parametrize(
    "text",
    [
        "Cherche un médecin", "école catholique", "syndic", "congé maternité",
        "maison de santé", "assurance maladie", "mairie du Creusot", "Rappeler à Pâques",
        "06 39 98 12 34", "SIRET 732 829 320 00074", "71014", "2025-11-27", "250 000 €", "",
    ],
)  # fmt: skip
def test_what_officers_write_every_day_is_no_finding(text: str) -> None:
    assert notes.read(text) == []


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    """Whatever it holds: no error, and what is shown holds the words found."""
    for finding in notes.read(text):
        assert finding.kind in notes.KINDS
        assert "\x1b" not in finding.extract


def test_the_rules_compile_and_each_has_ordinary_senses() -> None:
    assert [rule.kind for rule in unwelcome.rules()] == [
        "sante", "religion", "politique", "origine", "vie_sexuelle", "casier", "jugement",
    ]  # fmt: skip
    assert all(not rule.found.search("| bonjour | il cherche une maison a autun |")
               for rule in unwelcome.rules())  # fmt: skip


# --- numbers ------------------------------------------------------------------------------------

departments = st.sampled_from([*(f"{n:02}" for n in (*range(1, 20), *range(21, 96))), "2A", "2B"])
bodies = st.builds(
    "{}{:02}{:02}{}{:03}{:03}".format,
    st.sampled_from("12"),
    st.integers(0, 99),
    st.integers(1, 12),
    departments,
    st.integers(1, 990),
    st.integers(1, 999),
)
gaps = st.sampled_from(["", " ", ".", "-", "\u00a0"])


def spaced(number: str, gap: str) -> str:
    """`2 85 05 71 014 084 87`."""
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    return gap.join(number[a:b] for a, b in pairwise(cuts))


def naive_key(body: str) -> int:
    """As INSEE tells it: 97 less the rest; Corsica counts as 19 and 18."""
    digits = body.replace("2A", "19").replace("2B", "18")
    return 97 - int(digits) % 97


@given(bodies, gaps, st.booleans())
def test_a_social_security_number_is_found_by_its_key(body: str, gap: str, small: bool) -> None:
    """However it is spaced, of Corsica too; with another key it is not one."""
    key = naive_key(body)
    text = spaced(f"{body}{key:02}", gap)
    said = f"note {text.lower() if small else text}."
    (found,) = [one for one in numbers.found(said) if one.kind == numbers.NIR]
    assert said[found.start : found.end].upper() == text
    wrong = spaced(f"{body}{key % 97 + 1:02}", gap)
    assert [one for one in numbers.found(f"note {wrong}.") if one.kind == numbers.NIR] == []


def an_iban(country: str, account: str) -> str:
    """Its two digits are 98 less the rest, the country last, as ISO 13616 says."""
    turned = "".join(str(int(char, 36)) for char in f"{account}{country}00")
    return f"{country}{98 - int(turned) % 97:02}{account}"


countries = st.sampled_from(sorted(numbers.LENGTHS))
accounts = st.text(string.digits + "ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=27, max_size=27)


@given(countries, accounts, st.sampled_from(["", " ", "-"]), st.booleans())
def test_an_iban_is_found_by_its_key(country: str, account: str, gap: str, small: bool) -> None:
    """Of each country of the list, in groups of four or not, in capitals or not."""
    number = an_iban(country, account[: numbers.LENGTHS[country] - 4])
    text = gap.join(number[n : n + 4] for n in range(0, len(number), 4))
    text = text.lower() if small else text
    assert numbers.IBAN in {one.kind for one in numbers.found(f"compte : {text}.")}


@given(countries, st.text(string.digits, min_size=27, max_size=27))
def test_with_another_key_it_is_no_iban(country: str, account: str) -> None:
    number = an_iban(country, account[: numbers.LENGTHS[country] - 4])
    wrong = f"{country}{int(number[2:4]) % 98 + 1:02}{number[4:]}"
    assert numbers.IBAN not in {one.kind for one in numbers.found(f"compte : {wrong}.")}


def luhn(digits: str) -> str:
    """The digit that makes the sum of Luhn a multiple of ten."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)


@given(
    st.sampled_from(["4", "51", "55", "2221", "2720", "6011"]),
    st.text(string.digits, min_size=15, max_size=15),
    gaps,
)
def test_a_bank_card_is_found_by_its_last_digit(begins: str, rest: str, gap: str) -> None:
    body = (begins + rest)[:15]
    number = body + luhn(body)
    text = gap.join(number[n : n + 4] for n in range(0, 16, 4))
    assert numbers.CARD in {one.kind for one in numbers.found(f"CB {text} !")}
    wrong = text[:-1] + str((int(text[-1]) + 1) % 10)
    assert numbers.CARD not in {one.kind for one in numbers.found(f"CB {wrong} !")}


# --- the command --------------------------------------------------------------------------------

ILL = "Il est diabétique."


@pytest.fixture
def noted(run: Run, base: Path) -> Path:
    """One household and an exchange that says too much."""
    run("foyers", "creer", "--prenom", "Ève", "--nom", "Roy", "--email", "roy@example.org",
        "--inscrit-le", "12/03/2025")  # fmt: skip
    run("contacts", "noter", "roy", "-r", "joint", ILL)
    return base


def test_a_finding_says_where_what_why_and_what_to_write(run: Run, noted: Path) -> None:
    said = run("rgpd", "controle-notes", fails_with=5).out
    for words in ("echange-1", ILL, "santé", "RGPD, art. 9", "Écrivez le besoin"):
        assert words in said
    (line,) = run("rgpd", "controle-notes", "-f", "json", fails_with=5).json
    (reference,) = query(noted, "SELECT reference FROM household")[0]
    assert (line["texte"], line["dossier"], line["type"]) == ("echange-1", reference, "sante")


def test_nothing_to_correct_is_success(run: Run, noted: Path) -> None:
    run("annuler")
    assert run("rgpd", "controle-notes", "-f", "json").json == []


def test_an_accepted_text_is_not_shown_until_it_changes(run: Run, noted: Path) -> None:
    """And the verdict holds no word of it: a keyed hash, another one in another base."""
    run("rgpd", "controle-notes", "--accepter", "echange-1")
    assert run("rgpd", "controle-notes", "-f", "json").json == []
    assert "diab" not in str(query(noted, "SELECT * FROM note_verdict"))
    with rows_of(noted) as rows:
        rows.connection.execute("UPDATE contact SET summary = 'Il est diabétique de type 2.'")
    assert len(run("rgpd", "controle-notes", "-f", "json", fails_with=5).json) == 1


def test_accepting_is_taken_back_by_an_undo_and_twice_changes_nothing(
    run: Run, noted: Path
) -> None:
    run("rgpd", "controle-notes", "--accepter", "echange-1")
    before = tables(noted)
    run("rgpd", "controle-notes", "--accepter", "ECHANGE-1")
    assert tables(noted) == before
    run("annuler")
    run("rgpd", "controle-notes", fails_with=5)


@pytest.mark.parametrize(
    ("name", "code"),
    [("echange", 2), ("rien-1", 2), ("echange-x", 2), ("echange-99", 3), ("projet-1", 3)],
)
def test_what_is_no_finding_cannot_be_accepted(run: Run, noted: Path, name: str, code: int) -> None:
    before = tables(noted)
    run("rgpd", "controle-notes", "--accepter", name, fails_with=code)
    assert tables(noted) == before


def test_every_free_text_of_the_register_is_read_or_passed_over_for_a_reason() -> None:
    """The list comes from the classification of columns: a new one has to be thought about."""
    free = {
        (table, column)
        for table, natures in COLUMNS.items()
        for column in natures.get(Nature.WORDS, "").split()
    }
    read = {(source.table, source.column) for source in SOURCES}
    assert read - {("household", "motivations")} | set(PASSED_OVER) == free
    assert not read & set(PASSED_OVER)


def test_each_kind_of_text_is_read(run: Run, base: Path) -> None:
    """One finding from each source, named after it, under the reference of its file."""
    with rows_of(an_empty_base(base)) as rows:
        number = rows.household(project=ILL, motivations=ILL)
        link = {"household_id": number}
        rows.put("visit", reference="V-1", title=ILL, kind="groupe", starts_on="2025-11-01",
                 ends_on="2025-11-02", note=ILL)  # fmt: skip
        rows.connection.execute("UPDATE signup SET message = ?", (ILL,))
        rows.put("contact", **link, happened_on="2025-11-01", channel="sms", summary=ILL)
        rows.put("follow_up", **link, action=ILL, due_on="2025-12-01")
        rows.put("introduction", **link, introduced_on="2025-11-01", note=ILL)
        rows.put("visit_guest", **link, visit_id=1, invited_on="2025-11-01", feedback=ILL)
        home = rows.settle(number)
        rows.put("settlement_check", **link, settlement_id=home, month=1,
                 checked_on="2025-11-26", result="reste", needs=ILL)  # fmt: skip
        place = rows.put("territory", code="T1", name="Autunois", kind="CC")
        rows.put("transfer", **link, to_territory_id=place, moved_on="2025-11-01", note=ILL)
        rows.put("privacy_request", **link, kind="acces", received_on="2025-11-01",
                 due_on="2025-12-01", note=ILL)  # fmt: skip
    found = run("rgpd", "controle-notes", "-f", "json", fails_with=5).json
    assert [one["texte"] for one in found] == [f"{source.name}-1" for source in SOURCES]


def test_a_number_in_a_summary_is_noted_with_a_warning(run: Run, noted: Path) -> None:
    """One sentence beside the data; the officer may still need it this minute."""
    said = run("contacts", "noter", "roy", "-r", "joint", "--resume",
               "FR14 2004 1010 0505 0001 3M02 606")  # fmt: skip
    assert "coordonnées bancaires" in said.err
    assert "noté" in said.out
    assert run("contacts", "noter", "roy", "-r", "joint", "--resume", ILL).err == ""


def test_a_message_of_a_form_is_read_too(run: Run, tmp_path: Path) -> None:
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", [a_signup(message=ILL)])))
    (line,) = run("rgpd", "controle-notes", "-f", "json", fails_with=5).json
    assert line["texte"] == "inscription-1"


# --- correcting ---------------------------------------------------------------------------------


def test_a_text_is_replaced_and_nothing_keeps_the_old_words(
    run: Run, noted: Path, tmp_path: Path
) -> None:
    """Neither the row, the journal, the search, nor a page of the file; and no undo brings it."""
    run("contacts", "noter", "roy", "-r", "joint", "Il est canariZQX malade.")
    run("foyers", "modifier", "roy", "--projet", "Sa femme canariZQX malade.")
    run("foyers", "modifier", "roy", "--projet", "Sa femme est canariZQX, malade encore.")
    said = run("rgpd", "controle-notes", "--remplacer", "echange-2", "--par", "Cherche un soin.")
    assert "ne s’annule pas" in said.out
    run("rgpd", "controle-notes", "--remplacer", "projet-1", "--par", "Projet à préciser.")
    assert "Cherche un soin." in run("contacts", "lister").out
    assert run("chercher", "canariZQX", "-f", "json", fails_with=frozenset({0, 3})).out.count(
        "Roy") == 0  # fmt: skip
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "pytest":
            assert b"canariZQX" not in path.read_bytes(), path
    payloads = query(noted, "SELECT payload FROM journal_block WHERE payload IS NOT NULL")
    assert not any(b"canariZQX" in zlib.decompress(payload) for (payload,) in payloads)
    for _ in range(4):
        run("annuler", fails_with=frozenset({0, 1, 3}))
        texts = query(noted, "SELECT summary FROM contact UNION ALL SELECT project FROM household")
        assert "canariZQX" not in str(texts)


def test_what_came_before_is_undone_as_ever(run: Run, noted: Path) -> None:
    """The exchange that was reworded can still be taken back, and come again as it now is.

    By its number: what is reworded for good is not passed over without a word.
    """
    ((number,),) = query(noted, "SELECT max(id) FROM operation")
    run("rgpd", "controle-notes", "--remplacer", "echange-1", "--par", "Cherche un soin.")
    assert "définitif" in run("annuler", fails_with=1).err
    run("annuler", "--operation", str(number))
    assert query(noted, "SELECT count(*) FROM contact") == [(0,)]
    run("refaire")
    assert query(noted, "SELECT summary FROM contact") == [("Cherche un soin.",)]


def test_a_message_of_a_form_is_replaced_in_the_form_as_received_too(
    run: Run, base: Path, tmp_path: Path
) -> None:
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", [a_signup(message=ILL)])))
    run("rgpd", "controle-notes", "--remplacer", "inscription-1", "--par", "")
    assert "diab" not in str(query(base, "SELECT message, form FROM signup"))
    assert run("rgpd", "controle-notes", "-f", "json").json == []


def test_a_project_is_replaced_in_every_cell_of_the_forms_that_said_it(
    run: Run, base: Path, tmp_path: Path
) -> None:
    """Its earlier words too, a longer answer as well; and nothing else of the form."""
    line = a_signup(
        projet="Ma femme est canariZQX, diabétique.",
        message="Bonjour. Ma femme est CanariZQX diabétique !",
        commentaire="Nous aimons Autun",
    )
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", [line])))
    run("foyers", "modifier", line["email"], "--projet", "Elle reste diabétique.")
    words = ("--remplacer", "projet-1", "--par", "Cherche un centre de soins.")
    said = run("rgpd", "controle-notes", *words).out
    assert "La base ne garde plus" in " ".join(said.split())
    assert "sauvegardes déjà faites" in " ".join(said.split())
    (form,) = query(base, "SELECT form FROM signup")[0]
    assert "canarizqx" not in form.lower()
    assert form.count("Cherche un centre de soins.") == 2
    assert line["email"] in form
    for _ in range(3):
        run("annuler", fails_with=frozenset({0, 1}))
    for _ in range(3):
        run("refaire", fails_with=frozenset({0, 1}))
    assert "canari" not in str(query(base, "SELECT form FROM signup")).lower()
    payloads = query(base, "SELECT payload FROM journal_block WHERE payload <> ''")
    known = [zlib.decompress(payload).lower() for (payload,) in payloads]
    assert any(b"centre de soins" in one for one in known)


def test_the_same_words_in_the_form_of_others_are_theirs(
    run: Run, base: Path, tmp_path: Path
) -> None:
    lines = [a_signup(projet=ILL), a_signup(projet=ILL)]
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", lines)))
    run("rgpd", "controle-notes", "--remplacer", "projet-1", "--par", "")
    forms = dict(query(base, "SELECT household_id, form FROM signup"))
    assert "diab" not in forms[1]
    assert "diab" in forms[2]


def test_the_line_that_waited_for_an_answer_says_the_new_text_too(
    run: Run, base: Path, tmp_path: Path
) -> None:
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", [a_signup(projet=ILL)])))
    with rows_of(base) as rows:
        rows.connection.execute(
            "INSERT INTO set_aside (line, row_hash, received_on, said, form, candidates, claim_key)"
            " SELECT 2, row_hash, received_on, ?, form, '[]', 0 FROM signup",
            (json.dumps({"projet": ILL}, ensure_ascii=False),),
        )
    run("rgpd", "controle-notes", "--remplacer", "projet-1", "--par", "Un soin.")
    ((said, form),) = query(base, "SELECT said, form FROM set_aside")
    assert said == '{"projet": "Un soin."}'
    assert "diab" not in form


def test_what_the_new_text_still_holds_is_said(run: Run, noted: Path) -> None:
    words = ("--remplacer", "echange-1", "--par", "Il est toujours malade.")
    assert "santé" in run("rgpd", "controle-notes", *words).out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--remplacer", "echange-1"), 2),
        (("--par", "x"), 2),
        (("--remplacer", "echange-1", "--par", "x", "--accepter", "echange-1"), 2),
        (("--remplacer", "echange-9", "--par", "x"), 3),
        (("--remplacer", "echange-1", "--par", ILL), 1),
        (("--remplacer", "relance-1", "--par", ""), 1),
    ],
)
def test_an_impossible_correction_changes_nothing(
    run: Run, noted: Path, words: tuple[str, ...], code: int
) -> None:
    run("relances", "planifier", "roy", "rappeler", "--le", "+7j")
    before = tables(noted)
    run("rgpd", "controle-notes", *words, fails_with=code)
    assert tables(noted) == before
