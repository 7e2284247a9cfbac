"""Targets: defining them, what they count, and the pace."""

# ruff: noqa: E501  pages are kept as they are printed

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from raw_facts import Contact, House, Settled, World, call, make_base
from venez_vivre.errors import Misuse
from venez_vivre.steering.targets import MEASURES, indicator, pace
from venez_vivre.store.queries.steering import Goal
from venez_vivre.vocabulary import Indicator


def day(text: str) -> date:
    return date.fromisoformat(text)


SMALL = World(
    houses=(
        House(
            ((day("2025-01-01"),), (day("2025-06-15"),)),
            (Contact(day("2025-01-10"), "joint"),),
            (Settled(day("2025-07-01"), 2, 1, 1),),
        ),
        House(((day("2025-03-01"),),)),
        House(((day("2025-05-01"),),), (), (Settled(day("2025-08-01"), 1),)),
    )
)


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four people, three households, on a terminal of a hundred columns."""
    monkeypatch.setenv("COLUMNS", "100")
    return make_base(tmp_path / "petite.db", SMALL)


def listed(base: Path, capsys: pytest.CaptureFixture[str], **how: Any) -> list[dict[str, Any]]:
    capsys.readouterr()
    call(base, "objectifs", "lister", "-f", "json", **how)
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_each_indicator_counts_its_stage_in_its_unit(
    base: Path, capsys: pytest.CaptureFixture[str]
):
    """People and households, without the spontaneous settlement."""
    for code in Indicator:
        call(base, "objectifs", "definir", str(code), "10", "--echeance", "2026-12-31")
    assert {one["indicateur"]: one["atteint"] for one in listed(base, capsys)} == {
        "personnes_inscrites": 4,
        "foyers_inscrits": 3,
        "personnes_accompagnees": 2,
        "foyers_accompagnes": 1,
        "personnes_installees": 3,
        "foyers_installes": 1,
    }


def test_every_indicator_is_measured():
    """A term that is added must say what it reads in the funnel."""
    assert set(MEASURES) == {str(term) for term in Indicator}


def test_a_target_says_where_it_stands(base: Path, capsys: pytest.CaptureFixture[str]):
    """Value, reached, share, expected today, needed each month, in words."""
    call(
        base, "objectifs", "definir", "personnes_inscrites", "10", "--echeance", "31/12/2025",
        "--depuis", "2025-02-01",
    )  # fmt: skip
    assert listed(base, capsys, today="2025-07-17") == snapshot(
        [
            {
                "indicateur": "personnes_inscrites",
                "libelle": "personnes inscrites",
                "valeur": 10,
                "depuis": "2025-02-01",
                "echeance": "2025-12-31",
                "atteint": 3,
                "part": 0.3,
                "attendu": 5.0,
                "ecart": -2,
                "par_mois": 1.3,
                "a_faire_par_mois": 2,
                "rythme": "en_retard",
            }
        ]
    )


def test_defining_again_replaces(base: Path, capsys: pytest.CaptureFixture[str]):
    """One target for each indicator and deadline; another deadline is another target."""
    words = ("objectifs", "definir", "foyers_installes")
    call(base, *words, "2000", "--echeance", "2026-12-31")
    call(base, *words, "1500", "--echeance", "2026-12-31")
    call(base, *words, "500", "--echeance", "2025-12-31")
    assert capsys.readouterr().out == snapshot("""\
Objectif : 2\u202f000 foyers installés au 31/12/2026.
Objectif : 1\u202f500 foyers installés au 31/12/2026. Il remplace le précédent pour cette échéance.
Pour revenir en arrière : `venez-vivre annuler`.
Objectif : 500 foyers installés au 31/12/2025.
""")
    found = [(one["valeur"], one["echeance"]) for one in listed(base, capsys)]
    assert found == [(500, "2025-12-31"), (1500, "2026-12-31")]


def test_defining_is_one_step_of_undo(base: Path, capsys: pytest.CaptureFixture[str]):
    """The journal says it in words; `annuler` brings the former value back."""
    words = ("objectifs", "definir", "inscrits")
    call(base, *words, "15000", "--echeance", "2026-12-31")
    call(base, *words, "12000", "--echeance", "2026-12-31", "--format", "json")
    assert json.loads(capsys.readouterr().out.partition("\n")[2]) == {
        "indicateur": "personnes_inscrites",
        "valeur": 12000,
        "depuis": None,
        "echeance": "2026-12-31",
        "resultat": "modifie",
    }
    call(base, "journal")
    assert "objectif personnes_inscrites : 12\u202f000 au 31/12/2026" in capsys.readouterr().out
    call(base, "annuler", "--oui")
    assert [one["valeur"] for one in listed(base, capsys)] == [15000]


def test_the_same_target_twice_writes_nothing(base: Path, capsys: pytest.CaptureFixture[str]):
    """No empty step in the journal."""
    for _ in range(2):
        call(base, "objectifs", "definir", "inscrits", "15000", "--echeance", "2026-12-31")
    capsys.readouterr()
    call(base, "journal", "-f", "json")
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_the_page(base: Path, capsys: pytest.CaptureFixture[str]):
    """What a manager reads."""
    call(base, "objectifs", "definir", "inscrits", "15000", "--echeance", "2026-12-31")
    call(base, "objectifs", "definir", "foyers_installes", "1", "--echeance", "2026-12-31")
    capsys.readouterr()
    call(base, "objectifs", "lister")
    assert capsys.readouterr().out == snapshot("""\

                                                                 Attendu    À faire
 Objectif              Valeur     Échéance   Atteint      Part   ce jour   par mois   Rythme
 ──────────────────────────────────────────────────────────────────────────────────────────────
 Personnes inscrites   15\u202f000   31/12/2026         4     0,0\u202f%     6\u202f790      1\u202f144   en retard
 Foyers installés           1   31/12/2026         1   100,0\u202f%         0          0   atteint

Attendu : progression régulière de zéro, au début (--depuis, sinon la première inscription), jusqu’à
l’objectif, à l’échéance. « Dans les temps » : à 5 % près.
""")


def test_without_a_target_the_gesture_is_named(base: Path, capsys: pytest.CaptureFixture[str]):
    """An empty list says how to fill it."""
    call(base, "objectifs", "lister")
    assert "`venez-vivre objectifs definir" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("habitants", "10", "--echeance", "2026-12-31"), "pas un indicateur connu : personnes_"),
        (("inscrits", "0", "--echeance", "2026-12-31"), "un nombre positif, pas 0"),
        (("inscrits", "--echeance", "2026-12-31", "--", "-5"), "un nombre positif, pas -5"),
        (("inscrits", "beaucoup", "--echeance", "2026-12-31"), "pas un nombre entier"),
        (("inscrits", "10"), "Il manque --echeance."),
        (("inscrits", "10", "--echeance", "un jour"), "Date incomprise"),
        (
            ("inscrits", "10", "--echeance", "2025-01-01", "--depuis", "2025-01-01"),
            "L’échéance doit venir après le début",
        ),
    ],
)
def test_wrong_use_writes_nothing(
    base: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
):
    """One French sentence, exit code 2."""
    call(base, "objectifs", "definir", *words, fails_with=2)
    assert said in capsys.readouterr().err
    assert listed(base, capsys) == []


@pytest.mark.parametrize(
    ("today", "done", "state"),
    [
        ("2025-01-11", 10, "dans_les_temps"),
        ("2025-01-11", 11, "en_avance"),
        ("2025-01-11", 9, "en_retard"),
        ("2025-01-11", 100, "atteint"),
        ("2025-04-11", 96, "dans_les_temps"),
        ("2025-04-11", 94, "en_retard"),
        ("2025-04-12", 99, "manque"),
        ("2025-04-12", 100, "atteint"),
        ("2024-12-31", 0, "a_venir"),
    ],
)
def test_the_pace_follows_a_steady_walk(today: str, done: int, state: str):
    """A hundred in a hundred days: one a day; 5 % either side is on time."""
    goal = Goal("personnes_inscrites", 100, day("2025-01-01"), day("2025-04-11"))
    assert pace(goal, done, None, day(today)).state == state


def test_what_is_left_is_spread_over_the_months_left():
    """60 to find in 61 days, two months: 30 a month."""
    goal = Goal("personnes_inscrites", 100, None, day("2025-03-02"))
    found = pace(goal, 40, day("2024-12-01"), day("2024-12-31"))
    assert found.per_month == pytest.approx(60 / (61 / 30.4375))
    assert found.per_month_whole == 30
    assert pace(goal, 40, None, goal.deadline).per_month is None


def test_indicators_answer_to_their_usual_names():
    """Code, label or a current word, in any case."""
    assert indicator("Personnes inscrites") == indicator("inscrits") == "personnes_inscrites"
    assert indicator("FOYERS_INSTALLES") == "foyers_installes"
    with pytest.raises(Misuse):
        indicator("personnes")
