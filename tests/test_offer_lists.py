"""Offers in quantity: kept to filters, near their end, closed all at once, called about."""

from __future__ import annotations

import itertools
from datetime import date
from math import cos, radians
from typing import TYPE_CHECKING, Any

import pytest

from bases import store_of
from builders import a_csv, query, tables
from conftest import TODAY
from venez_vivre import asking, locations
from venez_vivre.casework.offer_calls import reached
from venez_vivre.desk import Desk
from venez_vivre.likeness.offerer_keys import phones_of, structure_key
from venez_vivre.screens.pages import TAKE_BACK
from venez_vivre.store.queries import offers as queries
from venez_vivre.store.queries.offers import Filter, Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

JOURNAL = ("operation", "journal_block")

OFFERS = (
    {"titre": "Boulanger (H/F)", "type": "emploi", "metier": "boulanger", "commune": "Autun",
     "structure": "Au Bon Pain", "source": "France Travail", "salaire_min": "24000",
     "salaire_max": "27000", "publiee_le": "2025-11-20"},
    {"titre": "Infirmière de nuit", "type": "emploi", "metier": "infirmière", "commune": "Autun",
     "structure": "EHPAD", "source": "ars", "salaire_min": "30000", "publiee_le": "2025-11-10"},
    {"titre": "Soudeur", "type": "emploi", "metier": "soudeur", "commune": "Le Creusot",
     "publiee_le": "2025-10-01", "description": "Atelier de chaudronnerie, près de l’étang."},
    {"titre": "Maison de bourg", "type": "logement", "commune": "Le Creusot", "loyer": "700",
     "charges": "60", "pieces": "4", "surface": "90", "publiee_le": "2025-11-25"},
    {"titre": "Appartement", "type": "logement", "commune": "Dijon", "loyer": "600",
     "pieces": "2", "publiee_le": "2025-11-24", "expire_le": "2025-12-04"},
    {"titre": "Fermette", "type": "logement", "commune": "Étang-sur-Arroux", "prix": "150000",
     "pieces": "6", "publiee_le": "2025-11-22", "expire_le": "2025-12-05"},
    {"titre": "Studio", "type": "logement", "commune": "Autun", "publiee_le": "2025-09-01",
     "expire_le": "2025-11-01"},
    {"titre": "Grange", "type": "logement", "publiee_le": "2025-09-02", "expire_le": "2025-11-20"},
)  # fmt: skip
"""Eight offers; the last two have expired."""


@pytest.fixture
def known(run: Run, base: Path, tmp_path: Path) -> Path:
    """A base with the offers, and a territory around Autun."""
    run("territoires", "importer", str(a_csv(tmp_path / "t.csv", [
        {"code": "T1", "nom": "Autunois", "type": "CC", "departement": "71",
         "communes": "71014|71192"}])))  # fmt: skip
    run("offres", "importer", str(a_csv(tmp_path / "o.csv", OFFERS)))
    return base


JOBS = "Boulanger (H/F), Infirmière de nuit, Soudeur"


def titles(run: Run, *words: str) -> list[str]:
    return [one["titre"] for one in run("offres", "lister", *words, "-f", "json").json]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", f"Maison de bourg, Appartement, Fermette, {JOBS}"),
        ("--commune autun", "Boulanger (H/F), Infirmière de nuit"),
        ("--commune autun --rayon 0", "Boulanger (H/F), Infirmière de nuit"),
        ("--commune autun --rayon 15km", "Fermette, Boulanger (H/F), Infirmière de nuit"),
        ("--commune autun --rayon 30 --type emploi", JOBS),
        ("--territoire t1", "Fermette, Boulanger (H/F), Infirmière de nuit"),
        ("--territoire aucun --type logement", "Maison de bourg, Appartement"),
        ("--metier boulangère", "Boulanger (H/F)"),
        ("--metier j1502", ""),
        ("--metier infirmier", "Infirmière de nuit"),
        ("--metier H2913", "Soudeur"),
        ("--texte etang", "Soudeur"),
        ("--texte ÉTANG", "Soudeur"),
        ("--texte pain", "Boulanger (H/F)"),
        ("--source france", "Boulanger (H/F)"),
        ("--source ARS", "Infirmière de nuit"),
        ("--loyer-max 700", "Appartement"),
        ("--loyer-max 760€", "Maison de bourg, Appartement"),
        ("--prix-max 160000", "Fermette"),
        ("--pieces-min 4", "Maison de bourg, Fermette"),
        ("--salaire-min 27000", "Boulanger (H/F), Infirmière de nuit"),
        ("--salaire-min 2500€/mois", "Infirmière de nuit"),
        ("--publiees-depuis 2025-11-22", "Maison de bourg, Appartement, Fermette"),
        ("--expire-avant +7j", "Appartement"),
        ("--expire-avant +8j", "Appartement, Fermette"),
        ("--expirees", "Grange, Studio"),
        ("--expirees --expire-avant 10/11/2025", "Studio"),
        ("--closes", ""),
        ("--a-verifier", "Soudeur"),
        ("--pieces-min 4 --loyer-max 800 --commune Montcenis --rayon 5", "Maison de bourg"),
    ],
)  # fmt: skip
def test_filters_combine_and_leave_out_what_they_do_not_know(
    run: Run, known: Path, words: str, found: str
) -> None:
    assert ", ".join(titles(run, *words.split())) == found


def test_a_list_tells_scripts_everything_that_filters_look_at(run: Run, known: Path) -> None:
    """The keys that were promised come first; the distance only where a commune is named."""
    words = ("offres", "lister", "--commune", "autun", "--rayon", "15", "-f", "json")
    fermette, baker, _ = run(*words).json
    assert list(fermette)[:8] == [
        "reference", "type", "titre", "structure", "commune", "publiee_le", "verifiee_le",
        "expire_le",
    ]  # fmt: skip
    more = {"source", "code_insee", "close_le", "metier", "loyer", "prix", "surface", "places"}
    assert more < set(baker)
    assert (baker["source"], baker["code_rome"], baker["etat"]) == (
        "france-travail", "D1102", "en_cours",
    )  # fmt: skip
    assert (baker["distance_km"], fermette["distance_km"]) == (0, 13)
    assert "distance_km" not in run("offres", "lister", "-f", "json").json[0]
    run("offres", "clore", "boulanger")
    (closed,) = run("offres", "lister", "--closes", "-f", "json").json
    assert (closed["etat"], closed["close_le"]) == ("close", TODAY)
    empty = run("offres", "lister", "--texte", "poney", "-f", "csv").out
    assert empty.startswith("\ufeffreference;type;titre;")


def test_a_list_says_what_is_soon_over_and_how_an_occupation_was_understood(
    run: Run, known: Path
) -> None:
    said = " ".join(run("offres", "lister").out.split())
    assert "1 offre expire d’ici 7 jours : --expire-avant +7j." in said
    assert "2 ont expiré et restent ouvertes : --expirees." in said
    assert "600 €/mois" in said.replace("\u202f", " ")
    over = run("offres", "lister", "--expirees").out
    assert "expirée le 20/11/2025" in over
    assert "`venez-vivre offres clore --expirees`" in over
    assert "encore 7 jours" in run("offres", "lister", "--expire-avant", "+7j").out
    said = run("offres", "lister", "--metier", "boulangère").out
    assert said.startswith("Métier : « boulangère » compris comme D1102, ")
    said = run("offres", "lister", "--metier", "zzz").out
    assert "n’est pas un métier connu" in said
    assert "Aucune offre ne répond à ces filtres." in said
    said = run("offres", "montrer", "studio")
    assert "Expirée le 01/11/2025 : `venez-vivre offres verifier " in said.out
    assert run("offres", "montrer", "studio", "-f", "json").json["etat"] == "expiree"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("--rayon 5", 2, "--rayon demande aussi --commune"),
        ("--commune autun --rayon loin", 2, "--rayon : « loin » n’est pas un nombre entier."),
        ("--commune autun --rayon 900", 2, "donnez un nombre de 0 à 500"),
        ("--commune Lyon", 1, "« Lyon » n’est pas une commune"),
        ("--territoire zzz", 3, "Aucun territoire ne répond"),
        ("--source poney", 3, "Celles de la base : ars et france-travail."),
        ("--metier A9999", 3, "le code ROME A9999 n’existe pas"),
        ("--metier ---", 2, "n’a aucun mot à chercher"),
        ("--texte ...", 2, "--texte : « ... » n’a aucun mot"),
        ("--loyer-max beaucoup", 2, "--loyer-max : « beaucoup » : nombre illisible"),
        ("--salaire-min -3", 2, "nombre négatif"),
        ("--publiees-depuis bientôt", 2, "Date incomprise"),
    ],
)
def test_a_filter_that_cannot_be_is_a_sentence(
    run: Run, known: Path, words: str, code: int, sentence: str
) -> None:
    said = run("offres", "lister", *words.split(), fails_with=code).err
    assert sentence in " ".join(said.split())


def test_a_blank_filter_is_refused_rather_than_passed_over(run: Run) -> None:
    said = run("offres", "lister", "--texte", " ", fails_with=2).err
    assert said == "--texte est vide : donnez une valeur, ou enlevez l’option.\n"


def test_a_source_that_several_answer_to_is_asked_again(
    run: Run, known: Path, tmp_path: Path
) -> None:
    line = {"titre": "Autre", "type": "emploi", "source": "france-stages"}
    run("offres", "importer", str(a_csv(tmp_path / "s.csv", [line])))
    said = run("offres", "lister", "--source", "france", fails_with=4).err
    assert "france-stages" in said
    assert "france-travail" in said
    assert titles(run, "--source", "france-travail") == ["Boulanger (H/F)"]


@pytest.mark.parametrize("km", [5, 40, 180, 300])
def test_the_distance_of_the_base_is_that_of_the_sphere(run: Run, base: Path, km: int) -> None:
    """To a thousandth, in the eight directions, from the south of the region to its north."""
    run("journal")
    store = store_of(base)
    places = [locations.commune(code) for code in ("71014", "89387", "39478")]
    assert all(places)
    for place, north, east in itertools.product(places, (-1, 0, 1), (-1, 0, 1)):
        assert place
        if not (north or east):
            continue
        degrees = km / 111.2 / (north * north + east * east) ** 0.5
        lat, lon = place.lat + north * degrees, place.lon + east * degrees / cos(radians(place.lat))
        spot = locations.Commune("", "", (), "", "", 0, lat, lon)
        real = locations.distance_km(place, spot)
        for factor, inside in ((1.001, 1), (0.999, 0)):
            values = {**queries.around(place, real * factor), "around": "none"}
            condition = queries.CONDITIONS["around"].replace("o.", "")
            sql = (
                f"SELECT {condition} FROM (SELECT :la AS latitude, :lo AS longitude, '' AS "
                "code_insee)"
            )
            with store.reading() as rows:
                assert rows.value(sql, **values, la=lat, lo=lon) == inside, (place.name, km)


def test_each_offer_stands_in_one_way_and_python_agrees(run: Run, known: Path) -> None:
    run("offres", "clore", "soudeur", "--le", "hier")
    total = query(known, "SELECT count(*) FROM offer")[0][0]
    today = date.fromisoformat(TODAY)
    with store_of(known).reading() as rows:
        found = [
            one
            for standing in queries.STANDINGS
            for one in queries.listed(rows, Wanted(Filter(), (standing,)), today).offers
        ]
    assert len(found) == len({one["reference"] for one in found}) == total
    for one in found:
        assert queries.stands(one["close_le"], one["expire_le"], today) == one["etat"]


# Closing what expired.


def test_what_expired_is_closed_in_one_step_that_is_taken_back(run: Run, known: Path) -> None:
    """Nobody is asked without a terminal; what somebody verified since its date stays open."""
    run("foyers", "creer", "--nom", "Roy", "--email", "roy@example.org")
    run("--date", "2025-10-30", "mises-en-relation", "noter", "roy", "studio", fails_with=1)
    run("mises-en-relation", "noter", "roy", "studio")
    before = tables(known, besides=JOURNAL)
    done = run("offres", "clore", "--expirees", "-f", "json").json
    assert (done["closes"], done["en_cours"], done["avant"]) == (2, 1, TODAY)
    assert [one["titre"] for one in done["offres"]] == ["Studio", "Grange"]
    assert query(known, "SELECT title FROM offer WHERE closed_on = ? ORDER BY title", TODAY) == [
        ("Grange",), ("Studio",),
    ]  # fmt: skip
    assert "clôture de 2 offres expirées avant le 27/11/2025" in run("journal").out
    assert titles(run, "--expirees") == []
    run("annuler")
    assert tables(known, besides=JOURNAL) == before
    run("refaire")
    run("annuler")
    run("offres", "verifier", "grange")
    said = run("offres", "clore", "--expirees").out
    assert said.startswith("1 offre expirée close : elle n’est plus proposée. 1 mise en relation y")
    assert "1 offre a été vérifiée depuis sa date d’expiration et reste ouverte" in said
    assert said.endswith(f"{TAKE_BACK}\n")


def test_only_what_expired_before_a_day_or_of_a_kind_is_closed(run: Run, known: Path) -> None:
    words = ("offres", "clore", "--expirees", "-f", "json")
    assert run(*words, "--type", "emploi").json["closes"] == 0
    assert run(*words, "--avant", "01/11/2025").json["closes"] == 0
    done = run(*words, "--avant", "02/11/2025", "--type", "logement").json
    assert [one["titre"] for one in done["offres"]] == ["Studio"]


def test_nothing_to_close_writes_nothing(run: Run, known: Path) -> None:
    run("offres", "clore", "--expirees")
    before = tables(known)
    said = run("offres", "clore", "--expirees").out
    assert said == "Aucune offre expirée avant le 27/11/2025 n’est à clore.\n"
    assert tables(known) == before


def test_on_a_terminal_the_count_is_asked_first(
    run: Run, known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Desk, "asks", True)
    monkeypatch.setattr(asking, "confirm", lambda question: bool(asked.append(question)))
    before = tables(known)
    run("offres", "clore", "--expirees", fails_with=130)
    assert tables(known) == before
    assert asked == ["Clore 2 offres expirées avant le 27/11/2025 ?"]
    assert run("offres", "clore", "--expirees", "--oui", "-f", "json").json["closes"] == 2
    run("offres", "clore", "--expirees")
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("", 2, "Il manque OFFRE (ou --expirees"),
        ("--avant hier", 2, "--avant va avec --expirees."),
        ("studio --type logement", 2, "--type va avec --expirees."),
        ("studio --expirees", 2, "Donnez une offre, ou --expirees, pas les deux."),
        ("--expirees --motif deja_pourvue", 2, "--motif ne va pas avec --expirees"),
        ("--expirees --le hier", 2, "--le ne va pas avec --expirees"),
        ("--expirees --avant demain", 1, "--avant : le 28/11/2025 est dans le futur"),
    ],
)
def test_a_closing_that_is_unclear_is_refused(
    run: Run, known: Path, words: str, code: int, sentence: str
) -> None:
    before = tables(known)
    said = run("offres", "clore", *words.split(), fails_with=code).err
    assert sentence in " ".join(said.split())
    assert tables(known) == before


# Whom to call.

STALE = (
    {"titre": "Poste A", "structure": "SARL Dubois", "contact": "Mme Petit, 06 39 98 11 22",
     "commune": "Autun", "publiee_le": "2025-08-01", "url": "https://example.org/a"},
    {"titre": "Poste B", "structure": "Dubois", "contact": "06.39.98.11.22", "commune": "Dijon",
     "publiee_le": "2025-07-01"},
    {"titre": "Poste C", "structure": "DUBOIS SARL", "publiee_le": "2025-09-01"},
    {"titre": "Poste D", "structure": "Garage Roux", "contact": "roux@example.org",
     "publiee_le": "2025-01-01"},
    {"titre": "Poste E", "structure": "Garage Roux", "contact": "ROUX@example.org (le soir)",
     "publiee_le": "2025-10-01"},
    {"titre": "Poste F", "publiee_le": "2025-06-01"},
    {"titre": "Poste G", "publiee_le": "2025-06-01"},
    {"titre": "Poste H", "structure": "SARL Dubois", "publiee_le": "2025-11-20"},
)  # fmt: skip
"""Seven jobs that nobody has seen for long, and one that was just published."""


@pytest.fixture
def stale(run: Run, base: Path, tmp_path: Path) -> Path:
    run("offres", "importer", "--type", "emploi", str(a_csv(tmp_path / "s.csv", STALE)))
    return base


def test_one_call_is_made_for_all_that_one_contact_offers(run: Run, stale: Path) -> None:
    """Those where a household waits first, then what nobody has seen for longest."""
    run("foyers", "creer", "--nom", "Roy", "--email", "roy@example.org")
    run("mises-en-relation", "noter", "roy", "poste c")
    calls = run("offres", "verifier", "--a-appeler", "-f", "json").json
    assert [one["titres"] for one in calls] == [
        ["Poste C", "Poste B", "Poste A"], ["Poste D", "Poste E"], ["Poste F"], ["Poste G"],
    ]  # fmt: skip
    first = calls[0]
    assert first["telephones"] == ["06.39.98.11.22"]
    assert (first["rang"], first["nombre"], first["en_attente"]) == (1, 3, 1)
    assert (first["jours"], first["vue_le"]) == (149, "2025-07-01")
    assert first["communes"] == ["Dijon", "Autun"]
    assert first["adresses_web"] == ["https://example.org/a"]
    assert calls[1]["emails"][0] == "roux@example.org"
    said = run("offres", "verifier", "--a-appeler").out
    assert "4 appels pour 7 offres, environ 27 minutes." in said
    assert all(ref in said for ref in first["references"])
    run("offres", "verifier", *first["references"])
    assert len(run("offres", "verifier", "--a-appeler", "-f", "json").json) == 3


def test_calls_are_kept_to_a_kind_and_a_territory_and_go_to_a_spreadsheet(
    run: Run, stale: Path
) -> None:
    run("territoires", "ajouter", "--code", "T1", "--nom", "Autunois", "--type", "CC",
        "--communes", "71014")  # fmt: skip
    words = ("offres", "verifier", "--a-appeler")
    (call,) = run(*words, "--territoire", "t1", "-f", "json").json
    assert call["titres"] == ["Poste A"]
    assert run(*words, "--type", "logement", "-f", "json").json == []
    assert "personne n’est à appeler" in run(*words, "--type", "logement").out
    head, first, *_ = run(*words, "-f", "csv").out.splitlines()
    assert head.startswith("\ufeffrang;structure;contact;telephones;")
    assert "Poste D|Poste E" in first
    assert "| Appeler " in run(*words, "-f", "md").out


def test_a_list_of_calls_is_not_a_verification(run: Run, stale: Path) -> None:
    before = tables(stale)
    words = ("offres", "verifier")
    said = run(*words, "poste a", "--a-appeler", fails_with=2).err
    assert "--a-appeler montre qui appeler" in said
    assert "vont avec --a-appeler" in run(*words, "poste a", "-n", "2", fails_with=2).err
    assert "Il manque OFFRE (ou --a-appeler" in run(*words, fails_with=2).err
    assert tables(stale) == before


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mme Petit, 06 39 98 11 22", "0639981122", True),
        ("+33 6 39 98 11 22", "06.39.98.11.22", True),
        ("a@example.org", "M. Roux <A@example.org>", True),
        ("Mme Petit", "mme PETIT", True),
        ("06 39 98 11 22", "06 39 98 11 23", False),
        ("a@example.org", "b@example.org", False),
    ],
)
def test_a_contact_is_known_by_how_it_is_reached(one: str, other: str, *, same: bool) -> None:
    assert (reached(one) == reached(other)) is same


def test_a_structure_is_known_whatever_its_legal_form() -> None:
    keys: list[Any] = [structure_key(name) for name in ("SARL Dubois", "Dubois S.A.R.L.", "Dubois")]
    assert keys == ["dubois", "dubois", "dubois"]
    assert structure_key("SAS") == "sas"
    assert phones_of("Siret 12345678901234, 03 53 01 01 02") == ["03 53 01 01 02"]
