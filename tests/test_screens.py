"""The screens of the day as people see them: at 80, 100 and 160 columns, with and without colour."""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING

import pytest
from inline_snapshot import snapshot

from bases import address_of
from venez_vivre import cli
from venez_vivre.reports.layout import width_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

SGR = re.compile("\x1b\\[[0-9;]*m")
BASE_DAY = "2025-11-27"
SCREENS = {
    "aujourdhui": ("aujourdhui",),
    "pourquoi": ("aujourdhui", "--pourquoi"),
    "semaine": ("aujourdhui", "--semaine"),
    "montrer": ("foyers", "montrer", "perrin"),
    "chercher": ("chercher", "jardin"),
    "relances": ("relances", "lister"),
}


@pytest.fixture
def morning(run: Run) -> None:
    """An officer's small portfolio: names that are long, accented, hostile."""
    on = ("--date", "2025-11-03")
    run("agents", "ajouter", "--nom", "Léa Martin")
    run("territoires", "ajouter", "--code", "T1", "--nom", "Grand Autunois Morvan", "--type", "CC",
        "--departement", "71")  # fmt: skip
    people = {
        "perrin": ("Anne-Élisabeth", "Perrin de la Tour d’Auvergne"),
        "nkosi": ("Zoé", "N’Kosi"),
        "evil": ("\x1b]0;titre\x07Ève\u202e", "\x1b[31mMéchant[/red]"),
    }
    for mail, (first, last) in people.items():
        run(*on, "foyers", "creer", "--prenom", first, "--nom", last, "--email",
            f"{mail}@example.org", "--telephone", "06 39 98 12 34" if mail == "perrin" else
            f"03 53 01 00 {len(mail):02}", "--inscrit-le", "2025-11-03")  # fmt: skip
    perrin = "perrin@example.org"
    run("foyers", "modifier", perrin, "--metier", "infirmière", "--prenom-conjoint", "Côme",
        "--metier-conjoint", "soudeur", "--horizon", "moins_3_mois", "--maturite", "4", "--enfants",
        "2", "--adultes", "2", "--logement", "location", "--loyer-max", "800", "--freins",
        "emploi_conjoint", "--projet", "Une maison avec jardin, près d’une école.",
        "--communes-souhaitees", "Autun")  # fmt: skip
    run("foyers", "affecter", perrin, "--agent", "léa", "--territoire", "T1")
    note = ("contacts", "noter", perrin, "-r", "joint", "Cherche un T4 avec jardin à Autun.")
    run("--date", "2025-11-06", "--agent", "Léa Martin", *note, "--suite",
        "envoyer la liste des écoles", "--echeance", "2025-11-20")  # fmt: skip
    run("--agent", "Léa Martin", "relances", "planifier", perrin, "rdv en mairie", "--le",
        "aujourdhui 14h30", "--lieu", "Autun")  # fmt: skip
    run("ressources", "ajouter", "Jeanne Petit", "--structure", "Mairie d’Autun", "--telephone",
        "03 53 01 11 22", "--themes", "ecole")  # fmt: skip
    run(
        "--date",
        "2025-11-10",
        "mises-en-relation",
        "noter",
        perrin,
        "PR-1",
        "--note",
        "Pour l’école",
    )
    run("--date", "2025-11-12", "contacts", "noter", "evil@example.org", "-r", "nrp")


class Screen(io.TextIOWrapper):
    """An output that says it is a terminal, kept in memory."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise io.UnsupportedOperation


def drawn(
    base: Path, patch: pytest.MonkeyPatch, words: tuple[str, ...], columns: int, *, color: bool
) -> str:
    """What one line shows on a terminal of that width."""
    screen = Screen()
    with patch.context() as patched:
        patched.setattr(sys, "stdout", screen)
        patched.setenv("COLUMNS", str(columns))
        patched.setenv("VENEZ_VIVRE_PAGER", "")
        patched.delenv("NO_COLOR", raising=False)
        plain = () if color else ("--sans-couleur",)
        assert cli.run(["--base", address_of(base), "--date", BASE_DAY, *plain, *words]) == 0
    kept: io.BytesIO = screen.buffer  # type: ignore[assignment]
    return kept.getvalue().decode("utf-8").replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("columns", [60, 80, 100, 160])
@pytest.mark.parametrize("screen", SCREENS)
def test_colour_adds_nothing_but_colour(base, monkeypatch, morning, screen, columns):
    """Without it the words are the same; no line is too wide; nothing hostile is left."""
    words = SCREENS[screen]
    with_color = drawn(base, monkeypatch, words, columns, color=True)
    without = drawn(base, monkeypatch, words, columns, color=False)
    assert SGR.sub("", with_color) == without
    assert SGR.search(with_color)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", without)
    if columns > 60:
        assert max(map(width_of, without.splitlines())) <= columns


GOLDEN = {
    ("aujourdhui", 80): snapshot("""\
Jeudi 27 novembre 2025
1 rendez-vous · 2 relances · 1 premier appel · 1 mise en relation sans réponse

 Quand         Foyer      Nom                À faire            Pourquoi
 ───────────────────────────────────────────────────────────────────────────────
 14 h 30       RITO-554   Anne-Élisabeth     Rdv en mairie,     rendez-vous du
                          PERRIN DE…         Autun              jour
 retard 7 j    RITO-554   Anne-Élisabeth     Envoyer la liste   promis le
                          PERRIN DE…         des écoles         06/11/2025
 retard 10 j   RITO-554   Anne-Élisabeth     Demander la        mis en relation
                          PERRIN DE…         réponse (Jeanne    il y a 17 jours,
                                             Petit)             sans réponse
 retard 22 j   FURA-771   Zoé N’KOSI         Premier appel      inscrit il y a
                                                                24 jours, jamais
                                                                appelé
 retard 8 j    VINA-988   Ève                Rappeler (essai    nouvel essai
                          MÉCHANT[/RED]      2)

"""),
    ("aujourdhui", 100): snapshot("""\
Jeudi 27 novembre 2025
1 rendez-vous · 2 relances · 1 premier appel · 1 mise en relation sans réponse

 Quand         Foyer      Nom                      À faire                   Pourquoi
 ───────────────────────────────────────────────────────────────────────────────────────────────────
 14 h 30       RITO-554   Anne-Élisabeth PERRIN    Rdv en mairie, Autun      rendez-vous du jour
                          DE…
 retard 7 j    RITO-554   Anne-Élisabeth PERRIN    Envoyer la liste des      promis le 06/11/2025
                          DE…                      écoles
 retard 10 j   RITO-554   Anne-Élisabeth PERRIN    Demander la réponse       mis en relation il y a
                          DE…                      (Jeanne Petit)            17 jours, sans réponse
 retard 22 j   FURA-771   Zoé N’KOSI               Premier appel             inscrit il y a 24
                                                                             jours, jamais appelé
 retard 8 j    VINA-988   Ève MÉCHANT[/RED]        Rappeler (essai 2)        nouvel essai

"""),
    ("aujourdhui", 160): snapshot("""\
Jeudi 27 novembre 2025
1 rendez-vous · 2 relances · 1 premier appel · 1 mise en relation sans réponse

 Quand         Foyer      Nom                         Téléphone        À faire                              Pourquoi
 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 14 h 30       RITO-554   Anne-Élisabeth PERRIN DE…   06 39 98 12 34   Rdv en mairie, Autun                 rendez-vous du jour
 retard 7 j    RITO-554   Anne-Élisabeth PERRIN DE…   06 39 98 12 34   Envoyer la liste des écoles          promis le 06/11/2025
 retard 10 j   RITO-554   Anne-Élisabeth PERRIN DE…   06 39 98 12 34   Demander la réponse (Jeanne Petit)   mis en relation il y a 17 jours, sans réponse
 retard 22 j   FURA-771   Zoé N’KOSI                  03 53 01 00 05   Premier appel                        inscrit il y a 24 jours, jamais appelé
 retard 8 j    VINA-988   Ève MÉCHANT[/RED]           03 53 01 00 04   Rappeler (essai 2)                   nouvel essai

"""),
    ("pourquoi", 100): snapshot("""\
Jeudi 27 novembre 2025
1 rendez-vous · 2 relances · 1 premier appel · 1 mise en relation sans réponse

 Urgence   Foyer      Nom                        À faire                    Ses termes
 ───────────────────────────────────────────────────────────────────────────────────────────────────
    31,4   RITO-554   Anne-Élisabeth PERRIN      rdv en mairie, Autun       14 rendez-vous +
                      DE…                                                   5 horizon + 2,4 maturité
                                                                            (0,80 × 3) +
                                                                            2 accompagné + 8 du jour
    26,4   RITO-554   Anne-Élisabeth PERRIN      envoyer la liste des       8 relance + 6 retard
                      DE…                        écoles                     (0,50 × 12) + 3 promesse
                                                                            + 5 horizon +
                                                                            2,4 maturité (0,80 × 3)
                                                                            + 2 accompagné
    26,0   RITO-554   Anne-Élisabeth PERRIN      demander la réponse        5 mise en relation sans
                      DE…                        (Jeanne Petit)             réponse + 8,6 retard
                                                                            (0,71 × 12) + 3 promesse
                                                                            + 5 horizon +
                                                                            2,4 maturité (0,80 × 3)
                                                                            + 2 accompagné
    19,2   FURA-771   Zoé N’KOSI                 premier appel              8 premier appel +
                                                                            12 retard
                                                                            − 0,8 ancienneté
                                                                            (0,13 × 6)
    14,9   VINA-988   Ève MÉCHANT[/RED]          rappeler (essai 2)         8 relance + 6,9 retard
                                                                            (0,57 × 12)

"""),
    ("semaine", 80): snapshot("""\
Du jeudi 27 novembre au mercredi 3 décembre
Aujourd’hui : 1 rendez-vous · 2 relances · 1 premier appel ·
1 mise en relation sans réponse. 2 relances en retard.

 Jour         Heure     Foyer      Nom                      À faire
 ───────────────────────────────────────────────────────────────────────────────
 jeu. 27/11   14 h 30   RITO-554   Anne-Élisabeth PERRIN    Rdv en mairie, Autun
                                   DE…
 ven. 28/11                                                 —
 sam. 29/11                                                 week-end
 dim. 30/11                                                 week-end
 lun. 01/12                                                 —
 mar. 02/12                                                 —
 mer. 03/12                                                 —

"""),
    ("semaine", 100): snapshot("""\
Du jeudi 27 novembre au mercredi 3 décembre
Aujourd’hui : 1 rendez-vous · 2 relances · 1 premier appel · 1 mise en relation sans réponse. 2
relances en retard.

 Jour         Heure     Foyer      Nom                         À faire
 ──────────────────────────────────────────────────────────────────────────────────
 jeu. 27/11   14 h 30   RITO-554   Anne-Élisabeth PERRIN DE…   Rdv en mairie, Autun
 ven. 28/11                                                    —
 sam. 29/11                                                    week-end
 dim. 30/11                                                    week-end
 lun. 01/12                                                    —
 mar. 02/12                                                    —
 mer. 03/12                                                    —

"""),
    ("montrer", 80): snapshot("""\
RITO-554  Anne-Élisabeth PERRIN DE LA TOUR D’AUVERGNE et Côme
accompagné depuis le 06/11/2025 (il y a 21 jours) · Grand Autunois Morvan ·
suivi par Léa Martin

    Pour le             À faire
 ───────────────────────────────────────────────────────────────────
 20/11/2025             envoyer la liste des écoles   il y a 7 jours
 27/11/2025   14 h 30   rdv en mairie, Autun          aujourd’hui

Ce qui bloque : emploi du conjoint

 Membres                            Métier       E-mail           Téléphone
 ───────────────────────────────────────────────────────────────────────────────
 Anne-Élisabeth PERRIN DE LA TOUR   infirmière   perrin@example   06 39 98 12 34
 D’AUVERGNE                                      .org
 Côme, conjoint(e)                  soudeur

Foyer     2 adultes et 2 enfants
Quand     moins de 3 mois · maturité 4 sur 5
Où        Autun
Logement  location · loyer de 800 € au plus
Projet    Une maison avec jardin, près d’une école.

  Depuis le   En relation avec      Où en est-ce
 ────────────────────────────────────────────────────────────────────────────
 10/11/2025   Jeanne Petit (PR-1)   en attente depuis 17 jours   Pour l’école

À demander  En quelle année sont nés les 2 enfants ? (l’école et la garde se
            choisissent à l’âge)
            Est-il d’accord pour être recontacté ? (l’accord se garde par écrit)

       Date   Historique
 ───────────────────────────────────────────────────────────────────────────────
 10/11/2025   mise en relation                 Jeanne Petit · Pour l’école
 06/11/2025   téléphone · joint → accompagné   Cherche un T4 avec jardin à
                                               Autun.
 03/11/2025   inscription

"""),
    ("montrer", 100): snapshot("""\
RITO-554  Anne-Élisabeth PERRIN DE LA TOUR D’AUVERGNE et Côme
accompagné depuis le 06/11/2025 (il y a 21 jours) · Grand Autunois Morvan · suivi par Léa Martin

    Pour le             À faire                                        Par
 ────────────────────────────────────────────────────────────────────────────────
 20/11/2025             envoyer la liste des écoles   il y a 7 jours   Léa Martin
 27/11/2025   14 h 30   rdv en mairie, Autun          aujourd’hui      Léa Martin

Ce qui bloque : emploi du conjoint

 Membres                                       Métier       E-mail               Téléphone
 ──────────────────────────────────────────────────────────────────────────────────────────────
 Anne-Élisabeth PERRIN DE LA TOUR D’AUVERGNE   infirmière   perrin@example.org   06 39 98 12 34
 Côme, conjoint(e)                             soudeur

Foyer     2 adultes et 2 enfants
Quand     moins de 3 mois · maturité 4 sur 5
Où        Autun
Logement  location · loyer de 800 € au plus
Projet    Une maison avec jardin, près d’une école.

  Depuis le   En relation avec      Où en est-ce
 ────────────────────────────────────────────────────────────────────────────
 10/11/2025   Jeanne Petit (PR-1)   en attente depuis 17 jours   Pour l’école

À demander  En quelle année sont nés les 2 enfants ? (l’école et la garde se choisissent à l’âge)
            Est-il d’accord pour être recontacté ? (l’accord se garde par écrit)

       Date   Historique                                                            Par
 ─────────────────────────────────────────────────────────────────────────────────────────────
 10/11/2025   mise en relation                 Jeanne Petit · Pour l’école          Test
 06/11/2025   téléphone · joint → accompagné   Cherche un T4 avec jardin à Autun.   Léa Martin
 03/11/2025   inscription

"""),
    ("montrer", 160): snapshot("""\
RITO-554  Anne-Élisabeth PERRIN DE LA TOUR D’AUVERGNE et Côme
accompagné depuis le 06/11/2025 (il y a 21 jours) · Grand Autunois Morvan · suivi par Léa Martin

    Pour le             À faire                                        Par
 ────────────────────────────────────────────────────────────────────────────────
 20/11/2025             envoyer la liste des écoles   il y a 7 jours   Léa Martin
 27/11/2025   14 h 30   rdv en mairie, Autun          aujourd’hui      Léa Martin

Ce qui bloque : emploi du conjoint

 Membres                                       Né(e) en   Métier       E-mail               Téléphone
 ─────────────────────────────────────────────────────────────────────────────────────────────────────────
 Anne-Élisabeth PERRIN DE LA TOUR D’AUVERGNE              infirmière   perrin@example.org   06 39 98 12 34
 Côme, conjoint(e)                                        soudeur

Foyer     2 adultes et 2 enfants
Quand     moins de 3 mois · maturité 4 sur 5
Où        Autun
Logement  location · loyer de 800 € au plus
Projet    Une maison avec jardin, près d’une école.

  Depuis le   En relation avec      Où en est-ce
 ────────────────────────────────────────────────────────────────────────────
 10/11/2025   Jeanne Petit (PR-1)   en attente depuis 17 jours   Pour l’école

À demander  En quelle année sont nés les 2 enfants ? (l’école et la garde se choisissent à l’âge)
            Est-il d’accord pour être recontacté ? (l’accord se garde par écrit)

       Date   Historique                                                            Par
 ─────────────────────────────────────────────────────────────────────────────────────────────
 10/11/2025   mise en relation                 Jeanne Petit · Pour l’école          Test
 06/11/2025   téléphone · joint → accompagné   Cherche un T4 avec jardin à Autun.   Léa Martin
 03/11/2025   inscription

"""),
    ("chercher", 80): snapshot("""\

 Référence   Nom ou titre                  Nature   Passage
 ───────────────────────────────────────────────────────────────────────────────
 RITO-554    Anne-Élisabeth PERRIN DE LA   foyer    contact : Cherche un T4 avec
             TOUR D’AUVERGNE                        jardin à Autun.

"""),
    ("chercher", 100): snapshot("""\

 Référence   Nom ou titre                            Nature   Passage
 ───────────────────────────────────────────────────────────────────────────────────────────────────
 RITO-554    Anne-Élisabeth PERRIN DE LA TOUR        foyer    contact : Cherche un T4 avec jardin à
             D’AUVERGNE                                       Autun.

"""),
    ("chercher", 160): snapshot("""\

 Référence   Nom ou titre                                  Nature         Date   Passage
 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 RITO-554    Anne-Élisabeth PERRIN DE LA TOUR D’AUVERGNE   foyer    06/11/2025   contact : Cherche un T4 avec jardin à Autun.

"""),
    ("relances", 80): snapshot("""\

 N°     Échéance   Foyer      Nom                      À faire
 ───────────────────────────────────────────────────────────────────────────────
  3   19/11/2025   VINA-988   Ève MÉCHANT[/RED]        rappeler (essai 2)
  1   20/11/2025   RITO-554   Anne-Élisabeth PERRIN…   envoyer la liste des
                                                       écoles
  2   27/11/2025   RITO-554   Anne-Élisabeth PERRIN…   rdv en mairie, 14 h 30,
                                                       Autun

"""),
    ("relances", 100): snapshot("""\

 N°     Échéance   Retard    Foyer      Nom                      À faire
 ─────────────────────────────────────────────────────────────────────────────────────────────
  3   19/11/2025   8 jours   VINA-988   Ève MÉCHANT[/RED]        rappeler (essai 2)
  1   20/11/2025   7 jours   RITO-554   Anne-Élisabeth PERRIN…   envoyer la liste des écoles
  2   27/11/2025             RITO-554   Anne-Élisabeth PERRIN…   rdv en mairie, 14 h 30, Autun

"""),
    ("relances", 160): snapshot("""\

 N°     Échéance   Retard    Foyer      Nom                      À faire                         Téléphone        Par
 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
  3   19/11/2025   8 jours   VINA-988   Ève MÉCHANT[/RED]        rappeler (essai 2)              03 53 01 00 04
  1   20/11/2025   7 jours   RITO-554   Anne-Élisabeth PERRIN…   envoyer la liste des écoles     06 39 98 12 34   Léa Martin
  2   27/11/2025             RITO-554   Anne-Élisabeth PERRIN…   rdv en mairie, 14 h 30, Autun   06 39 98 12 34   Léa Martin

"""),
}


@pytest.mark.parametrize(("screen", "columns"), GOLDEN)
def test_screens_are_what_they_were(base, monkeypatch, morning, screen, columns):
    """To the character: a change of a screen is seen in the diff of this file."""
    assert (
        drawn(base, monkeypatch, SCREENS[screen], columns, color=False) == GOLDEN[screen, columns]
    )


def test_colours_are_few_and_mean_something(base, monkeypatch, morning):
    """Green for what is on time, yellow for what is late, bold for names."""
    assert drawn(base, monkeypatch, SCREENS["aujourdhui"], 100, color=True) == snapshot("""\
\x1b[1mJeudi 27 novembre 2025\x1b[0m
\x1b[2m1 rendez-vous · 2 relances · 1 premier appel · 1 mise en relation sans réponse\x1b[0m

 \x1b[1mQuand\x1b[0m         \x1b[1mFoyer\x1b[0m      \x1b[1mNom\x1b[0m                      \x1b[1mÀ faire\x1b[0m                   \x1b[1mPourquoi\x1b[0m
 ───────────────────────────────────────────────────────────────────────────────────────────────────
 \x1b[32m14 h 30\x1b[0m       \x1b[1mRITO-554\x1b[0m   Anne-Élisabeth PERRIN    Rdv en mairie, Autun      rendez-vous du jour
                          DE…
 \x1b[33mretard 7 j\x1b[0m    \x1b[1mRITO-554\x1b[0m   Anne-Élisabeth PERRIN    Envoyer la liste des      promis le 06/11/2025
                          DE…                      écoles
 \x1b[33mretard 10 j\x1b[0m   \x1b[1mRITO-554\x1b[0m   Anne-Élisabeth PERRIN    Demander la réponse       mis en relation il y a
                          DE…                      (Jeanne Petit)            17 jours, sans réponse
 \x1b[33mretard 22 j\x1b[0m   \x1b[1mFURA-771\x1b[0m   Zoé N’KOSI               Premier appel             inscrit il y a 24
                                                                             jours, jamais appelé
 \x1b[33mretard 8 j\x1b[0m    \x1b[1mVINA-988\x1b[0m   Ève MÉCHANT[/RED]        Rappeler (essai 2)        nouvel essai

""")
