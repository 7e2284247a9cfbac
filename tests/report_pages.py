"""A page with every kind of block and picture, its figures invented, to try renderers on."""

from __future__ import annotations

from datetime import date

from venez_vivre.screens.pages import Column, Facts, Page, Picture, Prose, Table

HOSTILE = "=2+5 <script>alert('L’Été')</script> | **gras** & \x1b[31m"

FUNNEL = Picture(
    "funnel",
    "Des inscrits aux installés",
    "Sur 10 498 foyers inscrits, 1 102 ont été accompagnés et 175 se sont installés.",
    (
        {"etape": "Inscrits", "foyers": 10498, "personnes": 12000},
        {"etape": "Accompagnés", "foyers": 1102, "personnes": 1260},
        {"etape": "Installés", "foyers": 175, "personnes": 375},
    ),
    Table(
        (
            Column("etape", "Étape", "name"),
            Column("personnes", "Personnes", "count"),
            Column("foyers", "Foyers", "count"),
        ),
        (("Inscrits", 12000, 10498), ("Accompagnés", 1260, 1102), ("Installés", 375, 175)),
    ),
)
WEEKS = (
    ("2025-W46", date(2025, 11, 10), 210, 34, 3),
    ("2025-W47", date(2025, 11, 17), 248, 41, "s"),
    ("2025-W48", date(2025, 11, 24), 230, 38, 6),
)
SERIES = ("Inscriptions", "Échanges", "Installations")
CURVES = Picture(
    "curves",
    "Semaine par semaine",
    "Les inscriptions restent autour de 230 par semaine.",
    tuple(
        {
            "serie": serie,
            "jour": day.isoformat(),
            "libelle": label,
            "valeur": None if value == "s" else value,
        }
        for label, day, *values in WEEKS
        for serie, value in zip(SERIES, values, strict=True)
    ),
    Table(
        (
            Column("semaine", "Semaine", "name"),
            Column("inscriptions", "Inscriptions", "count"),
            Column("echanges", "Échanges", "count"),
            Column("installations", "Installations", "count"),
        ),
        [(label, *values) for label, _, *values in WEEKS],
        note="s : secret statistique.",
    ),
)
COHORTS = (("janvier 2025", 900, (0.01, 0.02, 0.05)), ("février 2025", 820, (0.0, 0.03, None)))
HEATMAP = Picture(
    "heatmap",
    "Part des foyers installés, par mois d’inscription",
    "La cohorte de janvier 2025 compte 5 % de foyers installés au bout de six mois.",
    tuple(
        {
            "ligne": name,
            "colonne": months,
            "part": part,
            "texte": "" if part is None else f"{part:.0%}",
        }
        for name, _, parts in COHORTS
        for months, part in zip(("3 mois", "4 mois", "6 mois"), parts, strict=True)
    ),
    Table(
        (
            Column("mois", "Mois", "name"),
            Column("foyers", "Foyers\ninscrits", "count"),
            Column("a_3", "3 mois", "rate"),
            Column("a_4", "4 mois", "rate"),
            Column("a_6", "6 mois", "rate"),
        ),
        [(name, size, *parts) for name, size, parts in COHORTS],
    ),
)
STEPS = (
    (0, 0.0, 0.0, 0.0),
    (90, 0.03, 0.02, 0.05),
    (200, 0.11, 0.08, 0.14),
    (365, 0.2, 0.15, 0.26),
)
SURVIVAL = Picture(
    "survival",
    "Part des foyers accompagnés qui se sont installés, selon le temps écoulé",
    "Un foyer accompagné sur cinq s’est installé au bout d’un an (entre 15 et 26 %).",
    tuple(
        {"serie": "Installés", "jours": day, "part": part, "bas": low, "haut": high}
        for day, part, low, high in STEPS
    ),
    Table(
        (
            Column("jours", "Jours", "count"),
            Column("part", "Part", "rate"),
            Column("bas", "Au moins", "rate"),
            Column("haut", "Au plus", "rate"),
        ),
        STEPS,
    ),
)
TOWNS = (("242100410", "Dijon Métropole", 41, 88), ("242500361", "Grand Besançon", 30, 61))
MAP = Picture(
    "map",
    "Où les foyers se sont installés",
    "Dijon Métropole et le Grand Besançon accueillent la plupart des foyers.",
    tuple(
        {"epci": siren, "nom": name, "foyers": homes, "personnes": people}
        for siren, name, homes, people in TOWNS
    ),
    Table(
        (
            Column("epci", "Intercommunalité", "name"),
            Column("foyers", "Foyers", "count"),
            Column("personnes", "Personnes", "count"),
        ),
        [row[1:] for row in TOWNS],
        note="Contours : © IGN ADMIN EXPRESS (Licence Ouverte) ; découpage : INSEE/Etalab.",
    ),
)


PICTURES = (FUNNEL, CURVES, HEATMAP, SURVIVAL, MAP)


def blocks():
    """Every kind of block, in two sections."""
    return [
        Prose("Rapport hebdomadaire · semaine 48 de 2025", "title"),
        Facts([("Inscrits", "12 000 personnes, 10 498 foyers"), ("Installés", 375)], key=True),
        Prose("Des inscrits aux installés", "section"),
        Prose("Chiffres arrêtés au 30 novembre 2025.", "dim"),
        FUNNEL,
        CURVES,
        Prose("Le détail", "section"),
        HEATMAP,
        SURVIVAL,
        MAP,
        Facts([("Par personne", "375 × 15 200 € = 5,7 M€ par an"), ("Hostile", HOSTILE)]),
        Table(
            (
                Column("motif", "Motif", "name"),
                Column("foyers", "Foyers", "count"),
                Column("part", "Part", "rate"),
                Column("cout", "Coût", "euros"),
                Column("le", "Depuis le", "day"),
                Column("barre", "Proportion", "bar"),
            ),
            (
                ("Emploi du conjoint", 12, 0.6, 1500.5, date(2025, 11, 3), 1.0),
                ("=HYPERLINK(1)", "s", "s", None, None, 0.2),
                ("Total", 20, 1.0, 2500, None, None),
            ),
            title="Ce qui bloque",
            note="Une note sous le tableau.",
            tones=("plain", "warn", "plain"),
        ),
        Table((Column("rien", "Rien"),), (), title="Vide", empty="Aucun abandon cette semaine."),
        Prose("Une phrase qui alerte.", "warn"),
    ]


def page():
    """The page that shows them."""
    data = {"titre": "Rapport", "valeurs": [1, "s", None]}
    return Page(data, blocks, made_on=date(2025, 11, 30))
