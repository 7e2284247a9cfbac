"""The household's file: made, listed, read, edited, closed; its stage follows the facts."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from datetime import date
from subprocess import run as run_process

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bases import SERVED, address_of, store_of
from builders import opened
from venez_vivre.casework import conflicts
from venez_vivre.casework import households as cases
from venez_vivre.casework.finding import find_household
from venez_vivre.cli import run as run_program
from venez_vivre.errors import Refused
from venez_vivre.store.operations import Heading
from venez_vivre.store.stages import DERIVED

MARIE = ("--prenom", "Marie", "--nom", "Dupont", "--email", "marie@exemple.fr")
KEYS = [
    "reference", "nom", "membres", "etape", "statut", "droits", "territoire", "agent", "inscrit_le",
    "accompagne_le", "installe_le", "dernier_contact", "prochaine_action", "echeance",
]  # fmt: skip


@pytest.fixture
def marie(run):
    """The reference of a household that exists."""
    return run("foyers", "creer", *MARIE, "-f", "json").json["reference"]


@pytest.fixture
def state(base):
    """Every row that a refused command must leave as it was."""

    def read():
        if not SERVED and not base.exists():
            return None
        with store_of(base).reading() as rows:
            tables = ("household", "person", "signup", "follow_up", "transfer", "operation")
            return {t: rows.rows(f"SELECT * FROM {t} ORDER BY id") for t in tables}

    return read


@pytest.fixture
def team(run):
    """Two officers and two territories."""
    for name in ("Léa Martin", "Paul Petit"):
        run("agents", "ajouter", "--nom", name)
    for code, name in (("CUCM", "Creusot Montceau"), ("GAM", "Grand Autunois Morvan")):
        run("territoires", "ajouter", "--code", code, "--nom", name, "--type", "CC")


def shown(run, words):
    return run("foyers", "montrer", words, "-f", "json").json


# --- creer ----------------------------------------------------------------------------------


def test_a_file_is_made_from_a_name_and_a_way_to_reach_them(run):
    said = run("foyers", "creer", *MARIE)
    assert "créé : Marie DUPONT, inscrit le 27/11/2025." in said.out
    file = shown(run, "dupont")
    assert file["etape"] == "inscrit"
    assert file["inscrit_le"] == "2025-11-27"
    assert [member["role"] for member in file["membres"]] == ["inscrit"]
    assert file["inscriptions"][0]["date"] == "2025-11-27"


def test_every_field_given_is_kept_under_its_name(run):
    typed = {
        "telephone": "06 39 98 12 34", "annee_naissance": "1985", "metier": "infirmière",
        "statut_professionnel": "salarié", "contrat": "CDI", "teletravail": "partiel",
        "salaire_min": "30 000 €", "consentement": "oui", "prenom_conjoint": "Paul",
        "metier_conjoint": "menuisier", "code_postal": "75011", "commune": "Paris",
        "canal": "insta", "horizon": "3 à 6 mois", "date_souhaitee": "01/09/2026",
        "maturite": "4", "adultes": "2", "enfants": "1", "naissances_enfants": "2018",
        "distance_max_km": "20", "logement": "louer", "type_logement": "maison",
        "pieces_min": "4", "loyer_max": "800", "jardin": "oui", "interets": "chorale, escalade",
        "projet": "Revenir près des parents",
    }  # fmt: skip
    options = [w for name, text in typed.items() for w in ("--" + name.replace("_", "-"), text)]
    run("foyers", "creer", *MARIE, *options)
    file = shown(run, "dupont")
    marie, paul, child = file["membres"]
    assert marie["telephone"] == "+33639981234"
    assert (marie["salaire_min"], marie["contrat"], marie["consentement"]) == (30_000, "cdi", 1)
    assert (paul["prenom"], paul["role"], paul["metier"]) == ("Paul", "conjoint", "menuisier")
    assert (child["role"], child["annee_naissance"]) == ("enfant", 2018)
    assert file["projet"] | {
        "departement_origine": "75", "canal": "instagram", "horizon": "3_6_mois", "maturite": 4,
        "logement": "location", "interets": "chorale|escalade", "jardin": 1,
        "date_souhaitee": "2026-09-01",
    } == file["projet"]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 2, "Il manque --nom"),
        (("--nom", "Dupont"), 2, "Il manque --email"),
        ((*MARIE, "--email", "marie"), 2, "--email : adresse e-mail illisible"),
        ((*MARIE, "--telephone", "0612"), 2, "--telephone : numéro de téléphone illisible"),
        ((*MARIE, "--telephone", "٠٦٣٩٩٨١٢٣٤"), 2, "--telephone : numéro de téléphone illisible"),
        ((*MARIE, "--inscrit-le", "demain"), 1, "L’inscription du 28/11/2025 est dans le futur"),
        ((*MARIE, "--inscrit-le", "31/02/2025"), 2, "n’existe pas dans le calendrier"),
        ((*MARIE, "--annee-naissance", "2050"), 2, "donnez un nombre de 1900 à 2025"),
        ((*MARIE, "--enfants", "-1"), 2, "--enfants : nombre négatif"),
        ((*MARIE, "--adultes", "400"), 2, "donnez un nombre de 1 à 20"),
        ((*MARIE, "--canal", "pigeon"), 2, "--canal : « pigeon » n’est pas connu"),
        ((*MARIE, "--metier", "  "), 2, "--metier est vide"),
        ((*MARIE, "--projet", "x" * 6000), 2, "6000 caractères, c’est trop"),
        ((*MARIE, "--territoire", "Lyon"), 3, "Aucun territoire ne répond à « Lyon »"),
        ((*MARIE, "--agent", "Zorro"), 3, "Aucun chargé d’accueil ne répond à « Zorro »"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(run, state, words, code, sentence):
    said = run("foyers", "creer", *words, fails_with=code)
    assert sentence in said.err
    assert said.out == ""
    assert not any((state() or {}).values())


def test_the_same_email_and_first_name_is_refused_with_the_reference(run, marie, state):
    before = state()
    said = run(
        "foyers",
        "creer",
        "--prenom",
        "MARIE",
        "--nom",
        "Durand",
        "--email",
        "Marie@Exemple.fr",
        fails_with=1,
    )
    assert f"déjà un dossier : {marie}, Marie DUPONT." in said.err
    assert state() == before


@pytest.fixture
def phoned(run):
    """The reference of a household known by its phone."""
    words = ("--prenom", "Zoé", "--nom", "Roy", "--telephone", "06 39 98 12 34")
    return run("foyers", "creer", *words, "-f", "json").json["reference"]


def test_the_same_phone_and_first_name_is_refused_with_the_reference(run, phoned, state):
    before = state()
    words = ("--prenom", "ZOE", "--nom", "Durand", "--telephone", "+33 6 39 98 12 34")
    said = run("foyers", "creer", *words, fails_with=1)
    assert f"déjà un dossier : {phoned}, Zoé ROY." in said.err
    assert state() == before


@pytest.mark.parametrize("prenom", ["Luc", None])
def test_a_couple_that_shares_a_phone_is_two_people(run, phoned, prenom):
    words = ("--prenom", prenom) if prenom else ()
    run("foyers", "creer", *words, "--nom", "Durand", "--telephone", "06 39 98 12 34")
    assert len(run("foyers", "lister", "-f", "json").json) == 2


def test_nobody_is_edited_into_somebody_else_s_phone(run, phoned, marie, state):
    before = state()
    words = ("--prenom", "zoé", "--telephone", "06 39 98 12 34")
    said = run("foyers", "modifier", marie, *words, fails_with=1)
    assert f"déjà un dossier : {phoned}, Zoé ROY." in said.err
    assert state() == before
    run("foyers", "modifier", marie, "--telephone", "06 39 98 12 34")
    run("foyers", "modifier", phoned, "--metier", "soudeuse")


def test_amounts_in_euros_may_have_cents_and_are_rounded(run, marie):
    run("foyers", "modifier", marie, "--loyer-max", "750,50", "--budget-achat", "180 000.20 €")
    words = (*MARIE[:4], "--telephone", "0639981235", "--loyer-max", "699,49")
    other = run("foyers", "creer", *words, "-f", "json").json["reference"]
    kept = shown(run, marie)["projet"]
    assert (kept["loyer_max"], kept["budget_achat"]) == (751, 180_000)
    assert shown(run, other)["projet"]["loyer_max"] == 699
    said = run("foyers", "modifier", marie, "--adultes", "1,5", fails_with=2)
    assert "--adultes : nombre à virgule" in said.err


def test_a_couple_that_shares_an_address_is_two_people(run, marie):
    run("foyers", "creer", "--prenom", "Luc", "--nom", "Dupont", "--email", "marie@exemple.fr")
    assert len(run("foyers", "lister", "-f", "json").json) == 2


# --- lister ---------------------------------------------------------------------------------


@pytest.fixture
def several(run, team):
    """Four households at different places of the way."""
    for number, name in enumerate(("Ader", "Blin", "Colin", "Denis")):
        on = f"2025-0{number + 1}-15"
        run("foyers", "creer", "--nom", name, "--email", f"{name}@exemple.fr", "--inscrit-le", on)
    run("contacts", "noter", "blin", "-r", "joint", "--le", "01/11/2025", "--suite", "rappeler")
    run("contacts", "noter", "colin", "-r", "joint", "--echeance", "+30j")
    run(
        "installations",
        "noter",
        "colin",
        "--le",
        "26/11/2025",
        "--commune",
        "Autun",
        "--adultes",
        "1",
        "--enfants",
        "0",
        "--scolarises",
        "0",
    )
    run("foyers", "clore", "denis", "--motif", "injoignable")
    run("foyers", "affecter", "ader", "blin", "--agent", "Léa Martin", "--territoire", "GAM")


def names(run, *words):
    return [r["nom"] for r in run("foyers", "lister", *words, "-f", "json").json]


def test_the_list_has_the_promised_keys(run, several):
    records = run("foyers", "lister", "-f", "json").json
    assert [list(record) for record in records] == [KEYS] * 4
    blin = next(r for r in records if r["nom"] == "BLIN")
    assert blin | {
        "etape": "accompagne", "territoire": "Grand Autunois Morvan", "agent": "Léa Martin",
        "inscrit_le": "2025-02-15", "accompagne_le": "2025-11-01", "installe_le": None,
        "dernier_contact": "2025-11-01", "prochaine_action": "rappeler", "echeance": "2025-11-08",
    } == blin  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ["BLIN", "COLIN", "ADER", "DENIS"]),
        (("--tri", "nom"), ["ADER", "BLIN", "COLIN", "DENIS"]),
        (("--tri", "inscription"), ["DENIS", "COLIN", "BLIN", "ADER"]),
        (("--tri", "contact"), ["ADER", "BLIN", "COLIN", "DENIS"]),
        (("--etape", "accompagné"), ["BLIN"]),
        (("--etape", "installe"), ["COLIN"]),
        (("--statut", "abandon"), ["DENIS"]),
        (("--agent", "lea"), ["BLIN", "ADER"]),
        (("--agent", "aucun"), ["COLIN", "DENIS"]),
        (("--territoire", "gam"), ["BLIN", "ADER"]),
        (("--territoire", "aucun", "--statut", "actif"), ["COLIN"]),
        (("--silence", "30"), ["ADER"]),
        (("--silence", "20"), ["BLIN", "ADER"]),
        (("--du", "2025-02-15", "--au", "2025-03-15"), ["BLIN", "COLIN"]),
        (("--canal", "linkedin"), []),
        (("-n", "1"), ["BLIN"]),
    ],
)
def test_filters_and_orders(run, several, words, expected):
    assert names(run, *words) == expected


def test_a_table_says_how_many_it_left_out(run, several):
    said = run("foyers", "lister", "-n", "1")
    assert "BLIN" in said.out
    assert "… et 3 autres : `-n 4` les montre tous" in said.out
    assert "ADER" not in said.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--tri", "taille"),
            "« taille » n’est pas un ordre : echeance, inscription, contact, nom.",
        ),
        (("--etape", "parti"), "--etape : « parti » n’est pas connu"),
        (("--silence", "-3"), "--silence : -3 n’est pas possible"),
        (("-n", "0"), "donnez un nombre à partir de 1"),
        (("--du", "2025-02-01", "--au", "2025-01-01"), "La période finit avant de commencer"),
    ],
)
def test_a_wrong_filter_is_misuse(run, words, sentence):
    assert sentence in run("foyers", "lister", *words, fails_with=2).err


def test_an_empty_list_is_no_error(run):
    assert "Aucun foyer ne correspond" in run("foyers", "lister").out
    assert run("foyers", "lister", "-f", "json").json == []


# --- montrer --------------------------------------------------------------------------------


def test_the_file_fits_a_screen_and_says_what_matters_first(run, several):
    lines = run("foyers", "montrer", "blin").out.splitlines()
    assert "BLIN" in lines[0]
    assert lines[1] == (
        "accompagné depuis le 01/11/2025 (il y a 26 jours) · Grand Autunois Morvan · "
        "suivi par Léa Martin"
    )
    assert lines[2] == "À faire : rappeler, il y a 19 jours (08/11/2025)"
    assert max(map(len, lines)) <= 100


def test_the_past_is_told_the_latest_first(run, several):
    out = run("foyers", "montrer", "colin").out
    past = [line.split()[:2] for line in out.splitlines() if line.startswith(" ")][-3:]
    assert past == [
        ["27/11/2025", "téléphone"],
        ["26/11/2025", "installation"],
        ["15/03/2025", "inscription"],
    ]
    assert "À faire : rappeler, dans 30 jours (27/12/2025)" in out


def test_the_file_reads_as_markdown(run, marie):
    out = run("foyers", "montrer", marie, "-f", "md").out
    assert out.startswith(f"# {marie}  Marie DUPONT\n")
    assert "- **Foyer** :" not in out
    assert "| 27/11/2025 | inscription |" in out


# --- modifier -------------------------------------------------------------------------------


def test_fields_are_edited_and_the_answer_says_what_changed(run, marie):
    run("foyers", "modifier", marie, "--metier", "infirmière", "--code-postal", "75011")
    said = run(
        "foyers", "modifier", marie, "--metier", "sage-femme", "--loyer-max", "800", "-f", "json"
    )
    assert said.json["champs"] == {
        "metier": {"avant": "infirmière", "apres": "sage-femme"},
        "loyer_max": {"avant": None, "apres": 800},
    }
    file = shown(run, marie)
    assert file["membres"][0]["metier"] == "sage-femme"
    assert file["projet"]["departement_origine"] == "75"
    assert file["modifie_le"] == "2025-11-27"


def test_vide_erases_and_an_empty_text_is_misuse(run, marie):
    run("foyers", "modifier", marie, "--telephone", "0639981234")
    run("foyers", "modifier", marie, "--telephone", "(vide)")
    assert shown(run, marie)["membres"][0]["telephone"] is None
    said = run("foyers", "modifier", marie, "--telephone", "", fails_with=2)
    assert "Pour effacer une valeur, écrivez « (vide) »" in said.err


def test_a_new_name_is_found_and_the_old_one_is_not(run, marie):
    run("foyers", "modifier", marie, "--nom", "Léger")
    assert shown(run, "leger")["reference"] == marie
    run("foyers", "montrer", "dupont", fails_with=3)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 2, "Dites quoi modifier"),
        (("--email", "marie@exemple.fr"), 1, "a déjà ces valeurs"),
        (("--email", "(vide)"), 1, "ne pourrait plus être joint"),
        (("--nom", "(vide)", "--prenom", "(vide)"), 1, "n’aurait plus de nom"),
        (("--prenom", "Luc", "--email", "luc@exemple.fr"), 1, "déjà un dossier"),
        (("--adultes", "0"), 2, "donnez un nombre de 1 à 20"),
        (("--couleur", "bleu"), 2, "L’option --couleur n’existe pas"),
    ],
)
def test_an_impossible_edit_writes_nothing(run, marie, state, words, code, sentence):
    run("foyers", "creer", "--prenom", "Luc", "--nom", "Roy", "--email", "luc@exemple.fr")
    before = state()
    assert sentence in run("foyers", "modifier", marie, *words, fails_with=code).err
    assert state() == before


def test_a_stale_edit_is_refused_and_both_versions_are_shown(run, marie, base):
    heading = Heading("Test", "foyers modifier", date(2025, 11, 27))
    with store_of(base).transact(heading) as work:
        found = find_household(work.rows, marie)
        work.rows.run("UPDATE household SET version = version + 1, project = 'Le sien'")
        with pytest.raises(Refused, match="vient d’être modifié par quelqu’un d’autre") as said:
            cases.edit(work, found, {"projet": "Un autre"})
        assert "projet : la fiche dit « Le sien », vous écriviez « Un autre »" in str(said.value)


def test_an_edit_overtaken_during_the_edit_is_refused(run, marie, base):
    heading = Heading("Test", "foyers modifier", date(2025, 11, 27))
    with store_of(base).transact(heading) as work:
        found = find_household(work.rows, marie)
        household = conflicts.load(work, found)
        work.rows.run("UPDATE household SET version = version + 1")
        household.project = "Un autre"
        with pytest.raises(Refused, match="rien n’a été enregistré"):
            conflicts.flush(work, found)


# --- affecter, clore, rouvrir, reorienter ---------------------------------------------------


def test_several_files_are_given_to_an_officer_at_once(run, several):
    said = run("foyers", "affecter", "ader", "blin", "colin", "--agent", "martin", "-f", "json")
    assert len(said.json["foyers"]) == 1
    assert len(said.json["inchanges"]) == 2
    assert names(run, "--agent", "lea") == ["BLIN", "COLIN", "ADER"]


def test_leaving_a_territory_is_remembered(run, several):
    run("foyers", "affecter", "blin", "--territoire", "CUCM")
    said = run("foyers", "reorienter", "blin", "--vers", "autunois", "--note", "Près d’Autun.")
    assert "réorienté de Creusot Montceau vers Grand Autunois Morvan" in said.out
    file = shown(run, "blin")
    assert file["agent"] is None
    assert [(m["de"], m["vers"], m["note"]) for m in file["reorientations"]] == [
        ("Creusot Montceau", "Grand Autunois Morvan", "Près d’Autun."),
        ("Grand Autunois Morvan", "Creusot Montceau", None),
    ]


def test_a_closed_file_is_opened_again(run, marie):
    said = run("foyers", "clore", marie, "--motif", "logement")
    assert said.out == (
        f"Foyer {marie} (Marie DUPONT) clos le 27/11/2025 : logement introuvable.\n"
        "Pour revenir en arrière : `venez-vivre annuler`.\n"
    )
    file = shown(run, marie)
    assert (file["statut"], file["motif"], file["etape"]) == (
        "abandon",
        "logement_introuvable",
        "inscrit",
    )
    run("foyers", "rouvrir", marie)
    file = shown(run, marie)
    assert (file["statut"], file["motif"], file["ferme_le"]) == ("actif", None, None)


def test_a_wake_up_date_puts_the_file_to_sleep(run, marie):
    run("foyers", "clore", marie, "--motif", "projet_reporte", "--reveil", "+6m")
    file = shown(run, marie)
    assert (file["statut"], file["reveil_le"]) == ("en_veille", "2026-05-27")
    assert "En veille jusqu’au 27/05/2026 : projet reporté" in run("foyers", "montrer", marie).out
    run("foyers", "clore", marie, "--motif", "projet_reporte")
    assert shown(run, marie)["statut"] == "abandon"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("clore", "denis", "--motif", "injoignable"), 1, "est déjà clos depuis le 27/11/2025"),
        (("clore", "ader", "--motif", "bof"), 2, "Valeurs possibles : emploi_demandeur,"),
        (("clore", "ader"), 2, "Il manque --motif."),
        (("clore", "ader", "--motif", "autre", "--le", "demain"), 1, "est dans le futur"),
        (("clore", "ader", "--motif", "autre", "--le", "01/01/2025"), 1, "précède l’inscription"),
        (("clore", "ader", "--motif", "autre", "--reveil", "hier"), 1, "est déjà passé"),
        (("clore", "colin", "--motif", "autre"), 1, "venez-vivre installations depart"),
        (("rouvrir", "ader"), 1, "est déjà ouvert"),
        (("affecter", "blin", "--agent", "léa"), 1, "est déjà suivi par Léa Martin"),
        (("affecter", "blin", "ader", "--territoire", "gam"), 1, "Chacun de ces foyers est déjà"),
        (("affecter", "blin"), 2, "Il manque --agent (ou --territoire)."),
        (("affecter", "blin", "zorro", "--agent", "paul"), 3, "Aucun foyer ne répond à « zorro »"),
        (("reorienter", "blin", "--vers", "GAM"), 1, "est déjà dans le territoire"),
        (("reorienter", "denis", "--vers", "GAM"), 1, "Rouvrez-le d’abord"),
        (("reorienter", "blin"), 2, "Il manque --vers."),
    ],
)
def test_a_refusal_names_the_gesture_and_writes_nothing(run, several, state, words, code, sentence):
    before = state()
    said = run("foyers", *words, fails_with=code)
    assert sentence in said.err
    assert said.out == ""
    assert state() == before


# --- what must never happen -----------------------------------------------------------------

HOSTILE = (
    "\x1b[31mrouge\x1b[0m",
    "\x1b]0;titre\x07",
    "[/red][bold]",
    "a\u202egauche",
    "zero\u200bwidth",
    "\x9b2J",
    "\U000e0041tag",
    "=cmd()",
)
DANGEROUS = (
    set(map(chr, range(0x20))) - set("\n\r")
    | set(map(chr, range(0x7F, 0xA0)))
    | set("\u200b\u202e\u2066\U000e0041")
)


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
@pytest.mark.parametrize("words", [("lister",), ("montrer", "MARIE")])
def test_a_hostile_text_never_reaches_the_terminal_raw(run, base, marie, form, words):
    run("contacts", "noter", marie, "-r", "joint", "Bonjour")
    run("territoires", "ajouter", "--code", "X", "--nom", "X", "--type", "CC")
    run("foyers", "affecter", marie, "--territoire", "X")
    poison = "Marie " + " ".join(HOSTILE)
    with closing(opened(base, write=True)) as link:
        link.execute("UPDATE person SET first_name = ?, occupation = ?", (poison, poison))
        link.execute("UPDATE household SET commune = ?, project = ?, interests = ?", (poison,) * 3)
        link.execute("UPDATE contact SET summary = ?, agent = ?", (poison, poison))
        link.execute("UPDATE territory SET name = ?", (poison,))
    link.close()
    for command in (("foyers", *words), ("contacts", "lister")):
        out = run(*command, "-f", form).out
        assert not DANGEROUS.intersection(out.removeprefix("\ufeff"))
        assert "rouge" in out


def test_what_is_typed_is_kept_without_its_poison(run):
    run("foyers", "creer", "--nom", "Du\x1b[31mpont\u202e", "--email", "d@exemple.fr")
    file = shown(run, "dupont")
    assert file["membres"][0]["nom"] == "Dupont"


def test_no_personal_value_stands_in_the_journal(run, marie, base):
    run("foyers", "modifier", marie, "--telephone", "0639981234", "--projet", "Secret")
    with store_of(base).reading() as rows:
        told = json.dumps(rows.rows("SELECT command, summary FROM operation"))
    assert marie in told
    assert not any(word in told for word in ("Marie", "Dupont", "marie@", "0639", "Secret"))


def test_reading_imports_no_heavy_library(run, marie, base):
    program = """
import sys
from venez_vivre.cli import run
run(sys.argv[1:])
print(*{"sqlalchemy", "sqlmodel", "pydantic", "rich", "alembic"} & set(sys.modules))
"""
    for words in (("lister",), ("montrer", marie)):
        line = [
            sys.executable,
            "-c",
            program,
            "--base",
            address_of(base),
            "foyers",
            *words,
            "-f",
            "json",
        ]
        done = run_process(line, capture_output=True, check=True)
        assert done.stdout.decode().splitlines()[-1] == ""


# --- stages follow the facts ----------------------------------------------------------------

days = st.integers(min_value=0, max_value=60).map(lambda n: f"-{n}j")
households = st.sampled_from(["ader", "blin"])


def typed(*words):
    """A command line, each of whose words is fixed or drawn."""
    return st.tuples(*(st.just(word) if isinstance(word, str) else word for word in words))


CONTACT = ("contacts", "noter", households, "--le", days, "--resultat")
ARRIVAL = ("--commune", "Autun", "--adultes", "1", "--enfants", "2", "--scolarises", "1")
steps = st.one_of(
    typed(*CONTACT, st.sampled_from(["joint", "nrp", "honore", "message"])),
    typed(*CONTACT, "nrp", "--suite", "rappeler"),
    typed("installations", "noter", households, "--le", days, *ARRIVAL),
    typed("installations", "annuler", households),
    typed("installations", "depart", households, "--motif", "autre", "--le", days),
    typed("foyers", "clore", households, "--motif", "autre"),
    typed("foyers", "rouvrir", households),
    typed("annuler"),
    typed("refaire"),
)


@settings(max_examples=15)
@given(st.lists(steps, min_size=4, max_size=14))
def test_stages_are_those_of_the_facts_after_any_series_of_commands(tmp_path_factory, series):
    base = tmp_path_factory.mktemp("stages") / "base.db"
    root = ["--base", address_of(base), "--date", "2025-11-27", "--agent", "Test"]
    for name, on in (("Ader", "2025-10-20"), ("Blin", "2025-11-05")):
        made = ["foyers", "creer", "--nom", name, "--email", f"{name}@ex.fr", "--inscrit-le", on]
        assert run_program([*root, *made]) == 0
    for words in series:
        assert run_program([*root, *words]) in {0, 1, 3}
        _check_derived(base)


def _check_derived(base):
    names = DERIVED["household"]
    with store_of(base).reading() as rows:
        for number, *kept in rows.rows(f"SELECT id, {', '.join(names)} FROM household"):
            assert dict(zip(names, kept, strict=True)) == _derived(rows, number)


def _derived(rows, number):
    """The stage of a household by the rules of the field, from the facts alone."""

    def facts(columns, table):
        sql = f"SELECT {columns} FROM {table} WHERE household_id = :number"
        return rows.rows(sql, number=number)

    forms = [received_on for (received_on,) in facts("received_on", "signup")]
    contacts = facts("happened_on, result", "contact")
    homes = facts("settled_on, cancelled_on", "settlement")
    due = facts("due_on, id, action, done_on", "follow_up")
    registered = min(forms, default=None)
    reached = [on for on, result in contacts if result in {"joint", "honore"}]
    accompanied = max(min(reached), registered) if reached else None
    settled = min((on for on, cancelled in homes if cancelled is None), default=None)
    waiting = min(((on, n, action) for on, n, action, done in due if done is None), default=None)
    stage = "installe" if settled else "accompagne" if accompanied else "inscrit"
    alone = settled is not None and (accompanied is None or accompanied > settled)
    return {
        "stage": stage,
        "registered_on": registered,
        "accompanied_on": accompanied,
        "settled_on": settled,
        "spontaneous": int(alone),
        "last_contact_on": max((on for on, _ in contacts), default=None),
        "next_action": waiting[2] if waiting else None,
        "next_due_on": waiting[0] if waiting else None,
    }


@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_list_fits_the_terminal_without_cutting_references(run, several, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    references = [r["reference"] for r in run("foyers", "lister", "-f", "json").json]
    for out in (run("foyers", "lister").out, run("foyers", "montrer", "blin").out):
        assert max(map(len, out.splitlines())) <= width
    listed = run("foyers", "lister").out
    assert all(reference in listed for reference in references)
