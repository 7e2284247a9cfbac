"""What the title of an offer says where no column does: a trade, rooms, a surface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import a_csv, query
from venez_vivre import occupations
from venez_vivre.intake.titles import area, rooms, trade

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


def code_of(title: str, kind: str = "emploi") -> str | None:
    """The code of a title, with the lexicon alone."""

    def trades(text: str) -> tuple[str, int] | None:
        found = occupations.find(text) if text else None
        return found and (found.rome_code, round(found.confidence * 100))

    return trade(title, kind, trades)  # type: ignore[arg-type]


JOBS = """
Infirmier(ère) CDI CHU = J1506
Menuisier poseur H/F = F1616
Aide-soignante EHPAD = J1501
Cuisinier de collectivité (H/F) - CDD = G1606
Boulanger (H/F) = D1102
Technicien de maintenance industrielle (H/F) - Dijon = I1304
Agent d'entretien H/F = K2205
Conducteur poids lourd SPL H/F = N4115
Secrétaire médicale - CDD 6 mois - Chalon = M1609
Comptable confirmé(e) H/F = M1203
Médecin généraliste à Autun = J1102
Médecin généraliste (H/F) = J1102
Professeur des écoles = K2106
Serveur / Serveuse saison été = G1803
Électricien bâtiment N3P2 H/F - Besançon = F1602
Plombier chauffagiste (H/F) CDI 35h = F1603
Alternance - Assistant RH H/F = M1501
Maçon = F1703
Chargé de recrutement = M1502
Assistant administratif = M1602
CDI - Maçon (H/F) - Mâcon = F1703
Maçon coffreur H/F à Vesoul = F1703
Kinésithérapeute libéral = J1404
URGENT : Infirmier de nuit H/F = J1506
Auxiliaire de vie à domicile - temps partiel = K1302
Développeur web full stack (F/H) = M1855
Animateur périscolaire 20h/semaine = G1203
Éducateur spécialisé en MECS CDI = K1207
Préparateur de commandes CACES 1 H/F - Mâcon = N1103
Soudeur TIG H/F = H2916
Directeur de crèche (H/F) = K1216
Psychologue 0,5 ETP = K1104
Pharmacien adjoint - Nevers (58) = J1202
Coiffeur/se = D1202
Mécanicien automobile - Garage Martin = I1604
Chauffeur de car scolaire, Jura = N4109
Agent de sécurité SSIAP 1 = K2503
CDI - Aide-soignant(e) de nuit - 2 100 € - Dole = J1501
Recrute : ATSEM = K1308
Offre d'emploi : charpentier = F1503
Gestionnaire paie H/F = M1507
Assistante sociale de secteur – Conseil départemental = K1201
Boucher charcutier - Intermarché = D1101
Tourneur fraiseur commande numérique = H2903
Ambulancier diplômé d'État = J1305
Mairie de Dole - Secrétaire de mairie = K1406
Auxiliaire de puériculture - Crèche Les Lutins - Besançon = J1304
Assistant de direction, cabinet dentaire = M1604
Poste en comptabilité = M1203
Orthophoniste = J1406
Dentiste = J1103
Poste à pourvoir =
Stage marketing =
Surveillant de nuit =
Stagiaire infirmier =
Chef de projet H/F =
Chef d'équipe H/F =
Opérateur de production 2x8 =
Manager F/H =
Assistant commercial bilingue anglais (H/F) =
Laboratoire d’analyses =
Comptable / Assistant RH =
Boulangerie Dupont - Vendeur(se) =
Pharmacie du Centre recherche préparateur =
Vendeur chez Boulanger =
Job dating boulangers =
"""

TAKEOVERS = """
Boulangerie à reprendre = D1102
Salon de coiffure à reprendre = D1202
Menuiserie à reprendre = H2206
Entreprise de plomberie à reprendre = F1603
Fleuriste (fonds de commerce) = D1209
Gîte et chambres d'hôtes à reprendre = G1415
Garage à reprendre =
Restaurant à reprendre =
Cession de pharmacie =
Épicerie de village =
Magasin de vélos =
"""


def said(lines: str) -> list[tuple[str, str]]:
    pairs = (line.split(" =") for line in lines.strip().split("\n"))
    return [(title, code.strip()) for title, code in pairs]


@pytest.mark.parametrize(("title", "code"), said(JOBS))
def test_the_trade_of_a_title_is_read_or_left_unknown(title: str, code: str) -> None:
    assert (code_of(title) or "") == code


@pytest.mark.parametrize(("title", "code"), said(TAKEOVERS))
def test_so_is_what_is_to_be_taken_over(title: str, code: str) -> None:
    assert (code_of(title, "reprise") or "") == code


@pytest.mark.parametrize(
    ("title", "number", "metres"),
    [
        ("Appartement T3", 3, None),
        ("Maison 5 pièces", 5, None),
        ("F4", 4, None),
        ("studio", 1, None),
        ("Maison de type 5", 5, None),
        ("Maison quatre pièces", 4, None),
        ("Maison avec studio", None, None),
        ("T2 à T4", None, None),
        ("Appartement T3 bis 85 m²", 3, 85),
        ("Maison 120m2 sur terrain de 800 m²", None, 120),
        ("Maison 5 pièces 110,5 m² jardin 300 m²", 5, 111),
        ("Terrain 1 200 m²", None, None),
        ("Maison de bourg", None, None),
    ],
)
def test_rooms_and_surface_are_read(title: str, number: int | None, metres: int | None) -> None:
    assert (rooms(title), area(title)) == (number, metres)


KEPT = "SELECT occupation, rome_code, rooms, area FROM offer ORDER BY id"


def load(run: Run, folder: Path, *lines: dict[str, str]) -> Any:
    path = a_csv(folder / f"offres-{len(list(folder.iterdir()))}.csv", lines)
    return run("offres", "importer", str(path), "-f", "json").json


def test_an_import_reads_titles_and_columns_go_first(run: Run, base: Path, tmp_path: Path) -> None:
    job = {"type": "emploi", "titre": "Menuisier poseur H/F", "commune": "Autun"}
    home = {"type": "logement", "titre": "Appartement T3, 62 m²", "commune": "Autun"}
    other = {"titre": "Menuisier (H/F)", "metier": "boulanger", "code_rome": ""}
    load(run, tmp_path, job, job | other, home, home | {"pieces": "4", "titre": "Maison T3"})
    assert query(base, KEPT) == [
        (None, "F1616", None, None),
        ("boulanger", "D1102", None, None),
        (None, None, 3, 62),
        (None, None, 4, None),
    ]


def test_what_somebody_said_stands_and_another_title_tells_anew(
    run: Run, base: Path, tmp_path: Path
) -> None:
    job = {"reference_externe": "7", "type": "emploi", "titre": "Menuisier poseur H/F"}
    load(run, tmp_path, job)
    load(run, tmp_path, job | {"titre": "Soudeur TIG"})
    assert query(base, KEPT)[0][1] == "H2916"
    (reference,) = query(base, "SELECT reference FROM offer")[0]
    run("offres", "modifier", reference, "--code-rome", "J1506")
    load(run, tmp_path, job | {"titre": "Soudeur TIG"}, job | {"titre": "Boulanger"})
    assert query(base, KEPT)[0][1] == "J1506"


def test_titles_that_are_typed_are_read_too(run: Run, base: Path) -> None:
    words = ("--commune", "Autun", "-f", "json")
    add = ("offres", "ajouter", "--type")
    job = run(*add, "emploi", "--titre", "Aide-soignante EHPAD", *words).json["reference"]
    home = run(*add, "logement", "--titre", "Maison T4 90 m²", *words).json["reference"]
    assert query(base, KEPT) == [(None, "J1501", None, None), (None, None, 4, 90)]
    run("offres", "modifier", job, "--titre", "Boulanger (H/F)")
    run("offres", "modifier", home, "--titre", "Maison T5", "--surface", "95")
    assert query(base, KEPT) == [(None, "D1102", None, None), (None, None, 5, 95)]
    run("offres", "modifier", job, "--titre", "Poste à pourvoir")
    assert query(base, KEPT)[0][1] is None
