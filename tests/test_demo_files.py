"""The demonstration files say what they promise, counted here by an independent naive reader."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import subprocess
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from datetime import date, datetime
from itertools import combinations
from pathlib import Path

import pytest

from paces import slowness
from venez_vivre import reference
from venez_vivre.demo import DemoFiles, names, write
from venez_vivre.demo.occupations import OCCUPATIONS

DATA = Path(__file__).parent.parent / "data"
FIRST, LAST = date(2024, 10, 1), date(2025, 11, 27)
RANGES = ("019900", "026191", "035301", "046571", "053649", "063998")
REACHING = {"joint", "honore"}


def fold(text):
    """Case, accents, hyphens, apostrophes and repeated blanks do not count."""
    text = text.lower().translate(str.maketrans({"œ": "oe", "’": "", "'": "", "-": " "}))
    letters = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def digits(phone):
    only = re.sub(r"\D", "", phone)
    return re.sub(r"^(0033|33)", "0", only)


def day(text):
    for form in ("%d/%m/%Y %H:%M", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def edits(one, other):
    """Levenshtein distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def read(path, encoding="utf-8", headings=None):
    with path.open(encoding=encoding, newline="") as lines:
        own, *rows = csv.reader(lines, delimiter=";")
    return [dict(zip(headings or own, row, strict=True)) for row in rows]


class Person:
    def __init__(self, household, first, last):
        self.household, self.first, self.last = household, first, last
        self.emails, self.phones, self.years, self.postals = set(), set(), set(), set()
        self.registered = None
        self.form = None

    def learn(self, email, phone, year, postal):
        for known, value in zip(
            (self.emails, self.phones, self.years, self.postals),
            (email, phone, year, postal),
            strict=True,
        ):
            if value:
                known.add(value)


class Survey:
    """A naive reader: the four identity rules of the contract, one row after the other."""

    def __init__(self):
        self.people, self.rejected, self.accepted = [], 0, 0
        self.by = defaultdict(list)

    def identify(self, reference_, first, last, email, phone, year, postal):  # noqa: PLR0917
        keys = [("ref", reference_), ("mail", email, first), ("tel", phone, first)]
        for key in keys:
            if key[1] and self.by[key]:
                return self.by[key][0]
        for person in self.by["name", first, last] if first and last else ():
            agrees = year in person.years or postal in person.postals
            disputed = (email and person.emails and email not in person.emails) or (
                phone and person.phones and phone not in person.phones
            )
            if agrees and not disputed:
                return person
        return None

    def member(self, household, form, names_, *, reference_="", year=""):
        prenom, nom, mail, tel = (form.get(name, "") for name in names_)
        first, last, email, phone = fold(prenom), fold(nom), mail.lower(), digits(tel)
        postal = form["code_postal"]
        person = self.identify(reference_, first, last, email, phone, year, postal)
        if person is None and household:
            relatives = (p for p in self.by["name", first, last] if p.household is household)
            person = next(relatives, None)
        if person is None:
            person = Person(household or object(), first, last)
            self.people.append(person)
            self.by["name", first, last].append(person)
        person.learn(email, phone, year, postal)
        keys = [("ref", reference_), ("mail", email, first), ("tel", phone, first)]
        for key in keys:
            if key[1] and person not in self.by[key]:
                self.by[key].append(person)
        return person

    def take(self, form):
        when = day(form["date_inscription"])
        named = form["prenom"].strip() or form["nom"].strip()
        if not (when and named and (form["email"] or form["telephone"])):
            self.rejected += 1
            return
        self.accepted += 1
        person = self.member(
            None,
            form,
            ("prenom", "nom", "email", "telephone"),
            reference_=form.get("reference_externe", ""),
            year=form["annee_naissance"],
        )
        if person.registered is None:
            person.registered, person.form = when, form
        assert when >= person.registered
        if form["prenom_conjoint"]:
            columns = tuple(f"{n}_conjoint" for n in ("prenom", "nom", "email", "telephone"))
            partner = self.member(person.household, form, columns)
            assert partner.household is person.household

    @property
    def registrants(self):
        return [person for person in self.people if person.registered]

    def household(self, email):
        found = {p.household for p in self.registrants if email.lower() in p.emails}
        assert len(found) == 1, email
        return found.pop()

    def count(self, contacts, settlements):
        """Return the people and households accompanied, the settlements helped, and the others."""
        owners = defaultdict(set)
        for person in self.registrants:
            for email in person.emails:
                owners[email].add(person.household)
        for email in {row["foyer"].lower() for row in (*contacts, *settlements)}:
            assert len(owners[email]) == 1, email
        reached = {}
        for row in contacts:
            if row["resultat"] in REACHING:
                (home,) = owners[row["foyer"].lower()]
                reached[home] = min(day(row["date"]), reached.get(home, date.max))
        thanks, alone = [], []
        for row in settlements:
            (home,) = owners[row["foyer"].lower()]
            helped = reached.get(home, date.max) <= day(row["date"])
            (thanks if helped else alone).append(row)
        people = [person for person in self.registrants if person.household in reached]
        return people, set(reached), thanks, alone


def heads(rows, *columns):
    return sum(int(row[column] or 0) for row in rows for column in columns)


class Written:
    """A set of files, read back."""

    def __init__(self, files: DemoFiles):
        self.files, self.truth = files, files.truth
        web, typed = files.inscriptions
        self.november = read(typed, "cp1252")
        with typed.open(encoding="cp1252", newline="") as lines:
            fields = next(csv.reader(lines, delimiter=";"))
        self.forms = read(web, "utf-8-sig", fields) + self.november
        self.contacts, self.settlements = read(files.contacts), read(files.installations)
        self.territories, self.officers = read(files.territoires), read(files.agents)
        self.offers, self.campaigns = read(files.offres), read(files.campagnes)
        self.survey = Survey()
        for form in self.forms:
            self.survey.take(form)
        self.counted = self.survey.count(self.contacts, self.settlements)
        self.cover = cover(self.territories)
        self.territory = {row["code"]: row["code"] for row in self.territories}
        self.territory |= {row["nom"]: row["code"] for row in self.territories}
        self.first_form = {}
        for person in self.survey.registrants:
            for email in person.emails:
                self.first_form.setdefault(email, person.form)
                if person.registered < day(self.first_form[email]["date_inscription"]):
                    self.first_form[email] = person.form

    def home(self, email):
        """Return the first form under an address, and its first territory."""
        form = self.first_form[email.lower()]
        first = re.split(r"\||, ", form["territoires_souhaites"])[0]
        return form, self.territory[first]


def cover(territories):
    """Return the names of the communes of each territory; none belongs to two."""
    by_siren, by_code = defaultdict(list), {}
    for row in reference.read("communes_bfc"):
        by_siren[row["epci"]].append(row["code_insee"])
        by_code[row["code_insee"]] = row["nom"]
    codes = {
        t["code"]: [c for part in t["communes"].split("|") for c in by_siren.get(part, [part])]
        for t in territories
    }
    everywhere = [code for listed in codes.values() for code in listed]
    assert len(everywhere) == len(set(everywhere))
    return {code: {by_code[c] for c in listed} for code, listed in codes.items()}


@pytest.fixture(scope="module", params=[50, 1_000, 12_000])
def written(request, tmp_path_factory):
    return Written(write(tmp_path_factory.mktemp("demo"), signups=request.param))


def test_people_are_counted_once_however_often_they_sign_up(written):
    survey, truth = written.survey, written.truth
    assert len(survey.registrants) == truth.registrants
    assert len({p.household for p in survey.registrants}) == truth.households
    assert (survey.accepted, survey.rejected) == (truth.accepted_rows, truth.rejected_rows)
    assert truth.accepted_rows > truth.registrants
    same = Counter(tuple(form.values()) for form in written.forms)
    assert sum(count - 1 for count in same.values()) == truth.identical_rows


def test_contacts_and_settlements_give_the_stages(written):
    truth = written.truth
    people, homes, thanks, alone = written.counted
    assert len(people) == truth.accompanied_people
    assert len(homes) == truth.accompanied_households
    assert len(thanks) == truth.settled_households
    assert heads(thanks, "adultes") == truth.settled_adults
    assert heads(thanks, "enfants") == truth.settled_children
    assert heads(thanks, "adultes", "enfants") == truth.settled_people
    assert heads(thanks, "scolarises") == truth.schooled_children
    assert len(alone) == truth.spontaneous_households
    assert heads(alone, "adultes", "enfants") == truth.spontaneous_people
    assert len(written.contacts) == truth.contacts


def test_campaigns_territories_officers_and_offers_sum_up(written):
    truth, campaigns = written.truth, written.campaigns
    assert len({row["axe"] for row in campaigns}) == truth.axes == 15
    for column in ("depense", "vues", "visites", "ecoutes"):
        wanted = {"depense": "spending", "vues": "views", "visites": "visits", "ecoutes": "plays"}
        assert heads(campaigns, column) == getattr(truth, wanted[column])
    kinds = Counter(row["type"] for row in written.territories)
    assert kinds["CC"] == 22
    assert kinds["CA"] + kinds["CU"] + kinds["METRO"] == 9
    assert kinds["DEPT"] == 4
    assert len({row["departement"] for row in written.territories}) == 8
    assert {row["territoire"] for row in written.officers} == {
        r["code"] for r in written.territories
    }
    assert len(written.officers) == truth.officers == len({row["nom"] for row in written.officers})
    assert len(written.offers) == truth.offers
    assert len({row["type"] for row in written.offers}) == 8


@pytest.mark.parametrize("written", [12_000], indirect=True)
def test_the_published_first_year_at_default_scale(written):
    truth = written.truth
    assert (truth.accompanied_people, truth.settled_households) == (1_260, 175)
    assert (truth.settled_people, truth.schooled_children) == (375, 110)
    assert (truth.spontaneous_households, truth.spontaneous_people) == (9, 17)
    assert (truth.spending, truth.views) == (250_000, 18_500_000)
    assert (truth.visits, truth.plays) == (155_000, 13_000)
    assert 12_800 <= truth.accepted_rows <= 13_000
    assert truth.rejected_rows == 14
    assert 6_000 <= truth.contacts <= 7_000


def test_no_two_people_can_be_confused(written):
    people = written.survey.people
    births, homes, pairs = Counter(), defaultdict(list), defaultdict(list)
    for person in people:
        pairs[person.first, person.last].append(person)
        births.update((person.first, person.last, year) for year in person.years)
        for postal in person.postals:
            homes[person.last, postal].append(person.first)
    assert max(births.values()) == 1
    for same in pairs.values():
        assert len(same) == 1 or all(p.years and p.postals for p in same)
    for (last, _), firsts in homes.items():
        for one, other in combinations(firsts, 2):
            assert edits(one, other) > 2, (one, other, last)


def test_addresses_and_phones_are_shared_by_couples_only(written):
    owners = defaultdict(list)
    for person in written.survey.people:
        for value in person.emails | person.phones:
            owners[value].append(person)
    for same in owners.values():
        assert len(same) <= 2
        assert len({p.first for p in same}) == len(same)
        assert len({tuple(sorted(p.postals)) for p in same if not p.years}) <= 2


def test_only_reserved_domains_and_phone_ranges_are_used(written):
    paths = [p for p in written.files.contacts.parent.iterdir() if "novembre" not in p.name]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    texts.append(written.files.inscriptions[1].read_text(encoding="cp1252"))
    for text in texts:
        assert set(re.findall(r"@([\w.-]+)", text.lower())) <= {"example.org"}
        assert set(re.findall(r"https?://([\w.-]+)", text)) <= {"example.org"}
    rows = written.forms + written.officers
    for row in rows:
        for column in ("telephone", "telephone_conjoint"):
            phone = digits(row.get(column, ""))
            assert not phone or (len(phone) == 10 and phone.startswith(RANGES))


def test_settlements_fit_their_household(written):
    seen = set()
    for row in written.settlements:
        form, territory = written.home(row["foyer"])
        assert id(form) not in seen
        seen.add(id(form))
        assert day(form["date_inscription"]) < day(row["date"]) <= LAST
        assert row["commune"] in written.cover[territory]
        assert (row["adultes"], row["enfants"]) == (form["adultes"], form["enfants"])
        births = [int(year) for year in re.findall(r"\d{4}", form["naissances_enfants"])]
        assert len(births) == int(row["enfants"])
        assert int(row["scolarises"]) == sum(year <= 2022 for year in births)


def test_contacts_fit_their_household(written):
    officers = defaultdict(set)
    for row in written.officers:
        officers[row["territoire"]].add(row["nom"])
    for row in written.contacts:
        form, territory = written.home(row["foyer"])
        assert day(form["date_inscription"]) <= day(row["date"]) <= LAST
        assert row["agent"] in officers[territory]
        assert bool(row["suite"]) == bool(row["echeance"])
        if row["echeance"]:
            assert day(row["echeance"]) > day(row["date"])
    dates = [day(row["date"]) for row in written.contacts]
    assert dates == sorted(dates)


def test_forms_come_in_order_within_the_year_and_name_places_of_their_territory(written):
    for form in written.forms:
        when = day(form["date_inscription"])
        assert when is None or FIRST <= when <= LAST
        wished = re.split(r"\||, ", form["territoires_souhaites"])
        assert not wished[0] or {written.territory[name] for name in wished}
        for town in re.split(r"\||, ", form["communes_souhaitees"]):
            name = re.sub(r" \(\d{5}\)$", "", town)
            assert not town or name in written.cover[written.territory[wished[0]]]
    assert all(
        day(f["date_inscription"]) is None or f["date_inscription"][3:5] == "11"
        for f in written.november
    )


def test_offers_stand_in_real_communes_with_real_occupations(written):
    places = {r["code_insee"]: r for r in reference.read("communes_bfc")}
    romes = {row["code_rome"] for row in reference.read("rome_metiers")}
    assert {occupation.rome for occupation in OCCUPATIONS} <= romes
    for row in written.offers:
        place = places[row["code_insee"]]
        assert (row["commune"], row["latitude"]) == (place["nom"], place["lat"])
        assert row["code_postal"] in place["codes_postaux"]
        assert not row["code_rome"] or row["code_rome"] in romes
        assert row["publiee_le"] <= (row["verifiee_le"] or "2025-11-27") <= "2025-11-27"


def test_first_and_last_names_are_distinct_and_fit_an_old_spreadsheet():
    firsts = [
        *names.WOMEN_BEFORE_1975,
        *names.WOMEN_SINCE_1975,
        *names.MEN_BEFORE_1975,
        *names.MEN_SINCE_1975,
    ]
    every = [*firsts, *names.LAST_NAMES, *names.SECOND_LAST_NAMES]
    assert len({fold(name) for name in every}) == len(every)
    assert all(name.encode("cp1252") for name in every)


def digest(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    """Whatever the hash seed; another seed gives other files."""
    write(tmp_path / "here", signups=200)
    write(tmp_path / "other", signups=200, seed=7)
    code = "import sys,pathlib; from venez_vivre.demo import write; "
    code += "write(pathlib.Path(sys.argv[1]), signups=200)"
    for seed in ("1", "2"):
        command = [sys.executable, "-c", code, str(tmp_path / seed)]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        assert digest(tmp_path / seed) == digest(tmp_path / "here")
    assert digest(tmp_path / "other") != digest(tmp_path / "here")


def test_writing_the_default_scale_takes_seconds(tmp_path):
    started = time.perf_counter()
    write(tmp_path)
    assert time.perf_counter() - started < 6 * slowness()


@pytest.mark.parametrize("signups", [20, 21, 33, 137, 499])
def test_any_scale_from_twenty_people_works(tmp_path, signups):
    written = Written(write(tmp_path, signups=signups))
    people, _, thanks, alone = written.counted
    assert len(written.survey.registrants) == signups
    assert len(people) == written.truth.accompanied_people
    assert (len(thanks), len(alone)) == (
        written.truth.settled_households,
        written.truth.spontaneous_households,
    )


def test_fewer_than_twenty_people_are_refused(tmp_path):
    with pytest.raises(ValueError, match="au moins 20"):
        write(tmp_path, signups=19)


def test_the_sample_files_count_as_their_page_says():
    survey = Survey()
    for form in read(DATA / "exemple-inscriptions.csv"):
        survey.take(form)
    assert (survey.accepted, survey.rejected) == (11, 1)
    assert len(survey.registrants) == 10
    assert len({p.household for p in survey.registrants}) == 9
    people, homes, thanks, alone = survey.count(
        read(DATA / "exemple-contacts.csv"), read(DATA / "exemple-installations.csv")
    )
    assert (len(people), len(homes)) == (4, 3)
    assert heads(thanks, "adultes", "enfants") == 3
    assert heads(alone, "adultes", "enfants") == 1
    towns = cover(read(DATA / "exemple-territoires.csv"))
    assert all(row["commune"] in towns["E1"] | towns["E2"] for row in (*thanks, *alone))
    assert len(read(DATA / "exemple-offres.csv")) == 6
