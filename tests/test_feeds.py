"""Offers of France Travail and of OpenAgenda: what is kept, what is not, and what is refused."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_csv, query, tables
from venez_vivre.errors import Refused
from venez_vivre.intake.feeds import cells, france_travail, jsonfile, openagenda, pay
from venez_vivre.intake.feeds.opening import FIELDS, open_offers

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

JOB = {
    "id": "186ABCD",
    "intitule": "Infirmier / Infirmière (H/F)",
    "description": "Poste de jour.",
    "dateCreation": "2025-11-20T10:12:33.123Z",
    "dateActualisation": "2025-11-21T08:00:00.000Z",
    "lieuTravail": {
        "libelle": "21 - BEAUNE",
        "latitude": 47.02,
        "longitude": 4.83,
        "codePostal": "21200",
        "commune": "21054",
    },
    "romeCode": "J1506",
    "romeLibelle": "Soins infirmiers généralistes",
    "appellationlibelle": "Infirmier / Infirmière de soins généraux",
    "entreprise": {"nom": "Clinique du Plateau"},
    "typeContrat": "CDI",
    "salaire": {"libelle": "Mensuel de 1710,00 Euros à 1900,00 Euros sur 12 mois"},
    "dureeTravailLibelle": "35H Horaires normaux",
    "dureeTravailLibelleConverti": "Temps plein",
    "alternance": False,
    "nombrePostes": 2,
    "contact": {
        "nom": "France Travail BEAUNE - Zoé MARTINOT",
        "courriel": "zoe.martinot@example.org",
        "telephone": "03 53 01 22 33",
    },
    "origineOffre": {"origine": "1", "urlOrigine": "https://example.org/offre/186ABCD"},
}
EVENT = {
    "uid": 99,
    "slug": "bal",
    "title": {"en": "Ball", "fr": "Bal d’hiver"},
    "description": {"fr": "On danse."},
    "longDescription": {"fr": "<p>On danse.</p><p>Venez &amp; restez.</p>"},
    "keywords": {"fr": ["danse", "bal"]},
    "location": {
        "name": "La Halle",
        "city": "Nevers",
        "insee": "58194",
        "postalCode": "58000",
        "latitude": 46.99,
        "longitude": 3.15,
    },
    "firstTiming": {"begin": "2025-12-24T20:00:00.000+01:00", "end": "2025-12-24T23:00:00+01:00"},
    "lastTiming": {"begin": "2025-12-26T20:00:00.000+01:00", "end": "2025-12-26T23:00:00+01:00"},
    "age": {"min": 6, "max": 99},
    "originAgenda": {"uid": 5, "title": "Nevers"},
}
ROW = {
    "Identifiant": "123456",
    "Titre - FR": "Concert d’hiver",
    "Titre - EN": "Winter concert",
    "Description - FR": "Avec <b>l’orchestre</b>.",
    "Mots clés - FR": "Musique | Concert",
    "Nom du lieu": "Théâtre",
    "Code postal": "71400",
    "Ville": "Autun",
    "Latitude": "46.95",
    "Longitude": "4.29",
    "Horaires ISO": "2025-12-02T20:00:00+0100 -> 2025-12-02T22:00:00+0100; 2025-12-01T20:00+0100",
    "Dernière date - FR": "mardi 2 décembre 2025",
    "Permalien": "https://example.org/events/123456",
    "Contributeur: Email": "zoe@example.org",
}
PORTAL = {
    "uid": "77",
    "canonicalurl": "https://example.org/events/77",
    "title_fr": "Atelier",
    "keywords_fr": ["club", "jeu"],
    "firstdate_begin": "2025-11-01T09:00:00+00:00",
    "lastdate_end": "2025-11-02T09:00:00+00:00",
    "location_coordinates": {"lon": 5.04, "lat": 47.32},
    "location_name": "La Maison",
    "location_city": "Dijon",
    "age_min": None,
}


def job(**changes: Any) -> dict[str, Any]:
    return {**JOB, **changes}


def read(path: Path) -> list[dict[str, str]]:
    """The filled cells of each row, by field."""
    sheet = open_offers(path)
    pairs = (zip(sheet.headings, row.cells, strict=True) for row in sheet.rows())
    return [{field: cell for field, cell in one if cell} for one in pairs]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "offres.json"


def write(path: Path, value: Any, encoding: str = "utf-8") -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding=encoding)
    return path


# France Travail.


def test_a_job_gives_every_field_that_it_says(file: Path) -> None:
    """The name of the place is ours; the people to contact are not there."""
    (found,) = read(write(file, {"resultats": [JOB]}))
    assert found == {
        "reference_externe": "186ABCD",
        "source": "france-travail",
        "type": "emploi",
        "titre": "Infirmier / Infirmière (H/F)",
        "description": "Poste de jour.",
        "structure": "Clinique du Plateau",
        "commune": "Beaune",
        "code_insee": "21054",
        "code_postal": "21200",
        "latitude": "47.020000",
        "longitude": "4.830000",
        "metier": "Infirmier / Infirmière de soins généraux",
        "code_rome": "J1506",
        "contrat": "cdi",
        "temps": "temps_plein",
        "salaire_min": "20520",
        "salaire_max": "22800",
        "postes": "2",
        "publiee_le": "2025-11-20",
        "verifiee_le": "2025-11-21",
        "url": "https://example.org/offre/186ABCD",
    }


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (None, {}),
        ({}, {}),
        ({"libelle": "21 - Côte-d'Or"}, {"description": "Lieu de travail : 21 - Côte-d'Or"}),
        ({"libelle": "Bourgogne-Franche-Comté"}, {"description": "Lieu de travail : Bourgogne-"}),
        ({"libelle": "71 - AUTUN"}, {"commune": "Autun", "code_insee": "71014"}),
        ({"libelle": "39 - LAVANS", "commune": "39286"}, {"code_insee": "39286"}),
        ({"libelle": "75 - PARIS 10", "commune": "75110"}, {"commune": "PARIS 10"}),
        ({"libelle": "75 - PARIS 10", "commune": "75110"}, {"code_insee": "75110"}),
        ({"libelle": "21 - BEAUNE", "commune": "21054", "latitude": 0, "longitude": 0}, {}),
    ],
)
def test_a_place_is_a_commune_or_words(place: Any, said: dict[str, str]) -> None:
    """A département alone never becomes one of its communes, nor a point of the map."""
    found = france_travail.cells(job(lieuTravail=place, description=""))
    for field, value in said.items():
        assert found[field].startswith(value)
    if "commune" not in said and not (place or {}).get("commune"):
        assert not {"commune", "code_insee", "latitude"} & found.keys()
    assert "latitude" not in found


def test_a_former_commune_gives_the_one_of_today() -> None:
    """Its code is still what services send."""
    place = {"libelle": "21 - BIERRE LES SEMUR", "commune": "21073", "codePostal": "21390"}
    found = france_travail.cells(job(lieuTravail=place))
    assert (found["commune"], found["code_insee"]) == ("Le Val-Larrey", "21272")


@pytest.mark.parametrize(
    ("said", "amounts"),
    [
        ("Mensuel de 1710,00 Euros sur 12 mois", ("20520", "")),
        ("Mensuel de 1710.0 Euros à 1900.0 Euros sur 12.0 mois", ("20520", "22800")),
        ("Mensuel de 2000,00 Euros sur 13 mois", ("26000", "")),
        ("Mensuel de 2 000,00 Euros à 1 800,00 Euros", ("21600", "24000")),
        ("Annuel de 26400,00 Euros", ("26400", "")),
        ("Annuel de 26400,00 Euros à 30000,00 Euros sur 12 mois", ("26400", "30000")),
        ("Horaire de 12,50 Euros", ("22750", "")),
        ("Horaire de 11.88 Euros à 12.31 Euros sur 12 mois", ("21622", "22404")),
        ("Annuel de 11,00 Euros", ("", "")),
        ("Mensuel de 32000,00 Euros", ("", "")),
        ("Mensuel de 1500 Euros net", ("", "")),
        ("Autre de 30000,00 Euros", ("", "")),
        ("A négocier", ("", "")),
    ],
)
def test_a_pay_is_in_gross_euros_a_year_or_stays_words(said: str, amounts: tuple[str, str]) -> None:
    """What cannot be converted, or cannot be true, is kept in the description."""
    worked = pay.duration("Temps plein", "35H Horaires normaux")
    for form in (said, {"libelle": said}, [{"libelle": said}], {"commentaire": said}):
        found = pay.yearly(form, worked)
        assert (found.least, found.most) == amounts
        assert found.unread == ("" if amounts[0] else said)
    assert (
        f"Salaire : {said}" in france_travail.cells(job(salaire={"libelle": said}))["description"]
    ) == (not amounts[0])


@pytest.mark.parametrize("said", [None, [], {}, "", {"libelle": None}, [None], 12, True])
def test_no_pay_is_no_pay(said: Any) -> None:
    assert pay.yearly(said, pay.duration(None, None)) in (pay.Pay(), pay.Pay(unread="12"))


@pytest.mark.parametrize(
    ("said", "detailed", "code", "least"),
    [
        ("Temps plein", "35H Horaires normaux", "temps_plein", "21840"),
        ("Temps partiel", "24H/semaine", "temps_partiel", "14976"),
        ("Temps partiel", "17H30 Travail le soir", "temps_partiel", "10920"),
        (None, "20H Horaires normaux", "temps_partiel", "12480"),
        (None, None, "", "21840"),
        ("Temps partiel", None, "temps_partiel", ""),
        ("Non renseigné", None, "", "21840"),
    ],
)
def test_an_hourly_rate_counts_the_hours_of_the_offer(
    said: Any, detailed: Any, code: str, least: str
) -> None:
    """Unknown part-time hours make no yearly pay."""
    worked = pay.duration(said, detailed)
    assert worked.code == code
    assert pay.yearly("Horaire de 12 Euros", worked).least == least


@pytest.mark.parametrize(
    ("code", "contract", "kind"),
    [
        ("CDI", "cdi", "emploi"),
        ("CDD", "cdd", "emploi"),
        ("MIS", "interim", "emploi"),
        ("SAI", "saisonnier", "emploi"),
        ("LIB", "independant", "emploi"),
        ("REP", "independant", "reprise"),
        ("FRA", "independant", "emploi"),
        ("TTI", "interim", "emploi"),
        ("DDI", "cdd", "emploi"),
        ("DIN", "cdi", "emploi"),
        ("CCE", "independant", "emploi"),
        ("XYZ", "XYZ", "emploi"),  # said to be unknown by the import
        (None, "", "emploi"),
    ],
)
def test_contract_codes_have_our_words(code: Any, contract: str, kind: str) -> None:
    found = france_travail.cells(job(typeContrat=code))
    assert (found["contrat"], found["type"]) == (contract, kind)
    assert france_travail.cells(job(typeContrat=code, alternance=True))["contrat"] == "alternance"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Télétravail possible.", "oui"),
        ("2 jours de télétravail par semaine", "partiel"),
        ("Deux jours par semaine en télétravail", "partiel"),
        ("Télétravail : 3 jours", "partiel"),
        ("télétravail partiel", "partiel"),
        ("Poste en 100 % télétravail", "total"),
        ("full remote", "total"),
        ("Télétravail à 100 %", "total"),
        ("Pas de télétravail sur ce poste", "non"),
        ("Télétravail impossible", "non"),
        ("Vous suivez le télétravail des équipes", ""),
        ("Poste sur site", ""),
    ],
)
def test_telework_is_what_is_said_outright(said: str, code: str) -> None:
    assert france_travail.telework(said) == code


def test_people_are_left_out_of_descriptions() -> None:
    """Addresses, numbers, people with a title, and whoever the offer says to contact."""
    said = (
        "Appelez Mme Zoé MARTINOT au 03 53 01 22 33, +33 6 39 98 11 22 ou 0353012233.\n"
        "Écrire à zoe.martinot@example.org ou zoe(at)example.org, à l’attention de Zoé Martinot.\n"
        "Salaire de 1 800 € ; réf. 2025-11-12-0042 ; 35 heures, 12 00 13 00."
    )
    found = france_travail.cells(job(description=said))["description"]
    for gone in ("Zoé", "MARTINOT", "Martinot", "example.org", "0353012233", "22 33", "39 98"):
        assert gone not in found
    for kept in ("Appelez", "1 800 €", "2025-11-12-0042", "35 heures", "Écrire à"):
        assert kept in found


@given(
    st.dictionaries(
        st.sampled_from(sorted(JOB)),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["libelle", "nom", "commune", "latitude"]), inner)
            ),
        ),
    )
)
def test_whatever_a_field_holds_a_job_has_texts_for_cells(changes: dict[str, Any]) -> None:
    """Services change their mind about types."""
    for found in (france_travail.cells({**JOB, **changes}), france_travail.cells(changes)):
        assert set(found) <= set(FIELDS)
        assert all(isinstance(value, str) for value in found.values())


# OpenAgenda.


def test_an_event_gives_every_field_that_it_says(file: Path) -> None:
    (found,) = read(write(file, {"total": 1, "events": [EVENT], "sort": "x"}))
    assert found == {
        "reference_externe": "99",
        "source": "openagenda",
        "type": "culture",
        "titre": "Bal d’hiver",
        "description": "On danse.\nVenez & restez.",
        "structure": "La Halle",
        "commune": "Nevers",
        "code_insee": "58194",
        "code_postal": "58000",
        "latitude": "46.990000",
        "longitude": "3.150000",
        "disponible_le": "2025-12-24",
        "age_min": "6",
        "age_max": "99",
        "themes": "danse|bal",
        "expire_le": "2025-12-26",
        "url": "https://openagenda.com/agendas/5/events/99",
    }


def test_an_export_in_cells_is_recognised_by_its_headings(tmp_path: Path) -> None:
    """Rows keep their numbers; what is not used is listed; the times tell the days."""
    path = a_csv(tmp_path / "agenda.csv", [ROW])
    sheet = open_offers(path)
    assert [row.number for row in sheet.rows()] == [2]
    (found,) = read(path)
    assert (found["disponible_le"], found["expire_le"]) == ("2025-12-01", "2025-12-02")
    assert (found["titre"], found["themes"]) == ("Concert d’hiver", "Musique|Concert")
    assert found["description"] == "Avec l’orchestre."
    assert "zoe@example.org" not in found.values()


@pytest.mark.parametrize(
    "heading",
    ["Titre", "Titre - FR", "title_fr", "TITRE"],
)
def test_the_portal_and_the_service_write_the_same_events(tmp_path: Path, heading: str) -> None:
    line = {
        "uid" if "_" in heading else "Identifiant": "1",
        heading: "Fête",
        "location_name" if "_" in heading else "Nom du lieu": "Parc",
        "lastdate_end" if "_" in heading else "Dernière date - Fin": "2025-06-21T23:00:00+02:00",
    }
    (found,) = read(a_csv(tmp_path / "agenda.csv", [line]))
    assert (found["titre"], found["structure"], found["expire_le"]) == (
        "Fête",
        "Parc",
        "2025-06-21",
    )


def test_our_own_offers_are_not_taken_for_events(tmp_path: Path) -> None:
    """« Identifiant », « Titre » and « Ville » are everybody’s."""
    line = {"Identifiant": "1", "Titre": "Menuisier", "Ville": "Autun", "Code postal": "71400"}
    sheet = open_offers(a_csv(tmp_path / "offres.csv", [line]))
    assert sheet.headings == tuple(line)


def test_the_json_of_the_portal_is_understood_in_each_of_its_wrappings(file: Path) -> None:
    """The association of a club is evident from its keywords."""
    forms = (
        {"total_count": 1, "results": [PORTAL]},
        {"nhits": 1, "records": [{"fields": PORTAL}]},
        {"records": [{"record": {"fields": PORTAL}}]},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": PORTAL}]},
        [PORTAL],
        PORTAL,
    )
    for form in forms:
        (found,) = read(write(file, form))
        assert (found["type"], found["themes"]) == ("association", "club|jeu")
        assert (found["latitude"], found["expire_le"]) == ("47.320000", "2025-11-02")
        assert found["url"] == "https://example.org/events/77"


def test_a_cancelled_event_says_so() -> None:
    event = openagenda.event_of({**EVENT, "status": 6})
    assert openagenda.cells(event)["titre"] == "Annulé : Bal d’hiver"


@given(
    st.dictionaries(
        st.sampled_from([*EVENT, *PORTAL, "timings"]),
        st.none() | st.integers() | st.text() | st.lists(st.text() | st.none(), max_size=2),
    )
)
def test_whatever_a_field_holds_an_event_has_texts_for_cells(record: dict[str, Any]) -> None:
    found = openagenda.cells(openagenda.event_of({**EVENT, **record}))
    assert set(found) <= set(FIELDS)
    assert all(isinstance(value, str) for value in found.values())


# Strictness.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lists_wrappers_and_lines_are_read_in_any_unicode(file: Path, encoding: str) -> None:
    one, two = job(id="1"), job(id="2", intitule="Été")
    for text in (
        json.dumps([one, two]),
        json.dumps({"filtresPossibles": [{"a": [1.5]}], "resultats": [one, two]}, indent=1),
        f"{json.dumps(one)}\n{json.dumps(two, ensure_ascii=False)}\n",
        json.dumps({"resultats": [one]}) + "\n" + json.dumps({"resultats": [two]}),
    ):
        file.write_text(text, encoding=encoding)
        assert [row["reference_externe"] for row in read(file)] == ["1", "2"]


@pytest.mark.parametrize("text", ["[]", '{"resultats": []}', '{"events": [], "total": 0}'])
def test_an_empty_answer_is_no_row(file: Path, text: str) -> None:
    file.write_text(text)
    assert read(file) == []


GOOD = json.dumps(JOB)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"id": "1", "intitule": NaN}]', "« NaN » n’est pas un nombre"),
        ('[{"id": "1", "intitule": -Infinity}]', "« -Infinity » n’est pas un nombre"),
        ('[{"id": "1", "intitule": 1e999}]', "un nombre est démesuré"),
        ('[{"id": "1", "intitule": ' + "9" * 5000 + "}]", "un nombre est démesuré"),
        ('[{"id": "1", "id": "2", "intitule": "x"}]', "deux fois le même nom"),
        ('{"id": "1", "id": "2", "intitule": "x"}', "deux fois le même nom"),
        ('[{"id": "1", "intitule": "\\ud800"}]', "moitié de caractère"),
        ('[{"id": "1", "\\udc00": "x"}]', "moitié de caractère"),
        ('[{"id": ' + "[" * 60 + "]" * 60 + "}]", "niveaux imbriqués"),
        ("[" * 200_000, "n’est pas un objet|niveaux imbriqués"),
        ('{"resultats": ' + '{"a": ' * 100_000, "niveaux imbriqués"),
        ("[1, 2]", "n’est pas un objet"),
        (f"[{GOOD}, null]", "élément 2 : un élément de la liste n’est pas un objet"),
        ('["a"]', "n’est pas un objet"),
        (f"[{GOOD}", "bien formé"),
        (f"[{GOOD},]", "bien formé|n’est pas un objet"),
        (f"[{GOOD} {GOOD}]", "bien formé"),
        (f"[{GOOD}] 12", "ni une liste ni un objet"),
        ('{"resultats": [' + GOOD, "bien formé"),
        ('{"id" "1"}', "bien formé"),
        ("{'id': '1'}", "bien formé"),
        ('{"codeErreur": "X", "message": "quota"}', "ni une offre de France Travail"),
        ("null", "ni une liste ni un objet"),
        ('"x"', "ni une liste ni un objet"),
        (" 12.5\n", "ni une liste ni un objet"),
        ("{}", "ni une offre de France Travail"),
        ('[{"id": "1", "intitule": "a\x00b"}]', "bien formé"),
    ],
)
def test_what_is_not_strict_json_is_refused_with_a_sentence(
    file: Path, text: str, words: str
) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=words) as refused:
        read(file)
    assert str(refused.value).startswith("offres.json")
    assert str(refused.value).endswith(".")


def test_what_is_no_utf8_is_refused(file: Path) -> None:
    file.write_bytes('[{"intitule": "été"}]'.encode("cp1252"))
    with pytest.raises(Refused, match="UTF-8"):
        read(file)


def test_an_encoding_that_does_not_exist_is_a_misuse(run: Run, file: Path) -> None:
    write(file, [JOB])
    said = run("offres", "importer", str(file), "--encodage", "klingon", fails_with=2).err
    assert "klingon" in said


def test_a_huge_file_is_refused_before_it_is_read(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonfile, "BIGGEST_FILE", 100)
    file.write_text(f"[{GOOD}]")
    with pytest.raises(Refused, match="pèse plus de"):
        read(file)


def test_an_endless_record_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonfile, "LONGEST_RECORD", 1 << 17)
    file.write_text('[{"id": "' + "x" * 500_000 + '"}]')
    with pytest.raises(Refused, match="démesuré"):
        read(file)


@given(
    st.lists(
        st.dictionaries(
            st.text(max_size=5),
            st.recursive(
                st.none()
                | st.booleans()
                | st.integers()
                | st.floats(allow_nan=False, allow_infinity=False)
                | st.text(),
                lambda inner: st.lists(inner, max_size=3),
                max_leaves=5,
            ),
            max_size=4,
        ),
        max_size=30,
    ),
    st.integers(min_value=1, max_value=40),
)
def test_records_come_out_as_they_went_in_wherever_the_blocks_are_cut(
    tmp_path_factory: pytest.TempPathFactory, records: list[Any], block: int
) -> None:
    """A value is never taken for whole because a block of the file ends there."""
    path = tmp_path_factory.mktemp("json") / "x.json"
    write(path, records)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonfile, "_CHUNK", block)
        assert list(jsonfile.records(path, "x.json")) == records


@pytest.mark.parametrize("text", ["[nom];ville\n", "nom,ville\n", "", '"{";a\n'])
def test_a_sheet_is_no_json(file: Path, text: str) -> None:
    file.write_text(text)
    assert not jsonfile.is_json(file)
    assert not jsonfile.is_json(file.parent / "absent.json")
    assert not jsonfile.is_json(file.parent)


@pytest.mark.parametrize("text", ["null", '"x"', "12"])
def test_a_value_alone_is_json_only_where_the_name_says_so(file: Path, text: str) -> None:
    """A column whose heading is between quotes, and nothing below, is a sheet."""
    file.write_text(text)
    assert jsonfile.is_json(file)
    sheet = file.rename(file.with_suffix(".csv"))
    assert not jsonfile.is_json(sheet)


# Through the import.


@pytest.fixture
def load(run: Run) -> Any:
    def once(*words: str, fails_with: int = 0) -> Any:
        return run("offres", "importer", *words, "-f", "json", fails_with=fails_with).json

    return once


def test_a_search_is_imported_once_then_recognised_and_undone(
    run: Run, base: Path, load: Any, file: Path
) -> None:
    write(file, {"resultats": [JOB, job(id="2")]})
    receipt = load(str(file))
    assert (receipt["lues"], receipt["creees"], receipt["problemes"]) == (2, 2, [])
    before = tables(base)
    assert load(str(file))["inchangees"] == 2
    assert tables(base) == before
    write(file, {"resultats": [job(nombrePostes=3)]})
    assert load(str(file))["mises_a_jour"] == 1
    run("annuler", "2", "--oui")
    assert query(base, "SELECT id FROM offer") == []


def test_rejected_records_are_a_sheet_that_imports_again(base: Path, load: Any, file: Path) -> None:
    """Lines are the places in the list; the sheet has our headings and the reason."""
    write(file, [JOB, job(id="2", romeCode="Z1"), job(id="3", intitule="")])
    receipt = load(str(file), fails_with=5)
    assert [(p["ligne"], p["colonne"]) for p in receipt["problemes"]] == [
        (2, "code_rome"),
        (3, "titre"),
    ]
    rejected = file.parent / "offres.rejets.csv"
    assert receipt["fichier_rejets"] == str(rejected)
    text = rejected.read_text(encoding="utf-8").replace("Z1", "J1506")
    rejected.write_text(text, encoding="utf-8", newline="")
    again = load(str(rejected), fails_with=5)
    assert (again["creees"], again["rejetees"]) == (1, 1)
    keys = query(base, "SELECT source, external_reference FROM offer ORDER BY id")
    assert keys == [("france-travail", "186ABCD"), ("france-travail", "2")]


def test_offers_of_two_sources_may_have_the_same_reference(
    base: Path, load: Any, tmp_path: Path
) -> None:
    write(tmp_path / "a.json", [job(id="99")])
    write(tmp_path / "b.json", [EVENT])
    a_csv(tmp_path / "c.csv", [{"reference": "99", "type": "logement", "titre": "Maison"}])
    for name in ("a.json", "b.json", "c.csv"):
        assert load(str(tmp_path / name))["creees"] == 1
        assert load(str(tmp_path / name))["inchangees"] == 1
    assert query(base, "SELECT source FROM offer ORDER BY id") == [
        ("france-travail",),
        ("openagenda",),
        (None,),
    ]


def test_an_offer_may_begin_or_cease_to_say_its_source(
    base: Path, load: Any, tmp_path: Path
) -> None:
    """The same reference and the same title, with a source and without, are the same offer."""
    bare = {"reference": "12", "type": "logement", "titre": "Maison", "loyer": "700"}
    load(str(a_csv(tmp_path / "a.csv", [bare])))
    said = a_csv(tmp_path / "b.csv", [{**bare, "Source": "Agence du Centre"}])
    assert load(str(said))["mises_a_jour"] == 1
    assert load(str(said))["inchangees"] == 1
    assert load(str(tmp_path / "a.csv"))["inchangees"] == 1
    assert query(base, "SELECT source FROM offer") == [("agence-du-centre",)]


def test_events_that_are_over_are_kept_and_not_listed(run: Run, load: Any, tmp_path: Path) -> None:
    over = {**ROW, "Identifiant": "1", "Horaires ISO": "2025-09-06T10:00:00+0200"}
    receipt = load(str(a_csv(tmp_path / "agenda.csv", [ROW, over])))
    assert receipt["creees"] == 2
    assert "Contributeur: Email" in receipt["colonnes_ignorees"]
    listed = run("offres", "lister", "-f", "json").json
    assert len(listed["offres"] if isinstance(listed, dict) else listed) == 1


def test_a_ragged_line_of_events_is_rejected_not_shifted(load: Any, tmp_path: Path) -> None:
    path = a_csv(tmp_path / "agenda.csv", [ROW])
    with path.open("a", encoding="utf-8") as file:
        file.write(";".join(["7", "Vide-grenier", *[""] * (len(ROW) - 2), "de trop"]) + "\n")
    receipt = load(str(path), fails_with=5)
    assert (receipt["creees"], receipt["rejetees"]) == (1, 1)
    assert receipt["problemes"][0]["motif"] == "plus de cellules que de colonnes"


def test_other_imports_say_that_they_read_no_json(run: Run, file: Path) -> None:
    write(file, [JOB])
    said = run("contacts", "importer", str(file), fails_with=1).err
    assert "offres.json est un fichier JSON" in said


def test_no_person_to_contact_reaches_the_base(base: Path, load: Any, file: Path) -> None:
    write(
        file, [job(description="Contactez Zoé MARTINOT, zoe.martinot@example.org, 03 53 01 22 33")]
    )
    load(str(file))
    everything = repr(tables(base))
    for gone in ("MARTINOT", "example.org,", "martinot@", "03 53 01"):
        assert not re.search(re.escape(gone), everything), gone


def test_a_title_of_courtesy_alone_is_no_person() -> None:
    assert cells.without_people("Bonjour Madame, Monsieur,") == "Bonjour Madame, Monsieur,"


@pytest.mark.parametrize("part", ["a", "a.b", "@", "Mme A ", "06 ", "<", "<!--", "<b", "&", "[at]"])
def test_hostile_texts_take_no_time(part: str) -> None:
    """Twice the text takes about twice the time, not four times."""
    long = part * (400_000 // len(part))
    started = time.process_time()
    cells.without_people(cells.prose(long))
    france_travail.telework(long)
    pay.yearly(long[:50_000], pay.duration(long[:50_000], long[:50_000]))
    assert time.process_time() - started < 5
