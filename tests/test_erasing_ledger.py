"""Who was erased does not come back: hashes and days, old forms, restored copies, addresses."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from bases import copied, store_of
from builders import opened, query
from journaled import Base
from venez_vivre.errors import Refused
from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.forgotten import Forgotten
from venez_vivre.intake.people import Claim
from venez_vivre.intake.sheets import Row
from venez_vivre.privacy import erasing, replaying
from venez_vivre.references import household_reference
from venez_vivre.store import ledger
from venez_vivre.store.ledger import SECRET, Entry, Ledger, Someone
from venez_vivre.store.operations import Heading
from venez_vivre.store.reader import Reader
from venez_vivre.store.redacting import ERASED, Names, names_of, redact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2025, 11, 27)
KEY = "ab" * 32
ANA = Someone("ana", "ruiz", "ana@example.org", "+33639980010")


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are not read here: tests/test_erasing.py draws whole reports up, a second each."""
    monkeypatch.setattr(erasing, "published", lambda *_: {})


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = Base(tmp_path_factory.mktemp("three") / "base.db")
    with here.step() as step:
        for number in (1, 2, 3):
            step.household(number)
    return here.path


@pytest.fixture
def made(base: Path, three: Path) -> Base:
    """Three households: 1, 2 and 3; persons 10, 20 and 30, who registered on 3 March."""
    return Base(copied(three, base))


@pytest.fixture
def copy(tmp_path: Path, three: Path) -> Base:
    """The same base, saved before anything was erased."""
    return Base(copied(three, tmp_path / "copie.db"))


@pytest.fixture
def rows(made: Base) -> Iterator[Reader]:
    connection = opened(made.path, write=True)
    yield Reader(connection)
    connection.close()


def erase(made: Base, *numbers: int, day: date = TODAY) -> tuple[str, ...]:
    with made.store.transact(Heading("Léa", "rgpd effacer", day)) as work:
        return erasing.erase(work, numbers, origin="demande", reason="demande").proofs


# --- hashes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (ANA, ["e-mail ana@example.org ana", "telephone +33639980010 ana"]),
        (ANA._replace(email=None), ["telephone +33639980010 ana"]),
        (ANA._replace(phone=None), ["e-mail ana@example.org ana"]),
        (ANA._replace(phone=None, first_key=""), ["e-mail ana@example.org ruiz"]),
        (ANA._replace(email="", first_key=""), ["telephone +33639980010 ruiz"]),
        (ANA._replace(email=None, phone=None), []),
    ],
)
def test_people_are_identified_by_mail_or_by_phone_each_with_a_name(
    who: Someone, said: list[str]
) -> None:
    """A household shares an address as it shares a phone: alone, neither tells who was erased."""
    assert who.identities() == said


def test_a_hash_is_that_of_another_library_cut_in_two() -> None:
    """`printf 'e-mail ana@example.org' | openssl dgst -sha256 -mac HMAC -macopt hexkey:abab…`."""
    assert ledger.hashed(KEY, "e-mail ana@example.org") == "a6d6cd43dda24da89a6a2c9806f18748"
    assert ledger.hashed("cd" * 32, "e-mail ana@example.org") != "a6d6cd43dda24da89a6a2c9806f18748"
    both = Ledger(KEY, ()).hashes([ANA, ANA])
    assert both == {ledger.hashed(KEY, said) for said in ANA.identities()}
    assert {len(one) for one in both} == {32}


def test_a_number_of_proof_can_be_said_over_the_phone() -> None:
    drawn = {ledger.new_proof() for _ in range(50)}
    assert len(drawn) == 50
    assert all(re.fullmatch("EF-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}", one) for one in drawn)


def entry(proof: str, day: str, *keys: str, agent: str | None = "Léa") -> Entry:
    return Entry(proof, day, "demande", "parti", 2, agent, keys)


def test_the_ledger_of_a_base_is_read_as_it_was_written(rows: Reader) -> None:
    assert ledger.read(rows) == Ledger("", ())
    assert ledger.turned(rows) is None
    first = ledger.opened(rows)
    assert re.fullmatch("[0-9a-f]{64}", first.secret)
    assert ledger.opened(rows, KEY) == first, "a base keeps the key that it has"
    ledger.write(rows, entry("EF-2", "2025-03-04", "b", "a"))
    ledger.write(rows, entry("EF-1", "2025-03-03", agent=None))
    assert ledger.read(rows) == Ledger(
        first.secret,
        (entry("EF-2", "2025-03-04", "a", "b"), entry("EF-1", "2025-03-03", agent=None)),
    )
    assert rows.rows("SELECT name, value FROM setting") == [(SECRET, first.secret)]


def test_a_base_without_a_key_takes_the_one_it_is_given(rows: Reader) -> None:
    assert ledger.opened(rows, KEY) == Ledger(KEY, ())
    assert ledger.read(rows).secret == KEY


def test_what_is_missing_is_told_by_the_numbers_of_proof() -> None:
    one, two, three = (entry(f"EF-{n}", "2025-03-03") for n in (1, 2, 3))
    assert ledger.missing([one], [three, one._replace(reason="autre"), two]) == [three, two]


# --- old forms -----------------------------------------------------------------------------------


@pytest.fixture
def turned(rows: Reader) -> ledger.Turned:
    """Ana was erased on 4 March by her e-mail, on 2 and 3 March by her phone."""
    opened = ledger.opened(rows, KEY)
    mail, phone = (ledger.hashed(KEY, said) for said in ANA.identities())
    for number, (day, key) in enumerate(
        [("2025-03-03", phone), ("2025-03-04", mail), ("2025-03-02", phone), ("2025-03-02", mail)]
    ):
        ledger.write(rows, entry(f"EF-{number}", day, key))
    found = ledger.turned(rows)
    assert found is not None
    assert found.ledger.secret == opened.secret
    return found


BY_PHONE = ANA._replace(email=None)


@pytest.mark.parametrize(
    ("people", "received", "day"),
    [
        ([ANA], date(2025, 3, 3), "2025-03-04"),
        ([ANA], date(2025, 3, 4), "2025-03-04"),
        ([ANA], date(2025, 3, 5), None),
        ([ANA], None, "2025-03-04"),
        ([BY_PHONE], date(2025, 3, 3), "2025-03-03"),
        ([BY_PHONE], date(2025, 3, 4), None),
        ([BY_PHONE._replace(first_key="bo")], date(2025, 3, 1), None),
        ([BY_PHONE, ANA], date(2025, 3, 4), "2025-03-04"),
        ([], None, None),
    ],
)
def test_a_form_is_turned_back_unless_it_is_newer_than_the_erasure(
    turned: ledger.Turned, people: list[Someone], received: date | None, day: str | None
) -> None:
    """The very day counts as before; a form without a day is old."""
    assert turned.on(people, received) == day


def a_draft(who: Claim | None, partner: Claim | None = None, **values: Any) -> Draft:
    draft = Draft(Row(7, ()), 99, values)
    draft.who, draft.partner = who, partner
    return draft


CLAIM = Claim("ana", "ruiz", email="ana@example.org", phone="+33639980010")
OTHER = Claim("bo", "lind", email="bo@example.org")


def test_an_import_tells_of_an_old_form_of_somebody_erased(
    turned: ledger.Turned, rows: Reader
) -> None:
    told = Forgotten(rows)
    old = date(2025, 3, 1)
    for draft in (
        a_draft(CLAIM, date_inscription=old), a_draft(CLAIM), a_draft(CLAIM, date_inscription="?"),
        a_draft(OTHER, CLAIM, date_inscription=old),
        a_draft(OTHER, Claim("ana", "x", phone=CLAIM.phone)),
    ):  # fmt: skip
        assert told.tells(draft)
        ((problem, alike),) = draft.notices
        assert alike
        assert (problem.ligne, problem.colonne, problem.valeur) == (7, "email", "")
        assert problem.motif.startswith("personne effacée de la base")
        assert problem.remede.startswith("Rien à faire.")
    for draft in (a_draft(OTHER), a_draft(CLAIM, date_inscription=date(2025, 3, 5)), a_draft(None)):
        assert not told.tells(draft)
        assert draft.notices == []


def test_where_nobody_was_erased_no_form_is_old(rows: Reader) -> None:
    ledger.opened(rows)
    draft = a_draft(CLAIM)
    assert Forgotten(rows).tells(draft) is False
    assert draft.notices == []


def test_an_erasure_turns_back_whoever_was_of_the_file_by_what_they_said_once(made: Base) -> None:
    with made.step() as step:
        step.edit("person", 10, email_key="neuf@example.org")
        step.person(1, 11)
    with made.step() as step:
        step.delete("person", 11)
    erase(made, 1)
    with made.store.reading() as rows:
        known = ledger.turned(rows)
        assert known is not None
        for first, mail in (("zqa10", "zqa10"), ("zqa10", "neuf"), ("zqb11", "zqb11")):
            who = Someone(f"ana{first}", "", f"{mail}@example.org", None)
            assert known.on([who], None) == TODAY.isoformat()
            assert known.on([who._replace(first_key="bo")], None) is None, "who shares an address"
        assert known.on([Someone("anazqa20", "", "zqa20@example.org", None)], None) is None


# --- copies --------------------------------------------------------------------------------------

HEADING = Heading("Léa", "base restaurer", date(2025, 12, 1))


def names(base: Base) -> list[str]:
    asked = "SELECT last_name FROM person WHERE last_name <> '' ORDER BY id"
    return [name for (name,) in query(base.path, asked)]


def test_a_copy_is_erased_again_with_its_day_its_origin_and_the_ledger(
    made: Base, copy: Base
) -> None:
    (proof,) = erase(made, 2)
    lasting = replaying.known(made.store)
    assert replaying.replay(lasting, copy.store, HEADING) == 1
    assert names(copy) == ["zqa10", "zqa30"]
    (again, first) = query(copy.path, "SELECT proof, origin, reason, erased_on FROM erasure")
    assert again[1:] == ("restauration", "déjà effacé avant la restauration", "2025-12-01")
    assert first == (proof, "demande", "demande", TODAY.isoformat())
    assert query(copy.path, "SELECT value FROM setting") == [(lasting[0].secret,)], "written anew"
    assert replaying.replay(lasting, copy.store, HEADING) == 0
    assert len(query(copy.path, "SELECT * FROM erasure")) == 2


def test_an_email_alone_or_a_phone_alone_is_enough_to_be_erased_again(
    made: Base, copy: Base
) -> None:
    for one in (made, copy):
        with one.step() as step:
            step.edit("person", 10, phone=None)
            step.edit("person", 20, email=None, email_key=None)
    for one in (1, 2):
        erase(made, one)
    assert replaying.replay(replaying.known(made.store), copy.store, HEADING) == 2
    assert names(copy) == ["zqa30"]


def test_nothing_is_replayed_where_nobody_was_erased(made: Base, copy: Base) -> None:
    before = copy.said()
    with made.step() as step:
        ledger.opened(step.work.rows)
    assert replaying.known(made.store) == (), "a key without an erasure is no ledger"
    assert replaying.replay((), copy.store, HEADING) == 0
    assert copy.said() == before


@pytest.mark.parametrize("last", ["2025-11-26", "2025-11-27", "2025-11-28"])
def test_who_is_in_a_copy_that_does_not_know_of_the_erasure_is_erased_whatever_the_day(
    made: Base, copy: Base, last: str
) -> None:
    with copy.step() as step:
        step.form(1, 10, on=last)
    erase(made, 1)
    assert replaying.replay(replaying.known(made.store), copy.store, HEADING) == 1
    assert names(copy) == ["zqa20", "zqa30"]


def test_who_came_back_after_the_erasure_that_the_copy_knows_of_is_left(
    made: Base, copy: Base
) -> None:
    """Until they are erased once more."""
    erase(made, 1)
    with made.step() as step:
        back = {"first_key": "anazqa10", "email_key": "zqa10@example.org", "last_name": "zqretour"}
        step.household(4, **back)
    copy = Base(copied(made.path, copy.path))
    assert replaying.replay(replaying.known(made.store), copy.store, HEADING) == 0
    assert names(copy) == ["zqa20", "zqa30", "zqretour"]
    erase(made, 4)
    assert replaying.replay(replaying.known(made.store), copy.store, HEADING) == 1
    assert names(copy) == ["zqa20", "zqa30"]


def test_who_has_no_form_is_erased_again_and_who_is_in_any_of_several_ledgers(
    made: Base, copy: Base
) -> None:
    with copy.step() as step:
        step.delete("signup", 1)
    (proof,) = erase(made, 1)
    (one,) = replaying.known(made.store)
    other = Ledger("cd" * 32, ())
    keys = sorted(other.hashes([Someone("anazqa20", "", "zqa20@example.org", None)]))
    other = other._replace(entries=(entry("EF-AUTRE", "2025-02-01", *keys),))
    assert replaying.replay((one, other), copy.store, HEADING) == 2
    assert names(copy) == ["zqa30"]
    (after,) = replaying.known(copy.store)
    assert after.secret == one.secret
    assert [line.proof for line in after.entries if line.origin == "demande"] == [proof], (
        "a line of another key would turn nobody back"
    )


def test_of_a_household_only_those_who_were_erased_are_erased_again(made: Base, copy: Base) -> None:
    """They lived together when the copy was made, and parted since."""
    for one in (made, copy):
        with one.step() as step:
            step.person(1, 11, role="conjoint")
            step.form(1, 11)
    with made.step() as step:
        step.put("household", id=4, reference="VV-4")
        step.edit("person", 11, household_id=4)
        step.edit("signup", 4, household_id=4)
    (proof,) = erase(made, 4)
    lasting = replaying.known(made.store)
    assert replaying.replay(lasting, copy.store, HEADING) == 1
    assert names(copy) == ["zqa10", "zqa20", "zqa30"]
    assert copy.row("household", 1)["erased_on"] is None
    assert "zqb11" not in copy.said()
    assert query(copy.path, "SELECT proof FROM erasure") == [(proof,)]
    assert replaying.replay(lasting, copy.store, HEADING) == 0


def test_a_file_that_only_the_journal_of_a_copy_knows_is_erased_again(
    made: Base, copy: Base
) -> None:
    for one in (made, copy):
        with one.step() as step:
            step.household(4)
    copy.undo()
    erase(made, 4)
    assert replaying.replay(replaying.known(made.store), copy.store, HEADING) == 1
    assert "zqa40" not in copy.said()


def test_a_vanished_file_of_somebody_without_an_address_is_known_by_the_name_in_it(
    made: Base, copy: Base
) -> None:
    for one in (made, copy):
        with one.step() as step:
            step.put("household", id=4, reference=household_reference(4))
            step.put("person", id=40, household_id=4, **nameless("first_key", "last_key"))
    copy.undo()
    erase(made, 4)
    assert replaying.replay(replaying.known(made.store), copy.store, HEADING) == 1
    assert "zq first_key" not in copy.said()


def nameless(*known: str) -> dict[str, Any]:
    """A person of whom nothing is known, but for these keys of likeness."""
    keys = {"email_key": "", "phone": "", "first_key": "", "last_key": ""}
    return {"role": "conjoint", **keys, **{name: f"zq {name}" for name in known}}


@pytest.mark.parametrize(
    "known", [("email_key",), ("phone",), ("first_key", "last_key"), ("last_key",), ("first_key",)]
)
def test_of_a_household_one_thing_known_of_each_is_enough_and_nothing_known_is_no_hindrance(
    made: Base, copy: Base, known: tuple[str, ...]
) -> None:
    """The file goes whole, with the partner of whom nobody said anything."""
    for one in (made, copy):
        with one.step() as step:
            step.put("household", id=4, reference=household_reference(4))
            step.put("person", id=40, household_id=4, **nameless(*known))
            step.put("person", id=41, household_id=4, **nameless())
    erase(made, 4)
    assert replaying.replay(replaying.known(made.store), copy.store, HEADING) == 1
    ((erased,),) = query(copy.path, "SELECT erased_on FROM household WHERE id = 4")
    assert erased == HEADING.today.isoformat()


def test_a_copy_of_another_base_is_erased_and_keeps_its_own_ledger(made: Base, copy: Base) -> None:
    """Its hashes have another key: the lines of ours would turn nobody back there."""
    erase(copy, 3)
    (own,) = replaying.known(copy.store)
    erase(made, 2)
    assert replaying.replay(replaying.known(made.store), copy.store, HEADING) == 1
    (after,) = replaying.known(copy.store)
    assert after.secret == own.secret
    assert [one.origin for one in after.entries] == ["demande", "restauration"]
    assert names(copy) == ["zqa10"]


def test_the_ledger_is_kept_beside_the_base_and_goes_when_it_is_empty(made: Base) -> None:
    beside = replaying.copy_of(made.store.path)
    assert beside == made.store.path.with_name(f"{made.store.path.name}.effacements")
    erase(made, 1)
    replaying.keep_copy(made.store)
    whole, same = replaying.known(made.store)
    assert same == whole
    connection = made.store.open(beside, write=False)
    assert ledger.read(Reader(connection)) == whole
    connection.close()
    erase(made, 2)
    replaying.keep_copy(made.store)
    assert [len(one.entries) for one in replaying.known(made.store)] == [2, 2]
    connection = opened(made.path, write=True)
    connection.execute("DELETE FROM erasure")
    connection.close()
    replaying.keep_copy(made.store)
    assert not beside.exists()
    replaying.keep_copy(made.store)
    assert not beside.exists()


def test_what_is_known_is_what_the_base_and_its_copy_say_each(made: Base, copy: Base) -> None:
    """Either may lack a line, or be lost: who is in one of them is erased again."""
    erase(made, 1)
    replaying.keep_copy(made.store)
    (one, _) = replaying.known(made.store)
    erase(made, 2)
    two, beside = replaying.known(made.store)
    assert beside == one
    assert (two.secret, two.entries[:1], len(two.entries)) == (one.secret, one.entries, 2)
    connection = opened(made.path, write=True)
    connection.execute("DELETE FROM erasure WHERE id = 1")
    connection.close()
    each = replaying.known(made.store)
    assert [ledger.entries for ledger in each] == [two.entries[1:], one.entries]
    assert replaying.replay(each, copy.store, HEADING) == 2
    assert names(copy) == ["zqa30"]
    (after,) = replaying.known(copy.store)
    assert {line.proof for line in two.entries} < {line.proof for line in after.entries}


@pytest.mark.file
def test_of_a_base_that_is_lost_the_copy_beside_it_is_known(made: Base) -> None:
    erase(made, 1)
    replaying.keep_copy(made.store)
    (one, _) = replaying.known(made.store)
    made.path.write_bytes(b"perdue" * 100)
    assert replaying.known(made.store) == (one,)
    made.path.unlink()
    assert replaying.known(store_of(made.path)) == (one,)


@pytest.mark.file
def test_a_copy_that_cannot_be_read_is_refused_unless_the_base_answers(made: Base) -> None:
    """A damaged one must not pass for an empty one: whom it knew would come back."""
    erase(made, 1)
    own = replaying.known(made.store)
    beside = replaying.copy_of(made.path)
    beside.write_bytes(b"abime" * 100)
    assert replaying.known(made.store) == own
    for lost in (lambda: made.path.write_bytes(b"perdue" * 100), made.path.unlink):
        lost()
        with pytest.raises(Refused, match=re.escape(str(beside))):
            replaying.known(made.store)
    beside.unlink()
    assert replaying.known(made.store) == ()


def test_the_copy_of_another_base_is_another_ledger(made: Base, copy: Base) -> None:
    erase(copy, 3)
    replaying.keep_copy(copy.store)
    erase(made, 1)
    own = replaying.known(made.store)
    other = replaying.known(copy.store)
    replaying.copy_of(copy.store.path).replace(replaying.copy_of(made.store.path))
    assert replaying.known(made.store) == (*own, other[0])


def test_ledgers_beside_a_backup_or_one_folder_above_are_known(made: Base, tmp_path: Path) -> None:
    erase(made, 1)
    replaying.keep_copy(made.store)
    (own, _) = replaying.known(made.store)
    above = tmp_path / "ailleurs"
    (above / "un" / "deux").mkdir(parents=True)
    replaying.copy_of(made.store.path).replace(above / "un" / "autre.db.effacements")
    new = store_of(tmp_path / "neuve.db")
    assert replaying.known(new) == ()
    for folder, found in ((above, ()), (above / "un", (own,)), (above / "un" / "deux", (own,))):
        assert replaying.known(new, folder / "s.db") == found


# --- what others wrote ---------------------------------------------------------------------------


def test_an_address_goes_from_what_others_wrote_and_from_their_images(made: Base) -> None:
    with made.step() as step:
        said = "voir ZQA10@Example.org ou zqa10@example.org, pas zqa10xexample.org"
        exchange = {"happened_on": "2025-03-05", "channel": "telephone", "summary": said}
        step.put("contact", household_id=2, **exchange)
        step.edit("signup", 2, form=json.dumps(["é", "zqa10@example.org", "zqa30@example.org"]))
    erase(made, 1)
    assert made.row("contact", 1)["summary"] == "voir (effacé) ou (effacé), pas zqa10xexample.org"
    form = json.loads(made.row("signup", 2)["form"])
    assert form == ["é", "(effacé)", "zqa30@example.org"]
    assert made.images("contact", 1)[0][1]["summary"].startswith("voir (effacé) ou (effacé), pas")
    before, after = made.images("signup", 2)[1]
    assert before["form"] is None
    assert json.loads(after["form"]) == form
    assert made.row("contact", 1)["version"] == 1


def test_an_address_that_somebody_else_still_has_stays(made: Base) -> None:
    shared = {"email": "zqdeux@example.org", "email_key": "zqdeux@example.org"}
    with made.step() as step:
        step.edit("person", 10, **shared)
        step.edit("person", 20, **shared)
        step.edit("signup", 3, message="zqdeux@example.org, et zqa10@example.org")
    erase(made, 1)
    assert made.row("signup", 3)["message"] == "zqdeux@example.org, et (effacé)"
    assert made.images("signup", 3)[1][1]["message"] == "zqdeux@example.org, et (effacé)"
    assert made.row("person", 20)["email"] == "zqdeux@example.org"


def redacted(rows: Reader, names: Names) -> None:
    redact(rows, names)
    rows.value("SELECT 1")  # what waits for the next statement leaves with it


def test_names_are_taken_out_of_every_table_where_people_write(made: Base, rows: Reader) -> None:
    """Of the rows that stand; `erase` passes the images through `Names.clear`."""
    with made.step() as step:
        step.edit("household", 2, project="écrire à a.b@example.org, ou à Bo ANA")
        step.put("territory", code="T1", name="a.b@example.org", kind="CC", department="71")
        number = step.aside(said='{"message": "a.b@example.org et axb@example.org"}')
        step.put("visit", reference="V-1", title="Accueil de Mme Bo", kind="groupe",
                 starts_on="2025-03-08", ends_on="2025-03-09", note="06 39 98 00 77")  # fmt: skip
        step.work.says("venue d’Ana Bo")
    names = names_of(rows, [Someone("ana", "bo", "a.b@example.org", "+33639980077")])
    redacted(rows, names)
    assert made.row("household", 2)["project"] == "écrire à (effacé), ou à (effacé)"
    assert made.row("set_aside", number)["said"] == '{"message": "(effacé) et axb@example.org"}'
    assert made.row("territory", 1)["name"] == "a.b@example.org", "nobody writes freely there"
    visit = made.row("visit", 1)
    assert (visit["title"], visit["note"]) == ("Accueil de (effacé)", ERASED)
    assert query(made.path, "SELECT summary FROM operation WHERE id = 2") == [("venue d’(effacé)",)]
    before = made.said()
    redacted(rows, names)
    redacted(rows, names_of(rows, []))
    redacted(rows, names_of(rows, [Someone("bo", "lind", "personne@example.org", None)]))
    assert made.said() == before


@pytest.fixture
def anas(rows: Reader) -> Names:
    """What named Ana Ruiz, where nobody else is called so."""
    return names_of(rows, [ANA])


@pytest.mark.parametrize(
    "phone",
    [
        "0639980010",
        "06 39 98 00 10",
        "06.39.98.00.10",
        "06-39-98-00-10",
        "06\u202f39\u00a098 00 10",
        "639980010",
        "+33639980010",
        "+33 6 39 98 00 10",
        "+33 (0)6 39 98 00 10",
        "0033 6 39 98 00 10",
    ],
)
def test_a_phone_goes_however_it_is_written(anas: Names, phone: str) -> None:
    assert anas.clear(f"joindre au {phone}, le soir") == "joindre au (effacé), le soir"


@pytest.mark.parametrize("said", ["Ana Ruiz", "RUIZ Ána", "Ana-Ruiz", "Mme Ruiz", "M. RUIZ",
                                  "Mr Ruiz", "famille Ruiz", "Madame\u00a0Ruiz"])  # fmt: skip
def test_names_side_by_side_go(anas: Names, said: str) -> None:
    assert anas.clear(f"vu {said} hier") == "vu (effacé) hier"


@pytest.mark.parametrize(
    "said",
    [
        "Ana",
        "Ruiz",
        "Ana et Ruiz",
        "Ana, Ruiz",
        "Anaïs Ruiz",
        "Mme Ruizeau",
        "rue Ruiz",
        "06 39 98 00 11",
        "98 00 10",
        "xana@example.org",
        "[1, 2]",
        "",
    ],
)
def test_what_may_be_somebody_else_stays(anas: Names, said: str) -> None:
    assert anas.clear(said) == said


def test_of_a_form_the_cells_that_hold_both_names_go(anas: Names) -> None:
    """Each is a lone name in its cell; together they are somebody."""
    form = ["RUIZ", "Dole", "Ana", "06 39 98 00 10", "ami d’Ana Ruiz", "é"]
    left = anas.clear(json.dumps(form, ensure_ascii=False))
    assert left == '["(effacé)", "Dole", "(effacé)", "(effacé)", "ami d’(effacé)", "é"]'
    for other in ('["Ana","Lind"]', '["Ruiz","Bo"]', '["Ana Bo", "Ruiz"]'):
        assert anas.clear(other) == other, "to the character"
    assert anas.clear("[à voir] Ana Ruiz") == "[à voir] (effacé)"


def test_what_somebody_else_goes_by_is_left_alone(made: Base) -> None:
    """The namesake, who shares the address, who is of the family; not who was erased already."""
    who = Someone("ana", "zqruiz", "zqa10@example.org", "+33639980010")
    text = "Ana Zqruiz, Mme Zqruiz, zqa10@example.org, 06 39 98 00 10"
    alone = ", ".join([ERASED] * 4)

    def cleared(**other: Any) -> str:
        with made.step() as step:
            step.edit("person", 20, **other)
        with made.store.reading() as rows:
            return names_of(rows, [who], {10}).clear(text)

    assert cleared(contract="cdi") == alone
    assert cleared(last_key="zqruiz") == "(effacé), Mme Zqruiz, (effacé), (effacé)"
    assert cleared(first_key="ana") == "Ana Zqruiz, Mme Zqruiz, (effacé), (effacé)"
    assert cleared(email_key=who.email, phone=who.phone) == text
    with made.store.reading() as rows:
        assert names_of(rows, [who]).clear(text) == alone, "asked of a reason: of nobody else"
    with made.step() as step:
        step.edit("household", 2, erased_on="2025-03-09")
    with made.store.reading() as rows:
        assert names_of(rows, [who], {10}).clear(text) == alone
