"""The bilan: every part of it, its formats, its file; the delays against known estimates."""

# ruff: noqa: E501  pages are kept as they are printed

from __future__ import annotations

import csv
import io
import json
import os
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from raw_facts import Contact, House, Settled, World, call, make_base
from venez_vivre.errors import Refused
from venez_vivre.reports import files
from venez_vivre.steering import impact
from venez_vivre.steering.delays import Passage, estimate
from venez_vivre.steering.incidence import Exit, incidence, reached, share_at


def day(text: str) -> date:
    return date.fromisoformat(text)


SMALL = World(
    houses=(
        House(
            ((day("2025-01-01"),), (day("2025-02-01"),)),
            (Contact(day("2025-01-11"), "joint"),),
            (Settled(day("2025-07-30"), 2, 2, 1),),
            territory=1,
        ),
        House(((day("2025-03-01"),),), (Contact(day("2025-03-31"), "joint"),), territory=1),
        House(((day("2025-04-01"),),), (), (Settled(day("2025-08-01"), 1),), territory=2),
        House(((day("2025-05-01"),),), closed_on=day("2025-05-20")),
    ),
    territories=(("T1", "CC du Nord"), ("T2", "CA du Sud"), ("T3", "CC sans personne")),
    campaigns=(
        ("Réseaux sociaux", "2025-01-15", 1_000_050, 900_000, 5_000, 0),
        ("Réseaux sociaux", "2025-06-15", 500_000, 100_000, 1_000, 0),
        ("Podcast", "2025-02-01", 250_000, 0, 300, 1_200),
    ),
    targets=(("foyers_installes", 20, "2024-12-31", "2025-12-31"),),
)


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four households in two territories of three, on a terminal of a hundred columns."""
    monkeypatch.setenv("COLUMNS", "100")
    return make_base(tmp_path / "petite.db", SMALL)


def bilan(base: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    call(base, "rapport", "bilan", "--format", "json", *words)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_json_holds_the_funnel_and_every_part(base: Path, capsys: pytest.CaptureFixture[str]):
    """The funnel's keys at the top, exactly as `entonnoir` gives them."""
    found = bilan(base, capsys)
    call(base, "entonnoir", "--format", "json")
    funnel = json.loads(capsys.readouterr().out)
    assert {key: found[key] for key in funnel} == funnel
    parts = ("campagnes", "objectifs", "impact", "delais", "nombre_territoires", "territoires")
    assert {key: found[key] for key in (*parts, "sans_territoire")} == snapshot(
        {
            "campagnes": {
                "depense": 17500.5,
                "vues": 1000000,
                "visites": 6300,
                "ecoutes": 1200,
                "axes": 2,
                "par_axe": [
                    {
                        "axe": "Réseaux sociaux",
                        "depense": 15000.5,
                        "vues": 1000000,
                        "visites": 6000,
                        "ecoutes": 0,
                    },
                    {"axe": "Podcast", "depense": 2500, "vues": 0, "visites": 300, "ecoutes": 1200},
                ],
            },
            "objectifs": [
                {
                    "indicateur": "foyers_installes",
                    "libelle": "foyers installés",
                    "valeur": 20,
                    "depuis": "2024-12-31",
                    "echeance": "2025-12-31",
                    "atteint": 1,
                    "part": 0.05,
                    "attendu": 18.1,
                    "ecart": -17,
                    "par_mois": 17.0,
                    "a_faire_par_mois": 18,
                    "rythme": "en_retard",
                }
            ],
            "impact": {
                "par_personne": {"personnes": 4, "euros_par_personne": 15200, "euros": 60800},
                "par_foyer": {
                    "foyers": 1,
                    "euros_par_foyer": 32000,
                    "euros": 32000,
                    "emplois_par_foyer": 0.16,
                    "emplois": 0.16,
                },
                "ecart": {"euros": 28800, "part": 0.473684},
                "rendement": {
                    "depense": 17500.5,
                    "cout_par_foyer": 17500.5,
                    "cout_par_personne": 4375.12,
                    "euros_pour_un_euro_bas": 1.8,
                    "euros_pour_un_euro_haut": 3.5,
                    "methode": "Ordre de grandeur : dépense annuelle estimée des installés pour un euro de campagne de la même période. Les salaires et les autres moyens du dispositif ne sont pas comptés.",
                },
                "hypotheses": [
                    {
                        "nom": "euros_par_personne",
                        "valeur": 15200,
                        "unite": "€ par personne et par an",
                        "source": "bilan publié du dispositif : 375 personnes, 5,7 M€",
                        "le": "2025-11-27",
                        "publiee": True,
                    },
                    {
                        "nom": "euros_par_foyer",
                        "valeur": 32000,
                        "unite": "€ par foyer et par an",
                        "source": "coefficient publié : 50 foyers = 1,6 M€ et 8 emplois",
                        "le": "2025-11-27",
                        "publiee": True,
                    },
                    {
                        "nom": "emplois_par_foyer",
                        "valeur": 0.16,
                        "unite": "emploi induit par foyer",
                        "source": "coefficient publié : 50 foyers = 1,6 M€ et 8 emplois",
                        "le": "2025-11-27",
                        "publiee": True,
                    },
                ],
                "methode": "Ordre de grandeur : dépense brute estimée par an, par les coefficients publiés du dispositif, pour toutes les installations accompagnées de la période, départs ultérieurs compris.",
            },
            "delais": [
                {
                    "de": "inscrits",
                    "vers": "accompagnes",
                    "foyers": 4,
                    "evenements": 2,
                    "sortis": 2,
                    "quart_jours": 10,
                    "quart_bas": 10,
                    "quart_haut": None,
                    "mediane_jours": 30,
                    "mediane_bas": 10,
                    "mediane_haut": None,
                    "trois_quarts_jours": None,
                    "trois_quarts_bas": 30,
                    "trois_quarts_haut": None,
                    "part_12_mois": 0.5,
                    "part_12_mois_bas": 0.057847,
                    "part_12_mois_haut": 0.844861,
                },
                {
                    "de": "accompagnes",
                    "vers": "installes",
                    "foyers": 2,
                    "evenements": 1,
                    "sortis": 0,
                    "quart_jours": 200,
                    "quart_bas": 200,
                    "quart_haut": None,
                    "mediane_jours": 200,
                    "mediane_bas": 200,
                    "mediane_haut": None,
                    "trois_quarts_jours": None,
                    "trois_quarts_bas": 200,
                    "trois_quarts_haut": None,
                    "part_12_mois": None,
                    "part_12_mois_bas": None,
                    "part_12_mois_haut": None,
                },
                {
                    "de": "inscrits",
                    "vers": "installes",
                    "foyers": 4,
                    "evenements": 1,
                    "sortis": 2,
                    "quart_jours": 210,
                    "quart_bas": 210,
                    "quart_haut": None,
                    "mediane_jours": None,
                    "mediane_bas": 210,
                    "mediane_haut": None,
                    "trois_quarts_jours": None,
                    "trois_quarts_bas": None,
                    "trois_quarts_haut": None,
                    "part_12_mois": None,
                    "part_12_mois_bas": None,
                    "part_12_mois_haut": None,
                },
            ],
            "nombre_territoires": 3,
            "territoires": [
                {
                    "code": "T1",
                    "nom": "CC du Nord",
                    "etapes": [
                        {"etape": "inscrits", "foyers": 2, "personnes": 3},
                        {"etape": "accompagnes", "foyers": 2, "personnes": 3},
                        {"etape": "installes", "foyers": 1, "personnes": 4},
                    ],
                    "spontanees": {"foyers": 0, "personnes": 0},
                    "taux": [
                        {
                            "de": "inscrits",
                            "vers": "accompagnes",
                            "foyers_de": 2,
                            "foyers_vers": 2,
                            "taux": 1.0,
                            "bas": 0.34238,
                            "haut": 1.0,
                        },
                        {
                            "de": "accompagnes",
                            "vers": "installes",
                            "foyers_de": 2,
                            "foyers_vers": 1,
                            "taux": 0.5,
                            "bas": 0.094531,
                            "haut": 0.905469,
                        },
                        {
                            "de": "inscrits",
                            "vers": "installes",
                            "foyers_de": 2,
                            "foyers_vers": 1,
                            "taux": 0.5,
                            "bas": 0.094531,
                            "haut": 0.905469,
                        },
                    ],
                    "rangs": [
                        {
                            "vers": "accompagnes",
                            "meilleur": 1,
                            "pire": 2,
                            "parmi": 2,
                            "distinguable": False,
                            "rang": "non distinguables",
                        },
                        {
                            "vers": "installes",
                            "meilleur": 1,
                            "pire": 2,
                            "parmi": 2,
                            "distinguable": False,
                            "rang": "non distinguables",
                        },
                    ],
                },
                {
                    "code": "T2",
                    "nom": "CA du Sud",
                    "etapes": [
                        {"etape": "inscrits", "foyers": 1, "personnes": 1},
                        {"etape": "accompagnes", "foyers": 0, "personnes": 0},
                        {"etape": "installes", "foyers": 0, "personnes": 0},
                    ],
                    "spontanees": {"foyers": 1, "personnes": 1},
                    "taux": [
                        {
                            "de": "inscrits",
                            "vers": "accompagnes",
                            "foyers_de": 1,
                            "foyers_vers": 0,
                            "taux": 0.0,
                            "bas": 0.0,
                            "haut": 0.793451,
                        },
                        {
                            "de": "accompagnes",
                            "vers": "installes",
                            "foyers_de": 0,
                            "foyers_vers": 0,
                            "taux": None,
                            "bas": None,
                            "haut": None,
                        },
                        {
                            "de": "inscrits",
                            "vers": "installes",
                            "foyers_de": 1,
                            "foyers_vers": 0,
                            "taux": 0.0,
                            "bas": 0.0,
                            "haut": 0.793451,
                        },
                    ],
                    "rangs": [
                        {
                            "vers": "accompagnes",
                            "meilleur": 1,
                            "pire": 2,
                            "parmi": 2,
                            "distinguable": False,
                            "rang": "non distinguables",
                        },
                        {
                            "vers": "installes",
                            "meilleur": 1,
                            "pire": 2,
                            "parmi": 2,
                            "distinguable": False,
                            "rang": "non distinguables",
                        },
                    ],
                },
                {
                    "code": "T3",
                    "nom": "CC sans personne",
                    "etapes": [
                        {"etape": "inscrits", "foyers": 0, "personnes": 0},
                        {"etape": "accompagnes", "foyers": 0, "personnes": 0},
                        {"etape": "installes", "foyers": 0, "personnes": 0},
                    ],
                    "spontanees": {"foyers": 0, "personnes": 0},
                    "taux": [
                        {
                            "de": "inscrits",
                            "vers": "accompagnes",
                            "foyers_de": 0,
                            "foyers_vers": 0,
                            "taux": None,
                            "bas": None,
                            "haut": None,
                        },
                        {
                            "de": "accompagnes",
                            "vers": "installes",
                            "foyers_de": 0,
                            "foyers_vers": 0,
                            "taux": None,
                            "bas": None,
                            "haut": None,
                        },
                        {
                            "de": "inscrits",
                            "vers": "installes",
                            "foyers_de": 0,
                            "foyers_vers": 0,
                            "taux": None,
                            "bas": None,
                            "haut": None,
                        },
                    ],
                    "rangs": [
                        {
                            "vers": "accompagnes",
                            "meilleur": None,
                            "pire": None,
                            "parmi": None,
                            "distinguable": None,
                            "rang": None,
                        },
                        {
                            "vers": "installes",
                            "meilleur": None,
                            "pire": None,
                            "parmi": None,
                            "distinguable": None,
                            "rang": None,
                        },
                    ],
                },
            ],
            "sans_territoire": {
                "etapes": [
                    {"etape": "inscrits", "foyers": 1, "personnes": 1},
                    {"etape": "accompagnes", "foyers": 0, "personnes": 0},
                    {"etape": "installes", "foyers": 0, "personnes": 0},
                ],
                "spontanees": {"foyers": 0, "personnes": 0},
            },
        }
    )


def test_the_page_fits_a_hundred_columns(base: Path, capsys: pytest.CaptureFixture[str]):
    """One page, from the key figures to the territories."""
    call(base, "rapport", "bilan")
    out = capsys.readouterr().out
    assert max(len(line) for line in out.split("\n")) <= 100
    assert out == snapshot("""\
Bilan · jusqu’au 27/11/2025
Inscrits              5 personnes, 4 foyers
Accompagnés           3 personnes, 2 foyers
Installés             4 personnes, 1 foyer : 2 adultes et 2 enfants, dont 1 scolarisé
Arrivés sans échange  1 personne, 1 foyer (comptés à part)
Territoires           3

Des inscrits aux installés

 Étape         Personnes   Foyers   Foyers, en proportion
 ───────────────────────────────────────────────────────────
 Inscrits              5        4   ████████████████████████
 Accompagnés           3        2   ████████████
 Installés             4        1   ██████

                              Foyers      dont
 Passage                   au départ   arrivés     Taux   Intervalle à 95 %
 ──────────────────────────────────────────────────────────────────────────
 Inscrits → accompagnés            4         2   50,0\u202f%   15,0\u202f% à 85,0\u202f%
 Accompagnés → installés           2         1   50,0\u202f%   9,5\u202f% à 90,5\u202f%
 Inscrits → installés              4         1   25,0\u202f%   4,6\u202f% à 69,9\u202f%

Taux de foyers à foyers : parmi les foyers entrés dans l’étape de départ, ceux qui avaient atteint
l’étape d’arrivée le 27/11/2025. Les autres n’y sont pas encore.

Campagnes
Dépense   17\u202f500,50\u202f€ sur 2 axes
Audience  1\u202f000\u202f000 vues, 6\u202f300 visites, 1\u202f200 écoutes

Objectifs

                                                            Attendu    À faire
 Objectif           Valeur     Échéance   Atteint    Part   ce jour   par mois   Rythme
 ─────────────────────────────────────────────────────────────────────────────────────────
 Foyers installés       20   31/12/2025         1   5,0\u202f%        18         18   en retard

Retombées
Par personne             4 personnes × 15\u202f200\u202f€ = 60\u202f800\u202f€ par an
Par foyer                1 foyer × 32\u202f000\u202f€ = 32\u202f000\u202f€ par an, 0,2 emploi induit
Écart                    28\u202f800\u202f€ (47,4\u202f%) entre les deux calculs
Coût d’une installation  17\u202f500\u202f€ par foyer, 4\u202f375\u202f€ par personne (campagnes)
Rendement                1,8 à 3,5 € dépensés par an pour 1 € de campagne
Ordre de grandeur : dépense brute estimée par an, par les coefficients publiés du dispositif, pour
toutes les installations accompagnées de la période, départs ultérieurs compris.

Délais

               Foyers      dont   Un quart    La moitié en   Trois quarts     Arrivés   Intervalle
 Passage       suivis   arrivés   en          (médiane)      en             à 12 mois   à 95 %
 ───────────────────────────────────────────────────────────────────────────────────────────────────
 Inscrits →         4         2   10 jours    30 jours [10   non atteint       50,0\u202f%   5,8\u202f% à
 accompagnés                                  à ?]                                      84,5\u202f%
 Accompagnés        2         1   200 jours   200 jours      non atteint
 → installés                                  [200 à ?]
 Inscrits →         4         1   210 jours   non atteint    non atteint
 installés

Estimation d’Aalen–Johansen : un foyer qui n’y est pas encore reste « pas encore » ; un abandon, ou
une installation sans nous, empêche d’arriver. La médiane est le délai au bout duquel la moitié de
tous les foyers y est arrivée, les quartiles un quart et trois quarts ; « non atteint » si ce n’est
pas le cas. Entre crochets, l’intervalle à 95 % (« ? » : pas encore connu).

Territoires

                    Inscrits   Inscrits   Accomp.   Accomp.   Installés   Installés
 Territoire            pers.     foyers     pers.    foyers       pers.      foyers
 ──────────────────────────────────────────────────────────────────────────────────
 CC du Nord                3          2         3         2           4           1
 CA du Sud                 1          1         0         0           0           0
 CC sans personne          0          0         0         0           0           0
 (non renseigné)           1          1         0         0           0           0
 Total                     5          4         3         2           4           1

Territoires non distinguables : leurs intervalles se touchent tous.
Aussi dans le rapport complet (--sortie rapport.html) : « Canaux et coûts », « Mois par mois »,
« Par mois d’inscription », « Où les foyers se sont installés ».
""")


def test_a_period_counts_its_own_facts(base: Path, capsys: pytest.CaptureFixture[str]):
    """Campaigns by their first day, targets up to the last day of the period."""
    found = bilan(base, capsys, "--du", "2025-02-01", "--au", "2025-06-30")
    assert found["campagnes"]["depense"] == 7500
    assert [step["foyers"] for step in found["etapes"]] == [3, 1, 0]
    assert found["objectifs"][0]["atteint"] == 0
    assert found["delais"][0]["foyers"] == 3


def test_territories_and_the_others_sum_to_the_total(
    base: Path, capsys: pytest.CaptureFixture[str]
):
    """Every active territory is there, and households without one are not forgotten."""
    found = bilan(base, capsys)
    assert [place["code"] for place in found["territoires"]] == ["T1", "T2", "T3"]
    parts = [*found["territoires"], found["sans_territoire"]]
    for n, step in enumerate(found["etapes"]):
        for unit in ("foyers", "personnes"):
            assert sum(part["etapes"][n][unit] for part in parts) == step[unit]


def test_one_territory(base: Path, capsys: pytest.CaptureFixture[str]):
    """Its own funnel and delays; campaigns and targets stay those of the whole scheme."""
    found = bilan(base, capsys, "--territoire", "T1")
    assert [step["foyers"] for step in found["etapes"]] == [2, 2, 1]
    assert found["campagnes"]["axes"] == 2
    assert found["objectifs"][0]["atteint"] == 1
    assert [place["code"] for place in found["territoires"]] == ["T1"]
    call(base, "rapport", "bilan", "--territoire", "T1")
    assert "Campagnes (ensemble du dispositif)" in capsys.readouterr().out


def test_csv_holds_every_figure(base: Path, capsys: pytest.CaptureFixture[str]):
    """One figure a row, cents included."""
    call(base, "rapport", "bilan", "--format", "csv")
    text = capsys.readouterr().out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    found = {(r["rubrique"], r["element"], r["mesure"]): r["valeur"] for r in rows}
    assert len(found) == len(rows)
    assert found["campagnes", "", "depense"] == "17500,5"
    assert found["entonnoir", "installes", "enfants_scolarises"] == "1"
    assert found["territoires", "CC du Nord", "inscrits_personnes"] == "3"


def test_markdown_shows_every_axis_and_territory(base: Path, capsys: pytest.CaptureFixture[str]):
    """The report that is sent leaves nothing out."""
    call(base, "rapport", "bilan", "--format", "md")
    out = capsys.readouterr().out
    assert "| Réseaux sociaux | 15\u202f000,50\u202f€ | 1\u202f000\u202f000 |" in out
    assert "| CC sans personne | 0 | 0 |" in out
    assert impact.METHOD in out


def test_an_empty_base_has_a_bilan(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Nothing yet: zeros and sentences, no error."""
    empty = make_base(tmp_path / "vide.db", World(()))
    found = bilan(empty, capsys)
    assert found["delais"][0]["mediane_jours"] is None
    assert found["impact"]["ecart"] == {"euros": 0, "part": None}
    call(empty, "rapport", "bilan")
    assert "Aucune campagne dans cette période." in capsys.readouterr().out


def test_the_published_first_year():
    """375 people make 5.7 M€; 175 households make 5.6 M€ and 28 jobs."""
    found = impact.estimate(375, 175)
    assert (found.euros_by_people, found.euros_by_households) == (5_700_000, 5_600_000)
    assert found.jobs == 28
    assert found.gap == 100_000
    half = impact.estimate(0, 50)
    assert (half.euros_by_households, half.jobs) == (1_600_000, 8)


# --- a report in a file ---------------------------------------------------------------------


def test_a_file_takes_the_format_of_its_name(base: Path, capsys: pytest.CaptureFixture[str]):
    """Nothing on the standard output, the place on the error output, for its owner alone."""
    path = base.parent / "bilan.md"
    call(base, "rapport", "bilan", "--sortie", str(path))
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"Bilan écrit dans {path}\n")
    assert path.read_text(encoding="utf-8").startswith("# Bilan · ")
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {p.name for p in base.parent.iterdir()} - {"petite.db"} == {"bilan.md"}


def test_a_file_of_an_unknown_kind_is_misuse(base: Path, capsys: pytest.CaptureFixture[str]):
    """Unless the format is named; a name without a suffix is a table."""
    path = base.parent / "bilan.docx"
    words = ("rapport", "bilan", "--sortie", str(path))
    call(base, *words, fails_with=2)
    said = capsys.readouterr().err
    assert "« .docx » n’est pas un format connu : .txt, .table, .json, .csv, .md, .html" in said
    assert not path.exists()
    call(base, *words, "--format", "md")
    assert path.read_text(encoding="utf-8").startswith("# Bilan · ")
    call(base, *words[:-1], str(base.parent / "bilan"))


def test_a_file_is_replaced_only_when_asked(base: Path, capsys: pytest.CaptureFixture[str]):
    """The report of last week is not lost by accident."""
    path = base.parent / "bilan.json"
    path.write_text("ancien", encoding="utf-8")
    words = ("rapport", "bilan", "--sortie", str(path))
    call(base, *words, fails_with=1)
    assert "--ecraser" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "ancien"
    call(base, *words, "--ecraser")
    assert "etapes" in json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("overwrite", [True, False])
def test_nothing_is_written_through_a_link(tmp_path: Path, *, overwrite: bool):
    """A link could lead to any other file."""
    target, link = tmp_path / "autre.txt", tmp_path / "lien.md"
    target.write_text("à garder", encoding="utf-8")
    link.symlink_to(target)
    with pytest.raises(Refused, match="lien"):
        files.write(link, "rapport", overwrite=overwrite)
    assert target.read_text(encoding="utf-8") == "à garder"


def test_impossible_places_are_refused(tmp_path: Path):
    """A folder, or a folder that does not exist."""
    for place in (tmp_path, tmp_path / "absent" / "bilan.md"):
        with pytest.raises(Refused, match="dossier"):
            files.write(place, "rapport", overwrite=True)


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A full disk leaves the former report and no draft."""
    path = tmp_path / "bilan.md"
    path.write_text("ancien", encoding="utf-8")

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="ne peut pas être écrit"):
        files.write(path, "nouveau", overwrite=True)
    assert [p.read_text(encoding="utf-8") for p in tmp_path.iterdir()] == ["ancien"]


# --- delays ---------------------------------------------------------------------------------

LEUKAEMIA = [
    *(Exit(weeks, "rechute") for weeks in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
    *(Exit(weeks, None) for weeks in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
"""Remission times under 6-mercaptopurine (Freireich et al., 1963), the textbook example."""


def test_the_estimate_equals_the_textbook():
    """Product-limit values as published; median 23 weeks."""
    steps = incidence(LEUKAEMIA, "rechute")
    assert {step.days: round(1 - step.share, 4) for step in steps} == {
        6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482,
    }  # fmt: skip
    assert reached(steps, 0.5).days == 23


def test_a_small_case_by_hand():
    """Five households: 2 → 4/5; one leaves at 3; 4 → 4/5 × 2/3; 5 → nobody waits."""
    exits = [Exit(2, "x"), Exit(3, None), Exit(4, "x"), Exit(5, "x", 2)]
    steps = incidence(exits, "x")
    assert [1 - step.share for step in steps] == pytest.approx([4 / 5, 8 / 15, 0])
    assert reached(steps, 0.5).days == 5
    assert share_at(steps, 4).share == pytest.approx(7 / 15)
    assert share_at(steps, 1).share == 0


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_without_open_cases_it_is_the_plain_share(days: list[int]):
    """When everybody got there, the curve is the share that had, each day."""
    for step in incidence([Exit(d, "x") for d in days], "x"):
        assert step.share == pytest.approx(sum(d <= step.days for d in days) / len(days))


def test_the_delay_of_half_the_households():
    """Two of four arrived, after 10 and 30 days; the others still wait on the last day."""
    start, end = day("2025-01-01"), day("2025-04-11")
    two = [Passage(start, day("2025-01-11"), None), Passage(start, day("2025-01-31"), None)]
    found = estimate("inscrits", "accompagnes", [*two, Passage(start, None, None, 2)], end)
    assert (found.households, found.events, found.gone, found.median.days) == (4, 2, 0, 30)
    assert [one.days for one in found.quarters] == [10, 30, None]
    assert found.within_year is None
    later = estimate("a", "b", [two[0], Passage(start, None, None, 3)], day("2026-02-01"))
    assert later.median.days is None
    assert later.within_year == pytest.approx(0.25)


def test_who_gave_up_will_not_arrive():
    """Two of four gave up before anybody arrived: half is all that can ever be reached.

    Were they taken for open cases, the two arrivals would look like everybody.
    """
    start, end = day("2025-01-01"), day("2026-06-01")
    gone = Passage(start, None, day("2025-01-05"), 2)
    found = estimate("a", "b", [gone, Passage(start, day("2025-02-01"), None, 2)], end)
    assert (found.gone, found.within_year) == (2, pytest.approx(0.5))
    assert [one.days for one in found.quarters] == [31, 31, None]


def test_a_file_opened_again_has_arrived():
    """A household that gave up, came back and settled counts as one that settled."""
    start = day("2025-01-01")
    back = Passage(start, day("2025-03-02"), day("2025-02-01"))
    found = estimate("a", "b", [back], day("2025-12-31"))
    assert (found.events, found.gone, found.median.days) == (1, 0, 60)
