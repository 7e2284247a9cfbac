"""What nobody can believe on a line of sign-ups is left out, mended or said."""

from __future__ import annotations

from typing import Any

import pytest

from venez_vivre.intake import scripts
from venez_vivre.intake.plausible import checked


@pytest.mark.parametrize(
    ("values", "kept", "said"),
    [
        ({"annee_naissance": 2031}, {}, ["annee_naissance"]),
        ({"annee_naissance": 2025}, {"annee_naissance": 2025}, []),
        ({"enfants": 99, "adultes": 2}, {"adultes": 2}, ["enfants"]),
        ({"distance_max_km": 5000}, {"distance_max_km": 1000}, ["distance_max_km"]),
        ({"distance_max_km": 1000}, {"distance_max_km": 1000}, []),
        ({"nom": "x" * 101, "prenom": "Zoé"}, {"prenom": "Zoé"}, ["nom"]),
        ({"prenom": "Z\u043e\u00e9"}, {"prenom": "Z\u043e\u00e9"}, ["prenom"]),
        ({"prenom": "\u0417\u043e\u044f"}, {"prenom": "\u0417\u043e\u044f"}, []),
        ({"nom": "Kœnig-d’Été"}, {"nom": "Kœnig-d’Été"}, []),
        (
            {"code_postal": "1000", "pays": "France"},
            {"code_postal": "01000", "pays": "France"},
            ["code_postal"],
        ),
        ({"code_postal": "1200", "pays": "Suisse"}, {"code_postal": "1200", "pays": "Suisse"}, []),
        (
            {"code_postal": "1000", "commune": "Bourg en Bresse"},
            {"code_postal": "01000", "commune": "Bourg en Bresse"},
            ["code_postal"],
        ),
        (
            {"code_postal": "1200", "commune": "Genève"},
            {"code_postal": "1200", "commune": "Genève"},
            ["code_postal"],
        ),
    ],
)
def test_a_line_is_checked(values: dict[str, Any], kept: dict[str, Any], said: list[str]) -> None:
    problems = checked(values, 7, 2025)
    assert values == kept
    assert [(p.ligne, p.colonne, p.gravite) for p in problems] == [
        (7, column, "avertissement") for column in said
    ]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Dup\u043ent", scripts.TWO),  # a Cyrillic letter in a Latin word
        ("\u0399\u0432\u0430\u043d\u043e\u0432", scripts.TWO),  # a Greek one in a Cyrillic word
        ("Jean-\u0420\u0430\u0441", scripts.TWO),
        ("Anne \u0420\u0430\u0441", scripts.TWO),
        ("\u0391nna", scripts.TWO),
        ("B\uff4fb", scripts.ODD),  # full width
        ("An\u0251", scripts.ODD),  # the alpha of phonetics
        ("\U0001d400nna", scripts.ODD),  # a letter of mathematics
        ("\u0420\u0430\u0441", None),  # a name in Cyrillic, whole
        ("Anna \u0410\u043d\u043d\u0430", None),  # said in both alphabets, nothing imitated
        ("Ιωάννης", None),
        ("Kœnig-d’Été", None),
        ("Nguyễn Thị Hồng", None),
        ("Ɛdɛm Ɔkɔtɔ", None),
        ("Zoe\u0308", None),  # an accent typed apart
        ("İnci Şahin-Ağaoğlu", None),
        ("Əliyev", None),
        ("山田 はな", None),
        ("מרים", None),
        ("عَلِيّ", None),
        ("दीपिका", None),
    ],
)
def test_letters_that_imitate_others_are_said(name: str, wrong: str | None) -> None:
    """And names of the whole world are not."""
    assert scripts.oddity(name) == wrong
    assert [p.motif for p in checked({"nom": name}, 7, 2025)] == ([wrong] if wrong else [])
