"""What an import says it will change: cell by cell, before and after, and nothing else."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import Line, a_contact, a_csv, a_settlement, a_signup, a_territory, query
from venez_vivre.intake.columns import CAMPAIGNS
from venez_vivre.intake.noticing import LONGEST, Noticing
from venez_vivre.intake.receipts import MOST_CHANGES, OUTCOMES, Receipt
from venez_vivre.screens import imports as screens
from venez_vivre.screens.pages import Facts, Prose, Table

if TYPE_CHECKING:
    from conftest import Run

CELL = ("colonne", "avant", "apres")


class Importing:
    """Imports of small files into one base, each rehearsed first."""

    def __init__(self, run: Run, base: Path, folder: Path) -> None:
        self.run, self.base, self._folder = run, base, folder
        self._files = 0

    def __call__(self, noun: str, *lines: Line, fails_with: int = 0) -> Any:
        """Rehearse, then import; the receipt of the import, which the rehearsal foretold."""
        self._files += 1
        path = a_csv(self._folder / f"fichier-{self._files}.csv", lines)
        words = (noun, "importer", str(path), "-f", "json")
        foretold = self.run(*words, "--simuler", fails_with=fails_with).json
        done = self.run(*words, fails_with=fails_with).json
        for key in ("lues", *OUTCOMES, "modifications", "autres_modifications", "problemes"):
            assert foretold[key] == done[key], key
        return done

    def household(self, **line: str) -> str:
        """Import a household; its reference."""
        self("inscrits", a_signup(**line))
        return str(query(self.base, "SELECT reference FROM household ORDER BY id DESC")[0][0])


@pytest.fixture
def load(run: Run, base: Path, tmp_path: Path) -> Importing:
    return Importing(run, base, tmp_path)


def cells(receipt: Any) -> list[tuple[str, ...]]:
    return [tuple(change[key] for key in CELL) for change in receipt["modifications"]]


ANNA = {
    "prenom": "Anna",
    "nom": "Vidal",
    "email": "anna.vidal@example.org",
    "telephone": "0639980101",
    "code_postal": "75011",
    "commune": "Paris",
    "metier": "maçon",
    "jardin": "oui",
    "date_souhaitee": "01/03/2026",
    "enfants": "1",
    "prenom_conjoint": "Paul",
}


def test_a_new_household_changes_no_cell(load: Importing) -> None:
    assert load("inscrits", a_signup(**ANNA))["modifications"] == []


def test_the_cells_of_a_known_household_are_told_as_a_file_writes_them(load: Importing) -> None:
    """And none that is worked out from them."""
    reference = load.household(**ANNA)
    newer = {
        **ANNA,
        "date_inscription": "20/11/2025",
        "email": "a.vidal@example.org",
        "code_postal": "21000",
        "commune": "Dijon",
        "jardin": "non",
        "date_souhaitee": "15/04/2026",
        "metier": "(vide)",
        "email_conjoint": "paul@example.org",
    }
    receipt = load("inscrits", newer)
    assert sorted(cells(receipt)) == [
        ("code_postal", "75011", "21000"),
        ("commune", "Paris", "Dijon"),
        ("date_souhaitee", "01/03/2026", "15/04/2026"),
        ("email", "anna.vidal@example.org", "a.vidal@example.org"),
        ("email_conjoint", "", "paul@example.org"),
        ("jardin", "oui", "non"),
        ("metier", "maçon", ""),
    ]
    assert {(c["ligne"], c["fiche"]) for c in receipt["modifications"]} == {(2, reference)}


def test_a_partner_and_a_child_who_are_told_of_later_are_told(load: Importing) -> None:
    load.household(**{**ANNA, "prenom_conjoint": ""})
    more = {**ANNA, "date_inscription": "20/11/2025", "naissances_enfants": "2019"}
    assert sorted(cells(load("inscrits", more))) == [
        ("naissances_enfants", "", "2019"),
        ("naissances_enfants", "", "2019"),  # of the household, and of the child
        ("prenom_conjoint", "", "Paul"),
    ]


def test_a_partner_who_signs_up_is_told_of_as_whoever_fills_the_form(load: Importing) -> None:
    load.household(**ANNA, email_conjoint="paul@example.org")
    paul = {**ANNA, "prenom": "Paul", "email": "paul@example.org", "telephone": "0639980102"}
    paul |= {"prenom_conjoint": "", "date_inscription": "20/11/2025", "metier": "boulanger"}
    assert cells(load("inscrits", paul)) == [
        ("telephone", "", "+33639980102"),
        ("metier", "", "boulanger"),
    ]


def test_an_erased_cell_is_shown_as_one(load: Importing, run: Run, tmp_path: Path) -> None:
    load.household(**ANNA)
    erased = {**ANNA, "date_inscription": "20/11/2025", "metier": "(vide)"}
    path = a_csv(tmp_path / "e.csv", [erased])
    said = run("inscrits", "importer", str(path), "--simuler").out
    assert "Ce qui change" in said
    assert [line.split()[-3:] for line in said.splitlines() if "metier" in line] == [
        ["metier", "maçon", "(vide)"]
    ]


def test_unchanged_lines_change_nothing(load: Importing) -> None:
    load.household(**ANNA)
    receipt = load("inscrits", {"date_inscription": "03/11/2025", **ANNA, "NOM ": "x"})
    assert (receipt["inchangees"], receipt["modifications"]) == (1, [])


def test_an_older_form_only_fills_what_is_empty(load: Importing) -> None:
    load.household(**{**ANNA, "metier": ""})
    older = {**ANNA, "date_inscription": "01/10/2025", "commune": "Lyon", "metier": "coiffeuse"}
    assert cells(load("inscrits", older)) == [("metier", "", "coiffeuse")]


def test_lines_of_the_same_file_are_told_one_by_one(load: Importing) -> None:
    """A second line about somebody new changes what the first one said."""
    first = {"date_inscription": "03/11/2025", **ANNA}
    second = {**first, "date_inscription": "05/11/2025", "commune": "Dijon"}
    receipt = load("inscrits", first, second)
    assert (receipt["creees"], receipt["mises_a_jour"]) == (1, 1)
    (change,) = receipt["modifications"]
    assert (change["ligne"], change["avant"], change["apres"]) == (3, "Paris", "Dijon")


def test_rejected_lines_change_nothing(load: Importing) -> None:
    load.household(**ANNA)
    wrong = {**ANNA, "date_inscription": "32/11/2025", "commune": "Dijon"}
    assert load("inscrits", wrong, fails_with=5)["modifications"] == []


def test_contacts_tell_their_cells_and_the_action_they_plan(load: Importing) -> None:
    reference = load.household()
    told = a_contact(reference, resultat="message", suite="", echeance="")
    load("contacts", told)
    again = {**told, "resultat": "joint", "suite": "Rappeler", "echeance": "01/12/2025"}
    receipt = load("contacts", again)
    assert cells(receipt) == [
        ("resultat", "message", "joint"),
        ("suite", "", "Rappeler"),
        ("echeance", "", "01/12/2025"),
    ]
    assert {change["fiche"] for change in receipt["modifications"]} == {reference}
    gone = {**again, "suite": "(vide)", "echeance": "(vide)", "sens": "sortant"}
    assert cells(load("contacts", gone))[1:] == [
        ("suite", "Rappeler", ""),
        ("echeance", "01/12/2025", ""),
    ]


def test_settlements_tell_their_cells(load: Importing) -> None:
    reference = load.household()
    load("installations", a_settlement(reference))
    receipt = load("installations", a_settlement(reference, enfants="3", commune="Dijon"))
    assert sorted(cells(receipt)) == [("commune", "Autun", "Dijon"), ("enfants", "2", "3")]
    assert receipt["modifications"][0]["fiche"] == reference


REGISTERS = [
    (
        "territoires",
        a_territory(),
        {"nom": "Grand Autunois", "communes": "71014|71306", "actif": "non"},
        "T1",
        [
            ("actif", "oui", "non"),
            ("communes", "71014", "71014|71306"),
            ("nom", "Autunois", "Grand Autunois"),
        ],
    ),
    (
        "campagnes",
        {"axe": "Marque", "du": "01/11/2025", "depense": "1200,50", "vues": "10", "au": ""},
        {"depense": "(vide)", "vues": "1 000", "au": "30/11/2025"},
        "Marque",
        [("au", "", "30/11/2025"), ("depense", "1200,50", "0"), ("vues", "10", "1000")],
    ),
    (
        "offres",
        {"reference_externe": "A1", "titre": "Maçon", "type": "emploi", "contrat": "cdi"},
        {"titre": "Maçon couvreur", "contrat": "CDD"},
        None,
        [("contrat", "cdi", "cdd"), ("titre", "Maçon", "Maçon couvreur")],
    ),
]


@pytest.mark.parametrize(
    ("noun", "line", "changes", "called", "expected"), REGISTERS, ids=[r[0] for r in REGISTERS]
)
def test_registers_tell_their_cells(
    load: Importing,
    noun: str,
    line: Line,
    changes: Line,
    called: str | None,
    expected: list[tuple[str, ...]],
) -> None:
    assert load(noun, line)["modifications"] == []
    receipt = load(noun, {**line, **changes})
    assert sorted(cells(receipt)) == expected
    called = called or str(query(load.base, "SELECT reference FROM offer")[0][0])
    assert {change["fiche"] for change in receipt["modifications"]} == {called}


def test_the_territory_of_an_officer_is_told_by_its_code(load: Importing) -> None:
    load("territoires", a_territory(), a_territory(code="T2", communes="21054"))
    line = {"nom": "Léa Martin", "territoire": "T1"}
    load("agents", line)
    assert cells(load("agents", {**line, "territoire": "T2"})) == [("territoire", "T1", "T2")]
    assert cells(load("agents", {**line, "territoire": "(vide)"})) == [("territoire", "T2", "")]


NUMBERS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(*[st.integers(0, 3)] * 3),
    min_size=1,
)


@settings(max_examples=15)
@given(before=NUMBERS, after=NUMBERS)
def test_the_cells_told_are_exactly_those_that_differ(
    load: Importing, before: dict[str, tuple[int, ...]], after: dict[str, tuple[int, ...]]
) -> None:
    names = ("vues", "visites", "ecoutes")

    def lines(said: dict[str, tuple[int, ...]]) -> list[Line]:
        shared = {"du": "01/11/2025"}
        return [
            {"axe": axis, **shared, **dict(zip(names, map(str, numbers), strict=True))}
            for axis, numbers in said.items()
        ]

    load("campagnes", *lines(before))
    receipt = load("campagnes", *lines(after))
    expected = {
        (axis, name, str(old), str(new))
        for axis in before.keys() & after.keys()
        for name, old, new in zip(names, before[axis], after[axis], strict=True)
        if old != new
    }
    told = {(c["fiche"], c["colonne"], c["avant"], c["apres"]) for c in receipt["modifications"]}
    assert told == expected
    assert len(receipt["modifications"]) == len(expected)
    load.run("annuler", "2" if receipt["creees"] + receipt["mises_a_jour"] else "1", "--oui")


def test_the_first_cells_are_told_and_the_others_counted(load: Importing, run: Run) -> None:
    many = MOST_CHANGES + 30
    lines = [{"axe": f"A{n}", "du": "01/11/2025", "vues": "1"} for n in range(many)]
    load("campagnes", *lines)
    receipt = load("campagnes", *({**line, "vues": "2"} for line in lines))
    assert (receipt["mises_a_jour"], len(receipt["modifications"])) == (many, MOST_CHANGES)
    assert receipt["autres_modifications"] == 30
    page = run("campagnes", "importer", str(a_csv(load.base.with_name("x.csv"), lines))).out
    assert (
        f"… et {many - screens.MOST_SHOWN} autres : `--format json` donne les 200 premières."
        in (page)
    )


def test_a_cell_is_told_in_a_few_words_however_long_it_is(load: Importing) -> None:
    load.household(**ANNA, projet="court")
    long = {**ANNA, "date_inscription": "20/11/2025", "projet": "vivre ici " * 1_000}
    (change,) = load("inscrits", long)["modifications"]
    assert len(change["apres"]) <= LONGEST


def test_counted_cells_take_no_memory() -> None:
    receipt = Receipt("i.csv", "UTF-8", ";")
    rows: Any = None
    notice = Noticing(rows, receipt, CAMPAIGNS, lambda _t, _r, column: column, lambda _: None)
    current = {"axis": "A", "views": 1}
    for number in range(MOST_CHANGES):
        notice("campaign", current, {"views": number})
    tracemalloc.start()
    for number in range(20_000):
        notice("campaign", current, {"views": number})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert receipt.autres_modifications == 20_000
    assert peak < 50_000


# What somebody sees.


def receipt_of(**counts: int) -> Receipt:
    receipt = Receipt("i.csv", "UTF-8", ";", lues=sum(counts.values()))
    for outcome, lines in counts.items():
        setattr(receipt, outcome, lines)
    return receipt


def test_the_plan_shows_every_state() -> None:
    facts = next(b for b in screens.plan([receipt_of(creees=2)]).blocks() if isinstance(b, Facts))
    assert facts.pairs == [
        ("lignes lues", 2),
        ("créées", 2),
        ("mises à jour", 0),
        ("inchangées", 0),
        ("mises de côté", 0),
        ("rejetées", 0),
    ]


def test_a_receipt_shows_the_states_that_it_has() -> None:
    page = screens.receipts([receipt_of(creees=2)])
    facts = next(b for b in page.blocks() if isinstance(b, Facts))
    assert facts.pairs == [("lignes lues", 2), ("créées", 2)]
    assert not any(isinstance(block, Table) for block in page.blocks())


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (1, "1 ligne mise de côté : `venez-vivre inscrits doublons` l’examine."),
        (3, "3 lignes mises de côté : `venez-vivre inscrits doublons` les examine."),
    ],
)
def test_lines_set_aside_say_where_they_are_examined(lines: int, sentence: str) -> None:
    page = screens.receipts([receipt_of(mises_de_cote=lines)])
    assert sentence in [block.text for block in page.blocks() if isinstance(block, Prose)]
