"""One offer that came by two sources: recognised and explained, joined or told apart by people."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from builders import a_csv, query, tables
from conftest import TODAY
from venez_vivre import asking
from venez_vivre.desk import Desk
from venez_vivre.likeness.offer_pairs import pairs
from venez_vivre.likeness.offer_traits import Said, Traits, traits, words_of
from venez_vivre.likeness.offerer_keys import contact_key, url_key
from venez_vivre.likeness.offers import LIKELY, LISTED, NEARLY_SURE, Likeness, compare
from venez_vivre.screens.pages import TAKE_BACK

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

JOURNAL = ("operation", "journal_block")
AUTUN, CREUSOT, DIJON = ("71014", 46.95, 4.30), ("71153", 46.80, 4.43), ("21231", 47.32, 5.03)


def an_offer(kind: str = "emploi", **said: Any) -> Traits:
    """The traits of an offer that says nothing but what is given."""
    given = dict.fromkeys(Said._fields) | {"number": 1, "kind": kind, "title": "x"}
    code, lat, lon = said.pop("place", (None, None, None))
    return traits(Said(**{**given, "insee": code, "lat": lat, "lon": lon, **said}))


def likeness(one: dict[str, Any], other: dict[str, Any], kind: str = "emploi") -> Likeness | None:
    return compare(an_offer(kind, **one), an_offer(kind, **other))


BAKER: dict[str, Any] = {
    "title": "Boulanger / Boulangère (H/F)", "place": AUTUN, "rome": "D1102", "source": "ft",
    "external": "1", "structure": "SARL Martin", "published_on": "2025-11-10",
}  # fmt: skip
HOME: dict[str, Any] = {
    "title": "Maison 4 pièces", "place": AUTUN, "transaction": "location", "home": "maison",
    "rooms": 4, "area": 92, "rent": 650, "charges": 40, "source": "agence", "external": "7",
    "published_on": "2025-11-10",
}  # fmt: skip

ONE = [
    ("emploi", BAKER, {"title": "CDI - Boulanger H/F", "source": "cci", "external": "A"}),
    ("emploi", BAKER, {"title": "Boulangère", "structure": "Martin", "source": "cci"}),
    ("emploi", BAKER, {"structure": "Boulangerie Martin", "source": None, "external": None}),
    ("emploi", BAKER, {"rome": None, "structure": "MARTIN S.A.R.L.", "source": "cci"}),
    ("emploi", BAKER, {"place": CREUSOT, "source": "cci", "contract": "cdi"}),
    ("logement", HOME, {"title": "Belle maison T4 à Autun", "rent": 690, "charges": None,
                        "source": "mairie"}),
    ("logement", HOME, {"area": 91, "rent": 655, "source": "mairie", "structure": "Immo Sud"}),
    ("ecole", {"title": "École Jean Moulin", "place": AUTUN},
     {"title": "École Jean-Moulin (Autun)", "commune": "Autun", "place": AUTUN}),
]  # fmt: skip
TWO = [
    ("emploi", BAKER, {"structure": "Au Bon Pain", "source": "cci"}),
    ("emploi", BAKER, {"title": "Pâtissier", "rome": "D1104", "source": "cci"}),
    ("emploi", BAKER, {"place": DIJON, "source": "cci"}),
    ("emploi", BAKER, {"external": "2"}),
    ("emploi", BAKER, {"published_on": "2025-03-01", "structure": None, "contract": "cdd",
                       "rome": None, "source": "cci"}),
    ("logement", HOME, {"area": 60, "source": "mairie"}),
    ("logement", HOME, {"rent": 900, "charges": None, "source": "mairie"}),
    ("logement", HOME, {"rooms": 3, "area": None, "source": "mairie"}),
    ("logement", HOME, {"area": None, "rent": None, "charges": None, "source": "mairie"}),
    ("ecole", {"title": "École Jean Moulin", "place": AUTUN},
     {"title": "École Victor Hugo", "place": AUTUN}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "one", "change"), ONE)
def test_one_offer_told_by_two_sources_is_recognised(
    kind: str, one: dict[str, Any], change: dict[str, Any]
) -> None:
    """Whoever wrote it: men and women, legal forms, charges in the rent, a commune in the title."""
    found = likeness(one, {**one, **change}, kind)
    assert found is not None
    assert found.likelihood >= LIKELY, found


@pytest.mark.parametrize(("kind", "one", "change"), TWO)
def test_two_offers_that_look_alike_are_left_two(
    kind: str, one: dict[str, Any], change: dict[str, Any]
) -> None:
    found = likeness(one, {**one, **change}, kind)
    assert found is None or found.likelihood < LISTED, found


def test_what_is_to_rent_is_never_what_is_to_buy() -> None:
    assert likeness(HOME, {**HOME, "transaction": "vente"}, "logement") is None
    assert compare(an_offer(**BAKER), an_offer("reprise", **BAKER)) is None


def test_a_likeness_says_why_and_why_not_and_is_the_same_both_ways() -> None:
    other = {**BAKER, "title": "Boulanger", "source": "cci", "published_on": "2025-08-20"}
    found = likeness(BAKER, other)
    back = likeness(other, BAKER)
    assert found is not None
    assert back is not None
    assert found.bits == back.bits
    assert found.reasons == (
        "même titre", "même structure", "même commune", "même métier (D1102)",
    )  # fmt: skip
    assert found.against == ("publiées à 82 jours d’écart",)


def test_a_crowd_of_like_offers_makes_one_title_say_little() -> None:
    """Unless the employer is the same: then the crowd is somebody else’s."""
    one, other = {**BAKER, "structure": None}, {**BAKER, "structure": None, "source": "cci"}
    few, many = (compare(an_offer(**one), an_offer(**other), crowd) for crowd in (2, 40))
    assert few is not None
    assert many is not None
    assert few.likelihood > LIKELY
    assert many.likelihood < LISTED
    same = compare(an_offer(**BAKER), an_offer(**{**BAKER, "source": "cci"}), 40)
    assert same is not None
    assert same.likelihood > NEARLY_SURE


def test_the_same_text_settles_what_an_employer_hides() -> None:
    text = "Vous pétrissez, façonnez et cuisez les pains dans un fournil neuf, du mardi au samedi."
    one = an_offer(**{**BAKER, "structure": None}).told(text)
    other = an_offer(**{**BAKER, "structure": None, "source": "cci", "rome": None})
    alone, told = compare(one, other, 40), compare(one, other.told(text.upper()), 40)
    assert alone is not None
    assert told is not None
    assert alone.likelihood < LISTED < LIKELY < told.likelihood
    assert "même description" in told.reasons


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Infirmier / Infirmière (H/F)", {"infirmier"}),
        ("URGENT - Infirmière de nuit F/H - Autun - CDI", {"infirmier", "nuit"}),
        ("H/F", set()),
    ],
)
def test_the_words_of_a_title_are_without_gender_place_or_contract(
    title: str, words: set[str]
) -> None:
    assert words_of("emploi", title, "Autun") == words


def test_pages_and_contacts_are_compared_by_what_names_them() -> None:
    assert url_key("https://www.example.org/o/12/?a=1") == url_key("http://example.org/o/12/?a=1")
    assert url_key("https://example.org/") == url_key("") == ""
    assert contact_key("Mme Roux, 06 39 98 11 22") == contact_key("+33639981122")
    assert contact_key("Mme Roux") == ""


def test_pairs_of_a_whole_base_are_those_of_each_comparison() -> None:
    """Nothing that comparing everything would find, by title, name, number or page, is missed."""
    known = []
    for number, (kind, one, change) in enumerate(ONE):
        for side, said in enumerate((one, {**one, **change})):
            town = (f"71{number:03}", 46 + number, 4.0 + number)
            away = (f"70{number:03}", 46 + number, 4.02 + number)
            place = away if said.get("place") == CREUSOT else town
            known.append(an_offer(kind, **{**said, "place": place, "number": 10 * number + side}))
    found = {(known[p.one].number, known[p.other].number) for p in pairs(known, LIKELY)}
    assert found == {(10 * n, 10 * n + 1) for n in range(len(ONE))}
    new = {one.number for one in known if one.number % 10 == 1 and one.number > 30}
    only = {known[p.other].number for p in pairs(known, LIKELY, new)}
    assert only == new


def test_thirty_thousand_offers_are_compared_in_seconds() -> None:
    """Twelve on a busy machine; about three alone."""
    titles = [f"Métier {chr(97 + a)}{chr(97 + b)}o" for a in range(26) for b in range(26)]
    first = date(2025, 11, 27)
    known = [
        an_offer(
            number=n, title=titles[n * 7 % 676], structure=f"Maison {n % 4001}",
            rome=f"A{n % 530 + 1000}", place=(f"{n * 13 % 3000:05}", 46 + n % 90 / 90, 4.5),
            published_on=(first - timedelta(days=n % 90)).isoformat(), source=f"s{n % 3}",
            external=str(n),
        )
        for n in range(30_000)
    ]  # fmt: skip
    started = time.perf_counter()
    found = list(pairs(known, LISTED))
    assert time.perf_counter() - started < 12
    assert len(found) < 30_000


# With a base.

TRAVAIL = (
    {"reference_externe": "198XYZ", "source": "France Travail", "type": "emploi",
     "titre": "Boulanger / Boulangère (H/F)", "metier": "boulanger", "commune": "Autun",
     "publiee_le": "2025-11-12", "contrat": "CDI", "url": "https://example.org/198XYZ"},
    {"reference_externe": "199ABC", "source": "France Travail", "type": "emploi",
     "titre": "Soudeur / Soudeuse (H/F)", "metier": "soudeur", "commune": "Le Creusot",
     "structure": "Forges du Creusot", "publiee_le": "2025-11-12"},
)  # fmt: skip
EMPLOYERS = (
    {"titre": "Boulanger H/F - Autun", "structure": "SARL Martin", "metier": "boulangère",
     "commune": "Autun", "publiee_le": "2025-11-15", "salaire_min": "24000",
     "salaire_max": "26000", "contact": "Mme Martin, 06 39 98 12 12", "expire_le": "2025-12-31"},
    {"titre": "Soudeur", "structure": "Forges Durand", "metier": "soudeur",
     "commune": "Le Creusot", "publiee_le": "2025-11-14"},
    {"titre": "Comptable", "metier": "comptable", "commune": "Autun", "publiee_le": "2025-11-14"},
)  # fmt: skip


@pytest.fixture
def both(run: Run, base: Path, tmp_path: Path) -> Path:
    """Two offers of France Travail, then an employers’ spreadsheet that has one of them too."""
    run("offres", "importer", str(a_csv(tmp_path / "ft.csv", TRAVAIL)))
    path = str(a_csv(tmp_path / "employeurs.csv", EMPLOYERS))
    run("offres", "importer", "--type", "emploi", path)
    return base


def referenced(run: Run) -> dict[str, str]:
    """The references of the open offers, by title."""
    return {one["titre"]: one["reference"] for one in run("offres", "lister", "-f", "json").json}


FT, OURS = "Boulanger / Boulangère (H/F)", "Boulanger H/F - Autun"


def test_an_import_says_how_many_offers_resemble_a_known_one_and_joins_none(
    run: Run, base: Path, tmp_path: Path
) -> None:
    path = str(a_csv(tmp_path / "ft.csv", TRAVAIL))
    assert run("offres", "importer", path, "-f", "json").json["problemes"] == []
    path = str(a_csv(tmp_path / "employeurs.csv", EMPLOYERS))
    words = ("offres", "importer", "--type", "emploi", path, "-f", "json")
    for more in (("--simuler",), ()):
        receipt = run(*words, *more).json
        (problem,) = receipt["problemes"]
        assert (problem["ligne"], problem["nombre"], problem["gravite"]) == (2, 1, "avertissement")
        assert problem["motif"] == "ressemble à une offre connue"
        assert "`venez-vivre offres doublons`" in problem["remede"]
        assert (receipt["lues"], receipt["creees"]) == (3, 3)
    assert query(base, "SELECT count(*) FROM offer WHERE closed_on IS NULL") == [(5,)]
    assert run(*words).json["problemes"] == []


def test_an_offer_that_is_typed_names_the_one_it_resembles(run: Run, both: Path) -> None:
    known = referenced(run)["Comptable"]
    words = ("--type", "emploi", "--titre", "Comptable H/F", "--metier", "comptable", "--commune",
             "Autun", "--structure", "Cabinet Roux")  # fmt: skip
    done = run("offres", "ajouter", *words, "-f", "json").json
    (doubt,) = done["avertissements"]
    assert doubt.startswith(f"Ressemble à {known}, vraisemblance 89")
    assert f"`venez-vivre offres doublons {done['reference']}` dit pourquoi." in doubt
    (pair,) = run("offres", "doublons", done["reference"], "-f", "json").json
    assert {pair["garder_reference"], pair["autre_reference"]} == {known, done["reference"]}


def test_the_likely_pairs_are_listed_with_their_reasons(run: Run, both: Path) -> None:
    """The one that says most is to be kept; two employers are not one."""
    known = referenced(run)
    (pair,) = run("offres", "doublons", "-f", "json").json
    assert (pair["garder_reference"], pair["autre_reference"]) == (known[OURS], known[FT])
    assert pair["vraisemblance"] >= LIKELY
    assert pair["certitude"] == "probable"
    assert pair["raisons"][:3] == ["même titre", "même commune", "même métier (D1102)"]
    assert pair["autre_source"] == "france-travail"
    said = run("offres", "doublons").out
    assert known[FT] in said
    assert "même titre, même commune," in said
    assert "`venez-vivre offres fusionner GARDER RÉUNIR`" in said
    head = run("offres", "doublons", "-f", "csv").out.splitlines()[0]
    assert head.startswith("\ufeffvraisemblance;certitude;type;raisons;reserves;garder_reference;")
    assert "| Même ?" in run("offres", "doublons", "-f", "md").out
    assert run("offres", "doublons", "--type", "logement", "-f", "json").json == []
    assert "ne semble venir deux fois" in run("offres", "doublons", "--type", "logement").out
    assert "ne ressemble à" in run("offres", "doublons", "comptable").out


def test_offers_are_joined_in_one_step(run: Run, both: Path) -> None:
    """What it lacks is filled, groups stay whole, who was in touch follows; all is taken back."""
    known = referenced(run)
    for name in ("Roy", "Blum", "Cyr"):
        run("foyers", "creer", "--nom", name, "--email", f"{name}@example.org")
    run("mises-en-relation", "noter", "roy", known[OURS])
    words = ("--etat", "refusee", "--refus-de", "foyer", "--motif", "salaire")
    run("mises-en-relation", "suivre", "roy", known[OURS], *words)
    run("mises-en-relation", "noter", "blum", known[OURS])
    run("mises-en-relation", "noter", "blum", known[FT])
    run("mises-en-relation", "suivre", "blum", known[OURS], "--etat", "repondue")
    run("mises-en-relation", "noter", "cyr", known[FT])
    before = tables(both, besides=JOURNAL)
    done = run("offres", "fusionner", known[FT], known[OURS], "-f", "json").json
    assert (done["gardee"], done["reunies"]) == (known[FT], [known[OURS]])
    assert (done["mises_en_relation"], done["abandonnees"]) == (2, 1)
    filled = {one["champ"]: one["apres"] for one in done["completee"]}
    assert filled == {
        "structure": "SARL Martin", "salaire_min": 24000, "salaire_max": 26000,
        "expire_le": "2025-12-31", "contact": "Mme Martin, 06 39 98 12 12",
    }  # fmt: skip
    kept = run("offres", "montrer", known[FT], "-f", "json").json
    assert (kept["titre"], kept["source"], kept["contrat"]) == (FT, "france-travail", "cdi")
    met = {(one["foyer"], one["etat"]) for one in kept["mises_en_relation"]}
    assert {state for _, state in met} == {"refusee", "repondue", "abandonnee", "en_attente"}
    gone = run("offres", "montrer", known[OURS], "-f", "json").json
    assert (gone["close_le"], gone["reunie_a"]) == (TODAY, known[FT])
    assert gone["mises_en_relation"] == []
    assert f"Réunie à {known[FT]}" in run("offres", "montrer", known[OURS]).out
    assert f"fusion de l’offre {known[OURS]} dans {known[FT]}" in run("journal").out
    said = run("mises-en-relation", "noter", "roy", known[FT], fails_with=1).err
    assert "a déjà refusé" in said
    run("annuler")
    assert tables(both, besides=JOURNAL) == before
    run("refaire")
    assert run("offres", "montrer", known[OURS], "-f", "json").json["reunie_a"] == known[FT]


def test_what_two_offers_say_in_part_is_never_mixed(run: Run, base: Path) -> None:
    """Neither a pay of two offers, nor a place of two, nor a date that is over."""
    words = ("offres", "ajouter", "--type", "emploi", "--publiee-le", "01/09/2025", "--titre")
    run(*words, "Soudeur A", "--salaire-min", "30000", "--commune", "Autun")
    run("--date", "2025-09-02", *words, "Soudeur B", "--salaire-max", "20000", "--commune", "Dijon",
        "--expire-le", "01/10/2025", "--temps", "plein", "--verifiee-le", "02/09/2025")  # fmt: skip
    done = run("offres", "fusionner", "soudeur a", "soudeur b", "-f", "json").json
    assert done["completee"] == [{"champ": "temps", "avant": None, "apres": "temps_plein"}]
    row = query(base, "SELECT salary_min, salary_max, commune, expires_on FROM offer WHERE id = 1")
    assert row == [(30000, None, "Autun", None)]


def test_a_joined_offer_that_a_file_still_has_is_not_news(
    run: Run, both: Path, tmp_path: Path
) -> None:
    """And it is never proposed again; reopening it makes two of them, to be looked at."""
    known = referenced(run)
    run("offres", "fusionner", known[OURS], known[FT])
    assert run("offres", "doublons", "-f", "json").json == []
    receipt = run("offres", "importer", str(a_csv(tmp_path / "b.csv", TRAVAIL)), "-f", "json").json
    assert (receipt["creees"], receipt["problemes"]) == (0, [])
    said = run("offres", "verifier", known[FT], fails_with=1).err
    assert f"est réunie à {known[OURS]} depuis le 27/11/2025." in " ".join(said.split())
    before = tables(both, besides=JOURNAL)
    run("offres", "rouvrir", known[FT])
    assert query(both, "SELECT count(*) FROM offer_twin") == [(0,)]
    assert len(run("offres", "doublons", "-f", "json").json) == 1
    run("annuler")
    assert tables(both, besides=JOURNAL) == before


def test_a_file_without_a_source_is_a_source_by_itself(
    run: Run, base: Path, tmp_path: Path
) -> None:
    """Two references of one file are two offers, whatever they look like; of two files, one."""
    line = {"titre": "Soudeur", "commune": "Autun", "structure": "Forges", "metier": "soudeur",
            "publiee_le": "2025-11-12"}  # fmt: skip
    lines = [{**line, "reference_externe": ref} for ref in ("A1", "A2")]
    words = ("offres", "importer", "--type", "emploi")
    run(*words, str(a_csv(tmp_path / "a.csv", lines)))
    assert run("offres", "doublons", "-f", "json").json == []
    receipt = run(*words, str(a_csv(tmp_path / "b.csv", [{**line, "reference_externe": "B1"}])),
                  "-f", "json").json  # fmt: skip
    (problem,) = receipt["problemes"]
    assert problem["motif"].startswith("ressemble à ")
    assert len(run("offres", "doublons", "-f", "json").json) == 2


def test_an_import_whose_offer_was_joined_is_still_taken_back(
    run: Run, both: Path, tmp_path: Path
) -> None:
    """One step after the other, and redone."""
    run("annuler", "2")
    empty = tables(both, besides=JOURNAL)
    run("refaire", "2")
    known = referenced(run)
    run("offres", "fusionner", known[FT], known[OURS])
    joined = tables(both, besides=JOURNAL)
    run("annuler", "3")
    assert tables(both, besides=JOURNAL) == empty
    run("refaire", "3")
    assert tables(both, besides=JOURNAL) == joined


def test_what_is_told_apart_is_not_proposed_again(run: Run, both: Path) -> None:
    known = referenced(run)
    before = tables(both, besides=JOURNAL)
    words = ("offres", "doublons", known[FT], known[OURS], "--distinctes")
    said = run(*words).out
    assert "sont notées distinctes : elles ne seront plus proposées." in said
    assert said.endswith(f"{TAKE_BACK}\n")
    assert run("offres", "doublons", "-f", "json").json == []
    operations = query(both, "SELECT count(*) FROM operation")
    again = run(*words, "-f", "json").json
    assert again["paires"] == 0
    assert query(both, "SELECT count(*) FROM operation") == operations
    run("annuler")
    assert tables(both, besides=JOURNAL) == before
    assert len(run("offres", "doublons", "-f", "json").json) == 1
    run(*words)
    run("offres", "fusionner", known[FT], known[OURS])  # whoever changes their mind may
    assert query(both, "SELECT verdict FROM offer_twin") == [("meme_offre",)]
    assert "sont réunies" in run(*words, fails_with=1).err


def test_three_offers_are_joined_or_told_apart_at_once(run: Run, both: Path) -> None:
    known = referenced(run)
    names = list(known.values())[:3]
    done = run("offres", "doublons", *names, "--distinctes", "-f", "json").json
    assert done["paires"] == 3
    done = run("offres", "fusionner", *names, names[1], "-f", "json").json
    assert done["reunies"] == names[1:]
    assert query(both, "SELECT count(*) FROM offer WHERE closed_on IS NOT NULL") == [(2,)]
    assert query(both, "SELECT count(*) FROM offer_twin WHERE verdict = 'meme_offre'") == [(2,)]


def test_joining_is_asked_first_on_a_terminal(
    run: Run, both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = referenced(run)
    asked: list[str] = []
    monkeypatch.setattr(Desk, "asks", True)
    monkeypatch.setattr(asking, "confirm", lambda question: bool(asked.append(question)))
    before = tables(both)
    run("offres", "fusionner", known[FT], known[OURS], fails_with=130)
    assert tables(both) == before
    assert asked == [
        f"Réunir {known[OURS]} (« {OURS} ») à {known[FT]} (« {FT} ») ? {known[OURS]} sera close."
    ]
    run("offres", "fusionner", known[FT], known[OURS], "--oui")
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("fusionner", 2, "Il manque OFFRE"),
        ("fusionner comptable", 2, "Il manque une OFFRE"),
        ("fusionner comptable comptable", 1, "est déjà une seule offre"),
        ("fusionner comptable maison", 1, "ne sont pas du même type (emploi et logement)"),
        ("fusionner forges durand", 1, "est close depuis le 27/11/2025. Gardez l’autre : "),
        ("fusionner comptable poney", 3, "Aucune offre ne répond à « poney »"),
        ("doublons comptable --distinctes", 2, "au moins deux offres"),
        ("doublons comptable comptable --distinctes", 1, "la même est nommée deux fois"),
        ("doublons comptable durand", 2, "Nommez une seule offre"),
        ("doublons forges", 1, "est close depuis le 27/11/2025 : les doublons se cherchent parmi"),
    ],
)
def test_what_cannot_be_joined_is_refused_and_writes_nothing(
    run: Run, both: Path, words: str, code: int, sentence: str
) -> None:
    known = referenced(run)
    run("offres", "ajouter", "--type", "logement", "--titre", "Maison", "--commune", "Autun")
    run("offres", "clore", known["Soudeur / Soudeuse (H/F)"])
    named = {"forges": known["Soudeur / Soudeuse (H/F)"], "durand": known["Soudeur"]}
    before = tables(both)
    typed = [named.get(word, word) for word in words.split()]
    said = run("offres", *typed, fails_with=code).err
    assert sentence in " ".join(said.split())
    assert tables(both) == before
