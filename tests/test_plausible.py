"""What nobody can believe on a line of sign-ups is left out, mended or said."""

from __future__ import annotations

from typing import Any

import pytest

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
