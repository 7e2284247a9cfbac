"""Occupations: what people write becomes a ROME code or is honestly unknown; official files."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import JOURNAL, query, tables
from venez_vivre import occupations
from venez_vivre.occupations import find, labels, nearness
from venez_vivre.occupations.lexicon import both_genders, lexicon
from venez_vivre.occupations.wording import many_stems, spell, stems
from venez_vivre.reference import read
from venez_vivre.texts import fold

if TYPE_CHECKING:
    from conftest import Run

WRITTEN = Path(__file__).parent / "occupations_written.csv"
PARTS = {
    "reglage": "read while the rules were written",
    "reserve": "written before the lexicon; only classes of errors were mended after",
    "apres": "written once everything worked, in other sectors and styles; the same",
    "dernier": "written last; the same",
}


def code_of(text: str) -> str:
    """The code of a text, nothing when it is unknown."""
    found = find(text)
    return found.rome_code if found else ""


# --- the list ---------------------------------------------------------------------------------


def verdicts() -> dict[str, Counter[str]]:
    """How each line of the list came out, by part."""
    counts: dict[str, Counter[str]] = {part: Counter() for part in PARTS}
    with WRITTEN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            code = code_of(row["texte"])
            verdict = "right" if code in row["codes"].split("|") else "wrong" if code else "unknown"
            counts[row["partie"]][verdict] += 1
    return counts


def test_ordinary_ways_of_writing_are_understood() -> None:
    """At least 85 % right and at most 3 % wrong, on the whole and in each part."""
    counts = verdicts()
    counts["whole"] = sum(counts.values(), Counter())
    said = "\n".join(
        f"{part}: {many['right']} right, {many['wrong']} wrong, {many['unknown']} unknown "
        f"of {many.total()} ({many['right'] / many.total():.1%} right)"
        for part, many in counts.items()
    )
    assert counts["whole"].total() >= 500, said
    for many in counts.values():
        assert many["right"] >= 0.85 * many.total(), said
        assert many["wrong"] <= 0.03 * many.total(), said


@pytest.mark.parametrize(
    "forms",
    [
        ("infirmier", "infirmière", "INFIRMIERE", "infirmier·ère", "Infirmiers", "infirmier(e)"),
        ("vendeur en boulangerie", "vendeuse en boulangerie", "vendeur/se en boulangerie"),
        ("technicien de maintenance", "technicien(ne) de maintenance H/F", "tech. maintenance"),
        ("directeur d’école", "directrice d'école", "Directeur-rice d’école"),
        ("chef de chantier", "cheffe de chantier", "chef(fe) de chantier (F/H)"),
        ("agent d’accueil", "agente d’accueil", "agent·e d’accueil", "AGENT D'ACCUEIL"),
    ],
)
def test_gender_and_case_do_not_count(forms: tuple[str, ...]) -> None:
    codes = {code_of(form) for form in forms}
    assert len(codes) == 1
    assert codes != {""}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("comptable junior en CDI à temps partiel", "M1203"),
        ("infirmière à l’hôpital de Nevers", "J1506"),
        ("soudeur au chômage", "H2913"),
        ("je recherche un poste de cariste", "N1101"),
        ("boulanger chez Dupont et fils", "D1102"),
        ("en reconversion vers la menuiserie", "H2206"),
        ("éduc. spé.", "K1207"),
        ("A.E.S.H.", "K2113"),
        ("aidesoignante", "J1501"),
        ("électiricen", "F1602"),
        ("serveuse et barmaid", "G1803"),
        ("ancien soudeur, aujourd’hui cariste", "N1101"),
    ],
)
def test_what_stands_around_an_occupation_is_left_out(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "sans emploi",
        "retraité",
        "Retraitée de l’enseignement",
        "infirmière à la retraite",
        "étudiante infirmière",
        "mère au foyer",
        "en reconversion",
        "ancien boulanger",
        "employé",
        "cadre",
        "technicien",
        "consultante",
        "chargée de mission",
        "femme de boulanger",
        "dompteur de puces",
        "x" * 10_000,
    ],
)
def test_what_names_no_precise_occupation_is_unknown(text: str) -> None:
    assert find(text) is None


@given(st.text())
def test_any_text_gives_a_known_code_or_nothing(text: str) -> None:
    found = find(text)
    assert found is None or found.rome_code in labels()


@given(st.lists(st.sampled_from(sorted(lexicon().weights)), max_size=9))
def test_any_words_of_occupations_give_a_surer_code_than_the_threshold(words: list[str]) -> None:
    found = find(" ".join(words))
    assert found is None or (
        occupations.THRESHOLD <= found.confidence <= 1 and found.label == labels()[found.rome_code]
    )


# --- the lexicon ------------------------------------------------------------------------------


def forms() -> list[tuple[str, str]]:
    """Every form of the lexicon with its code."""
    rows = read("metiers_lexique")
    return [(form, row["code_rome"]) for row in rows for form in row["formes"].split("|")]


def test_every_code_of_the_lexicon_is_one_of_the_rome() -> None:
    """No code marks what is too vague."""
    assert {code for _, code in forms()} - set(labels()) == {""}


def test_a_form_is_said_once_and_is_not_empty() -> None:
    told = Counter(many_stems(form for form, _ in forms()))
    assert [key for key, count in told.items() if count > 1 or not key] == []


def test_the_fast_reading_of_forms_is_that_of_texts() -> None:
    names = [form for form, _ in forms()] + list(labels().values())
    assert list(many_stems(names)) == [stems(fold(spell(name))) for name in names]


def test_an_official_label_is_its_own_occupation() -> None:
    """Said for men and for women; a few are too vague to be read."""
    heard = {
        form: (code, code_of(form))
        for code, label in labels().items()
        for form in both_genders(label)
    }
    assert {form: codes for form, codes in heard.items() if codes[1] not in {codes[0], ""}} == {}
    assert sum(not code for _, code in heard.values()) < 10


@pytest.mark.parametrize(
    ("label", "both"),
    [
        ("Journaliste", ("Journaliste",)),
        ("Boulanger / Boulangère", ("Boulanger", "Boulangère")),
        ("Monteur / Monteuse en agencement", ("Monteur en agencement", "Monteuse en agencement")),
        (
            "Chef de projet / Cheffe de projet design",
            ("Chef de projet design", "Cheffe de projet design"),
        ),
        (
            "Cadre Technico-commercial / Technico-commerciale",
            ("Cadre Technico-commercial", "Cadre Technico-commerciale"),
        ),
        ("Homme sage-femme / Sage-femme", ("Homme sage-femme", "Sage-femme")),
        ("Lapidaire / Diamantaire", ("Lapidaire", "Diamantaire")),
    ],
)
def test_a_label_gives_the_words_of_men_and_of_women(label: str, both: tuple[str, ...]) -> None:
    assert both_genders(label) == both


def test_reading_is_fast_and_loads_nothing_at_import() -> None:
    """Five hundred new texts: 30 µs each where the machine is free, ten times that at most."""
    script = (
        "import sys; from venez_vivre import occupations; "
        "assert not occupations.labels.cache_info().currsize; occupations.find('infirmier'); "
        "assert 'rapidfuzz' not in sys.modules; assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    names = [f"{form} à {place}" for form, _ in forms()[::17] for place in ("Autun", "Nevers")]
    find("infirmière")
    start = time.perf_counter()
    for name in names[:500]:
        find(name)
    assert time.perf_counter() - start < 500 * 300e-6


# --- nearness ---------------------------------------------------------------------------------


def test_nearer_occupations_score_higher_and_approximations_say_so() -> None:
    same = nearness("J1506", "J1506")
    domain = nearness("J1506", "J1501")
    family = nearness("J1506", "J1102")
    sector = nearness("A1413", "H2102")
    far = nearness("J1506", "F1703")
    assert same.score > domain.score > family.score >= sector.score >= far.score == 0
    assert not same.approximate
    assert domain.approximate
    assert "approximation" in domain.reason


def test_an_official_move_goes_before_what_codes_look_like() -> None:
    moves = {("J1506", "F1703"): 1}
    official = nearness("J1506", "F1703", moves)
    assert (official.approximate, official.score > nearness("J1506", "J1501").score) == (
        False,
        True,
    )
    assert nearness("F1703", "J1506", moves).score == 0


# --- the official files -----------------------------------------------------------------------

TITLES = """\
"code_ogr","libelle_appellation_long","libelle_appellation_court","code_rome","peu_usite"
"1","Dompteur / Dompteuse de puces","Dompteur(se) de puces","L1204","N"
"2","Boulanger / Boulangère","Boulanger / Boulangère","D1102","N"
"3","Souffleur / Souffleuse de bulles","","b1602","N"
"""
MOVES = """code_rome;code_rome_cible;numero_ordre
J1506;J1507;1
J1506;K1207;2
"""


def load(run: Run, folder: Path, *files: tuple[str, str], fails_with: int = 0) -> Any:
    """Import these files, each a name and its text."""
    for name, text in files:
        (folder / name).write_text(text, encoding="utf-8")
    paths = [str(folder / name) for name, _ in files]
    return run("metiers", "importer", *paths, "-f", "json", fails_with=fails_with).json


def test_each_file_is_known_by_its_headings(run: Run, base: Path, tmp_path: Path) -> None:
    load(run, tmp_path, ("a.csv", TITLES), ("b.csv", MOVES))
    found = query(base, "SELECT code_ogr, title_key, rome_code FROM occupation_title ORDER BY 1")
    assert found[0] == (1, "dompteur dompteuse de puces", "L1204")
    assert [code for _, _, code in found] == ["L1204", "D1102", "B1602"]
    moves = query(base, "SELECT rome_code, target_code, rank FROM occupation_move ORDER BY rank")
    assert moves == [("J1506", "J1507", 1), ("J1506", "K1207", 2)]


@pytest.mark.parametrize("text", [TITLES, MOVES])
def test_the_same_file_changes_nothing(run: Run, base: Path, tmp_path: Path, text: str) -> None:
    first = load(run, tmp_path, ("f.csv", text))
    before = tables(base)
    again = load(run, tmp_path, ("f.csv", text))
    assert first["creees"] == first["lues"] == again["inchangees"]
    assert tables(base) == before


def test_a_title_that_changes_its_code_is_corrected(run: Run, base: Path, tmp_path: Path) -> None:
    load(run, tmp_path, ("f.csv", TITLES))
    receipt = load(run, tmp_path, ("f.csv", TITLES.replace("D1102", "D1108")))
    assert (receipt["mises_a_jour"], receipt["inchangees"]) == (1, 2)
    code = "SELECT rome_code FROM occupation_title WHERE code_ogr = 2"
    assert query(base, code) == [("D1108",)]
    run("annuler", "--oui")
    assert query(base, code) == [("D1102",)]


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        (TITLES.replace("D1102", "Boulanger"), "code_rome", "code ROME mal formé"),
        (TITLES.replace("D1102", "Z1102"), "code_rome", "code ROME mal formé"),
        (TITLES.replace("D1102", ""), "code_rome", "cellule vide"),
        (TITLES.replace('"2"', '"deux"'), "code_ogr", "nombre illisible"),
        (TITLES.replace("Boulanger / Boulangère", ""), "libelle_appellation_long", "cellule vide"),
        (MOVES.replace("K1207;2", "K12;2"), "code_rome_cible", "code ROME mal formé"),
        (MOVES.replace("K1207;2", ";2"), "code_rome_cible", "cellule vide"),
        (MOVES.replace("K1207;2", "K1207;"), "numero_ordre", "cellule vide"),
    ],
)
def test_a_line_that_cannot_be_kept_says_why(
    run: Run, tmp_path: Path, text: str, column: str, reason: str
) -> None:
    receipt = load(run, tmp_path, ("f.csv", text), fails_with=5)
    problem = next(one for one in receipt["problemes"] if one["gravite"] == "rejet")
    assert (receipt["rejetees"], problem["colonne"], problem["motif"]) == (1, column, reason)
    assert problem["remede"].endswith(".")


def test_another_file_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("code_rome;libelle\nJ1506;Infirmier\n", encoding="utf-8")
    assert "code_ogr" in run("metiers", "importer", str(path), fails_with=1).err


def test_the_import_is_undone_and_redone(run: Run, base: Path, tmp_path: Path) -> None:
    run("metiers", "chercher", "boulanger")
    start = tables(base, besides=JOURNAL)
    load(run, tmp_path, ("a.csv", TITLES), ("b.csv", MOVES))
    full = tables(base, besides=JOURNAL)
    run("annuler", "--oui")
    assert tables(base, besides=JOURNAL) == start
    run("refaire")
    assert tables(base, besides=JOURNAL) == full


def test_official_titles_are_used_first(run: Run, tmp_path: Path) -> None:
    """Men's and women's words, then our lexicon."""
    assert run("metiers", "chercher", "dompteuse de puces", fails_with=3)
    load(run, tmp_path, ("f.csv", TITLES))
    for text in ("dompteuse de puces", "DOMPTEUR DE PUCES", "dompteur·euse de puces H/F"):
        found = run("metiers", "chercher", text, "-f", "json").json
        assert (found["code_rome"], found["correspondance"]) == ("L1204", "officielle")
    found = run("metiers", "chercher", "aide soignante de nuit", "-f", "json").json
    assert (found["code_rome"], found["correspondance"]) == ("J1501", "exacte")


def test_the_page_of_an_occupation_shows_code_label_and_confidence(run: Run) -> None:
    shown = run("metiers", "chercher", "dév", "web").out
    assert "M1855" in shown
    assert "Développeur / Développeuse web" in shown
    assert "97" in shown
