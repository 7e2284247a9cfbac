"""Local bases hand over a signed file without a name; the Region's funnel counts everybody once."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

import territories
from bases import address_of, copied
from builders import a_contact, a_csv, a_settlement, a_signup, a_territory, query
from conftest import TAKEN
from venez_vivre.cli import run as run_program
from venez_vivre.steering.regional import received, secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run, Said

SCOPES = (
    (),
    ("--par", "territoire"),
    ("--par", "mois"),
    ("--cohorte", "mois"),
    ("--cohorte", "2025-03"),
    ("--mois", "2025-06"),
    ("--annee", "2025"),
    ("--du", "2025-02-03", "--au", "2025-08-17", "--par", "territoire"),
    ("--cohorte", "mois", "--par", "territoire", "--annee", "2025"),
)

Share = "Callable[..., Path]"


@pytest.fixture
def key(run: Run, tmp_path: Path) -> Path:
    """The secret of a Region."""
    path = tmp_path / "region.cle"
    run("base", "partager", "--nouvelle-cle", str(path))
    return path


@pytest.fixture
def share(run: Run, key: Path, tmp_path: Path) -> Callable[..., Path]:
    """Import these lines into a base of that name, and share it; the file."""

    def make(
        name: str,
        signups: list[dict[str, str]],
        *imports: tuple[str, Path],
        day: str = "2025-11-27",
    ) -> Path:
        base = tmp_path / f"{name}.db"
        path = a_csv(tmp_path / f"{name}.csv", signups)
        for noun, file in (("inscrits", path), *imports):
            here(base, day, noun, "importer", str(file), "--oui")
        made = base.with_suffix(".json")
        here(base, day, "base", "partager", "--cle", str(key), "--sortie", str(made), "--ecraser")
        return made

    return make


def here(base: Path, day: str, *words: str) -> None:
    """Run one command on another base, on that day, under its own name."""
    code = run_program(["--base", address_of(base), "--date", day, "--agent", base.stem, *words])
    assert code in territories.TAKEN, words


def together(run: Run, key: Path, *words: object) -> Said:
    """The funnel of files, as JSON, with options."""
    return run("base", "consolider", *map(str, words), "--cle", str(key), "-f", "json")


def stages(said: Said) -> dict[str, tuple[int, int]]:
    """Households and people of each stage."""
    found = {one["etape"]: (one["foyers"], one["personnes"]) for one in said.json["etapes"]}
    alone = said.json["spontanees"]
    return found | {"spontanees": (alone["foyers"], alone["personnes"])}


# --- the same figures -----------------------------------------------------------------------


@pytest.mark.parametrize("size", [(35, 1_050, 1), (12, 1_200, 7)], ids=str)
def test_the_region_counts_as_one_base_that_holds_everything_and_as_their_union(
    run: Run, key: Path, base: Path, tmp_path: Path, size: tuple[int, int, int]
) -> None:
    """One person in ten signed up in two territories: every figure is equal, to the unit."""
    count, signups, seed = size
    region = territories.write(tmp_path / "region", count=count, signups=signups, seed=seed)
    files, locals_ = [], territories.build_each(region, tmp_path)
    for local in locals_:
        files.append(str(local.with_suffix(".json")))
        here(local, territories.TODAY, "base", "partager", "--cle", str(key), "--sortie", files[-1])
    territories.build_whole(region, base)
    union = tmp_path / "union.db"
    run("base", "reunir", *map(str, locals_), "--vers", address_of(union), fails_with=TAKEN)
    shared = together(run, key, *files).json["communs"]["foyers"]
    assert region.twice * 0.9 < shared <= region.twice
    for words in SCOPES:
        expected = run("entonnoir", *words, "-f", "json").json
        found = together(run, key, *files, *words).json
        assert {name: found[name] for name in expected} == expected, words
        assert (
            run("--base", address_of(union), "entonnoir", *words, "-f", "json").json == expected
        ), words


def test_one_base_alone_gives_its_own_funnel(
    run: Run, key: Path, base: Path, tmp_path: Path
) -> None:
    """Whatever the period; an erased household still counts, and is recognised nowhere."""
    region = territories.write(tmp_path / "region", count=2, signups=300, seed=3)
    territories.build(base, region, region.locals)
    reference = query(base, "SELECT reference FROM household WHERE settled_on IS NOT NULL")[0][0]
    run("rgpd", "effacer", reference, "--motif", "demande", "--confirmer")
    path = tmp_path / "base.json"
    said = run("base", "partager", "--cle", str(key), "--sortie", str(path), "-f", "json").json
    assert said["non_compares"] == 1
    for words in SCOPES:
        expected = run("entonnoir", *words, "-f", "json").json
        found = together(run, key, path, *words).json
        assert {name: found[name] for name in expected} == expected, words


def test_a_household_met_here_and_settled_there_goes_through_the_stages_once(
    run: Run, key: Path, share: Callable[..., Path], tmp_path: Path
) -> None:
    """Signed up in March and met in April in one base, settled in June in another one."""
    who = a_signup(date_inscription="2025-03-10")
    contact = a_csv(tmp_path / "c.csv", [a_contact(who["email"], date="2025-04-02")])
    arrival = a_csv(tmp_path / "i.csv", [a_settlement(who["email"], date="2025-06-20")])
    one = share("un", [who], ("contacts", contact))
    other = share("deux", [{**who, "date_inscription": "2025-05-05"}], ("installations", arrival))
    found = together(run, key, one, other)
    assert stages(found) == {
        "inscrits": (1, 1), "accompagnes": (1, 1), "installes": (1, 4), "spontanees": (0, 0),
    }  # fmt: skip
    assert found.json["communs"] == {"foyers": 1, "personnes": 1}
    assert stages(together(run, key, other))["spontanees"] == (1, 4)
    assert stages(together(run, key, one, other, "--mois", "2025-05"))["inscrits"] == (0, 0)


def test_a_meeting_before_any_form_counts_from_the_earliest_form_of_all(
    run: Run, key: Path, share: Callable[..., Path], tmp_path: Path
) -> None:
    """Met in January, signed up there in May, but in February in another territory."""
    who = a_signup(date_inscription="2025-05-05")
    contact = a_csv(tmp_path / "c.csv", [a_contact(who["email"], date="2025-01-15")])
    files = (
        share("un", [who], ("contacts", contact)),
        share("deux", [{**who, "date_inscription": "2025-02-10"}]),
    )
    assert stages(together(run, key, *files, "--mois", "2025-02"))["accompagnes"] == (1, 1)


TWO = (
    ("another first name", {"prenom": "Aurore"}),
    ("another birth year", {"annee_naissance": "1966"}),
)


@pytest.mark.parametrize(("why", "change"), TWO, ids=[why for why, _ in TWO])
def test_what_makes_two_people_keeps_two_households(
    run: Run, key: Path, share: Callable[..., Path], why: str, change: dict[str, str]
) -> None:
    """A couple shares its e-mail and its phone; so may a father and his son."""
    who = a_signup(prenom="Marc", annee_naissance="1990")
    files = share("un", [who]), share("deux", [{**who, **change}])
    assert stages(together(run, key, *files))["inscrits"] == (2, 2), why


ONE = (
    ("capitals and accents", {"prenom": "HÉLÈNE", "nom": "DE LA TOUR-BRETON"}),
    ("a letter more in the last name", {"nom": "De la Tour-Brreton"}),
    ("half of a double name", {"nom": "Tour"}),
    ("another phone", {"telephone": "06 39 98 77 77"}),
    ("another box of the same phone", {"email": "autre@example.org"}),
    ("another spelling of the first name", {"prenom": "Ellen"}),
    ("an unknown birth year", {"annee_naissance": ""}),
    ("the same mailbox by another address", {"email": "helene+vv@example.org"}),
    ("a slip of the birth year", {"annee_naissance": "1981"}),
)


@pytest.mark.parametrize(("why", "change"), ONE, ids=[why for why, _ in ONE])
def test_whoever_is_one_for_imports_is_one_for_the_region(
    run: Run,
    key: Path,
    share: Callable[..., Path],
    tmp_path: Path,
    why: str,
    change: dict[str, str],
) -> None:
    """The same two lines, in one base and in two: one household or two, alike."""
    who = a_signup(
        prenom="Hélène", nom="de la Tour-Breton", annee_naissance="1980", email="helene@example.org"
    )
    lines = [who, {**who, "date_inscription": "2025-11-12", **change}]
    files = [share(name, [line]) for name, line in zip(("un", "deux"), lines, strict=True)]
    for line in lines:
        run(
            "inscrits",
            "importer",
            str(a_csv(tmp_path / "x.csv", [line])),
        )  # taken: a line set aside would count nobody
    expected = run("entonnoir", "-f", "json").json["etapes"][0]
    assert together(run, key, *files).json["etapes"][0] == expected, why


def test_two_people_of_one_base_are_never_made_one(
    run: Run, key: Path, share: Callable[..., Path]
) -> None:
    """That base knows them as two; somebody of another one who resembles both is one of them."""
    who = a_signup(prenom="Paul")
    first = {**who, "telephone": ""}
    second = {**who, "email": "", "telephone": who["telephone"], "nom": "Vasselin"}
    found = together(run, key, share("un", [first, second]), share("deux", [who]))
    assert stages(found)["inscrits"] == (2, 2)


def test_the_page_of_a_region_fits_the_narrowest_terminal(
    run: Run, key: Path, share: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it is grouped by; a household that two territories know is told of."""
    who = a_signup()
    files = [str(share("un", [who])), str(share("deux", [who, a_signup()], day="2025-11-26"))]
    for columns in (60, 80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        for by in ("territoire", "mois", "trimestre", "annee"):
            said = run("base", "consolider", *files, "--cle", str(key), "--par", by).out
            assert max(map(len, said.splitlines())) <= columns
            assert "1 foyer connu de plusieurs territoires, compté une fois." in said
            assert "s’arrêtent au 26/11/2025" in " ".join(said.split())


@pytest.mark.parametrize("by", ["trimestre", "annee"])
def test_quarters_and_years_sum_their_months(
    run: Run, key: Path, share: Callable[..., Path], by: str
) -> None:
    """In their order, as a flow and as a cohort; the words are those of a calendar."""
    days = ("2024-12-31", "2025-01-01", "2025-03-31", "2025-04-01")
    path = share("un", [a_signup(date_inscription=day) for day in days])
    expected = {
        "trimestre": [("2024-T4", "4e trimestre 2024", 1), ("2025-T1", "1er trimestre 2025", 2),
                      ("2025-T2", "2e trimestre 2025", 1)],
        "annee": [("2024", "2024", 1), ("2025", "2025", 3)],
    }  # fmt: skip
    for words in ((), ("--cohorte", "mois")):
        groups = together(run, key, path, "--par", by, *words).json["groupes"]
        found = [(one["cle"], one["libelle"], one["etapes"][0]["foyers"]) for one in groups]
        assert found == expected[by]


# --- files received twice, older, newer -----------------------------------------------------


def test_the_same_file_twice_or_a_newer_one_counts_once(
    run: Run, key: Path, share: Callable[..., Path], tmp_path: Path
) -> None:
    """The newer one prevails, whatever the order in which they are named."""
    one = share("un", [a_signup()], day="2025-11-20")
    old = one.rename(tmp_path / "ancien.json")
    new = share("un", [a_signup(), a_signup()], day="2025-11-25")
    assert stages(together(run, key, old, old))["inscrits"] == (1, 1)
    for files in ((old, new), (new, old, new)):
        said = together(run, key, *files)
        assert stages(said)["inscrits"] == (3, 3)
        assert [file["fichier"] for file in said.json["fichiers"] if file["compte"]] == [str(new)]


def test_an_older_file_does_not_come_back_once_a_newer_one_was_counted(
    run: Run, key: Path, share: Callable[..., Path], tmp_path: Path
) -> None:
    """And nothing of what was noted changes; without the note, it counts again."""
    old = share("un", [a_signup()], day="2025-11-20").rename(tmp_path / "ancien.json")
    new = share("un", [a_signup()], day="2025-11-25")
    together(run, key, new)
    note = received.beside(key)
    before = note.read_bytes()
    said = run("base", "consolider", str(old), "--cle", str(key), fails_with=1)
    assert "plus ancien que le fichier déjà compté" in said.err
    assert "20/11/2025" in said.err
    assert not said.out
    assert note.read_bytes() == before
    note.unlink()
    assert stages(together(run, key, old))["inscrits"] == (1, 1)


def test_two_bases_that_began_as_one_copy_both_count(
    run: Run, key: Path, share: Callable[..., Path], tmp_path: Path
) -> None:
    """A Region may hand the same prepared base to everybody; who is in both is counted once."""
    who = a_signup()
    share("un", [who])
    copied(tmp_path / "un.db", tmp_path / "deux.db")
    files = share("un", [a_signup()]), share("deux", [a_signup(), a_signup()])
    said = together(run, key, *files)
    assert stages(said)["inscrits"] == (4, 4)
    assert said.json["communs"]["foyers"] == 1
    assert stages(together(run, key, files[1]))["inscrits"] == (3, 3)


def test_a_note_that_somebody_changed_is_refused(
    run: Run, key: Path, share: Callable[..., Path]
) -> None:
    """Nobody makes an old file pass by writing to it."""
    path = share("un", [a_signup()])
    together(run, key, path)
    note = received.beside(key)
    note.write_text(note.read_text("utf-8").replace("2025", "2024"), "utf-8")
    said = run("base", "consolider", str(path), "--cle", str(key), fails_with=1)
    assert str(note) in said.err


def test_figures_end_on_the_day_of_the_oldest_file(
    run: Run, key: Path, share: Callable[..., Path]
) -> None:
    """What followed is not known of everybody: it is left out, and said."""
    files = (
        share("un", [a_signup()], day="2025-11-20"),
        share("deux", [a_signup(), a_signup(date_inscription="2025-11-25")], day="2025-11-26"),
    )
    said = together(run, key, *files)
    assert said.json["au"] == "2025-11-20"
    assert stages(said)["inscrits"] == (2, 2)
    names = [str(file) for file in files]
    shown = run("base", "consolider", *names, "--cle", str(key)).out
    assert "Les chiffres s’arrêtent au 20/11/2025" in shown
    late = run("base", "consolider", *names, "--cle", str(key), "--du", "2025-11-24", fails_with=1)
    assert "Le fichier le plus ancien est du 20/11/2025" in late.err


# --- what is refused ------------------------------------------------------------------------


def test_a_file_with_any_byte_changed_is_refused(
    run: Run, key: Path, share: Callable[..., Path], tmp_path: Path
) -> None:
    """Each byte in turn, flipped in one bit or another, and cut anywhere: never a figure."""
    from venez_vivre.errors import VenezVivreError  # noqa: PLC0415
    from venez_vivre.steering.regional import sealed  # noqa: PLC0415

    whole = share("un", [a_signup()]).read_bytes()
    mine = secret.read(key)
    path = tmp_path / "x.json"
    path.write_bytes(whole)
    sealed.read(path, mine)
    changed = [
        whole[:place] + bytes([whole[place] ^ (1 << (place % 8))]) + whole[place + 1 :]
        for place in range(len(whole))
    ]
    cut = [whole[:place] for place in range(0, len(whole), 7)]
    for raw in (*changed, *cut, whole + b"\n", whole + whole, b"\xef\xbb\xbf" + whole):
        path.write_bytes(raw)
        with pytest.raises(VenezVivreError, match=r"Rien n’a été compté\.") as refused:
            sealed.read(path, mine)
        assert refused.value.exit_code in {1, 12}


BAD: tuple[tuple[str, Callable[[dict[str, Any]], Any], int, str], ...] = (
    ("another version", lambda said: {**said, "version": 2}, 1, "d’une version"),
    ("another secret", lambda said: {**said, "secret": "00000000"}, 12, "un autre secret"),
    (
        "no signature",
        lambda said: {k: v for k, v in said.items() if k != "signature"},
        1,
        "modifié",
    ),
    ("another count", lambda said: {**said, "non_compares": 999}, 1, "modifié ou coupé"),
    ("a list", lambda said: [said], 1, "n’est pas un fichier de"),
    ("another file", lambda _: {"foyers": 3}, 1, "n’est pas un fichier de"),
    (
        "a hostile name",
        lambda said: {**said, "territoires": {"\x1b[2J": "x"}},
        1,
        "modifié ou coupé",
    ),
)


@pytest.mark.parametrize(
    ("change", "code", "words"), [bad[1:] for bad in BAD], ids=[b[0] for b in BAD]
)
def test_a_file_that_is_not_as_it_was_made_is_one_sentence(
    run: Run,
    key: Path,
    share: Callable[..., Path],
    change: Callable[[dict[str, Any]], Any],
    code: int,
    words: str,
) -> None:
    """And an exit code; nothing is shown nor noted, even of the good files beside it."""
    path, good = share("un", [a_signup()]), share("deux", [a_signup()])
    said = change(json.loads(path.read_text("utf-8")))
    path.write_text(json.dumps(said, indent=1) + "\n", "utf-8")
    answer = run("base", "consolider", str(good), str(path), "--cle", str(key), fails_with=code)
    assert words in answer.err
    assert "Rien n’a été compté." in answer.err
    assert not answer.out
    assert not received.beside(key).exists()


def test_the_secret_of_another_region_opens_nothing(
    run: Run, share: Callable[..., Path], tmp_path: Path
) -> None:
    """Exit code 12, as for the key of a base."""
    path, other = share("un", [a_signup()]), tmp_path / "autre.cle"
    run("base", "partager", "--nouvelle-cle", str(other))
    said = run("base", "consolider", str(path), "--cle", str(other), fails_with=12)
    assert "un autre secret que le vôtre" in said.err


def test_a_secret_is_its_owners_alone_and_never_replaced(
    run: Run, key: Path, tmp_path: Path
) -> None:
    """Neither by another secret nor by a file to hand over; what is no secret is told."""
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    run("base", "partager", "--nouvelle-cle", str(key), fails_with=1)
    run("base", "partager", "--cle", str(key), "--sortie", str(key), "--ecraser", fails_with=1)
    assert key.read_bytes() == before
    assert before.decode().split()[1] not in run("base", "partager", "--cle", str(key), "--sortie",
                                                 str(tmp_path / "a.json")).out  # fmt: skip
    other = tmp_path / "mot.txt"
    other.touch(mode=0o600)
    other.write_text("un mot de passe\n", "utf-8")
    said = run("base", "partager", "--cle", str(other), "--sortie", "b.json", fails_with=12)
    assert "n’est pas le secret d’une Région" in said.err
    key.chmod(0o644)
    run("base", "partager", "--cle", str(key), "--sortie", str(tmp_path / "b.json"), fails_with=12)
    assert not (tmp_path / "b.json").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("partager",),
        ("partager", "--cle", "x"),
        ("partager", "--nouvelle-cle", "x", "--cle", "y"),
        ("consolider", "a.json"),
        ("consolider", "--cle", "x", "--par", "agent"),
    ],
)
def test_a_missing_word_is_named(run: Run, words: tuple[str, ...]) -> None:
    """Misuse, before anything is read or written."""
    run("base", *words, fails_with=2)


# --- what a file tells ----------------------------------------------------------------------


def test_a_file_holds_no_word_of_anybody_even_once_opened(
    run: Run, key: Path, share: Callable[..., Path]
) -> None:
    """No name, e-mail, phone, place or note, nor what stands for them without the secret."""
    from hashlib import md5, sha1, sha256  # noqa: PLC0415

    from venez_vivre.steering.regional import sealed, shares  # noqa: PLC0415

    who = a_signup(
        prenom="Zéphyrine", nom="Quetzalcoatl", email="zeph.quetzal@example.org",
        telephone="06 39 98 12 34", annee_naissance="1977", code_postal="71400", commune="Autun",
        message="Nous cherchons Xylophage", prenom_conjoint="Wolfram", nom_conjoint="Yggdrasil",
    )  # fmt: skip
    path = share("un", [who])
    opened = repr(sealed.read(path, secret.read(key)))
    raw = path.read_text("utf-8")
    words = (
        "zephyrine", "zéphyrine", "quetzal", "639981234", "1977", "71400", "xylophage", "wolfram",
        "yggdrasil", "autun",
    )  # fmt: skip
    prints = [
        made(word.encode()).hexdigest()[:8]
        for word in ("zephyrine", "quetzalcoatl", who["email"], "+33639981234", "1977", "71400")
        for made in (md5, sha1, sha256)
    ]
    for text in (raw.casefold(), opened.casefold(), repr(shares.unpacked).casefold()):
        assert not [word for word in (*words, *prints) if word in text]


def test_counts_under_five_are_masked_where_anybody_reads_them(
    run: Run, key: Path, share: Callable[..., Path], tmp_path: Path
) -> None:
    """And one that could be worked out of the others; the same base gives the same bytes."""
    here(tmp_path / "un.db", "2025-11-27", "territoires", "importer",
         str(a_csv(tmp_path / "t.csv", [a_territory()])), "--oui")  # fmt: skip
    people = [a_signup(territoires_souhaites="Autunois") for _ in range(9)]
    met = a_csv(tmp_path / "c.csv", [a_contact(who["email"]) for who in people[:6]])
    path = share("un", [*people, a_signup(date_inscription="2025-05-01")], ("contacts", met))
    (few, line) = sorted(
        json.loads(path.read_text("utf-8"))["lisible"], key=lambda one: one["territoire"]
    )
    assert few["inscrits"] == "s"  # one
    assert "s" in {line["inscrits"], line["accompagnes"]}  # 9 and 6 would tell 3
    assert line["installes"] == 0
    again = path.read_bytes()
    words = ("base", "partager", "--cle", str(key), "--sortie", str(path), "--ecraser")
    here(tmp_path / "un.db", "2025-11-27", *words)
    assert path.read_bytes() == again


def test_files_that_a_right_holds_back_count_and_are_recognised_nowhere(
    run: Run, key: Path, share: Callable[..., Path], tmp_path: Path
) -> None:
    """Nothing that stands for those people leaves the base."""
    from venez_vivre.steering.regional import sealed, shares  # noqa: PLC0415

    who = a_signup()
    share("un", [who])
    base, path = tmp_path / "un.db", tmp_path / "un.json"
    here(base, "2025-11-27", "rgpd", "opposition", who["email"], "--motif", "demande")
    here(
        base,
        "2025-11-27",
        "base",
        "partager",
        "--cle",
        str(key),
        "--sortie",
        str(path),
        "--ecraser",
    )
    (home,) = sealed.read(path, secret.read(key)).homes
    assert home.people[0].who == shares.NOBODY
    found = together(run, key, path, share("deux", [who]))
    assert stages(found)["inscrits"] == (2, 2)
    assert found.json["non_compares"] == 1
